"""What Ctrl+K can find, and how well it fits what was typed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from textwrap import wrap

from PySide6.QtGui import QAction

from pt_chart.charting.search_words import fold
from pt_chart.clinical.fields import FieldDef, Vocabulary
from pt_chart.clinical.findings import FindingKey
from pt_chart.clinical.problems import Problem
from pt_chart.clinical.sides import Side
from pt_chart.clinical.wording import place_words
from pt_chart.ui.shell.actions import Command

LIMIT = 12


@dataclass(frozen=True, slots=True)
class Target:
    """Something the palette can go to: ``kind`` is command, section, field, part or patient.

    ``told`` is shown in place of ``words`` and not searched. ``codes`` are short words by which it
    is known, in quick entry too: typed whole they are its name. ``usual`` ones come before others.
    """

    kind: str
    id: str
    words: str
    aside: str = ""
    key: str = ""
    also: tuple[str, ...] = ()
    told: str = ""
    codes: tuple[str, ...] = ()
    usual: bool = False


PLAN = (
    ("plan.assessment", "Assessment", ("summary", "clinical impression")),
    ("plan.problems", "Problems", ("problem list",)),
    ("plan.goals", "Goals", ("goal", "target")),
    ("plan.codes", "Diagnosis codes", ("ICD", "diagnosis")),
    ("plan.prognosis", "Prognosis", ()),
    ("plan.duration", "Frequency and duration of care", ("plan of care", "visits a week")),
    ("plan.interventions", "Planned interventions", ()),
    ("plan.discharge", "Criteria for discharge", ()),
    ("plan.next_visit", "Next visit", ("appointment",)),
    ("plan.treatments", "Treatment", ("intervention", "dose", "minutes", "response")),
    ("administration.consents", "Consent to a technique", ()),
    ("administration.chaperone_name", "Name of the chaperone", ()),
    ("administration.interpreter", "Interpreter", ()),
    ("episode.precautions", "Precautions of the episode", ()),
    ("episode.medicines", "Medicines of the episode", ()),
    ("log.referral", "Referrals", ()),
)
"""What is typed on the Plan page: link, name, other words for it."""


def command_targets(actions: Iterable[tuple[Command, QAction]]) -> list[Target]:
    """The commands that can be called now; undo and redo not by the words of the edit.

    These are the name of the very field that somebody who types them wants to go to.
    """
    found = []
    for command, action in actions:
        if action.isEnabled():
            named = command.id.capitalize() if command.id in ("undo", "redo") else action.text()
            found.append(
                Target(
                    "command",
                    command.id,
                    named,
                    command.menu,
                    command.key,
                    command.also,
                    told=action.text(),
                )
            )
    return found


def plan_targets() -> list[Target]:
    """Every part of the plan that is typed."""
    return [Target("part", link, name, "plan", also=also) for link, name, also in PLAN]


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
    results = _results_by_card(vocabulary)
    named = []
    for field in fields:
        card = (field.card.replace("_", " "), *results.pop(field.card, ()))
        also = (*field.shorthand, field.label, *card)
        codes = (field.id.replace("_", " "), *field.shorthand)
        named.append(
            Target(
                "field",
                field.id,
                field.name,
                _place(field),
                also=also,
                codes=codes,
                usual=field.routine,
            )
        )
    return named + [target for field in fields for target in _cells(field)]


def _results_by_card(vocabulary: Vocabulary) -> dict[str, tuple[str, ...]]:
    """What is worked out on a card is found at its first field."""
    found: dict[str, tuple[str, ...]] = {}
    for field in vocabulary.fields.values():
        if field.worked_out and field.card:
            found[field.card] = (*found.get(field.card, ()), field.name)
    return found


def _cells(field: FieldDef) -> list[Target]:
    """Every cell of a grid, as the list of signing names it: "Strength L5 LEFT"."""
    sides = Side.BOTH.each if field.sided else (None,)
    keys = [FindingKey(field.id, side, level) for level in field.levels for side in sides]
    return [
        Target(
            "cell",
            str(key),
            place_words(field, key),
            _place(field),
            also=field.shorthand,
            usual=field.routine,
        )
        for key in keys
    ]


def _place(field: FieldDef) -> str:
    section = field.section.replace("_", " ")
    position = field.position.value.replace("_", "-") if field.position else ""
    return " · ".join(part for part in (section, position) if part)


def score(target: Target, words: Sequence[str]) -> int:
    """0 when a word is nowhere; most for the very name, more for beginnings than for the rest."""
    name, rest = fold(target.words), fold(" ".join((target.aside, *target.also)))
    whole = " ".join(words)
    total = 50 if name == whole else 0
    if whole in (fold(code) for code in target.codes):
        return total + 70
    for word in words:
        if name.startswith(word):
            total += 40
        elif word in name.split():
            total += 36
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
    return total + (3 if target.kind == "command" else 0) + (6 if target.usual else 0)


def best(targets: Iterable[Target], text: str, limit: int = LIMIT) -> list[Target]:
    """The targets that fit, best first; an empty text gives the first ones."""
    words = fold(text).split()
    if not words:
        return list(targets)[:limit]
    scored = [(score(target, words), number, target) for number, target in enumerate(targets)]
    fitting = sorted((s for s in scored if s[0]), key=lambda s: (-s[0], s[1]))
    return [target for _score, _number, target in fitting[:limit]]
