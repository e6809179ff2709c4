"""The log as a table: sorted by what is asked, in words, and as CSV for export."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum

from pt_chart.charting.audit import AuditRecord

HEADINGS = (
    "Number",
    "Time",
    "User",
    "User ID",
    "Action",
    "Patient",
    "Patient ID",
    "Visit ID",
    "Detail",
    "Digest",
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Sorting(StrEnum):
    """What the report is sorted by; within equals the newest line comes first."""

    TIME = "time"
    USER = "user"
    PATIENT = "patient"
    ACTION = "action"


def in_order(
    records: Iterable[AuditRecord], by: Sorting, names: Mapping[str, str]
) -> tuple[AuditRecord, ...]:
    """Lines sorted; ``names`` gives patients' names by id."""
    newest_first = sorted(records, key=lambda record: record.number, reverse=True)
    keys: dict[Sorting, Callable[[AuditRecord], str]] = {
        Sorting.USER: lambda record: record.user_name.casefold(),
        Sorting.PATIENT: lambda record: patient_words(record, names).casefold() or "\uffff",
        Sorting.ACTION: lambda record: record.entry.action.value,
    }
    return tuple(sorted(newest_first, key=keys[by]) if by in keys else newest_first)


def patient_words(record: AuditRecord, names: Mapping[str, str]) -> str:
    """The patient of a line by name; by id where the name is gone."""
    ident = record.entry.patient_id
    return names.get(ident, ident)


def as_csv(records: Iterable[AuditRecord], names: Mapping[str, str]) -> str:
    """The lines as CSV; a text that a spreadsheet would calculate gets an apostrophe before it."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(HEADINGS)
    for record in records:
        entry = record.entry
        row = (
            record.number,
            record.at.isoformat(),
            record.user_name,
            record.user_id,
            entry.action.value,
            names.get(entry.patient_id, ""),
            entry.patient_id,
            entry.visit_id,
            entry.detail,
            record.digest,
        )
        writer.writerow([_harmless(str(cell)) for cell in row])
    return text.getvalue()


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
