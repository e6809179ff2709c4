"""The questions of patient mode: where, what it feels like, how strong, anything else."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from pt_chart.clinical.bodychart.atlas import BodyAtlas
from pt_chart.clinical.bodychart.marks import SymptomKind, View
from pt_chart.clinical.bodychart.summary import ChartSummary
from pt_chart.clinical.sides import Side
from pt_chart.definitions.figures import FigureIndex
from pt_chart.ui.bodychart.canvas import BodyCanvas
from pt_chart.ui.bodychart.patient.big_button import BigButton, hint, large, question
from pt_chart.ui.bodychart.tools import BrushSize, Tool
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Space
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.password_field import PasswordField

PLAIN_VIEWS = {
    View.FRONT: "Front",
    View.BACK: "Back",
    View.LEFT: "Left side",
    View.RIGHT: "Right side",
    View.FOOT_TOPS: "Tops of feet",
    View.SOLES: "Soles of feet",
}
PLAIN_KINDS = {
    SymptomKind.ACHE: "It aches",
    SymptomKind.DEEP_DULL_PULL: "A deep, dull pull",
    SymptomKind.SHARP: "Sharp, like a stab",
    SymptomKind.BURNING: "It burns",
    SymptomKind.SHOOTING: "It shoots",
    SymptomKind.TINGLING: "Pins and needles",
    SymptomKind.NUMBNESS: "Numb, I feel little there",
    SymptomKind.CRAMP: "A cramp",
    SymptomKind.TIGHTNESS: "It feels tight",
    SymptomKind.TWITCHING: "It twitches",
}
"""What the kinds are called in plain words."""
_PLAIN_SIDES = {Side.LEFT: "left ", Side.RIGHT: "right "}
_PLAIN_PLACES = {"sacrum": "bottom of the back"}


def plain_words(summary: ChartSummary) -> str:
    """What was drawn as the patient would say it: "right calf: Pins and needles, It burns"."""
    told = []
    for area in summary.areas:
        side = _PLAIN_SIDES.get(area.side, "") if area.side else ""
        place = _PLAIN_PLACES.get(area.region, area.label)
        feelings = ", ".join(PLAIN_KINDS[kind] for kind in area.kinds)
        told.append(f"{side}{place}: {feelings}")
    return "; ".join(told)


class WhereStep(QWidget):
    """Draw or tap on a large figure."""

    answered = Signal()

    def __init__(self, theme: Theme, figure: BodyAtlas, figures: FigureIndex) -> None:
        super().__init__()
        self._figure, self._figures = figure, figures
        self.view = View.BACK
        row = QHBoxLayout(self)
        row.setSpacing(Space.XXL)
        left = QVBoxLayout()
        left.setSpacing(Space.M)
        row.addLayout(left, 2)
        left.addWidget(question("Where do you feel it?"))
        left.addWidget(hint("Draw on the picture with your finger or the mouse. Show one place."))
        left.addLayout(self._views(theme))
        left.addSpacing(Space.M)
        left.addLayout(self._tools(theme))
        left.addStretch(1)
        self.next = BigButton(theme, "Next", primary=True)
        self.next.clicked.connect(self.answered)
        left.addWidget(self.next)
        self.canvas = BodyCanvas(theme)
        self.canvas.callouts = False
        self.canvas.size_of_brush = BrushSize.LARGE
        self.canvas.setAccessibleDescription("Every part of the body in it can be pressed.")
        row.addWidget(self.canvas, 3)
        self._draw.setChecked(True)
        self.show_view(View.BACK)

    def _views(self, theme: Theme) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(Space.S)
        self.views: dict[View, BigButton] = {}
        for index, (view, words) in enumerate(PLAIN_VIEWS.items()):
            button = BigButton(theme, words, checkable=True)
            button.clicked.connect(lambda _=False, view=view: self.show_view(view))
            grid.addWidget(button, index // 2, index % 2)
            self.views[view] = button
        return grid

    def _tools(self, theme: Theme) -> QHBoxLayout:
        # The exclusive groups of tools and views are kept apart by a box of their own.
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        self._draw = BigButton(theme, "Draw", checkable=True)
        self._tap = BigButton(theme, "Tap a part", checkable=True)
        self._erase = BigButton(theme, "Rub out", checkable=True)
        for button, tool in (
            (self._draw, Tool.BRUSH),
            (self._tap, Tool.REGION),
            (self._erase, Tool.ERASER),
        ):
            button.toggled.connect(lambda on, tool=tool: self._take(tool) if on else None)
            row.addWidget(button)
        outer = QHBoxLayout()
        outer.addWidget(box)
        return outer

    def _take(self, tool: Tool) -> None:
        self.canvas.tool = tool

    def show_view(self, view: View) -> None:
        """Show one of the six views."""
        self.view = view
        self.views[view].setChecked(True)
        svg = self._figures.body_svg(view, self._figure.body, self._figure.version)
        self.canvas.show_view(self._figure.views[view], svg)


class KindStep(QWidget):
    """What it feels like: one of ten, in plain words."""

    answered = Signal(object)
    """The `SymptomKind`."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setSpacing(Space.M)
        column.addWidget(question("What does it feel like there?"))
        column.addWidget(hint("Pick what fits best. You can add another feeling afterward."))
        column.addSpacing(Space.M)
        grid = QGridLayout()
        grid.setSpacing(Space.M)
        self.kinds: dict[SymptomKind, BigButton] = {}
        for index, kind in enumerate(SymptomKind):
            button = BigButton(theme, PLAIN_KINDS[kind], kind=kind)
            button.clicked.connect(lambda _=False, kind=kind: self.answered.emit(kind))
            grid.addWidget(button, index // 2, index % 2)
            self.kinds[kind] = button
        column.addLayout(grid)
        column.addStretch(1)


class StrengthStep(QWidget):
    """How strong: 0 to 10, or not known."""

    answered = Signal(object)
    """The intensity, None for "I do not know"."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setSpacing(Space.M)
        column.addWidget(question("How strong is it there today?"))
        column.addWidget(hint("0 means none. 10 means the worst you can imagine."))
        column.addSpacing(Space.XL)
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        self.numbers: dict[int, BigButton] = {}
        for number in range(11):
            button = BigButton(theme, str(number), width=64)
            button.clicked.connect(lambda _=False, number=number: self.answered.emit(number))
            row.addWidget(button)
            self.numbers[number] = button
        column.addLayout(row)
        column.addSpacing(Space.XL)
        unsure = BigButton(theme, "I do not know")
        unsure.clicked.connect(lambda: self.answered.emit(None))
        column.addWidget(unsure)
        column.addStretch(1)


class MoreStep(QWidget):
    """What was shown so far; another place, or finished."""

    again = Signal()
    finished = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setSpacing(Space.M)
        column.addWidget(question("Do you feel anything else?"))
        self._told = hint("")
        column.addWidget(self._told)
        column.addSpacing(Space.XL)
        more = BigButton(theme, "Yes, add another place or feeling")
        more.setObjectName("again")
        more.clicked.connect(self.again)
        done = BigButton(theme, "No, I am finished", primary=True)
        done.clicked.connect(self.finished)
        column.addWidget(more)
        column.addWidget(done)
        column.addStretch(1)

    def tell(self, words: str) -> None:
        """Say what was shown so far."""
        self._told.setText(words)


class HandBackStep(QWidget):
    """Give the device back; the therapist's password leads out."""

    submitted = Signal(str)
    back = Signal()

    def __init__(self, theme: Theme, therapist: str) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setSpacing(Space.M)
        column.addWidget(question("Thank you. Please hand this back to your therapist."))
        column.addSpacing(Space.XL)
        column.addWidget(hint(f"Therapist: password of {therapist}, then Enter"))
        self.password = PasswordField(theme, f"Password of {therapist}")
        self.password.setFont(large(18, Style.BODY))
        self.password.setMaximumWidth(420)
        self.password.returnPressed.connect(lambda: self.submitted.emit(self.password.text()))
        column.addWidget(self.password)
        self._problem = hint("")
        self._problem.set_tone("emergency")
        column.addWidget(self._problem)
        column.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(Space.M)
        back = BigButton(theme, "Back to the picture")
        back.clicked.connect(self.back)
        leave = BigButton(theme, "Leave", primary=True)
        leave.clicked.connect(lambda: self.submitted.emit(self.password.text()))
        row.addWidget(back)
        row.addWidget(leave)
        column.addLayout(row)

    def refuse(self, words: str) -> None:
        """Say why it does not open; the password is typed again."""
        self._problem.setText(words)
        self.password.clear()
        self.password.setFocus(Qt.FocusReason.OtherFocusReason)

    def clear(self) -> None:
        """Forget what was typed."""
        self._problem.setText("")
        self.password.clear()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
