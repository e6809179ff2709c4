"""The way to what a workstation keeps of a clinic's server: the queue of drafts, and work alone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from pt_chart.bootstrap.shipped import now

if TYPE_CHECKING:
    from pt_chart.charting.away_work import AwayWork
    from pt_chart.charting.errors import WorldError
    from pt_chart.clinical.people import Clinician
    from pt_chart.store.away_queue import AwayQueue
    from pt_chart.store.stored_chart import StoredChart

T = TypeVar("T")


def queue_of(store: StoredChart, folder: Path) -> tuple[AwayWork | None, WorldError | None]:
    """This workstation's queue for an open chart on a server, and what is wrong with it.

    What it only held open is tidied. One that is damaged is set aside and begun anew. There is
    none on a chart file, and where it cannot be opened: work goes on without it.

    Raises:
        ChartInUse: another program here works with it.
    """
    from pt_chart.charting.errors import ChartDamaged, ChartInUse, StorageFailed, WorldError
    from pt_chart.store.away_queue import purpose_of, queue_path, set_aside
    from pt_chart.store.chart_file import ChartFile

    if isinstance(store, ChartFile):
        return None, None
    user = store.user.id
    path, key = queue_path(folder, store.chart_id, user), store.seal_key(purpose_of(user))
    trouble: WorldError | None = None
    try:
        try:
            work = _tidied(path, key)
        except ChartDamaged:
            aside = set_aside(path)
            work, trouble = _tidied(path, key), _unreadable(aside)
    except ChartInUse:
        raise
    except (WorldError, OSError) as error:
        why = error.message if isinstance(error, WorldError) else str(error.strerror)
        return None, StorageFailed(
            f"Nothing can be kept on this workstation while the server is away: {why}",
            f"Make {folder} a folder on this computer's disk that you may write, and unlock again.",
        )
    work.left = _left(store, folder)
    return work, trouble


def open_alone(
    connection: Path, folder: Path, user_name: str, password: str
) -> tuple[StoredChart, AwayWork]:
    """The drafts that this workstation keeps of a server that is away.

    Raises:
        ServerLost: it keeps none.
        ChartInUse: another program here works with them.
        WorldError: the password is wrong, or the queue cannot be read.
    """
    from pt_chart.charting.away_work import AwayWork
    from pt_chart.charting.errors import ChartDamaged
    from pt_chart.store.away_chart import open_away
    from pt_chart.store.away_queue import AwayQueue, purpose_of, queue_path
    from pt_chart.store.keyfile import derived_key
    from pt_chart.store.server.connection_file import read_connection_file
    from pt_chart.store.server.door import answers

    file = read_connection_file(connection)
    keys = file.keys
    user = keys.slot(user_name).user
    chart_key = keys.unwrap(user_name, password).chart
    path = queue_path(folder, keys.chart_id, user.id)
    _something(path.exists())
    secret = derived_key(chart_key, f"seal: {purpose_of(user.id)}")
    try:
        queue = AwayQueue(path, secret)
    except ChartDamaged as damage:
        raise _unreadable(path) from damage
    try:
        waiting = _something(tuple(one for one in queue.waiting() if not one.apart))
        room = derived_key(chart_key, f"room: {user.id}")
        chart = open_away(folder / f"room-{user.id}", user, room, waiting, now)
    except BaseException:
        queue.close()
        raise
    login = file.login(chart_key)
    return chart, AwayWork(queue, alone=True, answers=lambda: answers(login))


def _left(store: StoredChart, folder: Path) -> tuple[tuple[str, AwayQueue], ...]:
    """Queues here of people who were let go, for who manages the users."""
    from contextlib import suppress

    from pt_chart.charting.errors import WorldError
    from pt_chart.store import register
    from pt_chart.store.away_queue import AwayQueue, purpose_of, queue_path

    found: list[tuple[str, AwayQueue]] = []
    if not store.user.administers:
        return ()
    accounts: tuple[tuple[Clinician, bool], ...] = ()
    with suppress(WorldError):
        accounts = tuple(store._read(register.accounts))
    for user, active in accounts:
        path = queue_path(folder, store.chart_id, user.id)
        if not active and path.exists():
            with suppress(WorldError):
                found.append((user.name, AwayQueue(path, store.seal_key(purpose_of(user.id)))))
    return tuple(found)


def _tidied(path: Path, key: bytes) -> AwayWork:
    from pt_chart.charting.away_work import AwayWork
    from pt_chart.store.away_queue import AwayQueue

    queue: AwayQueue = AwayQueue(path, key)
    try:
        work = AwayWork(queue, alone=False)
        work.tidy()
    except BaseException:
        queue.close()
        raise
    return work


def _unreadable(file: Path) -> WorldError:
    from pt_chart.charting.errors import ChartDamaged

    return ChartDamaged(
        f"Drafts that waited on this workstation cannot be read: {file} is damaged.",
        "Keep a copy of that file and tell who looks after this computer. What the server has is "
        "not touched; new drafts are kept here again.",
    )


def _something(found: T) -> T:
    """What this workstation keeps.

    Raises:
        ServerLost: it keeps nothing.
    """
    from pt_chart.charting.errors import ServerLost

    if not found:
        raise ServerLost
    return found
