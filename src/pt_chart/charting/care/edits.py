"""Edits of assessment, plan, interventions, codes and consent, each one named undoable step."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

from pt_chart.charting.desk import VisitDesk
from pt_chart.charting.events import Part
from pt_chart.clinical.billing.codebook import CodeBook, Conflict, dotted
from pt_chart.clinical.billing.units import check_code, check_modifier, read_minutes
from pt_chart.clinical.care.diagnosis_codes import ChosenCode
from pt_chart.clinical.care.left_out import LeftOut, RecordPart
from pt_chart.clinical.care.plan_of_care import Goal, GoalReview, GoalState, PlanOfCare
from pt_chart.clinical.care.standing import StandingPlan, aims_worse, standing_plan
from pt_chart.clinical.care.visit_administration import Consent, VisitAdministration
from pt_chart.clinical.measures.instrument import Better, Instrument
from pt_chart.clinical.measures.series import Course
from pt_chart.clinical.program.dates import date_words
from pt_chart.clinical.sides import Side
from pt_chart.clinical.values import number_words
from pt_chart.clinical.visit import Plan, Treatment

FAR = timedelta(days=730)
"""A goal's day beyond this is asked about (our default)."""


def standing(desk: VisitDesk) -> StandingPlan | None:
    """The plan of care that stands in the open visit; withdrawn visits do not count."""
    earlier = [one for one in desk.previous if one.withdrawal is None]
    return standing_plan(desk.visit, earlier)


def write_plan(
    desk: VisitDesk, label: str, plan: Plan, *, key: str = "", origin: object = None
) -> None:
    """Give the visit another plan; ``key`` joins typing in one field to one step."""
    desk.edit(
        label, replace(desk.visit, plan=plan), parts=(Part.PLAN,), key=key or None, origin=origin
    )


def revise(desk: VisitDesk, *, origin: object = None) -> None:
    """Take the earlier plan of care into this visit, to be revised; nothing when it has one."""
    found = standing(desk)
    if desk.visit.plan.care is None:
        care = found.plan if found is not None else PlanOfCare()
        plan = replace(desk.visit.plan, care=care)
        write_plan(desk, "Revise the plan of care", plan, origin=origin)


def write_care(
    desk: VisitDesk, label: str, care: PlanOfCare, *, key: str = "", origin: object = None
) -> None:
    """Give the visit another plan of care."""
    write_plan(desk, label, replace(desk.visit.plan, care=care), key=key, origin=origin)


def leave_out(desk: VisitDesk, part: RecordPart, reason: str, *, origin: object = None) -> None:
    """Keep why a part of the record is left out; an empty reason takes it back."""
    plan = desk.visit.plan
    kept = tuple(one for one in plan.left_out if one.part is not part)
    if reason.strip():
        kept = (*kept, LeftOut(part, reason))
    changed, label = replace(plan, left_out=kept), f"{part.none_words}: the reason"
    write_plan(desk, label, changed, key=f"plan.left_out.{part.value}", origin=origin)


def own_care(desk: VisitDesk) -> PlanOfCare:
    """The visit's plan of care to be changed: its own, else a copy of the one that stands."""
    found = standing(desk)
    return found.plan if found is not None else PlanOfCare()


def make_goal(
    words: str,
    instrument: Instrument | None,
    course: Course | None,
    *,
    target: float | None,
    due: date | None,
    today: date,
    side: Side | None = None,
    part: str = "",
) -> Goal:
    """A new goal; its baseline is the newest value of the measure, if there is one.

    Raises:
        ValueError: no words, a target outside the measure or equal to the baseline, a past day.
    """
    if not words.strip():
        raise ValueError("A goal needs words: what the patient will be able to do.")
    if due is not None and due < today:
        raise ValueError(f"{date_words(due)} has passed; a goal's day lies ahead.")
    if instrument is None:
        if target is not None:
            raise ValueError("A target needs a measure; choose one, or leave the target out.")
        return Goal(uuid4().hex[:12], words.strip(), due=due, set_on=today)
    if target is not None and not instrument.minimum <= target <= instrument.maximum:
        low, high = number_words(instrument.minimum), number_words(instrument.maximum)
        raise ValueError(f"{instrument.short} goes from {low} to {high}; mend the target.")
    baseline = _newest(course, part)
    if target is not None and target == baseline:
        raise ValueError(f"{instrument.short} is {number_words(target)} already; aim elsewhere.")
    return Goal(
        uuid4().hex[:12], words.strip(), instrument.id, part, side, baseline, target, due, today
    )


def goal_doubts(
    goal: Goal, instrument: Instrument | None, course: Course | None, today: date
) -> str:
    """What is unlikely about a goal, as a question; "" for nothing.

    A target worse than the newest value can be meant, and so can a far day: nobody is refused.
    """
    told = []
    now = _newest(course, goal.part)
    if instrument is not None and aims_worse(instrument, now, goal.target):
        way = "lower" if instrument.better is Better.LOWER else "higher"
        told.append(
            f"{instrument.short}: {way} is better, and {number_words(goal.target or 0)} is worse "
            f"than {number_words(now or 0)} now."
        )
    if goal.due is not None and goal.due - today > FAR:
        told.append(f"{date_words(goal.due)} is more than two years ahead.")
    return " ".join(told)


def _newest(course: Course | None, part: str) -> float | None:
    if course is None:
        return None
    if part:
        with_part = [one for one in course.administrations if part in one.items]
        return with_part[-1].items[part] if with_part else None
    return course.scored[-1].score if course.scored else None


def review_goal(
    desk: VisitDesk, goal: Goal, state: GoalState | None, *, origin: object = None
) -> None:
    """The clinician's word on a goal today; None takes it back."""
    plan = desk.visit.plan
    kept = tuple(one for one in plan.goal_reviews if one.goal != goal.id)
    if state is not None:
        kept = (*kept, GoalReview(goal.id, state))
    write_plan(desk, f"Goal: {goal.words}"[:60], replace(plan, goal_reviews=kept), origin=origin)


def make_treatment(
    name: str,
    dose: str,
    minutes: str,
    side: Side | None,
    response: str,
    *,
    code: str = "",
    timed: bool | None = None,
    modifiers: str = "",
    by_assistant: bool = False,
) -> Treatment:
    """An intervention from what was typed.

    Raises:
        ValueError: no name, minutes, code or modifiers that cannot be; the message says the fix.
    """
    if not name.strip():
        raise ValueError("An intervention needs a name: what was done.")
    wrong = check_code(code)
    if wrong:
        raise ValueError(wrong)
    listed = tuple(part.upper() for part in modifiers.replace(",", " ").split())
    for one in listed:
        if trouble := check_modifier(one):
            raise ValueError(trouble)
    given = read_minutes(minutes)
    if code.strip() and timed and not given:
        raise ValueError("Minutes: a code that is billed by minutes needs them.")
    return Treatment(
        name.strip(),
        dose.strip(),
        given,
        side,
        response.strip(),
        code.strip().upper(),
        timed if code.strip() else None,
        listed,
        by_assistant,
    )


class CodesExclude(ValueError):
    """An Excludes1 note keeps a code from standing beside chosen ones.

    ``others`` are those codes. Two unrelated conditions are the exception of the guidelines.
    """

    def __init__(self, code: str, conflicts: tuple[Conflict, ...]) -> None:
        super().__init__(conflicts[0].words)
        self.code = code
        self.others = tuple(one.second if one.first == code else one.first for one in conflicts)


def choose_code(
    desk: VisitDesk, book: CodeBook, code: str, *, unrelated: str = "", origin: object = None
) -> None:
    """Add a diagnosis code to the visit.

    ``unrelated`` is the clinician's reason why it stands beside a code that an Excludes1 note
    excludes; it is kept with the code, shown and printed.

    Raises:
        CodesExclude: an Excludes1 note forbids it beside the others, and no reason was given.
        ValueError: no such code, a heading, a missing seventh character, or one chosen already;
            the message says the fix.
    """
    plain = dotted(code)
    wrong = book.problem(code)
    if wrong:
        raise ValueError(wrong)
    plan = desk.visit.plan
    chosen = [one.code for one in plan.codes]
    if plain in chosen:
        raise ValueError(f"{plain} is chosen already.")
    found = book.conflicts((*chosen, plain))
    conflicts = tuple(one for one in found if plain in (one.first, one.second))
    excluded = CodesExclude(plain, conflicts) if conflicts else None
    if excluded is not None and not unrelated.strip():
        raise excluded
    release = f"release of {book.release:%B %Y}"
    made = ChosenCode(plain, book.title(plain), release)
    if excluded is not None:
        made = replace(made, beside=excluded.others, reason=unrelated.strip())
    write_plan(desk, f"Code {plain}", replace(plan, codes=(*plan.codes, made)), origin=origin)


def remove_code(desk: VisitDesk, code: str, *, origin: object = None) -> None:
    """Take a diagnosis code off the visit."""
    plan = desk.visit.plan
    codes = tuple(one for one in plan.codes if one.code != code)
    write_plan(desk, f"Remove code {code}", replace(plan, codes=codes), origin=origin)


def make_primary(desk: VisitDesk, code: str, *, origin: object = None) -> None:
    """Put a chosen diagnosis code first."""
    plan = desk.visit.plan
    codes = tuple(sorted(plan.codes, key=lambda one: one.code != code))
    write_plan(desk, f"{code} first", replace(plan, codes=codes), origin=origin)


def add_consent(desk: VisitDesk, consent: Consent, *, origin: object = None) -> None:
    """Record consent to a technique.

    Raises:
        ValueError: the technique has no name.
    """
    if not consent.technique.strip():
        raise ValueError("Consent is to something: type the technique.")
    frame = desk.visit.administration
    consents = (*frame.consents, consent)
    write_frame(
        desk, f"Consent: {consent.technique}", replace(frame, consents=consents), origin=origin
    )


def write_frame(
    desk: VisitDesk,
    label: str,
    frame: VisitAdministration,
    *,
    key: str = "",
    origin: object = None,
) -> None:
    """Give the visit another administration part."""
    desk.edit(
        label,
        replace(desk.visit, administration=frame),
        parts=(Part.ADMINISTRATION,),
        key=key or None,
        origin=origin,
    )
