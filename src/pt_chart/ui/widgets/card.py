"""Cards: a titled surface with a line around."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from pt_chart.ui.theme.paint import box, color, pen
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Height, Radius, Space
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.label import ElidedLabel, Label


class Card(QWidget):
    """A card: head with title, hint and tools; below a line, the body layout.

    ``body`` has no margins of its own: rows run to the edges. ``padded`` gives it the usual ones.
    """

    def __init__(
        self,
        theme: Theme,
        title: str = "",
        hint: str = "",
        *,
        note: str = "",
        padded: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """``hint`` stands after the title, ``note`` at the right end."""
        super().__init__(parent)
        self._theme = theme
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 1, 1, 1)
        outer.setSpacing(0)
        self.head: QHBoxLayout | None = None
        self._head_height = Height.CARD_HEAD
        self.title = Label(title, Style.CARD_TITLE)
        self.hint = ElidedLabel(hint, Style.SMALL, "secondary")
        self.note = Label(note, Style.SMALL, "secondary")
        if title:
            outer.addWidget(self._make_head())
        self.body = QVBoxLayout()
        self.body.setSpacing(0)
        margin = 14 if padded else 0
        self.body.setContentsMargins(
            margin, Space.M if padded else 0, margin, Space.M if padded else 0
        )
        outer.addLayout(self.body)
        self._headed = bool(title)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    def _make_head(self) -> QWidget:
        bar = QWidget()
        # In touch mode a tool in the head is as high as a finger needs, within its line.
        self._head_height = max(Height.CARD_HEAD, self._theme.target(0) + 2)
        bar.setFixedHeight(self._head_height - 1)
        self.head = QHBoxLayout(bar)
        self.head.setContentsMargins(14, 0, 8, 0)
        self.head.setSpacing(Space.S)
        self.head.addWidget(self.title)
        self.head.addWidget(self.hint, 1)
        self.note.setContentsMargins(0, 0, 6, 0)
        self.head.addWidget(self.note)
        self.note.setVisible(bool(self.note.text()))
        return bar

    def set_note(self, text: str) -> None:
        """Change the words at the right end of the head."""
        self.note.setText(text)
        self.note.setVisible(bool(text))

    def add_tool(self, widget: QWidget) -> None:
        """Put a control at the right end of the head."""
        if self.head is not None:
            self.head.addWidget(widget)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Surface, line around, line under the head."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect())
        box(painter, rect, fill=tokens.surface, border=pen(tokens.line), radius=Radius.CARD)
        if self._headed and self.height() > self._head_height + 4:
            y = self._head_height + 0.5
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
            painter.setPen(pen(tokens.line))
            painter.drawLine(QPointF(1, y), QPointF(self.width() - 2, y))


class Band(QWidget):
    """A plain surface strip with a line on some edges: banner, rails, table heads."""

    def __init__(
        self,
        theme: Theme,
        ground: str = "surface",
        *,
        top: bool = False,
        bottom: bool = False,
        left: bool = False,
        right: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """``ground`` names a token; the flags say which edges have a line."""
        super().__init__(parent)
        self._theme = theme
        self._ground = ground
        self._edges = (top, bottom, left, right)

    def set_ground(self, ground: str) -> None:
        """Change the surface."""
        self._ground = ground
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Fill and edge lines."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.fillRect(self.rect(), color(getattr(tokens, self._ground)))
        painter.setPen(pen(tokens.line))
        top, bottom, left, right = self._edges
        w, h = self.width() - 1, self.height() - 1
        path = QPainterPath()
        for wanted, start, end in (
            (top, (0, 0), (w, 0)),
            (bottom, (0, h), (w, h)),
            (left, (0, 0), (0, h)),
            (right, (w, 0), (w, h)),
        ):
            if wanted:
                path.moveTo(*start)
                path.lineTo(*end)
        painter.drawPath(path)


def in_the_middle(card: QWidget) -> QHBoxLayout:
    """A row that centers a card of fixed width; wrapped text keeps the height it needs."""
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(card)
    row.addStretch(1)
    return row
