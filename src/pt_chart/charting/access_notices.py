"""What somebody has to be told right after unlocking: who got in another way, and what is wrong."""

from __future__ import annotations

from collections.abc import Iterator

from pt_chart.charting.access import Right, Role, allowed
from pt_chart.charting.audit import AuditAction, AuditQuery
from pt_chart.charting.clinic_session import ClinicSession
from pt_chart.charting.events import Level, Notice
from pt_chart.clinical.program.dates import moment_words

_SEEN = "access seen"
_TOLD = frozenset({AuditAction.EMERGENCY, AuditAction.RECOVERY})


def access_notices(session: ClinicSession) -> Iterator[Notice]:
    """Notices, the least urgent first: the last one shown stays on the screen."""
    if session.store.clock_remark:
        yield Notice(
            Level.WARNING, "The clock of this computer is wrong.", session.store.clock_remark
        )
    if session.store.clock_question:
        yield Notice(
            Level.WARNING, "Is the date of this computer right?", session.store.clock_question
        )
    if session.clinician.role == Role.EMERGENCY.value:
        yield Notice(
            Level.PROBLEM,
            "Emergency access: you can read and print.",
            "Your name and the reason are in the log, and so is everything you open.",
        )
    if allowed(session.clinician, Right.READ_LOG) and allowed(session.clinician, Right.USERS):
        yield from _emergencies(session)


def _emergencies(session: ClinicSession) -> Iterator[Notice]:
    """Uses of the envelope or the kit that this person has not been told of."""
    name = f"{_SEEN} {session.clinician.id}"
    seen = session.store.setting(name, 0)
    found = session.store.report(AuditQuery(actions=_TOLD, newest=50))
    new = [line for line in found if line.number > (seen if isinstance(seen, int) else 0)]
    if not new:
        return
    session.store.save_setting(name, new[0].number)
    line = new[0]
    who = f"{line.user_name}, {moment_words(line.at.astimezone())}"
    more = f", and {len(new) - 1} times before" if len(new) > 1 else ""
    yield Notice(
        Level.PROBLEM,
        f"{line.entry.action.value.capitalize()} was used: {who}{more}.",
        f"{line.entry.detail}. The whole story is in Clinic, Audit log.",
    )
