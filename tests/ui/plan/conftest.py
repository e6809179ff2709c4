"""The plan page of the open visit."""

from __future__ import annotations

import pytest

from pt_chart.ui.plan.code_loading import code_search
from pt_chart.ui.plan.page import PlanPage
from pt_chart.ui.shell.visit_view import VisitView


@pytest.fixture
def page(visit: VisitView) -> PlanPage:
    """The page, opened as a clinician does; the codes are there (without them: a test's own)."""
    code_search()
    visit.go_to("plan")
    made = visit.page("plan")
    assert isinstance(made, PlanPage)
    return made
