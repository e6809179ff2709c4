"""Days in words, and months by their names."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_chart.clinical.program.dates import (
    MONTHS,
    date_words,
    day_and_month,
    moment_words,
    month_number,
    visit_words,
    weekday_words,
)


@given(st.dates())
def test_a_day_in_words_names_its_month(day: date) -> None:
    month, number, year = date_words(day).replace(",", "").split()
    assert (month_number(month), int(number), int(year)) == (day.month, day.day, day.year)


@given(st.integers(1, 12), st.integers(3, 9), st.booleans())
def test_three_letters_name_a_month(number: int, length: int, capital: bool) -> None:
    begun = MONTHS[number - 1][:length]
    assert month_number(begun if capital else begun.casefold()) == number


@pytest.mark.parametrize("word", ["", "xyz", "marching", "13", "mar."])
def test_no_month_is_zero(word: str) -> None:
    assert month_number(word) == 0


@pytest.mark.parametrize(
    ("at", "words"),
    [
        ("", "Monday, Nov 30, 2026"),
        ("09:30", "Monday, Nov 30, 2026, at 9:30 am"),
        ("12:05", "Monday, Nov 30, 2026, at 12:05 pm"),
        ("00:00", "Monday, Nov 30, 2026, at 12:00 am"),
        ("13:00", "Monday, Nov 30, 2026, at 1:00 pm"),
    ],
)
def test_a_visit_has_its_weekday_and_hour(at: str, words: str) -> None:
    assert visit_words(date(2026, 11, 30), at) == words


def test_shorter_forms() -> None:
    day = date(2026, 11, 3)
    assert day_and_month(day) == "Nov 3"
    assert weekday_words(day) == "Tue, Nov 3, 2026"
    assert moment_words(datetime(2026, 11, 3, 14, 5, tzinfo=UTC)) == "Nov 3, 2026 14:05"
