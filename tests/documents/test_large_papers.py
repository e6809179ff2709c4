"""Papers that patients read, fill in or sign, in large print; a paper for clinicians stays."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pt_chart import bootstrap
from pt_chart.clinical.papers import BlankChart, MeasureItem, MeasureSheet
from pt_chart.documents.checking.paper import Paper
from pt_chart.documents.printer import Part
from tests.documents import paper_samples, reading, samples

PRINTER = bootstrap.printer()
CHART = BlankChart(samples.CLINIC, None, "neutral", bootstrap.figures().atlas)
LARGE: tuple[tuple[Part, int], ...] = (
    (paper_samples.INTAKE, 5),
    (paper_samples.MEASURES, 3),
    (CHART, 2),
    (paper_samples.WORK_NOTE, 1),
    (replace(paper_samples.WORK_NOTE, head=paper_samples.DRAFT_HEAD, limits=(), first=""), 1),
    (paper_samples.REFUSED, 2),
)


@pytest.mark.parametrize("paper", ["letter", "a4"])
@pytest.mark.parametrize(("part", "most"), LARGE)
def test_what_a_patient_fills_in_or_signs_has_large_print(
    part: Part, most: int, paper: str
) -> None:
    plain = PRINTER.compose((part,), paper=paper)
    made = PRINTER.compose((part,), paper=paper, size="large")
    assert made.pages <= most
    assert Paper(plain.pdf).body_size >= 10
    large = Paper(made.pdf)
    assert large.body_size == 18
    assert not [line for block in large.blocks for line in block.lines
                if line.right > large.sheets[line.page].width - 30]  # fmt: skip
    assert sorted(set(_words(plain.pdf)) - set(_words(made.pdf))) == []


def _words(pdf: bytes) -> list[str]:
    return [word for word in reading.words(pdf).split() if word.isalpha()]


def test_a_paper_for_clinicians_is_the_same_at_every_size() -> None:
    plain = PRINTER.pack((paper_samples.SECOND_LOOK,), paper="letter")
    assert PRINTER.pack((paper_samples.SECOND_LOOK,), paper="letter", size="large") == plain


def test_a_blank_chart_names_kinds_by_letter_and_strength_alone_by_number() -> None:
    said = " ".join(reading.words(PRINTER.pack((CHART,), paper="letter")).split())
    assert "Write the letter" in said
    assert "A It aches" in said
    assert "J It twitches" in said
    assert Paper(PRINTER.pack((CHART,), paper="letter")).body_size >= 12


def test_an_answer_longer_than_the_line_goes_on_below() -> None:
    long = "I can sit in any chair for as long as I like, but only when nobody asks me to move away"
    item = MeasureItem("Sitting", (long, "I cannot sit at all"))
    sheet = MeasureSheet("Own", "", (item,), "", "", "")
    part = replace(paper_samples.MEASURES, sheets=(sheet,))
    for size in ("normal", "large"):
        said = " ".join(reading.words(PRINTER.pack((part,), paper="letter", size=size)).split())
        assert long in said
