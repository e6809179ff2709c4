"""Records what was done about flags, each record with who, when and on what it rests."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from pt_chart.charting.desk import VisitDesk
from pt_chart.charting.events import Part
from pt_chart.charting.ports import Clock
from pt_chart.clinical.reasoning.acknowledged import basis_of, recorded
from pt_chart.clinical.reasoning.emergency_steps import EmergencyStep, step_record
from pt_chart.clinical.reasoning.results import RaisedFlag
from pt_chart.clinical.visit import FlagAcknowledgment


def record_flags(
    desk: VisitDesk,
    flags: Iterable[RaisedFlag],
    clock: Clock,
    *,
    action: str = "",
    reason: str = "",
    cleared_by: str = "",
) -> None:
    """Keep one record for each flag, in place of what was recorded about it before.

    Raises:
        SignedVisit: the visit is signed.
    """
    told = tuple(flags)
    visit, by, at = desk.visit, desk.clinician.id, clock()
    kept = tuple(a for a in visit.acknowledgments if all(a.flag != one.id for one in told))
    done = tuple(
        FlagAcknowledgment(one.id, action, reason, by, at, basis_of(one), cleared_by)
        for one in told
    )
    desk.edit(
        f"Record for the flag: {action or reason}",
        replace(visit, acknowledgments=(*kept, *done)),
        parts=(Part.FLAGS,),
    )


def record_of(desk: VisitDesk, flag: RaisedFlag) -> FlagAcknowledgment | None:
    """What is recorded about a flag as it stands."""
    return recorded((flag,), desk.visit.acknowledgments).get(flag.id)


def record_step(
    desk: VisitDesk,
    flags: Iterable[RaisedFlag],
    step: EmergencyStep,
    clock: Clock,
    who: str = "",
) -> None:
    """Add a step, with the time and whom it was told, to what is recorded about an emergency.

    Raises:
        SignedVisit: the visit is signed.
    """
    told = tuple(flags)
    before = record_of(desk, told[0])
    time = f"{clock().astimezone():%H:%M}"
    action = step_record(step, time, before.action if before else "", who)
    record_flags(desk, told, clock, action=action)
