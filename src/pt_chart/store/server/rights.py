"""What the program's role, and everybody else, may do on the server, held against what was set up.

The log is safe from the program's role only while nobody widens its rights: on tables and columns,
on schema and database, by what the role is, by roles it belongs to, or by rules and row security.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sqlalchemy import Connection, text

from pt_chart.store.server import tables
from pt_chart.store.server.login import SCHEMA

_IS = {
    "rolsuper": "a superuser",
    "rolcreaterole": "one that makes roles",
    "rolcreatedb": "one that makes databases",
    "rolreplication": "one that copies the server",
    "rolbypassrls": "one that passes row security",
}
_ROLE = text("SELECT * FROM pg_roles WHERE rolname = :program")
_MEMBER = text(
    "SELECT g.rolname FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid "
    "JOIN pg_roles p ON p.oid = m.member WHERE p.rolname = :program ORDER BY 1"
)
_DATABASE = text(
    "SELECT coalesce(r.rolname, '') AS who, a.privilege_type AS may "
    "FROM pg_database d, aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a "
    "LEFT JOIN pg_roles r ON r.oid = a.grantee "
    "WHERE d.datname = current_database() AND a.grantee <> d.datdba"
)
_IN_SCHEMA = text(
    "SELECT coalesce(r.rolname, '') AS who, a.privilege_type AS may "
    "FROM pg_namespace n, aclexplode(n.nspacl) a "
    "LEFT JOIN pg_roles r ON r.oid = a.grantee "
    "WHERE n.nspname = :schema AND a.grantee <> n.nspowner"
)
_ON_TABLES = text(
    "SELECT c.relname AS name, c.relkind::text AS kind, "
    "coalesce(r.rolname, '') AS who, a.privilege_type AS may FROM pg_class c "
    "JOIN pg_namespace n ON n.oid = c.relnamespace, aclexplode(c.relacl) a "
    "LEFT JOIN pg_roles r ON r.oid = a.grantee "
    "WHERE n.nspname = :schema AND a.grantee <> c.relowner"
)
_ON_COLUMNS = text(
    "SELECT c.relname AS name, t.attname AS part, "
    "coalesce(r.rolname, '') AS who, a.privilege_type AS may FROM pg_attribute t "
    "JOIN pg_class c ON c.oid = t.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace, "
    "aclexplode(t.attacl) a LEFT JOIN pg_roles r ON r.oid = a.grantee "
    "WHERE n.nspname = :schema AND a.grantee <> c.relowner"
)
_RULES = text("SELECT rulename AS rule, tablename AS name FROM pg_rules WHERE schemaname = :schema")
_ROW_SECURITY = text(
    "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
    "WHERE n.nspname = :schema AND c.relrowsecurity"
)
_COLUMN_RIGHT = re.compile(r"(\w+) \(([^)]*)\)")


def widened(connection: Connection, program: str) -> Iterator[str]:
    """What somebody may that the set-up does not give, in words."""
    known = {"program": program, "schema": SCHEMA}
    role = connection.execute(_ROLE, known).mappings().first()
    for column, words in _IS.items():
        if role is not None and role[column]:
            yield f"the role {program} is {words}"
    for group in connection.scalars(_MEMBER, known):
        yield f"the role {program} belongs to {group}"
    for row in connection.execute(_DATABASE):
        if (row.who, row.may) != (program, "CONNECT"):
            yield f"{_named(row.who)} may {row.may} on the database"
    for row in connection.execute(_IN_SCHEMA, known):
        if (row.who, row.may) != (program, "USAGE"):
            yield f"{_named(row.who)} may {row.may} in the chart's schema"
    yield from _on_tables(connection, known)
    for row in connection.execute(_RULES, known):
        yield f"the rule {row.rule} changes what is written to {row.name}"
    for name in connection.scalars(_ROW_SECURITY, known):
        yield f"row security hides rows of {name}"


def _on_tables(connection: Connection, known: dict[str, str]) -> Iterator[str]:
    program = known["program"]
    for row in connection.execute(_ON_TABLES, known):
        given = {"USAGE"} if row.kind == "S" else _whole(row.name)
        if row.who != program or row.may not in given:
            yield f"{_named(row.who)} may {row.may} on {row.name}"
    for row in connection.execute(_ON_COLUMNS, known):
        if row.who != program or (row.may, row.part) not in _parts(row.name):
            yield f"{_named(row.who)} may {row.may} on {row.part} of {row.name}"


def _whole(name: str) -> set[str]:
    """Rights on a whole table as the set-up gives them."""
    return {one.strip() for one in _COLUMN_RIGHT.sub("", tables.rights(name)).split(",")} - {""}


def _parts(name: str) -> set[tuple[str, str]]:
    """The same on single columns."""
    found = _COLUMN_RIGHT.findall(tables.rights(name))
    return {(right, part.strip()) for right, parts in found for part in parts.split(",")}


def _named(who: str) -> str:
    return f"the role {who}" if who else "everybody on the server"


def take_away(connection: Connection, program: str) -> None:
    """What the owner can put right besides the rights on tables: rules, row security, database."""
    known = {"schema": SCHEMA}
    run = connection.exec_driver_sql
    for row in connection.execute(_RULES, known).all():
        run(f'DROP RULE "{row.rule}" ON "{row.name}"')
    for name in connection.scalars(_ROW_SECURITY, known).all():
        run(f'ALTER TABLE "{name}" DISABLE ROW LEVEL SECURITY')
    database = connection.exec_driver_sql("SELECT current_database()").scalar_one()
    run(f'REVOKE CREATE, TEMPORARY ON DATABASE "{database}" FROM "{program}"')
