"""Findings in words: side spelled out, unknown never written as negative."""

import pytest
from hypothesis import given

from pt_chart.clinical.facts import Facts
from pt_chart.clinical.findings import FindingKey, Value
from pt_chart.clinical.sides import Side
from pt_chart.clinical.wording import finding_words, key_words
from tests.support.findings import findings
from tests.support.shipped import vocabulary

R, L = Side.RIGHT, Side.LEFT


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        (FindingKey("slr", R), True, "Straight leg raise RIGHT: positive"),
        (FindingKey("slr", R), None, "Straight leg raise RIGHT: not tested"),
        (FindingKey("slr"), True, "Straight leg raise (side not recorded): positive"),
        (FindingKey("slr_angle", L), 45, "Straight leg raise, angle at limit LEFT: 45°"),
        (FindingKey("reflex_achilles", L), "1", "Ankle reflex LEFT: 1+"),
        (FindingKey("myotome", R, "L5"), "4-", "Strength L5 RIGHT: 4-"),
        (FindingKey("fever"), False, "Fever: no"),
        (FindingKey("fever"), None, "Fever: not asked"),
        (FindingKey("worse_walking"), True, "Made worse by walking: yes"),
        (FindingKey("buttock_wasting", L), False, "Wasting of the buttock LEFT: absent"),
        (FindingKey("slump_kind", R), ("burning", "ache"), "Slump, kind RIGHT: burning, ache"),
        (FindingKey("slump_kind", R), (), "Slump, kind RIGHT: nothing found"),
        (FindingKey("sij_distraction", R), True, "Sacroiliac distraction RIGHT: positive"),
        (FindingKey("sitting_tolerance"), 20, "Can sit for: 20 min"),
    ],
)
def test_words(key: FindingKey, value: Value | None, words: str) -> None:
    """The sentence parts that panel, report and letter print."""
    assert finding_words(vocabulary().field(key.id), key, value) == words


def test_patient_keys() -> None:
    """Age and sex have words although they are no fields."""
    facts = Facts(age=72, sex="F")
    assert key_words(vocabulary(), facts, FindingKey("age")) == "Age 72"
    assert key_words(vocabulary(), facts, FindingKey("sex")) == "Sex female"
    assert key_words(vocabulary(), Facts(), FindingKey("age")) == "Age not recorded"


@given(findings())
def test_side_is_always_spelled(pair: tuple[FindingKey, Value]) -> None:
    """A sided finding says LEFT, RIGHT or that the side was not recorded."""
    key, value = pair
    field = vocabulary().field(key.id)
    words = finding_words(field, key, value)
    spelled = key.side.spelled if key.side else "side not recorded"
    assert (spelled in words) is field.sided
