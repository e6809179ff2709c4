"""Where a chart may lie, which files belong to it, and that only one program has it open."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from pt_chart.charting.errors import ChartInUse, NetworkShare

_NETWORK_FILE_SYSTEMS = frozenset(
    (
        *("nfs", "nfs4", "cifs", "smb2", "smb3", "smbfs", "afs", "ncpfs", "afpfs", "davfs"),
        *("webdav", "ceph", "glusterfs", "lustre", "beegfs", "ocfs2", "gfs2", "9p", "vboxsf"),
        *("vmhgfs", "vmhgfs-fuse", "prl_fs", "sshfs", "smbnetfs", "curlftpfs", "gvfsd-fuse"),
        *("rclone", "s3fs"),
    )
)
"""File systems that come from another computer, or from the host of a virtual one."""
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
        """A spare copy of the key file as it stands."""
        return self.chart.with_name(self.chart.name + ".keys.previous")

    @property
    def keys_before(self) -> Path:
        """The key file from before a change, while the chart has not stored that change."""
        return self.chart.with_name(self.chart.name + ".keys.before")

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
    def restored(self) -> Path:
        """What a restored chart has still to be told of (see `restored`)."""
        return self.chart.with_name(self.chart.name + ".restored")

    @property
    def moving(self) -> Path:
        """The folder where a chart from a server waits for its place."""
        return self.chart.with_name(self.chart.name + ".moving")

    @property
    def creating(self) -> Path:
        """The database while a new chart is being made."""
        return self.chart.with_name(self.chart.name + ".creating")


def refuse_network_share(folder: Path, mounts: Path = Path("/proc/self/mountinfo")) -> None:
    """Allow only folders on this computer's own disks.

    Windows (by drive) and macOS (by the list of mounts) were never tried on such a computer.

    Raises:
        NetworkShare: the folder lies on a share.
    """
    if sys.platform == "win32":
        if _is_windows_share(str(folder)):
            raise NetworkShare
        return
    table = _mac_mounts() if sys.platform == "darwin" else mount_points(_text_of(mounts))
    kind = file_system_of(folder, table)
    if is_network_file_system(kind):
        raise NetworkShare(f"A chart cannot be kept on a network share ({kind}).")


def is_network_file_system(kind: str) -> bool:
    """Whether a file system, by its name in the mount table, lies on another computer."""
    return kind.removeprefix("fuse.").partition(".")[0] in _NETWORK_FILE_SYSTEMS


def file_system_of(folder: Path, mounts: Sequence[tuple[str, str]]) -> str:
    """The file system under a folder, by (mount point, kind) as mounted; "" when none fits.

    The longest mount point counts, of two at one place the later.
    """
    target = folder.resolve()
    best, kind = -1, ""
    for point, found in mounts:
        where = Path(point)
        if (target == where or where in target.parents) and len(where.parts) >= best:
            best, kind = len(where.parts), found
    return kind


def mount_points(text: str) -> tuple[tuple[str, str], ...]:
    """(Mount point, file system) of each line of Linux' ``/proc/self/mountinfo``.

    A line that does not read as one is passed over.
    """
    found = []
    for line in text.splitlines():
        before, dash, after = line.partition(" - ")
        parts, kind = before.split(" "), after.split(" ")[0]
        if dash and len(parts) > 4 and kind:
            found.append((_unescape(parts[4]), kind))
    return tuple(found)


def mac_mount_points(text: str) -> tuple[tuple[str, str], ...]:
    """(Mount point, file system) of each line that macOS' ``mount`` prints."""
    lines = (re.fullmatch(r".* on (/.*) \((\w+)[,)].*", line) for line in text.splitlines())
    return tuple((line[1], line[2]) for line in lines if line is not None)


def _text_of(table: Path) -> str:
    try:
        return table.read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return ""


def _mac_mounts() -> tuple[tuple[str, str], ...]:
    import subprocess

    try:
        told = subprocess.run(
            ["/sbin/mount"], capture_output=True, check=True, timeout=10, text=True
        )
    except (OSError, subprocess.SubprocessError):
        return ()
    return mac_mount_points(told.stdout)


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
