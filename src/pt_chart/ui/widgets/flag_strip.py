"""A raised flag as a strip: tier in words, icon and shape first, color last."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from pt_chart.clinical.reasoning.results import Tier
from pt_chart.ui.theme.paint import box, color, pen
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Radius, Tokens
from pt_chart.ui.theme.type import Style

TIER_WORDS = {
    Tier.AMBULANCE: "Ambulance now",
    Tier.EMERGENCY: "Emergency department today",
    Tier.URGENT: "Urgent, within days",
    Tier.ROUTINE: "Routine",
    Tier.MONITOR: "Monitor",
}
TIER_ICONS = {
    Tier.AMBULANCE: "ambulance",
    Tier.EMERGENCY: "warning",
    Tier.URGENT: "warning",
    Tier.ROUTINE: "document",
    Tier.MONITOR: "eye",
}
LOUD = (Tier.AMBULANCE, Tier.EMERGENCY)
EDGE = 4
PADDING = 9


class FlagStrip(QWidget):
    """Title, an end note, and wrapped detail in the look of a tier; Enter or a click opens it."""

    opened = Signal()

    def __init__(
        self,
        theme: Theme,
        tier: Tier,
        title: str,
        detail: str = "",
        note: str = "",
        *,
        settled: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """``settled`` shows a flag that was acknowledged: outline only, with a tick."""
        super().__init__(parent)
        self._theme = theme
        self._tier = tier
        self._words = f"{TIER_WORDS[tier]}: {title}" if title else TIER_WORDS[tier]
        self._detail = detail
        self._note = note
        self._settled = settled
        self._heights: dict[int, int] = {}
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        done = ", acknowledged" if settled else ""
        self.setAccessibleName(f"{self._words}{done}. {note} {detail}".strip())

    def hasHeightForWidth(self) -> bool:
        """The detail wraps."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Title line and wrapped detail."""
        # Layouts ask again with every key typed anywhere; the words never change.
        if width not in self._heights:
            inner = width - 2 * PADDING - EDGE
            title = self._title_height(inner)
            self._heights[width] = round(title + self._detail_height(inner)) + 14
        return self._heights[width]

    def sizeHint(self) -> QSize:
        """For the panel's width."""
        return QSize(380, self.heightForWidth(380))

    def minimumSizeHint(self) -> QSize:
        """At least the title line."""
        return QSize(120, 34)

    def _title_rect(self, width: float) -> QRectF:
        metrics = QFontMetricsF(Style.STRONG.font)
        flags = int(Qt.TextFlag.TextWordWrap)
        note = QFontMetricsF(Style.SMALL.font).horizontalAdvance(self._note)
        room = width - 24 - (note + 8 if note else 0)
        return metrics.boundingRect(QRectF(0, 0, max(room, 80), 1000), flags, self._words)

    def _title_height(self, width: float) -> float:
        return max(self._title_rect(width).height(), 18.0)

    def _detail_height(self, width: float) -> float:
        if not self._detail:
            return 0.0
        metrics = QFontMetricsF(Style.SMALL.font)
        flags = int(Qt.TextFlag.TextWordWrap)
        return metrics.boundingRect(QRectF(0, 0, width, 2000), flags, self._detail).height() + 2

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        """Open."""
        self.opened.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open with Enter or Space."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit()
        else:
            event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The look of the tier."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink, body = self._paint_ground(painter, tokens)
        width = self.width() - 2 * PADDING - EDGE
        left = float(PADDING + EDGE)
        title_height = self._title_height(width)
        icon = "check" if self._settled else TIER_ICONS[self._tier]
        self._theme.draw_icon(painter, icon, ink, QPointF(left, 8), 15)
        painter.setFont(Style.STRONG.font)
        painter.setPen(color(ink))
        title = QRectF(left + 22, 7, self._title_rect(width).width() + 4, title_height)
        painter.drawText(title, int(Qt.TextFlag.TextWordWrap), self._words)
        painter.setFont(Style.SMALL.font)
        if self._note:
            note = QRectF(left, 8, width, 18)
            painter.drawText(note, Qt.AlignmentFlag.AlignRight, self._note)
        painter.setPen(color(body))
        detail = QRectF(left, 9 + title_height, width, self.height())
        painter.drawText(detail, int(Qt.TextFlag.TextWordWrap), self._detail)

    def _paint_ground(self, painter: QPainter, tokens: Tokens) -> tuple[str, str]:
        rect = QRectF(self.rect())
        tone = tokens.tier(self._tier)
        if self._tier in LOUD and not self._settled:
            if self._tier is Tier.AMBULANCE:
                box(
                    painter,
                    rect,
                    fill=tokens.surface,
                    border=pen(tone.text, 2.0),
                    radius=Radius.CARD,
                )
                rect = rect.adjusted(4, 4, -4, -4)
            box(painter, rect, fill=tokens.emergency_fill, border=None, radius=Radius.FIELD)
            return "#FFFFFF", "#FFFFFF"
        fill = tokens.surface if self._settled else tone.soft
        box(painter, rect, fill=fill, border=pen(tone.text), radius=Radius.FIELD)
        painter.fillRect(QRectF(0, 2, EDGE, rect.height() - 4), color(tone.text))
        return tone.text, tokens.text
