"""What the window asks when it should close or lock and the last changes cannot be saved."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pt_chart.charting.errors import WorldError
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Height, Space
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.button import Button, Look
from pt_chart.ui.widgets.card import Card, in_the_middle
from pt_chart.ui.widgets.label import Label

TOLD = (
    "The newest changes of the open visit are only on the screen. Everything before them is safe "
    "in the chart. Make room or reconnect the drive and try again; or leave without them."
)


class LeavingPage(QWidget):
    """Covers what was shown, so that nobody reads on, and lets the person decide."""

    again = Signal()
    without = Signal()
    stay = Signal()

    def __init__(self, theme: Theme, error: WorldError, verb: str) -> None:
        """``verb`` is what was asked for: "Quit" or "Lock"."""
        super().__init__()
        outer = QVBoxLayout(self)
        outer.addStretch(1)
        card = Card(theme, padded=True)
        card.setFixedWidth(620)
        card.body.setSpacing(Space.S)
        card.body.addWidget(Label("Not everything is saved yet", Style.PAGE_TITLE, wrap=True))
        card.body.addWidget(Label(f"{error.message} {error.advice}", Style.STRONG, wrap=True))
        card.body.addWidget(Label(TOLD, Style.BODY, "secondary", wrap=True))
        row = QHBoxLayout()
        tall = Height.BUTTON_DIALOG
        self.again_button = Button(theme, "Try again", Look.PRIMARY, height=tall)
        self.stay_button = Button(theme, "Back to the visit", height=tall)
        self.without_button = Button(
            theme, f"{verb} and lose the newest changes", Look.QUIET, height=tall
        )
        for button, signal in (
            (self.again_button, self.again),
            (self.stay_button, self.stay),
            (self.without_button, self.without),
        ):
            button.clicked.connect(signal)
            row.addWidget(button)
        row.addStretch(1)
        card.body.addLayout(row)
        outer.addLayout(in_the_middle(card))
        outer.addStretch(1)

    def showEvent(self, event: object) -> None:
        """Enter tries again: the harmless answer."""
        super().showEvent(event)  # type: ignore[arg-type]
        self.again_button.setFocus()
