"""What a move leaves behind: the mark on the chart that was left, and moves that were cut off.

The chart that is left says where the clinic goes on. A move into a file is written whole into a
folder beside the file's place; the server is marked as left; only then the files take their names.
A program that ends in between leaves the folder, and the next opening of the server, which says
that it was left, goes on from there.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import datetime
from itertools import count
from pathlib import Path

from sqlalchemy import Connection

from pt_chart.charting.access import Role
from pt_chart.charting.errors import ChartExists, ChartMoved, WorldError
from pt_chart.charting.ports import Setting
from pt_chart.store import audit_log, register
from pt_chart.store.audit_log import LogEnd
from pt_chart.store.engine import encrypted_engine
from pt_chart.store.keyfile_format import read_keys
from pt_chart.store.open import explained
from pt_chart.store.place import ChartPlace, sync_folder, write_atomically
from pt_chart.store.server.standing import MOVED
from pt_chart.store.stored_chart import StoredChart

_MARK_SUFFIX = ".moved"


def mark(place: ChartPlace, where: str, at: datetime) -> None:
    """Say beside a chart file that the clinic goes on elsewhere."""
    told = {"to": where, "at": at.isoformat()}
    write_atomically(mark_of(place), json.dumps(told).encode())


def mark_of(place: ChartPlace) -> Path:
    """The file beside a chart that says so."""
    return place.chart.with_name(place.chart.name + _MARK_SUFFIX)


def mark_server(connection: Connection, where: str, at: datetime, end: LogEnd) -> None:
    """The same for a chart on a server, within the transaction of the move.

    ``end`` is the line of the log about the move: only the file that was moved has it.
    """
    told: dict[str, Setting] = {
        "to": where,
        "at": at.isoformat(),
        "line": end.lines,
        "digest": end.digest,
    }
    register.put_setting(connection, MOVED, told)


def refuse_moved(chart: Path) -> None:
    """Refuse a chart file that was moved away; who confirms it may still read it.

    Raises:
        ChartMoved: it was, and where to.
    """
    if mark_of(ChartPlace(chart)).exists():
        raise _moved(_told_beside(chart))


def say_where(opened: StoredChart, file: Path | None = None) -> None:
    """Let an opened chart say that it was left behind, where it was, and where the clinic goes on.

    ``file`` is its file; None for a chart on a server.
    """
    if file is None:
        told: object = opened.setting(MOVED)
        left = told is not None
    else:
        told, left = _told_beside(file), mark_of(ChartPlace(file)).exists()
    opened._moved_to = _place_and_day(told) if left else ""


def _told_beside(chart: Path) -> object:
    try:
        return json.loads(mark_of(ChartPlace(chart)).read_bytes())
    except (ValueError, OSError):
        return None


def refuse_moved_server(chart: StoredChart) -> None:
    """The same for a chart on a server.

    Raises:
        ChartMoved: it was, and where to.
    """
    told = chart.setting(MOVED)
    if told is not None:
        raise _moved(told)


def to_read_only(chart: StoredChart) -> None:
    """Take every right but reading from who opened a chart that was left behind by a move."""
    chart._user = replace(chart.user, role=Role.AUDITOR.value, administers=False)


def require_free(place: ChartPlace) -> None:
    """A move into a file needs its place.

    Raises:
        ChartExists: a chart stands there that was not moved away.
    """
    if place.chart.exists() and not mark_of(place).exists():
        raise ChartExists(f"There is already a chart at {place.chart.name}.")


def make_empty(folder: Path) -> None:
    """The folder of a move, without what an earlier attempt left."""
    drop(folder)
    folder.mkdir(mode=0o700, parents=True)


def drop(folder: Path) -> None:
    """Let what was written for a move go."""
    shutil.rmtree(folder, ignore_errors=True)


def finish(place: ChartPlace) -> None:
    """Let the files that a move wrote take their names, the chart last.

    Does nothing where there are none; one that was cut off is gone on with.
    """
    fresh = ChartPlace(place.moving / place.chart.name)
    if not fresh.chart.exists():
        drop(place.moving)
        return
    if mark_of(place).exists():
        _set_aside(place)
    for written, target in ((fresh.keys, place.keys), (fresh.head, place.head)):
        if written.exists():
            written.replace(target)
    place.attempts.unlink(missing_ok=True)
    fresh.chart.replace(place.chart)
    sync_folder(place.chart.parent)
    drop(place.moving)


def goes_on_here(chart: StoredChart, file: Path, connection: Path, at: datetime) -> bool:
    """Whether a server was left for this very file, whose move is finished where it was not.

    ``connection`` is the connection file to the server, which is set aside then. Another file of
    the clinic is an older state of it, and is marked as left too: nobody goes on in it.
    """
    place = ChartPlace(file)
    fresh = ChartPlace(place.moving / file.name)
    end = _moved_with(chart)
    if _holds(fresh.chart, end, chart):
        finish(place)
    if mark_of(place).exists() or _chart_id(place) != chart.chart_id:
        return False
    if not _holds(file, end, chart):
        mark(place, _where(chart.setting(MOVED)), at)
        return False
    connection.replace(connection.with_name(f"{connection.name}.left"))
    sync_folder(connection.parent)
    return True


def tidy(chart: StoredChart, file: Path, where: str, at: datetime) -> None:
    """The server is where the clinic works: finish a move to it, drop one from it that failed."""
    place = ChartPlace(file)
    drop(place.moving)
    if place.chart.exists() and not mark_of(place).exists() and _chart_id(place) == chart.chart_id:
        mark(place, where, at)


def _chart_id(place: ChartPlace) -> str:
    """Which chart lies at a place, "" where none that can be read does."""
    return _id_beside(place) if place.chart.exists() else ""


def _id_beside(place: ChartPlace) -> str:
    """The chart of the key file at a place."""
    try:
        return read_keys(place).chart_id
    except WorldError:
        return ""


def _holds(file: Path, end: LogEnd, chart: StoredChart) -> bool:
    """Whether a chart file has the line of the log with which its server was left."""
    if not end.lines or not file.exists():
        return False
    engine = encrypted_engine(file, chart._keys.chart)
    try:
        with explained(file), engine.connect() as connection:
            return audit_log.digest_at(connection, end.lines) == end.digest
    except WorldError:
        return False
    finally:
        engine.dispose()


def _moved_with(chart: StoredChart) -> LogEnd:
    """The line of the log with which a server was left; none where its mark names none."""
    told = _known(chart.setting(MOVED))
    line, digest = told.get("line"), told.get("digest")
    return LogEnd(line, digest) if isinstance(line, int) and isinstance(digest, str) else LogEnd()


def _known(told: object) -> dict[str, object]:
    return told if isinstance(told, dict) else {}


def _where(told: object) -> str:
    return str(_known(told).get("to", "another place"))


def _moved(told: object) -> ChartMoved:
    return ChartMoved(f"This chart was moved to {_place_and_day(told)}.")


def _place_and_day(told: object) -> str:
    day = str(_known(told).get("at", ""))[:10]
    return f"{_where(told)}{f' on {day}' if day else ''}"


def _set_aside(place: ChartPlace) -> None:
    """The files of the chart that was moved away before make room, under another name.

    The chart goes first and the mark last: until then it is known that what lies there was left,
    and what was cut off goes on under the name that the chart took.
    """
    free = next(number for number in count(1) if not _aside(place, number).exists())
    target = _aside(place, free if place.chart.exists() else max(free - 1, 1))
    for file in (place.chart, place.keys, place.head, mark_of(place)):
        if file.exists():
            rest = file.name.removeprefix(place.chart.name)
            file.replace(target.with_name(target.name + rest))


def _aside(place: ChartPlace, number: int) -> Path:
    return place.chart.with_name(f"{place.chart.stem}.before-move-{number}{place.chart.suffix}")
