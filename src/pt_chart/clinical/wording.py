"""Recorded findings in words, sides always spelled out."""

from __future__ import annotations

from pt_chart.clinical.evaluation import AGE, SEX
from pt_chart.clinical.facts import Facts
from pt_chart.clinical.fields import FieldDef, FieldKind, Vocabulary
from pt_chart.clinical.findings import FindingKey, Value
from pt_chart.clinical.values import NOTHING_FOUND, format, number_words

SIDE_NOT_RECORDED = "side not recorded"
NOT_TESTED = {"history": "not asked"}
_SEX = {"F": "female", "M": "male", "X": "X"}
_TIGHT_UNITS = ("°", "%")


def finding_words(field: FieldDef, key: FindingKey, value: Value | None) -> str:
    """One finding as a sentence part: "Straight leg raise RIGHT: positive".

    A value of None is said as "not tested" (in the history "not asked").
    """
    return f"{place_words(field, key)}: {value_words(field, value)}"


def place_words(field: FieldDef, key: FindingKey) -> str:
    """What was looked at, with level and side: "Strength L5 RIGHT"."""
    parts = [field.name]
    if key.level:
        parts.append(key.level)
    if key.side:
        parts.append(key.side.spelled)
    elif field.sided:
        parts.append(f"({SIDE_NOT_RECORDED})")
    return " ".join(parts)


def value_words(field: FieldDef, value: Value | None) -> str:
    """The value in words: positive, 4-, 1+, 45°, "burning, tingling", not tested."""
    if value is None:
        return NOT_TESTED.get(field.section, "not tested")
    if isinstance(value, bool):
        return _yes_no_words(field, value)
    if isinstance(value, tuple):
        return ", ".join(_label(field, one) for one in value) or NOTHING_FOUND
    if field.kind is FieldKind.CHOICE:
        return _label(field, str(value))
    if field.kind in (FieldKind.NUMBER, FieldKind.SCALE) and isinstance(value, int | float):
        gap = "" if field.unit in _TIGHT_UNITS or not field.unit else " "
        return f"{number_words(value)}{gap}{field.unit}"
    return format(field, value)


def key_words(vocabulary: Vocabulary, facts: Facts, key: FindingKey) -> str:
    """A key of a verdict in words, with its value in the facts; age and sex included.

    Raises:
        KeyError: the vocabulary has no such finding.
    """
    if key.id == AGE:
        return f"Age {facts.age}" if facts.age is not None else "Age not recorded"
    if key.id == SEX:
        return f"Sex {_SEX.get(facts.sex or '', 'not recorded')}"
    return finding_words(vocabulary.field(key.id), key, facts.values.get(key))


def _yes_no_words(field: FieldDef, value: bool) -> str:
    if field.section == "history":
        return "yes" if value else "no"
    if field.help.positive:
        return "positive" if value else "negative"
    return "present" if value else "absent"


def _label(field: FieldDef, choice_id: str) -> str:
    return next((one.label for one in field.choices if one.id == choice_id), choice_id)
