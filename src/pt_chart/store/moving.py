"""Moving a whole chart from its file to a server and back: every row verbatim, then compared.

Keys, seals, the log and signed visits move as they stand: the tables are filled before their
guards are put up, in one transaction that is only kept when counts and digests of every table
agree and the whole chart verifies on the other side. The source is read under its own lock and
marked as moved at the very end; interrupted at any point before, it is as it was.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, insert, select, text, update

from pt_chart.charting.access import Role
from pt_chart.charting.administration import Counts
from pt_chart.charting.errors import ChartDamaged, ChartExists, ChartMoved, NotAllowed
from pt_chart.charting.ports import AuditAction, AuditEntry, Setting
from pt_chart.store import counting, integrity, register, schema, search_index
from pt_chart.store.audit_log import LogEnd
from pt_chart.store.chart_file import ChartFile
from pt_chart.store.engine import encrypted_engine
from pt_chart.store.head import Head, HeadFile
from pt_chart.store.keyfile import derived_key
from pt_chart.store.keyfile_format import parse_keys
from pt_chart.store.ledger import Transaction
from pt_chart.store.open import HEAD_PURPOSE, explained
from pt_chart.store.place import (
    ChartPlace,
    make_private,
    refuse_network_share,
    sync_file,
    sync_folder,
    write_atomically,
)
from pt_chart.store.records import chart_state, metadata, patient
from pt_chart.store.server import guards, set_up, tables
from pt_chart.store.server.chart import ChartServer
from pt_chart.store.server.connection_file import new_connection_file
from pt_chart.store.server.home import text_of
from pt_chart.store.server.login import Login
from pt_chart.store.server.set_up import ServerPlan
from pt_chart.store.stored_chart import StoredChart
from pt_chart.store.witness import Witness

_BATCH = 200
_MARK_SUFFIX = ".moved"
_SETTING = "moved"


@dataclass(frozen=True, slots=True)
class Moved:
    """What was moved: tables and rows compared, and where to."""

    tables: int
    rows: int
    place: str


def to_server(
    chart: ChartFile, admin: Login, plan: ServerPlan, owner_password: str, path: Path
) -> Moved:
    """Move an open chart file to a server; ``path`` becomes this workstation's connection file.

    The file stays where it is and is marked: see `refuse_moved`. Close it afterwards.

    Raises:
        NotAllowed: only who manages the chart moves it.
        ChartExists: there is such a database, role or connection file already.
        ChartDamaged: what arrived differs, or does not verify; nothing is left of it.
        ServerRefused, ServerLost: the server does not allow it or stopped answering.
    """
    _require_administrator(chart)
    if path.exists():
        raise ChartExists(f"There is already a connection at {path.name}.")
    source = chart._place

    def work(transaction: Transaction) -> Moved:
        _log(transaction, f"moved to the server {admin.to(plan.database).place}")
        owner, program, undo = set_up.prepare(admin, plan, owner_password)
        try:
            content = source.keys.read_bytes()
            with set_up.as_owner(owner) as target:
                counts = _filled(transaction.connection, target, _server_guards(plan.program))
                row = {"id": 1, "generation": parse_keys(content).generation, "content": content}
                target.execute(insert(tables.key_file).values(**row))
            # What was seen on a server that the chart left before says nothing about this one.
            path.with_name(path.name + ".seen").unlink(missing_ok=True)
            new_connection_file(path, program, content, chart._keys.chart).write()
            mark(source, program.place, chart._ledger.now)
        except BaseException:
            path.unlink(missing_ok=True)
            _mark_of(source).unlink(missing_ok=True)
            undo()
            raise
        return Moved(len(counts.rows), counts.total, program.place)

    return chart._write(work)


def to_file(chart: ChartServer, path: Path, witness: Path | None = None) -> Moved:
    """Move an open chart from its server into an encrypted file, which takes its name last.

    The server's tables stay and are marked in the same moment; a file that was moved to the
    server before and still lies at ``path`` is set aside. ``witness`` is the folder that remembers
    how far charts had come: from now on it holds this file to what was moved.

    Raises:
        NotAllowed: only who manages the chart moves it.
        ChartExists, NetworkShare: the chart cannot be put there.
        ChartDamaged: what arrived differs, or does not verify; nothing is left of it.
        ServerLost, DiskFull, ReadOnly: as usual; the server's chart is as it was.
    """
    _require_administrator(chart)
    place = ChartPlace(path)
    refuse_network_share(path.parent)
    _require_free(place)

    def work(transaction: Transaction) -> Moved:
        _log(transaction, f"moved from the server into {path.name}")
        content = text_of(transaction.connection)
        with explained(path):
            counts, head = _file_filled(transaction, place, chart._keys.chart)
            _set_aside(place, chart._ledger.now)
            write_atomically(place.keys, content)
            _write_head(place, head, chart._keys.chart)
            place.attempts.unlink(missing_ok=True)
            place.creating.replace(place.chart)
            sync_folder(path.parent)
        chart_id = chart._home.read_keys(transaction.connection).chart_id
        seen = Witness(witness, chart_id, chart._keys.chart)
        seen.note(head)
        seen.close()
        told: dict[str, Setting] = {"to": path.name, "at": chart._ledger.now.isoformat()}
        register.put_setting(transaction.connection, _SETTING, told)
        return Moved(len(counts.rows), counts.total, str(path))

    return chart._write(work)


def mark(place: ChartPlace, where: str, at: datetime) -> None:
    """Say beside a chart file that the clinic goes on elsewhere."""
    told = {"to": where, "at": at.isoformat()}
    write_atomically(_mark_of(place), json.dumps(told).encode())


def refuse_moved(chart: Path) -> None:
    """Refuse a chart file that was moved away; who confirms it may still read it.

    Raises:
        ChartMoved: it was, and where to.
    """
    file = _mark_of(ChartPlace(chart))
    if file.exists():
        try:
            told = json.loads(file.read_bytes())
        except (ValueError, OSError):
            told = None
        raise _moved(told)


def refuse_moved_server(chart: ChartServer) -> None:
    """The same for a chart on a server.

    Raises:
        ChartMoved: it was, and where to.
    """
    told = chart.setting(_SETTING)
    if told is not None:
        raise _moved(told)


def to_read_only(chart: StoredChart) -> None:
    """Take every right but reading from who opened a chart that was left behind by a move."""
    chart._user = replace(chart.user, role=Role.AUDITOR.value, administers=False)


def _moved(told: object) -> ChartMoved:
    known = told if isinstance(told, dict) else {}
    where, day = str(known.get("to", "another place")), str(known.get("at", ""))[:10]
    return ChartMoved(f"This chart was moved to {where}{f' on {day}' if day else ''}.")


def _mark_of(place: ChartPlace) -> Path:
    return place.chart.with_name(place.chart.name + _MARK_SUFFIX)


def _require_administrator(chart: ChartFile | ChartServer) -> None:
    if not chart.user.administers:
        raise NotAllowed("Only a person who manages the chart moves it.")


def _log(transaction: Transaction, words: str) -> None:
    transaction.log(AuditEntry(AuditAction.MIGRATE, detail=words))


def _filled(
    source: Connection, target: Connection, guarded: Callable[[Connection], object]
) -> Counts:
    """Copy every table, compare, and verify; returns the counts.

    Raises:
        ChartDamaged: a table differs, or something is wrong with the whole.
    """
    _unguarded(target)
    for table in metadata.sorted_tables:
        for batch in _batches(source, table.name):
            target.execute(insert(table), batch)
    before, after = counting.counts(source), counting.counts(target)
    differences = counting.differences(before, after)
    if differences:
        raise ChartDamaged(f"What arrived differs: {differences[0]}.", "Nothing was moved.")
    target.execute(update(patient).values(place=None))
    search_index.refill(target)
    guarded(target)
    for problem in integrity.problems(target):
        raise ChartDamaged(f"What arrived is not sound: {problem}", "Nothing was moved.")
    return before


def _unguarded(target: Connection) -> None:
    """Take the guards of empty tables away; they stand again before the transaction ends."""
    if target.dialect.name == "postgresql":
        guards.drop(target)
        return
    names = text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    for name in target.scalars(names).all():
        target.execute(text(f"DROP TRIGGER {name}"))


def _batches(source: Connection, name: str) -> Iterator[list[dict[str, object]]]:
    table = metadata.tables[name]
    wanted = select(table).order_by(*table.primary_key.columns)
    for part in source.execute(wanted).yield_per(_BATCH).mappings().partitions():
        yield [dict(row) for row in part]


def _server_guards(program: str) -> Callable[[Connection], None]:
    def put(target: Connection) -> None:
        ids = "SELECT setval('addendum_id_seq', (SELECT coalesce(max(id), 0) + 1 FROM addendum), "
        target.exec_driver_sql(f"{ids}false)")
        schema.put_triggers(target)
        tables.grant(target, program)

    return put


def _file_filled(transaction: Transaction, place: ChartPlace, key: bytes) -> tuple[Counts, Head]:
    path = place.chart
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    place.creating.unlink(missing_ok=True)
    engine = encrypted_engine(place.creating, key)
    try:
        with engine.connect() as target, target.begin():
            schema.create_tables(target)
            counts = _filled(transaction.connection, target, schema.put_triggers)
            commits = target.scalar(select(chart_state.c.commits)) or 0
    except BaseException:
        place.creating.unlink(missing_ok=True)
        raise
    finally:
        engine.dispose()
    sync_file(place.creating)
    make_private(place.creating)
    end: LogEnd = transaction.end
    return counts, Head(commits, end.lines, bytes.fromhex(end.digest))


def _write_head(place: ChartPlace, head: Head, key: bytes) -> None:
    file = HeadFile(place.head, derived_key(key, HEAD_PURPOSE))
    file.create(head)
    file.close()
    make_private(place.head)


def _require_free(place: ChartPlace) -> None:
    if place.chart.exists() and not _mark_of(place).exists():
        raise ChartExists(f"There is already a chart at {place.chart.name}.")


def _set_aside(place: ChartPlace, at: datetime) -> None:
    """The files of the chart that was moved away before make room, under another name."""
    stamp = f"before-move-{at:%Y%m%d-%H%M%S}"
    for file in (place.chart, place.keys, place.head, _mark_of(place)):
        if file.exists():
            rest = file.name.removeprefix(place.chart.name)
            file.replace(file.with_name(f"{place.chart.stem}.{stamp}{place.chart.suffix}{rest}"))
