"""A clock that was set while the chart was closed is noticed as long as the computer runs."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from pt_chart.charting.audit import AuditAction
from pt_chart.store import clock_note
from pt_chart.store.chart_file import ChartFile
from pt_chart.store.clock_note import ClockNote
from pt_chart.store.open import create_chart, open_chart
from tests.fakes import THERAPIST, FakeClock
from tests.store.samples import CHEAP, NOON, PASSWORD

KEY = bytes(range(32))


class Computer:
    """Runs on; its start and the seconds since are told to the note."""

    def __init__(self) -> None:
        self.start, self.running = "first start", 100.0


@pytest.fixture
def computer(monkeypatch: pytest.MonkeyPatch) -> Computer:
    """The computer that the note asks."""
    made = Computer()
    monkeypatch.setattr(clock_note, "this_start", lambda: made.start)
    monkeypatch.setattr(clock_note, "since_start", lambda: made.running)
    return made


@pytest.mark.parametrize(
    ("passed", "clock", "words"),
    [
        (3600, timedelta(hours=1), ""),
        (9 * 3600, timedelta(hours=9, minutes=50), ""),
        (60, timedelta(days=2), "forward by 48 hours"),
        (9 * 3600, timedelta(hours=4), "back by 5 hours"),
        (9 * 3600, timedelta(hours=-4), "back by 13 hours"),
    ],
)
def test_what_the_clock_says_is_held_against_the_time_that_passed(
    tmp_path: Path, computer: Computer, passed: float, clock: timedelta, words: str
) -> None:
    ClockNote(tmp_path / "seen", "chart", KEY).write(NOON)
    computer.running += passed
    told = ClockNote(tmp_path / "seen", "chart", KEY).jumped(NOON + clock)
    assert words in told
    assert bool(told) == bool(words)
    assert not told or "when it said Nov 10, 2026 12:30" in told


def test_a_note_of_another_start_key_or_hand_says_nothing(
    tmp_path: Path, computer: Computer
) -> None:
    note, ahead = ClockNote(tmp_path, "chart", KEY), NOON + timedelta(days=9)
    assert note.jumped(ahead) == "", "there is none yet"
    note.write(NOON)
    assert note.jumped(ahead)
    assert ClockNote(tmp_path, "chart", bytes(32)).jumped(ahead) == ""
    file = tmp_path / "chart.clock"
    for broken in (file.read_text().replace("2026", "2027"), "", "x\ny\n", "{}\n{}\n"):
        kept = file.read_text()
        file.write_text(broken)
        assert note.jumped(ahead) == ""
        file.write_text(kept)
    computer.start = "second start"
    assert note.jumped(ahead) == ""
    computer.start = ""
    assert note.jumped(ahead) == ""
    assert ClockNote(None, "chart", KEY).jumped(ahead) == ""


def test_unlocking_tells_and_asks(tmp_path: Path, computer: Computer) -> None:
    path, seen = tmp_path / "chart" / "clinic.ptchart", tmp_path / "seen"

    def opened(clock: timedelta) -> ChartFile:
        now = FakeClock(NOON + clock)
        return open_chart(path, THERAPIST.name, PASSWORD, clock=now, witness=seen)

    create_chart(path, THERAPIST, PASSWORD, cost=CHEAP, clock=FakeClock(NOON)).close()
    opened(timedelta(minutes=1)).close()
    computer.running += 9 * 3600
    right = opened(timedelta(hours=9))
    assert (right.clock_question, right.clock_remark) == ("", "")
    right.close()
    computer.running += 3600
    ahead = opened(timedelta(days=3))
    assert "set forward by 3 days" in ahead.clock_question
    assert "21:30. Is Nov 13, 2026 12:30 right?" in ahead.clock_question
    line = next(one for one in ahead.audit() if one.entry.action is AuditAction.CLOCK)
    assert "set forward" in line.entry.detail
    ahead.close()


def test_back_within_the_hours_since_the_last_line_is_told_too(
    tmp_path: Path, computer: Computer
) -> None:
    """The clock is not behind the log, and yet it was set back."""
    path, seen = tmp_path / "chart" / "clinic.ptchart", tmp_path / "seen"
    create_chart(path, THERAPIST, PASSWORD, cost=CHEAP, clock=FakeClock(NOON)).close()
    open_chart(path, THERAPIST.name, PASSWORD, clock=FakeClock(NOON), witness=seen).close()
    computer.running += 12 * 3600
    later = FakeClock(NOON + timedelta(hours=5))
    back = open_chart(path, THERAPIST.name, PASSWORD, clock=later, witness=seen)
    assert "set back by 7 hours" in back.clock_question
    assert back.clock_remark == ""
    back.close()
