"""The way into a chart: create one, open one, name its users.

Cheap to import. SQLAlchemy, SQLCipher and the key functions load inside the calls, or ahead of
them through `preload`.
"""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pt_chart.charting.errors import ChartDamaged, ChartExists, ChartMissing, WorldError
from pt_chart.charting.ports import AuditAction, AuditEntry, Clock
from pt_chart.clinical.people import Clinician
from pt_chart.store.failures import as_world_error
from pt_chart.store.keyfile import (
    KeyCost,
    KeyFile,
    derived_key,
    new_chart_key,
    read_keys,
    write_keys,
)
from pt_chart.store.place import (
    ChartLock,
    ChartPlace,
    make_private,
    refuse_network_share,
    sync_folder,
)

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from pt_chart.store.audit_log import LogEnd
    from pt_chart.store.chart_file import ChartFile
    from pt_chart.store.head import Head, HeadFile

_HEAD_PURPOSE = "head of the log"


def preload() -> None:
    """Import what opening needs; for a background thread while the password is typed."""
    import cryptography.hazmat.primitives.ciphers.aead
    import cryptography.hazmat.primitives.kdf.hkdf  # noqa: F401

    import pt_chart.store.chart_file
    import pt_chart.store.engine
    import pt_chart.store.schema  # noqa: F401


def is_chart(chart: Path) -> bool:
    """Whether there is a chart, or what is left of one, at this path."""
    place = ChartPlace(chart)
    return chart.exists() or (place.head.exists() and not place.creating.exists())


def chart_users(chart: Path) -> tuple[Clinician, ...]:
    """Who may unlock a chart, in the order they were added; read from the key file alone.

    Raises:
        ChartMissing, ChartDamaged, ChartNewer: as `open_chart`.
    """
    if not is_chart(chart):
        raise ChartMissing(f"There is no chart at {chart.name}.")
    with _explained(chart):
        return tuple(slot.user for slot in read_keys(ChartPlace(chart)).slots)


def create_chart(
    path: Path,
    user: Clinician,
    password: str,
    *,
    cost: KeyCost | None = None,
    clock: Clock | None = None,
) -> ChartFile:
    """Make a new, empty chart with its first user (an empty id is filled) and open it.

    Raises:
        ChartExists: there is one already.
        NetworkShare, ReadOnly, DiskFull, ChartInUse: the place cannot hold a chart.
    """
    place = ChartPlace(path)
    with _explained(path):
        refuse_network_share(path.parent)
        if is_chart(path):
            raise ChartExists(f"There is already a chart at {path.name}.")
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = ChartLock(place.lock)
        try:
            first = user if user.id else replace(user, id=str(uuid.uuid4()))
            _make(place, first, password, cost or KeyCost())
        finally:
            lock.release()
    return open_chart(path, first.id, password, clock=clock)


def open_chart(
    path: Path,
    user_name: str,
    password: str,
    *,
    accept_loss: bool = False,
    clock: Clock | None = None,
) -> ChartFile:
    """Open a chart for one user; an older one is backed up and migrated first.

    ``accept_loss`` opens a chart whose newest commits are gone (a disk that lied, an old copy
    put back): the person saw the warning and decided; the log keeps a line about it.

    Raises:
        ChartMissing: there is none.
        WrongPassword: the name and password do not open the key.
        ChartDamaged: the key is right, but the chart, its log or its key file are not.
        ChartNewer: a later version of the program wrote it.
        ChartInUse: another program has it open.
        NetworkShare, ReadOnly, DiskFull, StorageFailed: the place fails.
    """
    place = ChartPlace(path)
    with _explained(path):
        refuse_network_share(path.parent)
        _find(place)
        lock = ChartLock(place.lock)
        try:
            keys = read_keys(place)
            key = keys.unwrap(user_name, password)
            user = keys.slot(user_name).user
            return _enter(place, lock, keys, key, user, accept_loss, clock or _now)
        except BaseException:
            lock.release()
            raise


def _now() -> datetime:
    return datetime.now(UTC)


@contextmanager
def _explained(chart: Path) -> Iterator[None]:
    try:
        yield
    except WorldError:
        raise
    except Exception as error:
        known = as_world_error(error, chart)
        if known is None:
            raise
        raise known from error


def _find(place: ChartPlace) -> None:
    if place.chart.exists():
        return
    if is_chart(place.chart):
        raise ChartDamaged(
            f"The chart file {place.chart.name} is gone; its key file is still there.",
            "Put the chart file back from a backup into the same folder.",
        )
    raise ChartMissing(f"There is no chart at {place.chart.name}.")


def _make(place: ChartPlace, user: Clinician, password: str, cost: KeyCost) -> None:
    """Write all files of a new chart; the database takes its name last.

    A crash before that leaves nothing that counts as a chart.
    """
    from pt_chart.store import register, schema
    from pt_chart.store.engine import encrypted_engine
    from pt_chart.store.head import Head, HeadFile

    place.creating.unlink(missing_ok=True)
    if place.keys.exists():
        place.keys.replace(place.keys.with_name(f"{place.keys.name}.unused-{uuid.uuid4().hex}"))
    key, chart_id = new_chart_key(), str(uuid.uuid4())
    with encrypted_engine(place.creating, key).connect() as connection, connection.begin():
        schema.create(connection, chart_id)
        register.put_clinician(connection, user)
    _sync(place.creating)
    make_private(place.creating)
    write_keys(place, KeyFile(chart_id, ()).with_user(user, password, key, cost))
    head = HeadFile(place.head, derived_key(key, _HEAD_PURPOSE))
    head.create(Head())
    head.close()
    make_private(place.head)
    place.creating.replace(place.chart)
    sync_folder(place.chart.parent)


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _enter(
    place: ChartPlace,
    lock: ChartLock,
    keys: KeyFile,
    key: bytes,
    user: Clinician,
    accept_loss: bool,
    clock: Clock,
) -> ChartFile:
    from pt_chart.store.chart_file import ChartFile
    from pt_chart.store.engine import encrypted_engine, refuse_plain_file
    from pt_chart.store.head import HeadFile
    from pt_chart.store.ledger import Ledger

    refuse_plain_file(place.chart)
    head = HeadFile(place.head, derived_key(key, _HEAD_PURPOSE))
    connection = encrypted_engine(place.chart, key).connect()
    try:
        migrated = _bring_up_to_date(place, connection)
        commits, end, lost = _verified(connection, keys.chart_id, head, accept_loss=accept_loss)
        ledger = Ledger(
            place.chart, connection, head, commits=commits, end=end, user=user, clock=clock
        )
        if lost:
            ledger.write(lambda t: t.log(AuditEntry(AuditAction.RESTORE, detail=lost)))
        if migrated:
            ledger.write(lambda t: t.log(AuditEntry(AuditAction.MIGRATE, detail=migrated)))
        ledger.write(lambda t: t.log(AuditEntry(AuditAction.UNLOCK)))
    except BaseException:
        connection.close()
        head.close()
        raise
    return ChartFile(place, ledger, lock, user)


def _bring_up_to_date(place: ChartPlace, connection: Connection) -> str:
    """Migrate an older chart after copying it; returns what was done, "" for nothing."""
    from pt_chart.store import schema

    with connection.begin():
        found = schema.revision(connection)
    if schema.is_current(found):
        return ""
    copy = _copy_before_migration(place, connection, found)
    schema.migrate(connection)
    return f"{found} to {schema.REVISIONS[-1]}, copy kept in {copy.name}"


def _copy_before_migration(place: ChartPlace, connection: Connection, revision: str) -> Path:
    stamp = _now().strftime("%Y%m%d-%H%M%S")
    copy = ChartPlace(
        place.chart.with_name(f"{place.chart.stem}.before-{revision}-{stamp}{place.chart.suffix}")
    )
    cursor = connection.connection.cursor()
    cursor.execute("VACUUM INTO ?", (str(copy.chart),))
    cursor.close()
    _sync(copy.chart)
    shutil.copyfile(place.keys, copy.keys)
    shutil.copyfile(place.head, copy.head)
    for file in (copy.chart, copy.keys, copy.head):
        make_private(file)
    sync_folder(copy.chart.parent)
    return copy.chart


def _verified(
    connection: Connection, chart_id: str, head_file: HeadFile, *, accept_loss: bool
) -> tuple[int, LogEnd, str]:
    """Commit count and log end of the chart, held against the head; and what was lost."""
    from sqlalchemy import select

    from pt_chart.store import audit_log, integrity
    from pt_chart.store.audit_log import LogEnd
    from pt_chart.store.records import chart_state

    with connection.begin():
        state = connection.execute(select(chart_state)).one()
        if state.chart_id != chart_id:
            raise ChartDamaged("The key file belongs to another chart.")
        integrity.check_triggers(connection)
        try:
            return state.commits, _held_against(connection, state.commits, head_file.read()), ""
        except ChartDamaged as damage:
            if not accept_loss:
                raise
            head_file.start_over()
            return state.commits, audit_log.continue_from(connection, LogEnd()), damage.message


def _held_against(connection: Connection, commits: int, head: Head) -> LogEnd:
    """The end of the log, where the chart is no further back than its head says."""
    from pt_chart.store import audit_log

    if commits < head.commit:
        raise ChartDamaged(
            f"The newest {head.commit - commits} saves of the chart are gone.",
            "Restore the last backup, or open it and accept the loss.",
        )
    known = audit_log.LogEnd(head.lines, head.digest.hex())
    return audit_log.continue_from(connection, known)
