"""Every place and value has words; sides are spelled out."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from pt_chart.clinical.findings import Answer, FindingKey, Origin
from pt_chart.clinical.merging.places import Place, apart
from pt_chart.clinical.merging.three_way import ABSENT, merge
from pt_chart.clinical.merging.words import NOTHING, Wording
from pt_chart.clinical.program.dosage import Dose, Program, ProgramItem
from pt_chart.clinical.sides import Side
from pt_chart.clinical.visit import Plan, Treatment, Visit
from tests.store.samples import NOON, VISITS, new_visit
from tests.support.shipped import vocabulary

WORDING = Wording(vocabulary(), {"bridge": "Bridge"})


@given(VISITS)
def test_every_place_of_any_visit_has_words(visit: Visit) -> None:
    for place, value in apart(visit).items():
        assert WORDING.part(place)
        title = WORDING.title(place)
        assert title
        if place.part != "answers" and not place.key and place.part != "form_versions":
            assert "_" not in title
        assert WORDING.value(place, value)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (Answer(35, note="pulls"), "35°, pulls"),
        (Answer(None), "not tested"),
        (Answer(40, origin=Origin.CARRIED), "40°, carried forward, not confirmed"),
    ],
)
def test_an_answer_in_words(answer: Answer, words: str) -> None:
    place = Place("answers", "slr_angle@right")
    assert WORDING.title(place).endswith("RIGHT")
    assert WORDING.value(place, answer) == words
    assert WORDING.value(place, ABSENT) == NOTHING


def test_an_exercise_and_an_intervention_in_words() -> None:
    item = ProgramItem("bridge", Side.LEFT, Dose(sets=3, reps=8, hold_s=5))
    done = Treatment("Soft tissue", "firm", 12, Side.RIGHT, response="eased")
    base = new_visit()
    mine = replace(base, program=Program((item,)), plan=Plan(treatments=(done,)))
    told = {
        WORDING.title(d.place): WORDING.value(d.place, d.mine)
        for d in merge(base, mine, base).differences
    }
    assert told["Exercise: Bridge, LEFT"] == "Bridge, LEFT, 3 sets, 8 reps, 5 s hold"
    assert told["Intervention: Soft tissue, RIGHT"] == (
        "Soft tissue, firm, 12 minutes, RIGHT, eased"
    )


def test_a_drawing_in_words() -> None:
    place = Place("chart", "view", "back")
    marks = new_visit().chart.marks
    assert WORDING.title(place) == "Drawing, back view"
    assert WORDING.value(place, marks) == "1 mark: deep dull pull"


def test_a_finding_of_a_later_program_keeps_its_id() -> None:
    place = Place("answers", str(FindingKey("unheard_of", Side.LEFT)))
    assert WORDING.title(place) == "unheard_of@left"
    assert WORDING.value(place, Answer("x")) == "x"


def test_only_what_words_can_tell_is_told() -> None:
    key = FindingKey("slr_angle", Side.RIGHT)
    base = new_visit().with_answer(key, Answer(35))
    again = base.with_answer(key, Answer(35, at=NOON))
    found = merge(base, again, base.with_answer(FindingKey("slump", Side.LEFT), Answer(True)))
    assert len(found.differences) == 2
    assert [one.place.field for one in WORDING.told(found.differences)] == ["slump@left"]
