"""The question at a finding or a drawing that stood on the other side last time."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from pt_chart.clinical.sides import Side
from pt_chart.ui.theme.paint import box, pen
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Height
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.button import Button
from pt_chart.ui.widgets.label import Label

BUTTONS = 26
EDGE = 8
AFTER_ICON = 32


class SideQuestion(QWidget):
    """Words and two answers: the side is right, or what was recorded belongs to the other side.

    Keys in the field above or on either button: y keeps the side, m moves the whole test, or what
    is drawn.
    """

    kept = Signal()
    moved = Signal()

    def __init__(
        self,
        theme: Theme,
        words: str,
        side: Side,
        name: str,
        parent: QWidget | None = None,
        *,
        exchanges: bool = False,
    ) -> None:
        """``side`` is where it stands now, ``name`` what it is; ``exchanges``: both sides move."""
        super().__init__(parent)
        self._theme = theme
        here, there = side.spelled, side.mirrored.spelled
        self.words = Label(words, Style.STRONG, wrap=True, parent=self)
        self.setAccessibleName(f"{name}: {words}")
        small = Height.BUTTON_SMALL
        self.keep = Button(
            theme, f"Yes, {here}", height=small, name=f"{words} Yes, {here}", key="Y"
        )
        no = "Exchange legs" if exchanges else f"No, {there}"
        self.move_over = Button(theme, no, height=small, name=f"{words} {no}", key="M")
        for button in (self.keep, self.move_over):
            button.setParent(self)
        self.keep.clicked.connect(self.kept)
        self.move_over.clicked.connect(self.moved)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def _places(self, width: int) -> tuple[QRect, QRect, QRect]:
        """Where the words and the two answers stand: the answers below one another if need be."""
        room = max(width - AFTER_ICON - EDGE, 60)
        flags = int(Qt.TextFlag.TextWordWrap)
        metrics = self.words.fontMetrics()
        tall = metrics.boundingRect(QRect(0, 0, room, 1000), flags, self.words.text()).height()
        words = QRect(AFTER_ICON, EDGE - 2, room, tall + 2)
        high = max(BUTTONS, self.keep.sizeHint().height())
        left, top = EDGE, words.bottom() + 3
        first = QRect(left, top, min(self.keep.sizeHint().width(), width - 2 * EDGE), high)
        wide = min(self.move_over.sizeHint().width(), width - 2 * EDGE)
        second = QRect(first.right() + 7, top, wide, high)
        if second.right() > width - EDGE:
            second.moveTo(left, first.bottom() + 3)
        return words, first, second

    def hasHeightForWidth(self) -> bool:
        """Words wrap, answers stand below one another where it is narrow."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Everything whole."""
        return self._places(width)[2].bottom() + EDGE - 2

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Put words and answers into their places."""
        parts = (self.words, self.keep, self.move_over)
        for part, place in zip(parts, self._places(self.width()), strict=True):
            part.setGeometry(place)

    def sizeHint(self) -> QSize:
        """For a usual width."""
        return QSize(280, self.heightForWidth(280))

    def answers(self, event: QKeyEvent) -> bool:
        """Take a key that answers, wherever it was typed; whether it was one."""
        answer = {"y": self.kept, "m": self.moved}.get(event.text().lower())
        if answer is None:
            return False
        answer.emit()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer by letter; what is not an answer travels on."""
        if not self.answers(event):
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
