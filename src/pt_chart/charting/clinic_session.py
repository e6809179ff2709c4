"""An unlocked clinic: the register, and the visit that is open."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from uuid import uuid4

from pt_chart.charting.access import Right, allowed, require
from pt_chart.charting.administration import Administration
from pt_chart.charting.away_work import AwayWork, leave_stored
from pt_chart.charting.care.payer_rule import with_rule
from pt_chart.charting.carrying import carried, may_carry
from pt_chart.charting.clinic_library import ClinicLibrary
from pt_chart.charting.clinic_phrases import ClinicPhrases
from pt_chart.charting.desk import VisitDesk
from pt_chart.charting.draft_saver import DraftSaver, Post, run_here
from pt_chart.charting.errors import StorageFailed, WorldError
from pt_chart.charting.events import Level, Notice, Part
from pt_chart.charting.exchange_port import Exchange
from pt_chart.charting.form_versions import forms_of, keep_forms, versions_of
from pt_chart.charting.live_assessment import LiveAssessment
from pt_chart.charting.ports import AuditAction, AuditEntry, ChartStore, Clock, Documents
from pt_chart.charting.presence import Presence
from pt_chart.charting.register_changes import seen
from pt_chart.charting.settling import Settling
from pt_chart.charting.signal import Signal
from pt_chart.charting.signing import SigningNeed, signed
from pt_chart.charting.unfinished import UnfinishedWords
from pt_chart.charting.visit_needs import visit_needs
from pt_chart.clinical import derivation
from pt_chart.clinical.bodychart.atlas import BodyAtlas
from pt_chart.clinical.fields import Form
from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.clinical.merging.words import Wording
from pt_chart.clinical.people import Clinician, Episode, Patient
from pt_chart.clinical.problems import Problem
from pt_chart.clinical.program.dates import date_words
from pt_chart.clinical.program.library import ExerciseLibrary
from pt_chart.clinical.reasoning import judging
from pt_chart.clinical.reasoning.script import assessment_json
from pt_chart.clinical.sides import Side
from pt_chart.clinical.sound_text import sound, sound_text
from pt_chart.clinical.visit import Addendum, Visit, VisitKind, VisitStatus
from pt_chart.definitions import Definitions
from pt_chart.definitions.figures import FigureIndex


class SigningRefused(Exception):
    """A visit was to be signed while something is still missing; ``needs`` says what."""

    def __init__(self, needs: tuple[SigningNeed, ...]) -> None:
        super().__init__("; ".join(need.words for need in needs))
        self.needs = needs


@dataclass(frozen=True, slots=True)
class OpenVisit:
    """The visit on the desk with the reasoning beside it, and the forms it opens with."""

    desk: VisitDesk
    live: LiveAssessment
    unfinished: UnfinishedWords
    settling: Settling
    forms: tuple[Form, ...] = ()


class ClinicSession:
    """What one signed-in clinician does with an open chart.

    Blocking register calls go straight to ``store``; the window may use ``store.later``.
    """

    def __init__(
        self,
        store: ChartStore,
        definitions: Definitions,
        figures: FigureIndex,
        documents: Documents,
        clock: Clock,
        post: Post = run_here,
        administration: Administration | None = None,
        exchange: Exchange | None = None,
    ) -> None:
        """``administration`` is there where the chart has users, backups and a verifier.

        ``exchange`` is there where files can go in and out.
        """
        self._exchange = exchange
        self.store = store
        self.administration = administration
        self.clinic_library = ClinicLibrary(store, definitions.library)
        self.definitions = replace(definitions, library=self.clinic_library.library)
        self.clinic_library.changed.connect(self._take_library)
        self.figures = figures
        self.documents = documents
        self.clock = clock
        self._post = self.post = post
        self.presence: Presence | None = None
        """Where several workstations share the chart: who else has what open."""
        self.away: AwayWork | None = None
        """Where the chart is on a server: this workstation's queue for when it is lost."""
        self.away_trouble: WorldError | None = None
        """What is wrong with that queue, or why there is none."""
        self._detach: Callable[[], None] = lambda: None
        self.phrases = ClinicPhrases(store)
        self.own_forms: tuple[str, ...] = ()
        self.own_problems: tuple[Problem, ...] = ()
        self.open: OpenVisit | None = None
        self.opened: Signal[OpenVisit | None] = Signal()
        self.notices: Signal[Notice] = Signal()
        self.settled: Signal[None] = Signal()
        self.visit_wanted: Signal[str] = Signal()
        """A visit, by id, that should be shown next: a repair made or moved it."""
        self.leaving: Signal[None] = Signal()
        """The chart is about to be closed: slow work ends now, nobody waits for it."""

    @property
    def atlas(self) -> BodyAtlas:
        """The regions of the body chart."""
        return self.figures.atlas

    @property
    def exchange(self) -> Exchange:
        """The room that reads and writes files of other programs.

        Raises:
            StorageFailed: this session was opened without one.
        """
        if self._exchange is None:
            raise StorageFailed(
                "Import and export are not available here.", "Open the chart again."
            )
        return self._exchange

    @property
    def clinician(self) -> Clinician:
        """Who unlocked the chart."""
        return self.store.user

    @property
    def today(self) -> date:
        """The day by the session's clock."""
        return self.clock().date()

    def new_patient(self, patient: Patient, note: str = "", read: Patient | None = None) -> Patient:
        """Register a patient (an empty id is filled) or change one; returns the stored one.

        ``note`` goes into the log: why somebody who looks known is registered anew. ``read`` is
        what a change was made on, see `ChartStore.save_patient`.
        """
        require(self.clinician, Right.CHANGE_REGISTER)
        stored = seen(sound(patient if patient.id else replace(patient, id=str(uuid4()))))
        return self.store.save_patient(stored, sound_text(note).strip(), read)

    def new_episode(
        self, patient: Patient, complaint: str, side: Side | None, **more: object
    ) -> Episode:
        """Start an episode of care; further keyword parts are those of `Episode`."""
        require(self.clinician, Right.CHANGE_REGISTER)
        episode = replace(
            Episode(str(uuid4()), patient.id, complaint, side, self.today),
            **more,  # type: ignore[arg-type]
        )
        episode = sound(episode)
        self.store.save_episode(episode)
        return episode

    def start_visit(
        self, episode: Episode, kind: VisitKind | None = None, day: date | None = None
    ) -> OpenVisit:
        """Begin a visit and open it; the first of an episode is an evaluation."""
        require(self.clinician, Right.CHART)
        keep_forms(self.store, self.definitions.forms)
        earlier = self.store.visit_count(episode.id)
        chosen = kind or (VisitKind.FOLLOW_UP if earlier else VisitKind.EVALUATION)
        visit = Visit(
            id=str(uuid4()),
            episode_id=episode.id,
            kind=chosen,
            date=day or self.today,
            number=earlier + 1,
            form_versions=versions_of(self.store, self.definitions.forms),
            entered=self.clock(),
        )
        return self._put_on_desk(episode, self.store.save_draft(visit))

    def open_visit(self, visit_id: str) -> OpenVisit:
        """Open a stored visit, draft or signed.

        Raises:
            NotAllowed: the role does not open clinical notes.
        """
        require(self.clinician, Right.READ_NOTES)
        visit = self.store.visit(visit_id)
        episode = self.store.episode(visit.episode_id)
        self.store.record(AuditEntry(AuditAction.VIEW, episode.patient_id, visit.id))
        return self._put_on_desk(episode, visit)

    def close_visit(self) -> None:
        """Leave the open visit; its last state is stored first.

        Raises:
            WorldError: the draft could not be stored; the visit stays open.
        """
        if self.open is None:
            return
        self.open.desk.saver.finish()
        leave_stored(self.open.desk, self.open.settling, self.store, self.away)
        self._drop(self.open)
        self.open = None
        self.opened.send(None)

    def forget(self) -> None:
        """Drop the open visit without storing it: the chart was abandoned."""
        if self.open is not None:
            self._drop(self.open)
            self.open = None
            self.opened.send(None)

    def _drop(self, opened: OpenVisit) -> None:
        self._detach()
        self._detach = lambda: None
        opened.live.close()
        opened.settling.stop()

    @staticmethod
    def forget_cases() -> None:
        """Drop the findings that the reasoning keeps of the last case: the chart is locked."""
        derivation.forget_cases()
        judging.forget_cases()

    def carry_forward(self, keys: tuple[FindingKey, ...] | None = None) -> int:
        """Copy the last visit's answers into untouched fields as unconfirmed; how many.

        Red-flag answers, consent and measures are never carried: they are asked again every visit.
        """
        desk = self._desk()
        if not desk.previous:
            return 0
        before = desk.previous[0]
        changes: dict[FindingKey, Answer | None] = {}
        for key, answer in before.answers.items():
            wanted = keys is None or key in keys
            free = desk.untouched(key) and may_carry(desk.vocabulary, key.id, key.level)
            if wanted and answer.tested and free:
                changes[key] = carried(answer)
        if changes:
            desk.set_answers(f"Carry forward from {date_words(before.date)}", changes)
        return len(changes)

    def carry_chart(self) -> bool:
        """Start the drawing from the last visit's, as one undoable step."""
        desk = self._desk()
        for before in desk.previous:
            if not before.chart.empty:
                chart = replace(before.chart, carried_from=before.id)
                desk.edit(
                    f"Start drawing from {date_words(before.date)}",
                    replace(desk.visit, chart=chart),
                    parts=(Part.CHART,),
                )
                return True
        return False

    def signing_needs(self) -> tuple[SigningNeed, ...]:
        """What the open visit still needs before it can be signed."""
        return visit_needs(self, self._open())

    def sign(self) -> Visit:
        """Sign the open visit; from then on it cannot change.

        Raises:
            SigningRefused: something is still missing; nothing was changed.
            WorldError: the chart could not be written; the visit is still a draft.
        """
        if self.away is not None:
            self.away.refuse(self._desk(), "sign")
        self._open().settling.look_back()
        if needs := self.signing_needs():
            raise SigningRefused(needs)
        current = self._open()
        current.desk.saver.finish()
        self.store.flush()
        panel = json.dumps(assessment_json(current.live.current), sort_keys=True)
        visit = replace(current.desk.visit, revision=current.desk.saver.revision)
        ruled = with_rule(visit, self.store.episode_log(visit.episode_id), self.store)
        final, signature = signed(ruled, self.clinician, self.clock, panel)
        stored = self.store.sign(final, signature, current.live.tier)
        current.desk.replace_stored(stored, tuple(Part))
        return stored

    def add_addendum(self, text: str) -> Visit:
        """Write a remark beside the open signed visit.

        Raises:
            ValueError: the text is empty.
            WorldError: the visit is not signed, or the chart could not be written.
        """
        if not text.strip():
            raise ValueError("An addendum needs words; type what is to be added.")
        require(self.clinician, Right.SIGN)
        desk = self._desk()
        who = self.clinician
        addendum = Addendum(sound_text(text).strip(), who.id, who.signature, self.clock())
        stored = self.store.add_addendum(desk.visit.id, addendum)
        desk.replace_stored(stored, (Part.STATUS,))
        return stored

    def tell(self, error: WorldError) -> None:
        """Show a failed environment as a notice."""
        self.notices.send(Notice.of(error))

    def remark(
        self, text: str, advice: str = "", level: Level = Level.INFO, *, passing: bool = False
    ) -> None:
        """Show a notice; ``passing`` for one that goes when the next input is taken."""
        self.notices.send(Notice(level, text, advice, passing=passing))

    def taken(self) -> None:
        """Input was taken outside the visit (the episode's log): what was refused is settled."""
        self.settled.send(None)

    def _take_library(self, library: ExerciseLibrary) -> None:
        """Own exercises changed: what prints and what is offered follows."""
        self.definitions = replace(self.definitions, library=library)

    def _put_on_desk(self, episode: Episode, visit: Visit) -> OpenVisit:
        self.close_visit()
        if not allowed(self.clinician, Right.CHART):
            # Who only reads gets the visit as one that cannot change.
            visit = replace(visit, status=VisitStatus.SIGNED)
        patient = self.store.patient(episode.patient_id)
        earlier = [
            v
            for v in self.store.visits_of(episode.id)
            if v.id != visit.id
            and v.withdrawal is None
            and (v.date, v.number) < (visit.date, visit.number)
        ]
        saver = DraftSaver(self.store, self.clock, visit.revision, self._post, visit)
        known = self.definitions
        forms, vocabulary = forms_of(self.store, visit, known.forms, known.vocabulary)
        desk = VisitDesk(
            patient,
            episode,
            visit,
            vocabulary=vocabulary,
            saver=saver,
            clock=self.clock,
            clinician=self.clinician,
            previous=tuple(reversed(earlier)),
            instruments=known.instruments,
        )
        live = LiveAssessment(desk, known.knowledge, self.atlas, known.library)
        self.open = OpenVisit(
            desk, live, UnfinishedWords(self.store, visit.id), self._settling(desk), forms
        )
        if self.away is not None:
            self._detach = self.away.attach(desk, self.open.settling)
        self.opened.send(self.open)
        return self.open

    def _settling(self, desk: VisitDesk) -> Settling:
        names = {one.id: one.name for one in self.definitions.library.exercises.values()}
        wording = Wording(desk.vocabulary, names)
        settling = Settling(self.store, desk, self.clock, wording, self._post)
        settling.failed.connect(self.tell)
        if allowed(self.clinician, Right.CHART):
            settling.look_back()
        return settling

    def _open(self) -> OpenVisit:
        if self.open is None:
            raise RuntimeError("no visit is open")
        return self.open

    def _desk(self) -> VisitDesk:
        return self._open().desk
