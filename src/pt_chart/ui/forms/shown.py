"""How an answer is shown: pure rules between charting values and the looks of controls."""

from __future__ import annotations

from datetime import date

from pt_chart.charting.desk import VisitDesk
from pt_chart.clinical import values
from pt_chart.clinical.choice_marks import MINUS, marks_of, scores_of
from pt_chart.clinical.fields import Choice, FieldDef, FieldKind
from pt_chart.clinical.findings import Answer, FindingKey, Origin, Value
from pt_chart.clinical.painful_strength import PAINFUL
from pt_chart.clinical.program.dates import day_and_month
from pt_chart.clinical.sides import Side
from pt_chart.ui.widgets.line_field import ValueState
from pt_chart.ui.widgets.segments import Mood, Segment

NOT_TESTED = "not tested"
"""The id of "not tested" among the options of a control: no choice of a form is called so."""
WIDE_CHOICE = 70
WIDE_SIDED_CHOICE = 27
"""Letters up to which the options of a choice stand in one row of segments, in a half column."""


def keys_of(field: FieldDef) -> tuple[FindingKey, ...]:
    """Every key a field can be answered under, level by level, LEFT before RIGHT."""
    sides: tuple[Side | None, ...] = Side.BOTH.each if field.sided else (None,)
    levels: tuple[str | None, ...] = field.levels or (None,)
    return tuple(FindingKey(field.id, side, level) for level in levels for side in sides)


def spoken(field: FieldDef, key: FindingKey) -> str:
    """The accessible name of a control: label, level, side spelled out."""
    parts = (field.label, key.level or "", key.side.spelled if key.side else "")
    return " ".join(part for part in parts if part)


def state_of(field: FieldDef, answer: Answer | None) -> ValueState:
    """The look of a value."""
    if answer is None:
        return ValueState.NORMAL
    if answer.value is None:
        return ValueState.NOT_TESTED
    if answer.unconfirmed:
        return ValueState.CARRIED
    abnormal = values.is_abnormal(field, answer.value)
    return ValueState.ABNORMAL if abnormal else ValueState.NORMAL


def text_of(field: FieldDef, answer: Answer | None) -> str:
    """What a text field shows; the unit is drawn beside it."""
    if answer is None or answer.value is None:
        return ""
    shown = values.format(field, answer.value)
    if field.unit and shown.endswith(field.unit):
        shown = shown[: -len(field.unit)].rstrip()
    return f"{shown} p" if PAINFUL in answer.qualifiers else shown


def is_test(field: FieldDef) -> bool:
    """Whether yes and no are a test's positive and negative."""
    return field.section == "exam" and field.position is not None


def result_segments(field: FieldDef) -> tuple[Segment, ...]:
    """The segments of a yes/no field, worded for its section."""
    on = Mood.ABNORMAL if field.abnormal else Mood.NORMAL
    off = Mood.NORMAL if field.abnormal else Mood.ABNORMAL
    if is_test(field):
        return (
            Segment("yes", "+", on, "positive"),
            Segment("no", "−", off, "negative"),
            Segment(NOT_TESTED, "n", Mood.NOT_TESTED, "not tested"),
        )
    none = "n" if field.sided else "not asked"
    return (
        Segment("yes", "yes", on),
        Segment("no", "no", off),
        Segment(NOT_TESTED, none, Mood.NOT_TESTED, "not asked"),
    )


RESULT_KEYS = {"+": "yes", "-": "no", "−": "no", "n": NOT_TESTED, "y": "yes"}


def choice_segments(choices: tuple[Choice, ...]) -> tuple[Segment, ...]:
    """The options of a choice as segments."""
    return tuple(
        Segment(c.id, c.label, Mood.ABNORMAL if c.abnormal else Mood.NORMAL) for c in choices
    )


def not_tested_words(field: FieldDef) -> str:
    """How "nobody looked" is called in the field's section."""
    return "not tested" if field.section == "exam" else "not asked"


def option_keys(field: FieldDef) -> dict[str, str]:
    """The digit of each option: its score where clinicians score it, else its place in the list.

    Sensation and pulses are written 2 normal, 1 reduced, 0 absent (ISNCSCI for sensation).
    """
    ids = [choice.id for choice in field.choices]
    scores = {one: id for one, id in scores_of(field).items() if one.isdigit()}
    return scores or {str(n): id for n, id in enumerate(ids[:9], 1)}


def option_words(field: FieldDef) -> str:
    """The digits of the options with their labels: "2 normal, 1 reduced, 0 absent"."""
    labels = {choice.id: choice.label for choice in field.choices}
    return ", ".join(f"{digit} {labels[id]}" for digit, id in option_keys(field).items())


def keys_words(field: FieldDef, typed: str) -> str:
    """Why a key is no result of a field, and which keys are."""
    kind, count = field.kind, len(field.choices)
    if field.choices:
        digits = option_keys(field)
        keys = [f"1 to {count}" if count > 1 else "1"] if "0" not in digits else []
        keys += [f"{digit} ({id})" for digit, id in digits.items() if "0" in digits]
        keys += [f"{mark} ({one})" for mark, one in marks_of(field).items() if mark != MINUS]
        if kind is FieldKind.SEVERAL and "-" not in marks_of(field):
            keys.append("- (none of these)")
    elif kind is FieldKind.REFLEX:
        keys = ["0 to 4"]
    elif kind is FieldKind.SCALE:
        top = field.maximum if field.maximum is not None else 10
        keys = [f"0 to {top:g}"]
    else:
        keys = ["+", "-"]
    return f"'{typed}' is no result here; type {', '.join(keys)} or n ({not_tested_words(field)})."


def fits_segments(field: FieldDef) -> bool:
    """Whether the options of a choice can stand side by side."""
    letters = sum(len(choice.label) + 3 for choice in field.choices)
    return letters <= (WIDE_SIDED_CHOICE if field.sided else WIDE_CHOICE)


def value_words(field: FieldDef, value: Value) -> str:
    """A value as people read it: choices by their labels."""
    labels = {choice.id: choice.label for choice in field.choices}
    if isinstance(value, tuple):
        return ", ".join(labels.get(one, one) for one in value) or "none"
    if isinstance(value, str) and value in labels:
        return labels[value]
    return values.format(field, value)


def previous_words(desk: VisitDesk, field: FieldDef, key: FindingKey) -> str:
    """The last visit's value in a few letters, "" when there is none."""
    found = desk.previous_answer(key)
    if found is None:
        return ""
    answer, _visit = found
    if answer.value is None:
        return ""
    if field.kind is FieldKind.YES_NO:
        if is_test(field):
            return "+" if answer.value else "−"
        return "yes" if answer.value else "no"
    return value_words(field, answer.value)


def trace_words(answer: Answer | None) -> str:
    """How an answer came to be that was filed together with others, "" for all others."""
    traced = {Origin.REST_NORMAL: "rest normal", Origin.CONFIRMED: "confirmed"}
    return traced.get(answer.origin, "") if answer is not None else ""


def short_day(day: date) -> str:
    """A visit's day beside a value: "3 Nov"."""
    return day_and_month(day)
