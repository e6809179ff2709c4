"""A workstation takes a new connection file in place of its own, and guesses there are slow."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from pt_chart.bootstrap.local import LocalWorkplace
from pt_chart.bootstrap.server_office import ClinicServer
from pt_chart.charting.draft_saver import run_here
from pt_chart.charting.errors import (
    ChartExists,
    ServerRefused,
    TooManyAttempts,
    WrongPassword,
)
from pt_chart.charting.ports import AuditAction
from pt_chart.host.paths import DataFolders
from pt_chart.store.server import roles
from pt_chart.store.server.door import connect
from tests.fakes import THERAPIST, FakeClock
from tests.servers import Cluster
from tests.store.samples import CHEAP, PASSWORD, PATIENT

pytestmark = pytest.mark.needs("postgresql")


class Station:
    """A workstation, and the clinic that it is connected to."""

    def __init__(self, cluster: Cluster, folder: Path) -> None:
        self.folders = DataFolders(folder / "data")
        self.office = ClinicServer(self.folders, CHEAP)
        self.database, _ = cluster.new_chart(
            self.folders.connection, THERAPIST, PASSWORD, cost=CHEAP, clock=FakeClock()
        )
        self.place = LocalWorkplace(self.folders, demo=False, cost=CHEAP)


@pytest.fixture
def station(cluster: Cluster, tmp_path: Path) -> Station:
    """One with a patient in the chart."""
    made = Station(cluster, tmp_path)
    session = made.place.unlock(THERAPIST.name, PASSWORD, run_here)
    session.new_patient(PATIENT)
    session.store.close()
    assert session.away is not None
    session.away.close()
    return made


@pytest.fixture
def fresh(cluster: Cluster, station: Station, tmp_path: Path) -> Path:
    """The file of a connection that was made anew; the program's role is as before afterwards."""
    file = tmp_path / "stick" / "new.ptserver"
    file.parent.mkdir()
    admin = cluster.admin.to(station.database)
    connect(admin, file, THERAPIST.name, PASSWORD)
    return file


@pytest.fixture(autouse=True)
def role_as_before(cluster: Cluster) -> Iterator[None]:
    """The other tests use the program's role with the password that it had."""
    yield
    usual = cluster.program("postgres")
    with roles.outside_transactions(cluster.admin) as connection:
        roles.set_password(connection, usual.user, usual.password)


def test_a_new_file_takes_the_place_of_the_old_one(station: Station, fresh: Path) -> None:
    with pytest.raises(ServerRefused, match="password"):
        station.place.unlock(THERAPIST.name, PASSWORD, run_here)
    seen = station.folders.connection.with_name("clinic.ptserver.seen")
    assert seen.exists()
    queue = set(station.folders.away.iterdir())
    assert queue
    station.office.join(fresh, THERAPIST.name, PASSWORD)
    session = station.place.unlock(THERAPIST.name, PASSWORD, run_here)
    assert session.store.patient(PATIENT.id) == PATIENT
    session.store.close()
    assert session.away is not None
    session.away.close()
    assert seen.exists()
    assert set(station.folders.away.iterdir()) == queue
    assert not list(station.folders.root.glob("*.joining"))


def test_a_file_that_does_not_open_changes_nothing(station: Station, tmp_path: Path) -> None:
    before = station.folders.connection.read_bytes()
    copy = tmp_path / "copy.ptserver"
    shutil.copy(station.folders.connection, copy)
    with pytest.raises(WrongPassword):
        station.office.join(copy, THERAPIST.name, "not this one")
    assert station.folders.connection.read_bytes() == before
    assert not list(station.folders.root.glob("*.joining"))


def test_another_clinic_is_not_taken(station: Station, cluster: Cluster, tmp_path: Path) -> None:
    other = tmp_path / "other.ptserver"
    cluster.new_chart(other, THERAPIST, PASSWORD, cost=CHEAP, clock=FakeClock())
    with pytest.raises(ChartExists, match="another chart"):
        station.office.join(other, THERAPIST.name, PASSWORD)
    with pytest.raises(ChartExists, match="another chart"):
        connect(
            cluster.admin.to(station.database), other, THERAPIST.name, PASSWORD, clock=FakeClock()
        )


def test_a_damaged_connection_file_is_replaced(station: Station, tmp_path: Path) -> None:
    copy = tmp_path / "copy.ptserver"
    shutil.copy(station.folders.connection, copy)
    station.folders.connection.write_bytes(b"half")
    station.office.join(copy, THERAPIST.name, PASSWORD)
    station.place.unlock(THERAPIST.name, PASSWORD, run_here).store.close()


def test_guesses_at_join_are_slowed_down_and_logged(
    station: Station, cluster: Cluster, tmp_path: Path
) -> None:
    new = ClinicServer(DataFolders(tmp_path / "second"), CHEAP)
    for _ in range(3):
        with pytest.raises(WrongPassword):
            new.join(station.folders.connection, THERAPIST.name, "a guess")
    with pytest.raises(TooManyAttempts):
        new.join(station.folders.connection, THERAPIST.name, PASSWORD)
    assert not new.connected
    waiting = tmp_path / "second" / "clinic.ptserver.attempts"
    waiting.write_text(waiting.read_text().replace("20", "19"))  # a hundred years later
    new.join(station.folders.connection, THERAPIST.name, PASSWORD)
    session = station.place.unlock(THERAPIST.name, PASSWORD, run_here)
    failed = [one for one in session.store.audit() if one.entry.action is AuditAction.UNLOCK_FAILED]
    assert len(failed) == 3
    session.store.close()


def test_guesses_at_connect_are_slowed_down(
    station: Station, cluster: Cluster, tmp_path: Path
) -> None:
    admin, path = cluster.admin.to(station.database), tmp_path / "clinic.ptserver"
    for _ in range(3):
        with pytest.raises(WrongPassword):
            connect(admin, path, THERAPIST.name, "a guess")
    with pytest.raises(TooManyAttempts):
        connect(admin, path, THERAPIST.name, PASSWORD)
