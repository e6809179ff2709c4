"""A stored panel reads back as it was; today's knowledge shows as a difference, never silently."""

import json
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pt_chart.clinical.reasoning.engine import assess
from pt_chart.clinical.reasoning.knowledge import Knowledge
from pt_chart.clinical.reasoning.results import KnowledgeStamp
from pt_chart.clinical.reasoning.script import assessment_json
from pt_chart.clinical.reasoning.stored_panel import compare_panels, read_panel
from pt_chart.clinical.sides import Side
from tests.clinical.reasoning.cases import case, cases

SCIATICA = case({"pain_below_knee@right": True, "slr@right": True}, side=Side.RIGHT, age=41)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_what_is_read_back_is_what_was_shown(data: st.DataObject, knowledge: Knowledge) -> None:
    panel = assessment_json(assess(data.draw(cases(knowledge.vocabulary)), knowledge))
    read = read_panel(json.dumps(panel, sort_keys=True))
    assert read is not None
    assert assessment_json(read) == panel


def test_the_same_knowledge_makes_no_difference(knowledge: Knowledge) -> None:
    now = assess(SCIATICA, knowledge)
    read = read_panel(json.dumps(assessment_json(now)))
    assert read is not None
    found = compare_panels(read, now)
    assert found.same_knowledge
    assert found.lines == ()


def test_new_knowledge_is_told_as_a_difference(knowledge: Knowledge) -> None:
    rows = tuple(row for row in knowledge.rows if row.condition != "lumbar_radiculopathy")
    flags = tuple(rule for rule in knowledge.flags if rule.id != "foot_drop")
    old = replace(knowledge, rows=rows, flags=flags, stamp=KnowledgeStamp("old", "0" * 64))
    facts = SCIATICA.with_values(case({"foot_drop@right": True}).values)
    then, now = assess(facts, old), assess(facts, knowledge)
    found = compare_panels(then, now)
    assert not found.same_knowledge
    assert any(line.startswith("Raised today, not then: Foot drop") for line in found.lines)
    assert any(line.startswith("First causes: ") for line in found.lines)
    back = compare_panels(now, then)
    assert any(line.startswith("Raised then, not today: Foot drop") for line in back.lines)


def test_text_that_is_no_panel_is_left_alone() -> None:
    for text in ("", "{", "[]", "7", '{"action": "emergency"}', '{"action": "no such"}'):
        assert read_panel(text) is None
