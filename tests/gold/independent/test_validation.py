"""The reasoning held against the independent cases: none missed, few false alarms, steady."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from pt_chart import definitions
from pt_chart.clinical.reasoning.knowledge import Knowledge
from pt_chart.host.resources import forms_dir
from tests.gold.independent.reading import independent_cases
from tests.gold.validation import PAGE, Outcome, judged, kept_when_dropped, rows, widened

FIRST_AT_LEAST, FIRST_THREE_AT_LEAST, CLEAR_AT_LEAST = 0.85, 0.95, 0.92
ALARMS_AT_MOST = 0.10
KEPT_AT_LEAST = 0.93
"""Over the few draws of a test; `run.py bench reasoning` holds 200 draws each against 0.95."""


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    """The knowledge as shipped."""
    return definitions.load(forms_dir()).knowledge


@pytest.fixture(scope="module")
def outcomes(knowledge: Knowledge) -> list[Outcome]:
    """Every case once through the reasoning."""
    return judged(knowledge, independent_cases())


def share(held: Sequence[bool]) -> float:
    """The part that held."""
    return sum(held) / len(held)


def test_no_serious_case_is_missed(outcomes: list[Outcome]) -> None:
    assert [one.case.id for one in outcomes if one.serious and not one.alarmed] == []
    assert [one.case.id for one in outcomes if one.too_calm] == []


def test_few_routine_cases_are_alarmed(outcomes: list[Outcome]) -> None:
    routine = [one for one in outcomes if one.routine]
    assert len(routine) >= 10
    assert share([one.alarmed for one in routine]) <= ALARMS_AT_MOST
    assert share([one.too_urgent for one in outcomes]) <= ALARMS_AT_MOST


def test_the_expected_cause_leads_or_is_seen(outcomes: list[Outcome]) -> None:
    named = [one for one in outcomes if one.first is not None]
    assert share([bool(one.first) for one in named]) >= FIRST_AT_LEAST
    assert share([bool(one.first_three) for one in named]) >= FIRST_THREE_AT_LEAST
    assert share([bool(one.first) for one in named if one.case.clear]) >= CLEAR_AT_LEAST


def test_a_clear_cause_stays_when_a_third_is_missing(
    knowledge: Knowledge, outcomes: list[Outcome]
) -> None:
    dropped = kept_when_dropped(knowledge, outcomes, 4)
    clear = [one for one in dropped if one.against_all]
    assert len(clear) >= 15
    for read in (clear, dropped):
        assert sum(one.kept for one in read) >= KEPT_AT_LEAST * sum(one.tried for one in read)


def test_a_contradicting_result_widens_the_range(
    knowledge: Knowledge, outcomes: list[Outcome]
) -> None:
    wider, tried = widened(knowledge, outcomes)
    assert tried >= 100
    assert wider == tried


def test_the_page_tells_these_figures(knowledge: Knowledge, outcomes: list[Outcome]) -> None:
    """Else write it again: python -m tests.gold.validation"""
    told = PAGE.read_text(encoding="utf-8")
    assert [row for row in rows(outcomes) if f"| {' | '.join(row)} |" not in told] == []
    for one in kept_when_dropped(knowledge, outcomes, 0):
        assert f"| {one.case} | {one.first} | " in told
