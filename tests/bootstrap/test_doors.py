"""A workplace finds its chart: in a file, or on the server that it is connected to."""

from __future__ import annotations

from pathlib import Path

import pytest

from pt_chart.bootstrap.local import LocalWorkplace
from pt_chart.charting.draft_saver import run_here
from pt_chart.charting.errors import BackupRefused, ServerLost, WrongPassword
from pt_chart.clinical.people import Clinic
from pt_chart.host.paths import DataFolders
from pt_chart.store.server.chart import ChartServer
from tests.fakes import THERAPIST, FakeClock
from tests.servers import Cluster
from tests.store.samples import CHEAP, PASSWORD, PATIENT

pytestmark = pytest.mark.needs("postgresql")


@pytest.fixture
def folders(tmp_path: Path) -> DataFolders:
    """An empty data folder."""
    return DataFolders(tmp_path / "data")


def test_a_connection_file_leads_to_the_server(cluster: Cluster, folders: DataFolders) -> None:
    place = LocalWorkplace(folders, demo=False, cost=CHEAP)
    assert LocalWorkplace(folders, demo=False).exists is False
    cluster.new_chart(folders.connection, THERAPIST, PASSWORD, cost=CHEAP, clock=FakeClock())
    assert place.exists
    assert place.chart_name == "the clinic's server"
    assert place.user_names() == (THERAPIST.name,)
    assert not place.has_kit
    place.preload()
    with pytest.raises(WrongPassword):
        place.unlock(THERAPIST.name, "not this one", run_here)
    session = place.unlock(THERAPIST.name, PASSWORD, run_here)
    assert isinstance(session.store, ChartServer)
    session.new_patient(PATIENT)
    session.store.close()
    assert session.away is not None
    session.away.close()
    again = place.unlock(THERAPIST.name, PASSWORD, run_here)
    assert again.store.patient(PATIENT.id) == PATIENT
    again.store.close()


def test_a_server_that_is_gone_is_said_to_be(cluster: Cluster, folders: DataFolders) -> None:
    cluster.new_chart(folders.connection, THERAPIST, PASSWORD, cost=CHEAP, clock=FakeClock())
    cluster.stop()
    try:
        with pytest.raises(ServerLost):
            LocalWorkplace(folders, demo=False).unlock(THERAPIST.name, PASSWORD, run_here)
    finally:
        cluster.start()


def test_without_one_the_chart_is_a_file(folders: DataFolders) -> None:
    place = LocalWorkplace(folders, demo=False, cost=CHEAP)
    session = place.create(Clinic("Larkmoor"), THERAPIST, PASSWORD, run_here)
    session.store.close()
    assert place.chart_name == str(folders.chart)
    assert place.user_names() == (THERAPIST.name,)


def test_a_backup_of_a_file_is_not_restored_over_a_server(
    cluster: Cluster, folders: DataFolders, tmp_path: Path
) -> None:
    cluster.new_chart(folders.connection, THERAPIST, PASSWORD, cost=CHEAP, clock=FakeClock())
    place = LocalWorkplace(folders, demo=False)
    with pytest.raises(BackupRefused, match="server"):
        place.restore(tmp_path / "any.ptbackup", THERAPIST.name, PASSWORD, run_here)
    assert not folders.chart.exists()
