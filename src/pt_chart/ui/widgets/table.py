"""Tables of rows to choose from, drawn from tokens, with Qt's own keyboard and accessibility."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelection,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from pt_chart.ui.theme.paint import box, color, dotted, pen
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Height, Radius, Tokens
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.table_head import TableHead
from pt_chart.ui.widgets.tier_tag import paint_tag, tag_width

Index = QModelIndex | QPersistentModelIndex
LEAST_ASIDE = 60
"""Room in which the begin of an aside still says something."""
HEADING_ROW = 30
"""Height of a row that heads a group."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What one cell shows.

    ``aside`` follows in secondary ink; ``below`` is a second line; ``marked`` lists (start,
    length) of found letters; ``badge`` is "", "ok", "draft", "current" or "plain" and frames the
    text; ``tier`` names an open flag in a tag behind it; ``wraps`` uses the height of its row.
    """

    text: str
    style: Style = Style.BODY
    tone: str = "text"
    aside: str = ""
    marked: tuple[tuple[int, int], ...] = ()
    badge: str = ""
    right: bool = False
    below: str = ""
    tier: str = ""
    wraps: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading and width (logical pixels; 0 takes a share of the rest).

    ``opens``: a click into it opens the row at once.
    """

    title: str
    width: int = 0
    right: bool = False
    opens: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row: what it stands for, its cells, or a group heading without an id.

    ``height`` in logical pixels where the row needs more than the others, 0 for the usual one.
    """

    id: str
    cells: tuple[Cell, ...]
    heading: bool = False
    height: int = 0


class _Rows(QAbstractTableModel):
    def __init__(self, columns: Sequence[Column], parent: QObject) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.rows: tuple[Row, ...] = ()

    def show(self, rows: Sequence[Row]) -> None:
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            cells = self.rows[index.row()].cells
            if index.column() < len(cells):
                cell = cells[index.column()]
                told = (cell.text, cell.tier.replace("_", " "), cell.aside, cell.below)
                return " ".join(part for part in told if part)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Horizontal:
            return self.columns[section].title
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if self.rows[index.row()].heading:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class _CellPainter(QStyledItemDelegate):
    def __init__(self, theme: Theme, table: Table) -> None:
        super().__init__(table)
        self._theme = theme
        self._table = table

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(60, self._table.row_height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        tokens = self._theme.tokens
        rect = QRectF(option.rect)
        row = self._table.shown[index.row()]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        picked = self._table.current_id == row.id and not row.heading
        ground = tokens.sunken if row.heading else tokens.selection if picked else tokens.surface
        painter.fillRect(rect, color(ground))
        painter.setPen(pen(tokens.line))
        bottom = rect.bottom() - 0.5
        painter.drawLine(QPointF(rect.left(), bottom), QPointF(rect.right(), bottom))
        if picked and index.column() == 0:
            painter.fillRect(
                QRectF(rect.left(), rect.top(), 3, rect.height()), color(tokens.accent)
            )
        if index.column() < len(row.cells):
            self._paint_cell(painter, rect.adjusted(12, 0, -8, 0), row.cells[index.column()])
        painter.restore()

    def _paint_cell(self, painter: QPainter, rect: QRectF, cell: Cell) -> None:
        tokens = self._theme.tokens
        painter.setFont(cell.style.font)
        if cell.badge:
            self._paint_badge(painter, rect, cell, tokens)
            return
        if cell.wraps:
            painter.setPen(color(_ink(cell.tone, tokens)))
            lines = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(rect, int(lines), cell.text)
            return
        if cell.below:
            lower = rect.adjusted(0, rect.height() / 2 - 2, 0, -6)
            rect = rect.adjusted(0, 6, 0, -rect.height() / 2)
            painter.setFont(Style.SMALL.font)
            painter.setPen(color(tokens.secondary))
            words = painter.fontMetrics().elidedText(
                cell.below, Qt.TextElideMode.ElideRight, round(lower.width())
            )
            painter.drawText(lower, Qt.AlignmentFlag.AlignVCenter, words)
            painter.setFont(cell.style.font)
        metrics = QFontMetricsF(cell.style.font)
        tag = tag_width(cell.tier)
        if tag and not cell.below and metrics.horizontalAdvance(cell.text) + tag > rect.width() - 8:
            # Too narrow for both beside each other: the tag goes below, the name stays whole.
            paint_tag(
                painter, self._theme, cell.tier, rect.left(), rect.center().y() + 10, low=True
            )
            painter.setFont(cell.style.font)
            rect, tag = rect.adjusted(0, 3, 0, -rect.height() / 2), 0.0
        room = rect.width() - (tag + 8 if tag else 0)
        text = metrics.elidedText(cell.text, Qt.TextElideMode.ElideRight, room)
        painter.setPen(color(_ink(cell.tone, tokens)))
        flags = Qt.AlignmentFlag.AlignVCenter
        if cell.right:
            flags |= Qt.AlignmentFlag.AlignRight
        painter.drawText(rect, flags, text)
        after = rect.left() + metrics.horizontalAdvance(text) + 8
        if tag:
            paint_tag(painter, self._theme, cell.tier, after, rect.center().y())
            painter.setFont(cell.style.font)
            after += tag + 8
        for start, length in cell.marked:
            left = rect.left() + metrics.horizontalAdvance(cell.text[:start])
            width = metrics.horizontalAdvance(cell.text[start : start + length])
            y = rect.center().y() + 9
            painter.fillRect(QRectF(left, y, width, 2), color(tokens.accent))
        if cell.aside:
            painter.setFont(Style.SMALL.font)
            painter.setPen(color(tokens.secondary))
            rest = rect.adjusted(after - rect.left(), 0, 0, 0)
            aside = painter.fontMetrics().elidedText(
                cell.aside, Qt.TextElideMode.ElideRight, round(rest.width())
            )
            if aside == cell.aside or rest.width() > LEAST_ASIDE:
                painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter, aside)

    def _paint_badge(self, painter: QPainter, rect: QRectF, cell: Cell, tokens: Tokens) -> None:
        icon = 16 if cell.badge == "ok" else 0
        painter.setFont(Style.SMALL_MEDIUM.font)
        width = painter.fontMetrics().horizontalAdvance(cell.text) + 16 + icon
        frame = QRectF(rect.right() - width, rect.center().y() - 12, width, 24)
        ink = {"ok": tokens.ok.text, "draft": tokens.unconfirmed.text}.get(
            cell.badge, tokens.secondary
        )
        if cell.badge == "current":
            ink = tokens.on_accent
            box(painter, frame, fill=tokens.accent, border=None)
        elif cell.badge == "plain":
            ink = tokens.text
            box(painter, frame, fill=tokens.surface, border=pen(tokens.secondary))
        elif cell.badge == "draft":
            box(painter, frame, fill=tokens.surface, border=dotted(ink), radius=Radius.TAG)
        elif cell.badge == "ok":
            box(painter, frame, fill=tokens.surface, border=pen(ink))
            at = QPointF(frame.left() + 7, frame.center().y() - 6)
            self._theme.draw_icon(painter, "check", ink, at, 12)
        painter.setPen(color(ink))
        place = frame.adjusted(icon, 0, 0, 0)
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, cell.text)


def _ink(tone: str, tokens: Tokens) -> str:
    value = getattr(tokens, tone)
    return value if isinstance(value, str) else str(value.text)


class Table(QTableView):
    """Rows to choose from: arrows move, Enter or a double click opens.

    ``chosen`` follows the current row, ``opened`` is Enter, a double click or a click on the
    current row; both carry the row's id.
    """

    chosen = Signal(str)
    opened = Signal(str)

    def __init__(
        self,
        theme: Theme,
        name: str,
        columns: Sequence[Column],
        *,
        row_height: int = Height.LIST_ROW,
        headings: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self.row_height = row_height
        self._model = _Rows(columns, self)
        self.setModel(self._model)
        self.setAccessibleName(name)
        self.setItemDelegate(_CellPainter(theme, self))
        self.setHorizontalHeader(TableHead(theme, [column.right for column in columns], self))
        self.horizontalHeader().setVisible(headings)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(row_height)
        self.setShowGrid(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        for corner in self.findChildren(QAbstractButton):
            corner.setAccessibleName(f"{name}: choose all")
            corner.hide()
        self.setWordWrap(False)
        self._size_columns()
        self.doubleClicked.connect(lambda index: self._open(index.row()))
        self.clicked.connect(self._pressed)
        # Opening may change these very rows: never while Qt still handles the click on them.
        self._pressed_row = -1
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(lambda: self._open(self._pressed_row))

    @property
    def shown(self) -> tuple[Row, ...]:
        """The rows."""
        return self._model.rows

    @property
    def current_id(self) -> str:
        """The id of the chosen row, "" for none."""
        index = self.currentIndex()
        rows = self._model.rows
        return rows[index.row()].id if index.isValid() and index.row() < len(rows) else ""

    def show_rows(self, rows: Sequence[Row], current: str = "") -> None:
        """Show rows; the one with ``current`` is chosen, if there."""
        self.clearSpans()
        self._model.show(rows)
        for number, row in enumerate(rows):
            if row.heading and len(self._model.columns) > 1:
                self.setSpan(number, 0, 1, len(self._model.columns))
            self.setRowHeight(number, self._tall(row))
        if current:
            self.choose(current)

    def choose(self, row_id: str) -> None:
        """Make a row the current one."""
        for number, row in enumerate(self._model.rows):
            if row.id == row_id and not row.heading:
                self.setCurrentIndex(self._model.index(number, 0))
                return

    def step(self, by: int) -> None:
        """Move the choice up or down, past group headings."""
        rows = self._model.rows
        number = self.currentIndex().row() if self.currentIndex().isValid() else -1
        number = number + by if number >= 0 or by > 0 else len(rows) - 1
        while 0 <= number < len(rows):
            if not rows[number].heading:
                self.setCurrentIndex(self._model.index(number, 0))
                return
            number += by

    def content_height(self) -> int:
        """Height that shows every row without scrolling."""
        head = 32 if not self.horizontalHeader().isHidden() else 0
        return head + sum(self._tall(row) for row in self._model.rows) + 2

    def _tall(self, row: Row) -> int:
        return HEADING_ROW if row.heading else row.height or self.row_height

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Tell who is chosen now."""
        super().selectionChanged(selected, deselected)
        self.viewport().update()
        if self.current_id:
            self.chosen.emit(self.current_id)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Passing through by Tab chooses nothing: the arrows do."""
        chosen = self.currentIndex().isValid()
        super().focusInEvent(event)
        if not chosen and event.reason() != Qt.FocusReason.MouseFocusReason:
            self.setCurrentIndex(QModelIndex())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The chosen row stays in sight."""
        super().resizeEvent(event)
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens; the arrows are Qt's."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex().row())
        else:
            super().keyPressEvent(event)

    def _pressed(self, index: QModelIndex) -> None:
        if self._model.columns[index.column()].opens:
            self._pressed_row = index.row()
            self._soon.start()

    def _open(self, number: int) -> None:
        if 0 <= number < len(self._model.rows) and not self._model.rows[number].heading:
            self.opened.emit(self._model.rows[number].id)

    def _size_columns(self) -> None:
        head = self.horizontalHeader()
        head.setMinimumSectionSize(30)
        for number, column in enumerate(self._model.columns):
            if column.width:
                head.setSectionResizeMode(number, QHeaderView.ResizeMode.Fixed)
                head.resizeSection(number, column.width)
            else:
                head.setSectionResizeMode(number, QHeaderView.ResizeMode.Stretch)
