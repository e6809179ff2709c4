"""Every independent case is a CASE that the shipped vocabulary reads whole."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.gold.independent.reading import IndependentCase, independent_cases
from tests.support.shipped import vocabulary

CASES = independent_cases()


def _rank(case: IndependentCase) -> tuple[int, int]:
    """Ranks of the least and the most urgent tier allowed; no flag ranks last."""
    least, most = case.tier_at_least, case.tier_at_most
    return (99 if least is None else least.rank, 99 if most is None else most.rank)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_case_reads(case: IndependentCase) -> None:
    """Each finding is in the vocabulary with a value it takes, and none is lost."""
    read = case.read(vocabulary())

    assert isinstance(case.input, dict)
    assert len(read.facts.values) >= len(case.input["findings"])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_case_is_consistent(case: IndependentCase) -> None:
    """A source is named, the tiers make a range, and a clear case names its cause."""
    least, most = _rank(case)

    assert case.title
    assert case.source
    assert most <= least
    assert case.expected or not case.clear


def test_ids_are_unique() -> None:
    """No two cases share an id, whichever file they are in."""
    counted = Counter(case.id for case in CASES)

    assert [name for name, times in counted.items() if times > 1] == []
