"""How far the core red-flag questions of a visit were asked, what was said, and when."""

from __future__ import annotations

from datetime import datetime

from pt_chart.clinical.fields import FieldDef, Vocabulary
from pt_chart.clinical.sides import Side
from pt_chart.clinical.values import is_abnormal
from pt_chart.clinical.visit import Visit


def open_sides(visit: Visit, field: FieldDef, vocabulary: Vocabulary) -> tuple[Side | None, ...]:
    """Sides of a core question that nobody asked about, (None,) for one without sides; () = asked.

    A yes on one side is an answer. A no is one for its own side alone: the painful leg is not
    asked about by asking about the sound one.
    """
    asked: set[Side | None] = set()
    for key, answer in visit.answers.items():
        if vocabulary.canonical(key.id) != field.id:
            continue
        if answer.value is not None and is_abnormal(field, answer.value):
            return ()
        if answer.tested or answer.note.strip():
            asked |= {Side.LEFT, Side.RIGHT} if key.side is Side.BOTH else {key.side}
    wanted: tuple[Side | None, ...] = (Side.LEFT, Side.RIGHT) if field.sided else (None,)
    return tuple(side for side in wanted if side not in asked)


def core_words(visit: Visit, vocabulary: Vocabulary) -> tuple[str, bool]:
    """ "Core questions, 12 of 12 asked: no", and whether all were asked and none was yes."""
    core = {ident for ident, field in vocabulary.fields.items() if field.core}
    said: set[str] = set()
    positive: set[str] = set()
    for key, answer in visit.answers.items():
        ident = vocabulary.canonical(key.id)
        if ident in core and ident is not None and answer.value is not None:
            said.add(ident)
            if is_abnormal(vocabulary.fields[ident], answer.value):
                positive.add(ident)
    fields = vocabulary.fields
    asked = {one for one in said if not open_sides(visit, fields[one], vocabulary)}
    outcome = f"{len(positive)} yes" if positive else "no" if asked else ""
    words = f"Core questions, {len(asked)} of {len(core)} asked"
    told = f"{words}: {outcome}" if outcome else words
    return told, asked == core and not positive


def core_asked_at(visit: Visit, vocabulary: Vocabulary) -> datetime | None:
    """When the last core question of a visit was answered; None where no time is kept."""
    core = {ident for ident, field in vocabulary.fields.items() if field.core}
    times = [
        answer.at
        for key, answer in visit.answers.items()
        if answer.at is not None and vocabulary.canonical(key.id) in core
    ]
    return max(times, default=None)
