"""What earlier visits recorded still holds a rule until it is asked or tested again.

Not asked today is not no: a bone that was weak, a nerve test that was positive or a hard stop of
the last visit does not open overnight.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pt_chart.clinical.criteria import Truth
from pt_chart.clinical.evaluation import evaluate
from pt_chart.clinical.facts import Facts
from pt_chart.clinical.findings import FindingKey, Value
from pt_chart.clinical.program.library import ExerciseLibrary
from pt_chart.clinical.program.whole_chart import with_flags
from pt_chart.clinical.reasoning.acknowledged import SAME_DAY
from pt_chart.clinical.reasoning.results import RaisedFlag
from pt_chart.clinical.sides import Side

EARLIER = "earlier:"
"""Begins the key that marks a fact as told by an earlier visit alone."""

FORMER_EMERGENCY = "flag:former_emergency"
"""The fact that an emergency of an earlier visit was neither asked again nor cleared."""

NOT_AGAIN = "recorded at an earlier visit: ask or test it again"


def with_earlier(
    facts: Facts,
    before: Mapping[FindingKey, Value],
    standing: Iterable[RaisedFlag],
    library: ExerciseLibrary,
) -> Facts:
    """The facts with those of earlier visits that make a rule hold which today's do not.

    ``before`` are the newest earlier answers, ``standing`` the flags of earlier visits that
    rest on something not asked again. What today answers is never replaced, and nothing that would
    open a rule is taken over: a rule that blocks today blocks. Each fact that was taken over has a
    mark beside it (see `told_earlier`).
    """
    standing = tuple(standing)
    facts = with_flags(facts, standing)
    if any(flag.tier in SAME_DAY for flag in standing):
        facts = facts.with_values({FindingKey(FORMER_EMERGENCY): True})
    older = {key: value for key, value in before.items() if key not in facts.values}
    if not older:
        return facts
    now = library.complete(facts)
    whole = library.complete(facts.with_values(older))
    found: dict[FindingKey, Value] = {}
    for rule in library.rules.values():
        for side in (None, Side.LEFT, Side.RIGHT):
            if evaluate(rule.when, now, side).truth is Truth.YES:
                continue
            told = evaluate(rule.when, whole, side)
            if told.truth is Truth.YES:
                found |= {k: whole.values[k] for k in told.keys if k in whole.values}
    found = {key: value for key, value in found.items() if key not in now.values}
    found = _opening_nothing(found, now, facts, library)
    marks: dict[FindingKey, Value] = {_mark(key): True for key in found}
    return facts.with_values({**found, **marks}) if found else facts


def _opening_nothing(
    found: dict[FindingKey, Value], now: Facts, facts: Facts, library: ExerciseLibrary
) -> dict[FindingKey, Value]:
    """Those of the earlier facts that open no rule which blocks today."""
    holding = [
        (rule, side)
        for rule in library.rules.values()
        if rule.effect == "block"
        for side in (None, Side.LEFT, Side.RIGHT)
        if evaluate(rule.when, now, side).truth is Truth.YES
    ]

    def opens(added: dict[FindingKey, Value]) -> bool:
        then = library.complete(facts.with_values(added))
        return any(evaluate(rule.when, then, side).truth is not Truth.YES for rule, side in holding)

    if not found or not opens(found):
        return found
    kept: dict[FindingKey, Value] = {}
    for key, value in found.items():
        if not opens({**kept, key: value}):
            kept[key] = value
    return kept


def told_earlier(keys: Iterable[FindingKey], facts: Facts) -> bool:
    """Whether something among these facts was told by an earlier visit alone."""
    return any(_mark(key) in facts.values or key == FindingKey(FORMER_EMERGENCY) for key in keys)


def of_today(facts: Facts) -> Facts:
    """The facts without those that an earlier visit alone told: what a sheet may say of today."""
    marked = {key for key in facts.values if _mark(key) in facts.values}
    return facts.without({*marked, *map(_mark, marked)}) if marked else facts


def _mark(key: FindingKey) -> FindingKey:
    return FindingKey(f"{EARLIER}{key.id}", key.side, key.level)
