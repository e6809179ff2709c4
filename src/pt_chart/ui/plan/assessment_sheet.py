"""The first tab of the plan: counters, assessment, codes, problems, goals, course, signature."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QVBoxLayout, QWidget

from pt_chart.charting.care import edits
from pt_chart.charting.clinic_session import ClinicSession, OpenVisit
from pt_chart.charting.events import Part, VisitChanged
from pt_chart.charting.unfinished import Place
from pt_chart.ui.forms.signature_card import SignatureCard
from pt_chart.ui.plan.booking_card import BookingCard
from pt_chart.ui.plan.codes_card import CodesCard
from pt_chart.ui.plan.counters_card import CountersCard
from pt_chart.ui.plan.course_card import CourseCard
from pt_chart.ui.plan.goals_card import GoalsCard
from pt_chart.ui.plan.next_card import NextCard
from pt_chart.ui.plan.parts import Prose
from pt_chart.ui.plan.problems_card import ProblemsCard
from pt_chart.ui.plan.unfinished import LineKeeper
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Space
from pt_chart.ui.widgets.card import Card

ADDENDUM = Place("addendum", "Addendum", of_visit=False)


class AssessmentSheet(QWidget):
    """Writes assessment and plan of care through the desk."""

    def __init__(self, theme: Theme, open_visit: OpenVisit, session: ClinicSession) -> None:
        super().__init__()
        self._desk = open_visit.desk
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 8, 16)
        column.setSpacing(Space.M)
        self.counters = CountersCard(theme, open_visit, session)
        self.assessment = Prose("Assessment")
        self.codes = CodesCard(theme, open_visit, session)
        self.problems = ProblemsCard(theme, self._desk)
        self.goals = GoalsCard(theme, open_visit, session)
        self.course = CourseCard(theme, open_visit, session)
        self.next = NextCard(theme, self._desk)
        self.booking = BookingCard(theme, open_visit, session)
        self.signature = SignatureCard(theme, open_visit, session)
        written = Card(
            theme, "Assessment", "in your words; the panel never writes here", padded=True
        )
        written.body.addWidget(self.assessment)
        self._written = (
            written,
            self.codes,
            self.problems,
            self.goals,
            self.course,
            self.next,
        )
        for card in (self.counters, *self._written, self.booking, self.signature):
            column.addWidget(card)
        column.addStretch(1)
        self.assessment.textChanged.connect(self._typed)
        self.assessment.left.connect(self._desk.seal)
        self.show_visit()

    def keep_lines(self, keeper: LineKeeper) -> None:
        """Words that are not added yet outlast the page."""
        for card in (self.problems, self.goals, self.course, self.codes):
            card.keep_lines(keeper)
        if self._desk.visit.signed:
            keeper.watch(ADDENDUM, words=self.signature.addendum)

    def set_read_only(self) -> None:
        """A signed plan can be read, not changed; addenda can be written."""
        for card in self._written:
            card.setEnabled(False)

    def follow(self, change: VisitChanged) -> None:
        """Show what changed elsewhere."""
        if change.parts & {Part.STATUS, Part.PROGRAM}:
            self.signature.show_visit(change.visit)
        if change.origin is self.next:
            self.course.without.show_visit()
            return
        if change.origin is self.course:
            # Typing there is shown already; only what is counted from it follows.
            self.course.show_visit()
            self.counters.show_visit()
        elif change.parts & {Part.PLAN, Part.ANSWERS, Part.STATUS}:
            self.show_visit()

    def show_visit(self) -> None:
        """Show the plan as it stands now."""
        self.assessment.show_text(self._desk.visit.plan.assessment)
        for card in (self.counters, self.codes, self.problems, self.goals, self.course, self.next):
            card.show_visit()

    def _typed(self) -> None:
        plan = self._desk.visit.plan
        text = self.assessment.toPlainText()
        if text != plan.assessment and not self._desk.visit.signed:
            changed = replace(plan, assessment=text)
            edits.write_plan(self._desk, "Assessment", changed, key="plan.assessment", origin=self)
