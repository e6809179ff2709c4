"""Post-test arithmetic and the weights made of likelihood ratios."""

import math
from dataclasses import replace
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_chart.clinical.reasoning.knowledge import Knowledge
from pt_chart.clinical.reasoning.likelihood import (
    crosses_one,
    likelihood_ratios,
    point_weight,
    post_test,
)
from pt_chart.clinical.reasoning.scoring import combine

shares = st.floats(0, 1)
ratios = st.floats(0, 1e6)
weights = st.lists(st.floats(-3, 3), min_size=0, max_size=8)


def test_the_worked_example() -> None:
    assert post_test(0.20, 17) == pytest.approx(0.8095, abs=5e-5)


@given(ratios | st.just(math.inf))
def test_impossible_and_certain_stay(ratio: float) -> None:
    assert post_test(0, ratio) == 0
    assert post_test(1, ratio) == 1


@given(shares)
def test_ratio_one_changes_nothing(share: float) -> None:
    assert post_test(share, 1) == share


def test_ratio_zero_and_infinity() -> None:
    assert post_test(0.3, 0) == 0
    assert post_test(0.3, math.inf) == 1


@given(shares, ratios, ratios)
def test_a_larger_ratio_never_gives_less(share: float, one: float, two: float) -> None:
    low, high = sorted((one, two))
    assert post_test(share, low) <= post_test(share, high) + 1e-12


@pytest.mark.parametrize(("share", "ratio"), [(-0.1, 2), (1.1, 2), (0.5, -1), (0.5, math.nan)])
def test_nonsense_is_refused(share: float, ratio: float) -> None:
    with pytest.raises(ValueError, match=r"outside|must be"):
        post_test(share, ratio)


def test_ratios_from_sensitivity_and_specificity() -> None:
    positive, negative = likelihood_ratios(0.94, 0.78)
    assert positive == pytest.approx(4.27, abs=0.01)
    assert negative == pytest.approx(0.08, abs=0.005)
    assert likelihood_ratios(1, 1) == (math.inf, 0)
    with pytest.raises(ValueError, match="sensitivity"):
        likelihood_ratios(1.2, 0.5)


def test_an_interval_that_crosses_one() -> None:
    assert crosses_one((0.96, 53))
    assert not crosses_one((1.06, 37))
    assert not crosses_one(None)


@given(weights, st.floats(0, 3))
def test_adding_support_never_lowers_a_group(found: list[float], more: float) -> None:
    before = combine(np.array(found), 0.2)
    assert combine(np.array([*found, more]), 0.2) >= before - 1e-12


@given(weights, st.randoms(use_true_random=False))
def test_groups_know_no_order(found: list[float], chance: Random) -> None:
    mixed = list(found)
    chance.shuffle(mixed)
    assert combine(np.array(mixed), 0.2) == pytest.approx(combine(np.array(found), 0.2))


@given(weights)
def test_a_weight_of_nothing_changes_nothing(found: list[float]) -> None:
    assert combine(np.array([*found, 0.0]), 0.2) == combine(np.array(found), 0.2)


@given(st.floats(0.05, 3), st.integers(2, 8))
def test_correlated_findings_count_about_once(weight: float, count: int) -> None:
    many = combine(np.full(count, weight), 0.2)
    assert weight <= many <= weight * (1 + 0.2 * (count - 1)) + 1e-9


def test_disagreement_shrinks_towards_nothing() -> None:
    assert abs(combine(np.array([1.0, -0.8]), 0.2)) < 1.0


def test_weights_are_capped_and_shrunk(knowledge: Knowledge) -> None:
    constants = knowledge.constants
    for row in knowledge.scored:
        study = knowledge.studies[row.study]
        most = constants.cap_positive_replicated if row.replicated else constants.cap_positive
        for present in (True, False):
            weight = point_weight(row, present, study, constants)
            assert math.log(constants.cap_negative) - 1e-9 <= weight <= math.log(most) + 1e-9


def test_a_ratio_not_shown_to_help_weighs_nothing(knowledge: Knowledge) -> None:
    row = next(row for row in knowledge.scored if row.lr_positive_ci and row.use == "weigh")
    doubtful = replace(row, lr_positive_ci=(0.9, 5.0))
    study = knowledge.studies[row.study]
    assert point_weight(doubtful, True, study, knowledge.constants) == 0
