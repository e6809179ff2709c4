"""The evaluation report: what was found, on what basis, and what is planned."""

from pt_chart.documents.report.opening import title, titles
from pt_chart.documents.report.pages import compose, draw, render
from pt_chart.documents.report.source import BodySource

__all__ = ["BodySource", "compose", "draw", "render", "title", "titles"]
