"""The assessment as text says first what it rests on."""

from __future__ import annotations

from pt_chart.clinical.reasoning.engine import assess
from pt_chart.clinical.reasoning.knowledge import Knowledge
from pt_chart.clinical.reasoning.plain_text import assessment_text
from pt_chart.clinical.sides import Side
from tests.clinical.reasoning.cases import case


def test_core_questions_nobody_asked_stand_under_the_action(knowledge: Knowledge) -> None:
    found = assess(case({"back_pain": True}, side=Side.RIGHT, age=50), knowledge)
    assert found.flags == ()
    first = assessment_text(found).splitlines()[:4]
    assert first[0] == "Action: pt appropriate"
    assert first[2].startswith(f"NOT ASKED {len(found.core_unasked)} core red-flag questions: ")
    assert all(id in first[2] for id in found.core_unasked)
    assert "not a no" in first[3]


def test_with_every_core_question_asked_nothing_is_left_to_say(knowledge: Knowledge) -> None:
    core = {field.id: False for field in knowledge.vocabulary.fields.values() if field.core}
    found = assess(case(core, side=Side.RIGHT, age=50), knowledge)
    assert found.core_unasked == ()
    text = assessment_text(found)
    assert "NOT ASKED" not in text
    assert "every core red-flag question was asked" in text
