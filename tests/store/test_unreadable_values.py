"""A value that the program did not write is told; the rest is looked at all the same."""

from __future__ import annotations

import pytest

from pt_chart.store.administration import ChartAdministration
from pt_chart.store.stored_chart import StoredChart
from tests.places import Place
from tests.store.samples import CHEAP, SIGNATURE, new_visit


def test_an_unknown_word_in_a_signed_visit_ends_no_verification(
    chart: StoredChart, place: Place
) -> None:
    chart.sign(new_visit(), SIGNATURE)
    place.behind(chart, "UPDATE answer SET origin = 'wormhole'")
    place.behind(chart, "INSERT INTO erasure VALUES ('nobody', 'now', 'x', 'made up')")
    found = ChartAdministration(chart, CHEAP).verify().problems
    assert "A stored value is not what it should be (signed visits)." in found
    assert "1 erasures are not in the log." in found


@pytest.mark.parametrize("years", [-1, 51, 5000])
def test_years_beyond_all_sense_are_refused(chart: StoredChart, years: int) -> None:
    with pytest.raises(ValueError, match="0 to 50 years"):
        ChartAdministration(chart, CHEAP).past_retention(years)
