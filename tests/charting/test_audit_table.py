"""The log as a table: sorted, named, exported."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta

from pt_chart.charting.audit import AuditAction, AuditEntry, AuditRecord
from pt_chart.charting.audit_table import HEADINGS, Sorting, as_csv, in_order, patient_words

NAMES = {"p1": "Tallowby, Mira", "p2": "Hestal, Birgit"}
START = datetime(2026, 11, 10, 9, 0, tzinfo=UTC)


def line(
    number: int, user: str, action: AuditAction, patient: str = "", detail: str = ""
) -> AuditRecord:
    """A line of the log."""
    entry = AuditEntry(action, patient, "", detail)
    at = START + timedelta(minutes=number)
    return AuditRecord(number, at, f"id of {user}", user, entry, f"digest {number}")


LINES = (
    line(1, "Ines", AuditAction.VIEW, "p1"),
    line(2, "Bram", AuditAction.PRINT, "p2", '=HYPERLINK("http://x")'),
    line(3, "ines", AuditAction.UNLOCK),
    line(4, "Ada", AuditAction.PRINT, "gone", 'words, "quoted"\nin two lines'),
)


def test_sorted_by_each_thing_and_newest_first_within() -> None:
    numbers = {by: [r.number for r in in_order(LINES, by, NAMES)] for by in Sorting}
    assert numbers[Sorting.TIME] == [4, 3, 2, 1]
    assert numbers[Sorting.USER] == [4, 2, 3, 1]
    assert numbers[Sorting.ACTION] == [4, 2, 3, 1]
    assert numbers[Sorting.PATIENT] == [4, 2, 1, 3]


def test_a_patient_who_is_gone_is_named_by_id() -> None:
    assert [patient_words(record, NAMES) for record in LINES] == [
        "Tallowby, Mira",
        "Hestal, Birgit",
        "",
        "gone",
    ]


def test_csv_reads_back_and_calculates_nothing() -> None:
    rows = list(csv.reader(io.StringIO(as_csv(LINES, NAMES))))
    assert tuple(rows[0]) == HEADINGS
    assert len(rows) == 5
    assert rows[2][8].startswith("'=HYPERLINK")
    assert rows[4][8] == 'words, "quoted"\nin two lines'
    assert rows[1][5] == "Tallowby, Mira"
    assert all(len(row) == len(HEADINGS) for row in rows)
