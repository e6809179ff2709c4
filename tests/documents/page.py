"""Writes docs/documents.md: `python -m tests.documents.page`; it takes some minutes.

Every template in every language, size and paper through the handout checker, and one of every
document through veraPDF (when Java is here).
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from pt_chart import bootstrap
from pt_chart.documents.checking import Outcome, Report, Weight, check_handout
from pt_chart.documents.flow import DoesNotFit
from tests.documents import test_verapdf
from tests.documents.checking import templates

TARGET = Path(__file__).parents[2] / "docs" / "documents.md"
SIZES = ("normal", "large", "one_page")
PAPERS = ("letter", "a4")

HEAD = """# Documents, measured

Written by `python -m tests.documents.page`; do not edit by hand.

## Handouts through `pt-chart check-handout`
Each template (right side, one finding) in both languages, three sizes and two papers. A cell says
pages and failed items that must hold (M) or should (S); "-" with the reason where the one-page
edition does not fit in readable type.

| template | exercises | language | size | Letter | A4 |
| --- | --- | --- | --- | --- | --- |
"""

ONE_PAGE = """## The one-page edition
It holds the exercises of every template, four at most, in 12 points on Letter and A4, in English
and Spanish; other fours may be too much, in Spanish above all: brief steps, the dose in words, a
box a day, start and end pictures, every warning sign and stop rule, what to leave out, what an
open flag, a surgeon or a risk to fall say. What goes first as room gets short: ways to do more or
less and when in the day (items 17, 18), captions in words, then lines of at most 70 characters
(item 26) and a leading of 1.2; never type, a warning sign or a picture. What is more than a page
holds is refused with how many exercises fit.
"""


def cell(name: str, language: str, size: str, paper: str) -> str:
    """What the checker says of one handout."""
    content = templates.content(name, language)
    try:
        made = bootstrap.printer().compose((content,), paper=paper, size=size)
    except DoesNotFit as reason:
        return f"- {reason}"
    report = check_handout(made.pdf)
    return f"{made.pages} p, {_faults(report)}"


def _faults(report: Report) -> str:
    parts = []
    for weight, letter in ((Weight.MUST, "M"), (Weight.SHOULD, "S")):
        items = sorted({one.item for one in report.with_outcome(Outcome.FAIL, weight)})
        if items:
            parts.append(f"{letter} {' '.join(map(str, items))}")
    return "; ".join(parts) or "all hold"


def template_rows() -> list[str]:
    """A line of the table for each template, language and size."""
    rows = []
    for name in templates.NAMES:
        count = len(templates.content(name, "en").exercises)
        for language in templates.LANGUAGES:
            for size in SIZES:
                cells = [cell(name, language, size, paper) for paper in PAPERS]
                print(name, language, size, *cells, file=sys.stderr, flush=True)
                told = size.replace("_", " ")
                rows.append(f"| {name} | {count} | {language} | {told} | {' | '.join(cells)} |")
    return rows


def verapdf_rows() -> list[str]:
    """A line for each kind of document: PDF/UA-1 or the rules it breaks."""
    pdfs = test_verapdf.documents()
    with TemporaryDirectory() as folder:
        found = test_verapdf.check(pdfs, Path(folder))
    return [
        f"| {name} | {len(pdfs[name]) // 1024} KiB | {'; '.join(rules) or 'PDF/UA-1'} |"
        for name, rules in sorted(found.items())
    ]


def main() -> None:
    """Write the page."""
    lines = [
        HEAD.rstrip("\n"),
        *template_rows(),
        "",
        *ONE_PAGE.splitlines(),
        "",
        "## Every document through veraPDF (PDF/UA-1)",
    ]
    lines += ["| document | size | result |", "| --- | --- | --- |", *verapdf_rows()]
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
