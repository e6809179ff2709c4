"""Import and export: files of other programs in, our records out."""
