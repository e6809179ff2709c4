"""Stand-ins for the outside: a chart in memory, a clock that a test moves."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeVar

from pt_chart.charting.access import Right, waits_for_cosign
from pt_chart.charting.episode_entries import EntryChanged
from pt_chart.charting.errors import (
    ChartConflict,
    NotAllowed,
    RecordMissing,
    SignedAlready,
    WorldError,
)
from pt_chart.charting.merging import MergeRefused
from pt_chart.charting.ports import (
    LARGEST_FILE,
    AuditAction,
    AuditEntry,
    ChartStore,
    PatientRow,
    Saved,
    Setting,
    VisitRow,
)
from pt_chart.charting.register_changes import on_top_of
from pt_chart.charting.search_words import finds, fold
from pt_chart.clinical.canonical import visit_digest
from pt_chart.clinical.care.episode_log import EpisodeEntry, EpisodeLog
from pt_chart.clinical.people import Clinic, Clinician, Episode, Patient
from pt_chart.clinical.reasoning.results import Tier
from pt_chart.clinical.visit import Addendum, Signature, Visit, VisitStatus, Withdrawal
from tests.memory_bookings import MemoryBookings
from tests.memory_kept import MemoryKept
from tests.memory_log import THERAPIST, FakeClock

__all__ = ["THERAPIST", "FakeClock", "MemoryStore", "memory_store"]

T = TypeVar("T")


@dataclass
class MemoryStore(MemoryBookings, MemoryKept):
    """A `ChartStore` without a file: same answers, same errors, answers at once.

    ``failure`` makes every write fail with it; ``held`` lets queued drafts wait until `release`.
    """

    held: bool = False
    closed: bool = False
    password: str = "an invented password"
    clock_remark: str = ""
    clock_question: str = ""
    moved_to: str = ""
    _settings: dict[str, Setting] = field(default_factory=dict)
    _files: dict[tuple[str, str], bytes] = field(default_factory=dict)
    _clinic: Clinic = field(default_factory=Clinic)

    def verify(self, password: str) -> bool:
        """See `ChartStore.verify`."""
        return password == self.password

    def search(self, text: str, limit: int = 50) -> tuple[PatientRow, ...]:
        """See `ChartStore.search`."""
        found = [p for p in self._patients.values() if finds(text, p)]
        own = {p.id for p in found}
        by_name = {self.survivor_of(p.id): p.name for p in found if p.id in self._merges}
        standing = dict.fromkeys(self.survivor_of(p.id) for p in found)
        rows = [
            replace(self._row(self._patients[one]), found_as="" if one in own else by_name[one])
            for one in standing
        ]
        if text.strip():
            first = fold(text.split(maxsplit=1)[0])
            rows.sort(key=lambda r: (not fold(r.patient.name).startswith(first), r.patient.name))
        else:
            rows.sort(key=lambda r: (r.last_visit or date.min).toordinal(), reverse=True)
        return tuple(rows[:limit])

    def patient(self, patient_id: str) -> Patient:
        """See `ChartStore.patient`."""
        return _existing(self._patients, self.survivor_of(patient_id))

    def save_patient(
        self, patient: Patient, note: str = "", read: Patient | None = None
    ) -> Patient:
        """See `ChartStore.save_patient`."""
        self._write()
        patient = on_top_of(patient, read, self._patients.get(patient.id))
        if patient.id in self._merges:
            raise MergeRefused
        action = AuditAction.CHANGE if patient.id in self._patients else AuditAction.CREATE
        self._patients[patient.id] = patient
        self._log(AuditEntry(action, patient.id, detail=note))
        return patient

    def episode(self, episode_id: str) -> Episode:
        """See `ChartStore.episode`."""
        found = _existing(self._episodes, episode_id)
        return replace(found, patient_id=self.survivor_of(found.patient_id))

    def episodes_of(self, patient_id: str) -> tuple[Episode, ...]:
        """See `ChartStore.episodes_of`."""
        stands = self.survivor_of(patient_id)
        own = [
            replace(e, patient_id=stands)
            for e in self._episodes.values()
            if self.survivor_of(e.patient_id) == stands
        ]
        return tuple(sorted(own, key=lambda e: (e.started, e.id), reverse=True))

    def save_episode(self, episode: Episode, read: Episode | None = None) -> Episode:
        """See `ChartStore.save_episode`."""
        self._write()
        episode = on_top_of(episode, read, self._episodes.get(episode.id))
        stands = self.patient(episode.patient_id).id
        known = self._episodes.get(episode.id)
        same = known is not None and self.survivor_of(known.patient_id) == stands
        owner = known.patient_id if known is not None and same else stands
        self._episodes[episode.id] = replace(episode, patient_id=owner)
        return episode

    def visits_of(self, episode_id: str, newest: int | None = None) -> tuple[Visit, ...]:
        """See `ChartStore.visits_of`."""
        self._may(Right.READ_NOTES)
        own = [v for v in self._visits.values() if v.episode_id == episode_id]
        ordered = sorted(own, key=lambda v: (v.date, v.number, v.id))
        return tuple(ordered if newest is None else ordered[-newest:] if newest else ())

    def visit_count(self, episode_id: str) -> int:
        """See `ChartStore.visit_count`."""
        return sum(
            v.episode_id == episode_id and v.withdrawal is None for v in self._visits.values()
        )

    def visit(self, visit_id: str) -> Visit:
        """See `ChartStore.visit`."""
        self._may(Right.READ_NOTES)
        return _existing(self._visits, visit_id)

    def visits_between(self, first: date, last: date) -> tuple[VisitRow, ...]:
        """See `ChartStore.visits_between`."""
        return self._visit_rows(lambda v: first <= v.date <= last)

    def drafts(self) -> tuple[VisitRow, ...]:
        """See `ChartStore.drafts`."""
        return self._visit_rows(lambda v: not v.signed)

    def waiting_for_cosign(self) -> tuple[VisitRow, ...]:
        """See `ChartStore.waiting_for_cosign`."""
        self._may(Right.READ_NOTES)
        return self._visit_rows(waits_for_cosign)

    def save_draft(self, visit: Visit, tier: Tier | None = None) -> Visit:
        """See `ChartStore.save_draft`."""
        self._may(Right.CHART)
        self._write()
        if visit.signed:
            raise SignedAlready
        self._check(visit)
        stored = replace(visit, revision=visit.revision + 1)
        self._visits[visit.id] = stored
        self._tiers[visit.id] = tier
        return stored

    def queue_draft(self, visit: Visit, done: Saved, tier: Tier | None = None) -> None:
        """See `ChartStore.queue_draft`."""
        _, _, waiting = self._queue.get(visit.id, (visit, tier, []))
        self._queue[visit.id] = (visit, tier, [*waiting, done])
        if not self.held:
            self.release()

    def release(self) -> None:
        """Let the queued drafts through."""
        queue, self._queue = self._queue, {}
        for visit, tier, waiting in queue.values():
            outcome: Visit | WorldError
            try:
                outcome = self.save_draft(visit, tier)
            except WorldError as error:
                outcome = error
            for done in waiting:
                done(outcome)

    def sign(self, visit: Visit, signature: Signature, tier: Tier | None = None) -> Visit:
        """See `ChartStore.sign`."""
        self._may(Right.SIGN)
        signature = self._mine(signature)
        self._write()
        self._check(visit)
        number = 1 + sum(v.signed for v in self._visits.values())
        digest = visit_digest(visit)
        signed = replace(
            visit,
            status=VisitStatus.SIGNED,
            signature=replace(signature, digest=digest, number=number, code=f"{number:064x}"),
            revision=visit.revision + 1,
        )
        self._visits[visit.id] = signed
        self._tiers[visit.id] = tier
        patient = self.episode(visit.episode_id).patient_id
        self._log(AuditEntry(AuditAction.SIGN, patient, visit.id, f"{number:064x}"))
        return signed

    def cosign(self, visit_id: str, signature: Signature) -> Visit:
        """See `ChartStore.cosign`."""
        self._may(Right.COSIGN)
        own = self._mine(signature)
        self._write()
        visit = self.visit(visit_id)
        if not waits_for_cosign(visit):
            raise RecordMissing
        if visit.signature is not None and visit.signature.by == signature.by:
            raise NotAllowed
        sealed = replace(own, digest=visit_digest(visit), number=len(self.log), code="c" * 64)
        self._visits[visit_id] = replace(visit, cosignature=sealed)
        return self._visits[visit_id]

    def withdraw(self, visit_id: str, withdrawal: Withdrawal, again: Visit | None = None) -> Visit:
        """See `ChartStore.withdraw`."""
        self._may(Right.COSIGN)
        self._write()
        visit = self.visit(visit_id)
        if not visit.signed or visit.withdrawal is not None:
            raise RecordMissing
        if again is not None:
            self.save_draft(again)
        self._visits[visit_id] = replace(visit, withdrawal=self._mine(withdrawal))
        return self._visits[visit_id]

    def move_draft(self, visit_id: str, episode_id: str, reason: str) -> Visit:
        """See `ChartStore.move_draft`."""
        self._may(Right.COSIGN)
        self._write()
        visit = self.visit(visit_id)
        if visit.signed:
            raise SignedAlready
        before = self.episode(visit.episode_id).patient_id
        after = self.episode(episode_id).patient_id
        moved = replace(
            visit,
            episode_id=episode_id,
            number=self.visit_count(episode_id) + 1,
            revision=visit.revision + 1,
        )
        self._visits[visit_id] = moved
        self._move_files(visit_id, after)
        for patient_id, way in ((before, "away from here"), (after, "to here")):
            detail = f"draft moved {way}: {reason}"
            self._log(AuditEntry(AuditAction.MOVE, patient_id, visit_id, detail))
        return moved

    def add_addendum(self, visit_id: str, addendum: Addendum) -> Visit:
        """See `ChartStore.add_addendum`."""
        self._may(Right.SIGN)
        self._write()
        visit = self.visit(visit_id)
        if not visit.signed:
            raise RecordMissing
        self._visits[visit_id] = replace(visit, addenda=(*visit.addenda, self._mine(addendum)))
        return self._visits[visit_id]

    def episode_log(self, episode_id: str) -> EpisodeLog:
        """See `EpisodeEntries.episode_log`."""
        self._may(Right.SEE_REGISTER)
        return EpisodeLog(tuple(e for e in self._entries if e.episode_id == episode_id))

    def add_episode_entry(self, entry: EpisodeEntry) -> None:
        """See `EpisodeEntries.add_episode_entry`."""
        patient = self._entry_patient(entry)
        if sum(known.id == entry.id for known in self._entries) + 1 != entry.version:
            raise EntryChanged
        self._entries.append(entry)
        action = AuditAction.CREATE if entry.version == 1 else AuditAction.CHANGE
        self._log(AuditEntry(action, patient))

    def clinic(self) -> Clinic:
        """See `ChartStore.clinic`."""
        return self._clinic

    def save_clinic(self, clinic: Clinic, read: Clinic | None = None) -> Clinic:
        """See `ChartStore.save_clinic`."""
        self._write()
        self._clinic = on_top_of(clinic, read, self._clinic)
        return self._clinic

    def users(self) -> tuple[Clinician, ...]:
        """See `ChartStore.users`."""
        return (self.user,)

    def setting(self, name: str, default: Setting = None) -> Setting:
        """See `ChartStore.setting`."""
        return copy.deepcopy(self._settings.get(name, default))

    def save_setting(self, name: str, value: Setting) -> None:
        """See `ChartStore.save_setting`."""
        self._write()
        if value is None:
            self._settings.pop(name, None)
        else:
            self._settings[name] = copy.deepcopy(value)

    def save_file(self, kind: str, name: str, content: bytes) -> None:
        """See `ChartStore.save_file`."""
        self._write()
        if not kind or not name:
            raise ValueError("a kept file needs a kind and a name")
        if len(content) > LARGEST_FILE:
            raise ValueError(f"{len(content)} bytes are more than {LARGEST_FILE}")
        self._files[kind, name] = content

    def file(self, kind: str, name: str) -> bytes | None:
        """See `ChartStore.file`."""
        return self._files.get((kind, name))

    def files(self, kind: str) -> tuple[str, ...]:
        """See `ChartStore.files`."""
        return tuple(sorted(name for one, name in self._files if one == kind))

    def remove_file(self, kind: str, name: str) -> None:
        """See `ChartStore.remove_file`."""
        self._write()
        self._files.pop((kind, name), None)

    def later(
        self, call: Callable[[ChartStore], T], done: Callable[[T | WorldError], None]
    ) -> None:
        """See `ChartStore.later`."""
        outcome: T | WorldError
        try:
            outcome = call(self)
        except WorldError as error:
            outcome = error
        done(outcome)

    def flush(self) -> None:
        """See `ChartStore.flush`."""
        if self._queue:
            self._write()
            self.release()

    def close(self) -> None:
        """See `ChartStore.close`."""
        self.flush()
        self.closed = True

    def abandon(self) -> None:
        """See `ChartStore.abandon`."""
        self.closed = True

    def _check(self, visit: Visit) -> None:
        self.episode(visit.episode_id)
        stored = self._visits.get(visit.id)
        if stored is not None and stored.signed:
            raise SignedAlready
        if (stored.revision if stored else 0) != visit.revision:
            raise ChartConflict(visit, stored or replace(visit, revision=0))

    def _row(self, patient: Patient) -> PatientRow:
        episodes = self.episodes_of(patient.id)
        visits = [v for e in episodes for v in self.visits_of(e.id)]
        last = max(visits, key=lambda v: (v.date, v.number), default=None)
        return PatientRow(
            patient,
            complaint=episodes[0].complaint if episodes else "",
            side=episodes[0].side if episodes else None,
            last_visit=last.date if last else None,
            draft=any(not v.signed for v in visits),
            tier=self._tiers.get(last.id) if last else None,
        )

    def _visit_rows(self, wanted: Callable[[Visit], bool]) -> tuple[VisitRow, ...]:
        visits = sorted(
            (v for v in self._visits.values() if wanted(v)), key=lambda v: (v.date, v.number, v.id)
        )
        return tuple(row for row in map(self._visit_row, visits) if not row.patient.teaching)

    def _visit_row(self, visit: Visit) -> VisitRow:
        episode = self.episode(visit.episode_id)
        patient = self.patient(episode.patient_id)
        return VisitRow.of(visit, episode, patient, self._tiers.get(visit.id))


def _existing(records: dict[str, T], wanted: str) -> T:
    try:
        return records[wanted]
    except KeyError:
        raise RecordMissing from None


def memory_store() -> ChartStore:
    """An empty `MemoryStore`, seen through the port."""
    return MemoryStore()
