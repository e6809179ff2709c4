"""What a shorthand line means, told shortly: each test with its side once, then its results."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pt_chart.charting.quick_entry import Entry


@dataclass(frozen=True, slots=True)
class Told:
    """One test with its side spelled out, and what was said of it in the order typed."""

    head: str
    parts: tuple[str, ...]

    @property
    def words(self) -> str:
        """All in one: "Straight leg raise RIGHT: angle at first symptom 45°, positive"."""
        return f"{self.head}: {', '.join(self.parts)}"


def told(entries: Iterable[Entry]) -> tuple[Told, ...]:
    """The entries of one clause by test and side; levels with the same result run together."""
    heads: dict[str, list[tuple[str, str, str]]] = {}
    for entry in entries:
        head, level, part, value = _split(entry)
        heads.setdefault(head, []).append((level, part, value))
    return tuple(Told(head, _parts(results)) for head, results in heads.items())


def _split(entry: Entry) -> tuple[str, str, str, str]:
    """Test with side, level, part of the test, result."""
    name, _, value = entry.words.rpartition(": ")
    side = f" {entry.key.side.spelled}" if entry.key.side else ""
    level = entry.key.level or ""
    name = name.removesuffix(side).removesuffix(f" {level}" if level else "")
    test, _, part = name.partition(", ")
    if part.casefold() != entry.label.casefold():
        # A comma of the field's own name parts nothing ("Trouble starting urine, weak stream").
        test, part = name, ""
    return f"{test}{side}", level, part, value


def _parts(results: list[tuple[str, str, str]]) -> tuple[str, ...]:
    runs: list[tuple[list[str], str, str]] = []
    for level, part, value in results:
        if level and runs and runs[-1][1:] == (part, value):
            runs[-1][0].append(level)
        else:
            runs.append(([level], part, value))
    return tuple(_run(levels, part, value) for levels, part, value in runs)


def _run(levels: list[str], part: str, value: str) -> str:
    where = levels[0] if len(levels) < 2 else f"{levels[0]} to {levels[-1]}"
    return " ".join(word for word in (where, part, value) if word)
