"""Where an evaluation report takes its figures from."""

from __future__ import annotations

from typing import Protocol

from pt_chart.clinical.bodychart.marks import View


class BodySource(Protocol):
    """Where the body chart's figures come from."""

    def body_svg(self, view: View, body: str = "neutral") -> bytes:
        """The line drawing of one view of a body ("neutral", ...)."""
        ...
