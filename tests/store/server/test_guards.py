"""What the server itself refuses: to the owner by triggers, to the program's role by its rights."""

from __future__ import annotations

import threading

import psycopg
import pytest
from sqlalchemy.exc import DBAPIError

from pt_chart.charting.errors import ChartDamaged, ServerRefused
from pt_chart.clinical.visit import Addendum, Visit
from pt_chart.store.server import door, set_up
from pt_chart.store.server.chart import ChartServer
from pt_chart.store.server.failures import GROWS_STATE, SIGNED_STATE
from pt_chart.store.server.guards import server_guards
from pt_chart.store.server.login import SCHEMA, Login
from tests.fakes import THERAPIST
from tests.places import ServerPlace
from tests.store.samples import NOON, PASSWORD, SIGNATURE, new_visit

SIGNED = [
    "UPDATE visit SET status = 'draft'",
    "UPDATE visit SET date = '2020-01-01'",
    "DELETE FROM visit",
    (
        "INSERT INTO visit (id, episode_id, kind, date, number, status, revision) VALUES "
        "('visit-1', 'episode-1', 'evaluation', '2020-01-01', 1, 'draft', 1) "
        "ON CONFLICT (id) DO UPDATE SET status = 'draft'"
    ),
    "UPDATE answer SET value = '90'",
    "DELETE FROM answer",
    "INSERT INTO answer VALUES ('visit-1', 'new', '', '', '1', '[]', '', 'entered', NULL)",
    "UPDATE answer SET visit_id = 'visit-2'",
    "DELETE FROM mark",
    "UPDATE mark SET content = '{}'",
    "INSERT INTO mark VALUES ('visit-1', 99, 'back', 'ache', '{}')",
    "DELETE FROM visit_part",
    "UPDATE visit_part SET content = 'null'",
    (
        "INSERT INTO visit_part VALUES ('visit-1', 'plan', 'null') "
        "ON CONFLICT (visit_id, name) DO UPDATE SET content = excluded.content"
    ),
    (
        "MERGE INTO visit USING (SELECT 1) AS one ON true "
        "WHEN MATCHED THEN UPDATE SET status = 'draft'"
    ),
    "UPDATE addendum SET content = '{}'",
    "DELETE FROM addendum",
    "TRUNCATE visit, answer, mark, visit_part, addendum CASCADE",
    "TRUNCATE addendum",
]
GROWS = [
    "UPDATE audit SET detail = 'nothing happened'",
    "DELETE FROM audit WHERE number = 1",
    "DELETE FROM audit",
    "TRUNCATE audit",
    (
        "INSERT INTO audit SELECT number + 100, at, user_id, user_name, action, patient_id,"
        " visit_id, detail, digest FROM audit"
    ),
    "UPDATE seal SET statement = '{}'",
    "DELETE FROM seal",
    "TRUNCATE seal",
    "UPDATE signing_key SET user_id = 'user-9'",
    "DELETE FROM signing_key",
    "TRUNCATE signing_key",
    "TRUNCATE erasure",
]
BEYOND = [
    "UPDATE audit SET detail = 'x'",
    "DELETE FROM audit",
    "TRUNCATE audit",
    "ALTER TABLE audit DISABLE TRIGGER ALL",
    "DROP TRIGGER audit_stay ON audit",
    "CREATE OR REPLACE FUNCTION audit_stay() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN END $$",
    "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$",
    "CREATE TABLE pt_chart.mine (id int)",
    "CREATE TEMP TABLE visit (id text, status text)",
    "CREATE SCHEMA mine",
    "SET session_replication_role = replica",
    "UPDATE seal SET statement = '{}'",
    "DELETE FROM signing_key",
    "UPDATE erasure SET reason = 'x'",
    "UPDATE addendum SET content = '{}'",
    "UPDATE episode_entry SET struck = 'x'",
    "UPDATE chart_state SET chart_id = 'x'",
    "DELETE FROM key_file",
    "UPDATE alembic_version SET version_num = '0001'",
    "ALTER ROLE chart_program SUPERUSER",
    "SET ROLE chart_owner",
    "SELECT setval('addendum_id_seq', 1)",
    "COPY audit TO PROGRAM 'cat'",
    "SELECT pg_read_file('PG_VERSION')",
]


@pytest.fixture
def signed(chart: ChartServer) -> Visit:
    """A signed visit with an addendum."""
    chart.sign(chart.save_draft(new_visit()), SIGNATURE)
    return chart.add_addendum("visit-1", Addendum("later", "user-1", "Ines", NOON))


def state_of(login: Login, statement: str) -> str:
    """The code with which the server refuses a statement; nothing of it stays."""
    with pytest.raises(Exception) as refused, set_up.as_owner(login) as connection:  # noqa: PT011
        connection.exec_driver_sql(statement.replace("%", "%%"))
    error: BaseException | None = refused.value
    while error is not None and not isinstance(error, psycopg.Error):
        error = error.__cause__ if not isinstance(error, DBAPIError) else error.orig
    assert error is not None
    return error.sqlstate or ""


def test_not_even_the_owner_changes_a_signed_visit(
    place: ServerPlace, chart: ChartServer, signed: Visit
) -> None:
    owner = place.cluster.owner(place.database)
    refused = {attack: state_of(owner, attack) for attack in SIGNED}
    assert refused == dict.fromkeys(SIGNED, SIGNED_STATE)
    assert chart.visit(signed.id) == signed


def test_not_even_the_owner_changes_log_seals_and_keys(
    place: ServerPlace, chart: ChartServer, signed: Visit
) -> None:
    before = chart.audit()
    owner = place.cluster.owner(place.database)
    refused = {attack: state_of(owner, attack) for attack in GROWS}
    assert refused == dict.fromkeys(GROWS, GROWS_STATE)
    assert chart.audit() == before
    assert chart.visit(signed.id) == signed
    chart.check()


def test_the_program_has_least_rights(place: ServerPlace, chart: ChartServer) -> None:
    """Each refused for want of a right, before any trigger is asked."""
    program = place.cluster.program(place.database)
    refused = {attack: state_of(program, attack) for attack in BEYOND}
    assert refused == dict.fromkeys(BEYOND, "42501")
    chart.check()


@pytest.mark.parametrize(
    "weaker",
    [
        "DROP TRIGGER visit_keep ON visit",
        "ALTER TABLE audit DISABLE TRIGGER audit_stay",
        "ALTER TABLE audit ENABLE REPLICA TRIGGER audit_stay",
        "ALTER FUNCTION visit_keep() RESET search_path",
        (
            "CREATE OR REPLACE FUNCTION answer_add() RETURNS trigger LANGUAGE plpgsql "
            "SET search_path = pt_chart, pg_temp AS $$ BEGIN RETURN NEW; END $$"
        ),
        ("CREATE TRIGGER zz BEFORE INSERT ON audit FOR EACH ROW EXECUTE FUNCTION audit_next()"),
    ],
)
def test_weakened_protection_is_noticed(
    place: ServerPlace, chart: ChartServer, weaker: str
) -> None:
    with place.as_owner() as connection:
        connection.exec_driver_sql(weaker)
    with pytest.raises(ChartDamaged, match="protection"):
        chart.check()
    with pytest.raises(ChartDamaged, match="protection") as refused:
        place.open(THERAPIST.name, PASSWORD)
    assert "repair" in refused.value.advice
    door.repair(place.cluster.owner(place.database))
    chart.check()


def test_a_lost_search_index_is_told_and_put_back(place: ServerPlace, chart: ChartServer) -> None:
    place.cluster.run(place.database, "DROP EXTENSION pg_trgm CASCADE")
    with pytest.raises(ChartDamaged, match="searching is slow"):
        chart.check()
    door.repair(place.cluster.owner(place.database))
    chart.check()


def test_a_database_that_is_read_only_is_told(place: ServerPlace, chart: ChartServer) -> None:
    del chart
    name = place.database
    place.cluster.run(name, f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    try:
        told = door.check(place.cluster.owner(name))
        assert [found.fix for found in told if found.stops] != []
    finally:
        place.cluster.run(
            name,
            "SET default_transaction_read_only = off",
            f"ALTER DATABASE {name} RESET default_transaction_read_only",
        )


def test_widened_rights_are_noticed(place: ServerPlace, chart: ChartServer) -> None:
    with place.as_owner() as connection:
        connection.exec_driver_sql(f"GRANT DELETE ON {SCHEMA}.audit TO chart_program")
    with pytest.raises(ChartDamaged, match="rights were widened"):
        chart.check()
    door.repair(place.cluster.owner(place.database))
    chart.check()


def test_revoked_rights_are_told_with_their_place_and_can_be_repaired(
    place: ServerPlace, chart: ChartServer
) -> None:
    owner = place.cluster.owner(place.database)
    with place.as_owner() as connection:
        connection.exec_driver_sql(f"REVOKE INSERT ON {SCHEMA}.visit FROM chart_program")
    with pytest.raises(ServerRefused, match=r"lacks a right .* table visit") as refused:
        chart.save_draft(new_visit())
    assert "repair" in refused.value.advice
    door.repair(owner)
    chart.save_draft(new_visit())
    with pytest.raises(ServerRefused, match="does not own"):
        door.repair(place.cluster.program(place.database))


def test_guards_are_those_of_the_chart_file_and_truncate() -> None:
    from pt_chart.store.triggers import guards

    whole = {name for name in server_guards() if name.endswith("_whole")}
    assert set(server_guards()) - whole == set(guards())
    assert {"audit_whole", "seal_whole", "visit_whole", "signing_key_whole"} <= whole


def test_what_meets_a_signature_is_in_it_or_refused(place: ServerPlace, chart: ChartServer) -> None:
    """Whoever writes into a visit and whoever signs it wait for each other."""
    chart.save_draft(new_visit())
    login = place.cluster.program(place.database)
    adding = "INSERT INTO answer VALUES ('visit-1', 'late', '', '', '1', '[]', '', 'entered', NULL)"
    signing = threading.Thread(target=lambda: chart.sign(chart.visit("visit-1"), SIGNATURE))
    with set_up.as_owner(login) as connection:
        connection.exec_driver_sql(adding)
        signing.start()
        signing.join(0.5)
        assert signing.is_alive()
    signing.join()
    chart.check()
    assert state_of(login, adding.replace("'late'", "'later'")) == SIGNED_STATE


def test_what_comes_while_a_visit_is_being_signed_is_refused(
    place: ServerPlace, chart: ChartServer
) -> None:
    chart.save_draft(new_visit())
    login = place.cluster.program(place.database)
    adding = "INSERT INTO mark VALUES ('visit-1', 99, 'back', 'ache', '{}')"
    states: list[str] = []
    beside = threading.Thread(target=lambda: states.append(state_of(login, adding)))
    with set_up.as_owner(login) as connection:
        connection.exec_driver_sql(
            "INSERT INTO seal SELECT coalesce(max(number), 0) + 1, 'visit-1', 'sign', '', '', '' "
            "FROM seal"
        )
        connection.exec_driver_sql("UPDATE visit SET status = 'signed' WHERE id = 'visit-1'")
        beside.start()
        beside.join(0.5)
        assert beside.is_alive()
    beside.join()
    assert states == [SIGNED_STATE]
