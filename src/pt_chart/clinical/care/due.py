"""Counters of an episode: visits, reassessment, authorization, certification, progress report.

Certification and progress reports follow the Medicare Benefit Policy Manual, chapter 15, section
220.1.3 (certified within 30 days of the first treatment, for the plan's duration or 90 days,
whichever is less) and 220.3.D (a progress report at least once every 10 treatment days; the first
period begins with the day of the evaluation, the next with the treatment day after a report). They
are told only where a payer asks for a certified plan. The warning distances are our defaults.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from pt_chart.clinical.care.episode_log import Authorization, ContactKind, EpisodeLog
from pt_chart.clinical.care.plan_of_care import PlanOfCare
from pt_chart.clinical.measures.series import Course
from pt_chart.clinical.people import Episode
from pt_chart.clinical.program.dates import date_words
from pt_chart.clinical.visit import Visit, VisitKind

CERTIFY_WITHIN_DAYS = 30
CERTIFIED_DAYS = 90
REPORT_EVERY_VISITS = 10
WARN_VISITS = 2
WARN_DAYS = 7


class Urgency(StrEnum):
    """How a counter stands."""

    FINE = "fine"
    SOON = "soon"
    DUE = "due"
    PASSED = "passed"


@dataclass(frozen=True, slots=True)
class Counter:
    """One counter: its name, where it stands in words, and how pressing it is."""

    id: str
    name: str
    words: str
    urgency: Urgency = Urgency.FINE


def counters(
    episode: Episode,
    visits: Sequence[Visit],
    plan: PlanOfCare | None,
    courses: Sequence[Course],
    log: EpisodeLog,
    today: date,
) -> tuple[Counter, ...]:
    """Every counter that has something to say, in fixed order.

    ``visits`` are the episode's visits that took place, earliest first, the open one last.
    """
    planned = planned_visits(episode, plan)
    found = [
        _visits(visits, planned),
        *_reassessment(visits, planned, courses),
        *_attendance(log),
    ]
    found += _payers(_counting(log.authorizations, today), visits, plan, today)
    return tuple(found)


def _counting(given: Sequence[Authorization], today: date) -> tuple[Authorization, ...]:
    """The newest authorization of each payer; the one before too until the newest begins.

    An entry that says nothing of visits and days leaves those of the payer's last one standing,
    and one that says nothing of certification leaves the certification standing.
    """
    by_payer: dict[str, list[Authorization]] = {}
    for one in given:
        by_payer.setdefault(one.payer.strip().casefold(), []).append(one)
    found: list[Authorization] = []
    for own in by_payer.values():
        granted = [one for one in own if _grants(one)] or own[-1:]
        begun = [n for n, one in enumerate(granted) if one.starts is None or one.starts <= today]
        shown = granted[begun[-1] if begun else 0 :]
        plain = [replace(one, needs_certification=False) for one in shown]
        asked = next((one for one in reversed(own) if one.needs_certification), None)
        if asked is not None:
            plain[-1] = replace(
                plain[-1],
                needs_certification=True,
                certified_on=asked.certified_on,
                certified_by=asked.certified_by,
                certified_through=asked.certified_through,
            )
        found += plain
    return tuple(found)


def _grants(one: Authorization) -> bool:
    """Whether an entry says what the payer authorized, not only its rule or certification."""
    return bool(one.number or one.starts or one.ends) or one.visits is not None


def _payers(
    given: Sequence[Authorization], visits: Sequence[Visit], plan: PlanOfCare | None, today: date
) -> list[Counter]:
    """The counters of each payer, named where there is more than one; one progress report."""
    found = []
    for number, one in enumerate(given):
        own = _authorization(one, visits, today)
        if one.needs_certification and visits:
            own.append(_certification(one, visits, plan, today))
        if len(given) > 1:
            who = " ".join(filter(None, (one.payer, one.number)))
            own = [
                replace(counter, id=f"{counter.id}.{number}", name=f"{counter.name}, {who}")
                for counter in own
            ]
        found += own
    if visits and any(one.needs_certification for one in given):
        found.append(_report(visits))
    return found


def planned_visits(episode: Episode, plan: PlanOfCare | None) -> int | None:
    """Planned visits: of the plan of care, else of the episode."""
    if plan is not None and plan.planned_visits is not None:
        return plan.planned_visits
    return episode.planned_visits


def _visits(visits: Sequence[Visit], planned: int | None) -> Counter:
    count = len(visits)
    if planned is None:
        return Counter("visits", "Visits", f"visit {count}, no number planned")
    left = planned - count
    urgency = Urgency.PASSED if left < 0 else Urgency.DUE if left == 0 else Urgency.FINE
    if 0 < left <= WARN_VISITS:
        urgency = Urgency.SOON
    more = f", {-left} more than planned" if left < 0 else f", {left} left"
    return Counter("visits", "Visits", f"visit {count} of {planned}{more}", urgency)


def _reassessment(
    visits: Sequence[Visit], planned: int | None, courses: Sequence[Course]
) -> list[Counter]:
    """Due at half and at the end of the planned visits, until a measure is scored from then on."""
    if planned is None or planned < 2:
        return []
    measured = {one.visit for course in courses for one in course.scored}
    scored = {visit.number for visit in visits if visit.id in measured}
    at_work = len(visits)
    found = []
    for id_, name, at in (
        ("half", "Reassessment at half", -(-planned // 2)),
        ("end", "Reassessment at the end", planned),
    ):
        done = [n for n in sorted(scored) if n >= at and n > 1]
        if done:
            words, urgency = f"done in visit {done[0]}", Urgency.FINE
        elif at_work < at:
            words = f"in visit {at}"
            urgency = Urgency.SOON if at - at_work == 1 else Urgency.FINE
        else:
            words = "due now" if at_work == at else f"was due in visit {at}"
            urgency = Urgency.DUE if at_work == at else Urgency.PASSED
        found.append(Counter(f"reassess_{id_}", name, words, urgency))
    return found


def _attendance(log: EpisodeLog) -> list[Counter]:
    kinds = [contact.kind for contact in log.contacts]
    missed = kinds.count(ContactKind.MISSED)
    cancelled = kinds.count(ContactKind.CANCELLED_BY_PATIENT)
    by_clinic = kinds.count(ContactKind.CANCELLED_BY_CLINIC)
    parts = [
        f"{count} {words}"
        for count, words in (
            (missed, "missed"),
            (cancelled, "cancelled by the patient"),
            (by_clinic, "cancelled by the clinic"),
        )
        if count
    ]
    return [Counter("attendance", "Attendance", ", ".join(parts))] if parts else []


def _authorization(
    authorization: Authorization, visits: Sequence[Visit], today: date
) -> list[Counter]:
    found = []
    starts, ends = authorization.starts, authorization.ends
    used = [
        visit
        for visit in visits
        if (starts is None or visit.date >= starts) and (ends is None or visit.date <= ends)
    ]
    if authorization.visits is not None:
        left = authorization.visits - len(used)
        urgency = Urgency.PASSED if left < 0 else Urgency.DUE if left == 0 else Urgency.FINE
        urgency = Urgency.SOON if 0 < left <= WARN_VISITS else urgency
        words = f"{len(used)} of {authorization.visits} authorized visits used"
        found.append(Counter("authorization", "Authorization", words, urgency))
    if ends is not None:
        found.append(_by_day("authorization_end", "Authorized through", ends, today))
    return found


def _certification(
    authorization: Authorization, visits: Sequence[Visit], plan: PlanOfCare | None, today: date
) -> Counter:
    first, certified = visits[0].date, authorization.certified_on
    within = first + timedelta(days=CERTIFY_WITHIN_DAYS)
    if certified is None:
        return _by_day("certification", "First certification by", within, today)
    begins = first if certified <= within else certified
    weeks = plan.weeks if plan is not None else None
    lasts = CERTIFIED_DAYS if weeks is None else min(weeks * 7, CERTIFIED_DAYS)
    ends = begins + timedelta(days=lasts)
    if authorization.certified_through is not None:
        ends = min(authorization.certified_through, ends)
    return _by_day("certification", "Re-certification by", ends, today)


def _report(visits: Sequence[Visit]) -> Counter:
    """Treatment days of the reporting period; that of the evaluation is the first."""
    days: set[date] = set()
    for visit in visits:
        if visit.kind is VisitKind.EVALUATION:
            days.clear()
        days.add(visit.date)
        if visit.kind is VisitKind.PROGRESS:
            days.clear()
    since = len(days)
    left = REPORT_EVERY_VISITS - since
    urgency = Urgency.PASSED if left < 0 else Urgency.DUE if left == 0 else Urgency.FINE
    urgency = Urgency.SOON if 0 < left <= WARN_VISITS else urgency
    words = f"{since} of {REPORT_EVERY_VISITS} treatment days of this period"
    return Counter("progress_report", "Progress report", words, urgency)


def _by_day(id_: str, name: str, day: date, today: date) -> Counter:
    left = (day - today).days
    urgency = Urgency.FINE
    if left < 0:
        urgency = Urgency.PASSED
    elif left <= WARN_DAYS:
        urgency = Urgency.DUE if left == 0 else Urgency.SOON
    days = "today" if left == 0 else f"{abs(left)} {'day' if abs(left) == 1 else 'days'}"
    more = days if left == 0 else f"in {days}" if left > 0 else f"{days} ago"
    return Counter(id_, name, f"{date_words(day)}, {more}", urgency)
