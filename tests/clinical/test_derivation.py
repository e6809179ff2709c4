"""Findings worked out from others: composites, umbrellas, structured tests, irritability."""

from typing import TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_chart.clinical.derivation import derive, irritability, step_conflicts
from pt_chart.clinical.facts import Facts
from pt_chart.clinical.findings import FindingKey, Value
from pt_chart.clinical.neurodynamics import Steps, remote_sensitizers, result_of
from pt_chart.clinical.sides import Side
from tests.support.findings import cases
from tests.support.shipped import vocabulary

L, R = Side.LEFT, Side.RIGHT


Entries: TypeAlias = dict[tuple[str, Side | None], Value]


def derived(values: Entries, age: int | None = None) -> Facts:
    """The derived facts of a case given by (id, side); a "#" in an id starts the level."""
    keys = {}
    for (name, side), value in values.items():
        id_, _, level = name.partition("#")
        keys[FindingKey(id_, side, level or None)] = value
    return derive(vocabulary(), Facts(keys, age=age))


@pytest.mark.parametrize(
    ("given_", "name", "side", "expected"),
    [
        ({("finger_floor_distance", None): 26}, "finger_floor_distance_over_25cm", None, True),
        ({("finger_floor_distance", None): 25}, "finger_floor_distance_over_25cm", None, False),
        ({("reflex_achilles", R): "0"}, "absent_ankle_reflex", R, True),
        ({("reflex_achilles", R): "1"}, "absent_ankle_reflex", R, False),
        ({("reflex_achilles", R): "1"}, "ankle_reflex_loss", R, True),
        ({("reflex_achilles", R): "1"}, "ankle_reflex_loss", L, None),
        ({("myotome#L5", L): "4"}, "great_toe_extension_weakness_l5", L, True),
        ({("myotome#L5", L): "5"}, "great_toe_extension_weakness_l5", L, None),
        ({("calf_pain", L): True}, "pain_below_knee", L, True),
        ({("calf_pain", None): True}, "pain_below_knee", None, True),
        ({("calf_pain", L): False}, "pain_below_knee", L, None),
        ({("temperature", None): 38.4}, "fever", None, True),
        ({("temperature", None): 37.0}, "fever", None, None),
        ({("leg_pain", Side.BOTH): True}, "bilateral_leg_symptoms", None, True),
        ({("abi", L): 0.9}, "abi_le_0_90", L, True),
        ({("post_void_residual", None): 200}, "post_void_residual_over_200ml", None, False),
    ],
)
def test_thresholds_and_umbrellas(
    given_: Entries,
    name: str,
    side: Side | None,
    expected: bool | None,
) -> None:
    """A limit is yes or no; an umbrella is only ever added as yes; no side is invented."""
    assert derived(given_).get(name, side) is expected


def test_age_bands() -> None:
    """Ages at the edges fall on the right side."""
    facts = derived({}, age=60)
    assert facts.get("age_60_or_over") is True
    assert facts.get("age_under_60") is False
    assert facts.get("age_over_65") is False
    assert derived({}).get("age_under_60") is None


def test_sacroiliac_cluster_counts_both_gaenslen_sides() -> None:
    """Six tests: Gaenslen on each side counts once."""
    two: Entries = {("sij_thigh_thrust", R): True, ("sij_gaenslen", R): True}
    assert derived(two).get("sij_three_or_more") is None
    assert derived({**two, ("sij_gaenslen", L): True}).get("sij_three_or_more") is True
    none: Entries = {
        (f"sij_{test}", side): False
        for test in ("distraction", "thigh_thrust", "compression", "sacral_thrust", "gaenslen")
        for side in (L, R)
    }
    assert derived(none).get("sij_three_or_more") is False
    assert derived(none).get("sij_all_six_negative") is True


KONNO_ALL: Entries = {
    ("diabetes", None): False,
    ("intermittent_claudication", None): True,
    ("worse_standing", None): True,
    ("relief_bending_forward", None): True,
    ("brought_on_by_flexion", None): False,
    ("brought_on_by_extension", None): True,
    ("abi", R): 1.1,
    ("reflex_achilles", R): "1",
    ("slr", R): False,
}


def test_konno_score_is_exact_at_the_limit() -> None:
    """Points as published: 7 is reached, 6 is not, and what misses stays open."""
    seven: Entries = {
        **KONNO_ALL,
        ("diabetes", None): True,
        ("worse_standing", None): False,
        ("relief_bending_forward", None): True,
        ("brought_on_by_extension", None): False,
        ("reflex_achilles", R): "2",
        ("slr", R): False,
        ("intermittent_claudication", None): False,
    }
    assert derived(seven, age=65).get("konno_tool_ge7") is True  # 1 + 3 + 3
    assert derived(seven, age=59).get("konno_tool_ge7") is False  # 3 + 3
    assert derived({**seven, ("slr", R): True}, age=70).get("konno_tool_ge7") is False  # 8 - 2
    open_case = {key: value for key, value in seven.items() if key != ("abi", R)}
    assert derived(open_case, age=65).get("konno_tool_ge7") is None
    assert derived(KONNO_ALL, age=75).get("konno_tool_ge7") is True


def test_wells_minus_two_for_another_cause() -> None:
    """Two points are likely; with another cause as likely they are not."""
    items = ("active_cancer", "paralysis_or_cast", "bedridden_or_surgery", "deep_vein_tenderness",
             "whole_leg_swollen", "calf_swelling_3cm", "pitting_edema", "collateral_veins",
             "previous_dvt")  # fmt: skip
    sided = {"paralysis_or_cast", "deep_vein_tenderness", "whole_leg_swollen",
             "calf_swelling_3cm", "pitting_edema", "collateral_veins"}  # fmt: skip
    case: Entries = {
        (name, R if name in sided else None): name in ("calf_swelling_3cm", "pitting_edema")
        for name in items
    }
    other = ("dvt_alternative_as_likely", None)
    assert derived({**case, other: False}).get("wells_dvt_likely") is True
    assert derived({**case, other: True}).get("wells_dvt_likely") is False
    assert derived(case).get("wells_dvt_likely") is None


def test_rules_without_published_weights_stay_unknown() -> None:
    """What cannot be computed is never shown as negative."""
    assert derived(KONNO_ALL, age=75).get("vroomen_eight_item_cluster") is None


@pytest.mark.parametrize(
    ("steps", "result"),
    [
        (Steps(True, ("shooting",), ("calf",), {"neck": "more"}), "neural"),
        (Steps(True, None, ("calf",), {"ankle": "more"}), "unclear"),
        (Steps(True, None, ("buttock",), {"hip": "more"}), "unclear"),
        (Steps(True, None, ("posterior_thigh",), {"ankle": "less"}), "neural"),
        (Steps(True, None, ("posterior_thigh",), {"ankle": "same"}), "familiar_unchanged"),
        (Steps(False, ("tingling",), ("calf",), {"neck": "more"}), "normal_neurogenic"),
        (Steps(False, ("stretch",), ("posterior_thigh",), {"ankle": "same"}), "local_stretch"),
        (Steps(False, ("burning",), ("posterior_thigh",), {"ankle": "same"}), "unclear"),
        (Steps(None, ("stretch",), (), {"ankle": "same"}), "unclear"),
        (Steps(None, ("none",), (), {}), "negative"),
        (Steps(None, None, ("calf",), {}), None),
    ],
)
def test_neurodynamic_result(steps: Steps, result: str | None) -> None:
    """Familiar and changed by a remote part is neural; the sensitizer must be remote."""
    assert result_of(steps) == result


def test_remote_sensitizers() -> None:
    """A sensitizer counts only when it is remote from every place that hurts."""
    assert remote_sensitizers(("calf",)) == ("neck", "hip")
    assert remote_sensitizers(("calf", "buttock")) == ("neck",)
    assert remote_sensitizers(()) == ("neck", "ankle", "hip")


def test_steps_win_over_a_typed_result_and_the_conflict_is_reported() -> None:
    """The program draws the conclusion from the steps and says what it contradicts."""
    values: dict[FindingKey, Value] = {
        FindingKey("slr", R): True,
        FindingKey("slr_familiar", R): False,
        FindingKey("slr_kind", R): ("stretch",),
        FindingKey("slr_ankle", R): "same",
    }
    facts = Facts(values)
    assert step_conflicts(vocabulary(), facts) == ((FindingKey("slr", R), "local_stretch"),)
    after = derive(vocabulary(), facts)
    assert after.get("slr", R) is False
    assert after.get("slr_result", R) == "local_stretch"
    assert after.get("any_neural_tension_positive", R) is not True


def test_unclear_steps_leave_the_typed_result() -> None:
    """Steps that decide nothing overrule nothing."""
    values: dict[FindingKey, Value] = {
        FindingKey("slump", L): True,
        FindingKey("slump_familiar", L): True,
    }
    facts = Facts(values)
    assert step_conflicts(vocabulary(), facts) == ()
    assert derive(vocabulary(), facts).get("slump", L) is True


@pytest.mark.parametrize(
    ("onset", "settle", "word"),
    [
        (5, 61, "high"),
        (5, 60, "moderate"),
        (None, 1441, "high"),
        (30, 60, "low"),
        (29, 60, "moderate"),
        (45, 90, "moderate"),
        (None, 5, "low"),
        (1, 5, "low"),
        (10, None, None),
        (None, 30, None),
    ],
)
def test_irritability(onset: float | None, settle: float | None, word: str | None) -> None:
    """The stated rule at its edges; half an answer gives no word."""
    assert irritability(onset, settle) == word


@given(cases())
def test_entered_values_stay(facts: Facts) -> None:
    """Nothing entered is overwritten, except a typed test by its own steps."""
    after = derive(vocabulary(), facts)
    typed = {key for key, _ in step_conflicts(vocabulary(), facts)}
    for key, value in facts.values.items():
        if key not in typed:
            assert after.values[key] == value


@given(cases())
def test_deriving_twice_changes_nothing(facts: Facts) -> None:
    """Derivation is a fixed point."""
    once = derive(vocabulary(), facts)
    assert derive(vocabulary(), once) == once


@given(cases())
def test_derived_facts_are_valid_and_mirrored(facts: Facts) -> None:
    """What is added belongs to the vocabulary, and exchanging the sides exchanges it."""
    after = derive(vocabulary(), facts)
    for key in after.values:
        assert key.id in vocabulary().fields
        assert key.side is None or vocabulary().fields[key.id].sided
    assert derive(vocabulary(), facts.mirrored()) == after.mirrored()


@given(cases(), st.data())
def test_order_of_entry_does_not_matter(facts: Facts, data: st.DataObject) -> None:
    """The same answers in another order give the same facts."""
    pairs = data.draw(st.permutations(list(facts.values.items())))
    shuffled = Facts(dict(pairs), facts.age, facts.sex, facts.side)
    assert derive(vocabulary(), shuffled) == derive(vocabulary(), facts)
