"""Finds diagnosis codes by the beginnings of words, or of the code, as one types."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pt_chart.clinical.billing.codebook import CodeBook, CodeEntry, dotted, looks_like_code
from pt_chart.clinical.sides import Side

_WORD = re.compile(r"[a-z0-9]+")
_NEAR = {"M": 0, "G": 1, "S": 1, "R": 1}
"""Chapters that physical therapy codes from: earlier in the list when all else is equal."""
_MOST_WORDS = 12
_SIDE_NUMBER = {Side.RIGHT: 1, Side.LEFT: 2, Side.BOTH: 3}
_OPEN = 4


@dataclass(frozen=True, slots=True)
class Found:
    """What a search gives: entries, best first, and how many more there are."""

    entries: tuple[CodeEntry, ...]
    more: int = 0


class CodeSearch:
    """An index over a whole release, made once.

    A word of the query stands for every word that begins so; all words must be found in a title,
    its inclusion terms or our own words, or in those of the headings above it. The side of the
    episode comes before the other side; codes come before headings.
    """

    def __init__(self, book: CodeBook) -> None:
        """Index a release; about half a second's work, so do it when the picker first opens."""
        self.book = book
        self._count = len(book.entries)
        rows: defaultdict[str, list[int]] = defaultdict(list)
        inherited: dict[str, tuple[str, ...]] = {}
        for number, entry in enumerate(book.entries):
            words = _WORD.findall(entry.title.casefold())
            terms = inherited.get(_parent(entry.code), ())
            if entry.terms:
                terms = (*terms, *_WORD.findall(" ".join(entry.terms).casefold()))
            if terms and not entry.leaf:
                inherited[entry.code] = terms
            for word in {*words, *terms}:
                rows[word].append(number)
        self._words = sorted(rows)
        # One array with the rows of all words in order: those of a prefix stand side by side.
        self._rows = np.array([n for word in self._words for n in rows[word]], dtype=np.int32)
        lengths = [len(rows[word]) for word in self._words]
        self._starts = np.concatenate(([0], np.cumsum(lengths))).astype(np.int64)
        self._codes = sorted(book.by_code)
        self._sides = np.array([_side_number(e) for e in book.entries], dtype=np.int8)
        self._rank = np.array([_rank(e) for e in book.entries], dtype=np.float32)

    def find(self, text: str, side: Side | None = None, limit: int = 50) -> Found:
        """The best entries for what was typed; nothing for an empty text."""
        if looks_like_code(text):
            return self._under(dotted(text), limit)
        words = _WORD.findall(text[:2000].casefold())[:_MOST_WORDS]
        if not words:
            return Found(())
        mask: NDArray[np.bool_] | None = None
        exact = np.zeros(self._count, dtype=np.float32)
        for word in dict.fromkeys(words):
            here = np.zeros(self._count, dtype=np.bool_)
            first, last = bisect_left(self._words, word), bisect_left(self._words, f"{word}~")
            here[self._rows_of(first, last)] = True
            if first < last and self._words[first] == word:
                exact[self._rows_of(first, first + 1)] -= 1
            mask = here if mask is None else mask & here
            if not mask.any():
                return Found(())
        assert mask is not None  # noqa: S101  there was a word
        return self._best(np.flatnonzero(mask), exact, side, limit)

    def _rows_of(self, first: int, last: int) -> NDArray[np.int32]:
        return self._rows[self._starts[first] : self._starts[last]]

    def _best(
        self, numbers: NDArray[np.int64], exact: NDArray[np.float32], side: Side | None, limit: int
    ) -> Found:
        score = (self._rank[numbers] + exact[numbers]).astype(np.float64)
        if side is not None:
            sides = self._sides[numbers]
            fits = (sides == 0) | (sides == _SIDE_NUMBER[side])
            score = score + np.where(fits, 0.0, np.where(sides == _OPEN, 0.4, 0.6))
        # Rows stand in tabular order: a hair for the place keeps ties in it.
        score = score + numbers * 1e-9
        if len(score) > limit:
            nearest = np.argpartition(score, limit)[:limit]
            order = nearest[np.argsort(score[nearest])]
        else:
            order = np.argsort(score)
        chosen = tuple(self.book.entries[int(numbers[n])] for n in order)
        return Found(chosen, max(len(numbers) - limit, 0))

    def _under(self, code: str, limit: int) -> Found:
        first = bisect_left(self._codes, code)
        last = bisect_left(self._codes, f"{code}~")
        found = self._codes[first:last]
        whole = self.book.entry(code)
        if not found and whole is not None:
            found = [whole.code]
        entries = tuple(self.book.entries[self.book.by_code[one]] for one in found[:limit])
        return Found(entries, max(len(found) - limit, 0))


def _parent(code: str) -> str:
    return code[:-1].rstrip(".")


def _side_number(entry: CodeEntry) -> int:
    if entry.side_open:
        return _OPEN
    return _SIDE_NUMBER[entry.side] if entry.side is not None else 0


def _rank(entry: CodeEntry) -> float:
    near = _NEAR.get(entry.code[0], 2)
    return near + (0.0 if entry.leaf else 1.5) + min(len(entry.title), 200) / 100
