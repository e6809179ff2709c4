"""A flag of the last signed visit, not asked or tested again, is named in note and report."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from pt_chart.charting.clinic_session import ClinicSession, OpenVisit
from pt_chart.charting.clinical_papers import report
from pt_chart.charting.narrative.writing import write_note
from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.clinical.narrative.plain_text import note_text
from pt_chart.clinical.sides import Side
from pt_chart.clinical.visit import VisitKind
from pt_chart.documents import report as paper
from tests.documents import reading, report_samples
from tests.fakes import FakeClock
from tests.ui import clinic

TOES = FindingKey("myotome", Side.RIGHT, "L5")
TOLD = "Leg weakness, mild: raised on {day}, not asked or tested again yet."


@pytest.fixture
def clock() -> FakeClock:
    """A clock that the tests move."""
    return FakeClock()


@pytest.fixture
def session(clock: FakeClock, monkeypatch: pytest.MonkeyPatch) -> ClinicSession:
    """A clinic whose patient had mild weakness in the visit signed last, two days ago."""
    made = clinic.session(clock)
    opened = made.start_visit(made.store.episode("e1"))
    opened.desk.set_answer(TOES, Answer("4"))
    monkeypatch.setattr(ClinicSession, "signing_needs", lambda _self: ())
    made.sign()
    made.close_visit()
    clock.now += timedelta(days=2)
    return made


def next_visit(session: ClinicSession) -> tuple[OpenVisit, str]:
    """A visit begun now, and what is to be told of the one before."""
    opened = session.start_visit(session.store.episode("e1"))
    before = opened.desk.previous[0].date
    return opened, TOLD.format(day=f"{before:%b} {before.day}")


def printed(session: ClinicSession, opened: OpenVisit) -> str:
    """The words of the printed report of a discharge."""
    made = report(session, opened)
    made = replace(made, visit=replace(made.visit, kind=VisitKind.DISCHARGE))
    return reading.words(paper.render(made, report_samples.Bodies()))


def test_what_was_not_tested_again_is_named(session: ClinicSession) -> None:
    opened, told = next_visit(session)
    note = write_note(session, opened)
    assert told in note_text(note)
    (sentence,) = (one for one in note.sentences if one.text.endswith(told))
    assert str(TOES) in sentence.links
    text = printed(session, opened)
    assert text.count(told) == 2, "in the summary and under Red flags"
    assert text.index("No red flag raised by what was asked and found.") < text.index(told)


def test_what_was_tested_again_is_not(session: ClinicSession) -> None:
    opened, told = next_visit(session)
    weak = {key for flag in opened.live.former_flags() for key in flag.flag.keys}
    for key in weak:
        opened.desk.set_answer(key, Answer("5"))
    assert not [one for one in opened.live.former_flags() if one.standing]
    assert told not in note_text(write_note(session, opened))
    assert told not in printed(session, opened)


def test_what_is_raised_again_is_told_once_as_raised(session: ClinicSession) -> None:
    opened, told = next_visit(session)
    opened.desk.set_answer(TOES, Answer("4"))
    text = note_text(write_note(session, opened))
    assert "Flag raised: Leg weakness, mild." in text
    assert told not in text
