"""The frame around every page: title row, banner, bars, navigation, panel dock, entry line."""
