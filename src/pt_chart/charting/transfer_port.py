"""What a chart offers to imports and whole-clinic exports: all of them, in one go, or undone."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from typing import Protocol

from pt_chart.charting.errors import WorldError
from pt_chart.charting.exchange_port import AttachedFile, UsedExercise
from pt_chart.charting.progress import Progress
from pt_chart.clinical.care.episode_log import EpisodeEntry
from pt_chart.clinical.people import Episode, Medicine, Patient
from pt_chart.clinical.reasoning.results import Tier
from pt_chart.clinical.visit import Visit


class ImportRefused(WorldError):
    """An import cannot be taken in as it is; nothing of it was."""

    message = "Nothing was imported."
    advice = "Preview the file again: the chart changed since."


class UndoRefused(WorldError):
    """What an import brought was worked on since, so it cannot simply be taken out again."""

    message = "This import can no longer be undone."
    advice = "Withdraw or correct the records one by one. Nothing was removed."


@dataclass(frozen=True, slots=True)
class Warnings:
    """Precautions and medicines that an import adds to a known episode."""

    precautions: tuple[str, ...] = ()
    medicines: tuple[Medicine, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportBatch:
    """Everything that one import adds. Visits are drafts of revision 0.

    ``id`` names the import, ``source`` the file (its name only, no folder). ``original`` is the
    file itself, kept in the encrypted chart, so that what was not taken over is not lost
    (b"" where it is too large). ``tiers`` has the most urgent flag of visits that raise one.
    ``entries`` belong to the log of these or known episodes, ``files`` to these or known patients.
    ``alerts`` are added to known patients, ``warnings`` to known episodes, by their ids.
    ``exercises`` are those of another clinic that its programs use, under ids of their own.
    """

    id: str
    source: str
    patients: tuple[Patient, ...] = ()
    episodes: tuple[Episode, ...] = ()
    visits: tuple[Visit, ...] = ()
    original: bytes = field(default=b"", repr=False)
    tiers: Mapping[str, Tier] = field(default_factory=dict)
    entries: tuple[EpisodeEntry, ...] = ()
    files: tuple[AttachedFile, ...] = ()
    alerts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    warnings: Mapping[str, Warnings] = field(default_factory=dict)
    exercises: tuple[UsedExercise, ...] = ()


@dataclass(frozen=True, slots=True)
class PastImport:
    """An import that was carried out: its file, when, by whom, and how many records it brought."""

    id: str
    source: str
    at: datetime
    by: str
    patients: int
    episodes: int
    visits: int


@dataclass(frozen=True, slots=True)
class ImportedRecord:
    """An entry of an episode's log, or a file (version 0), as it came: whose, of which visit."""

    id: str
    version: int
    patient_id: str
    visit_id: str = ""

    @property
    def is_file(self) -> bool:
        """Whether it is an attached file."""
        return self.version == 0


@dataclass(frozen=True, slots=True)
class BroughtIn:
    """What is remembered of an import: ids, each with a mark of its value at that moment.

    ``entries`` has the id of a log entry once for each version. ``records`` has entries and files
    by their digest, ``alerts`` and ``warnings`` the marks (`mark_of`) of what known patients and
    episodes got beside what they had. ``exercises`` has own exercises with the mark of each.
    """

    past: PastImport
    patients: Mapping[str, str] = field(default_factory=dict)
    episodes: Mapping[str, str] = field(default_factory=dict)
    visits: tuple[str, ...] = ()
    entries: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    records: Mapping[str, ImportedRecord] = field(default_factory=dict)
    alerts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    warnings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    exercises: Mapping[str, str] = field(default_factory=dict)


def with_warnings(episode: Episode, new: Warnings) -> Episode:
    """An episode with precautions and medicines beside those that it has."""
    return replace(
        episode,
        precautions=tuple(dict.fromkeys((*episode.precautions, *new.precautions))),
        medicines=tuple(dict.fromkeys((*episode.medicines, *new.medicines))),
    )


def without_warnings(episode: Episode, brought: Collection[str]) -> Episode:
    """An episode without the precautions and medicines of these marks."""
    return replace(
        episode,
        precautions=tuple(one for one in episode.precautions if mark_of(one) not in brought),
        medicines=tuple(one for one in episode.medicines if mark_of(one) not in brought),
    )


def with_alerts(patient: Patient, alerts: tuple[str, ...]) -> Patient:
    """A patient with alerts beside those that they have."""
    return replace(patient, alerts=tuple(dict.fromkeys((*patient.alerts, *alerts))))


def without_alerts(patient: Patient, brought: Collection[str]) -> Patient:
    """A patient without the alerts of these marks."""
    return replace(
        patient, alerts=tuple(one for one in patient.alerts if mark_of(one) not in brought)
    )


def mark_of(one: str | Medicine) -> str:
    """A short digest by which an alert, a precaution or a medicine is known again.

    What is remembered of an import outlives an erased patient, so it holds no words.
    """
    words = one if isinstance(one, str) else f"{one.name}\n{one.trigger}"
    return sha256(words.encode(errors="replace")).hexdigest()[:16]


class Transfers(Protocol):
    """The part of a store that moves many records at once."""

    def patients_after(self, patient_id: str, count: int) -> tuple[Patient, ...]:
        """The next patients in the order of their ids; "" begins. For walks over everybody."""
        ...

    def import_records(self, batch: ImportBatch, progress: Progress | None = None) -> PastImport:
        """Take in a whole import, all or nothing; ``progress`` can stop it until the very end.

        Raises:
            Cancelled: it was stopped; nothing came in.
            ImportRefused: an id is in the chart already, or a record points to nowhere.
            NotAllowed: the role may not register patients, or not chart where there are visits.
        """
        ...

    def imports(self) -> tuple[PastImport, ...]:
        """Imports that were carried out and not undone, newest first."""
        ...

    def undo_import(self, import_id: str) -> PastImport:
        """Take out again what an import brought, all or nothing.

        Raises:
            UndoRefused: something of it was changed, signed or added to since.
            RecordMissing: there is no such import.
        """
        ...
