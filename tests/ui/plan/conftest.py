"""The plan page of the open visit."""

from __future__ import annotations

import pytest

from pt_chart.ui.plan.page import PlanPage
from pt_chart.ui.shell.visit_view import VisitView


@pytest.fixture
def page(visit: VisitView) -> PlanPage:
    """The page, opened as a clinician does."""
    visit.go_to("plan")
    made = visit.page("plan")
    assert isinstance(made, PlanPage)
    return made
