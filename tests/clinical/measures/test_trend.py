"""What the plot of a measure shows, worked out from scores and published thresholds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from pt_chart.clinical.findings import Value
from pt_chart.clinical.measures.series import Course, courses
from pt_chart.clinical.measures.trend import trend, trend_words
from pt_chart.clinical.sides import Side
from tests.clinical.measures.given import instruments, rmdq, visit

START = date(2026, 11, 3)


def course(measure: str, *given_answers: Mapping[str, Value | None]) -> Course:
    visits = [
        visit(answers, START + timedelta(days=7 * number), number)
        for number, answers in enumerate(given_answers)
    ]
    (made,) = courses(visits, [instruments()[measure]])
    return made


def test_the_band_is_the_error_around_the_first_score() -> None:
    made = trend(course("rmdq", {"rmdq_total": 15}, {"rmdq_total": 11}, {"rmdq_total": 8}), 5)
    assert made is not None
    assert [point.score for point in made.points] == [15, 11, 8]
    # 30% of 15 is 4.5, less than the five points of the source.
    assert [made.band, made.important_at] == [(10, 20), 10.5]
    assert (made.low, made.high) == (0, 24)
    assert made.target == 5
    assert trend_words(made) == (
        "Roland-Morris, lower is better: 15 on Nov 3, 2026; 11 on Nov 10, 2026; 8 on Nov 17, "
        "2026. From 10 to 20 no change can be told from measurement error (MDC90, Stratford "
        "1996). Important change from 10.5 (MIC, Ostelo 2008). Goal 5."
    )


def test_a_higher_score_is_the_better_side_of_some() -> None:
    made = trend(course("lefs", {"lefs_total": 40}, {"lefs_total": 52}))
    assert made is not None
    assert (made.band, made.important_at) == ((31, 49), 49)


def test_a_visit_without_a_score_is_a_gap_and_joins_nothing() -> None:
    made = trend(course("rmdq", {"rmdq_total": 15}, rmdq(3, 10), {"rmdq_total": 8}))
    assert made is not None
    assert len(made.points) == 2
    assert made.gaps == (START + timedelta(days=7),)
    assert "No score on Nov 10, 2026." in trend_words(made)


def test_nothing_is_plotted_of_one_score_or_of_other_activities() -> None:
    assert trend(course("rmdq", {"rmdq_total": 15})) is None
    first: dict[str, Value | None] = {f"psfs_score_{n}": 3 for n in (1, 2, 3)}
    named: dict[str, Value | None] = {f"psfs_activity_{n}": f"Task {n}" for n in (1, 2, 3)}
    other: dict[str, Value | None] = {**named, "psfs_activity_1": "Something else"}
    assert trend(course("psfs", {**first, **named}, {**first, **named})) is not None
    assert trend(course("psfs", {**first, **named}, {**first, **other})) is None


def test_angles_show_their_own_range_and_say_their_side() -> None:
    made = trend(course("slr_angle", {"slr_angle@right": 48}, {"slr_angle@right": 60}))
    assert made is not None
    assert made.side is Side.RIGHT
    assert 0 <= made.low < 48 - 7.2
    assert 60 < made.high < 130
    assert trend_words(made).startswith("Straight leg raise RIGHT, higher is better: 48 on")


@given(st.lists(st.integers(0, 24), min_size=2, max_size=12))
def test_every_score_lies_on_the_scale(scores: list[int]) -> None:
    made = trend(course("rmdq", *({"rmdq_total": score} for score in scores)))
    assert made is not None
    assert all(made.low <= point.score <= made.high for point in made.points)
    assert made.important_at is None or made.low <= made.important_at <= made.high
