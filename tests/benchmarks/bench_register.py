"""The register at clinic size: find as you type, import with duplicate check, export.

Search is held against raw FTS5 in SQLCipher in the same run: the same people, the same questions,
the first 50 in the order of their names, columns only. Ours answers with the lines of the list
(latest episode, unsigned drafts, merged records). Growth is that of the 95th percentile.
"""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import insert, text
from sqlcipher3 import dbapi2  # type: ignore[import-untyped]

from pt_chart.clinical.people import Episode, Patient
from pt_chart.store.chart_file import ChartFile
from pt_chart.store.ledger import Transaction
from pt_chart.store.open import create_chart
from pt_chart.store.records import episode, patient
from pt_chart.store.server import door
from pt_chart.store.stored_chart import StoredChart
from pt_chart.store.translate import Row, episode_row, patient_row
from tests import servers
from tests.benchmarks.bench_exchange import SYLLABLES, export_measures, import_measures
from tests.benchmarks.measure import Measure, milliseconds
from tests.fakes import THERAPIST, FakeClock
from tests.store.samples import CHEAP, PASSWORD

SIZES = (1_000, 100_000, 1_000_000)
HELD_AGAINST = 100_000
TYPED_PEOPLE = 40
AT_ONCE = 20_000
AIM_RATIO, AIM_GROWTH = 1.5, 3.0
KEY = "PRAGMA key = \"x'" + "5a" * 32 + "'\""
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()  # noqa: SIM905


def run() -> list[Measure]:
    """All measures, in a folder of their own; those of a server where PostgreSQL is here."""
    with tempfile.TemporaryDirectory(prefix="pt-chart-bench-") as name:
        folder = Path(name)
        on_server = server_search(folder) if servers.programs() else []
        moved = (*import_measures(folder), *export_measures(folder))
        return [*file_search(folder), *on_server, *moved]


def people(count: int) -> Iterator[Patient]:
    """Invented people, the same ones each time; a larger register begins with a smaller one."""
    dice = random.Random(7)  # noqa: S311 - invented names
    for number in range(count):
        family, given = (
            "".join(dice.choice(SYLLABLES) for _ in range(dice.choice((2, 3, 3, 4)))).capitalize()
            for _ in range(2)
        )
        born = date(1930, 1, 1) + timedelta(dice.randrange(33_000))
        phone = f"(555) {dice.randrange(1000):03}-{dice.randrange(10_000):04}"
        yield Patient(f"p{number:07}", f"{10_000 + number}", family, given, born, phone=phone)


def questions() -> tuple[str, ...]:
    """What is typed: every beginning of names, then DOB, phone and ID as people write them."""
    dice = random.Random(3)  # noqa: S311 - invented names
    asked: list[str] = []
    for one in dice.sample(list(people(SIZES[0])), TYPED_PEOPLE):
        full = f"{one.family_name} {one.given_name}"
        asked += [full[:length] for length in range(1, len(full) + 1)]
        asked.append(one.family_name[2:])
        born = one.birth_date
        assert born is not None
        asked += [
            born.isoformat(),
            f"{born.month}/{born.day}/{born.year}",
            f"{born.day} {MONTHS[born.month - 1]} {born.year}",
        ]
        asked += [one.phone, one.phone[-4:], one.record_number, str(born.year)]
    return tuple(asked)


def file_search(folder: Path) -> list[Measure]:
    """Search in a chart file as the register grows, and against FTS5 without a chart."""
    measures: list[Measure] = []
    smallest = None
    asked = questions()
    for size in SIZES:
        chart = create_chart(folder / f"{size}.ptchart", THERAPIST, PASSWORD, cost=CHEAP)
        fill(chart, size)
        if size == HELD_AGAINST:
            measures += _held_against_fts(folder / "raw.db", chart, asked)
        samples = _samples(chart.search, asked)
        one = Measure(f"search, {size:,} patients", samples)
        smallest = smallest or one
        growth = f"p95 {one.p95:.2f} ms, {one.p95 / smallest.p95:.1f} times that at {SIZES[0]:,}"
        measures.append(replace(one, aim_p95=AIM_GROWTH * smallest.p95, note=growth))
        chart.close()
    return measures


def server_search(folder: Path) -> list[Measure]:
    """The same on a PostgreSQL server of this computer, against one plain statement there."""
    measures: list[Measure] = []
    smallest = None
    asked = questions()
    with servers.started() as cluster:
        for size in SIZES[:2]:
            path = folder / f"{size}.ptserver"
            cluster.new_chart(path, THERAPIST, PASSWORD, cost=CHEAP, clock=FakeClock())
            opened = door.open_server(path, THERAPIST.name, PASSWORD)
            fill(opened, size)
            # What a server does by itself (autovacuum, which the tests' own has not).
            cluster.run(opened._ledger.link.login.database, "ANALYZE")
            pairs = [
                (
                    milliseconds(lambda typed=typed: plain_search(opened, typed)),  # type: ignore[misc]  # noqa: B023
                    milliseconds(lambda typed=typed: opened.search(typed)),  # type: ignore[misc]  # noqa: B023
                )
                for typed in (*asked[:30], *asked)
            ][30:]
            theirs, ours = (tuple(one) for one in zip(*pairs, strict=True))
            one = Measure(f"search on PostgreSQL, {size:,} patients", ours, "LIKE by name", theirs)
            smallest = smallest or one
            floor = Measure("", theirs).p95
            note = f"p95 {one.p95:.2f} ms against {floor:.2f} ms, ratio {one.p95 / floor:.2f}; "
            note += f"{one.p95 / smallest.p95:.1f} times that at {SIZES[0]:,}"
            measures.append(replace(one, aim_p95=AIM_GROWTH * smallest.p95, note=note))
            opened.close()
    return measures


def plain_search(chart: StoredChart, typed: str) -> list[object]:
    """The first 50 people by name in whom every word stands, in one statement."""
    words = {f"w{number}": f"%{word}%" for number, word in enumerate(typed.lower().split())}
    where = " AND ".join(f"searchable LIKE :{name}" for name in words)
    statement = text(f"SELECT * FROM patient WHERE {where} ORDER BY sort_name LIMIT 50")  # noqa: S608
    return chart._read(lambda c: list(c.execute(statement, words).all()))


def fill(chart: StoredChart, size: int) -> None:
    """Put people into a chart, every third with an episode."""
    some: list[Patient] = []
    for one in people(size):
        some.append(one)
        if len(some) == AT_ONCE:
            _put(chart, some)
            some = []
    _put(chart, some)


def _put(chart: StoredChart, some: list[Patient]) -> None:
    rows = [patient_row(one) for one in some]
    cases = [
        episode_row(Episode(f"e-{one.id}", one.id, "leg pain", None, date(2026, 1, 1)))
        for one in some[::3]
    ]

    def work(transaction: Transaction) -> None:
        for table, new in ((patient, rows), (episode, cases)):
            if new:
                transaction.connection.execute(insert(table), new)

    chart._write(work)


def _samples(search: Callable[[str], object], asked: tuple[str, ...]) -> tuple[float, ...]:
    for typed in asked[:30]:
        search(typed)
    return tuple(milliseconds(lambda typed=typed: search(typed)) for typed in asked)  # type: ignore[misc]


def _held_against_fts(file: Path, chart: ChartFile, asked: tuple[str, ...]) -> list[Measure]:
    """Ours and raw FTS5 on the same people, question by question."""
    raw = _raw(file)
    pairs = []
    for ordered in (True, False):
        ours, theirs = [], []
        for typed in (*asked[:30], *asked):
            theirs.append(milliseconds(lambda: raw_search(raw, typed, ordered=ordered)))  # noqa: B023
            ours.append(milliseconds(lambda: chart.search(typed)))  # noqa: B023
        pairs.append((tuple(ours[30:]), tuple(theirs[30:])))
    raw.close()
    measures = []
    for (own, peer), order in zip(pairs, ("in the order of names", "unordered"), strict=True):
        one = Measure(f"search, {HELD_AGAINST:,} patients", own, f"raw FTS5, {order}", peer)
        floor = Measure("", peer).p95
        note = f"p95 {one.p95:.2f} ms against {floor:.2f} ms, ratio {one.p95 / floor:.2f}"
        aim = AIM_RATIO * floor if order != "unordered" else None
        measures.append(replace(one, aim_p95=aim, note=note))
    return measures


def _raw(file: Path) -> dbapi2.Connection:
    """The same people in plain FTS5 tables, encrypted like a chart."""
    raw = dbapi2.connect(str(file))
    raw.execute(KEY)
    raw.execute("PRAGMA temp_store = 2")
    shown = [column.name for column in patient.c if column.name != "place"]
    raw.execute(f"CREATE TABLE people ({', '.join(shown)})")
    raw.execute("CREATE VIRTUAL TABLE begins USING fts5(searchable, prefix='1 2 3', content='')")
    raw.execute(
        "CREATE VIRTUAL TABLE holds USING fts5"
        "(searchable, content='', tokenize='trigram case_sensitive 1')"
    )
    rows: list[Row] = [patient_row(one) for one in people(HELD_AGAINST)]
    marks = ", ".join("?" for _ in shown)
    values = [tuple(row.get(name) for name in shown) for row in rows]
    raw.executemany(f"INSERT INTO people VALUES ({marks})", values)  # noqa: S608
    texts = [(number, row["searchable"]) for number, row in enumerate(rows, 1)]
    for table in ("begins", "holds"):
        put = f"INSERT INTO {table}(rowid, searchable) VALUES (?, ?)"  # noqa: S608
        raw.executemany(put, texts)
    raw.commit()
    return raw


def raw_search(raw: dbapi2.Connection, typed: str, *, ordered: bool) -> list[object]:
    """The first 50 people in whom every word stands, as FTS5 alone would tell."""
    words = typed.lower().split()
    if all(len(word) > 2 for word in words):
        table, match = "holds", " ".join(f'"{word}"' for word in words)
    else:
        table, match = "begins", " ".join(f'"{word}"*' for word in words)
    order = "ORDER BY sort_name" if ordered else ""
    statement = (
        f"SELECT people.* FROM {table} JOIN people ON people.rowid = {table}.rowid "  # noqa: S608
        f"WHERE {table} MATCH ? {order} LIMIT 50"
    )
    return list(raw.execute(statement, (match,)).fetchall())
