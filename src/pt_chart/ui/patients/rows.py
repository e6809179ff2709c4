"""What the register's tables say, as rows of cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType

from pt_chart.charting.ports import PatientRow, VisitRow
from pt_chart.charting.search_words import fold
from pt_chart.clinical.care.episode_log import NextVisit
from pt_chart.clinical.program.dates import date_words, day_and_month
from pt_chart.clinical.reasoning.results import Tier
from pt_chart.clinical.sides import Side
from pt_chart.clinical.visit import VisitKind
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.table import Cell, Column, Row
from pt_chart.ui.widgets.tier_tag import TAG_WORDS

FOUND = (
    Column("Found"),
    Column("Born", 130),
    Column("ID", 110),
    Column("Phone", 150),
    Column("Episode"),
    Column("Last or next", 130),
)

KIND_WORDS = {
    VisitKind.EVALUATION: "Evaluation",
    VisitKind.FOLLOW_UP: "Follow-up",
    VisitKind.PROGRESS: "Progress",
    VisitKind.DISCHARGE: "Discharge",
}


def day_words(day: date | None, today: date) -> str:
    """A date as lists write it: "today", "Nov 3", "Nov 3, 2025"."""
    if day is None:
        return ""
    if day == today:
        return "today"
    return day_and_month(day) if day.year == today.year else date_words(day)


def long_day(day: date | None) -> str:
    """A date of birth or an onset: "Apr 14, 1982", or a word that it is missing."""
    return "not recorded" if day is None else date_words(day)


def complaint_words(side: Side | None, complaint: str) -> str:
    """An episode in short with the side spelled out."""
    return side.before(complaint).strip() if side else complaint


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


def tag_of(tier: Tier | None) -> str:
    """The tier as a cell's tag, "" for one that lists do not name."""
    return tier.value if tier in TAG_WORDS else ""


def found_rows(
    rows: Sequence[PatientRow],
    search: str,
    today: date,
    coming: Mapping[str, NextVisit] = MappingProxyType({}),
) -> list[Row]:
    """Rows of the search result; ``coming`` are next visits by patient."""
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
                        tier=tag_of(row.tier),
                        below=f"found as {row.found_as}" if row.found_as else "",
                        marked=marked(patient.name, search),
                    ),
                    Cell(long_day(patient.birth_date)),
                    Cell(patient.record_number),
                    Cell(patient.phone),
                    Cell(complaint_words(row.side, row.complaint)),
                    _last_or_next(row, coming.get(patient.id), today),
                ),
            )
        )
    return made


def _last_or_next(row: PatientRow, booked: NextVisit | None, today: date) -> Cell:
    """What is begun comes first, then what is booked, then when the patient was here last."""
    if row.draft and (booked is None or booked.day != today or row.last_visit == today):
        return Cell("unsigned draft", Style.SMALL, "unconfirmed")
    if booked is not None:
        words = f"{day_words(booked.day, today)} {booked.at}".strip()
        return Cell(words, Style.SMALL_MEDIUM)
    return Cell(day_words(row.last_visit, today), Style.SMALL, "secondary")


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
            Cell(
                row.patient.name,
                Style.STRONG,
                aside=f"imported, {old}" if row.imported else old,
                below=visit_line(row, today),
                tier=tag_of(row.tier),
            ),
            Cell(action, badge="plain"),
        ),
    )
