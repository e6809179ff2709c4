"""What is proposed and what is blocked, each with its reason."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

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
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 8, 8)
        row.setSpacing(Space.S)
        picture = FigurePicture(theme, figures, WIDTH, HEIGHT)
        picture.show_exercise(proposal.exercise, library, proposal.side, last=True)
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(1)
        name = titled(proposal.exercise, proposal.side)
        words.addWidget(Label(name, Style.STRONG, wrap=True))
        words.addWidget(Label(proposal.brief or proposal.why, Style.SMALL, "secondary", wrap=True))
        self.setToolTip(proposal.why)
        words.addStretch(1)
        row.addLayout(words, 1)
        button = Button(
            theme, "Add", icon="plus", key=digit, name=f"Add {name}", height=Height.BUTTON_SMALL
        )
        button.clicked.connect(lambda: add(proposal))
        row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)


class BlockedRow(QWidget):
    """A blocked exercise: its rule in words, and an override that asks for a reason."""

    def __init__(
        self,
        theme: Theme,
        figures: FigureIndex,
        library: ExerciseLibrary,
        blocked: Blocked,
        override: Callable[[Blocked, str], None],
    ) -> None:
        super().__init__()
        self._blocked = blocked
        self._override = override
        outer = QVBoxLayout(self)
        outer.setContentsMargins(14, 8, 10, 8)
        row = QHBoxLayout()
        row.setSpacing(Space.M)
        outer.addLayout(row)
        picture = FigurePicture(theme, figures, WIDTH, HEIGHT)
        picture.show_exercise(blocked.exercise, library, blocked.side, last=True)
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(1)
        self._name = titled(blocked.exercise, blocked.side)
        words.addWidget(Label(self._name, Style.STRONG, wrap=True))
        for why in blocked.why:
            words.addWidget(Label(f"Blocked: {why}", Style.SMALL, "abnormal", wrap=True))
        words.addStretch(1)
        row.addLayout(words, 1)
        button = Button(
            theme, "Override", Look.QUIET, name=f"Override the block of {self._name}",
            height=Height.BUTTON_SMALL,
        )  # fmt: skip
        button.setEnabled(not any(rule.final for rule in blocked.rules))
        button.clicked.connect(self.ask_reason)
        row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        self._reason = LineField(theme, f"Reason to override the block of {self._name}")
        self._reason.setPlaceholderText("Reason, then Enter; it is kept with the visit")
        self._reason.returnPressed.connect(self._give)
        self._reason.hide()
        outer.addWidget(self._reason)
        self._wanted = Label(REASON_WANTED, Style.SMALL_STRONG, "abnormal", wrap=True)
        self._wanted.hide()
        outer.addWidget(self._wanted)

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
