"""The chart on disk: autosave, opening, search, reading a long history."""

from __future__ import annotations

import os
import random
import tempfile
from dataclasses import replace
from datetime import date, timedelta
from importlib import import_module
from itertools import count
from pathlib import Path
from typing import Any

from pt_chart.clinical.bodychart.marks import BodyChart, BrushStroke, Mark, SymptomKind, View
from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.clinical.people import Patient
from pt_chart.clinical.visit import Visit
from pt_chart.store import content
from pt_chart.store.chart_file import ChartFile
from pt_chart.store.open import create_chart, open_chart
from tests.benchmarks import store_parts
from tests.benchmarks.measure import Measure, in_turns, milliseconds
from tests.fakes import THERAPIST
from tests.store.samples import CHEAP, EPISODE, PASSWORD, PATIENT, new_visit

ANSWERS = 200
STROKES = 10
PEOPLE = 5000
ROUNDS = 200
SYLLABLES = "ma ri jo an be lu ka te so wi zé ñe dr ol ha ni gö pe ra si vo chi tsu ya".split()  # noqa: SIM905


def run() -> list[Measure]:
    """All measures, in a folder of their own."""
    with tempfile.TemporaryDirectory(prefix="pt-chart-bench-") as folder:
        path = Path(folder) / "clinic.ptchart"
        create_chart(path, THERAPIST, PASSWORD, cost=CHEAP).close()
        # As in the program: every commit is noted outside the chart's folder as well.
        chart = open_chart(path, THERAPIST.name, PASSWORD, witness=Path(folder) / "seen")
        chart.save_patient(PATIENT)
        chart.save_episode(EPISODE)
        try:
            measures = [*_autosave(chart, Path(folder)), _search(chart), *_long_history(chart)]
            measures.append(store_parts.backup(chart, Path(folder)))
        finally:
            chart.close()
        measures.append(_opening(path, Path(folder)))
    with tempfile.TemporaryDirectory(prefix="pt-chart-bench-") as folder:
        measures += store_parts.encryption(Path(folder))
        measures += store_parts.patients(Path(folder))
        measures.append(store_parts.long_log(Path(folder)))
    return measures


def full_visit() -> Visit:
    """A visit with many answers and strokes."""
    answers = {FindingKey(f"finding_{n}"): Answer(n % 11, note="as before") for n in range(ANSWERS)}
    points = tuple((n / 200, 0.5 + n / 1000) for n in range(200))
    mark = Mark(1, View.BACK, SymptomKind.ACHE, BrushStroke(points, 0.02))
    marks = tuple(replace(mark, id=number) for number in range(STROKES))
    return new_visit("full", answers=answers, chart=BodyChart(marks))


def _autosave(chart: ChartFile, folder: Path) -> list[Measure]:
    """One changed answer of a full visit: ours, a bare one-row commit, the visit as one text."""
    state = [chart.save_draft(full_visit())]
    bare = _bare(folder / "bare.db")
    bare.execute("CREATE TABLE one (id INTEGER PRIMARY KEY, content TEXT)")
    bare.execute("INSERT INTO one VALUES (1, ''), (2, '')")
    numbers = count()

    def edited() -> Visit:
        number = next(numbers)
        return state[0].with_answer(FindingKey(f"finding_{number % ANSWERS}"), Answer(number))

    def ours() -> float:
        visit = edited()

        def save() -> None:
            state[0] = chart.save_draft(visit)

        return milliseconds(save)

    def commit() -> float:
        """On the store's own thread, without the way there and back."""
        visit = edited()

        def save() -> None:
            state[0] = chart._store_draft(visit, None)

        return chart._thread.call(lambda: milliseconds(save))

    def one_row() -> float:
        words = f"answer {next(numbers)}"
        return milliseconds(lambda: _commit(bare, 1, words))

    def one_text() -> float:
        visit = edited()
        return milliseconds(lambda: _commit(bare, 2, _as_text(visit)))

    alone, floor = in_turns(commit, one_row, ROUNDS, warm_up=20)
    mine, peer = in_turns(ours, one_row, ROUNDS, warm_up=20)
    again, text = in_turns(ours, one_text, ROUNDS, warm_up=20)
    bare.close()
    note = "two threads' turns included; the window does not wait for it"
    return [
        Measure("autosave commit of one edit", alone, "bare SQLCipher one-row commit", floor, 1.5),
        Measure(
            "autosave asked and answered", mine, "bare SQLCipher one-row commit", peer, note=note
        ),
        Measure("autosave of one edit", again, "the same visit as one JSON text", text, 1.0),
    ]


def _as_text(visit: Visit) -> str:
    answers = {str(key): answer for key, answer in visit.answers.items()}
    return content.dump([answers, visit.chart, visit.program, visit.plan])


def _search(chart: ChartFile) -> Measure:
    dice = random.Random(5)  # noqa: S311 - invented names

    def name() -> str:
        return "".join(dice.choice(SYLLABLES) for _ in range(3)).capitalize()

    people = [
        Patient(f"p{n}", str(10_000 + n), name(), name(), date(1930, 1, 1) + timedelta(n * 5))
        for n in range(PEOPLE)
    ]
    chart._write(lambda t: _put_patients(t.connection, people))
    typed = [p.family_name[:size] for p in dice.sample(people, 40) for size in range(1, 7)]
    samples = tuple(milliseconds(lambda text=text: chart.search(text)) for text in typed)  # type: ignore[misc]
    return Measure(f"search as typed, {PEOPLE} patients", samples, aim_p95=30)


def _put_patients(connection: Any, people: list[Patient]) -> None:
    for person in people:
        import_module("pt_chart.store.register").put_patient(connection, person)


def _long_history(chart: ChartFile) -> list[Measure]:
    """Reading one visit of an episode with few and with many visits."""
    for number in range(500):
        day = date(2020, 1, 1) + timedelta(number)
        chart.save_draft(new_visit(f"long-{number}", date=day, number=number + 1))
    few = replace(EPISODE, id="few")
    chart.save_episode(few)
    for number in range(5):
        chart.save_draft(new_visit(f"few-{number}", episode_id="few", number=number + 1))
    many, some = in_turns(
        lambda: milliseconds(lambda: chart.visit("long-250")),
        lambda: milliseconds(lambda: chart.visit("few-2")),
        50,
    )
    return [Measure("reading a visit among 500", many, "among 5", some, 2.0)]


def _opening(path: Path, folder: Path) -> Measure:
    """Opening with a password that costs nothing to derive.

    Its line in the log is durable, and so is the head. The floor writes and syncs as much; the
    rest would be a matter of how busy the disk is, not of the program.
    """
    noted = folder / "bare.head"
    noted.write_bytes(bytes(4096))

    numbers = count()

    def ours() -> float:
        opened: list[ChartFile] = []
        taken = milliseconds(lambda: opened.append(open_chart(path, THERAPIST.name, PASSWORD)))
        opened[0].close()
        return taken

    def bare() -> float:
        def work() -> None:
            connection = _bare(folder / "bare.db")
            _commit(connection, 1, f"opened {next(numbers)}")
            with noted.open("rb+") as file:
                file.write(bytes(128))
                os.fsync(file.fileno())
            connection.close()

        return milliseconds(work)

    mine, peer = in_turns(ours, bare, 20)
    note = "checks state, triggers and log head, logs the unlocking"
    floor = "bare keyed open, one row, one file synced"
    return Measure("opening after key derivation", mine, floor, peer, note=note)


def _bare(path: Path) -> Any:
    connection = import_module("sqlcipher3.dbapi2").connect(str(path), isolation_level=None)
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.execute(f"PRAGMA key = \"x'{'ab' * 32}'\"")
    for setting in ("journal_mode = wal", "synchronous = FULL", "secure_delete = ON"):
        connection.execute(f"PRAGMA {setting}").fetchall()
    return connection


def _commit(connection: Any, row: int, words: str) -> None:
    connection.execute("BEGIN")
    connection.execute("UPDATE one SET content = ? WHERE id = ?", (words, row))
    connection.execute("COMMIT")
