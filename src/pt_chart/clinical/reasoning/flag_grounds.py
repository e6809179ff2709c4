"""What red flags rest on: every answer that may raise them, whichever of them did."""

from __future__ import annotations

from collections.abc import Iterable

from pt_chart.clinical.fields import Vocabulary
from pt_chart.clinical.reach import reach_of
from pt_chart.clinical.reasoning.knowledge import FlagRule


def grounds(raised: Iterable[str], rules: Iterable[FlagRule], vocabulary: Vocabulary) -> set[str]:
    """The finding ids that the rules of the ``raised`` flags read, and what these follow from."""
    wanted = set(raised)
    read = (step.when for rule in rules if rule.id in wanted for step in rule.steps)
    return set(reach_of(read, vocabulary) & vocabulary.fields.keys())
