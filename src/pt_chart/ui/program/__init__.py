"""The program page: proposed, blocked and chosen exercises, and the handout as it prints."""
