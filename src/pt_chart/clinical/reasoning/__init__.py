"""Flags first, then the differential: transparent, explained, never writing to the chart."""
