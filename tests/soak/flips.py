"""A bit changes anywhere in chart, write-ahead file, key file, head or backup."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

from pt_chart.charting.errors import (
    BackupRefused,
    ChartDamaged,
    ChartNewer,
    WorldError,
    WrongPassword,
)
from pt_chart.clinical.visit import Visit
from pt_chart.store import restore
from pt_chart.store.open import open_chart
from tests.fakes import THERAPIST, FakeClock
from tests.soak import clinic
from tests.soak.outcome import Outcome
from tests.store.samples import EPISODE, PASSWORD, PATIENT

SUFFIXES = ("", "-wal", ".keys", ".head", "backup")
NOTICED = (ChartDamaged, ChartNewer, BackupRefused)
NAME = "clinic.ptchart"


def run(flips: int, folder: Path, seed: int = 7) -> Outcome:
    """Flip so many bits; a wrong or missing value that nobody noticed is a fault."""
    outcome, dice = Outcome("flipped bits"), random.Random(seed)  # noqa: S311 - which bit
    kept, expected = _kept(folder)
    for number in range(flips):
        suffix = SUFFIXES[number % len(SUFFIXES)]
        work = folder / f"flip-{number}"
        shutil.copytree(kept, work)
        try:
            found = _flip(work, suffix, dice, expected)
            outcome.add(found)
        except Exception as error:  # noqa: BLE001 - whatever it was is the finding
            outcome.faults.append(f"{number}{suffix}: {type(error).__name__}: {error}")
        shutil.rmtree(work)
    return outcome


def _kept(folder: Path) -> tuple[Path, tuple[Visit, ...]]:
    """The files of a chart as a crash leaves them, with a backup."""
    source = folder / "source"
    chart = clinic.made(source / NAME)
    clinic.signed(chart, "signed")
    chart.add_addendum("signed", clinic.remark(1))
    assert clinic.backed_up(chart, source / "backups").proved
    visit = clinic.draft(chart, "draft")
    for number in range(20):
        visit = chart.save_draft(clinic.edited(visit, number))
    expected = chart.visits_of(EPISODE.id)
    kept = folder / "kept"
    kept.mkdir()
    for file in source.glob(f"{NAME}*"):
        if not file.name.endswith(("-shm", ".lock")):
            shutil.copy(file, kept / file.name)
    shutil.copytree(source / "backups", kept / "backups")
    chart.abandon()
    return kept, expected


def _flip(folder: Path, suffix: str, dice: random.Random, expected: tuple[Visit, ...]) -> str:
    if suffix == "backup":
        return _flip_backup(folder, dice)
    _flip_one(folder / f"{NAME}{suffix}", dice)
    try:
        chart = open_chart(folder / NAME, THERAPIST.name, PASSWORD)
    except NOTICED:
        return "noticed at opening"
    try:
        assert chart.visits_of(EPISODE.id) == expected, "other visits"
        assert chart.patient(PATIENT.id) == PATIENT, "another patient"
        chart.check()
    except NOTICED:
        return "noticed on reading"
    finally:
        chart.abandon()
    return "harmless"


def _flip_backup(folder: Path, dice: random.Random) -> str:
    (kept,) = (folder / "backups").glob("*.ptbackup")
    _flip_one(kept, dice)
    target = folder / "restored" / NAME
    try:
        chart = restore.restore(kept, target, THERAPIST.name, PASSWORD, clock=FakeClock())
    except (*NOTICED, WrongPassword):
        assert not target.exists(), "something was restored"
        return "backup refused"
    except WorldError as error:
        raise AssertionError(f"told as {type(error).__name__}") from error
    try:
        (visit,) = chart.visits_of(EPISODE.id)
        assert visit.signed, "the signature is gone"
        assert len(visit.addenda) == 1, "the addendum is gone"
        chart.check()
    finally:
        chart.abandon()
    return "harmless"


def _flip_one(path: Path, dice: random.Random) -> None:
    content = bytearray(path.read_bytes())
    content[dice.randrange(len(content))] ^= 1 << dice.randrange(8)
    path.write_bytes(content)
