"""Repair of a visit that stands under the wrong patient, or should not stand at all."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pt_chart.charting.after_signing import move_draft, withdraw
from pt_chart.charting.clinic_session import ClinicSession, OpenVisit
from pt_chart.charting.errors import WorldError
from pt_chart.clinical.visit import Visit
from pt_chart.ui.patients.rows import complaint_words
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Space
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.button import Button
from pt_chart.ui.widgets.combo import Combo
from pt_chart.ui.widgets.label import Label
from pt_chart.ui.widgets.line_field import LineField, ValueState

NOWHERE = "nowhere: it is only marked"
DRAFT_TOLD = (
    "The draft goes to the other patient's episode with everything charted; both logs keep it."
)
SIGNED_TOLD = (
    "The signed visit stays readable, marked as entered in error, and no longer counts. Its "
    "content can begin again as a draft under the right patient."
)
FOUND = 12


class RepairForm(QWidget):
    """Moves the open draft, or withdraws the open signed visit; the session says what to show."""

    def __init__(self, theme: Theme, open_visit: OpenVisit, session: ClinicSession) -> None:
        super().__init__()
        self._session = session
        self._desk = open_visit.desk
        column = QVBoxLayout(self)
        column.setContentsMargins(0, Space.S, 0, 0)
        column.setSpacing(Space.XS)
        self.told = Label("", Style.SMALL, "secondary", wrap=True)
        column.addWidget(self.told)
        self.search = LineField(theme, "Right patient", placeholder="name, date of birth or ID")
        self.search.textChanged.connect(self._find)
        self.target = Combo(theme, "Episode of the right patient")
        line = QHBoxLayout()
        line.addWidget(self.search, 2)
        line.addWidget(self.target, 3)
        column.addLayout(line)
        self.reason = LineField(theme, "Reason of the repair", placeholder="why; it is kept")
        column.addWidget(self.reason)
        self.go = Button(theme, "")
        self.go.clicked.connect(self._repair)
        row = QHBoxLayout()
        row.addWidget(self.go)
        row.addStretch(1)
        column.addLayout(row)
        self.show_visit(self._desk.visit)

    def show_visit(self, visit: Visit) -> None:
        """Say what can be done about a draft, or about a signed visit."""
        self.told.setText(SIGNED_TOLD if visit.signed else DRAFT_TOLD)
        self.go.setText("Mark as entered in error" if visit.signed else "Move the draft")
        self._find(self.search.text())

    def _find(self, text: str) -> None:
        self.target.clear()
        if self._desk.visit.signed:
            self.target.addItem(NOWHERE, "")
        if not text.strip():
            return
        store = self._session.store
        try:
            for row in store.search(text, FOUND):
                if row.patient.id == self._desk.patient.id:
                    continue
                for episode in store.episodes_of(row.patient.id):
                    words = (
                        f"{row.patient.name}: {complaint_words(episode.side, episode.complaint)}"
                    )
                    self.target.addItem(words, episode.id)
        except WorldError as error:
            self._session.tell(error)
        if self._desk.visit.signed and self.target.count() > 1:
            self.target.setCurrentIndex(1)

    def _repair(self) -> None:
        episode_id = str(self.target.currentData() or "")
        signed = self._desk.visit.signed
        if not signed and not episode_id:
            self._session.remark("Find the right patient first.", "Type a name or an ID.")
            self.search.setFocus()
            return
        try:
            if signed:
                made = withdraw(self._session, self.reason.text(), episode_id)
            else:
                made = move_draft(self._session, episode_id, self.reason.text()).desk.visit
        except ValueError as refused:
            self.reason.set_state(ValueState.REFUSED)
            self.reason.setFocus()
            self._session.remark(str(refused))
        except WorldError as error:
            self._session.tell(error)
        else:
            if made.id != self._desk.visit.id or not signed:
                self._session.visit_wanted.send(made.id)
