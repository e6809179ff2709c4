"""Name and reason of emergency access as the log holds them."""

from __future__ import annotations

import pytest

from pt_chart.charting.errors import UserRefused
from pt_chart.store.administration import ChartAdministration
from pt_chart.store.emergency_words import emergency_words
from pt_chart.store.stored_chart import StoredChart
from tests.places import Place
from tests.store.samples import CHEAP, PASSWORD


def test_what_cannot_be_seen_goes() -> None:
    who, why = emergency_words(" Dr.\u202e Ann\x00e\n Rowe ", "patient\tcollapsed\ud800")
    assert (who, why) == ("Dr. Ann e Rowe", "patient collapsed\ufffd")


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("", "collapsed"),
        ("\u202e", "collapsed"),
        ("...", "collapsed"),
        ("Anne", "\u200b" * 9),
        ("Olga Owner" + "x" * 80, "collapsed"),
        ("Anne", "collapsed " * 60),
    ],
)
def test_what_is_no_name_or_reason_is_refused(name: str, reason: str) -> None:
    with pytest.raises(UserRefused):
        emergency_words(name, reason)


def test_the_log_holds_them_in_one_line(chart: StoredChart, place: Place) -> None:
    code = ChartAdministration(chart, CHEAP).make_envelope(PASSWORD)
    chart.close()
    with pytest.raises(UserRefused):
        place.open_in_emergency(code, "x" * 100_000, "patient collapsed")
    reader = place.open_in_emergency(code, "Olga Owner" + " " * 300 + "x", "patient\ncollapsed")
    assert reader.user.name == "Olga Owner x (emergency access)"
    reader.close()
