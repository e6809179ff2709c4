"""Setting up and checking a server: what cannot be is told with place and fix, and taken back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest

from pt_chart.charting.errors import (
    ChartDamaged,
    ChartExists,
    ChartMissing,
    ServerLost,
    ServerRefused,
    UserRefused,
    WorldError,
    WrongPassword,
)
from pt_chart.store.administration import ChartAdministration
from pt_chart.store.server import checking, door, roles, schema
from pt_chart.store.server.link import Link
from pt_chart.store.server.login import Login
from pt_chart.store.server.set_up import ServerPlan
from tests.fakes import THERAPIST, FakeClock
from tests.places import ServerPlace
from tests.servers import Cluster
from tests.store.samples import CHEAP, PASSWORD, PATIENT

OWNERS = "the words of the owner"
_numbers = count(1)


@pytest.fixture
def plan(cluster: Cluster) -> Iterator[ServerPlan]:
    """Names that nothing on the server has yet."""
    number = next(_numbers)
    names = (f"clinic_{number}", f"owner_{number}", f"program_{number}")
    made = ServerPlan(*names)
    yield made
    with roles.outside_transactions(cluster.admin) as connection:
        roles.take_back(connection, [made.database], [made.owner, made.program])


def made(cluster: Cluster, plan: ServerPlan, path: Path) -> None:
    """Set a clinic up as its people would."""
    door.set_up(cluster.admin, plan, OWNERS, THERAPIST, PASSWORD, path, cost=CHEAP)


def nothing_of(cluster: Cluster, plan: ServerPlan) -> bool:
    """Whether the server has nothing of a plan."""
    with roles.outside_transactions(cluster.admin) as connection:
        return not (
            roles.has_database(connection, plan.database)
            or roles.has_role(connection, plan.owner)
            or roles.has_role(connection, plan.program)
        )


def test_one_call_makes_roles_database_and_the_first_user(
    cluster: Cluster, plan: ServerPlan, tmp_path: Path
) -> None:
    path = tmp_path / "clinic.ptserver"
    made(cluster, plan, path)
    chart = door.open_server(path, THERAPIST.name, PASSWORD)
    chart.save_patient(PATIENT)
    assert chart.user == replace(THERAPIST, administers=True)
    assert ChartAdministration(chart, CHEAP).verify().sound
    chart.close()
    owner = cluster.admin.to(plan.database).as_role(plan.owner, OWNERS)
    points = {finding.point: finding.problem for finding in door.check(owner)}
    assert points["Encoding"] == points["Order of texts"] == points["Version"] == ""
    assert "power cut" in points["Survives a power cut"]  # the test server runs without fsync
    assert OWNERS not in path.read_text()


def test_an_administrator_need_not_be_a_superuser(
    cluster: Cluster, plan: ServerPlan, tmp_path: Path
) -> None:
    lesser = f"lesser_{plan.owner}"
    with roles.outside_transactions(cluster.admin) as connection:
        roles.make_role(connection, lesser, OWNERS)
        connection.exec_driver_sql(f"ALTER ROLE {lesser} CREATEROLE CREATEDB")
    admin = cluster.admin.as_role(lesser, OWNERS)
    path = tmp_path / "clinic.ptserver"
    door.set_up(admin, plan, OWNERS, THERAPIST, PASSWORD, path, cost=CHEAP)
    door.open_server(path, THERAPIST.name, PASSWORD).close()
    with roles.outside_transactions(cluster.admin) as connection:
        belongs = connection.exec_driver_sql(
            "SELECT pg_has_role(%s, %s, 'USAGE')", (lesser, plan.owner)
        )
        assert belongs.scalar_one() is False, "it is used once"
        roles.take_back(connection, [plan.database], [lesser])


@pytest.mark.parametrize("stage", ["schema.create", "found"])
def test_a_set_up_that_fails_leaves_nothing(
    cluster: Cluster,
    plan: ServerPlan,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    stage: str,
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise ServerLost

    monkeypatch.setattr(f"pt_chart.store.server.set_up.{stage}", fails)
    with pytest.raises(ServerLost):
        made(cluster, plan, tmp_path / "clinic.ptserver")
    assert nothing_of(cluster, plan)
    assert list(tmp_path.iterdir()) == []


def test_what_is_there_is_left_alone(cluster: Cluster, plan: ServerPlan, tmp_path: Path) -> None:
    path = tmp_path / "clinic.ptserver"
    made(cluster, plan, path)
    with pytest.raises(ChartExists, match=r"clinic\.ptserver"):
        made(cluster, plan, path)
    for same in (plan, replace(plan, database="other"), replace(plan, owner="other_owner")):
        with pytest.raises(ChartExists, match="already a"):
            made(cluster, same, tmp_path / "second.ptserver")
    door.open_server(path, THERAPIST.name, PASSWORD).close()
    with roles.outside_transactions(cluster.admin) as connection:
        assert not roles.has_database(connection, "other")
        assert not roles.has_role(connection, "other_owner")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"database": "Clinic; DROP"}, "database cannot be called"),
        ({"owner": 'x"y'}, "owner's role cannot be called"),
        ({"program": "pg_mine"}, "program's role cannot be called"),
        ({"program": "", "owner": "o"}, "cannot be called"),
        ({"owner": "same", "program": "same"}, "two roles"),
    ],
)
def test_names_that_cannot_be_are_refused_before_anything(
    cluster: Cluster, plan: ServerPlan, tmp_path: Path, change: dict[str, str], words: str
) -> None:
    with pytest.raises(ServerRefused, match=words):
        made(cluster, replace(plan, **change), tmp_path / "clinic.ptserver")


def test_weak_passwords_are_refused(cluster: Cluster, plan: ServerPlan, tmp_path: Path) -> None:
    path = tmp_path / "clinic.ptserver"
    for owner, own in (("short", PASSWORD), (OWNERS, "short")):
        with pytest.raises(UserRefused, match="12 characters"):
            door.set_up(cluster.admin, plan, owner, THERAPIST, own, path, cost=CHEAP)
    assert nothing_of(cluster, plan)


def test_a_role_that_may_not_make_databases_is_told(
    cluster: Cluster, plan: ServerPlan, tmp_path: Path, place: ServerPlace
) -> None:
    admin = cluster.owner(place.database)
    with pytest.raises(ServerRefused, match="lacks a right") as told:
        door.set_up(admin, plan, OWNERS, THERAPIST, PASSWORD, tmp_path / "c.ptserver", cost=CHEAP)
    assert "make roles and databases" in told.value.advice


def refused(login: Login) -> WorldError:
    """What is told of a login that cannot be."""
    with pytest.raises(WorldError) as caught:
        door.check(login)
    return caught.value


def test_what_is_wrong_with_a_login_is_told(cluster: Cluster, place: ServerPlace) -> None:
    login = cluster.program(place.database)
    told = refused(replace(login, password="wrong"))
    assert isinstance(told, ServerRefused)
    assert "chart_program" in told.message
    assert "password" in told.advice
    told = refused(replace(login, user="nobody_here"))
    assert "nobody_here" in told.message
    told = refused(replace(login, database="not_there"))
    assert "no database not_there" in told.message
    told = refused(replace(login, port=1))
    assert isinstance(told, ServerLost)
    assert ":1/" in told.message
    told = refused(replace(login, port=70000))
    assert "5432" in told.advice
    told = refused(replace(login, host=""))
    assert "host" in told.message
    with roles.outside_transactions(cluster.admin) as connection:
        connection.exec_driver_sql("CREATE ROLE no_login")
    told = refused(replace(login, user="no_login"))
    assert "no_login" in told.message
    assert login.password not in repr(login)


def test_the_servers_own_socket_is_this_computer(cluster: Cluster, place: ServerPlace) -> None:
    login = replace(cluster.program(place.database), host=str(cluster.folder))
    assert not [finding for finding in door.check(login) if finding.stops]


@pytest.mark.parametrize(
    ("made_as", "words"),
    [
        ("ENCODING 'SQL_ASCII' LOCALE 'C'", "SQL_ASCII"),
        ("ENCODING 'UTF8' LOCALE_PROVIDER icu ICU_LOCALE 'de' LOCALE 'C'", "orders texts by ICU"),
    ],
)
def test_a_database_that_would_lose_or_disorder_names_is_refused(
    cluster: Cluster, made_as: str, words: str
) -> None:
    with roles.outside_transactions(cluster.admin) as connection:
        connection.exec_driver_sql(f"CREATE DATABASE odd TEMPLATE template0 {made_as}")
    try:
        stopping = [f for f in door.check(cluster.admin.to("odd")) if f.stops]
        assert len(stopping) == 1
        assert words in stopping[0].problem
        assert "LC_COLLATE 'C'" in stopping[0].fix
        link = Link(cluster.admin.to("odd"))
        connection = link.connected()
        with connection.begin(), pytest.raises(ServerRefused, match=words):
            checking.require_usable(connection)
        link.close()
    finally:
        cluster.drop("odd")


def test_an_old_server_is_refused_at_the_door(
    place: ServerPlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "OLDEST", 99)
    with pytest.raises(ServerRefused, match=r"PostgreSQL \d+\.\d+; 99 or newer") as told:
        place.open(THERAPIST.name, PASSWORD)
    assert "Update the server" in told.value.advice


def test_an_empty_database_is_no_chart(cluster: Cluster, place: ServerPlace) -> None:
    owner = cluster.admin.to("postgres")
    with pytest.raises(ChartDamaged, match="no chart"):
        door.upgrade(owner)
    with pytest.raises(ChartDamaged, match="no chart"):
        door.repair(owner)
    cluster.lead(place.path, place.database, place.key)
    lost = place.path.with_name("lost.ptserver")
    with pytest.raises(ChartMissing):
        door.open_server(lost, THERAPIST.name, PASSWORD)


def test_a_new_connection_file_takes_the_old_password_away(
    place: ServerPlace, cluster: Cluster, tmp_path: Path
) -> None:
    admin = cluster.admin.to(place.database)
    fresh = tmp_path / "fresh.ptserver"
    with pytest.raises(WrongPassword):
        door.connect(admin, fresh, THERAPIST.name, "wrong")
    with pytest.raises(ServerRefused, match="lacks a right") as told:
        door.connect(cluster.owner(place.database), fresh, THERAPIST.name, PASSWORD)
    assert "make roles" in told.value.advice
    door.connect(admin, fresh, THERAPIST.name, PASSWORD)
    door.open_server(fresh, THERAPIST.name, PASSWORD, clock=FakeClock()).close()
    with pytest.raises(ServerRefused, match="chart_program"):
        place.open(THERAPIST.name, PASSWORD)
    door.connect(admin, fresh, THERAPIST.name, PASSWORD)
    door.open_server(fresh, THERAPIST.name, PASSWORD, clock=FakeClock()).close()
    with roles.outside_transactions(cluster.admin) as connection:
        roles.set_password(connection, "chart_program", cluster.program("x").password)


def test_the_schema_is_made_once(place: ServerPlace) -> None:
    with place.as_owner() as connection:
        assert schema.is_there(connection)
