"""Stands over the window while the clinic moves: nothing else is begun, and it can be stopped."""

from __future__ import annotations

import time

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Height, Space
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.button import Button
from pt_chart.ui.widgets.label import Label

TOLD = (
    "Moving, comparing and verifying ... Do not switch the computer off. Until it is done nothing "
    "else can be done in this chart. A server that falls silent is given up after about half a "
    "minute, and the chart is as it was."
)
STOPPING = "Stopping: what was begun is taken back ..."


class MovingDialog(QDialog):
    """``stoppable``: the person may stop it; asked by the work on its own thread."""

    def __init__(self, theme: Theme, parent: QWidget, *, stoppable: bool) -> None:
        super().__init__(parent)
        self.setWindowTitle("Moving the clinic")
        self.setModal(True)
        self._stoppable = stoppable
        self._wanted = False
        self._begun = time.monotonic()
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(Space.M)
        self.words = Label(TOLD, Style.BODY, wrap=True)
        self.words.setMinimumWidth(420)
        self.since = Label("", Style.SMALL, "secondary")
        column.addWidget(self.words)
        column.addWidget(self.since)
        row = QHBoxLayout()
        row.addStretch(1)
        self.cancel = Button(theme, "Stop and take it back", height=Height.BUTTON_DIALOG)
        self.cancel.clicked.connect(self.reject)
        self.cancel.setVisible(stoppable)
        row.addWidget(self.cancel)
        column.addLayout(row)
        self._clock = QTimer(self)
        self._clock.setInterval(1000)
        self._clock.timeout.connect(self._tell)
        self._clock.start()
        self._tell()

    def wanted(self) -> bool:
        """Whether the person wants it stopped; may be asked on any thread."""
        return self._wanted

    def reject(self) -> None:
        """Escape, closing it, or locking: stop, where that can be; it closes when that is done."""
        if self._stoppable and not self._wanted:
            self._wanted = True
            self.cancel.setEnabled(False)
            self.words.setText(STOPPING)

    def over(self) -> None:
        """The work ended, however it did."""
        self._clock.stop()
        self.accept()
        self.deleteLater()

    def _tell(self) -> None:
        gone = round(time.monotonic() - self._begun)
        self.since.setText(f"Since {gone} s")
