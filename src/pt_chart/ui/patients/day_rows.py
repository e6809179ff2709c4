"""The visits of a day as rows: begun ones and booked ones, in the order of the day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from pt_chart.charting.bookings import BookedRow, ReferralRow
from pt_chart.charting.ports import VisitRow
from pt_chart.clinical.care.episode_log import Booking, NextVisit
from pt_chart.clinical.visit import VisitKind, VisitStatus
from pt_chart.ui.patients.rows import KIND_WORDS, complaint_words, day_words, tag_of
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.table import Cell, Column, Row

DAY = (
    Column("Time", 68),
    Column("Patient"),
    Column("Episode"),
    Column("Visit", 104),
    Column("", 124),
)
_LAST = "99:99"


def booked_words(booked: NextVisit, today: date) -> str:
    """A booked visit in short: "Nov 28 10:00", "today 10:00"."""
    return f"{day_words(booked.day, today)} {booked.at}".strip()


def of_planned(planned: int | None) -> str:
    """ " of 8", or nothing where no number was planned."""
    return f" of {planned}" if planned else ""


def visit_row(row: VisitRow, today: date, open_id: str, at: str = "") -> Row:
    """A visit that was begun; ``at`` is the time it was booked for."""
    age = row.patient.age_on(row.date)
    kind = KIND_WORDS[row.kind]
    follows = row.kind is VisitKind.FOLLOW_UP
    number = f"Visit {row.number}{of_planned(row.planned)}" if follows else kind
    now = row.date == today
    if row.status is VisitStatus.SIGNED:
        state = Cell("signed", badge="ok")
    elif row.visit_id == open_id or now:
        state = Cell("in progress", badge="current")
    else:
        state = Cell("unsigned draft", badge="draft")
    return Row(
        row.visit_id,
        (
            Cell(at or day_words(row.date, today), Style.STRONG if now else Style.BODY),
            Cell(
                row.patient.name,
                Style.STRONG,
                aside=f"{age} y" if age is not None else "",
                tier=tag_of(row.tier),
            ),
            Cell(complaint_words(row.side, row.complaint)),
            Cell(number),
            state,
        ),
    )


def booked_row(row: BookedRow, now: datetime) -> Row:
    """A booked visit that was not begun."""
    booked = row.visit
    age = row.patient.age_on(booked.day)
    number = f"Visit {row.seen + 1}{of_planned(row.planned)}" if row.seen else "Evaluation"
    if booked.state is not Booking.BOOKED:
        state = Cell(booked.state.value, Style.SMALL, "secondary", right=True)
    elif row.late(now):
        state = Cell("not started", Style.SMALL_MEDIUM, "urgent", right=True)
    else:
        state = Cell("to come", Style.SMALL, "secondary", right=True)
    return Row(
        row.entry.id,
        (
            Cell(booked.at or day_words(booked.day, now.date()), Style.STRONG),
            Cell(row.patient.name, Style.STRONG, aside=f"{age} y" if age is not None else ""),
            Cell(complaint_words(row.side, row.complaint)),
            Cell(number),
            state,
        ),
    )


def day_rows(
    rows: Sequence[VisitRow],
    day: date,
    open_id: str = "",
    *,
    booked: Sequence[BookedRow] = (),
    now: datetime,
) -> list[Row]:
    """A day's visits by time, then under a heading those of the days before, newest first.

    A booking whose visit was begun gives that visit its time; a cancelled one is not shown.
    """
    times: Mapping[str, str] = {
        line.entry.episode_id: line.visit.at for line in booked if line.begun
    }
    lines = [
        (
            times.get(row.episode_id, "") or _LAST,
            visit_row(row, day, open_id, times.get(row.episode_id, "")),
        )
        for row in rows
        if row.date == day
    ]
    lines += [
        (line.visit.at or _LAST, booked_row(line, now))
        for line in booked
        if not line.begun and line.visit.state is not Booking.CANCELLED
    ]
    made = [row for _, row in sorted(lines, key=lambda one: one[0])]
    past = [visit_row(row, day, open_id) for row in reversed(rows) if row.date < day]
    if past:
        heading = Cell("Recent, other days", Style.SMALL_STRONG, "secondary")
        made.append(Row("", (heading,), heading=True))
    return made + past


def late_row(row: BookedRow, today: date) -> Row:
    """A booked visit that nobody began: who, since when, and what is done about it."""
    since = booked_words(row.visit, today)
    words = complaint_words(row.side, row.complaint)
    return Row(
        row.entry.id,
        (
            Cell(row.patient.name, Style.STRONG, below=f"Not started since {since} · {words}"),
            Cell("Start", badge="plain"),
        ),
    )


def referral_row(row: ReferralRow, today: date) -> Row:
    """A referral: its answer arrived, or is awaited."""
    referral = row.referral
    if referral.answered is not None:
        told = f"Reply from {referral.to}, {day_words(referral.answered, today)}"
    else:
        told = f"Reply awaited from {referral.to}, sent {day_words(referral.sent, today)}"
    return Row(
        row.entry.id,
        (Cell(row.patient.name, Style.STRONG, below=told), Cell("Look", badge="plain")),
    )
