"""The register page: search as you type, today and recent visits, unsigned drafts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from pt_chart.charting.access import Right, allowed
from pt_chart.charting.clinic_session import ClinicSession
from pt_chart.charting.errors import WorldError
from pt_chart.charting.ports import ChartStore, PatientRow, VisitRow
from pt_chart.clinical.people import Patient
from pt_chart.clinical.sides import Side
from pt_chart.ui.patients.entry_forms import EpisodeForm, PatientForm
from pt_chart.ui.patients.patient_card import PatientCard, PatientFile
from pt_chart.ui.patients.rows import DAY, FOUND, complaint_words, day_rows, day_words, found_rows
from pt_chart.ui.shell.threads import MainThread
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Space, Width
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.button import Button, Look, native_key
from pt_chart.ui.widgets.card import Band, Card
from pt_chart.ui.widgets.label import Label
from pt_chart.ui.widgets.line_field import LineField
from pt_chart.ui.widgets.notice_bar import NoticeBar
from pt_chart.ui.widgets.table import Cell, Column, Row, Table

T = TypeVar("T")
RECENT_DAYS = 30
FOUND_SHOWN = 6
SHOWN_VISITS = 12
"""Visits of an episode that the card lists; older ones are counted."""
DRAFTS = (Column("Patient"), Column("", 110))


class PatientsView(QWidget):
    """Finds patients and begins visits. ``visit_asked`` carries a stored visit's id."""

    visit_asked = Signal(str)
    episode_started = Signal(object)

    def __init__(
        self, theme: Theme, session: ClinicSession, main: MainThread, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._session = session
        self._main = main
        self._asked = 0
        self._answered = 0
        self._enter_waits = False
        self._patient: Patient | None = None
        self._patient_of_visit: dict[str, str] = {}
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self.notices = NoticeBar(theme)
        outer.addWidget(self.notices)
        row = QHBoxLayout()
        row.setSpacing(0)
        outer.addLayout(row, 1)
        row.addLayout(self._make_lists(), 1)
        row.addWidget(self._make_side())
        self.search.textChanged.connect(self._searched)
        self.search.installEventFilter(self)
        self.refresh()

    def _make_lists(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setContentsMargins(20, 14, 20, 16)
        column.setSpacing(Space.M)
        head = QHBoxLayout()
        head.setSpacing(Space.M)
        head.addWidget(Label("Patients", Style.PAGE_TITLE))
        today = self._session.today
        head.addWidget(Label(f"{today:%A} {today.day} {today:%B %Y}", Style.BODY, "secondary"), 1)
        new = native_key("Ctrl+N")
        self.new_button = Button(self._theme, "New patient", Look.PRIMARY, icon="plus", key=new)
        self.new_button.clicked.connect(self.ask_new_patient)
        head.addWidget(self.new_button)
        column.addLayout(head)
        hint = "Name, date of birth, phone or ID"
        self.search = LineField(
            self._theme, "Find a patient", placeholder=hint, height=40, icon="search"
        )
        column.addWidget(self.search)
        self.found_card = Card(self._theme)
        self.found = Table(self._theme, "Found patients", FOUND)
        self.found_card.body.addWidget(self.found)
        column.addWidget(self.found_card)
        column.addLayout(self._make_days(), 1)
        self.found.chosen.connect(self.show_patient)
        self.found.opened.connect(lambda _id: self.open_current())
        return column

    def _make_days(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(Space.L)
        self.day_card = Card(self._theme, "Today")
        self.day = Table(self._theme, "Visits today and recently", DAY)
        self.day_card.body.addWidget(self.day)
        row.addWidget(self.day_card, 27)
        self.draft_card = Card(self._theme, "Unsigned drafts")
        self.drafts = Table(self._theme, "Unsigned drafts", DRAFTS, headings=False, row_height=56)
        self.draft_card.body.addWidget(self.drafts)
        row.addWidget(self.draft_card, 12)
        for table in (self.day, self.drafts):
            table.opened.connect(self.visit_asked)
            table.chosen.connect(self._show_visit_patient)
        return row

    def _make_side(self) -> QWidget:
        self._side = Band(self._theme, left=True)
        self._side.setFixedWidth(Width.PANEL)
        column = QVBoxLayout(self._side)
        column.setContentsMargins(1, 0, 0, 0)
        column.setSpacing(0)
        self._stack = QStackedWidget()
        self.card = PatientCard(self._theme, self._session.definitions.vocabulary)
        self._stack.addWidget(self.card)
        column.addWidget(self._stack, 1)
        foot = Band(self._theme, "sunken", top=True)
        line = QVBoxLayout(foot)
        line.setContentsMargins(16, 8, 16, 8)
        line.setSpacing(2)
        line.addWidget(
            Label("Every view of a chart is written to the audit log", Style.SMALL, "secondary")
        )
        self.status = Label("", Style.SMALL, "secondary", wrap=True)
        self.status.hide()
        line.addWidget(self.status)
        column.addWidget(foot)
        self.card.visit_asked.connect(self.visit_asked)
        self.card.start_asked.connect(self._start)
        self.card.episode_asked.connect(lambda _id: self.ask_episode())
        return self._side

    def show_status(self, words: str) -> None:
        """How the last backup went."""
        self.status.setText(words)
        self.status.setVisible(bool(words))
        self.status.set_tone("urgent" if "not proved" in words or "No backup" in words else "")

    def refresh(self) -> None:
        """Read the lists again."""
        self._searched(self.search.text())
        today = self._session.today
        first = today - timedelta(days=RECENT_DAYS)
        self._ask(lambda store: store.visits_between(first, today), self._show_days)
        self._ask(lambda store: store.drafts(), self._show_drafts)
        if self._patient is not None:
            self.show_patient(self._patient.id)

    def _ask(self, call: Callable[[ChartStore], T], done: Callable[[T], None]) -> None:
        """Ask the store without waiting; an answer comes back on this thread."""

        def answered(result: T | WorldError) -> None:
            if isinstance(result, WorldError):
                self._session.tell(result)
            else:
                done(result)

        self._session.store.later(call, lambda result: self._main.post(lambda: answered(result)))

    def _searched(self, text: str) -> None:
        self._asked += 1
        self._enter_waits = False
        number = self._asked

        def show(rows: tuple[PatientRow, ...]) -> None:
            if number == self._asked:
                self._answered = number
                self._show_found(rows, text)
                self._open_if_waiting()

        self._ask(lambda store: store.search(text), show)

    def _show_found(self, rows: tuple[PatientRow, ...], text: str) -> None:
        current = self.found.current_id
        self.found.show_rows(found_rows(rows, text, self._session.today), current)
        if not self.found.current_id and rows and text.strip():
            self.found.choose(rows[0].patient.id)
        many = min(max(len(rows), 1), FOUND_SHOWN)
        self.found_card.setFixedHeight(32 + many * self.found.row_height + 4)
        count = f"{len(rows)} found" if rows else "Nobody found; check the spelling"
        self.search.setToolTip(count)
        self.search.setAccessibleDescription(count)

    def _show_days(self, rows: tuple[VisitRow, ...]) -> None:
        today = self._session.today
        self._patient_of_visit |= {row.visit_id: row.patient.id for row in rows}
        opened = self._session.open
        self.day.show_rows(day_rows(rows, today, opened.desk.visit.id if opened else ""))
        now = [row for row in rows if row.date == today]
        signed = sum(row.status.value == "signed" for row in now)
        self.day_card.hint.setText(
            f"{len(now)} visits · {signed} signed" if now else "no visits yet"
        )

    def _show_drafts(self, rows: tuple[VisitRow, ...]) -> None:
        today = self._session.today
        self._patient_of_visit |= {row.visit_id: row.patient.id for row in rows}
        made = []
        for row in rows:
            words = f"visit {row.number}, {complaint_words(row.side, row.complaint)}"
            age = (today - row.date).days
            old = "today" if age == 0 else f"{age} d old"
            cells = (
                Cell(row.patient.name, Style.STRONG, aside=words),
                Cell(old, Style.SMALL, "secondary", right=True),
            )
            made.append(Row(row.visit_id, cells))
        self.drafts.show_rows(made)
        oldest = f"{len(rows)}, oldest {day_words(rows[0].date, today)}" if rows else "none"
        self.draft_card.set_note(oldest)

    def _show_visit_patient(self, visit_id: str) -> None:
        patient_id = self._patient_of_visit.get(visit_id)
        if patient_id is not None:
            self.show_patient(patient_id)

    def show_patient(self, patient_id: str) -> None:
        """Show a patient's card."""

        def read(store: ChartStore) -> PatientFile:
            patient = store.patient(patient_id)
            episodes = store.episodes_of(patient_id)
            if not allowed(store.user, Right.READ_NOTES):
                return PatientFile(patient, tuple((e, ()) for e in episodes), closed_notes=True)
            return PatientFile(
                patient,
                tuple((e, tuple(reversed(store.visits_of(e.id, SHOWN_VISITS)))) for e in episodes),
                tuple(store.visit_count(e.id) for e in episodes),
            )

        def show(file: PatientFile) -> None:
            same = self._patient is not None and self._patient.id == file.patient.id
            self._patient = file.patient
            self.card.show_file(file, self._session.today)
            if not same:
                # A form that is being filled for this very patient stays where it is.
                self._stack.setCurrentWidget(self.card)
            self._open_if_waiting()

        self._ask(read, show)

    def _entered(self) -> None:
        """Enter in the search: open what was found, never the patient shown before."""
        self._enter_waits = True
        self._open_if_waiting()

    def _open_if_waiting(self) -> None:
        shown = self._patient.id if self._patient is not None else ""
        wanted = self.found.current_id if self.search.text().strip() else shown
        if self._enter_waits and self._answered == self._asked and shown and shown == wanted:
            self._enter_waits = False
            self.open_current()

    def open_current(self) -> None:
        """Do what the patient card's main button does."""
        if self.card.open_button is not None:
            self.card.open_button.click()

    def ask_new_patient(self) -> None:
        """Show the form for a new patient."""
        form = PatientForm(self._theme, self._session.today)
        form.submitted.connect(self._register)
        self._show_form(form, "family")

    def ask_episode(self) -> None:
        """Show the form for a new episode of the shown patient."""
        form = EpisodeForm(self._theme)
        form.submitted.connect(self._begin)
        self._show_form(form, "complaint")

    def _show_form(self, form: PatientForm | EpisodeForm, first: str) -> None:
        form.cancelled.connect(self._close_form)
        self._stack.addWidget(form)
        self._stack.setCurrentWidget(form)
        form.fields[first].setFocus()

    def _close_form(self) -> None:
        form = self._stack.currentWidget()
        if form is not None and form is not self.card:
            self._stack.setCurrentWidget(self.card)
            self._stack.removeWidget(form)
            form.deleteLater()
            self.search.setFocus()

    def _register(self, patient: Patient) -> None:
        try:
            stored = self._session.new_patient(patient)
        except WorldError as error:
            self._session.tell(error)
            return
        self._patient = stored
        self._close_form()
        self.search.setText(stored.family_name)
        self.show_patient(stored.id)
        self.ask_episode()

    def _begin(self, complaint: str, side: Side, more: dict[str, object]) -> None:
        if self._patient is None:
            return
        try:
            episode = self._session.new_episode(self._patient, complaint, side, **more)
        except WorldError as error:
            self._session.tell(error)
            return
        self._close_form()
        self.episode_started.emit(episode)

    def _start(self, episode_id: str) -> None:
        self._ask(lambda store: store.episode(episode_id), self.episode_started.emit)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """In the search field the arrows move in the result and Enter opens."""
        if (
            watched is self.search
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
        ):
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None:
                self.found.step(step)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._entered()
                return True
        return super().eventFilter(watched, event)

    def showEvent(self, event: object) -> None:
        """Ready to type at once."""
        super().showEvent(event)  # type: ignore[arg-type]
        self.search.setFocus()
