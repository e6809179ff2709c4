"""Backups: make one now, how often they are made, which ones there are, how the last one went."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from pt_chart.charting.administration import BackupPlan, BackupResult, KeptBackup
from pt_chart.charting.events import Level
from pt_chart.ui.clinic.work import ClinicWork
from pt_chart.ui.theme.tokens import Space, Width
from pt_chart.ui.theme.type import Style
from pt_chart.ui.unlock.other_ways import BACKUPS, backup_row, size_words
from pt_chart.ui.widgets.button import Button, Look
from pt_chart.ui.widgets.card import Band, Card
from pt_chart.ui.widgets.label import Label
from pt_chart.ui.widgets.scroll import Scroll
from pt_chart.ui.widgets.side_form import SideForm
from pt_chart.ui.widgets.table import Table

TOLD = (
    "A backup is one encrypted file with the chart, its keys and its head. Right after it is made "
    "it is restored into a temporary chart, and counts, content digests, the log and all "
    "signatures are compared. It opens with the passwords of the day it was made, until it is "
    "wrapped with today's keys."
)
ON_SERVER = (
    (
        "This chart is on the clinic's server. It is protected there by the server's disk "
        "encryption and on the way by TLS; pt-chart makes no backups of it."
    ),
    (
        "Backups are the server's own: whoever looks after it makes them there (pg_dump piped "
        "into an encryption, or the backup of the whole machine), keeps them elsewhere, and "
        "restores one now and then to see that it works. docs/server.md has the commands."
    ),
    (
        "To put a backup back, restore the database on the server. Every workstation says that it "
        "is older than what it saw last before it opens it."
    ),
)
ELSEWHERE = (
    "A backup beside the chart does not survive the theft or fire that takes the computer: choose "
    "a folder on another drive, or copy the newest file away."
)
RESTORE = (
    "To restore, lock the chart (Ctrl+L) and choose Restore a backup in the unlock window. The "
    "chart of today is set aside, not deleted."
)
OLDER = (
    "These backups and copies open with the passwords and the kit of the day they were made, also "
    "for somebody who was let go since. Wrapped anew they open with those of today only."
)
HOURS = (
    ("0", "only on demand"),
    ("4", "every 4 hours"),
    ("24", "every day"),
    ("168", "every week"),
)


class BackupPage(QWidget):
    """``backed_up`` carries the result of a backup that was asked for here."""

    backed_up = Signal(object)

    def __init__(self, work: ClinicWork) -> None:
        super().__init__()
        self._work = work
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._on_server = work.place.server.connected and not work.place.demo
        row.addLayout(self._make_lists(), 1)
        side = Band(work.theme, left=True)
        side.setFixedWidth(Width.PANEL)
        column = QVBoxLayout(side)
        column.setContentsMargins(1, 0, 0, 0)
        self.form = self._plan_form()
        column.addWidget(Scroll(self.form))
        row.addWidget(side)
        if self._on_server:
            for of_files in (side, self.go, self.list_card, self.restoring):
                of_files.hide()

    def _make_lists(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(Space.M)
        card = Card(self._work.theme, "Backup", padded=True)
        card.body.setSpacing(Space.S)
        self.state = Label("", Style.STRONG, wrap=True)
        card.body.addWidget(self.state)
        for words in ON_SERVER if self._on_server else (TOLD,):
            card.body.addWidget(Label(words, Style.BODY, "secondary", wrap=True))
        line = QHBoxLayout()
        self.go = Button(self._work.theme, "Back up now", Look.PRIMARY)
        self.go.clicked.connect(self.back_up)
        line.addWidget(self.go)
        self.wrap = Button(self._work.theme, "", Look.QUIET)
        self.wrap.clicked.connect(self.wrap_copies)
        self.wrap.hide()
        line.addWidget(self.wrap)
        line.addStretch(1)
        card.body.addLayout(line)
        column.addWidget(card)
        self.list_card = Card(self._work.theme, "Kept backups", "newest first")
        self.table = Table(self._work.theme, "Backups", BACKUPS, row_height=36)
        self.list_card.body.addWidget(self.table)
        column.addWidget(self.list_card, 1)
        self.restoring = Label(RESTORE, Style.SMALL, "secondary", wrap=True)
        column.addWidget(self.restoring)
        if self._on_server:
            column.addStretch(1)
        return column

    def _plan_form(self) -> SideForm:
        form = SideForm(self._work.theme, "How backups are made")
        form.add("folder", "Folder", "the usual one, beside the chart")
        choose = Button(self._work.theme, "Choose a folder", Look.QUIET)
        choose.clicked.connect(self._choose)
        form.column.addWidget(choose)
        form.tell(ELSEWHERE)
        form.add_choice("hours", "How often", HOURS)
        form.add("daily", "Keep the newest of so many days")
        form.add("weekly", "and of so many weeks")
        form.add("monthly", "and of so many months")
        form.tell("Defaults of this program: every day; 7 days, 4 weeks, 12 months.")
        form.finish("Save the plan", cancel=False)
        form.on_submit(self._save)
        return form

    def refresh(self) -> None:
        """Read the plan and the folder again."""
        place, administration = self._work.place, self._work.administration

        def read() -> tuple[BackupPlan, tuple[KeptBackup, ...], int]:
            plan = administration.plan()
            older = len(administration.older_copies())
            return plan, place.backups(place.backup_folder(plan.folder)), older

        self._work.run(read, lambda found: self._show(*found))

    def _show(self, plan: BackupPlan, backups: tuple[KeptBackup, ...], older: int) -> None:
        self.wrap.setVisible(older > 0)
        self.wrap.setEnabled(True)
        self.wrap.setText(f"Wrap {older} older {_copies(older)} with today's keys")
        self.wrap.setToolTip(OLDER)
        self.state.set_tone("text")
        self.state.setText(self._work.place.backup_words)
        self.table.show_rows([backup_row(kept) for kept in backups])
        folder = self._work.place.backup_folder(plan.folder)
        # The whole path may hold a person's name; whoever wants it points at it.
        self.list_card.set_note(f"folder {folder.name}" if plan.folder else "beside the chart")
        self.list_card.setToolTip(str(folder))
        fields = self.form.fields
        fields["folder"].setText(plan.folder)
        combo = self.form.choices["hours"]
        if combo.findData(str(plan.every_hours)) < 0:
            combo.addItem(f"every {plan.every_hours} hours", str(plan.every_hours))
        combo.setCurrentIndex(combo.findData(str(plan.every_hours)))
        for name in ("daily", "weekly", "monthly"):
            fields[name].setText(str(getattr(plan, name)))

    def back_up(self) -> None:
        """Make a backup and prove it."""
        self.go.setEnabled(False)
        self.state.set_tone("text")
        self.state.setText("Copying, restoring and comparing ...")
        administration, place, main = self._work.administration, self._work.place, self._work.main

        def begin() -> None:
            folder = place.backup_folder(administration.plan().folder)
            administration.back_up(folder, lambda result: main.post(lambda: self._done(result)))

        self._work.run(begin, lambda _none: None, self._failed)

    def wrap_copies(self) -> None:
        """Let older backups and copies open with today's passwords only."""
        self.wrap.setEnabled(False)
        administration = self._work.administration

        def done(count: int) -> None:
            words = f"{count} older {_copies(count)} wrapped with today's keys."
            self._work.session.remark(words, "Copies that were carried elsewhere stay as they are.")
            self.refresh()

        self._work.run(administration.wrap_copies, done, self._failed)

    def _done(self, result: BackupResult) -> None:
        self._work.place.note_backup(result)
        self.backed_up.emit(result)
        self.go.setEnabled(True)
        self.refresh()
        if result.proved:
            words = f"{result.rows} records in {size_words(result.size)}, restored and compared."
            level = Level.PROBLEM if result.remark else Level.INFO
            told = f"{words} But {result.remark}" if result.remark else words
            self._work.session.remark("The backup is made.", told, level)
        else:
            self._failed(result.problem)

    def _failed(self, words: str) -> None:
        self.go.setEnabled(True)
        self.state.set_tone("emergency")
        self.state.setText(f"No backup was made. {words}")

    def _choose(self) -> None:
        name = QFileDialog.getExistingDirectory(self, "Folder for backups")
        if name:
            self.form.fields["folder"].setText(name)

    def _save(self) -> None:
        numbers: dict[str, int] = {}
        for name in ("daily", "weekly", "monthly"):
            text = self.form.text(name)
            if not text.isdecimal() or int(text) > 1000:
                self.form.refuse(f"{text!r} is not a number of backups; type 0 to 1000.", name)
                return
            numbers[name] = int(text)
        folder = self.form.text("folder")
        if folder and not Path(folder).expanduser().is_dir():
            self.form.refuse("That folder is not there; choose one that is.", "folder")
            return
        plan = BackupPlan(folder, int(self.form.choice("hours")), **numbers)
        self.form.set_busy(busy=True)

        def done(_none: None) -> None:
            self.form.say("The plan is saved.")
            self.refresh()

        self._work.run(lambda: self._work.administration.save_plan(plan), done, self.form.refuse)


def _copies(count: int) -> str:
    return "copy" if count == 1 else "copies"
