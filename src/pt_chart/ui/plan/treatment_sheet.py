"""The second tab of the plan: what was given today, minutes, and units by the payer's rule."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from pt_chart.charting.care import edits
from pt_chart.charting.care.payer_rule import SETTING, named_rule, rule_of_visit
from pt_chart.charting.care.typed import read_whole
from pt_chart.charting.clinic_session import ClinicSession, OpenVisit
from pt_chart.charting.errors import WorldError
from pt_chart.charting.events import Level
from pt_chart.charting.side_check import treated_side_doubt
from pt_chart.charting.unfinished import Place
from pt_chart.clinical.billing.units import MOST_MINUTES, RULE_NAMES, DayUnits, day_units
from pt_chart.clinical.care.episode_log import UnitRule
from pt_chart.clinical.care.left_out import RecordPart
from pt_chart.clinical.narrative.joining import count_words
from pt_chart.clinical.narrative.plan_told import treatment_words
from pt_chart.clinical.visit import Treatment
from pt_chart.ui.plan.parts import TextRow, refused, row_of, titled
from pt_chart.ui.plan.tie_choice import TieChoice
from pt_chart.ui.plan.treatment_form import TreatmentForm
from pt_chart.ui.plan.unfinished import LineKeeper
from pt_chart.ui.plan.without_line import WithoutLine
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Space
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.card import Card
from pt_chart.ui.widgets.clearing import clear_layout
from pt_chart.ui.widgets.label import Label
from pt_chart.ui.widgets.line_field import LineField, ValueState
from pt_chart.ui.widgets.segments import Mood, Segment, Segments
from pt_chart.ui.widgets.table import Cell, Column, Row, Table

RULES = tuple(
    Segment(rule.value, name, Mood.PLAIN)
    for rule, name in (
        (UnitRule.CMS, "Medicare 8-minute rule"),
        (UnitRule.MIDPOINT, "midpoint of each code"),
    )
)
UNFINISHED = "Add or empty the treatment that is being typed first."
TREATMENT = Place("treatment", "Treatment")
CLOCKED = Place("clocked", "Total treatment time")


class TreatmentSheet(QWidget):
    """Interventions of the open visit and what they come to."""

    def __init__(self, theme: Theme, open_visit: OpenVisit, session: ClinicSession) -> None:
        super().__init__()
        self._theme = theme
        self._desk = open_visit.desk
        self._session = session
        self._mended: Treatment | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 8, 16)
        column.setSpacing(Space.M)
        self.given = Card(theme, "Given today", padded=True)
        self.given.body.setSpacing(Space.S)
        self.treatments = QVBoxLayout()
        self.treatments.setSpacing(0)
        self.form = TreatmentForm(theme, billing=True)
        self.form.doubt = partial(treated_side_doubt, open_visit.desk)
        self.given.body.addLayout(self.treatments)
        self.given.body.addWidget(self.form)
        self.without = WithoutLine(theme, RecordPart.TREATMENT, open_visit, session)
        self.given.body.addWidget(self.without)
        column.addWidget(self.given)
        self.units = Card(theme, "Minutes and units", "codes are your own; the program knows none")
        self._make_units()
        column.addWidget(self.units)
        column.addStretch(1)
        self.form.added.connect(self._add)
        self.form.refused.connect(
            lambda words: session.remark(words, level=Level.WARNING, passing=True)
        )
        self.show_visit()

    def _make_units(self) -> None:
        theme = self._theme
        head = QWidget()
        self.rule = Segments(theme, "Rule of the payer", RULES)
        self.total = LineField(theme, "Total treatment minutes", unit="min", width=110)
        row = row_of(
            titled("Rule of the payer", self.rule),
            titled("Total treatment time, as clocked", self.total),
            stretch=True,
        )
        row.setContentsMargins(14, 12, 14, 12)
        head.setLayout(row)
        self.units.body.addWidget(head)
        columns = (
            Column("Code"),
            Column("Billed", 120),
            Column("Minutes", 90, right=True),
            Column("Units", 120, right=True),
            Column("Assistant", 110),
        )
        self.table = Table(theme, "Units by code", columns, row_height=34)
        self.units.body.addWidget(self.table)
        self.tie = TieChoice(theme)
        self.units.body.addWidget(self.tie)
        self.sums = Label("", Style.MEDIUM, wrap=True)
        self.remarks = Label("", Style.BODY, "urgent", wrap=True)
        for label in (self.sums, self.remarks):
            label.setContentsMargins(14, 8, 14, 8)
            self.units.body.addWidget(label)
        self.tie.chosen.connect(self._choose_tied)
        self.rule.picked.connect(self._choose_rule)
        self.total.editingFinished.connect(self._clocked)

    @property
    def chosen_rule(self) -> UnitRule | None:
        """The payer's rule, else the clinic's usual one; of a signed visit as it stood then."""
        store = self._session.store
        log = store.episode_log(self._desk.episode.id)
        return rule_of_visit(self._desk.visit, log, store)

    def keep_lines(self, keeper: LineKeeper) -> None:
        """Words that are not added yet, and minutes that are none, outlast the page."""
        form = self.form
        keeper.watch(
            TREATMENT,
            name=form.name,
            dose=form.dose,
            minutes=form.minutes,
            response=form.response,
            code=form.code,
            modifiers=form.modifiers,
            side=form.side,
            timed=form.timed,
            helped=form.helped,
        )
        keeper.watch(CLOCKED, only_refused=True, total=self.total)

    def set_read_only(self) -> None:
        """A signed visit can be read, not changed."""
        self.rule.setEnabled(False)
        self.tie.setEnabled(False)
        self.form.setEnabled(False)
        self.without.setEnabled(False)
        self.total.setEnabled(False)

    def show_visit(self) -> None:
        """Show what was given and what it comes to."""
        clear_layout(self.treatments)
        plan, frame = self._desk.visit.plan, self._desk.visit.administration
        for number, one in enumerate(plan.treatments):
            bill = " · ".join(filter(None, (one.code, *one.modifiers)))
            mend = ("pen", f"Change {one.name}", lambda at=number: self._change(at))
            remove = ("close", f"Remove {one.name}", lambda at=number: self._remove(at))
            row = TextRow(self._theme, treatment_words(one), (mend, remove), aside=bill)
            row.setEnabled(not self._desk.visit.signed)
            self.treatments.addWidget(row)
        self.without.show_visit()
        words = "" if frame.treatment_minutes is None else str(frame.treatment_minutes)
        if not self.total.hasFocus() and self.total.state is not ValueState.REFUSED:
            self.total.setText(words)
        rule = self.chosen_rule
        self.rule.set_value(rule.value if rule else "")
        if rule is None:
            self.table.setVisible(False)
            self.tie.show_tie((), (), 0)
            self.sums.setText("Choose the payer's rule: minutes become units by it.")
            self.remarks.setText("")
            return
        self._show_units(day_units(plan.treatments, rule, frame))

    def _show_units(self, day: DayUnits) -> None:
        rows = [
            Row(
                one.code,
                (
                    Cell(one.code_words, Style.MEDIUM),
                    Cell("by minutes" if one.timed else "once"),
                    Cell(str(one.minutes), right=True),
                    Cell(one.units_words, Style.STRONG, right=True),
                    Cell(f"{one.assistant_minutes} min" if one.assistant_minutes else ""),
                ),
            )
            for one in day.codes
        ]
        self.tie.show_tie(day.tied, self._desk.visit.administration.tied_units, day.tied_places)
        self.table.setVisible(bool(rows))
        self.table.show_rows(rows)
        self.table.setFixedHeight(self.table.content_height())
        self.sums.setText(
            f"{RULE_NAMES[day.rule]}: {count_words(day.timed_minutes, 'timed minute')}, "
            f"{count_words(day.total_minutes, 'minute')} in all, {count_words(day.units, 'unit')}."
        )
        self.remarks.setText("\n".join(day.remarks))
        self.remarks.setVisible(bool(day.remarks))

    def _choose_rule(self, value: str) -> None:
        named = named_rule(self._session.store.episode_log(self._desk.episode.id))
        if named is not None:
            self._session.remark(
                "The payer's authorization names the rule", "Correct it under Administration."
            )
        else:
            try:
                self._session.store.save_setting(SETTING, value or None)
            except WorldError as error:
                self._session.tell(error)
        self.show_visit()

    def _choose_tied(self, codes: tuple[str, ...]) -> None:
        frame = self._desk.visit.administration
        if not self._desk.visit.signed:
            changed = replace(frame, tied_units=codes)
            edits.write_frame(self._desk, "Unit of equal minutes", changed, origin=self)
            self.show_visit()

    def _clocked(self) -> None:
        try:
            minutes = read_whole(self.total.text(), "Total treatment time", 0, MOST_MINUTES)
        except ValueError as error:
            refused(self._session, self.total, error)
            return
        self.total.set_state(ValueState.NORMAL)
        frame = self._desk.visit.administration
        if frame.treatment_minutes != minutes and not self._desk.visit.signed:
            changed = replace(frame, treatment_minutes=minutes)
            edits.write_frame(self._desk, "Total treatment time", changed, origin=self)
            self.show_visit()

    def _change(self, place: int) -> None:
        """Put a line back into the fields; what is typed there already is not thrown away."""
        if self._mended is None and not self.form.blank:
            self._session.remark(UNFINISHED, level=Level.WARNING, passing=True)
            self.form.name.setFocus()
            return
        self._mended = self._desk.visit.plan.treatments[place]
        self.form.take(self._mended)

    def _add(self, treatment: Treatment) -> None:
        plan = self._desk.visit.plan
        mended, self._mended = self._mended, None
        self.form.set_mending(mending=False)
        if mended in plan.treatments:
            at = plan.treatments.index(mended)
            kept = (*plan.treatments[:at], treatment, *plan.treatments[at + 1 :])
            changed = replace(plan, treatments=kept)
            edits.write_plan(self._desk, f"Change: {treatment.name}"[:60], changed)
            return
        changed = replace(plan, treatments=(*plan.treatments, treatment))
        edits.write_plan(self._desk, f"Given: {treatment.name}"[:60], changed)

    def _remove(self, place: int) -> None:
        plan = self._desk.visit.plan
        kept = tuple(one for at, one in enumerate(plan.treatments) if at != place)
        edits.write_plan(self._desk, "Remove a treatment", replace(plan, treatments=kept))
