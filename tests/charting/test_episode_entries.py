"""The log between visits: both stores keep every version and refuse what would lose one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from pt_chart.charting.episode_entries import EntryChanged, correct, new_entry, strike
from pt_chart.charting.errors import ChartDamaged, NotAllowed, RecordMissing
from pt_chart.charting.ports import AuditAction, ChartStore
from pt_chart.clinical.care.episode_log import (
    Authorization,
    Contact,
    ContactKind,
    EpisodeRecord,
    NextVisit,
    Referral,
    UnitRule,
)
from pt_chart.store.chart_file import ChartFile
from pt_chart.store.open import create_chart
from tests.fakes import THERAPIST
from tests.places import EVERY_STORE, empty_store
from tests.store.samples import CHEAP, EPISODE, NOON, PASSWORD, PATIENT

CALL = Contact(date(2026, 11, 4), ContactKind.CALL_FROM_PATIENT, "patient", "worse at night")
RECORDS: tuple[EpisodeRecord, ...] = (
    CALL,
    NextVisit(date(2026, 11, 28), "10:00"),
    Contact(date(2026, 11, 5), ContactKind.MISSED, outcome="座骨 \U0001f9b5"),
    Authorization("Plan A", "A-1", 12, date(2026, 11, 1), None, UnitRule.CMS),
    Referral(
        date(2026, 11, 6), "Dr. Vale", "weakness", seen=date(2026, 11, 9), answer="x" * 100_000
    ),
)


@pytest.fixture(params=EVERY_STORE)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[ChartStore]:
    """A store of each kind with one episode."""
    with empty_store(request, tmp_path) as made:
        made.save_patient(PATIENT)
        made.save_episode(EPISODE)
        yield made


def test_every_record_reads_back_the_same(store: ChartStore) -> None:
    entries = [new_entry(store, EPISODE.id, one, THERAPIST.id, NOON) for one in RECORDS]
    assert set(store.episode_log(EPISODE.id).entries) == set(entries)
    assert store.episode_log("another").entries == ()


def test_a_correction_is_a_new_version_and_both_are_kept(store: ChartStore) -> None:
    first = new_entry(store, EPISODE.id, CALL, THERAPIST.id, NOON)
    second = correct(store, first, replace(CALL, outcome="comes earlier"), THERAPIST.id, NOON)
    log = store.episode_log(EPISODE.id)
    assert log.versions(first.id) == (first, second)
    assert log.contacts == (second.record,)
    assert correct(store, second, second.record, THERAPIST.id, NOON) is second


def test_a_correction_of_an_older_version_is_refused(store: ChartStore) -> None:
    first = new_entry(store, EPISODE.id, CALL, THERAPIST.id, NOON)
    correct(store, first, replace(CALL, outcome="mine"), THERAPIST.id, NOON)
    with pytest.raises(EntryChanged) as refused:
        correct(store, first, replace(CALL, outcome="theirs"), THERAPIST.id, NOON)
    assert refused.value.advice
    assert [e.version for e in store.episode_log(EPISODE.id).entries] == [1, 2]


def test_struck_entries_stay_readable_with_the_reason(store: ChartStore) -> None:
    first = new_entry(store, EPISODE.id, CALL, THERAPIST.id, NOON)
    with pytest.raises(ValueError, match="needs a reason"):
        strike(store, first, "  ", THERAPIST.id, NOON)
    struck = strike(store, first, "other patient", THERAPIST.id, NOON)
    log = store.episode_log(EPISODE.id)
    assert (log.contacts, log.current) == ((), (struck,))


def test_entries_are_logged_without_their_words(store: ChartStore) -> None:
    entry = new_entry(store, EPISODE.id, CALL, THERAPIST.id, NOON)
    correct(store, entry, replace(CALL, about="secret"), THERAPIST.id, NOON)
    lines = [line.entry for line in store.audit(PATIENT.id)]
    assert [line.action for line in lines[:2]] == [AuditAction.CHANGE, AuditAction.CREATE]
    assert not any("secret" in line.detail or "night" in line.detail for line in lines)


def test_an_entry_needs_its_episode(store: ChartStore) -> None:
    with pytest.raises(RecordMissing):
        new_entry(store, "nowhere", CALL, THERAPIST.id, NOON)


def test_a_broken_paste_does_not_stop_it(store: ChartStore) -> None:
    entry = new_entry(store, EPISODE.id, replace(CALL, about="x\ud800y"), THERAPIST.id, NOON)
    (kept,) = store.episode_log(EPISODE.id).contacts
    assert kept == entry.record


def test_the_database_refuses_to_change_or_remove_an_entry(tmp_path: Path) -> None:
    chart = create_chart(tmp_path / "clinic.ptchart", THERAPIST, PASSWORD, cost=CHEAP)
    chart.save_patient(PATIENT)
    chart.save_episode(EPISODE)
    new_entry(chart, EPISODE.id, CALL, THERAPIST.id, NOON)
    for change in ("UPDATE episode_entry SET struck = 'x'", "DELETE FROM episode_entry"):
        said = text(change)
        with pytest.raises(ChartDamaged, match="altered"):
            chart._write(lambda t: t.connection.execute(said))  # noqa: B023  run at once
    assert len(chart.episode_log(EPISODE.id).entries) == 1
    chart.check()
    chart.abandon()


def test_the_front_desk_keeps_calls_and_sees_no_referral(tmp_path: Path) -> None:
    chart = create_chart(tmp_path / "clinic.ptchart", THERAPIST, PASSWORD, cost=CHEAP)
    chart.save_patient(PATIENT)
    chart.save_episode(EPISODE)
    for one in RECORDS:
        new_entry(chart, EPISODE.id, one, THERAPIST.id, NOON)
    _become(chart, "front_desk")
    log = chart.episode_log(EPISODE.id)
    assert (len(log.contacts), len(log.authorizations), log.referrals) == (2, 1, ())
    new_entry(chart, EPISODE.id, CALL, THERAPIST.id, NOON)
    with pytest.raises(NotAllowed):
        new_entry(chart, EPISODE.id, RECORDS[-1], THERAPIST.id, NOON)
    chart.abandon()


def _become(chart: ChartFile, role: str) -> None:
    chart._user = replace(chart.user, role=role)
