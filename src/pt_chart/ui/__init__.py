"""The window: Qt only, thin views that draw state and turn gestures into charting calls."""
