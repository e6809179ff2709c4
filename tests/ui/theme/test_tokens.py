"""Every scheme is readable: contrast by the WCAG formula, and every icon and token exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QFontDatabase
from PySide6.QtWidgets import QApplication

import pt_chart.ui
from pt_chart.clinical.bodychart.marks import SymptomKind
from pt_chart.clinical.reasoning.results import Tier
from pt_chart.host.resources import resources_dir
from pt_chart.ui.theme.stylesheet import style_sheet
from pt_chart.ui.theme.theme import Scheme, Theme
from pt_chart.ui.theme.tokens import DARK, HIGH_CONTRAST, LIGHT, SCHEMES, Tokens

ids = [scheme.name for scheme in SCHEMES]


def luminance(hex: str) -> float:
    parts = [int(hex[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("tokens", SCHEMES, ids=ids)
def test_text_is_readable_on_every_ground(tokens: Tokens) -> None:
    grounds = (tokens.window, tokens.chrome, tokens.surface, tokens.sunken, tokens.selection)
    for ground in (*grounds, tokens.accent_soft):
        assert contrast(tokens.text, ground) >= 7
        assert contrast(tokens.secondary, ground) >= 4.5
    for ground in grounds:
        assert contrast(tokens.tertiary, ground) >= 4.5
    assert contrast(tokens.on_accent, tokens.accent) >= 4.5
    assert contrast("#FFFFFF", tokens.emergency_fill) >= 4.5


@pytest.mark.parametrize("tokens", SCHEMES, ids=ids)
def test_meanings_are_readable_on_surface_and_on_their_soft_ground(tokens: Tokens) -> None:
    tones = (tokens.emergency, tokens.urgent, tokens.routine, tokens.monitor, tokens.ok)
    for tone in (*tones, tokens.abnormal, tokens.unconfirmed):
        assert contrast(tone.text, tokens.surface) >= 4.5
        assert contrast(tone.text, tone.soft) >= 4.5


@pytest.mark.parametrize("tokens", SCHEMES, ids=ids)
def test_borders_and_focus_stand_out(tokens: Tokens) -> None:
    for ground in (tokens.surface, tokens.window):
        assert contrast(tokens.border, ground) >= 3
        assert contrast(tokens.focus, ground) >= 3


@pytest.mark.parametrize("tokens", SCHEMES, ids=ids)
def test_every_symptom_and_tier_has_a_color(tokens: Tokens) -> None:
    assert set(tokens.symptoms) == set(SymptomKind)
    loud = {tokens.tier(Tier.AMBULANCE), tokens.tier(Tier.EMERGENCY)}
    assert loud == {tokens.emergency}
    assert tokens.tier(Tier.URGENT) == tokens.urgent
    assert tokens.tier(Tier.MONITOR) == tokens.monitor


@pytest.mark.parametrize("tokens", SCHEMES, ids=ids)
def test_the_style_sheet_names_only_existing_tokens(tokens: Tokens) -> None:
    sheet = style_sheet(resources_dir() / "styles" / "window.qss", tokens)
    assert "$" not in sheet
    assert tokens.accent in sheet


def test_every_icon_the_window_asks_for_exists(theme: Theme) -> None:
    there = {path.stem for path in (resources_dir() / "icons").glob("*.svg")}
    asked = set()
    for source in Path(pt_chart.ui.__file__).parent.rglob("*.py"):
        asked |= set(re.findall(r'icon="(\w+)"', source.read_text("utf-8")))
        asked |= set(re.findall(r'draw_icon\(\s*painter, "(\w+)"', source.read_text("utf-8")))
    assert len(asked) > 15
    assert asked <= there


def test_icons_take_the_color_they_are_asked_for(theme: Theme) -> None:
    image = theme.icon("plus", "#FF0000", 20).toImage()
    drawn = {
        image.pixelColor(x, y).name()
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).alpha() > 200
    }
    assert drawn == {"#ff0000"}


def test_switching_the_scheme_changes_palette_and_tokens(theme: Theme, qapp: QApplication) -> None:
    told = []
    theme.changed.connect(lambda: told.append(theme.tokens.name))
    theme.choose(Scheme.DARK)
    assert theme.tokens is DARK
    assert qapp.palette().window().color() == QColor(DARK.window)
    theme.choose(Scheme.HIGH_CONTRAST)
    assert theme.tokens is HIGH_CONTRAST
    theme.choose(Scheme.LIGHT)
    assert theme.tokens is LIGHT
    assert told == ["dark", "high contrast", "light"]


def test_inter_is_bundled_with_figures_of_equal_width(theme: Theme, qapp: QApplication) -> None:
    assert theme.missing_fonts == ()
    assert "Inter" in QFontDatabase.families()
    font = qapp.font()
    assert font.family() == "Inter"
