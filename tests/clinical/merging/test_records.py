"""Records of the register that were changed at two places: what one side changed is taken."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from pt_chart.clinical.merging.records import merged_record
from pt_chart.clinical.people import Patient

READ = Patient("p", "101", "Aldous", "Mira", date(1982, 4, 14), phone="1", alerts=("fainting",))
TEXTS = st.sampled_from(("", "1", "2", "3"))
LISTS = st.lists(st.sampled_from("abcd"), unique=True, max_size=4).map(tuple)
PEOPLE = st.builds(
    lambda phone, email, alerts: replace(READ, phone=phone, email=email, alerts=alerts),
    TEXTS,
    TEXTS,
    LISTS,
)


def test_two_fields_of_two_people_are_both_taken() -> None:
    mine, stored = replace(READ, phone="555"), replace(READ, email="m@example.org")
    assert merged_record(READ, mine, stored) == (replace(mine, email="m@example.org"), ())


def test_alerts_of_both_are_kept_and_what_was_taken_away_is_gone() -> None:
    mine = replace(READ, alerts=("pacemaker",))
    stored = replace(READ, alerts=("fainting", "latex allergy"))
    merged, met = merged_record(READ, mine, stored)
    assert merged.alerts == ("latex allergy", "pacemaker")
    assert met == ()


def test_one_field_with_two_values_stays_as_stored_and_is_named() -> None:
    mine, stored = replace(READ, phone="2", email="m"), replace(READ, phone="3")
    merged, met = merged_record(READ, mine, stored)
    assert (merged.phone, merged.email, met) == ("3", "m", ("phone",))


@given(PEOPLE, PEOPLE, PEOPLE)
def test_nobodys_change_is_lost(read: Patient, mine: Patient, stored: Patient) -> None:
    merged, met = merged_record(read, mine, stored)
    for name in ("phone", "email"):
        before, own, there, now = (getattr(one, name) for one in (read, mine, stored, merged))
        assert now == (own if there == before else there)
        assert (name in met) == (len({before, own, there}) == 3)
    added = {*mine.alerts, *stored.alerts} - {*read.alerts}
    assert added <= set(merged.alerts)
    assert not set(merged.alerts) - {*mine.alerts, *stored.alerts}


@given(PEOPLE, PEOPLE)
def test_alone_it_is_stored_as_it_was_typed(read: Patient, mine: Patient) -> None:
    assert merged_record(read, mine, read) == (mine, ())
    assert merged_record(read, read, mine) == (mine, ())
