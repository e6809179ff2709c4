"""The lines of the register's lists."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pt_chart.clinical.people import Episode, Patient
    from pt_chart.clinical.reasoning.results import Tier
    from pt_chart.clinical.sides import Side
    from pt_chart.clinical.visit import Visit, VisitKind, VisitStatus


@dataclass(frozen=True, slots=True)
class PatientRow:
    """A line of the patient list.

    ``complaint`` and ``side`` are those of the latest episode, "" and None without one;
    ``last_visit`` is the date of the latest visit; ``draft`` marks an unsigned visit; ``tier`` is
    the most urgent open flag of the latest visit as it was last stored. ``found_as`` is the name
    of a merged record by which the patient was found, "" where it was the patient's own.
    """

    patient: Patient
    complaint: str = ""
    side: Side | None = None
    last_visit: date | None = None
    draft: bool = False
    tier: Tier | None = None
    found_as: str = ""


IMPORTED = "Imported from "
"""How the late reason of a visit begins that came from a file."""


@dataclass(frozen=True, slots=True)
class VisitRow:
    """A line of the day list and of the list of unsigned drafts.

    ``imported``: it came from a file and nobody here has signed it.
    """

    visit_id: str
    episode_id: str
    patient: Patient
    complaint: str
    side: Side | None
    date: date
    number: int
    planned: int | None
    kind: VisitKind
    status: VisitStatus
    tier: Tier | None = None
    imported: bool = False

    @classmethod
    def of(
        cls, visit: Visit, episode: Episode, patient: Patient, tier: Tier | None = None
    ) -> VisitRow:
        """The line of a visit, with the episode and the patient that it belongs to."""
        return cls(
            visit.id,
            episode.id,
            patient,
            episode.complaint,
            episode.side,
            visit.date,
            visit.number,
            episode.planned_visits,
            visit.kind,
            visit.status,
            tier,
            not visit.signed and visit.late_reason.startswith(IMPORTED),
        )
