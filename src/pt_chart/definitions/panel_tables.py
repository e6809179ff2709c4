"""Reads published scores, compare-two tables, patterns, checks and contradictions."""

from __future__ import annotations

from pt_chart.clinical.criteria import Criterion
from pt_chart.clinical.fields import FieldKind, Vocabulary
from pt_chart.clinical.reach import reach_of
from pt_chart.clinical.reasoning.knowledge import (
    CheckItem,
    ComparisonTable,
    ContradictionRule,
    ExpertPattern,
    PublishedModel,
    ScoreItem,
    ScoreOutcome,
    TableRow,
    TypedWords,
    WithheldTests,
)
from pt_chart.definitions.criteria_reader import read_criterion
from pt_chart.definitions.flags import VERIFIED
from pt_chart.definitions.toml_reader import Reader

CHECK_KINDS = ("flag", "neuro")


def read_model(table: Reader, vocabulary: Vocabulary) -> PublishedModel:
    """One ``[[model]]`` with its items and published readings."""
    items = tuple(_item(one, vocabulary) for one in table.tables("item"))
    outcomes = tuple(_outcome(one, vocabulary) for one in table.tables("outcome"))
    model = PublishedModel(
        id=table.text("id"),
        title=table.text("title"),
        condition=table.text("condition"),
        study=table.text("study"),
        setting=table.text("setting"),
        items=items,
        outcomes=outcomes,
        maximum=table.optional_number("maximum"),
        rule=table.text("rule"),
        accuracy=table.text("accuracy", ""),
        note=table.text("note", ""),
        verified=table.option("verified", VERIFIED),
        items_verified=table.option("items_verified", VERIFIED),
        only_if=read_criterion(table, "only_if", vocabulary),
        exclusive=_exclusive(table, {item.id for item in items}),
    )
    table.finish()
    return model


def _exclusive(table: Reader, items: set[str]) -> tuple[tuple[str, ...], ...]:
    named = table.texts("exclusive")
    for id in named:
        if id not in items:
            table.problem("exclusive", f"{id!r} is no item of this score", "use an item id")
    return (named,) if named else ()


def _item(table: Reader, vocabulary: Vocabulary) -> ScoreItem:
    item = ScoreItem(
        id=table.text("id"),
        text=table.text("text"),
        points=table.number("points", 1.0),
        when=read_criterion(table, "when", vocabulary),
        any_side=table.flag("any_side", default=False),
    )
    table.finish()
    return item


def _outcome(table: Reader, vocabulary: Vocabulary) -> ScoreOutcome:
    outcome = ScoreOutcome(
        meaning=table.text("meaning"),
        low=table.optional_number("low"),
        high=table.optional_number("high"),
        when=read_criterion(table, "when", vocabulary),
        positive=table.flag("positive", default=False),
    )
    table.finish()
    return outcome


def read_comparison(table: Reader, vocabulary: Vocabulary) -> ComparisonTable:
    """One ``[[comparison]]`` with its rows."""
    found = ComparisonTable(
        id=table.text("id"),
        title=table.text("title"),
        left=table.text("left"),
        right=table.text("right"),
        rows=tuple(_table_row(one, vocabulary) for one in table.tables("row")),
        source=table.text("source"),
        note=table.text("note", ""),
        causes=table.texts("causes"),
    )
    table.finish()
    return found


def _table_row(table: Reader, vocabulary: Vocabulary) -> TableRow:
    left, right = (read_criterion(table, key, vocabulary) for key in ("left_when", "right_when"))
    further = table.texts("reads")
    for name in further:
        if name not in vocabulary.fields:
            table.problem("reads", f"{name!r} is not a finding", "see `pt-chart findings`")
    row = TableRow(
        feature=table.text("feature"),
        left=table.text("left"),
        right=table.text("right"),
        left_when=left,
        right_when=right,
        reads=tuple(sorted(reach_of((left, right), vocabulary, further))),
    )
    table.finish()
    return row


def read_pattern(table: Reader, vocabulary: Vocabulary) -> ExpertPattern | None:
    """One ``[[pattern]]``: a "consider" prompt."""
    when = _needed(table, vocabulary)
    texts = {key: table.text(key) for key in ("condition", "name", "suggestion", "source")}
    table.finish()
    return ExpertPattern(when=when, **texts) if when else None


def read_check(table: Reader, vocabulary: Vocabulary) -> CheckItem:
    """One ``[[check]]``: an item offered before the discriminating tests."""
    finding = table.text("finding")
    known = vocabulary.canonical(finding)
    if known is None:
        table.problem("finding", f"{finding!r} is not a finding", "see `pt-chart findings`")
    found = CheckItem(
        finding=known or finding,
        label=table.text("label"),
        kind=table.option("kind", CHECK_KINDS),
        why=table.text("why"),
        when=read_criterion(table, "when", vocabulary),
    )
    table.finish()
    return found


def read_withheld(table: Reader, vocabulary: Vocabulary) -> WithheldTests:
    """One ``[[withheld]]``: tests that are not proposed while something holds."""
    tests = []
    for name in table.texts("tests"):
        known = vocabulary.canonical(name)
        if known is None:
            table.problem("tests", f"{name!r} is not a finding", "see `pt-chart findings`")
        tests.append(known or name)
    found = WithheldTests(
        tests=tuple(tests),
        why=table.text("why"),
        flags=table.texts("flags"),
        when=read_criterion(table, "when", vocabulary),
    )
    if not found.flags and found.when is None:
        table.problem("when", "is missing", "name flags, or say when the tests are held back")
    table.finish()
    return found


def read_typed(table: Reader, vocabulary: Vocabulary) -> TypedWords | None:
    """One ``[[typed]]``: words of a typed text that ask a question."""
    found = TypedWords(table.text("text"), table.text("asks"), table.texts("words"))
    for key, name, kind in (
        ("text", found.text, FieldKind.TEXT),
        ("asks", found.asks, FieldKind.YES_NO),
    ):
        field = vocabulary.fields.get(name)
        if field is None or field.kind is not kind:
            table.problem(key, f"{name!r} is no {kind.value} field", "see `pt-chart findings`")
            return None
    table.finish()
    return found


def read_contradiction(table: Reader, vocabulary: Vocabulary) -> ContradictionRule | None:
    """One ``[[contradiction]]``."""
    when = _needed(table, vocabulary)
    words = table.text("words")
    one_sided = table.flag("one_sided", default=False)
    table.finish()
    return ContradictionRule(words, when, one_sided) if when else None


def _needed(table: Reader, vocabulary: Vocabulary) -> Criterion | None:
    when = read_criterion(table, "when", vocabulary)
    if "when" not in table:
        table.problem("when", "is missing", "say when it holds")
    return when
