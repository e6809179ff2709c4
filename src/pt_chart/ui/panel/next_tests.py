"""The next most useful tests: number, name, why, and the key that starts the first."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from pt_chart.clinical.reasoning.results import NextTest
from pt_chart.ui.theme.paint import box, color, pen
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Radius
from pt_chart.ui.theme.type import Style

ROW = 43


class NextTests(QWidget):
    """A short list; a click, Enter or the digit starts a test at its field."""

    started = Signal(str)

    def __init__(
        self,
        theme: Theme,
        count: int = 3,
        parent: QWidget | None = None,
        *,
        head: str = "Next most useful test",
        empty: str = "Nothing untested separates the causes",
    ) -> None:
        """``head`` names the list for a screen reader; ``empty`` stands where it is empty."""
        super().__init__(parent)
        self._theme = theme
        self._count = count
        self._head = head
        self._empty = empty
        self._tests: tuple[NextTest, ...] = ()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def tests(self) -> tuple[NextTest, ...]:
        """What is shown."""
        return self._tests

    def show_tests(self, tests: Sequence[NextTest]) -> None:
        """Show the first few."""
        self._tests = tuple(tests[: self._count])
        said = "; ".join(f"{n} {t.label}: {t.why}" for n, t in enumerate(self._tests, 1))
        self.setAccessibleName(f"{self._head}: {said or 'none'}")
        self.setFixedHeight(max(ROW * len(self._tests), 30))
        self.update()

    def sizeHint(self) -> QSize:
        """All rows."""
        return QSize(380, max(ROW * len(self._tests), 30))

    def start(self, number: int) -> None:
        """Go to a test's field, 0 for the first."""
        if 0 <= number < len(self._tests):
            self.started.emit(self._tests[number].finding)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Start what was clicked."""
        self.start(int(event.position().y() // ROW))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits, T or Enter start."""
        if event.text() in ("1", "2", "3"):
            self.start(int(event.text()) - 1)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_T):
            self.start(0)
        else:
            event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Number in a frame, name, why."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self._tests:
            painter.setFont(Style.BODY.font)
            painter.setPen(color(tokens.tertiary))
            empty = self.rect().adjusted(16, 0, -16, 0)
            painter.drawText(empty, Qt.AlignmentFlag.AlignVCenter, self._empty)
            return
        for number, test in enumerate(self._tests):
            top = number * ROW
            painter.setPen(pen(tokens.line))
            painter.drawLine(16, top, self.width() - 16, top)
            frame = QRectF(16, top + 7, 20, 20)
            box(painter, frame, fill=tokens.surface, border=pen(tokens.border), radius=Radius.TAG)
            painter.setFont(Style.SMALL_STRONG.font)
            painter.setPen(color(tokens.text))
            painter.drawText(frame, Qt.AlignmentFlag.AlignCenter, str(number + 1))
            painter.setFont(Style.STRONG.font)
            place = QRectF(46, top + 4, self.width() - 62, 18)
            label = painter.fontMetrics().elidedText(
                test.label, Qt.TextElideMode.ElideRight, round(place.width())
            )
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, label)
            painter.setFont(Style.SMALL.font)
            painter.setPen(color(tokens.secondary))
            why = painter.fontMetrics().elidedText(
                test.why, Qt.TextElideMode.ElideRight, round(place.width())
            )
            painter.drawText(place.translated(0, 18), Qt.AlignmentFlag.AlignVCenter, why)
