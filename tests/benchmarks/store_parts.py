"""Parts of the store benchmark: backup with proof, encryption, patients with many visits."""

from __future__ import annotations

import os
import shutil
import sqlite3
from datetime import date, datetime, timedelta
from importlib import import_module
from itertools import count
from pathlib import Path
from typing import Any

from pt_chart.charting.administration import BackupPlan, BackupResult
from pt_chart.charting.audit import AuditAction, AuditEntry
from pt_chart.clinical.people import Episode, Patient
from pt_chart.clinical.visit import Visit
from pt_chart.store import audit_log
from pt_chart.store import backup as backups
from pt_chart.store import visits as visit_rows
from pt_chart.store.chart_file import ChartFile
from pt_chart.store.ledger import Transaction
from pt_chart.store.open import create_chart, open_chart
from pt_chart.ui.patients.reading_file import SHOWN_VISITS
from tests.benchmarks.measure import Measure, in_turns, milliseconds
from tests.fakes import THERAPIST
from tests.store.samples import CHEAP, PASSWORD, new_visit

ROWS = 2000
VISITS = (5, 500, 5000)
LINES = (1000, 200_000)
LINES_A_DAY = 200


def backup(chart: ChartFile, folder: Path) -> Measure:
    """A backup until it is proved by a restore, against copying the chart's file and syncing it."""
    source, numbers = chart._place.chart, count()

    def ours() -> float:
        heard: list[BackupResult] = []
        target = folder / f"backup-{next(numbers)}"

        def run() -> None:
            backups.back_up(chart, target, BackupPlan(), heard.append).join()

        taken = milliseconds(run)
        if not heard[0].proved:
            raise RuntimeError(heard[0].problem)
        return taken

    def copy() -> float:
        target = folder / f"copy-{next(numbers)}"

        def run() -> None:
            shutil.copyfile(source, target)
            with target.open("rb+") as file:
                os.fsync(file.fileno())

        return milliseconds(run)

    mine, peer = in_turns(ours, copy, 5)
    size = source.stat().st_size / 1_000_000
    note = f"{size:.1f} MB; copy, count, seal, restore, read whole, verify log and seals, compare"
    return Measure("backup with proof", mine, "plain file copy, synced", peer, note=note)


def encryption(folder: Path) -> list[Measure]:
    """What the encryption itself costs: the same statements, SQLCipher against plain SQLite."""
    keyed = import_module("sqlcipher3.dbapi2").connect(str(folder / "keyed.db"))
    keyed.execute("PRAGMA cipher_log_level = NONE")
    keyed.execute(f"PRAGMA key = \"x'{'ab' * 32}'\"")
    plain = sqlite3.connect(folder / "plain.db")
    for connection in (keyed, plain):
        for setting in ("journal_mode = wal", "synchronous = FULL", "secure_delete = ON"):
            connection.execute(f"PRAGMA {setting}").fetchall()
        connection.execute("CREATE TABLE record (id INTEGER PRIMARY KEY, content TEXT)")
        rows = [(number, f"record {number} " * 20) for number in range(ROWS)]
        connection.executemany("INSERT INTO record VALUES (?, ?)", rows)
        connection.commit()
    numbers = count()

    def save(connection: Any) -> float:
        words, row = f"changed {next(numbers)} " * 20, next(numbers) % ROWS

        def run() -> None:
            connection.execute("UPDATE record SET content = ? WHERE id = ?", (words, row))
            connection.commit()

        return milliseconds(run)

    def read(connection: Any) -> float:
        def run() -> None:
            connection.execute("SELECT sum(length(content)) FROM record").fetchone()

        return milliseconds(run)

    saved = in_turns(lambda: save(keyed), lambda: save(plain), 100)
    scanned = in_turns(lambda: read(keyed), lambda: read(plain), 50)
    keyed.close()
    plain.close()
    peer = "plain SQLite, same settings"
    return [
        Measure("encryption: one commit", saved[0], peer, saved[1]),
        Measure(f"encryption: reading {ROWS} records", scanned[0], peer, scanned[1]),
    ]


def long_log(folder: Path) -> Measure:
    """Opening a chart with a short and with a very long log, after the key derivation."""
    short, long = (_with_log(folder / f"{lines}.ptchart", lines) for lines in LINES)

    def opening(path: Path) -> float:
        opened: list[ChartFile] = []
        taken = milliseconds(lambda: opened.append(open_chart(path, THERAPIST.name, PASSWORD)))
        opened[0].close()
        return taken

    mine, few = in_turns(lambda: opening(long), lambda: opening(short), 20, warm_up=2)
    name = f"opening with {LINES[1]:,} lines in the log"
    return Measure(name, mine, f"with {LINES[0]:,}", few, 2.0)


def _with_log(path: Path, lines: int) -> Path:
    """A chart whose log has so many lines: looks at patients, so many a day until yesterday."""
    chart = create_chart(path, THERAPIST, PASSWORD, cost=CHEAP)
    days = lines // LINES_A_DAY
    today = datetime.now().astimezone()

    def work(transaction: Transaction) -> None:
        for day in range(days):
            looks = (AuditEntry(AuditAction.VIEW, f"patient-{n}") for n in range(LINES_A_DAY))
            at = today - timedelta(days - day)
            transaction.end = audit_log.append_all(
                transaction.connection, transaction.end, looks, THERAPIST, at
            )

    chart._write(work)
    chart.close()
    return path


def patients(folder: Path) -> list[Measure]:
    """Opening the file of a patient with few and with very many visits."""
    chart = create_chart(folder / "many.ptchart", THERAPIST, PASSWORD, cost=CHEAP)
    for many in VISITS:
        _fill(chart, many)
    measures = []
    for many in VISITS[1:]:
        mine, few = in_turns(
            lambda many=many: milliseconds(lambda: _open(chart, many)),  # type: ignore[misc]
            lambda: milliseconds(lambda: _open(chart, VISITS[0])),
            40,
            warm_up=5,
        )
        name = f"opening a patient with {many} visits"
        aim = 2.0 if many == VISITS[-1] else None
        measures.append(Measure(name, mine, f"with {VISITS[0]}", few, aim))
    chart.close()
    return measures


def _fill(chart: ChartFile, many: int) -> None:
    patient, episode = f"patient with {many}", f"episode with {many}"
    chart.save_patient(Patient(patient, str(many), "Long", "History", None))
    chart.save_episode(Episode(episode, patient, "pain", None, date(2000, 1, 1)))

    def work(transaction: Any) -> None:
        for number in range(many):
            day = date(2000, 1, 1) + timedelta(number)
            visit = new_visit(f"v{many}-{number}", episode_id=episode, date=day, number=number + 1)
            visit_rows.store_draft(transaction.connection, visit, None, None)

    chart._write(work)


def _open(chart: ChartFile, many: int) -> tuple[Visit, ...]:
    """What the patient's card reads."""
    patient = chart.patient(f"patient with {many}")
    (episode,) = chart.episodes_of(patient.id)
    chart.visit_count(episode.id)
    return chart.visits_of(episode.id, SHOWN_VISITS)
