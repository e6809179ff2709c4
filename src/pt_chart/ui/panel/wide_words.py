"""What the wide page says under the ranking, and which table it opens first."""

from __future__ import annotations

from pt_chart.clinical.reasoning.results import Assessment
from pt_chart.clinical.reasoning.second_look import OPEN_ORDER
from pt_chart.ui.panel.side_panel import clash_words


def notes_of(assessment: Assessment) -> list[str]:
    """Under the ranking: what holds of the order, the prompts and the impairments."""
    notes = []
    if assessment.top_overlap:
        notes.append(OPEN_ORDER)
    if assessment.starting:
        notes.append(f"Starting bands chosen: {assessment.starting}.")
    if assessment.contradictions:
        notes.append(clash_words(assessment.contradictions))
    for prompt in assessment.consider:
        because = ", ".join(prompt.because)
        notes.append(
            f"Consider {prompt.name} (expert pattern, not scored): {because}. {prompt.suggestion}"
        )
    for impairment in assessment.impairments:
        state = impairment.band if impairment.tested else "not tested"
        notes.append(f"Impairment, does not compete: {impairment.name}: {state}.")
    return notes


def telling_table(assessment: Assessment) -> int:
    """The place of the table that bears on the leading cause and is lit most; the first of equals.

    Without a table for that cause, the table that is lit most.
    """
    leading = next((c.condition for c in assessment.ranked if c.tested), "")
    tables = assessment.comparisons
    lit = [
        (leading in table.causes, sum(row.lit in ("left", "right") for row in table.rows))
        for table in tables
    ]
    return lit.index(max(lit)) if lit else 0
