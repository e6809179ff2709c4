"""Design tokens: every color and size of the window, as frozen values per scheme."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Tone:
    """A meaning's color for text and lines, and its soft background."""

    text: str
    soft: str


@dataclass(frozen=True, slots=True)
class Tokens:
    """Colors of one scheme as hex text.

    Contrast of text on every background is 4.5 or more, of control borders 3 or more (WCAG 2);
    disabled parts are exempt. ``focus_width`` in logical pixels.
    """

    name: str
    dark: bool
    window: str
    chrome: str
    surface: str
    sunken: str
    line: str
    border: str
    text: str
    secondary: str
    tertiary: str
    accent: str
    accent_hover: str
    accent_pressed: str
    on_accent: str
    accent_soft: str
    selection: str
    focus: str
    emergency: Tone
    emergency_fill: str
    urgent: Tone
    routine: Tone
    monitor: Tone
    ok: Tone
    abnormal: Tone
    unconfirmed: Tone
    disabled: Tone
    hatch: str
    figure_fill: str
    figure_line: str
    symptoms: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    focus_width: int = 2
    high_contrast: bool = False

    def tier(self, tier: str) -> Tone:
        """The tone of a flag tier (a `Tier`, which is a text)."""
        quieter = {"urgent": self.urgent, "routine": self.routine, "monitor": self.monitor}
        return quieter.get(tier, self.emergency)


# Keyed by the texts of `SymptomKind`, so that the unlock window need not load the domain.
_KINDS = (
    "ache", "deep_dull_pull", "sharp", "burning", "shooting",
    "tingling", "numbness", "cramp", "tightness", "twitching",
)  # fmt: skip


def _symptoms(*colors: str) -> Mapping[str, str]:
    return MappingProxyType(dict(zip(_KINDS, colors, strict=True)))


_SYMPTOMS_LIGHT = _symptoms(
    "#197EE8", "#141E45", "#DF485F", "#AA7C00", "#7C2A90",
    "#006031", "#514C5C", "#3D1500", "#715800", "#D155A9",
)  # fmt: skip
_SYMPTOMS_DARK = _symptoms(
    "#44B4FF", "#AEBAE3", "#E86256", "#E29433", "#C66ACE",
    "#8AFF9E", "#D8FBFF", "#9F898E", "#FFF977", "#F1C2B5",
)  # fmt: skip

LIGHT = Tokens(
    name="light",
    dark=False,
    window="#EEF1F1",
    chrome="#E4E9E9",
    surface="#FFFFFF",
    sunken="#F6F8F8",
    line="#D3DADB",
    border="#7C898D",
    text="#17222A",
    secondary="#46545B",
    tertiary="#5C6A71",
    accent="#0B6470",
    accent_hover="#084F59",
    accent_pressed="#063F47",
    on_accent="#FFFFFF",
    accent_soft="#DDEFF0",
    selection="#E4F1F2",
    focus="#0B6470",
    emergency=Tone("#A3161F", "#FBE9E9"),
    emergency_fill="#A3161F",
    urgent=Tone("#9A4300", "#FCEBDD"),
    routine=Tone("#6E5600", "#FAF2D6"),
    monitor=Tone("#2F4F8F", "#E7ECF7"),
    ok=Tone("#1F6B3A", "#E4F2E8"),
    abnormal=Tone("#8A3B00", "#FFF1E3"),
    unconfirmed=Tone("#5B3E91", "#F1ECFA"),
    disabled=Tone("#8B979B", "#EEF1F1"),
    hatch="#C5CED0",
    figure_fill="#F1EDE6",
    figure_line="#2A3136",
    symptoms=_SYMPTOMS_LIGHT,
)

DARK = Tokens(
    name="dark",
    dark=True,
    window="#12181B",
    chrome="#0D1214",
    surface="#1A2226",
    sunken="#151C1F",
    line="#313C41",
    border="#6E7F86",
    text="#E7EDEE",
    secondary="#B4C0C4",
    tertiary="#94A3A8",
    accent="#5DC3CB",
    accent_hover="#7AD3DA",
    accent_pressed="#49AEB6",
    on_accent="#06262A",
    accent_soft="#17393E",
    selection="#1B3338",
    focus="#7AD3DA",
    emergency=Tone("#FF8F8F", "#3D1A1D"),
    emergency_fill="#B3262F",
    urgent=Tone("#FFAA6B", "#3A2412"),
    routine=Tone("#E8C858", "#332B10"),
    monitor=Tone("#A3BCF5", "#1E2A44"),
    ok=Tone("#7FD09A", "#173222"),
    abnormal=Tone("#FFB981", "#37250F"),
    unconfirmed=Tone("#C7B2F2", "#2C2440"),
    disabled=Tone("#66757B", "#161D20"),
    hatch="#3B474C",
    figure_fill="#3B3F40",
    figure_line="#C9D2D4",
    symptoms=_SYMPTOMS_DARK,
)

HIGH_CONTRAST = Tokens(
    name="high contrast",
    dark=False,
    window="#FFFFFF",
    chrome="#FFFFFF",
    surface="#FFFFFF",
    sunken="#FFFFFF",
    line="#000000",
    border="#000000",
    text="#000000",
    secondary="#000000",
    tertiary="#262626",
    accent="#00424A",
    accent_hover="#002E34",
    accent_pressed="#000000",
    on_accent="#FFFFFF",
    accent_soft="#FFFFFF",
    selection="#FFFFFF",
    focus="#000000",
    emergency=Tone("#8A0010", "#FFFFFF"),
    emergency_fill="#8A0010",
    urgent=Tone("#7A3300", "#FFFFFF"),
    routine=Tone("#4F3E00", "#FFFFFF"),
    monitor=Tone("#1C3468", "#FFFFFF"),
    ok=Tone("#0E4A25", "#FFFFFF"),
    abnormal=Tone("#6B2C00", "#FFFFFF"),
    unconfirmed=Tone("#42207F", "#FFFFFF"),
    disabled=Tone("#5A5A5A", "#FFFFFF"),
    hatch="#000000",
    figure_fill="#FFFFFF",
    figure_line="#000000",
    symptoms=_SYMPTOMS_LIGHT,
    focus_width=3,
    high_contrast=True,
)

SCHEMES = (LIGHT, DARK, HIGH_CONTRAST)


class Space:
    """Spacing steps in logical pixels."""

    XS = 4
    S = 8
    M = 12
    L = 16
    XL = 20
    XXL = 24


class Radius:
    """Corner radii in logical pixels."""

    TAG = 3
    FIELD = 4
    BUTTON = 5
    CARD = 6


class Width:
    """Widths that decide the layout, in logical pixels."""

    NAVIGATION = 176
    NAVIGATION_COMPACT = 68
    PANEL = 420
    RAIL = 40
    COMPACT_BELOW = 1600
    PANEL_FOLDS_BELOW = 1180
    WINDOW = 680
    NO_LIMIT = 16_777_215
    """What Qt calls QWIDGETSIZE_MAX: the widget may grow as it likes."""
    ONE_ONLY_BELOW = 800
    PAGE_MAXIMUM = 1500
    PAGE_CENTERS_FROM = 2200


class Height:
    """Heights of recurring parts in logical pixels."""

    TITLE = 32
    BANNER = 56
    BANNER_COMPACT = 52
    NOTICE = 36
    EMERGENCY = 64
    TAB = 44
    TAB_LOW = 30
    CARD_HEAD = 40
    ROW = 36
    LIST_ROW = 46
    FIELD = 30
    BUTTON = 32
    BUTTON_SMALL = 26
    BUTTON_DIALOG = 36
    SEGMENT = 28
    QUICK_ENTRY = 48
    UNDERSTOOD = 40
    WINDOW = 380
    NO_LIMIT = Width.NO_LIMIT
    LOW_BELOW = 480
