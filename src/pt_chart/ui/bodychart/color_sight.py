"""How the picture looks with another color vision, and on a gray printer.

Dichromatic vision after Viénot, Brettel and Mollon (1999) for red and green, and after the
matrices of Machado, Oliveira and Fernandes (2009, severity 1) for blue; both on linear light.
"""

from __future__ import annotations

from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage


class Sight(StrEnum):
    """A way of seeing the picture."""

    TYPICAL = "typical color vision"
    PROTANOPIA = "no red (protanopia)"
    DEUTERANOPIA = "no green (deuteranopia)"
    TRITANOPIA = "no blue (tritanopia)"
    GRAY = "gray print"


_MATRICES = {
    Sight.PROTANOPIA: (
        (0.11238, 0.88762, 0.0),
        (0.11238, 0.88762, 0.0),
        (0.00401, -0.00401, 1.0),
    ),
    Sight.DEUTERANOPIA: (
        (0.29275, 0.70725, 0.0),
        (0.29275, 0.70725, 0.0),
        (-0.02234, 0.02234, 1.0),
    ),
    Sight.TRITANOPIA: (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
    Sight.GRAY: ((0.2126, 0.7152, 0.0722),) * 3,
}
"""Linear RGB to linear RGB."""


def seen(picture: QImage, sight: Sight) -> QImage:
    """The picture as somebody with this sight sees it."""
    if sight is Sight.TYPICAL:
        return picture
    image = picture.convertToFormat(QImage.Format.Format_RGB888)
    height, width, line = image.height(), image.width(), image.bytesPerLine()
    raw = np.frombuffer(bytes(image.constBits()), dtype=np.uint8).reshape(height, line)
    rgb = raw[:, : width * 3].reshape(height, width, 3)
    matrix = np.array(_MATRICES[sight], dtype=np.float32)
    out = np.ascontiguousarray(_encoded(_LINEAR[rgb] @ matrix.T))
    made = QImage(out.tobytes(), width, height, width * 3, QImage.Format.Format_RGB888).copy()
    made.setDevicePixelRatio(picture.devicePixelRatio())
    return made


def _linear_table() -> NDArray[np.float32]:
    value = np.arange(256) / 255
    table = np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)
    return table.astype(np.float32)


_LINEAR = _linear_table()


def _encoded(linear: NDArray[np.float32]) -> NDArray[np.uint8]:
    light = np.clip(linear, 0, 1)
    value = np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055)
    coded: NDArray[np.uint8] = np.rint(value * 255).astype(np.uint8)
    return coded
