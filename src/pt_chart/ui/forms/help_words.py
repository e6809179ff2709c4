"""The help of a field in words: how, positive, evidence, norm, measurement error, keys."""

from __future__ import annotations

from dataclasses import dataclass

from pt_chart.clinical.fields import FieldDef, FieldKind, TestHelp, Vocabulary
from pt_chart.clinical.reasoning.knowledge import EvidenceRow, Knowledge
from pt_chart.definitions.figures import FigureIndex
from pt_chart.ui.forms import shown
from pt_chart.ui.forms.row_parts import error_words, norm_words
from pt_chart.ui.forms.shown import is_test

LINES = 2
"""Evidence lines shown; the differentiation opened wide has them all."""

_KEYS = {
    FieldKind.NUMBER: "Type the number. n: not tested.",
    FieldKind.SCALE: "Type 0 to 10. n: not asked.",
    FieldKind.MRC: "Type the grade, 0 to 5 with − or +. n: not tested.",
    FieldKind.REFLEX: "Type 0 to 4; 2 is normal. n: not tested.",
    FieldKind.SEVERAL: "Digits or Space switch, arrows move. −: none of these. n: not tested.",
    FieldKind.DATE: "Type the date, for example 3/2/2026.",
    FieldKind.DURATION: "Type it with its unit: 20 min, 2 h, 6 weeks.",
    FieldKind.TEXT: "Type words. A phrase code and a space put the phrase in.",
}
SHORT_ID = 5
"""An id of so many letters is typed as it is."""


@dataclass(frozen=True, slots=True)
class HelpPage:
    """What the help shows of one field: title, lines (heading, words), a figure's id or ""."""

    title: str
    lines: tuple[tuple[str, str], ...]
    figure: str


def help_page(
    field: FieldDef, vocabulary: Vocabulary, knowledge: Knowledge, figures: FigureIndex
) -> HelpPage:
    """Everything the program knows about a field; a step of a test takes the test's help."""
    test = owner(field, vocabulary)
    told = field.help if field.help.how or field.help.positive else test.help
    lines = (
        ("How", told.how or field.question or _plain_how(field)),
        (
            "Positive" if is_test(field) else "Counts as a finding",
            told.positive or _plain_plus(field),
        ),
        ("Evidence", _evidence(field, test, told, knowledge)),
        ("Normal", norm_words(field)),
        ("Measurement error", error_words(field)),
        ("Keys", _keys(field)),
        ("Quick entry", _shorthand(field, test)),
    )
    figure = next((f for f in _figure_ids(field, test) if f in figures.pictures), "")
    return HelpPage(field.name, tuple(line for line in lines if line[1]), figure)


def _keys(field: FieldDef) -> str:
    if field.kind is FieldKind.CHOICE:
        return f"{shown.option_words(field)}. n: not tested."
    return _KEYS[field.kind] if field.kind in _KEYS else _yes_no_keys(field)


def owner(field: FieldDef, vocabulary: Vocabulary) -> FieldDef:
    """The test that a step belongs to ("slr" of "slr_neck"), or the field itself."""
    words = field.id.split("_")
    for length in range(len(words) - 1, 0, -1):
        found = vocabulary.fields.get("_".join(words[:length]))
        if found is not None and found.card == field.card:
            return found
    return field


def _plain_how(field: FieldDef) -> str:
    """For what is plainly looked at or felt."""
    if field.section != "exam" or field.kind is not FieldKind.YES_NO:
        return ""
    return "Look or feel; compare both sides." if field.sided else "Look or feel."


def _plain_plus(field: FieldDef) -> str:
    if not is_test(field) or field.kind is not FieldKind.YES_NO:
        return ""
    return f"+ means: {field.name[:1].lower()}{field.name[1:]}."


def _yes_no_keys(field: FieldDef) -> str:
    if is_test(field):
        return "+ positive, − negative, n not tested."
    return "y or + yes, − no, n not asked."


def _shorthand(field: FieldDef, test: FieldDef) -> str:
    """How it is typed in the entry line: a step behind its test, which its id names too."""
    side = " r" if field.sided else ""
    if test is not field:
        named = test.shorthand[0] if test.shorthand else test.id.replace("_", " ")
        return f"{named}{side} {field.shorthand[0]}" if field.shorthand else ""
    short = field.id if len(field.id) <= SHORT_ID else ""
    word = field.shorthand[0] if field.shorthand else short
    return f"{word}{side}" if word else ""


def _figure_ids(field: FieldDef, test: FieldDef) -> tuple[str, ...]:
    return (field.help.figure, f"exam/{field.id}", test.help.figure, f"exam/{test.id}")


def _evidence(field: FieldDef, test: FieldDef, told: TestHelp, knowledge: Knowledge) -> str:
    rows = [row for row in knowledge.rows if row.finding in (field.id, test.id) and row.measured]
    rows.sort(key=lambda row: -(knowledge.studies[row.study].n or 0))  # the largest study first
    figures = [_row_words(row, knowledge) for row in rows[: 1 if told.evidence else LINES]]
    if told.evidence or figures:
        return " ".join(words for words in (told.evidence, *figures) if words)
    return _unmeasured(field, knowledge) if is_test(field) else ""


def _unmeasured(field: FieldDef, knowledge: Knowledge) -> str:
    """For a test without a published figure: so it is said, and what experts take it for."""
    rows = [row for row in knowledge.rows if row.finding == field.id and row.pattern]
    speaks = [row for row in rows if not row.pattern.startswith("-")]
    causes = list(dict.fromkeys(_cause(row, knowledge) for row in speaks))
    named = " and ".join(causes[:LINES])
    more = f" Weighed by expert pattern for {named}." if causes else ""
    return f"No accuracy figure known to us.{more}"


def _cause(row: EvidenceRow, knowledge: Knowledge) -> str:
    found = knowledge.conditions.get(row.condition)
    name = found.name if found is not None else row.condition.replace("_", " ")
    return name[:1].lower() + name[1:] if name[1:2].islower() else name


def _row_words(row: EvidenceRow, knowledge: Knowledge) -> str:
    study = knowledge.studies[row.study]
    condition = next(
        (c.name for c in knowledge.conditions.values() if c.id == row.condition), row.condition
    )
    figures = [
        f"{name} {value:.2g}"
        for name, value in (("LR+", row.lr_positive), ("LR−", row.lr_negative))
        if value is not None
    ]
    people = f", n = {study.n}" if study.n is not None else ""
    memory = "" if row.verified == "page read" else ", from memory"
    return f"{condition}: {' '.join(figures)} ({study.cite}{people}{memory})."
