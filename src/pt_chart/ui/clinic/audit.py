"""The audit log: by period, user, patient and action; sorted, exported; disclosures."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from pt_chart.charting.access import Right, allowed
from pt_chart.charting.after_signing import record_disclosure
from pt_chart.charting.audit import AuditAction, AuditEntry, AuditQuery, AuditRecord
from pt_chart.charting.audit_table import Sorting, as_csv, in_order, patient_words
from pt_chart.charting.errors import WorldError
from pt_chart.charting.log_reading import LogReader, LogShown
from pt_chart.clinical.program.dates import date_words
from pt_chart.ui.clinic.work import ClinicWork
from pt_chart.ui.patients.entry_forms import read_date
from pt_chart.ui.theme.tokens import Width
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.asking import name_asked
from pt_chart.ui.widgets.button import Button
from pt_chart.ui.widgets.card import Band, Card
from pt_chart.ui.widgets.label import Label
from pt_chart.ui.widgets.scroll import Scroll
from pt_chart.ui.widgets.side_form import SideForm
from pt_chart.ui.widgets.table import Cell, Column, Row, Table

LINES = (
    Column("No.", 76, right=True),
    Column("Time", 180),
    Column("User", 140),
    Column("Action", 140),
    Column("Patient", 150),
    Column("Detail"),
)
LOUD = {
    AuditAction.EMERGENCY: "emergency",
    AuditAction.RECOVERY: "emergency",
    AuditAction.UNLOCK_FAILED: "urgent",
    AuditAction.REFUSED: "urgent",
    AuditAction.CLOCK: "urgent",
    AuditAction.RESTORE: "urgent",
    AuditAction.ERASE: "urgent",
}
PERIODS = (("1", "today"), ("7", "7 days"), ("30", "30 days"), ("365", "a year"), ("", "all"))
DISCLOSE = (
    "Printing, exporting and copying are listed by themselves. Write down here what left the "
    "clinic in another way: told on the telephone, faxed, handed over."
)


class AuditPage(QWidget):
    """The report at the left, what narrows it and disclosures at the right."""

    def __init__(self, work: ClinicWork) -> None:
        super().__init__()
        self._work = work
        self._names: dict[str, str] = {}
        self.records: tuple[AuditRecord, ...] = ()
        self._reader = LogReader(work.session.store)
        self._asked = AuditQuery()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        column = QVBoxLayout()
        column.setContentsMargins(20, 16, 20, 16)
        self.card = Card(work.theme, "Audit log", "append-only; every line seals the one before")
        self.export = Button(work.theme, "Export as CSV", icon="export", height=28)
        self.export.clicked.connect(self._export)
        self.card.add_tool(self.export)
        self.table = Table(work.theme, "Lines of the log", LINES, row_height=30)
        self.card.body.addWidget(self.table)
        column.addWidget(self.card)
        self.whole = Label("", Style.SMALL, "secondary", wrap=True)
        self.whole.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(self.whole)
        self.table.chosen.connect(self._show_whole)
        row.addLayout(column, 1)
        row.addWidget(self._make_side())

    def _make_side(self) -> QWidget:
        side = Band(self._work.theme, left=True)
        side.setFixedWidth(Width.PANEL - 60)
        around = QVBoxLayout(side)
        around.setContentsMargins(1, 0, 0, 0)
        page = QWidget()
        around.addWidget(Scroll(page))
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.filter = self._filter_form()
        column.addWidget(self.filter)
        self.disclosure = self._disclosure_form()
        column.addWidget(self.disclosure)
        column.addStretch(1)
        self.disclosure.setVisible(
            allowed(self._work.session.clinician, Right.READ_NOTES)
            and allowed(self._work.session.clinician, Right.EXPORT)
        )
        return side

    def _filter_form(self) -> SideForm:
        form = SideForm(self._work.theme, "Report")
        form.add_choice("period", "Period", PERIODS, "30")
        form.add("since", "or from", "2026-11-01")
        form.add("until", "to", "2026-11-21")
        form.add_choice("user", "User", [("", "everybody")])
        form.add_choice("patient", "Patient", [("", "everybody")])
        actions = [("", "everything"), ("*", "disclosures: print, export, copy, told")]
        actions += [(action.value, action.value) for action in AuditAction]
        form.add_choice("action", "Action", actions)
        form.add_choice("sort", "Sorted by", [(s.value, s.value) for s in Sorting])
        form.finish("Show", cancel=False)
        form.on_submit(self.report)
        return form

    def _disclosure_form(self) -> SideForm:
        form = SideForm(self._work.theme, "Record a disclosure", DISCLOSE)
        form.add("recipient", "To whom")
        form.add("what", "What")
        form.add("purpose", "What for")
        form.finish("Record it for the chosen patient", cancel=False)
        form.on_submit(self._disclose)
        return form

    def refresh(self) -> None:
        """Read users, patients and the report again."""
        store = self._work.session.store

        def read() -> tuple[list[tuple[str, str]], dict[str, str]]:
            users = [(user.id, user.name) for user in store.users()]
            people = {row.patient.id: row.patient.name for row in store.search("", 100_000)}
            return users, people

        self._work.run(read, lambda found: self._fill(*found))

    def _fill(self, users: list[tuple[str, str]], people: dict[str, str]) -> None:
        self._names = people
        patients = sorted(people.items(), key=lambda item: item[1])
        for key, offered in (("user", users), ("patient", patients)):
            combo = self.filter.choices[key]
            chosen = combo.currentData()
            combo.clear()
            combo.addItem("everybody", "")
            for ident, name in offered:
                combo.addItem(name, ident)
            combo.setCurrentIndex(max(combo.findData(chosen), 0))
        self.report()

    def choose_patient(self, patient_id: str) -> None:
        """Narrow the report to one patient's disclosures."""
        for key, wanted in (("patient", patient_id), ("action", "*"), ("period", "")):
            combo = self.filter.choices[key]
            combo.setCurrentIndex(max(combo.findData(wanted), 0))

    def report(self) -> None:
        """Show the lines that are asked for."""
        try:
            query = self._query()
        except ValueError as refused:
            self.filter.refuse(str(refused), "since")
            return
        sorting = Sorting(self.filter.choice("sort"))

        def show(found: LogShown) -> None:
            self.records = in_order(found.records, sorting, self._names)
            self.table.show_rows([self._row(record) for record in self.records])
            many = f"{len(self.records):,} lines"
            if found.more:
                many = f"the newest {many}; there are more: choose a period, or export all"
            self.card.set_note(many)
            self._asked = query

        self._work.run(lambda: self._reader.shown(query), show, self.filter.refuse)

    def _show_whole(self, number: str) -> None:
        record = next((r for r in self.records if str(r.number) == number), None)
        if record is None:
            return
        entry = record.entry
        visit = f" · visit {entry.visit_id}" if entry.visit_id else ""
        patient = f" · patient {entry.patient_id}" if entry.patient_id else ""
        self.whole.setText(
            f"No. {record.number}: {entry.detail or entry.action.value}{patient}{visit} · "
            f"seal {record.digest}"
        )

    def _query(self) -> AuditQuery:
        form = self.filter
        now = self._work.session.clock()
        since = until = None
        days = form.choice("period")
        if days:
            first = (now - timedelta(days=int(days) - 1)).date()
            since = datetime.combine(first, time.min, now.tzinfo)
        if form.text("since"):
            since = datetime.combine(read_date(form.text("since")), time.min, now.tzinfo)
        if form.text("until"):
            until = datetime.combine(read_date(form.text("until")), time.max, now.tzinfo)
        action = form.choice("action")
        chosen = {AuditAction(action)} if action not in {"", "*"} else set[AuditAction]()
        if action == "*":
            chosen = {
                AuditAction.PRINT,
                AuditAction.EXPORT,
                AuditAction.COPY,
                AuditAction.DISCLOSE,
            }
        return AuditQuery(
            since, until, form.choice("user"), form.choice("patient"), frozenset(chosen)
        )

    def _row(self, record: AuditRecord) -> Row:
        entry = record.entry
        tone = LOUD.get(entry.action, "text")
        style = Style.STRONG if tone != "text" else Style.BODY
        at = record.at.astimezone(self._work.session.clock().tzinfo)
        return Row(
            str(record.number),
            (
                Cell(str(record.number), tone="secondary", right=True),
                Cell(f"{date_words(at)} {at:%H:%M:%S}"),
                Cell(record.user_name),
                Cell(entry.action.value, style, tone),
                Cell(patient_words(record, self._names)),
                Cell(entry.detail, tone="secondary"),
            ),
        )

    def _disclose(self) -> None:
        form, patient_id = self.disclosure, self.filter.choice("patient")
        if not patient_id:
            form.refuse("Choose the patient in the report above first.")
            return
        texts = [form.text(key) for key in ("recipient", "what", "purpose")]

        def done(_none: None) -> None:
            for field in form.fields.values():
                field.clear()
            form.say("Recorded.")
            self.report()

        self._work.run(
            lambda: record_disclosure(self._work.session, patient_id, *texts), done, form.refuse
        )

    def _export(self) -> None:
        kind = "CSV (*.csv)"
        name = name_asked(
            lambda: QFileDialog.getSaveFileName(self, "Export", "audit-log.csv", kind)
        )
        if not name:
            return
        session = self._work.session
        try:
            found = self._reader.every(self._asked)
            records = in_order(found, Sorting(self.filter.choice("sort")), self._names)
            entry = AuditEntry(AuditAction.EXPORT, detail=f"{len(records)} lines of the log")
            session.store.record(entry)
            Path(name).write_text(as_csv(records, self._names), "utf-8", newline="")
        except OSError as error:
            self.filter.refuse(f"Not written: {error.strerror}. Choose another folder.")
        except WorldError as error:
            session.tell(error)
        else:
            session.remark(
                f"The log is exported: {len(records):,} lines.",
                "The file names patients and is not encrypted.",
            )
