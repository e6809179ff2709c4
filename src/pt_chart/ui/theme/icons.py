"""Outline icons, recolored for the state they are shown in."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap


class Icons:
    """Reads ``<name>.svg`` (20 grid, 1.6 stroke in currentColor) and keeps drawn pixmaps."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._sources: dict[str, str] = {}
        self._drawn: dict[tuple[str, str, int, float], QPixmap] = {}

    def pixmap(self, name: str, hex: str, size: int, ratio: float) -> QPixmap:
        """An icon in a color; ``size`` in logical pixels, ``ratio`` device pixels per logical.

        Raises:
            OSError: there is no such icon.
        """
        key = (name, hex, size, ratio)
        found = self._drawn.get(key)
        if found is None:
            found = self._drawn[key] = self._draw(name, hex, size, ratio)
        return found

    def _source(self, name: str) -> str:
        if name not in self._sources:
            self._sources[name] = (self._folder / f"{name}.svg").read_text("utf-8")
        return self._sources[name]

    def _draw(self, name: str, hex: str, size: int, ratio: float) -> QPixmap:
        from PySide6.QtSvg import QSvgRenderer

        text = self._source(name).replace("currentColor", hex)
        renderer = QSvgRenderer(QByteArray(text.encode()))
        pixels = round(size * ratio)
        pixmap = QPixmap(pixels, pixels)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        renderer.render(painter, QRectF(0, 0, pixels, pixels))
        painter.end()
        pixmap.setDevicePixelRatio(ratio)
        return pixmap
