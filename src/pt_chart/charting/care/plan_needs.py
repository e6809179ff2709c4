"""What the plan and the note still need before the visit is signed, each with the fix."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pt_chart.charting.care.payer_rule import billing_needs
from pt_chart.charting.narrative.writing import write_note
from pt_chart.clinical.narrative.administration_told import chaperone_unnamed
from pt_chart.clinical.visit import VisitKind

if TYPE_CHECKING:
    from pt_chart.charting.clinic_session import ClinicSession, OpenVisit

WHY_DISCHARGE = "Discharge: say in the assessment why care ends and how its criteria stand."
WHO_CHAPERONED = (
    "Chaperone accepted: type the chaperone's name under Plan, Administration, or that it is "
    "unknown."
)
_SHOWN = 70


def plan_needs(session: ClinicSession, opened: OpenVisit) -> tuple[str, ...]:
    """Minutes and codes, sentences edited before their fields changed, a chaperone, a discharge."""
    visit = opened.desk.visit
    log = session.store.episode_log(opened.desk.episode.id)
    needs = [*billing_needs(visit, log, session.store)]
    if visit.note.edits:
        needs += [
            f"Note: “{_short(one.text) or 'a sentence left out'}” was edited before its fields "
            f"changed; they now say “{_short(one.was) or 'nothing'}”. Keep your words, or follow "
            "the fields again."
            for one in write_note(session, opened).sentences
            if one.outdated
        ]
    if chaperone_unnamed(visit):
        needs.append(WHO_CHAPERONED)
    if visit.kind is VisitKind.DISCHARGE and not visit.plan.assessment.strip():
        needs.append(WHY_DISCHARGE)
    return tuple(needs)


def _short(words: str) -> str:
    plain = " ".join(words.split())
    return plain if len(plain) <= _SHOWN else f"{plain[: _SHOWN - 3]}..."
