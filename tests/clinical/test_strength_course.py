"""Two dated grades tell a fall without anybody being asked."""

from collections.abc import Mapping
from datetime import date

import pytest

from pt_chart import definitions
from pt_chart.clinical.facts import Facts
from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.clinical.reasoning.engine import assess
from pt_chart.clinical.reasoning.flags import raise_flags
from pt_chart.clinical.reasoning.results import Tier
from pt_chart.clinical.sides import Side
from pt_chart.clinical.strength_course import fallen_findings, fallen_strength
from pt_chart.clinical.visit import Visit, VisitKind
from pt_chart.host.resources import forms_dir
from tests.clinical.reasoning.cases import case

KNOWLEDGE = definitions.load(forms_dir()).knowledge
S1, L4 = FindingKey("myotome", Side.RIGHT, "S1"), FindingKey("myotome", Side.RIGHT, "L4")


def visit(day: int, grades: Mapping[FindingKey, str]) -> Visit:
    """A visit of November with strengths."""
    answers = {key: Answer(grade) for key, grade in grades.items()}
    return Visit(f"v{day}", "e1", VisitKind.FOLLOW_UP, date(2026, 11, day), answers=answers)


@pytest.mark.parametrize(
    ("before", "now", "fell"),
    [
        ("4+", "4-", True),
        ("5", "4", True),
        ("4+", "4", False),
        ("5", "4+", False),
        ("5-", "4+", False),
        ("4-", "3", True),
        ("4", "5", False),
        ("3", "3", False),
    ],
)
def test_a_whole_grade_or_two_halves_are_a_fall(before: str, now: str, *, fell: bool) -> None:
    found = fallen_strength(visit(21, {S1: now}), [visit(13, {S1: before})], KNOWLEDGE.vocabulary)
    assert bool(found) is fell
    if fell:
        assert f": {before} on Nov 13" in found[0].words
        assert found[0].words.endswith(f", {now} now")


def test_the_last_grade_counts_and_an_ungraded_visit_is_passed_over() -> None:
    earlier = [visit(18, {L4: "5"}), visit(13, {S1: "4-"}), visit(6, {S1: "5"})]
    assert fallen_strength(visit(21, {S1: "4-"}), earlier, KNOWLEDGE.vocabulary) == ()
    assert fallen_strength(visit(21, {S1: "3"}), [], KNOWLEDGE.vocabulary) == ()


def test_a_fall_is_urgent_where_the_grade_alone_would_be_watched() -> None:
    fallen = fallen_strength(visit(21, {S1: "4-"}), [visit(13, {S1: "4+"})], KNOWLEDGE.vocabulary)
    calm = case({"myotome@right#S1": "4-"})
    now = calm.with_values(fallen_findings(fallen))
    tiers = [raise_flags(facts, KNOWLEDGE)[0].tier for facts in (calm, now)]
    assert tiers == [Tier.MONITOR, Tier.URGENT]


def test_small_steps_add_up_and_an_old_fall_is_told_once() -> None:
    slow = [visit(18, {S1: "4+"}), visit(11, {S1: "5"})]
    (found,) = fallen_strength(visit(21, {S1: "4"}), slow, KNOWLEDGE.vocabulary)
    assert (found.before, found.on.day, found.days) == ("5", 11, 10)
    told = [visit(18, {S1: "4"}), *slow]
    assert fallen_strength(visit(21, {S1: "4"}), told, KNOWLEDGE.vocabulary) == ()
    regained = [visit(18, {S1: "5"}), visit(11, {S1: "3"})]
    (again,) = fallen_strength(visit(21, {S1: "4"}), regained, KNOWLEDGE.vocabulary)
    assert again.on.day == 18


def test_a_fall_within_days_or_on_both_sides_is_for_the_same_day() -> None:
    left = FindingKey("myotome", Side.LEFT, "S1")
    cases = [
        (visit(21, {S1: "4"}), visit(19, {S1: "5"}), Tier.EMERGENCY),
        (visit(21, {S1: "4"}), visit(17, {S1: "5"}), Tier.URGENT),
        (visit(21, {S1: "4", left: "4"}), visit(7, {S1: "5", left: "5"}), Tier.EMERGENCY),
    ]
    for now, before, tier in cases:
        fallen = fallen_strength(now, [before], KNOWLEDGE.vocabulary)
        facts = Facts.from_answers(now.answers).with_values(fallen_findings(fallen))
        assert raise_flags(facts, KNOWLEDGE)[0].tier is tier


@pytest.mark.parametrize("course", [None, "unsure", "stable", "improving"])
@pytest.mark.parametrize(("before", "now"), [("3", "2"), ("4", "3-"), ("4", "3")])
def test_no_word_calms_a_measured_fall_to_three_or_less(
    before: str, now: str, course: str | None
) -> None:
    """docs/reasoning.md: 3 or less that is worse is same-day; the grades say that it is worse."""
    today = visit(21, {S1: now})
    fallen = fallen_strength(today, [visit(10, {S1: before})], KNOWLEDGE.vocabulary)
    facts = Facts.from_answers(today.answers).with_values(fallen_findings(fallen))
    if course is not None:
        facts = facts.with_values({FindingKey("weakness_course", Side.RIGHT): course})
    assert raise_flags(facts, KNOWLEDGE)[0].tier is Tier.EMERGENCY
    told = [one.words for one in assess(facts, KNOWLEDGE).contradictions]
    assert any("stable or improving" in words for words in told) is (
        course in ("stable", "improving")
    )


def test_three_or_less_long_stable_on_the_sound_side_of_a_fall_stays_urgent() -> None:
    left = FindingKey("myotome", Side.LEFT, "S1")
    today = visit(21, {S1: "4", left: "3"})
    fallen = fallen_strength(today, [visit(10, {S1: "5", left: "3"})], KNOWLEDGE.vocabulary)
    facts = Facts.from_answers(today.answers).with_values(fallen_findings(fallen))
    stable = {FindingKey("weakness_course", side): "stable" for side in Side.BOTH.each}
    titles = [flag.title for flag in raise_flags(facts.with_values(stable), KNOWLEDGE)]
    assert "Leg weakness of MRC 3 or less, lower than at an earlier visit" not in titles


def test_one_muscle_is_followed_whichever_of_its_fields_was_used() -> None:
    """The form has L5 graded as great toe up: a fall does not hang on the therapists' habits."""
    level, toe = (
        FindingKey("myotome", Side.RIGHT, "L5"),
        FindingKey("strength_great_toe_extension", Side.RIGHT),
    )
    for before, now in ((level, toe), (toe, level)):
        today = visit(21, {now: "4-"})
        (found,) = fallen_strength(today, [visit(10, {before: "5"})], KNOWLEDGE.vocabulary)
        assert (found.key, found.before, found.days) == (now, "5", 11)
        assert "L5 RIGHT" in found.words
        assert "reat toe" in found.words
        facts = Facts.from_answers(today.answers).with_values(fallen_findings([found]))
        assert raise_flags(facts, KNOWLEDGE)[0].tier is Tier.URGENT


def test_the_same_field_counts_before_the_other_one_and_other_muscles_never() -> None:
    level, toe = (
        FindingKey("myotome", Side.RIGHT, "L5"),
        FindingKey("strength_great_toe_extension", Side.RIGHT),
    )
    both = visit(10, {level: "4", toe: "5"})
    assert fallen_strength(visit(21, {level: "4"}), [both], KNOWLEDGE.vocabulary) == ()
    ankle = FindingKey("strength_ankle_dorsiflexion", Side.RIGHT)
    left = FindingKey("strength_great_toe_extension", Side.LEFT)
    earlier = [visit(10, {ankle: "5", left: "5", S1: "5"})]
    assert fallen_strength(visit(21, {level: "4-"}), earlier, KNOWLEDGE.vocabulary) == ()
