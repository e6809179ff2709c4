"""Retention: how long records are kept, who was not seen for long, and erasing a record."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pt_chart.charting.administration import PastRetention
from pt_chart.charting.retention import (
    DEFAULT_YEARS,
    FEWEST_YEARS,
    MOST_YEARS,
    RetentionPeriod,
)
from pt_chart.clinical.program.dates import date_words
from pt_chart.ui.clinic.work import ClinicWork
from pt_chart.ui.theme.tokens import Space, Width
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.button import Button
from pt_chart.ui.widgets.card import Band, Card
from pt_chart.ui.widgets.label import Label
from pt_chart.ui.widgets.scroll import Scroll
from pt_chart.ui.widgets.side_form import SideForm
from pt_chart.ui.widgets.stepper import Stepper
from pt_chart.ui.widgets.table import Cell, Column, Row, Table

TOLD = (
    "How long records have to be kept is decided by your state's law and your contracts: enter the "
    "longest that binds you. 10 years is our default, as Medicare Advantage asks (42 CFR "
    "422.504(d)). Years count from the last visit, for minors from the 18th "
    "birthday. Before they are over a record is erased only with a reason of its own."
)
ERASE = (
    "Everything about this patient leaves the chart: register, episodes, visits, signed ones too. "
    "That it was done, by whom, when and why stays in the log for ever. Backups made before still "
    "hold the records until they rotate out, or until you delete those files."
)
COLUMNS = (
    Column("Patient"),
    Column("ID", 100),
    Column("Last visit", 130),
    Column("Visits", 70),
    Column("Keep until", 150),
)
EARLY = "Why before the period is over"
CHOOSE = "Choose a patient in the list."


class RetentionPage(QWidget):
    """The list at the left, erasing at the right."""

    def __init__(self, work: ClinicWork) -> None:
        super().__init__()
        self._work = work
        self._rows: dict[str, PastRetention] = {}
        self._period = RetentionPeriod()
        self._chosen = ""
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
        column.addLayout(self._make_head())
        self.card = Card(self._work.theme, "Not seen for long")
        self.table = Table(self._work.theme, "Patients not seen for long", COLUMNS, row_height=36)
        self.card.body.addWidget(self.table)
        column.addWidget(self.card, 1)
        column.addWidget(Label(TOLD, Style.SMALL, "secondary", wrap=True))
        return column

    def _make_head(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(Space.M)
        theme = self._work.theme
        self.kept = Stepper(theme, "Years that records are kept", "Keep records for", unit="years")
        self.kept.changed.connect(self._choose_period)
        self.save = Button(theme, "Save the period")
        self.save.clicked.connect(self._save_period)
        self.years = Stepper(theme, "Years without a visit", "List: no visit for", unit="years")
        self.years.changed.connect(self.list_from)
        for stepper in (self.kept, self.years):
            stepper.setFixedWidth(170)
            stepper.show_value(DEFAULT_YEARS, FEWEST_YEARS, MOST_YEARS)
        self.years.show_value(DEFAULT_YEARS, 0, MOST_YEARS)
        line.addWidget(self.kept)
        line.addWidget(self.save, 0, Qt.AlignmentFlag.AlignBottom)
        line.addStretch(1)
        line.addWidget(self.years)
        return line

    def _erase_form(self) -> SideForm:
        form = SideForm(self._work.theme, "Erase a record", ERASE)
        self.who = form.tell(CHOOSE, "text")
        form.add("typed", "Type the patient's family name to confirm")
        form.add("reason", "Reason, as the log keeps it")
        form.add("early", EARLY).setEnabled(False)
        form.add_password("own", "Your own password")
        form.finish("Erase for good", cancel=False)
        form.on_submit(self._erase)
        return form

    def refresh(self) -> None:
        """Read the clinic's period and the list again."""
        self._work.run(self._work.administration.retention, self._show_period)
        self._read_list()

    def _read_list(self) -> None:
        years = self.years.value if self.years.value is not None else DEFAULT_YEARS
        self._work.run(lambda: self._work.administration.past_retention(years), self._show)

    def _show_period(self, period: RetentionPeriod) -> None:
        self._period = period
        self.kept.show_value(period.years, FEWEST_YEARS, MOST_YEARS)
        self._may_save()

    def list_from(self, years: int) -> None:
        """List who was not seen for so many years."""
        self.years.show_number(years)
        self._read_list()

    def _choose_period(self, years: int) -> None:
        self.kept.show_number(years)
        self._may_save()

    def _may_save(self) -> None:
        self.save.setEnabled(self.kept.value != self._period.years)

    def _save_period(self) -> None:
        years = self.kept.value
        if years is None or not FEWEST_YEARS <= years <= MOST_YEARS:
            self.form.refuse(f"Records are kept {FEWEST_YEARS} to {MOST_YEARS} years.")
            return

        def done(_none: None) -> None:
            self.form.say(f"Records are kept {years} years. The log has a line of it.")
            self.refresh()

        chosen = RetentionPeriod(years)
        self._work.run(
            lambda: self._work.administration.save_retention(chosen), done, self.form.refuse
        )

    def _show(self, found: tuple[PastRetention, ...]) -> None:
        self._rows = {one.patient.id: one for one in found}
        self.table.show_rows([_row(one) for one in found])
        self.card.set_note(f"{len(found)} patients")
        if self._chosen in self._rows:
            self.table.choose(self._chosen)
        else:
            self._choose_nobody()

    def _choose_nobody(self) -> None:
        self._chosen = ""
        self.who.setText(CHOOSE)
        self.form.fields["early"].setEnabled(False)

    def _show_patient(self, patient_id: str) -> None:
        one, same = self._rows[patient_id], patient_id == self._chosen
        self._chosen = patient_id
        last = one.kept_until
        runs = last is not None and last > date.today()  # noqa: DTZ011 - here
        until = f". To be kept until {date_words(last)}." if runs and last is not None else ""
        self.who.setText(f"{one.patient.name}, ID {one.patient.record_number or '–'}{until}")
        self.form.fields["early"].setEnabled(runs)
        if not same:
            self.form.fields["early"].clear()
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
        reason, own, early = form.text("reason"), form.text("own"), form.text("early")
        form.set_busy(busy=True)

        def done(_none: None) -> None:
            for field in form.fields.values():
                field.clear()
            self._choose_nobody()
            form.say("Erased. The log keeps that it was done and why.")
            self._read_list()

        self._work.run(
            lambda: self._work.administration.erase(one.patient.id, reason, own, early),
            done,
            form.refuse,
        )


def _row(one: PastRetention) -> Row:
    last = date_words(one.last_visit) if one.last_visit else "never seen"
    cells = (
        Cell(one.patient.name, Style.STRONG),
        Cell(one.patient.record_number),
        Cell(last),
        Cell(str(one.visits)),
        Cell(date_words(one.kept_until) if one.kept_until else "–"),
    )
    return Row(one.patient.id, cells)
