"""Reading, checking and writing the values of fields, kind by kind.

`parse` reads what a person typed, `from_json` what a script sent, `check` judges a value already
of the right shape, `format` writes it back: ``parse(field, format(field, v)) == v``. Every
refusal is a sentence that names the value and the fix.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import date

from pt_chart.clinical.fields import MRC_GRADES, REFLEX_GRADES, FieldDef, FieldKind
from pt_chart.clinical.findings import Value
from pt_chart.clinical.grades import grade_rank
from pt_chart.clinical.sound_text import sound_text
from pt_chart.clinical.typed_numbers import number_words, parse_duration, parse_number

__all__ = [
    "check",
    "format",
    "from_json",
    "grade_rank",
    "is_abnormal",
    "number_words",
    "parse",
]

TEXT_LIMIT = 10_000
NOTHING_FOUND = "nothing found"
"""How an empty "several" is written: looked for, and none of the choices found."""

YES_WORDS = frozenset({"+", "y", "yes", "true", "pos", "positive", "present", "found", "1"})
NO_WORDS = frozenset({"-", "−", "n", "no", "false", "neg", "negative", "absent", "0"})

REFLEX_WORDS = {"absent": "0"}
"""Words for reflex grades; others (brisk, sluggish) are two grades to different people."""

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def parse(field: FieldDef, text: str) -> Value:
    """The value that a person typed into a field.

    Raises:
        ValueError: the text does not fit; the message names it and the fix.
    """
    text = sound_text(text).strip()
    if not text:
        raise ValueError(f"nothing typed for {field.name}")
    value = _PARSERS[field.kind](field, text)
    trouble = check(field, value)
    if trouble:
        raise ValueError(trouble)
    return value


def from_json(field: FieldDef, raw: object) -> Value:
    """The value that a script sent: yes/no as true/false, grades as text or number, lists of ids.

    Raises:
        ValueError: wrong type, unknown choice or out of range; the message names the fix.
    """
    if raw is None:
        raise ValueError("null is not a value; leave the finding out when it was not tested")
    if isinstance(raw, list) and all(isinstance(one, str) for one in raw):
        raw = tuple(raw)
    if isinstance(raw, str) and field.kind is FieldKind.SEVERAL:
        raw = (raw,)
    if field.kind in (FieldKind.MRC, FieldKind.REFLEX):
        raw = _grade_from_json(field, raw)
    if isinstance(raw, str) and field.kind is FieldKind.DATE:
        return _parse_date(field, raw)
    value = raw if isinstance(raw, bool | int | float | str | tuple) else None
    trouble = _unfit_json(field, raw) if value is None else check(field, value)
    if trouble or value is None:
        raise ValueError(trouble)
    return value


def _unfit_json(field: FieldDef, raw: object) -> str:
    return f"{_shown(raw)} is not a value of {field.id}; {_wanted(field)}"


def check(field: FieldDef, value: Value) -> str:
    """What is wrong with a value for a field, "" when it fits."""
    return _CHECKS[field.kind](field, value)


def question(field: FieldDef, value: Value | None) -> str:
    """What to ask about a value that can be and seldom is, "" for a usual one.

    Only a check of the typing: it judges no patient and refuses nothing.
    """
    if field.usual is None or isinstance(value, bool) or not isinstance(value, int | float):
        return ""
    low, high = field.usual
    if low <= value <= high:
        return ""
    unit = f" {field.unit}" if field.unit else ""
    return (
        f"{field.name} {number_words(value)}{unit}: really? "
        f"Mostly {number_words(low)} to {number_words(high)}; check the typing."
    )


def format(field: FieldDef, value: Value) -> str:
    """The value as a field shows it, without its unit except for durations."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(value) if value else NOTHING_FOUND
    if field.kind is FieldKind.REFLEX and value != "0":
        return f"{value}+"
    if isinstance(value, int | float):
        number = number_words(value)
        return f"{number} {field.unit}" if field.kind is FieldKind.DURATION else number
    return value


def is_abnormal(field: FieldDef, value: Value) -> bool | None:
    """Whether a value is a finding, None where the field does not say what is normal."""
    if isinstance(value, bool):
        return value is field.abnormal
    if field.kind is FieldKind.MRC:
        return grade_rank(str(value)) < grade_rank("5")
    if field.kind is FieldKind.REFLEX:
        return value != "2"
    if field.choices:
        return _abnormal_choice(field, value)
    if field.norm is not None and isinstance(value, int | float):
        low, high = field.norm.low, field.norm.high
        if low is None and high is None:
            return None
        return (low is not None and value < low) or (high is not None and value > high)
    return None


def _abnormal_choice(field: FieldDef, value: Value) -> bool | None:
    marked = {choice.id for choice in field.choices if choice.abnormal}
    if not marked:
        return None
    return bool(marked & set(value if isinstance(value, tuple) else (value,)))


def _parse_yes_no(field: FieldDef, text: str) -> bool:
    word = text.lower()
    if word in YES_WORDS:
        return True
    if word in NO_WORDS:
        return False
    raise ValueError(f"{text!r} is neither yes nor no; type + or - for {field.name}")


def _parse_mrc(field: FieldDef, text: str) -> str:
    grade = re.sub(r"\s*/\s*5$", "", text)
    trouble = _check_mrc(field, grade)
    if trouble:
        raise ValueError(trouble)
    return grade


def _parse_reflex(field: FieldDef, text: str) -> str:
    grade = REFLEX_WORDS.get(text.lower(), text)
    grade = re.sub(r"\s*/\s*4$", "", grade)
    grade = re.sub(r"^([1-4])\s*\+$", r"\1", grade)
    trouble = _check_reflex(field, grade)
    if trouble:
        raise ValueError(trouble)
    return grade


def _grade_from_json(field: FieldDef, raw: object) -> object:
    if isinstance(raw, str):
        return parse(field, raw)
    if isinstance(raw, int | float) and not isinstance(raw, bool) and float(raw).is_integer():
        return str(int(raw))
    raise ValueError(f"{_shown(raw)} is not a grade; {_wanted(field)}")


def _parse_choice(field: FieldDef, text: str) -> str:
    wanted = text.lower()
    for choice in field.choices:
        if wanted in (choice.id.lower(), choice.label.lower()):
            return choice.id
    raise ValueError(f"{text!r} is no choice of {field.name}; {_wanted(field)}")


def _parse_several(field: FieldDef, text: str) -> tuple[str, ...]:
    if text.lower() == NOTHING_FOUND:
        return ()
    parts = [_parse_choice(field, part.strip()) for part in text.split(",") if part.strip()]
    return tuple(dict.fromkeys(parts))


def _parse_date(field: FieldDef, text: str) -> str:
    found = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text)
    try:
        day = date(int(found[3]), int(found[1]), int(found[2])) if found else _iso(text)
    except ValueError:
        example = "write 2026-03-02 or 3/2/2026"
        raise ValueError(f"{text!r} is not a date for {field.name}; {example}") from None
    return day.isoformat()


def _iso(text: str) -> date:
    return date.fromisoformat(text)


def _parse_text(_field: FieldDef, text: str) -> str:
    return text


_PARSERS: dict[FieldKind, Callable[[FieldDef, str], Value]] = {
    FieldKind.YES_NO: _parse_yes_no,
    FieldKind.NUMBER: parse_number,
    FieldKind.SCALE: parse_number,
    FieldKind.MRC: _parse_mrc,
    FieldKind.REFLEX: _parse_reflex,
    FieldKind.CHOICE: _parse_choice,
    FieldKind.SEVERAL: _parse_several,
    FieldKind.DATE: _parse_date,
    FieldKind.DURATION: parse_duration,
    FieldKind.TEXT: _parse_text,
}


LARGEST = 10**9
"""No finding is measured in larger numbers; beyond it a value is not even repeated in messages."""
CELSIUS = "°C"
FAHRENHEIT = (86, 113)
"""Numbers that in a field of degrees Celsius were read off a thermometer in Fahrenheit."""


def _check_yes_no(field: FieldDef, value: Value) -> str:
    return "" if isinstance(value, bool) else _wrong(field, value)


def _check_number(field: FieldDef, value: Value) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return _wrong(field, value)
    if isinstance(value, float) and not math.isfinite(value):
        return _wrong(field, value)
    if abs(value) > LARGEST:
        return f"the number is far too large; {_wanted(field)}"
    low, high = field.minimum, field.maximum
    if field.unit == CELSIUS and FAHRENHEIT[0] <= value <= FAHRENHEIT[1]:
        celsius = number_words(round((value - 32) / 1.8, 1))
        return f"{number_words(value)} looks like °F, which is {celsius} °C; {_wanted(field)}"
    if low is not None and value < low:
        return f"{number_words(value)} is below {number_words(low)}; {_wanted(field)}"
    if high is not None and value > high:
        return f"{number_words(value)} is above {number_words(high)}; {_wanted(field)}"
    if field.whole and not float(value).is_integer():
        return f"{number_words(value)} is not a whole number; {_wanted(field)}"
    return ""


def _check_mrc(field: FieldDef, value: Value) -> str:
    return "" if value in MRC_GRADES and isinstance(value, str) else _wrong(field, value)


def _check_reflex(field: FieldDef, value: Value) -> str:
    if isinstance(value, str) and value in REFLEX_GRADES:
        return ""
    if isinstance(value, str) and re.fullmatch(r"\d+\+?", value):
        return f"{value} is above 4; {_wanted(field)}"
    return _wrong(field, value)


def _check_choice(field: FieldDef, value: Value) -> str:
    ids = [choice.id for choice in field.choices]
    return "" if isinstance(value, str) and value in ids else _wrong(field, value)


def _check_several(field: FieldDef, value: Value) -> str:
    if not isinstance(value, tuple):
        return _wrong(field, value)
    ids = [choice.id for choice in field.choices]
    wrong = next((one for one in value if one not in ids), None)
    if wrong is not None:
        return _wrong(field, wrong)
    if len(set(value)) < len(value):
        return "a choice is there twice; name each once"
    if "none" in value and len(value) > 1:
        return "none cannot stand beside others; take one of the two away"
    return ""


def _check_date(field: FieldDef, value: Value) -> str:
    if not isinstance(value, str):
        return _wrong(field, value)
    try:
        return "" if _iso(value).isoformat() == value else _wrong(field, value)
    except ValueError:
        return _wrong(field, value)


def _check_text(field: FieldDef, value: Value) -> str:
    if not isinstance(value, str):
        return _wrong(field, value)
    if len(value) > TEXT_LIMIT:
        return f"the text is {len(value)} characters long; shorten it to {TEXT_LIMIT}"
    if _CONTROL.search(value):
        return "the text holds a control character; type it again without"
    return "" if value.strip() else f"nothing written for {field.name}"


_CHECKS: dict[FieldKind, Callable[[FieldDef, Value], str]] = {
    FieldKind.YES_NO: _check_yes_no,
    FieldKind.NUMBER: _check_number,
    FieldKind.SCALE: _check_number,
    FieldKind.MRC: _check_mrc,
    FieldKind.REFLEX: _check_reflex,
    FieldKind.CHOICE: _check_choice,
    FieldKind.SEVERAL: _check_several,
    FieldKind.DATE: _check_date,
    FieldKind.DURATION: _check_number,
    FieldKind.TEXT: _check_text,
}


def _wrong(field: FieldDef, value: Value) -> str:
    return f"{_shown(value)} does not fit {field.name}; {_wanted(field)}"


def _shown(value: object) -> str:
    text = repr(list(value)) if isinstance(value, tuple) else repr(value)
    text = {"True": "true", "False": "false"}.get(text, text)
    return text if len(text) <= 60 else f"{text[:57]}..."


def _wanted(field: FieldDef) -> str:
    """What the field takes, as the second half of a message."""
    match field.kind:
        case FieldKind.YES_NO:
            return "it is yes or no (true or false)"
        case FieldKind.NUMBER | FieldKind.SCALE | FieldKind.DURATION:
            return _wanted_number(field)
        case FieldKind.MRC:
            return f"strength is graded {', '.join(MRC_GRADES)}"
        case FieldKind.REFLEX:
            return "a reflex is graded 0 to 4 (2 is normal)"
        case FieldKind.CHOICE:
            return f"choose one of: {', '.join(choice.id for choice in field.choices)}"
        case FieldKind.SEVERAL:
            return f"choose from: {', '.join(choice.id for choice in field.choices)}"
        case FieldKind.DATE:
            return "write a date such as 2026-03-02"
        case FieldKind.TEXT:
            return "write a text"


def _wanted_number(field: FieldDef) -> str:
    if field.minimum is None or field.maximum is None:
        return f"{field.name} is a number"
    unit = f" {field.unit}" if field.unit else ""
    low, high = number_words(field.minimum), number_words(field.maximum)
    halves = ", whole numbers only" if field.whole else ""
    return f"{field.name} goes from {low} to {high}{unit}{halves}"
