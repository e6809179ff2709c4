"""Every single finding that a safety rule names: yes holds back, no and unknown do not."""

from collections.abc import Iterator

import pytest

from pt_chart.clinical.criteria import All, Criterion, Test, Truth, Untested
from pt_chart.clinical.criteria import Any as AnyOf
from pt_chart.clinical.evaluation import AGE, SEX
from pt_chart.clinical.facts import Facts
from pt_chart.clinical.findings import FindingKey, Value
from pt_chart.clinical.program import safety
from pt_chart.clinical.program.library import SafetyRule
from pt_chart.clinical.program.whole_chart import RAISED
from pt_chart.clinical.sides import Side
from tests.support.shipped import vocabulary
from tests.support.shipped_library import library


def leaves(criterion: Criterion) -> Iterator[Test]:
    """The statements of which one alone is enough for a criterion."""
    if isinstance(criterion, Test):
        yield criterion
    elif isinstance(criterion, AnyOf):
        for part in criterion.of:
            yield from leaves(part)


def before_clearing(rule: SafetyRule) -> Criterion:
    """A rule's condition without what lifts it."""
    if rule.cleared_by and isinstance(rule.when, All):
        return rule.when.of[0]
    return rule.when


LEAVES = [
    (rule.id, leaf)
    for rule in library().rules.values()
    for leaf in leaves(before_clearing(rule))
    if leaf.finding not in (AGE, SEX)
]


def value_for(leaf: Test) -> Value:
    """A value that makes a statement true."""
    if leaf.equals is not None:
        return leaf.equals
    if leaf.one_of:
        return leaf.one_of[0]
    if leaf.above is not None:
        return float(leaf.above) + 1
    if leaf.below is not None:
        return float(leaf.below) - 1
    if leaf.at_most is not None:
        # A grade such as "4+" is a text.
        return leaf.at_most if isinstance(leaf.at_most, str) else float(leaf.at_most)
    if leaf.at_least is not None:
        return float(leaf.at_least)
    return True


@pytest.mark.parametrize(("rule", "leaf"), LEAVES)
def test_each_finding_of_a_rule_is_enough_and_unknown_or_no_is_not(rule: str, leaf: Test) -> None:
    """Every single finding that a rule names: yes holds back, no and unknown do not."""
    shelf = library()
    one = shelf.rules[rule]
    field = vocabulary().fields.get(leaf.finding)
    assert field is not None or leaf.finding.startswith(RAISED)
    key = FindingKey(leaf.finding, Side.RIGHT if field is not None and field.sided else None)

    def held(known: dict[FindingKey, Value]) -> bool:
        facts = shelf.complete(Facts(known, age=44, sex="F", side=Side.RIGHT))
        return safety.verdict(one, facts, Side.RIGHT).truth is Truth.YES

    value = value_for(leaf)
    assert held({key: value})
    shown_first = isinstance(one.when, AnyOf) and any(
        isinstance(part, Untested) for part in one.when.of
    )
    assert held({}) is shown_first
    if value is True and not shown_first:
        assert not held({key: False})
