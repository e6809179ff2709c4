"""The clinic's server: check, set up, join, move."""
