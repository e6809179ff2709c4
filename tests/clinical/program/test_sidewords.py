"""Sides in patient texts: one, or both in turn."""

from __future__ import annotations

import pytest

from pt_chart.clinical.program.sidewords import fill
from pt_chart.clinical.sides import Side
from tests.support.shipped_library import library


@pytest.mark.parametrize(
    ("text", "right", "both"),
    [
        ("Lift the {side} leg", "Lift the right leg", "Lift one leg"),
        ("Pull the {side} toes up", "Pull the right toes up", "Pull the toes up"),
        ("Cramp in the {side} calf", "Cramp in the right calf", "Cramp in one calf"),
        ("Bend {your_side} knee", "Bend your right knee", "Bend one knee"),
    ],
)
def test_both_sides_read_as_english(text: str, right: str, both: str) -> None:
    phrases = library().phrases
    assert fill(text, Side.RIGHT, phrases) == right
    assert fill(text, Side.BOTH, phrases) == both
