"""Two tagged pages with eight figures against other makers; how time and memory grow."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from functools import partial
from importlib.metadata import version
from itertools import count
from math import log
from pathlib import Path
from statistics import median

from pt_chart.documents import handout
from tests.benchmarks import document_peers as peers
from tests.benchmarks.measure import Measure, in_turns, milliseconds
from tests.documents.samples import HANDOUT

ROUNDS = {"plain reportlab": 25, "fpdf2": 10, "WeasyPrint": 8, "typst": 40}
PACKAGES = {
    "plain reportlab": "reportlab",
    "fpdf2": "fpdf2",
    "WeasyPrint": "weasyprint",
    "typst": "typst",
}
TAGGED = {"plain reportlab": "untagged", "fpdf2": "untagged", "WeasyPrint": "pdf/ua-1",
          "typst": "ua-1"}  # fmt: skip
COUNTS = (1, 2, 4, 8, 16)
BATCH = 500
PAGE_BYTES = 4096


def run() -> list[Measure]:
    """All of it; a peer that cannot run here is left out and named."""
    numbers = count()
    found = [_against(name, numbers) for name in peers.PEERS]
    size = len(peers.ours(0))
    found += [_fresh(name) for name in ("ours", *peers.PEERS)]
    found.append(_growth())
    found.append(_batch())
    found[0] = replace(found[0], note=f"{found[0].note}; ours {size // 1024} KiB, at most 1 MB")
    return found


def _against(name: str, numbers: count[int]) -> Measure:
    other = peers.PEERS[name]

    def ours() -> float:
        number = next(numbers)
        return milliseconds(lambda: peers.ours(number))

    def theirs() -> float:
        number = next(numbers)
        return milliseconds(lambda: other(number))

    made, yardstick = in_turns(ours, theirs, ROUNDS[name], warm_up=3)
    size = len(other(0)) // 1024
    return Measure(
        "document: two pages, eight figures",
        made,
        f"{name} {version(PACKAGES[name])}, {TAGGED[name]}",
        yardstick,
        aim_ratio=1.0,
        note=f"warm, text changing each time; {name} {size} KiB",
    )


def _fresh(name: str) -> Measure:
    """The whole of a new process: interpreter, imports, fonts, one document."""
    command = [sys.executable, "-m", "tests.benchmarks.document_peers", name, "1"]

    def once() -> float:
        return milliseconds(lambda: subprocess.run(command, check=True, capture_output=True))

    return Measure(
        f"document in a fresh process: {name}",
        tuple(once() for _ in range(5)),
        note="reported beside, no aim",
    )


def _growth() -> Measure:
    """The slope of log time over log exercises, 1 to 16, of the whole handout."""
    base = peers.content(0).exercises
    source = peers.Shipped()
    points = []
    for wanted in COUNTS:
        exercises = tuple(
            replace(base[index % len(base)], number=index + 1) for index in range(wanted)
        )
        said = replace(HANDOUT, exercises=exercises)
        handout.render(said, source)
        times = [milliseconds(partial(handout.render, said, source)) for _ in range(7)]
        points.append((log(wanted), log(median(times))))
    middle = [sum(values) / len(points) for values in zip(*points, strict=True)]
    slope = sum((x - middle[0]) * (y - middle[1]) for x, y in points) / sum(
        (x - middle[0]) ** 2 for x, _ in points
    )
    return Measure(
        "handout: log-log slope of time, 1-16 exercises",
        (slope,),
        aim_p95=1.1,
        note="a slope, no milliseconds",
    )


def _resident() -> int:
    """Bytes of this process in memory."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE_BYTES


def _batch() -> Measure:
    """Many handouts of different people in one process: is memory flat?"""
    source = peers.Shipped()
    times, memory = [], []
    for number in range(BATCH):
        said = replace(peers.content(number), patient_name=f"Robin Sample {number}")
        times.append(milliseconds(partial(handout.render, said, source)))
        memory.append(_resident())
    early, late = max(memory[50:100]), max(memory[-50:])
    return Measure(
        f"handout: each of {BATCH} in a batch",
        tuple(times),
        note=f"four pages each; memory {early / 1e6:.0f} MB after 100, {late / 1e6:.0f} MB at the "
        f"end: {(late - early) / 1e6:+.1f} MB",
    )
