"""Values that can be and seldom are: asked about beside the field and before the line files them.

Nothing is refused or corrected: a rare value may be the patient's. `side_check` asks about the
side, `measure_check` about the answers of a measure.
"""

from __future__ import annotations

from pt_chart.clinical import values
from pt_chart.clinical.fields import FieldDef, Vocabulary
from pt_chart.clinical.findings import Answers, FindingKey
from pt_chart.clinical.sides import Side


def may_be_questioned(field: FieldDef) -> bool:
    """Whether there is anything to ask about values of a field."""
    return bool(field.usual or field.below or field.above or field.sound_leg)


def value_question(
    vocabulary: Vocabulary, answers: Answers, key: FindingKey, painful: Side | None = None
) -> str:
    """What to ask about the answer of a key among the others, "" when there is nothing.

    ``painful`` is the side of the episode, None where both or none hurts more.
    """
    field = vocabulary.field(key.id)
    if field.sound_leg:
        return _moved_leg(field, answers, key, painful)
    found = _number(answers, key)
    if found is None or not may_be_questioned(field):
        return ""
    asked = [values.question(field, found)]
    if field.below:
        asked.append(_out_of_order(vocabulary, answers, key.id, field.below, key))
    if field.above:
        asked.append(_out_of_order(vocabulary, answers, field.above, key.id, key))
    return " ".join(words for words in asked if words)


def _moved_leg(field: FieldDef, answers: Answers, key: FindingKey, painful: Side | None) -> str:
    """A finding of the sound leg that stands under the painful one."""
    answer = answers.get(key)
    if answer is None or answer.value is None or key.side is not painful or key.side is None:
        return ""
    if not values.is_abnormal(field, answer.value):
        return ""
    here, there = key.side.spelled, key.side.mirrored.spelled
    return (
        f"{here} means that the {here} leg was moved, and {here} is the painful side. "
        f"Was it the {there} leg?"
    )


def _out_of_order(
    vocabulary: Vocabulary, answers: Answers, lower: str, upper: str, key: FindingKey
) -> str:
    """A value that does not lie below the one it belongs under."""
    low = _number(answers, FindingKey(lower, key.side, key.level))
    high = _number(answers, FindingKey(upper, key.side, key.level))
    if low is None or high is None or low < high:
        return ""
    first, second = vocabulary.field(lower).name, vocabulary.field(upper).name
    told = f"{first} {values.number_words(low)} is not below {second} {values.number_words(high)}"
    return f"{told}; check both."


def _number(answers: Answers, key: FindingKey) -> float | None:
    answer = answers.get(key)
    value = answer.value if answer is not None else None
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
