"""A picture from a file, as the chart keeps it: redrawn small, without anything else in the file.

Phones write place, time and device into photos; the file is read, drawn anew and written as a
plain PNG, so that nothing of that is kept.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QColor, QImage, QImageReader, QImageWriter, QPainter

from pt_chart.charting.own_exercises import LARGEST_PICTURE

LARGEST_FILE = 30_000_000
"""Bytes of a file that is read at all."""
LONGEST_EDGE = 12_000
"""Pixels of a picture that is read at all."""
SHORTEST_EDGE = 16
"""Pixels below which nothing can be seen on paper."""
_JPEG, _JPEG_END, _SCAN = b"\xff\xd8", b"\xff\xd9", b"\xda"
FORMATS = ("png", "jpg", "jpeg", "bmp", "webp")
EDGES = (720, 600, 500, 400, 320, 240)
"""Longest edge tried, until the picture is small enough."""


def read_picture(path: Path, largest: int = LARGEST_PICTURE) -> bytes:
    """The picture of a file as a plain PNG of at most ``largest`` bytes, turned upright.

    Raises:
        ValueError: the file is no picture, or larger than can be taken; the message says the fix.
    """
    try:
        size = path.stat().st_size
    except OSError as error:
        raise ValueError(f"The file cannot be read: {error.strerror}.") from error
    if not path.is_file():
        raise ValueError("This is no file; choose a PNG or JPEG file.")
    if size > LARGEST_FILE:
        raise ValueError("The file is larger than 30 MB; save a smaller picture.")
    reader = QImageReader(str(path))
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    found = bytes(reader.format().data()).decode("ascii", "replace").lower()
    if found not in FORMATS:
        raise ValueError("The file is no picture; choose a PNG or JPEG file.")
    edges = reader.size().width(), reader.size().height()
    if max(edges) > LONGEST_EDGE:
        raise ValueError(f"An edge has more than {LONGEST_EDGE} pixels; save a smaller picture.")
    if reader.size().isValid() and min(edges) < SHORTEST_EDGE:
        raise ValueError(f"An edge has less than {SHORTEST_EDGE} pixels; choose a larger picture.")
    image = QImage() if _is_cut(path.read_bytes()) else reader.read()
    if image.isNull():
        raise ValueError("The picture is damaged; choose another file.")
    return plain_png(image, largest)


def _is_cut(content: bytes) -> bool:
    """Whether a JPEG ends before its end: its decoder fills the rest with gray."""
    if not content.startswith(_JPEG):
        return False
    at = len(_JPEG)
    while content[at : at + 1] == b"\xff" and content[at + 1 : at + 2] != _SCAN:
        at += 2 + int.from_bytes(content[at + 2 : at + 4])  # a small picture in it has its own end
    return _JPEG_END not in content[at:]


def plain_png(image: QImage, largest: int = LARGEST_PICTURE) -> bytes:
    """The picture drawn on white and written as PNG, small enough to be kept.

    Raises:
        ValueError: no size is small enough.
    """
    for edge in EDGES:
        fits = image.width() <= edge and image.height() <= edge
        drawn = _redrawn(image, image.size() if fits else QSize(edge, edge))
        png = _encoded(drawn)
        if len(png) <= largest:
            return png
    raise ValueError("The picture cannot be made small enough; choose a plainer one.")


def _redrawn(image: QImage, room: QSize) -> QImage:
    """A new picture with the same points: texts and profiles of the old one stay behind."""
    scaled = image.scaled(
        room, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
    fresh = QImage(scaled.size(), QImage.Format.Format_RGB32)
    fresh.fill(QColor("white"))
    painter = QPainter(fresh)
    painter.drawImage(0, 0, scaled)
    painter.end()
    return fresh


def _encoded(image: QImage) -> bytes:
    kept = QByteArray()
    buffer = QBuffer(kept)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(kept.data())
