"""Goals tied to a measure: target, day, progress, and the clinician's word."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from pt_chart.charting.care import edits
from pt_chart.charting.care.typed import read_day, read_number
from pt_chart.charting.clinic_session import ClinicSession, OpenVisit
from pt_chart.charting.unfinished import Place
from pt_chart.clinical.care.left_out import RecordPart
from pt_chart.clinical.care.plan_of_care import Goal, GoalState
from pt_chart.clinical.care.standing import GoalProgress, goal_progress, progress_words
from pt_chart.clinical.measures.instrument import Instrument, for_sex
from pt_chart.clinical.measures.series import Course, courses
from pt_chart.clinical.program.dates import date_words
from pt_chart.clinical.sides import Side
from pt_chart.clinical.visit import Visit
from pt_chart.ui.plan.parts import TextRow, refused, row_of, settle, titled
from pt_chart.ui.plan.unfinished import LineKeeper
from pt_chart.ui.plan.without_line import WithoutLine
from pt_chart.ui.theme.paint import box, pen
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Space
from pt_chart.ui.widgets.button import Button
from pt_chart.ui.widgets.card import Card
from pt_chart.ui.widgets.clearing import clear_layout
from pt_chart.ui.widgets.combo import Combo
from pt_chart.ui.widgets.line_field import LineField
from pt_chart.ui.widgets.segments import Mood, Segment, Segments

NO_MEASURE = "in words only"
PLACE = Place("goal", "New goal")
WORDS_HAVE_NO_NUMBER = (
    'A goal "in words only" has no number as its target: '
    "choose the measure, or write the number into the words."
)
STATES = tuple(Segment(one.value, one.words, Mood.PLAIN) for one in GoalState)


class ProgressBar(QWidget):
    """How much of the way to a target is done; the words beside it say the same."""

    def __init__(self, theme: Theme, share: float) -> None:
        super().__init__()
        self._theme = theme
        self._share = min(max(share, 0.0), 1.0)
        self.setFixedHeight(8)

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(160, 8)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A frame and the part done."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect())
        box(painter, frame, fill=tokens.sunken, border=pen(tokens.border), radius=4)
        done = QRectF(frame.left(), frame.top(), frame.width() * self._share, frame.height())
        if self._share:
            box(painter, done, fill=tokens.accent, border=None, radius=4)


class GoalsCard(Card):
    """Goals of the plan of care that stands, and goals in words of this visit."""

    def __init__(self, theme: Theme, open_visit: OpenVisit, session: ClinicSession) -> None:
        super().__init__(theme, "Goals", padded=True)
        self._theme = theme
        self._desk = open_visit.desk
        self._session = session
        fitting = for_sex(session.definitions.instruments, open_visit.desk.patient.sex)
        self._instruments = {one.id: one for one in fitting}
        self._asked = ""
        self.body.setSpacing(Space.S)
        self.rows = QVBoxLayout()
        self.rows.setSpacing(Space.S)
        self.body.addLayout(self.rows)
        self.words = LineField(
            theme, "New goal", placeholder="what the patient will do, then Enter"
        )
        self.measure = Combo(theme, "Measure of the goal")
        self.measure.addItem(NO_MEASURE, "")
        for one in session.definitions.instruments:
            for side in (Side.RIGHT, Side.LEFT) if one.sided else (None,):
                name = f"{one.short} {side.spelled}" if side else one.short
                self.measure.addItem(name, f"{one.id}@{side.value}" if side else one.id)
        self.target = LineField(theme, "Target", width=80)
        self.due = LineField(theme, "By which day", placeholder="4 weeks", width=110)
        self.add = Button(theme, "Add", icon="plus", name="Add the goal")
        self.body.addWidget(self.words)
        self.body.addLayout(
            row_of(
                titled("Measured by", self.measure),
                titled("Target", self.target),
                titled("By", self.due),
                self.add,
                stretch=True,
            )
        )
        self.without = WithoutLine(theme, RecordPart.GOALS, open_visit, session)
        self.body.addWidget(self.without)
        for field in (self.words, self.target, self.due):
            field.returnPressed.connect(self._submit)
        self.add.clicked.connect(self._submit)

    def keep_lines(self, keeper: LineKeeper) -> None:
        """Words that are not added yet outlast the page."""
        keeper.watch(
            PLACE, words=self.words, target=self.target, due=self.due, measure=self.measure
        )

    def show_visit(self) -> None:
        """Show each goal with how it stands."""
        clear_layout(self.rows)
        visits = self._visits()
        plan = edits.own_care(self._desk)
        told = courses(visits, self._instruments.values())
        for one in goal_progress(plan.goals, visits, told, self._desk.visit.date):
            self.rows.addWidget(self._row(one))
        for number, words in enumerate(self._desk.visit.plan.goals):
            remove = ("close", f"Remove {words}", lambda at=number: self._remove_words(at))
            self.rows.addWidget(TextRow(self._theme, words, (remove,)))
        self.without.show_visit()

    def _visits(self) -> list[Visit]:
        desk = self._desk
        return [one for one in reversed(desk.previous) if one.withdrawal is None] + [desk.visit]

    def _row(self, one: GoalProgress) -> QWidget:
        goal = one.goal
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        due = f"by {date_words(goal.due)}" if goal.due else ""
        late = "its day has passed" if one.overdue else ""
        aside = " · ".join(filter(None, (one.measure, progress_words(one), due, late)))
        remove = ("close", f"Remove {goal.words}", lambda: self._remove(goal.id))
        column.addWidget(TextRow(self._theme, goal.words, (remove,), aside=aside, lined=False))
        if one.share is not None:
            column.addWidget(ProgressBar(self._theme, one.share))
        state = Segments(self._theme, f"How it stands: {goal.words}", STATES)
        today = [r for r in self._desk.visit.plan.goal_reviews if r.goal == goal.id]
        state.set_value(today[0].state.value if today else "")
        state.picked.connect(
            lambda value: edits.review_goal(
                self._desk, goal, GoalState(value) if value else None, origin=self
            )
        )
        column.addWidget(state)
        return part

    def _submit(self) -> None:
        chosen = str(self.measure.currentData() or "")
        name, _, side = chosen.partition("@")
        instrument = self._instruments.get(name)
        if instrument is None and not self.due.text().strip() and not self.target.text().strip():
            self._add_words()
            return
        field = self.target
        try:
            target = self._target(instrument)
            field = self.due
            due = read_day(self.due.text(), self._desk.visit.date)
            field = self.words
            course = self._course(instrument, Side(side) if side else None)
            goal = edits.make_goal(
                self.words.text(),
                instrument,
                course,
                target=target,
                due=due,
                today=self._desk.visit.date,
                side=Side(side) if side else None,
            )
            self._ask_once(goal, instrument, course)
        except ValueError as error:
            refused(self._session, field, error)
            return
        care = edits.own_care(self._desk)
        settle(self.words, self.target, self.due)
        edits.write_care(self._desk, "Add a goal", replace(care, goals=(*care.goals, goal)))

    def _ask_once(self, goal: Goal, instrument: Instrument | None, course: Course | None) -> None:
        """Ask about an unlikely goal; the same goal typed again is meant so."""
        doubts = edits.goal_doubts(goal, instrument, course, self._desk.visit.date)
        asked, self._asked = self._asked, doubts
        if doubts and doubts != asked:
            raise ValueError(f"{doubts} Mend it, or press Enter again if it is meant so.")

    def _target(self, instrument: Instrument | None) -> float | None:
        typed = self.target.text()
        if instrument is not None:
            return read_number(typed, "Target", instrument.minimum, instrument.maximum)
        if typed.strip():
            raise ValueError(WORDS_HAVE_NO_NUMBER)
        return None

    def _course(self, instrument: Instrument | None, side: Side | None) -> Course | None:
        if instrument is None:
            return None
        return next((c for c in courses(self._visits(), [instrument]) if c.side is side), None)

    def _add_words(self) -> None:
        text = self.words.text().strip()
        if text:
            plan = self._desk.visit.plan
            settle(self.words)
            edits.write_plan(self._desk, "Add a goal", replace(plan, goals=(*plan.goals, text)))

    def _remove_words(self, place: int) -> None:
        plan = self._desk.visit.plan
        kept = tuple(goal for at, goal in enumerate(plan.goals) if at != place)
        edits.write_plan(self._desk, "Remove a goal", replace(plan, goals=kept))

    def _remove(self, goal_id: str) -> None:
        care = edits.own_care(self._desk)
        kept = tuple(goal for goal in care.goals if goal.id != goal_id)
        edits.write_care(self._desk, "Remove a goal", replace(care, goals=kept))
