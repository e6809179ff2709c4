"""Where a chart may lie, and what the system's refusals mean."""

from __future__ import annotations

import ctypes
import errno
import os
import sys
import threading
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_chart.charting.errors import (
    ChartInUse,
    DiskFull,
    NetworkShare,
    ReadOnly,
    RecordMissing,
    StorageFailed,
    WorldError,
)
from pt_chart.store import place
from pt_chart.store.failures import as_world_error
from pt_chart.store.open import create_chart
from pt_chart.store.place import (
    ChartLock,
    file_system_of,
    is_network_file_system,
    mac_mount_points,
    mount_points,
    refuse_network_share,
    write_atomically,
)
from pt_chart.store.worker import StoreThread
from tests.fakes import THERAPIST
from tests.store.samples import CHEAP, PASSWORD

pytestmark = pytest.mark.on_file

MOUNTS = r"""22 1 0:21 / /proc rw,nosuid - proc proc rw
25 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
60 25 0:44 / /home rw,relatime shared:9 - nfs4 server:/home rw,vers=4.2
61 25 0:45 / /mnt/clinic\040share rw - cifs //nas/clinic rw
62 61 8:17 / /mnt/clinic\040share/local rw - xfs /dev/sdb1 rw
63 25 0:46 / /mnt/ssh rw - fuse.sshfs ines@nas:/ rw
64 25 8:18 / /mnt/ntfs rw - fuseblk /dev/sdc1 rw
65 25 0:47 /charts /srv/charts rw shared:9 - nfs4 server:/home rw
66 25 0:48 / /mnt/c rw - 9p drvfs rw
67 25 0:49 / /mnt/cloud rw - fuse.rclone cloud: rw
this is no line of the table
"""
MAC = """/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)
//ines@nas._smb._tcp.local/clinic on /Volumes/clinic (share) (smbfs, nodev, nosuid, mounted by ines)
/dev/disk4s1 on /Volumes/Backup (exfat, local, nodev)
"""


@pytest.fixture
def mounts(tmp_path: Path) -> Path:
    """A mount table with shares."""
    table = tmp_path / "mountinfo"
    table.write_text(MOUNTS)
    return table


@pytest.mark.parametrize(
    ("folder", "kind", "share"),
    [
        ("/var/lib", "ext4", False),
        ("/home/ines/charts", "nfs4", True),
        ("/homes", "ext4", False),
        ("/mnt/clinic share", "cifs", True),
        ("/mnt/clinic share/local/x", "xfs", False),
        ("/mnt/ssh/x", "fuse.sshfs", True),
        ("/mnt/ntfs", "fuseblk", False),
        ("/srv/charts/2026", "nfs4", True),
        ("/mnt/c/charts", "9p", True),
        ("/mnt/cloud", "fuse.rclone", True),
    ],
)
def test_the_file_system_under_a_folder(folder: str, kind: str, share: bool) -> None:
    assert file_system_of(Path(folder), mount_points(MOUNTS)) == kind
    assert is_network_file_system(kind) is share


def test_the_list_that_macos_prints() -> None:
    assert mac_mount_points(MAC) == (
        ("/", "apfs"),
        ("/Volumes/clinic (share)", "smbfs"),
        ("/Volumes/Backup", "exfat"),
    )
    assert is_network_file_system("smbfs")


@given(st.text(max_size=200))
def test_any_table_is_read(text: str) -> None:
    for point, kind in (*mount_points(text), *mac_mount_points(text)):
        assert point
        assert kind


def test_shares_are_refused_and_disks_are_not(mounts: Path) -> None:
    with pytest.raises(NetworkShare) as refused:
        refuse_network_share(Path("/mnt/ssh"), mounts)
    assert "fuse.sshfs" in refused.value.message
    assert "server" in refused.value.advice
    refuse_network_share(Path("/var"), mounts)
    refuse_network_share(Path("/var"), mounts.with_name("no such table"))


@pytest.mark.parametrize("share", [r"\\nas\clinic", "//nas/clinic"])
def test_the_name_of_a_windows_share_is_enough(share: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    assert place._is_windows_share(share)


@pytest.mark.parametrize(("kind", "share"), [(4, True), (3, False), (2, False)])
def test_a_mapped_drive_is_asked_for_its_kind(
    kind: int, share: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """GetDriveTypeW says 4 for a remote drive; the real call was never tried on Windows."""
    asked: list[str] = []

    def drive_type(drive: str) -> int:
        asked.append(drive)
        return kind

    kernel = SimpleNamespace(GetDriveTypeW=drive_type)
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(kernel32=kernel), raising=False)
    assert place._is_windows_share("charts") is share
    assert asked[0].endswith("\\")


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (errno.ENOSPC, DiskFull),
        (errno.EDQUOT, DiskFull),
        (errno.EROFS, ReadOnly),
        (errno.EACCES, ReadOnly),
        (errno.EIO, StorageFailed),
    ],
)
def test_what_the_system_refuses(tmp_path: Path, code: int, kind: type[WorldError]) -> None:
    assert type(as_world_error(OSError(code, os.strerror(code)), tmp_path)) is kind


def test_a_bug_stays_a_bug(tmp_path: Path) -> None:
    assert as_world_error(KeyError("x"), tmp_path) is None
    missing = RecordMissing()
    assert as_world_error(missing, tmp_path) is missing


def test_a_read_only_folder_is_said_to_be_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = Path.open

    def refuse(path: Path, mode: str = "r", *rest: Any, **more: Any) -> Any:
        if tmp_path not in path.parents:
            return opened(path, mode, *rest, **more)
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(ReadOnly) as refused:
        create_chart(tmp_path / "clinic.ptchart", THERAPIST, PASSWORD, cost=CHEAP)
    assert "right to write" in refused.value.advice


def test_a_lock_is_held_until_released(tmp_path: Path) -> None:
    first = ChartLock(tmp_path / "lock")
    with pytest.raises(ChartInUse):
        ChartLock(tmp_path / "lock")
    first.release()
    ChartLock(tmp_path / "lock").release()


def test_a_failed_write_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "file"
    write_atomically(target, b"old")

    def fail(_: int) -> None:
        raise OSError(errno.ENOSPC, "no space")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="no space"):
        write_atomically(target, b"new and longer")
    assert target.read_bytes() == b"old"


def test_the_store_thread_answers_raises_and_reports(monkeypatch: pytest.MonkeyPatch) -> None:
    reported: list[object] = []
    monkeypatch.setattr(threading, "excepthook", lambda args: reported.append(args.exc_value))
    thread = StoreThread()
    assert thread.call(lambda: thread.call(lambda: thread.is_current))
    with pytest.raises(ZeroDivisionError):
        thread.call(lambda: 1 // 0)
    thread.post(lambda: 1 // 0)
    assert thread.call(lambda: "still here") == "still here"
    assert [type(error) for error in reported] == [ZeroDivisionError]
    thread.stop()
