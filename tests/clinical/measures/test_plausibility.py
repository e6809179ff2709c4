"""Values that cannot be, of every shipped measure: refused or pointed out, from data."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_chart.charting.quick_entry import QuickEntry
from pt_chart.clinical import values
from pt_chart.clinical.fields import FieldDef, FieldKind
from pt_chart.clinical.findings import Value
from pt_chart.clinical.measures.instrument import Instrument
from pt_chart.clinical.measures.plausibility import Misfit, misfits
from pt_chart.clinical.measures.scoring import administer
from pt_chart.clinical.sides import Side
from tests.clinical.measures.given import RMDQ, definitions, instruments, rmdq, visit

ALL = tuple(instruments().values())
NUMERIC = (FieldKind.NUMBER, FieldKind.SCALE)


def found(**answers: Value | None) -> list[Misfit]:
    return list(misfits(visit(answers).answers, date(2026, 11, 3), ALL))


def words(**answers: Value | None) -> str:
    return "\n".join(one.words for one in found(**answers))


def numeric_fields(whole: bool) -> Iterator[tuple[Instrument, FieldDef]]:
    """Fields of the instruments that hold numbers, with the instrument."""
    fields = definitions().vocabulary.fields
    for one in ALL:
        for name in one.fields:
            field = fields[name]
            if field.kind in NUMERIC and (field.whole or not whole):
                yield one, field


@pytest.mark.parametrize(
    "field", {f.id: f for _, f in numeric_fields(whole=False)}.values(), ids=lambda f: f.id
)
def test_no_field_of_a_measure_takes_what_lies_outside_it(field: FieldDef) -> None:
    low, high = field.minimum, field.maximum
    assert low is not None
    assert high is not None
    for beyond in (low - 1, high + 1, 10**12, float("nan")):
        said = values.check(field, beyond)
        assert field.name in said or "far too large" in said
    with pytest.raises(ValueError, match=r"above|not a number"):
        values.parse(field, f"{int(high) + 1}")


@pytest.mark.parametrize(
    "field", {f.id: f for _, f in numeric_fields(whole=True)}.values(), ids=lambda f: f.id
)
def test_no_field_counted_in_whole_numbers_takes_a_half(field: FieldDef) -> None:
    assert field.minimum is not None
    half = field.minimum + 0.5
    with pytest.raises(ValueError, match=r"is not a whole number; .* whole numbers only"):
        values.parse(field, str(half))
    with pytest.raises(ValueError, match="is not a whole number"):
        values.from_json(field, half)
    read = QuickEntry(definitions().vocabulary).read(f"{field.id} {half}")
    assert "is not a whole number" in read.problem
    assert not read.complete


@pytest.mark.parametrize("instrument", ALL, ids=lambda one: one.id)
def test_what_a_measure_counts_whole_its_fields_take_whole(instrument: Instrument) -> None:
    fields = definitions().vocabulary.fields
    counted = {instrument.subscale, instrument.answered_field}
    if instrument.whole:
        counted |= {instrument.total, *instrument.items}
    for name in counted - {""}:
        assert fields[name].whole or fields[name].kind is FieldKind.YES_NO, name


@pytest.mark.parametrize("instrument", [o for o in ALL if o.total], ids=lambda one: one.id)
def test_the_limits_of_field_and_measure_agree(instrument: Instrument) -> None:
    field = definitions().vocabulary.fields[instrument.total]
    assert (field.minimum, field.maximum) == (instrument.minimum, instrument.maximum)


@pytest.mark.parametrize("instrument", [o for o in ALL if o.sheet_date], ids=lambda one: one.id)
def test_a_sheet_is_not_filled_in_after_the_visit(instrument: Instrument) -> None:
    made: dict[str, Value | None] = {instrument.total: instrument.minimum}
    made |= {instrument.sheet_date: "2026-11-04"}
    late = [one for one in found(**made) if "lies after the visit" in one.words]
    assert [one.blocks for one in late][:1] == [True]
    assert "mend the day of the sheet" in late[0].words
    given_day = administer(visit(made), instrument)
    assert given_day is not None
    assert (given_day.score, given_day.refusal) == (
        None,
        f"{instrument.short}: {late[0].words}",
    )
    made[instrument.sheet_date] = "2024-11-03"
    (old,) = [one for one in found(**made) if "check the year" in one.words]
    assert not old.blocks


@given(total=st.integers(0, 9), part=st.integers(0, 5))
def test_a_start_back_subscale_fits_its_total(total: int, part: int) -> None:
    said = found(start_back_total=total, start_back_subscale=part)
    assert bool(said) == (part > total or total - part > 4)
    assert all(one.blocks and len(one.keys) == 2 for one in said)


def test_a_subscale_above_its_total_says_what_to_do() -> None:
    assert words(start_back_total=3, start_back_subscale=4) == (
        "STarT Back: the subscale 4 is above the total 3, which includes it; check the sheet and "
        "mend one of them."
    )
    (alone,) = found(start_back_subscale=4)
    assert "no total beside it" in alone.words
    assert not alone.blocks


@given(yes=st.integers(0, 24), answered=st.integers(1, 24), typed=st.integers(0, 24))
def test_a_typed_roland_morris_total_lies_within_what_the_statements_allow(
    yes: int, answered: int, typed: int
) -> None:
    marked = min(yes, answered)
    made = rmdq(yes, answered)
    said = found(**made, rmdq_total=typed)
    assert bool(said) == (not marked <= typed <= marked + len(RMDQ) - answered)
    assert all(one.blocks for one in said)


def test_a_bothersomeness_total_below_its_answered_items_is_refused() -> None:
    assert "the items give 9 to 21, with 2 not answered" in words(
        sbi_leg_pain=5, sbi_numbness=4, sbi_total=8
    )
    assert words(sbi_leg_pain=5, sbi_numbness=4, sbi_total=21) == ""


def test_an_oswestry_score_comes_from_whole_points() -> None:
    assert "cannot come from 10 answered sections; the nearest possible are 40 and 42" in words(
        odi_total=41, odi_sections=10
    )
    assert words(odi_total=42.2, odi_sections=9) == ""
    (unsure,) = found(odi_total=41)
    assert "comes from no number of answered sections (8 to 10)" in unsure.words
    assert not unsure.blocks
    assert not unsure.no_score
    (few,) = found(odi_total=40, odi_sections=7)
    assert "fewer than 8 of 10 give no score" in few.words
    assert not few.blocks
    (alone,) = found(odi_sections=9)
    assert "type the total" in alone.words


def test_best_now_and_worst_are_pointed_out_and_never_block() -> None:
    (one,) = found(nprs_now=8, nprs_best=2, nprs_worst=6)
    assert "8 is above 6" in one.words
    assert not one.blocks
    assert words(nprs_now=6, nprs_best=6, nprs_worst=6) == ""


def test_a_first_symptom_after_the_limit_is_a_slip() -> None:
    made: dict[str, Value | None] = {"slr_first_angle@right": 60, "slr_angle@right": 48}
    (one,) = misfits(visit(made).answers, date(2026, 11, 3), ALL)
    assert "60 is above 48" in one.words
    assert one.blocks
    assert {key.side for key in one.keys} == {Side.RIGHT}
    other: dict[str, Value | None] = {"slr_first_angle@right": 60, "slr_angle@left": 48}
    assert misfits(visit(other).answers, date(2026, 11, 3), ALL) == ()


def test_a_slump_stops_nearer_to_straight_than_its_first_symptom() -> None:
    """Measured as degrees short of straight: the limit has fewer of them."""
    made: dict[str, Value | None] = {"slump_first_angle@left": 30, "slump_angle@left": 45}
    (one,) = misfits(visit(made).answers, date(2026, 11, 3), ALL)
    assert "45 is above 30" in one.words
    assert one.blocks
    for limit in (30, 10):
        right: dict[str, Value | None] = {"slump_first_angle@left": 30, "slump_angle@left": limit}
        assert misfits(visit(right).answers, date(2026, 11, 3), ALL) == ()


def test_a_rating_without_its_activity_is_of_nothing() -> None:
    (one,) = found(psfs_score_2=4)
    assert "a rating of what?" in one.words
    assert one.blocks
    earlier, now = visit({"psfs_activity_2": "Sit"}), visit({"psfs_score_2": 4}, number=2)
    assert misfits(now.answers, now.date, ALL, (earlier.answers,)) == ()
    (open_one,) = found(psfs_activity_1="Sit")
    assert "no rating yet" in open_one.words
    assert not open_one.blocks


def test_nothing_is_said_of_answers_that_go_together() -> None:
    assert found(lefs_total=40, lefs_sheet_date="2026-11-03", start_back_total=5) == []


def test_a_rating_of_change_at_a_first_visit_is_asked_about() -> None:
    first = visit({"groc": -7})
    (one,) = misfits(first.answers, first.date, ALL, ())
    assert not one.blocks
    assert "first visit" in one.words
    assert misfits(first.answers, first.date, ALL, (visit({}).answers,)) == ()
