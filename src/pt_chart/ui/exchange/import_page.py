"""Importing: choose a file, see what would happen, take it in, or take it out again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from pt_chart.charting.exchange_port import FileUnreadable
from pt_chart.charting.import_preview import Decision, ImportPreview
from pt_chart.charting.importing import ClinicImports, ImportDone
from pt_chart.charting.progress import Progress
from pt_chart.charting.transfer_port import PastImport
from pt_chart.ui.clinic.work import ClinicWork
from pt_chart.ui.exchange.file_form import EncodingForm, FileForm
from pt_chart.ui.exchange.rows import (
    PAST,
    PEOPLE,
    PROBLEMS,
    SHOWN,
    past_row,
    person_row,
    problem_row,
)
from pt_chart.ui.theme.tokens import Space, Width
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.button import Button, Look
from pt_chart.ui.widgets.card import Band, Card
from pt_chart.ui.widgets.counted import counted
from pt_chart.ui.widgets.label import Label
from pt_chart.ui.widgets.password_field import PasswordField
from pt_chart.ui.widgets.scroll import Scroll
from pt_chart.ui.widgets.side_form import SideForm
from pt_chart.ui.widgets.table import Table

TOLD = (
    "Patients or visits from a CSV file, or a FHIR R4 bundle (JSON). First you see row by row what "
    "would happen; then everything comes in at once, or nothing does."
)
_COUNTED = {Decision.ADD: "new", Decision.JOIN: "known", Decision.SKIP: "left out"}
FILES = "CSV and FHIR (*.csv *.txt *.json);;All files (*)"


class ImportPage(QWidget):
    """The preview at the left; past imports, or the file's form, at the right."""

    def __init__(self, work: ClinicWork) -> None:
        super().__init__()
        self._work = work
        self.imports = ClinicImports(work.session)
        self.planned: ImportPreview | None = None
        self._file = Path()
        self._progress: Progress | None = None
        work.session.leaving.connect(lambda _: self._stop())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(self._make_lists(), 1)
        side = Band(work.theme, left=True)
        side.setFixedWidth(Width.PANEL)
        self._side = QVBoxLayout(side)
        self._side.setContentsMargins(1, 0, 0, 0)
        self.past_pane = self._make_past()
        self._side.addWidget(self.past_pane)
        self.form: FileForm | None = None
        self.refused: EncodingForm | None = None
        self._form_area: Scroll | None = None
        row.addWidget(side)

    def _make_lists(self) -> QVBoxLayout:
        theme = self._work.theme
        column = QVBoxLayout()
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(Space.M)
        card = Card(theme, "Import", padded=True)
        card.body.setSpacing(Space.S)
        card.body.addWidget(Label(TOLD, Style.BODY, "secondary", wrap=True))
        line = QHBoxLayout()
        line.setSpacing(Space.M)
        self.choose = Button(theme, "Choose a file", Look.PRIMARY)
        self.choose.clicked.connect(self._choose)
        line.addWidget(self.choose)
        self.stop = Button(theme, "Stop")
        self.stop.clicked.connect(self._stop)
        self.stop.hide()
        line.addWidget(self.stop)
        self.state = Label("", Style.BODY, wrap=True)
        line.addWidget(self.state, 1)
        card.body.addLayout(line)
        column.addWidget(card)
        self.people_card = Card(theme, "People in the file")
        self.people = Table(theme, "People in the file", PEOPLE, row_height=34)
        self.people.chosen.connect(self._show_person)
        self.people_card.body.addWidget(self.people)
        column.addWidget(self.people_card, 3)
        self.problems_card = Card(theme, "What cannot be used")
        self.problems = Table(theme, "What cannot be used", PROBLEMS, row_height=34)
        self.problems_card.body.addWidget(self.problems)
        column.addWidget(self.problems_card, 2)
        self._filler = QWidget()
        column.addWidget(self._filler, 1)
        self._show_cards(people=False, problems=False)
        return column

    def _show_cards(self, *, people: bool, problems: bool) -> None:
        self.people_card.setVisible(people)
        self.problems_card.setVisible(problems)
        self._filler.setVisible(not people)

    def _make_past(self) -> QWidget:
        pane = QWidget()
        column = QVBoxLayout(pane)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(Space.S)
        column.addWidget(Label("Past imports", Style.PANEL_TITLE))
        told = (
            "An import can be undone as a whole while nobody worked on what it brought. "
            "Undoing asks for your own password."
        )
        column.addWidget(Label(told, Style.SMALL, "secondary", wrap=True))
        self.past = Table(self._work.theme, "Past imports", PAST, row_height=34)
        column.addWidget(self.past, 1)
        self.password = PasswordField(self._work.theme, "Your own password")
        self.password.returnPressed.connect(self._undo)
        self.password.setPlaceholderText("Your own password")
        column.addWidget(self.password)
        self.undo = Button(self._work.theme, "Undo the chosen import")
        self.undo.clicked.connect(self._undo)
        column.addWidget(self.undo)
        return pane

    def refresh(self) -> None:
        """Read the past imports again."""
        self._work.run(self.imports.past, self._show_past)

    def read(
        self,
        file: Path,
        mapping: Mapping[str, str] | None = None,
        encoding: str = "",
        date_order: str = "",
    ) -> None:
        """Read a file and show what would happen."""
        self._file = file
        progress = self._begin()

        def work() -> ImportPreview | FileUnreadable:
            try:
                return self.imports.read(file, mapping, encoding, progress, date_order)
            except FileUnreadable as refused:
                return refused

        self._work.run(work, self._show, self._refused)

    def _begin(self) -> Progress:
        """Slow work begins: what it tells is shown, and it can be stopped."""
        self.choose.setEnabled(False)
        self.stop.setVisible(True)
        main = self._work.main
        self._progress = Progress(lambda words: main.post(lambda: self._told(words)))
        return self._progress

    def _told(self, words: str) -> None:
        if self._progress is not None:
            self._say(words)

    def _end(self) -> None:
        self._progress = None
        self.choose.setEnabled(True)
        self.stop.setVisible(False)

    def _stop(self) -> None:
        if self._progress is not None:
            self._progress.stop()

    def _choose(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "File to import", "", FILES)
        if name:
            self.read(Path(name))

    def _show(self, found: ImportPreview | FileUnreadable) -> None:
        self._end()
        if isinstance(found, FileUnreadable):
            self._close_file()
            self.problems.show_rows([problem_row(0, found.problem)])
            self.problems_card.set_note("nothing was read")
            self._show_cards(people=False, problems=True)
            self._say(str(found), "emergency")
            self._open_refused()
            return
        self._show_planned(found)
        self._open_form(found)

    def _show_planned(self, planned: ImportPreview) -> None:
        self.planned = planned
        incoming = planned.incoming
        self._say(
            f"{incoming.source}: {incoming.kind.words}, {incoming.rows} rows, {incoming.encoding}"
        )
        people = planned.people[:SHOWN]
        self.people.show_rows([person_row(one) for one in people])
        parts = [f"{planned.count(one)} {words}" for one, words in _COUNTED.items()]
        more = f"; first {SHOWN} shown" if len(planned.people) > SHOWN else ""
        self.people_card.set_note(", ".join(parts) + f", {planned.visits} visits" + more)
        rows = [problem_row(n, one) for n, one in enumerate(planned.problems[:SHOWN])]
        self.problems.show_rows(rows)
        count = counted(len(planned.problems), "problem")
        self.problems_card.set_note(f"{count}; these rows stay out" if planned.problems else count)
        self._show_cards(people=True, problems=bool(planned.problems))

    def _open_form(self, planned: ImportPreview) -> None:
        self._drop_form()
        form = FileForm(self._work.theme, planned)
        form.on_submit(self.carry_out)
        form.decided.connect(self._decided)
        form.decided_alike.connect(self._decided_alike)
        form.mapped.connect(lambda *how: self.read(self._file, *how))
        self.form = form
        self._put_aside(form)

    def _open_refused(self) -> None:
        """A file that could not be read can be read in another encoding."""
        self.refused = EncodingForm(self._work.theme)
        self.refused.again.connect(lambda name: self.read(self._file, encoding=name))
        self._put_aside(self.refused)

    def _put_aside(self, form: SideForm) -> None:
        form.cancelled.connect(self._close_file)
        self._form_area = Scroll(form)
        self._side.addWidget(self._form_area)
        self.past_pane.hide()

    def _drop_form(self) -> None:
        if self._form_area is not None:
            self._side.removeWidget(self._form_area)
            self._form_area.deleteLater()
        self.form = self.refused = self._form_area = None
        self.past_pane.show()

    def _close_file(self) -> None:
        self._drop_form()
        self.planned = None
        self.people.show_rows([])
        self.problems.show_rows([])
        self._show_cards(people=False, problems=False)
        self._say("")

    def _show_person(self, row: str) -> None:
        if self.planned is None or self.form is None:
            return
        chosen = (one for one in self.planned.people if str(one.record.row) == row)
        self.form.show_person(next(chosen, None), self.planned.alike(int(row or 0)))

    def _decided(self, row: int, decision: str, into: str) -> None:
        planned = self.planned
        if planned is not None:
            self._choose_again(row, lambda: planned.decided(row, Decision(decision), into))

    def _decided_alike(self, row: int, decision: str) -> None:
        planned = self.planned
        if planned is not None:
            self._choose_again(row, lambda: planned.decided_alike(row, Decision(decision)))

    def _choose_again(self, row: int, choice: Callable[[], ImportPreview]) -> None:
        if self.form is None:
            return
        try:
            self._show_planned(choice())
        except ValueError as error:
            self.form.refuse(f"{error}.")
        self._show_person(str(row))

    def carry_out(self) -> None:
        """Take the file in as it was decided."""
        planned, form = self.planned, self.form
        if planned is None or form is None:
            return
        form.set_busy(busy=True)
        progress = self._begin()

        def refused(words: str) -> None:
            self._end()
            self._say("")
            form.refuse(words)

        self._work.run(lambda: self.imports.carry_out(planned, progress), self._done, refused)

    def _done(self, done: ImportDone) -> None:
        self._end()
        past = done.past
        words = f"{past.patients} patients, {past.episodes} episodes, {past.visits} visits."
        if done.already:
            words += f" {done.already} visits were here already and stay as they are."
        if done.withdrawn:
            words += f" {done.withdrawn} visits entered in error stay in the kept file only."
        if done.entries or done.files:
            words += f" {done.entries} entries of episode logs and {done.files} files came along."
        if done.alerts:
            words += f" {counted(done.alerts, 'alert')} of known patients came along."
        for one in done.refused:
            words += f" Not let in: {one}."
        self._close_file()
        self._work.session.remark(f"{past.source} is imported.", words)
        self.refresh()

    def _show_past(self, found: tuple[PastImport, ...]) -> None:
        self.past.show_rows([past_row(one) for one in found])
        self.undo.setEnabled(bool(found))

    def _undo(self) -> None:
        chosen = self.past.current_id
        if not chosen:
            self._say("Choose an import in the list first.", "emergency")
            return

        typed = self.password.text()
        self.password.clear()
        if not typed:
            self._say("Type your own password: undoing takes records out.", "emergency")
            self.password.setFocus()
            return

        def done(past: PastImport) -> None:
            self._say("")
            self._work.session.remark(f"The import of {past.source} is undone.")
            self.refresh()

        self._work.run(lambda: self.imports.undo(chosen, typed), done, self._refused)

    def _refused(self, words: str) -> None:
        self._end()
        self._say(words, "emergency")

    def _say(self, words: str, tone: str = "secondary") -> None:
        self.state.set_tone(tone)
        self.state.setText(words)
