"""One version of a place, to be taken or not: a large button with the words in it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from pt_chart.ui.theme.paint import box, brush, pen
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Space
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.label import Label

DOT = 14
ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)


class VersionBox(QAbstractButton):
    """Whose version it is, and what it says; checked when it is the one to take."""

    def __init__(
        self, theme: Theme, whose: str, words: str, place: str, parent: QWidget | None = None
    ) -> None:
        """``place`` names the place for who cannot see it above."""
        super().__init__(parent)
        self._theme = theme
        self.setCheckable(True)
        self.setAutoExclusive(False)
        self.setAccessibleName(f"{place}, {whose}: {words}")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.M + DOT + Space.S, Space.S, Space.M, Space.S)
        column = QVBoxLayout()
        column.setSpacing(2)
        row.addLayout(column)
        for label in (
            Label(whose, Style.SMALL_MEDIUM, "secondary"),
            Label(words, Style.BODY, wrap=True),
        ):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            column.addWidget(label)
        column.addStretch(1)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        """Long words wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """As high as the words need."""
        layout = self.layout()
        needed = layout.heightForWidth(width) if layout is not None else 0
        return max(needed, self._theme.target(0))

    def sizeHint(self) -> QSize:
        """A usual width; the grid stretches it."""
        return QSize(280, self.heightForWidth(280))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes it as Space does; the arrows are the row's and the page's."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() in ARROWS:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Frame and dot: filled when taken, never by color alone."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        taken, strong = self.isChecked(), self.underMouse() or self.isDown()
        ink = tokens.accent if taken else tokens.secondary if strong else tokens.border
        border = pen(ink, 2.0 if taken else 1.0)
        fill = tokens.selection if taken else tokens.surface
        box(painter, QRectF(self.rect()), fill=fill, border=border)
        middle = QPointF(Space.M + DOT / 2, Space.S + Style.SMALL.line / 2)
        painter.setPen(pen(ink, 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(middle, DOT / 2, DOT / 2)
        if taken:
            painter.setBrush(brush(ink))
            painter.drawEllipse(middle, DOT / 4, DOT / 4)
