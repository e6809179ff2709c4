"""Which paper a PDF is, where it is one of this program's that is no home exercise program."""

from __future__ import annotations

from pt_chart.documents import (
    access_sheet,
    blank_chart,
    letter,
    measure_sheets,
    refused_referral,
    second_look,
    work_note,
)
from pt_chart.documents.labels import LANGUAGES, labels
from pt_chart.documents.report import titles as report_titles

JOINED = " and "
"""Between the titles of papers that stand in one file."""


def other_paper(title: str) -> str:
    """The papers that a file's title names, in words; "" where one of them is none of these."""
    known = {
        blank_chart.TITLE,
        measure_sheets.TITLE,
        refused_referral.TITLE,
        second_look.TITLE,
        work_note.TITLE,
        *access_sheet.TITLES.values(),
        *letter.KINDS.values(),
        *report_titles(),
        *(labels(language).safety_card for language in LANGUAGES),
        *(labels(language).intake for language in LANGUAGES),
    }
    parts = title.split(JOINED)
    return JOINED.join(f"“{one}”" for one in parts) if set(parts) <= known else ""
