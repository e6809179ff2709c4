"""Retention and erasing: everything of a patient goes, that it went stays."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Connection, select, text

from pt_chart.charting.audit import AuditAction
from pt_chart.charting.episode_entries import new_entry
from pt_chart.charting.errors import (
    ChartDamaged,
    RecordMissing,
    ServerRefused,
    SignedAlready,
    WrongPassword,
)
from pt_chart.clinical.care.episode_log import Contact, ContactKind
from pt_chart.clinical.people import Patient
from pt_chart.store.administration import ChartAdministration
from pt_chart.store.records import metadata
from pt_chart.store.stored_chart import StoredChart
from tests.fakes import FakeClock
from tests.soak.clinic import with_history
from tests.store.samples import CHEAP, NOON, PASSWORD, PATIENT, new_visit


def _left_of_gone(connection: Connection) -> list[str]:
    """Tables that still hold a row of the erased patient."""
    return [
        table.name
        for table in metadata.tables.values()
        if table.name not in {"audit", "seal", "erasure"}
        and any("gone" in str(tuple(row)) for row in connection.execute(select(table)))
    ]


@pytest.fixture
def administration(chart: StoredChart) -> ChartAdministration:
    """The chart as its first user administers it."""
    chart._ledger._clock = FakeClock(chart._ledger.now)
    return ChartAdministration(chart, CHEAP)


def test_a_patient_goes_with_everything_signed(
    chart: StoredChart, administration: ChartAdministration
) -> None:
    with_history(chart, "gone")
    with_history(chart, "stays")
    for one in ("gone", "stays"):
        call = Contact(NOON.date(), ContactKind.MISSED, outcome=f"call of {one}")
        new_entry(chart, f"episode of {one}", call, chart.user.id, NOON)
    administration.erase("gone", "ten years past", PASSWORD)
    with pytest.raises(RecordMissing):
        chart.patient("gone")
    assert chart.search("gone") == ()
    assert chart._read(_left_of_gone) == []
    assert len(chart.visits_of("episode of stays")) == 2
    assert len(chart.episode_log("episode of stays").contacts) == 1
    line = chart.audit("gone")[0]
    assert line.entry.action is AuditAction.ERASE
    assert "ten years past" in line.entry.detail
    assert administration.verify().sound


def test_what_was_erased_is_not_in_the_file(
    chart: StoredChart, administration: ChartAdministration, path: Path
) -> None:
    """Pages are overwritten (secure_delete) and the write-ahead file is emptied."""
    with_history(chart, "gone")
    administration.erase("gone", "asked for by law", PASSWORD)
    assert path.with_name(f"{path.name}-wal").stat().st_size == 0
    free = chart._read(lambda c: c.scalar(text("PRAGMA secure_delete")))
    assert free == 1


def test_erasing_asks_for_reason_and_password(
    chart: StoredChart, administration: ChartAdministration
) -> None:
    with pytest.raises(WrongPassword):
        administration.erase(PATIENT.id, "x", "wrong")
    with pytest.raises(ValueError, match="reason"):
        administration.erase(PATIENT.id, "  ", PASSWORD)
    with pytest.raises(RecordMissing):
        administration.erase("nobody", "x", PASSWORD)
    assert chart.patient(PATIENT.id) == PATIENT


def test_only_an_erasure_opens_the_way(chart: StoredChart) -> None:
    """A signed visit cannot be deleted, and an erasure cannot be made up or taken back."""
    with_history(chart, "stays")

    def run(statement: str) -> None:
        chart._write(lambda t: t.connection.execute(text(statement)))

    with pytest.raises(SignedAlready):
        run("DELETE FROM addendum WHERE visit_id = 'first of stays'")
    with pytest.raises(SignedAlready):
        run("DELETE FROM visit WHERE id = 'first of stays'")
    run("INSERT INTO erasure VALUES ('stays', 'now', 'nobody', 'made up')")
    for change in ("UPDATE erasure SET reason = 'x'", "DELETE FROM erasure"):
        # On a server the program's role has not even the right to try.
        with pytest.raises((ChartDamaged, ServerRefused), match=r"altered|lacks a right"):
            run(change)
    outcome = ChartAdministration(chart, CHEAP).verify()
    assert "1 erasures are not in the log." in outcome.problems


def test_who_is_past_retention(chart: StoredChart, administration: ChartAdministration) -> None:
    chart.save_draft(new_visit(date=date(2012, 3, 1)))
    chart.save_patient(Patient("never", "9", "Never", "Seen", None))
    found = administration.past_retention(10)
    assert [(one.patient.id, one.visits) for one in found] == [("never", 0), (PATIENT.id, 1)]
    assert administration.past_retention(20) == found[:1]
