"""Prognosis, frequency and duration, planned interventions, discharge criteria."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QHBoxLayout

from pt_chart.charting.care import edits
from pt_chart.charting.care.typed import read_number, read_whole
from pt_chart.charting.clinic_session import ClinicSession, OpenVisit
from pt_chart.charting.unfinished import Place
from pt_chart.clinical.care.completeness import ONE_VISIT, one_visit_only
from pt_chart.clinical.care.left_out import RecordPart
from pt_chart.clinical.care.plan_of_care import PlanOfCare, Prognosis
from pt_chart.clinical.program.dates import date_words
from pt_chart.clinical.values import number_words
from pt_chart.ui.plan.line_list import LineList
from pt_chart.ui.plan.parts import refused, row_of, titled
from pt_chart.ui.plan.unfinished import LineKeeper
from pt_chart.ui.plan.without_line import WithoutLine
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Space
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.button import Button
from pt_chart.ui.widgets.card import Card
from pt_chart.ui.widgets.label import Label
from pt_chart.ui.widgets.line_field import LineField, ValueState
from pt_chart.ui.widgets.segments import Mood, Segment, Segments

INTERVENTION = Place("intervention", "Planned interventions")
CRITERION = Place("criterion", "Discharge when")
NUMBERS = Place("frequency", "Frequency and duration")
PROGNOSES = tuple(Segment(one.value, one.value, Mood.PLAIN) for one in Prognosis)


class CourseCard(Card):
    """The plan of care that stands; any change here revises it in this visit."""

    def __init__(self, theme: Theme, open_visit: OpenVisit, session: ClinicSession) -> None:
        super().__init__(theme, "Plan of care", padded=True)
        self._theme = theme
        self._desk = open_visit.desk
        self._session = session
        self.body.setSpacing(Space.S)
        self.since = Label("", Style.SMALL, "secondary")
        self.revise = Button(theme, "Revise in this visit", icon="pen")
        self.revise.clicked.connect(lambda: edits.revise(self._desk, origin=self))
        head = QHBoxLayout()
        head.addWidget(self.since, 1)
        head.addWidget(self.revise)
        self.body.addLayout(head)
        self.prognosis = Segments(theme, "Prognosis", PROGNOSES)
        self.because = LineField(theme, "Reasons for the prognosis", placeholder="because ...")
        self.body.addLayout(
            row_of(titled("Prognosis", self.prognosis), titled("Because", self.because))
        )
        self.times = LineField(theme, "Times a week", width=86)
        self.weeks = LineField(theme, "Weeks", width=86)
        self.visits = LineField(theme, "Planned visits", width=120)
        self.once = Button(theme, "One visit only", name="One visit only: nothing follows it")
        self.body.addLayout(
            row_of(
                titled("Times a week", self.times),
                titled("Weeks", self.weeks),
                titled("Visits, if otherwise", self.visits),
                self.once,
                stretch=True,
            )
        )
        self.without = WithoutLine(theme, RecordPart.CARE, open_visit, session)
        self.body.addWidget(self.without)
        self.interventions = LineList(theme, "Planned interventions", "an intervention, then Enter")
        self.criteria = LineList(theme, "Discharge criteria", "discharge when ..., then Enter")
        self.body.addLayout(titled("Planned interventions", self.interventions))
        self.body.addLayout(titled("Discharge when", self.criteria))
        self._wire()

    def _wire(self) -> None:
        self.prognosis.picked.connect(self._prognosis)
        self.because.textEdited.connect(
            lambda text: self._write("Prognosis", key="because", prognosis_because=text)
        )
        for field in (self.times, self.weeks, self.visits):
            field.editingFinished.connect(self._numbers)
        self.once.clicked.connect(self._one_visit)
        self.interventions.added.connect(
            lambda text: self._write(
                "Plan an intervention", interventions=(*self._care.interventions, text)
            )
        )
        self.criteria.added.connect(
            lambda text: self._write(
                "Add a discharge criterion",
                discharge_criteria=(*self._care.discharge_criteria, text),
            )
        )
        self.interventions.removed.connect(
            lambda at: self._write(
                "Remove an intervention", interventions=_without(self._care.interventions, at)
            )
        )
        self.criteria.removed.connect(
            lambda at: self._write(
                "Remove a discharge criterion",
                discharge_criteria=_without(self._care.discharge_criteria, at),
            )
        )

    def keep_lines(self, keeper: LineKeeper) -> None:
        """Words that are not added yet, and numbers that are none, outlast the page."""
        keeper.watch(INTERVENTION, words=self.interventions.field)
        keeper.watch(CRITERION, words=self.criteria.field)
        keeper.watch(
            NUMBERS, only_refused=True, times=self.times, weeks=self.weeks, visits=self.visits
        )

    @property
    def _care(self) -> PlanOfCare:
        return edits.own_care(self._desk)

    def show_visit(self) -> None:
        """Show the plan of care that stands, and since when."""
        found = edits.standing(self._desk)
        care = self._care
        own = found is not None and found.own
        if found is None:
            self.since.setText("No plan of care yet: the first entry makes one.")
        elif own:
            self.since.setText("Written in this visit.")
        else:
            self.since.setText(f"Stands since {date_words(found.written)}; changes revise it here.")
        self.revise.setVisible(found is not None and not own)
        self.prognosis.set_value(care.prognosis.value if care.prognosis else "")
        for field, words in (
            (self.because, care.prognosis_because),
            (self.times, _words(care.times_per_week)),
            (self.weeks, _words(care.weeks)),
            (self.visits, _words(care.visits)),
        ):
            refusing = field.state is ValueState.REFUSED
            if field.text() != words and not refusing and not field.hasFocus():
                field.setText(words)
        self.interventions.show_texts(care.interventions)
        self.criteria.show_texts(care.discharge_criteria)
        self.once.setEnabled(not one_visit_only(care))
        self.without.show_visit()

    def _prognosis(self, value: str) -> None:
        self._write("Prognosis", prognosis=Prognosis(value) if value else None)

    def _numbers(self) -> None:
        read = (
            (self.times, lambda text: read_number(text, "Times a week", 0.1, 21)),
            (self.weeks, lambda text: read_whole(text, "Weeks", 1, 104)),
            (self.visits, lambda text: read_whole(text, "Planned visits", 1, 500)),
        )
        found: list[float | int | None] = []
        for field, parse in read:
            try:
                found.append(parse(field.text()))
                field.set_state(ValueState.NORMAL)
            except ValueError as error:
                refused(self._session, field, error)
                return
        care = self._care
        times, weeks, visits = found
        if (care.times_per_week, care.weeks, care.visits) != (times, weeks, visits):
            whole = None if weeks is None else int(weeks)
            number = None if visits is None else int(visits)
            self._write("Frequency and duration", times_per_week=times, weeks=whole, visits=number)

    def _one_visit(self) -> None:
        for field in (self.times, self.weeks, self.visits):
            field.set_state(ValueState.NORMAL)
        self.visits.setFocus()
        self._write("One visit only", times_per_week=None, weeks=None, visits=ONE_VISIT)
        self.visits.setText(_words(ONE_VISIT))

    def _write(self, label: str, *, key: str = "", **changes: object) -> None:
        care = replace(self._care, **changes)  # type: ignore[arg-type]
        edits.write_care(self._desk, label, care, key=f"care.{key}" if key else "", origin=self)


def _words(number: float | None) -> str:
    return "" if number is None else number_words(number)


def _without(items: tuple[str, ...], place: int) -> tuple[str, ...]:
    return tuple(item for at, item in enumerate(items) if at != place)
