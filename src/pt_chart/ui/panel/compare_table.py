"""Two causes side by side with this patient's findings; rows light up where they fit."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from pt_chart.clinical.reasoning.results import Comparison, ComparisonRow
from pt_chart.ui.theme.paint import box, color, hatch, pen
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Radius, Tokens
from pt_chart.ui.theme.type import Style

SHARES = (0.2, 0.25, 0.25, 0.3)
NARROW = (0.22, 0.25, 0.25, 0.28)
NARROW_BELOW = 480
MARGINS = (18, 36, 36, 18)
"""Room in a cell that is not its words': a lit one has a tick and a border."""
LEAST = 32
HEAD = 30
LIT = {"left": (True, False), "right": (False, True), "both": (True, True)}


def count_words(comparison: Comparison) -> str:
    """How many rows speak for which side, in words."""
    lit = [row.lit for row in comparison.rows]
    open_rows = lit.count("not_tested")
    left, right, both = (lit.count(name) for name in ("left", "right", "both"))
    return f"{left} {comparison.left}, {right} {comparison.right}, {both} both, {open_rows} open"


def _shares(width: float) -> tuple[float, float, float, float]:
    return NARROW if width < NARROW_BELOW else SHARES


class CompareTable(QWidget):
    """A comparison; a lit cell has a tick, a border and a soft ground."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._comparison: Comparison | None = None
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_comparison(self, comparison: Comparison) -> None:
        """Show a comparison."""
        self._comparison = comparison
        self.setAccessibleName(f"{comparison.title}: {count_words(comparison)}")
        rows = (
            f"{r.feature}: {comparison.left} {r.left}; {comparison.right} {r.right}; "
            f"this patient {r.patient or 'not tested'}; speaks for {r.lit.replace('_', ' ')}"
            for r in comparison.rows
        )
        self.setAccessibleDescription(". ".join(rows))
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        """Cells wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Heading and all rows."""
        rows = self._comparison.rows if self._comparison else ()
        height = self._head_height(width) + sum(self._row_height(row, width) for row in rows)
        return round(height) + 2

    def sizeHint(self) -> QSize:
        """For a usual width."""
        return QSize(520, self.heightForWidth(max(self.width(), 520)))

    def minimumSizeHint(self) -> QSize:
        """Heading."""
        return QSize(260, HEAD)

    def _heads(self) -> tuple[str, str, str, str]:
        if self._comparison is None:
            return "", "", "", ""
        return "", self._comparison.left, self._comparison.right, "This patient"

    def _head_height(self, width: float) -> float:
        metrics = QFontMetricsF(Style.SMALL_STRONG.font)
        flags = int(Qt.TextFlag.TextWordWrap)
        tallest = max(
            metrics.boundingRect(QRectF(0, 0, width * share - 14, 1000), flags, words).height()
            for share, words in zip(_shares(width), self._heads(), strict=True)
        )
        return max(tallest + 12, HEAD)

    def _row_height(self, row: ComparisonRow, width: float) -> float:
        metrics = QFontMetricsF(Style.SMALL_STRONG.font)
        flags = int(Qt.TextFlag.TextWordWrap)
        tallest = 0.0
        for share, margin, words in zip(
            _shares(width), MARGINS, (row.feature, row.left, row.right, row.patient), strict=True
        ):
            area = QRectF(0, 0, width * share - margin, 1000)
            tallest = max(tallest, metrics.boundingRect(area, flags, words).height())
        return max(tallest + 12, LEAST)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Heading, then row by row."""
        if self._comparison is None:
            return
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        head = self._head_height(self.width())
        painter.fillRect(QRectF(0, 0, self.width(), head), color(tokens.sunken))
        painter.setFont(Style.SMALL_STRONG.font)
        painter.setPen(color(tokens.text))
        flags = int(Qt.TextFlag.TextWordWrap) | int(Qt.AlignmentFlag.AlignVCenter)
        for left, width, words in zip(*self._columns(), self._heads(), strict=True):
            painter.drawText(QRectF(left + 10, 0, width - 14, head), flags, words)
        top = head
        for row in self._comparison.rows:
            height = self._row_height(row, self.width())
            self._paint_row(painter, row, top, height, tokens)
            top += height

    def _columns(self) -> tuple[list[float], list[float]]:
        widths = [self.width() * share for share in _shares(self.width())]
        lefts = [sum(widths[:number]) for number in range(len(widths))]
        return lefts, widths

    def _paint_row(
        self, painter: QPainter, row: ComparisonRow, top: float, height: float, tokens: Tokens
    ) -> None:
        painter.setPen(pen(tokens.line))
        painter.drawLine(QPointF(0, top), QPointF(self.width(), top))
        lefts, widths = self._columns()
        lit = (False, *LIT.get(row.lit, (False, False)), False)
        words = (row.feature, row.left, row.right, row.patient)
        for number, (left, width) in enumerate(zip(lefts, widths, strict=True)):
            cell = QRectF(left, top, width, height)
            if number == 3 and row.lit == "not_tested":
                self._paint_untested(painter, cell, row.patient, tokens)
                continue
            self._paint_cell(painter, cell, words[number], lit=lit[number], strong=number == 0)

    def _paint_cell(
        self, painter: QPainter, cell: QRectF, words: str, *, lit: bool, strong: bool
    ) -> None:
        tokens = self._theme.tokens
        area = cell.adjusted(10, 0, -8, 0)
        if lit:
            frame = cell.adjusted(1, 1, -1, -1)
            box(painter, frame, fill=tokens.accent_soft, border=pen(tokens.accent, 1.6), radius=2)
            at = QPointF(cell.left() + 8, cell.center().y() - 7)
            self._theme.draw_icon(painter, "check", tokens.accent, at, 13)
            area = area.adjusted(16, 0, 0, 0)
        painter.setFont((Style.SMALL_STRONG if lit or strong else Style.SMALL).font)
        painter.setPen(color(tokens.text if lit or strong else tokens.secondary))
        flags = int(Qt.TextFlag.TextWordWrap) | int(Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(area, flags, words)

    def _paint_untested(self, painter: QPainter, cell: QRectF, words: str, tokens: Tokens) -> None:
        hatch(painter, cell.adjusted(1, 1, -1, -1), tokens)
        painter.setFont(Style.SMALL.font)
        shown = words or "not tested"
        width = min(painter.fontMetrics().horizontalAdvance(shown) + 12.0, cell.width() - 16)
        patch = QRectF(cell.left() + 8, cell.center().y() - 10, width, 20)
        box(painter, patch, fill=tokens.surface, border=None, radius=Radius.TAG)
        painter.setPen(color(tokens.secondary))
        painter.drawText(patch, Qt.AlignmentFlag.AlignCenter, shown)
