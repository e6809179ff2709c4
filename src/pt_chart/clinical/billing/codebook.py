"""ICD-10-CM of one release: entries, seventh characters, Excludes1, laterality."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from types import MappingProxyType

from pt_chart.clinical.sides import Side

_SHAPE = re.compile(r"[A-Z]\d[0-9A-Z](?:\.?[0-9A-Z]{1,4})?")


@dataclass(frozen=True, slots=True)
class Excludes1:
    """Codes that are never coded together with a family.

    ``patterns`` are code beginnings ("M51.1") or ranges ("B38.0..B38.2"); ``words`` the note.
    """

    family: str
    patterns: tuple[str, ...]
    words: str

    def names(self, code: str) -> bool:
        """Whether the note speaks of a code."""
        return any(_matches(pattern, code) for pattern in self.patterns)


@dataclass(frozen=True, slots=True)
class CodeEntry:
    """One line of the tabular list. ``leaf`` is a code, the others are headings of codes.

    ``side`` is LEFT, RIGHT or BOTH where the title says so; ``side_open`` marks a title that
    leaves it unspecified. ``terms`` are inclusion terms and our own further words.
    """

    code: str
    title: str
    leaf: bool
    side: Side | None = None
    side_open: bool = False
    terms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two chosen codes that may not stand together, and the note that says so."""

    first: str
    second: str
    note: Excludes1

    @property
    def words(self) -> str:
        """The message with the fix."""
        return (
            f"{self.first} and {self.second} cannot be coded together (Excludes1 at "
            f"{self.note.family}: {self.note.words}). Keep the one that says what was found."
        )


@dataclass(frozen=True)
class CodeBook:
    """A whole release.

    ``sevenths`` maps a family to its seventh characters with their words; ``only`` holds the
    codes that take fewer of them; ``blocks`` are chapters and sections as (first, last, notes).
    """

    release: date
    name: str
    entries: tuple[CodeEntry, ...]
    excludes: Mapping[str, tuple[Excludes1, ...]]
    sevenths: Mapping[str, Mapping[str, str]]
    only: Mapping[str, str]
    blocks: tuple[tuple[str, str, tuple[Excludes1, ...]], ...] = ()
    offered: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))

    @cached_property
    def by_code(self) -> Mapping[str, int]:
        """Where each code stands in ``entries``."""
        return {entry.code: number for number, entry in enumerate(self.entries)}

    def entry(self, code: str) -> CodeEntry | None:
        """The entry of a code, a seventh character taken off; None when there is none."""
        plain = dotted(code)
        number = self.by_code.get(plain)
        if number is None and len(plain) == 8:
            number = self.by_code.get(plain[:7].rstrip("X").rstrip("."))
            whole = self.entries[number] if number is not None else None
            if whole is None or plain[7] not in self.seventh_characters(whole.code):
                return None
        return self.entries[number] if number is not None else None

    def seventh_characters(self, code: str) -> Mapping[str, str]:
        """The seventh characters that a code must have one of; empty when it takes none."""
        entry_code = dotted(code)
        number = self.by_code.get(entry_code)
        if number is None or not self.entries[number].leaf or len(entry_code) >= 8:
            return {}
        for family in _families(entry_code):
            if family in self.sevenths:
                found = self.sevenths[family]
                allowed = self.only.get(entry_code)
                return {c: w for c, w in found.items() if allowed is None or c in allowed}
        return {}

    def with_seventh(self, code: str, character: str) -> str:
        """A code with its seventh character, placeholders X put in.

        Raises:
            ValueError: the code does not take this character; the message lists those it takes.
        """
        allowed = self.seventh_characters(code)
        if character not in allowed:
            listed = ", ".join(f"{c} {w}" for c, w in allowed.items()) or "none"
            raise ValueError(f"{code} does not take {character!r}; it takes: {listed}.")
        plain = dotted(code)
        padded = (plain if "." in plain else f"{plain}.").ljust(7, "X")
        return f"{padded}{character}"

    def problem(self, code: str) -> str:
        """Why a typed code cannot be used, with the fix; "" when it can."""
        plain = dotted(code)
        entry = self.entry(plain)
        if entry is None:
            shown = code.strip() if len(code.strip()) <= 20 else f"{code.strip()[:17]}..."
            if len(plain) == 8 and (base := self._base(plain)) is not None:
                listed = ", ".join(self.seventh_characters(base.code)) or "none"
                return f"{shown} has no such seventh character; {base.code} takes: {listed}."
            release = f"{self.name} of {self.release:%B %Y}"
            return f"{shown or 'The code'} is not in {release}; search for it by words."
        if not entry.leaf:
            return f"{plain} is a heading, not a code; choose one below it."
        sevenths = self.seventh_characters(entry.code)
        if sevenths and len(plain) < 8:
            listed = ", ".join(f"{c} {w}" for c, w in sevenths.items())
            return f"{plain} needs a seventh character: {listed}."
        return ""

    def title(self, code: str) -> str:
        """The title with the words of the seventh character.

        Raises:
            KeyError: no such code.
        """
        plain = dotted(code)
        entry = self.entry(plain)
        if entry is None:
            raise KeyError(code)
        if plain == entry.code:
            return entry.title
        return f"{entry.title}, {self.seventh_characters(entry.code)[plain[7]]}"

    def below(self, family: str) -> tuple[CodeEntry, ...]:
        """The codes of a family, or the one code itself."""
        start = self.by_code.get(dotted(family))
        if start is None:
            return ()
        if self.entries[start].leaf:
            return (self.entries[start],)
        found = []
        for entry in self.entries[start + 1 :]:
            if not entry.code.startswith(dotted(family)):
                break
            if entry.leaf:
                found.append(entry)
        return tuple(found)

    def conflicts(self, codes: Sequence[str]) -> tuple[Conflict, ...]:
        """Pairs of chosen codes that an Excludes1 note forbids, in the order chosen."""
        found = []
        for number, first in enumerate(codes):
            for second in codes[number + 1 :]:
                note = self._forbids(first, second) or self._forbids(second, first)
                if note is not None:
                    found.append(Conflict(first, second, note))
        return tuple(found)

    def side_remark(self, code: str, side: Side | None) -> str:
        """What to look at when a code's side and the complaint's differ, "" when they agree."""
        entry = self.entry(code)
        if entry is None or side is None:
            return ""
        if entry.side_open:
            return f"{code} leaves the side open; the episode is {side.spelled}."
        if entry.side is not None and entry.side is not side:
            return f"{code} says {entry.side.spelled}; the episode is {side.spelled}."
        return ""

    def _base(self, plain: str) -> CodeEntry | None:
        number = self.by_code.get(plain[:7].rstrip("X").rstrip("."))
        return self.entries[number] if number is not None else None

    def _forbids(self, code: str, other: str) -> Excludes1 | None:
        return next((note for note in self._notes(code) if note.names(dotted(other))), None)

    def _notes(self, code: str) -> Iterable[Excludes1]:
        plain = dotted(code)
        for family in _families(plain):
            yield from self.excludes.get(family, ())
        category = plain[:3]
        for first, last, notes in self.blocks:
            if first <= category <= last:
                yield from notes


def dotted(code: str) -> str:
    """A code in capitals with its dot: "m5431" and "M54.31" are the same."""
    plain = code.strip().upper().replace(".", "")[:8]
    return plain if len(plain) <= 3 else f"{plain[:3]}.{plain[3:]}"


def looks_like_code(text: str) -> bool:
    """Whether what was typed is the beginning of a code rather than a word."""
    return _SHAPE.fullmatch(text.strip().upper()) is not None


def _families(code: str) -> list[str]:
    """The code and everything it stands under, nearest first."""
    return [code[:length].rstrip(".") for length in range(len(code), 2, -1) if length != 4]


def _matches(pattern: str, code: str) -> bool:
    first, _, last = pattern.partition("..")
    if not last:
        return code.startswith(first)
    return first <= code[: len(first)] and code[: len(last)] <= last
