"""Which of the codes with equal minutes left over get a unit."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Space
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.clearing import clear_layout
from pt_chart.ui.widgets.label import Label
from pt_chart.ui.widgets.segments import Mood, Segment, Segments


class TieChoice(QWidget):
    """A switch a code; emits ``chosen`` with the codes that get the unit."""

    chosen = Signal(tuple)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._tied: tuple[str, ...] = ()
        self._chosen: tuple[str, ...] = ()
        self._places = 0
        self.switches: dict[str, Segments] = {}
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(14, 8, 14, 0)
        self._row.setSpacing(Space.S)
        self.hide()

    def show_tie(self, tied: tuple[str, ...], chosen: tuple[str, ...], places: int) -> None:
        """Show the codes that are equal, none hides the choice."""
        self._chosen = tuple(code for code in chosen if code in tied)
        self._places = places
        if tied != self._tied:
            self._tied = tied
            self._build()
        for code, switch in self.switches.items():
            switch.set_value(code if code in self._chosen else "")
        self.setVisible(bool(tied))

    def _build(self) -> None:
        clear_layout(self._row)
        self.switches = {}
        count = "Unit goes to" if self._places == 1 else f"{self._places} units go to"
        self._row.addWidget(Label(f"Equal minutes left over. {count}", Style.MEDIUM))
        for code in self._tied:
            name = f"Unit of equal minutes: {code}"
            switch = Segments(self._theme, name, (Segment(code, code, Mood.PLAIN),))
            switch.picked.connect(partial(self._switch, code))
            self.switches[code] = switch
            self._row.addWidget(switch)
        self._row.addStretch(1)

    def _switch(self, code: str, value: str) -> None:
        others = tuple(one for one in self._chosen if one != code)
        # The code chosen longest ago gives way, so that one key settles a tie of two.
        kept = (*others, code)[-self._places :] if value else others
        self.chosen.emit(kept)
