"""Colors, type, spacing and icons of the window, in light, dark and high contrast."""
