"""Counters of an episode, and goals against their measures."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from pt_chart.clinical.care.due import Counter, Urgency, counters
from pt_chart.clinical.care.episode_log import (
    Authorization,
    Contact,
    ContactKind,
    EpisodeEntry,
    EpisodeLog,
    EpisodeRecord,
    Referral,
    UnitRule,
)
from pt_chart.clinical.care.plan_of_care import Goal, GoalReview, GoalState, PlanOfCare
from pt_chart.clinical.care.standing import goal_progress, progress_words, standing_plan
from pt_chart.clinical.findings import Value
from pt_chart.clinical.measures.series import courses
from pt_chart.clinical.people import Episode
from pt_chart.clinical.visit import Plan, Visit, VisitKind
from tests.clinical.measures.given import instruments, rmdq, visit

START = date(2026, 11, 2)
EPISODE = Episode("e1", "p1", "leg pain", None, START, planned_visits=8)
NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)


def visits(count: int, measured: dict[int, dict[str, Value | None]] | None = None) -> list[Visit]:
    made = [
        visit((measured or {}).get(n, {}), START + timedelta(days=7 * (n - 1)), n)
        for n in range(1, count + 1)
    ]
    return [replace(made[0], kind=VisitKind.EVALUATION), *made[1:]]


def log(*records: EpisodeRecord) -> EpisodeLog:
    return EpisodeLog(
        tuple(EpisodeEntry(f"x{n}", "e1", 1, one, "u1", NOW) for n, one in enumerate(records))
    )


def found(given: list[Visit], told: EpisodeLog | None = None) -> dict[str, Counter]:
    made = counters(
        EPISODE,
        given,
        None,
        courses(given, instruments().values()),
        told or EpisodeLog(),
        given[-1].date,
    )
    return {counter.id: counter for counter in made}


@pytest.mark.parametrize(
    ("count", "half", "end"),
    [
        (2, Urgency.FINE, Urgency.FINE),
        (3, Urgency.SOON, Urgency.FINE),
        (4, Urgency.DUE, Urgency.FINE),
        (5, Urgency.PASSED, Urgency.FINE),
        (8, Urgency.PASSED, Urgency.DUE),
    ],
)
def test_reassessment_is_due_at_half_and_end(count: int, half: Urgency, end: Urgency) -> None:
    told = found(visits(count, {1: rmdq(15)}))
    assert (told["reassess_half"].urgency, told["reassess_end"].urgency) == (half, end)


def test_a_score_from_half_on_settles_it() -> None:
    told = found(visits(6, {1: rmdq(15), 5: rmdq(9)}))
    assert told["reassess_half"].words == "done in visit 5"
    assert told["reassess_end"].words == "in visit 8"
    unscored = found(visits(6, {1: rmdq(15), 5: rmdq(9, 20)}))
    assert unscored["reassess_half"].urgency is Urgency.PASSED


def test_visits_against_the_plan() -> None:
    assert found(visits(5))["visits"].words == "visit 5 of 8, 3 left"
    assert found(visits(6))["visits"].urgency is Urgency.SOON
    assert found(visits(9))["visits"].words == "visit 9 of 8, 1 more than planned"
    plan = PlanOfCare(times_per_week=2, weeks=3)
    made = counters(EPISODE, visits(2), plan, (), EpisodeLog(), START)
    assert made[0].words == "visit 2 of 6, 4 left"


def test_authorized_visits_count_within_their_days() -> None:
    told = found(
        visits(4), log(Authorization("Plan A", visits=3, starts=START + timedelta(days=7)))
    )
    assert told["authorization"].words == "3 of 3 authorized visits used"
    assert told["authorization"].urgency is Urgency.DUE
    ends = found(visits(2), log(Authorization("Plan A", ends=START + timedelta(days=10))))
    assert ends["authorization_end"].words == "Nov 12, 2026, in 3 days"
    assert ends["authorization_end"].urgency is Urgency.SOON


def test_certification_clock() -> None:
    waiting = Authorization("Medicare", needs_certification=True)
    assert found(visits(1), log(waiting))["certification"].words == "Dec 2, 2026, in 30 days"
    assert found(visits(6), log(waiting))["certification"].urgency is Urgency.PASSED
    signed = replace(waiting, certified_on=START + timedelta(days=5))
    assert found(visits(2), log(signed))["certification"].words == "Jan 31, 2027, in 83 days"
    shorter = replace(signed, certified_through=date(2026, 12, 15))
    assert "Dec 15, 2026" in found(visits(2), log(shorter))["certification"].words
    late = replace(signed, certified_on=START + timedelta(days=40))
    assert "Mar 12, 2027" in found(visits(8), log(late))["certification"].words
    assert "certification" not in found(visits(2), log(Authorization("Plan A")))


def test_a_certification_lasts_as_long_as_the_plan_but_never_above_90_days() -> None:
    signed = Authorization("Medicare", needs_certification=True, certified_on=START)

    def ends(weeks: int) -> str:
        plan = PlanOfCare(times_per_week=2, weeks=weeks)
        made = counters(EPISODE, visits(2), plan, (), log(signed), START)
        return next(one.words for one in made if one.id == "certification")

    assert ends(6).startswith("Dec 14, 2026")
    assert ends(26).startswith("Jan 31, 2027")


def test_the_evaluation_is_the_first_treatment_day_of_the_progress_report() -> None:
    payer = log(Authorization("Medicare", needs_certification=True))

    def report(given: list[Visit]) -> tuple[str, Urgency]:
        one = found(given, payer)["progress_report"]
        return one.words, one.urgency

    assert report(visits(9)) == ("9 of 10 treatment days of this period", Urgency.SOON)
    assert report(visits(10)) == ("10 of 10 treatment days of this period", Urgency.DUE)
    assert report(visits(11))[1] is Urgency.PASSED
    told = [
        replace(one, kind=VisitKind.PROGRESS) if one.number == 10 else one for one in visits(12)
    ]
    assert report(told[:10])[0].startswith("0 of 10")
    assert report(told)[0].startswith("2 of 10")
    twice = visits(10)
    twice[9] = replace(twice[9], date=twice[8].date)
    assert report(twice)[0].startswith("9 of 10")


def test_every_payer_counts() -> None:
    first = Authorization("Plan A", visits=3, ends=date(2026, 12, 1), needs_certification=True)
    told = found(visits(2), log(first, Authorization("Plan B", number="77", visits=6)))
    named = {one.name: one.words for one in told.values()}
    assert named["Authorization, Plan A"] == "2 of 3 authorized visits used"
    assert named["Authorization, Plan B 77"] == "2 of 6 authorized visits used"
    assert "Authorized through, Plan A" in named
    assert "First certification by, Plan A" in named
    assert [one.name for one in told.values()].count("Progress report") == 1
    renewed = replace(first, visits=9)
    assert found(visits(2), log(first, renewed))["authorization"].words.startswith("2 of 9")
    ahead = replace(renewed, starts=START + timedelta(days=60))
    both = [one for one in found(visits(2), log(first, ahead)) if one.startswith("authorization.")]
    assert len(both) == 2


def test_struck_entries_do_not_count_and_corrections_replace() -> None:
    missed = Contact(START, ContactKind.MISSED)
    entry = EpisodeEntry("a", "e1", 1, missed, "u1", NOW)
    assert found(visits(1), EpisodeLog((entry,)))["attendance"].words == "1 missed"
    struck = replace(entry, version=2, struck="other patient")
    assert "attendance" not in found(visits(1), EpisodeLog((struck, entry)))
    right = replace(entry, version=2, record=Contact(START, ContactKind.CANCELLED_BY_CLINIC))
    both = EpisodeLog((entry, right))
    assert found(visits(1), both)["attendance"].words == "1 cancelled by the clinic"
    assert [one.version for one in both.versions("a")] == [1, 2]


def test_a_referral_names_its_furthest_step() -> None:
    sent = Referral(START, "Dr. Vale")
    assert sent.state == "sent"
    assert replace(sent, seen=START).state == "seen"
    assert replace(sent, answered=START, answer="MRI normal").state == "answered"
    assert replace(sent, closed=True).state == "closed"


GOAL = Goal("g1", "Roland-Morris 5 or less", "rmdq", baseline=15, target=5, due=date(2026, 12, 1))


def test_goals_follow_their_measure() -> None:
    given = visits(3, {1: rmdq(15), 3: rmdq(8)})
    told = courses(given, instruments().values())
    (progress,) = goal_progress((GOAL,), given, told, date(2026, 11, 16))
    assert progress.share == pytest.approx(0.7)
    assert progress_words(progress) == (
        "15 at the start, 8 on Nov 16, 2026, target 5: 70% of the way"
    )
    assert not progress.overdue
    (late,) = goal_progress((GOAL,), given, told, date(2026, 12, 2))
    assert late.overdue
    met = replace(given[-1], plan=Plan(goal_reviews=(GoalReview("g1", GoalState.MET),)))
    (settled,) = goal_progress((GOAL,), [*given[:-1], met], told, date(2026, 12, 2))
    assert not settled.overdue


def test_the_same_score_again_is_no_change_yet() -> None:
    given = visits(2, {1: rmdq(15), 2: rmdq(15)})
    told = courses(given, instruments().values())
    for start in (15, 15.04, 14.96):
        goal = replace(GOAL, baseline=start)
        (progress,) = goal_progress((goal,), given, told, START)
        assert progress_words(progress).endswith("target 5: no change yet")


@pytest.mark.parametrize(("now", "reached"), [(5, True), (4, True), (6, False)])
def test_a_target_is_reached_from_the_side_of_the_baseline(now: int, reached: bool) -> None:
    given = visits(2, {1: rmdq(15), 2: rmdq(now)})
    told = courses(given, instruments().values())
    assert goal_progress((GOAL,), given, told, START)[0].reached is reached


def test_a_goal_without_a_measure_has_no_figure() -> None:
    (progress,) = goal_progress((Goal("g", "Sleep through"),), visits(1), (), START)
    assert (progress.share, progress.now, progress_words(progress)) == (None, None, "")


def test_the_plan_stands_until_revised() -> None:
    first, second, third = visits(3)
    plan, revised = PlanOfCare(weeks=4), PlanOfCare(weeks=6)
    first = replace(first, plan=Plan(care=plan))
    kept = standing_plan(third, (second, first))
    assert kept is not None
    assert (kept.plan, kept.written, kept.own) == (plan, first.date, False)
    second = replace(second, plan=Plan(care=revised))
    newest = standing_plan(third, (first, second))
    assert newest is not None
    assert newest.plan == revised
    assert standing_plan(third, ()) is None


def planned(one: Visit, *goals: Goal) -> Visit:
    return replace(one, plan=Plan(care=PlanOfCare(goals=goals)))


def test_the_start_follows_a_correction_in_the_visit_that_set_the_goal() -> None:
    goal = replace(GOAL, baseline=18.0)
    (first,) = visits(1, {1: rmdq(15)})
    given = [planned(first, goal)]
    (told,) = goal_progress((goal,), given, courses(given, instruments().values()), START)
    assert told.goal.baseline == 15
    empty = [planned(visits(1)[0], goal)]
    (gone,) = goal_progress((goal,), empty, (), START)
    assert progress_words(gone) == "not measured yet, target 5"


def test_a_target_worse_than_the_start_is_never_progress() -> None:
    goal = replace(GOAL, baseline=9.0, target=20.0)
    given = visits(2, {1: rmdq(9), 2: rmdq(17)})
    given[0] = planned(given[0], goal)
    (told,) = goal_progress((goal,), given, courses(given, instruments().values()), START)
    assert (told.share, told.reached, told.against) == (None, False, True)
    assert progress_words(told).endswith("target 20: the target is worse than the start")


def test_a_change_within_measurement_error_says_so_beside_the_share() -> None:
    given = visits(2, {1: rmdq(15), 2: rmdq(14)})
    (told,) = goal_progress((GOAL,), given, courses(given, instruments().values()), START)
    assert progress_words(told).endswith("of the way, but the change is within measurement error")


def test_a_goal_is_not_compared_over_other_activities() -> None:
    def psfs(third: str) -> dict[str, Value | None]:
        return {
            **{f"psfs_score_{n}": 4 for n in (1, 2, 3)},
            **{f"psfs_activity_{n}": words for n, words in ((1, "sit"), (2, "run"), (3, third))},
        }

    goal = Goal("g", "Do more", "psfs", baseline=4.0, target=7.0, set_on=START)
    given = visits(2, {1: psfs("lift"), 2: psfs("swim")})
    given[0] = planned(given[0], goal)
    (told,) = goal_progress((goal,), given, courses(given, instruments().values()), START)
    assert told.share is None
    assert progress_words(told).endswith("not compared: “lift” became “swim”")


def test_a_mean_is_told_with_one_decimal() -> None:
    goal = replace(GOAL, baseline=7 / 3)
    (told,) = goal_progress((goal,), visits(1), (), START)
    assert progress_words(told).startswith("2.3 at the start")


def test_what_a_payer_granted_stands_beside_its_certification_and_other_payers() -> None:
    given = (
        Authorization("Medicare B", "A-77", 2, ends=date(2026, 12, 31)),
        Authorization("Medicare B", unit_rule=UnitRule.CMS, needs_certification=True),
        Authorization("Aetna"),
    )
    names = [one.name for one in told_of(given)]
    assert [one.partition(",")[0] for one in names if "Reassess" not in one] == [
        "Visits", "Authorization", "Authorized through", "First certification by",
        "Progress report",
    ]  # fmt: skip
    newer = (*given, Authorization("Medicare B", "B-12", 10))
    words = " | ".join(f"{one.name}: {one.words}" for one in told_of(newer))
    assert "2 of 10 authorized visits used" in words
    assert "Authorized through" not in words
    assert "First certification by" in words


def told_of(given: tuple[Authorization, ...]) -> tuple[Counter, ...]:
    at = datetime(2026, 11, 10, tzinfo=UTC)
    entries = (EpisodeEntry(str(n), "e1", 1, one, "u", at) for n, one in enumerate(given))
    log, held = EpisodeLog(tuple(entries)), visits(2, {})
    return counters(EPISODE, held, None, (), log, held[-1].date)
