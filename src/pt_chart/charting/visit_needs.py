"""Everything that the open visit of a session needs before it can be signed, put together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pt_chart.charting.care.plan_needs import plan_needs
from pt_chart.charting.drawing_check import drawing_denials
from pt_chart.charting.drawing_side import drawing_doubt
from pt_chart.charting.program_needs import program_needs
from pt_chart.charting.retesting import open_refusals
from pt_chart.charting.side_check import doubts
from pt_chart.charting.signing import SigningNeed, signing_needs

if TYPE_CHECKING:
    from pt_chart.charting.clinic_session import ClinicSession, OpenVisit


def visit_needs(session: ClinicSession, opened: OpenVisit) -> tuple[SigningNeed, ...]:
    """What is still missing, most serious first; see `signing.signing_needs`."""
    desk = opened.desk
    return signing_needs(
        desk.visit,
        opened.live.current,
        session.definitions.vocabulary,
        session.clinician,
        doubts(desk),
        session.store.clock_remark,
        drawing_denials(desk, opened.live.summary),
        open_refusals(desk),
        desk.measures.blocking(),
        opened.unfinished.waiting(),
        plan_needs(session, opened),
        program_needs(desk, opened.live, session.definitions.library),
        opened.settling.met,
        drawing_doubt(desk, session.atlas),
    )
