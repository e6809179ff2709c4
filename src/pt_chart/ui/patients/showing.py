"""Whose card stands beside the lists of the register, and what may change that."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QTimer

from pt_chart.charting.ports import ChartStore, PatientRow
from pt_chart.clinical.care.episode_log import NextVisit
from pt_chart.clinical.people import Patient
from pt_chart.ui.patients.patient_file import PatientFile
from pt_chart.ui.patients.reading_file import read_file
from pt_chart.ui.widgets.table import Table

if TYPE_CHECKING:
    from pt_chart.ui.patients.view import PatientsView

Found = tuple[tuple[PatientRow, ...], Mapping[str, NextVisit]]


class Showing:
    """The search and the card: only what the person at the register does changes the patient.

    A row that is chosen, a search as it is typed and a jump from elsewhere do; lists that are read
    again and answers that come late do not. A form that is being filled stays in its place.
    """

    def __init__(self, view: PatientsView) -> None:
        self._view = view
        self.patient: Patient | None = None
        self._patient_of_visit: dict[str, str] = {}
        self._viewed: set[str] = set()
        self._quiet = False
        self._files = 0
        self._searches = 0
        self._answered = 0
        self._enter_waits = False
        self._typed = False
        view.found.chosen.connect(self.choose)
        for table in self._tables[1:]:
            table.chosen.connect(self._choose_row)

    @property
    def _tables(self) -> tuple[Table, ...]:
        lists = self._view.lists
        return lists.found, lists.day, lists.drafts, lists.cosign

    @property
    def patient_id(self) -> str:
        """Who is shown, "" for nobody."""
        return self.patient.id if self.patient is not None else ""

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Lists are filled meanwhile: what is marked there is nobody's choice."""
        before, self._quiet = self._quiet, True
        try:
            yield
        finally:
            self._quiet = before
        self._mark()

    def know(self, patient_of_visit: Mapping[str, str]) -> None:
        """Whose visits the rows of the lists are."""
        self._patient_of_visit |= patient_of_visit

    def choose(self, patient_id: str) -> None:
        """Show the card of who was chosen here, unless a form that is begun would go."""
        view = self._view
        if self._quiet:
            return
        if view.entry.begun:
            if patient_id != self.patient_id:
                told = f"{view.entry.title} is not finished; the card stays."
                view.session.remark(told, "Esc leaves the form.", passing=True)
            # The table still handles the click that chose the row.
            QTimer.singleShot(0, view, self._mark)
            return
        view.entry.close()
        self.show(patient_id)

    def show(self, patient_id: str) -> None:
        """Read and show a patient's card; an answer that another request overtook is dropped."""
        self._files += 1
        number, view = self._files, self._view

        def answered(file: PatientFile) -> None:
            if number != self._files:
                return
            self.patient = file.patient
            view.card.show_file(file, view.session.today)
            self._mark()
            view.patient_shown.emit(file.patient.id)
            self._open_if_waiting()

        view.ask(lambda store: read_file(store, patient_id, self._viewed), answered)

    def forget_waiting(self) -> None:
        """Something else is done now: a search that still runs shows and opens nobody."""
        self._typed = self._enter_waits = False

    def search(self, text: str, *, typed: bool) -> None:
        """Find people; the first is shown only where somebody just typed that."""
        self._searches += 1
        self._enter_waits = False
        self._typed = typed
        number, today = self._searches, self._view.session.today

        def find(store: ChartStore) -> Found:
            rows = store.search(text)
            return rows, store.next_visits([row.patient.id for row in rows], today)

        def answered(found: Found) -> None:
            if number == self._searches:
                self._answered = number
                rows, coming = found
                self._show_found(rows, text, coming)

        self._view.ask(find, answered)

    def _show_found(
        self, rows: tuple[PatientRow, ...], text: str, coming: Mapping[str, NextVisit]
    ) -> None:
        with self.reading():
            self._view.lists.show_found(rows, text, coming)
        ids = [row.patient.id for row in rows]
        if self._typed and text.strip() and ids and self.patient_id not in ids:
            self.choose(ids[0])
        self._typed = False
        self._open_if_waiting()

    def jump(self, patient_id: str, name: str) -> None:
        """Show somebody found elsewhere, marked in the list of who is found; Enter opens."""
        view = self._view
        view.show_lists()
        if view.entry.begun:
            self.choose(patient_id)
            return
        view.entry.close()
        view.search.blockSignals(True)
        view.search.setText(name.replace(",", ""))
        view.search.blockSignals(False)
        self.search(view.search.text(), typed=False)
        view.search.setFocus()
        self.show(patient_id)

    def entered(self) -> None:
        """Enter in the search: open what was found, never the patient another list showed."""
        self._enter_waits = True
        found = self._view.found
        if self._answered == self._searches and self._view.search.text().strip() and found.shown:
            wanted = found.current_id or found.shown[0].id
            if wanted != self.patient_id:
                self.choose(wanted)
        self._open_if_waiting()

    def _open_if_waiting(self) -> None:
        shown, view = self.patient_id, self._view
        wanted = view.found.current_id if view.search.text().strip() else shown
        if self._enter_waits and self._answered == self._searches and shown and shown == wanted:
            self._enter_waits = False
            view.open_current()

    def _choose_row(self, row_id: str) -> None:
        patient_id = self._owner(row_id)
        if patient_id:
            self.choose(patient_id)

    def _owner(self, row_id: str) -> str:
        known = self._patient_of_visit.get(row_id)
        return known or self._view.bookings.patient_of(row_id) or ""

    def _mark(self) -> None:
        """In every list the rows of the card's patient are marked, and nobody else's."""
        before, self._quiet = self._quiet, True
        for table in self._tables:
            own = [row.id for row in table.shown if self._of_shown(table, row.id)]
            if table.current_id in own:
                continue
            if own:
                table.choose(own[0])
            else:
                table.setCurrentIndex(QModelIndex())
        self._quiet = before

    def _of_shown(self, table: Table, row_id: str) -> bool:
        owner = row_id if table is self._view.found else self._owner(row_id)
        return bool(owner) and owner == self.patient_id
