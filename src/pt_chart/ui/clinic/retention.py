"""Retention: whose records are past the time they have to be kept, and erasing them."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pt_chart.charting.administration import PastRetention
from pt_chart.ui.clinic.work import ClinicWork
from pt_chart.ui.theme.tokens import Space, Width
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.card import Band, Card
from pt_chart.ui.widgets.label import Label
from pt_chart.ui.widgets.scroll import Scroll
from pt_chart.ui.widgets.side_form import SideForm
from pt_chart.ui.widgets.stepper import Stepper
from pt_chart.ui.widgets.table import Cell, Column, Row, Table

YEARS = 10
"""Our default; what the law asks for differs by state and is longer for minors."""
TOLD = (
    "How long records have to be kept is decided by your state's law and your contracts, and it is "
    "longer for patients who were minors. This list only counts years; it decides nothing."
)
ERASE = (
    "Everything about this patient leaves the chart: register, episodes, visits, signed ones too. "
    "That it was done, by whom, when and why stays in the log for ever. Backups made before still "
    "hold the records until they rotate out, or until you delete those files."
)
COLUMNS = (Column("Patient"), Column("ID", 100), Column("Last visit", 140), Column("Visits", 80))


class RetentionPage(QWidget):
    """The list at the left, erasing at the right."""

    def __init__(self, work: ClinicWork) -> None:
        super().__init__()
        self._work = work
        self._rows: dict[str, PastRetention] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(self._make_list(), 1)
        side = Band(work.theme, left=True)
        side.setFixedWidth(Width.PANEL)
        column = QVBoxLayout(side)
        column.setContentsMargins(1, 0, 0, 0)
        self.form = self._erase_form()
        column.addWidget(Scroll(self.form))
        row.addWidget(side)
        self.table.chosen.connect(self._show_patient)

    def _make_list(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(Space.M)
        line = QHBoxLayout()
        line.addWidget(Label("Without a visit for", Style.BODY))
        self.years = Stepper(self._work.theme, "Years without a visit", "Years")
        self.years.setFixedWidth(140)
        self.years.show_value(YEARS, 1, 50)
        self.years.changed.connect(lambda _years: self.refresh())
        line.addWidget(self.years)
        line.addWidget(Label("years or more", Style.BODY))
        line.addStretch(1)
        column.addLayout(line)
        self.card = Card(self._work.theme, "Past retention")
        self.table = Table(self._work.theme, "Patients past retention", COLUMNS, row_height=36)
        self.card.body.addWidget(self.table)
        column.addWidget(self.card, 1)
        column.addWidget(Label(TOLD, Style.SMALL, "secondary", wrap=True))
        return column

    def _erase_form(self) -> SideForm:
        form = SideForm(self._work.theme, "Erase a record", ERASE)
        self.who = form.tell("Choose a patient in the list.", "text")
        form.add("typed", "Type the patient's family name to confirm")
        form.add("reason", "Reason, as the log keeps it")
        form.add_password("own", "Your own password")
        form.finish("Erase for good", cancel=False)
        form.on_submit(self._erase)
        return form

    def refresh(self) -> None:
        """Read the list again."""
        years = self.years.value if self.years.value is not None else YEARS
        self._work.run(lambda: self._work.administration.past_retention(years), self._show)

    def _show(self, found: tuple[PastRetention, ...]) -> None:
        self._rows = {one.patient.id: one for one in found}
        self.table.show_rows([_row(one) for one in found])
        self.card.set_note(f"{len(found)} patients")

    def _show_patient(self, patient_id: str) -> None:
        one = self._rows[patient_id]
        self.who.setText(f"{one.patient.name}, ID {one.patient.record_number or '–'}")
        self.form.clean()

    def _erase(self) -> None:
        one = self._rows.get(self.table.current_id)
        form = self.form
        if one is None:
            form.refuse("Choose a patient in the list first.")
            return
        if form.text("typed").casefold() != one.patient.family_name.strip().casefold():
            form.refuse(f"Type {one.patient.family_name} to confirm.", "typed")
            return
        reason, own = form.text("reason"), form.text("own")
        form.set_busy(busy=True)

        def done(_none: None) -> None:
            for field in form.fields.values():
                field.clear()
            self.who.setText("Choose a patient in the list.")
            form.say("Erased. The log keeps that it was done and why.")
            self.refresh()

        self._work.run(
            lambda: self._work.administration.erase(one.patient.id, reason, own),
            done,
            form.refuse,
        )


def _row(one: PastRetention) -> Row:
    last = f"{one.last_visit:%d %b %Y}" if one.last_visit else "never seen"
    cells = (
        Cell(one.patient.name, Style.STRONG),
        Cell(one.patient.record_number),
        Cell(last),
        Cell(str(one.visits)),
    )
    return Row(one.patient.id, cells)
