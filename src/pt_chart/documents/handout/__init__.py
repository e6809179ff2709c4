"""The patient's handout: one value in, the bytes of a tagged PDF out."""

from pt_chart.documents.handout.figures import FigureSource
from pt_chart.documents.handout.program import compose, draw, render

__all__ = ["FigureSource", "compose", "draw", "render"]
