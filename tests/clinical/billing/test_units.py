"""Units by the two rules; the worked examples of the Medicare manual, chapter 5, section 20.2."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_chart.clinical.billing.units import (
    CodeUnits,
    DayUnits,
    check_code,
    check_modifier,
    day_units,
    read_minutes,
    units_of_total,
)
from pt_chart.clinical.care.episode_log import UnitRule
from pt_chart.clinical.care.visit_administration import VisitAdministration
from pt_chart.clinical.visit import Treatment

A, B, C, D = "TIMEA", "TIMEB", "TIMEC", "TIMED"
CMS, MIDPOINT = UnitRule.CMS, UnitRule.MIDPOINT


def timed(**minutes: int) -> list[Treatment]:
    return [
        Treatment(code, code=code, minutes=count, timed=True) for code, count in minutes.items()
    ]


def billed(units: DayUnits) -> dict[str, int]:
    return {code.code: code.units for code in units.codes}


@pytest.mark.parametrize(
    ("minutes", "units"),
    [
        (0, 0), (7, 0), (8, 1), (22, 1), (23, 2), (37, 2), (38, 3), (41, 3), (52, 3), (53, 4),
        (67, 4), (68, 5), (82, 5), (83, 6), (97, 6), (98, 7), (112, 7), (113, 8), (127, 8),
    ],
)  # fmt: skip
def test_total_timed_minutes_give_units(minutes: int, units: int) -> None:
    assert units_of_total(minutes) == units


@pytest.mark.parametrize(
    ("minutes", "units", "choice"),
    [
        ({A: 24, B: 23}, {A: 2, B: 1}, False),
        ({A: 20, B: 20}, {A: 2, B: 1}, True),
        ({A: 33, B: 7}, {A: 2, B: 1}, False),
        ({A: 18, B: 13, C: 10, D: 8}, {A: 1, B: 1, C: 1, D: 0}, False),
        ({A: 7, B: 7, C: 7}, {A: 1, B: 0, C: 0}, True),
        ({A: 7, B: 7}, {A: 1, B: 0}, True),
        ({A: 7}, {A: 0}, False),
    ],
)
def test_worked_examples_of_the_manual(
    minutes: dict[str, int], units: dict[str, int], choice: bool
) -> None:
    day = day_units(timed(**minutes), CMS)
    assert billed(day) == units
    assert day.timed_minutes == sum(minutes.values())
    assert any("choose which to bill" in remark for remark in day.remarks) is choice


def test_the_midpoint_rule_looks_at_each_code_alone() -> None:
    assert billed(day_units(timed(TIMEA=33, TIMEB=7), MIDPOINT)) == {A: 2, B: 0}
    four = day_units(timed(TIMEA=18, TIMEB=13, TIMEC=10, TIMED=8), MIDPOINT)
    assert billed(four) == {A: 1, B: 1, C: 1, D: 1}
    assert billed(day_units(timed(TIMEA=8, TIMEB=8), MIDPOINT)) == {A: 1, B: 1}
    assert billed(day_units(timed(TIMEA=8, TIMEB=8), CMS)) == {A: 1, B: 0}


@given(st.lists(st.integers(0, 90), min_size=1, max_size=6))
def test_the_total_bounds_the_units(minutes: list[int]) -> None:
    codes = {f"CODE{number}": count for number, count in enumerate(minutes)}
    day = day_units(timed(**codes), CMS)
    assert day.timed_units == units_of_total(sum(minutes))
    for code in day.codes:
        assert code.minutes // 15 <= code.units <= code.minutes // 15 + 1
    alone = day_units(timed(**codes), MIDPOINT)
    assert all(code.units == units_of_total(code.minutes) for code in alone.codes)


def test_the_same_code_twice_is_added_together() -> None:
    day = day_units([*timed(TIMEA=5), *timed(TIMEA=4)], CMS)
    (only,) = day.codes
    assert only == CodeUnits(A, timed=True, minutes=9, units=1, left_over=9)


def test_untimed_codes_are_one_unit_and_stay_out_of_the_timed_minutes() -> None:
    untimed = Treatment("Evaluation", code="EVAL1", minutes=30, timed=False)
    day = day_units([untimed, *timed(TIMEA=10)], CMS)
    assert billed(day) == {"EVAL1": 1, A: 1}
    assert (day.timed_minutes, day.total_minutes) == (10, 40)


def test_what_cannot_be_counted_is_named() -> None:
    day = day_units(
        [
            Treatment("Press-up", minutes=5),
            Treatment("Walk", code="walk1", minutes=9),
            Treatment("Balance", code="BAL01", timed=True),
        ],
        CMS,
        VisitAdministration(treatment_minutes=10),
    )
    assert day.units == 0
    assert day.hints == ("Press-up: 5 minutes without a code.",)
    assert day.contradictions == (
        "Walk: say whether walk1 is billed by minutes.",
        "Balance: BAL01 is timed and has no minutes.",
        "Total treatment time 10 minutes is less than the 14 minutes listed; mend one of them.",
    )


@pytest.mark.parametrize(
    ("therapist", "assistant", "lines"),
    [
        (15, 15, ["TIMEA x 1", "TIMEA CQ x 1"]),
        (26, 4, ["TIMEA x 2"]),
        (5, 10, ["TIMEA CQ x 1"]),
        (8, 7, ["TIMEA x 1"]),
        (7, 8, ["TIMEA CQ x 1"]),
        (7, 7, ["TIMEA CQ x 1"]),
        (12, 14, ["TIMEA x 1", "TIMEA CQ x 1"]),
        (9, 14, ["TIMEA x 1", "TIMEA CQ x 1"]),
        (20, 25, ["TIMEA x 1", "TIMEA CQ x 2"]),
        (22, 3, ["TIMEA x 1", "TIMEA CQ x 1"]),
        (30, 8, ["TIMEA x 2", "TIMEA CQ x 1"]),
        (0, 30, ["TIMEA CQ x 2"]),
        (30, 0, ["TIMEA x 2"]),
    ],
)
def test_units_of_the_assistant_stand_apart(
    therapist: int, assistant: int, lines: list[str]
) -> None:
    own = Treatment("Exercise", code=A, minutes=therapist, timed=True)
    helped = Treatment("Exercise", code=A, minutes=assistant, timed=True, by_assistant=True)
    given = [one for one in (own, helped) if one.minutes]
    assert [line.words for line in day_units(given, CMS).lines] == lines
    typed = [replace(one, modifiers=("CQ",) if one.by_assistant else ()) for one in given]
    assert [line.words for line in day_units(typed, CMS).lines] == lines


def test_the_examples_with_two_codes() -> None:
    """CMS: 23 minutes of an assistant and 13 + 30 of the therapist; 22 and 23 of two codes."""
    mixed = [
        *timed(TIMEA=13, TIMEB=30),
        Treatment("x", code=A, minutes=23, timed=True, by_assistant=True),
    ]
    assert [line.words for line in day_units(mixed, CMS).lines] == [
        "TIMEA x 1", "TIMEA CQ x 1", "TIMEB x 2",
    ]  # fmt: skip
    apart = [
        *timed(TIMEA=22),
        Treatment("x", code=B, minutes=23, timed=True, by_assistant=True),
    ]
    assert [line.words for line in day_units(apart, CMS).lines] == ["TIMEA x 1", "TIMEB CQ x 2"]


@given(st.integers(0, 90), st.integers(0, 90))
def test_every_unit_is_billed_once(therapist: int, assistant: int) -> None:
    mixed = [
        *timed(TIMEA=therapist),
        Treatment("x", code=A, minutes=assistant, timed=True, by_assistant=True),
    ]
    day = day_units(mixed, CMS)
    assert sum(line.units for line in day.lines) == units_of_total(therapist + assistant)
    assert day.codes[0].assistant_units >= assistant // 15 - 1
    if not assistant:
        assert day.codes[0].assistant_units == 0


@pytest.mark.parametrize(("share", "line"), [(2, "TRAC1 x 1"), (3, "TRAC1 CQ x 1")])
def test_an_untimed_code_of_an_assistant(share: int, line: str) -> None:
    own = Treatment("Traction", code="TRAC1", minutes=20 - share, timed=False)
    helped = replace(own, minutes=share, by_assistant=True)
    assert [one.words for one in day_units((own, helped), CMS).lines] == [line]
    whole = Treatment("Traction", code="TRAC1", timed=False, by_assistant=True)
    assert [one.words for one in day_units([whole], CMS).lines] == ["TRAC1 CQ x 1"]


def test_another_payers_modifier_is_left_to_the_clinic() -> None:
    helped = Treatment("x", code=A, minutes=15, timed=True, by_assistant=True)
    day = day_units([*timed(TIMEA=15), helped], MIDPOINT)
    assert [line.words for line in day.lines] == ["TIMEA x 2"]
    assert "type CQ if this payer asks for it" in day.hints[0]
    typed = day_units([*timed(TIMEA=15), replace(helped, modifiers=("CQ",))], MIDPOINT)
    assert [line.words for line in typed.lines] == ["TIMEA x 1", "TIMEA CQ x 1"]


def test_a_tie_is_the_clinics_choice() -> None:
    both = timed(TIMEA=20, TIMEB=20)
    undecided = day_units(both, CMS)
    assert (undecided.tied, undecided.tied_places) == ((A, B), 1)
    assert "choose which to bill" in undecided.contradictions[0]
    chosen = day_units(both, CMS, VisitAdministration(tied_units=(B,)))
    assert billed(chosen) == {A: 1, B: 2}
    assert chosen.contradictions == ()
    assert chosen.facts == ("TIMEA and TIMEB have equal minutes left over; TIMEB chosen to bill.",)
    four = day_units(
        timed(TIMEA=13, TIMEB=13, TIMEC=13, TIMED=13),
        CMS,
        VisitAdministration(tied_units=(B, C, D)),
    )
    assert billed(four) == {A: 0, B: 1, C: 1, D: 1}
    assert four.tied_places == 3
    assert four.contradictions == ()


def test_typed_minutes_and_codes_are_checked_with_the_fix() -> None:
    assert read_minutes(" 12 min ") == 12
    assert read_minutes("  ") is None
    for wrong in ("-5", "ten", "1.5", "9999", "٣", "5" * 100_000):
        with pytest.raises(ValueError, match="type 0 to 1440"):
            read_minutes(wrong)
    with pytest.raises(ValueError, match="negative"):
        units_of_total(-1)
    assert check_code("97xxx") == ""
    assert "letters and digits" in check_code("97 110")
    assert check_modifier("cq") == ""
    assert "two letters" in check_modifier("CQX")


@pytest.mark.parametrize("rule", UnitRule)
def test_a_code_billed_both_ways_is_named_and_only_timed_minutes_are_timed(rule: UnitRule) -> None:
    given = (
        Treatment("A", minutes=8, code="NMRE", timed=True),
        Treatment("B", minutes=6, code="NMRE", timed=False),
    )
    day = day_units(given, rule)
    assert day.timed_minutes == 8
    assert day.total_minutes == 14
    said = "NMRE is billed by minutes in one line and once in another; mend one of them."
    assert said in day.contradictions
