"""Where the panel stands: open at the right, or folded to a rail that says why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from pt_chart.clinical.reasoning.results import RaisedFlag, Tier
from pt_chart.ui.theme.paint import box, color, key_hint, pen
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Radius, Width
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.flag_strip import LOUD, TIER_ICONS

HIDDEN = "Differentiation"
BLANKED = "Panel closed while the patient is watching"
MOST_STRETCH = 255
"""What Qt takes at most as a stretch."""
SHORT_TIERS = {
    Tier.AMBULANCE: "ambulance",
    Tier.EMERGENCY: "emergency",
    Tier.URGENT: "urgent",
    Tier.ROUTINE: "routine",
    Tier.MONITOR: "monitor",
}
"""The tiers of open flags, as a narrow strip has room for them."""
UNTIL_HISTORY = "Closed until the history is done"


def blank_words(parts: Iterable[QWidget], *, blank: bool) -> None:
    """Tell every part that shows words of what is suspected whether the patient is watching."""
    for part in parts:
        tell = getattr(part, "set_blank", None)
        if tell is not None:
            tell(blank=blank)


class PanelRail(QWidget):
    """The folded panel: 40 px with the reason and the key that opens it."""

    opened = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._why = HIDDEN
        self._key = "F8"
        self._tiers: list[tuple[Tier, int]] = []
        self.setFixedWidth(Width.RAIL)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def tell(self, why: str, key: str) -> None:
        """Why the panel is folded, and the key that opens it."""
        self._why, self._key = why, key
        self._speak()

    def show_flags(self, flags: Sequence[RaisedFlag]) -> None:
        """How many flags wait for an action or a reason, by tier, most urgent first."""
        self._tiers = sorted(Counter(flag.tier for flag in flags).items(), key=lambda t: t[0].rank)
        self._speak()

    @property
    def told(self) -> tuple[str, ...]:
        """The tiers with their numbers in words; nothing while the patient is watching."""
        tiers = () if self._why == BLANKED else self._tiers
        return tuple(f"{count} {SHORT_TIERS[tier]}" for tier, count in tiers)

    def _speak(self) -> None:
        flags = f" Open flags: {', '.join(self.told)}." if self.told else ""
        self.setAccessibleName(f"{self._why}.{flags} {self._key} opens it")
        self.setToolTip(f"{self._why} ({self._key}){flags}")
        self.update()

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        """Open."""
        self.opened.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open with Enter or Space."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit()
        else:
            event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Icon, the open flags and the reason written downward, the key."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), color(tokens.chrome))
        painter.setPen(pen(tokens.line))
        painter.drawLine(0, 0, 0, self.height())
        icon = "eye_closed" if self._why == BLANKED else "left"
        self._theme.draw_icon(painter, icon, tokens.secondary, QPointF(12, 14), 16)
        top = 44.0
        metrics = QFontMetrics(Style.MEDIUM.font)
        tall = sum(metrics.horizontalAdvance(words) + 46 for words in self.told)
        for (tier, _count), words in zip(self._tiers, self.told, strict=False):
            if tier in LOUD and top + tall > self.height():
                continue  # too low for all: the bar over the page names these
            top = self._paint_tier(painter, tier, words, top)
        painter.setFont(Style.BODY.font)
        painter.setPen(color(tokens.secondary))
        metrics, room = painter.fontMetrics(), round(self.height() - top) - 36
        why = metrics.elidedText(self._why, Qt.TextElideMode.ElideRight, room)
        _write_down(painter, why, top)
        painter.setFont(Style.TINY.font)
        below = top + metrics.horizontalAdvance(why) + 12
        key_hint(painter, QRectF(9, below, 22, 17), self._key, tokens.secondary, tokens)

    def _paint_tier(self, painter: QPainter, tier: Tier, words: str, top: float) -> float:
        """A tag of a tier, its number and name downward; where the next thing begins."""
        tokens = self._theme.tokens
        loud, tone = tier in LOUD, tokens.tier(tier)
        ink = "#FFFFFF" if loud else tone.text
        painter.setFont(Style.MEDIUM.font)
        length = painter.fontMetrics().horizontalAdvance(words)
        frame = QRectF(8, top - 6, 26, length + 34)
        fill = tokens.emergency_fill if loud else tone.soft
        box(painter, frame, fill=fill, border=None if loud else pen(ink), radius=Radius.TAG)
        self._theme.draw_icon(painter, TIER_ICONS[tier], ink, QPointF(14, top), 14)
        painter.setPen(color(ink))
        _write_down(painter, words, top + 20)
        return frame.bottom() + 12


def _write_down(painter: QPainter, words: str, top: float) -> None:
    painter.save()
    painter.translate(24, top)
    painter.rotate(90)
    painter.drawText(QPointF(0, 8), words)
    painter.restore()


class PanelDock(QWidget):
    """Holds the panel, made when first opened, and the rail.

    F8 hides and shows, F9 blanks while the patient is watching; it starts closed until the
    history is done. Blanked wins over shown.
    """

    changed = Signal()

    def __init__(self, theme: Theme, make_panel: Callable[[], QWidget]) -> None:
        super().__init__()
        self._make = make_panel
        self._panel: QWidget | None = None
        self._hidden = False
        self._blanked = False
        self._waiting = True
        self._narrow = False
        self._alone = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.rail = PanelRail(theme)
        row.addWidget(self.rail)
        self.rail.opened.connect(self.open)
        self._row = row
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._build_step)
        self._apply()

    @property
    def is_open(self) -> bool:
        """Whether the panel can be read."""
        return not (self._hidden or self._blanked or self._waiting or self._narrow)

    @property
    def blanked(self) -> bool:
        """Whether it is blanked for the patient."""
        return self._blanked

    @property
    def panel(self) -> QWidget | None:
        """The panel, once it has been opened."""
        if self.is_open:
            self._build()
        return self._panel

    def open(self) -> None:
        """Show the panel whatever closed it."""
        self._hidden = self._blanked = self._waiting = self._narrow = False
        self._apply()

    def open_for_a_moment(self) -> QWidget | None:
        """Show the panel for a form in it; blanked before, it is blanked again after it."""
        again = self._blanked
        self.open()
        shown = getattr(getattr(self.panel, "flags", None), "form_shown", None)
        if again and shown is not None:

            def closed(form: bool) -> None:
                if not form:
                    shown.disconnect(closed)
                    self._blanked = True
                    self._apply()

            shown.connect(closed)
        return self.panel

    def toggle_hidden(self) -> None:
        """F8."""
        if self.is_open:
            self._hidden = True
            self._apply()
        else:
            self.open()

    def toggle_blank(self) -> None:
        """F9."""
        if self._blanked:
            self._blanked = False
            self._hidden = False
        else:
            self._blanked = True
        self._apply()

    def wait_for_history(self, *, waiting: bool) -> None:
        """Closed until the history is done; opening it by hand wins."""
        self._waiting = waiting
        self._apply()

    def fold(self, *, narrow: bool) -> None:
        """Folded where the window is too narrow for page and panel."""
        if narrow != self._narrow:
            self._narrow = narrow
            self._apply()

    def fill(self, *, alone: bool) -> None:
        """Take the whole place where the page beside it is away."""
        self._alone = alone
        policy = self.sizePolicy()
        # The place of the page keeps its stretch of 1 when nothing in it is shown.
        policy.setHorizontalStretch(MOST_STRETCH if alone else 0)
        self.setSizePolicy(policy)
        self._fit()

    def _fit(self) -> None:
        most = Width.NO_LIMIT if self._alone else Width.PANEL
        if self._panel is not None:
            self._panel.setMinimumWidth(Width.PANEL)
            self._panel.setMaximumWidth(most)
        self.setMinimumWidth(Width.PANEL if self.is_open else Width.RAIL)
        self.setMaximumWidth(most if self.is_open else Width.RAIL)

    def _build_step(self) -> None:
        """Make the panel, and put it up in a turn of its own: keys may come between."""
        if self._panel is not None:
            self._put_up()
        elif self.is_open:
            self._panel = self._make()
            self._soon.start()

    def _build(self) -> None:
        self._soon.stop()
        if self.is_open:
            if self._panel is None:
                self._panel = self._make()
            self._put_up()

    def _put_up(self) -> None:
        if self._panel is not None and self._panel.parentWidget() is not self:
            self._row.addWidget(self._panel)
            self._fit()
            self._panel.setVisible(self.is_open)

    def _apply(self) -> None:
        is_open = self.is_open
        if is_open and (self._panel is None or self._panel.parentWidget() is not self):
            # The page beside it is painted first.
            self._soon.start()
        if self._panel is not None and self._panel.parentWidget() is self:
            self._panel.setVisible(is_open)
        self.rail.setVisible(not is_open)
        if self._blanked:
            self.rail.tell(BLANKED, "F9")
        elif self._waiting and not self._hidden:
            self.rail.tell(UNTIL_HISTORY, "F8")
        else:
            self.rail.tell(HIDDEN, "F8")
        self._fit()
        self.changed.emit()
