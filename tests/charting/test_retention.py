"""Until when a record is kept."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_chart.charting.retention import ADULT, RetentionPeriod, years_after

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))
YEARS = st.integers(1, 50)


@given(last=DAYS, born=st.none() | DAYS, years=YEARS)
def test_a_record_is_kept_the_whole_period_and_past_coming_of_age(
    last: date, born: date | None, years: int
) -> None:
    until = RetentionPeriod(years).until(last, born)
    assert until is not None
    assert until >= years_after(last, years)
    assert born is None or until >= years_after(born, ADULT)


@given(born=st.none() | DAYS, years=YEARS)
def test_nobody_seen_is_nothing_kept(born: date | None, years: int) -> None:
    assert RetentionPeriod(years).until(None, born) is None


def test_a_leap_day_ends_a_day_later() -> None:
    assert RetentionPeriod(10).until(date(2024, 2, 29), None) == date(2034, 3, 1)


@pytest.mark.parametrize("years", [0, -1, 51])
def test_no_period(years: int) -> None:
    with pytest.raises(ValueError, match="1 to 50 years"):
        RetentionPeriod(years)
