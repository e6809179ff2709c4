"""The other ways into a chart: the recovery kit, the sealed envelope, a backup."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from pt_chart.charting.administration import KeptBackup, MayStepAside
from pt_chart.charting.errors import AnotherChart
from pt_chart.charting.passwords import RULE
from pt_chart.clinical.program.dates import moment_words
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Space
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.button import Button, Look
from pt_chart.ui.widgets.card import Card, in_the_middle
from pt_chart.ui.widgets.combo import Combo
from pt_chart.ui.widgets.label import Label
from pt_chart.ui.widgets.password_field import PasswordField
from pt_chart.ui.widgets.side_form import SideForm
from pt_chart.ui.widgets.table import Cell, Column, Row, Table

KIT_WORDS = (
    "Type the code printed on the recovery kit. It opens the chart for somebody who manages the "
    "users and gives them a new password; everybody else is let in by them afterwards. The log "
    "keeps that the kit was used."
)
EMERGENCY_WORDS = (
    "For when a patient's safety cannot wait and nobody who may open the notes is here. Break the "
    "sealed envelope and type its code. You can read and print; you cannot change anything. Your "
    "name and the reason go into the log, and everybody who manages this chart is told at the "
    "next unlocking."
)
RESTORE_WORDS = (
    "The backup is restored beside the chart first and read whole: counts, digests, the log and "
    "all signatures. Only then it takes the place of the chart. The chart that stands here now is "
    "set aside under another name, not deleted. Restoring is for those who manage the users."
)
STANDING_WORDS = (
    "This backup is of another chart than the one that stands here. That one is set aside under "
    "another name and opens with its own passwords."
)
BACKUPS = (Column("Made"), Column("Size", 110, right=True), Column("State", 260))
CODE_HINT = "eight groups of four letters and digits"


class _Alone(QWidget):
    """A form on a card in the middle of the window."""

    cancelled = Signal()

    def __init__(self, theme: Theme, form: SideForm, width: int = 620) -> None:
        super().__init__()
        self.form = form
        outer = QVBoxLayout(self)
        outer.addStretch(1)
        card = Card(theme)
        card.setFixedWidth(width)
        card.body.addWidget(form)
        outer.addLayout(in_the_middle(card))
        outer.addStretch(1)
        form.cancelled.connect(self.cancelled)


class KitView(_Alone):
    """The recovery kit. ``submitted`` carries code, user name and the new password."""

    submitted = Signal(str, str, str)

    def __init__(self, theme: Theme, names: Sequence[str]) -> None:
        form = SideForm(theme, "Use the recovery kit", KIT_WORDS)
        form.add("code", "Code on the kit", CODE_HINT)
        form.add_choice("user", "Who you are", [(name, name) for name in names])
        form.add_password("password", "New password")
        form.add_password("again", "New password again")
        form.tell(RULE)
        form.finish("Open the chart")
        super().__init__(theme, form)
        form.on_submit(self._submit)

    def _submit(self) -> None:
        form = self.form
        if form.text("password") != form.text("again"):
            form.refuse("The two passwords differ. Type the second one again.", "again")
            return
        form.set_busy(busy=True)
        self.submitted.emit(form.text("code"), form.choice("user"), form.text("password"))


class EmergencyView(_Alone):
    """The sealed envelope. ``submitted`` carries code, name and reason."""

    submitted = Signal(str, str, str)

    def __init__(self, theme: Theme) -> None:
        form = SideForm(theme, "Emergency access", EMERGENCY_WORDS)
        form.add("code", "Code in the envelope", CODE_HINT)
        form.add("name", "Your name and position")
        form.add("reason", "Reason, as the log keeps it")
        form.finish("Open to read")
        super().__init__(theme, form)
        form.on_submit(self._submit)

    def _submit(self) -> None:
        form = self.form
        for key, words in (("name", "Type your name."), ("reason", "Type the reason.")):
            if not form.text(key):
                form.refuse(words, key)
                return
        form.set_busy(busy=True)
        self.submitted.emit(form.text("code"), form.text("name"), form.text("reason"))


class RestoreView(_Alone):
    """The restore wizard: choose a backup, say who you are, watch it being proved.

    ``chosen`` carries a backup's path, ``submitted`` path, user name, password or the code of the
    recovery kit, with the code a new password, and who lets another chart step aside, or None.
    """

    chosen = Signal(object)
    submitted = Signal(object, str, str, str, object)

    def __init__(self, theme: Theme, backups: Sequence[KeptBackup], folder: Path) -> None:
        form = SideForm(theme, "Restore a backup", RESTORE_WORDS)
        self.path: Path | None = None
        self._folder = folder
        self.table = Table(theme, "Backups", BACKUPS, row_height=36)
        self.table.setFixedHeight(6 * 36 + 34)
        form.column.addWidget(self.table)
        self._add_other(theme, form)
        self.picked = form.tell("1. Choose a backup.", "text")
        self.users = form.add_choice("user", "2. Who you are", [])
        form.add_password("password", "3. Your password of that day, or the recovery kit's code")
        form.add_password("new", "4. With the code only: a new password")
        self._add_standing(theme, form)
        form.finish("Prove it and restore")
        super().__init__(theme, form, 720)
        self.show_backups(backups)
        self.table.chosen.connect(lambda path: self._pick(Path(path)))
        form.on_submit(self._submit)

    def _add_other(self, theme: Theme, form: SideForm) -> None:
        row = QHBoxLayout()
        other = Button(theme, "Choose a file elsewhere", Look.QUIET)
        other.clicked.connect(self._choose_file)
        row.addWidget(other)
        row.addWidget(Label("a drive, a stick", Style.SMALL, "secondary"))
        row.addStretch(1)
        form.column.addLayout(row)
        form.column.addSpacing(Space.S)

    def _add_standing(self, theme: Theme, form: SideForm) -> None:
        """What is asked only where another clinic's chart stands in the way."""
        self.standing = QWidget()
        column = QVBoxLayout(self.standing)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        column.addWidget(Label(STANDING_WORDS, Style.SMALL, "text", wrap=True))
        asked = "5. Who manages the chart that stands here"
        column.addWidget(Label(asked, Style.SMALL_MEDIUM, "secondary"))
        self.owner = Combo(theme, asked)
        column.addWidget(self.owner)
        column.addWidget(Label("6. Their password", Style.SMALL_MEDIUM, "secondary"))
        self.owner_password = PasswordField(theme, "Their password")
        column.addWidget(self.owner_password)
        self.standing.hide()
        form.column.addWidget(self.standing)

    def ask_standing(self, error: AnotherChart) -> None:
        """Another chart stands in the way: ask who manages it."""
        if self.standing.isHidden():
            self.owner.clear()
            for name in error.names:
                self.owner.addItem(name, name)
            self.standing.show()
        self.form.refuse(f"{error.message} {error.advice}")
        self.owner_password.setFocus()

    def show_backups(self, backups: Sequence[KeptBackup]) -> None:
        """Fill the list."""
        self.table.show_rows([backup_row(kept) for kept in backups])
        self.table.setVisible(bool(backups))
        if not backups:
            self.picked.setText("1. No backup in the usual folder: choose a file elsewhere.")

    def _choose_file(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self, "A backup", str(self._folder), "Backups (*.ptbackup)"
        )
        if name:
            self._pick(Path(name))

    def _pick(self, path: Path) -> None:
        self.path = path
        self.picked.setText(f"1. {path.name}")
        self.form.clean()
        self.chosen.emit(path)

    def show_users(self, names: Sequence[str]) -> None:
        """Whose password of that time restores the chosen backup."""
        self.users.clear()
        for name in names:
            self.users.addItem(name, name)

    def _submit(self) -> None:
        form = self.form
        if self.path is None:
            form.refuse("Choose a backup first.")
        elif not form.text("password"):
            form.refuse("Type the password.", "password")
        else:
            form.set_busy(busy=True)
            form.say("Restoring beside the chart and reading it whole ...")
            form.set_busy(busy=True)
            user, password, new = form.choice("user"), form.text("password"), form.text("new")
            self.submitted.emit(self.path, user, password, new, self._may_step_aside())

    def _may_step_aside(self) -> MayStepAside | None:
        if self.standing.isHidden():
            return None
        return MayStepAside(str(self.owner.currentData()), self.owner_password.text())


def backup_row(kept: KeptBackup) -> Row:
    """A backup as lists show it."""
    when = moment_words(kept.at.astimezone()) if kept.at else kept.path.name
    state = Cell(kept.problem, tone="emergency") if kept.problem else Cell("complete", tone="ok")
    size = Cell(size_words(kept.size), right=True)
    return Row(str(kept.path), (Cell(when, Style.STRONG), size, state))


def size_words(size: int) -> str:
    """Bytes as people read them."""
    if size < 1_000_000:
        return f"{max(size // 1000, 1)} kB"
    return f"{size / 1_000_000:.1f} MB"
