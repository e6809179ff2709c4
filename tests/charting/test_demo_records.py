"""The signed visits of the demo clinic hold what signing asks of a record."""

from __future__ import annotations

from datetime import date

from pt_chart.clinical.care.completeness import Surroundings, lacks
from pt_chart.clinical.care.standing import standing_plan
from pt_chart.definitions.demo import read_demo
from pt_chart.host.resources import resource
from tests.ui.clinic import definitions


def test_no_signed_visit_of_the_demo_lacks_a_part() -> None:
    known = definitions()
    read, problems = read_demo(
        resource("demo"), known.vocabulary, known.library, date(2026, 11, 21)
    )
    assert read is not None, problems
    told = []
    for case in read.cases:
        for number, visit in enumerate(case.visits[: case.signed]):
            standing = standing_plan(visit, case.visits[:number])
            told += [(visit.id, lack.words) for lack in lacks(visit, Surroundings(standing))]
    assert told == []
