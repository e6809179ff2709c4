"""The drawing and the ten kinds as seen with other color vision and on a gray print."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QDialog, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from pt_chart.clinical.bodychart.atlas import ViewAtlas
from pt_chart.clinical.bodychart.marks import BodyChart, SymptomKind
from pt_chart.ui.bodychart.color_sight import Sight, seen
from pt_chart.ui.bodychart.layers import blank, render_figure
from pt_chart.ui.bodychart.painting import paint_marks
from pt_chart.ui.bodychart.patterns import pattern_brush
from pt_chart.ui.theme.paint import color, pen
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Space
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.button import Button
from pt_chart.ui.widgets.label import Label

COLUMN = QSize(220, 560)
ROW = 21


class SightPicture(QWidget):
    """One column: a view with its marks, and the ten kinds below it."""

    def __init__(
        self, theme: Theme, sight: Sight, atlas: ViewAtlas, svg: bytes, chart: BodyChart
    ) -> None:
        super().__init__()
        self._theme, self._sight = theme, sight
        self._atlas, self._svg, self._chart = atlas, svg, chart
        self._drawn: QPixmap | None = None
        self.setAccessibleName(f"The drawing with {sight.value}")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme.changed.connect(self._forget)

    def sizeHint(self) -> QSize:
        """A tall column."""
        return COLUMN

    def _forget(self) -> None:
        self._drawn = None
        self.update()

    def resizeEvent(self, _event: object) -> None:
        """Draw anew at the new size."""
        self._forget()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The cached picture."""
        if self._drawn is None:
            self._drawn = QPixmap.fromImage(seen(self.picture(), self._sight))
        QPainter(self).drawPixmap(0, 0, self._drawn)

    def picture(self) -> QImage:
        """The column with typical color vision."""
        ratio, tokens = self.devicePixelRatioF(), self._theme.tokens
        ground = blank(self.size(), ratio)
        ground.fill(color(tokens.surface))
        list_height = ROW * len(SymptomKind) + 8
        room = QRectF(8, 8, self.width() - 16, self.height() - list_height - 16)
        aspect = self._atlas.aspect
        height = max(min(room.height(), room.width() / aspect), 1.0)
        figure = QRectF(0, 0, height * aspect, height)
        figure.moveCenter(room.center())
        marks = blank(self.size(), ratio)
        painter = QPainter(marks)
        paint_marks(painter, self._chart, self._atlas, figure, tokens)
        painter.end()
        painter = QPainter(ground)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        render_figure(painter, self._svg, figure, self._theme)
        painter.drawPixmap(0, 0, marks)
        for index, kind in enumerate(SymptomKind):
            top = self.height() - list_height + index * ROW
            self._paint_kind(painter, kind, QRectF(10, top, self.width() - 20, ROW), ratio)
        painter.end()
        return ground.toImage()

    def _paint_kind(self, painter: QPainter, kind: SymptomKind, row: QRectF, ratio: float) -> None:
        tokens = self._theme.tokens
        hex = tokens.symptoms[kind]
        swatch = QRectF(row.left(), row.top() + 2, 44, ROW - 5)
        painter.fillRect(swatch, pattern_brush(kind, hex, ratio))
        painter.setPen(pen(hex))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(swatch)
        painter.setFont(Style.SMALL.font)
        painter.setPen(color(tokens.text))
        words = row.adjusted(52, 0, 0, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, kind.label.capitalize())


class ColorDialog(QDialog):
    """All ways of seeing side by side."""

    def __init__(
        self,
        theme: Theme,
        atlas: ViewAtlas,
        svg: bytes,
        chart: BodyChart,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Colors as others see them")
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        column.setSpacing(Space.M)
        column.addWidget(Label("Colors as others see them", Style.PAGE_TITLE))
        told = (
            "Every kind keeps its pattern. Simulated: red and green after Viénot 1999, blue after"
            " Machado 2009; what one person sees may differ."
        )
        column.addWidget(Label(told, tone="secondary", wrap=True))
        row = QHBoxLayout()
        row.setSpacing(Space.M)
        column.addLayout(row, 1)
        self.pictures: dict[Sight, SightPicture] = {}
        for sight in Sight:
            part = QVBoxLayout()
            part.addWidget(Label(sight.value.capitalize(), Style.STRONG))
            self.pictures[sight] = SightPicture(theme, sight, atlas, svg, chart)
            part.addWidget(self.pictures[sight], 1)
            row.addLayout(part, 1)
        close = Button(theme, "Close")
        close.clicked.connect(self.accept)
        column.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        self.resize(1180, 680)
