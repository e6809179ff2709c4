"""Numbers to call: what a patient can dial is taken, everything else is named."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_chart.clinical.phone_numbers import number_fault

GOOD = (
    "",
    "(555) 010-0142",
    "555-0142",
    "555.010.0142",
    "+1 555 010 0142",
    "+49 (0)30 1234567",
    "(555) 010-0142 ext. 12",
    "555 010 0142 x7",
)
BAD = ("x" * 60, "999", "ask at the desk", "-", "12345", "555-0142 or 555-0143", "1" * 16, "911!")


@pytest.mark.parametrize("text", GOOD)
def test_what_can_be_dialed_is_taken(text: str) -> None:
    assert number_fault(text) == ""


@pytest.mark.parametrize("text", BAD)
def test_what_cannot_is_named_with_the_fix(text: str) -> None:
    assert "no number to call" in number_fault(text)
    assert repr(text) in number_fault(text)


@pytest.mark.parametrize("text", ["911", "112", "15", "+1 911"])
def test_emergency_numbers_are_short(text: str) -> None:
    assert number_fault(text, emergency=True) == ""
    assert number_fault("1", emergency=True)


@given(st.text(max_size=40))
def test_no_text_makes_it_fail_and_what_is_taken_has_digits(text: str) -> None:
    fault = number_fault(text)
    assert fault or not text or sum(sign.isdigit() for sign in text) >= 6
