"""What red flags rest on: every answer that may raise them, whichever of them did."""

from __future__ import annotations

from collections.abc import Iterable

from pt_chart.clinical.evaluation import findings_of
from pt_chart.clinical.fields import Vocabulary
from pt_chart.clinical.reasoning.knowledge import FlagRule


def grounds(raised: Iterable[str], rules: Iterable[FlagRule], vocabulary: Vocabulary) -> set[str]:
    """The finding ids that the rules of the ``raised`` flags read, those behind composites too."""
    wanted = set(raised)
    found: set[str] = set()
    waiting = [
        name
        for rule in rules
        if rule.id in wanted
        for step in rule.steps
        for name in findings_of(step.when)
    ]
    while waiting:
        name = waiting.pop()
        field = vocabulary.fields.get(name)
        if name in found or field is None:
            continue
        found.add(name)
        if field.derived is not None:
            waiting += findings_of(field.derived)
    return found
