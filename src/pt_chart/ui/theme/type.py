"""The type scale: Inter in three weights with tabular figures."""

from __future__ import annotations

from enum import Enum
from functools import lru_cache
from pathlib import Path

from PySide6.QtGui import QFont, QFontDatabase

FAMILY = "Inter"


class Style(Enum):
    """A step of the type scale: size in logical pixels, line height, weight."""

    PAGE_TITLE = (20, 24, 600)
    PATIENT = (18, 24, 600)
    PANEL_TITLE = (15, 20, 600)
    CARD_TITLE = (14, 20, 600)
    SENTENCE = (14, 21, 400)
    BODY = (13, 18, 400)
    MEDIUM = (13, 18, 500)
    STRONG = (13, 18, 600)
    SMALL = (12, 16, 400)
    SMALL_MEDIUM = (12, 16, 500)
    SMALL_STRONG = (12, 16, 600)
    TINY = (11, 14, 400)
    TINY_STRONG = (11, 14, 600)

    @property
    def pixels(self) -> int:
        """Font size in logical pixels."""
        return self.value[0]

    @property
    def line(self) -> int:
        """Line height in logical pixels."""
        return self.value[1]

    @property
    def weight(self) -> int:
        """Weight, 400 to 600."""
        return self.value[2]

    @property
    def font(self) -> QFont:
        """The font of this step, with figures of equal width."""
        return _font(self.pixels, self.weight)


@lru_cache(maxsize=32)
def _font(pixels: int, weight: int) -> QFont:
    font = QFont(FAMILY)
    font.setPixelSize(pixels)
    font.setWeight(QFont.Weight(weight))
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def load_fonts(folder: Path) -> tuple[str, ...]:
    """Load the bundled Inter files; the names of the files that could not be read."""
    names = ("Inter-Regular.ttf", "Inter-Medium.ttf", "Inter-SemiBold.ttf")
    return tuple(n for n in names if QFontDatabase.addApplicationFont(str(folder / n)) < 0)
