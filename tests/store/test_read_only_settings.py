"""Whose settings are whose: emergency access keeps none, the words of notes are the clinicians'."""

from __future__ import annotations

import pytest

from pt_chart.charting.errors import NotAllowed
from pt_chart.clinical.people import Clinician
from pt_chart.store.administration import ChartAdministration
from pt_chart.store.stored_chart import StoredChart
from tests.fakes import FakeClock
from tests.places import Place
from tests.store.samples import CHEAP, PASSWORD

WORDS = ("phrases", "note_phrases", "unit_rule")
OTHER = "three other words"


@pytest.mark.parametrize("name", WORDS)
def test_the_front_desk_does_not_change_what_notes_say(
    chart: StoredChart, place: Place, name: str
) -> None:
    desk = Clinician("u3", "Lena", "", "front_desk")
    ChartAdministration(chart, CHEAP).add_user(desk, OTHER, PASSWORD)
    chart.save_setting(name, {"q": "as before"})
    assert chart.audit()[0].entry.detail == f"setting: {name}"
    now = chart._ledger.now
    chart.close()
    theirs = place.open("Lena", OTHER, clock=FakeClock(now))
    with pytest.raises(NotAllowed):
        theirs.save_setting(name, {"q": "evil"})
    assert theirs.setting(name) == {"q": "as before"}
    theirs.close()


def test_emergency_access_changes_no_setting(chart: StoredChart, place: Place) -> None:
    code = ChartAdministration(chart, CHEAP).make_envelope(PASSWORD)
    now = chart._ledger.now
    chart.close()
    found = place.open_in_emergency(code, "Dr. Vale", "the patient is here", clock=FakeClock(now))
    for name in (*WORDS, "letterhead", "last_visit"):
        with pytest.raises(NotAllowed):
            found.save_setting(name, {"q": "evil"})
    found.save_setting("printer/letter", {"name": "upstairs"})
    found.close()
