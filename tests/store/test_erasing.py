"""Retention and erasing: everything of a patient goes, that it went stays."""

from __future__ import annotations

from dataclasses import replace
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
    StillKept,
    WrongPassword,
)
from pt_chart.charting.retention import RetentionPeriod
from pt_chart.charting.transfer_port import ImportBatch
from pt_chart.clinical.care.episode_log import Contact, ContactKind
from pt_chart.clinical.people import Patient
from pt_chart.clinical.visit import Withdrawal
from pt_chart.store import files, register
from pt_chart.store.administration import ChartAdministration
from pt_chart.store.imported_records import ORIGINAL
from pt_chart.store.records import metadata
from pt_chart.store.setting_rules import RETENTION
from pt_chart.store.stored_chart import StoredChart
from tests.fakes import THERAPIST, FakeClock
from tests.places import Place
from tests.soak.clinic import with_history
from tests.store.samples import CHEAP, NOON, PASSWORD, PATIENT, SIGNATURE, new_visit

EARLY = "registered in the wrong clinic"


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
    administration.erase("gone", "asked for", PASSWORD, EARLY)
    with pytest.raises(RecordMissing):
        chart.patient("gone")
    assert chart.search("gone") == ()
    assert chart._read(_left_of_gone) == []
    assert len(chart.visits_of("episode of stays")) == 2
    assert len(chart.episode_log("episode of stays").contacts) == 1
    line = chart.audit("gone")[0]
    assert line.entry.action is AuditAction.ERASE
    assert "asked for. Before " in line.entry.detail
    assert EARLY in line.entry.detail
    assert administration.verify().sound


def test_what_was_erased_is_not_in_the_file(
    chart: StoredChart, administration: ChartAdministration, path: Path
) -> None:
    """Pages are overwritten (secure_delete) and the write-ahead file is emptied."""
    with_history(chart, "gone")
    administration.erase("gone", "asked for by law", PASSWORD, EARLY)
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


def test_a_record_still_to_be_kept_asks_for_a_reason_of_its_own(
    chart: StoredChart, administration: ChartAdministration
) -> None:
    with_history(chart, "gone")
    for early in ("", "  ", "x"):
        with pytest.raises(StillKept, match=r"until .* 2036: 10 years"):
            administration.erase("gone", "they asked", PASSWORD, early)
    assert chart.patient("gone").id == "gone"
    assert chart.audit()[0].entry.action is AuditAction.REFUSED
    administration.erase("gone", "they asked", PASSWORD, EARLY)
    (line,) = (x for x in chart.audit("gone") if x.entry.action is AuditAction.ERASE)
    assert "they asked. Before 2036-" in line.entry.detail
    assert f"(10 years) because: {EARLY}" in line.entry.detail
    assert administration.verify().sound


def test_the_period_is_the_clinics_own_and_leaves_a_line(
    chart: StoredChart, administration: ChartAdministration
) -> None:
    chart.save_draft(new_visit(date=date(2020, 3, 1)))
    assert administration.retention() == RetentionPeriod(10)
    administration.save_retention(RetentionPeriod(6))
    assert administration.retention() == RetentionPeriod(6)
    assert chart.audit()[0].entry.detail == "retention: 10 to 6 years"
    (one,) = administration.past_retention(5)
    assert one.kept_until == date(2026, 3, 1)
    administration.accept_clock("nobody worked for a while", PASSWORD)
    administration.erase(PATIENT.id, "the period is over", PASSWORD)
    assert "Before" not in chart.audit(PATIENT.id)[0].entry.detail


@pytest.mark.parametrize("kept", [0, 51, True, "10", None, -3])
def test_a_period_that_is_none_is_our_default(
    chart: StoredChart, administration: ChartAdministration, kept: object
) -> None:
    chart._write(lambda t: register.put_setting(t.connection, RETENTION, kept))  # type: ignore[arg-type]
    assert administration.retention() == RetentionPeriod(10)


def test_a_minors_record_is_kept_from_their_18th_birthday(
    chart: StoredChart, administration: ChartAdministration
) -> None:
    chart.save_patient(replace(PATIENT, birth_date=date(2008, 2, 29)))
    chart.save_draft(new_visit(date=date(2012, 3, 1)))
    (one,) = administration.past_retention(10)
    assert one.kept_until == date(2036, 3, 1)
    with pytest.raises(StillKept, match="18th birthday"):
        administration.erase(PATIENT.id, "ten years past", PASSWORD)


def test_a_visit_entered_in_error_keeps_its_record_all_the_same(
    chart: StoredChart, administration: ChartAdministration
) -> None:
    """The list of patients shows no last visit then; the record has one."""
    draft = chart.save_draft(new_visit(date=NOON.date()))
    chart.sign(draft, SIGNATURE)
    chart.withdraw(draft.id, Withdrawal("wrong patient", chart.user.id, "Ines", NOON))
    with pytest.raises(StillKept):
        administration.erase(PATIENT.id, "never seen", PASSWORD)
    chart.save_patient(Patient("never", "9", "Never", "Seen", None))
    administration.erase("never", "registered twice", PASSWORD)


def test_a_clock_that_is_asked_about_ends_no_period(chart: StoredChart, place: Place) -> None:
    chart.save_draft(new_visit(date=NOON.date()))
    chart.close()
    ahead = place.open(THERAPIST.id, PASSWORD, clock=FakeClock(NOON.replace(year=2040)))
    with pytest.raises(StillKept):
        ChartAdministration(ahead, CHEAP).erase(PATIENT.id, "the period is over", PASSWORD)
    ahead.close()


def test_files_that_told_of_an_erased_person_go_too(
    chart: StoredChart, administration: ChartAdministration
) -> None:
    gone, stays = (
        replace(PATIENT, id=one, family_name=one, record_number=one) for one in ("gone", "stays")
    )
    chart.save_patient(stays)
    brought = ImportBatch("i-1", "old.csv", (gone,), original=b"gone, HIV positive")
    warned = ImportBatch("i-2", "new.csv", original=b"kept", alerts={"stays": ("Latex",)})
    chart.import_records(brought)
    chart.import_records(warned)
    administration.erase("gone", "asked for it", PASSWORD, EARLY)
    assert _files(chart) == {"i-2": b"kept"}
    assert chart._read(_left_of_gone) == []
    chart.check()
    administration.erase("stays", "asked for it", PASSWORD, EARLY)
    assert _files(chart) == {}
    chart.check()


def _files(chart: StoredChart) -> dict[str, bytes | None]:
    """The files that imports came from."""
    return chart._read(
        lambda c: {name: files.one(c, ORIGINAL, name) for name in files.names(c, ORIGINAL)}
    )


@pytest.mark.parametrize(
    "past",
    [
        "UPDATE erasure SET reason = 'another reason'",
        "UPDATE erasure SET user_id = 'somebody else'",
    ],
)
def test_an_erasure_that_was_rewritten_is_found(
    chart: StoredChart, administration: ChartAdministration, place: Place, past: str
) -> None:
    administration.erase(PATIENT.id, "asked for it", PASSWORD, EARLY)
    assert administration.verify().problems == ()
    place.behind(chart, past)
    assert administration.verify().problems == (
        "1 erasures name another person or reason than the log.",
    )
