"""Files in and out: 100,000 patients with duplicate check, a clinic of 10,000 visits, a bundle."""

from __future__ import annotations

import csv
import io
import json
import random
import tempfile
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from pt_chart.charting.clinic_session import ClinicSession
from pt_chart.charting.exporting import ClinicExports
from pt_chart.charting.import_preview import Decision, ImportPreview
from pt_chart.charting.importing import ClinicImports
from pt_chart.charting.transfer_port import ImportBatch
from pt_chart.clinical.people import Episode, Patient
from pt_chart.clinical.visit import Visit
from pt_chart.exchange.fhir.bundle import write_bundle
from pt_chart.exchange.room import ExchangeRoom
from pt_chart.store.chart_file import ChartFile
from pt_chart.store.open import create_chart
from tests.benchmarks.measure import Measure, in_turns, milliseconds
from tests.exchange.samples import NOON, SENDER, chart, vocabulary
from tests.fakes import THERAPIST, FakeClock
from tests.store.samples import CHEAP, PASSWORD, new_visit
from tests.ui.clinic import definitions, documents, figures

PEOPLE = 100_000
CLINIC_PEOPLE = 1_000
VISITS_EACH = 10
BUNDLES = 30
ROUNDS = 20
SYLLABLES = "ma ri jo an be lu ka te so wi zé ñe dr ol ha ni gö pe ra si vo chi tsu ya".split()  # noqa: SIM905


def run() -> list[Measure]:
    """All measures, in a folder of their own."""
    with tempfile.TemporaryDirectory(prefix="pt-chart-bench-") as name:
        folder = Path(name)
        return [*import_measures(folder), *export_measures(folder), _bundle()]


def _session(place: Path) -> tuple[ClinicSession, ChartFile]:
    opened = create_chart(place, THERAPIST, PASSWORD, cost=CHEAP)
    room = ExchangeRoom(lambda: NOON)
    made = ClinicSession(
        opened, definitions(), figures(), documents(), FakeClock(NOON), exchange=room
    )
    return made, opened


def import_measures(folder: Path) -> list[Measure]:
    """The same file twice: everybody is new, then everybody is known."""
    file = folder / "old.csv"
    file.write_text(_people(), encoding="utf-8")
    session, opened = _session(folder / "import.ptchart")
    imports = ClinicImports(session)
    bare = _times(lambda: list(csv.reader(io.StringIO(file.read_text("utf-8")))), 5)
    peer = "csv.reader of the same file"
    planned: list[ImportPreview] = []
    first = milliseconds(lambda: planned.append(imports.read(file)))
    taken = milliseconds(lambda: imports.carry_out(planned[0]))
    again = milliseconds(lambda: planned.append(imports.read(file)))
    known = planned[1].count(Decision.SKIP)
    undone = milliseconds(lambda: imports.undo(imports.past()[0].id, PASSWORD))
    opened.close()
    size = f"{PEOPLE:,} patients, {file.stat().st_size / 2**20:.1f} MiB"
    return [
        Measure(f"import preview, {size}", (first,), peer, bare),
        Measure("import carried out", (taken,), note="one transaction, a line in the log each"),
        Measure(f"preview with duplicate check, {known:,} found", (again,), peer, bare),
        Measure("import undone", (undone,)),
    ]


def export_measures(folder: Path) -> list[Measure]:
    """A whole clinic as CSV, and how much memory it takes."""
    session, opened = _session(folder / "export.ptchart")
    opened.import_records(_clinic())
    exports = ClinicExports(session)
    number = iter(range(100))

    def export() -> object:
        return exports.write_clinic(folder / f"out-{next(number)}")

    times = tuple(milliseconds(export) for _ in range(3))
    read = tuple(
        milliseconds(lambda: [exports.chart_of(one) for one in opened.patients_after("", 10_000)])
        for _ in range(3)
    )
    tracemalloc.start()
    export()
    peak = tracemalloc.get_traced_memory()[1] / 2**20
    tracemalloc.stop()
    opened.close()
    name = f"whole clinic as CSV, {CLINIC_PEOPLE * VISITS_EACH:,} visits"
    note = f"peak of Python memory {peak:.0f} MiB"
    return [Measure(name, times, "reading the same records from the chart", read, note=note)]


def _bundle() -> Measure:
    """A patient's bundle against writing the finished bundle as JSON."""
    charts = [chart(seed) for seed in range(BUNDLES)]
    done = [json.loads(write_bundle(one, SENDER, vocabulary())) for one in charts]

    def ours() -> float:
        return milliseconds(lambda: [write_bundle(one, SENDER, vocabulary()) for one in charts])

    def peer() -> float:
        return milliseconds(lambda: [json.dumps(one, indent=1) for one in done])

    samples, floor = in_turns(ours, peer, ROUNDS)
    return Measure(f"{BUNDLES} FHIR bundles", samples, "json.dumps of the same bundles", floor)


def _times(action: Callable[[], object], count: int) -> tuple[float, ...]:
    return tuple(milliseconds(action) for _ in range(count))


def _people() -> str:
    dice = random.Random(11)  # noqa: S311 - invented names
    lines = ["ID,Family name,Given name,DOB,Sex,Phone"]
    for number in range(PEOPLE):
        family, given = (
            "".join(dice.choice(SYLLABLES) for _ in range(3)).capitalize() for _ in range(2)
        )
        born = date(1930, 1, 1) + timedelta(dice.randrange(33_000))
        lines.append(f"{number},{family},{given},{born},F,555{number:07}")
    return "\r\n".join(lines)


def _clinic() -> ImportBatch:
    people = tuple(
        Patient(f"p-{n:05}", str(n), f"Family{n}", "Given", date(1970, 1, 1))
        for n in range(CLINIC_PEOPLE)
    )
    episodes = tuple(
        Episode(f"e-{one.id}", one.id, "leg pain", None, date(2026, 1, 1)) for one in people
    )
    visits: list[Visit] = []
    for episode in episodes:
        for number in range(VISITS_EACH):
            day = episode.started + timedelta(7 * number)
            made = new_visit(f"v-{episode.id}-{number}", episode_id=episode.id, date=day)
            visits.append(replace(made, number=number + 1))
    return ImportBatch("bench", "bench", people, episodes, tuple(visits))
