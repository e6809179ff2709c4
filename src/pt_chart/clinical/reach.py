"""All findings that a criterion reads, down to those that the worked out ones rest on."""

from __future__ import annotations

from collections.abc import Iterable

from pt_chart.clinical.criteria import Criterion
from pt_chart.clinical.evaluation import findings_of
from pt_chart.clinical.fields import Vocabulary


def reach_of(
    criteria: Iterable[Criterion | None], vocabulary: Vocabulary, names: Iterable[str] = ()
) -> frozenset[str]:
    """The findings that ``criteria`` and ``names`` read, and those that these are worked out from.

    A criterion of None reads nothing.
    """
    found: set[str] = set()
    waiting = [*names]
    for one in criteria:
        waiting += findings_of(one) if one is not None else ()
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found.add(name)
        field = vocabulary.fields.get(name)
        for further in (field.derived, field.implied_by) if field is not None else ():
            waiting += findings_of(further) if further is not None else ()
    return frozenset(found)
