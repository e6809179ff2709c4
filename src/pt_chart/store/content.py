"""Frozen dataclasses as stored text: the form is that of `pt_chart.clinical.content`."""

from pt_chart.clinical.content import UnreadableContent, build, dump, load

__all__ = ["UnreadableContent", "build", "dump", "load"]
