"""The register page: search as you type, visits of a day, what waits, one patient's card."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from pt_chart.charting.access import Right, allowed
from pt_chart.charting.attachments import Attachment
from pt_chart.charting.begun_visits import begun_on
from pt_chart.charting.bookings import BookedRow, ReferralRow
from pt_chart.charting.clinic_session import ClinicSession
from pt_chart.charting.errors import WorldError
from pt_chart.charting.ports import ChartStore, VisitRow
from pt_chart.clinical.people import Episode, Patient
from pt_chart.clinical.visit import Visit, VisitKind
from pt_chart.ui.patients.attaching import Attaching
from pt_chart.ui.patients.booking_desk import BookingDesk
from pt_chart.ui.patients.entry import Entry
from pt_chart.ui.patients.file_page import FilePage
from pt_chart.ui.patients.lists import RegisterLists
from pt_chart.ui.patients.merge_page import MergePage
from pt_chart.ui.patients.patient_card import PatientCard
from pt_chart.ui.patients.showing import Showing
from pt_chart.ui.shell.threads import MainThread
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Width
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.card import Band
from pt_chart.ui.widgets.label import Label
from pt_chart.ui.widgets.notice_bar import NoticeBar

T = TypeVar("T")
BEGUN = "This visit was begun in another window a moment ago: it is open here."
_BOTH = 840
"""Width, in logical pixels, from which the lists and a form stand beside each other."""
"""Qt's own word for a width without a limit."""


class PatientsView(QWidget):
    """Finds patients and begins visits.

    ``visit_asked`` carries a stored visit's id; ``episode_started`` an episode, the kind of
    visit to begin, None for the usual one, and its day, None for today; ``patient_shown`` the
    id of who the card shows.
    """

    visit_asked = Signal(str)
    episode_started = Signal(object, object, object)
    patient_shown = Signal(str)

    def __init__(
        self, theme: Theme, session: ClinicSession, main: MainThread, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._session = self.session = session
        self._main = main
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self.notices = NoticeBar(theme)
        outer.addWidget(self.notices)
        row = QHBoxLayout()
        row.setSpacing(0)
        outer.addLayout(row, 1)
        self.pages = QStackedWidget()
        self._make_lists()
        row.addWidget(self.pages, 1)
        row.addWidget(self._make_side())
        self.entry = Entry(theme, session, self)
        self.showing = Showing(self)
        self.search.textChanged.connect(lambda text: self.showing.search(text, typed=True))
        self.search.installEventFilter(self)
        self.refresh()

    def _make_lists(self) -> None:
        reads = allowed(self._session.clinician, Right.READ_NOTES)
        self.lists = RegisterLists(self._theme, self._session.clock, reads=reads)
        registers = allowed(self._session.clinician, Right.CHANGE_REGISTER)
        self.lists.new_button.setVisible(registers)
        self.bookings = BookingDesk(self)
        self.bookings.begun.connect(lambda one, day: self._begin(one, None, day))
        self.pages.addWidget(self.lists)
        self.search, self.found = self.lists.search, self.lists.found
        self.day, self.drafts = self.lists.day, self.lists.drafts
        self.new_button, self.likely = self.lists.new_button, self.lists.likely
        self.lists.new_asked.connect(self.ask_new_patient)
        self.lists.day_asked.connect(self._ask_days)
        self.likely.open_asked.connect(self._open_likely)
        self.found.opened.connect(lambda _id: self.open_current())
        for table in (self.day, self.drafts, self.lists.cosign):
            table.opened.connect(self._open_row)
        self.drafts.chosen.connect(self.bookings.choose)
        self.day.chosen.connect(self.bookings.choose)

    def _make_side(self) -> QWidget:
        self._side = Band(self._theme, left=True)
        self._side.setFixedWidth(Width.PANEL)
        column = QVBoxLayout(self._side)
        column.setContentsMargins(1, 0, 0, 0)
        column.setSpacing(0)
        self.side = QStackedWidget()
        self.card = PatientCard(self._theme, self._session)
        self.side.addWidget(self.card)
        column.addWidget(self.side, 1)
        self.attaching = Attaching(self._theme, self._session, self._main)
        self.attaching.attached.connect(self._attached)
        column.addWidget(self.attaching)
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
        self.card.edit_asked.connect(lambda: self.entry.ask_edit(self.showing.patient))
        self.card.merge_asked.connect(self.ask_merge)
        self.card.part_asked.connect(self._part)
        self.card.file_asked.connect(self._show_file)
        self.card.attach_asked.connect(self._attach)
        self.card.book_asked.connect(self.bookings.book)
        self.card.unbook_asked.connect(self.bookings.cancel_entry)
        return self._side

    def show_status(self, words: str) -> None:
        """How the last backup went."""
        self.status.setText(words)
        self.status.setVisible(bool(words))
        self.status.set_tone("urgent" if "not proved" in words or "No backup" in words else "")

    def refresh(self) -> None:
        """Read the lists again."""
        self.showing.search(self.search.text(), typed=False)
        self._ask_days()
        self.ask(self.bookings.waiting, lambda both: self._show_drafts(*both))
        if allowed(self._session.clinician, Right.READ_NOTES):
            self.ask(self.bookings.awaited, lambda all_: self._show_waiting(*all_))
        if self.showing.patient_id:
            self.show_patient(self.showing.patient_id)

    def _ask_days(self) -> None:
        self.ask(self.bookings.days, lambda both: self._show_days(*both))

    def ask(self, call: Callable[[ChartStore], T], done: Callable[[T], None]) -> None:
        """Ask the store without waiting; an answer comes back on this thread."""

        def answered(result: T | WorldError) -> None:
            if isinstance(result, WorldError):
                self._session.tell(result)
            else:
                done(result)

        self._session.store.later(call, lambda result: self._main.post(lambda: answered(result)))

    def _show_days(self, rows: tuple[VisitRow, ...], booked: tuple[BookedRow, ...]) -> None:
        self._know(rows)
        self.bookings.know(booked)
        opened = self._session.open
        with self.showing.reading():
            self.lists.show_days(rows, booked, opened.desk.visit.id if opened else "")
        now = [row for row in rows if row.date == self._session.today]
        if not self.showing.patient_id and not self.search.text() and now:
            self.show_patient(now[0].patient.id)

    def _show_drafts(self, rows: tuple[VisitRow, ...], booked: tuple[BookedRow, ...]) -> None:
        self._know(rows)
        self.bookings.know(booked)
        with self.showing.reading():
            self.lists.show_drafts(rows, booked)

    def _show_waiting(
        self,
        signed: tuple[VisitRow, ...],
        apart: tuple[VisitRow, ...],
        referrals: tuple[ReferralRow, ...],
    ) -> None:
        self._know((*signed, *apart))
        self.bookings.know_referrals(referrals)
        with self.showing.reading():
            self.lists.show_waiting(signed, apart, referrals)

    def _open_row(self, row_id: str) -> None:
        if not self.bookings.open(row_id):
            self.visit_asked.emit(row_id)

    def _know(self, rows: tuple[VisitRow, ...]) -> None:
        self.showing.know({row.visit_id: row.patient.id for row in rows})

    def show_patient(self, patient_id: str) -> None:
        """Show a patient's card; a form that is open stays before it."""
        self.showing.show(patient_id)

    def jump_to(self, patient_id: str, name: str) -> None:
        """Show somebody found elsewhere, marked in the list of who is found; Enter opens."""
        self.showing.jump(patient_id, name)

    def open_current(self) -> None:
        """Do what the patient card's main button does."""
        if self.card.open_button is not None:
            self.card.open_button.click()

    def ask_new_patient(self) -> None:
        """Show the form for a new patient."""
        self.show_lists()
        self.showing.forget_waiting()
        self.entry.ask_patient()

    def ask_episode(self) -> None:
        """Show the form for a new episode of the shown patient."""
        self.showing.forget_waiting()
        self.entry.ask_episode(self.showing.patient)

    def registered(self, patient: Patient) -> None:
        """A patient was stored: show them in the list and in the card."""
        self.showing.jump(patient.id, patient.name)

    def _open_likely(self, patient_id: str) -> None:
        """The person is registered already: their card instead of the form."""
        self.entry.close()
        self.show_patient(patient_id)

    def ask_merge(self) -> None:
        """Compare the shown patient with another record of the same person."""
        if not self.showing.patient_id:
            return
        page = MergePage(self._theme, self._session, self.showing.patient_id)
        page.merged.connect(self._merged)
        page.cancelled.connect(self.show_lists)
        self._show_page(page)
        page.search.setFocus()

    def _merged(self, kept_id: str) -> None:
        self.show_lists()
        self.showing.patient = None
        self.refresh()
        self.show_patient(kept_id)
        self._session.remark("The two records are one now.", "The card of the patient undoes it.")

    def _part(self, gone_id: str) -> None:
        try:
            parted = self._session.store.part_patients(gone_id)
        except WorldError as error:
            self._session.tell(error)
            return
        told = f"{parted.kept.name} and {parted.gone.name} are two again."
        self._session.remark(told, " ".join(parted.words))
        self.refresh()

    def _attach(self, file: str, visit_id: str, remark: str) -> None:
        patient = self.showing.patient
        if patient is None:
            return
        self.attaching.begin(Path(file), patient.id, visit_id, remark)

    def _attached(self, patient_id: str) -> None:
        """A file came in; who looks at somebody else by now goes on doing so."""
        if self.showing.patient_id == patient_id:
            self.show_patient(patient_id)

    def _show_file(self, attached: Attachment) -> None:
        def read(store: ChartStore) -> tuple[bytes, bool]:
            visit = store.visit(attached.visit_id) if attached.visit_id else None
            return store.attached_content(attached.id), visit is not None and visit.signed

        def show(found: tuple[bytes, bool]) -> None:
            content, signed = found
            page = FilePage(
                self._theme, self._session, attached, content, self._main, signed=signed
            )
            page.left.connect(self.show_lists)
            page.removed.connect(self._file_removed)
            self._show_page(page)

        self.ask(read, show)

    def _file_removed(self) -> None:
        self.show_lists()
        self.refresh()

    def _show_page(self, page: QWidget) -> None:
        """Put a page over the lists."""
        self.show_lists()
        self.pages.addWidget(page)
        self.pages.setCurrentWidget(page)

    def show_lists(self) -> None:
        """Leave a page that lies over the lists."""
        page = self.pages.currentWidget()
        if page is not None and page is not self.lists:
            self.pages.setCurrentWidget(self.lists)
            self.pages.removeWidget(page)
            page.deleteLater()

    def _start(self, episode_id: str, kind: VisitKind | None) -> None:
        self.ask(lambda store: store.episode(episode_id), lambda one: self._begin(one, kind, None))

    def _begin(self, episode: Episode, kind: VisitKind | None, day: date | None) -> None:
        """Begin a visit; one of that day that was begun elsewhere meanwhile is opened instead."""
        on = day or self._session.today

        def known(draft: Visit | None) -> None:
            if draft is None:
                self.episode_started.emit(episode, kind, day)
                return
            self.visit_asked.emit(draft.id)
            self._session.remark(BEGUN, "There is one visit for it; write on here.")

        self.ask(lambda store: begun_on(store, episode.id, on), known)

    def start_kind(self, kind: VisitKind) -> None:
        """Begin a visit of a kind for the shown patient, as the card's button of it would."""
        button = self.card.kind_buttons.get(kind)
        if button is not None:
            button.click()
            return
        told = "No visit of this kind can begin here."
        advice = "Choose a patient who has been evaluated and has no unsigned draft."
        self._session.remark(told, advice, passing=True)

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
                self.showing.entered()
                return True
        return super().eventFilter(watched, event)

    def hideEvent(self, event: QHideEvent) -> None:
        """A form in which nothing was typed does not wait for the return."""
        super().hideEvent(event)
        if not self.entry.begun:
            self.entry.close()

    def showEvent(self, event: object) -> None:
        """Ready to type at once."""
        super().showEvent(event)  # type: ignore[arg-type]
        self.search.setFocus()
        self.search.selectAll()  # the next name is typed over the last one

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A low, narrow window has room for the lists or for a form."""
        super().resizeEvent(event)
        self.fit_side()

    def fit_side(self) -> None:
        """Give a form that is open the whole page where both do not fit beside each other."""
        alone = self.entry.is_open and self.width() < _BOTH
        self.pages.setVisible(not alone)
        self._side.setMinimumWidth(0 if alone else Width.PANEL)
        self._side.setMaximumWidth(Width.NO_LIMIT if alone else Width.PANEL)
