"""Assessment, plan, treatment and course as sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pt_chart.clinical.billing.units import RULE_NAMES, DayUnits, day_units
from pt_chart.clinical.care.completeness import Surroundings, one_visit_only, reasons
from pt_chart.clinical.care.diagnosis_codes import exception_words
from pt_chart.clinical.care.due import Counter, Urgency, counters
from pt_chart.clinical.care.left_out import RecordPart
from pt_chart.clinical.care.plan_of_care import PlanOfCare
from pt_chart.clinical.care.standing import (
    GoalProgress,
    StandingPlan,
    goal_progress,
    progress_words,
    standing_plan,
)
from pt_chart.clinical.narrative.joining import (
    count_words,
    in_brackets,
    lines_text,
    lower_first,
    sentence_text,
)
from pt_chart.clinical.narrative.measures_told import case_courses
from pt_chart.clinical.narrative.note import NoteCase, Sentence
from pt_chart.clinical.program.dates import date_words
from pt_chart.clinical.reasoning.acknowledged import acknowledged
from pt_chart.clinical.reasoning.results import Assessment
from pt_chart.clinical.values import number_words
from pt_chart.clinical.visit import Treatment, VisitKind
from pt_chart.clinical.wording import place_words, value_words

_COUNTED = {
    "visits": "plan.duration",
    "reassess": "measures",
    "progress_report": "log.payer",
    "authorization": "log.payer",
    "certification": "log.payer",
}
"""By the beginning of a counter's id: where what it counts is typed; else in the log."""


def assessment_sentences(case: NoteCase) -> Iterator[Sentence]:
    """The clinician's assessment, working hypothesis, codes, and what was done about flags."""
    plan = case.visit.plan
    if plan.assessment.strip():
        yield Sentence("assessment.words", lines_text(plan.assessment), ("plan.assessment",))
    chosen = case.visit.hypothesis
    if chosen is not None:
        side = f" {chosen.side.spelled}" if chosen.side else ""
        reason = f": {chosen.reason}" if chosen.reason else ""
        agrees = "as the panel ranks it" if chosen.agrees else "unlike the panel's order"
        name = case.hypothesis or chosen.condition
        words = f"Working hypothesis (clinician): {lower_first(name)}{side}, {agrees}{reason}"
        yield Sentence("assessment.hypothesis", sentence_text(words), ("hypothesis",))
    if plan.codes:
        codes = "; ".join(f"{one.code} {one.title}" for one in plan.codes)
        words = f"Diagnosis codes (ICD-10-CM, {plan.codes[0].release}): {codes}"
        yield Sentence("assessment.codes", sentence_text(words), ("plan.codes",))
        kept = [told for one in plan.codes if (told := exception_words(one, plan.codes))]
        for number, told in enumerate(kept, 1):
            place = f"assessment.codes.unrelated.{number}"
            yield Sentence(place, sentence_text(f"Coded {told}"), ("plan.codes",))
    elif case.visit.kind in (VisitKind.PROGRESS, VisitKind.DISCHARGE):
        yield from _earlier_codes(case)
    yield from _left_out(case, RecordPart.DIAGNOSIS)
    standing = standing_plan(case.visit, case.earlier)
    if standing is not None and standing.own:
        yield from _problems(standing.plan)


def _left_out(case: NoteCase, part: RecordPart) -> Iterator[Sentence]:
    """Why the record does without a part, in the words typed."""
    around = Surroundings(standing_plan(case.visit, case.earlier))
    for one in reasons(case.visit, around):
        if one.part is part:
            text = sentence_text(f"{part.none_words}: {one.reason}")
            yield Sentence(f"left_out.{part.value}", text, (f"plan.left_out.{part.value}",))


def _earlier_codes(case: NoteCase) -> Iterator[Sentence]:
    """The diagnosis under treatment, where this visit chose none of its own."""
    coded = next((one for one in reversed(case.earlier) if one.plan.codes), None)
    if coded is not None:
        codes = "; ".join(f"{one.code} {one.title}" for one in coded.plan.codes)
        release = coded.plan.codes[0].release
        words = f"Diagnosis codes as on {date_words(coded.date)} (ICD-10-CM, {release}): {codes}"
        yield Sentence("assessment.codes.earlier", sentence_text(words), ("plan.codes",))


def flag_sentences(case: NoteCase) -> Iterator[Sentence]:
    """Each raised flag with what was done, then those before that nobody asked about again."""
    if case.assessment is not None:
        yield from _raised(case, case.assessment)
    for flag, words in case.former_flags:
        links = tuple(str(key) for key in flag.keys)
        said = sentence_text(f"Flag of an earlier visit: {words}")
        yield Sentence(f"flag.{flag.id}.former", said, links)


def _raised(case: NoteCase, assessment: Assessment) -> Iterator[Sentence]:
    """With the action or reason recorded, or that none is recorded yet."""
    done = acknowledged(assessment.flags, case.visit.acknowledgments)
    for flag in assessment.flags:
        act = done.get(flag.id)
        told = act.words if act else ""
        words = f"Flag raised: {flag.title}. " + (told or "No action or reason recorded yet")
        links = tuple(str(key) for key in flag.keys)
        yield Sentence(f"flag.{flag.id}", sentence_text(words), (*links, f"flag.{flag.id}"))


def _problems(plan: PlanOfCare) -> Iterator[Sentence]:
    if plan.problems:
        told = "; ".join(
            one.words + (in_brackets((one.area.words,)) if one.area else "")
            for one in plan.problems
        )
        yield Sentence(
            "assessment.problems", sentence_text(f"Problems: {told}"), ("plan.problems",)
        )
    if plan.prognosis is not None:
        because = f", because {plan.prognosis_because}" if plan.prognosis_because else ""
        words = f"Prognosis {plan.prognosis.value}{because}"
        yield Sentence("assessment.prognosis", sentence_text(words), ("plan.prognosis",))


def treatment_sentences(case: NoteCase) -> Iterator[Sentence]:
    """What was given with dose, minutes, side and response; re-tests; minutes and units."""
    plan = case.visit.plan
    for number, one in enumerate(plan.treatments):
        text = sentence_text(treatment_words(one))
        yield Sentence(f"treatment.{number}", text, (f"plan.treatments.{number}",))
    yield from _left_out(case, RecordPart.TREATMENT)
    yield from _retests(case)
    told = _minutes(case)
    if told:
        yield Sentence("treatment.minutes", sentence_text(told), ("plan.treatments",))


def treatment_words(one: Treatment) -> str:
    """One intervention: name, side, dose, minutes, who gave it, response."""
    minutes = count_words(one.minutes, "minute") if one.minutes is not None else ""
    side = one.side.spelled if one.side else ""
    helped = "given by an assistant" if one.by_assistant else ""
    parts = ", ".join(filter(None, (one.name, side, one.dose, minutes, helped)))
    response = sentence_text(f"Response: {one.response}") if one.response.strip() else ""
    return f"{sentence_text(parts)} {response}".strip()


def _retests(case: NoteCase) -> Iterator[Sentence]:
    fields = case.vocabulary.fields
    for number, one in enumerate(case.visit.within.retests):
        field = fields.get(one.key.id)
        before = case.visit.answers.get(one.key)
        if field is None or before is None:
            continue
        place = lower_first(place_words(field, one.key))
        after = f" after {lower_first(one.after)}" if one.after else " after treatment"
        words = (
            f"Re-test, {place}: {value_words(field, before.value)} "
            f"before, {value_words(field, one.value)}{after}"
        )
        yield Sentence(f"retest.{number}", sentence_text(words), (str(one.key),))


def _minutes(case: NoteCase) -> str:
    plan, frame = case.visit.plan, case.visit.administration
    if not any(one.minutes is not None for one in plan.treatments):
        clocked = frame.treatment_minutes
        return f"Total treatment time {count_words(clocked, 'minute')}" if clocked else ""
    if case.unit_rule is None or not any(one.code for one in plan.treatments):
        listed_minutes = sum(one.minutes or 0 for one in plan.treatments)
        total = listed_minutes if frame.treatment_minutes is None else frame.treatment_minutes
        told = f"Total treatment time {count_words(total, 'minute')}"
        return f"{told}{_codes_without_rule(plan.treatments)}"
    return _units(day_units(plan.treatments, case.unit_rule, frame))


def _codes_without_rule(given: Sequence[Treatment]) -> str:
    """Codes with their minutes where no payer's rule is known: nothing becomes units."""
    coded = [one for one in given if one.code]
    if not coded:
        return ""
    timed = sum(one.minutes or 0 for one in coded if one.timed)
    told = ", ".join(
        " ".join((one.code, *one.modifiers, f"{one.minutes} min" if one.minutes else "")).strip()
        for one in coded
    )
    return f"; timed minutes {timed}; codes {told}; no payer's rule chosen, no units counted"


def _units(day: DayUnits) -> str:
    codes = ", ".join(line.words for line in day.lines)
    words = (
        f"Timed minutes {day.timed_minutes}, total treatment time {day.total_minutes} minutes; "
        f"{RULE_NAMES[day.rule]}: {codes or 'no unit'}"
    )
    return f"{words}. {' '.join(day.facts)}" if day.facts else words


def goal_sentences(case: NoteCase) -> Iterator[Sentence]:
    """Each goal with its day and how it stands."""
    standing = standing_plan(case.visit, case.earlier)
    visits = (*case.earlier, case.visit)
    if standing is not None:
        courses = case_courses(case)
        found = goal_progress(standing.plan.goals, visits, courses, case.visit.date)
        for one in found:
            yield Sentence(
                f"goal.{one.goal.id}", sentence_text(_goal(one)), (f"plan.goals.{one.goal.id}",)
            )
    for number, words in enumerate(case.visit.plan.goals):
        yield Sentence(f"goal.{number}", sentence_text(f"Goal: {words}"), ("plan.goals",))
    yield from _left_out(case, RecordPart.GOALS)


def _goal(one: GoalProgress) -> str:
    due = f", by {date_words(one.goal.due)}" if one.goal.due else ""
    course = progress_words(one)
    if course and one.measure and not _says(one.goal.words, one.measure):
        course = f"{one.measure}: {course}"
    state = ""
    if one.review is not None:
        note = f", {one.review.note}" if one.review.note else ""
        state = f" Clinician: {one.review.state.words}{note}"
    late = " Its day has passed." if one.overdue else ""
    head = sentence_text(f"Goal: {one.goal.words}{due}")
    return " ".join(filter(None, (head, sentence_text(course), state.strip(), late.strip())))


def _says(words: str, measure: str) -> bool:
    """Whether a goal's own words name its measure, so that it is not said twice."""
    return _letters(measure.partition(" (")[0]) in _letters(words)


def plan_sentences(case: NoteCase) -> Iterator[Sentence]:
    """Frequency and duration, what is planned, discharge criteria, home program, next visit."""
    standing = standing_plan(case.visit, case.earlier)
    if standing is not None:
        if standing.own:
            yield from _standing(standing)
        else:
            ends = case.visit.kind is VisitKind.DISCHARGE
            how = "ends with this visit" if ends else "stands"
            words = f"Plan of care of {date_words(standing.written)} {how}"
            yield Sentence("plan.stands", sentence_text(words), ("plan.care",))
            if ends and standing.plan.discharge_criteria:
                words = f"Its criteria for discharge: {'; '.join(standing.plan.discharge_criteria)}"
                yield Sentence("plan.criteria", sentence_text(words), ("plan.discharge",))
    yield from _left_out(case, RecordPart.CARE)
    plan = case.visit.plan
    said = _duration(standing.plan) if standing is not None and standing.own else ""
    if plan.frequency.strip() and _letters(plan.frequency) not in _letters(said):
        words = f"Frequency: {plan.frequency}"
        yield Sentence("plan.frequency", sentence_text(words), ("plan.frequency",))
    if case.program:
        words = f"Home program: {'; '.join(case.program)}"
        yield Sentence("plan.program", sentence_text(words), ("program",))
    for place, words in enumerate(case.program_course, 1):
        yield Sentence(f"plan.program.{place}", sentence_text(words), ("program",))
    if plan.next_visit.strip():
        words = f"Next visit: {plan.next_visit}"
        yield Sentence("plan.next", sentence_text(words), ("plan.next_visit",))


def _letters(words: str) -> str:
    """Words without case, spaces and stops, to see whether a sentence says them already."""
    return "".join(filter(str.isalnum, words.casefold()))


def _duration(plan: PlanOfCare) -> str:
    parts = []
    if plan.times_per_week is not None:
        parts.append(f"{_times(plan.times_per_week)} a week")
    if plan.weeks is not None:
        parts.append(f"for {count_words(plan.weeks, 'week')}")
    if one_visit_only(plan):
        parts.append("one visit only")
    elif plan.planned_visits is not None:
        parts.append(f"{count_words(plan.planned_visits, 'visit')} planned")
    return ", ".join(parts)


def _standing(standing: StandingPlan) -> Iterator[Sentence]:
    plan = standing.plan
    duration = _duration(plan)
    if duration:
        words = f"Frequency and duration: {duration}"
        yield Sentence("plan.duration", sentence_text(words), ("plan.duration",))
    if plan.interventions:
        words = f"Planned: {'; '.join(plan.interventions)}"
        yield Sentence("plan.interventions", sentence_text(words), ("plan.interventions",))
    if plan.discharge_criteria:
        words = f"Discharge when: {'; '.join(plan.discharge_criteria)}"
        yield Sentence("plan.discharge", sentence_text(words), ("plan.discharge",))


def _times(count: float) -> str:
    return {1.0: "once", 2.0: "twice"}.get(count, f"{number_words(count)} times")


def _after_discharge(one: Counter) -> bool:
    """Whether a counter counts to what comes no more once care has ended; missed days stay."""
    if one.id == "progress_report" or one.name.startswith("Re-certification"):
        return one.urgency is not Urgency.PASSED
    return one.id == "visits" or one.words.startswith("in visit ")


def course_sentences(case: NoteCase) -> Iterator[Sentence]:
    """Visits held, attendance, reassessment, authorization and certification, as counted."""
    visits = (*case.earlier, case.visit)
    first = visits[0].date
    held = count_words(len(visits), "visit")
    span = "" if first == case.visit.date else f" from {date_words(first)}"
    words = f"{held}{span} to {date_words(case.visit.date)}" if span else held
    yield Sentence("course.visits", sentence_text(words), ("plan.duration",))
    standing = standing_plan(case.visit, case.earlier)
    plan = standing.plan if standing else None
    courses = case_courses(case)
    for one in counters(case.episode, visits, plan, courses, case.log, case.visit.date):
        if case.visit.kind is VisitKind.DISCHARGE and _after_discharge(one):
            continue
        if one.id != "visits" or case.visit.kind is VisitKind.PROGRESS:
            words = f"{one.name}: {one.words}"
            link = next((to for id_, to in _COUNTED.items() if one.id.startswith(id_)), "log")
            yield Sentence(f"course.{one.id}", sentence_text(words), (link,))
