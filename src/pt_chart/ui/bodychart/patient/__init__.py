"""Patient mode: the chart full screen, one question at a time."""
