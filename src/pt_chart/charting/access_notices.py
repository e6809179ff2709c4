"""What somebody has to be told right after unlocking: who got in another way, and what is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pt_chart.charting.access import Right, Role, allowed
from pt_chart.charting.audit import PROTECTION_ALTERED, AuditAction, AuditQuery, AuditRecord
from pt_chart.charting.clinic_session import ClinicSession
from pt_chart.charting.errors import WorldError
from pt_chart.charting.events import Level, Notice
from pt_chart.charting.ports import ChartStore
from pt_chart.clinical.program.dates import moment_words

_SEEN = "access seen"
_TOLD = frozenset({AuditAction.EMERGENCY, AuditAction.RECOVERY, AuditAction.RESTORE})
_BROUGHT = frozenset({AuditAction.MIGRATE})
_CHANGED = frozenset({AuditAction.USERS})
_MOST = 50
_IDS = re.compile(r" \(id [^()]*\)$")
"""How a line about a user ends; not for people."""


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
        yield from standing_notices(session)
        return
    if allowed(session.clinician, Right.READ_LOG) and allowed(session.clinician, Right.USERS):
        yield from _news_now(session)
    if session.store.moved_to:
        yield Notice(Level.PROBLEM, _NOT_TODAYS, _lacks(session.store))


def standing_notices(session: ClinicSession) -> Iterator[Notice]:
    """What stands over everything while the chart is open by the emergency envelope."""
    if session.clinician.role != Role.EMERGENCY.value:
        return
    told, advice = "Emergency access: you can read and print.", _IN_LOG
    if session.store.moved_to:
        told, advice = f"{told} {_NOT_TODAYS}", _lacks(session.store)
    yield Notice(Level.PROBLEM, told, advice, standing=True)


_IN_LOG = "Your name and the reason are in the log, and so is everything you open."
_NOT_TODAYS = "This is not today's chart."


def _lacks(store: ChartStore) -> str:
    later = "Allergies, medicines and visits of later are not in it."
    return f"{left_behind_words(store)} {later}"


def _spent(session: ClinicSession) -> Iterator[Notice]:
    """A code on paper that was used opens the chart again, for whoever has read it."""
    if session.administration is None:
        return
    shares = session.administration.shares()
    for name, used in (
        ("recovery kit", shares.kit_used),
        ("emergency envelope", shares.envelope_used),
    ):
        if used is not None:
            yield Notice(
                Level.WARNING,
                f"The {name} was used on {moment_words(used.astimezone())} and still opens the "
                "chart.",
                "Make a new one (Clinic, Users): only then the code that was read opens nothing.",
            )


def left_behind_words(store: ChartStore) -> str:
    """That the clinic goes on elsewhere, "" for a chart that was not left behind."""
    return f"The clinic moved to {store.moved_to} and goes on there." if store.moved_to else ""


def _news_now(session: ClinicSession) -> tuple[Notice, ...]:
    """The news; of a server that does not tell them now, that they come at the next unlocking."""
    try:
        return (*_spent(session), *_news(session))
    except WorldError as error:
        later = "Who came in another way, and what was changed about users, is told next time."
        return (Notice(Level.WARNING, later, f"{error.message} {error.advice}"),)


def _news(session: ClinicSession) -> Iterator[Notice]:
    """What this person, who manages the chart, has not been told of: changed users, ways in.

    Changes of the users are news only from others, and only from the first unlocking on.
    """
    name = f"{_SEEN} {session.clinician.id}"
    stored = session.store.setting(name, 0)
    seen = stored if isinstance(stored, int) else 0
    own = session.clinician.id
    # Asked apart: many changes of users must not push a way in out of sight.
    changed, used, brought = (
        [
            line
            for line in session.store.report(AuditQuery(actions=kinds, newest=_MOST))
            if line.number > seen
        ]
        for kinds in (_CHANGED, _TOLD, _BROUGHT)
    )
    brought = [line for line in brought if PROTECTION_ALTERED in line.entry.detail]
    if not changed and not used and not brought:
        return
    session.store.save_setting(name, max(line.number for line in (*changed, *used, *brought)))
    changed = [line for line in changed if line.user_id != own]
    if seen and changed:
        yield _told(Level.WARNING, "Users, passwords or the idle lock were changed", changed)
    if used:
        what = f"{used[0].entry.action.value.capitalize()} was used"
        if used[0].entry.action is AuditAction.RESTORE:
            what = "A backup or an older state took the place of the chart"
        yield _told(Level.PROBLEM, what, used)
    if brought:
        yield _told(Level.PROBLEM, "The chart of an older version was not as it was left", brought)


def _told(level: Level, what: str, lines: Sequence[AuditRecord]) -> Notice:
    """A notice of the newest of some lines, which says how many there are."""
    line = lines[0]
    who = f"{line.user_name}, {moment_words(line.at.astimezone())}"
    more = f", and {_times(len(lines) - 1)} before" if len(lines) > 1 else ""
    detail = _IDS.sub("", line.entry.detail)
    return Notice(
        level, f"{what}: {who}{more}.", f"{detail}. The whole story is in Clinic, Audit log."
    )


def _times(number: int) -> str:
    return "once" if number == 1 else f"{number} times"
