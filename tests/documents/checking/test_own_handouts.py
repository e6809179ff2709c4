"""Every demo patient's handout, on each paper and in each size, holds what a handout must."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest

from pt_chart import bootstrap
from pt_chart.charting import paperwork
from pt_chart.charting.live_assessment import facts_of
from pt_chart.clinical.bodychart.derive import summarize
from pt_chart.clinical.reasoning.engine import assess
from pt_chart.definitions.demo import DemoCase, DemoClinic, read_demo
from pt_chart.documents.checking import Outcome, Weight, check_handout
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
        next_visit=visit.plan.next_visit,
        hypothesis=visit.hypothesis.condition if visit.hypothesis else None,
        answers=visit.answers,
    )


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("paper", ["letter", "a4"])
def test_every_must_holds(paper: str, large: bool) -> None:
    assert len(_papers()) >= 6
    faults = []
    for name, content in _papers().items():
        pdf = bootstrap.printer().pack(content.parts, paper=paper, large=large)
        report = check_handout(pdf)
        for failed in report.with_outcome(Outcome.FAIL, Weight.MUST):
            faults += [f"{name} {failed.item}: {fault}" for fault in failed.faults]
        unknown = {one.item for one in report.with_outcome(Outcome.UNKNOWN)}
        assert unknown <= (set() if large else {20})
    assert faults == []
