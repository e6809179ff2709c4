"""Tools and brush size."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QShortcutEvent
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QHBoxLayout, QSizePolicy, QWidget

from pt_chart.ui.bodychart.tools import BrushSize, Tool
from pt_chart.ui.theme.paint import box, color, pen
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Radius
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.card import Card
from pt_chart.ui.widgets.label import Label
from pt_chart.ui.widgets.segments import Mood, Segment, Segments

TOOLS = (
    (Tool.BRUSH, "Brush", "B", "brush", "draw where it is felt"),
    (Tool.REGION, "Region", "R", "tap", "tap to mark a whole region"),
    (Tool.LASSO, "Lasso", "L", "lasso", "draw around an area"),
    (Tool.ERASER, "Erase", "E", "eraser", "rub out"),
    (Tool.ARROW, "Spread", "A", "spread", "drag from where it starts to where it goes"),
    (Tool.PIN, "Pin", "P", "pin", "set a pin with a note"),
    (Tool.SELECT, "Select", "S", "select", "press a mark; drag moves it, Delete removes it"),
    (Tool.MOVE, "Move", "M", "move", "drag the zoomed view"),
)
COLUMNS = 4


class ToolButton(QAbstractButton):
    """A tool: picture over its word; chosen ones are filled with an edge."""

    reached = Signal()
    """Taken by its key."""

    def __init__(self, theme: Theme, text: str, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon = icon
        self.setText(text)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Room for picture and word."""
        return QSize(50, 44)

    def event(self, event: QEvent) -> bool:
        """The key takes the tool at once and lets the hand draw: no button is left to be left."""
        shortcut = isinstance(event, QShortcutEvent) and not event.isAmbiguous()
        if shortcut and self.isEnabled():
            self.click()
            self.reached.emit()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter does the same as Space."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Box, picture, word."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = self.isChecked()
        edge = tokens.accent if chosen else tokens.secondary if self.underMouse() else tokens.line
        fill = tokens.accent_soft if chosen else tokens.surface
        rect = QRectF(self.rect())
        box(painter, rect, fill=fill, border=pen(edge, 2 if chosen else 1), radius=Radius.BUTTON)
        ink = tokens.text if chosen else tokens.secondary
        at = QPointF(self.width() / 2 - 8, 6)
        self._theme.draw_icon(painter, self._icon, ink, at, 16)
        painter.setFont((Style.SMALL_STRONG if chosen else Style.SMALL_MEDIUM).font)
        painter.setPen(color(tokens.text))
        words = rect.adjusted(0, 22, 0, -2)
        painter.drawText(words, Qt.AlignmentFlag.AlignCenter, self.text())


class ToolsCard(Card):
    """The tool in hand and the brush's size."""

    tool_chosen = Signal(object)
    size_chosen = Signal(object)
    reached = Signal()
    """A tool was taken by its key."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, padded=True, parent=parent)
        self.body.setContentsMargins(10, 10, 10, 10)
        grid = QGridLayout()
        grid.setSpacing(4)
        self._buttons: dict[Tool, ToolButton] = {}
        for index, (tool, text, key, icon, does) in enumerate(TOOLS):
            button = ToolButton(theme, text, icon)
            button.setAccessibleName(f"{text} tool, key Alt+{key}")
            button.setAccessibleDescription(does)
            button.setShortcut(f"Alt+{key}")
            button.setToolTip(f"{text} (Alt+{key}): {does}")
            button.reached.connect(self.reached)
            button.toggled.connect(
                lambda on, tool=tool: self.tool_chosen.emit(tool) if on else None
            )
            grid.addWidget(button, index // COLUMNS, index % COLUMNS)
            self._buttons[tool] = button
        self.body.addLayout(grid)
        self.body.addSpacing(7)
        row = QHBoxLayout()
        row.addWidget(Label("Brush size", Style.SMALL, "secondary"), 1)
        row.addWidget(self._sizes(theme))
        self.body.addLayout(row)

    def _sizes(self, theme: Theme) -> Segments:
        sizes = [
            Segment(BrushSize.SMALL, "S", Mood.PLAIN, "small brush"),
            Segment(BrushSize.MEDIUM, "M", Mood.PLAIN, "medium brush"),
            Segment(BrushSize.LARGE, "L", Mood.PLAIN, "large brush"),
        ]
        made = Segments(theme, "Brush size", sizes, clearable=False, padding=9, height=26)
        made.set_value(BrushSize.MEDIUM)
        made.picked.connect(lambda id: self.size_chosen.emit(BrushSize(id)))
        return made

    def choose(self, tool: Tool) -> None:
        """Take a tool in hand."""
        self._buttons[tool].setChecked(True)
