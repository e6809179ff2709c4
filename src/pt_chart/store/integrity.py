"""The long look: every page, reference, trigger, line of the log, seal and signed visit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from sqlalchemy import Connection, func, select, text

from pt_chart.charting.audit import AuditAction
from pt_chart.charting.errors import ChartDamaged
from pt_chart.store import (
    attachments,
    audit_log,
    before_seals,
    erasing,
    held_settings,
    kept_forms,
    kept_versions,
    key_lines,
    logged_records,
    register_records,
    schema,
    seals,
    shown_in_lists,
    signed_visits,
    untold_keys,
    user_lines,
    users,
)
from pt_chart.store.audit_log import LogEnd
from pt_chart.store.engine import rows
from pt_chart.store.records import audit, erasure, patient, seal
from pt_chart.store.records import visit as visit_table
from pt_chart.store.seals import Act
from pt_chart.store.triggers import sqlite_triggers

_UNGUARDED = "The protection of signed visits and of the log was altered."
_ON_SERVER = (
    "Somebody with the owner's password did it: find out who and why. Then put it back with "
    "pt-chart server repair, unlock, and verify the chart."
)


def check(connection: Connection, end: LogEnd | None = None, *, shared: bool = False) -> None:
    """Read the whole chart; see `problems`.

    Raises:
        ChartDamaged: what is damaged, in words.
    """
    for problem in problems(connection, end, shared=shared):
        raise ChartDamaged(problem)


def problems(
    connection: Connection, end: LogEnd | None = None, *, shared: bool = False
) -> Iterator[str]:
    """Everything that is wrong with a chart, the most basic first.

    ``end`` is where the head says that the log ends; None leaves that to the caller. The log of a
    ``shared`` chart may lead on from there.
    """
    basic = damages(connection)
    yield from basic
    if basic:
        return
    parts = (
        _triggers,
        _tables,
        attachments.problems,
        seals.problems,
        _log_and_seals,
        _keys,
        key_lines.sealed_with_replaced,
        signed_visits.problems,
        _erased,
        user_lines.problems,
        logged_records.problems,
        register_records.problems,
        shown_in_lists.problems,
        kept_forms.problems,
        held_settings.problems,
        kept_versions.problems,
    )
    yield from _log(connection, end, shared=shared)
    for part in parts:
        try:
            yield from part(connection)
        except (ValueError, KeyError, TypeError, AttributeError):
            # Whatever was written past the program: the parts after it are looked at all the same.
            yield f"A stored value is not what it should be ({_looked_at(part)})."


def _looked_at(part: Callable[[Connection], Iterable[str]]) -> str:
    """What a part looks at, in words, for a value that it cannot read."""
    return part.__module__.rpartition(".")[2].replace("_", " ")


def damages(connection: Connection) -> tuple[str, ...]:
    """What is wrong with the file itself: pages, structure, references."""
    return tuple(_file(connection))


def check_triggers(connection: Connection) -> None:
    """Make sure that what protects signed visits and the log stands unchanged.

    Raises:
        ChartDamaged: a trigger is missing or was changed.
    """
    for problem in _triggers(connection):
        if connection.dialect.name == "postgresql":
            raise ChartDamaged(problem, _ON_SERVER)
        raise ChartDamaged(problem)


def unsealed(connection: Connection) -> int:
    """How many signed visits come from a version before seals."""
    has_seal = select(seal.c.visit_id).where(seal.c.act == Act.SIGN.value)
    wanted = select(func.count()).select_from(visit_table)
    found = connection.scalar(
        wanted.where(visit_table.c.status == "signed", visit_table.c.id.not_in(has_seal))
    )
    return found or 0


def _file(connection: Connection) -> Iterator[str]:
    if connection.dialect.name == "postgresql":
        from pt_chart.store.server import integrity as on_server

        yield from on_server.problems(connection)
        return
    sealed = connection.scalars(text("PRAGMA cipher_integrity_check")).all()
    if sealed:
        yield f"{len(sealed)} pages of the chart do not match their seal."
        return
    if list(connection.scalars(text("PRAGMA integrity_check")).all()) != ["ok"]:
        yield "The structure of the chart is damaged."
    if connection.execute(text("PRAGMA foreign_key_check")).first() is not None:
        yield "The chart holds records that point to nowhere."


def _tables(connection: Connection) -> Iterator[str]:
    """Tables and views that no version of the program makes: somebody's own list, or copy."""
    if connection.dialect.name == "postgresql":
        from pt_chart.store.server import integrity as on_server

        strange = on_server.strange_tables(connection)
    else:
        listed = text("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")
        strange = set(connection.scalars(listed)) - schema.sqlite_tables()
    if strange:
        yield f"{len(strange)} tables are not the chart's own: {', '.join(sorted(strange))[:80]}."


def _triggers(connection: Connection) -> Iterator[str]:
    if connection.dialect.name == "postgresql":
        from pt_chart.store.server import guards

        if not guards.stand(connection):
            yield _UNGUARDED
        return
    listed = text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    standing = {row.name: row.sql for row in connection.execute(listed)}
    if standing != sqlite_triggers():
        yield _UNGUARDED


def _log(connection: Connection, end: LogEnd | None, *, shared: bool) -> Iterator[str]:
    try:
        found = audit_log.continue_from(connection, LogEnd())
    except ChartDamaged as damage:
        yield damage.message
        return
    known = audit.c.action.in_([action.value for action in AuditAction])
    strange = connection.scalar(select(func.count()).select_from(audit).where(~known))
    if strange:
        yield f"{strange} lines of the log tell of something that the program does not know."
    if end is None or found == end:
        return
    leads_on = shared and found.lines > end.lines
    if not leads_on or audit_log.digest_at(connection, end.lines) != end.digest:
        yield f"The log does not end with line {end.lines}: it was cut or altered."


def _keys(connection: Connection) -> Iterator[str]:
    """Every signing key was announced in the log for its user, when it was made."""
    lines = select(audit.c.detail).where(audit.c.action == AuditAction.USERS.value)
    told = {named for named in map(users.announced_key, connection.scalars(lines)) if named}
    keys = set(users.known_keys(connection).items())
    silent = keys - told
    first = connection.execute(select(audit).where(audit.c.number == 1)).first()
    if first is not None and users.announced_key(first.detail) is None:
        # Made before the first line told of the maker's key: that one key may stand without.
        silent -= set(sorted(key for key in silent if key[1] == first.user_id)[:1])
    silent -= untold_keys.excused(connection, silent)
    if silent:
        yield f"{len(silent)} signing keys are not in the log."
    if told - keys:
        yield f"{len(told - keys)} signing keys that the log names are missing."
    moved = users.keys_of_another_time(connection)
    if moved:
        yield f"{moved} signing keys are said to be of another time than the log tells."


def _log_and_seals(connection: Connection) -> Iterator[str]:
    """The log names the digest of every seal, so that neither can lose one unnoticed."""
    since = before_seals.migrated(connection)
    named = select(audit.c.detail).where(audit.c.action.in_(seals.SEALED), audit.c.number > since)
    logged = set(connection.scalars(named))
    known = set(connection.scalars(select(seal.c.digest)))
    if known - logged:
        yield f"{len(known - logged)} seals are not in the log."
    if logged - known:
        yield f"{len(logged - known)} seals that the log names are missing."


def _erased(connection: Connection) -> Iterator[str]:
    told = select(audit.c.patient_id, audit.c.user_id, audit.c.detail)
    logged: dict[str, list[tuple[str, str]]] = {}
    for line in connection.execute(told.where(audit.c.action == AuditAction.ERASE.value)):
        logged.setdefault(line.patient_id, []).append((line.user_id, line.detail))
    standing = {row["patient_id"]: row for row in rows(connection, select(erasure))}
    erased = standing.keys()
    if erased - logged.keys():
        yield f"{len(erased - logged.keys())} erasures are not in the log."
    other = sum(
        not any(erasing.is_told(row, *line) for line in logged[one])
        for one, row in standing.items()
        if one in logged
    )
    if other:
        yield f"{other} erasures name another person or reason than the log."
    if connection.scalar(select(func.count()).where(patient.c.id.in_(erased or {""}))):
        yield "A patient whose records were erased is in the chart."
