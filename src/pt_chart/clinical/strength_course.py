"""What dated strength grades say of the time course: a fall between visits needs no question."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from pt_chart.clinical.fields import MRC_GRADES, FieldKind, Vocabulary
from pt_chart.clinical.findings import FindingKey
from pt_chart.clinical.program.dates import day_and_month
from pt_chart.clinical.visit import Visit
from pt_chart.clinical.wording import place_words

FALLEN = "strength_fallen"
"""The finding that stands for a fall in the reasoning."""

STEPS = 2
"""Half-grade steps that count as a fall: one alone is within what two examinations differ by (our
default)."""


@dataclass(frozen=True, slots=True)
class FallenStrength:
    """A strength that is lower than when it was last graded."""

    key: FindingKey
    before: str
    now: str
    on: date
    place: str

    @property
    def words(self) -> str:
        """ "Strength S1 RIGHT: 4+ on Nov 13, 4- now"."""
        return f"{self.place}: {self.before} on {day_and_month(self.on)}, {self.now} now"


def fallen_strength(
    visit: Visit, previous: Iterable[Visit], vocabulary: Vocabulary
) -> tuple[FallenStrength, ...]:
    """The strengths of a visit that fell since they were last graded.

    ``previous`` are the earlier visits, latest first; a strength nobody graded before has no fall.
    """
    earlier = tuple(previous)
    found = []
    for key, answer in visit.answers.items():
        field = vocabulary.fields.get(key.id)
        if field is None or field.kind is not FieldKind.MRC or not isinstance(answer.value, str):
            continue
        before = next(
            (
                (old.answers[key].value, old.date)
                for old in earlier
                if key in old.answers and isinstance(old.answers[key].value, str)
            ),
            None,
        )
        if before is None:
            continue
        grade, on = str(before[0]), before[1]
        if _steps(grade) - _steps(answer.value) >= STEPS:
            place = place_words(field, key)
            found.append(FallenStrength(key, grade, answer.value, on, place))
    return tuple(found)


def fallen_findings(fallen: Iterable[FallenStrength]) -> dict[FindingKey, bool]:
    """The findings that follow, one for each side."""
    return {FindingKey(FALLEN, one.key.side): True for one in fallen}


def _steps(grade: str) -> int:
    return MRC_GRADES.index(grade) if grade in MRC_GRADES else 0
