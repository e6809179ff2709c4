"""Messages under the banner: what happened and what to do, never a pop-up."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from pt_chart.charting.events import Level, Notice
from pt_chart.ui.theme.paint import color, pen
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Height, Space, Tokens, Tone
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.button import Button, Look
from pt_chart.ui.widgets.label import Label

FOLLOW = "Go to the field"
FOLLOWS = {
    "versions": "Compare",
    "waiting": "Bring it there",
    "waiting_list": "Show what waits",
    "newer": "Load it",
}
"""Words of the button where the notice's place is no field."""
READ_MS = 12_000
"""How long a passing word stays when nothing is entered meanwhile; what is wrong stays longer."""
ICONS = {Level.INFO: "info", Level.WARNING: "warning", Level.PROBLEM: "warning"}


class NoticeBar(QWidget):
    """Shows the newest notice until it is closed or replaced; the same text never twice.

    A standing notice cannot be closed; it comes back when what took its place was read.
    """

    followed = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._notice: Notice | None = None
        self._standing: Notice | None = None
        self.setMinimumHeight(Height.NOTICE)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(44, 2, Space.M, 2)
        row.setSpacing(Space.S)
        self.text = Label("", Style.STRONG)
        self.advice = Label("", Style.BODY, wrap=True)
        row.addWidget(self.text)
        row.addWidget(self.advice, 1)
        small = Height.BUTTON_SMALL
        self.go = Button(theme, FOLLOW, height=small)
        self.go.clicked.connect(self._follow)
        row.addWidget(self.go)
        self.close_button = Button(
            theme, "", Look.QUIET, icon="close", name="Close the notice", height=small
        )
        self.close_button.clicked.connect(self.clear)
        row.addWidget(self.close_button)
        self._read = QTimer(self)
        self._read.setSingleShot(True)
        self._read.setInterval(READ_MS)
        self._read.timeout.connect(self.clear)
        self.hide()

    @property
    def notice(self) -> Notice | None:
        """What is shown."""
        return self._notice

    def show_notice(self, notice: Notice) -> None:
        """Show a notice in place of the one before."""
        self._notice = notice
        self.text.setText(notice.text)
        self.advice.setText(notice.advice)
        words = FOLLOWS.get(notice.place, FOLLOW)
        self.go.setText(words)
        self.go.setAccessibleName(words)
        self.go.setVisible(bool(notice.place))
        self.setAccessibleName(f"{notice.level.value}: {notice.text} {notice.advice}".strip())
        self._read.stop()
        if notice.standing:
            self._standing = notice
        self.close_button.setVisible(not notice.standing)
        covers = self._standing is not None and not notice.standing
        if covers or (notice.passing and notice.level is Level.INFO):
            self._read.start()
        self.show()
        self.update()

    def clear(self) -> None:
        """Take the notice away; a standing one stays, or comes back."""
        if self._standing is not None:
            self.show_notice(self._standing)
            return
        self._notice = None
        self._read.stop()
        self.hide()

    def settle(self) -> None:
        """Input was taken: a notice about refused input is out of date."""
        if self._notice is not None and self._notice.passing:
            self.clear()

    def _follow(self) -> None:
        if self._notice is not None:
            self.followed.emit(self._notice.place)

    def _tone(self, tokens: Tokens) -> Tone:
        level = self._notice.level if self._notice else Level.INFO
        if level is Level.PROBLEM:
            return tokens.emergency
        return tokens.urgent if level is Level.WARNING else tokens.unconfirmed

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Soft ground, line below, icon."""
        if self._notice is None:
            return
        tokens = self._theme.tokens
        tone = self._tone(tokens)
        painter = QPainter(self)
        painter.fillRect(self.rect(), color(tone.soft))
        painter.setPen(pen(tokens.line))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        at = QPointF(20, QRectF(self.rect()).center().y() - 8)
        self._theme.draw_icon(painter, ICONS[self._notice.level], tone.text, at, 16)
