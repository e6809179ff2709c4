"""Assessment and plan in the clinician's words: goals, treatments given, next visit."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from pt_chart.charting.clinic_session import ClinicSession, OpenVisit
from pt_chart.charting.events import Part, VisitChanged
from pt_chart.clinical.sides import Side
from pt_chart.clinical.visit import Plan, Treatment
from pt_chart.ui.forms.signature_card import SignatureCard
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Height, Space
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.button import Button, Look
from pt_chart.ui.widgets.card import Card
from pt_chart.ui.widgets.clearing import clear_layout
from pt_chart.ui.widgets.label import Label
from pt_chart.ui.widgets.line_field import LineField, ValueState
from pt_chart.ui.widgets.scroll import Scroll
from pt_chart.ui.widgets.segments import Mood, Segment, Segments

SIDES = tuple(Segment(side.value, side.spelled, Mood.PLAIN) for side in Side)


class _Prose(QPlainTextEdit):
    """Several lines; leaving ends the undo step."""

    left = Signal()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()


class TreatmentForm(QWidget):
    """A treatment given: name, dose, minutes, side, response."""

    added = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        upper, lower = QHBoxLayout(), QHBoxLayout()
        self.name = LineField(theme, "Treatment", placeholder="treatment, for example press-up")
        self.dose = LineField(theme, "Dose", placeholder="dose: 2 x 10", width=150)
        self.minutes = LineField(theme, "Minutes", placeholder="min", width=64)
        self.side = Segments(theme, "Side treated", SIDES)
        self.response = LineField(theme, "Response", placeholder="response, re-test")
        self.add = Button(theme, "Add", icon="plus")
        for field in (self.name, self.dose, self.minutes):
            upper.addWidget(field)
        lower.addWidget(self.side)
        lower.addWidget(self.response)
        lower.addWidget(self.add)
        column.addLayout(upper)
        column.addLayout(lower)
        self.add.clicked.connect(self._submit)
        self.response.returnPressed.connect(self._submit)

    def _submit(self) -> None:
        minutes = self.minutes.text().strip()
        for field, fine in (
            (self.name, bool(self.name.text().strip())),
            (self.minutes, not minutes or minutes.isdecimal()),
        ):
            field.set_state(ValueState.NORMAL if fine else ValueState.REFUSED)
            if not fine:
                field.setFocus()
                return
        side = Side(self.side.value) if self.side.value else None
        count = int(minutes) if minutes else None
        self.added.emit(
            Treatment(
                self.name.text().strip(),
                self.dose.text().strip(),
                count,
                side,
                self.response.text().strip(),
            )
        )
        for field in (self.name, self.dose, self.minutes, self.response):
            field.clear()
        self.side.set_value("")
        self.name.setFocus()


def treatment_words(treatment: Treatment) -> str:
    """A treatment in one line with the side spelled out."""
    minutes = f"{treatment.minutes} min" if treatment.minutes is not None else ""
    side = treatment.side.spelled if treatment.side else ""
    parts = (treatment.name, side, treatment.dose, minutes, treatment.response)
    return " · ".join(part for part in parts if part)


class PlanPage(QWidget):
    """Writes the plan through the desk; typing in one field is one undo step."""

    def __init__(self, theme: Theme, open_visit: OpenVisit, session: ClinicSession) -> None:
        super().__init__()
        self._theme = theme
        self._desk = open_visit.desk
        outer = QVBoxLayout(self)
        outer.setContentsMargins(20, 14, 20, 0)
        outer.setSpacing(Space.M)
        head = QHBoxLayout()
        head.addWidget(Label("Plan", Style.PAGE_TITLE))
        head.addWidget(Label("in your words; the panel never writes here", Style.BODY, "secondary"))
        head.addStretch(1)
        outer.addLayout(head)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 8, 16)
        column.setSpacing(Space.M)
        self._cards = (
            self._assessment_card(),
            self._goals_card(),
            self._treatment_card(),
            self._next_card(),
        )
        for card in self._cards:
            column.addWidget(card)
        self.signature = SignatureCard(theme, open_visit, session)
        column.addWidget(self.signature)
        column.addStretch(1)
        outer.addWidget(Scroll(page), 1)
        self._disconnect = self._desk.changed.connect(self._changed)
        self._show(self._desk.visit.plan)

    def close_page(self) -> None:
        """Stop following the visit."""
        self._disconnect()

    def set_read_only(self) -> None:
        """A signed plan can be read, not changed; addenda can be written."""
        for card in self._cards:
            card.setEnabled(False)

    def _assessment_card(self) -> Card:
        card = Card(self._theme, "Assessment", padded=True)
        card.body.setSpacing(Space.S)
        self.assessment = _Prose()
        self.assessment.setAccessibleName("Assessment")
        self.assessment.setTabChangesFocus(True)
        self.assessment.setFont(Style.BODY.font)
        self.assessment.setMinimumHeight(120)
        self.assessment.textChanged.connect(self._assessment_typed)
        self.assessment.left.connect(self._desk.seal)
        card.body.addWidget(self.assessment)
        return card

    def _goals_card(self) -> Card:
        card = Card(self._theme, "Goals", padded=True)
        card.body.setSpacing(Space.XS)
        self.goals = QVBoxLayout()
        self.goals.setSpacing(Space.XS)
        card.body.addLayout(self.goals)
        self.goal = LineField(
            self._theme, "New goal", placeholder="a goal the patient names, then Enter"
        )
        self.goal.returnPressed.connect(self._add_goal)
        card.body.addWidget(self.goal)
        return card

    def _treatment_card(self) -> Card:
        card = Card(self._theme, "Given today", padded=True)
        card.body.setSpacing(Space.XS)
        self.treatments = QVBoxLayout()
        self.treatments.setSpacing(Space.XS)
        card.body.addLayout(self.treatments)
        self.treatment = TreatmentForm(self._theme)
        self.treatment.added.connect(self._add_treatment)
        card.body.addWidget(self.treatment)
        return card

    def _next_card(self) -> Card:
        card = Card(self._theme, "Next", padded=True)
        card.body.setSpacing(Space.XS)
        self.frequency = LineField(self._theme, "Frequency", placeholder="once a week for 6 weeks")
        self.next_visit = LineField(
            self._theme, "Next visit", placeholder="Tuesday 17 November, 10:00"
        )
        for label, field, part in (
            ("Frequency", self.frequency, "frequency"),
            ("Next visit, as printed on the handout", self.next_visit, "next_visit"),
        ):
            card.body.addWidget(Label(label, Style.SMALL_MEDIUM, "secondary"))
            card.body.addWidget(field)
            field.textEdited.connect(lambda text, p=part, w=label: self._line_typed(p, w, text))
            field.editingFinished.connect(self._desk.seal)
        return card

    def _write(self, label: str, plan: Plan, key: str | None = None) -> None:
        self._desk.edit(
            label, replace(self._desk.visit, plan=plan), parts=(Part.PLAN,), key=key, origin=self
        )

    def _assessment_typed(self) -> None:
        plan = self._desk.visit.plan
        text = self.assessment.toPlainText()
        if text != plan.assessment:
            self._write("Assessment", replace(plan, assessment=text), "plan.assessment")

    def _line_typed(self, part: str, label: str, text: str) -> None:
        plan = self._desk.visit.plan
        changed = (
            replace(plan, frequency=text) if part == "frequency" else replace(plan, next_visit=text)
        )
        self._write(label, changed, f"plan.{part}")

    def _add_goal(self) -> None:
        text = self.goal.text().strip()
        if text:
            plan = self._desk.visit.plan
            self.goal.clear()
            self._write("Add a goal", replace(plan, goals=(*plan.goals, text)))
            self._show(self._desk.visit.plan)

    def _add_treatment(self, treatment: Treatment) -> None:
        plan = self._desk.visit.plan
        self._write(
            f"Given: {treatment.name}", replace(plan, treatments=(*plan.treatments, treatment))
        )
        self._show(self._desk.visit.plan)

    def _drop(self, part: str, number: int) -> None:
        plan = self._desk.visit.plan
        if part == "goals":
            kept = tuple(g for n, g in enumerate(plan.goals) if n != number)
            self._write("Remove a goal", replace(plan, goals=kept))
        else:
            left = tuple(t for n, t in enumerate(plan.treatments) if n != number)
            self._write("Remove a treatment", replace(plan, treatments=left))
        self._show(self._desk.visit.plan)

    def _changed(self, change: VisitChanged) -> None:
        if Part.STATUS in change.parts:
            self.signature.show_visit(change.visit)
        if Part.PLAN in change.parts and change.origin is not self:
            self._show(change.visit.plan)

    def _show(self, plan: Plan) -> None:
        if self.assessment.toPlainText() != plan.assessment:
            self.assessment.setPlainText(plan.assessment)
        for field, text in ((self.frequency, plan.frequency), (self.next_visit, plan.next_visit)):
            if field.text() != text:
                field.setText(text)
        self._list(self.goals, "goals", plan.goals)
        self._list(
            self.treatments, "treatments", tuple(treatment_words(t) for t in plan.treatments)
        )

    def _list(self, into: QVBoxLayout, part: str, lines: tuple[str, ...]) -> None:
        clear_layout(into)
        for number, words in enumerate(lines):
            line = QWidget()
            row = QHBoxLayout(line)
            row.setContentsMargins(0, 0, 0, 0)
            row.addWidget(Label(words, Style.BODY, wrap=True), 1)
            name = f"Remove: {words}"
            drop = Button(
                self._theme, "", Look.QUIET, icon="close", name=name, height=Height.BUTTON_SMALL
            )
            drop.clicked.connect(lambda _checked=False, p=part, n=number: self._drop(p, n))
            row.addWidget(drop)
            into.addWidget(line)
