"""Buttons: primary, secondary, quiet, and the outline on an emergency fill."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from pt_chart.ui.theme.paint import box, color, key_hint, pen
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Height, Radius, Tokens
from pt_chart.ui.theme.type import Style

ICON = 16
GAP = 6


class Look(Enum):
    """How loud a button is."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    QUIET = "quiet"
    ON_EMERGENCY = "on_emergency"


@dataclass(frozen=True, slots=True)
class _Colors:
    fill: str | None
    border: str | None
    ink: str


class Button(QPushButton):
    """A button drawn from tokens, with an optional icon and the key that does the same."""

    def __init__(
        self,
        theme: Theme,
        text: str,
        look: Look = Look.SECONDARY,
        *,
        icon: str = "",
        key: str = "",
        name: str = "",
        height: int = Height.BUTTON,
        parent: QWidget | None = None,
    ) -> None:
        """``name`` is the accessible name where the text alone does not say it."""
        super().__init__(text, parent)
        self._theme = theme
        self._look = look
        self._icon = icon
        self._key = key
        self._small = height < Height.BUTTON
        self._height = theme.target(height)
        self.setAccessibleName(name or text)
        if name and not text:
            self.setToolTip(f"{name} ({key})" if key else name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def set_icon_name(self, icon: str) -> None:
        """Show another icon."""
        self._icon = icon
        self.update()

    def sizeHint(self) -> QSize:
        """Room for icon, text and key cap."""
        width = 2 * self._padding + self._content_width()
        return QSize(max(round(width), self._height), self._height)

    def minimumSizeHint(self) -> QSize:
        """A button is never squeezed."""
        return self.sizeHint()

    @property
    def _padding(self) -> int:
        if not self.text():
            return 7
        return 8 if self._look is Look.QUIET or self._small else 12

    def _content_width(self) -> float:
        font = self._text_style.font
        self.setFont(font)
        parts = []
        if self._icon:
            parts.append(float(ICON))
        if self.text():
            parts.append(self.fontMetrics().horizontalAdvance(self._shown) + 1.0)
        if self._key and self.text():
            parts.append(self._key_width())
        return sum(parts) + GAP * (len(parts) - 1)

    @property
    def _shown(self) -> str:
        return self.text().replace("&&", "\0").replace("&", "").replace("\0", "&")

    @property
    def _text_style(self) -> Style:
        return Style.SMALL_MEDIUM if self._small else Style.MEDIUM

    def _key_width(self) -> float:
        return 8.0 + len(self._key) * 6.3

    def _colors(self, tokens: Tokens) -> _Colors:
        if not self.isEnabled():
            quiet = self._look is Look.QUIET
            soft = tokens.disabled.soft
            return _Colors(
                None if quiet else soft, None if quiet else tokens.line, tokens.disabled.text
            )
        pressed, hover = self.isDown() or self.isChecked(), self.underMouse()
        if self._look is Look.PRIMARY:
            fill = (
                tokens.accent_pressed
                if pressed
                else tokens.accent_hover
                if hover
                else tokens.accent
            )
            return _Colors(fill, None, tokens.on_accent)
        if self._look is Look.SECONDARY:
            border = tokens.secondary if hover or pressed else tokens.border
            fill = tokens.accent_soft if pressed else tokens.surface
            return _Colors(fill, border, tokens.text)
        if self._look is Look.ON_EMERGENCY:
            return _Colors(
                "#ffffff" if pressed else None,
                "#FFFFFF",
                tokens.emergency_fill if pressed else "#FFFFFF",
            )
        ink = tokens.accent_pressed if pressed else tokens.accent_hover if hover else tokens.accent
        return _Colors(tokens.accent_soft if hover or pressed else None, None, ink)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter does the same as Space."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Box, icon, text, key cap, in the colors of the state."""
        tokens = self._theme.tokens
        colors = self._colors(tokens)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect())
        border = pen(colors.border) if colors.border else None
        if colors.fill or border:
            box(painter, rect, fill=colors.fill, border=border, radius=Radius.BUTTON)
        left = (self.width() - self._content_width()) / 2
        middle = self.height() / 2
        if self._icon:
            at = QPointF(left, middle - ICON / 2)
            self._theme.draw_icon(painter, self._icon, colors.ink, at, ICON)
            left += ICON + GAP
        if self.text():
            painter.setFont(self._text_style.font)
            painter.setPen(color(colors.ink))
            width = self.fontMetrics().horizontalAdvance(self._shown) + 1.0
            place = QRectF(left, 0, width + 2, self.height())
            painter.drawText(
                place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self._shown
            )
            left += width + GAP
            if self._key:
                painter.setFont(Style.TINY.font)
                cap = QRectF(left, middle - 8.5, self._key_width(), 17)
                key_hint(painter, cap, self._key, colors.ink, tokens)


def native_key(sequence: str) -> str:
    """How a shortcut is written on this system ("Ctrl+P" as "Ctrl P", on a Mac with symbols)."""
    shown = QKeySequence(sequence).toString(QKeySequence.SequenceFormat.NativeText)
    return shown.replace("+", " ")
