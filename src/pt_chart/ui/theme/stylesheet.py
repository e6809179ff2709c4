"""The palette and style sheet that follow from tokens, for the parts Qt paints itself."""

from __future__ import annotations

from pathlib import Path
from string import Template

from PySide6.QtGui import QColor, QPalette

from pt_chart.ui.theme.tokens import Tokens


def palette(tokens: Tokens) -> QPalette:
    """The palette of a scheme; disabled text uses the disabled tone."""
    roles = {
        QPalette.ColorRole.Window: tokens.window,
        QPalette.ColorRole.WindowText: tokens.text,
        QPalette.ColorRole.Base: tokens.surface,
        QPalette.ColorRole.AlternateBase: tokens.sunken,
        QPalette.ColorRole.Text: tokens.text,
        QPalette.ColorRole.Button: tokens.surface,
        QPalette.ColorRole.ButtonText: tokens.text,
        QPalette.ColorRole.BrightText: tokens.emergency.text,
        QPalette.ColorRole.Highlight: tokens.accent,
        QPalette.ColorRole.HighlightedText: tokens.on_accent,
        QPalette.ColorRole.PlaceholderText: tokens.tertiary,
        QPalette.ColorRole.ToolTipBase: tokens.text,
        QPalette.ColorRole.ToolTipText: tokens.surface,
        QPalette.ColorRole.Link: tokens.accent,
        QPalette.ColorRole.Mid: tokens.line,
        QPalette.ColorRole.Accent: tokens.accent,
    }
    made = QPalette()
    for role, hex in roles.items():
        made.setColor(role, QColor(hex))
    for role in (
        QPalette.ColorRole.Text,
        QPalette.ColorRole.WindowText,
        QPalette.ColorRole.ButtonText,
    ):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(tokens.disabled.text))
    return made


def style_sheet(template: Path, tokens: Tokens) -> str:
    """The style sheet of a scheme: the template with every ``$token`` filled in.

    ``$tick`` is the picture beside the template that ticks a box of this scheme.

    Raises:
        KeyError: the template names a token that does not exist.
        OSError: the template cannot be read.
    """
    tick = template.with_name(f"tick-{'dark' if tokens.dark else 'light'}.svg")
    names = {"tick": tick.as_posix()}
    for name in Tokens.__dataclass_fields__:
        value = getattr(tokens, name)
        if isinstance(value, str):
            names[name] = value
        elif hasattr(value, "soft"):
            names[name] = value.text
            names[f"{name}_soft"] = value.soft
    return Template(template.read_text("utf-8")).substitute(names)
