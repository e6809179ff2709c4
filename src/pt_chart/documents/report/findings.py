"""Findings of a visit as rows of the report: by position, right and left, tested or not."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from pt_chart.clinical.fields import Card, FieldDef, FieldKind, Form, Position
from pt_chart.clinical.findings import Answer, Answers, FindingKey, Origin, Value
from pt_chart.clinical.sides import Side
from pt_chart.clinical.values import format as value_words
from pt_chart.clinical.values import is_abnormal
from pt_chart.clinical.wording import value_words as spoken

_SIDES = (Side.RIGHT, Side.LEFT)


@dataclass(frozen=True, slots=True)
class Cell:
    """One value: its words, whether it is abnormal; None words = marked not tested."""

    words: str | None
    abnormal: bool = False


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A test with what was found right and left, or without a side, and remarks.

    ``group`` is the position with the card's title, as the forms have it. ``whole`` is what was
    found without a side; then there is no right and left.
    """

    group: str
    test: str
    right: Cell | None
    left: Cell | None
    remarks: str
    whole: Cell | None = None


@dataclass(frozen=True, slots=True)
class PlainRow:
    """A question with its answer; None = marked not asked. ``group`` is the card's title."""

    group: str
    label: str
    answer: str | None


def exam_rows(forms: Sequence[Form], answers: Answers) -> list[FindingRow]:
    """Every touched field of the exam, in the order of the body's positions."""
    order = {position: index for index, position in enumerate(Position)}
    found: list[tuple[int, FindingRow]] = []
    for card, field in _fields(forms, "exam"):
        position = field.position or card.position
        rank = order[position] if position is not None else -1
        where = position.value.replace("_", "-").capitalize() if position is not None else ""
        group = ": ".join(part for part in (where, card.title) if part)
        found.extend((rank, row) for row in _rows(field, group, answers))
    return [row for _, row in sorted(found, key=lambda pair: pair[0])]


def plain_rows(
    forms: Sequence[Form],
    section: str,
    answers: Answers,
    *,
    core: bool | None = None,
    without: Collection[str] = (),
) -> list[PlainRow]:
    """Every touched field of a section, one row per side and level.

    ``core`` picks by that mark; ``without`` leaves out fields that are told elsewhere.
    """
    return [
        PlainRow(card.title, _label(field, key), _marked(field, answers[key]))
        for card, field in _fields(forms, section)
        if (core is None or field.core is core) and field.id not in without
        for key in _keys(field)
        if key in answers
    ]


@dataclass(frozen=True, slots=True)
class ToldCard:
    """The answers of one card in a few sentences: yes, no, what was measured, not asked."""

    group: str
    words: str


def told_cards(rows: Sequence[PlainRow]) -> list[ToldCard]:
    """Rows told together, card by card; what was not asked says so."""
    grouped: dict[str, list[PlainRow]] = {}
    for row in rows:
        grouped.setdefault(row.group, []).append(row)
    return [ToldCard(group, _told(card)) for group, card in grouped.items()]


def _told(rows: Sequence[PlainRow]) -> str:
    said: dict[str, list[str]] = {"Yes": [], "No": [], "": [], "Not asked": []}
    for row in rows:
        if row.answer is None:
            said["Not asked"].append(row.label)
            continue
        word, space, rest = row.answer.partition(" ")
        if word in {"yes", "no"} and (not space or rest.startswith("(")):
            said[word.capitalize()].append(f"{row.label}{space}{rest}")
        else:
            said[""].append(f"{row.label}: {row.answer}")
    parts = [
        f"{lead}: {'; '.join(names)}" if lead else "; ".join(names)
        for lead, names in said.items()
        if names
    ]
    return ". ".join(parts) + "."


@dataclass(frozen=True, slots=True)
class ScreenAnswers:
    """The red-flag questions, each in exactly one of three lists."""

    yes: tuple[str, ...]
    no: tuple[str, ...]
    not_asked: tuple[str, ...]


def screen(forms: Sequence[Form], answers: Answers) -> ScreenAnswers:
    """What became of every core question; one that nobody touched counts as not asked."""
    yes: list[str] = []
    no: list[str] = []
    unasked: list[str] = []
    for field in (field for form in forms for field in form.fields if field.core):
        given = [answers[key] for key in _keys(field) if key in answers]
        tested = [answer for answer in given if answer.tested]
        if not tested:
            unasked.append(field.label)
        elif any(is_abnormal(field, a.value) for a in tested if a.value is not None):
            yes.append(_said(field, tested))
        else:
            no.append(field.label + _filed(tested))
    return ScreenAnswers(tuple(yes), tuple(no), tuple(unasked))


def _said(field: FieldDef, answers: Sequence[Answer]) -> str:
    if field.kind is FieldKind.YES_NO:
        notes = [answer.note for answer in answers if answer.note]
        return f"{field.label} ({'; '.join(notes)})" if notes else field.label
    words = ", ".join(filter(None, (_words(field, answer) for answer in answers)))
    return f"{field.label}: {words}"


def _fields(forms: Sequence[Form], section: str) -> Iterator[tuple[Card, FieldDef]]:
    for form in forms:
        for card in form.cards:
            for field in card.fields:
                if field.section == section and field.derived is None:
                    yield card, field


def _keys(field: FieldDef) -> Iterator[FindingKey]:
    for level in field.levels or (None,):
        for side in (*_SIDES, None) if field.sided else (None,):
            yield FindingKey(field.id, side, level)


def _unit(field: FieldDef) -> str:
    return "" if field.kind is FieldKind.DURATION else field.unit


def _value_words(field: FieldDef, value: Value) -> str:
    """The value with the labels of the choices instead of their ids."""
    if isinstance(value, bool):
        return spoken(field, value)
    labels = {choice.id: choice.label for choice in field.choices}
    if isinstance(value, tuple) and value:
        return ", ".join(labels.get(part, part) for part in value)
    if isinstance(value, str) and value in labels:
        return labels[value]
    return value_words(field, value)


def _label(field: FieldDef, key: FindingKey) -> str:
    unit = f"({_unit(field)})" if _unit(field) else ""
    parts = [field.name, unit, key.level or "", key.side.spelled if key.side else ""]
    return " ".join(part for part in parts if part)


def _words(field: FieldDef, answer: Answer) -> str | None:
    if answer.value is None:
        return None
    labels = {choice.id: choice.label for choice in field.qualifiers}
    said = [_value_words(field, answer.value)]
    said += [labels.get(qualifier, qualifier) for qualifier in answer.qualifiers]
    if answer.unconfirmed:
        said.append("carried forward, not confirmed")
    return ", ".join(said)


def _filed(answers: Sequence[Answer]) -> str:
    """The mark of an answer entered as normal, or confirmed, together with others by one key."""
    origins = {answer.origin for answer in answers}
    if Origin.REST_NORMAL in origins:
        return " (rest normal)"
    return " (confirmed)" if Origin.CONFIRMED in origins else ""


def _marked(field: FieldDef, answer: Answer) -> str | None:
    words = _words(field, answer)
    return None if words is None else words + _filed((answer,))


def _cell(field: FieldDef, answer: Answer | None) -> Cell | None:
    if answer is None:
        return None
    if answer.value is None:
        return Cell(None)
    words = _value_words(field, answer.value)
    if answer.unconfirmed:
        words += " (carried)"
    words += _filed((answer,))
    return Cell(words, is_abnormal(field, answer.value) is True)


def _rows(field: FieldDef, group: str, answers: Answers) -> Iterator[FindingRow]:
    for level in field.levels or (None,):
        base = FindingKey(field.id, None, level)
        keys = [replace(base, side=side) for side in _SIDES] if field.sided else []
        present = [key for key in [*keys, base] if key in answers]
        if not present:
            continue
        name = f"{field.name} {level}" if level else field.name
        test = f"{name} ({_unit(field)})" if _unit(field) else name
        remarks = "; ".join(filter(None, (_remark(field, key, answers[key]) for key in present)))
        if base in answers:
            whole = _cell(field, answers[base])
            yield FindingRow(group, test, None, None, remarks, whole)
            continue
        right, left = (_cell(field, answers.get(key)) for key in keys)
        yield FindingRow(group, test, right or Cell(None), left or Cell(None), remarks)


def _remark(field: FieldDef, key: FindingKey, answer: Answer) -> str:
    labels = {choice.id: choice.label for choice in field.qualifiers}
    said = [labels.get(qualifier, qualifier) for qualifier in answer.qualifiers]
    said += [answer.note] if answer.note else []
    if not said:
        return ""
    side = f"{key.side.spelled}: " if key.side else ""
    return side + ", ".join(said)


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A finding of the first visit beside today's, both in words; None = not tested that day."""

    key: FindingKey
    label: str
    then: str | None
    now: str | None


def change_rows(forms: Sequence[Form], first: Answers, now: Answers) -> list[ChangeRow]:
    """What was examined in the first visit and is told apart today.

    A finding stands in it when both days have it and differ, or when it was abnormal at first and
    was not tested again.
    """
    rows = []
    for _, field in _fields(forms, "exam"):
        for key in _keys(field):
            if key not in first or first[key].value is None:
                continue
            then = _words(field, first[key])
            today = _words(field, now[key]) if key in now else None
            value = first[key].value
            lost = today is None and value is not None and is_abnormal(field, value) is True
            if lost or (today is not None and today != then):
                rows.append(ChangeRow(key, _label(field, key), then, today))
    return rows
