"""Imports and whole-clinic walks of a chart in memory."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from pt_chart.charting.attachments import Attachment
from pt_chart.charting.audit import AuditAction, AuditEntry
from pt_chart.charting.errors import RecordMissing
from pt_chart.charting.own_exercises import EXERCISES, PICTURES, exercise_record
from pt_chart.charting.progress import Progress
from pt_chart.charting.transfer_port import (
    BroughtIn,
    ImportBatch,
    ImportRefused,
    PastImport,
    UndoRefused,
    mark_of,
    with_alerts,
    with_warnings,
    without_alerts,
    without_warnings,
)
from pt_chart.clinical.care.episode_log import EpisodeEntry
from pt_chart.clinical.people import Episode, Patient
from pt_chart.clinical.reasoning.results import Tier
from pt_chart.clinical.visit import Visit
from tests.memory_log import MemoryLog


@dataclass
class MemoryTransfers(MemoryLog):
    """See `Transfers`; what an import brought is remembered as it was."""

    _patients: dict[str, Patient] = field(default_factory=dict)
    _episodes: dict[str, Episode] = field(default_factory=dict)
    _visits: dict[str, Visit] = field(default_factory=dict)
    _tiers: dict[str, Tier | None] = field(default_factory=dict)
    _entries: list[EpisodeEntry] = field(default_factory=list)
    _attached: dict[str, tuple[Attachment, bytes]] = field(default_factory=dict)
    _imports: dict[str, tuple[BroughtIn, ImportBatch]] = field(default_factory=dict)

    def patients_after(self, patient_id: str, count: int) -> tuple[Patient, ...]:
        """See `Transfers.patients_after`."""
        later = sorted(known for known in self._patients if known > patient_id)
        return tuple(self._patients[known] for known in later[:count])

    def import_records(self, batch: ImportBatch, progress: Progress | None = None) -> PastImport:
        """See `Transfers.import_records`."""
        (progress or Progress()).say("Storing ...")
        self._write()
        for known, new in (
            (self._patients, batch.patients),
            (self._episodes, batch.episodes),
            (self._visits, batch.visits),
        ):
            ids = [one.id for one in new]
            if len(set(ids)) < len(ids) or set(ids) & known.keys():
                raise ImportRefused
        people = self._patients | {one.id: one for one in batch.patients}
        cases = self._episodes | {one.id: one for one in batch.episodes}
        if any(one.patient_id not in people for one in batch.episodes):
            raise ImportRefused
        if any(one.episode_id not in cases or one.revision for one in batch.visits):
            raise ImportRefused
        stored = tuple(replace(one, revision=1) for one in batch.visits)
        self._patients, self._episodes = people, cases
        self._visits |= {one.id: one for one in stored}
        self._tiers |= batch.tiers
        self._take_beside(batch)
        added = self._warn(batch)
        told = {}
        for episode_id, warnings in batch.warnings.items():
            told[episode_id] = (
                *map(mark_of, warnings.precautions),
                *map(mark_of, warnings.medicines),
            )
            self._episodes[episode_id] = with_warnings(self._episodes[episode_id], warnings)
        counts = (len(batch.patients), len(batch.episodes), len(batch.visits))
        past = PastImport(batch.id, batch.source, self.clock(), self.user.name, *counts)
        self._imports[batch.id] = (
            BroughtIn(past, alerts=added, warnings=told),
            replace(batch, visits=stored),
        )
        self._log(AuditEntry(AuditAction.CREATE, detail=f"import {batch.id}"))
        return past

    def imports(self) -> tuple[PastImport, ...]:
        """See `Transfers.imports`."""
        found = [brought.past for brought, _ in self._imports.values()]
        return tuple(sorted(found, key=lambda past: past.at, reverse=True))

    def undo_import(self, import_id: str) -> PastImport:
        """See `Transfers.undo_import`."""
        self._write()
        if import_id not in self._imports:
            raise RecordMissing
        brought, batch = self._imports[import_id]
        if (
            any(self._patients.get(one.id) != one for one in batch.patients)
            or any(self._episodes.get(one.id) != one for one in batch.episodes)
            or any(self._visits.get(one.id) != one for one in batch.visits)
            or self._added(batch)
        ):
            raise UndoRefused
        gone = {one.id for one in batch.entries}
        self._entries = [one for one in self._entries if one.id not in gone]
        for file in batch.files:
            del self._attached[file.about.id]
        for name in (one.exercise.id for one in batch.exercises):
            self._files.pop((EXERCISES, name), None)
            self._files.pop((PICTURES, name), None)
        for known, new in (
            (self._visits, batch.visits),
            (self._episodes, batch.episodes),
            (self._patients, batch.patients),
        ):
            for one in new:
                del known[one.id]
        for patient_id, alerts in brought.alerts.items():
            self._patients[patient_id] = without_alerts(self._patients[patient_id], alerts)
        for episode_id, warnings in brought.warnings.items():
            known_case = self._episodes[episode_id]
            self._episodes[episode_id] = without_warnings(known_case, warnings)
        del self._imports[import_id]
        self._log(AuditEntry(AuditAction.CHANGE, detail=f"import {import_id} undone"))
        return brought.past

    def _warn(self, batch: ImportBatch) -> dict[str, tuple[str, ...]]:
        """The alerts that known patients did not have."""
        added = {}
        for patient_id, alerts in batch.alerts.items():
            person = self._patients[patient_id]
            new = [one for one in alerts if one not in person.alerts]
            added[patient_id] = tuple(map(mark_of, new))
            self._patients[patient_id] = with_alerts(person, alerts)
        return added

    def _take_beside(self, batch: ImportBatch) -> None:
        """The log entries and the files."""
        if any(one.version < 1 for one in batch.entries):
            raise ImportRefused
        self._entries += batch.entries
        for file in batch.files:
            kept = replace(file.about, at=self.clock(), by=self.user.name)
            self._attached[kept.id] = (kept, file.content)
        for used in batch.exercises:
            self._files[EXERCISES, used.exercise.id] = exercise_record(used.exercise)
            if used.picture:
                self._files[PICTURES, used.exercise.id] = used.picture

    def _added(self, batch: ImportBatch) -> bool:
        """Whether anybody added to what was brought."""
        brought = {one.about.id for one in batch.files}
        places = {one.id for one in batch.patients} | {one.id for one in batch.visits}
        own = {one.id for one in batch.entries}
        homes = {one.id for one in batch.episodes}
        for kept, _ in self._attached.values():
            if {kept.patient_id, kept.visit_id} & places and kept.id not in brought:
                return True
        if any(self._attached[ident][0].removed for ident in brought):
            return True
        if sum(entry.id in own for entry in self._entries) != len(batch.entries):
            return True
        if any(entry.episode_id in homes and entry.id not in own for entry in self._entries):
            return True
        people = {one.id for one in batch.patients}
        cases = {one.id for one in batch.episodes}
        visits = {one.id for one in batch.visits}
        return any(
            one.patient_id in people and one.id not in cases for one in self._episodes.values()
        ) or any(one.episode_id in cases and one.id not in visits for one in self._visits.values())
