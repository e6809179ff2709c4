"""What prints for a case: the program's handout, or with an emergency open the card and letter."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from typing import TypeAlias

from pt_chart.charting.clinic_session import ClinicSession, OpenVisit
from pt_chart.charting.errors import ServerLost
from pt_chart.charting.live_assessment import facts_of
from pt_chart.charting.program_facts import program_facts, urgent_standing
from pt_chart.charting.translation_review import UNREVIEWED, translation_review
from pt_chart.clinical.bodychart.derive import summarize
from pt_chart.clinical.bodychart.marks import BodyChart
from pt_chart.clinical.bodychart.summary import ChartSummary
from pt_chart.clinical.facts import Facts
from pt_chart.clinical.findings import Answers
from pt_chart.clinical.people import Clinic, Clinician, Episode, Patient
from pt_chart.clinical.program import safety
from pt_chart.clinical.program.content import handout_content, in_language
from pt_chart.clinical.program.dates import date_words, visit_words
from pt_chart.clinical.program.dosage import Dose, Program, ProgramItem
from pt_chart.clinical.program.earlier_visits import of_today
from pt_chart.clinical.program.emergency import full_name, safety_net_card
from pt_chart.clinical.program.emergency_kinds import told_at_home
from pt_chart.clinical.program.handout import HandoutContent, ReferralLetter, SafetyNetCard
from pt_chart.clinical.program.letter import referral_letter
from pt_chart.clinical.program.library import OWN_LANGUAGE, ExerciseLibrary
from pt_chart.clinical.program.program_problem import ProgramProblem
from pt_chart.clinical.reasoning.acknowledged import not_cleared
from pt_chart.clinical.reasoning.results import Assessment, RaisedFlag, Tier
from pt_chart.clinical.report import EvaluationReport
from pt_chart.clinical.visit import FlagAcknowledgment, Visit
from pt_chart.definitions import Definitions
from pt_chart.definitions.figures import FigureIndex

Part: TypeAlias = HandoutContent | SafetyNetCard | ReferralLetter

EMERGENCY_REMARK = (
    "An emergency is open: the safety-net card and the referral letter print instead of exercises."
)
URGENT_REMARK = (
    "Open flag, urgent: {title}. The sheet says to see a doctor in the next days; print the letter."
)
SILENT_REMARK = (
    "Open flag, urgent: {title}. Nothing of it stands on the sheet, as others may read it at home."
)
NO_PHONE = (
    "The clinic has no phone number: the paper leaves a line to write it on. Fill in the clinic's "
    "phone (in the window: Clinic, Letterhead; in a CASE file: clinic.phone)."
)
NO_NAME = (
    "There is no patient's name: the sheet leaves a line to write it on. Fill in the name (in a "
    "CASE file: patient.name)."
)
LOCKED_REMARK = (
    "Exercises wait until this is cleared: the safety-net card and the referral letter print."
)


class ProgramRefused(Exception):
    """A program cannot print; ``problems`` name the exercise, the rule and the way out."""

    def __init__(self, problems: tuple[ProgramProblem, ...]) -> None:
        super().__init__("; ".join(problem.message for problem in problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Paper:
    """The parts that print in order, and what has to be said about them."""

    parts: tuple[Part, ...]
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PaperCase:
    """Everything that paper needs to know of a case, from a visit or a CASE file.

    ``language`` is that of the patient's paper; ``unreviewed`` marks a translation that no
    clinician of that language has signed off. ``records`` are what was done about flags, by whom
    in words; ``standing`` are urgent flags of earlier visits that nobody asked again or cleared;
    ``addenda`` are those of the visit in words.
    """

    facts: Facts
    assessment: Assessment
    program: Program
    clinic: Clinic
    patient: Patient | None = None
    clinician: Clinician | None = None
    date: date | None = None
    chart: ChartSummary | None = None
    drawing: BodyChart | None = None
    next_visit: str = ""
    hypothesis: str | None = None
    answers: Answers | None = None
    last: Facts | None = None
    language: str = OWN_LANGUAGE
    unreviewed: bool = False
    episode: Episode | None = None
    records: tuple[FlagAcknowledgment, ...] = ()
    standing: tuple[RaisedFlag, ...] = ()
    addenda: tuple[str, ...] = ()


def program_paper(case: PaperCase, definitions: Definitions, figures: FigureIndex) -> Paper:
    """The handout of a case, or the card and letter while an emergency is open.

    Raises:
        ProgramRefused: no exercise, or one unknown, blocked or wrongly dosed.
    """
    flags = standing_today(case)
    locked = flags and safety.locking(case.facts, definitions.library)
    if locked or safety.open_emergencies(flags):
        why = EMERGENCY_REMARK if safety.open_emergencies(flags) else LOCKED_REMARK
        parts = (card_of(case, definitions), letter_of(case, definitions))
        return Paper(parts, (why, *blanks(case)))
    library = definitions.library.spoken(case.language)
    problems = safety.check_program(case.program, case.facts, flags, definitions.library)
    stopping = safety.stops(problems)
    if not case.program.items:
        nothing = ProgramProblem(
            None, "", "", "refused", "the program holds no exercise", "choose two to four exercises"
        )
        stopping = (*stopping, nothing)
    if stopping:
        raise ProgramRefused(stopping)
    told = (*flags, *case.standing)
    content = handout_content(
        case.program,
        case.facts,
        chart=case.chart,
        assessment=replace(case.assessment, flags=told),
        library=library,
        pictures=figures.pictures,
        patient=case.patient,
        clinic=case.clinic,
        clinician=case.clinician,
        next_visit=case.next_visit,
        date=case.date,
        hypothesis=case.hypothesis,
    )
    content = replace(content, unreviewed=case.unreviewed)
    if case.drawing is not None and case.chart is not None and case.chart.regions:
        content = replace(content, drawing=case.drawing, drawing_words=case.chart.sentence)
    remarks = (
        *(urgent_remark(flag) for flag in told if flag.tier is Tier.URGENT),
        *blanks(case),
        *untranslated(case, definitions.library),
        *(one.message for one in problems),
    )
    return Paper((content,), remarks)


def urgent_remark(flag: RaisedFlag) -> str:
    """What the sheet does about an urgent flag, for the clinician."""
    said = URGENT_REMARK if told_at_home((flag,)) else SILENT_REMARK
    return said.format(title=flag.title)


def blanks(case: PaperCase) -> tuple[str, ...]:
    """Says what is left to write in by hand: whose paper it is, where to call the clinic."""
    said = [] if full_name(case.patient).strip() else [NO_NAME]
    return tuple(said if case.clinic.phone.strip() else [*said, NO_PHONE])


def untranslated(case: PaperCase, library: ExerciseLibrary) -> tuple[str, ...]:
    """What of the program prints as it was typed although the paper is in another language."""
    if case.language == OWN_LANGUAGE:
        return ()
    words = library.translations[case.language]
    typed = [
        library.exercises[item.exercise].name
        for item in case.program.items
        if item.exercise in library.exercises
        and (item.own_steps or item.exercise not in words.exercises)
    ]
    if case.next_visit and in_language(case.next_visit, words.phrases) is None:
        typed.append("Next visit")
    if case.clinic.hours and not case.clinic.hours_in(case.language):
        typed += ["Office hours"] if in_language(case.clinic.hours, words.phrases) is None else []
    return tuple(f"{name}: own words print as typed, not in {words.name}" for name in typed)


def with_default_doses(program: Program, library: ExerciseLibrary) -> Program:
    """The program with every dose part that was left out taken from the library's default."""
    return Program(tuple(_with_default_dose(item, library) for item in program.items))


def _with_default_dose(item: ProgramItem, library: ExerciseLibrary) -> ProgramItem:
    exercise = library.exercises.get(item.exercise)
    if exercise is None:
        return item
    given = {
        part.name: value
        for part in fields(Dose)
        if (value := getattr(item.dose, part.name)) is not None
    }
    return replace(item, dose=replace(exercise.dose, **given))


def standing_today(case: PaperCase) -> tuple[RaisedFlag, ...]:
    """The flags of a case that nobody named has cleared: what card, letter and handout tell."""
    return not_cleared(case.assessment.flags, case.records)


def card_of(case: PaperCase, definitions: Definitions) -> SafetyNetCard:
    """The safety-net card for the most urgent flag.

    Raises:
        ValueError: no flag is raised.
    """
    library = definitions.library

    def card_in(language: str) -> SafetyNetCard:
        return safety_net_card(
            of_today(case.facts),
            standing_today(case),
            library=library.spoken(language),
            patient=case.patient,
            clinic=case.clinic,
            clinician=case.clinician,
            date=case.date,
            answers=case.answers,
        )

    card = card_in(case.language)
    if case.language != OWN_LANGUAGE:
        # Nobody at the desk can be counted on to read the patient's language.
        asks = library.phrases.text("letter.desk_interpreter")
        named = asks.format(language=language_name(case.language, library))
        card = replace(card, desk_own=f"{card_in(OWN_LANGUAGE).desk_sentence} {named}")
    return replace(card, unreviewed=case.unreviewed, added=case.addenda)


def language_name(tag: str, library: ExerciseLibrary) -> str:
    """What a language is called in the library's own one; its tag where it has no name."""
    short = tag.partition("-")[0].lower()
    own = library.language_names.get(short, tag)
    return library.phrases.texts.get(f"letter.language_{short}", own)


def _spoken_by(case: PaperCase, library: ExerciseLibrary) -> str:
    """The patient's language by name, "" where it is the library's own or not known."""
    tag = case.language
    if tag == OWN_LANGUAGE and case.patient is not None:
        tag = case.patient.language
    short = tag.partition("-")[0].lower()
    return "" if short in {"", OWN_LANGUAGE} else language_name(tag, library)


def letter_of(case: PaperCase, definitions: Definitions) -> ReferralLetter:
    """The referral letter for the raised flags.

    Raises:
        ValueError: no flag is raised.
    """
    return referral_letter(
        of_today(case.facts),
        standing_today(case),
        library=definitions.library,
        vocabulary=definitions.vocabulary,
        patient=case.patient,
        clinic=case.clinic,
        clinician=case.clinician,
        date=case.date,
        answers=case.answers,
        last=case.last,
        episode=case.episode,
        records=case.records,
        spoken=_spoken_by(case, definitions.library),
    )


def paper_language(session: ClinicSession, patient: Patient) -> str:
    """The language of a patient's paper: their own where handouts speak it, else the library's."""
    wanted = patient.language.partition("-")[0].lower()
    known = session.definitions.library.languages
    return wanted if wanted in known else OWN_LANGUAGE


def case_of_visit(session: ClinicSession, current: OpenVisit, language: str = "") -> PaperCase:
    """What paper needs to know of the open visit, as it stands now.

    ``language`` "" = the patient's, see `paper_language`.
    """
    desk, live = current.desk, current.live
    language = language or paper_language(session, desk.patient)
    visit = desk.visit
    last = desk.previous[0] if desk.previous else None
    return PaperCase(
        facts=program_facts(desk, live, session.definitions.library),
        assessment=live.current,
        program=visit.program,
        clinic=session.store.clinic(),
        patient=desk.patient,
        clinician=charted_by(session, visit),
        date=visit.date,
        chart=live.summary,
        drawing=visit.chart,
        next_visit=visit.plan.next_visit.strip() or _booked(session, desk.patient, visit.date),
        hypothesis=visit.hypothesis.condition if visit.hypothesis else None,
        answers=visit.answers,
        last=facts_of(desk.patient, desk.episode, last, summarize(last.chart, session.atlas))
        if last
        else None,
        language=language,
        episode=desk.episode,
        standing=urgent_standing(desk, live),
        addenda=addenda_words(visit),
        records=_signed_records(session, visit.acknowledgments),
        unreviewed=translation_review(session.store, session.definitions.library, language)
        is UNREVIEWED,
    )


def addenda_words(visit: Visit) -> tuple[str, ...]:
    """The later remarks beside a signed visit, each with its day and writer."""
    return tuple(
        f"Addendum of {date_words(one.at.date())}, {one.name}: {one.text}" for one in visit.addenda
    )


def charted_by(session: ClinicSession, visit: Visit) -> Clinician:
    """Whose visit it is: the signer's, and while it is unsigned theirs who has it open.

    Whoever prints the paper of a signed visit has not made it.
    """
    signature = visit.signature
    if signature is None:
        return session.clinician
    return Clinician(signature.by, signature.name, credentials="", role=signature.role)


def _signed_records(
    session: ClinicSession, records: Iterable[FlagAcknowledgment]
) -> tuple[FlagAcknowledgment, ...]:
    """What was recorded about flags, with the names of those who did."""
    names = {user.id: user.signature for user in session.store.users()}
    return tuple(replace(one, by=names.get(one.by, one.by)) for one in records)


def _booked(session: ClinicSession, patient: Patient, today: date) -> str:
    """The next visit as booked on the patient's card, in words; "" where none is.

    A server that is away tells of none: the page is shown, and nothing is printed until it is back.
    """
    tomorrow = today + timedelta(days=1)
    try:
        found = session.store.next_visits((patient.id,), tomorrow).get(patient.id)
    except ServerLost:
        return ""
    return visit_words(found.day, found.at) if found is not None else ""


def report_of_visit(session: ClinicSession, current: OpenVisit) -> EvaluationReport:
    """The clinical report of the open visit, as it stands now."""
    desk, live = current.desk, current.live
    library = session.definitions.library
    chosen = [
        f"{library.exercises[item.exercise].name}, {item.side.spelled}"
        for item in desk.visit.program.items
        if item.exercise in library.exercises
    ]
    return EvaluationReport(
        patient=desk.patient,
        episode=desk.episode,
        visit=desk.visit,
        clinic=session.store.clinic(),
        therapist=charted_by(session, desk.visit).signature,
        forms=session.definitions.forms,
        assessment=live.current,
        atlas=session.atlas,
        summary=live.summary,
        program=tuple(chosen),
    )
