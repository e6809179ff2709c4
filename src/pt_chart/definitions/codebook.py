"""Reads the compact ICD-10-CM file that tools/icd10cm builds; its lines are described there."""

from __future__ import annotations

import lzma
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import MappingProxyType

from pt_chart.clinical.billing.codebook import CodeBook, CodeEntry, Excludes1
from pt_chart.clinical.problems import Problem
from pt_chart.clinical.sides import Side
from pt_chart.definitions.toml_reader import nearest_hint, read_toml

FILE = "icd10cm.txt.xz"
WORDS = "words.toml"
_SIDES = {"r": Side.RIGHT, "l": Side.LEFT, "b": Side.BOTH}


class CodeBookUnreadable(ValueError):
    """The shipped file of diagnosis codes is missing or damaged."""


def read_codebook(folder: Path) -> CodeBook:
    """The release in a folder (resources/icd10cm), with our own words beside it.

    Raises:
        CodeBookUnreadable: the file is missing or damaged; the message says which.
    """
    path = folder / FILE
    try:
        text = lzma.decompress(path.read_bytes()).decode("utf-8")
        book = _Builder().read(text)
    except (OSError, lzma.LZMAError, ValueError, IndexError) as error:
        raise CodeBookUnreadable(f"{path.name} cannot be read; install pt-chart again.") from error
    problems: list[Problem] = []
    book = _with_words(book, folder / WORDS, problems)
    if problems:
        raise CodeBookUnreadable("\n".join(map(str, problems)))
    return book


class _Builder:
    """Puts the lines together; notes belong to the entry or block above them."""

    def __init__(self) -> None:
        self._release, self._name = "", ""
        self._entries: list[CodeEntry] = []
        self._terms: dict[str, list[str]] = {}
        self._excludes: dict[str, list[Excludes1]] = {}
        self._sevenths: dict[str, Mapping[str, str]] = {}
        self._only: dict[str, str] = {}
        self._spans: list[str] = []
        self._at = ""

    def read(self, text: str) -> CodeBook:
        for line in text.splitlines():
            kind, _, rest = line.partition("\t")
            if kind == "D":
                self._entry(rest)
            elif kind == "T":
                self._terms.setdefault(self._at, []).append(rest)
            else:
                self._other(kind, rest)
        return CodeBook(
            date.fromisoformat(self._release),
            self._name,
            tuple(
                replace(entry, terms=tuple(self._terms[entry.code]))
                if entry.code in self._terms
                else entry
                for entry in self._entries
            ),
            {family: tuple(notes) for family, notes in self._excludes.items()},
            self._sevenths,
            self._only,
            tuple(
                (first, last, tuple(self._excludes[f"{first}-{last}"]))
                for first, _, last in (span.partition("-") for span in self._spans)
                if f"{first}-{last}" in self._excludes
            ),
        )

    def _entry(self, rest: str) -> None:
        code, leaf, side, title = rest.split("\t")
        self._at = code
        self._entries.append(
            CodeEntry(code, title, leaf == "1", _SIDES.get(side), side_open=side == "u")
        )

    def _other(self, kind: str, rest: str) -> None:
        if kind == "R":
            self._release, self._name = rest.split("\t")
        elif kind in "CG":
            span = rest.split("\t", maxsplit=1)[0]
            self._at = span if "-" in span else f"{span}-{span}"
            self._spans.append(self._at)
        elif kind == "X":
            patterns, words = rest.split("\t")
            note = Excludes1(self._at, tuple(patterns.split(" ")), words)
            self._excludes.setdefault(self._at, []).append(note)
        elif kind == "7":
            pairs = (pair.partition("=")[::2] for pair in rest.split("|"))
            self._sevenths[self._at] = MappingProxyType(dict(pairs))
        elif kind == "8":
            self._only[self._at] = rest
        else:
            raise ValueError(f"unknown line {kind!r}")


def _with_words(book: CodeBook, path: Path, problems: list[Problem]) -> CodeBook:
    reader = read_toml(path, problems)
    if reader is None:
        return book
    entries = list(book.entries)
    known = tuple(book.by_code)
    also = reader.table("also")
    for code in also.keys if also else ():
        if also is None or code not in book.by_code:
            reader.problem(f"also.{code}", "is not in this release", nearest_hint(code, known))
            continue
        number = book.by_code[code]
        own = entries[number]
        entries[number] = replace(own, terms=(*own.terms, *also.texts(code)))
    offered = reader.table("offered")
    lists = {name: offered.texts(name) for name in offered.keys} if offered else {}
    for name, codes in lists.items():
        for code in codes:
            if code not in book.by_code:
                hint = nearest_hint(code, known)
                reader.problem(f"offered.{name}", f"{code} is not in this release", hint)
    return replace(book, entries=tuple(entries), offered=MappingProxyType(lists))
