"""What stood there last time: carried card by card as unconfirmed, confirmed card by card.

A carried value counts as unconfirmed until it is typed anew or its card is confirmed by one act of
the clinician, which each answer tells with name and day. What is asked or measured anew at every
visit (red flags, consent, measures) is never carried.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from pt_chart.charting.desk import VisitDesk
from pt_chart.clinical.fields import FieldDef, Vocabulary
from pt_chart.clinical.findings import Answer, FindingKey, Origin
from pt_chart.clinical.program.dates import date_words
from pt_chart.clinical.sides import Side

CONFIRMED = "confirmed as on"
TRACES = (CONFIRMED, "rest normal:")
"""How notes begin that say how an answer came to be; they hold for their own visit only."""


def may_carry(vocabulary: Vocabulary, id: str, level: str | None = None) -> bool:
    """Whether answers to a field, at a level, may be taken over from an earlier visit."""
    if vocabulary.canonical(id) is None:
        return False
    field = vocabulary.field(id)
    fresh = field.core or field.anew or field.card.startswith("red_flag")
    return not fresh and field.section != "measures" and not field.by_itself(level)


def carried(answer: Answer) -> Answer:
    """An earlier answer as it is taken over: unconfirmed, without the trace of its own visit."""
    note = "" if answer.note.startswith(TRACES) else answer.note
    return replace(answer, note=note, origin=Origin.CARRIED)


def earlier_answers(desk: VisitDesk, fields: Iterable[FieldDef]) -> dict[FindingKey, Answer]:
    """The gray values of these fields that may be taken over: their newest earlier answers."""
    found: dict[FindingKey, Answer] = {}
    for field in fields if desk.previous else ():
        earlier = desk.earlier_of(field.id)
        found |= {
            key: one
            for key, one in earlier.items()
            if _has_place(field, key) and may_carry(desk.vocabulary, field.id, key.level)
        }
    return found


def carry(desk: VisitDesk, title: str, fields: Iterable[FieldDef]) -> int:
    """Fill the untouched fields of a card or position as last time, as one step; how many."""
    changes: dict[FindingKey, Answer | None] = {
        key: carried(answer)
        for key, answer in earlier_answers(desk, fields).items()
        if desk.untouched(key)
    }
    if changes:
        desk.set_answers(f"{title}: carried forward ({len(changes)})", changes)
    return len(changes)


def unconfirmed(desk: VisitDesk, fields: Iterable[FieldDef]) -> list[FindingKey]:
    """The carried answers of these fields that nobody touched yet."""
    carried_now = [key for key, one in desk.visit.answers.items() if one.unconfirmed]
    ids = {field.id for field in fields} if carried_now else set()
    return [key for key in carried_now if key.id in ids]


def confirm(desk: VisitDesk, title: str, fields: Iterable[FieldDef]) -> int:
    """Make the carried answers of a card today's, each told with name and day; how many."""
    changes: dict[FindingKey, Answer | None] = {}
    for key in unconfirmed(desk, fields):
        answer, before = desk.visit.answers[key], desk.previous_answer(key)
        day = f" {date_words(before[1].date)}" if before is not None else " an earlier visit"
        trace = f"{CONFIRMED}{day}: {desk.clinician.signature}"
        note = f"{trace}; {answer.note}" if answer.note else trace
        changes[key] = replace(answer, note=note, origin=Origin.CONFIRMED)
    if changes:
        desk.set_answers(f"{title}: confirmed ({len(changes)})", changes)
    return len(changes)


def _has_place(field: FieldDef, key: FindingKey) -> bool:
    """Whether a form of today shows this key: with a side and a level where the field has them."""
    leveled = key.level in field.levels if field.levels else key.level is None
    sided = key.side in Side.BOTH.each if field.sided else key.side is None
    return leveled and sided
