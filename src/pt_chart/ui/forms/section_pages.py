"""History and measures: the cards of their forms under tabs."""

from __future__ import annotations

from pt_chart.charting.clinic_session import ClinicSession, OpenVisit
from pt_chart.ui.forms.form_page import FormPage
from pt_chart.ui.forms.groups import by_form
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.label import Label

WHY = "Yes, no or not asked. What nobody asked is never taken for no."


class HistoryPage(FormPage):
    """Symptoms, behavior, red-flag questions, background and goals."""

    def __init__(self, theme: Theme, open_visit: OpenVisit, session: ClinicSession) -> None:
        groups = by_form(open_visit.forms, "history")
        super().__init__(theme, open_visit, session, "History", groups)
        self.head.insertWidget(1, Label(WHY, Style.BODY, "secondary"))


class MeasuresPage(FormPage):
    """Outcome measures with the values of the visit before."""

    def __init__(self, theme: Theme, open_visit: OpenVisit, session: ClinicSession) -> None:
        groups = by_form(open_visit.forms, "measures")
        super().__init__(theme, open_visit, session, "Measures", groups)
