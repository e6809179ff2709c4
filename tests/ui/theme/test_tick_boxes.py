"""A tick box is seen in every scheme, ticked and not: its frame, its ground, its tick."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QCheckBox, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from pt_chart.host.resources import resources_dir
from pt_chart.ui.theme.theme import Scheme, Theme
from pt_chart.ui.theme.tokens import DARK, HIGH_CONTRAST, LIGHT, Tokens
from tests.ui.theme.test_tokens import contrast

SCHEMES = {Scheme.LIGHT: LIGHT, Scheme.DARK: DARK, Scheme.HIGH_CONTRAST: HIGH_CONTRAST}
BOX = QRect(0, 0, 16, 24)


def picture(qtbot: QtBot, *, ticked: bool) -> QImage:
    """The box itself, on a window of the theme, without its words."""
    window = QWidget()
    qtbot.addWidget(window)
    box = QCheckBox("words")
    box.setChecked(ticked)
    column = QVBoxLayout(window)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(box, alignment=Qt.AlignmentFlag.AlignTop)
    window.show()
    return window.grab(BOX).toImage()


def strongest(image: QImage, ground: str) -> float:
    """The strongest contrast of any pixel against a ground."""
    colors = {
        image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())
    }
    return max(contrast(color, ground) for color in colors)


@pytest.mark.parametrize(("scheme", "tokens"), SCHEMES.items(), ids=[s.value for s in SCHEMES])
def test_an_empty_box_has_a_frame(
    qapp: QApplication, qtbot: QtBot, scheme: Scheme, tokens: Tokens
) -> None:
    theme = Theme(qapp, resources_dir(), scheme)
    assert strongest(picture(qtbot, ticked=False), theme.tokens.window) >= 3
    assert theme.tokens is tokens


@pytest.mark.parametrize(("scheme", "tokens"), SCHEMES.items(), ids=[s.value for s in SCHEMES])
def test_a_ticked_box_is_filled_and_its_tick_stands_out(
    qapp: QApplication, qtbot: QtBot, scheme: Scheme, tokens: Tokens
) -> None:
    Theme(qapp, resources_dir(), scheme)
    image = picture(qtbot, ticked=True)
    filled = sum(
        image.pixelColor(x, y).name() == tokens.accent.lower()
        for x in range(image.width())
        for y in range(image.height())
    )
    assert filled > 80
    assert image != picture(qtbot, ticked=False)
    assert strongest(image.copy(4, 3, 10, 16), tokens.accent) >= 4
