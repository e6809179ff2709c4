"""Rest normal: what was looked at and is normal, filed at once, with the trace of who and when.

Nothing is normal by itself: the clinician says so for one card, only fields on the screen that
nobody touched are filed, each answer says how it came to be, and one undo takes all back. Where
typed words stand that did not fit, somebody did touch it.
"""

from __future__ import annotations

from collections.abc import Iterable

from pt_chart.charting.desk import VisitDesk
from pt_chart.clinical.fields import FieldDef
from pt_chart.clinical.findings import Answer, FindingKey, Origin
from pt_chart.clinical.normality import normal_value
from pt_chart.clinical.sides import Side


def rest_of(desk: VisitDesk, fields: Iterable[FieldDef]) -> dict[FindingKey, Answer | None]:
    """What "rest normal" would file: the untouched keys of these fields that have a normal value.

    Core and required fields, numbers, texts and questions are never among them.
    """
    note = f"rest normal: {desk.clinician.signature}"
    found: dict[FindingKey, Answer | None] = {}
    for field in fields:
        value = normal_value(field)
        if value is None:
            continue
        sides: tuple[Side | None, ...] = Side.BOTH.each if field.sided else (None,)
        for level in field.levels or (None,):
            for side in sides:
                key = FindingKey(field.id, side, level)
                if desk.untouched(key):
                    found[key] = Answer(value, note=note, origin=Origin.REST_NORMAL)
    return found


def rest_normal(desk: VisitDesk, title: str, fields: Iterable[FieldDef]) -> int:
    """File the rest of a card as normal, as one named undoable step; how many answers."""
    changes = rest_of(desk, fields)
    if changes:
        desk.set_answers(f"{title}: rest normal ({len(changes)})", changes)
    return len(changes)
