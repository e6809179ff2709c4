"""The kinds of visits in words, and changing that of a draft."""

from __future__ import annotations

from dataclasses import replace

from pt_chart.charting.desk import VisitDesk
from pt_chart.charting.events import Part
from pt_chart.clinical.visit import VisitKind

KIND_NAMES = {
    VisitKind.EVALUATION: "evaluation",
    VisitKind.FOLLOW_UP: "follow-up",
    VisitKind.PROGRESS: "progress report / re-evaluation",
    VisitKind.DISCHARGE: "discharge",
}
LATER_KINDS = (VisitKind.FOLLOW_UP, VisitKind.PROGRESS, VisitKind.DISCHARGE)
"""What may follow the first visit of an episode; the first of them is what begins by default."""


def change_kind(desk: VisitDesk, kind: VisitKind) -> bool:
    """Make a draft a visit of another kind, as one undoable step; whether anything changed.

    Nothing recorded is touched: the note is composed anew by the sections of that kind.

    Raises:
        SignedVisit: the visit is signed.
    """
    if desk.visit.kind is kind:
        return False
    label = f"Kind of visit: {KIND_NAMES[kind]}"
    desk.edit(label, replace(desk.visit, kind=kind), parts=(Part.STATUS,))
    return True
