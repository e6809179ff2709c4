"""What dated strength grades say of the time course: a fall between visits needs no question."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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

_KEY_MUSCLES = (
    ("L2", "strength_hip_flexion"),
    ("L3", "strength_knee_extension"),
    ("L4", "strength_ankle_dorsiflexion"),
    ("L5", "strength_great_toe_extension"),
    ("S1", "strength_ankle_plantarflexion"),
    ("S2", "strength_toe_flexion"),
)
"""The movement that the form has graded for each level (ISNCSCI key muscles; S2 the form's own):
the same muscle, whichever of the two fields a therapist used."""

_TWINS: Mapping[tuple[str, str | None], tuple[str, str | None]] = {
    **{("myotome", level): (movement, None) for level, movement in _KEY_MUSCLES},
    **{(movement, None): ("myotome", level) for level, movement in _KEY_MUSCLES},
}

_HALVES = {"": 0.0, "+": 0.5, "-": -0.25}


@dataclass(frozen=True, slots=True)
class FallenStrength:
    """A strength that is lower than it was graded on ``on``, ``days`` before.

    ``before_as`` names the field of the earlier grade where it was the other one of that muscle.
    """

    key: FindingKey
    before: str
    now: str
    on: date
    place: str
    days: int
    before_as: str = ""

    @property
    def words(self) -> str:
        """ "Strength S1 RIGHT: 4+ on Nov 13, 4- now"."""
        other = f" ({self.before_as})" if self.before_as else ""
        return f"{self.place}: {self.before} on {day_and_month(self.on)}{other}, {self.now} now"


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
        graded = [one for old in earlier if (one := _graded(old, key)) is not None]
        if not graded or answer.value not in MRC_GRADES:
            continue
        now = _grade(answer.value)
        if now >= _grade(graded[0][0]):
            continue
        # max takes the first of equals: the latest visit with that grade.
        before, on, where = max(graded, key=lambda one: _grade(one[0]))
        if _grade(graded[0][0]) - now >= FALL:
            before, on, where = graded[0]
        if _grade(before) - now >= FALL:
            place = place_words(field, key)
            days = (visit.date - on).days
            other = "" if where == key else place_words(vocabulary.fields[where.id], where)
            found.append(FallenStrength(key, before, answer.value, on, place, days, other))
    return tuple(found)


def _graded(visit: Visit, key: FindingKey) -> tuple[str, date, FindingKey] | None:
    """The grade of a muscle at a visit, its day and field: the same field, else its other one."""
    keys = [key]
    if twin := _TWINS.get((key.id, key.level)):
        keys.append(FindingKey(twin[0], key.side, twin[1]))
    for one in keys:
        if one in visit.answers and visit.answers[one].value in MRC_GRADES:
            return str(visit.answers[one].value), visit.date, one
    return None


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
