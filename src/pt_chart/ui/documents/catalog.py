"""What the documents page offers, and how each document is made from the open visit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from pt_chart.charting import blank_sheets, clinical_papers, paperwork
from pt_chart.charting.clinic_session import ClinicSession, OpenVisit
from pt_chart.charting.program_facts import flags_of_today
from pt_chart.charting.translation_review import UNREVIEWED, translation_review
from pt_chart.clinical.paper_parts import PaperPart
from pt_chart.clinical.papers import BlankChart, WorkStatus
from pt_chart.clinical.visit import VisitKind

REPORT_TITLES = {
    VisitKind.EVALUATION: "Evaluation report",
    VisitKind.FOLLOW_UP: "Daily note",
    VisitKind.PROGRESS: "Progress report",
    VisitKind.DISCHARGE: "Discharge summary",
}


class NotNow(Exception):
    """A document that cannot be made now; the message says why and what would."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What is chosen beside the list, for the documents that have something to choose.

    ``sections`` of the report, () = the usual ones; ``size`` and ``language`` of the patient's
    paper ("" = the patient's); days are None where nothing was typed; ``problem`` says what of it
    cannot be used; ``nothing`` = every section of the report is unticked.
    """

    size: str = "normal"
    language: str = ""
    sections: tuple[str, ...] = ()
    status: WorkStatus = WorkStatus.LIMITED
    limits: tuple[str, ...] = ()
    first: date | None = None
    until: date | None = None
    review: date | None = None
    reason: str = ""
    said: str = ""
    understood: bool | None = None
    card_given: bool | None = None
    comparison: str = ""
    measures: tuple[str, ...] = ()
    problem: str = ""
    nothing: bool = False


NORMAL = ("normal",)
PATIENT = ("normal", "large")
HANDOUT = ("normal", "large", "one_page")
"""Print sizes: of what clinicians read, of what patients read, fill in or sign, of the handout."""

Maker = Callable[["DocumentMaker"], tuple[PaperPart, ...]]


@dataclass(frozen=True, slots=True)
class Document:
    """A document of the list: its name, what it is for, how it is made, its print sizes."""

    id: str
    title: str
    hint: str
    make: Maker
    sizes: tuple[str, ...] = NORMAL

    @property
    def file_name(self) -> str:
        """The file name that is offered: the kind of document only, never whose it is."""
        return self.id

    def size(self, wanted: str) -> str:
        """The print size it takes where ``wanted`` is chosen."""
        return wanted if wanted in self.sizes else NORMAL[0]

    @property
    def why_not(self) -> str:
        """Why it has fewer print sizes than the handout, "" for the handout."""
        if self.sizes == NORMAL:
            return "One print size: this paper is for clinicians."
        return "" if self.sizes == HANDOUT else "On one page: the handout alone."


class DocumentMaker:
    """The open visit with what is chosen, as values to lay out."""

    def __init__(self, session: ClinicSession, current: OpenVisit, choices: Choices) -> None:
        self._session, self._current, self._choices = session, current, choices

    def report(self) -> tuple[PaperPart, ...]:
        """The clinical report with the sections chosen."""
        if self._choices.nothing:
            raise NotNow("Tick at least one section: nothing is chosen, so nothing is released.")
        chosen = self._choices.sections
        return (clinical_papers.report(self._session, self._current, chosen),)

    def handout(self) -> tuple[PaperPart, ...]:
        """The patient's handout, or card and letter while an emergency is open."""
        case = paperwork.case_of_visit(self._session, self._current, self._choices.language)
        made = paperwork.program_paper(case, self._session.definitions, self._session.figures)
        return clinical_papers.stamped(self._current, made.parts)

    def letter(self) -> tuple[PaperPart, ...]:
        """The referral letter."""
        self._need_flag("letter")
        return (clinical_papers.letter(self._session, self._current),)

    def card(self) -> tuple[PaperPart, ...]:
        """The safety-net card."""
        self._need_flag("card")
        case = paperwork.case_of_visit(self._session, self._current, self._choices.language)
        return (paperwork.card_of(case, self._session.definitions),)

    def work_note(self) -> tuple[PaperPart, ...]:
        """The note for work or school."""
        chosen = self._choices
        if chosen.problem:
            raise NotNow(chosen.problem)
        return (
            clinical_papers.work_note(
                self._session,
                self._current,
                status=chosen.status,
                limits=chosen.limits,
                first=chosen.first,
                until=chosen.until,
                review=chosen.review,
                reason=chosen.reason,
            ),
        )

    def refused(self) -> tuple[PaperPart, ...]:
        """The record of a declined referral."""
        self._need_flag("referral to decline")
        chosen = self._choices
        return (
            clinical_papers.refused_referral(
                self._session,
                self._current,
                said=chosen.said,
                understood=chosen.understood,
                card_given=chosen.card_given,
            ),
        )

    def second_look(self) -> tuple[PaperPart, ...]:
        """How the panel reasoned."""
        compared = self._choices.comparison
        return (clinical_papers.second_look_of_visit(self._session, self._current, compared),)

    def intake(self) -> tuple[PaperPart, ...]:
        """The blank intake in the patient's language."""
        definitions, store = self._session.definitions, self._session.store
        patient = self._current.desk.patient
        language = self._choices.language or paperwork.paper_language(self._session, patient)
        review = translation_review(store, definitions.library, language)
        return (
            blank_sheets.intake_sheet(
                store.clinic(),
                patient,
                definitions.vocabulary,
                definitions.library,
                language,
                unreviewed=review is UNREVIEWED,
            ),
        )

    def measures(self) -> tuple[PaperPart, ...]:
        """The blank questionnaires that are ticked."""
        definitions = self._session.definitions
        wanted = [
            one
            for one in blank_sheets.questionnaires(definitions.instruments)
            if one.id in self._choices.measures
        ]
        if not wanted:
            raise NotNow("Tick at least one questionnaire.")
        clinic, patient = self._session.store.clinic(), self._current.desk.patient
        fields = definitions.vocabulary.fields
        return (blank_sheets.blank_measures(clinic, patient, wanted, fields),)

    def chart(self) -> tuple[PaperPart, ...]:
        """The blank body chart."""
        desk = self._current.desk
        body = desk.visit.chart.body
        clinic = self._session.store.clinic()
        return (BlankChart(clinic, desk.patient, body, self._session.atlas),)

    def _need_flag(self, word: str) -> None:
        if not flags_of_today(self._current.desk, self._current.live):
            cleared = " that nobody cleared" if self._current.live.current.flags else ""
            raise NotNow(
                f"No flag is raised in this visit{cleared}, so there is nothing for a {word}."
            )


def documents_of(kind: VisitKind) -> tuple[Document, ...]:
    """The list for a kind of visit; the patient's paper and the report first."""
    maker = DocumentMaker
    return (
        Document("visit-report", REPORT_TITLES[kind], "the clinical note of this visit",
                 maker.report),
        Document("home-exercise-program", "Home exercise program", "the patient's handout",
                 maker.handout, HANDOUT),
        Document("referral-letter", "Referral letter", "for the flags raised, urgent or routine",
                 maker.letter),
        Document("safety-net-card", "Safety-net card", "what to watch for and where to go",
                 maker.card, PATIENT),
        Document("work-note", "Work note", "what the patient can do at work; no diagnosis",
                 maker.work_note, PATIENT),
        Document("referral-declined", "Referral declined", "record that it was advised",
                 maker.refused, PATIENT),
        Document("second-look", "Second look", "how the panel reasoned, on one page",
                 maker.second_look),
        Document("blank-intake", "Blank intake", "questions to answer with a pen", maker.intake,
                 PATIENT),
        Document("blank-questionnaires", "Blank questionnaires", "to fill in before the visit",
                 maker.measures, PATIENT),
        Document("blank-body-chart", "Blank body chart", "six views to draw on with a pen",
                 maker.chart, PATIENT),
    )  # fmt: skip
