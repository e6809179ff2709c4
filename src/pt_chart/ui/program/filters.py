"""Search and filters of the exercise library."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from pt_chart.clinical.program.browsing import (
    NO_EQUIPMENT,
    NOTHING,
    POSITION_WORDS,
    REGION_WORDS,
    STAGE_WORDS,
    Wanted,
    equipment_of,
)
from pt_chart.clinical.program.library import Exercise
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Space
from pt_chart.ui.widgets.combo import Combo
from pt_chart.ui.widgets.line_field import LineField

PARTS = ("region", "equipment", "position", "stage")
ANY = {
    "region": "Any region",
    "equipment": "Any equipment",
    "position": "Any position",
    "stage": "Any stage",
}


class FilterBar(QWidget):
    """A search line and four filters; ``taken`` when Enter asks for the first hit."""

    changed = Signal()
    taken = Signal()

    def __init__(self, theme: Theme, exercises: Iterable[Exercise]) -> None:
        super().__init__()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(Space.S)
        self.search = LineField(theme, "Search the exercise library", icon="search")
        self.search.textChanged.connect(lambda _: self.changed.emit())
        self.search.returnPressed.connect(self.taken)
        outer.addWidget(self.search)
        grid = QGridLayout()
        grid.setSpacing(Space.S)
        self._combos = {part: _Filter(theme, ANY[part]) for part in PARTS}
        for place, part in enumerate(PARTS):
            self._combos[part].currentIndexChanged.connect(lambda _: self.changed.emit())
            grid.addWidget(self._combos[part], place // 2, place % 2)
            grid.setColumnStretch(place % 2, 1)
        outer.addLayout(grid)
        self.show_library(exercises)

    def show_library(self, exercises: Iterable[Exercise]) -> None:
        """Offer what the exercises name; what was chosen stays where it still is there."""
        all_ = list(exercises)
        self.search.setPlaceholderText(f"Search all {len(all_)} exercises")
        equipment = {piece: piece.capitalize() for piece in equipment_of(all_)}
        choices = {
            "region": REGION_WORDS,
            "equipment": {NOTHING: NO_EQUIPMENT, **equipment},
            "position": {id: words for id, words in POSITION_WORDS.items() if id != "any"},
            "stage": STAGE_WORDS,
        }
        for part, words in choices.items():
            self._combos[part].offer(words)

    @property
    def wanted(self) -> Wanted:
        """What is looked for."""
        picked = {part: str(combo.currentData() or "") for part, combo in self._combos.items()}
        return Wanted(text=self.search.text(), **picked)

    def choose(self, part: str, id: str) -> None:
        """Set one filter; "" is any."""
        combo = self._combos[part]
        combo.setCurrentIndex(max(0, combo.findData(id)))

    def clear(self) -> None:
        """Look for anything again."""
        for part in PARTS:
            self.choose(part, "")
        self.search.clear()


class Narrow(Combo):
    """A combo box that gives way in a narrow column."""

    def minimumSizeHint(self) -> QSize:
        """As narrow as the column asks."""
        return QSize(90, super().minimumSizeHint().height())

    def sizeHint(self) -> QSize:
        """Never wider than the column for a long choice."""
        return QSize(min(220, super().sizeHint().width()), super().sizeHint().height())


class _Filter(Narrow):
    """A filter that gives way in a narrow column."""

    def __init__(self, theme: Theme, any_: str) -> None:
        super().__init__(theme, any_.replace("Any ", "Filter by "))
        self._any = any_

    def offer(self, words: dict[str, str]) -> None:
        """The choices by id, after "any"."""
        kept = self.currentData()
        self.blockSignals(True)
        self.clear()
        self.addItem(self._any, "")
        for id, shown in words.items():
            self.addItem(shown, id)
        self.setCurrentIndex(max(0, self.findData(kept)))
        self.blockSignals(False)
