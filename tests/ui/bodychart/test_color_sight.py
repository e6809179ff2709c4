"""Kinds stay apart by pattern for every simulated sight and on a gray print."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from pt_chart.clinical.bodychart.marks import SymptomKind
from pt_chart.ui.bodychart.color_sight import Sight, seen
from pt_chart.ui.bodychart.page import BodyChartPage
from pt_chart.ui.bodychart.patterns import pattern_brush
from pt_chart.ui.theme.tokens import DARK, LIGHT, Tokens


def patch(kind: SymptomKind, tokens: Tokens, sight: Sight) -> NDArray[np.int16]:
    image = QImage(48, 48, QImage.Format.Format_RGB32)
    image.fill(QColor(tokens.figure_fill))
    painter = QPainter(image)
    painter.fillRect(image.rect(), pattern_brush(kind, tokens.symptoms[kind], 1.0))
    painter.end()
    shown = seen(image, sight).convertToFormat(QImage.Format.Format_RGB32)
    raw = np.frombuffer(bytes(shown.constBits()), np.uint8).reshape(48, 48, 4)
    return raw[..., :3].astype(np.int16)


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=lambda t: t.name)
@pytest.mark.parametrize("sight", list(Sight))
def test_any_two_kinds_differ_in_pattern(qapp: QApplication, tokens: Tokens, sight: Sight) -> None:
    """By lightness and shape: over a tile, each two differ in a tenth of the pixels or more."""
    patches = {kind: patch(kind, tokens, sight).mean(axis=2) for kind in SymptomKind}
    for one, other in combinations(SymptomKind, 2):
        differing = (np.abs(patches[one] - patches[other]) > 12).mean()
        assert differing >= 0.1, (one, other, differing)


def test_gray_is_gray_and_typical_sight_is_left_alone(qapp: QApplication) -> None:
    image = QImage(4, 4, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    assert seen(image, Sight.TYPICAL) is image
    gray = seen(image, Sight.GRAY).pixelColor(1, 1)
    assert gray.red() == gray.green() == gray.blue()
    assert 100 < gray.red() < 140, "red is dark, not half bright"


@pytest.mark.parametrize("sight", [Sight.PROTANOPIA, Sight.DEUTERANOPIA])
def test_red_and_green_of_one_brightness_look_alike_without_a_cone(
    qapp: QApplication, sight: Sight
) -> None:
    white = QImage(2, 2, QImage.Format.Format_RGB32)
    white.fill(Qt.GlobalColor.white)
    assert seen(white, sight).pixelColor(0, 0).lightness() >= 253
    image = QImage(2, 2, QImage.Format.Format_RGB32)
    image.fill(QColor(190, 60, 30))
    shown = seen(image, sight).pixelColor(0, 0)
    assert abs(shown.red() - shown.green()) <= 1


def test_the_dialog_shows_every_sight(page: BodyChartPage) -> None:
    dialog = page.show_colors()
    pictures = {s: w.grab().toImage() for s, w in dialog.pictures.items()}
    assert set(pictures) == set(Sight)
    for one, other in combinations(Sight, 2):
        assert pictures[one] != pictures[other]
    dialog.accept()
