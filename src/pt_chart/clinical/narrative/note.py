"""What a note is: sections of sentences, each with the fields behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from pt_chart.clinical.bodychart.summary import ChartSummary
from pt_chart.clinical.care.episode_log import EpisodeLog, UnitRule
from pt_chart.clinical.fields import Form, Vocabulary
from pt_chart.clinical.measures.instrument import Instrument
from pt_chart.clinical.measures.series import Course
from pt_chart.clinical.people import Clinic, Clinician, Episode, Patient
from pt_chart.clinical.reasoning.results import Assessment, RaisedFlag
from pt_chart.clinical.visit import Visit


@dataclass(frozen=True, slots=True)
class NoteCase:
    """Everything that a note may speak of.

    ``earlier`` are the episode's earlier visits, oldest first. ``program`` are the home exercises
    in words with their dose; ``program_course`` how the last program went, what changed since and
    why rules were overridden. ``unit_rule`` is the payer's, None when it is not known.
    ``hypothesis`` names the working hypothesis. ``today`` is the day of writing. ``courses`` are
    those of the measures, worked out when the note is composed. ``former_flags`` are those of the
    last signed visit that were not asked or tested again, each with what is told of it.
    """

    patient: Patient
    episode: Episode
    visit: Visit
    today: date
    forms: Sequence[Form]
    vocabulary: Vocabulary
    instruments: Sequence[Instrument]
    earlier: Sequence[Visit] = ()
    assessment: Assessment | None = None
    summary: ChartSummary | None = None
    log: EpisodeLog = field(default_factory=EpisodeLog)
    clinic: Clinic = field(default_factory=Clinic)
    clinician: Clinician | None = None
    program: tuple[str, ...] = ()
    program_course: tuple[str, ...] = ()
    unit_rule: UnitRule | None = None
    hypothesis: str = ""
    courses: tuple[Course, ...] | None = None
    former_flags: tuple[tuple[RaisedFlag, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of the note.

    ``id`` is stable between visits of the same kind. ``links`` are where it came from: keys of
    findings, or "plan.<part>", "administration.<part>", "episode.<part>", "log.<part>", "chart" or
    a section of the window ("exam", "measures", "program"); only own ones have none. An edited one
    keeps ``was``, what the fields say now; ``outdated`` means the fields changed since the edit.
    ``own`` marks a sentence that a person added.
    """

    id: str
    text: str
    links: tuple[str, ...] = ()
    edited: bool = False
    was: str = ""
    outdated: bool = False
    own: bool = False


@dataclass(frozen=True, slots=True)
class NoteSection:
    """A titled part of the note."""

    id: str
    title: str
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A whole note: title, the lines of its head, its sections, and the lines at its end."""

    title: str
    head: tuple[str, ...]
    sections: tuple[NoteSection, ...]
    foot: tuple[str, ...] = ()

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """Every sentence in order."""
        return tuple(sentence for section in self.sections for sentence in section.sentences)

    def sentence(self, sentence_id: str) -> Sentence | None:
        """The sentence with an id, None when the note has none."""
        return next((one for one in self.sentences if one.id == sentence_id), None)
