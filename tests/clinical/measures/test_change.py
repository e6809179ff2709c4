"""Change verdicts hold to published thresholds and say which."""

from __future__ import annotations

import math
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_chart.clinical.measures.change import Direction, Verdict, change, change_words
from pt_chart.clinical.measures.instrument import ThresholdKind, for_sex
from pt_chart.clinical.measures.series import Course, courses
from pt_chart.clinical.visit import Visit
from tests.clinical.measures.given import instruments, rmdq, visit

IMPORTANT, REAL, ERROR = Verdict.REAL_AND_IMPORTANT, Verdict.REAL, Verdict.WITHIN_ERROR


@pytest.mark.parametrize(
    ("measure", "before", "now", "verdict"),
    [
        ("nprs_now", 7, 5, IMPORTANT),
        ("nprs_now", 7, 6, ERROR),
        ("nprs_now", 2, 1, ERROR),
        ("rmdq", 15, 10, IMPORTANT),
        ("rmdq", 15, 11, ERROR),
        ("rmdq", 20, 15, IMPORTANT),
        ("odi", 40, 30, ERROR),
        ("odi", 40, 29, IMPORTANT),
        ("lefs", 40, 48, ERROR),
        ("lefs", 40, 49, IMPORTANT),
        ("psfs", 4, 6, REAL),
        ("psfs", 4, 5.9, ERROR),
        ("sbi", 15, 10, ERROR),
        ("sbi", 15, 9, REAL),
        ("visa_h", 40, 62, Verdict.IMPORTANT_ERROR_UNKNOWN),
        ("visa_h", 40, 61, Verdict.BELOW_IMPORTANT_ERROR_UNKNOWN),
        ("tsk11", 30, 20, Verdict.UNKNOWN),
        ("slr_angle", 45, 49, ERROR),
        ("slr_angle", 45, 57, REAL),
        ("active_knee_extension", 30, 26, ERROR),
        ("active_knee_extension", 30, 18, REAL),
        ("passive_knee_extension", 30, 26, ERROR),
        ("passive_knee_extension", 30, 18, REAL),
    ],
)
def test_verdicts(measure: str, before: float, now: float, verdict: Verdict) -> None:
    assert change(instruments()[measure], before, now).verdict is verdict


def test_the_error_of_an_angle_is_sem_times_1_96_times_root_2() -> None:
    for measure, sem in (("slr_angle", 2.6), ("active_knee_extension", 2.9)):
        error = instruments()[measure].threshold(ThresholdKind.ERROR)
        assert error is not None
        assert error.amount == pytest.approx(sem * 1.96 * math.sqrt(2))
    neto = instruments()["slr_angle"].threshold(ThresholdKind.ERROR)
    reurink = instruments()["active_knee_extension"].others(ThresholdKind.ERROR)[0]
    # As the papers print them: 7 degrees, and 15 degrees.
    assert neto is not None
    assert round(neto.amount) == 7
    assert round(reurink.amount) == 15


@given(st.sampled_from(sorted(instruments())), st.floats(0, 60), st.floats(0, 60))
def test_both_ways_weigh_the_same_but_for_a_percentage(
    measure: str, before: float, now: float
) -> None:
    instrument = instruments()[measure]
    there, back = change(instrument, before, now), change(instrument, now, before)
    assert there.amount == -back.amount
    if there.important is None or there.important.percent is None:
        assert there.verdict is back.verdict
    if before != now:
        opposite = {Direction.BETTER: Direction.WORSE, Direction.WORSE: Direction.BETTER}
        assert back.direction is opposite.get(there.direction, there.direction)


def test_the_words_name_threshold_and_source() -> None:
    words = change_words(instruments()["rmdq"], change(instruments()["rmdq"], 15, 8))
    assert words == (
        "Roland-Morris 15 to 8 points, better by 7: real and important "
        "(MDC90 5 points, Stratford 1996; MIC 4.5 points = 30% of the first score, Ostelo 2008)."
    )
    angle = instruments()["slr_angle"]
    assert change_words(angle, change(angle, 45, 49)) == (
        "Straight leg raise 45 to 49°, better by 4: within measurement error "
        "(SEM 2.6° x 1.96 x √2 = 7.2°, Neto 2015)."
    )


def test_a_change_between_the_two_thresholds_is_said_to_be_so() -> None:
    pain = instruments()["nprs"]
    words = change_words(pain, change(pain, 3, 2))
    assert "within measurement error, though as large as the important change" in words
    assert "MIC 0.9 points = 30% of the first score" in words


def psfs(day: int, scores: tuple[int, ...], *, names: tuple[str, ...] = ()) -> Visit:
    answers: dict[str, object] = {f"psfs_score_{n}": s for n, s in enumerate(scores, 1)}
    answers |= {f"psfs_activity_{n}": words for n, words in enumerate(names, 1)}
    return visit(answers, date(2026, 11, day), day)  # type: ignore[arg-type]


NAMED = ("Sit 45 minutes", "Put on socks", "Run 2 km")


def the_course(*visits: Visit, measure: str = "psfs") -> Course:
    (course,) = courses(visits, [instruments()[measure]])
    return course


def test_psfs_keeps_its_activities() -> None:
    course = the_course(psfs(3, (2, 3, 1), names=NAMED), psfs(20, (5, 6, 4)))
    assert [part.words for part in course.parts] == list(NAMED)
    assert course.latest.activities["psfs_score_3"] == "Run 2 km"
    assert course.since_first is not None
    assert course.since_first.amount == 3
    assert course.since_first.verdict is REAL
    found = [part.found.verdict for part in course.parts if part.found]
    assert found == [REAL, REAL, REAL]


def test_the_same_activity_in_other_letters_is_kept() -> None:
    again = ("sit  45 minutes.", "Put on socks", "run 2 km")
    course = the_course(psfs(3, (2, 3, 1), names=NAMED), psfs(20, (5, 6, 4), names=again))
    assert course.refusal == ""
    assert course.since_first is not None


def test_a_swapped_activity_is_not_compared() -> None:
    other = ("Sit 45 minutes", "Put on socks", "Cycle to work")
    course = the_course(psfs(3, (2, 3, 1), names=NAMED), psfs(20, (5, 6, 9), names=other))
    assert course.since_first is None
    assert "Cycle to work" in course.refusal
    assert [part.swapped for part in course.parts] == ["", "", "Cycle to work"]


def test_a_left_out_activity_is_left_out_of_both_means() -> None:
    first = psfs(3, (2, 3, 1, 0), names=(*NAMED, "Lift"))
    course = the_course(first, psfs(20, (5, 6, 4)))
    assert course.since_first is not None
    assert (course.since_first.before, course.since_first.now) == (2, 5)


def test_a_course_skips_what_has_no_score() -> None:
    visits = (
        visit(rmdq(15), date(2026, 11, 3), 1),
        visit(rmdq(15, 20), date(2026, 11, 10), 2),
        visit(rmdq(8), date(2026, 11, 17), 3),
    )
    course = the_course(*visits, measure="rmdq")
    assert len(course.administrations) == 3
    assert course.since_last == course.since_first
    assert course.since_first is not None
    assert course.since_first.amount == -7


def test_sides_have_courses_of_their_own() -> None:
    before = visit({"slr_angle@right": 45, "slr_angle@left": 70}, date(2026, 11, 3), 1)
    now = visit({"slr_angle@right": 57}, date(2026, 11, 17), 2)
    right, left = sorted(
        courses((before, now), [instruments()["slr_angle"]]), key=lambda c: c.side or ""
    )[::-1]
    assert right.since_first is not None
    assert right.since_first.verdict is REAL
    assert left.since_first is None


@pytest.mark.parametrize("measure", ["slr_angle", "slr_first_angle"])
@pytest.mark.parametrize(
    ("sex", "amount", "verdict", "source"),
    [("F", 11.6, ERROR, "(women)"), ("M", 8.3, REAL, "(men)"), ("", 11.6, ERROR, "(women)")],
)
def test_an_angle_is_held_against_the_figure_of_the_persons_sex(
    measure: str, sex: str, amount: float, verdict: Verdict, source: str
) -> None:
    (angle,) = for_sex([instruments()[measure]], sex)
    error = angle.threshold(ThresholdKind.ERROR)
    assert error is not None
    assert round(error.amount, 1) == amount
    found = change(angle, 45, 54)
    assert found.verdict is verdict
    assert source in change_words(angle, found)
    assert change(angle, 45, 57).verdict is REAL
    assert change(angle, 45, 49).verdict is ERROR
    assert len(angle.thresholds) == len(instruments()[measure].thresholds)
