"""Where a chart may lie, which files belong to it, and that only one program has it open."""

from __future__ import annotations

import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from pt_chart.charting.errors import ChartInUse, NetworkShare

_NETWORK_FILE_SYSTEMS = frozenset(
    "nfs nfs4 cifs smb2 smb3 smbfs afs ncpfs afpfs davfs ceph glusterfs fuse.sshfs".split()  # noqa: SIM905
)
_DRIVE_REMOTE = 4


@dataclass(frozen=True, slots=True)
class ChartPlace:
    """The files of one chart: the database, its key file, its head and its lock."""

    chart: Path

    @property
    def keys(self) -> Path:
        """The wrapped keys (see `keyfile`)."""
        return self.chart.with_name(self.chart.name + ".keys")

    @property
    def previous_keys(self) -> Path:
        """The key file as it was before its last change."""
        return self.chart.with_name(self.chart.name + ".keys.previous")

    @property
    def head(self) -> Path:
        """The authenticated end of the log (see `head`)."""
        return self.chart.with_name(self.chart.name + ".head")

    @property
    def attempts(self) -> Path:
        """Failed attempts to open the chart since it was last open."""
        return self.chart.with_name(self.chart.name + ".attempts")

    @property
    def lock(self) -> Path:
        """The file that the program holding the chart keeps locked."""
        return self.chart.with_name(self.chart.name + ".lock")

    @property
    def restoring(self) -> Path:
        """The folder where a restored chart waits for its place."""
        return self.chart.with_name(self.chart.name + ".restoring")

    @property
    def creating(self) -> Path:
        """The database while a new chart is being made."""
        return self.chart.with_name(self.chart.name + ".creating")


def refuse_network_share(folder: Path, mounts: Path = Path("/proc/self/mounts")) -> None:
    """Allow only folders on this computer's own disks.

    Raises:
        NetworkShare: the folder lies on a share (Linux: by file system; Windows: by drive).
    """
    if sys.platform == "win32":
        if _is_windows_share(str(folder)):
            raise NetworkShare
        return
    kind = file_system_of(folder, mounts)
    if kind in _NETWORK_FILE_SYSTEMS:
        raise NetworkShare(f"A chart cannot be kept on a network share ({kind}).")


def file_system_of(folder: Path, mounts: Path) -> str:
    """The file system type under a folder as the mount table says, "" where there is no table."""
    try:
        lines = mounts.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return ""
    target = folder.resolve()
    best, kind = -1, ""
    for line in lines:
        _, point, found, *_ = line.split(" ")
        where = Path(_unescape(point))
        if (target == where or where in target.parents) and len(where.parts) >= best:
            best, kind = len(where.parts), found
    return kind


def _unescape(point: str) -> str:
    return re.sub(r"\\([0-7]{3})", lambda m: chr(int(m.group(1), 8)), point)


def _is_windows_share(folder: str) -> bool:
    if folder.startswith(("\\\\", "//")):
        return True
    import ctypes

    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 - only there on Windows
    drive = os.path.splitdrive(os.path.abspath(folder))[0] + "\\"  # noqa: PTH100
    return bool(kernel.GetDriveTypeW(drive) == _DRIVE_REMOTE)


class ChartLock:
    """An operating-system lock: gone with the process however it ends."""

    def __init__(self, path: Path) -> None:
        """Take the lock.

        Raises:
            ChartInUse: another program, or this one, has the chart open.
            OSError: the folder cannot be written.
        """
        self._file: IO[bytes] = path.open("ab")
        make_private(path)
        try:
            _lock(self._file)
        except OSError:
            self._file.close()
            raise ChartInUse from None

    def release(self) -> None:
        """Give the lock back."""
        self._file.close()


def _lock(file: IO[bytes]) -> None:
    if sys.platform == "win32":
        import msvcrt

        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)


def sync_file(path: Path) -> None:
    """Make what was written to a file durable."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Make renames in a folder durable (a no-op on Windows, which has no such call)."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def make_private(path: Path) -> None:
    """Close a file to the computer's other users (on Windows the profile's folder does that)."""
    if sys.platform != "win32":
        path.chmod(0o600)


def write_atomically(path: Path, content: bytes) -> None:
    """Replace a file so that a crash leaves the old or the new content, never a mixture."""
    fresh = path.with_name(path.name + ".new")
    with fresh.open("wb") as file:
        make_private(fresh)
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    sync_folder(path.parent)
