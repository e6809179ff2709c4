"""How strong, how deep and how constant: of the selected area, or of all areas of a kind."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSlider, QWidget

from pt_chart.clinical.bodychart.editing import Pencil, pencil_of
from pt_chart.clinical.bodychart.marks import BodyChart, Constancy, Depth, Mark, SymptomKind
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.card import Card
from pt_chart.ui.widgets.label import Label
from pt_chart.ui.widgets.segments import Mood, Segment, Segments


class StrengthCard(Card):
    """Intensity, depth and constancy; the title says of what."""

    changed = Signal(object)
    """The new `Pencil`."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, padded=True, parent=parent)
        self.body.setContentsMargins(12, 9, 12, 10)
        self._pencil = Pencil()
        self._mark: Mark | None = None
        self._build_slider()
        self._depth = self._choice(
            theme, "Depth", [(d.value, "?" if d is Depth.UNSURE else d.value) for d in Depth]
        )
        self._depth.picked.connect(lambda id: self._set(replace(self._pencil, depth=Depth(id))))
        self._often = self._choice(
            theme,
            "How often",
            [
                (Constancy.CONSTANT.value, "always"),
                (Constancy.INTERMITTENT.value, "on/off"),
                (Constancy.UNSURE.value, "?"),
            ],
        )
        self._often.picked.connect(
            lambda id: self._set(replace(self._pencil, constancy=Constancy(id)))
        )

    def _build_slider(self) -> None:
        head = QHBoxLayout()
        self._title = Label("", Style.STRONG)
        self._value = Label("", Style.STRONG)
        head.addWidget(self._title, 1)
        head.addWidget(self._value)
        self.body.addLayout(head)
        self._of = Label("", Style.TINY, "tertiary")
        self.body.addWidget(self._of)
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.setRange(-1, 10)
        self._slider.setPageStep(1)
        self._slider.valueChanged.connect(
            lambda value: self._set(replace(self._pencil, intensity=None if value < 0 else value))
        )
        self.body.addWidget(self._slider)
        ends = QHBoxLayout()
        ends.addWidget(Label("not asked · 0 none", Style.TINY, "tertiary"), 1)
        ends.addWidget(Label("10 worst", Style.TINY, "tertiary"))
        self.body.addLayout(ends)

    def _choice(self, theme: Theme, name: str, choices: list[tuple[str, str]]) -> Segments:
        segments = [Segment(id, label, Mood.PLAIN, id) for id, label in choices]
        made = Segments(theme, name, segments, clearable=False, padding=6, height=26)
        row = QHBoxLayout()
        row.addWidget(Label(name, Style.SMALL, "secondary"), 1)
        row.addWidget(made)
        self.body.addSpacing(5)
        self.body.addLayout(row)
        return made

    @property
    def pencil(self) -> Pencil:
        """What the next mark gets."""
        return self._pencil

    def show_kind(self, kind: SymptomKind, chart: BodyChart) -> None:
        """Show a kind's last mark, or a fresh pencil when it is not drawn yet."""
        self._mark = None
        last = next((m for m in reversed(chart.marks) if m.kind is kind and m.is_area), None)
        if last is not None:
            self._pencil = pencil_of(last)
        elif kind is not self._pencil.kind:
            self._pencil = Pencil(kind)
        count = sum(m.kind is kind and m.is_area for m in chart.marks)
        more = f"all {count} areas of this kind" if count > 1 else "the area of this kind"
        self._show(more if count else "the next area")

    def show_mark(self, mark: Mark) -> None:
        """Show one selected mark."""
        self._mark, self._pencil = mark, pencil_of(mark)
        self._show("the selected mark only")

    def step(self, by: int) -> None:
        """Raise or lower the intensity; the first step up from "not asked" is 0."""
        self._slider.setValue(self._slider.value() + by)

    def _show(self, of: str) -> None:
        pencil = self._pencil
        name = pencil.kind.label.capitalize()
        self._title.setText(f"{name}: intensity")
        self._of.setText(f"of {of}")
        self._slider.blockSignals(True)
        self._slider.setValue(-1 if pencil.intensity is None else pencil.intensity)
        self._slider.blockSignals(False)
        said = "not asked" if pencil.intensity is None else f"{pencil.intensity} of 10"
        self._value.setText(said)
        self._slider.setAccessibleName(f"{name} intensity of {of}: {said}")
        self._depth.set_value(pencil.depth)
        self._often.set_value(pencil.constancy)

    def _set(self, pencil: Pencil) -> None:
        self._pencil = pencil
        self._show(self._of.text().removeprefix("of "))
        self.changed.emit(pencil)
