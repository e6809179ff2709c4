"""Parts of a visit's record that were left out on purpose, each with the reason as typed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class RecordPart(StrEnum):
    """What the record of a visit is expected to hold and may do without for a reason."""

    DIAGNOSIS = "diagnosis"
    GOALS = "goals"
    CARE = "care"
    TREATMENT = "treatment"

    @property
    def none_words(self) -> str:
        """As the page and the note say that there is none."""
        return _NONE[self]


_NONE = {
    RecordPart.DIAGNOSIS: "No diagnosis",
    RecordPart.GOALS: "No goals",
    RecordPart.CARE: "No plan of care",
    RecordPart.TREATMENT: "No treatment today",
}


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A part that was left out, and why."""

    part: RecordPart
    reason: str
