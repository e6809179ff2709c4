"""The plan of care that stands, and how its goals do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from pt_chart.clinical.care.plan_of_care import Goal, GoalReview, PlanOfCare
from pt_chart.clinical.measures.series import Course
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
    """

    goal: Goal
    now: float | None = None
    now_on: date | None = None
    share: float | None = None
    reached: bool = False
    review: GoalReview | None = None
    overdue: bool = False


def goal_progress(
    goals: Iterable[Goal], visits: Sequence[Visit], courses: Iterable[Course], today: date
) -> tuple[GoalProgress, ...]:
    """How each goal stands; ``visits`` are earliest first, the visit at work last."""
    by_measure = {(c.instrument.id, c.side): c for c in courses}
    reviews = {review.goal: review for visit in visits for review in visit.plan.goal_reviews}
    made = []
    for goal in goals:
        now, day = _latest(goal, by_measure.get((goal.measure, goal.side)))
        review = reviews.get(goal.id)
        share = _share(goal, now)
        settled = review is not None and review.state.value in ("met", "dropped")
        late = goal.due is not None and goal.due < today and not settled
        made.append(GoalProgress(goal, now, day, share, _reached(goal, now), review, late))
    return tuple(made)


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
    goal = found.goal
    parts = []
    if goal.baseline is not None:
        parts.append(f"{number_words(goal.baseline)} at the start")
    again = (
        _as_told(found.now) != _as_told(goal.baseline)
        or goal.set_on is None
        or (found.now_on is not None and found.now_on > goal.set_on)
    )
    if found.now is not None and found.now_on is not None and again:
        parts.append(f"{number_words(round(found.now, 1))} on {date_words(found.now_on)}")
    elif goal.measure:
        parts.append("not measured again yet")
    if goal.target is not None:
        parts.append(f"target {number_words(goal.target)}")
    words = ", ".join(parts)
    if found.reached:
        return f"{words}: target reached"
    if found.share is not None and again:
        if _as_told(found.now) == _as_told(goal.baseline):
            return f"{words}: no change yet"
        share = round(found.share * 100)
        words += f": {share}% of the way" if share >= 0 else ": moved away from the target"
    return words
