"""The bar of an open emergency: on every page until an action or a reason is recorded."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QPointF, QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pt_chart.clinical.reasoning.acknowledged import acknowledged
from pt_chart.clinical.reasoning.results import RaisedFlag, Tier
from pt_chart.clinical.visit import FlagAcknowledgment
from pt_chart.ui.theme.paint import box, color, pen
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Height
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.button import Button, Look, native_key
from pt_chart.ui.widgets.flag_strip import TIER_ICONS
from pt_chart.ui.widgets.label import ElidedLabel, Label

LEAD = {Tier.AMBULANCE: "AMBULANCE NOW", Tier.EMERGENCY: "EMERGENCY DEPARTMENT TODAY"}
BLANKED = "A flag needs your record"
"""While the patient is watching: the bar stays, its words wait behind F9."""
LONG = "Record an action or a reason"
SHORT = "Record"
NARROW = 1000
"""Width in pixels below which the button says less."""
LOW = 42


class EmergencyBar(QWidget):
    """Names the cause and why, with one button to record what was done."""

    record_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._tier = Tier.EMERGENCY
        self._low = False
        self._calm = False
        self._blank = False
        self._shown: tuple[tuple[RaisedFlag, ...], tuple[FlagAcknowledgment, ...]] = ((), ())
        self.setMinimumHeight(Height.EMERGENCY)
        row = QHBoxLayout(self)
        row.setContentsMargins(62, 8, 20, 8)
        words = QVBoxLayout()
        words.setSpacing(2)
        self.title = ElidedLabel("", Style.PANEL_TITLE, "white")
        self.because = Label("", Style.BODY, "white", wrap=True)
        words.addStretch(1)
        words.addWidget(self.title)
        words.addWidget(self.because)
        words.addStretch(1)
        row.addLayout(words, 1)
        key = native_key("Ctrl+R")
        self.record = Button(theme, LONG, Look.ON_EMERGENCY, key=key)
        self.record.clicked.connect(self.record_asked)
        row.addWidget(self.record)
        self.hide()

    def set_low(self, *, low: bool) -> None:
        """In a low window one line: what it rests on moves to the tooltip."""
        if low == self._low:
            return
        self._low = low
        self.because.setVisible(not low and not self._calm)
        self._name_button()
        self.setMinimumHeight(LOW if low or self._calm else Height.EMERGENCY)
        row = self.layout()
        if row is not None:
            row.setContentsMargins(62, 2 if low else 8, 20, 2 if low else 8)
        self.updateGeometry()

    def set_blank(self, *, blank: bool) -> None:
        """Without the words of what is suspected, while the panel is blanked for the patient."""
        if blank != self._blank:
            self._blank = blank
            self.show_flags(*self._shown)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the button leaves its room to what is suspected."""
        super().resizeEvent(event)
        self._name_button()

    def _name_button(self) -> None:
        short = self._low or self.width() < NARROW
        self.record.setText(SHORT if short else LONG)
        self.record.setAccessibleName(LONG)

    def show_flags(
        self, flags: Iterable[RaisedFlag], records: Iterable[FlagAcknowledgment]
    ) -> None:
        """Show the flags of the two emergency tiers, open ones first; none hides it.

        Where something is recorded about each of them the bar says so, and is calm.
        """
        self._shown = tuple(flags), tuple(records)
        flags, records = self._shown
        flags = [flag for flag in flags if flag.tier in LEAD]
        done = acknowledged(flags, records)
        loud = sorted(flags, key=lambda flag: (flag.id in done, flag.tier.rank))
        if not loud:
            self.hide()
            return
        first = loud[0]
        self._set_calm(calm=first.id in done)
        if self._blank:
            self._tell_nothing(first.tier)
            return
        if self._calm:
            self._tell_recorded(first, done[first.id].words, len(loud))
            return
        self._tier = first.tier
        # Before the words that may be cut: nobody must miss that there are more.
        more = f" (1 of {len(loud)})" if len(loud) > 1 else ""
        self.title.setText(f"{LEAD[first.tier]}{more} · {first.title}")
        self.because.setText(" · ".join(first.because))
        self.because.setToolTip(first.clinician)
        self.setToolTip(f"{self.because.text()}\n{first.clinician}")
        self.setAccessibleName(f"{self.title.accessibleName()}. {self.because.text()}")
        self.show()
        self.update()

    def _tell_nothing(self, tier: Tier) -> None:
        self._tier = tier
        self.setVisible(not self._calm)
        self.title.setText(BLANKED)
        for part in (self, self.because):
            part.setToolTip("")
        self.because.setText("")
        self.setAccessibleName(BLANKED)
        self.update()

    def _set_calm(self, *, calm: bool) -> None:
        self._calm = calm
        for label in (self.title, self.because):
            label.set_tone("emergency" if calm else "white")
        self.record.setVisible(not calm)
        self.because.setVisible(not calm and not self._low)
        self.setMinimumHeight(LOW if calm or self._low else Height.EMERGENCY)

    def _tell_recorded(self, flag: RaisedFlag, words: str, many: int) -> None:
        self._tier = flag.tier
        more = f" (1 of {many})" if many > 1 else ""
        self.title.setText(f"{flag.title}{more} · recorded: {words}")
        self.setToolTip(f"{' · '.join(flag.because)}\n{flag.clinician}")
        self.setAccessibleName(self.title.accessibleName())
        self.show()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Solid fill and the tier's icon."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._calm:
            painter.fillRect(self.rect(), color(tokens.surface))
            painter.fillRect(QRectF(0, 0, 6, self.height()), color(tokens.emergency_fill))
            at = QPointF(24, self.height() / 2 - 10)
            self._theme.draw_icon(painter, TIER_ICONS[self._tier], tokens.emergency_fill, at, 20)
            return
        painter.fillRect(self.rect(), color(tokens.emergency_fill))
        if self._tier is Tier.AMBULANCE:
            inner = QRectF(self.rect()).adjusted(3, 3, -3, -3)
            box(painter, inner, fill=None, border=pen("#FFFFFF", 2.0))
        at = QPointF(20, self.height() / 2 - 14)
        self._theme.draw_icon(painter, TIER_ICONS[self._tier], "#FFFFFF", at, 28)
