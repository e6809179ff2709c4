"""Which file a server was left for: none but the one that was moved, never an older state."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from pt_chart.bootstrap.doors import FileDoor, ServerDoor
from pt_chart.charting.errors import ChartMoved, ServerLeft, ServerRefused, UserRefused
from pt_chart.store import left_behind, moving
from pt_chart.store.administration import ChartAdministration
from pt_chart.store.open import create_chart, open_chart
from pt_chart.store.place import ChartPlace
from pt_chart.store.server import tables
from pt_chart.store.server.door import connect, open_server
from pt_chart.store.server.home import text_of
from pt_chart.store.server.presence import ServerPresence
from pt_chart.store.server.set_up import as_owner
from pt_chart.store.stored_chart import StoredChart
from tests.fakes import THERAPIST, FakeClock
from tests.servers import Cluster
from tests.store.samples import CHEAP, EPISODE, NOON, PASSWORD, PATIENT, SIGNATURE, new_visit

pytestmark = pytest.mark.needs("postgresql")


@pytest.fixture
def here(cluster: Cluster, tmp_path: Path) -> ServerDoor:
    """A workstation whose server was left for a file elsewhere."""
    folder = tmp_path / "here"
    folder.mkdir()
    connection = folder / "clinic.ptserver"
    cluster.new_chart(connection, THERAPIST, PASSWORD, cost=CHEAP, clock=FakeClock(NOON))
    return ServerDoor(connection, folder / "clinic.ptchart")


def _open(door: ServerDoor) -> StoredChart:
    return door.open(THERAPIST.name, PASSWORD, accept_loss=False)


def _older_file(door: ServerDoor) -> None:
    """A file of the same clinic that lies here unmarked, from before it was on the server."""
    keys = door.connection
    chart = open_server(keys, THERAPIST.name, PASSWORD, clock=FakeClock(NOON))
    before = door.chart.with_name("made")
    before.mkdir()
    made = before / "clinic.ptchart"
    moved = chart._write(lambda t: moving._file_filled(t, ChartPlace(made), chart._keys.chart))
    ChartPlace(made).creating.replace(door.chart)
    ChartPlace(door.chart).keys.write_bytes(chart._read(text_of))
    moving._write_head(ChartPlace(door.chart), moved[1], chart._keys.chart)
    chart.close()
    assert not left_behind.mark_of(ChartPlace(door.chart)).exists()


def _moved_elsewhere(door: ServerDoor, folder: Path) -> Path:
    folder.mkdir()
    connection = folder / "clinic.ptserver"
    shutil.copy(door.connection, connection)
    there = open_server(connection, THERAPIST.name, PASSWORD, clock=FakeClock(NOON))
    there.save_patient(PATIENT)
    moving.to_file(there, folder / "clinic.ptchart", workstation="ROOM-2")
    there.close()
    return folder / "clinic.ptchart"


def test_an_older_file_is_not_taken_for_the_moved_clinic(here: ServerDoor, tmp_path: Path) -> None:
    _older_file(here)
    _moved_elsewhere(here, tmp_path / "there")
    for _ in range(2):
        with pytest.raises(ChartMoved, match="at ROOM-2"):
            _open(here)
        assert here.connection.exists()
        with pytest.raises(ChartMoved, match="ROOM-2"):
            left_behind.refuse_moved(here.chart)


def test_the_moved_file_is_known_also_after_work_went_on_in_it(
    here: ServerDoor, tmp_path: Path
) -> None:
    moved = _moved_elsewhere(here, tmp_path / "there")
    opened = open_chart(moved, THERAPIST.name, PASSWORD, clock=FakeClock(NOON))
    opened.save_patient(PATIENT)
    opened.close()
    door = ServerDoor(moved.with_name("clinic.ptserver"), moved)
    with pytest.raises(UserRefused, match="finished now"):
        _open(door)
    assert not door.connection.exists()
    left_behind.refuse_moved(moved)


def test_a_file_of_another_clinic_is_left_alone(here: ServerDoor, tmp_path: Path) -> None:
    create_chart(
        here.chart, THERAPIST, "another password", cost=CHEAP, clock=FakeClock(NOON)
    ).close()
    _moved_elsewhere(here, tmp_path / "there")
    with pytest.raises(ChartMoved):
        _open(here)
    left_behind.refuse_moved(here.chart)


@pytest.mark.parametrize("ends", range(4))
def test_what_is_set_aside_stays_together_wherever_it_was_cut_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ends: int
) -> None:
    place = ChartPlace(tmp_path / "clinic.ptchart")
    older = tmp_path / "clinic.before-move-1.ptchart"
    older.write_bytes(b"older")
    files = (place.chart, place.keys, place.head, left_behind.mark_of(place))
    for file in files:
        file.write_bytes(b"left")
    real, done = Path.replace, [0]

    def cut(self: Path, target: Path) -> Path:
        if done[0] == ends:
            raise KeyboardInterrupt
        done[0] += 1
        return real(self, target)

    monkeypatch.setattr(Path, "replace", cut)
    with pytest.raises(KeyboardInterrupt):
        left_behind._set_aside(place)
    monkeypatch.setattr(Path, "replace", real)
    left_behind._set_aside(place)
    names = {file.name.replace("clinic.", "clinic.before-move-2.") for file in files}
    assert {file.name for file in tmp_path.iterdir()} == {older.name, *names}
    assert older.read_bytes() == b"older"


def test_what_is_open_elsewhere_keeps_the_chart_from_being_moved_and_is_ended_by_it(
    here: ServerDoor,
) -> None:
    chart = open_server(here.connection, THERAPIST.name, PASSWORD, clock=FakeClock(NOON))
    beside = open_server(here.connection, THERAPIST.name, PASSWORD, clock=FakeClock(NOON))
    beside.save_patient(PATIENT)
    beside.save_episode(EPISODE)
    beside.save_draft(new_visit("visit-2"))
    window = ServerPresence(beside, "FRONT-DESK")
    window.stand_by()
    with pytest.raises(UserRefused, match="at FRONT-DESK"):
        moving.to_file(chart, here.chart)
    left_behind.refuse_moved_server(chart)
    beside._ledger.aside(lambda c: c.execute(tables.presence.delete()))
    moving.to_file(chart, here.chart)
    for work in (
        window.stand_by,
        lambda: beside.save_patient(PATIENT),
        lambda: beside.save_draft(new_visit("visit-9", number=9)),
        lambda: beside.sign(beside.visit("visit-2"), replace(SIGNATURE, by=beside.user.id)),
    ):
        with pytest.raises(ServerLeft):
            work()
    chart.abandon()
    beside.abandon()


def test_the_owner_takes_the_mark_off_a_server_whose_file_is_lost(
    here: ServerDoor, cluster: Cluster, tmp_path: Path
) -> None:
    _moved_elsewhere(here, tmp_path / "there")
    left = open_server(here.connection, THERAPIST.name, PASSWORD, clock=FakeClock(NOON))
    database = left._ledger.link.login.database
    left.close()
    with as_owner(cluster.owner(database)) as connection:
        connection.exec_driver_sql("DELETE FROM pt_chart.setting WHERE name = 'moved'")
    again = _open(here)
    again.save_patient(PATIENT)
    assert ChartAdministration(again).verify().problems == ()
    again.close()


def test_an_envelope_says_that_the_clinic_goes_on_elsewhere(
    here: ServerDoor, tmp_path: Path
) -> None:
    chart = _open(here)
    code = ChartAdministration(chart, CHEAP).make_envelope(PASSWORD)
    chart.close()
    for moved in (False, True):
        if moved:
            _moved_elsewhere(here, tmp_path / "there")
        reader = here.in_emergency(code, "Dr. Vale", "the patient is here")
        assert ("ROOM-2" in reader.moved_to) is moved
        reader.close()
    file = FileDoor(tmp_path / "there" / "clinic.ptchart", tmp_path / "witness")
    reader = file.in_emergency(code, "Dr. Vale", "the patient is here")
    assert reader.moved_to == "", "the clinic goes on in this one"
    reader.close()
    left_behind.mark(ChartPlace(file.chart), "the server at db.example", NOON)
    reader = file.in_emergency(code, "Dr. Vale", "the patient is here")
    assert reader.moved_to == "the server at db.example on 2026-11-10"
    reader.close()


def test_nobody_connects_to_a_server_that_was_left(
    here: ServerDoor, cluster: Cluster, tmp_path: Path
) -> None:
    chart = _open(here)
    database = chart._ledger.link.login.database  # type: ignore[attr-defined]
    chart.close()
    _moved_elsewhere(here, tmp_path / "there")
    with pytest.raises(ServerRefused, match=r"moved away from this server, to .*ROOM-2"):
        connect(cluster.admin.to(database), tmp_path / "new.ptserver", THERAPIST.name, PASSWORD)
    assert not (tmp_path / "new.ptserver").exists()
    with pytest.raises(ChartMoved):
        _open(here)
