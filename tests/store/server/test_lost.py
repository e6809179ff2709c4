"""A server that restarts, goes away, hangs, or goes away in the middle of a commit."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Connection, event, text

from pt_chart.charting.errors import (
    ChartDamaged,
    ChartInUse,
    ReadOnly,
    ServerFull,
    ServerLost,
    ServerRefused,
    ServerUnsure,
    StorageFailed,
    WorldError,
)
from pt_chart.charting.ports import AuditAction, AuditEntry
from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.clinical.visit import Addendum, Visit
from pt_chart.store.server import ledger as ledgers
from pt_chart.store.server import link as links
from pt_chart.store.server import roles
from pt_chart.store.server.chart import ChartServer
from pt_chart.store.server.link import driver
from pt_chart.store.server.login import settings_of
from tests.fakes import THERAPIST
from tests.places import ServerPlace
from tests.store.samples import NOON, PATIENT, SIGNATURE, new_visit

KEY = FindingKey("nprs")
Before = Callable[[Connection], None]


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do not wait for a server to come back."""
    monkeypatch.setattr(ledgers, "RETURNING", 0.0)
    monkeypatch.setattr(links, "_REST", 0.0)


@contextmanager
def at_next_commit(chart: ChartServer, act: Before) -> Iterator[None]:
    """Do something right before the next commit of a chart is sent."""
    engine, waiting = chart._ledger.link._engine, [act]

    def on_commit(connection: Connection) -> None:
        if waiting:
            waiting.pop()(connection)

    event.listen(engine, "commit", on_commit)
    try:
        yield
    finally:
        event.remove(engine, "commit", on_commit)
    assert not waiting


def lost_before(connection: Connection) -> None:
    """The commit never reaches the server."""
    driver(connection).pgconn.finish()


def lost_after(connection: Connection) -> None:
    """The commit is done, its answer never arrives."""
    driver(connection).commit()
    driver(connection).pgconn.finish()


@pytest.mark.parametrize("crash", [False, True], ids=["restart", "crash"])
def test_a_restart_is_not_noticed(place: ServerPlace, chart: ChartServer, crash: bool) -> None:
    draft = chart.save_draft(new_visit())
    place.cluster.restart(crash=crash)
    assert chart.patient(PATIENT.id) == PATIENT
    place.cluster.restart(crash=crash)
    stored = chart.save_draft(draft.with_answer(KEY, Answer(5)))
    place.cluster.restart(crash=crash)
    signed = chart.sign(stored, SIGNATURE)
    assert chart.visit(signed.id) == signed
    assert [line.entry.action for line in chart.audit()].count(AuditAction.SIGN) == 1
    chart.check()


@pytest.mark.usefixtures("hasty")
def test_a_lost_server_is_told_at_once_and_what_was_typed_waits(
    place: ServerPlace, chart: ChartServer
) -> None:
    draft = chart.save_draft(new_visit())
    place.cluster.stop()
    heard: list[Visit | WorldError] = []
    try:
        begun = time.monotonic()
        with pytest.raises(ServerLost, match="does not answer"):
            chart.search("tallow")
        chart.queue_draft(draft.with_answer(KEY, Answer(7)), heard.append)
        with pytest.raises(ServerLost):
            chart.flush()
        with pytest.raises(ServerLost):
            chart.close()
        assert time.monotonic() - begun < 30
    finally:
        place.cluster.start()
    assert isinstance(heard[0], ServerLost)
    chart.flush()
    assert heard[-1] == chart.visit(draft.id)
    assert chart.visit(draft.id).answers[KEY].value == 7
    chart.check()


def test_a_server_that_was_just_missed_is_not_waited_for_again(
    place: ServerPlace, chart: ChartServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledgers, "RETURNING", 0.0)
    monkeypatch.setattr(links, "_REST", 600.0)
    tries: list[object] = []
    reach = chart._ledger.link._reach

    def counted() -> Connection:
        tries.append(1)
        return reach()

    place.cluster.stop()
    try:
        monkeypatch.setattr(chart._ledger.link, "_reach", counted)
        for _ in range(5):
            with pytest.raises(ServerLost):
                chart.patient(PATIENT.id)
        assert len(tries) <= 2
    finally:
        chart._ledger.link._resting_until = 0.0
        place.cluster.start()


def test_a_server_that_hangs_is_given_up(
    place: ServerPlace, chart: ChartServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def hasty_settings(*given: Any) -> dict[str, str | int]:
        return {**settings_of(*given), "connect_timeout": 2}

    monkeypatch.setattr(links, "settings_of", hasty_settings)
    monkeypatch.setattr(ledgers, "RETURNING", 0.0)
    raw = driver(chart._ledger.link.connected())
    raw.patience = 0.5
    hung = (raw.info.backend_pid, place.cluster.process)
    for process in hung:
        os.kill(process, signal.SIGSTOP)
    try:
        begun = time.monotonic()
        with pytest.raises(ServerLost):
            chart.patient(PATIENT.id)
        assert time.monotonic() - begun < 30
    finally:
        for process in hung:
            os.kill(process, signal.SIGCONT)
    time.sleep(links._REST)
    assert chart.patient(PATIENT.id) == PATIENT


def test_a_commit_that_did_not_arrive_is_done_again(chart: ChartServer) -> None:
    draft = chart.save_draft(new_visit())
    with at_next_commit(chart, lost_before):
        stored = chart.save_draft(draft.with_answer(KEY, Answer(6)))
    assert stored.revision == draft.revision + 1
    assert chart.visit(draft.id) == stored
    with at_next_commit(chart, lost_before):
        chart.record(AuditEntry(AuditAction.PRINT, PATIENT.id, detail="once"))
    assert [line.entry.detail for line in chart.audit(limit=3)].count("once") == 1
    chart.check()


def test_a_commit_whose_answer_was_lost_is_not_done_twice(chart: ChartServer) -> None:
    draft = chart.save_draft(new_visit())
    with at_next_commit(chart, lost_after):
        stored = chart.save_draft(draft.with_answer(KEY, Answer(6)))
    assert chart.visit(draft.id) == stored
    assert stored.revision == draft.revision + 1
    with at_next_commit(chart, lost_after):
        chart.sign(stored, SIGNATURE)
    remark = Addendum("only once", THERAPIST.id, THERAPIST.signature, NOON)
    with at_next_commit(chart, lost_after):
        longer = chart.add_addendum(draft.id, remark)
    assert len(longer.addenda) == 1
    assert len(chart.visit(draft.id).addenda) == 1
    actions = [line.entry.action for line in chart.audit()]
    assert actions.count(AuditAction.SIGN) == actions.count(AuditAction.ADDENDUM) == 1
    chart.check()


@pytest.mark.parametrize("stored", [True, False], ids=["stored", "not stored"])
@pytest.mark.usefixtures("hasty")
def test_an_unsure_draft_goes_on_without_a_conflict(
    place: ServerPlace, chart: ChartServer, stored: bool
) -> None:
    draft = chart.save_draft(new_visit())
    heard: list[Visit | WorldError] = []

    def gone(connection: Connection) -> None:
        (lost_after if stored else lost_before)(connection)
        place.cluster.stop()

    with at_next_commit(chart, gone):
        chart.queue_draft(draft.with_answer(KEY, Answer(6)), heard.append)
        with pytest.raises(ServerLost):
            chart.flush()
    assert isinstance(heard[0], ServerUnsure)
    place.cluster.start()
    # What was typed since then begins at the revision that was known before.
    chart.queue_draft(draft.with_answer(KEY, Answer(8)), heard.append)
    chart.flush()
    assert heard[-1] == chart.visit(draft.id)
    assert chart.visit(draft.id).answers[KEY].value == 8
    chart.check()


@pytest.mark.usefixtures("hasty")
def test_an_unsure_draft_can_be_signed(place: ServerPlace, chart: ChartServer) -> None:
    draft = chart.save_draft(new_visit())

    def gone(connection: Connection) -> None:
        lost_after(connection)
        place.cluster.stop()

    with at_next_commit(chart, gone), pytest.raises(ServerUnsure):
        chart.save_draft(draft.with_answer(KEY, Answer(6)))
    place.cluster.start()
    assert chart.sign(draft.with_answer(KEY, Answer(6)), SIGNATURE).signed
    chart.check()


def test_a_server_that_takes_no_changes_is_told(place: ServerPlace, chart: ChartServer) -> None:
    """A standby, or one that was set to read-only after its disk ran low."""
    with roles.outside_transactions(place.cluster.admin) as connection:
        order = f"ALTER DATABASE {place.database} SET default_transaction_read_only = on"
        connection.exec_driver_sql(order)
    chart._ledger.link.drop()
    assert chart.patient(PATIENT.id) == PATIENT
    with pytest.raises(ReadOnly, match="standby or set to read-only") as told:
        chart.save_patient(PATIENT)
    assert "primary" in told.value.advice
    place.spoil()


@pytest.mark.parametrize(
    ("state", "error", "words"),
    [
        ("53200", StorageFailed, "Memory ran out"),
        ("53300", ServerRefused, "Too many connections"),
        ("58030", StorageFailed, "the server"),
        ("XX001", ChartDamaged, "files of the server"),
        ("57014", ServerLost, "too long"),
        ("53100", ServerFull, "disk of the clinic's server"),
    ],
)
def test_what_the_server_says_is_told_with_its_place_and_a_fix(
    place: ServerPlace, chart: ChartServer, state: str, error: type[WorldError], words: str
) -> None:
    body = f"BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '{state}'; END"
    with place.as_owner() as connection:
        connection.exec_driver_sql(
            f"CREATE FUNCTION failing() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$"
        )
        connection.exec_driver_sql(
            "CREATE TRIGGER failing BEFORE UPDATE ON patient FOR EACH ROW "
            "EXECUTE FUNCTION failing()"
        )
    with pytest.raises(error, match=words) as told:
        chart.save_patient(PATIENT)
    assert told.value.advice
    assert chart.patient(PATIENT.id) == PATIENT


def test_somebody_who_holds_the_chart_too_long_is_told_of(
    place: ServerPlace, chart: ChartServer
) -> None:
    with place.as_owner() as other:
        lock = text("SELECT pg_advisory_xact_lock(:lock)")
        other.execute(lock, {"lock": ledgers.CHART_LOCK})
        chart._read(lambda c: c.execute(text("SET SESSION lock_timeout = 200")))
        with pytest.raises(ChartInUse, match="Another workstation"):
            chart.save_patient(PATIENT)
        assert chart.patient(PATIENT.id) == PATIENT
    chart.save_patient(PATIENT)
