"""This computer: folders, settings, shipped data, diagnostics. No Qt."""
