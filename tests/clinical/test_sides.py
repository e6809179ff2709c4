"""Sides in words."""

from __future__ import annotations

import pytest

from pt_chart.clinical.sides import Side


@pytest.mark.parametrize(
    ("side", "words", "told"),
    [
        (Side.RIGHT, "leg pain", "RIGHT leg pain"),
        (Side.RIGHT, "RIGHT back and leg pain", "RIGHT back and leg pain"),
        (Side.RIGHT, "right leg pain", "RIGHT leg pain"),
        (Side.LEFT, "right leg pain", "LEFT right leg pain"),
        (Side.BOTH, "both legs", "BOTH legs"),
        (Side.RIGHT, "Right", "RIGHT Right"),
        (Side.LEFT, "", "LEFT "),
    ],
)
def test_the_side_is_said_once_and_another_is_never_hidden(
    side: Side, words: str, told: str
) -> None:
    assert side.before(words) == told
