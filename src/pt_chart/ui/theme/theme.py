"""The theme in force: follows the system's scheme, or stays at the one chosen."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QObject, QPointF, Qt, Signal
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QApplication

from pt_chart.ui.theme import stylesheet, type
from pt_chart.ui.theme.icons import Icons
from pt_chart.ui.theme.tokens import DARK, HIGH_CONTRAST, LIGHT, Tokens

TOUCH = 44
"""Smallest side of a target in touch mode, in logical pixels (WCAG 2.5.5)."""


class Scheme(StrEnum):
    """What the clinician chose; SYSTEM follows the computer."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    HIGH_CONTRAST = "high_contrast"


class Theme(QObject):
    """Owns the tokens in force and puts them on the application.

    Painted widgets read `tokens` in their paint event; Qt repaints every widget when the palette
    changes, so nothing else is needed to follow a switch. `changed` is for cached drawings.
    """

    changed = Signal()

    def __init__(self, app: QApplication, resources: Path, scheme: Scheme = Scheme.SYSTEM) -> None:
        super().__init__(app)
        self._app = app
        self._resources = resources
        self._icons = Icons(resources / "icons")
        self.missing_fonts = type.load_fonts(resources / "fonts")
        self._scheme = scheme
        self.touch = False
        self.tokens: Tokens = self._wanted()
        self._app.setStyle("fusion")
        self._app.setFont(type.Style.BODY.font)
        self._put_on()
        hints = app.styleHints()
        hints.colorSchemeChanged.connect(self._system_changed)

    @property
    def scheme(self) -> Scheme:
        """What was chosen, which may be to follow the system."""
        return self._scheme

    def target(self, height: int) -> int:
        """The height of something to be pressed: as designed, or large enough for a finger."""
        return max(height, TOUCH) if self.touch else height

    def choose(self, scheme: Scheme) -> None:
        """Switch the scheme for the whole window."""
        self._scheme = scheme
        wanted = self._wanted()
        if wanted is not self.tokens:
            self.tokens = wanted
            self._put_on()
            self.changed.emit()

    def icon(self, name: str, hex: str, size: int = 16) -> QPixmap:
        """An icon in a color at the screen's resolution; ``size`` in logical pixels."""
        return self._icons.pixmap(name, hex, size, self._app.devicePixelRatio())

    def draw_icon(
        self, painter: QPainter, name: str, hex: str, at: QPointF, size: int = 16
    ) -> None:
        """Draw an icon with its top left corner at a point."""
        ratio = painter.device().devicePixelRatioF()
        painter.drawPixmap(at, self._icons.pixmap(name, hex, size, ratio))

    def _system_changed(self) -> None:
        self.choose(self._scheme)

    def _wanted(self) -> Tokens:
        fixed = {
            Scheme.LIGHT: LIGHT,
            Scheme.DARK: DARK,
            Scheme.HIGH_CONTRAST: HIGH_CONTRAST,
        }.get(self._scheme)
        if fixed is not None:
            return fixed
        hints = self._app.styleHints()
        if _system_contrast_high(hints):
            return HIGH_CONTRAST
        return DARK if hints.colorScheme() is Qt.ColorScheme.Dark else LIGHT

    def _put_on(self) -> None:
        template = self._resources / "styles" / "window.qss"
        self._app.setPalette(stylesheet.palette(self.tokens))
        self._app.setStyleSheet(stylesheet.style_sheet(template, self.tokens))


def _system_contrast_high(hints: object) -> bool:
    # QAccessibilityHints came with Qt 6.10; older ones cannot tell.
    accessibility = getattr(hints, "accessibility", None)
    if accessibility is None:
        return False
    preference = accessibility().contrastPreference()
    return preference is Qt.ContrastPreference.HighContrast
