"""History and measures: the cards of their forms under tabs."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from pt_chart.charting.clinic_session import ClinicSession, OpenVisit
from pt_chart.charting.events import Part, VisitChanged
from pt_chart.clinical.care.due import Urgency
from pt_chart.clinical.care.episode_log import EpisodeLog
from pt_chart.clinical.findings import FindingKey
from pt_chart.ui.forms.conditions import Conditions
from pt_chart.ui.forms.form_page import FormPage
from pt_chart.ui.forms.groups import by_form
from pt_chart.ui.forms.score_sheet import ScoreSheet
from pt_chart.ui.plan.counters_card import due_now
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.label import ElidedLabel, Label
from pt_chart.ui.widgets.segments import Mood, Segment, Segments

VIEWS = (
    Segment("enter", "Enter", Mood.PLAIN),
    Segment("scores", "Scores and change", Mood.PLAIN),
)
WHY = "Yes, no or not asked. What nobody asked is never taken for no."


class HistoryPage(FormPage):
    """Symptoms, behavior, red-flag questions, background and goals."""

    def __init__(
        self,
        theme: Theme,
        open_visit: OpenVisit,
        session: ClinicSession,
        conditions: Conditions,
        parent: QWidget | None = None,
    ) -> None:
        groups = by_form(open_visit.forms, "history")
        super().__init__(theme, open_visit, session, "History", groups, conditions, parent)
        self.head.insertWidget(1, ElidedLabel(WHY, Style.BODY, "secondary"), 20)


class MeasuresPage(FormPage):
    """Outcome measures with the values of the visit before, and what their change means."""

    def __init__(
        self,
        theme: Theme,
        open_visit: OpenVisit,
        session: ClinicSession,
        conditions: Conditions,
        parent: QWidget | None = None,
    ) -> None:
        groups = by_form(open_visit.forms, "measures")
        super().__init__(theme, open_visit, session, "Measures", groups, conditions, parent)
        self._all_groups = groups
        self.scores = ScoreSheet(theme, open_visit, session)
        self.view = Segments(theme, "What the page shows", VIEWS, clearable=False)
        self.view.set_value("enter")
        self.view.picked.connect(self._choose)
        self.head.insertWidget(1, Label(_reassessment(open_visit, session), Style.BODY, "urgent"))
        self.head.addWidget(self.view)
        self._scored = open_visit.desk.changed.connect(self._answers_changed)

    def show_scores(self) -> None:
        """Show scores and change instead of the forms."""
        self.view.set_value("scores")
        self.scores.show_visit()
        self.show_other(self.scores)

    def close_page(self) -> None:
        """Stop following the visit."""
        self._scored()
        super().close_page()

    def go_to(self, key: FindingKey) -> bool:
        """Show the forms again where a field is asked for."""
        if self.view.value == "scores":
            self._choose("enter")
        return super().go_to(key)

    def turn(self, by: int) -> None:
        """Open another tab of the forms; from the scores back to the one that was open."""
        if self.view.value == "scores":
            self._choose("enter")
        else:
            super().turn(by)

    def _choose(self, view: str) -> None:
        if view == "scores":
            self.show_scores()
        else:
            self.view.set_value("enter")
            self.show_groups(self._all_groups)

    def _answers_changed(self, change: VisitChanged) -> None:
        if self.view.value == "scores" and Part.ANSWERS in change.parts:
            self.scores.show_visit()


def _reassessment(open_visit: OpenVisit, session: ClinicSession) -> str:
    """What is due at half or at the end of the planned visits, "" while nothing is."""
    due = (
        counter
        for counter in due_now(open_visit, session, EpisodeLog())
        if counter.id.startswith("reassess") and counter.urgency in (Urgency.DUE, Urgency.PASSED)
    )
    return "; ".join(f"{counter.name}: {counter.words}" for counter in due)
