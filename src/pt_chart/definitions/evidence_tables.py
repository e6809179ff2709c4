"""Reads studies, conditions, groups and evidence rows of forms/knowledge."""

from __future__ import annotations

import math

from pt_chart.clinical.fields import Vocabulary
from pt_chart.clinical.reasoning.knowledge import (
    BaseRate,
    Condition,
    CorrelationGroup,
    EvidenceRow,
    Interval,
    StartingSet,
    Study,
)
from pt_chart.definitions.criteria_reader import read_criterion
from pt_chart.definitions.flags import VERIFIED
from pt_chart.definitions.toml_reader import Reader

DESIGNS = ("cohort", "case_control", "surgical", "review", "other")
ROLES = ("main", "sub", "impairment", "must_not_miss", "consider")
USES = ("weigh", "show", "page")


def read_study(table: Reader) -> Study:
    """One ``[[study]]``."""
    study = Study(
        id=table.text("id"),
        authors=table.text("authors"),
        year=table.optional_whole("year"),
        title=table.text("title"),
        journal=table.text("journal", ""),
        population=table.text("population", ""),
        reference_standard=table.text("reference_standard", ""),
        setting=table.text("setting", ""),
        design=table.option("design", DESIGNS, "cohort"),
        n=table.optional_whole("n"),
        doi=table.text("doi", ""),
        pmid=table.text("pmid", ""),
        verified=table.option("verified", VERIFIED),
        note=table.text("note", ""),
    )
    table.finish()
    return study


def read_condition(table: Reader) -> Condition:
    """One ``[[condition]]``."""
    condition = Condition(
        id=table.text("id"),
        name=table.text("name"),
        role=table.option("role", ROLES),
        parent=table.text("parent", ""),
        prior=table.text("starting_band", "uncommon"),
        note=table.text("note", ""),
        raised_by=table.texts("raised_by"),
        ruled_out_by=table.texts("ruled_out_by"),
        companion_of=table.texts("companion_of"),
    )
    table.finish()
    return condition


def read_group(table: Reader) -> CorrelationGroup:
    """One ``[[group]]``."""
    group = CorrelationGroup(table.text("id"), table.text("label"))
    table.finish()
    return group


def read_row(table: Reader, vocabulary: Vocabulary) -> EvidenceRow | None:
    """One ``[[evidence]]``, measured or expert pattern; None when it has no valid condition.

    A row for the evidence page only needs no ``when``: its finding may be a whole cluster.
    """
    use = table.option("use", USES)
    when = read_criterion(table, "when", vocabulary)
    finding = table.text("finding")
    if use != "page" and when is None and "when" not in table:
        table.problem("when", "is missing", "say when the finding is present")
    known = vocabulary.canonical(finding)
    if known is None and use != "page" and finding != "age":
        table.problem("finding", f"{finding!r} is not a finding", "see `pt-chart findings`")
    row = EvidenceRow(
        id=table.text("id"),
        condition=table.text("condition"),
        group=table.text("group"),
        finding=known or finding,
        label=table.text("label"),
        when=when,
        study=table.text("study"),
        use=use,
        verified=table.option("verified", VERIFIED),
        replicated=table.flag("replicated", default=False),
        computed=table.flag("computed", default=False),
        pattern=table.text("pattern", ""),
        pattern_absent=table.text("pattern_absent", ""),
        absent_when=read_criterion(table, "absent_when", vocabulary),
        unclear_when=read_criterion(table, "unclear_when", vocabulary),
        unclear_note=table.text("unclear_note", ""),
        any_side=table.flag("any_side", default=False),
        definition=table.text("definition", ""),
        quality=table.text("quality", ""),
        note=table.text("note", ""),
        sensitivity=_share(table, "sensitivity"),
        sensitivity_ci=_interval(table, "sensitivity_ci"),
        specificity=_share(table, "specificity"),
        specificity_ci=_interval(table, "specificity_ci"),
        lr_positive=_ratio(table, "lr_positive"),
        lr_positive_ci=_interval(table, "lr_positive_ci"),
        lr_negative=_ratio(table, "lr_negative"),
        lr_negative_ci=_interval(table, "lr_negative_ci"),
    )
    table.finish()
    return row if when is not None or use == "page" else None


def _share(table: Reader, key: str) -> float | None:
    value = table.optional_number(key)
    if value is not None and not 0 <= value <= 1:
        table.problem(key, f"{value:g} is outside 0 to 1", "write a share such as 0.64")
        return None
    return value


def _ratio(table: Reader, key: str) -> float | None:
    if table.raw(key) == "infinite":
        return math.inf
    value = table.optional_number(key)
    if value is not None and value < 0:
        table.problem(key, f"{value:g} is below 0", "a likelihood ratio is 0 or more")
        return None
    return value


def _interval(table: Reader, key: str) -> Interval | None:
    value = table.raw(key)
    if value is None:
        return None
    if isinstance(value, list) and len(value) == 2:
        numbers = [float(one) for one in value if type(one) in (int, float)]
        if len(numbers) == 2 and numbers[0] <= numbers[1]:
            return numbers[0], numbers[1]
    table.problem(key, f"{value!r} is not an interval", "write [low, high]")
    return None


def read_starting_set(table: Reader) -> StartingSet:
    """One ``[[starting_set]]``."""
    bands = table.table("bands")
    found = StartingSet(
        id=table.text("id"),
        title=table.text("title"),
        bands={key: bands.text(key) for key in bands.keys} if bands else {},
        note=table.text("note", ""),
        verified=table.option("verified", VERIFIED),
    )
    table.finish()
    return found


def read_base_rate(table: Reader) -> BaseRate:
    """One ``[[base_rate]]``."""
    rate = BaseRate(
        id=table.text("id"),
        condition=table.text("condition"),
        setting=table.text("setting"),
        metric=table.text("metric"),
        denominator=table.text("denominator"),
        estimate=_share(table, "estimate"),
        low=_share(table, "low"),
        high=_share(table, "high"),
        study=table.text("study"),
        verified=table.option("verified", VERIFIED),
        note=table.text("note", ""),
    )
    table.finish()
    return rate
