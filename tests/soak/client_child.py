"""One workstation at a server: `python client_child.py CONNECTION USER NAME SECONDS SEED`.

It edits the visits that the other one edits, signs them, writes remarks and lines of the log, and
says on standard output what it is about to do ("try ...") and what was acknowledged ("done ...").
A conflict is solved as a person would: their version, with one's own edit entered again.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from sqlalchemy import Connection, event

from pt_chart.charting.errors import (
    ChartConflict,
    ChartInUse,
    RecordMissing,
    ServerLost,
    ServerUnsure,
    SignedAlready,
)
from pt_chart.charting.ports import AuditAction, AuditEntry
from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.clinical.visit import Addendum, Visit, VisitKind
from pt_chart.store.server import door
from pt_chart.store.server.chart import ChartServer
from pt_chart.store.server.link import driver
from tests.store.samples import NOON, PASSWORD, PATIENT, SIGNATURE, new_visit

VISITS = 3
"""Visits that both work on at a time."""

CUT_ONE_IN = 40
"""Commits of which one loses its connection."""

EDITS = 30
"""Answers that a visit gets before it is signed."""


def say(*words: str) -> None:
    """One line, out at once."""
    sys.stdout.write(" ".join(words) + "\n")
    sys.stdout.flush()


@dataclass
class Workstation:
    """One program at the chart."""

    chart: ChartServer
    name: str
    chance: random.Random
    number: int = 0
    slot: list[int] = field(default_factory=lambda: [0] * VISITS)

    def step(self) -> None:
        """One edit, and now and then a line of the log, a patient or a remark."""
        self.number += 1
        place = self.chance.randrange(VISITS)
        visit = self._visit(place)
        if visit is None:
            return
        if len(visit.answers) >= EDITS:
            self._sign(visit)
            return
        self._edit(visit)
        if self.number % 7 == 0:
            self._once(f"print {self.name}-{self.number}", self._print)
        if self.number % 11 == 0:
            self._remark()

    def _visit(self, place: int) -> Visit | None:
        """The visit that both work on at a place; the next one when this one is signed."""
        visit_id = f"shared-{place}-{self.slot[place]}"
        try:
            found = self._asked(lambda: self.chart.visit(visit_id))
        except RecordMissing:
            bare = new_visit(visit_id, number=place + 1, kind=VisitKind.FOLLOW_UP, answers={})
            found = self._made(bare)
        if found.signed:
            self.slot[place] += 1
            return None
        return found

    def _made(self, bare: Visit) -> Visit:
        try:
            return self._asked(lambda: self.chart.save_draft(bare))
        except ChartConflict as conflict:
            return conflict.theirs
        except SignedAlready:
            return self._asked(lambda: self.chart.visit(bare.id))

    def _edit(self, visit: Visit) -> None:
        key = FindingKey(f"{self.name}_{self.number}")
        say("try", "edit", visit.id, key.id)
        begun = time.perf_counter()
        edited, unsure = visit.with_answer(key, Answer(self.number)), False
        while True:
            try:
                self.chart.save_draft(edited)
            except ChartConflict as conflict:
                met_itself = key in conflict.theirs.answers
                # After an unsure save the other one may have gone on from it already.
                say("echo" if met_itself and not unsure else "conflict", visit.id, key.id)
                unsure = unsure or met_itself
                edited = conflict.theirs.with_answer(key, Answer(self.number))
            except SignedAlready:
                say("late", "edit", visit.id, key.id)
                return
            except (ServerLost, ChartInUse) as lost:
                if isinstance(lost, ServerUnsure):
                    unsure = True
                    say("unsure", "edit", visit.id, key.id)
                self._wait(lost)
            else:
                say("done", "edit", visit.id, key.id)
                say("took", f"{(time.perf_counter() - begun) * 1000:.2f}")
                return

    def _sign(self, visit: Visit) -> None:
        signature = replace(SIGNATURE, by=self.chart.user.id)
        say("try", "sign", visit.id)
        try:
            self._asked(lambda: self.chart.sign(visit, signature))
        except (ChartConflict, SignedAlready):
            return
        say("done", "sign", visit.id)

    def _remark(self) -> None:
        signed = [n for n in range(VISITS) if self.slot[n]]
        if not signed:
            return
        place = self.chance.choice(signed)
        visit_id = f"shared-{place}-{self.slot[place] - 1}"
        text = f"remark-{self.name}-{self.number}"
        remark = Addendum(text, self.chart.user.id, "x", NOON)
        self._once(f"remark {visit_id} {text}", lambda: self.chart.add_addendum(visit_id, remark))

    def _print(self) -> None:
        detail = f"{self.name}-{self.number}"
        self.chart.record(AuditEntry(AuditAction.PRINT, PATIENT.id, detail=detail))

    def _once(self, words: str, act: Callable[[], object]) -> None:
        """Something that must not be there twice: tried again only while it surely is not."""
        say("try", words)
        while True:
            try:
                act()
            except ServerUnsure as unsure:
                say("unsure", words)
                self._wait(unsure)
                return
            except (ServerLost, ChartInUse) as lost:
                self._wait(lost)
            else:
                say("done", words)
                return

    def _asked(self, call: Callable[[], Visit]) -> Visit:
        while True:
            try:
                return call()
            except (ServerLost, ChartInUse) as lost:
                self._wait(lost)

    def _wait(self, lost: Exception) -> None:
        say("lost", type(lost).__name__)
        time.sleep(0.2)


def cut_at_random(chart: ChartServer, chance: random.Random) -> None:
    """Now and then the connection is cut right before or right after a commit is done."""

    def on_commit(connection: Connection) -> None:
        if chance.randrange(CUT_ONE_IN):
            return
        after = chance.random() < 0.5
        if after:
            driver(connection).commit()
        driver(connection).pgconn.finish()
        say("cut", "after" if after else "before")

    event.listen(chart._ledger.link._engine, "commit", on_commit)


def main() -> None:
    """Work for as long as the arguments say."""
    connection, user, name, seconds, seed = sys.argv[1:]
    chart = door.open_server(Path(connection), user, PASSWORD)
    say("open")
    chance = random.Random(int(seed))  # noqa: S311 - which edits come when
    cut_at_random(chart, chance)
    station = Workstation(chart, name, chance)
    end = time.monotonic() + float(seconds)
    while time.monotonic() < end:
        station.step()
    chart.close()
    say("closed")


if __name__ == "__main__":
    main()
