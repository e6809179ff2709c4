"""The chart on a PostgreSQL server of this computer: autosave, signing, reading, opening."""

from __future__ import annotations

import tempfile
from itertools import count
from pathlib import Path

import psycopg

from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.store.server.login import settings_of
from pt_chart.store.stored_chart import StoredChart
from tests.benchmarks.bench_store import full_visit
from tests.benchmarks.measure import Measure, in_turns, milliseconds
from tests.fakes import THERAPIST
from tests.places import FilePlace, Place, ServerPlace
from tests.servers import Cluster, programs, started
from tests.store.samples import EPISODE, PASSWORD, PATIENT, SIGNATURE, new_visit

ROUNDS = 150
DURABLE = {"fsync": "on", "full_page_writes": "on", "autovacuum": "on"}
"""Commits that survive a power cut, as a chart file's do."""


def run() -> list[Measure]:
    """All measures; none where PostgreSQL is not installed."""
    if programs() is None:
        return []
    with (
        tempfile.TemporaryDirectory(prefix="pt-chart-bench-") as name,
        started(settings=DURABLE) as cluster,
    ):
        file, server = FilePlace(Path(name)), ServerPlace(Path(name), cluster)
        on_file, on_server = _prepared(file), _prepared(server)
        try:
            measures = [
                *_autosave(on_server, on_file, cluster, server.database),
                _reading(on_server, on_file),
                _signing(on_server, on_file),
            ]
        finally:
            on_server.close()
            on_file.close()
        measures.append(_opening(server, file))
    return measures


def _prepared(place: Place) -> StoredChart:
    chart = place.create(THERAPIST, PASSWORD)
    chart.save_patient(PATIENT)
    chart.save_episode(EPISODE)
    return chart


def _autosave(
    server: StoredChart, file: StoredChart, cluster: Cluster, database: str
) -> list[Measure]:
    """One changed answer of a full visit: against a bare durable commit there, and the file."""
    bare = psycopg.connect(
        **settings_of(cluster.owner(database), ""),  # type: ignore[arg-type]
        password=cluster.owner(database).password,
        autocommit=True,
    )
    bare.execute("CREATE TABLE one (id int PRIMARY KEY, content text)")
    bare.execute("INSERT INTO one VALUES (1, '')")
    numbers = count()

    states = {chart: chart.save_draft(full_visit()) for chart in (server, file)}

    def edit(chart: StoredChart) -> float:
        number = next(numbers)
        key = FindingKey(f"finding_{number % 200}")
        visit = states[chart].with_answer(key, Answer(number))

        def save() -> None:
            states[chart] = chart.save_draft(visit)

        return milliseconds(save)

    def one_row() -> float:
        words = f"row {next(numbers)}"
        update = "UPDATE one SET content = %s WHERE id = 1"
        return milliseconds(lambda: bare.execute(update, (words,)))

    ours, floor = in_turns(lambda: edit(server), one_row, ROUNDS, warm_up=20)
    again, on_file = in_turns(lambda: edit(server), lambda: edit(file), ROUNDS, warm_up=20)
    bare.close()
    return [
        Measure("server: autosave of one edit", ours, "bare durable one-row commit there", floor),
        Measure("server: autosave of one edit", again, "the same in a chart file", on_file),
    ]


def _reading(server: StoredChart, file: StoredChart) -> Measure:
    ours, peer = in_turns(
        lambda: milliseconds(lambda: server.visit("full")),
        lambda: milliseconds(lambda: file.visit("full")),
        ROUNDS,
    )
    return Measure("server: reading a full visit", ours, "the same in a chart file", peer)


def _signing(server: StoredChart, file: StoredChart) -> Measure:
    numbers = count()

    def sign(chart: StoredChart) -> float:
        draft = chart.save_draft(new_visit(f"signed-{next(numbers)}"))
        return milliseconds(lambda: chart.sign(draft, SIGNATURE))

    ours, peer = in_turns(lambda: sign(server), lambda: sign(file), 50)
    return Measure("server: signing a visit", ours, "the same in a chart file", peer)


def _opening(server: Place, file: Place) -> Measure:
    """With a password that costs nothing to derive."""

    def opened(place: Place) -> float:
        chart: list[StoredChart] = []
        took = milliseconds(lambda: chart.append(place.open(THERAPIST.name, PASSWORD)))
        chart[0].close()
        return took

    ours, peer = in_turns(lambda: opened(server), lambda: opened(file), 20)
    return Measure("server: opening after key derivation", ours, "a chart file", peer)
