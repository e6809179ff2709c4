"""A chosen exercise: pictures, dose, side, easier and harder."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QDrag, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from pt_chart.charting.program_edits import ProgramEdits
from pt_chart.clinical.facts import Facts
from pt_chart.clinical.program import dosing
from pt_chart.clinical.program.dosage import Dose, ProgramItem
from pt_chart.clinical.program.followup import open_step, why_closed
from pt_chart.clinical.program.library import Exercise, ExerciseLibrary
from pt_chart.clinical.program.program_problem import ProgramProblem
from pt_chart.clinical.sides import Side
from pt_chart.definitions.figures import FigureIndex
from pt_chart.ui.program.picture import FigurePicture
from pt_chart.ui.program.row_parts import ReasonRow, StepsField
from pt_chart.ui.shell.tab_order import controls
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Height, Space
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.button import Button, Look
from pt_chart.ui.widgets.label import ElidedLabel, Label
from pt_chart.ui.widgets.segments import Mood, Segment, Segments
from pt_chart.ui.widgets.stepper import Stepper

MIME = "application/x-pt-chart-exercise"
PARTS = (
    ("sets", "Sets", "", 1),
    ("reps", "Repetitions", "", 1),
    ("hold_s", "Hold", "s", 1),
    ("minutes", "Minutes", "min", 1),
    ("times_per_day", "Times a day", "", 1),
    ("days_per_week", "Days a week", "", 1),
    ("rest_s", "Rest", "s", 5),
)


@dataclass(frozen=True, slots=True)
class Tray:
    """What every chosen row needs."""

    theme: Theme
    figures: FigureIndex
    library: ExerciseLibrary
    edits: ProgramEdits
    told: Callable[[str], None]
    facts: Callable[[], Facts]
    keep_dose: Callable[[ProgramItem], None]


class ChosenRow(QWidget):
    """One exercise of the program. Alt+Up and Alt+Down move it, [ and ] swap it."""

    def __init__(self, tray: Tray, index: int, item: ProgramItem, why: str) -> None:
        super().__init__()
        self._tray = tray
        self.index = index
        self._item = item
        self._exercise = tray.library.exercises[item.exercise]
        self._press: QPoint | None = None
        self._steppers: dict[str, Stepper] = {}
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAccessibleName(f"{self._exercise.name}, {item.side.spelled}")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(14, 10, 10, 12)
        outer.setSpacing(Space.S)
        outer.addLayout(self._head())
        middle = QHBoxLayout()
        middle.setSpacing(Space.S)
        outer.addLayout(middle)
        self._pictures(middle)
        middle.addLayout(self._dose(), 1)
        outer.addLayout(self._foot(why))
        self._steps = StepsField(
            f"Own wording of {self._exercise.name}", item.own_steps or self._exercise.steps
        )
        self._steps.kept.connect(self._keep_steps)
        self._steps.hide()
        outer.addWidget(self._steps)
        self._reason = ReasonRow(tray.theme, self._exercise.name)
        self._reason.given.connect(self._give_reason)
        outer.addWidget(self._reason)

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(Space.S)
        head.addWidget(Label(f"{self.index + 1}", Style.CARD_TITLE, "secondary"))
        head.addWidget(ElidedLabel(self._exercise.name, Style.CARD_TITLE), 1)
        if self._exercise.sided:
            sides = [Segment(side, side.spelled, Mood.PLAIN) for side in Side]
            name = f"Side of {self._exercise.name}"
            chooser = Segments(self._tray.theme, name, sides, clearable=False, padding=6, height=24)
            chooser.set_value(self._item.side)
            chooser.picked.connect(self._set_side)
            head.addWidget(chooser)
        else:
            head.addWidget(Label("BOTH", Style.SMALL_STRONG, "secondary"))
        if self._item.override_reason:
            word = self._item.reason_word
            tone = "abnormal" if word == "Override" else "secondary"
            head.addWidget(Label(word.lower(), Style.SMALL_STRONG, tone))
        tools = QHBoxLayout()
        tools.setSpacing(0)
        head.addLayout(tools)
        for text, icon, word, action in (
            ("", "pin", "Keep as the clinic's dose:", self._keep_dose),
            ("", "pen", "Own wording of", self._show_steps),
            ("", "up", "Move up:", lambda: self._move(-1)),
            ("", "down", "Move down:", lambda: self._move(1)),
            ("", "close", "Remove", self._remove),
        ):
            named = f"{word} {self._exercise.name}"
            button = Button(
                self._tray.theme, text, Look.QUIET, icon=icon, name=named,
                height=Height.BUTTON_SMALL,
            )  # fmt: skip
            button.setToolTip(named)
            button.clicked.connect(action)
            tools.addWidget(button)
        return head

    def _pictures(self, row: QHBoxLayout) -> None:
        picture = self._tray.figures.pictures.get(self._exercise.figure)
        own = self._exercise.figure in self._tray.library.own_pictures
        if picture is None and not own:
            return
        for word, last in (("" if own else "Start", False), ("End", True)):
            if last and (picture is None or len(picture.frames) < 2):
                continue
            frame = FigurePicture(self._tray.theme, self._tray.figures, 100, 104, word)
            frame.show_exercise(self._exercise, self._tray.library, self._item.side, last=last)
            row.addWidget(frame, 0, Qt.AlignmentFlag.AlignTop)

    def _dose(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(Space.S)
        grid.setVerticalSpacing(Space.XS)
        place = 0
        for part, label, unit, step in PARTS:
            low = getattr(self._exercise.limits.low, part)
            high = getattr(self._exercise.limits.high, part)
            held = part == "hold_s"
            never = held and dosing.longest_hold(self._exercise) == 0
            if (low is None or high is None) and not never:
                continue
            stepper = Stepper(self._tray.theme, f"{self._exercise.name} {label}", label, unit=unit)
            self._steppers[part] = stepper
            longest = dosing.longest_hold(self._exercise) if held else None
            top = high if longest is None else longest
            value = getattr(self._item.dose, part)
            why = "never held" if never else ""
            most = None if held and longest is not None else dosing.most_of(self._exercise, part)
            stepper.show_value(value, low or 0, top or 0, step, why, most=most)
            stepper.changed.connect(lambda to, part=part: self._set_dose(part, to))
            stepper.refused.connect(self._tray.told)
            grid.addWidget(stepper, place // 3, place % 3)
            place += 1
        for column in range(3):
            grid.setColumnStretch(column, 1)
        return grid

    def _foot(self, why: str) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setSpacing(Space.S)
        given = self._item.override_reason
        words = (
            f"{self._item.reason_word}: {given}"
            if given
            else why or _sentence(self._exercise.dose_source)
        )
        said = QVBoxLayout()
        said.setSpacing(0)
        said.addWidget(Label(words, Style.SMALL, "secondary", wrap=True))
        said.addWidget(ElidedLabel(evidence_words(self._exercise), Style.SMALL, "tertiary"))
        foot.addLayout(said, 1)
        for word, key, options in (
            ("Easier", "[", dosing.easier(self._exercise, self._tray.library)),
            ("Harder", "]", dosing.harder(self._exercise, self._tray.library)),
        ):
            named = f"{word}: {self._exercise.name}"
            button = Button(self._tray.theme, word, key=key, name=named, height=Height.BUTTON_SMALL)
            button.setEnabled(bool(options))
            words = ", ".join(one.name for one in options[:3])
            button.setToolTip(words or f"nothing {word.lower()} is linked")
            button.clicked.connect(lambda _=False, w=word, o=options: self._swap(w, o))
            foot.addWidget(button, 0, Qt.AlignmentFlag.AlignBottom)
        return foot

    def show_problems(self, problems: Sequence[ProgramProblem]) -> None:
        """What is wrong with this exercise now, and the line for a reason where one helps."""
        self._reason.show_problems(problems, self._item.override_reason)

    def takes(self, item: ProgramItem) -> bool:
        """Show an item that differs in its dose alone; whether it was one."""
        if replace(self._item, dose=item.dose) != item:
            return False
        self._item = item
        for part, stepper in self._steppers.items():
            stepper.show_number(getattr(item.dose, part))
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move with Alt and arrows, swap with brackets; Delete on the row itself removes."""
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if alt and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._move(-1 if event.key() == Qt.Key.Key_Up else 1)
        elif event.text() == "[":
            self._swap("Easier", dosing.easier(self._exercise, self._tray.library))
        elif event.text() == "]":
            self._swap("Harder", dosing.harder(self._exercise, self._tray.library))
        elif event.key() == Qt.Key.Key_Delete and self.hasFocus():
            self._remove()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, next: bool) -> bool:
        """Tab goes from the row into it, not to the beginning of the window."""
        mine = controls(self) if next and self.hasFocus() else []
        if not mine:
            return super().focusNextPrevChild(next)
        mine[0].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember where a drag may begin."""
        self._press = event.position().toPoint()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the exercise to another place."""
        if self._press is None:
            return
        moved = (event.position().toPoint() - self._press).manhattanLength()
        if moved < QApplication.startDragDistance():
            return
        self._press = None
        drag = QDrag(self)
        data = QMimeData()
        data.setData(MIME, str(self.index).encode())
        drag.setMimeData(data)
        drag.setPixmap(self.grab().scaledToWidth(320))
        drag.exec(Qt.DropAction.MoveAction)

    def _move(self, by: int) -> None:
        self._tray.edits.move(self.index, self.index + by, self._exercise.name)

    def _remove(self) -> None:
        self._tray.edits.remove(self.index, self._exercise.name)

    def _set_side(self, side: str) -> None:
        self._tray.edits.set_side(self.index, Side(side), self._exercise.name)

    def _set_dose(self, part: str, to: int) -> None:
        dose: Dose = replace(self._item.dose, **{part: to})
        self._tray.edits.set_dose(self.index, dose, self._exercise.name)

    def _swap(self, word: str, options: tuple[Exercise, ...]) -> None:
        facts, library = self._tray.facts(), self._tray.library
        side = self._item.side if self._exercise.sided else facts.side or Side.BOTH
        taken = {item.exercise for item in self._tray.edits.items}
        free = tuple(one for one in options if one.id not in taken)
        to = open_step(free, side, facts, library)
        if to is not None:
            self._tray.edits.swap(self.index, to, word, facts, library)
        elif options:
            why = why_closed(options, taken, side, facts, library)
            self._tray.told(f"Nothing {word.lower()} is open: {why}.")
        else:
            self._tray.told(f"Nothing {word.lower()} is linked to {self._exercise.name}.")

    def _show_steps(self) -> None:
        self._steps.setVisible(not self._steps.isVisible())
        if self._steps.isVisible():
            self._steps.setFocus()

    def _keep_dose(self) -> None:
        self._tray.keep_dose(self._item)

    def _keep_steps(self) -> None:
        steps = self._steps.steps
        own = () if steps == self._exercise.steps else steps
        self._tray.edits.set_steps(self.index, own, self._exercise.name)

    def _give_reason(self, reason: str) -> None:
        rules = self._reason.rules
        self._tray.edits.give_reason(self.index, reason, rules, self._exercise.name)


def evidence_words(exercise: Exercise) -> str:
    """Dose source and evidence note with their marks, for the clinician."""
    dose = _sentence(exercise.dose_source)
    note = _sentence(exercise.evidence_note)
    checked = "page read" if exercise.evidence_verified == "page read" else "not verified"
    return f"Evidence: {note} [{checked}] {dose}" if note else dose


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:].rstrip('.')}." if text else ""
