"""Published scores, comparisons, next tests, contradictions, prompts and the script form."""

import json

import pytest

from pt_chart.clinical.facts import Facts
from pt_chart.clinical.findings import FindingKey, Value
from pt_chart.clinical.reasoning.engine import assess
from pt_chart.clinical.reasoning.knowledge import Knowledge
from pt_chart.clinical.reasoning.results import Assessment, Direction, PublishedScore
from pt_chart.clinical.reasoning.script import assessment_json
from pt_chart.clinical.sides import Side
from tests.clinical.reasoning.cases import case

KONNO: dict[str, Value] = {
    "diabetes": False,
    "neurogenic_claudication_history": True,
    "worse_standing": True,
    "relief_bending_forward": True,
    "brought_on_by_flexion": False,
    "brought_on_by_extension": False,
    "reflex_achilles": "2",
    "slr": False,
}


def score(assessment: Assessment, id: str) -> PublishedScore:
    """One published score of an assessment."""
    return next(one for one in assessment.scores if one.id == id)


def test_a_full_konno_score(knowledge: Knowledge) -> None:
    found = score(assess(case({**KONNO, "abi": 1.0}, age=72), knowledge), "konno_2007")
    assert (found.status, found.total, found.maximum) == ("complete", 2 + 1 + 3 + 2 + 3 + 3, 16)


def test_a_missing_item_that_cannot_matter_is_decided(knowledge: Knowledge) -> None:
    found = score(assess(case(KONNO, age=72), knowledge), "konno_2007")
    assert (found.status, found.total) == ("decided", None)
    assert "7 or more" in found.meaning


def test_a_missing_item_that_matters_is_incomplete(knowledge: Knowledge) -> None:
    found = score(assess(case({"worse_standing": True}, age=72), knowledge), "konno_2007")
    assert found.status == "incomplete"
    assert "negative" not in found.meaning
    assert "Ankle-brachial index" in found.meaning


@pytest.mark.parametrize(
    ("id", "findings", "age", "total"),
    [
        (
            "cook_2011_lss",
            {
                "bilateral_leg_symptoms": True,
                "leg_pain_worse_than_back_pain": True,
                "worse_walking": True,
                "relief_sitting": True,
            },
            70,
            5,
        ),
        ("martin_dgs", {"seated_piriformis_stretch": True, "active_piriformis": False}, 30, 1),
        (
            "laslett_sij",
            {
                "sij_distraction": True,
                "sij_thigh_thrust@left": True,
                "sij_compression": True,
                "sij_sacral_thrust": False,
                "sij_gaenslen@left": False,
                "sij_gaenslen@right": False,
                "centralization": False,
            },
            30,
            3,
        ),
        (
            "konstantinou_2012",
            {
                "pain_below_knee": True,
                "leg_pain_worse_than_back_pain": True,
                "numbness_or_tingling": False,
            },
            30,
            2,
        ),
        ("nadeau_vascular", {"calf_pain": True, "relief_standing_still": True}, 60, 2),
        (
            "wells_dvt",
            {
                "active_cancer": False,
                "paralysis_or_cast@left": False,
                "bedridden_or_surgery": True,
                "deep_vein_tenderness@left": True,
                "whole_leg_swollen@left": False,
                "calf_swelling_3cm@left": True,
                "pitting_edema@left": True,
                "collateral_veins@left": False,
                "previous_dvt": False,
                "dvt_alternative_as_likely": True,
            },
            50,
            2,
        ),
    ],
)
def test_published_scores_add_up(
    id: str, findings: dict[str, Value], age: int, total: float, knowledge: Knowledge
) -> None:
    found = score(assess(case(findings, age=age), knowledge), id)
    assert found.status == "complete"
    assert found.total == total


def test_laslett_is_not_read_when_pain_centralizes(knowledge: Knowledge) -> None:
    findings = {"sij_distraction": True, "centralization": True}
    assert score(assess(case(findings), knowledge), "laslett_sij").status == "incomplete"


def test_scores_nobody_began_are_left_out(knowledge: Knowledge) -> None:
    assert assess(Facts(), knowledge).scores == ()


def test_rows_are_lit_by_this_patient(knowledge: Knowledge) -> None:
    facts = case({"tingling@right": True, "pain_below_knee@right": True}, side=Side.RIGHT)
    tables = {table.id: table for table in assess(facts, knowledge).comparisons}
    assert set(tables) == {
        "hamstring_or_sciatic_nerve",
        "piriformis_or_root",
        "spasm_or_cramp",
        "l5_root_or_common_fibular",
        "neurogenic_or_vascular_claudication",
    }
    rows = {row.feature: row for row in tables["hamstring_or_sciatic_nerve"].rows}
    assert rows["Kind of symptom"].lit == "right"
    assert "RIGHT" in rows["Kind of symptom"].patient
    assert rows["Ankle reflex"].lit == "not_tested"
    assert rows["Ankle reflex"].patient == "not tested"


def test_flags_and_neurology_come_before_separating_tests(knowledge: Knowledge) -> None:
    facts = case({"pain_below_knee@right": True, "back_pain": True}, side=Side.RIGHT, age=45)
    kinds = [test.kind for test in assess(facts, knowledge).next_tests]
    assert kinds == sorted(kinds, key=["flag", "neuro", "discriminating"].index)
    assert set(kinds) == {"flag", "neuro", "discriminating"}


def test_next_tests_are_open_and_say_why(knowledge: Knowledge) -> None:
    facts = case({"slr@right": True, "back_pain": True}, side=Side.RIGHT, age=45)
    for test in assess(facts, knowledge).next_tests:
        assert test.why
        assert test.finding in knowledge.vocabulary.fields
        assert test.finding not in {"slr", "back_pain"}


def test_unsteady_gait_asks_for_cord_signs_first(knowledge: Knowledge) -> None:
    tests = assess(case({"wide_based_gait": True}), knowledge).next_tests
    assert "plantar_response" in {test.finding for test in tests if test.kind == "flag"}


def test_both_legs_denied_beside_pain_on_both_sides_is_named(knowledge: Knowledge) -> None:
    said = {"bilateral_leg_symptoms": False, "calf_pain@right": True}
    assert not assess(case(said, side=Side.RIGHT, age=50), knowledge).contradictions
    both = said | {"calf_pain@left": True}
    (found,) = assess(case(both, side=Side.RIGHT, age=50), knowledge).contradictions
    assert "both legs hurt" in found.words


def test_bending_back_that_centralizes_and_forward_that_does_the_reverse_is_a_direction(
    knowledge: Knowledge,
) -> None:
    said = {"repeated_extension_lying": "centralizes", "repeated_flexion": "peripheralizes"}
    assert not assess(case(said, side=Side.RIGHT, age=50), knowledge).contradictions


def test_contradictions_are_named(knowledge: Knowledge) -> None:
    both = case({"relief_sitting": True, "sitting_aggravation_buttock@left": True})
    (found,) = assess(both, knowledge).contradictions
    assert "Sitting" in found.words
    assert len(found.keys) == 2


def test_steps_win_over_a_typed_result_and_say_so(knowledge: Knowledge) -> None:
    typed = case(
        {"slr@left": True, "slr_familiar@left": False, "slr_neck@left": "same"}, side=Side.LEFT
    )
    assessment = assess(typed, knowledge)
    (found,) = assessment.contradictions
    assert "LEFT" in found.words
    assert "the steps count" in found.words


def test_findings_only_on_the_other_side_are_named(knowledge: Knowledge) -> None:
    assessment = assess(case({"slr@left": True}, side=Side.RIGHT), knowledge)
    assert "main side is RIGHT" in assessment.contradictions[0].words


def test_hamstring_shortness_never_competes(knowledge: Knowledge) -> None:
    measured: dict[str, Value] = {
        "passive_knee_extension@left": 38,
        "knee_extension_ankle_neck@left": "same",
    }
    assessment = assess(case(measured), knowledge)
    assert "hamstring_tightness" not in {cause.condition for cause in assessment.ranked}
    (short,) = assessment.impairments
    assert short.of(Direction.FOR)


def test_hamstring_shortness_needs_an_angle_and_a_differentiation(knowledge: Knowledge) -> None:
    cases: tuple[tuple[dict[str, Value], Direction | None], ...] = (
        ({"hamstring_tight@left": True}, None),
        ({"passive_knee_extension@left": 38}, None),
        (
            {"passive_knee_extension@left": 38, "knee_extension_ankle_neck@left": "more"},
            Direction.AGAINST,
        ),
    )
    for findings, direction in cases:
        (short,) = assess(case(findings), knowledge).impairments
        assert short.tested is (direction is not None)
        assert direction is None or short.of(direction)


def test_a_result_is_said_to_change_the_order_only_where_it_does(knowledge: Knowledge) -> None:
    """What the panel promises of a single finding holds when the finding is entered."""
    said = 0
    cases: tuple[dict[str, Value], ...] = (
        {"posterior_thigh_pain@right": True, "mechanism": ("sprint",), "burning_pain": True},
        {"buttock_pain@right": True, "worse_sitting": True, "slr@right": True},
        {"sacral_pain": True, "constant_pain": True},
        {"groin_pain@right": True, "buttock_pain@right": True, "back_pain": True},
        {"worse_walking": True, "calf_pain@right": True, "back_pain": True},
    )
    for findings in cases:
        facts = case(findings, age=40, side=Side.RIGHT)
        for test in assess(facts, knowledge).next_tests:
            if not test.flips:
                assert "would come before" not in test.why
                continue
            said += 1
            sided = knowledge.vocabulary.fields[test.finding].sided
            key = FindingKey(test.finding, Side.RIGHT if sided else None)
            after = assess(facts.with_values({key: test.flips == "present"}), knowledge)
            assert f"{after.ranked[0].name} would come before" in test.why
    assert said


def test_what_is_charted_is_not_offered_again(knowledge: Knowledge) -> None:
    steps: dict[str, Value] = {
        "slr_familiar@right": True,
        "slr_ankle@right": "more",
        "slr_where@right": ("posterior_thigh",),
        "pulse_dorsalis_pedis@right": "normal",
        "pulse_posterior_tibial@right": "normal",
        "worse_walking": True,
        "relief_sitting": True,
        "shopping_cart_sign": True,
    }
    offered = {t.finding for t in assess(case(steps, side=Side.RIGHT), knowledge).next_tests}
    charted = {"bragard_dorsiflexion", "pulse_abnormality", "relief_bending_forward"}
    assert not offered & {*charted, "neurogenic_claudication_history"}


def test_bragard_follows_from_the_steps_only_where_the_ankle_is_remote(
    knowledge: Knowledge,
) -> None:
    for where, remote in (("posterior_thigh", True), ("calf", False)):
        steps: dict[str, Value] = {
            "slr_familiar@right": True,
            "slr_ankle@right": "more",
            "slr_where@right": (where,),
        }
        found = assess(case(steps, side=Side.RIGHT), knowledge)
        root = next(c for c in found.ranked if c.condition == "lumbar_radiculopathy")
        # The raise was positive, so that its figure (after a negative raise) does not weigh.
        lines = [line.finding for line in root.of(Direction.NEUTRAL)]
        assert ("bragard_dorsiflexion" in lines) is remote
        assert "bragard_dorsiflexion" not in [line.finding for line in root.of(Direction.FOR)]


def test_laslett_counts_gaenslen_of_both_sides(knowledge: Knowledge) -> None:
    tests: dict[str, Value] = {
        "sij_thigh_thrust@right": True,
        "sij_distraction@right": True,
        "sij_compression@right": False,
        "sij_sacral_thrust@right": False,
    }
    for right, left, total in ((False, True, 3.0), (True, True, 4.0), (False, False, 2.0)):
        sides: dict[str, Value] = {"sij_gaenslen@right": right, "sij_gaenslen@left": left}
        facts = case({**tests, **sides}, side=Side.RIGHT)
        score = next(s for s in assess(facts, knowledge).scores if s.id == "laslett_sij")
        assert (score.total, score.status) == (total, "complete")


def test_corrected_rows_are_shown_and_weigh_nothing(knowledge: Knowledge) -> None:
    facts = case({"slr@left": True, "light_touch@left#L5": "reduced"}, side=Side.LEFT)
    causes = {cause.condition: cause for cause in assess(facts, knowledge).ranked}
    gluteal = [line for line in causes["deep_gluteal_syndrome"].lines if line.finding == "slr"]
    assert [(line.lr, line.weight, bool(line.note)) for line in gluteal] == [(3.2, 0.0, True)]
    root = [line for line in causes["lumbar_radiculopathy"].lines if line.finding == "light_touch"]
    assert [(line.lr, line.direction) for line in root] == [(0.82, Direction.NEUTRAL)]


def test_a_chosen_starting_set_moves_only_the_start(knowledge: Knowledge) -> None:
    facts = case({"slr@left": True}, age=66)
    chosen = next(one for one in knowledge.starting_sets if one.id == "over_60_walking_leg_pain")
    usual = {one.condition: one for one in assess(facts, knowledge).ranked}
    other = {one.condition: one for one in assess(facts, knowledge, chosen).ranked}
    assert other["lumbar_spinal_stenosis"].middle > usual["lumbar_spinal_stenosis"].middle
    assert other["lumbar_spinal_stenosis"].lines == usual["lumbar_spinal_stenosis"].lines


def test_the_script_form_is_plain_json(knowledge: Knowledge) -> None:
    facts = case({"taking_off_shoe_test@left": True, "urinary_retention": True}, age=30)
    data = json.loads(json.dumps(assessment_json(assess(facts, knowledge)), allow_nan=False))
    assert data["action"] == "emergency"
    assert data["flags"][0]["because"]
    assert data["knowledge"]["version"]
    assert len(data["knowledge"]["sha256"]) == 64
    strain = next(one for one in data["ranked"] if one["condition"] == "hamstring_strain")
    assert strain["neutral"][0]["lr"] == "infinite"
    assert {"for", "against", "not_tested", "band", "low", "high"} <= strain.keys()
    assert "%" not in json.dumps(data["ranked"][0]["band"])


def test_a_line_follows_a_changed_grade(knowledge: Knowledge) -> None:
    for grade in ("4-", "4", "4-"):
        facts = case({"myotome@left#L5": grade}, side=Side.LEFT)
        root = next(
            one
            for one in assess(facts, knowledge).ranked
            if one.condition == "lumbar_radiculopathy"
        )
        words = [line.words for line in root.of(Direction.FOR) if line.finding == "myotome"]
        assert [one.rsplit(" ", 1)[1] for one in words] == [grade]


def test_a_comparison_says_once_what_is_the_same_on_both_sides(knowledge: Knowledge) -> None:
    findings: dict[str, Value] = {
        "tightness_sensation@left": True,
        "tightness_sensation@right": True,
        "cramping_pain@right": True,
    }
    tables = assess(case(findings, side=Side.BOTH, age=30), knowledge).comparisons
    hamstring = next(table for table in tables if table.id == "hamstring_or_sciatic_nerve")
    assert set(hamstring.causes) >= {"hamstring_strain", "lumbar_radiculopathy"}
    kind = hamstring.rows[0].patient
    assert "Tightness or stiffness felt BOTH" in kind
    assert kind.count("Tightness") == 1
    assert "RIGHT" in kind


def test_a_no_beside_a_sign_of_its_kind_is_named_once(knowledge: Knowledge) -> None:
    findings: dict[str, Value] = {"bladder_dysfunction": False, "urinary_retention": True}
    (found,) = assess(case(findings, age=50), knowledge).contradictions
    assert found.words.startswith("Bladder trouble of any kind: no, but Trouble starting urine")
    assert [key.id for key in found.keys] == ["bladder_dysfunction", "urinary_retention"]
    drop: dict[str, Value] = {"leg_weakness@right": False, "myotome@right#L5": "4"}
    named = assess(case(drop, age=50, side=Side.RIGHT), knowledge).contradictions
    assert len([one for one in named if "leg_weakness" in {key.id for key in one.keys}]) == 1
