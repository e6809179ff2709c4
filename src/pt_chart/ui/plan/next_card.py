"""Frequency in words and the next visit, as the handout prints it."""

from __future__ import annotations

from dataclasses import replace

from pt_chart.charting.care import edits
from pt_chart.charting.desk import VisitDesk
from pt_chart.ui.plan.parts import titled
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Space
from pt_chart.ui.widgets.card import Card
from pt_chart.ui.widgets.line_field import LineField


class NextCard(Card):
    """Two lines, saved while they are typed."""

    def __init__(self, theme: Theme, desk: VisitDesk) -> None:
        super().__init__(theme, "Next", padded=True)
        self._desk = desk
        self.body.setSpacing(Space.S)
        self.frequency = LineField(theme, "Frequency", placeholder="once a week for 6 weeks")
        self.next_visit = LineField(theme, "Next visit", placeholder="Tuesday, Nov 17, 10:00")
        self.body.addLayout(titled("Frequency, in words", self.frequency))
        self.body.addLayout(titled("Next visit, as printed on the handout", self.next_visit))
        self.frequency.textEdited.connect(lambda text: self._write("Frequency", "frequency", text))
        self.next_visit.textEdited.connect(
            lambda text: self._write("Next visit", "next_visit", text)
        )
        for field in (self.frequency, self.next_visit):
            field.editingFinished.connect(desk.seal)

    def show_visit(self) -> None:
        """Show what is recorded."""
        plan = self._desk.visit.plan
        for field, text in (
            (self.frequency, plan.frequency),
            (self.next_visit, plan.next_visit),
        ):
            if field.text() != text:
                field.setText(text)

    def _write(self, label: str, part: str, text: str) -> None:
        plan = self._desk.visit.plan
        changed = (
            replace(plan, frequency=text) if part == "frequency" else replace(plan, next_visit=text)
        )
        edits.write_plan(self._desk, label, changed, key=f"plan.{part}", origin=self)
