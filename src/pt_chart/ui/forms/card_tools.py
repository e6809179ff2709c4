"""The tools in the head of a form's card: rest normal, as last time, confirm, all full strength."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtWidgets import QWidget

from pt_chart.charting.carrying import earlier_answers, unconfirmed
from pt_chart.charting.desk import VisitDesk
from pt_chart.charting.rest_normal import rest_of
from pt_chart.clinical.fields import Card, FieldDef, FieldKind
from pt_chart.clinical.findings import FindingKey
from pt_chart.clinical.normality import normal_value
from pt_chart.clinical.sides import Side
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Height
from pt_chart.ui.widgets.button import Button, Look

REST, CARRY, CARRY_ALL, CONFIRM = "Rest normal", "As on", "As last time", "Confirm"
TIPS = {
    REST: "Files what is untouched on this card as normal, with your name",
    CARRY: "Fills what is untouched as last time; unconfirmed until you confirm it",
    CONFIRM: "Makes the carried values of this card today's, with your name",
}


class ToolBearer(Protocol):
    """A card that takes tools into its head and does what they say."""

    definition: Card

    def add_tool(self, widget: QWidget) -> None:
        """Put a control at the right end of the head."""
        ...

    def rest_normal(self) -> int:
        """File the rest as normal."""
        ...

    def all_full(self, side: Side) -> int:
        """File full strength on a side."""
        ...

    def carry_forward(self) -> int:
        """Fill the rest as last time."""
        ...

    def confirm(self) -> int:
        """Make carried answers today's."""
        ...


class CardTools:
    """Buttons that are there only while they would do something; each says for how many."""

    def __init__(
        self,
        theme: Theme,
        desk: VisitDesk,
        card: ToolBearer,
        fields: Sequence[FieldDef],
        *,
        numbered: bool,
    ) -> None:
        """``numbered`` for the steps of a structured test."""
        self._theme = theme
        self._desk = desk
        self._card = card
        self._fields = fields
        self._earlier: frozenset[FindingKey] | None = None
        self.rest = self._tool(REST)
        self.rest.clicked.connect(card.rest_normal)
        self.carry = self._tool(CARRY)
        self.carry.clicked.connect(card.carry_forward)
        self.sure = self._tool(CONFIRM)
        self.sure.clicked.connect(card.confirm)
        if desk.previous:
            card.add_tool(self.carry)
            card.add_tool(self.sure)
        # The steps of a structured test are never normal together: each is asked and moved.
        if not numbered and any(normal_value(f) is not None for f in fields):
            card.add_tool(self.rest)
        self.all = [self.rest, self.carry, self.sure]
        self._full: list[Button] = []
        graded = any(f.levels and f.kind is FieldKind.MRC for f in fields)
        for side in Side.BOTH.each if graded else ():
            words = f"All 5, {side.spelled}"
            tool = Button(theme, words, Look.QUIET, height=Height.BUTTON_SMALL)
            tool.clicked.connect(lambda _checked=False, s=side: card.all_full(s))
            card.add_tool(tool)
            self.all.append(tool)
            self._full.append(tool)

    def _tool(self, words: str) -> Button:
        tool = Button(self._theme, words, Look.QUIET, height=Height.BUTTON_SMALL)
        tool.setToolTip(TIPS[words])
        tool.setVisible(False)
        return tool

    def set_narrow(self, *, narrow: bool) -> None:
        """Without "All 5" where the head has no room: rest normal fills both sides."""
        for tool in self._full:
            tool.setVisible(not narrow)

    def name(self, seen: Sequence[FieldDef] | None, days: str) -> bool:
        """Count anew; ``seen`` are the fields on the card that may be normal together.

        ``days`` are those of the gray values; True when a tool for these stands there.
        """
        self._show(self.rest, REST, len(rest_of(self._desk, seen)) if seen else 0)
        if not self._desk.previous:
            return False
        waiting = len(unconfirmed(self._desk, self._fields))
        more = 0 if waiting else self._carriable()
        self._show(self.sure, CONFIRM, waiting)
        self._show(self.carry, f"{CARRY} {days}" if days else CARRY_ALL, more)
        return bool(waiting or more)

    def _carriable(self) -> int:
        if self._earlier is None:
            # Earlier visits do not change while this one is open.
            self._earlier = frozenset(earlier_answers(self._desk, self._fields))
        return sum(self._desk.untouched(key) for key in self._earlier)

    def _show(self, tool: Button, words: str, count: int) -> None:
        told = f"{words} ({count})"
        renamed = bool(count) and told != tool.text()
        if renamed:
            tool.setText(told)
            tool.setAccessibleName(f"{self._card.definition.title}: {told}")
            tool.updateGeometry()
        shown_anew = tool.isHidden() == (count > 0)
        tool.setVisible(count > 0)
        head = tool.parentWidget()
        layout = head.layout() if head is not None and (renamed or shown_anew) else None
        if layout is not None:
            # A card below the fold may be laid out long after its words: its head is so at once.
            layout.invalidate()
            layout.activate()
