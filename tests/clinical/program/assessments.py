"""Assessments made by hand, for tests of what is built on them."""

from pt_chart.clinical.reasoning.results import (
    Action,
    Assessment,
    KnowledgeStamp,
    RaisedFlag,
    RankedCause,
)


def cause(condition: str, middle: float, *, tested: bool = True, parent: str = "") -> RankedCause:
    """A ranked cause with nothing but its place."""
    return RankedCause(
        condition=condition,
        name=condition.replace("_", " ").capitalize(),
        parent=parent,
        role="cause",
        band="more likely",
        range_words="",
        low=middle - 0.5,
        middle=middle,
        high=middle + 0.5,
        tested=tested,
        lines=(),
        contributions=(),
    )


def assessment(
    *,
    ranked: tuple[RankedCause, ...] = (),
    impairments: tuple[RankedCause, ...] = (),
    flags: tuple[RaisedFlag, ...] = (),
    overlap: bool = False,
) -> Assessment:
    """An assessment of these causes and flags."""
    return Assessment(
        action=Action.PT_APPROPRIATE,
        flags=flags,
        ranked=ranked,
        ranking_off="",
        top_overlap=overlap,
        impairments=impairments,
        consider=(),
        next_tests=(),
        scores=(),
        comparisons=(),
        contradictions=(),
        core_unasked=(),
        knowledge=KnowledgeStamp("test", "0"),
    )
