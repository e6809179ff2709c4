"""How far each section of an open visit is."""

from __future__ import annotations

from pt_chart.clinical.visit import Visit
from pt_chart.ui.shell.navigation import Progress


def progress_of(answered: int, fields: int) -> Progress:
    """Nothing, part or all of so many fields."""
    if answered == 0:
        return Progress.NOTHING
    return Progress.DONE if answered >= fields else Progress.PART


def other_progress(visit: Visit) -> dict[str, Progress]:
    """The sections that are no forms."""
    plan = visit.plan
    plan_parts = (plan.assessment, plan.goals, plan.treatments, plan.next_visit)
    filled = sum(bool(part) for part in plan_parts)
    return {
        "body_chart": Progress.NOTHING if visit.chart.empty else Progress.DONE,
        "plan": progress_of(filled, len(plan_parts)),
        "program": Progress.DONE if visit.program.items else Progress.NOTHING,
        "documents": Progress.DONE if visit.signed else Progress.NOTHING,
    }
