"""What is due: visits, reassessment, authorization, certification."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout

from pt_chart.charting.care import edits
from pt_chart.charting.clinic_session import ClinicSession, OpenVisit
from pt_chart.charting.errors import WorldError
from pt_chart.clinical.care.due import Counter, Urgency, counters
from pt_chart.clinical.care.episode_log import EpisodeLog
from pt_chart.clinical.measures.series import courses
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Space
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.card import Card
from pt_chart.ui.widgets.clearing import clear_layout
from pt_chart.ui.widgets.label import Label

_TONES = {
    Urgency.FINE: "",
    Urgency.SOON: "routine",
    Urgency.DUE: "urgent",
    Urgency.PASSED: "emergency",
}
_MARKS = {
    Urgency.FINE: "",
    Urgency.SOON: "soon",
    Urgency.DUE: "due",
    Urgency.PASSED: "overdue",
}


def due_now(open_visit: OpenVisit, session: ClinicSession, log: EpisodeLog) -> tuple[Counter, ...]:
    """Every counter of the open visit's episode."""
    desk = open_visit.desk
    visits = [one for one in reversed(desk.previous) if one.withdrawal is None] + [desk.visit]
    found = edits.standing(desk)
    return counters(
        desk.episode,
        visits,
        found.plan if found is not None else None,
        courses(visits, session.definitions.instruments),
        log,
        desk.visit.date,
    )


class CountersCard(Card):
    """A line a counter; what presses says so in words and color."""

    def __init__(self, theme: Theme, open_visit: OpenVisit, session: ClinicSession) -> None:
        super().__init__(
            theme, "Due", "counted from the visits, the plan and the payer", padded=True
        )
        self._open = open_visit
        self._session = session
        self.grid = QGridLayout()
        self.grid.setHorizontalSpacing(Space.L)
        self.grid.setVerticalSpacing(Space.XS)
        self.grid.setColumnStretch(1, 1)
        self.body.addLayout(self.grid)
        self._log = EpisodeLog()
        self.read_log()

    def read_log(self) -> None:
        """Read the episode's log again, after it has grown."""
        try:
            self._log = self._session.store.episode_log(self._open.desk.episode.id)
        except WorldError as error:
            self._session.tell(error)

    def show_visit(self) -> None:
        """Count again."""
        clear_layout(self.grid)
        for row, one in enumerate(due_now(self._open, self._session, self._log)):
            tone = _TONES[one.urgency]
            self.grid.addWidget(Label(one.name, Style.MEDIUM), row, 0)
            self.grid.addWidget(Label(one.words, Style.BODY, tone, wrap=True), row, 1)
            self.grid.addWidget(Label(_MARKS[one.urgency], Style.SMALL_STRONG, tone), row, 2)
