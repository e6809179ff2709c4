"""What an evaluation report is made from."""

from __future__ import annotations

from dataclasses import dataclass

from pt_chart.clinical.bodychart.atlas import BodyAtlas
from pt_chart.clinical.bodychart.summary import ChartSummary
from pt_chart.clinical.fields import Form
from pt_chart.clinical.people import Clinic, Episode, Patient
from pt_chart.clinical.reasoning.results import Assessment
from pt_chart.clinical.visit import Visit


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
