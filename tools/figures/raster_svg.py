"""SVG files to pixels through QtSvg, the reader the window uses."""

from __future__ import annotations

import os
from pathlib import Path

from PIL import Image


def _application() -> object:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtGui import QGuiApplication

    return QGuiApplication.instance() or QGuiApplication([])


def svg_size(path: Path) -> tuple[int, int]:
    """Default width and height. Raises ValueError when QtSvg cannot read the file."""
    from PySide6.QtSvg import QSvgRenderer

    _application()
    renderer = QSvgRenderer(str(path))
    if not renderer.isValid():
        raise ValueError(f"QtSvg cannot read {path.name}")
    size = renderer.defaultSize()
    return size.width(), size.height()


def raster(path: Path, width: int) -> Image.Image:
    """RGB picture on white, ``width`` pixels wide. Raises ValueError for an unreadable file."""
    app = _application()
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    own_width, own_height = svg_size(path)
    height = max(1, round(own_height * width / own_width))
    image = QImage(width, height, QImage.Format.Format_RGB888)
    image.fill(0xFFFFFFFF)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(str(path)).render(painter)
    painter.end()
    del app
    data = bytes(image.constBits())
    return Image.frombuffer("RGB", (width, height), data, "raw", "RGB", image.bytesPerLine(), 1)
