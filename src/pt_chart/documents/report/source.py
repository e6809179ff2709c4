"""What an evaluation report is made from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from pt_chart.clinical.bodychart.atlas import BodyAtlas
from pt_chart.clinical.bodychart.marks import View
from pt_chart.clinical.bodychart.summary import ChartSummary
from pt_chart.clinical.fields import Form
from pt_chart.clinical.people import Clinic, Episode, Patient
from pt_chart.clinical.reasoning.results import Assessment
from pt_chart.clinical.visit import Visit


class BodySource(Protocol):
    """Where the body chart's figures come from."""

    def body_svg(self, view: View, body: str = "neutral") -> bytes:
        """The line drawing of one view of a body ("neutral", ...).

        Raises:
            KeyError: there is no such body or view.
        """
        ...


@dataclass(frozen=True, slots=True)
class EvaluationReport:
    """A visit with everything needed to print it.

    ``forms`` give labels, positions and order; ``program`` are the exercises in words, one line
    each with dose and side; ``blocked`` says in words what was held back and by which rule.
    """

    patient: Patient
    episode: Episode
    visit: Visit
    clinic: Clinic
    therapist: str
    forms: tuple[Form, ...]
    assessment: Assessment
    atlas: BodyAtlas
    summary: ChartSummary | None = None
    program: tuple[str, ...] = ()
    blocked: tuple[str, ...] = ()
    language: str = "en"


def day_words(day: object) -> str:
    """A date as the documents print it: "Nov 24, 2026"; "" for None."""
    from datetime import date

    return f"{day:%b} {day.day}, {day.year}" if isinstance(day, date) else ""
