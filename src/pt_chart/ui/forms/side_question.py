"""The question under a finding that stood on the other side last time."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from pt_chart.charting.side_check import SideDoubt
from pt_chart.ui.theme.paint import box, pen
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Height
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.button import Button
from pt_chart.ui.widgets.label import Label

HEIGHT = 80


class SideQuestion(QWidget):
    """Words and two answers: the side is right, or the finding belongs to the other side.

    Keys on either button: y keeps the side, m moves the finding.
    """

    kept = Signal()
    moved = Signal()

    def __init__(
        self, theme: Theme, doubt: SideDoubt, name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        side, other = doubt.key.side, doubt.other.side
        here, there = (side.spelled if side else ""), (other.spelled if other else "")
        self.words = Label(doubt.words, Style.STRONG, wrap=True, parent=self)
        self.setAccessibleName(f"{name}: {doubt.words}")
        small = Height.BUTTON_SMALL
        self.keep = Button(
            theme, f"Yes, {here}", height=small, name=f"{doubt.words} Yes, {here}", key="Y"
        )
        self.move_over = Button(
            theme, f"No, {there}", height=small, name=f"{doubt.words} No, {there}", key="M"
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 44, 6, 6)
        row.setSpacing(6)
        row.addWidget(self.keep)
        row.addWidget(self.move_over)
        row.addStretch(1)
        self.keep.clicked.connect(self.kept)
        self.move_over.clicked.connect(self.moved)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """The words have two lines beside the triangle."""
        self.words.setGeometry(32, 4, self.width() - 38, 38)

    def sizeHint(self) -> QSize:
        """Two lines of words, one of buttons."""
        return QSize(280, HEIGHT)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer by letter; what is not an answer travels on."""
        letter = event.text().lower()
        if letter == "y":
            self.kept.emit()
        elif letter == "m":
            self.moved.emit()
        else:
            event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The look of something urgent, with its triangle."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink = tokens.urgent.text
        box(painter, QRectF(self.rect()), fill=tokens.urgent.soft, border=pen(ink, 2.0))
        self._theme.draw_icon(painter, "warning", ink, QPointF(9, 7), 16)
        painter.setPen(Qt.PenStyle.NoPen)
