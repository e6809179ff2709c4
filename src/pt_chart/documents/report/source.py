"""Where an evaluation report takes its figures from, and how it says days."""

from __future__ import annotations

from typing import Protocol

from pt_chart.clinical.bodychart.marks import View
from pt_chart.clinical.report import EvaluationReport

__all__ = ["BodySource", "EvaluationReport", "day_words"]


class BodySource(Protocol):
    """Where the body chart's figures come from."""

    def body_svg(self, view: View, body: str = "neutral") -> bytes:
        """The line drawing of one view of a body ("neutral", ...).

        Raises:
            KeyError: there is no such body or view.
        """
        ...


def day_words(day: object) -> str:
    """A date as the documents print it: "Nov 24, 2026"; "" for None."""
    from datetime import date

    return f"{day:%b} {day.day}, {day.year}" if isinstance(day, date) else ""
