"""Phrases with short codes: kept in the chart, expanded where a code ends a text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pt_chart.charting.clinic_phrases import LONGEST, STARTERS, ClinicPhrases
from pt_chart.clinical.sides import Side
from tests.fakes import MemoryStore


def test_a_code_behind_its_mark_is_expanded() -> None:
    phrases = ClinicPhrases(MemoryStore())
    found = phrases.expand("Today: ;tol", Side.RIGHT)
    assert found is not None
    assert found.start == 7
    assert "RIGHT leg" in found.text
    assert phrases.expand("tol", Side.RIGHT) is None
    assert phrases.expand("a;tol", Side.RIGHT) is None
    assert phrases.expand(";nobody", Side.RIGHT) is None
    without = phrases.expand(";tol", None)
    assert without is not None
    assert "___ leg" in without.text


def test_they_are_kept_in_the_chart() -> None:
    store = MemoryStore()
    phrases = ClinicPhrases(store)
    phrases.save(";Gym", "Gym program, level 2.")
    phrases.remove("hep")
    again = ClinicPhrases(store).phrases
    assert again["gym"] == "Gym program, level 2."
    assert "hep" not in again
    assert set(STARTERS) - {"hep"} <= set(again)


@pytest.mark.parametrize(
    ("code", "text", "why"),
    [
        ("", "words", "1 to 12"),
        ("two words", "words", "1 to 12"),
        ("ok", "  ", "needs words"),
        ("ok", "x" * (LONGEST + 1), "at most"),
    ],
)
def test_what_cannot_be_used_says_the_fix(code: str, text: str, why: str) -> None:
    phrases = ClinicPhrases(MemoryStore())
    with pytest.raises(ValueError, match=why):
        phrases.save(code, text)


@given(st.text(max_size=40))
@settings(max_examples=50)
def test_ordinary_text_is_left_alone(text: str) -> None:
    found = ClinicPhrases(MemoryStore()).expand(text, Side.LEFT)
    assert found is None or text[found.start] == ";"
