"""What an earlier visit recorded holds its rules until it is asked or tested again."""

from collections.abc import Mapping

import pytest
from hypothesis import given

from pt_chart.clinical.facts import Facts
from pt_chart.clinical.findings import FindingKey, Value
from pt_chart.clinical.people import Clinic
from pt_chart.clinical.program import safety
from pt_chart.clinical.program.content import handout_content
from pt_chart.clinical.program.earlier_visits import NOT_AGAIN, of_today, with_earlier
from pt_chart.clinical.program.proposals import propose
from pt_chart.clinical.reasoning.results import RaisedFlag, Tier
from pt_chart.clinical.sides import Side
from tests.clinical.program.test_check_program import cases, program_of
from tests.support.shipped_library import case, flag, library


def later(today: Mapping[str, Value], before: Mapping[str, Value], *standing: RaisedFlag) -> Facts:
    known = {FindingKey.parse(key): value for key, value in before.items()}
    return with_earlier(case(today), known, standing, library())


def held(facts: Facts, exercise: str) -> set[str]:
    shelf = library()
    return {one.id for one in safety.blocking(shelf.exercises[exercise], Side.RIGHT, facts, shelf)}


BEFORE = [
    ({"slr@right": True}, "hamstring_doorway", "NEURAL_POSITIVE", {"slr@right": False}),
    ({"osteoporosis": True}, "cat_camel", "OSTEOPOROSIS_FLEXION", {"osteoporosis": False}),
    ({"avulsion_suspected@right": True}, "hamstring_heel_dig", "TENDON_TEAR",
     {"loading_cleared": True}),
    ({"numb_skin@right": True}, "heat_pack", "INSENSATE_SKIN", {"numb_skin@right": False}),
    ({"time_to_settle": 120, "time_to_onset": 2}, "glute_bridge", "IRRITABLE_ACUTE",
     {"time_to_settle": 3, "time_to_onset": 30}),
]  # fmt: skip


@pytest.mark.parametrize(("before", "exercise", "rule", "again"), BEFORE)
def test_a_rule_stays_until_it_is_asked_again(
    before: Mapping[str, Value], exercise: str, rule: str, again: Mapping[str, Value]
) -> None:
    assert rule not in held(case({}), exercise)
    facts = later({}, before)
    assert rule in held(facts, exercise)
    assert rule not in held(later(again, before), exercise)
    told = safety.check_program(program_of(exercise), facts, (), library())
    assert any(NOT_AGAIN in one.message for one in told if one.rule == rule)
    named = [one for one in propose(facts, None, library()).blocked if one.exercise.id == exercise]
    assert any(NOT_AGAIN in why for one in named for why in one.why)


def test_nothing_of_before_opens_what_today_holds_back() -> None:
    opens: dict[str, Value] = {"loading_cleared": True, "repeated_extension": "centralizes"}
    facts = later({}, {**opens, "slr@right": False})
    assert facts == case({})
    assert "EXTENSION_NOT_SHOWN" in held(facts, "prone_press_up")


@given(cases(), cases())
def test_a_rule_that_holds_today_holds_with_what_was_before(now: Facts, before: Facts) -> None:
    shelf = library()
    joined = with_earlier(now, before.values, (), shelf)
    assert {k: joined.values[k] for k in now.values} == dict(now.values)
    for id in ("glute_bridge", "hamstring_stretch_supine_strap", "heat_pack"):
        assert held(now, id) <= held(joined, id)


def test_a_sheet_tells_nothing_of_before_as_felt_today() -> None:
    facts = later({"leg_pain@right": True}, {"tingling@right": True, "numb_skin@right": True})
    assert of_today(facts) == case({"leg_pain@right": True})
    items = program_of("abdominal_brace")
    content = handout_content(
        items, facts, chart=None, assessment=None, library=library(), pictures={},
        patient=None, clinic=Clinic(), clinician=None,
    )  # fmt: skip
    assert "pins" not in " ".join((content.title, *content.what_is_going_on))


def test_an_emergency_of_the_last_visit_is_asked_again_first() -> None:
    facts = later({}, {"urinary_retention": True, "ces_symptom_course": "new"})
    locked = propose(facts, None, library()).locked
    assert "earlier visit" in locked
    assert not propose(later({"urinary_retention": False}, {"urinary_retention": True}),
                       None, library()).locked  # fmt: skip
    stroke = later({}, {}, flag(Tier.AMBULANCE, "stroke"))
    walk, shelf = program_of("walking_program"), library()
    found = safety.stops(safety.check_program(walk, stroke, (), shelf))
    assert [(one.rule, one.severity) for one in found] == [("FORMER_EMERGENCY", "blocked")]
    calm = later({}, {}, flag(Tier.URGENT, "zoster"))
    assert not safety.stops(safety.check_program(walk, calm, (), shelf))
