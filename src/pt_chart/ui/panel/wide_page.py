"""The differentiation opened wide: order, what moved it, comparisons, the decision."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pt_chart.charting.clinic_session import ClinicSession, OpenVisit
from pt_chart.charting.clinical_papers import second_look_of_visit
from pt_chart.charting.events import Part, VisitChanged
from pt_chart.clinical.reasoning.order_changes import order_changers
from pt_chart.clinical.reasoning.plain_text import assessment_text
from pt_chart.clinical.reasoning.results import (
    Assessment,
)
from pt_chart.clinical.reasoning.unread import UNREAD, unread_words
from pt_chart.ui.documents.sending import print_parts
from pt_chart.ui.panel.cause_list import CauseList, ScaleHead
from pt_chart.ui.panel.compare_table import CompareTable, count_words
from pt_chart.ui.panel.contributions import SHOWN, ContributionChart
from pt_chart.ui.panel.flag_box import FlagBox
from pt_chart.ui.panel.hypothesis_form import HypothesisForm
from pt_chart.ui.panel.next_tests import NextTests
from pt_chart.ui.panel.old_note import OldNote
from pt_chart.ui.panel.score_list import ScoreList
from pt_chart.ui.panel.side_panel import FOLDED, UNFOLD, open_emergency
from pt_chart.ui.panel.wide_words import notes_of, telling_table
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Height, Space
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.button import Button, Look
from pt_chart.ui.widgets.card import Card
from pt_chart.ui.widgets.clipboard import put_text
from pt_chart.ui.widgets.combo import Combo
from pt_chart.ui.widgets.label import ElidedLabel, Label
from pt_chart.ui.widgets.scroll import Scroll

THREE_FROM = 1320
ONE_BELOW = 820
"""Widths in pixels from which three columns, and below which one, can be read."""
COPY, PRINT = "Copy as text", "Second look"
BLANK, BACK = "Blank for the patient", "Back to side panel"
CHANGERS = "What would change the order"
START_BASIS = (
    "What each cause counts for before any finding. Built by judgment: no study gives the mix of "
    "causes in this setting."
)
NO_CHANGER = "None of the answers tried here changes it alone"
SHOWN_SECOND = 3
"""Groups of the second cause: beside the first they only need to be seen."""
SECOND_LOOK = "second-look"
OPTIONS = "opened wide · options with their basis; the decision is yours"


class WidePage(QWidget):
    """Three columns; ``closed`` goes back to the side panel."""

    closed = Signal()
    blank_asked = Signal()
    test_started = Signal(str)

    def __init__(self, theme: Theme, open_visit: OpenVisit, session: ClinicSession) -> None:
        super().__init__()
        self._theme = theme
        self._desk = open_visit.desk
        self._live = open_visit.live
        self._open = open_visit
        self._session = session
        self._all = False
        self._unfolded = False
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 14, 20, 0)
        column.setSpacing(Space.M)
        column.addLayout(self._make_head())
        row = QHBoxLayout()
        row.setSpacing(Space.L)
        self._order = self._make_order()
        row.addWidget(Scroll(self._order), 33)
        self._reasons = self._make_reasons()
        self._second = Scroll(self._reasons)
        row.addWidget(self._second, 40)
        self.form = HypothesisForm(theme, open_visit, session)
        self._choice = self._make_choice()
        self._third = Scroll(self._choice)
        row.addWidget(self._third, 40)
        column.addLayout(row, 1)
        self._stop = (
            self._live.changed.connect(self.show_assessment),
            self._desk.changed.connect(self._visit_changed),
        )
        self.show_assessment(self._live.current)

    def close_page(self) -> None:
        """Stop following the visit."""
        for stop in self._stop:
            stop()

    def _make_head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        row.addWidget(Label("Differentiation", Style.PAGE_TITLE))
        self.options = ElidedLabel(OPTIONS, Style.SMALL, "secondary")
        row.addWidget(self.options, 1)
        self.copy = Button(self._theme, COPY, name=COPY)
        self.copy.clicked.connect(self.copy_text)
        row.addWidget(self.copy)
        self.print = Button(self._theme, PRINT, icon="print", name="Print the second-look sheet")
        self.print.clicked.connect(self.print_second_look)
        row.addWidget(self.print)
        self.blank = Button(self._theme, BLANK, icon="eye", key="F9", name=BLANK)
        self.blank.clicked.connect(self.blank_asked)
        row.addWidget(self.blank)
        self.back = Button(self._theme, BACK, icon="close", key="Esc", name=BACK)
        self.back.clicked.connect(self.closed)
        row.addWidget(self.back)
        return row

    def _name_buttons(self, *, short: bool) -> None:
        for button, words, brief in (
            (self.copy, COPY, "Copy"),
            (self.print, PRINT, "Sheet"),
            (self.blank, BLANK, "Blank"),
            (self.back, BACK, "Back"),
        ):
            button.setText(brief if short else words)

    def copy_text(self) -> None:
        """Put what the panel says on the clipboard as plain text; no name of the patient in it."""
        put_text(assessment_text(self._live.current, self._unread()))
        self._session.remark(
            "The differentiation is on the clipboard", "It is cleared when the chart is locked."
        )

    def print_second_look(self) -> None:
        """Choose a printer and print the one-page sheet, with the comparison that is open."""
        compared = str(self.which.currentData() or "")
        sheet = second_look_of_visit(self._session, self._open, compared)
        print_parts(self._session, self._open, (sheet,), SECOND_LOOK, self)

    def _make_order(self) -> QWidget:
        page, column = _column()
        flags = Card(self._theme)
        self.flags = FlagBox(self._theme, self._desk, self._session)
        flags.body.addWidget(self.flags)
        column.addWidget(flags)
        column.addWidget(self._make_folded())
        card = Card(self._theme)
        self._ranking = [card]
        card.body.addLayout(self._make_bands())
        self.off = Label("", Style.BODY, "urgent", wrap=True)
        card.body.addWidget(self.off)
        scale = ScaleHead(self._theme, "Causes, each judged on its own")
        card.body.addWidget(scale)
        self.causes = CauseList(self._theme)
        self.causes.fitted.connect(scale.follow)
        self.causes.chosen.connect(lambda _c: self._show_reasons())
        card.body.addWidget(self.causes)
        self.untested = Button(
            self._theme, "Show not tested", Look.QUIET, height=Height.BUTTON_SMALL
        )
        self.untested.clicked.connect(self._toggle_untested)
        foot = QHBoxLayout()
        foot.setContentsMargins(8, 2, 8, 0)
        foot.addWidget(self.untested)
        foot.addStretch(1)
        card.body.addLayout(foot)
        notes = QVBoxLayout()
        notes.setContentsMargins(16, 8, 16, 12)
        notes.setSpacing(Space.S)
        self.notes = Label("", Style.BODY, "secondary", wrap=True)
        notes.addWidget(self.notes)
        card.body.addLayout(notes)
        column.addWidget(card)
        card = Card(self._theme, "Published scores", note="never added to the ranking")
        self.scores = ScoreList(self._theme)
        card.body.addWidget(self.scores)
        column.addWidget(card)
        self._ranking.append(card)
        column.addStretch(1)
        return page

    def _make_folded(self) -> QWidget:
        """An open emergency comes before the ranking, as in the side panel."""
        self.folded = Card(self._theme)
        row = QHBoxLayout()
        row.setContentsMargins(16, 6, 8, 6)
        row.addWidget(Label(FOLDED, Style.BODY, "secondary", wrap=True), 1)
        self.unfold = Button(self._theme, UNFOLD, Look.QUIET, height=Height.BUTTON_SMALL)
        self.unfold.clicked.connect(self._unfold)
        row.addWidget(self.unfold)
        self.folded.body.addLayout(row)
        return self.folded

    def _unfold(self) -> None:
        self._unfolded = True
        self._fold()

    def _fold(self) -> None:
        folded = not self._unfolded and open_emergency(self._live, self._desk)
        self.folded.setVisible(folded)
        for part in (*self._ranking, self._reasons, self._choice):
            part.setVisible(not folded)

    def _make_bands(self) -> QHBoxLayout:
        """The choice of starting bands: what each cause counts for before any finding."""
        self.bands = Combo(self._theme, "Starting bands")
        self.bands.addItem("Starting bands: our default", None)
        for one in self._session.definitions.knowledge.starting_sets:
            self.bands.addItem(f"Starting bands: {one.title}", one)
        chosen = self.bands.findData(self._live.starting)
        self.bands.setCurrentIndex(max(chosen, 0))
        self.bands.setToolTip(START_BASIS)
        self.bands.setEnabled(self._live.stored is None)
        self.bands.setSizeAdjustPolicy(Combo.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.bands.activated.connect(lambda _i: self._live.start_from(self.bands.currentData()))
        row = QHBoxLayout()
        row.setContentsMargins(16, 8, 16, 4)
        row.addWidget(self.bands, 1)
        return row

    def _make_reasons(self) -> QWidget:
        page, column = _column()
        self.charts = []
        for note, most in (("by group", SHOWN), ("second", SHOWN_SECOND)):
            card = Card(self._theme, "What moved it", note=note)
            chart = ContributionChart(self._theme, most)
            card.body.addWidget(chart)
            self.charts.append((card, chart))
            column.addWidget(card)
        self.next_tests = NextTests(self._theme, 3)
        self.changers = NextTests(self._theme, 3, head=CHANGERS, empty=NO_CHANGER)
        for head, tests in (("Next most useful test", self.next_tests), (CHANGERS, self.changers)):
            card = Card(self._theme, head)
            tests.started.connect(self.test_started)
            card.body.addWidget(tests)
            column.addWidget(card)
            # A signed visit asks for no further test.
            card.setVisible(self._live.stored is None)
        column.addStretch(1)
        return page

    def _make_choice(self) -> QWidget:
        page, column = _column()
        self.compare_card = Card(self._theme, "Compare two")
        self.which = Combo(self._theme, "Comparison")
        self.which.setMinimumContentsLength(22)
        self.which.setSizeAdjustPolicy(Combo.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.which.activated.connect(lambda _i: self._show_comparison())
        self.compare_card.add_tool(self.which)
        self.lit = Label("", Style.SMALL, "secondary")
        self.lit.setContentsMargins(14, 6, 14, 6)
        self.compare_card.body.addWidget(self.lit)
        self.table = CompareTable(self._theme)
        self.compare_card.body.addWidget(self.table)
        if self._live.stored is not None:
            old = Card(self._theme, "Old note, new knowledge", note="on request; changes nothing")
            self.old_note = OldNote(self._theme, self._live)
            old.body.addWidget(self.old_note)
            column.addWidget(old)
        column.addWidget(self.compare_card)
        card = Card(self._theme, "Working hypothesis", note="yours; kept with the visit")
        card.body.addWidget(self.form)
        column.addWidget(card)
        column.addStretch(1)
        return page

    def show_assessment(self, assessment: Assessment) -> None:
        """Draw what the reasoning says now."""
        self.flags.show_flags(assessment, self._live.former_flags())
        self.off.setText(assessment.ranking_off)
        self.off.setVisible(bool(assessment.ranking_off))
        self._show_causes(assessment)
        self.notes.setText("\n\n".join([*notes_of(assessment), *self._unread_notes()]))
        self.next_tests.show_tests(assessment.next_tests)
        if self._live.stored is None:
            live, knowledge = self._live, self._session.definitions.knowledge
            self.changers.show_tests(
                order_changers(live.facts, knowledge, assessment, starting=live.starting)
            )
        self.scores.show_scores(assessment.scores)
        self._fill_comparisons(assessment)
        self._show_reasons()
        self._fold()

    def _unread(self) -> tuple[str, ...]:
        """What no line rests on; a signed visit shows the panel it was signed with and no more."""
        if self._live.stored is not None:
            return ()
        knowledge = self._session.definitions.knowledge
        return unread_words(self._live.facts, knowledge, self._live.current)

    def _unread_notes(self) -> list[str]:
        words = self._unread()
        return [f"{UNREAD}: {'; '.join(words)}."] if words else []

    def _show_causes(self, assessment: Assessment) -> None:
        """The causes that something speaks for or against; those without, on request."""
        tested = [cause for cause in assessment.ranked if cause.tested]
        ranked = assessment.tested_first if self._all or not tested else tested
        ids = [cause.condition for cause in ranked]
        current = self.causes.current if self.causes.current in ids else (ids[0] if ids else "")
        self.causes.show_causes(ranked, current)
        hidden = len(assessment.ranked) - len(tested)
        self.untested.setText("Hide not tested" if self._all else f"Show {hidden} not tested")
        self.untested.setVisible(bool(tested) and hidden > 0)

    def _toggle_untested(self) -> None:
        self._all = not self._all
        self._show_causes(self._live.current)
        self._show_reasons()

    def _show_reasons(self) -> None:
        ranked = self._live.current.tested_first
        chosen = next((c for c in ranked if c.condition == self.causes.current), None)
        second = next((c for c in ranked if c is not chosen and c.tested and not c.parent), None)
        for (card, chart), cause in zip(self.charts, (chosen, second), strict=True):
            card.setVisible(cause is not None)
            if cause is not None:
                card.hint.setText(cause.name)
                chart.show_cause(cause)

    def _fill_comparisons(self, assessment: Assessment) -> None:
        titles = [(c.title, c.id) for c in assessment.comparisons]
        shown = [
            (self.which.itemText(n), self.which.itemData(n)) for n in range(self.which.count())
        ]
        if titles != shown:
            self.which.clear()
            for title, ident in titles:
                self.which.addItem(title, ident)
            self.which.setCurrentIndex(telling_table(assessment))
        self.compare_card.setVisible(bool(titles))
        self._show_comparison()

    def _show_comparison(self) -> None:
        wanted = self.which.currentData()
        for comparison in self._live.current.comparisons:
            if comparison.id == wanted:
                self.table.show_comparison(comparison)
                self.lit.setText(count_words(comparison))

    def _visit_changed(self, change: VisitChanged) -> None:
        if Part.FLAGS in change.parts:
            self.flags.show_flags(self._live.current, self._live.former_flags())
            self._fold()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Two columns where three would be too narrow to read."""
        super().resizeEvent(event)
        narrow = self.width() < THREE_FROM
        self.options.setText("" if narrow else OPTIONS)
        self._stack_columns(stacked=self.width() < ONE_BELOW)
        if narrow == self._third.isHidden():
            return
        if narrow:
            self._third.takeWidget()
            column = self._reasons.layout()
            if isinstance(column, QVBoxLayout):
                column.insertWidget(0, self._choice)
            self._fold()
        else:
            self._third.put(self._choice)
        self._third.setVisible(not narrow)

    def _stack_columns(self, *, stacked: bool) -> None:
        """One column under the other at 200 %, where two would be cut."""
        if stacked == self._second.isHidden():
            return
        column = self._order.layout()
        if stacked and isinstance(column, QVBoxLayout):
            self._second.takeWidget()
            column.insertWidget(column.count() - 1, self._reasons)
            self._fold()
        elif not stacked:
            self._second.put(self._reasons)
        self._second.setVisible(not stacked)
        self.options.setVisible(not stacked)
        self._name_buttons(short=stacked)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)


def _column() -> tuple[QWidget, QVBoxLayout]:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 6, 4)
    column.setSpacing(Space.M)
    return page, column
