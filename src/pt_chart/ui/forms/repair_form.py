"""Repair of a visit that stands under the wrong patient, or should not stand at all."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pt_chart.charting.after_signing import move_draft, withdraw
from pt_chart.charting.clinic_session import ClinicSession, OpenVisit
from pt_chart.charting.errors import WorldError
from pt_chart.charting.events import Level
from pt_chart.charting.move_doubts import move_doubts
from pt_chart.clinical.people import Episode, Patient
from pt_chart.clinical.program.dates import date_words
from pt_chart.clinical.visit import Visit
from pt_chart.ui.patients.rows import complaint_words
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Space
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.button import Button
from pt_chart.ui.widgets.combo import Combo
from pt_chart.ui.widgets.label import Label
from pt_chart.ui.widgets.line_field import LineField

NOWHERE = "nowhere: it is only marked"
CHOOSE = "Choose the right patient and episode"
_UNCHOSEN = "?"
DRAFT_TOLD = (
    "The draft goes to the other patient's episode with what was charted on the day; what came "
    "from earlier visits stays behind and is named. Both logs keep it."
)
SIGNED_TOLD = (
    "The signed visit stays readable, marked as entered in error, and no longer counts. Its "
    "content can begin again as a draft under the right patient, without what came from earlier "
    "visits of this one; its files go along."
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
        self.target.currentIndexChanged.connect(lambda _index: self._chosen())
        column.addWidget(self.search)
        column.addWidget(self.target)
        self.doubts = Label("", Style.MEDIUM, "urgent", wrap=True)
        self.doubts.hide()
        self._asked = ""
        column.addWidget(self.doubts)
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
        self._find(self.search.text())

    def _chosen(self) -> None:
        """What speaks against the chosen episode stands there before anything is done."""
        episode_id = str(self.target.currentData() or "")
        doubts: tuple[str, ...] = ()
        self._asked = ""
        if episode_id not in ("", _UNCHOSEN):
            try:
                doubts = self._doubts_about(episode_id)
            except WorldError as error:
                self._session.tell(error)
        self.doubts.setText(" ".join(doubts))
        self.doubts.setVisible(bool(doubts))
        self._name_it()

    def _doubts_about(self, episode_id: str) -> tuple[str, ...]:
        store = self._session.store
        there = store.visits_of(episode_id)
        return move_doubts(self._desk.visit, store.episode(episode_id), there)

    def _name_it(self) -> None:
        """The button says of whom to whom."""
        name = str(self.target.currentData(Qt.ItemDataRole.UserRole + 1) or "")
        if self._desk.visit.signed:
            under = f", begin again under {name}" if name else ""
            self.go.setText(f"Mark as entered in error{under}")
        else:
            here = self._desk.patient.name
            self.go.setText(f"Move the draft from {here} to {name}" if name else "Move the draft")

    def _find(self, text: str) -> None:
        """Everybody found, told apart; nothing is chosen before a person chooses."""
        self.target.clear()
        self.target.addItem(CHOOSE, _UNCHOSEN)
        if self._desk.visit.signed:
            self.target.addItem(NOWHERE, "")
        store = self._session.store
        try:
            for row in store.search(text, FOUND) if text.strip() else ():
                if row.patient.id == self._desk.patient.id:
                    continue
                for episode in store.episodes_of(row.patient.id):
                    self.target.addItem(_words(row.patient, episode), episode.id)
                    last = self.target.count() - 1
                    name = row.patient.name
                    self.target.setItemData(last, name, Qt.ItemDataRole.UserRole + 1)
        except WorldError as error:
            self._session.tell(error)
        self.target.setCurrentIndex(0)
        self._chosen()

    def _repair(self) -> None:
        episode_id = str(self.target.currentData() or "")
        signed = self._desk.visit.signed
        if episode_id == _UNCHOSEN:
            told = "Choose the right patient and episode in the list first."
            self._session.remark(told, "Type a name or an ID; look at birth date and ID.")
            (self.target if self.target.count() > 1 else self.search).setFocus()
            return
        if self.doubts.text() and self._asked != episode_id:
            self._asked = episode_id
            told = "Is this the right episode?"
            self._session.remark(f"{told} {self.doubts.text()}", "Press the button again to do it.")
            return
        try:
            if signed:
                made = withdraw(self._session, self.reason.text(), episode_id)
            else:
                made = move_draft(self._session, episode_id, self.reason.text()).desk.visit
        except ValueError as refused:
            self.reason.refuse()
            self._session.remark(str(refused))
        except WorldError as error:
            self._session.tell(error)
        else:
            self._tell(made, signed=signed)

    def _tell(self, made: Visit, *, signed: bool) -> None:
        """Show what came of it, and say it with both names."""
        was = self._desk.patient.name
        if made.id == self._desk.visit.id and signed:
            told = f"The visit of {was} is marked as entered in error."
            self._session.remark(told, "It stays readable and no longer counts.")
            return
        self._session.visit_wanted.send(made.id)
        opened = self._session.open
        now = opened.desk.patient.name if opened is not None else ""
        told = f"This visit was moved from {was} to {now}."
        if signed:
            told = f"The visit of {was} is marked as entered in error; it begins again under {now}."
        self._session.remark(told, "Check each entry before you sign.", Level.WARNING)


def _words(patient: Patient, episode: Episode) -> str:
    """An episode so that people of one name and episodes of one complaint are told apart."""
    born = f"born {date_words(patient.birth_date)}" if patient.birth_date else "no birth date"
    number = f"ID {patient.record_number}" if patient.record_number else "no ID"
    what = complaint_words(episode.side, episode.complaint)
    begun = f"since {date_words(episode.started)}"
    closed = f", CLOSED {date_words(episode.closed)}" if episode.closed else ""
    return f"{patient.name} · {born} · {number} · {what}, {begun}{closed}"
