"""A finding worked out from others: shown per side, never typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from pt_chart.charting.desk import VisitDesk
from pt_chart.clinical import values
from pt_chart.clinical.derivation import derive
from pt_chart.clinical.facts import Facts
from pt_chart.clinical.fields import FieldDef
from pt_chart.clinical.findings import FindingKey, Value
from pt_chart.clinical.neurodynamics import reason_words, steps_of
from pt_chart.ui.forms import shown
from pt_chart.ui.forms.row_parts import MARGIN, NUMBER, Columns
from pt_chart.ui.theme.paint import box, color, not_tested, pen
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.type import Style

HEIGHT = 52
RESULT = "_result"
"""How the id of a worked-out test ends."""


def results_before(
    desk: VisitDesk, field: FieldDef, card: Iterable[FieldDef]
) -> dict[FindingKey, tuple[Value, date]]:
    """The newest earlier results of a field that is worked out from the fields of its card."""
    ids = {one.id for one in card}
    for visit in desk.previous:
        if any(key.id in ids for key in visit.answers):
            facts = derive(desk.vocabulary, Facts.from_answers(visit.answers))
            found = {key: facts.values.get(key) for key in shown.keys_of(field)}
            told = {key: (one, visit.date) for key, one in found.items() if one is not None}
            if told:
                return told
    return {}


class ResultRow(QWidget):
    """LEFT and RIGHT result of a structured test, or one result of a score.

    Below it stands on what it rests, and what it was last time, in gray.
    """

    def __init__(
        self,
        theme: Theme,
        field: FieldDef,
        *,
        numbered: bool,
        share: float,
        before: Mapping[FindingKey, tuple[Value, date]] | None = None,
    ) -> None:
        """``before`` are the newest earlier results with their days."""
        super().__init__()
        self._before = before or {}
        self._reasons: dict[FindingKey, str] = {}
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
        test = self.field.id.removesuffix(RESULT)
        reasons = {
            key: reason_words(steps_of(test, facts, key.side))
            for key, value in now.items()
            if value is not None and test != self.field.id
        }
        if (now, reasons) == (self._values, self._reasons):
            return
        self._values, self._reasons = now, reasons
        said = "; ".join(
            f"{key.side.spelled + ' ' if key.side else ''}"
            + ", ".join(filter(None, (self._words(value), self._below(key))))
            for key, value in now.items()
        )
        self.setAccessibleName(f"{self.field.label}, worked out: {said}")
        self.update()

    def _below(self, key: FindingKey) -> str:
        """What a result was last time, and what today's rests on."""
        before = ""
        if key in self._before:
            value, day = self._before[key]
            before = f"{shown.short_day(day)}: {self._words(value)}"
        return " · ".join(filter(None, (before, self._reasons.get(key, ""))))

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
        below = self._below(key)
        if value is None:
            line = f" · {below}" if below else ""
            not_tested(
                painter, rect.adjusted(0, 5, 0, -5), f"{side}not enough recorded{line}", tokens
            )
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
        inner = rect.adjusted(10, 2, -8, -2)
        upper = inner.adjusted(0, 0, 0, -inner.height() / 2) if below else inner
        painter.drawText(upper, Qt.AlignmentFlag.AlignVCenter, words)
        if below:
            painter.setFont(Style.SMALL.font)
            painter.setPen(color(tokens.secondary))
            metrics = painter.fontMetrics()
            below = metrics.elidedText(below, Qt.TextElideMode.ElideRight, round(inner.width()))
            lower = inner.adjusted(0, inner.height() / 2, 0, 0)
            painter.drawText(lower, Qt.AlignmentFlag.AlignVCenter, below)
