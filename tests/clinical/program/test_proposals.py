"""What is offered for a case, and what is held back."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_chart.clinical.program import dosing, safety
from pt_chart.clinical.program.library import ExerciseKind
from pt_chart.clinical.program.proposals import direction, propose
from pt_chart.clinical.reasoning.results import Tier
from pt_chart.clinical.sides import Side
from tests.clinical.program.assessments import assessment
from tests.clinical.program.test_check_program import cases
from tests.support.shipped_library import case, flag, library

ROOT = {"slr@right": True, "time_to_onset": 20, "time_to_settle": 30}


def offered(findings: Any, hypothesis: Any = "lumbar_radiculopathy", **more: Any) -> Any:
    found = propose(case(findings, **more), None, library(), hypothesis)
    return {one.exercise.id: one for one in found.proposed}


def held_back(findings: Any, hypothesis: Any = "lumbar_radiculopathy") -> Any:
    found = propose(case(findings), None, library(), hypothesis)
    return {one.exercise.id: one for one in found.blocked}


def test_a_positive_nerve_test_offers_sliders_and_holds_back_stretches() -> None:
    assert "sciatic_slider_seated" in offered(ROOT)
    blocked = held_back(ROOT)
    assert [rule.id for rule in blocked["hamstring_stretch_supine_strap"].rules] == [
        "NEURAL_POSITIVE"
    ]
    assert "sciatic_slider_seated" in blocked["hamstring_stretch_supine_strap"].instead
    assert blocked["hamstring_stretch_supine_strap"].keys[0].id == "slr"


def test_a_positive_nerve_test_offers_sliders_while_the_order_is_open() -> None:
    """No hypothesis is recorded and no cause stands clear: the rule names what to do instead."""
    found = offered(ROOT, None)
    assert {"sciatic_slider_seated", "sciatic_slider_supine", "walking_program"} <= set(found)
    assert "nerve test is positive" in found["sciatic_slider_seated"].why


def test_tightness_without_nerve_signs_offers_the_stretch() -> None:
    found = offered({"hamstring_tight@right": True, "slr@right": False}, "hamstring_tightness")
    assert "hamstring_stretch_supine_strap" in found
    assert found["hamstring_stretch_supine_strap"].why.endswith(
        "Dose: a practice article, the lowest grade of evidence."
    )


@pytest.mark.parametrize(
    ("condition", "first"),
    [
        ("hamstring_tightness", "hamstring_stretch_supine_strap"),
        ("hamstring_strain", "hamstring_heel_dig"),
        ("proximal_hamstring_tendinopathy", "long_lever_bridge_iso"),
        ("deep_gluteal_syndrome", "figure_four_supine"),
        ("lumbar_spinal_stenosis", "knee_to_chest_single"),
        ("nocturnal_leg_cramp", "hamstring_calf_bedtime"),
    ],
)
def test_each_condition_starts_with_its_own(condition: Any, first: Any) -> None:
    assert next(iter(offered({"slr@right": False}, condition))) == first


def test_a_reason_spells_out_the_side_and_says_whose_dose_it_is() -> None:
    why = offered(ROOT)["sciatic_slider_supine"].why
    assert "RIGHT" in why
    assert "nerve test is positive" in why
    assert "Irritability moderate" in why
    assert "our default" in why


@pytest.mark.parametrize(
    "finding", ["repeated_extension", "repeated_extension_lying", "lumbar_extension_effect"]
)
def test_bending_back_is_offered_only_when_it_centralizes(finding: Any) -> None:
    assert "prone_press_up" not in offered(ROOT)
    assert [r.id for r in held_back(ROOT)["prone_press_up"].rules] == ["EXTENSION_NOT_SHOWN"]
    found = offered({**ROOT, finding: "centralizes"})
    assert "prone_press_up" in found
    assert "Bending back moves the pain up." in found["prone_press_up"].why
    assert finding in [key.id for key in found["prone_press_up"].keys]


def test_stenosis_is_offered_bending_forward() -> None:
    found = offered({"repeated_flexion": "centralizes"}, "lumbar_spinal_stenosis")
    assert {"flexion_seated", "knee_to_chest_single"} <= set(found)
    assert direction(case({"repeated_flexion": "centralizes"}))[0] == "flexion"
    assert direction(case({})) == ("", ())


BACK = ("prone_lying", "prone_on_elbows", "prone_press_up", "standing_extension")


@pytest.mark.parametrize("hypothesis", [None, "referred_somatic_pain", "sij_pain"])
def test_the_direction_that_centralizes_is_offered_whatever_the_cause(hypothesis: Any) -> None:
    back = {"back_pain": True, "repeated_extension": "centralizes"}
    found = offered(back, hypothesis)
    assert set(BACK) <= set(found)
    assert any(id in BACK for id in list(found)[:3])
    assert found["prone_lying"].why.startswith("Movement in one direction. Bending back moves")
    assert "flexion_seated" not in found
    forward = offered({"back_pain": True, "directional_preference": "flexion"}, hypothesis)
    assert "Bending forward moves the pain up." in forward["flexion_seated"].why
    assert not set(BACK) & set(forward)
    assert "flexion_seated" not in offered({"back_pain": True}, hypothesis)


def test_the_glide_of_the_nerve_whose_test_is_positive_is_offered_whatever_the_cause() -> None:
    assert "femoral_slider_sidelying" not in offered(ROOT)
    found = offered({"femoral_nerve_stretch@right": True})
    glides = [id for id, one in found.items() if "nerve" in one.exercise.target]
    assert glides[0] == "femoral_slider_sidelying"
    assert "A nerve test is positive." in found["femoral_slider_sidelying"].why
    assert "A nerve test" not in found["sciatic_slider_seated"].why
    assert "sciatic_slider_seated" in offered({"slr@right": True}, "hip_oa")


def test_a_recorded_shift_offers_the_side_glide_whatever_the_cause() -> None:
    found = offered({"back_pain": True, "lateral_shift": "left"}, None)
    assert found["lateral_shift_correction"].side is Side.LEFT
    assert "A shift of the trunk is recorded." in found["lateral_shift_correction"].why


def test_high_irritability_starts_with_rest_and_pumps_at_the_lowest_dose() -> None:
    facts = {"slr@right": True, "time_to_onset": 2, "time_to_settle": 120}
    found = offered(facts)
    assert next(iter(found)) == "position_90_90"
    assert "tibial_ankle_pumps" in found
    assert "sciatic_slider_seated" not in found
    pumps = found["tibial_ankle_pumps"]
    assert pumps.dose.reps == pumps.exercise.limits.low.reps


def test_a_tensioner_is_never_proposed() -> None:
    found = offered({"time_to_settle": 3})
    assert "sciatic_tensioner" not in found


def test_a_side_glide_takes_the_side_of_the_shift() -> None:
    assert "lateral_shift_correction" not in offered(ROOT)
    found = offered({**ROOT, "lateral_shift": "left"})
    assert found["lateral_shift_correction"].side is Side.LEFT


def test_a_band_for_the_shin_is_for_a_weak_foot() -> None:
    assert "ankle_dorsiflexion_band" not in offered(ROOT)
    assert "ankle_dorsiflexion_band" in offered({**ROOT, "myotome@right#L4": "4"})


def test_without_a_hypothesis_only_easy_movement_is_offered() -> None:
    assert set(offered({}, None)) <= {"walking_program", "position_90_90"}


def test_the_first_offers_are_of_different_kinds() -> None:
    found = list(offered({**ROOT, "repeated_extension": "centralizes"}).values())[:4]
    assert len({one.exercise.kind for one in found}) == 4


def test_an_open_emergency_offers_nothing_and_says_so() -> None:
    found = propose(
        case(ROOT), assessment(flags=(flag(Tier.EMERGENCY),)), library(), "lumbar_radiculopathy"
    )
    assert found.proposed == ()
    assert found.blocked == ()
    assert "safety-net card" in found.locked


def test_growing_weakness_locks_too() -> None:
    found = propose(
        case({"progressive_weakness@right": True}), None, library(), "lumbar_radiculopathy"
    )
    assert found.locked
    assert not found.proposed


@given(
    cases(),
    st.sampled_from(
        [
            "lumbar_radiculopathy",
            "hamstring_tightness",
            "hamstring_strain",
            "lumbar_spinal_stenosis",
            "deep_gluteal_syndrome",
            None,
        ]
    ),
)
def test_what_is_offered_passes_the_check(facts: Any, hypothesis: Any) -> None:
    shelf = library()
    found = propose(facts, None, shelf, hypothesis)
    for one in found.proposed:
        assert safety.blocking(one.exercise, one.side, facts, shelf) == ()
        assert dosing.problems(one.exercise, one.dose) == ()
        assert one.exercise.kind is not ExerciseKind.CLINIC_ONLY
    for held in found.blocked:
        assert held.rules
        assert held.why
    assert not {p.exercise.id for p in found.proposed} & {b.exercise.id for b in found.blocked}


@given(cases())
def test_nothing_indicated_is_dropped_without_a_word(facts: Any) -> None:
    shelf = library()
    found = propose(facts, None, shelf, "hamstring_tightness")
    if found.locked:
        return
    listed = {p.exercise.id for p in found.proposed} | {b.exercise.id for b in found.blocked}
    for exercise in shelf.exercises.values():
        plain = exercise.offer_when is None and exercise.kind is not ExerciseKind.CLINIC_ONLY
        if "hamstring_tightness" in exercise.indications and plain:
            assert exercise.id in listed
