"""Rest normal: what was looked at and is normal, filed at once, with the trace of who and when.

Nothing is normal by itself: the clinician says so for one card, only fields on the screen that
nobody touched are filed, each answer says how it came to be, and one undo takes all back. Where
typed words stand that did not fit, somebody did touch it. What was a finding last time, and what
is examined with a chaperone, is typed by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pt_chart.charting.desk import VisitDesk
from pt_chart.clinical import values
from pt_chart.clinical.fields import FieldDef, FieldKind
from pt_chart.clinical.findings import Answer, FindingKey, Origin
from pt_chart.clinical.normality import normal_value
from pt_chart.clinical.sides import Side
from pt_chart.clinical.wording import place_words, value_words


def rest_of(desk: VisitDesk, fields: Iterable[FieldDef]) -> dict[FindingKey, Answer | None]:
    """What "rest normal" would file: the untouched keys of these fields that have a normal value.

    Core and required fields, numbers, texts and questions are never among them, nor findings of
    the last time.
    """
    note = f"rest normal: {desk.clinician.signature}"
    return {
        key: Answer(normal_value(field), note=note, origin=Origin.REST_NORMAL)
        for field, key in _open(desk, fields)
        if not _was_finding(desk, field, key)
    }


def findings_before(desk: VisitDesk, fields: Iterable[FieldDef], side: Side | None = None) -> str:
    """What no button files as normal because it was a finding last time, in one sentence.

    Each with its value and its side spelled out; of one ``side`` only where that is given.
    """
    names = []
    for field, key in _open(desk, fields):
        if (side is None or key.side is side) and _was_finding(desk, field, key):
            before = value_words(field, desk.earlier_of(field.id)[key].value)
            names.append(f"{place_words(field, key)} was {before}")
    return f"Enter these, findings last time: {', '.join(names)}." if names else ""


def all_full(desk: VisitDesk, title: str, fields: Iterable[FieldDef], side: Side) -> int:
    """Full strength on every untouched level of a side, with the trace of rest normal."""
    grades = [field for field in fields if field.levels and field.kind is FieldKind.MRC]
    changes = {key: one for key, one in rest_of(desk, grades).items() if key.side is side}
    if changes:
        desk.set_answers(f"{title}: all 5, {side.spelled} ({len(changes)})", changes)
    return len(changes)


def _open(desk: VisitDesk, fields: Iterable[FieldDef]) -> Iterator[tuple[FieldDef, FindingKey]]:
    """The untouched keys of fields with a normal value, without what is typed by itself."""
    for field in fields:
        if normal_value(field) is None:
            continue
        sides: tuple[Side | None, ...] = Side.BOTH.each if field.sided else (None,)
        for level in field.levels or (None,):
            for side in sides:
                key = FindingKey(field.id, side, level)
                if not field.by_itself(level) and desk.untouched(key):
                    yield field, key


def _was_finding(desk: VisitDesk, field: FieldDef, key: FindingKey) -> bool:
    before = desk.earlier_of(field.id).get(key)
    value = before.value if before is not None else None
    return value is not None and bool(values.is_abnormal(field, value))


def rest_normal(desk: VisitDesk, title: str, fields: Iterable[FieldDef]) -> int:
    """File the rest of a card as normal, as one named undoable step; how many answers."""
    changes = rest_of(desk, fields)
    if changes:
        desk.set_answers(f"{title}: rest normal ({len(changes)})", changes)
    return len(changes)
