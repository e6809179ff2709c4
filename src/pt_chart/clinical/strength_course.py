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
FALLEN_FAST = "strength_fallen_fast"
"""The findings that stand for a fall in the reasoning, the second for one within days."""

FALL = 0.75
"""Grades that count as a fall: 5 to 4, or 4+ to 4-; a half grade alone (5 to 4+) is within what
two examinations differ by (our default)."""

FAST_DAYS = 3
"""Days between two examinations within which a fall is one of days (our default)."""

_HALVES = {"": 0.0, "+": 0.5, "-": -0.25}


@dataclass(frozen=True, slots=True)
class FallenStrength:
    """A strength that is lower than it was graded on ``on``, ``days`` before."""

    key: FindingKey
    before: str
    now: str
    on: date
    place: str
    days: int

    @property
    def words(self) -> str:
        """ "Strength S1 RIGHT: 4+ on Nov 13, 4- now"."""
        return f"{self.place}: {self.before} on {day_and_month(self.on)}, {self.now} now"


def fallen_strength(
    visit: Visit, previous: Iterable[Visit], vocabulary: Vocabulary
) -> tuple[FallenStrength, ...]:
    """The strengths of a visit that fell since they were last graded, or little by little.

    ``previous`` are the earlier visits, latest first. A strength that is lower than the last time
    is held against its best earlier grade too, so that small steps add up; one that did not get
    lower since the last time is no fall, and neither is one that nobody graded before.
    """
    earlier = tuple(previous)
    found = []
    for key, answer in visit.answers.items():
        field = vocabulary.fields.get(key.id)
        if field is None or field.kind is not FieldKind.MRC or not isinstance(answer.value, str):
            continue
        graded = [
            (old.answers[key].value, old.date)
            for old in earlier
            if key in old.answers and old.answers[key].value in MRC_GRADES
        ]
        if not graded or answer.value not in MRC_GRADES:
            continue
        now = _grade(answer.value)
        if now >= _grade(str(graded[0][0])):
            continue
        # max takes the first of equals: the latest visit with that grade.
        before, on = max(graded, key=lambda one: _grade(str(one[0])))
        if _grade(str(graded[0][0])) - now >= FALL:
            before, on = graded[0]
        if _grade(str(before)) - now >= FALL:
            place = place_words(field, key)
            days = (visit.date - on).days
            found.append(FallenStrength(key, str(before), answer.value, on, place, days))
    return tuple(found)


def fallen_findings(fallen: Iterable[FallenStrength]) -> dict[FindingKey, bool]:
    """The findings that follow, for each side."""
    found = {}
    for one in fallen:
        found[FindingKey(FALLEN, one.key.side)] = True
        if one.days <= FAST_DAYS:
            found[FindingKey(FALLEN_FAST, one.key.side)] = True
    return found


def _grade(grade: str) -> float:
    return int(grade[0]) + _HALVES[grade[1:]]
