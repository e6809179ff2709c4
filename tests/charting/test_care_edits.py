"""Edits of plan, goals, interventions and codes: refused with the fix, undone by name."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_chart.charting.care import edits
from pt_chart.charting.care.typed import (
    read_day,
    read_number,
    read_past_day,
    read_whole,
    visit_day_problem,
)
from pt_chart.charting.clinic_session import ClinicSession
from pt_chart.charting.desk import VisitDesk
from pt_chart.clinical.billing.codebook import CodeBook
from pt_chart.clinical.care.plan_of_care import Goal, GoalState, PlanOfCare, Prognosis
from pt_chart.clinical.care.visit_administration import Consent, ConsentState
from pt_chart.clinical.sides import Side
from pt_chart.definitions.codebook import read_codebook
from pt_chart.host.resources import resources_dir
from tests.clinical.measures.given import instruments
from tests.ui.clinic import EPISODE, session

TODAY = date(2026, 11, 10)


@cache
def book() -> CodeBook:
    return read_codebook(resources_dir() / "icd10cm")


@pytest.fixture
def clinic() -> ClinicSession:
    return session()


@pytest.fixture
def desk(clinic: ClinicSession) -> VisitDesk:
    return clinic.start_visit(EPISODE).desk


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-12-01", date(2026, 12, 1)),
        ("12/1/2026", date(2026, 12, 1)),
        ("12/1/26", date(2026, 12, 1)),
        ("12/1", date(2026, 12, 1)),
        ("4 weeks", date(2026, 12, 8)),
        ("+10d", date(2026, 11, 20)),
        ("Dec 1 2026", date(2026, 12, 1)),
        ("December 1, 2027", date(2027, 12, 1)),
        ("dec. 1", date(2026, 12, 1)),
        ("  ", None),
    ],
)
def test_days_as_typed(typed: str, day: date | None) -> None:
    assert read_day(typed, TODAY) == day


@given(st.text())
def test_what_is_no_day_is_refused_with_the_fix(typed: str) -> None:
    message = ""
    try:
        read_day(typed, TODAY)
    except ValueError as refused:
        message = str(refused)
    assert not message or "type it as" in message
    assert len(message) < 200


def test_the_future_has_not_happened() -> None:
    assert read_past_day("", TODAY) == TODAY
    with pytest.raises(ValueError, match="lies ahead"):
        read_past_day("11/11/2026", TODAY)


@pytest.mark.parametrize("typed", ["-1", "11", "ten", "1e3", "٣", "9" * 100_000, "nan"])
def test_numbers_outside_or_none_are_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="Target: "):
        read_number(typed, "Target", 0, 10)
    with pytest.raises(ValueError, match="not a whole number"):
        read_whole("2.5", "Weeks", 1, 52)
    assert read_number("2,5", "Target", 0, 10) == 2.5


def test_the_plan_of_care_is_revised_from_the_one_that_stands(clinic: ClinicSession) -> None:
    first = clinic.start_visit(EPISODE).desk
    edits.write_care(first, "Weeks", PlanOfCare(weeks=4, prognosis=Prognosis.GOOD))
    clinic.close_visit()
    second = clinic.start_visit(EPISODE).desk
    found = edits.standing(second)
    assert found is not None
    assert (found.own, found.plan.weeks) == (False, 4)
    edits.revise(second)
    assert own_plan(second) == found.plan
    assert second.undo() == "Revise the plan of care"
    assert own_plan(second) is None


def own_plan(desk: VisitDesk) -> PlanOfCare | None:
    return desk.visit.plan.care


def test_goals_are_checked() -> None:
    rmdq = instruments()["rmdq"]
    made = edits.make_goal("Walk", rmdq, None, target=5, due=None, today=TODAY)
    assert (made.measure, made.target, made.set_on) == ("rmdq", 5, TODAY)
    for words, target, due, fix in (
        ("", None, None, "needs words"),
        ("Walk", 30, None, "goes from 0 to 24"),
        ("Walk", 5, date(2026, 11, 9), "has passed"),
    ):
        with pytest.raises(ValueError, match=fix):
            edits.make_goal(words, rmdq, None, target=target, due=due, today=TODAY)
    with pytest.raises(ValueError, match="needs a measure"):
        edits.make_goal("Walk", None, None, target=5, due=None, today=TODAY)


def test_reviews_replace_each_other(desk: VisitDesk) -> None:
    goal = Goal("g1", "Walk 2 km")
    edits.review_goal(desk, goal, GoalState.PARTLY_MET)
    edits.review_goal(desk, goal, GoalState.MET)
    assert [one.state for one in desk.visit.plan.goal_reviews] == [GoalState.MET]
    assert desk.undo() == "Goal: Walk 2 km"
    edits.review_goal(desk, goal, None)
    assert desk.visit.plan.goal_reviews == ()


def test_interventions_are_checked() -> None:
    made = edits.make_treatment(
        " Press-up ", "2 x 10", "12 min", Side.RIGHT, "4 to 2", code="abc12", timed=True,
        modifiers="cq, gp", by_assistant=True,
    )  # fmt: skip
    assert (made.name, made.minutes, made.code) == ("Press-up", 12, "ABC12")
    assert (made.modifiers, made.timed) == (("CQ", "GP"), True)
    assert edits.make_treatment("x", "", "", None, "", timed=True).timed is None
    for minutes, code, modifiers, fix in (
        ("-3", "", "", "type 0 to 1440"),
        ("5", "a b", "", "no spaces"),
        ("5", "ABC12", "toolong", "two letters"),
    ):
        with pytest.raises(ValueError, match=fix):
            edits.make_treatment("x", "", minutes, None, "", code=code, modifiers=modifiers)
    with pytest.raises(ValueError, match="needs a name"):
        edits.make_treatment(" ", "", "", None, "")


def test_codes_are_enforced(desk: VisitDesk) -> None:
    edits.choose_code(desk, book(), "m5431")
    assert desk.visit.plan.codes[0].title == "Sciatica, right side"
    assert desk.visit.plan.codes[0].release == "release of April 2026"
    for code, fix in (
        ("M54.31", "chosen already"),
        ("G57.01", "cannot be coded together"),
        ("S76.311", "needs a seventh character"),
        ("M54.3", "heading"),
        ("XYZ", "search for it"),
    ):
        with pytest.raises(ValueError, match=fix):
            edits.choose_code(desk, book(), code)
    edits.choose_code(desk, book(), "R26.2")
    edits.make_primary(desk, "R26.2")
    assert [one.code for one in desk.visit.plan.codes] == ["R26.2", "M54.31"]
    edits.remove_code(desk, "R26.2")
    assert desk.undo_label == "Remove code R26.2"
    edits.choose_code(desk, book(), "S76311D")
    assert desk.visit.plan.codes[-1].title.endswith("right thigh, subsequent encounter")


def test_consent_needs_a_technique(desk: VisitDesk) -> None:
    with pytest.raises(ValueError, match="type the technique"):
        edits.add_consent(desk, Consent("", ConsentState.GIVEN))
    edits.add_consent(desk, Consent("Dry needling", ConsentState.DECLINED))
    assert desk.visit.administration.consents[0].state is ConsentState.DECLINED
    assert desk.undo() == "Consent: Dry needling"


def test_a_visit_has_a_day_that_can_be() -> None:
    born, begun = date(1982, 4, 14), date(2026, 11, 2)

    def wrong(day: date, of: date | None = born) -> str:
        return visit_day_problem(day, date(2026, 11, 10), of, begun)

    assert wrong(date(2026, 11, 10)) == wrong(date(2026, 10, 30)) == ""
    assert "future" in wrong(date(2026, 11, 11))
    assert "before the patient was born" in wrong(date(1900, 1, 1))
    assert "before the episode" in wrong(date(2020, 1, 1), None)
