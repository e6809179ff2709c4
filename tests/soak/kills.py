"""Killed at any moment, while editing, signing, backing up, migrating or erasing.

The child writes a line to a pipe after the commit returned; what was written counts as
acknowledged and must be there when the chart is opened again, and the chart must read whole.
"""

from __future__ import annotations

import os
import random
import select
import shutil
import signal
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from pt_chart.charting.errors import BackupRefused, RecordMissing
from pt_chart.clinical.people import Episode
from pt_chart.store.chart_file import ChartFile
from pt_chart.store.open import preload
from tests.gold.make_chart import GOLD
from tests.soak import clinic
from tests.soak.outcome import Outcome
from tests.store.samples import EPISODE

MODES = ("edit", "sign", "backup", "migrate", "erase")
WEIGHTS = (45, 20, 15, 10, 10)
ROUNDS_PER_CHART = 40
LONGEST = 0.12
"""Seconds a child may work after its first acknowledgment."""
ERASABLE = 6
HANGS = 60
"""Seconds without a word after which a child counts as hung."""
Say = Callable[[str], None]


def run(kills: int, folder: Path, seed: int = 20261121) -> Outcome:
    """Kill so many children; what was lost or damaged is a fault."""
    outcome, dice = Outcome("kills"), random.Random(seed)  # noqa: S311 - when to kill
    preload()
    path = folder / "none"
    for number in range(kills):
        if number % ROUNDS_PER_CHART == 0:
            shutil.rmtree(path.parent, ignore_errors=True) if number else None
            path = folder / f"chart-{number}" / "clinic.ptchart"
        (mode,) = dice.choices(MODES, WEIGHTS)
        at = path
        if mode == "migrate":
            at = path.parent / f"older-{number}" / path.name
        faults = _apart(partial(_prepare, mode, path, at, number))
        told = _killed(mode, at, number, dice) if not faults else []
        outcome.add("kills")
        outcome.add(f"while it was to {mode}")
        outcome.add("acknowledgments", len(told))
        faults += _apart(partial(_verify, mode, at, told))
        outcome.faults += [f"round {number}, {mode}: {fault}" for fault in faults]
        outcome.add("charts read whole", int(not faults))
    return outcome


def _apart(work: Callable[[], None]) -> list[str]:
    """Do something in a child and say what went wrong there.

    This process opens no chart and has no threads: a fork beside a thread that is ending can
    copy a lock that nobody opens any more.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            work()
        except BaseException as error:  # noqa: BLE001 - whatever it was is the finding
            os.write(writing, f"{type(error).__name__}: {error}".encode()[:2000])
        finally:
            os._exit(0)
    os.close(writing)
    told = _read_all(reading, child)
    os.waitpid(child, 0)
    return [told] if told else []


def _read_all(reading: int, child: int) -> str:
    """What a child says until it ends; one that hangs is ended and told."""
    found = b""
    while True:
        ready, _, _ = select.select([reading], [], [], HANGS)
        if not ready:
            os.kill(child, signal.SIGKILL)
            found += b"it hung"
            break
        part = os.read(reading, 65536)
        if not part:
            break
        found += part
    os.close(reading)
    return found.decode(errors="replace")


def _prepare(mode: str, path: Path, at: Path, number: int) -> None:
    """The chart of this round."""
    if not path.exists():
        clinic.made(path).close()
    if mode == "migrate":
        revision = sorted(folder.name for folder in GOLD.iterdir())[number % 2]
        shutil.copytree(GOLD / revision, at.parent)
    if mode == "erase":
        chart = clinic.opened(path)
        for one in range(ERASABLE):
            clinic.with_history(chart, f"erasable-{number}-{one}")
        chart.close()


def _killed(mode: str, path: Path, number: int, dice: random.Random) -> list[list[str]]:
    """Let a child work and kill it; the lines it wrote whole."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _work(mode, path, number, writing)
    os.close(writing)
    with os.fdopen(reading, "rb", buffering=0) as pipe:
        if dice.random() < 0.75:
            # Wait for the first acknowledgment; else kill it while it may still be opening.
            select.select([pipe], [], [], HANGS)
        time.sleep(dice.uniform(0.0, LONGEST))
        os.kill(child, signal.SIGKILL)
        text = pipe.readall()
    os.waitpid(child, 0)
    return [line.decode().split() for line in text.split(b"\n")[:-1]]


def _work(mode: str, path: Path, number: int, writing: int) -> None:
    """The child: never returns."""

    def say(words: str) -> None:
        os.write(writing, words.encode() + b"\n")

    try:
        chart = clinic.opened(path)
        {
            "edit": _edit,
            "sign": _sign,
            "backup": _back_up,
            "migrate": _migrated,
            "erase": _erase,
        }[mode](chart, number, say)
    except BaseException as error:  # noqa: BLE001 - told to the parent
        say(f"failed {type(error).__name__} {error}")
    finally:
        time.sleep(60)
        os._exit(0)


def _edit(chart: ChartFile, number: int, say: Say) -> None:
    for visit_number in range(10_000):
        visit = clinic.draft(chart, f"visit-{number}-{visit_number}")
        for edit in range(1, 30):
            visit = chart.save_draft(clinic.edited(visit, edit))
            say(f"edit {visit.id} {edit}")


def _sign(chart: ChartFile, number: int, say: Say) -> None:
    for visit_number in range(10_000):
        visit = clinic.signed(chart, f"signed-{number}-{visit_number}")
        say(f"sign {visit.id}")
        for remark in range(1, 4):
            chart.add_addendum(visit.id, clinic.remark(remark))
            say(f"addendum {visit.id} {remark}")


def _back_up(chart: ChartFile, number: int, say: Say) -> None:
    folder = chart._place.chart.parent / "backups"
    visit = clinic.draft(chart, f"backed-{number}")
    for edit in range(1, 10_000):
        visit = chart.save_draft(clinic.edited(visit, edit))
        say(f"edit {visit.id} {edit}")
        result = clinic.backed_up(chart, folder)
        if not result.proved:
            say(f"failed backup {result.problem}")


def _migrated(chart: ChartFile, number: int, say: Say) -> None:
    say("migrated")
    _edit(chart, number, say)


def _erase(chart: ChartFile, number: int, say: Say) -> None:
    from pt_chart.store.administration import ChartAdministration
    from tests.store.samples import PASSWORD

    administration = ChartAdministration(chart)
    for one in range(ERASABLE):
        patient_id = f"erasable-{number}-{one}"
        administration.erase(patient_id, "they asked", PASSWORD, "killed in a soak")
        say(f"erased {patient_id}")


def _verify(mode: str, path: Path, told: list[list[str]]) -> None:
    """Everything acknowledged is there, and the chart reads whole."""
    chart = clinic.opened(path)
    try:
        for words in told:
            _is_there(chart, words)
        if mode == "migrate":
            assert len(chart.visits_of(EPISODE.id)) >= 2, "visits of the older chart are gone"
        chart.check()
        if mode == "erase":
            _all_or_nothing(chart)
    finally:
        chart.abandon()
    if mode == "backup":
        _backups_are_whole(path)


def _is_there(chart: ChartFile, words: list[str]) -> None:
    match words:
        case ["edit", visit_id, number]:
            found = chart.visit(visit_id).answers[clinic.COUNTER].value
            assert isinstance(found, int), words
            assert found >= int(number), words
        case ["sign", visit_id]:
            assert chart.visit(visit_id).signed, words
        case ["addendum", visit_id, number]:
            assert len(chart.visit(visit_id).addenda) >= int(number), words
        case ["erased", patient_id]:
            try:
                chart.patient(patient_id)
            except RecordMissing:
                return
            raise AssertionError(words)
        case ["migrated"]:
            return
        case _:
            raise AssertionError(" ".join(words))


def _all_or_nothing(chart: ChartFile) -> None:
    """A patient is erased with everything or not at all."""
    for row in chart.search("", 10_000):
        episodes: tuple[Episode, ...] = chart.episodes_of(row.patient.id)
        if row.patient.id.startswith("erasable"):
            (episode,) = episodes
            first, second = chart.visits_of(episode.id)
            assert first.addenda or second.addenda, row.patient.id


def _backups_are_whole(path: Path) -> None:
    """Every file with a backup's name restores whole: a killed one leaves none."""
    from pt_chart.store.backup import prove
    from pt_chart.store.keyfile_format import read_keys
    from pt_chart.store.place import ChartPlace
    from tests.fakes import THERAPIST
    from tests.store.samples import PASSWORD

    key = read_keys(ChartPlace(path)).unwrap(THERAPIST.name, PASSWORD).chart
    for kept in sorted((path.parent / "backups").glob("*.ptbackup"))[-1:]:
        found = prove(kept, key)
        if found.remarks:
            raise BackupRefused(found.remarks[0])
