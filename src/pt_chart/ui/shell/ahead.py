"""Loads what a visit needs while the register is looked at, so that the first one opens as fast."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pt_chart.clinical.reasoning.knowledge import Knowledge
    from pt_chart.definitions.figures import FigureIndex

START_AFTER_MS = 300
"""After the register is painted: the two would fight over the interpreter."""
PAGES = (
    "pt_chart.ui.shell.visit_view",
    "pt_chart.ui.forms.section_pages",
    "pt_chart.ui.forms.exam_page",
    "pt_chart.ui.panel.wide_page",
    "pt_chart.ui.bodychart.page",
    "pt_chart.ui.program.page",
    "pt_chart.ui.plan.page",
    "pt_chart.ui.documents.page",
)
"""The modules of an open visit; those of its sections are imported late in `pages`."""


def load_ahead(knowledge: Knowledge, figures: FigureIndex) -> None:
    """Import the pages and work out what every assessment shares; for a background thread.

    It gets no session: nothing of a chart may be held by a thread when the chart is locked.
    """
    from pt_chart.charting.live_assessment import LiveAssessment

    LiveAssessment.get_ready(knowledge, figures.atlas)
    for page in PAGES:
        import_module(page)
