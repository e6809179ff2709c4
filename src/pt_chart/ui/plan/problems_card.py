"""The problem list with its place in the classification of functioning."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QVBoxLayout

from pt_chart.charting.care import edits
from pt_chart.charting.desk import VisitDesk
from pt_chart.charting.unfinished import Place
from pt_chart.clinical.care.plan_of_care import CareProblem, ProblemArea
from pt_chart.ui.plan.parts import TextRow, row_of
from pt_chart.ui.plan.unfinished import LineKeeper
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Space
from pt_chart.ui.widgets.button import Button
from pt_chart.ui.widgets.card import Card
from pt_chart.ui.widgets.clearing import clear_layout
from pt_chart.ui.widgets.combo import Combo
from pt_chart.ui.widgets.line_field import LineField

UNSORTED = "not classified"
PLACE = Place("problem", "New problem")


class ProblemsCard(Card):
    """Problems of the plan of care that stands; adding one revises it in this visit."""

    def __init__(self, theme: Theme, desk: VisitDesk) -> None:
        super().__init__(theme, "Problems", padded=True)
        self._theme = theme
        self._desk = desk
        self.body.setSpacing(Space.S)
        self.rows = QVBoxLayout()
        self.rows.setSpacing(0)
        self.body.addLayout(self.rows)
        self.words = LineField(theme, "New problem", placeholder="a problem, then Enter")
        self.area = Combo(theme, "Area of functioning")
        self.area.addItem(UNSORTED, "")
        for area in ProblemArea:
            self.area.addItem(area.words, area.value)
        self.add = Button(theme, "Add", icon="plus", name="Add the problem")
        self.body.addLayout(row_of(self.words, self.area, self.add))
        self.words.returnPressed.connect(self._submit)
        self.add.clicked.connect(self._submit)

    def keep_lines(self, keeper: LineKeeper) -> None:
        """Words that are not added yet outlast the page."""
        keeper.watch(PLACE, words=self.words, area=self.area)

    def show_visit(self) -> None:
        """Show the problems that stand."""
        clear_layout(self.rows)
        for number, one in enumerate(edits.own_care(self._desk).problems):
            remove = ("close", f"Remove {one.words}", lambda at=number: self._remove(at))
            area = one.area.words if one.area else ""
            self.rows.addWidget(TextRow(self._theme, one.words, (remove,), aside=area))

    def _submit(self) -> None:
        text = self.words.text().strip()
        if not text:
            return
        self.words.clear()
        chosen = str(self.area.currentData() or "")
        care = edits.own_care(self._desk)
        problem = CareProblem(text, ProblemArea(chosen) if chosen else None)
        edits.write_care(
            self._desk, "Add a problem", replace(care, problems=(*care.problems, problem))
        )

    def _remove(self, place: int) -> None:
        care = edits.own_care(self._desk)
        kept = tuple(one for at, one in enumerate(care.problems) if at != place)
        edits.write_care(self._desk, "Remove a problem", replace(care, problems=kept))
