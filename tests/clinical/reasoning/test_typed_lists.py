"""A known name in a typed text asks its question; nothing is ever filed from a text."""

import pytest

from pt_chart.clinical.findings import Value
from pt_chart.clinical.reasoning.engine import assess
from pt_chart.clinical.reasoning.knowledge import Knowledge
from tests.clinical.reasoning.cases import case


@pytest.mark.parametrize(
    ("text", "typed", "asks"),
    [
        ("medicine_list", "Warfarin 5 mg, paracetamol", "anticoagulant_use"),
        ("medicine_list", "since May ciprofloxacin", "fluoroquinolone_use"),
        ("operations", "L5 discectomy 2 weeks ago", "spinal_surgery"),
        ("imaging_result", "MRI: cauda equina compression", "imaging_cord_or_cauda_compression"),
    ],
)
def test_a_typed_name_asks_first_and_files_nothing(
    text: str, typed: str, asks: str, knowledge: Knowledge
) -> None:
    base: dict[str, Value] = {"back_pain": True}
    found = assess(case({**base, text: typed}, age=66), knowledge)
    without = assess(case(base, age=66), knowledge)
    assert found.flags == without.flags
    asked = [test for test in found.next_tests if test.kind == "flag"]
    (named,) = [test for test in asked if test.finding == asks]
    assert "is typed" in named.label
    denied = assess(case({**base, text: typed, asks: False}, age=66), knowledge)
    assert asks not in {test.finding for test in denied.next_tests}
    (told,) = [one for one in denied.contradictions if "is typed" in one.words]
    assert {key.id for key in told.keys} == {text, asks}


@pytest.mark.parametrize("typed", ["no fracture, no mass", "without disc herniation or abscess"])
def test_what_the_text_denies_asks_nothing(typed: str, knowledge: Knowledge) -> None:
    facts = case({"back_pain": True, "imaging_result": typed, "imaging_fracture": False}, age=50)
    found = assess(facts, knowledge)
    assert not [test for test in found.next_tests if "is typed" in test.label]
    assert not [one for one in found.contradictions if "is typed" in one.words]
