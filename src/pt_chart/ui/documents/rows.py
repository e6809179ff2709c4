"""How a document looks in the list: a box for the pack, its name, what it is for."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPolygonF
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from pt_chart.ui.theme.paint import color, pen
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.type import Style

HINT = int(Qt.ItemDataRole.UserRole) + 1
HEIGHT = 50
LEFT = 44
BOX = 18
Index = QModelIndex | QPersistentModelIndex


class DocumentRows(QStyledItemDelegate):
    """Draws a row; a click on the box or the space bar ticks it."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        """One height for all rows."""
        return QSize(min(_rect(option).width(), 200), self._theme.target(HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The selection, the box, two lines of words."""
        tokens, rect = self._theme.tokens, _rect(option)
        painter.save()
        if _state(option) & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, color(tokens.selection))
            painter.fillRect(rect.x(), rect.y(), 3, rect.height(), color(tokens.accent))
        self._box(painter, rect, ticked=_ticked(index))
        words = rect.adjusted(LEFT, 7, -10, -7)
        painter.setPen(color(tokens.text))
        painter.setFont(Style.STRONG.font)
        top = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        painter.drawText(words, top, str(index.data(Qt.ItemDataRole.DisplayRole)))
        painter.setPen(color(tokens.secondary))
        painter.setFont(Style.SMALL.font)
        hint = painter.fontMetrics().elidedText(
            str(index.data(HINT)), Qt.TextElideMode.ElideRight, words.width()
        )
        bottom = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom)
        painter.drawText(words, bottom, hint)
        if _state(option) & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(pen(tokens.focus, tokens.focus_width))
            painter.drawRect(rect.adjusted(1, 1, -2, -2))
        painter.restore()

    def _box(self, painter: QPainter, rect: QRect, *, ticked: bool) -> None:
        tokens = self._theme.tokens
        box = QRectF(_box_of(rect))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(pen(tokens.accent if ticked else tokens.border, 1.2))
        painter.setBrush(color(tokens.accent if ticked else tokens.surface))
        painter.drawRoundedRect(box, 3, 3)
        if ticked:
            painter.setPen(pen(tokens.on_accent, 2))
            points = ((4.0, 9.5), (7.5, 13.0), (14.0, 5.5))
            painter.drawPolyline(
                QPolygonF([box.topLeft() + QPointF(right, down) for right, down in points])
            )

    def editorEvent(
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        """Tick by a click on the left of the row, or by the space bar."""
        clicked = (
            event.type() == QEvent.Type.MouseButtonRelease
            and isinstance(event, QMouseEvent)
            and event.position().x() < _rect(option).x() + LEFT - 4
        )
        pressed = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Space
        if not clicked and not (pressed and event.type() == QEvent.Type.KeyPress):
            return False
        state = Qt.CheckState.Unchecked if _ticked(index) else Qt.CheckState.Checked
        return model.setData(index, state, int(Qt.ItemDataRole.CheckStateRole))


def _ticked(index: Index) -> bool:
    return Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole)) is Qt.CheckState.Checked


def _box_of(rect: QRect) -> QRect:
    return QRect(rect.x() + 14, rect.y() + (rect.height() - BOX) // 2, BOX, BOX)


def _rect(option: QStyleOptionViewItem) -> QRect:
    # PySide's stubs do not name the fields of a style option.
    found: QRect = getattr(option, "rect")  # noqa: B009
    return found


def _state(option: QStyleOptionViewItem) -> QStyle.StateFlag:
    found: QStyle.StateFlag = getattr(option, "state")  # noqa: B009
    return found
