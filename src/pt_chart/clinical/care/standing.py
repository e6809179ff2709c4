"""The plan of care that stands, and how its goals do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from pt_chart.clinical.care.plan_of_care import Goal, GoalReview, PlanOfCare
from pt_chart.clinical.measures.change import Verdict, change
from pt_chart.clinical.measures.instrument import Better, Instrument
from pt_chart.clinical.measures.series import Course, same_activity, single_item
from pt_chart.clinical.program.dates import date_words
from pt_chart.clinical.values import number_words
from pt_chart.clinical.visit import Visit


@dataclass(frozen=True, slots=True)
class StandingPlan:
    """A plan of care with the visit that wrote it; ``own`` means the visit looked at wrote it."""

    plan: PlanOfCare
    written: date
    visit: str
    own: bool


def standing_plan(visit: Visit, earlier: Iterable[Visit]) -> StandingPlan | None:
    """The visit's own plan of care, else the newest earlier one, else None.

    ``earlier`` are the episode's earlier visits in any order.
    """
    if visit.plan.care is not None:
        return StandingPlan(visit.plan.care, visit.date, visit.id, own=True)
    written = [one for one in earlier if one.plan.care is not None]
    if not written:
        return None
    newest = max(written, key=lambda one: (one.date, one.number))
    assert newest.plan.care is not None  # noqa: S101  chosen so
    return StandingPlan(newest.plan.care, newest.date, newest.id, own=False)


@dataclass(frozen=True, slots=True)
class GoalProgress:
    """A goal, the newest value of its measure, and the clinician's newest word on it.

    ``share`` is how much of the way from baseline to target is done (0 to 1 and beyond, negative
    when it went the other way); None without baseline, target or value. ``reached`` compares the
    value with the target only. ``overdue`` means past its day and neither met nor dropped.
    ``against`` means the target is worse than the start; ``within_error`` that the change since
    the start may be chance by the measure's published error; ``remark`` why the start and now are
    not compared. ``measure`` is the measure's short name with its side, ``unit`` its unit in the
    form that follows a number ("°", " s", "" for points). ``partly`` tells of activities that
    were rated again since, too few for a score.
    """

    goal: Goal
    now: float | None = None
    now_on: date | None = None
    share: float | None = None
    reached: bool = False
    review: GoalReview | None = None
    overdue: bool = False
    against: bool = False
    within_error: bool = False
    remark: str = ""
    measure: str = ""
    unit: str = ""
    partly: str = ""


def goal_progress(
    goals: Iterable[Goal], visits: Sequence[Visit], courses: Iterable[Course], today: date
) -> tuple[GoalProgress, ...]:
    """How each goal stands; ``visits`` are earliest first, the visit at work last.

    The start of a goal is the newest value in the visit that set it, corrections included.
    """
    by_measure = {(c.instrument.id, c.side): c for c in courses}
    reviews = {review.goal: review for visit in visits for review in visit.plan.goal_reviews}
    made = []
    for kept in goals:
        course = by_measure.get((kept.measure, kept.side))
        goal, remark = _from_its_visit(kept, course, visits)
        now, day = _latest(goal, course)
        review = reviews.get(goal.id)
        against = course is not None and aims_worse(course.instrument, goal.baseline, goal.target)
        share = None if remark or against else _share(goal, now)
        settled = review is not None and review.state.value in ("met", "dropped")
        late = goal.due is not None and goal.due < today and not settled
        made.append(
            GoalProgress(
                goal,
                now,
                day,
                share,
                not (remark or against) and _reached(goal, now),
                review,
                late,
                against,
                _within_error(goal, now, course),
                remark,
                _named(goal, course),
                _unit(course),
                _partly(goal, course),
            )
        )
    return tuple(made)


def _named(goal: Goal, course: Course | None) -> str:
    if course is None:
        return ""
    side = f" {course.side.spelled}" if course.side else ""
    part = course.latest.activities.get(goal.part, "") if goal.part else ""
    return f"{course.instrument.short}{side}{f', {part}' if part else ''}"


def _partly(goal: Goal, course: Course | None) -> str:
    if course is None or not course.instrument.activities or goal.part or not course.scored:
        return ""
    latest = course.latest
    if latest.score is not None or not latest.items or latest.date <= course.scored[-1].date:
        return ""
    of = latest.answered + len(latest.missing)
    return f"{latest.answered} of {of} activities measured again: no mean"


def _unit(course: Course | None) -> str:
    unit = course.instrument.unit if course is not None else ""
    if unit in ("", "points"):
        return ""
    return unit if unit in ("°", "%") else f" {unit}"


def aims_worse(instrument: Instrument, baseline: float | None, target: float | None) -> bool:
    """Whether a target is worse than the start, by the direction of the measure."""
    if baseline is None or target is None:
        return False
    if instrument.better is Better.LOWER:
        return target > baseline
    return instrument.better is Better.HIGHER and target < baseline


def _from_its_visit(goal: Goal, course: Course | None, visits: Sequence[Visit]) -> tuple[Goal, str]:
    """A goal with its start as it stands in the visit that set it, and what forbids comparing."""
    at = next((n for n, one in enumerate(visits) if _sets(one, goal)), None)
    if not goal.measure or at is None:
        return goal, ""
    if course is None:
        return (goal if visits[at].signed else replace(goal, baseline=None)), ""
    until = {one.id for one in visits[: at + 1]}
    before = replace(
        course, administrations=tuple(a for a in course.administrations if a.visit in until)
    )
    start, _day = _latest(goal, before)
    if start is not None or not visits[at].signed:
        goal = replace(goal, baseline=start)
    return goal, _other_activities(goal, before, course)


def _sets(visit: Visit, goal: Goal) -> bool:
    care = visit.plan.care
    return care is not None and any(one.id == goal.id for one in care.goals)


def _other_activities(goal: Goal, before: Course, course: Course) -> str:
    """Activities are compared with themselves only."""
    if not course.instrument.activities or not before.scored:
        return ""
    first, last = before.scored[-1], course.scored[-1]
    items = {goal.part} if goal.part else first.items.keys() | last.items.keys()
    for item in sorted(items):
        old, new = first.activities.get(item, ""), last.activities.get(item, "")
        if not same_activity(old, new):
            return f"not compared: “{old or 'no activity'}” became “{new or 'not rated'}”"
    return ""


def _within_error(goal: Goal, now: float | None, course: Course | None) -> bool:
    if course is None or now is None or goal.baseline is None or now == goal.baseline:
        return False
    measure = single_item(course.instrument) if goal.part else course.instrument
    return change(measure, goal.baseline, now).verdict is Verdict.WITHIN_ERROR


def _latest(goal: Goal, course: Course | None) -> tuple[float | None, date | None]:
    if course is None:
        return None, None
    if goal.part:
        with_part = [one for one in course.administrations if goal.part in one.items]
        return (with_part[-1].items[goal.part], with_part[-1].date) if with_part else (None, None)
    scored = course.scored
    return (scored[-1].score, scored[-1].date) if scored else (None, None)


def _share(goal: Goal, now: float | None) -> float | None:
    if now is None or goal.baseline is None or goal.target is None or goal.target == goal.baseline:
        return None
    return (now - goal.baseline) / (goal.target - goal.baseline)


def _reached(goal: Goal, now: float | None) -> bool:
    if now is None or goal.target is None:
        return False
    if goal.baseline is None or goal.baseline == goal.target:
        return now == goal.target
    return now >= goal.target if goal.target > goal.baseline else now <= goal.target


def _as_told(score: float | None) -> float | None:
    return None if score is None else round(score, 1)


def progress_words(found: GoalProgress) -> str:
    """A goal's course in words: "15 at the start, 8 on Nov 17, 2026, target 5: 70% of the way"."""
    goal, unit = found.goal, found.unit
    parts = []
    if goal.baseline is not None:
        parts.append(f"{number_words(round(goal.baseline, 1))}{unit} at the start")
    again = (
        _as_told(found.now) != _as_told(goal.baseline)
        or goal.set_on is None
        or (found.now_on is not None and found.now_on > goal.set_on)
    )
    if found.now is not None and found.now_on is not None and again:
        parts.append(f"{number_words(round(found.now, 1))}{unit} on {date_words(found.now_on)}")
    elif goal.measure:
        never = found.now is None and goal.baseline is None
        again_words = found.partly or "not measured again yet"
        parts.append("not measured yet" if never else again_words)
    if goal.target is not None:
        parts.append(f"target {number_words(goal.target)}{unit}")
    words = ", ".join(parts)
    if found.remark:
        return f"{words}: {found.remark}"
    if found.against:
        return f"{words}: the target is worse than the start"
    if found.reached:
        chance = ", but the change is within measurement error" if found.within_error else ""
        return f"{words}: target reached{chance}"
    if found.share is not None and again:
        if _as_told(found.now) == _as_told(goal.baseline):
            return f"{words}: no change yet"
        share = round(found.share * 100)
        words += f": {share}% of the way" if share >= 0 else ": moved away from the target"
        words += ", but the change is within measurement error" if found.within_error else ""
    return words
