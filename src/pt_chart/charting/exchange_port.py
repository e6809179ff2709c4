"""What goes in and out of the program as files: the values, and the room that writes and reads."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from pt_chart.charting.attachments import Attachment
from pt_chart.charting.audit import AuditRecord
from pt_chart.charting.own_exercises import OwnExercise
from pt_chart.clinical.care.episode_log import EpisodeLog
from pt_chart.clinical.fields import Vocabulary
from pt_chart.clinical.people import Clinic, Clinician, Episode, Patient
from pt_chart.clinical.visit import Visit

ENCODINGS = (("utf-8", "UTF-8"), ("cp1252", "Windows-1252"), ("utf-16", "UTF-16"))
"""What a person may choose when the file does not say it itself."""
LARGEST_READ = 64 * 1024 * 1024
"""Bytes of a file that are held in memory at once: far above 100,000 patients in CSV."""
LARGEST_WITH_FILES = 16 * 1024 * 1024 * 1024
"""Bytes of the largest JSON file; contents of files in it are read one by one."""


@dataclass(frozen=True, slots=True)
class EpisodeChart:
    """An episode of care with its visits, earliest first, and the log between them."""

    episode: Episode
    visits: tuple[Visit, ...] = ()
    log: EpisodeLog = field(default_factory=EpisodeLog)


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """An attached file with its content; the ids are those of the chart that it comes from.

    ``kept`` is the content, or how to get it: files are read when they are wanted, one by one.
    """

    about: Attachment
    kept: bytes | Callable[[], bytes] = field(repr=False)

    @property
    def content(self) -> bytes:
        """The bytes of the file.

        Raises:
            WorldError: they cannot be read where they are kept.
        """
        return self.kept if isinstance(self.kept, bytes) else self.kept()


@dataclass(frozen=True, slots=True)
class UsedExercise:
    """An exercise of the clinic's own that a program uses, with its picture (PNG) if it has one."""

    exercise: OwnExercise
    picture: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class PatientChart:
    """Everything that is recorded about one patient."""

    patient: Patient
    episodes: tuple[EpisodeChart, ...] = ()
    files: tuple[AttachedFile, ...] = ()
    exercises: tuple[UsedExercise, ...] = ()
    merged: tuple[Patient, ...] = ()
    """Records of the same person that went into this one."""

    @property
    def visits(self) -> tuple[Visit, ...]:
        """All visits of all episodes."""
        return tuple(visit for one in self.episodes for visit in one.visits)


@dataclass(frozen=True, slots=True)
class KeptText:
    """Something that the clinic itself made and keeps: an exercise, a template, a phrase."""

    kind: str
    name: str
    content: str


@dataclass(frozen=True, slots=True)
class Sender:
    """Who writes a file: the clinic, its people, and when (with a zone)."""

    clinic: Clinic
    people: tuple[Clinician, ...]
    at: datetime
    library: tuple[KeptText, ...] = ()
    """What a whole-clinic export holds beside the records."""


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """A file of an export: its name, how many records it holds, and its SHA-256."""

    name: str
    records: int
    sha256: str


@dataclass(frozen=True, slots=True)
class FileProblem:
    """What is wrong with a file that was to be read, and the fix.

    ``row`` counts as a spreadsheet does (the heading is row 1), 0 for the whole file; ``column``
    is its heading, or the path inside a bundle.
    """

    file: str
    row: int
    column: str
    what: str
    fix: str

    def __str__(self) -> str:
        """One line: file, place, what is wrong, what to do."""
        row = f", row {self.row}" if self.row else ""
        column = f", {self.column}" if self.column else ""
        return f"{self.file}{row}{column}: {self.what}; {self.fix}"


class FileUnreadable(ValueError):
    """A file cannot be read at all; nothing of it was taken. ``problem`` says why."""

    def __init__(self, problem: FileProblem) -> None:
        super().__init__(str(problem))
        self.problem = problem


class FileKind(StrEnum):
    """What a file turned out to hold."""

    PATIENTS = "patients"
    VISITS = "visits"
    FHIR = "fhir"
    RECORD = "record"

    @property
    def words(self) -> str:
        """As the window says it."""
        return _KIND_WORDS[self]


_KIND_WORDS = {
    FileKind.PATIENTS: "patients, one a row",
    FileKind.VISITS: "visits, one a row",
    FileKind.FHIR: "FHIR R4 bundle",
    FileKind.RECORD: "FHIR R4 bundle written by this program",
}


@dataclass(frozen=True, slots=True)
class MappedColumn:
    """A column of a file: its heading, the field it goes to ("" = left out), and a sample."""

    heading: str
    field: str
    sample: str = ""


@dataclass(frozen=True, slots=True)
class IncomingRecord:
    """One person of a file with what is to be added.

    ``row`` is where the person stands first. The ids in ``chart`` are those of the file, and
    ``chart.patient`` holds only what the file says. ``known_only``: the file names the person but
    does not describe them well enough to register (visits by ID). ``doubts`` are asked about before
    this person comes in, ``remarks`` are told.
    """

    row: int
    chart: PatientChart
    known_only: bool = False
    doubts: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file as read: records that can be used, problems of rows that cannot, and remarks.

    ``left_out`` tells what was understood and is not taken over, in words. ``original`` is the
    file itself (b"" where it is too large to keep), ``offered`` the fields that a column may go to.
    ``dates`` says how columns are read whose dates could be read in two ways.
    """

    source: str
    kind: FileKind
    records: tuple[IncomingRecord, ...]
    problems: tuple[FileProblem, ...] = ()
    left_out: tuple[str, ...] = ()
    columns: tuple[MappedColumn, ...] = ()
    offered: tuple[tuple[str, str], ...] = ()
    rows: int = 0
    encoding: str = ""
    original: bytes = field(default=b"", repr=False)
    dates: tuple[str, ...] = ()


class Exchange(Protocol):
    """Writes and reads files that other programs understand."""

    def bundle(
        self, chart: PatientChart, sender: Sender, vocabulary: Vocabulary
    ) -> Iterator[bytes]:
        """A patient's FHIR R4 bundle as JSON in pieces, with the whole record and every file.

        Memory holds one attached file at a time.
        """
        ...

    def write_clinic(
        self,
        folder: Path,
        charts: Iterable[PatientChart],
        sender: Sender,
        log: Iterable[AuditRecord] = (),
    ) -> tuple[WrittenFile, ...]:
        """A whole clinic as CSV files, whole or not at all, with a manifest.

        ``folder`` must not exist yet or be empty. ``charts`` is walked once.

        Raises:
            WorldError: the folder is in use or cannot be written.
        """
        ...

    def read(
        self,
        file: Path,
        vocabulary: Vocabulary,
        mapping: Mapping[str, str] | None = None,
        encoding: str = "",
        date_order: str = "",
    ) -> Incoming:
        """A file of patients or visits (CSV) or a FHIR R4 bundle (JSON).

        ``mapping`` says to which field each column goes, None = guess; ``encoding`` reads a CSV
        file in another encoding than UTF-8; ``date_order`` is "month" or "day", what stands first
        in dates such as 03/04/1961, "" = as the file shows.

        Raises:
            FileUnreadable: not even its rows can be told apart; the problem names the fix.
        """
        ...
