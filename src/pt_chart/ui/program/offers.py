"""What is proposed and what is blocked, each with its reason."""

from __future__ import annotations

from collections.abc import Callable, Container

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from pt_chart.clinical.program.dosage import REASON_WANTED, says_why
from pt_chart.clinical.program.library import Exercise, ExerciseLibrary
from pt_chart.clinical.program.proposals import Blocked, Proposal
from pt_chart.clinical.sides import Side
from pt_chart.definitions.figures import FigureIndex
from pt_chart.ui.program.picture import FigurePicture
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Height, Space
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.button import Button, Look
from pt_chart.ui.widgets.label import Label
from pt_chart.ui.widgets.line_field import LineField, ValueState

WIDTH, HEIGHT = 76, 46


def titled(exercise: Exercise, side: Side) -> str:
    """The exercise with its side spelled out where it has one."""
    return f"{exercise.name}, {side.spelled}" if exercise.sided else exercise.name


def _laid_out(picture: QWidget, name: str, act: QWidget, *words: QWidget) -> QGridLayout:
    """Picture, name and what can be done beside it; the words have all the width below them."""
    grid = QGridLayout()
    grid.setContentsMargins(12, 8, 8, 8)
    grid.setHorizontalSpacing(Space.S)
    grid.setVerticalSpacing(1)
    top = Qt.AlignmentFlag.AlignTop
    grid.addWidget(picture, 0, 0, len(words) + 2, 1, top)
    grid.addWidget(Label(name, Style.STRONG, wrap=True), 0, 1)
    grid.addWidget(act, 0, 2, top)
    for row, said in enumerate(words, 1):
        grid.addWidget(said, row, 1, 1, 2)
    grid.setColumnStretch(1, 1)
    grid.setRowStretch(len(words) + 1, 1)
    return grid


class OfferRow(QWidget):
    """A proposed exercise: picture, name, why, and a button to add it."""

    def __init__(
        self,
        theme: Theme,
        figures: FigureIndex,
        library: ExerciseLibrary,
        proposal: Proposal,
        add: Callable[[Proposal], None],
        digit: str = "",
    ) -> None:
        """``digit`` is the key that adds it from anywhere on the page."""
        super().__init__()
        picture = FigurePicture(theme, figures, WIDTH, HEIGHT)
        picture.show_exercise(proposal.exercise, library, proposal.side, last=True)
        name = titled(proposal.exercise, proposal.side)
        self.setToolTip(proposal.why)
        button = Button(
            theme, "Add", icon="plus", key=digit, name=f"Add {name}", height=Height.BUTTON_SMALL
        )
        button.clicked.connect(lambda: add(proposal))
        why = Label(proposal.brief or proposal.why, Style.SMALL, "secondary", wrap=True)
        self.setLayout(_laid_out(picture, name, button, why))


class BlockedRow(QWidget):
    """A blocked exercise: its rule in words, and an override that asks for a reason."""

    def __init__(
        self,
        theme: Theme,
        figures: FigureIndex,
        library: ExerciseLibrary,
        blocked: Blocked,
        override: Callable[[Blocked, str], None],
        told: Container[str] = (),
    ) -> None:
        """``told`` are rules that a row above explains: their title is enough here."""
        super().__init__()
        self._blocked = blocked
        self._override = override
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        picture = FigurePicture(theme, figures, WIDTH, HEIGHT)
        picture.show_exercise(blocked.exercise, library, blocked.side, last=True)
        self._name = titled(blocked.exercise, blocked.side)
        self.setToolTip("\n".join(blocked.why))
        words = [
            Label(
                f"Blocked: {f'{rule.title}.' if rule.id in told else why}",
                Style.SMALL, "abnormal", wrap=True,
            )
            for rule, why in zip(blocked.rules, blocked.why, strict=True)
        ]  # fmt: skip
        outer.addLayout(_laid_out(picture, self._name, self._way_out(theme), *words))
        self._reason = LineField(theme, f"Reason to override the block of {self._name}")
        self._reason.setPlaceholderText("Reason, then Enter; it is kept with the visit")
        self._reason.returnPressed.connect(self._give)
        self._reason.hide()
        outer.addWidget(self._reason)
        self._wanted = Label(REASON_WANTED, Style.SMALL_STRONG, "abnormal", wrap=True)
        self._wanted.hide()
        outer.addWidget(self._wanted)

    def _way_out(self, theme: Theme) -> QWidget:
        """Override, or that no reason helps."""
        if any(rule.final for rule in self._blocked.rules):
            stop = Label("Hard stop", Style.SMALL_STRONG, "abnormal")
            stop.setToolTip("No reason overrides this rule; what it asks for opens it")
            return stop
        name = f"Override the block of {self._name}"
        button = Button(theme, "Override", Look.QUIET, name=name, height=Height.BUTTON_SMALL)
        button.clicked.connect(self.ask_reason)
        return button

    def ask_reason(self) -> None:
        """Show the line for the reason; where nothing may be overridden, nothing happens."""
        if any(rule.final for rule in self._blocked.rules):
            return
        self._reason.show()
        self._reason.setFocus()

    def _give(self) -> None:
        if says_why(self._reason.text()):
            self._override(self._blocked, self._reason.text())
        else:
            self._reason.set_state(ValueState.REFUSED)
            self._wanted.show()
