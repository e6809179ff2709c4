"""Rows of a comparison: a place to choose, and a place that is settled already."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from pt_chart.clinical.merging.three_way import Chosen, Difference, Standing
from pt_chart.clinical.merging.words import Wording
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Space
from pt_chart.ui.theme.type import Style
from pt_chart.ui.versions.version_box import VersionBox
from pt_chart.ui.widgets.card import Band
from pt_chart.ui.widgets.label import Label

NAME_SHARE, VERSION_SHARE = 3, 4
"""How the width is shared between a place's name and each version of it."""
TAKEN = {
    Standing.MINE: "yours taken, the chart had not changed it",
    Standing.THEIRS: "the chart's taken, you had not changed it",
    Standing.AGREED: "the same in both",
    Standing.COMBINED: "both kept",
    Standing.OPEN: "both changed it",
}
KEYS = {
    Qt.Key.Key_Left: Chosen.MINE,
    Qt.Key.Key_Right: Chosen.THEIRS,
    Qt.Key.Key_1: Chosen.MINE,
    Qt.Key.Key_2: Chosen.THEIRS,
}
STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class ChooseRow(Band):
    """A place that both versions changed. Nothing is chosen beforehand.

    Left and Right, or 1 and 2, take one; Up and Down go to the rows around.
    """

    chosen = Signal()
    stepped = Signal(int)
    """Up or Down: to the row before or after."""

    def __init__(
        self, theme: Theme, difference: Difference, wording: Wording, whose: tuple[str, str]
    ) -> None:
        """``whose`` are the headings of mine and theirs."""
        super().__init__(theme, top=True)
        self.difference = difference
        title = wording.title(difference.place)
        grid = _grid(self)
        grid.addWidget(_named(title, wording, difference), 0, 0)
        self.boxes: dict[Chosen, VersionBox] = {}
        for column, (side, heading) in enumerate(zip(Chosen, whose, strict=True), 1):
            words = wording.value(difference.place, getattr(difference, side.value))
            box = VersionBox(theme, heading, words, title)
            box.clicked.connect(lambda _on=False, side=side: self.take(side))
            self.boxes[side] = box
            grid.addWidget(box, 0, column)

    @property
    def choice(self) -> Chosen | None:
        """The version to take, None while nobody chose."""
        return next((side for side, box in self.boxes.items() if box.isChecked()), None)

    def take(self, side: Chosen) -> None:
        """Take one version of this place."""
        for other, box in self.boxes.items():
            box.setChecked(other is side)
        self.chosen.emit()

    def start(self) -> None:
        """Put the keyboard here."""
        box = self.boxes[self.choice or Chosen.MINE]
        box.setFocus(Qt.FocusReason.TabFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take a version by its key, or go on to another row."""
        side = KEYS.get(Qt.Key(event.key()))
        if event.key() in STEPS:
            self.stepped.emit(STEPS[Qt.Key(event.key())])
            return
        if side is None:
            super().keyPressEvent(event)
            return
        self.take(side)
        self.boxes[side].setFocus(Qt.FocusReason.ShortcutFocusReason)


class SettledRow(Band):
    """A place that needs no choice: what was there, what each version says, what is taken."""

    def __init__(
        self, theme: Theme, difference: Difference, wording: Wording, taken: str = ""
    ) -> None:
        super().__init__(theme, top=True)
        title = wording.title(difference.place)
        grid = _grid(self)
        grid.addWidget(_named(title, wording, difference), 0, 0)
        said = [
            wording.value(difference.place, value) for value in (difference.mine, difference.theirs)
        ]
        for column, words in enumerate(said, 1):
            grid.addWidget(Label(words, Style.BODY, wrap=True), 0, column)
        note = Label(taken or TAKEN[difference.standing], Style.SMALL, "secondary", wrap=True)
        grid.addWidget(note, 0, 3)
        grid.setColumnStretch(3, NAME_SHARE)
        self.setAccessibleName(f"{title}: yours {said[0]}, the chart's {said[1]}; {note.text()}")


class RowsHead(Band):
    """The headings over rows that need no choice."""

    def __init__(self, theme: Theme, words: tuple[str, str, str, str]) -> None:
        super().__init__(theme, "sunken", top=True)
        grid = _grid(self, 6)
        for column, text in enumerate(words):
            grid.addWidget(Label(text, Style.SMALL_STRONG, "secondary"), 0, column)
        grid.setColumnStretch(3, NAME_SHARE)


def _grid(row: QWidget, height: int = Space.S) -> QGridLayout:
    grid = QGridLayout(row)
    grid.setContentsMargins(14, height, 14, height)
    grid.setHorizontalSpacing(Space.L)
    for column, share in enumerate((NAME_SHARE, VERSION_SHARE, VERSION_SHARE)):
        grid.setColumnStretch(column, share)
        grid.setColumnMinimumWidth(column, 60)
    return grid


def _named(title: str, wording: Wording, difference: Difference) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2)
    before = wording.value(difference.place, difference.base)
    column.addWidget(Label(title, Style.STRONG, wrap=True))
    column.addWidget(Label(wording.part(difference.place), Style.SMALL, "secondary"))
    column.addWidget(Label(f"before: {before}", Style.SMALL, "secondary", wrap=True))
    column.addStretch(1)
    return holder
