"""The idle lock's minutes are the clinic's: bounded, for who manages the users, with a line."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pt_chart.charting.access import require
from pt_chart.charting.errors import NotAllowed, ServerLost
from pt_chart.charting.idle_lock import SETTING, USUAL, idle_minutes, save_idle_minutes
from pt_chart.store.setting_rules import is_logged, right_to_keep
from tests.fakes import THERAPIST, FakeClock
from tests.ui.clinic import filled_store


@pytest.mark.parametrize("kept", [None, 0, -1, 61, 35_000, "5", True, 2.5])
def test_what_cannot_be_is_the_usual_one(kept: object) -> None:
    store = filled_store(FakeClock())
    store.save_setting(SETTING, kept)  # type: ignore[arg-type]
    assert idle_minutes(store) == USUAL


def test_a_server_that_is_slow_just_now_keeps_nobody_out(monkeypatch: pytest.MonkeyPatch) -> None:
    store = filled_store(FakeClock())

    def lost(_name: str) -> None:
        raise ServerLost

    monkeypatch.setattr(store, "setting", lost)
    assert idle_minutes(store) == USUAL


def test_a_choice_is_kept_within_its_bounds() -> None:
    store = filled_store(FakeClock())
    save_idle_minutes(store, 60)
    assert idle_minutes(store) == 60
    for minutes in (0, 61):
        with pytest.raises(ValueError, match="choose 1 to 60"):
            save_idle_minutes(store, minutes)
    assert idle_minutes(store) == 60


def test_it_is_for_who_manages_the_users_and_is_logged() -> None:
    desk = replace(THERAPIST, role="front_desk", administers=False)
    assert is_logged(SETTING)
    with pytest.raises(NotAllowed):
        require(desk, right_to_keep(desk, SETTING, None, 60))
