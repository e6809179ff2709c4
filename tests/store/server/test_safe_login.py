"""What a login gives away, and how a refusal is told in whatever language the server speaks."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from psycopg.errors import NumericValueOutOfRange, OperationalError

from pt_chart.charting.errors import (
    ChartDamaged,
    ServerLost,
    ServerRefused,
    ServerUpgraded,
    StorageFailed,
)
from pt_chart.store.server import checking, door, roles
from pt_chart.store.server.chart import ChartServer
from pt_chart.store.server.failures import as_server_error
from pt_chart.store.server.login import Login
from pt_chart.store.server.presence import ServerPresence
from tests.fakes import THERAPIST
from tests.places import ServerPlace
from tests.servers import Cluster
from tests.store.samples import PASSWORD, PATIENT, new_visit

SECRET = "a password nobody else knows"
CLEAR, MD5 = struct.pack(">cii", b"R", 8, 3), struct.pack(">cii4s", b"R", 12, 5, b"salt")


@contextmanager
def listener(asks: bytes) -> Iterator[tuple[int, list[bytes]]]:
    """Something that asks for a password at a port of this computer; what it was told."""
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            while True:
                try:
                    one, _ = server.accept()
                except OSError:
                    return
                with one:
                    one.settimeout(60)
                    try:
                        first = one.recv(1024)
                        if first[4:8] == struct.pack(">i", 80877103):
                            one.sendall(b"N")
                            first = one.recv(1024)
                        one.sendall(asks)
                        heard.append(one.recv(1024))
                    except OSError:
                        continue

        threading.Thread(target=serve, daemon=True).start()
        yield server.getsockname()[1], heard


@pytest.mark.parametrize("asks", [CLEAR, MD5])
def test_a_password_is_never_handed_to_what_listens(asks: bytes) -> None:
    with listener(asks) as (port, heard):
        login = Login("127.0.0.1", port, "postgres", "postgres", SECRET)
        with pytest.raises(ServerRefused, match="it was not sent"):
            door.check(login)
    assert not any(SECRET.encode() in one or one.startswith(b"p") for one in heard)


def test_nothing_of_the_environment_leads_elsewhere(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGHOSTADDR", "192.0.2.2")
    assert door.check(cluster.admin)


REFUSALS = (
    ("FATAL", "la autentificación password falló para el usuario «{user}»"),
    ("FATAL", "Passwort-Authentifizierung für Benutzer »{user}« fehlgeschlagen"),
    ("FATALE", "il ruolo {user} non esiste"),
)


@pytest.mark.parametrize(("gravity", "said"), REFUSALS)
def test_a_refusal_in_another_language_is_a_refusal(gravity: str, said: str) -> None:
    login = Login("db", 5432, "pt_chart", "pt_chart_program", "", "ca")
    said = said.format(user=login.user)
    error = OperationalError(
        f'connection failed: connection to server at "192.0.2.1" failed: {gravity}:  {said}'
    )
    told = as_server_error(error, login)
    assert isinstance(told, ServerRefused)
    assert said in told.message


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("FATAL:  the database system is starting up", "does not answer"),
        ("Connection refused", "does not answer"),
        ('could not translate host name "db" to address', "name db is not known"),
    ],
)
def test_what_comes_back_is_a_loss(words: str, told: str) -> None:
    login = Login("db", 5432, "pt_chart", "pt_chart_program", "", "ca")
    found = as_server_error(OperationalError(f"connection failed: {words}"), login)
    assert isinstance(found, ServerLost)
    assert told in found.message


def test_a_counter_beyond_its_end_is_told() -> None:
    login = Login("db", 5432, "pt_chart", "pt_chart_program", "", "ca")
    found = as_server_error(NumericValueOutOfRange("integer out of range"), login)
    assert isinstance(found, ChartDamaged)
    assert "chart_state" in found.advice


def test_an_old_server_is_refused_before_anything_is_made(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "OLDEST", 99)
    with (
        roles.outside_transactions(cluster.admin) as connection,
        pytest.raises(ServerRefused, match="99 or newer"),
    ):
        checking.require_version(connection)


def test_a_file_that_cannot_be_written_changes_no_password(
    place: ServerPlace, cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pt_chart.store.server import connection_file

    def full(_path: Path, _content: bytes) -> None:
        raise OSError(28, "No space left on device")

    admin = replace(cluster.admin, database=_database(place))
    with monkeypatch.context() as patch:
        patch.setattr(connection_file, "write_atomically", full)
        with pytest.raises(StorageFailed, match="No space left"):
            door.connect(admin, tmp_path / "new.ptserver", THERAPIST.name, PASSWORD)
    place.open(THERAPIST.name, PASSWORD).close()
    assert not list(tmp_path.glob("new.ptserver*"))


def _database(place: ServerPlace) -> str:
    chart = place.open(THERAPIST.name, PASSWORD)
    chart.close()
    return chart._ledger.link.login.database


def test_a_window_of_an_older_program_writes_nothing_after_an_upgrade(
    place: ServerPlace, chart: ChartServer
) -> None:
    with place.as_owner() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    for work in (
        lambda: chart.save_patient(PATIENT),
        lambda: chart.save_draft(new_visit()),
        ServerPresence(chart, "ROOM-1").stand_by,
    ):
        with pytest.raises(ServerUpgraded):
            work()


def test_an_upgrade_names_who_is_there(
    place: ServerPlace, chart: ChartServer, cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pt_chart.store import schema

    ServerPresence(chart, "ROOM-1").stand_by()
    database = chart._ledger.link.login.database
    monkeypatch.setattr(schema, "is_current", lambda _found: False)
    with pytest.raises(ServerRefused, match="at ROOM-1"):
        door.upgrade(cluster.owner(database))


def test_the_handout_knows_the_next_visit_as_it_was_read_last(
    place: ServerPlace, chart: ChartServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = date(2026, 11, 21)
    read = chart.next_visits((PATIENT.id,), day)

    def lost(_work: object) -> None:
        raise ServerLost

    monkeypatch.setattr(chart, "_read", lost)
    assert chart.next_visits((PATIENT.id,), day) == read
