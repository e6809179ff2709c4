"""All views as small pictures with their marks; one click or key shows a view."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from pt_chart.clinical.bodychart.atlas import BodyAtlas, ViewAtlas
from pt_chart.clinical.bodychart.marks import BodyChart, View
from pt_chart.definitions.figures import FigureIndex
from pt_chart.ui.bodychart.layers import render_figure
from pt_chart.ui.bodychart.painting import paint_quickly
from pt_chart.ui.theme.paint import box, color, pen
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Radius, Space
from pt_chart.ui.theme.type import Style

LABELS = {
    View.FRONT: "Front",
    View.BACK: "Back",
    View.LEFT: "LEFT side",
    View.RIGHT: "RIGHT side",
    View.FOOT_TOPS: "Foot tops",
    View.SOLES: "Soles",
}
SHORT = {
    View.FRONT: "Front",
    View.BACK: "Back",
    View.LEFT: "Left",
    View.RIGHT: "Right",
    View.FOOT_TOPS: "Feet",
    View.SOLES: "Soles",
}
KEYS = {view: f"F{number}" for number, view in enumerate(LABELS, 2)}


class Thumbnail(QAbstractButton):
    """One view, small: name, key, figure and marks."""

    def __init__(
        self,
        theme: Theme,
        atlas: ViewAtlas,
        svg: Callable[[], bytes],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._atlas = atlas
        self._svg = svg
        self._chart = BodyChart()
        self._drawn: QPixmap | None = None
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(72, 64)
        self.setToolTip(f"{LABELS[atlas.view]} view ({KEYS[atlas.view]})")
        self._speak()
        theme.changed.connect(self._forget)

    def show_figure(self, atlas: ViewAtlas, svg: Callable[[], bytes]) -> None:
        """Show another figure under the drawing."""
        if atlas is not self._atlas:
            self._atlas, self._svg = atlas, svg
            self._forget()

    def show_chart(self, chart: BodyChart) -> None:
        """Show another drawing."""
        mine = [m for m in chart.marks if m.view is self._atlas.view]
        before = [m for m in self._chart.marks if m.view is self._atlas.view]
        self._chart = chart
        if mine != before:
            self._forget()
            self._speak()

    def _forget(self) -> None:
        self._drawn = None
        self.update()

    def _speak(self) -> None:
        count = sum(1 for m in self._chart.marks if m.view is self._atlas.view and not m.erases)
        marks = f", {count} mark{'s' if count != 1 else ''}" if count else ", nothing drawn"
        self.setAccessibleName(f"{LABELS[self._atlas.view]} view{marks}")

    def sizeHint(self) -> QSize:
        """The size of the picture's frame."""
        return QSize(148, 118)

    def resizeEvent(self, _event: object) -> None:
        """Draw anew at the new size."""
        self._forget()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Frame in the state's colors, then the cached picture."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = self.isChecked()
        edge = tokens.accent if chosen else tokens.line
        edge = tokens.secondary if self.underMouse() and not chosen else edge
        fill = tokens.selection if chosen else tokens.surface
        rect = QRectF(self.rect())
        box(painter, rect, fill=fill, border=pen(edge, 2 if chosen else 1), radius=Radius.CARD)
        if self.hasFocus():
            inner = rect.adjusted(3, 3, -3, -3)
            box(painter, inner, fill=None, border=pen(tokens.focus, 2), radius=Radius.FIELD)
        if self._drawn is None:
            self._drawn = self._draw()
        painter.drawPixmap(0, 0, self._drawn)
        painter.setFont(Style.SMALL.font)
        painter.setPen(color(tokens.secondary))
        head = rect.adjusted(8, 5, -8, 0)
        painter.drawText(head, Qt.AlignmentFlag.AlignLeft, LABELS[self._atlas.view])
        if self.width() > 110:
            painter.setFont(Style.TINY.font)
            painter.drawText(head, Qt.AlignmentFlag.AlignRight, KEYS[self._atlas.view])

    def _draw(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        pixmap = QPixmap(round(self.width() * ratio), round(self.height() * ratio))
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        room = QRectF(self.rect()).adjusted(8, 22, -8, -7)
        aspect = self._atlas.aspect
        height = max(min(room.height(), room.width() / aspect), 1.0)
        figure = QRectF(0, 0, height * aspect, height)
        figure.moveCenter(room.center())
        painter = QPainter(pixmap)
        render_figure(painter, self._svg(), figure, self._theme)
        painter.end()
        marks = QPixmap(pixmap.size())
        marks.setDevicePixelRatio(ratio)
        marks.fill(Qt.GlobalColor.transparent)
        painter = QPainter(marks)
        paint_quickly(painter, self._chart.marks, self._atlas, figure, self._theme.tokens)
        painter.end()
        painter = QPainter(pixmap)
        painter.drawPixmap(0, 0, marks)
        painter.end()
        return pixmap


class ViewColumn(QWidget):
    """All six views below one another."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, atlas: BodyAtlas, figures: FigureIndex) -> None:
        super().__init__()
        self._figures = figures
        self._pictures: dict[View, Thumbnail] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        for view in LABELS:
            made = Thumbnail(theme, atlas.views[view], partial(figures.body_svg, view))
            made.clicked.connect(lambda _=False, view=view: self.chosen.emit(view))
            column.addWidget(made, 1)
            self._pictures[view] = made
        self.setFixedWidth(156)

    def choose(self, view: View) -> None:
        """Show which view is on the canvas."""
        self._pictures[view].setChecked(True)

    def show_chart(self, chart: BodyChart, figure: BodyAtlas) -> None:
        """Show a drawing on its figure."""
        for view, picture in self._pictures.items():
            svg = partial(self._figures.body_svg, view, figure.body, figure.version)
            picture.show_figure(figure.views[view], svg)
            picture.show_chart(chart)
