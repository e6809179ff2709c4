"""A chosen exercise: pictures, dose, side, easier and harder."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QDrag, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from pt_chart.charting.program_edits import ProgramEdits
from pt_chart.clinical.program import dosing
from pt_chart.clinical.program.dosage import Dose, ProgramItem
from pt_chart.clinical.program.library import Exercise, ExerciseLibrary
from pt_chart.clinical.sides import Side
from pt_chart.definitions.figures import FigureIndex
from pt_chart.ui.program.picture import FigurePicture
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Height, Space
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.button import Button, Look
from pt_chart.ui.widgets.label import Label
from pt_chart.ui.widgets.line_field import LineField
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
        self._steps = LineField(tray.theme, f"Own wording of {self._exercise.name}")
        self._steps.setPlaceholderText("Steps separated by | , then Enter; empty = the library's")
        self._steps.setText(" | ".join(item.own_steps or self._exercise.steps))
        self._steps.returnPressed.connect(self._keep_steps)
        self._steps.hide()
        outer.addWidget(self._steps)

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(Space.S)
        head.addWidget(Label(f"{self.index + 1}", Style.CARD_TITLE, "secondary"))
        head.addWidget(Label(self._exercise.name, Style.CARD_TITLE, wrap=False))
        if self._exercise.sided:
            sides = [Segment(side, side.spelled, Mood.PLAIN) for side in Side]
            name = f"Side of {self._exercise.name}"
            chooser = Segments(self._tray.theme, name, sides, clearable=False, padding=7, height=24)
            chooser.set_value(self._item.side)
            chooser.picked.connect(self._set_side)
            head.addWidget(chooser)
        else:
            head.addWidget(Label("BOTH", Style.SMALL_STRONG, "secondary"))
        if self._item.override_reason:
            head.addWidget(Label("override", Style.SMALL_STRONG, "abnormal"))
        head.addStretch(1)
        for text, icon, word, action in (
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
            head.addWidget(button)
        return head

    def _pictures(self, row: QHBoxLayout) -> None:
        picture = self._tray.figures.pictures.get(self._exercise.figure)
        if picture is None:
            return
        for word, last in (("Start", False), ("End", True)):
            if last and len(picture.frames) < 2:
                continue
            frame = FigurePicture(self._tray.theme, self._tray.figures, 112, 104, word)
            frame.show_figure(self._exercise.figure, self._item.side, last=last)
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
            stepper.show_value(value, low or 0, top or 0, step, "never held" if never else "")
            stepper.changed.connect(lambda to, part=part: self._set_dose(part, to))
            grid.addWidget(stepper, place // 3, place % 3)
            place += 1
        for column in range(3):
            grid.setColumnStretch(column, 1)
        return grid

    def _foot(self, why: str) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setSpacing(Space.S)
        reason = f"Override: {self._item.override_reason}" if self._item.override_reason else why
        source = self._exercise.dose_source
        words = ". ".join(part.rstrip(".") for part in (reason, source) if part)
        foot.addWidget(Label(words, Style.SMALL, "secondary", wrap=True), 1)
        for word, key, options in (
            ("Easier", "[", dosing.easier(self._exercise, self._tray.library)),
            ("Harder", "]", dosing.harder(self._exercise, self._tray.library)),
        ):
            named = f"{word}: {self._exercise.name}"
            button = Button(self._tray.theme, word, key=key, name=named, height=Height.BUTTON_SMALL)
            button.setEnabled(bool(options))
            button.setToolTip(options[0].name if options else f"nothing {word.lower()} is linked")
            button.clicked.connect(lambda _=False, w=word, o=options: self._swap(w, o))
            foot.addWidget(button, 0, Qt.AlignmentFlag.AlignBottom)
        return foot

    def takes(self, item: ProgramItem) -> bool:
        """Show an item that differs in its dose alone; whether it was one."""
        if replace(self._item, dose=item.dose) != item:
            return False
        self._item = item
        for part, stepper in self._steppers.items():
            stepper.show_number(getattr(item.dose, part))
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move with Alt and arrows, swap with brackets, Delete removes."""
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if alt and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._move(-1 if event.key() == Qt.Key.Key_Up else 1)
        elif event.text() == "[":
            self._swap("Easier", dosing.easier(self._exercise, self._tray.library))
        elif event.text() == "]":
            self._swap("Harder", dosing.harder(self._exercise, self._tray.library))
        elif event.key() == Qt.Key.Key_Delete:
            self._remove()
        else:
            super().keyPressEvent(event)

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
        if options:
            self._tray.edits.swap(self.index, options[0], word)
        else:
            self._tray.told(f"Nothing {word.lower()} is linked to {self._exercise.name}.")

    def _show_steps(self) -> None:
        self._steps.setVisible(not self._steps.isVisible())
        if self._steps.isVisible():
            self._steps.setFocus()

    def _keep_steps(self) -> None:
        steps = tuple(part.strip() for part in self._steps.text().split("|") if part.strip())
        own = () if steps == self._exercise.steps else steps
        self._tray.edits.set_steps(self.index, own, self._exercise.name)
