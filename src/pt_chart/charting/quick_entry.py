"""The shorthand line: ``slr r 45 + df+ calf``, ``mmt ehl r 4``, ``reflex achilles l 1``.

Grammar (for people: docs/quick-entry.md)::

    line    = clause { ("," | ";" | end of a line) clause }
    clause  = test { side | result }                     (a side exactly where the test has sides)
    clause  = grid { side | levels result { result } }   (light touch, strength by level)
    test    = a shorthand word or words of a field, its id, or an alias
    side    = l | r | left | right | b | both
    levels  = level | level "-" level                    (l5, l2-s1)
    result  = + | - | n                positive, negative, not tested
            | number or grade          the first number of the test's family not given yet
            | part{+|-|=}              a part of the test: more/yes, less/no, same
            | part result              a part of the test with its value (p2 60)
            | option                   of one of the family's choices
            | "text"                   of a text field; quotes where it has , or ;

A side is always typed; it never carries over from the clause before. Parts belong to a test when
their id begins with the test's id (``slr`` owns ``slr_angle``, ``slr_familiar``, ...). A word that
several tests carry names them together, in form order (``bp 128/76``).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import takewhile

from pt_chart.charting.quick_results import QUOTE, NotUnderstood, read_results, result_words, told
from pt_chart.charting.quick_tokens import clauses, decimal_comma
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
    "lt": Side.LEFT,
    "rt": Side.RIGHT,
    "b": Side.BOTH,
    "both": Side.BOTH,
}
_SPELLED = ("left", "right", "both")
_LABEL_WORD = re.compile(r'[^\s,;"]+')
_ALIKE = 0.7
"""How alike two words are before one is offered for the other (`difflib`)."""
_TWO_NUMBERS = re.compile(r"(\d+)/(\d+)")
_NEAR = 6
_SAID_OF_ANY = ("test", "sign")
_SHORT = 4
"""Names of more words are not offered: nobody types them."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One finding understood: what would be filed, and how it reads with the side spelled out.

    ``label`` is what its field is called beside the title of its card.
    """

    key: FindingKey
    answer: Answer
    words: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Clause:
    """One finding of the line as typed: what it means, or what is wrong with it."""

    typed: str
    entries: tuple[Entry, ...]
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Interpretation:
    """What the line means so far; it can be filed only when ``problem`` is empty.

    ``problem`` is the first one, ``completions`` are words that may follow or complete the last
    one typed, ``clauses`` are the findings in their order, the wrong ones among them.
    """

    entries: tuple[Entry, ...]
    problem: str = ""
    completions: tuple[str, ...] = ()
    clauses: tuple[Clause, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether Enter would file something."""
        return bool(self.entries) and not self.problem


class QuickEntry:
    """Reads shorthand lines over one vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._entered = [f for f in vocabulary.fields.values() if not f.worked_out]
        self._names: dict[tuple[str, ...], tuple[FieldDef, ...]] = {}
        self._parts_words: dict[str, list[FieldDef]] = {}
        places = {field.id: place for place, field in enumerate(self._entered)}
        self._order: Callable[[FieldDef], int] = lambda field: places[field.id]
        self._sorted = sorted(field.id for field in self._entered)
        self._owners = {f.id: self._parts(f) for f in self._entered}
        self._name_all(vocabulary)
        self._longest = max((len(name) for name in self._names), default=1)

    def _name_all(self, vocabulary: Vocabulary) -> None:
        """An id is never hidden by another's shorthand, nor a shorthand by an alias."""
        for field in self._entered:
            self._names[(field.id.lower(),)] = (field,)
        self._take_shorthand()
        for alias, id in vocabulary.aliases.items():
            if not vocabulary.fields[id].worked_out:
                self._names.setdefault((alias.lower(),), (vocabulary.fields[id],))
        for name, fields in list(self._names.items()):
            if len(name) == 1:
                self._names.setdefault(tuple(name[0].replace("_", " ").split()), fields)
        self._take_labels()
        self._take_bare_names()

    def _take_shorthand(self) -> None:
        parts = {part.id for owned in self._owners.values() for part in owned}
        shared: dict[tuple[str, ...], tuple[FieldDef, ...]] = {}
        for field in self._entered:
            for word in field.shorthand:
                if field.id in parts:
                    self._parts_words.setdefault(word.lower(), []).append(field)
                else:
                    name = tuple(word.lower().split())
                    shared[name] = (*shared.get(name, ()), field)
        for name, fields in shared.items():
            self._names.setdefault(name, fields)
        for word, claimed in self._parts_words.items():
            if len(claimed) == 1:
                self._names.setdefault(tuple(word.split()), (claimed[0],))

    def _take_labels(self) -> None:
        """What a field is called on the screen names it too, up to a comma, where no other is."""
        called: dict[tuple[str, ...], set[str]] = {}
        for field in self._entered:
            for label in {field.label, field.name}:
                name = tuple(_LABEL_WORD.findall(label.lower().partition(",")[0]))
                if name:
                    called.setdefault(name, set()).add(field.id)
        for name, ids in called.items():
            if len(ids) == 1:
                self._names.setdefault(name, (self._vocabulary.fields[next(iter(ids))],))

    def _take_bare_names(self) -> None:
        """ "Ober" names the Ober test, where nothing else is called so."""
        called: dict[tuple[str, ...], set[str]] = {}
        for name, fields in self._names.items():
            if len(name) > 1 and name[-1] in _SAID_OF_ANY and len(fields) == 1:
                called.setdefault(name[:-1], set()).add(fields[0].id)
        for name, ids in called.items():
            if len(ids) == 1:
                self._names.setdefault(name, (self._vocabulary.fields[next(iter(ids))],))

    def read(self, line: str) -> Interpretation:
        """What a line means; nothing is filed by reading."""
        entries: list[Entry] = []
        read: list[Clause] = []
        completions: tuple[str, ...] = ()
        for words in clauses(line):
            typed = " ".join(words)
            try:
                found = _not_yet_said(self._clause(words), entries)
            except NotUnderstood as stuck:
                comma = decimal_comma(line, words[0]) or self._cut_text(entries, words)
                read.append(Clause(typed, (), comma or self._next_begun(words) or str(stuck)))
                completions = stuck.completions
            else:
                entries += found
                read.append(Clause(typed, tuple(found)))
                completions = ()
        problem = next((clause.problem for clause in read if clause.problem), "")
        return Interpretation(tuple(entries), problem, completions, tuple(read))

    def _next_begun(self, words: list[str]) -> str:
        """What to say when a comma was forgotten: a test's name after what is whole without it."""
        for at in range(2, len(words) - 1):
            try:
                fields, rest = self._test(words[at:])
                self._clause(words[:at])
            except NotUnderstood:
                continue
            if fields and rest:
                return f"{words[at]!r} begins another finding: put a comma before it"
        return ""

    def _cut_text(self, before: list[Entry], words: list[str]) -> str:
        """What to say when a comma cut a text in two, "" when it did not."""
        if not before or (words[0].lower(),) in self._names:
            return ""
        field = self._vocabulary.fields[before[-1].key.id]
        if field.kind is not FieldKind.TEXT:
            return ""
        word = field.shorthand[0] if field.shorthand else field.id
        return (
            f"{words[0]!r} would begin a new finding; a text with a comma stands in quotes: "
            f'{word} "{before[-1].answer.value}, {" ".join(words)}"'
        )

    def format(self, key: FindingKey, value: Value | None) -> str:
        """The shorthand that files exactly this finding (the inverse of `read`)."""
        field = self._vocabulary.field(key.id)
        side = key.side.value[0] if key.side else ""
        return " ".join(p for p in (field.id, side, key.level or "", _typed(field, value)) if p)

    def test_named(self, line: str) -> FieldDef | None:
        """The test that the last finding of a line begins with, None where nothing is named."""
        typed = clauses(line)
        try:
            return self._test(typed[-1])[0][0] if typed else None
        except NotUnderstood:
            return None

    def _clause(self, words: list[str]) -> list[Entry]:
        named, rest = self._test(words)
        test = named[0]
        family = named if len(named) > 1 else (test, *self._owners[test.id])
        side, rest = _side(test, rest)
        if len(named) > 1:
            rest = [part for word in rest for part in _split_pair(word)]
        entries: list[Entry] = []
        for level, results in _by_level(test, rest):
            if not results:
                options = result_words(family)
                raise NotUnderstood(f"{test.name}: type {told(options)}", options)
            found = read_results(test, family, results)
            if len(named) > 1 and not found[test.id].tested:
                found = {one.id: Answer(None) for one in named}
            for one in side.each if side else (None,):
                entries += [self._entry(FindingKey(i, one, level), a) for i, a in found.items()]
        return entries

    def _test(self, words: list[str]) -> tuple[tuple[FieldDef, ...], list[str]]:
        lowered = [word.lower() for word in words]
        for length in range(min(self._longest, len(words)), 0, -1):
            fields = self._names.get(tuple(lowered[:length]))
            if fields is not None:
                return fields, words[length:]
        raise self._unknown(words[0], " ".join(lowered))

    def _unknown(self, word: str, typed: str) -> NotUnderstood:
        first = typed.split(maxsplit=1)[0]
        bare = first.rstrip("+-=")
        if bare in self._parts_words:
            tests = [f.id.split("_", maxsplit=1)[0] for f in self._parts_words[bare]]
            owners = " or ".join(dict.fromkeys(tests))
            return NotUnderstood(
                f"{word!r} is part of a test; type {owners} and the side before it"
            )
        if first in _SIDES:
            return NotUnderstood(f"{word!r} is a side; it stands behind its test: slr {first} 45")
        hint = self._near(typed, first)
        also = f"; did you mean {' or '.join(hint[:3])}?" if hint else ""
        return NotUnderstood(f"{word!r} is no test or finding known here{also}", hint)

    def _near(self, typed: str, first: str) -> tuple[str, ...]:
        """Names that begin as typed, else those that have the word, else those spelled alike.

        Usual fields first, the words of a shorthand before ids; an id and its spaced form are one.
        """
        known = {" ".join(n): f for n, f in self._names.items() if len(n) <= _SHORT}
        spaced = {name for name in known if "_" in name and name.replace("_", " ") in known}

        def rank(name: str) -> tuple[bool, bool, int, str]:
            fields = known[name]
            usual = any(field.routine or field.core for field in fields)
            typed_so = any(name in field.shorthand for field in fields)
            return not usual, not typed_so, len(name), name

        names = sorted(known.keys() - spaced, key=rank)
        near = [n for n in names if n.startswith(typed)] or [
            n for n in names if n.startswith(first)
        ]
        near = near or [n for n in names if first in n.split()]
        return tuple(near[:_NEAR]) or tuple(get_close_matches(first, names, 3, _ALIKE))

    def _parts(self, test: FieldDef) -> tuple[FieldDef, ...]:
        stem = f"{test.id}_"
        first = bisect_left(self._sorted, stem)
        # Sorted, the ids that begin alike stand together.
        begin = takewhile(lambda name: name.startswith(stem), self._sorted[first:])
        owned = sorted((self._vocabulary.fields[name] for name in begin), key=self._order)
        return tuple(f for f in owned if f.sided == test.sided and f.levels == test.levels)

    def _entry(self, key: FindingKey, answer: Answer) -> Entry:
        field = self._vocabulary.fields[key.id]
        words = finding_words(field, key, answer.value)
        return Entry(key, answer, ", ".join((words, *answer.qualifiers)), field.label)


def _side(test: FieldDef, words: list[str]) -> tuple[Side | None, list[str]]:
    """The side and the words without it."""
    said = [word for word in words if word.lower() in _SIDES]
    options = {choice.id.lower() for choice in test.choices}
    if not test.sided:
        stray = [] if {"left", "right"} <= options else said
        if stray and test.kind is not FieldKind.TEXT:
            raise NotUnderstood(f"{test.name} has no sides; leave {stray[0]!r} out")
        return None, words
    if not said:
        near = next((w for w in words if get_close_matches(w.lower(), _SPELLED, 1, _ALIKE)), "")
        slip = f"{near!r} is no side; t" if near else "which side? T"
        raise NotUnderstood(f"{test.name}: {slip}ype l, r or b", ("l", "r", "b"))
    if len({_SIDES[word.lower()] for word in said}) > 1:
        raise NotUnderstood(f"{test.name}: two sides; type b for both, or two findings with ;")
    if len(said) > 1:
        raise NotUnderstood(f"{test.name}: the side stands there twice; keep one")
    rest = list(words)
    rest.remove(said[0])
    return _SIDES[said[0].lower()], rest


def _by_level(test: FieldDef, words: list[str]) -> list[tuple[str | None, list[str]]]:
    """The results of each level, or all of them where the test has no levels."""
    if not test.levels:
        return [(None, words)]
    groups: list[tuple[tuple[str, ...], list[str]]] = []
    for word in words:
        levels = _levels(test, word)
        if levels:
            groups.append((levels, []))
        elif groups:
            groups[-1][1].append(word)
        else:
            break
    if not groups:
        raise NotUnderstood(f"{test.name}: which level? {', '.join(test.levels)}", test.levels)
    return [(level, results) for levels, results in groups for level in levels]


def _levels(test: FieldDef, word: str) -> tuple[str, ...]:
    """The levels that a word names: one, or a run such as l2-s1."""
    by_word = {level.lower(): number for number, level in enumerate(test.levels)}
    lowered = word.lower()
    if lowered in by_word:
        return (test.levels[by_word[lowered]],)
    first, _, last = lowered.partition("-")
    if first in by_word and last in by_word and by_word[first] < by_word[last]:
        return test.levels[by_word[first] : by_word[last] + 1]
    return ()


def _split_pair(word: str) -> tuple[str, ...]:
    pair = _TWO_NUMBERS.fullmatch(word)
    return (pair[1], pair[2]) if pair else (word,)


def _not_yet_said(found: list[Entry], before: list[Entry]) -> list[Entry]:
    """What a clause says, unless it says something a second time."""
    seen = {entry.key for entry in before}
    for entry in found:
        if entry.key in seen:
            raise NotUnderstood(f"{entry.words.partition(':')[0]} is said twice; keep one")
        seen.add(entry.key)
    return found


def _typed(field: FieldDef, value: Value | None) -> str:
    """A value as the line takes it."""
    if value is None:
        return "n"
    if isinstance(value, bool):
        return "+" if value else "-"
    if isinstance(value, tuple):
        return " ".join(value) or values.NOTHING_FOUND
    if field.kind is FieldKind.TEXT:
        return QUOTE + str(value).replace(QUOTE, QUOTE * 2) + QUOTE
    return values.format(field, value)
