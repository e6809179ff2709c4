"""A report's word keeps its whole meaning in a CASE file, or is refused with what to write."""

from __future__ import annotations

from typing import Any

import pytest

from pt_chart import definitions
from pt_chart.clinical.casefile import CaseProblems, read_case
from pt_chart.clinical.facts import Facts
from pt_chart.clinical.findings import FindingKey
from pt_chart.clinical.reasoning.engine import assess
from pt_chart.clinical.reasoning.results import Action
from pt_chart.clinical.sides import Side
from pt_chart.host.resources import forms_dir

KNOWN = definitions.load(forms_dir())
VOCABULARY = KNOWN.vocabulary


def read(*findings: dict[str, Any]) -> Facts:
    """The facts of a CASE file with these findings."""
    return read_case({"version": 1, "findings": list(findings)}, VOCABULARY).facts


def refused(*findings: dict[str, Any]) -> str:
    """What the file is refused with."""
    with pytest.raises(CaseProblems) as raised:
        read(*findings)
    return str(raised.value)


def test_a_sudden_foot_drop_is_no_plain_one() -> None:
    facts = read({"id": "sudden_foot_drop", "side": "right", "value": True})
    assert facts.values == {
        FindingKey("foot_drop", Side.RIGHT): True,
        FindingKey("weakness_course", Side.RIGHT): "hours_days",
    }
    assert assess(facts, KNOWN.knowledge).action is Action.EMERGENCY


def test_sudden_weakness_of_both_legs_is_an_emergency_of_the_nerves() -> None:
    facts = read({"id": "sudden_leg_weakness", "side": "both", "value": True})
    found = assess(facts, KNOWN.knowledge)
    assert found.action is Action.EMERGENCY
    assert any(flag.id == "motor_deficit" for flag in found.flags)


def test_severe_back_pain_keeps_its_place_and_an_accident_its_kind() -> None:
    facts = read(
        {"id": "severe_back_pain", "value": True}, {"id": "car_accident", "value": True}
    ).values
    assert facts[FindingKey("back_pain")] is True
    assert facts[FindingKey("severe_pain")] is True
    assert "road_crash" in str(facts[FindingKey("mechanism")])


def test_pallor_with_a_side_is_of_that_leg() -> None:
    facts = read({"id": "pallor", "side": "left", "value": True})
    assert facts.values == {FindingKey("skin_discoloration", Side.LEFT): True}


def test_the_same_fact_written_beside_it_is_kept_and_another_one_refused() -> None:
    word = {"id": "sudden_foot_drop", "side": "left", "value": True}
    same = {"id": "foot_drop", "side": "left", "value": True}
    assert read(word, same) == read(word)
    assert "contradicts findings[0]" in refused(word, {**same, "value": False})


@pytest.mark.parametrize(
    ("finding", "told"),
    [
        ({"id": "sudden_foot_drop", "value": False}, "foot_drop = true"),
        ({"id": "tachycardia", "value": True}, "heart_rate"),
        ({"id": "pain_on_passive_stretch", "value": True}, "pain_passive_toe_stretch"),
        ({"id": "pallor", "value": True}, "jaundice_or_pallor"),
        ({"id": "car_accident", "side": "left", "value": True}, "leave the side out"),
    ],
)
def test_what_can_mean_several_things_is_refused_with_what_to_write(
    finding: dict[str, Any], told: str
) -> None:
    assert told in refused(finding)


@pytest.mark.parametrize(
    ("word", "told"),
    [
        ("no_leg_pain", "write leg_pain with the value false"),
        ("no_fever", "write fever with the value false"),
        ("without_numbness", "write numbness with the value false"),
    ],
)
def test_a_denied_word_is_hinted_as_the_finding_with_false(word: str, told: str) -> None:
    assert told in refused({"id": word, "value": True})


def test_no_word_is_an_id_or_an_alias_too() -> None:
    assert VOCABULARY.words
    assert not [word for word in VOCABULARY.words if VOCABULARY.canonical(word)]
