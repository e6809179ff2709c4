"""The visit after: responses, the step they speak for, and what changed since."""

from dataclasses import replace

import pytest

from pt_chart.clinical.program import dosing
from pt_chart.clinical.program.dosage import ExerciseResponse, Program, ProgramItem
from pt_chart.clinical.program.followup import (
    adherence_words,
    changes,
    next_step,
    open_step,
    response_to,
    summary_words,
    with_response,
)
from pt_chart.clinical.sides import Side
from tests.support.shipped_library import case, library

R = Side.RIGHT


def item(id: str, side: Side = R) -> ProgramItem:
    return dosing.default_item(library().exercises[id], side)


def said(before: Program, now: Program) -> list[str]:
    return [one.words for one in changes(before, now, library())]


def test_nothing_changed_says_nothing() -> None:
    program = Program((item("clamshell"), item("glute_bridge")))
    assert said(program, program) == []


def test_new_gone_and_a_step_up_are_named() -> None:
    before = Program((item("clamshell"), item("heel_raise")))
    now = Program((item("side_leg_lift"), item("walking_program")))
    assert said(before, now) == [
        "Side leg lift: a step up from Clamshell",
        f"{library().exercises['walking_program'].name}: new",
        "Clamshell: no longer",
        "Heel raise: no longer",
    ]
    assert said(Program((item("side_leg_lift"),)), Program((item("clamshell"),)))[0] == (
        "Clamshell: a step down from Side leg lift"
    )


def test_dose_side_wording_and_order_are_named() -> None:
    first, second = item("clamshell"), item("glute_bridge")
    more = replace(first, dose=replace(first.dose, reps=12, sets=3))
    assert said(Program((first,)), Program((more,))) == [
        "Clamshell: sets 2 to 3, repetitions 10 to 12"
    ]
    other = replace(first, side=Side.LEFT, own_steps=("Own.",))
    assert said(Program((first,)), Program((other,))) == ["Clamshell: RIGHT to LEFT, other wording"]
    none = replace(first, dose=replace(first.dose, rest_s=None))
    assert said(Program((first,)), Program((none,))) == ["Clamshell: rest in seconds 60 to none"]
    assert said(Program((first, second)), Program((second, first))) == ["other order"]


def test_responses_are_kept_once_and_taken_out_when_emptied() -> None:
    answer = ExerciseResponse("clamshell", R, done="yes", days=4)
    program = Program((), with_response(Program(), answer))
    assert response_to(program, "clamshell", R) == answer
    assert response_to(program, "clamshell", Side.LEFT) == ExerciseResponse("clamshell", Side.LEFT)
    felt = replace(answer, felt="harder")
    assert with_response(program, felt) == (felt,)
    assert with_response(program, ExerciseResponse("clamshell", R)) == ()


@pytest.mark.parametrize(
    ("answer", "way", "to"),
    [
        ({}, "ask", None),
        ({"done": "yes", "felt": "easier"}, "harder", "side_leg_lift"),
        ({"done": "yes", "felt": "easier", "after": "worse"}, "easier", "hip_rotation_mobility"),
        ({"done": "yes", "felt": "harder"}, "easier", "hip_rotation_mobility"),
        ({"done": "no", "felt": "easier"}, "keep", None),
        ({"done": "partly", "felt": "same"}, "keep", None),
    ],
)
def test_a_response_speaks_for_a_step(answer: dict[str, str], way: str, to: str | None) -> None:
    found = next_step(ExerciseResponse("clamshell", R, **answer), case({}), library())  # type: ignore[arg-type]
    assert found.way == way
    assert (found.to.id if found.to else None) == to


def test_a_step_that_a_rule_holds_back_is_not_named() -> None:
    shelf = library()
    precaution = case({"hip_precautions": True})
    found = next_step(ExerciseResponse("clamshell", R, felt="easier"), precaution, shelf)
    assert found.to is None or "HIP_PRECAUTION" not in found.to.cautions
    assert "more of it" in found.why or found.to is not None
    stretch = shelf.exercises["hamstring_stretch_supine_strap"]
    assert open_step([stretch], R, case({"slr@right": True}), shelf) is None
    assert open_step([stretch], R, case({"slr@right": False}), shelf) is stretch
    assert next_step(ExerciseResponse("gone", R, "yes"), case({}), shelf).way == "ask"


def test_adherence_says_what_was_not_asked() -> None:
    shelf = library()
    before = Program((item("clamshell"), item("glute_bridge"), item("heel_raise")))
    assert adherence_words(Program(), before, shelf) == ""
    answers = (
        ExerciseResponse("clamshell", R, "yes", 5, "easier", "better"),
        ExerciseResponse("glute_bridge", Side.BOTH, "partly", 3, "harder", "worse"),
    )
    assert adherence_words(Program((), answers), before, shelf) == (
        "1 of 3 exercises done; 1 partly; 1 not asked; 3 to 5 days a week; easier: Clamshell; "
        "harder: Glute bridge; worse after: Glute bridge."
    )


def test_the_summary_for_a_note_names_side_dose_and_override() -> None:
    one = replace(item("clamshell"), override_reason="Tested today.")
    text = summary_words(Program((one, item("glute_bridge"))), library())
    assert text.splitlines()[0] == (
        "Clamshell, RIGHT: 2 sets, 10 times, rest 60 s, 1 a day, 3 days a week."
        " Override: Tested today."
    )
    assert text.splitlines()[1].startswith("Glute bridge: 2 sets, 8 times, hold 3 s")
