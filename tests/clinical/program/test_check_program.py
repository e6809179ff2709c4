"""What keeps a program from printing."""

from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_chart.clinical.evaluation import AGE, SEX, findings_of
from pt_chart.clinical.facts import Facts
from pt_chart.clinical.findings import FindingKey
from pt_chart.clinical.program import dosing, safety
from pt_chart.clinical.program.dosage import (
    DIRECTION,
    SIDE,
    TENSION,
    WORDING,
    Dose,
    Program,
    ProgramItem,
    says_why,
)
from pt_chart.clinical.program.library import ExerciseKind
from pt_chart.clinical.program.own_wording import as_worded
from pt_chart.clinical.program.whole_chart import RAISED
from pt_chart.clinical.reasoning.results import Tier
from pt_chart.clinical.sides import Side
from tests.clinical.program.gated_rules import CALM
from tests.support.findings import values
from tests.support.shipped import vocabulary
from tests.support.shipped_library import case, flag, library


def spoken_of() -> Any:
    """Finding ids that some safety rule speaks of and that can be entered."""
    ids = {id for rule in library().rules.values() for id in findings_of(rule.when)}
    known = vocabulary().fields
    entered = {id for id in ids - {AGE, SEX} if not id.startswith(RAISED)}
    return sorted(id for id in entered if known[id].derived is None)


@st.composite
def cases(draw: Any) -> Any:
    known = {}
    for id in draw(st.lists(st.sampled_from(spoken_of()), max_size=6, unique=True)):
        field = vocabulary().fields[id]
        side = draw(st.sampled_from([Side.LEFT, Side.RIGHT])) if field.sided else None
        known[FindingKey(id, side, field.levels[0] if field.levels else None)] = draw(values(field))
    return Facts(known, age=50, side=draw(st.sampled_from(list(Side))))


@st.composite
def items(draw: Any) -> Any:
    exercise = library().exercises[draw(st.sampled_from(sorted(library().exercises)))]
    item = dosing.default_item(exercise, draw(st.sampled_from(list(Side))))
    reason = draw(st.sampled_from(["", "  ", "no reason", "Tested in the clinic, no symptoms."]))
    own = draw(st.sampled_from([(), (), *OWN_STEPS]))
    return replace(item, override_reason=reason, own_steps=own)


OWN_STEPS = [
    ("Walk to the park.",),
    ("Straighten your knee as far as it goes.", "Hold for 60 seconds."),
    ("Lie on your stomach.", "Arch your back."),
]


def rules_of(item: Any, facts: Any) -> Any:
    """The blocking rules for an exercise as it is worded on the sheet."""
    worded = as_worded(library().exercises[item.exercise], item.own_steps, library())
    return safety.blocking(worded, item.side, facts, library())


def program_of(*ids: Any, side: Any = Side.RIGHT) -> Any:
    return Program(tuple(dosing.default_item(library().exercises[id], side) for id in ids))


def check(program: Any, findings: Any, flags: Any = ()) -> Any:
    return safety.check_program(program, case(findings), flags, library())


@given(cases(), st.lists(items(), min_size=1, max_size=5))
def test_nothing_blocked_passes_without_its_override(facts: Any, chosen: Any) -> None:
    shelf = library()
    stopped = safety.stops(safety.check_program(Program(tuple(chosen)), facts, (), shelf))
    for index, item in enumerate(chosen):
        exercise = shelf.exercises[item.exercise]
        said = item.override_reason.startswith("Tested")
        held = {rule.id for rule in rules_of(item, facts) if rule.final or not said}
        mine = [one for one in stopped if one.item == index]
        assert {one.rule for one in mine} & set(shelf.rules) == held
        never = dosing.longest_hold(exercise) is not None and "60" in "".join(item.own_steps)
        if exercise.kind is ExerciseKind.CLINIC_ONLY or never:
            assert "refused" in {one.severity for one in mine}
        others = {one.rule for one in mine} - set(shelf.rules)
        assert others <= {"", DIRECTION, SIDE, TENSION, WORDING}
        assert not others & {DIRECTION, SIDE, TENSION, WORDING} or not said


@given(cases())
def test_locked_cases_let_nothing_pass(facts: Any) -> None:
    shelf = library()
    if safety.locking(facts, shelf):
        overridden = replace(
            dosing.default_item(shelf.exercises["position_90_90"], Side.BOTH),
            override_reason="I am sure.",
        )
        program = Program((overridden,))
        assert safety.stops(safety.check_program(program, facts, (), shelf))


@given(
    st.sampled_from([e for e in library().exercises.values() if e.kind is ExerciseKind.SLIDER]),
    st.integers(1, 600),
    st.sampled_from(["", "Asked for it."]),
)
def test_a_slider_is_never_held(exercise: Any, hold: Any, reason: Any) -> None:
    held = replace(exercise.dose, hold_s=hold)
    assert dosing.fit(exercise, held).hold_s == 0
    item = ProgramItem(exercise.id, Side.RIGHT, held, override_reason=reason)
    found = safety.check_program(Program((item,)), case({}), (), library())
    assert [one.severity for one in found if "never held" in one.message] == ["refused"]


def test_a_tensioner_holds_two_seconds_at_most_and_with_a_reason() -> None:
    exercise = library().exercises["sciatic_tensioner"]
    calm = CALM

    def stopped(hold: Any, reason: Any) -> Any:
        dose = replace(exercise.dose, hold_s=hold)
        item = ProgramItem(exercise.id, Side.RIGHT, dose, override_reason=reason)
        return [one.severity for one in safety.stops(check(Program((item,)), calm))]

    assert stopped(0, "") == ["blocked"]
    assert stopped(2, "") == ["blocked"]
    assert stopped(0, "x") == ["blocked"]
    assert stopped(2, "Taught today, settles at once.") == []
    assert stopped(3, "Taught today, settles at once.") == ["refused"]
    assert dosing.fit(exercise, replace(exercise.dose, hold_s=9)).hold_s == 2


@pytest.mark.parametrize("tier", [Tier.AMBULANCE, Tier.EMERGENCY])
def test_an_open_emergency_refuses_every_program(tier: Any) -> None:
    found = safety.stops(check(program_of("position_90_90"), {}, (flag(tier),)))
    assert [(one.item, one.severity, one.rule) for one in found] == [
        (None, "refused", "cauda_equina")
    ]


@pytest.mark.parametrize("tier", [Tier.URGENT, Tier.ROUTINE, Tier.MONITOR])
def test_other_flags_do_not_stop_a_program(tier: Any) -> None:
    assert not safety.stops(check(program_of("walking_program"), {}, (flag(tier),)))


def test_clinic_treatments_never_print_not_even_with_an_override() -> None:
    for exercise in library().exercises.values():
        if exercise.kind is ExerciseKind.CLINIC_ONLY:
            item = replace(dosing.default_item(exercise, Side.RIGHT), override_reason="Please.")
            found = safety.stops(check(Program((item,)), {}))
            assert [one.severity for one in found] == ["refused"]


def test_an_unknown_exercise_is_refused_with_the_nearest_ones() -> None:
    program = Program((ProgramItem("walking_programme", Side.BOTH, Dose()),))
    (found,) = check(program, {})
    assert found.severity == "refused"
    assert "walking_program" in found.hint


@pytest.mark.parametrize(
    ("count", "severity"), [(4, None), (5, "warning"), (6, "warning"), (7, "strong")]
)
def test_many_exercises_are_warned_of(count: Any, severity: Any) -> None:
    easy = [
        "glute_bridge",
        "abdominal_brace",
        "bird_dog",
        "heel_slides",
        "pelvic_tilt",
        "lumbar_rotation_supine",
        "sit_to_stand",
    ]
    found = check(program_of(*easy[:count]), {})
    assert [one.severity for one in found] == ([severity] if severity else [])


def test_what_stands_on_the_sheet_counts_as_its_words_count_it() -> None:
    easy = [
        "glute_bridge",
        "abdominal_brace",
        "bird_dog",
        "heel_slides",
        "sleep_position",
        "lumbar_roll",
    ]
    (found,) = check(program_of(*easy), {})
    assert found.message == "6 exercises are many"


def test_the_other_side_is_warned_of_and_a_repetition_is_refused() -> None:
    found = check(program_of("clamshell", "clamshell", side=Side.LEFT), {})
    assert [one.severity for one in found] == ["warning", "warning", "refused"]
    assert "LEFT" in found[0].message
    assert "RIGHT" in found[0].message
    assert "twice" in found[2].message
    both = replace(program_of("clamshell").items[0], side=Side.LEFT)
    once_each = Program((*program_of("clamshell").items, both))
    assert not safety.stops(check(once_each, {}))


def test_the_sound_leg_wants_a_reason_where_the_other_is_recorded() -> None:
    found = {"posterior_thigh_pain@right": True}
    program = program_of("clamshell", side=Side.LEFT)
    (stopping,) = safety.stops(check(program, found))
    assert (stopping.rule, stopping.severity) == (SIDE, "blocked")
    assert stopping.message == "Clamshell is for the LEFT side; recorded is RIGHT alone"
    meant = replace(
        program.items[0], override_reason="The sound side is weaker", overridden=(SIDE,)
    )
    assert not safety.stops(check(Program((meant,)), found))


def test_a_dose_outside_its_limits_is_named() -> None:
    exercise = library().exercises["glute_bridge"]
    item = ProgramItem(exercise.id, Side.BOTH, replace(exercise.dose, reps=40, minutes=5))
    found = [one.message for one in check(Program((item,)), {})]
    assert any("repetitions 40 is outside 6 to 15" in one for one in found)
    assert any("minutes is not part" in one for one in found)


def severities(dose: Any, reason: str = "", overridden: Any = ()) -> Any:
    item = ProgramItem(
        "glute_bridge", Side.BOTH, dose, override_reason=reason, overridden=overridden
    )
    return [one.severity for one in check(Program((item,)), {})]


def test_a_dose_beyond_its_limits_wants_a_reason_and_a_senseless_one_gets_none() -> None:
    dose = library().exercises["glute_bridge"].dose
    assert severities(dose) == []
    assert severities(replace(dose, reps=16)) == ["blocked"]
    assert severities(replace(dose, reps=16), "  ") == ["blocked"]
    assert severities(replace(dose, reps=16), "Trains for a race.") == ["warning"]
    for part, most in (("reps", 46), ("hold_s", 31), ("times_per_day", 13), ("sets", 11)):
        beyond = replace(dose, **{part: most})
        assert severities(beyond, "Trains for a race.")[0] == "refused", part
    many = replace(dose, sets=5, reps=40, times_per_day=6)
    assert severities(many, "Trains for a race.")[0] == "refused"
    assert severities(replace(dose, minutes=5), "Trains for a race.") == ["refused"]
    assert severities(replace(dose, sets=-1), "Trains for a race.") == ["refused"]


def test_a_reason_speaks_only_of_what_was_open_when_it_was_given() -> None:
    shelf = library()
    item = dosing.default_item(shelf.exercises["hamstring_stretch_supine_strap"], Side.RIGHT)
    given = replace(item, override_reason="Eases him.", overridden=("NEURAL_POSITIVE",))
    nerve, strain = {"slr@right": True}, {"hamstring_strain_acute@right": True}

    def stopped(facts: Any, one: Any = given) -> Any:
        return {p.rule for p in safety.stops(check(Program((one,)), facts))}

    assert stopped(nerve) == set()
    assert stopped({**nerve, **strain}) == {"ACUTE_STRAIN"}
    assert stopped({**nerve, **strain}, replace(given, overridden=())) == set()
    assert severities(replace(shelf.exercises["glute_bridge"].dose, reps=16), "No.", ("X",)) == [
        "blocked"
    ]


NO_REASONS = [
    *(".", "x", "ok", "...", "1234567890", "- -", "a b c", "asdf asdf", "no reason", "none given"),
    *("because because", "xx xx xx", "qwertyuiop", "the reason is given", "ok fine sure", "n/a"),
    *("just because", "blah blah blah", "patient patient", "zzzz zzzzzzzz", "bcdfg hjklm"),
]
REASONS = [
    *("Eases him.", "Trains for a race.", "Surgeon Dr Lee cleared it", "Postoperative protocol"),
    *("Taught today, settles at once.", "Asked for it", "Le alivia", "Schmerz lässt nach"),
]


@pytest.mark.parametrize("reason", REASONS)
def test_a_reason_that_says_something_is_one(reason: str) -> None:
    assert says_why(reason)


@pytest.mark.parametrize("reason", NO_REASONS)
def test_a_reason_without_words_overrides_nothing(reason: str) -> None:
    dose = library().exercises["glute_bridge"].dose
    assert severities(replace(dose, reps=16), reason) == ["blocked"]
    item = dosing.default_item(library().exercises["hamstring_stretch_supine_strap"], Side.RIGHT)
    given = Program((replace(item, override_reason=reason),))
    assert [p.rule for p in safety.stops(check(given, {"slr@right": True}))] == ["NEURAL_POSITIVE"]


@pytest.mark.parametrize(
    "findings",
    [
        {},
        {**CALM, "time_to_settle": 30, "time_to_onset": 10},
        {"irritability": "low"},
        {**CALM, "reflex_achilles@right": "0"},
        {**CALM, "numbness@right": True},
    ],
)
def test_no_reason_allows_a_tensioner_against_its_criteria(findings: Any) -> None:
    item = dosing.default_item(library().exercises["sciatic_tensioner"], Side.RIGHT)
    program = Program((replace(item, override_reason="Taught today, settles at once."),))
    found = safety.stops(check(program, findings))
    assert ("TENSIONER_CRITERIA", "refused") in [(one.rule, one.severity) for one in found]
    assert not safety.stops(check(program, CALM))


def test_the_reason_of_a_tensioner_is_shown_and_is_no_override() -> None:
    item = dosing.default_item(library().exercises["sciatic_tensioner"], Side.RIGHT)
    assert [(one.rule, one.message) for one in check(Program((item,)), CALM)] == [
        (TENSION, "Sciatic nerve tensioner (clinic-taught) needs a reason: it loads the nerve")
    ]
    given = replace(item, override_reason="Taught today, settles at once.", overridden=(TENSION,))
    (said,) = check(Program((given,)), CALM)
    assert said.severity == "warning"
    assert said.message.endswith("is given for a reason: Taught today, settles at once.")
    assert given.reason_word == "Reason"
    assert replace(given, overridden=(TENSION, "DOSE")).reason_word == "Override"
    other = replace(given, overridden=("SIDE",))
    assert [one.rule for one in safety.stops(check(Program((other,)), CALM))] == [TENSION]


def test_every_default_dose_is_within_its_limits() -> None:
    for exercise in library().exercises.values():
        assert dosing.problems(exercise, exercise.dose) == ()
        for part in fields(Dose):
            assert (getattr(exercise.limits.low, part.name) is None) == (
                getattr(exercise.dose, part.name) is None
            ), (exercise.id, part.name)
