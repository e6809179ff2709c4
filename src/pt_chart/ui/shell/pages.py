"""Makes the page of a section when it is first opened."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from pt_chart.charting.clinic_session import ClinicSession, OpenVisit
from pt_chart.ui.forms.conditions import Conditions
from pt_chart.ui.theme.theme import Theme


def make_page(
    section: str,
    theme: Theme,
    open_visit: OpenVisit,
    session: ClinicSession,
    conditions: Conditions,
    parent: QWidget,
) -> QWidget:
    """The page of a section; its imports happen here, so that opening a visit stays quick.

    Raises:
        KeyError: there is no such section.
    """
    if section == "history":
        from pt_chart.ui.forms.section_pages import HistoryPage

        return HistoryPage(theme, open_visit, session, conditions, parent)
    if section == "body_chart":
        from pt_chart.ui.bodychart.page import BodyChartPage

        return BodyChartPage(open_visit=open_visit, session=session, theme=theme)
    if section == "exam":
        from pt_chart.ui.forms.exam_page import ExamPage

        return ExamPage(theme, open_visit, session, conditions, parent)
    if section == "measures":
        from pt_chart.ui.forms.section_pages import MeasuresPage

        return MeasuresPage(theme, open_visit, session, conditions, parent)
    return _later_page(section, theme, open_visit, session)


def _later_page(
    section: str, theme: Theme, open_visit: OpenVisit, session: ClinicSession
) -> QWidget:
    if section == "plan":
        from pt_chart.ui.plan.page import PlanPage

        return PlanPage(theme, open_visit, session)
    if section == "program":
        from pt_chart.ui.program.page import ProgramPage

        return ProgramPage(open_visit=open_visit, session=session, theme=theme)
    if section == "documents":
        from pt_chart.ui.documents.page import DocumentsPage

        return DocumentsPage(open_visit=open_visit, session=session, theme=theme)
    if section == "wide":
        from pt_chart.ui.panel.wide_page import WidePage

        return WidePage(theme, open_visit, session)
    if section == "versions":
        from pt_chart.ui.versions.page import VersionsPage

        return VersionsPage(theme, open_visit, session)
    raise KeyError(section)
