"""Importing: a file is read and previewed, carried out whole or not at all, and undone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from uuid import uuid4

from pt_chart.charting.access import Right, require
from pt_chart.charting.clinic_session import ClinicSession
from pt_chart.charting.errors import WrongPassword
from pt_chart.charting.exchange_port import AttachedFile, EpisodeChart
from pt_chart.charting.form_versions import keep_forms
from pt_chart.charting.import_beside import Beside, log_entries
from pt_chart.charting.import_exercises import IncomingExercises
from pt_chart.charting.import_present import Present
from pt_chart.charting.import_preview import (
    Decision,
    ImportPreview,
    PlannedPerson,
    preview,
)
from pt_chart.charting.imported_visits import draft_of
from pt_chart.charting.live_assessment import facts_of
from pt_chart.charting.matching import KnownPeople
from pt_chart.charting.progress import Progress
from pt_chart.charting.search_words import fold
from pt_chart.charting.transfer_port import ImportBatch, PastImport, Warnings
from pt_chart.clinical.bodychart.derive import summarize
from pt_chart.clinical.care.episode_log import EpisodeEntry
from pt_chart.clinical.people import Episode, Patient
from pt_chart.clinical.reasoning.flags import raise_flags
from pt_chart.clinical.reasoning.judging import forget_cases
from pt_chart.clinical.reasoning.results import Tier
from pt_chart.clinical.visit import Visit


@dataclass(slots=True)
class _Batch:
    """What will be added, gathered person by person."""

    exercises: IncomingExercises
    patients: list[Patient] = field(default_factory=list)
    episodes: list[Episode] = field(default_factory=list)
    visits: list[Visit] = field(default_factory=list)
    tiers: dict[str, Tier] = field(default_factory=dict)
    entries: list[EpisodeEntry] = field(default_factory=list)
    files: list[AttachedFile] = field(default_factory=list)
    alerts: dict[str, tuple[str, ...]] = field(default_factory=dict)
    warnings: dict[str, Warnings] = field(default_factory=dict)
    already: int = 0
    withdrawn: int = 0
    refused: list[str] = field(default_factory=list)

    @property
    def anything(self) -> bool:
        """Whether something would come in."""
        records = self.patients or self.episodes or self.visits or self.entries
        return bool(records or self.files or self.alerts or self.warnings)


@dataclass(frozen=True, slots=True)
class ImportDone:
    """What came in.

    ``already`` visits were there before and were left as they are; ``withdrawn`` ones were entered
    in error where they come from and stay in the kept file only. ``entries`` of the log of episodes
    and ``files`` came in as well, ``alerts`` to known patients; ``refused`` names files that were
    not let in, and why.
    """

    past: PastImport
    already: int
    withdrawn: int
    entries: int = 0
    files: int = 0
    refused: tuple[str, ...] = ()
    alerts: int = 0


class ClinicImports:
    """The imports of an open chart."""

    def __init__(self, session: ClinicSession) -> None:
        self._session = session
        self._vocabulary = session.definitions.vocabulary

    def read(
        self,
        file: Path,
        mapping: Mapping[str, str] | None = None,
        encoding: str = "",
        progress: Progress | None = None,
        date_order: str = "",
    ) -> ImportPreview:
        """Read a file and say what would happen; nothing is stored (`Exchange.read`).

        Raises:
            Cancelled: ``progress`` was stopped.
            FileUnreadable: the file cannot be used at all.
            NotAllowed: the role does not register patients.
        """
        require(self._session.clinician, Right.CHANGE_REGISTER)
        vocabulary = self._vocabulary
        walk = progress or Progress()
        walk.say(f"Reading {file.name} ...")
        incoming = self._session.exchange.read(file, vocabulary, mapping, encoding, date_order)
        return preview(incoming, KnownPeople.of(self._session.store, walk), walk)

    def carry_out(self, planned: ImportPreview, progress: Progress | None = None) -> ImportDone:
        """Take in what was decided, in one transaction.

        Raises:
            Cancelled: ``progress`` was stopped; nothing came in.
            ValueError: nothing would come in.
            WorldError: the chart could not be written, or changed since; nothing came in.
        """
        made = _Batch(IncomingExercises(self._session))
        walk = progress or Progress()
        people = planned.people
        for person in walk.count("Getting ready:", people, len(people)):
            if person.decision is not Decision.SKIP:
                self._take(made, person, planned.incoming.source)
        forget_cases()
        if not made.anything:
            raise ValueError("Nothing of this file is new: there is nothing to import.")
        if made.visits or made.entries:
            require(self._session.clinician, Right.CHART)
            keep_forms(self._session.store, self._session.definitions.forms)
        batch = ImportBatch(
            str(uuid4()),
            planned.incoming.source,
            tuple(made.patients),
            tuple(made.episodes),
            tuple(made.visits),
            planned.incoming.original,
            made.tiers,
            tuple(made.entries),
            tuple(made.files),
            made.alerts,
            made.warnings,
            tuple(made.exercises.new),
        )
        past = self._session.store.import_records(batch, walk)
        if batch.exercises:
            self._session.clinic_library.read_again()
        return ImportDone(
            past,
            made.already,
            made.withdrawn,
            len(made.entries),
            len(made.files),
            tuple(made.refused),
            sum(map(len, made.alerts.values())),
        )

    def past(self) -> tuple[PastImport, ...]:
        """Imports that can still be looked at or undone, newest first."""
        return self._session.store.imports()

    def undo(self, import_id: str, password: str) -> PastImport:
        """Take an import out again: one's own, or who merges records any.

        Raises:
            WrongPassword, TooManyAttempts: it is not the password of who is at work.
            NotAllowed: somebody else brought it in, and the role does not mend the register.
            UndoRefused: somebody worked on what it brought.
        """
        own = self._session.clinician
        if not any(one.id == import_id and one.by == own.name for one in self.past()):
            require(own, Right.MERGE)
        if not self._session.store.verify(password):
            raise WrongPassword("That is not your password.", "Type the one you unlock with.")
        undone = self._session.store.undo_import(import_id)
        self._session.clinic_library.read_again()
        return undone

    def _take(self, made: _Batch, person: PlannedPerson, source: str) -> None:
        """A person with episodes and visits, under new ids: those of a file are only its own."""
        chart = person.record.chart
        known = person.into if person.decision is Decision.JOIN else None
        patient = known or replace(chart.patient, id=str(uuid4()), demo=chart.patient.teaching)
        if known is None:
            made.patients.append(patient)
        elif person.new_alerts:
            before = made.alerts.get(known.id, ())
            made.alerts[known.id] = tuple(dict.fromkeys((*before, *person.new_alerts)))
        there = Present(self._session, patient) if known else None
        ids: dict[str, str] = {}
        made.exercises.take(chart.exercises, made.refused)
        for one in chart.episodes:
            self._take_episode(made, patient, one, there, source, ids)
        beside = Beside(self._session, patient.id, ids, known=known is not None)
        for file in chart.files:
            taken = beside.file(file, made.refused)
            if taken is not None:
                made.files.append(taken)

    def _take_episode(
        self,
        made: _Batch,
        patient: Patient,
        chart: EpisodeChart,
        there: Present | None,
        source: str,
        ids: dict[str, str],
    ) -> None:
        """``ids`` is told which visit of the file became which one here."""
        standing = [visit for visit in chart.visits if visit.withdrawal is None]
        made.withdrawn += len(chart.visits) - len(standing)
        home = there.episode_like(chart) if there else None
        new = []
        for visit in standing:
            program, words = made.exercises.program(visit.program)
            bare = replace(visit, program=program)
            here = there.same(home, bare, self._vocabulary, words) if there and home else None
            if here is None:
                new.append(visit)
            elif not here.signed:
                ids[visit.id] = here.id
        made.already += len(standing) - len(new)
        if home is None:
            home = replace(chart.episode, id=str(uuid4()), patient_id=patient.id)
            made.episodes.append(home)
        before = there.count(home.id) if there else 0
        beside = tuple(_not_there(chart.episode, home))
        if there is not None and home.id in there.ids:
            _warn(made, home, chart.episode)
            made.refused += beside if not new else ()
        for number, visit in enumerate(new, before + 1):
            draft = draft_of(self._session, visit, home, number, source, beside, made.exercises)
            ids[visit.id] = draft.id
            made.visits.append(draft)
            tier = self._tier(patient, home, draft)
            if tier is not None:
                made.tiers[draft.id] = tier
        known = self._session.store.episode_log(home.id) if there and home.id in there.ids else None
        made.entries += log_entries(chart.log, home.id, self._session.clinician.id, known)

    def _tier(self, patient: Patient, episode: Episode, visit: Visit) -> Tier | None:
        """The most urgent flag, so that lists show it before anybody opens the visit."""
        if not visit.answers and visit.chart.empty:
            return None
        summary = summarize(visit.chart, self._session.atlas)
        facts = facts_of(patient, episode, visit, summary)
        flags = raise_flags(facts, self._session.definitions.knowledge)
        return flags[0].tier if flags else None


def _warn(made: _Batch, home: Episode, brought: Episode) -> None:
    """Precautions and medicines of a file that the known episode does not have are added."""
    there = {fold(one) for one in home.precautions}, {fold(one.name) for one in home.medicines}
    before = made.warnings.get(home.id, Warnings())
    new = Warnings(
        (*before.precautions, *(one for one in brought.precautions if fold(one) not in there[0])),
        (*before.medicines, *(one for one in brought.medicines if fold(one.name) not in there[1])),
    )
    if new.precautions or new.medicines:
        made.warnings[home.id] = new


def _not_there(brought: Episode, home: Episode) -> Iterator[str]:
    """What else a file says of the known episode, in words."""
    for label, theirs, mine in (
        ("Onset", brought.onset, home.onset),
        ("Referrer", brought.referrer, home.referrer),
    ):
        if theirs and fold(theirs) != fold(mine):
            yield f"{label} in the imported file: {theirs}"
