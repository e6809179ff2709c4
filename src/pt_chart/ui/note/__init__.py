"""The note on screen: sentences linked to their fields, editable, copied as plain text."""
