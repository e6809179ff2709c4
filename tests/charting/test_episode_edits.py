"""Changing an episode: what cannot be is refused by field, medicines keep their triggers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_chart.charting.care.episode_edits import (
    change_episode,
    listed,
    medicines_named,
    onset_problem,
)
from pt_chart.charting.care.log_records import FieldRefused
from pt_chart.clinical.people import Medicine
from pt_chart.clinical.sides import Side
from tests.fakes import FakeClock
from tests.ui import clinic

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    "onset",
    [
        "2027-03-01",
        "11/22/2026",
        "since 3/1/27",
        "Dec 6, 2026 after lifting",
        "after lifting on 6 December 2026",
        "Jan. 2, 2027",
    ],
)
def test_an_onset_that_lies_ahead_is_refused(onset: str) -> None:
    assert "lies ahead" in onset_problem(onset, TODAY)


@pytest.mark.parametrize(
    "onset",
    [
        "",
        "Nov 21, 2026",
        "2026-11-21",
        "6 Oct 2026 after lifting",
        "three months ago",
        "99/99/2027",
    ],
)
def test_an_onset_in_the_past_or_in_words_is_taken(onset: str) -> None:
    assert onset_problem(onset, TODAY) == ""


@given(st.text(max_size=80))
def test_any_words_can_be_an_onset(onset: str) -> None:
    said = onset_problem(onset, TODAY)
    assert said == "" or "lies ahead" in said


def test_a_medicine_that_stays_keeps_what_it_may_trigger() -> None:
    known = (Medicine("atorvastatin", "statin"), Medicine("ibuprofen"))
    assert medicines_named("ibuprofen; atorvastatin ; aspirin;", known) == (
        Medicine("ibuprofen"),
        Medicine("atorvastatin", "statin"),
        Medicine("aspirin"),
    )
    assert listed(" ; ") == ()


def test_only_what_is_said_of_the_episode_changes() -> None:
    session = clinic.session(FakeClock())
    opened = session.start_visit(session.store.episode("e1"))
    before = opened.desk.episode
    told: list[object] = []
    opened.desk.changed.connect(told.append)
    wild = replace(before, side=Side.LEFT, patient_id="p2", complaint="new words")
    assert change_episode(session, opened, wild)
    assert opened.desk.episode == replace(before, complaint="new words")
    assert session.store.episode("e1") == opened.desk.episode
    assert len(told) == 1
    assert not change_episode(session, opened, opened.desk.episode)
    assert len(told) == 1


@pytest.mark.parametrize(("part", "text"), [("complaint", "  "), ("onset", "since 2999-01-01")])
def test_what_cannot_be_names_its_field_and_changes_nothing(part: str, text: str) -> None:
    session = clinic.session(FakeClock())
    opened = session.start_visit(session.store.episode("e1"))
    before = opened.desk.episode
    with pytest.raises(FieldRefused) as refusal:
        change_episode(session, opened, replace(before, **{part: text}))  # type: ignore[arg-type]
    assert refusal.value.field == part
    assert session.store.episode("e1") == before
    assert opened.desk.episode == before
