"""Exporting: one patient as a FHIR bundle, the whole clinic as CSV."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from pt_chart.charting.exporting import NOT_ENCRYPTED, ClinicExports, ClinicWritten
from pt_chart.charting.ports import PatientRow
from pt_chart.charting.teaching_copy import make_teaching_copy
from pt_chart.clinical.people import Patient
from pt_chart.clinical.program.dates import date_words
from pt_chart.ui.clinic.work import ClinicWork
from pt_chart.ui.theme.tokens import Space
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.asking import asked, name_asked
from pt_chart.ui.widgets.button import Button, Look
from pt_chart.ui.widgets.card import Card
from pt_chart.ui.widgets.label import Label
from pt_chart.ui.widgets.line_field import LineField
from pt_chart.ui.widgets.table import Cell, Column, Row, Table

PATIENT_TOLD = (
    "A FHIR R4 bundle (JSON) that other record systems read: patient, episodes, visits, findings, "
    "diagnoses, plans, referrals, signatures. The whole record is attached, so that another clinic "
    "with this program loses nothing."
)
CLINIC_TOLD = (
    "Every patient, episode, visit, answer, drawing, plan, log entry and the audit log: one CSV "
    "file a kind, each patient's whole record as JSON, and a manifest with counts and digests."
)
COPY_TOLD = (
    "A teaching copy stays in this chart as a patient of its own: findings, drawing and program "
    "stay; names, numbers and every typed text go; all dates move. Read it before you show it: a "
    "rare case can still tell who it is. Clinic, Import takes it out again."
)
NOT_YOURS = "A whole clinic is taken out by those who manage the chart."
COLUMNS = (
    Column("Patient"),
    Column("Birth date", 120),
    Column("ID", 110),
    Column("Last visit", 130),
)
FILE = "FHIR R4 bundle (*.json)"


class ExportPage(QWidget):
    """Two cards: a patient, the clinic."""

    def __init__(self, work: ClinicWork) -> None:
        super().__init__()
        self._work = work
        self.exports = ClinicExports(work.session)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 16, 20, 16)
        row.setSpacing(Space.L)
        row.addWidget(self._patient_card(), 3)
        right = QVBoxLayout()
        right.addWidget(self._clinic_card())
        right.addStretch(1)
        row.addLayout(right, 2)

    def _patient_card(self) -> Card:
        theme = self._work.theme
        card = Card(theme, "One patient", padded=True)
        card.body.setSpacing(Space.S)
        card.body.addWidget(Label(PATIENT_TOLD, Style.BODY, "secondary", wrap=True))
        self.search = LineField(
            theme, "Find the patient", placeholder="Name, birth date, phone or ID"
        )
        self.search.textChanged.connect(self._find)
        card.body.addWidget(self.search)
        self.patients = Table(theme, "Patients", COLUMNS, row_height=34)
        card.body.addWidget(self.patients, 1)
        card.body.addWidget(Label(NOT_ENCRYPTED, Style.SMALL_MEDIUM, "urgent", wrap=True))
        self.patient_go = Button(theme, "Export the chosen patient", Look.PRIMARY)
        self.patient_go.clicked.connect(self._ask_file)
        self.copy_go = Button(theme, "Make a teaching copy")
        self.copy_go.clicked.connect(self.make_copy)
        card.body.addLayout(_line_of(self.patient_go, self.copy_go))
        card.body.addWidget(Label(COPY_TOLD, Style.SMALL, "secondary", wrap=True))
        self.patient_state = Label("", Style.SMALL, "secondary", wrap=True)
        card.body.addWidget(self.patient_state)
        return card

    def _clinic_card(self) -> Card:
        theme = self._work.theme
        card = Card(theme, "The whole clinic", padded=True)
        card.body.setSpacing(Space.S)
        card.body.addWidget(Label(CLINIC_TOLD, Style.BODY, "secondary", wrap=True))
        card.body.addWidget(Label(NOT_ENCRYPTED, Style.SMALL_MEDIUM, "urgent", wrap=True))
        self.clinic_go = Button(theme, "Export the whole clinic", Look.PRIMARY)
        self.clinic_go.clicked.connect(self._ask_folder)
        self.clinic_go.setEnabled(self.exports.may_whole_clinic)
        card.body.addLayout(_line_of(self.clinic_go))
        words = "" if self.exports.may_whole_clinic else NOT_YOURS
        self.clinic_state = Label(words, Style.SMALL, "secondary", wrap=True)
        card.body.addWidget(self.clinic_state)
        return card

    def refresh(self) -> None:
        """List the patients again."""
        self._find(self.search.text())

    def _find(self, text: str) -> None:
        store = self._work.session.store
        self._work.run(lambda: (text, store.search(text)), self._show)

    def _show(self, found: tuple[str, tuple[PatientRow, ...]]) -> None:
        text, rows = found
        if text == self.search.text():
            self.patients.show_rows([_row(one) for one in rows])

    def _ask_file(self) -> None:
        if not self.patients.current_id:
            _tell(self.patient_state, "Choose a patient in the list first.", "emergency")
            return
        # The patient's name stays out of the file's name: names of files show up in many places.
        name = name_asked(
            lambda: QFileDialog.getSaveFileName(self, "Export a patient", "record.json", FILE)
        )
        if name:
            self.export_patient(Path(name))

    def export_patient(self, file: Path) -> None:
        """Write the chosen patient's bundle."""
        chosen = self.patients.current_id
        self.patient_go.setEnabled(False)
        _tell(self.patient_state, "Writing ...")

        def done(size: int) -> None:
            self.patient_go.setEnabled(True)
            _tell(self.patient_state, f"{file.name} is written, {size:,} bytes.", "ok")

        def refused(words: str) -> None:
            self.patient_go.setEnabled(True)
            _tell(self.patient_state, words, "emergency")

        self._work.run(lambda: self.exports.write_bundle(chosen, file), done, refused)

    def make_copy(self) -> None:
        """Copy the chosen patient for teaching."""
        chosen = self.patients.current_id
        if not chosen:
            _tell(self.patient_state, "Choose a patient in the list first.", "emergency")
            return
        self.copy_go.setEnabled(False)

        def done(copy: Patient) -> None:
            self.copy_go.setEnabled(True)
            _tell(self.patient_state, f"The copy is {copy.name}.", "ok")
            self.refresh()

        def refused(words: str) -> None:
            self.copy_go.setEnabled(True)
            _tell(self.patient_state, words, "emergency")

        session = self._work.session
        self._work.run(lambda: make_teaching_copy(session, chosen), done, refused)

    def _ask_folder(self) -> None:
        title = "New or empty folder for the export"
        name = asked(lambda: QFileDialog.getExistingDirectory(self, title))
        if name:
            self.export_clinic(_empty(Path(name), self._work.session.clock()))

    def export_clinic(self, folder: Path) -> None:
        """Write the whole clinic into an empty folder."""
        self.clinic_go.setEnabled(False)
        _tell(self.clinic_state, "Writing ...")

        def done(made: ClinicWritten) -> None:
            self.clinic_go.setEnabled(True)
            records = sum(one.records for one in made.files)
            words = f"{made.patients} patients, {records:,} records in {len(made.files)} files."
            _tell(self.clinic_state, f"{words} The manifest has their digests.", "ok")

        def refused(words: str) -> None:
            self.clinic_go.setEnabled(True)
            _tell(self.clinic_state, words, "emergency")

        self._work.run(lambda: self.exports.write_clinic(folder), done, refused)


def _empty(folder: Path, now: datetime) -> Path:
    """The folder itself while it is empty, else a new one in it."""
    if folder.is_dir() and not any(folder.iterdir()):
        return folder
    return folder / f"clinic-export-{now:%Y%m%d-%H%M%S}"


def _line_of(*buttons: Button) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setSpacing(Space.S)
    for button in buttons:
        line.addWidget(button)
    line.addStretch(1)
    return line


def _tell(label: Label, words: str, tone: str = "secondary") -> None:
    label.set_tone(tone)
    label.setText(words)


def _row(found: PatientRow) -> Row:
    patient = found.patient
    cells = (
        Cell(patient.name, Style.STRONG),
        Cell(date_words(patient.birth_date) if patient.birth_date else "not recorded"),
        Cell(patient.record_number),
        Cell(date_words(found.last_visit) if found.last_visit else "never"),
    )
    return Row(patient.id, cells)
