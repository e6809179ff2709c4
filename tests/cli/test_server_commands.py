"""The command line sets a clinic's server up, joins, moves there and back."""

from __future__ import annotations

import io
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest

from pt_chart import cli
from pt_chart.bootstrap.local import LocalWorkplace
from pt_chart.charting.draft_saver import run_here
from pt_chart.charting.errors import ChartMoved, UserRefused
from pt_chart.clinical.people import Clinic
from pt_chart.host.paths import DataFolders
from pt_chart.store import keyfile
from pt_chart.store.server import roles
from tests.fakes import THERAPIST
from tests.servers import Cluster
from tests.store.samples import CHEAP, PASSWORD, PATIENT

pytestmark = pytest.mark.needs("postgresql")
OWNER = "an owner of many tables"


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords cost as little as elsewhere in the tests."""
    monkeypatch.setattr(keyfile.KeyCost, "__init__", _cheap)


def _cheap(self: keyfile.KeyCost, *_given: object, **_more: object) -> None:
    for name in ("time", "memory_kib", "lanes"):
        object.__setattr__(self, name, getattr(CHEAP, name))


class Desk:
    """One workstation at the command line."""

    def __init__(self, cluster: Cluster, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self.folders = DataFolders(folder)
        self.own = secrets.token_hex(4)
        self._cluster = cluster
        self._patch = patch

    def run(self, step: str, *more: str, typed: tuple[str, ...] = ()) -> int:
        """Run a step; ``typed`` are the passwords on standard input."""
        self._patch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in typed)))
        words = [*more, "--data-dir", str(self.folders.root), "--passwords-from-stdin"]
        return cli.run(["server", step, *words])

    @property
    def place(self) -> tuple[str, ...]:
        """The server, as options."""
        return ("--host", "127.0.0.1", "--port", str(self._cluster.port))

    @property
    def names(self) -> tuple[str, ...]:
        """Names that no other test has."""
        kinds = ("database", "owner", "program")
        return tuple(w for kind in kinds for w in (f"--name-{kind}", f"{kind}_{self.own}"))

    @property
    def admin(self) -> str:
        """The administrator's password."""
        return self._cluster.admin.password

    def clean(self) -> None:
        """Leave nothing on the server."""
        with roles.outside_transactions(self._cluster.admin) as connection:
            run = connection.exec_driver_sql
            run(f"DROP DATABASE IF EXISTS database_{self.own} WITH (FORCE)")
            run(f"DROP ROLE IF EXISTS owner_{self.own}")
            run(f"DROP ROLE IF EXISTS program_{self.own}")


@pytest.fixture
def desk(cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A workstation."""
    made = Desk(cluster, tmp_path / "data", monkeypatch)
    yield made
    made.clean()


def _set_up(desk: Desk) -> int:
    founder = ("--clinic", "Larkmoor", "--name", THERAPIST.name)
    typed = (desk.admin, OWNER, OWNER, PASSWORD, PASSWORD)
    return desk.run("set-up", *desk.place, *desk.names, *founder, typed=typed)


def test_check_tells_every_step(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    assert desk.run("check", *desk.place, typed=(desk.admin,)) == cli.DONE
    told = capsys.readouterr().out
    assert "ok    Connection: on this computer" in told
    assert "Version: PostgreSQL" in told


def test_check_says_what_is_wrong_and_the_fix(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    assert desk.run("check", *desk.place, typed=("wrong",)) == cli.FAILED
    assert "does not know the role postgres" in capsys.readouterr().out
    assert desk.run("check", "--host", "example.org", typed=("x",)) == cli.FAILED
    told = capsys.readouterr().out
    assert "must be encrypted (TLS)" in told
    assert "CA certificate" in told


def test_set_up_join_and_work(
    desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _set_up(desk) == cli.DONE
    told = capsys.readouterr().out
    assert "not encrypted by pt-chart" in told
    for secret in (OWNER, PASSWORD, desk.admin):
        assert secret not in told
    place = LocalWorkplace(desk.folders, demo=False)
    session = place.unlock(THERAPIST.name, PASSWORD, run_here)
    assert session.store.clinic() == Clinic("Larkmoor")
    session.new_patient(PATIENT)
    session.store.close()

    file = tmp_path / "join.ptserver"
    assert desk.run("connection", str(file)) == cli.DONE
    other = Desk(desk._cluster, tmp_path / "other", desk._patch)
    assert other.run("join", str(file), "--user", THERAPIST.name, typed=("no",)) == cli.FAILED
    assert not other.folders.connection.exists()
    assert other.run("join", str(file), "--user", THERAPIST.name, typed=(PASSWORD,)) == cli.DONE
    again = LocalWorkplace(other.folders, demo=False).unlock(THERAPIST.name, PASSWORD, run_here)
    assert again.store.patient(PATIENT.id) == PATIENT
    again.store.close()


def test_differing_passwords_and_missing_lines_change_nothing(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    founder = ("--clinic", "Larkmoor", "--name", THERAPIST.name)
    where = (*desk.place, *desk.names, *founder)
    assert desk.run("set-up", *where, typed=(desk.admin, OWNER, "x")) == cli.BAD_INPUT
    assert desk.run("set-up", *where, typed=(desk.admin,)) == cli.BAD_INPUT
    assert "differ" in capsys.readouterr().err
    assert not desk.folders.connection.exists()


def test_a_clinic_moves_to_the_server_and_back(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    place = LocalWorkplace(desk.folders, demo=False)
    session = place.create(Clinic("Larkmoor"), THERAPIST, PASSWORD, run_here)
    session.new_patient(PATIENT)
    session.store.close()
    typed = (PASSWORD, desk.admin, OWNER, OWNER)
    assert desk.run("move-to", *desk.place, *desk.names, typed=typed) == cli.DONE
    assert "compared by count and digest" in capsys.readouterr().out
    on_server = place.unlock(THERAPIST.name, PASSWORD, run_here)
    assert on_server.store.patient(PATIENT.id) == PATIENT
    on_server.store.close()
    assert on_server.away is not None
    on_server.away.close()
    desk.folders.connection.rename(desk.folders.root / "kept")
    with pytest.raises(ChartMoved):
        place.unlock(THERAPIST.name, PASSWORD, run_here)
    left = place.unlock(THERAPIST.name, PASSWORD, run_here, accept_loss=True)
    assert left.store.patient(PATIENT.id) == PATIENT
    assert left.clinician.role == "auditor"
    left.store.close()
    (desk.folders.root / "kept").rename(desk.folders.connection)

    assert desk.run("move-back", typed=(PASSWORD,)) == cli.DONE
    assert not desk.folders.connection.exists()
    back = place.unlock(THERAPIST.name, PASSWORD, run_here)
    assert back.store.patient(PATIENT.id) == PATIENT
    assert back.clinician.role == THERAPIST.role
    back.store.close()
    (connection,) = desk.folders.root.glob("clinic.ptserver.left")
    connection.rename(desk.folders.connection)
    with pytest.raises(UserRefused, match="moved from the server into"):
        place.unlock(THERAPIST.name, PASSWORD, run_here)


def test_the_owner_brings_up_to_date_repairs_and_connects_anew(
    desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _set_up(desk) == cli.DONE
    owner = (*desk.place, "--role", f"owner_{desk.own}", "--database", f"database_{desk.own}")
    assert desk.run("upgrade", *owner, typed=(OWNER,)) == cli.DONE
    assert "up to date" in capsys.readouterr().out
    assert desk.run("repair", *owner, typed=(OWNER,)) == cli.DONE
    assert desk.run("upgrade", *owner, typed=("wrong",)) == cli.FAILED
    other = Desk(desk._cluster, tmp_path / "other", desk._patch)
    who = ("--user", THERAPIST.name)
    admin = (*desk.place, "--database", f"database_{desk.own}")
    assert other.run("connect", *admin, *who, typed=(desk.admin, PASSWORD)) == cli.DONE
    LocalWorkplace(other.folders, demo=False).unlock(
        THERAPIST.name, PASSWORD, run_here
    ).store.close()
