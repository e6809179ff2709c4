"""The words of a patient handout, from the program, the facts and the drawing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from pt_chart.clinical.bodychart.summary import ChartSummary
from pt_chart.clinical.facts import Facts
from pt_chart.clinical.people import Clinic, Clinician, Patient
from pt_chart.clinical.program import safety
from pt_chart.clinical.program.daily import advice_for, leave_out, no_edition_leaves_out
from pt_chart.clinical.program.dates import patient_date
from pt_chart.clinical.program.dosage import Program
from pt_chart.clinical.program.earlier_visits import of_today
from pt_chart.clinical.program.emergency import by_when, full_name, patient_sentence
from pt_chart.clinical.program.emergency_kinds import emergency_words, told_at_home
from pt_chart.clinical.program.figures import Picture
from pt_chart.clinical.program.flare import flare_plan
from pt_chart.clinical.program.handout import HandoutContent, HandoutExercise, LogQuestion
from pt_chart.clinical.program.library import OWN_LANGUAGE, ExerciseKind, ExerciseLibrary
from pt_chart.clinical.program.lights import SheetLight, painless_only, sheet_light
from pt_chart.clinical.program.opening import Opening, side_key, told_side
from pt_chart.clinical.program.phrases import GENERAL, ConditionStory, Phrases
from pt_chart.clinical.program.printed_exercise import printed_exercise
from pt_chart.clinical.program.spoken_times import spoken_times
from pt_chart.clinical.program.stop_rules import SheetStops, sheet_stops
from pt_chart.clinical.program.story import story_condition
from pt_chart.clinical.program.symptoms import own_symptoms
from pt_chart.clinical.program.warning_signs import (
    STRAIN,
    SURGERY,
    extra_signs,
    seen_today,
    travels,
    warning_block,
)
from pt_chart.clinical.program.whole_chart import with_flags
from pt_chart.clinical.reasoning.results import Assessment, RaisedFlag, Tier

CENTRALIZING = "centralizing"
"""The light of a movement that is to bring leg pain up: the back may ache more meanwhile."""
HOW_FAR = "how_far"
NEXT_MORNING = "next_morning"
HEAVY = "hamstring_heavy"
LATE = {"hamstring_strain": "hamstring_strain_late"}
"""Stories of the end of the way: who is given hard work is not told to take short steps."""
FRACTURE = "vertebral_fracture_known"


def handout_content(
    program: Program,
    facts: Facts,
    *,
    chart: ChartSummary | None,
    assessment: Assessment | None,
    library: ExerciseLibrary,
    pictures: Mapping[str, Picture],
    patient: Patient | None,
    clinic: Clinic,
    clinician: Clinician | None,
    next_visit: str = "",
    date: date | None = None,
    hypothesis: str | None = None,
) -> HandoutContent:
    """Everything a handout says, in plain words of reading grade 6 or lower.

    The program must have passed `safety.check_program`. Without a date the date is left off, so
    that identical input gives an identical handout. ``next_visit`` is in words; its days, months
    and hours are put into the paper's language where all of them are known.

    Raises:
        KeyError: the program names an exercise that the library does not hold.
    """
    raised = assessment.flags if assessment is not None else ()
    phrases, today = library.phrases, library.complete(with_flags(of_today(facts), raised))
    facts = library.complete(with_flags(facts, raised))
    clinic = clinic_in(clinic, phrases)
    urgent = next((one for one in told_at_home(raised) if one.tier is Tier.URGENT), None)
    story = _story(program, facts, assessment, library, hypothesis, waiting=urgent is not None)
    own = own_symptoms(today, chart, phrases)
    warning = warning_block(story, facts, library)
    pulled = story.condition == GENERAL and safety.rule_holds(STRAIN, facts, library)
    opening = Opening(today, own, story, phrases, len(program.items), clinic, pulled)
    fill = opening.fill
    moves, emergency = travels(warning, facts, library), clinic.emergency_number
    quiet = painless_only(facts, library)
    stops = sheet_stops(program, library, travels=moves, emergency=emergency)
    light = sheet_light(program, own, library, travels=moves, emergency=emergency, quiet=quiet)
    flagged = (patient_sentence(urgent, library),) if urgent else ()
    daily = advice_for(story, program, facts, library, waiting=urgent is not None)
    return HandoutContent(
        title=opening.title,
        patient_name=full_name(patient),
        birth_date=patient_date(patient.birth_date if patient else None, phrases),
        record_number=patient.record_number if patient else "",
        date=patient_date(date, phrases),
        side_words=phrases.text(f"header.{side_key(told_side(today))}"),
        therapist=clinician.signature if clinician else "",
        clinic=clinic,
        main_message=fill(_until_seen(urgent, phrases) if urgent else story.main_message),
        what_is_going_on=(*flagged, *opening.going_on()[:1], *opening.known())
        if urgent
        else opening.going_on(),
        what_to_expect=() if urgent else _expect(story, program, library),
        traffic=light.rows,
        warning_grade=warning.grade,
        warning_lead=fill(warning.lead),
        warning_signs=(
            *(fill(sign) for sign in warning.signs),
            *extra_signs(warning, facts, library),
        ),
        same_day=" ".join((*seen_today(facts, library), fill(warning.same_day))),
        exercises=_exercises(
            program, library, pictures, stops, light, emergency, waiting=urgent is not None or quiet
        ),
        each_day=daily,
        leave_out=leave_out(story, program, facts, library),
        flare_plan=flare_plan(program, facts, library, waiting=urgent is not None),
        next_visit=in_language(next_visit, phrases) or next_visit,
        language=phrases.language,
        flare_call=phrases.text("flare.call"),
        stop_all=stops.shared,
        stop_brief=stops.brief,
        traffic_brief=light.brief,
        traffic_for=light.numbers,
        traffic_own=light.own,
        care=(*flagged, *no_edition_leaves_out(daily, facts, library)),
        log=log_question(_log_kind(story, travels=moves), phrases),
    )


def _story(
    program: Program,
    facts: Facts,
    assessment: Assessment | None,
    library: ExerciseLibrary,
    hypothesis: str | None,
    *,
    waiting: bool,
) -> ConditionStory:
    """The story that is told: what a doctor or surgeon has to say comes before a likely cause."""
    phrases = library.phrases
    named = hypothesis or known_condition(facts, program, library)
    broken = any(value is True for value in facts.recorded(FRACTURE).values())
    if hypothesis is None and (waiting or broken or safety.rule_holds(SURGERY, facts, library)):
        named = GENERAL
    treated = _treated(program, library)
    told = story_condition(named, assessment, phrases, treated)
    heavy = any(HEAVY in library.exercises[item.exercise].properties for item in program.items)
    return phrases.stories[LATE.get(told, told) if heavy else told]


def _until_seen(flag: RaisedFlag, phrases: Phrases) -> str:
    """The main message while a doctor is awaited: by when, and what is done until then."""
    when = by_when(emergency_words(flag, phrases), "urgent", phrases)
    return f"{phrases.text('urgent.lead').format(when=when)} {phrases.text('urgent.until')}"


def _exercises(
    program: Program,
    library: ExerciseLibrary,
    pictures: Mapping[str, Picture],
    stops: SheetStops,
    light: SheetLight,
    emergency: str,
    *,
    waiting: bool,
) -> tuple[HandoutExercise, ...]:
    """The exercises as printed; an own light that is the sheet's is not said in short again."""
    beside = frozenset(item.exercise for item in program.items)
    printed = (
        printed_exercise(
            number,
            item,
            library,
            pictures,
            stop=stops.own[number],
            beside=beside,
            emergency=emergency,
            waiting=waiting,
        )
        for number, item in enumerate(program.items, 1)
    )
    return tuple(
        one if one.number in light.own else replace(one, brief_traffic="") for one in printed
    )


def _treated(program: Program, library: ExerciseLibrary) -> frozenset[str]:
    """The conditions that every exercise of the program is indicated for."""
    sets = [frozenset(library.exercises[item.exercise].indications) for item in program.items]
    return frozenset.intersection(*sets) if sets else frozenset()


def _expect(story: ConditionStory, program: Program, library: ExerciseLibrary) -> tuple[str, ...]:
    """The cited likely course, if there is one, and what may be felt on the way."""
    phrases = library.phrases
    keys = list(story.expect)
    kinds = {library.exercises[item.exercise].kind for item in program.items}
    chosen = [library.exercises[item.exercise] for item in program.items]
    if any(one.traffic.id == CENTRALIZING for one in chosen):
        keys.append("centralizing")
    if ExerciseKind.STRENGTH in kinds and "sore_muscles" not in keys:
        keys.append("sore_muscles")
    course = tuple(entry.text for entry in story.course)
    return (*course, *(phrases.text(f"expect.{key}") for key in keys))


def in_language(text: str, phrases: Phrases) -> str | None:
    """Typed days and hours in the language of the paper; None where they print as typed."""
    return text if phrases.language == OWN_LANGUAGE else spoken_times(text, phrases)


def clinic_in(clinic: Clinic, phrases: Phrases) -> Clinic:
    """The clinic with its office hours in the language of the paper."""
    hours = clinic.hours_in(phrases.language) or in_language(clinic.hours, phrases)
    return clinic if hours is None else replace(clinic, hours=hours)


def _log_kind(story: ConditionStory, *, travels: bool) -> str:
    """What the log asks: how far down only where something may travel down."""
    if travels:
        return HOW_FAR
    return story.log if story.log != HOW_FAR else NEXT_MORNING


def log_question(kind: str, phrases: Phrases) -> LogQuestion:
    """What the week's log asks beside the worst pain."""
    parts = {
        word: phrases.text(f"log.{kind}.{word}")
        for word in ("title", "hint", "lead", "rest", "good")
    }
    letters = [one.partition(" ") for one in phrases.text(f"log.{kind}.key").split("|") if one]
    return LogQuestion(key=tuple((letter, meaning) for letter, _, meaning in letters), **parts)


def known_condition(facts: Facts, program: Program, library: ExerciseLibrary) -> str | None:
    """The condition that a recorded finding names and an exercise of the program is for.

    None where no finding names one, or findings name several.
    """
    treated = {c for item in program.items for c in library.exercises[item.exercise].indications}
    found = [
        story.condition
        for story in library.phrases.stories.values()
        if story.condition in treated
        and any(value is True for id in story.known for value in facts.recorded(id).values())
    ]
    return found[0] if len(found) == 1 else None
