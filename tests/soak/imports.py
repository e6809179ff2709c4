"""Mutilated files of other programs: previewed, carried out where anything is left, and undone."""

from __future__ import annotations

import random
from pathlib import Path

from pt_chart.charting.clinic_session import ClinicSession
from pt_chart.charting.errors import WorldError
from pt_chart.charting.exchange_port import FileUnreadable
from pt_chart.charting.importing import ClinicImports
from pt_chart.exchange.fhir.bundle import write_bundle
from pt_chart.exchange.room import ExchangeRoom
from tests.exchange.broken_files import PATIENTS, VISITS, broken
from tests.exchange.samples import SENDER, chart, vocabulary
from tests.fakes import FakeClock, MemoryStore
from tests.soak.feeding import Look, feed, mutated
from tests.soak.outcome import Outcome
from tests.ui.clinic import definitions, documents, figures

CARRIED_OUT = 5
"""Every so many previews are carried out and undone."""


def run(files: int, folder: Path, seed: int = 10) -> Outcome:
    """So many files; see `feeding.feed`. Something left over after an undo is a fault as well."""
    looks, dice = _looks(folder), random.Random(seed)  # noqa: S311 - which bytes

    def given(number: int) -> tuple[str, bytes, Look]:
        name, sources, look = looks[number % len(looks)]
        content = mutated(dice.choice(sources), dice) if sources else broken(seed + number)
        return name, content, look

    return feed("fuzzed imports", files, folder, given)


class _Importer:
    """Imports each content as a file into a chart that is empty before and after."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._count = 0
        clock = FakeClock()
        self.session = ClinicSession(
            MemoryStore(),
            definitions(),
            figures(),
            documents(),
            clock,
            exchange=ExchangeRoom(clock),
        )
        self._imports = ClinicImports(self.session)

    def look(self, content: bytes) -> str:
        """Read, carry out now and then, undo; says how it went.

        Raises:
            AssertionError: something was left in the chart.
        """
        self._file.write_bytes(content)
        try:
            planned = self._imports.read(self._file)
        except FileUnreadable:
            return "refused"
        self._count += 1
        if self._count % CARRIED_OUT or not planned.people:
            return "previewed"
        try:
            done = self._imports.carry_out(planned)
        except (ValueError, WorldError):
            return "not carried out"
        self._imports.undo(done.past.id, self.session.store.password)  # type: ignore[attr-defined]
        if self.session.store.patients_after("", 1) or self.session.store.imports():
            raise AssertionError("an undone import left something")
        self.session.store.log.clear()  # type: ignore[attr-defined]
        return "carried out and undone"


def _looks(folder: Path) -> list[tuple[str, list[bytes], Look]]:
    """What is looked at in turn; without sources, a file broken in its structure."""
    reader = documents().attached
    importer = _Importer(folder / "import.any")
    bundles = [write_bundle(chart(seed), SENDER, vocabulary()) for seed in range(4)]

    def attached(content: bytes) -> str:
        try:
            reader.inspect(content)
        except WorldError:
            return "refused"
        return "let in"

    from tests.documents.test_attached_files import pdf, picture

    papers = [pdf(2), picture("PNG"), picture("JPEG"), picture("TIFF"), b"A letter.\n"]
    return [
        ("patients", [PATIENTS.encode()], importer.look),
        ("visits", [VISITS.encode()], importer.look),
        ("bundles", bundles, importer.look),
        ("trees", [], importer.look),
        ("attachments", papers, attached),
    ]
