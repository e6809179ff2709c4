"""A finding worked out from others: shown per side, never typed."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from pt_chart.clinical import values
from pt_chart.clinical.facts import Facts
from pt_chart.clinical.fields import FieldDef
from pt_chart.clinical.findings import FindingKey, Value
from pt_chart.ui.forms import shown
from pt_chart.ui.forms.row_parts import MARGIN, NUMBER, Columns
from pt_chart.ui.theme.paint import box, color, not_tested, pen
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.type import Style

HEIGHT = 52


class ResultRow(QWidget):
    """LEFT and RIGHT result of a structured test, or one result of a score."""

    def __init__(self, theme: Theme, field: FieldDef, *, numbered: bool, share: float) -> None:
        super().__init__()
        self._theme = theme
        self.field = field
        self._numbered = numbered
        self._share = share
        self._values: dict[FindingKey, Value | None] = {}
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.show_facts(Facts())

    def sizeHint(self) -> QSize:
        """One row."""
        return QSize(500, HEIGHT)

    def show_facts(self, facts: Facts) -> None:
        """Show what the derived facts say."""
        now = {key: facts.values.get(key) for key in shown.keys_of(self.field)}
        if now == self._values:
            return
        self._values = now
        said = "; ".join(
            f"{key.side.spelled + ' ' if key.side else ''}{self._words(value)}"
            for key, value in now.items()
        )
        self.setAccessibleName(f"{self.field.label}, worked out: {said}")
        self.update()

    def _words(self, value: Value | None) -> str:
        return "not enough recorded" if value is None else shown.value_words(self.field, value)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Label, then a box per side in the look of its value."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        columns = Columns.of(self.width(), self._numbered, self._share)
        painter.setPen(pen(tokens.line))
        painter.drawLine(QPointF(0, HEIGHT - 0.5), QPointF(self.width(), HEIGHT - 0.5))
        if self._numbered:
            at = QPointF(MARGIN + (NUMBER - 30) / 2, HEIGHT / 2 - 8)
            self._theme.draw_icon(painter, "arrow_right", tokens.secondary, at, 16)
        painter.setFont(Style.MEDIUM.font)
        painter.setPen(color(tokens.text))
        label = QRectF(columns.label, 8, columns.first - columns.label - 10, 18)
        painter.drawText(label, Qt.AlignmentFlag.AlignVCenter, self.field.label)
        painter.setFont(Style.SMALL.font)
        painter.setPen(color(tokens.secondary))
        painter.drawText(
            label.translated(0, 18), Qt.AlignmentFlag.AlignVCenter, "worked out from the steps"
        )
        cells = list(self._values.items())
        for number, (key, value) in enumerate(cells):
            left = columns.first if number == 0 else columns.second
            right = columns.second - 10 if number == 0 and len(cells) > 1 else columns.end
            self._paint_value(painter, QRectF(left, 6, right - left, HEIGHT - 12), key, value)

    def _paint_value(
        self, painter: QPainter, rect: QRectF, key: FindingKey, value: Value | None
    ) -> None:
        tokens = self._theme.tokens
        painter.setFont(Style.BODY.font)
        side = f"{key.side.spelled}: " if key.side else ""
        if value is None:
            not_tested(painter, rect.adjusted(0, 5, 0, -5), f"{side}not enough recorded", tokens)
            return
        abnormal = values.is_abnormal(self.field, value)
        ink = tokens.abnormal.text if abnormal else tokens.text
        fill = tokens.abnormal.soft if abnormal else tokens.surface
        box(painter, rect, fill=fill, border=pen(ink if abnormal else tokens.border))
        painter.setFont(Style.STRONG.font)
        painter.setPen(color(ink))
        words = painter.fontMetrics().elidedText(
            f"{side}{self._words(value)}", Qt.TextElideMode.ElideRight, round(rect.width()) - 18
        )
        painter.drawText(rect.adjusted(10, 0, -8, 0), Qt.AlignmentFlag.AlignVCenter, words)
