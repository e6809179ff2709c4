"""Tools, brush size, and how strong, deep and constant the chosen kind is."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QSlider, QWidget

from pt_chart.clinical.bodychart.editing import Pencil
from pt_chart.clinical.bodychart.marks import BodyChart, Constancy, Depth, SymptomKind
from pt_chart.ui.bodychart.canvas import BrushSize, Tool
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Space
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.button import Button
from pt_chart.ui.widgets.card import Card
from pt_chart.ui.widgets.label import Label
from pt_chart.ui.widgets.segments import Mood, Segment, Segments

TOOLS = (
    (Tool.BRUSH, "Brush", "B", "brush"),
    (Tool.REGION, "Region", "R", "tap"),
    (Tool.ERASER, "Erase", "E", "eraser"),
    (Tool.ARROW, "Spread", "A", "spread"),
    (Tool.PIN, "Pin", "P", "pin"),
)


class ToolsCard(Card):
    """The tool in hand and the brush's size."""

    tool_chosen = Signal(object)
    size_chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, padded=True, parent=parent)
        grid = QGridLayout()
        grid.setSpacing(6)
        self._buttons: dict[Tool, Button] = {}
        for index, (tool, text, key, icon) in enumerate(TOOLS):
            name = f"{text} tool, key Alt+{key}"
            button = Button(theme, text, icon=icon, name=name, height=30)
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            button.setCheckable(True)
            button.setAutoExclusive(True)
            button.setShortcut(f"Alt+{key}")
            button.setToolTip(f"{text} (Alt+{key})")
            button.toggled.connect(
                lambda on, tool=tool: self.tool_chosen.emit(tool) if on else None
            )
            grid.addWidget(button, index // 2, index % 2)
            self._buttons[tool] = button
        grid.addWidget(self._sizes(theme), 2, 1)
        self.body.addLayout(grid)

    def _sizes(self, theme: Theme) -> Segments:
        sizes = [
            Segment(BrushSize.SMALL, "S", Mood.PLAIN, "small brush"),
            Segment(BrushSize.MEDIUM, "M", Mood.PLAIN, "medium brush"),
            Segment(BrushSize.LARGE, "L", Mood.PLAIN, "large brush"),
        ]
        made = Segments(theme, "Brush size", sizes, clearable=False, padding=9, height=30)
        made.set_value(BrushSize.MEDIUM)
        made.picked.connect(lambda id: self.size_chosen.emit(BrushSize(id)))
        return made

    def choose(self, tool: Tool) -> None:
        """Take a tool in hand."""
        self._buttons[tool].setChecked(True)


class StrengthCard(Card):
    """Intensity, depth and constancy of the chosen kind, for its marks and the next one."""

    changed = Signal(object)
    """A `Pencil` with the chosen kind."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, padded=True, parent=parent)
        self._pencil = Pencil()
        head = QHBoxLayout()
        self._title = Label("", Style.CARD_TITLE)
        self._value = Label("", Style.STRONG)
        head.addWidget(self._title, 1)
        head.addWidget(self._value)
        self.body.addLayout(head)
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.setRange(-1, 10)
        self._slider.setPageStep(1)
        self._slider.valueChanged.connect(self._slid)
        self.body.addWidget(self._slider)
        ends = QHBoxLayout()
        ends.addWidget(Label("not asked · 0 none", Style.TINY, "tertiary"), 1)
        ends.addWidget(Label("10 worst", Style.TINY, "tertiary"))
        self.body.addLayout(ends)
        self.body.addSpacing(Space.S)
        self._depth = self._choice(theme, "Depth", [d.value for d in Depth], {"unsure": "?"})
        self._depth.picked.connect(lambda id: self._set(depth=Depth(id)))
        self._often = self._choice(
            theme,
            "How often",
            [Constancy.CONSTANT, Constancy.INTERMITTENT, Constancy.UNSURE],
            {"constant": "always", "intermittent": "on/off", "unsure": "?"},
        )
        self._often.picked.connect(lambda id: self._set(constancy=Constancy(id)))

    def _choice(
        self, theme: Theme, name: str, ids: list[str], labels: dict[str, str] | None = None
    ) -> Segments:
        words = labels or {}
        segments = [Segment(id, words.get(id, id), Mood.PLAIN, id) for id in ids]
        made = Segments(theme, name, segments, clearable=False, padding=6)
        row = QHBoxLayout()
        row.addWidget(Label(name, Style.SMALL, "secondary"), 1)
        row.addWidget(made)
        self.body.addSpacing(6)
        self.body.addLayout(row)
        return made

    @property
    def pencil(self) -> Pencil:
        """What the next mark gets."""
        return self._pencil

    def show_kind(self, kind: SymptomKind, chart: BodyChart) -> None:
        """Show a kind's last mark, or a fresh pencil when it is not drawn yet."""
        last = next((m for m in reversed(chart.marks) if m.kind is kind and m.is_area), None)
        if last is not None:
            self._pencil = Pencil(kind, last.intensity, last.depth, last.constancy)
        elif kind is not self._pencil.kind:
            self._pencil = Pencil(kind)
        self._show()

    def step(self, by: int) -> None:
        """Raise or lower the intensity; the first step up from "not asked" is 0."""
        self._slider.setValue(self._slider.value() + by)

    def _show(self) -> None:
        pencil = self._pencil
        name = pencil.kind.label.capitalize()
        self._title.setText(f"{name}: intensity")
        self._slider.blockSignals(True)
        self._slider.setValue(-1 if pencil.intensity is None else pencil.intensity)
        self._slider.blockSignals(False)
        said = "not asked" if pencil.intensity is None else f"{pencil.intensity} of 10"
        self._value.setText(said)
        self._slider.setAccessibleName(f"{name} intensity: {said}")
        self._depth.set_value(pencil.depth)
        self._often.set_value(pencil.constancy)

    def _slid(self, value: int) -> None:
        self._set(intensity=None if value < 0 else value)

    def _set(self, **change: object) -> None:
        from dataclasses import replace

        self._pencil = replace(self._pencil, **change)  # type: ignore[arg-type]
        self._show()
        self.changed.emit(self._pencil)
