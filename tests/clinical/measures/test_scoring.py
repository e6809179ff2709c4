"""Scores come from what was answered; what is missing or impossible is named."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_chart.clinical.findings import Origin
from pt_chart.clinical.measures.scoring import MeasureAdministration, administer, administrations
from tests.clinical.measures.given import RMDQ, instruments, rmdq, visit


def scored(measure: str, **answers: object) -> MeasureAdministration:
    made = administer(visit(answers), instruments()[measure])  # type: ignore[arg-type]
    assert made is not None
    return made


@given(st.sets(st.sampled_from(RMDQ)))
def test_roland_morris_counts_the_marked_statements(marked: set[str]) -> None:
    made = administer(visit({name: name in marked for name in RMDQ}), instruments()["rmdq"])
    assert made is not None
    assert (made.score, made.missing, made.refusal) == (len(marked), (), "")


@given(st.integers(1, 23))
def test_a_half_filled_questionnaire_has_no_score_and_names_what_is_missing(answered: int) -> None:
    made = administer(visit(rmdq(3, answered)), instruments()["rmdq"])
    assert made is not None
    assert made.score is None
    assert made.missing == RMDQ[answered:]
    assert made.at_least == min(3, answered)
    assert f"{answered} of 24 answered" in made.refusal
    assert "nothing is assumed" in made.refusal


def test_a_measure_that_nobody_gave_is_not_there() -> None:
    assert administrations(visit({}), instruments().values()) == ()
    untested = visit({"rmdq_total": None, "nprs_now": None})
    assert administrations(untested, instruments().values()) == ()


def test_published_ways_of_scoring() -> None:
    assert scored("nprs", nprs_now=4, nprs_best=2, nprs_worst=9).score == 5
    assert scored("sbi", sbi_leg_pain=5, sbi_numbness=4, sbi_weakness=2, sbi_sitting=3).score == 14
    psfs = {"psfs_activity_1": "Sit", "psfs_score_1": 2, "psfs_score_2": 5, "psfs_score_3": 5}
    assert scored("psfs", **psfs).score == 4
    assert scored("groc", groc=-3).score == -3


def test_two_activities_have_no_mean_but_keep_their_scores() -> None:
    made = scored("psfs", psfs_score_1=2, psfs_score_2=5)
    assert made.score is None
    assert "at least three" in made.refusal
    assert dict(made.items) == {"psfs_score_1": 2, "psfs_score_2": 5}


@pytest.mark.parametrize(
    ("measure", "answers", "reason"),
    [
        ("dn4", {"dn4_total": 11}, "outside 0 to 10"),
        ("lefs", {"lefs_total": 40.5}, "whole totals only"),
        ("start_back", {"start_back_total": 3, "start_back_subscale": 4}, "above the total"),
        ("start_back", {"start_back_total": 9, "start_back_subscale": 4}, "4 at most"),
        ("odi", {"odi_total": 40, "odi_sections": 7}, "fewer than 8"),
        ("odi", {"odi_total": 41, "odi_sections": 10}, "nearest possible are 40 and 42"),
        ("sbi", {"sbi_total": 25}, "outside 0 to 24"),
        ("pain_detect", {"pain_detect_total": -2}, "outside -1 to 38"),
        ("promis_function", {"promis_function": 120}, "outside 10 to 90"),
    ],
)
def test_impossible_totals_are_refused_with_the_reason(
    measure: str, answers: dict[str, object], reason: str
) -> None:
    made = scored(measure, **answers)
    assert made.score is None
    assert reason in made.refusal


def test_possible_totals_from_paper_keep_sheet_and_day() -> None:
    made = scored(
        "odi",
        odi_total=44.4,
        odi_sections=9,
        odi_sheet_name="ODI 2.1a, folder 3",
        odi_sheet_date="2026-10-30",
    )
    assert (made.score, made.source) == (44.4, "paper sheet")
    assert (made.sheet, made.date) == ("ODI 2.1a, folder 3", date(2026, 10, 30))


def test_a_sheet_of_the_future_gives_no_score() -> None:
    made = scored("lefs", lefs_total=40, lefs_sheet_date="2026-12-30")
    assert made.score is None
    assert "lies after the visit" in made.refusal


def test_what_was_carried_was_not_measured() -> None:
    shown = visit({"rmdq_total": 12})
    carried = {key: replace(a, origin=Origin.CARRIED) for key, a in shown.answers.items()}
    assert administrations(replace(shown, answers=carried), instruments().values()) == ()


def test_items_and_a_typed_total_must_agree() -> None:
    made = scored("rmdq", **rmdq(9), rmdq_total=9)
    assert (made.score, made.source) == (9, "items and paper sheet")
    differ = scored("rmdq", **rmdq(9), rmdq_total=11)
    assert differ.score is None
    assert "the items give 9, the typed total is 11" in differ.refusal


def test_only_free_instruments_have_items() -> None:
    for instrument in instruments().values():
        assert instrument.items_ship or not instrument.items, instrument.id
        assert instrument.licence
        assert instrument.source


def test_risk_groups_of_the_screening_tool() -> None:
    risk = instruments()["start_back"].risk
    assert risk is not None
    named = {
        pair: (risk.group(*pair) or ("none", ""))[0]
        for pair in ((3, 3), (4, 3), (4, 4), (9, 5), (4, None), (3, None))
    }
    assert named == {
        (3, 3): "low risk",
        (4, 3): "medium risk",
        (4, 4): "high risk",
        (9, 5): "high risk",
        (4, None): "none",
        (3, None): "low risk",
    }
