"""The queue of drafts at a workstation: one small encrypted file for each person.

Its key comes from the chart's own, which the connection file keeps wrapped with the person's
password: it opens with that password while the server is away, and with no other.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

from sqlalchemy import Column, Connection, MetaData, Table, Text, delete, insert, select, update

from pt_chart.charting.away import Waiting
from pt_chart.charting.errors import ChartDamaged, ChartInUse, NetworkShare, WorldError
from pt_chart.clinical.people import Episode, Patient
from pt_chart.clinical.visit import Visit
from pt_chart.store import content
from pt_chart.store.engine import encrypted_engine, rows
from pt_chart.store.failures import as_world_error
from pt_chart.store.kept_versions import visit_data, visit_from
from pt_chart.store.place import ChartLock, make_private, refuse_network_share
from pt_chart.store.translate import Row, tier_of
from pt_chart.store.worker import StoreThread

T = TypeVar("T")
_tables = MetaData()
_waiting = Table(
    "waiting",
    _tables,
    Column("visit_id", Text, primary_key=True),
    Column("at", Text, nullable=False),
    Column("content", Text, nullable=False),
)


def purpose_of(user_id: str) -> str:
    """What the key of a person's queue is for, as `ChartStore.seal_key` is asked."""
    return f"drafts at a workstation: {user_id}"


def queue_path(folder: Path, chart_id: str, user_id: str) -> Path:
    """Where a person's queue lies; the name tells nothing about anybody."""
    return folder / f"{chart_id}-{user_id}.ptwaiting"


def set_aside(path: Path) -> Path:
    """Let a queue that cannot be read make room; returns where it lies now.

    Raises:
        OSError: it cannot be renamed.
    """
    number = 1
    while (aside := path.with_name(f"{path.name}.damaged-{number}")).exists():
        number += 1
    for end in ("-wal", "-shm"):
        beside = path.with_name(path.name + end)
        if beside.exists():
            beside.replace(aside.with_name(aside.name + end))
    path.replace(aside)
    return aside


class AwayQueue:
    """Implements `AwayDesk`; all of it on a thread of its own.

    One program works with a queue at a time: two would each write over what the other kept.
    """

    def __init__(self, path: Path, key: bytes) -> None:
        """Open the queue, or make it.

        Raises:
            ChartInUse: another program works with it.
            NetworkShare: it lies where a lock does not hold.
            ChartDamaged: the file was cut or altered.
            WorldError: the folder cannot be written.
        """
        self._path = path
        self._lock = self._locked()
        self._thread = StoreThread()
        try:
            self._connection = self._thread.call(lambda: self._opened(key))
        except BaseException:
            self._thread.stop()
            self._lock.release()
            raise

    def keep(self, waiting: Waiting, done: Callable[[Visit | WorldError], None]) -> None:
        """See `AwayDesk.keep`."""

        def job() -> None:
            try:
                self._with(lambda c: _put(c, waiting))
            except WorldError as error:
                done(error)
            else:
                done(waiting.mine)

        try:
            self._thread.post(job)
        except WorldError as closed:
            done(closed)

    def waiting(self) -> tuple[Waiting, ...]:
        """See `AwayDesk.waiting`."""
        wanted = select(_waiting).order_by(_waiting.c.at, _waiting.c.visit_id)
        found = self._thread.call(lambda: self._with(lambda c: rows(c, wanted)))
        return tuple(map(_of, found))

    def done(self, ident: str) -> None:
        """See `AwayDesk.done`."""
        gone = delete(_waiting).where(_waiting.c.visit_id == ident)
        self._thread.call(lambda: self._with(lambda c: c.execute(gone)))

    def set_apart(self, visit_id: str) -> None:
        """See `AwayDesk.set_apart`."""
        own = _waiting.c.visit_id == visit_id
        renamed = update(_waiting).where(own).values(visit_id=f"{visit_id} {uuid4()}")
        self._thread.call(lambda: self._with(lambda c: c.execute(renamed)))

    def flush(self) -> None:
        """See `AwayDesk.flush`."""
        self._thread.call(lambda: None)

    def close(self) -> None:
        """See `AwayDesk.close`."""
        with suppress(WorldError):
            self._thread.call(self._connection.close)
        self._thread.stop()
        self._lock.release()

    def _locked(self) -> ChartLock:
        folder = self._path.parent
        try:
            refuse_network_share(folder)
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            return ChartLock(self._path.with_name(self._path.name + ".lock"))
        except ChartInUse:
            raise ChartInUse(
                "You have this chart open in another window or program on this computer.",
                "Go to the one that has it open, or lock that one first: what is typed while the "
                "server is away is kept by one at a time.",
            ) from None
        except NetworkShare:
            raise NetworkShare(f"{folder} lies on a network share.") from None
        except OSError as error:
            self._explain(error)
            raise

    def _opened(self, key: bytes) -> Connection:
        try:
            _refuse_empty(self._path)
            connection = encrypted_engine(self._path, key).connect()
            make_private(self._path)
            with connection.begin():
                _tables.create_all(connection)
        except Exception as error:
            self._explain(error)
            raise
        return connection

    def _with(self, work: Callable[[Connection], T]) -> T:
        try:
            with self._connection.begin():
                return work(self._connection)
        except Exception as error:
            self._explain(error)
            raise

    def _explain(self, error: Exception) -> None:
        known = as_world_error(error, self._path)
        if known is not None and known is not error:
            raise known from error


def _refuse_empty(path: Path) -> None:
    """Nothing at all is not what a queue begins as: something cut it.

    Raises:
        ChartDamaged: the file has no content.
    """
    if path.exists() and not path.stat().st_size:
        raise ChartDamaged


def _put(connection: Connection, waiting: Waiting) -> None:
    ident = waiting.mine.id
    connection.execute(delete(_waiting).where(_waiting.c.visit_id == ident))
    data: dict[str, Any] = {
        "patient": waiting.patient,
        "episode": waiting.episode,
        "base": visit_data(waiting.base),
        "mine": visit_data(waiting.mine),
        "tier": waiting.tier,
    }
    row = {"visit_id": ident, "at": waiting.at.isoformat(), "content": content.dump(data)}
    connection.execute(insert(_waiting).values(**row))


def _of(row: Row) -> Waiting:
    data = json.loads(row["content"])
    mine = visit_from(data["mine"])
    return Waiting(
        content.build(Patient, data["patient"]),
        content.build(Episode, data["episode"]),
        visit_from(data["base"]),
        mine,
        datetime.fromisoformat(row["at"]),
        tier_of(data["tier"]),
        apart="" if row["visit_id"] == mine.id else row["visit_id"],
    )
