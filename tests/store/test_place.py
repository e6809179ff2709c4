"""Where a chart may lie, and what the system's refusals mean."""

from __future__ import annotations

import errno
import os
import threading
from pathlib import Path

import pytest

from pt_chart.charting.errors import (
    ChartInUse,
    DiskFull,
    NetworkShare,
    ReadOnly,
    RecordMissing,
    StorageFailed,
    WorldError,
)
from pt_chart.store.failures import as_world_error
from pt_chart.store.open import create_chart
from pt_chart.store.place import ChartLock, file_system_of, refuse_network_share, write_atomically
from pt_chart.store.worker import StoreThread
from tests.fakes import THERAPIST
from tests.store.samples import CHEAP, PASSWORD

MOUNTS = r"""proc /proc proc rw 0 0
/dev/sda1 / ext4 rw 0 0
server:/home /home nfs4 rw 0 0
//nas/clinic /mnt/clinic\040share cifs rw 0 0
/dev/sdb1 /mnt/clinic\040share/local xfs rw 0 0
ines@nas:/ /mnt/ssh fuse.sshfs rw 0 0
"""


@pytest.fixture
def mounts(tmp_path: Path) -> Path:
    """A mount table with shares."""
    table = tmp_path / "mounts"
    table.write_text(MOUNTS)
    return table


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/var/lib", "ext4"),
        ("/home/ines/charts", "nfs4"),
        ("/homes", "ext4"),
        ("/mnt/clinic share", "cifs"),
        ("/mnt/clinic share/local/x", "xfs"),
        ("/mnt/ssh/x", "fuse.sshfs"),
    ],
)
def test_the_file_system_under_a_folder(mounts: Path, folder: str, kind: str) -> None:
    assert file_system_of(Path(folder), mounts) == kind


def test_shares_are_refused_and_disks_are_not(mounts: Path) -> None:
    with pytest.raises(NetworkShare):
        refuse_network_share(Path("/mnt/ssh"), mounts)
    refuse_network_share(Path("/var"), mounts)
    refuse_network_share(Path("/var"), mounts.with_name("no such table"))


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
    def refuse(*_: object, **__: object) -> None:
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
