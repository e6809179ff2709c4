"""The head of the page: which figure, start from the last drawing, undo by name, and the rest."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from pt_chart.clinical.bodychart.marks import BodyChart
from pt_chart.clinical.program.dates import date_words, day_and_month
from pt_chart.clinical.visit import Visit
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Space
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.button import Button
from pt_chart.ui.widgets.combo import Combo
from pt_chart.ui.widgets.label import Label

HINT = "draw with mouse, pen or finger; every stroke can be undone"


class Head(QWidget):
    """Title and the buttons that concern the whole drawing."""

    carry_asked = Signal()
    undo_asked = Signal()
    redo_asked = Signal()
    mirror_asked = Signal()
    clear_asked = Signal()
    colors_asked = Signal()
    patient_asked = Signal()
    body_chosen = Signal(str)

    def __init__(
        self,
        theme: Theme,
        bodies: Sequence[str],
        before: Visit | None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        self._title = Label("Body chart", Style.PAGE_TITLE)
        row.addWidget(self._title)
        row.addSpacing(Space.XS)
        self._hint = Label(HINT, tone="secondary")
        self._hint.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row.addWidget(self._hint, 1)
        row.addStretch(0)
        self._body = Combo(theme, "Figure")
        for body in bodies:
            self._body.addItem(f"{body.capitalize()} figure", body)
        self._body.activated.connect(
            lambda index: self.body_chosen.emit(str(self._body.itemData(index)))
        )
        row.addWidget(self._body)
        self._carry = Button(theme, "", icon="carry")
        self._carry.clicked.connect(self.carry_asked)
        if before is None:
            self._carry.hide()
        row.addWidget(self._carry)
        if before is not None:
            self.show_compared(before)
        self._undo = self._icon("undo", "Undo", self.undo_asked)
        self._redo = self._icon("redo", "Redo", self.redo_asked)
        self._mirror = self._icon("mirror", "", self.mirror_asked)
        self._clear = self._icon("trash", "Clear the whole drawing", self.clear_asked)
        self._icon("eye", "Colors as others see them", self.colors_asked)
        self._patient = Button(theme, "Patient draws", icon="user", height=32)
        self._patient.setToolTip("Full screen for the patient; leaving needs your password")
        self._patient.clicked.connect(self.patient_asked)
        row.addWidget(self._patient)
        self.show_selection(selected=False)
        self.show_undo("", "")

    def _icon(self, icon: str, name: str, asked: object) -> Button:
        button = Button(self._theme, "", icon=icon, name=name or icon)
        button.clicked.connect(lambda _=False: asked.emit())  # type: ignore[attr-defined]
        layout = self.layout()
        if layout is not None:
            layout.addWidget(button)
        return button

    def set_narrow(self, *, narrow: bool, tight: bool = False) -> None:
        """Without the hint where there is no room; in a tight place the rail names the page."""
        self._hint.setText("" if narrow else HINT)
        self._title.setVisible(not tight)

    def show_compared(self, visit: Visit) -> None:
        """Name the visit to start from."""
        self._carry.setText(f"Start from {day_and_month(visit.date)}")
        self._carry.setAccessibleName(f"Start from the drawing of {date_words(visit.date)}")
        self._carry.updateGeometry()

    def show_selection(self, *, selected: bool) -> None:
        """Say what mirroring does now."""
        name = "Mirror the selected mark" if selected else "Exchange left and right"
        self._mirror.setAccessibleName(name)
        self._mirror.setToolTip(name)

    def show_undo(self, undo: str, redo: str) -> None:
        """Name the steps that undo and redo would take."""
        for button, word, label, key in (
            (self._undo, "Undo", undo, "Ctrl+Z"),
            (self._redo, "Redo", redo, "Ctrl+Shift+Z"),
        ):
            name = f"{word}: {label}" if label else f"Nothing to {word.lower()}"
            button.setEnabled(bool(label))
            button.setAccessibleName(name)
            button.setToolTip(f"{name} ({key})")

    def show_chart(self, chart: BodyChart) -> None:
        """Show which figure is drawn on; a drawn chart keeps its own."""
        index = self._body.findData(chart.body)
        self._body.setCurrentIndex(index)
        drawn = bool(chart.marks)
        self._body.setEnabled(not drawn)
        self._body.setToolTip("The figure cannot change under a drawing" if drawn else "Figure")
        self._clear.setEnabled(drawn)
        self._mirror.setEnabled(drawn)
        if self._hint.text():
            carried = "carried from the last visit; unchanged so far"
            self._hint.setText(carried if chart.carried_from else HINT)
