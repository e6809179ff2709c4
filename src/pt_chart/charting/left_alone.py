"""What no button fills: cells where typed words stand that are no value, named one by one."""

from __future__ import annotations

from collections.abc import Iterable

from pt_chart.charting.desk import VisitDesk
from pt_chart.clinical.fields import FieldDef


def left_alone(desk: VisitDesk, fields: Iterable[FieldDef] | None = None) -> str:
    """The unanswered cells of these fields (None: of the visit) with words that did not fit.

    One sentence with each cell, its side spelled out, and what was typed; "" for none.
    """
    ids = None if fields is None else {field.id for field in fields}
    names = []
    for held in desk.refusals.all():
        key = held.key
        wanted = not held.retest and (ids is None or key.id in ids)
        if wanted and key not in desk.visit.answers and desk.refused(key) is held:
            side = key.side.spelled if key.side else ""
            parts = (desk.vocabulary.field(key.id).name, key.level or "", side, repr(held.text))
            names.append(" ".join(part for part in parts if part))
    return f"Left alone, what was typed does not fit: {', '.join(names)}." if names else ""
