"""Every demo patient's handout, on each paper and in each size, holds what a handout must."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import date
from functools import cache

import pytest
from pypdfium2 import PdfDocument

from pt_chart import bootstrap
from pt_chart.charting import paperwork
from pt_chart.charting.live_assessment import facts_of
from pt_chart.clinical.bodychart.derive import summarize
from pt_chart.clinical.program.handout import HandoutContent
from pt_chart.clinical.reasoning.engine import assess
from pt_chart.definitions.demo import DemoCase, DemoClinic, read_demo
from pt_chart.documents.checking import Outcome, Report, Weight, check_handout
from pt_chart.host import resources

TODAY = date(2026, 11, 21)


@cache
def _clinic() -> DemoClinic:
    known = bootstrap.definitions()
    read, problems = read_demo(resources.resource("demo"), known.vocabulary, known.library, TODAY)
    assert read is not None, problems
    return read


@cache
def _papers() -> dict[str, paperwork.Paper]:
    known = bootstrap.definitions()
    papers = {
        case.patient.id: paperwork.program_paper(_case(case), known, bootstrap.figures())
        for case in _clinic().cases
    }
    return {name: paper for name, paper in papers.items() if len(paper.parts) == 1}


def _case(case: DemoCase) -> paperwork.PaperCase:
    visit = case.visits[-1]
    chart = summarize(visit.chart, bootstrap.figures().atlas)
    facts = facts_of(case.patient, case.episode, visit, chart)
    return paperwork.PaperCase(
        facts=facts,
        assessment=assess(facts, bootstrap.definitions().knowledge),
        program=visit.program,
        clinic=_clinic().clinic,
        patient=case.patient,
        clinician=_clinic().clinician,
        date=visit.date,
        chart=chart,
        drawing=visit.chart,
        next_visit=visit.plan.next_visit,
        hypothesis=visit.hypothesis.condition if visit.hypothesis else None,
        answers=visit.answers,
    )


PAGES = 34
"""The item that counts pages, colors and bytes."""


@cache
def _reports(paper: str, large: bool) -> dict[str, Report]:
    made = bootstrap.printer()
    return {
        name: check_handout(made.pack(content.parts, paper=paper, large=large))
        for name, content in _papers().items()
    }


def _faults(reports: dict[str, Report], *, pages: bool) -> list[str]:
    return [
        f"{name} {failed.item}: {fault}"
        for name, report in reports.items()
        for failed in report.with_outcome(Outcome.FAIL, Weight.MUST)
        for fault in failed.faults
        if pages == (failed.item == PAGES and fault.message.endswith("pages"))
    ]


@pytest.mark.parametrize(("paper", "large"), [("letter", False), ("a4", True), ("a4", False)])
def test_every_must_but_the_number_of_pages_holds(paper: str, large: bool) -> None:
    reports = _reports(paper, large)
    assert len(reports) >= 6
    assert _faults(reports, pages=False) == []
    for report in reports.values():
        unknown = {one.item for one in report.with_outcome(Outcome.UNKNOWN)}
        assert unknown == (set() if large else {20})


@pytest.mark.parametrize("paper", ["letter", "a4"])
def test_normal_print_takes_four_pages(paper: str) -> None:
    assert _faults(_reports(paper, large=False), pages=True) == []


def test_the_body_chart_stands_where_a_page_has_room() -> None:
    made = bootstrap.printer()
    shown = 0
    for paper in _papers().values():
        (part,) = paper.parts
        assert isinstance(part, HandoutContent)
        assert part.drawing is not None
        bare = replace(part, drawing=None)
        printed = made.compose((part,), paper="letter")
        assert printed.pages == made.compose((bare,), paper="letter").pages
        with closing(PdfDocument(printed.pdf)) as pdf:
            words = " ".join(page.get_textpage().get_text_range() for page in pdf)
        shown += "Where you feel it" in words
    assert shown >= 2
