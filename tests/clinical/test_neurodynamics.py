"""A covert change is the healthy response only where both sides are alike."""

import pytest

from pt_chart.clinical.neurodynamics import (
    NORMAL_NEUROGENIC,
    UNCLEAR,
    Steps,
    reason_words,
    result_of,
    steps_of,
)
from pt_chart.clinical.sides import Side
from tests.clinical.reasoning.cases import case


@pytest.mark.parametrize(
    ("here", "there", "result"),
    [(40, 70, UNCLEAR), (60, 65, NORMAL_NEUROGENIC), (70, 40, NORMAL_NEUROGENIC)],
)
def test_a_covert_change_needs_both_sides_alike(here: int, there: int, result: str) -> None:
    facts = case(
        {
            "slr_familiar@right": False,
            "slr_where@right": ("posterior_thigh",),
            "slr_ankle@right": "more",
            "slr_first_angle@right": here,
            "slr_first_angle@left": there,
        }
    )
    assert result_of(steps_of("slr", facts, Side.RIGHT)) == result


@pytest.mark.parametrize(
    ("here", "there", "result"),
    [(40, 10, UNCLEAR), (30, 25, NORMAL_NEUROGENIC), (10, 40, NORMAL_NEUROGENIC)],
)
def test_a_slumped_knee_further_from_straight_is_the_earlier_symptom(
    here: int, there: int, result: str
) -> None:
    facts = case(
        {
            "slump_familiar@right": False,
            "slump_where@right": ("posterior_thigh",),
            "slump_ankle@right": "more",
            "slump_first_angle@right": here,
            "slump_first_angle@left": there,
        }
    )
    assert result_of(steps_of("slump", facts, Side.RIGHT)) == result


@pytest.mark.parametrize(
    ("steps", "words"),
    [
        (
            Steps(True, None, (), {"neck": "more", "ankle": "more"}),
            "familiar, more with neck and ankle",
        ),
        (Steps(False, None, (), {"neck": "same"}), "not familiar, same with neck"),
        (Steps(True, None, (), {"neck": "less", "ankle": "same"}), "familiar, less with neck"),
        (Steps(None, None, (), {}), ""),
    ],
)
def test_what_a_result_rests_on_is_told_in_a_few_words(steps: Steps, words: str) -> None:
    assert reason_words(steps) == words
