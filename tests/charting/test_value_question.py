"""Values that can be and seldom are get a question; nothing is refused."""

from __future__ import annotations

import pytest

from pt_chart.charting.value_question import value_question
from pt_chart.clinical.fields import FieldKind
from pt_chart.clinical.findings import Answer, FindingKey, Value
from pt_chart.clinical.sides import Side
from tests.ui.clinic import definitions

VOCABULARY = definitions().vocabulary
UPPER, LOWER = FindingKey("bp_systolic"), FindingKey("bp_diastolic")


def asked(key: FindingKey, value: Value | None, **others: Value) -> str:
    """The question about one value beside others."""
    answers = {FindingKey(name): Answer(other) for name, other in others.items()}
    return value_question(VOCABULARY, answers | {key: Answer(value)}, key)


@pytest.mark.parametrize(
    ("name", "usual", "rare"),
    [("heart_rate", 72, 230), ("abi", 1.1, 2.2), ("slr_angle", 80, 128), ("temperature", 37, 32)],
)
def test_a_rare_value_is_asked_about(name: str, usual: float, rare: float) -> None:
    key = FindingKey(name, Side.LEFT if VOCABULARY.field(name).sided else None)
    assert asked(key, usual) == ""
    assert "really?" in asked(key, rare)
    assert asked(key, None) == ""


def test_a_lower_blood_pressure_above_the_upper_one_is_asked_about_at_both() -> None:
    assert asked(LOWER, 128, bp_systolic=76) == asked(UPPER, 76, bp_diastolic=128)
    assert "128 is not below" in asked(LOWER, 128, bp_systolic=76)
    assert asked(LOWER, 76, bp_systolic=128) == ""
    assert asked(LOWER, 76) == ""


def test_every_number_of_the_exam_says_what_is_usual() -> None:
    bare = [
        field.id
        for field in VOCABULARY.fields.values()
        if field.section == "exam"
        and field.kind is FieldKind.NUMBER
        and field.usual is None
        and not field.worked_out
    ]
    assert bare == []
