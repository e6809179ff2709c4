"""The shipped exercise library and cases written in a few words, for tests."""

from collections.abc import Mapping
from functools import cache

from pt_chart.clinical.facts import Facts
from pt_chart.clinical.findings import FindingKey, Value
from pt_chart.clinical.problems import Problem
from pt_chart.clinical.program.library import ExerciseLibrary
from pt_chart.clinical.reasoning.results import RaisedFlag, Tier
from pt_chart.clinical.sides import Side
from pt_chart.definitions.library import read_library
from tests.support.shipped import FORMS, vocabulary


@cache
def library() -> ExerciseLibrary:
    """The library as shipped; fails the test when it has problems."""
    problems: list[Problem] = []
    found = read_library([FORMS], vocabulary(), problems)
    assert not problems, problems
    return found


def case(findings: Mapping[str, Value], side: Side | None = Side.RIGHT, age: int = 44) -> Facts:
    """Facts from texts such as ``{"slr@right": True, "myotome@right#L5": "4"}``.

    Aliases and unknown ids are refused, so that a test cannot pass on a finding that is not there.
    """
    values = {FindingKey.parse(text): value for text, value in findings.items()}
    unknown = [key.id for key in values if key.id not in vocabulary().fields]
    assert not unknown, f"no such findings: {unknown}"
    return Facts(values, age=age, sex="F", side=side)


def flag(tier: Tier, id: str = "cauda_equina", condition: str = "") -> RaisedFlag:
    """A raised flag of a tier."""
    return RaisedFlag(
        id=id,
        title="Possible cauda equina syndrome",
        tier=tier,
        because=("Altered feeling between the legs: yes",),
        keys=(),
        clinician="Refer now.",
        patient="Go to the emergency department today.",
        source="test",
        verified="no",
        condition=condition or id,
    )
