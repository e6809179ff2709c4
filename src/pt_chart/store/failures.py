"""From what the database and the system raise to what the clinician is told."""

from __future__ import annotations

import errno
import shutil
from pathlib import Path

from pt_chart.charting.errors import (
    ChartDamaged,
    ChartInUse,
    DiskFull,
    ReadOnly,
    RecordMissing,
    SignedAlready,
    StorageFailed,
    WorldError,
)
from pt_chart.store.content import UnreadableContent

SIGNED = "signed visits do not change"
"""What the triggers say when something touches a signed visit."""

APPEND_ONLY = "the log only grows"
"""What the triggers say when a line would change, leave, or not follow the last one."""

_NO_SPACE = {errno.ENOSPC, errno.EDQUOT}
_NO_RIGHT = {errno.EROFS, errno.EACCES, errno.EPERM}
_SQLITE_BUSY, _SQLITE_LOCKED, _SQLITE_READONLY, _SQLITE_IOERR = 5, 6, 8, 10
_SQLITE_CORRUPT, _SQLITE_FULL, _SQLITE_CANTOPEN, _SQLITE_CONSTRAINT = 11, 13, 14, 19
_SQLITE_NOTADB = 26
_ROOM_FOR_A_COMMIT = 256 * 1024


def as_world_error(error: Exception, chart: Path) -> WorldError | None:
    """What an exception means for the person at the chart; None when it is a bug of ours."""
    if isinstance(error, WorldError):
        return error
    if isinstance(error, OSError):
        return _from_system(error)
    original = getattr(error, "orig", error)
    code = getattr(original, "sqlite_errorcode", None)
    if not isinstance(code, int):
        return None
    return _from_database(code & 0xFF, str(original), chart)


def explain(error: Exception, chart: Path) -> None:
    """Raise what an exception means for the person at the chart; go on where it is a bug of ours.

    Raises:
        WorldError: the world failed.
    """
    if isinstance(error, UnreadableContent):
        raise ChartDamaged from error
    known = as_world_error(error, chart)
    if known is not None and known is not error:
        raise known from error


def _from_system(error: OSError) -> WorldError:
    if error.errno in _NO_SPACE:
        return DiskFull()
    if error.errno in _NO_RIGHT:
        return ReadOnly()
    return StorageFailed()


def _from_database(code: int, words: str, chart: Path) -> WorldError | None:
    if code == _SQLITE_CONSTRAINT:
        if SIGNED in words:
            return SignedAlready()
        if APPEND_ONLY in words:
            return ChartDamaged("The log, the seals or the keys no longer fit: they were altered.")
        return RecordMissing() if "FOREIGN KEY" in words else None
    if code in {_SQLITE_FULL, _SQLITE_IOERR} and (code == _SQLITE_FULL or _is_full(chart)):
        return DiskFull()
    if code in {_SQLITE_READONLY, _SQLITE_CANTOPEN}:
        return ReadOnly()
    if code in {_SQLITE_CORRUPT, _SQLITE_NOTADB}:
        return ChartDamaged()
    if code in {_SQLITE_BUSY, _SQLITE_LOCKED}:
        return ChartInUse()
    return StorageFailed() if code == _SQLITE_IOERR else None


def _is_full(chart: Path) -> bool:
    try:
        return shutil.disk_usage(chart.parent).free < _ROOM_FOR_A_COMMIT
    except OSError:
        return False
