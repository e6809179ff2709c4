"""A clinic moves from its file to a server and back: verbatim, compared, never half."""

from __future__ import annotations

import secrets
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from pt_chart.bootstrap.doors import FileDoor, ServerDoor
from pt_chart.charting.errors import (
    ChartDamaged,
    ChartExists,
    ChartMoved,
    NotAllowed,
    ServerLost,
    UserRefused,
    WorldError,
)
from pt_chart.charting.kept_versions import KeptBecause, KeptVersion
from pt_chart.charting.ports import AuditAction
from pt_chart.clinical.people import Clinic
from pt_chart.clinical.visit import Addendum
from pt_chart.store import counting, left_behind, moving
from pt_chart.store.administration import ChartAdministration
from pt_chart.store.chart_file import ChartFile
from pt_chart.store.open import create_chart, open_chart
from pt_chart.store.place import ChartPlace
from pt_chart.store.server import roles
from pt_chart.store.server.chart import ChartServer
from pt_chart.store.server.door import open_server
from pt_chart.store.server.set_up import ServerPlan
from pt_chart.store.stored_chart import StoredChart
from tests.fakes import THERAPIST, FakeClock
from tests.servers import Cluster
from tests.store.samples import CHEAP, EPISODE, NOON, PASSWORD, PATIENT, SIGNATURE, new_visit

pytestmark = pytest.mark.needs("postgresql")
OWNER_PASSWORD = "an owner of many tables"
MANAGER = replace(THERAPIST, administers=True)


@pytest.fixture
def plan(cluster: Cluster) -> Iterator[ServerPlan]:
    """Names that no other test has."""
    own = secrets.token_hex(4)
    plan = ServerPlan(f"moved_{own}", f"owner_{own}", f"program_{own}")
    yield plan
    with roles.outside_transactions(cluster.admin) as connection:
        for order in (
            f"DROP DATABASE IF EXISTS {plan.database} WITH (FORCE)",
            f"DROP ROLE IF EXISTS {plan.owner}",
            f"DROP ROLE IF EXISTS {plan.program}",
        ):
            connection.exec_driver_sql(order)


@pytest.fixture
def chart(tmp_path: Path) -> Iterator[ChartFile]:
    """A chart with something of everything."""
    path = tmp_path / "clinic.ptchart"
    made = create_chart(path, THERAPIST, PASSWORD, cost=CHEAP, clock=FakeClock(NOON))
    _fill(made)
    yield made
    made.abandon()


def _fill(chart: ChartFile) -> None:
    chart.save_clinic(Clinic("Larkmoor \x00 \ufdd0 Physical Therapy"))
    chart.save_patient(PATIENT)
    chart.save_patient(replace(PATIENT, id="patient-2", family_name="Ærø-Ćwik", record_number="7"))
    chart.save_patient(replace(PATIENT, id="a-later", family_name="Before", record_number="6"))
    chart.save_episode(EPISODE)
    stored = chart.save_draft(new_visit())
    chart.sign(stored, replace(SIGNATURE, by=chart.user.id))
    chart.add_addendum(stored.id, Addendum("later", chart.user.id, "Ines", NOON))
    draft = chart.save_draft(new_visit("visit-2", number=2))
    who = (chart.user.id, "Ines", KeptBecause.UNSETTLED)
    chart.keep_version(KeptVersion("k", draft.id, NOON, *who, draft, draft, draft))
    chart.save_file("picture", "a", bytes(range(256)) * 500)
    chart.save_setting("last_visit", {"id": "visit-2", "n": [1, 2.5, None, True]})


def _there(cluster: Cluster, plan: ServerPlan) -> bool:
    with roles.outside_transactions(cluster.admin) as connection:
        return roles.has_database(connection, plan.database) or roles.has_role(
            connection, plan.owner
        )


def _move(chart: ChartFile, cluster: Cluster, plan: ServerPlan) -> Path:
    path = chart._place.chart.with_name("clinic.ptserver")
    moved = moving.to_server(chart, cluster.admin, plan, OWNER_PASSWORD, path)
    assert moved.rows > 10
    return path


def _same(one: StoredChart, other: StoredChart) -> None:
    assert one.patient(PATIENT.id) == other.patient(PATIENT.id)
    assert one.visits_of(EPISODE.id) == other.visits_of(EPISODE.id)
    assert one.kept_versions("visit-2") == other.kept_versions("visit-2")
    assert one.clinic() == other.clinic()
    assert one.file("picture", "a") == other.file("picture", "a")
    assert one.setting("last_visit") == other.setting("last_visit")


def test_to_the_server_and_back_everything_is_there_and_verifies(
    chart: ChartFile, cluster: Cluster, plan: ServerPlan, tmp_path: Path
) -> None:
    file = chart._place.chart
    connection = _move(chart, cluster, plan)
    on_server = open_server(connection, THERAPIST.name, PASSWORD, clock=FakeClock(NOON))
    _same(chart, on_server)
    chart.close()
    lines = on_server.audit()
    assert any("moved to the server" in line.entry.detail for line in lines)
    assert ChartAdministration(on_server).verify().problems == ()
    assert on_server.search("cwik")[0].patient.id == "patient-2"
    later = on_server.save_draft(new_visit("visit-3", number=3))
    on_server.sign(later, replace(SIGNATURE, by=on_server.user.id))
    on_server.save_patient(replace(PATIENT, id="patient-3", record_number="8"))

    moved = moving.to_file(on_server, file)
    assert moved.place == str(file)
    back = open_chart(file, THERAPIST.name, PASSWORD, clock=FakeClock(NOON))
    _same(on_server, back)
    back.check()
    assert back.search("cwik")[0].patient.id == "patient-2"
    assert [seal for seal in (back.visit("visit-1"), back.visit("visit-3")) if seal.signed]
    assert list(tmp_path.glob("clinic.before-move-*.ptchart"))
    assert back.audit()[-1].entry == chart_line(on_server)
    on_server.close()
    back.close()


def chart_line(chart: StoredChart) -> object:
    """The first line of the log."""
    return chart.audit()[-1].entry


def test_the_source_is_whole_and_marked_so_that_nobody_goes_on_in_it(
    chart: ChartFile, cluster: Cluster, plan: ServerPlan
) -> None:
    file = chart._place.chart
    left_behind.refuse_moved(file)
    connection = _move(chart, cluster, plan)
    chart.close()
    with pytest.raises(ChartMoved, match=plan.database):
        left_behind.refuse_moved(file)
    left = open_chart(file, THERAPIST.name, PASSWORD, clock=FakeClock(NOON))
    left.check()
    left.close()
    on_server = open_server(connection, THERAPIST.name, PASSWORD, clock=FakeClock(NOON))
    left_behind.refuse_moved_server(on_server)
    moving.to_file(on_server, file.with_name("back.ptchart"))
    with pytest.raises(ChartMoved, match=r"back\.ptchart"):
        left_behind.refuse_moved_server(on_server)
    on_server.close()


def test_where_a_chart_stands_none_is_put(
    chart: ChartFile, cluster: Cluster, plan: ServerPlan
) -> None:
    file = chart._place.chart
    connection = _move(chart, cluster, plan)
    with pytest.raises(ChartExists):
        moving.to_server(chart, cluster.admin, plan, OWNER_PASSWORD, connection)
    other = connection.with_name("other.ptserver")
    with pytest.raises(ChartExists, match=plan.database):
        moving.to_server(chart, cluster.admin, plan, OWNER_PASSWORD, other)
    chart.close()
    on_server = open_server(connection, THERAPIST.name, PASSWORD, clock=FakeClock(NOON))
    standing = file.with_name("standing.ptchart")
    create_chart(standing, THERAPIST, PASSWORD, cost=CHEAP).close()
    with pytest.raises(ChartExists):
        moving.to_file(on_server, standing)
    on_server.close()


def test_only_who_manages_the_chart_moves_it(
    chart: ChartFile, cluster: Cluster, plan: ServerPlan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chart, "_user", replace(chart.user, administers=False))
    with pytest.raises(NotAllowed):
        _move(chart, cluster, plan)
    assert not _there(cluster, plan)


def test_what_arrives_otherwise_is_not_kept(
    chart: ChartFile, cluster: Cluster, plan: ServerPlan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counting, "differences", lambda *_: ("visit: other content",))
    with pytest.raises(ChartDamaged, match="visit: other content"):
        _move(chart, cluster, plan)
    _untouched(chart, cluster, plan)


def test_a_server_that_goes_away_in_between_leaves_the_file_as_it_was(
    chart: ChartFile, cluster: Cluster, plan: ServerPlan, monkeypatch: pytest.MonkeyPatch
) -> None:
    count = counting.counts

    def gone(connection: object) -> object:
        cluster.restart(crash=True)
        return count(connection)  # type: ignore[arg-type]

    monkeypatch.setattr(counting, "counts", gone)
    with pytest.raises(ServerLost):
        _move(chart, cluster, plan)
    monkeypatch.undo()
    _untouched(chart, cluster, plan)


def _untouched(chart: ChartFile, cluster: Cluster, plan: ServerPlan) -> None:
    assert not _there(cluster, plan)
    assert not chart._place.chart.with_name("clinic.ptserver").exists()
    left_behind.refuse_moved(chart._place.chart)
    chart.check()
    assert not any("moved" in line.entry.detail for line in chart.audit())
    chart.save_draft(new_visit("visit-9", number=9))


POINTS = ("moving._filled", "set_up.prepare", "moving.new_connection_file")
BACK = ("moving._file_filled", "moving._write_head", "register.put_setting")
KILLED = """
import os, signal, sys, pickle
from pathlib import Path
from pt_chart.store import counting, moving, register
from pt_chart.store.server import set_up
from pt_chart.store.open import open_chart
from pt_chart.store.server.door import open_server
way, point, path, name, password, admin, plan, owner = pickle.loads(bytes.fromhex(sys.argv[1]))
module, _, function = point.partition(".")
found = {"counting": counting, "moving": moving, "register": register, "set_up": set_up}[module]
real = getattr(found, function)
def fatal(*given, **more):
    real(*given, **more) if sys.argv[2] == "after" else None
    os.kill(os.getpid(), signal.SIGKILL)
if way == "to_server":
    chart = open_chart(path, name, password)
    setattr(found, function, fatal)
    moving.to_server(chart, admin, plan, owner, path.with_name("clinic.ptserver"))
else:
    chart = open_server(path.with_name("clinic.ptserver"), name, password)
    setattr(found, function, fatal)
    moving.to_file(chart, path.with_name("back.ptchart"))
"""


def _killed(way: str, point: str, when: str, path: Path, cluster: Cluster, plan: object) -> None:
    import pickle

    told = (way, point, path, THERAPIST.name, PASSWORD, cluster.admin, plan, OWNER_PASSWORD)
    order = [sys.executable, "-c", KILLED, pickle.dumps(told).hex(), when]
    ended = subprocess.run(order, capture_output=True, check=False, timeout=120)
    assert ended.returncode == -signal.SIGKILL, ended.stderr.decode()


@pytest.mark.parametrize("point", POINTS)
def test_killed_on_the_way_to_the_server_the_file_is_whole(
    chart: ChartFile, cluster: Cluster, plan: ServerPlan, point: str
) -> None:
    path = chart._place.chart
    before = chart.visits_of(EPISODE.id)
    chart.close()
    _killed("to_server", point, "after", path, cluster, plan)
    left_behind.refuse_moved(path)
    again = open_chart(path, THERAPIST.name, PASSWORD)
    again.check()
    assert again.visits_of(EPISODE.id) == before
    again.save_draft(new_visit("visit-9", number=9))
    again.close()


@pytest.mark.parametrize("point", BACK)
def test_killed_on_the_way_back_the_server_is_whole(
    chart: ChartFile, cluster: Cluster, plan: ServerPlan, point: str
) -> None:
    path = chart._place.chart
    connection = _move(chart, cluster, plan)
    before = chart.visits_of(EPISODE.id)
    chart.close()
    _killed("to_file", point, "after", path, cluster, plan)
    again = open_server(connection, THERAPIST.name, PASSWORD)
    left_behind.refuse_moved_server(again)
    assert again.visits_of(EPISODE.id) == before
    assert ChartAdministration(again).verify().problems == ()
    again.save_draft(new_visit("visit-9", number=9))
    again.close()


@pytest.mark.parametrize("moves", range(7))
def test_killed_after_the_server_was_left_the_next_opening_goes_on(
    chart: ChartFile,
    cluster: Cluster,
    plan: ServerPlan,
    monkeypatch: pytest.MonkeyPatch,
    moves: int,
) -> None:
    """Between the server's commit and the last file's name: after so many renamed files."""
    path = chart._place.chart
    connection = _move(chart, cluster, plan)
    before = chart.visits_of(EPISODE.id)
    chart.close()
    on_server = open_server(connection, THERAPIST.name, PASSWORD, clock=FakeClock(NOON))
    with _ends_after(monkeypatch, moves), pytest.raises(KeyboardInterrupt):
        moving.to_file(on_server, path)
    on_server.abandon()
    door = ServerDoor(connection, path)
    with pytest.raises(UserRefused, match="finished now"):
        door.open(THERAPIST.name, PASSWORD, accept_loss=False)
    assert not connection.exists()
    assert not ChartPlace(path).moving.exists()
    again = FileDoor(path, path.with_name("seen")).open(THERAPIST.name, PASSWORD, accept_loss=False)
    assert again.visits_of(EPISODE.id) == before
    assert ChartAdministration(again).verify().problems == ()
    again.close()


@contextmanager
def _ends_after(monkeypatch: pytest.MonkeyPatch, moves: int) -> Iterator[None]:
    """Let the program end at the renaming after so many, once the server was left."""
    real, left = Path.replace, left_behind.finish
    done: list[Path] = []

    def finish(place: ChartPlace) -> None:
        with monkeypatch.context() as patch:
            patch.setattr(Path, "replace", last)
            left(place)

    def last(self: Path, target: Path) -> Path:
        if len(done) == moves:
            raise KeyboardInterrupt
        done.append(self)
        return real(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(left_behind, "finish", finish)
        yield


def test_killed_before_the_file_is_marked_the_server_marks_it(
    chart: ChartFile, cluster: Cluster, plan: ServerPlan
) -> None:
    path = chart._place.chart
    connection = _move(chart, cluster, plan)
    chart.close()
    left_behind.mark_of(ChartPlace(path)).unlink()
    opened = ServerDoor(connection, path).open(THERAPIST.name, PASSWORD, accept_loss=False)
    opened.close()
    with pytest.raises(ChartMoved):
        left_behind.refuse_moved(path)


def test_the_log_of_the_move_is_on_both_sides(
    chart: ChartFile, cluster: Cluster, plan: ServerPlan
) -> None:
    connection = _move(chart, cluster, plan)
    here = chart.audit()[0]
    assert here.entry.action is AuditAction.MIGRATE
    on_server: ChartServer = open_server(
        connection, THERAPIST.name, PASSWORD, clock=FakeClock(NOON)
    )
    assert here in on_server.audit()
    on_server.close()


def test_a_refusal_is_told_and_not_a_crash(
    chart: ChartFile, cluster: Cluster, plan: ServerPlan
) -> None:
    wrong = replace(cluster.admin, password="not this")
    path = chart._place.chart.with_name("clinic.ptserver")
    with pytest.raises(WorldError):
        moving.to_server(chart, wrong, plan, OWNER_PASSWORD, path)
    _untouched(chart, cluster, plan)
