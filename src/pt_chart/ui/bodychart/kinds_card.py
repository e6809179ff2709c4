"""The ten symptom kinds: pick one by click or digit; worst intensity of each stands beside it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from pt_chart.clinical.bodychart.marks import BodyChart, SymptomKind
from pt_chart.ui.bodychart.patterns import pattern_brush
from pt_chart.ui.theme.paint import box, color, pen
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.type import Style

ROW = 34
LEAST_ROW = 20


class KindList(QWidget):
    """A list of kinds; ``picked`` tells the one chosen. Digits 1-9 and 0, up and down choose."""

    picked = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._kinds = tuple(SymptomKind)
        self._chosen = SymptomKind.ACHE
        self._worst: dict[SymptomKind, int | None] = {}
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setMinimumHeight(LEAST_ROW * len(self._kinds))
        self._speak()

    @property
    def chosen(self) -> SymptomKind:
        """The kind that the next mark gets."""
        return self._chosen

    def choose(self, kind: SymptomKind) -> None:
        """Choose a kind and tell of it."""
        self._chosen = kind
        self._speak()
        self.update()
        self.picked.emit(kind)

    def show_chosen(self, kind: SymptomKind) -> None:
        """Show another kind as chosen without telling of it (a mark was selected)."""
        self._chosen = kind
        self._speak()
        self.update()

    def show_chart(self, chart: BodyChart) -> None:
        """Show the strongest intensity of each kind drawn."""
        worst: dict[SymptomKind, int | None] = {}
        for mark in chart.marks:
            if mark.erases:
                continue
            strengths = [i for i in (worst.get(mark.kind), mark.intensity) if i is not None]
            worst[mark.kind] = max(strengths) if strengths else None
        self._worst = worst
        self._speak()
        self.update()

    def sizeHint(self) -> QSize:
        """A row for each kind."""
        return QSize(220, ROW * len(self._kinds))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits choose directly, up and down step."""
        index = self._kinds.index(self._chosen)
        if event.text().isdigit() and not event.modifiers():
            index = (int(event.text()) - 1) % 10
        elif event.key() == Qt.Key.Key_Down:
            index = min(index + 1, len(self._kinds) - 1)
        elif event.key() == Qt.Key.Key_Up:
            index = max(index - 1, 0)
        else:
            event.ignore()
            return
        self.choose(self._kinds[index])

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the row under the pointer."""
        index = int(event.position().y() / self._row())
        if 0 <= index < len(self._kinds):
            self.choose(self._kinds[index])

    def changeEvent(self, event: QEvent) -> None:
        """Redraw when enabled or disabled."""
        self.update()
        super().changeEvent(event)

    def _row(self) -> float:
        return min(float(ROW), self.height() / len(self._kinds))

    def _speak(self) -> None:
        worst = self._worst.get(self._chosen)
        strength = "" if worst is None else f", worst today {worst} of 10"
        self.setAccessibleName(f"Symptom kind: {self._chosen.label}{strength}")

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Key, swatch, name, worst intensity; the chosen row filled with an edge."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        height = self._row()
        for index, kind in enumerate(self._kinds):
            self._paint_row(painter, kind, index, QRectF(0, index * height, self.width(), height))

    def _paint_row(self, painter: QPainter, kind: SymptomKind, index: int, row: QRectF) -> None:
        tokens = self._theme.tokens
        chosen = kind is self._chosen
        if chosen:
            painter.fillRect(row, color(tokens.selection))
            painter.fillRect(QRectF(0, row.top(), 3, row.height()), color(tokens.accent))
            if self.hasFocus():
                box(painter, row.adjusted(4, 1, -1, -1), fill=None, border=pen(tokens.focus, 2))
        middle = row.center().y()
        key = QRectF(12, middle - min(9.0, row.height() / 2 - 1), 18, min(18.0, row.height() - 2))
        box(painter, key, fill=tokens.surface, border=pen(tokens.line), radius=3)
        painter.setFont(Style.TINY.font)
        painter.setPen(color(tokens.secondary))
        painter.drawText(key, Qt.AlignmentFlag.AlignCenter, str((index + 1) % 10))
        hex = tokens.symptoms[kind]
        swatch = QRectF(40, middle - 7, 22, 14)
        painter.fillRect(swatch, pattern_brush(kind, hex, self.devicePixelRatioF()))
        painter.setPen(pen(hex))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(swatch, 2, 2)
        painter.setFont((Style.STRONG if chosen else Style.BODY).font)
        painter.setPen(color(tokens.text))
        words = row.adjusted(72, 0, -8, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, kind.label.capitalize())
        worst = self._worst.get(kind)
        if worst is not None:
            painter.setFont(Style.BODY.font)
            painter.setPen(color(tokens.secondary))
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            painter.drawText(row.adjusted(0, 0, -12, 0), flags, f"{worst} / 10")
