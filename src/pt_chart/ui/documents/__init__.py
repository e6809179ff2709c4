"""The documents page: everything that prints for the open visit."""
