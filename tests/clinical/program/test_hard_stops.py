"""What no words override, what opens it, and what a sheet says of sides, doses and own wording."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_chart.clinical.findings import Value
from pt_chart.clinical.program import dosing, safety
from pt_chart.clinical.program.dosage import (
    DIRECTION,
    DOSE,
    SIDE,
    TENSION,
    WORDING,
    Dose,
    Program,
    ProgramItem,
)
from pt_chart.clinical.program.own_wording import asked_by, hold_in
from pt_chart.clinical.program.recorded_sides import elsewhere, recorded_sides
from pt_chart.clinical.sides import Side
from tests.clinical.program.gated_rules import CALM
from tests.support.shipped_library import case, library

L, R, BOTH = Side.LEFT, Side.RIGHT, Side.BOTH
WORDS = "The surgeon, Dr. Lee, cleared it on the phone today."


def item(id: str, side: Side = R, **changes: object) -> ProgramItem:
    made = dosing.default_item(library().exercises[id], side)
    return replace(made, **changes)  # type: ignore[arg-type]


def stops(
    one: ProgramItem, findings: Mapping[str, Value], side: Side | None = R
) -> set[tuple[str, str]]:
    found = safety.check_program(Program((one,)), case(findings, side), (), library())
    return {(p.rule, p.severity) for p in safety.stops(found)}


def said(
    one: ProgramItem, findings: Mapping[str, Value], side: Side | None = R, age: int = 44
) -> list[str]:
    facts = case(findings, side, age)
    return [p.message for p in safety.check_program(Program((one,)), facts, (), library())]


HARD: list[tuple[str, Mapping[str, Value], str]] = [
    ("nordic_hamstring", {"hamstring_strain_acute@right": True}, "STRAIN_FIRST_DAYS"),
    ("nordic_hamstring", {"avulsion_suspected@right": True}, "TENDON_TEAR"),
    ("glute_bridge", {"avulsion_suspected@right": True}, "TENDON_TEAR"),
    ("hamstring_stretch_seated", {"imaging_tendon_avulsion@right": True}, "TENDON_TEAR"),
    ("glute_bridge", {"imaging_fracture": True}, "UNHEALED_BONE"),
    ("heel_slides", {"hip_fracture_or_dislocation@right": True}, "UNHEALED_BONE"),
    ("walking_program", {"stress_fracture_suspected@right": True}, "NO_WEIGHT"),
    ("bird_dog", {"tumor_at_site": True}, "SERIOUS_DISEASE"),
    ("massage_self", {"tumor_at_site": True}, "SERIOUS_DISEASE"),
]


@pytest.mark.parametrize(("id", "findings", "rule"), HARD)
def test_words_alone_never_open_a_hard_stop_and_a_record_does(
    id: str, findings: Mapping[str, Value], rule: str
) -> None:
    reason = item(id, override_reason=WORDS)
    assert (rule, "refused") in stops(reason, findings)
    named = replace(reason, overridden=(rule,))
    assert (rule, "refused") in stops(named, findings)
    assert rule not in {r for r, _ in stops(reason, {**findings, "loading_cleared": True})}
    assert (rule, "refused") in stops(reason, {**findings, "loading_cleared": False})


@given(st.sampled_from(sorted(library().exercises)), st.text(max_size=60))
def test_no_text_at_all_opens_a_torn_tendon(id: str, reason: str) -> None:
    shelf, torn = library(), {"avulsion_suspected@right": True}
    held = safety.concerns(shelf.rules["TENDON_TEAR"], shelf.exercises[id])
    found = stops(item(id, override_reason=f"{WORDS} {reason}"), torn)
    assert (("TENDON_TEAR", "refused") in found) is held


def test_walking_and_rest_stay_where_a_tumor_is_possible() -> None:
    for id in ("walking_program", "tibial_ankle_pumps", "position_90_90", "sitting_breaks"):
        assert not stops(item(id), {"tumor_at_site": True}), id


def test_every_override_is_named_with_its_rule_and_reason() -> None:
    stretch = item("hamstring_stretch_supine_strap", override_reason=WORDS)
    (told,) = [m for m in said(stretch, {"slr@right": True}) if "prints against" in m]
    assert "rule NEURAL_POSITIVE" in told
    assert WORDS in told


@pytest.mark.parametrize("steps", [("Straighten your right knee hard.", "Hold for 30 seconds."),
                                   ("Stay there for 10 breaths.",),
                                   ("Estire la pierna y manténgala ahí.",)])  # fmt: skip
def test_own_words_never_hold_a_slider(steps: tuple[str, ...]) -> None:
    slide = item("sciatic_slider_seated", own_steps=steps, override_reason=WORDS)
    assert stops(slide, {}) == {("", "refused")}
    assert not stops(item("sciatic_slider_seated", own_steps=("Go slow. Never hold.",)), {})


def test_own_words_hold_a_tensioner_for_two_seconds_with_a_reason() -> None:
    short = item("sciatic_tensioner", own_steps=("Hold for 2 seconds.",))
    assert stops(short, CALM) == {(DOSE, "blocked"), (TENSION, "blocked")}
    assert not stops(replace(short, override_reason=WORDS), CALM)
    long = item("sciatic_tensioner", own_steps=("Hold for 3 seconds.",), override_reason=WORDS)
    assert stops(long, CALM) == {("", "refused")}


def test_rules_see_own_words_of_any_exercise() -> None:
    words = ("Straighten your knee as far as it goes.", "Hold 60 seconds.")
    walk = item("walking_program", BOTH, own_steps=words)
    held = {("NEURAL_POSITIVE", "blocked"), (WORDING, "blocked")}
    assert stops(walk, {"slr@right": True}) == held
    assert any("own wording asks for it" in one for one in said(walk, {"slr@right": True}))
    assert not stops(walk, {"slr@right": False})
    plain = replace(walk, own_steps=("Walk to the park.",))
    assert stops(plain, {"slr@right": True}) == {(WORDING, "blocked")}
    assert not stops(replace(plain, override_reason=WORDS), {"slr@right": True})
    assert not stops(plain, {"slr@right": False})
    needles = item("walking_program", BOTH, own_steps=("Do dry needling.",), override_reason=WORDS)
    assert stops(needles, {}) == {("", "refused")}


@pytest.mark.parametrize(
    "words",
    [
        "Push through the pain.",
        "Do this even if your leg goes numb.",
        "Ignore numbness.",
        "Do not call the doctor.",
        "Take ibuprofen 800 mg four times a day.",
        "Take two more of your pain pills.",
        "Stop taking your blood thinner.",
        "Hold your breath and strain.",
        "Haga esto aunque duela.",
        "You must do this or you will end in a wheelchair.",
        "Your disc is torn and will get worse.",
        "Work through the burning.",
    ],
)
def test_own_words_never_order_what_a_sheet_may_not_say(words: str) -> None:
    assert ("", "refused") in stops(item("heel_slides", own_steps=(words,)), {})
    reason = item("heel_slides", own_steps=(words,), override_reason=WORDS)
    assert ("", "refused") in stops(reason, {})


SAID = [
    ("Lean forward as far as you can.", "spinal_flexion"),
    ("Touch your toes and stay down for a minute.", "spinal_flexion"),
    ("Reach down to your feet.", "spinal_flexion"),
    (
        "Put your heel on a chair. Keep the knee locked. Lean in. Hold 30 seconds.",
        "back_of_leg_stretch",
    ),
    ("Pull your knee up to your shoulder.", "spinal_flexion"),
    ("Do a cobra.", "spinal_extension_end"),
    ("Lie on your tummy.", "prone"),
    ("Lie supine.", "flat_on_back"),
    ("Lift 50 pounds.", "loaded"),
    ("Carry a heavy bag.", "loaded"),
    ("Go for a run.", "loaded"),
    ("Jog for 10 minutes.", "weight_bearing"),
    ("Rotate your body.", "spinal_rotation"),
    ("Roll on a tennis ball.", "skin_contact"),
    ("Toque los dedos de los pies.", "spinal_flexion"),
    ("Corra 5 km.", "loaded"),
    ("Levante 20 kilos.", "loaded"),
    ("Incline el tronco hacia atrás.", "spinal_extension_end"),
    ("Gire la cintura.", "spinal_rotation"),
]


@pytest.mark.parametrize(("words", "asked"), SAID)
def test_usual_words_are_read(words: str, asked: str) -> None:
    assert asked in asked_by((words,), library().own_words)


def test_what_no_word_list_foresees_wants_a_reason_while_a_rule_over_the_body_holds() -> None:
    odd = ("Do the thing that we tried.",)
    slide = item("sciatic_slider_seated", own_steps=odd)
    assert stops(slide, {"slr@right": True}) == {(WORDING, "blocked")}
    assert not stops(slide, {})
    assert not stops(replace(slide, override_reason=WORDS), {"slr@right": True})
    brace = item("abdominal_brace", BOTH, own_steps=odd, override_reason=WORDS)
    assert stops(brace, {"stress_fracture_suspected@right": True}) == {("", "refused")}
    assert not stops(item("abdominal_brace", BOTH), {"stress_fracture_suspected@right": True})


def test_own_words_that_name_the_other_side_alone_are_asked_about() -> None:
    slide = item("sciatic_slider_seated", own_steps=("Straighten your LEFT knee.",))
    assert stops(slide, {}) == {(SIDE, "blocked")}
    assert not stops(replace(slide, own_steps=("Lie left. Lift the right leg.",)), {})
    assert not stops(replace(slide, side=L), {}, L)
    assert not stops(replace(slide, side=BOTH), {}, BOTH)


def test_own_steps_are_told_to_stand_beside_library_pictures() -> None:
    own = item("heel_slides", own_steps=("Slide your right heel.",))
    assert any("check that they fit" in one for one in said(own, {}))


def test_a_load_for_a_child_wants_a_reason() -> None:
    loaded = item("glute_bridge", BOTH)
    for age, held in ((12, True), (18, False)):
        facts = case({}, R, age)
        found = safety.stops(safety.check_program(Program((loaded,)), facts, (), library()))
        assert bool(found) is held
        given = Program((replace(loaded, override_reason=WORDS),))
        assert not safety.stops(safety.check_program(given, facts, (), library()))


def test_own_steps_have_a_limit() -> None:
    assert stops(item("heel_slides", own_steps=("Move.",) * 11), {}) == {("", "refused")}
    assert stops(item("heel_slides", own_steps=("go " * 26,)), {}) == {("", "refused")}
    assert not stops(item("heel_slides", own_steps=("go " * 25,) * 10), {})


@pytest.mark.parametrize("exercise", library().exercises.values(), ids=lambda e: e.id)
def test_no_shipped_glide_is_taken_for_held(exercise: object) -> None:
    one = library().exercises[getattr(exercise, "id")]  # noqa: B009
    if dosing.longest_hold(one) is not None:
        assert hold_in((*one.steps, *one.brief)) is None


@pytest.mark.parametrize("part", ["minutes", "times_per_day", "days_per_week"])
@pytest.mark.parametrize("amount", [0, None])
def test_an_exercise_never_prints_without_its_dose(part: str, amount: int | None) -> None:
    walk = item("walking_program", BOTH, override_reason=WORDS)
    none = replace(walk, dose=replace(walk.dose, **{part: amount}))
    assert stops(none, {}) == {("", "refused")}
    assert stops(replace(walk, dose=Dose()), {}) == {("", "refused")}
    assert not stops(walk, {})


def test_a_side_glide_has_one_side_and_the_recorded_one() -> None:
    glide = "lateral_shift_correction"
    shifted: dict[str, Value] = {"lateral_shift": "left", "repeated_extension": "centralizes"}
    assert stops(item(glide, BOTH), shifted) == {("", "refused")}
    assert stops(item(glide, R), shifted) == {(SIDE, "blocked")}
    assert not stops(item(glide, L), shifted)
    assert not stops(item(glide, R, override_reason=WORDS), shifted)


def test_the_main_side_is_held_against_what_is_recorded() -> None:
    right: dict[str, Value] = {"leg_pain@right": True}
    slide = item("sciatic_slider_seated", L)
    assert stops(slide, right, L) == {(SIDE, "blocked")}
    assert not stops(replace(slide, override_reason=WORDS), right, L)
    assert any("main side is LEFT, recorded is RIGHT alone" in one for one in said(slide, right, L))
    assert not stops(item("sciatic_slider_seated", R), right, R)
    assert not stops(item("sciatic_slider_seated", R), {**right, "leg_pain@left": True}, R)
    assert not stops(slide, {}, L)
    both = item("sciatic_slider_seated", BOTH)
    assert any("main side is BOTH" in one for one in said(both, right, BOTH))
    assert not any("main side" in one for one in said(both, {**right, "tingling@left": True}, BOTH))


def test_a_complaint_without_a_side_softens_the_question() -> None:
    right: dict[str, Value] = {"knee_pain@right": True, "back_pain": True}
    found = safety.check_program(
        Program((item("walking_program", BOTH),)), case(right, L), (), library()
    )
    assert [(p.rule, p.severity) for p in found] == [(SIDE, "warning")]


def test_sides_are_read_from_symptoms() -> None:
    assert recorded_sides(case({"leg_pain@left": True, "slr@right": True})) == {L}
    assert recorded_sides(case({"numbness@right": True, "tingling@left": True})) == {L, R}
    assert recorded_sides(case({})) == frozenset()
    assert elsewhere(case({"leg_pain@left": True}, None)) == ""
    assert elsewhere(case({"leg_pain@left": True}, R)) == "LEFT"


def test_a_rule_says_when_it_was_found_on_the_other_side() -> None:
    stretch = item("hamstring_stretch_supine_strap", R)
    other = {"slr@left": True, "leg_pain@right": True}
    assert any("found on the other side, LEFT" in one for one in said(stretch, other))
    assert not any("other side" in one for one in said(stretch, {"slr@right": True}))


def test_two_walking_doses_are_not_on_one_sheet() -> None:
    known = {"peripheral_artery_disease_known": True}
    walks = Program((item("walking_program", BOTH), item("interval_walk_claudication", BOTH)))
    found = safety.stops(safety.check_program(walks, case(known), (), library()))
    assert [(p.item, p.severity) for p in found] == [(1, "refused")]
    assert "two walking doses" in found[0].message


def test_two_directions_on_one_sheet_want_a_reason() -> None:
    both: dict[str, Value] = {
        "repeated_flexion": "centralizes",
        "repeated_extension": "centralizes",
    }
    back, forward = item("prone_press_up", BOTH), item("flexion_seated", BOTH)
    found = safety.check_program(Program((back, forward)), case(both), (), library())
    assert [(p.item, p.rule) for p in safety.stops(found)] == [(1, DIRECTION)]
    given = Program((back, replace(forward, override_reason=WORDS)))
    assert not safety.stops(safety.check_program(given, case(both), (), library()))
    alone = Program((back, item("prone_lying", BOTH)))
    assert not safety.stops(safety.check_program(alone, case(both), (), library()))


def test_a_child_is_told_on_screen() -> None:
    assert any("The patient is 12" in one for one in said(item("heel_slides"), {}, age=12))
    assert not any("The patient is" in one for one in said(item("heel_slides"), {}, age=18))
