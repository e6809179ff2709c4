"""Moving a whole chart from its file to a server and back: every row verbatim, then compared.

Keys, seals, the log and signed visits move as they stand: the tables are filled before their
guards are put up, in one transaction that is only kept when counts and digests of every table
agree and the whole chart verifies on the other side. The source is read under its own lock and
marked as moved at the very end; interrupted at any point before, it is as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, insert, select, text, update

from pt_chart.charting.administration import Counts
from pt_chart.charting.errors import (
    ChartDamaged,
    ChartExists,
    NotAllowed,
    ServerUnsure,
    UserRefused,
)
from pt_chart.charting.ports import AuditAction, AuditEntry
from pt_chart.store import counting, integrity, left_behind, schema, search_index
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
from pt_chart.store.server.link import may_be_stopped
from pt_chart.store.server.login import Login
from pt_chart.store.server.set_up import ServerPlan
from pt_chart.store.server.windows import elsewhere
from pt_chart.store.witness import Witness

_BATCH = 200


@dataclass(frozen=True, slots=True)
class Moved:
    """What was moved: tables and rows compared, and where to."""

    tables: int
    rows: int
    place: str


def to_server(
    chart: ChartFile,
    admin: Login,
    plan: ServerPlan,
    owner_password: str,
    path: Path,
    stop: Callable[[], bool] | None = None,
) -> Moved:
    """Move an open chart file to a server; ``path`` becomes this workstation's connection file.

    The file stays where it is and is marked: see `left_behind`. Close it afterwards. ``stop`` is
    asked on the way whether the person wants it stopped.

    Raises:
        NotAllowed: only who manages the chart moves it.
        UserRefused: it was stopped; nothing was moved.
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
            left_behind.mark(source, program.place, chart._ledger.now)
        except BaseException:
            path.unlink(missing_ok=True)
            left_behind.mark_of(source).unlink(missing_ok=True)
            undo()
            raise
        set_up.end_loan(admin, plan)
        return Moved(len(counts.rows), counts.total, program.place)

    def stoppable(transaction: Transaction) -> Moved:
        with may_be_stopped(stop):
            return work(transaction)

    return chart._write(stoppable)


def to_file(
    chart: ChartServer, path: Path, witness: Path | None = None, workstation: str = ""
) -> Moved:
    """Move an open chart from its server into an encrypted file, which takes its name last.

    The server's tables stay and are marked as left when everything is written beside ``path``;
    only then it takes its name; cut off in between, the next opening goes on (`left_behind`).
    A file that was moved to the server before and still lies at ``path`` is set aside.
    ``witness`` is the folder that remembers how far charts had come: from now on it holds this
    file to what was moved. ``workstation`` is this computer's name, told where the server is asked
    later.

    Raises:
        NotAllowed: only who manages the chart moves it.
        ChartExists, NetworkShare: the chart cannot be put there.
        UserRefused: other workstations have the chart open.
        ChartDamaged: what arrived differs, or does not verify; nothing is left of it.
        ServerLost, DiskFull, ReadOnly: as usual; the server's chart is as it was.
    """
    _require_administrator(chart)
    place = ChartPlace(path)
    refuse_network_share(path.parent)
    left_behind.require_free(place)
    fresh = ChartPlace(place.moving / path.name)

    def work(transaction: Transaction) -> tuple[Moved, Head]:
        # The server waits while the file is filled and verified, however large the clinic is.
        transaction.connection.exec_driver_sql("SET LOCAL idle_in_transaction_session_timeout = 0")
        _require_nobody_else(transaction.connection, chart.client)
        _log(transaction, f"moved from the server into {path.name}")
        content = text_of(transaction.connection)
        with explained(path):
            left_behind.make_empty(place.moving)
            counts, head = _file_filled(transaction, fresh, chart._keys.chart)
            write_atomically(fresh.keys, content)
            _write_head(fresh, head, chart._keys.chart)
            fresh.creating.replace(fresh.chart)
            sync_folder(fresh.chart.parent)
        told = f"{path.name} at {workstation}" if workstation else path.name
        left_behind.mark_server(transaction.connection, told, chart._ledger.now, transaction.end)
        return Moved(len(counts.rows), counts.total, str(path)), head

    chart_id = chart.chart_id
    try:
        moved, head = chart._write(work)
    except ServerUnsure:
        raise  # whether it was moved is found out, and finished, at the next opening
    except BaseException:
        left_behind.drop(place.moving)
        raise
    left_behind.finish(place)
    seen = Witness(witness, chart_id, chart._keys.chart)
    seen.note(head)
    seen.close()
    return moved


def _require_administrator(chart: ChartFile | ChartServer) -> None:
    if not chart.user.administers:
        raise NotAllowed("Only a person who manages the chart moves it.")


def _require_nobody_else(connection: Connection, client: str) -> None:
    others = elsewhere(connection, client)
    if others:
        raise UserRefused(
            f"The chart is open elsewhere: {', '.join(others)}.",
            "Let everybody lock it (Ctrl+L), then move it. Nothing was moved.",
        )


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
