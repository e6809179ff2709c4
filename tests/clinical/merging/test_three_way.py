"""Two versions of a draft: nothing of either side is lost, whatever the two did."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_chart.clinical.bodychart.marks import BodyChart, Mark, Pin, SymptomKind, View
from pt_chart.clinical.care.plan_of_care import PlanOfCare
from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.clinical.merging.places import Place, apart, is_order, together
from pt_chart.clinical.merging.three_way import (
    ABSENT,
    Chosen,
    Difference,
    NotChosen,
    Standing,
    merge,
)
from pt_chart.clinical.program.dosage import Dose, Program, ProgramItem
from pt_chart.clinical.sides import Side
from pt_chart.clinical.visit import Plan, Treatment, Visit
from tests.store.samples import NOON, VISITS, new_visit

SLR = FindingKey("slr_angle", Side.RIGHT)
SLUMP = FindingKey("slump", Side.RIGHT)


PAIN = FindingKey("nprs_now")


def _sound(visit: Visit) -> Visit:
    """Mark ids are unique in a chart."""
    marks = {mark.id: mark for mark in visit.chart.marks}
    return replace(visit, chart=replace(visit.chart, marks=tuple(marks.values())))


def _drafted(visit: Visit) -> Visit:
    """The panel is the stored version's own: it is derived at signing, whoever changed what."""
    return replace(visit, panel="")


@st.composite
def _grown(draw: st.DrawFn) -> tuple[Visit, Visit, Visit]:
    """A base and two versions that took some of their places from other visits."""
    base = _sound(draw(VISITS))
    versions = []
    for _ in range(2):
        other = _sound(draw(VISITS))
        names = ("answers", "chart", "program", "plan", "note", "acknowledgments", "panel", "kind")
        taken = draw(st.sets(st.sampled_from(names), max_size=4))
        versions.append(replace(base, **{name: getattr(other, name) for name in taken}))
    return base, versions[0], versions[1]


@given(VISITS.map(_sound))
def test_taking_apart_and_putting_together_is_the_same_visit(visit: Visit) -> None:
    assert together(apart(visit), visit) == visit
    assert together(apart(visit), new_visit(panel=visit.panel)) == visit


@given(_grown())
def test_a_side_that_changed_nothing_gives_the_other_as_it_is(
    grown: tuple[Visit, Visit, Visit],
) -> None:
    base, version, _ = grown
    for one, stored in ((merge(base, version, base), base), (merge(base, base, version), version)):
        assert not one.conflicts
        assert one.settled() == replace(version, panel=stored.panel)
    assert merge(base, base, base).differences == ()


@given(_grown())
def test_both_sides_are_treated_alike(grown: tuple[Visit, Visit, Visit]) -> None:
    base, one, other = grown
    here, there = merge(base, one, other), merge(base, other, one)
    turned = {Standing.MINE: Standing.THEIRS, Standing.THEIRS: Standing.MINE}
    assert [(d.place, d.standing) for d in here.differences] == [
        (d.place, turned.get(d.standing, d.standing)) for d in there.differences
    ]
    choices = {d.place: Chosen.MINE for d in here.conflicts}
    mirrored = dict.fromkeys(choices, Chosen.THEIRS)
    assert _drafted(here.settled(choices)) == _drafted(there.settled(mirrored))


@given(_grown())
def test_every_value_of_either_side_is_in_the_result_or_in_what_is_open(
    grown: tuple[Visit, Visit, Visit],
) -> None:
    base, one, other = grown
    found = merge(base, one, other)
    settled = found.settled({d.place: Chosen.MINE for d in found.conflicts})
    before, result = (apart(v, found.whole) for v in (base, settled))
    standing = {d.place: d for d in found.differences}
    for side in (one, other):
        for place, value in apart(side, found.whole).items():
            if (
                is_order(place)
                or before.get(place, ABSENT) == value
                or place == Place("chart", "figure")
            ):
                continue
            difference = standing[place]
            held = (difference.mine, difference.theirs)
            assert value in held
            if not difference.is_open:
                assert _kept(value, result[place], difference)


def _timeless(value: object) -> object:
    """An answer apart from when it was entered."""
    return replace(value, at=None) if isinstance(value, Answer) else value


def _kept(value: object, result: object, difference: Difference) -> bool:
    """Whether the result holds what one side says, which may have entered it again as it was."""
    if difference.standing is not Standing.COMBINED:
        again = _timeless(value) == _timeless(difference.base)
        return again or _timeless(result) == _timeless(value)
    assert isinstance(value, tuple)
    assert isinstance(result, tuple)
    kept = {replace(mark, id=0) for mark in result}
    known = set(difference.base) if difference.base is not ABSENT else set()
    return all(replace(mark, id=0) in kept for mark in value if mark not in known)


@given(_grown())
def test_choosing_one_side_everywhere_gives_that_side(grown: tuple[Visit, Visit, Visit]) -> None:
    base, one, other = grown
    found = merge(base, one, other)
    everywhere = {d.place for d in found.differences}
    mine = found.settled(dict.fromkeys(everywhere, Chosen.MINE))
    assert mine == replace(one, panel=other.panel)
    assert found.settled(dict.fromkeys(everywhere, Chosen.THEIRS)) == other


def test_what_is_open_is_never_chosen_silently() -> None:
    base = new_visit()
    mine, theirs = (base.with_answer(SLR, Answer(angle)) for angle in (40, 60))
    found = merge(base, mine, theirs)
    (only,) = found.conflicts
    assert (only.base.value, only.mine.value, only.theirs.value) == (35, 40, 60)
    with pytest.raises(NotChosen):
        found.settled()
    assert found.settled({only.place: Chosen.THEIRS}).answers[SLR].value == 60


def test_different_answers_are_both_taken() -> None:
    base = new_visit()
    mine, theirs = base.with_answer(SLUMP, Answer(True)), base.with_answer(SLR, None)
    settled = merge(base, mine, theirs).settled()
    assert settled.answers[SLUMP].value is True
    assert SLR not in settled.answers


def test_the_same_answer_at_two_times_is_agreement() -> None:
    base = new_visit()
    early, late = (Answer(True, at=NOON + timedelta(minutes=n)) for n in (1, 2))
    found = merge(base, base.with_answer(SLUMP, late), base.with_answer(SLUMP, early))
    assert [d.standing for d in found.differences] == [Standing.AGREED]
    assert found.settled().answers[SLUMP] == late


def test_one_and_true_are_different_answers() -> None:
    base = new_visit()
    found = merge(base, base.with_answer(SLUMP, Answer(1)), base.with_answer(SLUMP, Answer(True)))
    assert found.conflicts


def _mark(ident: int, view: View = View.BACK, **more: object) -> Mark:
    at = Pin((ident / 100, 0.5))
    return Mark(ident, view, SymptomKind.ACHE, at, **more)  # type: ignore[arg-type]


def _drawn(base: Visit, *marks: Mark) -> Visit:
    return replace(base, chart=BodyChart(marks))


def test_both_drew_on_one_view_and_every_mark_stays_with_its_own_id() -> None:
    base = _drawn(new_visit(), _mark(1))
    pins = _mark(2), replace(_mark(2), shape=Pin((0.9, 0.9)))
    found = merge(base, _drawn(base, _mark(1), pins[0]), _drawn(base, _mark(1), pins[1]))
    assert not found.conflicts
    marks = found.settled().chart.marks
    assert marks[0] == _mark(1)
    assert {mark.shape for mark in marks[1:]} == {pin.shape for pin in pins}
    assert len({mark.id for mark in marks}) == 3


def test_an_eraser_against_a_new_mark_is_for_the_clinician() -> None:
    base = _drawn(new_visit(), _mark(1))
    mine = _drawn(base, _mark(1), _mark(2, erases=True))
    theirs = _drawn(base, _mark(1), _mark(3))
    assert [d.place for d in merge(base, mine, theirs).conflicts] == [
        Place("chart", "view", "back")
    ]
    elsewhere = _drawn(base, _mark(1), _mark(2, View.FRONT))
    assert not merge(base, mine, elsewhere).conflicts


def test_both_added_exercises_and_one_changed_a_dose() -> None:
    bridge, calf, slider = (ProgramItem(n, Side.LEFT, Dose(sets=2)) for n in ("a", "b", "c"))
    base = replace(new_visit(), program=Program((bridge,)))
    more = replace(bridge, dose=Dose(sets=3))
    mine = replace(base, program=Program((more, calf)))
    theirs = replace(base, program=Program((bridge, slider)))
    assert merge(base, mine, theirs).settled().program.items == (more, calf, slider)


def test_two_orders_are_for_the_clinician() -> None:
    items = [ProgramItem(n, Side.LEFT, Dose()) for n in "abc"]
    base = replace(new_visit(), program=Program(tuple(items)))
    mine = replace(base, program=Program((items[1], items[0], items[2])))
    theirs = replace(base, program=Program((items[2], items[0], items[1])))
    (order,) = merge(base, mine, theirs).conflicts
    assert order.place == Place("program", "items")


def test_interventions_of_one_name_stay_apart() -> None:
    twice = (Treatment("walk", "5 min"), Treatment("walk", "10 min"))
    base = new_visit()
    mine = replace(base, plan=Plan(treatments=twice))
    assert merge(base, mine, base).settled().plan.treatments == twice


def test_a_plan_of_care_that_came_on_both_sides_is_chosen_as_one() -> None:
    base = new_visit()
    mine, theirs = (replace(base, plan=Plan(care=PlanOfCare(weeks=n))) for n in (4, 6))
    found = merge(base, mine, theirs)
    assert [d.place for d in found.conflicts] == [Place("plan", "care")]
    known = merge(mine, replace(mine, plan=Plan(care=PlanOfCare(weeks=4, visits=8))), theirs)
    assert not known.conflicts
    assert known.settled().plan.care == PlanOfCare(weeks=6, visits=8)


def test_an_answer_entered_again_as_it_was_is_no_change() -> None:
    base = new_visit().with_answer(PAIN, Answer(52, at=NOON))
    mine = base.with_answer(PAIN, Answer(52, at=NOON + timedelta(minutes=3)))
    theirs = base.with_answer(PAIN, Answer(60, at=NOON + timedelta(minutes=1)))
    for one, other in ((mine, theirs), (theirs, mine)):
        found = merge(base, one, other)
        assert not found.conflicts
        assert found.settled().answers[PAIN].value == 60


def test_the_panel_that_signing_keeps_is_derived_and_no_difference() -> None:
    base = new_visit()
    signed = replace(base.with_answer(PAIN, Answer(3)), panel="{}")
    found = merge(base, base, signed)
    assert [one.place.part for one in found.differences] == ["answers"]
    assert found.settled().panel == "{}"
