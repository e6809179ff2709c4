"""Asterisk signs and what a change means against the measurement error."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pt_chart.clinical.fields import FieldDef, FieldKind, MeasurementError
from pt_chart.clinical.findings import FindingKey
from pt_chart.clinical.sides import Side
from pt_chart.clinical.within_visit import (
    NO_ERROR,
    ChangeKind,
    Retest,
    WithinVisit,
    sign_change,
)

AT = datetime(2026, 11, 10, 10, 42, tzinfo=UTC)
SLR = FindingKey("slr_angle", Side.RIGHT)
ERROR = MeasurementError(6, 10, "Youdas 2005", "no", better="higher")
ANGLE = FieldDef("slr_angle", "Angle", FieldKind.NUMBER, "exam", unit="°", error=ERROR)
TEST = FieldDef("slump", "Slump", FieldKind.YES_NO, "exam")


@pytest.mark.parametrize(
    ("before", "now", "kind", "better"),
    [
        (38, 38, ChangeKind.SAME, None),
        (38, 43, ChangeKind.WITHIN_ERROR, None),
        (38, 44, ChangeKind.UNSURE, True),
        (38, 48, ChangeKind.BEYOND_ERROR, True),
        (38, 47, ChangeKind.UNSURE, True),
        (38, 49, ChangeKind.BEYOND_ERROR, True),
        (49, 38, ChangeKind.BEYOND_ERROR, False),
    ],
)
def test_a_change_is_held_against_the_error(
    before: int, now: int, kind: ChangeKind, better: bool | None
) -> None:
    change = sign_change(ANGLE, before, now)
    assert (change.kind, change.better) == (kind, better)


def test_no_error_is_made_up() -> None:
    bare = FieldDef("x", "X", FieldKind.NUMBER, "exam")
    assert NO_ERROR in sign_change(bare, 1, 9).words
    assert sign_change(TEST, before=True, now=False).better is True
    assert "error" not in sign_change(TEST, before=True, now=False).words


@pytest.mark.parametrize(("kind", "before", "now"), [("mrc", "4+", "5"), ("reflex", "1", "2")])
def test_a_grade_says_that_no_error_is_known(kind: str, before: str, now: str) -> None:
    change = sign_change(FieldDef("x", "X", FieldKind(kind), "exam"), before, now)
    assert change.kind is ChangeKind.NOT_KNOWN
    assert change.words.endswith(NO_ERROR)


@given(st.integers(0, 120), st.integers(0, 120))
@settings(max_examples=40)
def test_there_and_back_mean_the_same_but_for_the_direction(a: int, b: int) -> None:
    there, back = sign_change(ANGLE, a, b), sign_change(ANGLE, b, a)
    assert there.kind is back.kind
    if there.better is not None:
        assert there.better is not back.better


def test_a_sign_goes_with_its_retests() -> None:
    within = WithinVisit().toggled(SLR).with_retest(Retest(SLR, 52, "Press-up", AT))
    again = within.with_retest(Retest(SLR, 55, "Press-up", AT))
    assert [one.value for one in again.of(SLR)] == [55]
    assert again.without_retest(SLR, "Press-up").retests == ()
    assert again.toggled(SLR) == WithinVisit()
