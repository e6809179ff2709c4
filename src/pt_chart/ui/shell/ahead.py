"""Loads what a visit needs while the register is looked at, so that the first one opens as fast."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pt_chart.charting.clinic_session import ClinicSession

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


def load_ahead(session: ClinicSession) -> None:
    """Import the pages and work out what every assessment shares; for a background thread."""
    session.get_ready()
    for page in PAGES:
        import_module(page)
