"""Whose settings are whose: emergency access keeps none, the words of notes are the clinicians'."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from pt_chart.charting.audit import AuditAction
from pt_chart.charting.errors import NotAllowed
from pt_chart.charting.retention import RetentionPeriod
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


def test_a_choice_that_keeps_people_out_is_told_with_its_numbers(chart: StoredChart) -> None:
    for minutes in (30, 20):
        chart.save_setting("idle lock minutes", minutes)
    told = [one.entry.detail for one in chart.audit() if one.entry.action is AuditAction.USERS]
    assert told[:2] == [
        "setting: idle lock minutes: 30 to 20",
        "setting: idle lock minutes: our default to 30",
    ]
    for value in (True, "20", 0, 61, None):
        with pytest.raises(ValueError, match="choose 1 to 60"):
            chart.save_setting("idle lock minutes", value)
    assert chart.setting("idle lock minutes") == 20


@pytest.mark.parametrize("name", [" idle lock minutes", "access seen own ", "", "a\u202eb", "a\nb"])
def test_a_name_that_only_looks_like_one_is_refused(chart: StoredChart, name: str) -> None:
    with pytest.raises(ValueError, match="words that can be seen"):
        chart.save_setting(name, 5)


@pytest.mark.parametrize(
    "past",
    [
        "UPDATE setting SET content = '60' WHERE name = 'idle lock minutes'",
        "DELETE FROM setting WHERE name = 'idle lock minutes'",
        "UPDATE setting SET content = '1000000' WHERE name LIKE 'access seen %'",
        "INSERT INTO setting VALUES ('access seen somebody', '1000000')",
        "UPDATE setting SET content = '1' WHERE name = 'retention years'",
    ],
)
def test_a_choice_that_was_made_past_the_program_is_found(chart: StoredChart, past: str) -> None:
    """No trigger holds it: the program changes it as well."""
    administration = ChartAdministration(chart, CHEAP)
    for number, period in ((5, 11), (7, 12)):
        chart.save_setting("idle lock minutes", number)
        chart.save_setting(f"access seen {chart.user.id}", number)
        administration.save_retention(RetentionPeriod(period))
    assert administration.verify().problems == ()
    chart._write(lambda t: t.connection.execute(text(past)))
    assert administration.verify().problems == (
        "1 settings of the administration are not what the log says.",
    )
