"""Charts of other revisions on a server: upgraded by their owner only, a newer one refused."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, insert, inspect, text

from pt_chart.charting.audit import PROTECTION_ALTERED, AuditAction
from pt_chart.charting.errors import ChartNewer, ServerRefused
from pt_chart.clinical.people import Clinic
from pt_chart.store import earlier_guards, register
from pt_chart.store import schema as revisions
from pt_chart.store.administration import ChartAdministration
from pt_chart.store.records import metadata
from pt_chart.store.server import door, guards, schema, set_up, tables
from pt_chart.store.server.connection_file import new_connection_file
from pt_chart.store.server.login import SCHEMA
from tests.fakes import THERAPIST, FakeClock
from tests.places import ServerPlace
from tests.servers import PROGRAM, Cluster
from tests.store.samples import CHEAP, EPISODE, NOON, PASSWORD, PATIENT, SIGNATURE, new_visit

OLDER = "0004"
"""An earlier revision; no program ever made one before it on a server."""


@pytest.fixture
def migrated(cluster: Cluster) -> Iterator[str]:
    """A database whose tables every migration has gone through."""
    name = cluster.bare_database()
    with set_up.as_owner(cluster.owner(name)) as connection:
        connection.exec_driver_sql(f"CREATE SCHEMA {SCHEMA}")
        revisions.upgrade(connection, "0003")
        tables.create(connection, PROGRAM)
        schema.migrate(connection, lambda _connection: None)
    yield name
    cluster.drop(name)


def shape(connection: Connection) -> dict[str, object]:
    """Everything that makes up the chart's tables."""
    look = inspect(connection)
    shapes: dict[str, object] = {}
    for table in sorted((*metadata.tables, "alembic_version")):
        columns = [
            (c["name"], str(c["type"]), c["nullable"], str(c["default"] or "").rpartition(".")[2])
            for c in look.get_columns(table)
        ]
        indexes = [
            (i["name"], i["column_names"], i["unique"], i.get("dialect_options"))
            for i in look.get_indexes(table)
        ]
        shapes[table] = (
            sorted(columns),
            sorted(indexes, key=str),
            look.get_pk_constraint(table),
            sorted(look.get_foreign_keys(table), key=str),
        )
    rights = (
        "SELECT table_name, privilege_type FROM information_schema.table_privileges "
        "WHERE grantee = %s ORDER BY 1, 2"
    )
    shapes["rights"] = connection.exec_driver_sql(rights, (PROGRAM,)).all()
    return shapes


def test_migrations_and_tables_end_in_the_same_schema(
    migrated: str, place: ServerPlace, cluster: Cluster
) -> None:
    with set_up.as_owner(cluster.owner(migrated)) as connection:
        old = shape(connection)
        assert guards.stand(connection)
        known = earlier_guards.ON_SERVERS[revisions.REVISIONS[-1]]
        assert earlier_guards.digest(connection) == known
    with set_up.as_owner(cluster.owner(place.database)) as connection:
        new = shape(connection)
    for table, told in new.items():
        assert old[table] == told, table


@pytest.fixture(params=[OLDER])
def older(
    cluster: Cluster, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[ServerPlace]:
    """A chart of an earlier revision on the server, without what protects it."""
    made = ServerPlace(tmp_path / "older", cluster)
    made.database = cluster.bare_database()
    with made.as_owner() as connection:
        connection.exec_driver_sql(f"CREATE SCHEMA {SCHEMA}")
        revisions.upgrade(connection, request.param)
        tables.create(connection, PROGRAM)
        connection.exec_driver_sql("DELETE FROM key_state")  # migrations put it there
        content, made.key = set_up.found(connection, THERAPIST, PASSWORD, CHEAP, NOON)
        register.put_clinic(connection, Clinic("Larkmoor"))
        connection.exec_driver_sql(f"GRANT USAGE ON SCHEMA {SCHEMA} TO {PROGRAM}")
        connection.exec_driver_sql(f"GRANT SELECT ON ALL TABLES IN SCHEMA {SCHEMA} TO {PROGRAM}")
    program = cluster.program(made.database)
    new_connection_file(made.path, program, content, made.key).write()
    yield made
    made.leave()


def test_only_the_owner_brings_an_older_chart_up_to_date(
    older: ServerPlace, cluster: Cluster
) -> None:
    with pytest.raises(ServerRefused, match=rf"older version \({OLDER}\)") as refused:
        older.open(THERAPIST.name, PASSWORD)
    assert "upgrade" in refused.value.advice
    with pytest.raises(ServerRefused, match="does not own"):
        door.upgrade(cluster.program(older.database))
    owner = cluster.owner(older.database)
    newest = revisions.REVISIONS[-1]
    assert f"{OLDER} to {newest}" in door.upgrade(owner, clock=FakeClock(NOON))
    again = older.open(THERAPIST.name, PASSWORD, clock=FakeClock(NOON))
    assert again.clinic().name == "Larkmoor"
    again.save_patient(PATIENT)
    again.save_episode(EPISODE)
    again.sign(again.save_draft(new_visit()), SIGNATURE)
    assert AuditAction.MIGRATE in [line.entry.action for line in again.audit()]
    assert ChartAdministration(again, CHEAP).verify().sound
    again.close()
    assert "up to date" in door.upgrade(owner)


@pytest.mark.parametrize("older", ["0008"], indirect=True)
def test_an_upgrade_tells_that_the_protection_had_been_altered(
    older: ServerPlace, cluster: Cluster
) -> None:
    told = door.upgrade(cluster.owner(older.database), clock=FakeClock(NOON))
    assert PROTECTION_ALTERED in told
    again = older.open(THERAPIST.name, PASSWORD, clock=FakeClock(NOON))
    assert any(PROTECTION_ALTERED in line.entry.detail for line in again.audit())
    assert ChartAdministration(again, CHEAP).verify().unguarded == 1
    again.close()


def test_an_upgrade_that_fails_changes_nothing(
    older: ServerPlace, cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise ServerRefused("no")

    owner = cluster.owner(older.database)
    with monkeypatch.context() as patch:
        patch.setattr(tables, "grant", fails)
        with pytest.raises(ServerRefused, match="no"):
            door.upgrade(owner)
    with pytest.raises(ServerRefused, match="older version"):
        older.open(THERAPIST.name, PASSWORD)
    door.upgrade(owner)
    older.open(THERAPIST.name, PASSWORD).close()


@pytest.mark.parametrize(
    "later",
    ["UPDATE alembic_version SET version_num = '9999'", "UPDATE server_state SET version = 99"],
)
def test_a_newer_chart_is_refused(place: ServerPlace, cluster: Cluster, later: str) -> None:
    with place.as_owner() as connection:
        connection.exec_driver_sql(later)
    with pytest.raises(ChartNewer):
        place.open(THERAPIST.name, PASSWORD)
    with pytest.raises(ChartNewer):
        door.upgrade(cluster.owner(place.database))


def test_rows_of_an_older_chart_come_through_every_migration(cluster: Cluster) -> None:
    """Users of the first revision get their accounts on PostgreSQL as they do in a file."""
    name = cluster.bare_database()
    with set_up.as_owner(cluster.owner(name)) as connection:
        connection.exec_driver_sql(f"CREATE SCHEMA {SCHEMA}")
        revisions.upgrade(connection, "0001")
        clinician = metadata.tables["clinician"]
        row = {"id": "u", "name": "Ines", "credentials": "", "role": "therapist"}
        connection.execute(insert(clinician).values(**row))
        revisions.upgrade(connection)
        found = connection.execute(text("SELECT user_id, administers, active FROM account")).one()
        assert tuple(found) == ("u", True, True)
    cluster.drop(name)
