"""How soon the window is there, and how soon the patient list is, against a bare Qt window."""

import datetime as dt
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from pt_chart import bootstrap
from pt_chart.charting.draft_saver import run_here
from pt_chart.clinical.people import Clinic, Clinician, Patient
from tests.benchmarks.measure import Measure, in_turns

ROUNDS = 15
PASSWORD = "a password for measuring"
PATIENTS = 200
BARE = "bare PySide6 window"


def run() -> list[Measure]:
    """Start the program again and again, in turns with a bare window."""
    with tempfile.TemporaryDirectory() as folder:
        make_chart(Path(folder))
        first, bare_first = in_turns(
            lambda: to_first_paint("unlock", folder), lambda: to_first_paint("bare"), ROUNDS
        )
        register, bare_whole = in_turns(lambda: to_register(folder), whole_bare_process, ROUNDS)
    return [
        Measure("start: to the first painted window", first, BARE, bare_first, aim_ratio=1.3),
        Measure(
            "start: Enter to the painted patient list",
            register,
            f"{BARE}, whole process",
            bare_whole,
            aim_ratio=1.5,
            note=f"key derivation subtracted; {PATIENTS} patients",
        ),
    ]


def make_chart(folder: Path) -> None:
    """A real chart with some patients."""
    place = bootstrap.workplace(folder, demo=False)
    session = place.create(Clinic(), Clinician("", "Measure"), PASSWORD, run_here)
    for number in range(PATIENTS):
        born = dt.date(1950, 1, 1) + dt.timedelta(days=97 * number)
        session.store.save_patient(
            Patient(f"p{number}", str(20000 + number), f"Invented{number}", "Person", born)
        )
    session.store.close()


def probe(*arguments: str) -> dict[str, float]:
    """Run one window in a process of its own; the times that it printed."""
    command = [sys.executable, "-m", "tests.benchmarks.window_probe", *arguments]
    done = subprocess.run(
        command,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    if done.returncode or not done.stdout.strip():
        raise RuntimeError(f"{' '.join(arguments)} did not come up:\n{done.stderr}")
    times: dict[str, float] = json.loads(done.stdout.strip().splitlines()[-1])
    return times


def to_first_paint(*arguments: str) -> float:
    """From starting the process to its painted window, in milliseconds."""
    started = time.monotonic()
    return (probe(*arguments)["painted"] - started) * 1000


def to_register(folder: str) -> float:
    """From Enter to the painted list without the key derivation, in milliseconds."""
    times = probe("register", folder, PASSWORD)
    return (times["painted"] - times["entered"] - times["deriving"]) * 1000


def whole_bare_process() -> float:
    """The bare window's whole process, in milliseconds."""
    started = time.monotonic()
    probe("bare")
    return (time.monotonic() - started) * 1000
