"""Every template holds what a handout must, over papers, languages and sizes."""

from __future__ import annotations

import pytest

from pt_chart import bootstrap
from pt_chart.documents.checking import Outcome, Weight, check_handout
from pt_chart.documents.flow import DoesNotFit
from tests.documents.checking import templates

WAYS = (
    ("letter", "en", "normal"),
    ("a4", "es", "large"),
    ("a4", "en", "large"),
    ("letter", "es", "normal"),
    ("a4", "en", "normal"),
    ("letter", "es", "large"),
    ("a4", "es", "normal"),
    ("letter", "en", "large"),
)
"""Each template takes two of them; tools/documents_page.py goes through all and writes the table."""
CASES = tuple(
    (name, *WAYS[(2 * index + step) % len(WAYS)])
    for index, name in enumerate(templates.NAMES)
    for step in (0, 1)
)


@pytest.mark.parametrize(("name", "paper", "language", "size"), CASES)
def test_every_must_holds(name: str, paper: str, language: str, size: str) -> None:
    content = templates.content(name, language)
    made = bootstrap.printer().pack((content,), paper=paper, size=size)
    report = check_handout(made)
    faults = [
        f"{failed.item} {fault.place}: {fault.message}"
        for failed in report.with_outcome(Outcome.FAIL, Weight.MUST)
        for fault in failed.faults
    ]
    assert faults == []
    unknown = {one.item for one in report.with_outcome(Outcome.UNKNOWN)}
    assert unknown == (set() if size == "large" else {20})


def test_a_spanish_sheet_says_that_it_is_not_reviewed_and_is_tagged_spanish() -> None:
    from dataclasses import replace

    from tests.documents import reading

    content = replace(templates.content("strain_early", "es"), unreviewed=True)
    pdf = bootstrap.printer().pack((content,), paper="letter")
    assert "Traducción aún no revisada" in reading.words(pdf)
    assert check_handout(pdf).language == "es"
    plain = bootstrap.printer().pack((templates.content("strain_early", "es"),), paper="letter")
    assert "no revisada" not in reading.words(plain)


def test_one_page_is_one_page_or_says_why_not() -> None:
    fitting = 0
    for name in templates.NAMES:
        content = templates.content(name, "en")
        try:
            made = bootstrap.printer().compose((content,), paper="a4", size="one_page")
        except DoesNotFit as reason:
            assert "take the normal edition" in str(reason)
            continue
        fitting += 1
        assert made.pages == 1
        report = check_handout(made.pdf)
        assert not report.with_outcome(Outcome.FAIL, Weight.MUST)
    assert fitting
