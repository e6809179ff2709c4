"""What the register's tables say, as rows of cells."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pt_chart.charting.ports import PatientRow, VisitRow
from pt_chart.charting.search_words import fold
from pt_chart.clinical.reasoning.results import Tier
from pt_chart.clinical.sides import Side
from pt_chart.clinical.visit import VisitKind, VisitStatus
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.table import Cell, Column, Row

FOUND = (
    Column("Found"),
    Column("Born", 130),
    Column("ID", 110),
    Column("Phone", 150),
    Column("Episode"),
    Column("Last visit", 130),
)
LOUD_WORDS = {
    Tier.AMBULANCE: "ambulance",
    Tier.EMERGENCY: "emergency",
    Tier.URGENT: "urgent",
}
"""Open flags that the list names beside the patient."""
DAY = (
    Column("Date", 68),
    Column("Patient"),
    Column("Episode"),
    Column("Visit", 104),
    Column("", 124),
)

KIND_WORDS = {
    VisitKind.EVALUATION: "Evaluation",
    VisitKind.FOLLOW_UP: "Follow-up",
    VisitKind.PROGRESS: "Progress",
    VisitKind.DISCHARGE: "Discharge",
}


def day_words(day: date | None, today: date) -> str:
    """A date as lists write it: "today", "3 Nov", "3 Nov 2025"."""
    if day is None:
        return ""
    if day == today:
        return "today"
    words = f"{day.day} {day:%b}"
    return words if day.year == today.year else f"{words} {day.year}"


def long_day(day: date | None) -> str:
    """A date of birth or an onset: "14 Apr 1982", or a word that it is missing."""
    return "not recorded" if day is None else f"{day.day:02d} {day:%b %Y}"


def complaint_words(side: Side | None, complaint: str) -> str:
    """An episode in short with the side spelled out."""
    return " ".join(part for part in (side.spelled if side else "", complaint) if part)


def marked(text: str, search: str) -> tuple[tuple[int, int], ...]:
    """Where the words of a search stand in a text; none where folding changes its length."""
    folded = fold(text)
    if len(folded) != len(text):
        return ()
    found = []
    for word in fold(search).split():
        start = folded.find(word)
        if start >= 0:
            found.append((start, len(word)))
    return tuple(found)


def found_rows(rows: Sequence[PatientRow], search: str, today: date) -> list[Row]:
    """Rows of the search result."""
    made = []
    for row in rows:
        patient = row.patient
        made.append(
            Row(
                patient.id,
                (
                    Cell(
                        patient.name,
                        Style.STRONG,
                        aside=LOUD_WORDS.get(row.tier, "") if row.tier else "",
                        below=f"found as {row.found_as}" if row.found_as else "",
                        marked=marked(patient.name, search),
                    ),
                    Cell(long_day(patient.birth_date)),
                    Cell(patient.record_number),
                    Cell(patient.phone),
                    Cell(complaint_words(row.side, row.complaint)),
                    Cell(
                        "unsigned draft" if row.draft else day_words(row.last_visit, today),
                        Style.SMALL,
                        "unconfirmed" if row.draft else "secondary",
                    ),
                ),
            )
        )
    return made


def visit_line(row: VisitRow, today: date) -> str:
    """A visit in one line: "Visit 2, 5 Nov · RIGHT leg pain"."""
    kind = KIND_WORDS[row.kind]
    number = kind if row.kind is not VisitKind.FOLLOW_UP else f"Visit {row.number}"
    return f"{number}, {day_words(row.date, today)} · {complaint_words(row.side, row.complaint)}"


def waiting_row(row: VisitRow, today: date, action: str) -> Row:
    """A visit that waits for somebody: who, which, how long, and what is done about it."""
    age = (today - row.date).days
    old = "today" if age == 0 else f"{age} days old" if age > 1 else "1 day old"
    return Row(
        row.visit_id,
        (
            Cell(row.patient.name, Style.STRONG, aside=old, below=visit_line(row, today)),
            Cell(action, badge="plain"),
        ),
    )


def visit_row(row: VisitRow, today: date, open_id: str) -> Row:
    """A row of the day list."""
    age = row.patient.age_on(row.date)
    planned = f" of {row.planned}" if row.planned else ""
    kind = KIND_WORDS[row.kind]
    number = kind if row.kind is not VisitKind.FOLLOW_UP else f"Visit {row.number}{planned}"
    if row.visit_id == open_id:
        state = Cell("in progress", badge="current")
    elif row.status is VisitStatus.SIGNED:
        state = Cell("signed", badge="ok")
    else:
        state = Cell("unsigned draft", badge="draft")
    return Row(
        row.visit_id,
        (
            Cell(day_words(row.date, today), Style.STRONG if row.date == today else Style.BODY),
            Cell(row.patient.name, Style.STRONG, aside=f"{age} y" if age is not None else ""),
            Cell(complaint_words(row.side, row.complaint)),
            Cell(number),
            state,
        ),
    )


def day_rows(rows: Sequence[VisitRow], today: date, open_id: str = "") -> list[Row]:
    """Today's visits, then under a heading those of the days before, newest first."""
    now = [visit_row(row, today, open_id) for row in rows if row.date == today]
    past = [visit_row(row, today, open_id) for row in reversed(rows) if row.date < today]
    if past:
        heading = Cell("Recent, other days", Style.SMALL_STRONG, "secondary")
        now.append(Row("", (heading,), heading=True))
    return now + past
