"""Findings as sentences: history by card, examination by test, never more than was recorded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

from pt_chart.clinical.derivation import COMPUTATIONS
from pt_chart.clinical.facts import Facts
from pt_chart.clinical.fields import Card, FieldDef, FieldKind, Form, Position
from pt_chart.clinical.findings import Answer, Answers, FindingKey, Origin, Value
from pt_chart.clinical.narrative.joining import after_title, in_brackets, lower_first, sentence_text
from pt_chart.clinical.narrative.note import NoteCase, Sentence
from pt_chart.clinical.program.dates import date_words
from pt_chart.clinical.sides import Side
from pt_chart.clinical.wording import value_words

_SIDES = (None, Side.RIGHT, Side.LEFT, Side.BOTH)
_PLACE = {side: at for at, side in enumerate(_SIDES)}
Recorded: TypeAlias = Mapping[str, Sequence[FindingKey]]
_TOLD_ELSEWHERE = ("consent",)
"""Cards that another section of the note tells."""

_PLAIN_ORIGINS = (Origin.ENTERED, Origin.PATIENT, Origin.BODY_CHART)
WHOLE = "Test as a whole"
"""Label of the one answer to a test in steps; the test's own name says it already."""
_COMPUTED = ("irritability", "neurodynamic_result")
_BASIS = {"irritability": "these times by our default"}
"""By the computation: what a result was worked out from, where that is no test in steps."""


def history_sentences(case: NoteCase) -> Iterator[Sentence]:
    """What was asked, a few sentences to a card: found, denied, not asked; core questions apart."""
    recorded = _by_field(case.visit.answers)
    results = _by_field(worked_out := _worked_out(case))
    for _form, card in _cards(case.forms, "history"):
        if card.id not in _TOLD_ELSEWHERE:
            fields = [field for field in card.fields if field.id in recorded and not field.core]
            if fields:
                yield from _asked(card, fields, case, recorded)
            for field in card.fields:
                if field.worked_out and field.id in results:
                    told = _result(field, results[field.id], worked_out, card, case)
                    yield replace(told, id=f"history.{field.id}")


def safety_sentences(case: NoteCase) -> Iterator[Sentence]:
    """The core red-flag questions: asked yes, asked no, and each one that was not asked."""
    fields = [f for _, card in _cards(case.forms, "history") for f in card.fields if f.core]
    answers = case.visit.answers
    recorded = _by_field(answers)
    yes: list[tuple[str, str]] = []
    no: list[tuple[str, str]] = []
    open_: list[tuple[str, str]] = []
    for field in fields:
        keys = _keys(field, recorded)
        if not keys:
            open_.append((field.label, f"{field.id}"))
        for key in keys:
            value = answers[key].value
            name = _place(field.label, key) + _remarks(answers[key], field)
            into = open_ if value is None else yes if value is field.abnormal else no
            into.append((name, str(key)))
    for id_, lead, found in (
        ("safety.yes", "Asked, yes", yes),
        ("safety.no", "Asked, no", no),
        ("safety.open", "Not asked", open_),
    ):
        if found:
            words = "; ".join(_sides_joined(name for name, _ in found))
            yield Sentence(id_, sentence_text(f"{lead}: {words}"), tuple(k for _, k in found))


def examination_sentences(case: NoteCase) -> Iterator[tuple[str, Sentence]]:
    """One sentence a test in the order of the body's positions, each with the card's heading."""
    order = {position: number for number, position in enumerate(Position)}
    cards = [card for _, card in _cards(case.forms, "exam")]
    cards.sort(key=lambda c: order[c.position] if c.position is not None else -1)
    worked_out = _worked_out(case)
    recorded = _by_field(case.visit.answers)
    results = _by_field(worked_out)
    before = case.earlier[-1].answers if case.earlier else {}
    for card in cards:
        where = card.position.value.replace("_", "-").capitalize() if card.position else ""
        group = f"{where}, {lower_first(card.title)}" if where else card.title
        if card.layout == "steps":
            yield from ((group, one) for one in _steps(card, case, before, worked_out))
            continue
        for field in card.fields:
            keys = _keys(field, results if field.worked_out else recorded)
            if not keys:
                continue
            if field.worked_out:
                yield group, _result(field, keys, worked_out, card, case)
            else:
                yield group, _tested(field, keys, case, before)


def _cards(forms: Sequence[Form], section: str) -> Iterator[tuple[Form, Card]]:
    for form in forms:
        if form.section == section:
            for card in form.cards:
                yield form, card


def _steps(
    card: Card,
    case: NoteCase,
    before: Answers | Mapping[FindingKey, Answer],
    worked_out: Mapping[FindingKey, Value],
) -> Iterator[Sentence]:
    """A test done in steps, one sentence a side: angles, symptoms, what changed them, result."""
    for side in _SIDES:
        told, links = [], []
        for field in card.fields:
            key = FindingKey(field.id, side)
            if field.worked_out:
                if key in worked_out:
                    told.append(f"result worked out from these: {_value(field, worked_out[key])}")
                continue
            answer = case.visit.answers.get(key)
            if answer is None:
                continue
            links.append(str(key))
            name = "" if field.label == WHOLE else after_title(field.label, card.title)
            label = lower_first(name.rstrip("?"))
            value = _step_value(field, answer.value)
            words = f"{label}: {value}" if label else value
            remarks = (*_remark_list(answer, field), _last_time(field, key, case, before))
            told.append(words + in_brackets(remarks))
        if links:
            head = f"{card.title} {side.spelled}" if side else card.title
            id_ = f"exam.{card.id}" + (f"@{side.value}" if side else "")
            yield Sentence(id_, sentence_text(f"{head}: {'; '.join(told)}"), tuple(links))


def _step_value(field: FieldDef, value: Value | None) -> str:
    """Steps are answered yes or no; only a whole test is positive or negative."""
    if isinstance(value, bool) and field.label.endswith("?"):
        return "yes" if value else "no"
    return _value(field, value)


def _asked(
    card: Card, fields: list[FieldDef], case: NoteCase, recorded: Recorded
) -> Iterator[Sentence]:
    answers = case.visit.answers
    groups: dict[str, list[tuple[str, str]]] = {"found": [], "no": [], "open": [], "normal": []}
    for field in fields:
        for key in _keys(field, recorded):
            into, words = _history_words(field, key, answers[key])
            groups[into].append((words, str(key)))
    inside = lower_first(card.title)
    leads = {
        "found": card.title,
        "no": f"Denied ({inside})",
        "open": f"Not asked ({inside})",
        "normal": f"Denied, filed together in one act ({inside})",
    }
    for group, found in groups.items():
        if found:
            words = "; ".join(_sides_joined(one for one, _ in found))
            links = tuple(key for _, key in found)
            yield Sentence(
                f"history.{card.id}.{group}", sentence_text(f"{leads[group]}: {words}"), links
            )


def _sides_joined(found: Iterable[str]) -> list[str]:
    """Words with the same beginning on two sides as one: "calf pain RIGHT and LEFT"."""
    joined: list[str] = []
    for words in found:
        first = lower_first(words)
        start = first.removesuffix(" LEFT")
        if start != first and joined and joined[-1] == f"{start} RIGHT":
            joined[-1] = f"{start} RIGHT and LEFT"
        else:
            joined.append(first)
    return joined


def _history_words(field: FieldDef, key: FindingKey, answer: Answer) -> tuple[str, str]:
    name = _place(field.label, key)
    remarks = _remarks(answer, field)
    if answer.value is None:
        return "open", f"{name}{remarks}"
    if isinstance(answer.value, bool):
        if answer.value:
            return "found", f"{name}{remarks}"
        normal = answer.origin is Origin.REST_NORMAL
        return ("normal" if normal else "no"), f"{name}{remarks}"
    if field.kind is FieldKind.TEXT:
        return "found", f"{name}: {' '.join(str(answer.value).split())}{remarks}"
    return "found", f"{name.rstrip('?')}: {_value(field, answer.value)}{remarks}"


def _result(
    field: FieldDef,
    keys: Sequence[FindingKey],
    worked_out: Mapping[FindingKey, Value],
    card: Card,
    case: NoteCase,
) -> Sentence:
    sides = {key.side for key in keys}
    steps = {one.id for one in card.fields}
    links = [str(key) for key in case.visit.answers if key.id in steps and key.side in sides]
    told = ", ".join(f"{_side(key)}{_value(field, worked_out[key])}" for key in keys)
    words = f"{field.name}, worked out from {_BASIS.get(field.computed, 'the steps')}: {told}"
    return Sentence(f"exam.{field.id}", sentence_text(words), tuple(links) or ("exam",))


def _tested(
    field: FieldDef,
    keys: Sequence[FindingKey],
    case: NoteCase,
    before: Answers | Mapping[FindingKey, Answer],
) -> Sentence:
    by_level: dict[str | None, list[str]] = {}
    for key in keys:
        answer = case.visit.answers[key]
        remarks = (*_remark_list(answer, field), _last_time(field, key, case, before))
        words = f"{_side(key)}{_value(field, answer.value)}{in_brackets(remarks)}"
        by_level.setdefault(key.level, []).append(words)
    parts = [f"{level or ''} {', '.join(told)}".strip() for level, told in by_level.items()]
    text = sentence_text(f"{field.name}: {'; '.join(parts)}")
    return Sentence(f"exam.{field.id}", text, tuple(str(key) for key in keys))


def _last_time(
    field: FieldDef,
    key: FindingKey,
    case: NoteCase,
    before: Answers | Mapping[FindingKey, Answer],
) -> str:
    """The value of the visit before, where it was another one."""
    last = before.get(key)
    if last is None or last.value is None or last.value == case.visit.answers[key].value:
        return ""
    return f"{_value(field, last.value)} on {date_words(case.earlier[-1].date)}"


def _worked_out(case: NoteCase) -> Mapping[FindingKey, Value]:
    visit = case.visit
    facts = Facts.from_answers(
        visit.answers,
        age=case.patient.age_on(visit.date),
        sex=case.patient.sex or None,
        side=case.episode.side,
        date=visit.date,
    )
    found: dict[FindingKey, Value] = {}
    for field in case.vocabulary.fields.values():
        if field.computed in _COMPUTED:
            found.update(COMPUTATIONS[field.computed](field, facts))
    return found


def _by_field(keys: Iterable[FindingKey]) -> Recorded:
    """The keys of each field, gathered once for a section."""
    found: dict[str, list[FindingKey]] = {}
    for key in keys:
        found.setdefault(key.id, []).append(key)
    return found


def _keys(field: FieldDef, recorded: Recorded) -> Sequence[FindingKey]:
    """What was recorded of a field, by level, then RIGHT before LEFT."""
    found = recorded.get(field.id, ())
    if len(found) < 2:
        return found
    levels = {level: at for at, level in enumerate(field.levels)}
    return sorted(found, key=lambda key: (levels.get(key.level or "", -1), _PLACE[key.side]))


def _place(label: str, key: FindingKey) -> str:
    return " ".join(part for part in (label, key.level, key.side and key.side.spelled) if part)


def _side(key: FindingKey) -> str:
    return f"{key.side.spelled} " if key.side else ""


def _value(field: FieldDef, value: Value | None) -> str:
    return " ".join(value_words(field, value).split())


def _remarks(answer: Answer, field: FieldDef) -> str:
    return in_brackets(_remark_list(answer, field))


def _remark_list(answer: Answer, field: FieldDef) -> tuple[str, ...]:
    if not answer.qualifiers and not answer.note and answer.origin in _PLAIN_ORIGINS:
        return ()
    labels = {one.id: one.label for one in field.qualifiers}
    named = ", ".join(labels.get(one, one) for one in answer.qualifiers)
    carried = "carried from an earlier visit, not confirmed" if answer.unconfirmed else ""
    note = " ".join(answer.note.split())
    normal = "filed normal together with others" if answer.origin is Origin.REST_NORMAL else ""
    told = "confirmed together with others" if answer.origin is Origin.CONFIRMED else ""
    return tuple(filter(None, (named, note, carried, normal, told)))
