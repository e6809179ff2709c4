"""A disk that is full or fails: at every write of a save, a sign and a backup.

A small C library (`failing_disk.c`) is loaded before the C library of a child process and makes
one write after the other fail. What is told to the person must be a notice, what was acknowledged
must be there, and the chart must read whole.
"""

from __future__ import annotations

import ctypes
import errno
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from pt_chart.charting.errors import WorldError
from pt_chart.clinical.findings import Answer
from pt_chart.clinical.visit import Visit
from pt_chart.store.chart_file import ChartFile
from tests.soak import clinic
from tests.soak.outcome import Outcome
from tests.store.samples import SIGNATURE

ROOT = Path(__file__).parents[2]
SOURCE = Path(__file__).with_name("failing_disk.c")
ERRORS = {"no space": errno.ENOSPC, "I/O error": errno.EIO}
DISK_KIB, ROOM_KIB, ROOMS = 3072, 12, 40
MOST = 400
"""More writes than an operation has."""


def run(folder: Path, most: int = MOST) -> Outcome:
    """Fail every write of each operation in turn."""
    outcome = Outcome("failing disk")
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None or not sys.platform.startswith("linux"):
        outcome.skipped = "needs Linux and a C compiler"
        return outcome
    library = folder / "failing_disk.so"
    subprocess.run(
        [compiler, "-shared", "-fPIC", "-O1", "-o", str(library), str(SOURCE), "-ldl"], check=True
    )
    paths = os.pathsep.join([str(ROOT), str(ROOT / "src")])
    environment = {**os.environ, "LD_PRELOAD": str(library), "PYTHONPATH": paths}
    command = [sys.executable, "-m", "tests.soak.disk", str(folder), str(most)]
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, cwd=ROOT, check=False
    )
    if done.returncode:
        outcome.faults.append(f"the child failed: {done.stderr[-600:]}")
        return outcome
    told = json.loads(done.stdout.splitlines()[-1])
    outcome.counts, outcome.faults = told["counts"], told["faults"]
    _small_disk(folder / "small", outcome, min(most, ROOMS))
    return outcome


def _small_disk(place: Path, outcome: Outcome, rooms: int) -> None:
    """A real disk of two megabytes, filled but for a few pages more each time."""
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={DISK_KIB}k", "none", str(place)]
    if os.geteuid() or subprocess.run(mount, capture_output=True, check=False).returncode:
        outcome.add("small disks (needs root)", 0)
        return
    try:
        for room in range(rooms):
            for name, act in {"save": _save_long, "sign": _sign, "backup": _back_up}.items():
                _with_room(place, room * ROOM_KIB * 1024, f"{name}, room {room}", act, outcome)
    finally:
        subprocess.run(["umount", str(place)], check=False)


def _with_room(place: Path, room: int, case: str, act: Act, outcome: Outcome) -> None:
    """One operation with so many bytes free."""
    work = place / "work"
    chart = clinic.made(work / "clinic.ptchart")
    visit = clinic.draft(chart, "visit-1")
    filler = place / "filler"
    free = shutil.disk_usage(place).free
    filler.write_bytes(bytes(max(free - room, 0)))
    told = ""
    try:
        told = act(chart, visit)
    except WorldError as error:
        outcome.add(f"told as {type(error).__name__}")
    except Exception as error:  # noqa: BLE001 - whatever it was is the finding
        outcome.faults.append(f"{case}: {type(error).__name__}: {error}")
    filler.unlink()
    try:
        _sound(chart, work / "clinic.ptchart", visit, told)
    except Exception as error:  # noqa: BLE001 - whatever it was is the finding
        outcome.faults.append(f"{case}: afterwards {type(error).__name__}: {error}")
    shutil.rmtree(work)
    outcome.add("operations on a small disk")


Act = Callable[[ChartFile, Visit], str]


def child(folder: Path, most: int) -> Outcome:
    """Within the process whose disk fails."""
    outcome = Outcome("failing disk")
    shim = ctypes.CDLL(None)
    for name, act in {"save": _save, "sign": _sign, "backup": _back_up}.items():
        for words, number in ERRORS.items():
            for once in (True, False):
                for at in range(1, most + 1):
                    case = f"{name}, {words} at write {at}{'' if once else ' and after'}"
                    if not _one(folder, act, (at, number, once), case, shim, outcome):
                        break
    return outcome


def _one(
    folder: Path,
    act: Act,
    fails: tuple[int, int, bool],
    case: str,
    shim: ctypes.CDLL,
    outcome: Outcome,
) -> bool:
    """One operation with one failing write; False when it had no such write any more."""
    work = Path(tempfile.mkdtemp(dir=folder, prefix="disk-"))
    path = work / "clinic.ptchart"
    chart = clinic.made(path)
    visit = clinic.draft(chart, "visit-1")
    at, number, once = fails
    shim.failing_disk_arm(str(work).encode(), at, number, int(once))
    told = ""
    try:
        told = act(chart, visit)
    except WorldError as error:
        outcome.add(f"told as {type(error).__name__}")
    except Exception as error:  # noqa: BLE001 - whatever it was is the finding
        outcome.faults.append(f"{case}: {type(error).__name__}: {error}")
    finally:
        shim.failing_disk_disarm()
    failed = bool(shim.failing_disk_failed())
    try:
        _sound(chart, path, visit, told)
    except Exception as error:  # noqa: BLE001 - whatever it was is the finding
        outcome.faults.append(f"{case}: afterwards {type(error).__name__}: {error}")
    shutil.rmtree(work, ignore_errors=True)
    outcome.add("writes that failed" if failed else "operations that went through")
    return failed


def _save(chart: ChartFile, visit: Visit) -> str:
    chart.save_draft(clinic.edited(visit, 7))
    return "saved"


def _save_long(chart: ChartFile, visit: Visit) -> str:
    long = visit.with_answer(clinic.COUNTER, Answer(7, note="x" * 40_000))
    chart.save_draft(long)
    return "saved"


def _sign(chart: ChartFile, visit: Visit) -> str:
    chart.sign(visit, SIGNATURE)
    return "signed"


def _back_up(chart: ChartFile, visit: Visit) -> str:
    del visit
    folder = chart._place.chart.parent / "backups"
    result = clinic.backed_up(chart, folder)
    return "backed up" if result.proved else ""


def _sound(chart: ChartFile, path: Path, before: Visit, told: str) -> None:
    """The chart goes on working, and opens with everything that was acknowledged."""
    stored = chart.visit(before.id)
    if not stored.signed:
        stored = chart.save_draft(clinic.edited(stored, 9))
    chart.close()
    again = clinic.opened(path)
    try:
        assert again.visit(before.id) == stored, "another visit"
        if told == "signed":
            assert stored.signed, "the signature is gone"
        if told == "backed up":
            (kept,) = (path.parent / "backups").glob("*.ptbackup")
            assert kept.stat().st_size
        elif not told:
            left = list((path.parent / "backups").glob("*.ptbackup"))
            assert left == [], "a backup that was not proved has the name of one"
        again.check()
    finally:
        again.abandon()


if __name__ == "__main__":
    found = child(Path(sys.argv[1]), int(sys.argv[2]))
    print(json.dumps({"counts": found.counts, "faults": found.faults}))
