"""What an evaluation or a note lacks: asked for, left out for a reason, not wanted."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from pt_chart.clinical.care.completeness import (
    WHY_DISCHARGE,
    Surroundings,
    lacks,
    reasons,
    wanted,
)
from pt_chart.clinical.care.diagnosis_codes import ChosenCode
from pt_chart.clinical.care.left_out import LeftOut, RecordPart
from pt_chart.clinical.care.plan_of_care import Goal, PlanOfCare
from pt_chart.clinical.care.standing import StandingPlan
from pt_chart.clinical.visit import Plan, Treatment, Visit, VisitKind, WorkingHypothesis

DAY = date(2026, 11, 21)
WORDS = "Root pattern RIGHT, eased by extension."
CODE = ChosenCode("M54.41", "Lumbago with sciatica, right side", "release of October 2025")
GUESS = WorkingHypothesis(
    "lumbar_radiculopathy", None, True, "", "t", datetime(2026, 11, 21, tzinfo=UTC), "1", "0"
)
WHOLE = PlanOfCare(goals=(Goal("g", "Sit 45 minutes"),), times_per_week=2, weeks=4)


def visit(kind: VisitKind, **plan: object) -> Visit:
    made = Plan(**plan)  # type: ignore[arg-type]
    return Visit("v", "e", kind, DAY, plan=made)


def standing(one: Visit) -> Surroundings:
    care = one.plan.care
    return Surroundings(StandingPlan(care, DAY, "v", own=True) if care is not None else None)


def links(one: Visit, around: Surroundings | None = None) -> list[str]:
    return [lack.link for lack in lacks(one, around or standing(one))]


def test_a_bare_evaluation_lacks_all_of_it_in_the_order_of_writing() -> None:
    bare = visit(VisitKind.EVALUATION)
    assert links(bare) == ["plan.assessment", "plan.codes", "plan.goals", "plan.care"]


def test_a_whole_evaluation_lacks_nothing() -> None:
    whole = visit(VisitKind.EVALUATION, assessment=WORDS, codes=(CODE,), care=WHOLE)
    assert links(whole) == []


def test_a_consultation_of_one_visit_has_no_goals_and_no_frequency() -> None:
    care = PlanOfCare(visits=1)
    once = visit(VisitKind.EVALUATION, assessment=WORDS, codes=(CODE,), care=care)
    assert links(once) == []
    assert links(replace(once, plan=replace(once.plan, assessment=""))) == ["plan.assessment"]


@pytest.mark.parametrize(
    ("care", "enough"),
    [
        (PlanOfCare(times_per_week=2), False),
        (PlanOfCare(weeks=4), False),
        (PlanOfCare(visits=8), False),
        (PlanOfCare(visits=8, weeks=6), True),
        (PlanOfCare(times_per_week=1, weeks=6), True),
    ],
)
def test_a_plan_of_care_says_how_often_and_for_how_long(care: PlanOfCare, enough: bool) -> None:
    one = visit(VisitKind.EVALUATION, assessment=WORDS, codes=(CODE,), goals=("Sit",), care=care)
    assert (links(one) == []) is enough


def test_frequency_in_words_is_a_plan() -> None:
    one = visit(VisitKind.EVALUATION, frequency="once a week for 6 weeks")
    assert "plan.care" not in links(one)


def test_a_working_hypothesis_is_a_diagnosis_unless_the_visit_is_billed() -> None:
    one = replace(visit(VisitKind.EVALUATION, assessment=WORDS, care=WHOLE), hypothesis=GUESS)
    assert links(one) == []
    (lack,) = lacks(one, replace(standing(one), billed=True))
    assert lack.words.startswith("Diagnosis code: take one")


@pytest.mark.parametrize("part", [RecordPart.DIAGNOSIS, RecordPart.GOALS, RecordPart.CARE])
def test_a_typed_reason_stands_in_for_a_part_and_is_kept(part: RecordPart) -> None:
    bare = visit(VisitKind.EVALUATION, assessment=WORDS)
    reason = LeftOut(part, "waits for the scan")
    excused = replace(bare, plan=replace(bare.plan, left_out=(reason,)))
    assert len(links(excused)) == len(links(bare)) - 1
    assert reasons(excused, standing(excused)) == (reason,)
    assert part in wanted(excused, standing(excused))


def test_a_reason_that_says_nothing_is_none() -> None:
    bare = visit(VisitKind.EVALUATION, left_out=(LeftOut(RecordPart.GOALS, "x"),))
    assert "plan.goals" in links(bare)


def test_a_reason_for_what_is_there_is_told_no_more() -> None:
    reason = LeftOut(RecordPart.GOALS, "waits for the scan")
    one = visit(VisitKind.EVALUATION, goals=("Sit 45 minutes",), left_out=(reason,))
    assert reasons(one, standing(one)) == ()


def test_a_patient_sent_on_in_an_emergency_needs_the_assessment_only() -> None:
    assert links(visit(VisitKind.EVALUATION), Surroundings(sent_on=True)) == ["plan.assessment"]


def test_a_daily_note_says_treatment_response_and_what_follows() -> None:
    bare = visit(VisitKind.FOLLOW_UP)
    assert links(bare) == ["plan.assessment", "plan.treatments", "plan.care"]
    given = (Treatment("Press-up", "3 x 10", response="leg pain less"),)
    around = Surroundings(StandingPlan(WHOLE, DAY, "v0", own=False))
    assert links(visit(VisitKind.FOLLOW_UP, treatments=given), around) == []
    assert links(visit(VisitKind.FOLLOW_UP, treatments=given, next_visit="in a week")) == []


def test_a_discharge_says_why_care_ends_and_nothing_else() -> None:
    (lack,) = lacks(visit(VisitKind.DISCHARGE), Surroundings())
    assert lack.words == WHY_DISCHARGE


@pytest.mark.parametrize("word", ["Better.", "same", "Worse", "unchanged", "much improved"])
def test_one_word_that_is_the_response_is_one(word: str) -> None:
    treated = (Treatment("Press-up", "2 x 10", 5),)
    note = visit(VisitKind.FOLLOW_UP, assessment=word, treatments=treated, care=WHOLE)
    assert links(note) == []
    answered = (replace(treated[0], response=word),)
    note = visit(VisitKind.FOLLOW_UP, treatments=answered, care=WHOLE)
    assert links(note) == []


def test_a_word_that_is_none_is_named_with_what_is_missing() -> None:
    treated = (Treatment("Press-up", "2 x 10", 5, response="ok"),)
    note = visit(VisitKind.FOLLOW_UP, treatments=treated, care=WHOLE)
    (lack,) = lacks(note, standing(note))
    assert lack.link == "plan.assessment"
    assert lack.words.endswith("'ok' says too little.")
    first = visit(VisitKind.EVALUATION, assessment="Better.", codes=(CODE,), care=WHOLE)
    assert links(first) == ["plan.assessment"]
