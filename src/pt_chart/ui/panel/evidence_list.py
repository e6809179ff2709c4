"""What speaks for or against a cause, line by line, with the source under each."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from pt_chart.clinical.reasoning.results import Direction, EvidenceLine
from pt_chart.ui.theme.paint import box, color, dashed, pen
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Radius, Tokens
from pt_chart.ui.theme.type import Style

RIGHT = 84
MARK = 16
MEMORY = "from memory"
TAG = 82
LINE = 17.0
MOST = 2
"""Lines of a source at most: the rest stands in its tip and on the evidence page."""


def ratio_words(line: EvidenceLine) -> str:
    """The likelihood ratio as published, or that it is an expert pattern."""
    if line.lr is None:
        return "pattern" if line.basis.startswith("expert") else ""
    return f"LR {line.lr:g}"


def source_words(line: EvidenceLine) -> str:
    """Study, size, interval and setting, as far as the source gives them."""
    parts = [line.study]
    if line.n is not None:
        parts.append(f"n {line.n}")
    if line.lr_low is not None and line.lr_high is not None:
        parts.append(f"CI {line.lr_low:g} to {line.lr_high:g}")
    if line.setting:
        parts.append(line.setting)
    if line.note:
        parts.append(line.note)
    return " · ".join(part for part in parts if part)


def wrapped(words: str, metrics: QFontMetricsF, width: float) -> list[str]:
    """Words in lines of a width; a word that is too long keeps its own line."""
    lines: list[str] = []
    for word in words.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and metrics.horizontalAdvance(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def from_memory(line: EvidenceLine) -> bool:
    """Whether the figure is marked as not read on a page."""
    return bool(line.study) and line.verified != "page read"


class EvidenceList(QWidget):
    """Lines of one direction; screen readers get them as the description."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._lines: tuple[EvidenceLine, ...] = ()
        self._heights: dict[int, int] = {}
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_lines(self, name: str, lines: Sequence[EvidenceLine]) -> None:
        """Show lines under a spoken name."""
        self._lines = tuple(lines)
        self._heights.clear()
        self.setAccessibleName(f"{name}: {len(lines)} findings")
        told = "; ".join(
            f"{line.words}, {ratio_words(line)} {line.strength}, {source_words(line)}"
            f"{', from memory' if from_memory(line) else ''}"
            for line in lines
        )
        self.setAccessibleDescription(told)
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        """Lines wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """All lines."""
        if not self._lines:
            return 36
        # Layouts ask again with every key typed anywhere.
        if width not in self._heights:
            self._heights[width] = round(sum(self._height(line, width) for line in self._lines))
        return self._heights[width]

    def sizeHint(self) -> QSize:
        """For the panel's width."""
        return QSize(380, self.heightForWidth(max(self.width(), 380)))

    def minimumSizeHint(self) -> QSize:
        """One line."""
        return QSize(200, 36)

    def _text_height(self, words: str, style: Style, width: float) -> float:
        metrics = QFontMetricsF(style.font)
        flags = int(Qt.TextFlag.TextWordWrap)
        return max(metrics.boundingRect(QRectF(0, 0, width, 1000), flags, words).height(), 16.0)

    def _height(self, line: EvidenceLine, width: float) -> float:
        inner = width - 2 * 16 - MARK - 12 - RIGHT
        height = self._text_height(line.words, Style.MEDIUM, inner)
        return height + len(self._source_lines(line, inner)) * LINE + 9

    def _source_lines(self, line: EvidenceLine, width: float) -> list[str]:
        """The source in two lines at most; the last one leaves room for the mark of memory."""
        metrics = QFontMetricsF(Style.SMALL.font)
        lines = wrapped(source_words(line), metrics, width)
        if len(lines) > MOST:
            lines = [*lines[: MOST - 1], " ".join(lines[MOST - 1 :])]
        if not lines:
            return []
        room = width - (TAG if from_memory(line) else 0)
        if len(lines) < MOST and metrics.horizontalAdvance(lines[-1]) > room:
            return [*lines, ""]
        return [*lines[:-1], metrics.elidedText(lines[-1], Qt.TextElideMode.ElideRight, room)]

    def event(self, event: QEvent) -> bool:
        """The whole source of the line under the mouse."""
        if isinstance(event, QHelpEvent):
            top = 0.0
            for line in self._lines:
                top += self._height(line, self.width())
                if event.pos().y() < top:
                    QToolTip.showText(event.globalPos(), f"<qt>{escape(source_words(line))}</qt>")
                    return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Mark, words, ratio, source, tag."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self._lines:
            painter.setFont(Style.BODY.font)
            painter.setPen(color(tokens.tertiary))
            place = QRectF(self.rect()).adjusted(16, 0, -16, 0)
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, "Nothing recorded here")
            return
        top = 0.0
        for line in self._lines:
            height = self._height(line, self.width())
            self._paint_line(painter, line, QRectF(0, top, self.width(), height), tokens)
            top += height

    def _paint_line(
        self, painter: QPainter, line: EvidenceLine, rect: QRectF, tokens: Tokens
    ) -> None:
        self._paint_mark(painter, line, rect, tokens)
        left = 16.0 + MARK + 8
        inner = rect.width() - 2 * 16 - MARK - 12 - RIGHT
        words_height = self._text_height(line.words, Style.MEDIUM, inner)
        flags = int(Qt.TextFlag.TextWordWrap)
        painter.setFont(Style.MEDIUM.font)
        painter.setPen(color(tokens.text))
        painter.drawText(QRectF(left, rect.top() + 3, inner, words_height + 2), flags, line.words)
        right = QRectF(rect.right() - RIGHT - 16, rect.top() + 3, RIGHT, 18)
        painter.setFont(Style.STRONG.font)
        painter.drawText(right, Qt.AlignmentFlag.AlignRight, ratio_words(line))
        painter.setFont(Style.SMALL.font)
        painter.setPen(color(tokens.secondary))
        painter.drawText(right.translated(0, 18), Qt.AlignmentFlag.AlignRight, line.strength)
        below = QRectF(left, rect.top() + 4 + words_height, inner, LINE)
        sources = self._source_lines(line, inner)
        for source in sources:
            painter.drawText(below, Qt.AlignmentFlag.AlignVCenter, source)
            below.translate(0, LINE)
        if from_memory(line) and sources:
            self._paint_memory(painter, below.translated(0, -LINE), sources[-1], tokens)
        painter.setPen(pen(tokens.line))
        painter.drawLine(
            QPointF(left, rect.bottom() - 0.5), QPointF(rect.right() - 16, rect.bottom() - 0.5)
        )

    def _paint_memory(self, painter: QPainter, below: QRectF, source: str, tokens: Tokens) -> None:
        used = QFontMetricsF(Style.SMALL.font).horizontalAdvance(source)
        painter.setFont(Style.TINY.font)
        width = painter.fontMetrics().horizontalAdvance(MEMORY) + 8.0
        left = below.left() + (used + 6 if source else 0)
        tag = QRectF(left, below.top() + (LINE - 15) / 2, width, 15)
        box(painter, tag, fill=None, border=dashed(tokens.tertiary), radius=Radius.TAG)
        painter.setPen(color(tokens.secondary))
        painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, MEMORY)

    def _paint_mark(
        self, painter: QPainter, line: EvidenceLine, rect: QRectF, tokens: Tokens
    ) -> None:
        frame = QRectF(16, rect.top() + 5, 14, 14)
        painter.setFont(Style.SMALL_STRONG.font)
        if line.direction is Direction.FOR:
            box(painter, frame, fill=tokens.accent, border=None, radius=Radius.TAG)
            painter.setPen(color(tokens.on_accent))
            painter.drawText(frame, Qt.AlignmentFlag.AlignCenter, "+")
        elif line.direction is Direction.AGAINST:
            box(painter, frame, fill=None, border=pen(tokens.text), radius=Radius.TAG)
            painter.setPen(color(tokens.text))
            painter.drawText(frame, Qt.AlignmentFlag.AlignCenter, "−")
        elif line.direction is Direction.NOT_TESTED:
            box(painter, frame, fill=None, border=dashed(tokens.tertiary), radius=Radius.TAG)
            painter.setPen(color(tokens.secondary))
            painter.drawText(frame, Qt.AlignmentFlag.AlignCenter, "n")
        else:
            painter.setPen(pen(tokens.tertiary, 1.2))
            painter.drawEllipse(frame.adjusted(3, 3, -3, -3))
