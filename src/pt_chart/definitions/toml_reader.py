"""Typed access to TOML tables that gathers every problem instead of stopping at the first.

A `Reader` stands on one table. Each accessor names the key it wants, returns a value of the right
type (the default when the key is missing or wrong) and notes a `Problem` where the file is wrong;
`Reader.finish` then reports the keys that nobody asked for, with the nearest known ones.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from stat import S_ISREG
from typing import TypeVar

from pt_chart.clinical.problems import Problem

E = TypeVar("E", bound=StrEnum)

_KIND = {
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    str: "a text in quotes",
    list: "a list in [ ]",
    dict: "a table",
}


LARGEST = 4_000_000
"""Bytes of one file; the largest shipped one has a tenth of it."""


def _unfit(path: Path) -> tuple[str, str] | None:
    """What is wrong with a file before it is opened, with the hint; None when nothing is."""
    try:
        found = path.stat()
    except OSError:
        return None  # reading it says why
    if not S_ISREG(found.st_mode):
        return "is no file", "put a .toml file there"
    if found.st_size > LARGEST:
        return f"has {found.st_size / 1e6:.0f} MB", "keep a file below 4 MB"
    return None


def read_toml(path: Path, problems: list[Problem], name: str = "") -> Reader | None:
    """The top table of a TOML file, or None when it cannot be read (noted in ``problems``).

    ``name`` is how messages call the file, such as "exam/neuro.toml"; its own name by default.
    """
    name = name or path.name
    wrong = _unfit(path)
    if wrong:
        problems.append(Problem(name, *wrong))
        return None
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        problems.append(Problem(name, f"cannot be read: {error.strerror}", "check the file"))
    except UnicodeDecodeError:
        problems.append(Problem(name, "is not UTF-8 text", "save the file as UTF-8"))
    else:
        return parse_toml(text, problems, name)
    return None


def parse_toml(text: str, problems: list[Problem], name: str) -> Reader | None:
    """The top table of a TOML text, or None when it is none (noted in ``problems``)."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        problems.append(Problem(name, f"is not valid TOML: {error}", "mend the line named"))
    except RecursionError:
        problems.append(Problem(name, "is nested too deeply", "use fewer brackets"))
    else:
        return Reader(table, name, problems, source=text)
    return None


def nearest_hint(word: str, known: Collection[str], *, listing: int = 12) -> str:
    """A hint naming the known words most like ``word``, or all of them when they are few."""
    near = get_close_matches(word, known, 3, 0.55)
    if near:
        return f"did you mean {' or '.join(near)}?"
    if len(known) <= listing:
        return f"use one of: {', '.join(known)}"
    return ""


class Reader:
    """One TOML table, its place in words, and the list that problems are gathered in."""

    def __init__(
        self,
        table: Mapping[str, object],
        file: str,
        problems: list[Problem],
        path: str = "",
        source: str = "",
    ) -> None:
        """``source`` is the text of the file, for the reader of its top table."""
        self.source = source
        self._table = table
        self._asked: set[str] = set()
        self.file = file
        self.path = path
        self.problems = problems

    def __contains__(self, key: str) -> bool:
        """Whether the key is there, whatever it holds."""
        return key in self._table

    @property
    def keys(self) -> tuple[str, ...]:
        """The table's keys in file order."""
        return tuple(self._table)

    def place(self, key: str = "") -> str:
        """File and key path in words, as problems print it."""
        path = ".".join(part for part in (self.path, key) if part)
        return f"{self.file}: {path}" if path else self.file

    def problem(self, key: str, message: str, hint: str = "") -> None:
        """Note a problem at a key ("" = the table itself)."""
        self.problems.append(Problem(self.place(key), message, hint))

    def raw(self, key: str) -> object:
        """The value as TOML gave it, None when missing."""
        self._asked.add(key)
        return self._table.get(key)

    def text(self, key: str, default: str | None = None) -> str:
        """A text; required when there is no default. Surrounding blanks are taken off."""
        return self._typed(key, str, default, "").strip()

    def flag(self, key: str, *, default: bool | None = None) -> bool:
        """A true/false; required when there is no default."""
        return self._typed(key, bool, default, False)

    def whole(self, key: str, default: int | None = None) -> int:
        """A whole number; required when there is no default."""
        return self._typed(key, int, default, 0)

    def number(self, key: str, default: float | None = None) -> float:
        """A number, whole or not; required when there is no default."""
        found = self.optional_number(key)
        if found is None and default is None and key not in self._table:
            self.problem(key, "is missing", f"add {key} = {_KIND[float]}")
        return found if found is not None else (default or 0.0)

    def optional_number(self, key: str) -> float | None:
        """A finite number, or None when the key is missing."""
        value = self.raw(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float) or value - value != 0:
            self._wrong_type(key, value, float)
            return None
        return float(value)

    def optional_whole(self, key: str) -> int | None:
        """A whole number, or None when the key is missing."""
        self._asked.add(key)
        return self.whole(key, 0) if key in self._table else None

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, empty when missing; one text alone counts as a list of one."""
        value = self.raw(key)
        if value is None:
            return ()
        if isinstance(value, str):
            return (value.strip(),)
        if not isinstance(value, list):
            self._wrong_type(key, value, list)
            return ()
        good = []
        for index, item in enumerate(value):
            if isinstance(item, str):
                good.append(item.strip())
            else:
                self._wrong_type(f"{key}[{index}]", item, str)
        return tuple(good)

    def option(self, key: str, options: Collection[str], default: str | None = None) -> str:
        """A text that is one of ``options``; the default (or "") when missing or wrong."""
        word = self.text(key, default)
        if key not in self._table or word in options:
            return word
        if isinstance(self._table[key], str):
            self.problem(key, f"{word!r} is not known here", nearest_hint(word, options))
        return default or ""

    def member(self, key: str, kind: type[E], default: E | None = None) -> E | None:
        """A member of an enumeration by its value, None when missing without default or wrong."""
        if key not in self._table and default is not None:
            self._asked.add(key)
            return default
        word = self.option(key, [one.value for one in kind])
        return kind(word) if word in set(kind) else default

    def table(self, key: str) -> Reader | None:
        """A sub-table, or None when missing."""
        value = self.raw(key)
        if value is None:
            return None
        if not isinstance(value, dict):
            self._wrong_type(key, value, dict)
            return None
        return self._below(key, value)

    def tables(self, key: str) -> tuple[Reader, ...]:
        """A list of tables ([[key]]), empty when missing; an ``id`` in one shows in its path."""
        value = self.raw(key)
        if value is None:
            return ()
        if not isinstance(value, list):
            self.problem(key, "must be a list of tables", f"write [[{key}]]")
            return ()
        readers = []
        for index, item in enumerate(value):
            if isinstance(item, dict):
                readers.append(self._below(f"{key}[{index}]{_named(item)}", item))
            else:
                self._wrong_type(f"{key}[{index}]", item, dict)
        return tuple(readers)

    def named_tables(self) -> Iterator[tuple[str, Reader]]:
        """Every key of this table with the sub-table it must hold."""
        for key in self._table:
            below = self.table(key)
            if below is not None:
                yield key, below

    def sub(self, key: str, value: Mapping[str, object]) -> Reader:
        """A reader on a table found inside a list or other raw value at ``key``."""
        return self._below(key, value)

    def finish(self) -> None:
        """Report the keys that no accessor asked for, with the nearest known ones."""
        for key in self._table:
            if key not in self._asked:
                self.problem(key, "is not a known key here", nearest_hint(key, sorted(self._asked)))

    def _below(self, key: str, value: Mapping[str, object]) -> Reader:
        path = f"{self.path}.{key}" if self.path else key
        return Reader(value, self.file, self.problems, path)

    def _typed(self, key: str, kind: type[T], default: T | None, empty: T) -> T:
        value = self.raw(key)
        if value is None:
            if default is None:
                self.problem(key, "is missing", f"add {key} = {_KIND[kind]}")
            return empty if default is None else default
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            self._wrong_type(key, value, kind)
            return empty if default is None else default
        return value

    def _wrong_type(self, key: str, value: object, kind: type) -> None:
        shown = repr(value)
        shown = shown if len(shown) <= 40 else f"{shown[:37]}..."
        self.problem(key, f"{shown} is not {_KIND[kind]}", f"write {_KIND[kind]}")


T = TypeVar("T", str, bool, int)


def _named(item: Mapping[str, object]) -> str:
    name = item.get("id")
    return f" ({name})" if isinstance(name, str) else ""
