"""The note: sentences made from what was recorded, each linked to where it came from."""
