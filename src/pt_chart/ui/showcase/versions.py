"""Two versions of one visit, settled field by field, and the versions kept beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from pt_chart.charting.clinic_session import OpenVisit
from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.clinical.merging.three_way import Chosen
from pt_chart.clinical.sides import Side
from pt_chart.clinical.visit import Visit
from pt_chart.ui.showcase.camera import Camera, settle
from pt_chart.ui.versions.page import VersionsPage

ANGLE, PAIN = FindingKey("slr_angle", Side.RIGHT), FindingKey("nprs_now")
SLUMP = FindingKey("slump", Side.RIGHT)


def scene(camera: Camera) -> Iterator[Path]:
    """Pictures of a conflict before and while it is settled, and of what is kept afterwards."""
    window = camera.window
    session = window.session
    if session is None or session.open is None:
        return
    opened = session.open
    desk = opened.desk
    if desk.visit.signed:
        return
    session.store.save_draft(_elsewhere(session.store.visit(desk.visit.id)))
    _here(opened)
    settle()
    window.go_to("exam")
    yield from camera.everywhere("70-met-another-version")
    window.go_to("versions")
    page = window.visit.page("versions") if window.visit is not None else None
    if not isinstance(page, VersionsPage):
        return
    yield from camera.everywhere("71-two-versions")
    for row, side in zip(page.rows, (Chosen.THEIRS, Chosen.MINE, Chosen.MINE), strict=False):
        row.take(side)
    yield from camera.everywhere("72-versions-chosen")
    page.settle()
    settle()
    window.go_to("versions")
    page.kept.table.choose(page.kept.table.shown[0].id)
    yield from camera.everywhere("73-kept-versions")


def _elsewhere(stored: Visit) -> Visit:
    """What the other workstation stored."""
    plan = replace(
        stored.plan,
        assessment="Leg pain eases with repeated extension; sitting is still the limit.",
    )
    changed = stored.with_answer(ANGLE, Answer(55)).with_answer(PAIN, Answer(3))
    return replace(changed, plan=plan)


def _here(opened: OpenVisit) -> None:
    desk = opened.desk
    desk.set_answer(ANGLE, Answer(60, note="pull behind the knee"))
    desk.set_answer(SLUMP, Answer(value=True))
    plan = replace(
        desk.visit.plan,
        assessment="Sits 30 minutes before the calf tingles; neural mobility is better.",
    )
    desk.edit("Assessment", replace(desk.visit, plan=plan), parts=())
