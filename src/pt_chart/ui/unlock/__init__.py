"""Unlocking the chart, and creating it the first time."""
