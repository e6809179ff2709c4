"""Two workstations at one clinic's server that is restarted under them.

Connections are cut before and after commits as well. What was acknowledged is there once, nobody
overwrote anybody, and the chain holds.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from pt_chart.charting.audit import AuditAction
from pt_chart.charting.errors import WorldError
from pt_chart.clinical.people import Clinician
from pt_chart.store.administration import ChartAdministration
from pt_chart.store.server import door
from pt_chart.store.server.chart import ChartServer
from tests.fakes import THERAPIST
from tests.servers import Cluster, programs, started
from tests.soak import client_child
from tests.soak.outcome import Outcome
from tests.store.samples import CHEAP, EPISODE, PASSWORD, PATIENT

SECOND = Clinician("user-2", "Bram Ostrande", "PT", "therapist")
RESTARTS = 2
_DURABLE = {"fsync": "on", "full_page_writes": "on", "autovacuum": "on"}


def run(seconds: float, folder: Path, seed: int = 1) -> Outcome:
    """Let both work for so long, restarting the server twice: once in order, once by a crash."""
    outcome = Outcome("clients")
    if programs() is None:
        outcome.skipped = "PostgreSQL is not installed"
        return outcome
    with started(settings=_DURABLE) as cluster:
        first, second = _prepared(cluster, folder)
        people = ((first, THERAPIST.name, "a"), (second, SECOND.name, "b"))
        children = [
            _child(path, user, name, seconds, seed + number, folder)
            for number, (path, user, name) in enumerate(people)
        ]
        _wait_until_open(folder)
        for number in range(RESTARTS):
            time.sleep(seconds / (RESTARTS + 1))
            cluster.restart(crash=number % 2 == 1)
            outcome.add("restarts")
        for child in children:
            if child.wait(seconds + 120):
                outcome.faults.append(f"a workstation ended with {child.returncode}")
        told = [line for name in "ab" for line in (folder / name).read_text().splitlines()]
        _judge(first, told, outcome)
    return outcome


def _prepared(cluster: Cluster, folder: Path) -> tuple[Path, Path]:
    """A chart with a patient and two users, and a connection file for each workstation."""
    paths = (folder / "first.ptserver", folder / "second.ptserver")
    cluster.new_chart(paths[0], THERAPIST, PASSWORD, cost=CHEAP, clock=door._now)
    chart = door.open_server(paths[0], THERAPIST.name, PASSWORD)
    ChartAdministration(chart, CHEAP).add_user(SECOND, PASSWORD, PASSWORD)
    chart.save_patient(PATIENT)
    chart.save_episode(EPISODE)
    chart.close()
    paths[1].write_bytes(paths[0].read_bytes())
    return paths


def _child(
    path: Path, user: str, name: str, seconds: float, seed: int, folder: Path
) -> subprocess.Popen[bytes]:
    arguments = [str(path), user, name, str(seconds), str(seed)]
    with (folder / name).open("wb") as told:
        return subprocess.Popen(
            [sys.executable, client_child.__file__, *arguments],
            stdout=told,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        )


def _wait_until_open(folder: Path) -> None:
    """The restarts are to meet programs at work, not on their way in."""
    end = time.monotonic() + 120
    while time.monotonic() < end:
        if all("open" in (folder / name).read_text().split() for name in "ab"):
            return
        time.sleep(0.1)


def _judge(path: Path, told: list[str], outcome: Outcome) -> None:
    """Hold what was said against what is on the server."""
    said = Counter(line.split(" ", 1)[0] for line in told)
    chart = door.open_server(path, THERAPIST.name, PASSWORD)
    outcome.add("edits acknowledged", _count(told, "done edit"))
    outcome.add("visits signed", _count(told, "done sign"))
    outcome.add("remarks and log lines", _count(told, "done remark") + _count(told, "done print"))
    for name, word in (("conflicts met", "conflict"), ("losses of the server seen", "lost")):
        outcome.add(name, said[word])
    outcome.add("connections cut in a commit", said["cut"])
    outcome.add("unsure writes", said["unsure"])
    outcome.faults += [*_lost_edits(chart, told), *_twice(chart, told), *_broken(chart)]
    outcome.faults += [f"an edit met itself: {line}" for line in told if line.startswith("echo ")]
    if said["closed"] != 2:
        outcome.faults.append("a workstation did not end in order")
    times = sorted(float(line.split()[1]) for line in told if line.startswith("took "))
    if times:
        outcome.add("us an edit took (median)", round(times[len(times) // 2] * 1000))
        outcome.add("us an edit took (95 of 100)", round(times[len(times) * 95 // 100] * 1000))
    chart.close()


def _count(told: list[str], beginning: str) -> int:
    return sum(line.startswith(f"{beginning} ") for line in told)


def _lost_edits(chart: ChartServer, told: list[str]) -> Iterator[str]:
    """Every acknowledged edit is in its visit, and nothing that nobody tried."""
    there = {visit.id: {key.id for key in visit.answers} for visit in chart.visits_of(EPISODE.id)}
    tried = {tuple(line.split()[2:4]) for line in told if line.startswith("try edit ")}
    for line in told:
        if line.startswith("done edit "):
            visit_id, key = line.split()[2:4]
            if key not in there.get(visit_id, set()):
                yield f"lost update: {key} in {visit_id}"
    for visit_id, keys in there.items():
        strange = {key for key in keys if (visit_id, key) not in tried}
        if strange:
            yield f"{visit_id} holds what nobody entered: {sorted(strange)[:3]}"


def _twice(chart: ChartServer, told: list[str]) -> Iterator[str]:
    """Remarks and lines are there once when acknowledged, never twice, signatures too."""
    remarks = Counter(
        remark.text for visit in chart.visits_of(EPISODE.id) for remark in visit.addenda
    )
    lines = chart.audit(limit=10_000_000)
    printed = Counter(line.entry.detail for line in lines if line.entry.action is AuditAction.PRINT)
    signed = Counter(line.entry.visit_id for line in lines if line.entry.action is AuditAction.SIGN)
    for kind, found in (("remark", remarks), ("print", printed), ("sign", signed)):
        yield from (f"{kind} {name} is there {n} times" for name, n in found.items() if n > 1)
        done = {line.rsplit(" ", 1)[1] for line in told if line.startswith(f"done {kind} ")}
        yield from (f"{kind} {name} was lost" for name in done - found.keys())


def _broken(chart: ChartServer) -> Iterator[str]:
    try:
        chart.check()
    except WorldError as damage:
        yield damage.message
    numbers = [line.number for line in reversed(chart.audit(limit=10_000_000))]
    if numbers[:1] != [1] or any(after != before + 1 for before, after in pairwise(numbers)):
        yield "the log has a gap"
