"""What follows test and side in a shorthand clause: signs, numbers, parts, options."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import NoReturn

from pt_chart.clinical import values
from pt_chart.clinical.choice_marks import marks_of, scores_of
from pt_chart.clinical.fields import FieldDef, FieldKind
from pt_chart.clinical.findings import Answer, Value
from pt_chart.clinical.painful_strength import PAINFUL, WORDS, takes_mark, without_mark

QUOTE = '"'
_SIGNS = {"+": True, "-": False}
_POSITIVE = {"pos": True, "positive": True, "yes": True, "present": True}
_WORDS = {**_POSITIVE, "neg": False, "negative": False, "no": False, "absent": False}
_MARKED = re.compile(r"(?P<word>[^\W\d][\w/]*)(?P<mark>[+=-])")
_NUMERIC = re.compile(r"[+-]?\d")
_SIGNED_NUMBER = re.compile(r"(?P<number>\d+(?:\.\d+)?)(?P<sign>[+-])")
_CHOICES = (FieldKind.CHOICE, FieldKind.SEVERAL)
_WORDED = (*_CHOICES, FieldKind.YES_NO, FieldKind.TEXT)
_LONGEST_OPTION = 4
_TOLD = 12
_SAID_OTHERWISE = {
    "intact": "normal",
    "normal": "usual",
    "wnl": "normal",
    "nl": "normal",
    "decreased": "reduced",
    "diminished": "reduced",
    "dim": "reduced",
    "hyper": "increased",
    "centralises": "centralizes",
    "peripheralises": "peripheralizes",
    "l": "left",
    "r": "right",
    "flexor": "down",
    "downgoing": "down",
    "extensor": "up",
    "upgoing": "up",
    "cannot": "unable",
}
"""Other words for the options of a choice; they count only where it has that option."""


_TOE = {"up": True, "upgoing": True, "extensor": True, "down": False, "downgoing": False}
_SIGN_WORDS = {"babinski": _TOE | {"flexor": False}}
"""What some signs are called instead of positive and negative, by field."""


class NotUnderstood(Exception):
    """A clause that cannot be filed; the message names the word and the fix."""

    def __init__(self, message: str, completions: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.completions = completions


def read_results(
    test: FieldDef, family: tuple[FieldDef, ...], words: list[str]
) -> dict[str, Answer]:
    """The answers that the words give to the fields of a family, by field id.

    ``test`` is the one that was named; ``family`` begins with it and goes on with its parts.

    Raises:
        NotUnderstood: a word fits none of them, or something is said twice.
    """
    if test.kind is FieldKind.TEXT:
        return {test.id: _text(test, words)}
    if len(words) == 1 and words[0].lower() == "n":
        return {test.id: Answer(None)}
    reading = _Reading(test, family, words)
    while reading.rest:
        reading.next()
    return reading.found


def result_words(family: tuple[FieldDef, ...]) -> tuple[str, ...]:
    """What may be typed as a result: the test's own words, its parts', then their options."""
    test, *parts = family
    options = list(_own_words(test))
    if any(part.kind not in _WORDED for part in parts):
        options.append("a number")
    options += [word for part in parts for word in _part_words(part)[:1]]
    unnamed = [part for part in parts if part.kind in _CHOICES and not part.shorthand]
    options += [word for part in unnamed for word in _own_words(part)]
    return tuple(dict.fromkeys(options))


def told(options: tuple[str, ...]) -> str:
    """The options in a message, cut where they would fill the line."""
    shown = ", ".join(options[:_TOLD])
    return f"{shown} ..." if len(options) > _TOLD else shown


class _Reading:
    """One pass over the words of a clause."""

    def __init__(self, test: FieldDef, family: tuple[FieldDef, ...], words: list[str]) -> None:
        self._test = test
        self._family = family
        self.rest = list(words)
        self.found: dict[str, Answer] = {}

    def next(self) -> None:
        """Understand the next word or words."""
        for attempt in (self._option, self._sign, self._part, self._word, self._number):
            if attempt():
                return
        self._stuck(self.rest[0])

    def _take(self, field: FieldDef, value: Value, used: int) -> bool:
        before = self.found.get(field.id)
        if before is not None:
            if not isinstance(value, tuple) or not isinstance(before.value, tuple):
                raise NotUnderstood(f"{field.name} is said twice; keep one")
            value = (*before.value, *value)
        trouble = values.check(field, value)
        if trouble:
            raise NotUnderstood(_said(field, trouble))
        self.found[field.id] = Answer(value)
        del self.rest[:used]
        return True

    def _option(self) -> bool:
        for field in self._family:
            chosen = _option(field, self.rest)
            if chosen is not None:
                return self._take(field, *chosen)
        return False

    def _sign(self) -> bool:
        word = self.rest[0]
        if word not in _SIGNS and word != "=":
            return False
        if self._test.kind is FieldKind.YES_NO and word in _SIGNS:
            return self._take(self._test, _SIGNS[word], 1)
        return self._take(self._test, _marked(self._test, word, self._family), 1)

    def _part(self) -> bool:
        marked = _MARKED.fullmatch(self.rest[0])
        name = (marked["word"] if marked else self.rest[0]).lower()
        part = next((f for f in self._family[1:] if name in _part_words(f)), None)
        if part is None:
            return False
        if marked:
            return self._take(part, _marked(part, marked["mark"], (part,)), 1)
        if part.kind is FieldKind.YES_NO:
            return self._take(part, True, 1)
        return self._named_part(part, name)

    def _named_part(self, part: FieldDef, name: str) -> bool:
        following = self.rest[1:]
        chosen = _option(part, following)
        if chosen is not None:
            value, used = chosen
            return self._take(part, value, used + 1)
        if following and part.kind not in _CHOICES:
            value, used = _number(part, following)
            return self._take(part, value, used + 1)
        wanted = ", ".join(_own_words(part))
        raise NotUnderstood(f"{part.name}: type {name} and {wanted}", _own_words(part))

    def _word(self) -> bool:
        if self._test.kind is FieldKind.REFLEX and self.rest[0].lower() in values.REFLEX_WORDS:
            return self._take(self._test, values.parse(self._test, self.rest[0]), 1)
        word = self.rest[0].lower()
        said = _SIGN_WORDS.get(self._test.id, {}).get(word, _WORDS.get(word))
        if said is None or self._test.kind is not FieldKind.YES_NO:
            return False
        return self._take(self._test, said, 1)

    def _number(self) -> bool:
        word = self.rest[0]
        if not _NUMERIC.match(word):
            return False
        numeric = [f for f in self._family if f.kind not in _WORDED]
        field = next((f for f in numeric if f.id not in self.found), None)
        if field is None and numeric:
            raise NotUnderstood(f"{word!r} is one number too many for {self._test.name}")
        if field is None:
            return False
        signed = _SIGNED_NUMBER.fullmatch(word)
        if signed and self._test.kind is FieldKind.YES_NO:
            self.rest[:1] = [signed["number"], signed["sign"]]
        self.rest[0], marks = without_mark(field, self.rest[0])
        value, used = _number(field, self.rest)
        self._take(field, value, used)
        if takes_mark(field) and self.rest and self.rest[0].lower() in WORDS:
            marks = (PAINFUL,)
            del self.rest[0]
        if marks:
            self.found[field.id] = replace(self.found[field.id], qualifiers=marks)
        return True

    def _stuck(self, word: str) -> NoReturn:
        if word.lower() == "n":
            raise NotUnderstood(f"{self._test.name}: n (not tested) stands alone")
        options = result_words(self._family)
        raise NotUnderstood(
            f"{word!r} is no result of {self._test.name}; type {told(options)}", options
        )


def _text(field: FieldDef, words: list[str]) -> Answer:
    """The rest of the clause; in quotes where it has commas or semicolons."""
    if [word.lower() for word in words] == ["n"]:
        return Answer(None)
    text = " ".join(words)
    if text.startswith(QUOTE) and len(words) > 1:
        raise NotUnderstood(
            f"{field.name}: the text ends at its quote; put a comma before {words[1]!r}"
        )
    if not text.startswith(QUOTE) and not any(letter.isalnum() for letter in text):
        raise NotUnderstood(f"{field.name}: {text!r} is no text; type words, none or n")
    if text.startswith(QUOTE):
        text = text[1:].removesuffix(QUOTE).replace(QUOTE * 2, QUOTE)
    try:
        return Answer(values.parse(field, text))
    except ValueError as refused:
        raise NotUnderstood(_said(field, str(refused))) from refused


def _said(field: FieldDef, trouble: str) -> str:
    """A refusal with the name of the field, once."""
    return trouble if field.name in trouble else f"{field.name}: {trouble}"


def _number(field: FieldDef, words: list[str]) -> tuple[Value, int]:
    """A number or grade, with its unit as a word of its own if there is one."""
    if len(words) > 1:
        try:
            return values.parse(field, f"{words[0]} {words[1]}"), 2
        except ValueError:
            pass
    try:
        return values.parse(field, words[0]), 1
    except ValueError as refused:
        raise NotUnderstood(_said(field, str(refused))) from refused


def _option(field: FieldDef, words: list[str]) -> tuple[Value, int] | None:
    """An option of a choice that the next words spell, by id or label, longest first."""
    if field.kind not in _CHOICES:
        return None
    for length in range(min(_LONGEST_OPTION, len(words)), 0, -1):
        spelled = " ".join(words[:length]).lower()
        if spelled in scores_of(field):
            return scores_of(field)[spelled], length
        wanted = {spelled, _SAID_OTHERWISE.get(spelled, spelled)}
        if spelled == values.NOTHING_FOUND and field.kind is FieldKind.SEVERAL:
            return (), length
        for choice in field.choices:
            names = {choice.id.lower(), choice.id.lower().replace("_", " "), choice.label.lower()}
            if wanted & names:
                return ((choice.id,) if field.kind is FieldKind.SEVERAL else choice.id), length
    return None


def _marked(field: FieldDef, mark: str, family: tuple[FieldDef, ...]) -> Value:
    """The value of a mark: + yes or more; - no or less; = same or normal."""
    if field.kind is FieldKind.YES_NO and mark in _SIGNS:
        return _SIGNS[mark]
    value = marks_of(field).get(mark) if field.kind is FieldKind.CHOICE else None
    if value is None:
        options = result_words(family)
        raise NotUnderstood(f"{field.name} takes no {mark}; type {told(options)}", options)
    return value


def _part_words(field: FieldDef) -> tuple[str, ...]:
    return tuple(word.lower() for word in field.shorthand if " " not in word)


def _own_words(field: FieldDef) -> tuple[str, ...]:
    match field.kind:
        case FieldKind.YES_NO:
            return ("+", "-", "n")
        case FieldKind.CHOICE | FieldKind.SEVERAL:
            return (*scores_of(field), *(choice.id for choice in field.choices))
        case FieldKind.MRC:
            return ("0 to 5", "4-", "4+")
        case FieldKind.REFLEX:
            return ("0", "1", "2", "3", "4")
        case FieldKind.TEXT:
            return ("a text",)
        case _:
            return (f"a number in {field.unit}" if field.unit else "a number",)
