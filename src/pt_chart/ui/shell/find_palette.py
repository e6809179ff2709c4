"""Ctrl+K: type a few letters, Enter goes to the field, test, patient or command."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from shiboken6 import isValid

from pt_chart.ui.shell.focus_return import FocusReturn
from pt_chart.ui.shell.search import Target, best
from pt_chart.ui.theme.paint import box, pen
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Radius
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.line_field import LineField
from pt_chart.ui.widgets.table import Cell, Column, Row, Table

WIDTH = 620
HINT = "Find a field, test, patient or command"
ROWS, ROW = 10, 34
EDGES, BESIDE = 68, 52
"""Pixels of the palette above and below its rows, and beside the words of a row."""


class FindPalette(QWidget):
    """Lies over the window without blocking it; Esc or a click elsewhere closes it.

    ``more`` is asked for further targets (patients) with each text and answers through `add`.
    """

    chosen = Signal(object)

    def __init__(
        self, theme: Theme, window: QWidget, more: Callable[[str], None] | None = None
    ) -> None:
        super().__init__(window)
        self._theme = theme
        self._more = more
        self._targets: list[Target] = []
        self._extra: list[Target] = []
        self._shown: list[Target] = []
        self._with_patients = False
        self._wide = False
        self._below: QWidget | None = None
        self._focus = FocusReturn(self)
        window.installEventFilter(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 10, 10, 10)
        hint = HINT
        self.field = LineField(theme, hint, placeholder=hint, height=38, icon="search")
        self.field.setProperty("ring", False)
        column.addWidget(self.field)
        columns = (Column(""), Column("", 150), Column("", 110))
        self.table = Table(theme, "Found", columns, row_height=ROW, headings=False)
        self.table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column.addWidget(self.table)
        self.field.textChanged.connect(self._typed)
        self.field.installEventFilter(self)
        self.table.clicked.connect(lambda _index: self._go())
        self.hide()

    def open_with(
        self,
        targets: Sequence[Target],
        hint: str = HINT,
        *,
        patients: bool = False,
        wide: bool = False,
        below: QWidget | None = None,
    ) -> None:
        """Show the palette over the window, empty; ``patients`` finds those as well.

        ``below`` is a part that stays in sight above it.
        """
        self._targets = list(targets)
        self._with_patients = patients
        self.field.setPlaceholderText(hint)
        self.field.setAccessibleName(hint)
        self.field.clear()
        self._wide, self._below = wide, below
        # A list to be read has sentences: what says the same of each leaves its room to them.
        same = len({one.aside or one.kind for one in targets}) == 1
        self.table.setColumnHidden(1, wide and same)
        self.table.setColumnHidden(2, wide)
        self._typed("")
        self._focus.remember()
        self.raise_()
        self.show()
        self.field.setFocus()

    def hide(self) -> None:
        """Go, and give the keyboard back to who had it."""
        self._focus.give_back()
        super().hide()

    def _place(self) -> None:
        room = self.window().width()
        top, above = 60, self._below
        if above is not None and isValid(above) and above.isVisible():
            top = above.mapTo(self.window(), QPoint(0, above.height())).y() + 6
        tall = self.table.content_height() if self._wide else ROW * ROWS
        high = min(tall, ROW * ROWS, self.window().height() - top - EDGES)
        width = self._width
        self.setGeometry((room - width) // 2, top, width, high + EDGES)

    @property
    def _width(self) -> int:
        room = self.window().width()
        return min(room if self._wide else WIDTH, room - 40)

    def _tall(self, words: str) -> int:
        """The height of a row whose words are told in full, on as many lines as they need."""
        kinds = 0 if self.table.isColumnHidden(1) else self.table.columnWidth(1)
        room = QRect(0, 0, self._width - BESIDE - kinds, 1000)
        metrics = QFontMetrics(Style.MEDIUM.font)
        lines = metrics.boundingRect(room, int(Qt.TextFlag.TextWordWrap), words).height()
        return max(ROW, lines + 14)

    def forget(self) -> None:
        """The chart is locked: close, and drop the names that were found."""
        self.hide()
        self._targets, self._extra, self._shown = [], [], []
        self.field.clear()
        self.table.show_rows([])

    def add(self, text: str, targets: Sequence[Target]) -> None:
        """Further targets for a text, if it is still what was typed."""
        if text == self.field.text():
            self._extra = list(targets)
            self._fill(text)

    def _typed(self, text: str) -> None:
        self._extra = []
        self._fill(text)
        if self._more is not None and self._with_patients and text.strip():
            self._more(text)

    def _fill(self, text: str) -> None:
        self._shown = [
            *best(self._targets, text, self._most),
            *self._extra[:4],
        ]
        rows = [
            Row(
                str(number),
                (
                    Cell(target.told or target.words, Style.MEDIUM, wraps=self._wide),
                    Cell(target.aside or target.kind, Style.SMALL, "secondary"),
                    Cell(target.key, Style.SMALL, "tertiary", right=True),
                ),
                height=self._tall(target.told or target.words) if self._wide else 0,
            )
            for number, target in enumerate(self._shown)
        ]
        if not rows:
            told = Cell("Nothing found", Style.MEDIUM, "urgent")
            rows = [Row("none", (told, Cell("try fewer letters", Style.SMALL), Cell("")))]
        self.table.show_rows(rows, "0" if self._shown else "none")
        self._place()
        first = self._shown[0] if self._shown else None
        found = first.told or first.words if first is not None else "nothing found"
        self.field.setAccessibleDescription(f"{len(self._shown)} found, first: {found}")

    @property
    def _most(self) -> int:
        """A list that is shown to be read (``wide``) is whole."""
        return len(self._targets) if self._wide else ROWS - min(len(self._extra), 4)

    def _go(self) -> None:
        current = self.table.current_id
        if current == "none":
            return
        self.hide()
        if current:
            self.chosen.emit(self._shown[int(current)])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows move, Enter goes, Esc or leaving closes; in the middle whatever the size."""
        if event.type() == QEvent.Type.Resize and watched is self.parent() and self.isVisible():
            self._fill(self.field.text())
        if watched is self.field and event.type() == QEvent.Type.FocusOut and self.isVisible():
            self.hide()
        if (
            watched is self.field
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
        ):
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None:
                self.table.step(step)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._go()
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.hide()
                return True
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A card with a firm border, since nothing here casts a shadow."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect())
        box(painter, rect, fill=tokens.surface, border=pen(tokens.secondary), radius=Radius.CARD)
