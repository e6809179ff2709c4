"""Reads the red-flag rules of forms/flags."""

from __future__ import annotations

from pt_chart.clinical.fields import Vocabulary
from pt_chart.clinical.reasoning.knowledge import FlagRule, FlagStep
from pt_chart.clinical.reasoning.results import Tier
from pt_chart.definitions.criteria_reader import read_criterion
from pt_chart.definitions.toml_reader import Reader

VERIFIED = ("page read", "no")


def read_flags(file: Reader, vocabulary: Vocabulary) -> tuple[FlagRule, ...]:
    """The rules of one file (``[[flag]]`` with ``[[flag.step]]``), problems noted in the reader."""
    return tuple(_rule(table, vocabulary) for table in file.tables("flag"))


def _rule(table: Reader, vocabulary: Vocabulary) -> FlagRule:
    steps = tuple(
        step for one in table.tables("step") if (step := _step(one, vocabulary)) is not None
    )
    rule = FlagRule(
        id=table.text("id"),
        title=table.text("title"),
        condition=table.text("condition"),
        steps=steps,
        clinician=table.text("clinician"),
        patient=table.text("patient"),
        clears=table.text("clears"),
        source=table.text("source"),
        verified=table.option("verified", VERIFIED),
        evidence=table.text("evidence", ""),
        family=table.text("family", ""),
        last_resort=table.flag("last_resort", default=False),
    )
    _check_order(table, steps)
    table.finish()
    return rule


def _step(table: Reader, vocabulary: Vocabulary) -> FlagStep | None:
    tier = table.member("tier", Tier)
    when = read_criterion(table, "when", vocabulary)
    if when is None and "when" not in table:
        table.problem("when", "is missing", "add when = { finding = ... }")
    texts = {key: table.text(key, "") for key in ("title", "clinician", "patient")}
    table.finish()
    if tier is None or when is None:
        return None
    return FlagStep(tier, when, **texts)


def _check_order(table: Reader, steps: tuple[FlagStep, ...]) -> None:
    if not steps and not table.tables("step"):
        table.problem("step", "is missing", "add [[flag.step]] with tier and when")
    ranks = [step.tier.rank for step in steps]
    if ranks != sorted(ranks):
        table.problem("step", "is not in order of urgency", "put the most urgent tier first")
