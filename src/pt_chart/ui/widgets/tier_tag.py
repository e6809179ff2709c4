"""The tier of an open flag beside a name: icon and word first, color last."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from pt_chart.clinical.reasoning.results import Tier
from pt_chart.ui.theme.paint import box, color, pen
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Radius
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.flag_strip import LOUD, TIER_ICONS

TAG_WORDS = {
    Tier.AMBULANCE: "Ambulance",
    Tier.EMERGENCY: "Emergency",
    Tier.URGENT: "Urgent",
}
"""Tiers that lists name; quieter ones stand in the chart."""
_HEIGHT, _LOW, _ICON = 22, 18, 13


def tag_width(tier: str) -> float:
    """Room that the tag takes; 0 for a tier without one."""
    word = TAG_WORDS.get(Tier(tier)) if tier else None
    return QFontMetricsF(Style.SMALL_MEDIUM.font).horizontalAdvance(word) + 30 if word else 0.0


def paint_tag(
    painter: QPainter,
    theme: Theme,
    tier: str,
    left: float,
    middle: float,
    *,
    low: bool = False,
) -> None:
    """Draw the tag of a tier from ``left``, centered on the line at ``middle``; ``low``: flat."""
    known, tokens = Tier(tier), theme.tokens
    height = _LOW if low else _HEIGHT
    frame = QRectF(left, middle - height / 2, tag_width(tier), height)
    tone = tokens.tier(known)
    if known in LOUD:
        ink = "#FFFFFF"
        box(painter, frame, fill=tokens.emergency_fill, border=None, radius=Radius.TAG)
    else:
        ink = tone.text
        box(painter, frame, fill=tone.soft, border=pen(ink), radius=Radius.TAG)
    at = QPointF(frame.left() + 7, frame.center().y() - _ICON / 2)
    theme.draw_icon(painter, TIER_ICONS[known], ink, at, _ICON)
    painter.setFont(Style.SMALL_MEDIUM.font)
    painter.setPen(color(ink))
    words = frame.adjusted(24, 0, 0, 0)
    painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, TAG_WORDS[known])
