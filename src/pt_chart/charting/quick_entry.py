"""The shorthand line: ``slr r 45 + df+ calf``, ``mmt ehl r 4``, ``reflex achilles l 1``.

Grammar::

    line    = clause { ("," | ";") clause }
    clause  = test [level] side [level] { value }        (side only where the finding has sides)
    test    = a shorthand word or words of a field, its id, or an alias
    side    = l | r | left | right | b | both
    value   = + | - | n                positive, negative, not tested
            | number or grade          the test's number (or its family's first number)
            | word{+|-|=}              a part of the test: more/yes, less/no, same
            | word                     a part that is a yes, or an option of one of its choices

A side is always typed; it never carries over from the clause before. Parts belong to a test when
their id begins with the test's id (``slr`` owns ``slr_angle``, ``slr_familiar``, ...).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pt_chart.clinical import values
from pt_chart.clinical.fields import FieldDef, FieldKind, Vocabulary
from pt_chart.clinical.findings import Answer, FindingKey, Value
from pt_chart.clinical.sides import Side
from pt_chart.clinical.wording import finding_words

_SIDES = {
    "l": Side.LEFT,
    "left": Side.LEFT,
    "r": Side.RIGHT,
    "right": Side.RIGHT,
    "b": Side.BOTH,
    "both": Side.BOTH,
}
_SIGNS = {"+": True, "-": False}
_MARKED = re.compile(r"^(?P<word>[^\W\d][\w/]*)(?P<mark>[+=-])$")
_LONGEST_NAME = 4


@dataclass(frozen=True, slots=True)
class Entry:
    """One finding understood: what would be filed, and how it reads with the side spelled out."""

    key: FindingKey
    answer: Answer
    words: str


@dataclass(frozen=True, slots=True)
class Interpretation:
    """What the line means so far; it can be filed only when ``problem`` is empty.

    ``completions`` are words that may follow or complete the last one.
    """

    entries: tuple[Entry, ...]
    problem: str = ""
    completions: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether Enter would file something."""
        return bool(self.entries) and not self.problem


class NotUnderstood(Exception):
    """A clause that cannot be filed; the message names the word and the fix."""

    def __init__(self, message: str, completions: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.completions = completions


class QuickEntry:
    """Reads shorthand lines over one vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._names: dict[tuple[str, ...], FieldDef] = {}
        entered = [field for field in vocabulary.fields.values() if field.derived is None]
        # An id is never hidden by another field's shorthand, nor a shorthand by an alias.
        for field in entered:
            self._names[(field.id.lower(),)] = field
        for field in entered:
            for name in field.shorthand:
                self._names.setdefault(tuple(name.lower().split()), field)
        for alias, id in vocabulary.aliases.items():
            if vocabulary.fields[id].derived is None:
                self._names.setdefault((alias.lower(),), vocabulary.fields[id])

    def read(self, line: str) -> Interpretation:
        """What a line means; nothing is filed by reading."""
        entries: list[Entry] = []
        for clause in re.split(r"[,;]", line):
            words = clause.split()
            if not words:
                continue
            try:
                entries += self._clause(words)
            except NotUnderstood as stuck:
                return Interpretation(tuple(entries), str(stuck), stuck.completions)
        return Interpretation(tuple(entries))

    def format(self, key: FindingKey, value: Value) -> str:
        """The shorthand that files exactly this finding (the inverse of `read`)."""
        field = self._vocabulary.field(key.id)
        parts = [field.id, key.level or "", key.side.value[0] if key.side else ""]
        if isinstance(value, bool):
            parts.append("+" if value else "-")
        elif isinstance(value, tuple):
            parts += value
        else:
            parts.append(str(value))
        return " ".join(part for part in parts if part)

    def _clause(self, words: list[str]) -> list[Entry]:
        test, rest = self._test(words)
        side, level, rest = self._where(test, rest)
        if not rest:
            raise NotUnderstood(f"{test.label}: type a result", _results(test))
        return self._results(test, side, level, rest)

    def _test(self, words: list[str]) -> tuple[FieldDef, list[str]]:
        lowered = [word.lower() for word in words]
        for length in range(min(_LONGEST_NAME, len(words)), 0, -1):
            field = self._names.get(tuple(lowered[:length]))
            if field is not None:
                return field, words[length:]
        near = tuple(
            " ".join(name) for name in self._names if " ".join(name).startswith(lowered[0])
        )[:6]
        hint = near or self._vocabulary.nearest(lowered[0])
        also = f"; did you mean {' or '.join(hint[:3])}?" if hint else ""
        raise NotUnderstood(f"{words[0]!r} is no test or finding known here{also}", hint)

    def _where(self, test: FieldDef, words: list[str]) -> tuple[Side | None, str | None, list[str]]:
        side: Side | None = None
        level: str | None = None
        levels = {one.lower(): one for one in test.levels}
        rest = list(words)
        while rest:
            word = rest[0].lower()
            if word in _SIDES and side is None and test.sided:
                side = _SIDES[word]
            elif word in levels and level is None:
                level = levels[word]
            else:
                break
            rest.pop(0)
        if test.levels and level is None:
            raise NotUnderstood(f"{test.label}: which level? {', '.join(test.levels)}", test.levels)
        if test.sided and side is None:
            raise NotUnderstood(f"{test.label}: which side? Type l, r or b", ("l", "r", "b"))
        if not test.sided and rest and rest[0].lower() in {"l", "r", "left", "right"}:
            raise NotUnderstood(f"{test.label} has no sides; leave {rest[0]!r} out")
        return side, level, rest

    def _results(
        self, test: FieldDef, side: Side | None, level: str | None, words: list[str]
    ) -> list[Entry]:
        family = [test, *self._parts(test)]
        found: dict[str, Answer] = {}
        index = 0
        while index < len(words):
            taken = next((t for f in family if (t := _option(f, words[index:])) is not None), None)
            if taken is not None:
                field, value, used = taken
                before = found.get(field.id)
                if isinstance(value, tuple) and before is not None and before.value is not None:
                    value = (*_several(before.value), *value)
                answer, index = Answer(value), index + used
            else:
                field, answer = self._one(test, family, words[index], found)
                index += 1
            if field.id in found and field.kind is not FieldKind.SEVERAL:
                raise NotUnderstood(f"{field.label} is said twice; keep one")
            found[field.id] = answer
        sides = side.each if side else (None,)
        return [
            self._entry(FindingKey(id, one if self._sided(id) else None, level), answer)
            for one in sides
            for id, answer in found.items()
        ]

    def _one(
        self, test: FieldDef, family: list[FieldDef], word: str, found: dict[str, Answer]
    ) -> tuple[FieldDef, Answer]:
        if word.lower() == "n":
            return test, Answer(None)
        if word in _SIGNS:
            yes_no = _first(family, FieldKind.YES_NO)
            if yes_no is None:
                raise NotUnderstood(f"{test.label} takes no + or -; type {_results(test)}")
            return yes_no, Answer(_SIGNS[word])
        return _part(family, word) or _number(family, word, found) or _stuck(test, word)

    def _parts(self, test: FieldDef) -> list[FieldDef]:
        return [
            field
            for field in self._vocabulary.fields.values()
            if field.id.startswith(f"{test.id}_")
            and field.derived is None
            and field.sided == test.sided
            and field.levels == test.levels
        ]

    def _sided(self, id: str) -> bool:
        return self._vocabulary.fields[id].sided

    def _entry(self, key: FindingKey, answer: Answer) -> Entry:
        field = self._vocabulary.fields[key.id]
        if answer.value is None:
            where = " ".join(part for part in (key.level, key.side and key.side.spelled) if part)
            return Entry(key, answer, f"{field.label} {where}".strip() + ": not tested")
        return Entry(key, answer, finding_words(field, key, answer.value))


def _part(family: list[FieldDef], word: str) -> tuple[FieldDef, Answer] | None:
    """A part of the test named by its shorthand, with or without a mark."""
    marked = _MARKED.match(word)
    name = (marked["word"] if marked else word).lower()
    for field in family[1:]:
        if name in (s.lower() for s in field.shorthand):
            return field, Answer(_marked(field, marked["mark"] if marked else "+"))
    return None


def _number(
    family: list[FieldDef], word: str, found: dict[str, Answer]
) -> tuple[FieldDef, Answer] | None:
    """The test itself, or its family's first number, takes a bare value."""
    for index, field in enumerate(family):
        if field.id in found or field.kind in {FieldKind.CHOICE, FieldKind.SEVERAL}:
            continue
        if index and field.kind in {FieldKind.YES_NO, FieldKind.TEXT}:
            continue
        try:
            return field, Answer(values.parse(field, word))
        except ValueError as refused:
            if word[0].isdigit() and field.kind is not FieldKind.YES_NO:
                raise NotUnderstood(f"{field.label}: {refused}") from refused
    return None


def _stuck(test: FieldDef, word: str) -> tuple[FieldDef, Answer]:
    options = _results(test)
    raise NotUnderstood(
        f"{word!r} is no result of {test.label}; type {', '.join(options)}", options
    )


def _first(family: list[FieldDef], kind: FieldKind) -> FieldDef | None:
    return next((field for field in family if field.kind is kind), None)


def _several(value: Value) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (str(value),)


def _option(field: FieldDef, words: list[str]) -> tuple[FieldDef, Value, int] | None:
    """An option of a choice that the next words spell, by id or label, longest first."""
    if field.kind not in {FieldKind.CHOICE, FieldKind.SEVERAL}:
        return None
    for length in range(min(_LONGEST_NAME, len(words)), 0, -1):
        spelled = " ".join(words[:length]).lower()
        for choice in field.choices:
            if spelled in {choice.id.lower(), choice.label.lower()}:
                value = (choice.id,) if field.kind is FieldKind.SEVERAL else choice.id
                return field, value, length
    return None


def _marked(field: FieldDef, mark: str) -> Value:
    """The value a part gets from its mark: + more or yes, - less or no, = same."""
    if field.kind is FieldKind.YES_NO and mark in _SIGNS:
        return _SIGNS[mark]
    wanted = {"+": "more", "-": "less", "=": "same"}[mark]
    if any(choice.id == wanted for choice in field.choices):
        return wanted
    raise NotUnderstood(f"{field.label} takes no {mark}; type {', '.join(_results(field))}")


def _results(field: FieldDef) -> tuple[str, ...]:
    match field.kind:
        case FieldKind.YES_NO:
            return ("+", "-", "n")
        case FieldKind.CHOICE | FieldKind.SEVERAL:
            return tuple(choice.id for choice in field.choices)
        case FieldKind.MRC:
            return ("0 to 5", "4-", "4+")
        case FieldKind.REFLEX:
            return ("0", "1", "2", "3", "4")
        case _:
            return (f"a {field.kind.value} in {field.unit}" if field.unit else "a value",)
