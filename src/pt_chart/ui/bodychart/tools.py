"""The tools of the body chart and the sizes of its brush."""

from __future__ import annotations

from enum import StrEnum


class Tool(StrEnum):
    """What a press on the canvas does."""

    BRUSH = "brush"
    REGION = "region"
    LASSO = "lasso"
    ERASER = "eraser"
    ARROW = "arrow"
    PIN = "pin"
    SELECT = "select"
    MOVE = "move"

    @property
    def strokes(self) -> bool:
        """Whether it draws along the way of the pointer."""
        return self in (Tool.BRUSH, Tool.LASSO, Tool.ERASER, Tool.ARROW)


class BrushSize(StrEnum):
    """Brush widths as shares of the view's height."""

    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"

    @property
    def width(self) -> float:
        """The width as a share of the view's height."""
        return {"small": 0.012, "medium": 0.026, "large": 0.05}[self.value]
