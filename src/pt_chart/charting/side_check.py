"""Whether a finding may have been filed on the wrong side: it mirrors the last visit's side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from pt_chart.charting.desk import VisitDesk
from pt_chart.clinical import values
from pt_chart.clinical.fields import FieldDef
from pt_chart.clinical.findings import Answer, Answers, FindingKey
from pt_chart.clinical.program.dates import date_words
from pt_chart.clinical.sides import Side

CONFIRMED = "side confirmed"
"""How the note of an answer begins whose side was asked about and stands."""


@dataclass(frozen=True, slots=True)
class SideDoubt:
    """A finding on one side that stood on the other side last time."""

    key: FindingKey
    day: date
    words: str

    @property
    def other(self) -> FindingKey:
        """The same finding on the side of the last visit."""
        return self.key.mirrored()


def side_doubt(desk: VisitDesk, key: FindingKey) -> SideDoubt | None:
    """The question to ask about an answer's side, None when there is nothing to ask.

    Asked when the answer is a finding (or a number like the other side's last one), the newest
    earlier visit with this field had it on the other side and not on this, and the other side has
    no finding today. An answer whose side was confirmed is not asked about again.
    """
    answer = desk.visit.answers.get(key)
    return None if answer is None else _doubt_about(desk, key, answer, desk.visit.answers)


def doubts_before(
    desk: VisitDesk, changes: Mapping[FindingKey, Answer | None]
) -> dict[FindingKey, SideDoubt]:
    """The same questions about answers that would be filed together, as if they were."""
    after = desk.visit.with_answers(changes).answers
    asked = {k: _doubt_about(desk, k, a, after) for k, a in changes.items() if a is not None}
    return {key: doubt for key, doubt in asked.items() if doubt is not None}


def _doubt_about(
    desk: VisitDesk, key: FindingKey, answer: Answer, today: Answers
) -> SideDoubt | None:
    if answer.value is None or key.side not in (Side.LEFT, Side.RIGHT):
        return None
    if answer.unconfirmed or answer.note.startswith(CONFIRMED):
        return None
    field = desk.vocabulary.field(key.id)
    other = key.mirrored()
    visit = next((v for v in desk.previous if _recorded(v.answers, key, other)), None)
    if visit is None or _is_finding(field, today.get(other)):
        return None
    if not _mirrors(field, answer, visit.answers.get(key), visit.answers.get(other)):
        return None
    here, there = key.side.spelled, key.side.mirrored.spelled
    day = f"{visit.date.day} {visit.date:%b}"
    return SideDoubt(key, visit.date, f"On {day} it was {there}. Really {here} today?")


def doubts(desk: VisitDesk) -> tuple[SideDoubt, ...]:
    """Every open question about a side, in the order of the answers."""
    found = (
        side_doubt(desk, key) for key in desk.visit.answers if desk.vocabulary.canonical(key.id)
    )
    return tuple(doubt for doubt in found if doubt is not None)


def keep_side(desk: VisitDesk, doubt: SideDoubt) -> None:
    """The side is right: say so in the answer's note."""
    answer = desk.visit.answers[doubt.key]
    side = doubt.key.side.spelled if doubt.key.side else ""
    note = f"{CONFIRMED}: {side} (other side on {date_words(doubt.day)})"
    desk.set_answer(doubt.key, replace(answer, note=note))


def move_side(desk: VisitDesk, doubt: SideDoubt) -> None:
    """The side was wrong: the answer moves to the other side, as one undoable step."""
    answer = desk.visit.answers[doubt.key]
    field = desk.vocabulary.field(doubt.key.id)
    side = doubt.other.side.spelled if doubt.other.side else ""
    desk.set_answers(f"{field.name}: moved to {side}", {doubt.key: None, doubt.other: answer})


def _recorded(answers: Answers, *keys: FindingKey) -> bool:
    return any(key in answers and answers[key].tested for key in keys)


def _is_finding(field: FieldDef, answer: Answer | None) -> bool:
    return (
        answer is not None
        and answer.value is not None
        and bool(values.is_abnormal(field, answer.value))
    )


def _mirrors(
    field: FieldDef, now: Answer, own_before: Answer | None, other_before: Answer | None
) -> bool:
    if other_before is None or other_before.value is None or now.value is None:
        return False
    if _is_finding(field, now):
        return _is_finding(field, other_before) and not _is_finding(field, own_before)
    return _is_the_others_number(field, now, own_before, other_before)


def _is_the_others_number(
    field: FieldDef, now: Answer, own_before: Answer | None, other_before: Answer
) -> bool:
    """A number close to the other side's last one and far from its own side's."""
    if field.error is None or own_before is None:
        return False
    here, own, other = now.value, own_before.value, other_before.value
    if not all(isinstance(v, int | float) and not isinstance(v, bool) for v in (here, own, other)):
        return False
    near = abs(float(str(here)) - float(str(other))) <= field.error.low
    return near and abs(float(str(here)) - float(str(own))) > field.error.high
