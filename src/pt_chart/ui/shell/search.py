"""What Ctrl+K can find, and how well it fits what was typed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from textwrap import wrap

from pt_chart.charting.search_words import fold
from pt_chart.clinical.fields import FieldDef, Vocabulary
from pt_chart.clinical.findings import FindingKey
from pt_chart.clinical.problems import Problem
from pt_chart.clinical.sides import Side
from pt_chart.clinical.wording import place_words

LIMIT = 12


@dataclass(frozen=True, slots=True)
class Target:
    """Something the palette can go to: ``kind`` is command, section, field or patient."""

    kind: str
    id: str
    words: str
    aside: str = ""
    key: str = ""
    also: tuple[str, ...] = ()


def problem_targets(problem: Problem, letters: int) -> list[Target]:
    """A problem of own forms: the place, what is wrong and the hint, in lines of ``letters``.

    Each line is found with and stands for the whole problem; only the first says that it is one.
    """
    parts = (problem.place, problem.message, problem.hint)
    lines = [line for part in parts for line in wrap(part, letters)]
    return [
        Target("problem", "", line, " " if number else "", also=(str(problem),))
        for number, line in enumerate(lines)
    ]


def field_targets(vocabulary: Vocabulary) -> list[Target]:
    """Every field that can be entered."""
    fields = [field for field in vocabulary.fields.values() if not field.worked_out]
    named = [
        Target("field", field.id, field.name, _place(field), also=(*field.shorthand, field.label))
        for field in fields
    ]
    return named + [target for field in fields for target in _cells(field)]


def _cells(field: FieldDef) -> list[Target]:
    """Every cell of a grid, as the list of signing names it: "Strength L5 LEFT"."""
    sides = Side.BOTH.each if field.sided else (None,)
    keys = [FindingKey(field.id, side, level) for level in field.levels for side in sides]
    return [
        Target("cell", str(key), place_words(field, key), _place(field), also=field.shorthand)
        for key in keys
    ]


def _place(field: FieldDef) -> str:
    section = field.section.replace("_", " ")
    position = field.position.value.replace("_", "-") if field.position else ""
    return " · ".join(part for part in (section, position) if part)


def score(target: Target, words: Sequence[str]) -> int:
    """0 when a word is nowhere; most for the very name, more for beginnings than for the rest."""
    name, rest = fold(target.words), fold(" ".join((target.aside, *target.also)))
    total = 50 if name == " ".join(words) else 0
    for word in words:
        if name.startswith(word):
            total += 40
        elif any(part.startswith(word) for part in name.split()):
            total += 25
        elif word in (fold(one) for one in target.also):
            total += 30
        elif word in name:
            total += 10
        elif word in rest:
            total += 4
        else:
            return 0
    return total + (3 if target.kind == "command" else 0)


def best(targets: Iterable[Target], text: str, limit: int = LIMIT) -> list[Target]:
    """The targets that fit, best first; an empty text gives the first ones."""
    words = fold(text).split()
    if not words:
        return list(targets)[:limit]
    scored = [(score(target, words), number, target) for number, target in enumerate(targets)]
    fitting = sorted((s for s in scored if s[0]), key=lambda s: (-s[0], s[1]))
    return [target for _score, _number, target in fitting[:limit]]
