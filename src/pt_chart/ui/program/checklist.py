"""What the checklist of handouts says of the sheet in the builder."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from pt_chart.charting.documents_port import Documents, HandoutVerdict, NoVerdict
from pt_chart.ui.program.meter import ReadingMeter
from pt_chart.ui.shell.threads import MainThread
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Space
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.asking import asked
from pt_chart.ui.widgets.button import Button, Look
from pt_chart.ui.widgets.label import Label
from pt_chart.ui.widgets.scroll import Scroll

PAUSE_MS = 1500
"""Without a change for so long the sheet is gone through: it takes a process of its own seconds."""
HOLDS = "Every item of the checklist holds."


class ChecklistJudge(QObject):
    """Has the newest sheet judged once the changes pause, and shows the verdict on the meter."""

    def __init__(self, documents: Documents, meter: ReadingMeter, owner: QWidget) -> None:
        super().__init__(owner)
        self._documents, self._meter, self._owner = documents, meter, owner
        self._main = MainThread(self)
        self._sheet = b""
        self._asked = 0
        self.verdict: HandoutVerdict | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._judge)
        meter.asked.connect(self.show_all)

    def take(self, pdf: bytes) -> None:
        """A new sheet stands there: judge it when nothing newer comes."""
        self.forget()
        self._sheet = pdf
        self._pause.start()

    def forget(self) -> None:
        """What was said is of an older sheet."""
        self._asked += 1
        self._pause.stop()
        self._show(None)

    def _judge(self) -> None:
        if not self._meter.isVisible():
            return
        asked_for, sheet = self._asked, self._sheet
        self._main.background(
            lambda: self._documents.judged(sheet),
            lambda verdict: self._judged(asked_for, verdict),
            self._failed,
        )

    def _judged(self, asked_for: int, verdict: HandoutVerdict) -> None:
        # A verdict on an older sheet is none on this one.
        if asked_for == self._asked:
            self._show(verdict)

    @staticmethod
    def _failed(error: Exception) -> None:
        # Without a verdict the sheet prints as before; nothing is claimed of it.
        if not isinstance(error, NoVerdict):
            raise error

    def _show(self, verdict: HandoutVerdict | None) -> None:
        self.verdict = verdict
        self._meter.show_verdict(verdict)

    def show_all(self) -> None:
        """Everything that does not hold, with its place and its fix."""
        if self.verdict is not None:
            dialog = ChecklistDialog(self.verdict, self._meter.theme, self._owner)
            asked(dialog.exec)


class ChecklistDialog(QDialog):
    """The items that fail, by weight, each with its place and its fix."""

    def __init__(
        self, verdict: HandoutVerdict, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Checklist of the handout")
        self.resize(560, 420)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(Space.S)
        head = f"{verdict.held} of {verdict.items} items hold"
        column.addWidget(Label(head, Style.CARD_TITLE))
        inner = QWidget()
        listed = QVBoxLayout(inner)
        listed.setSpacing(Space.XS)
        for title, lines in (
            ("Must be mended", verdict.must),
            ("Should hold", verdict.should),
            ("The file alone does not tell", verdict.unknown),
        ):
            if lines:
                listed.addWidget(Label(title, Style.SMALL_STRONG))
            for line in lines:
                listed.addWidget(Label(line, Style.BODY, wrap=True))
        if not (verdict.must or verdict.should or verdict.unknown):
            listed.addWidget(Label(HOLDS, Style.BODY, wrap=True))
        listed.addStretch(1)
        column.addWidget(Scroll(inner), 1)
        row = QHBoxLayout()
        row.addStretch(1)
        close = Button(theme, "Close", Look.PRIMARY)
        close.clicked.connect(self.accept)
        row.addWidget(close)
        column.addLayout(row)
