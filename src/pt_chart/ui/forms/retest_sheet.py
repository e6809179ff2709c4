"""Asterisk sign, treatment, re-test: values before and after, with what their change means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from pt_chart.charting.desk import VisitDesk
from pt_chart.charting.events import Part, VisitChanged
from pt_chart.charting.retesting import (
    RetestDesk,
    drop_sign,
    earlier_signs,
    sheet_signs,
    take_signs,
    treatment_labels,
)
from pt_chart.charting.side_check import treated_side_doubt
from pt_chart.charting.unfinished import Place
from pt_chart.clinical.fields import FieldDef, FieldKind
from pt_chart.clinical.findings import FindingKey
from pt_chart.clinical.narrative.plan_told import treatment_words
from pt_chart.clinical.visit import Treatment
from pt_chart.clinical.within_visit import PAIN_NOW, ChangeKind, SignChange, sign_change
from pt_chart.clinical.wording import place_words, value_words
from pt_chart.ui.forms.answering import AnswerDesk
from pt_chart.ui.forms.editors import AnyEditor, ValueEditor, make_editor
from pt_chart.ui.plan.treatment_form import TreatmentForm
from pt_chart.ui.plan.unfinished import LineKeeper
from pt_chart.ui.shell.tab_order import controls
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Height, Space
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.button import Button, Look
from pt_chart.ui.widgets.card import Card
from pt_chart.ui.widgets.clearing import clear_layout
from pt_chart.ui.widgets.label import Label

HOW = (
    "Put the cursor into a finding and type * (or Ctrl+8) to make it an asterisk sign; "
    "* in a re-test here takes the sign off."
)
WORDS_WIDE, WORDS_NARROW = 300, 150
"""Room for what a change means, in pixels: the most and the least of a column."""
NAME_WIDE, NAME_NARROW, FIRST_WIDE, NARROW, EDGES = 190, 140, 100, 620, 38
"""Of signs and first values, below which width the names get less, margins left and right."""
TREATMENT = Place("retest_treatment", "Treatment beside the re-test", section="exam")
TONES = {True: "ok", False: "urgent", None: "secondary"}


class RetestSheet(QWidget):
    """Rows of signs, a column before and one after each treatment of the visit.

    ``dropped`` carries the name of a sign that was taken off by key.
    """

    dropped = Signal(str)

    def __init__(self, theme: Theme, desk: VisitDesk) -> None:
        super().__init__()
        self._theme = theme
        self._desk = desk
        self.editors: dict[tuple[FindingKey, str], AnyEditor] = {}
        self._changes: dict[tuple[FindingKey, str], Label] = {}
        self._firsts: list[tuple[FindingKey, Label]] = []
        self._shape: tuple[object, ...] = ()
        self._afters: tuple[str, ...] = ("",)
        self._beside = 1
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 8, 16)
        column.setSpacing(Space.M)
        column.addWidget(self._signs_card())
        column.addWidget(self._treatment_card())
        column.addStretch(1)
        self._disconnect = desk.changed.connect(self._changed)
        self.show_visit()

    def keep_lines(self, keeper: LineKeeper) -> None:
        """A treatment that is not added yet outlasts the page."""
        form = self.treatment
        keeper.watch(
            TREATMENT,
            name=form.name,
            dose=form.dose,
            minutes=form.minutes,
            response=form.response,
            side=form.side,
        )

    def start(self) -> None:
        """Put the cursor into the first re-test that is open, never onto a first value.

        Pain that nobody asked yet is asked first while nothing was given; with every sign re-tested
        a treatment is next.
        """
        newest = self._afters[-1]
        first = self.editors.get((PAIN_NOW, FIRST))
        if first is not None and not newest and self._desk.recorded(PAIN_NOW) is None:
            first.setFocus()
            return
        again = RetestDesk(self._desk, newest)
        for (key, after), editor in self.editors.items():
            if after == newest and again.recorded(key) is None and self._known(key):
                editor.setFocus()
                return
        self.treatment.name.setFocus()

    def _known(self, key: FindingKey) -> bool:
        """Whether a sign has its first value."""
        before = self._desk.recorded(key)
        return before is not None and before.value is not None

    def drop_focused(self) -> None:
        """Take the sign of the row that has the keyboard off, with its re-tests; undo has them."""
        place = self._focused()
        if place is not None and place[0] != PAIN_NOW:
            key = place[0]
            drop_sign(self._desk, key)
            self.dropped.emit(place_words(self._desk.vocabulary.field(key.id), key))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What no value took: up and down between the signs, * takes a sign off."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        place = self._focused()
        if event.text() == "*":
            self.drop_focused()
        elif step and place is not None:
            self._move(place, step, 0)
        else:
            super().keyPressEvent(event)

    def _focused(self) -> tuple[FindingKey, str] | None:
        return next((place for place, one in self.editors.items() if one.hasFocus()), None)

    def _move(self, place: tuple[FindingKey, str], rows: int, columns: int) -> None:
        """Arrows: to the sign above or below, or to another column; past the last a treatment."""
        keys = list(dict.fromkeys(key for key, _after in self.editors))
        afters = [FIRST, *self._afters]
        row = keys.index(place[0]) + rows
        column = afters.index(place[1]) + columns
        if row >= len(keys):
            self.treatment.name.setFocus()
        elif row >= 0 and 0 <= column < len(afters):
            target = self.editors.get((keys[row], afters[column]))
            if target is None and rows:
                target = self.editors[keys[row], afters[1]]
            if target is not None:
                target.setFocus()

    def tab_controls(self) -> list[QWidget]:
        """Down the first values, down the re-tests of each treatment in turn, then the treatment.

        A treatment is followed by its own re-tests: across the columns one would type into those of
        the treatment before.
        """
        values: list[QWidget] = [
            editor
            for column in (FIRST, *self._afters)
            for (_key, after), editor in self.editors.items()
            if after == column
        ]
        last = [one for one in controls(self) if one not in values]
        form = [one for one in last if self.treatment.isAncestorOf(one)]
        return [*values, *form, *(one for one in last if one not in form)]

    def close_sheet(self) -> None:
        """Stop following the visit."""
        self._disconnect()

    def _signs_card(self) -> Card:
        card = Card(self._theme, "Before and after", HOW, padded=True)
        self.again = Button(
            self._theme, "Signs of last time", Look.QUIET, height=Height.BUTTON_SMALL
        )
        self.again.clicked.connect(lambda: take_signs(self._desk, earlier_signs(self._desk)))
        card.add_tool(self.again)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(Space.L)
        self._grid.setVerticalSpacing(Space.S)
        card.body.addLayout(self._grid)
        return card

    def _treatment_card(self) -> Card:
        card = Card(self._theme, "Treatment", "What, dose, minutes, side, response.", padded=True)
        self._given = QVBoxLayout()
        self._given.setSpacing(Space.XS)
        card.body.setSpacing(Space.S)
        card.body.addLayout(self._given)
        self.treatment = TreatmentForm(self._theme)
        self.treatment.doubt = partial(treated_side_doubt, self._desk)
        self.treatment.added.connect(self._add_treatment)
        self.treatment.done.connect(self.start)
        card.body.addWidget(self.treatment)
        return card

    def _add_treatment(self, treatment: Treatment) -> None:
        plan = self._desk.visit.plan
        changed = replace(plan, treatments=(*plan.treatments, treatment))
        self._desk.edit(
            f"Given: {treatment.name}",
            replace(self._desk.visit, plan=changed),
            parts=(Part.PLAN,),
            origin=self,
        )

    def _changed(self, change: VisitChanged) -> None:
        if {Part.WITHIN, Part.PLAN, Part.ANSWERS} & change.parts:
            self.show_visit()

    def show_visit(self) -> None:
        """Show the visit as it stands; the grid is made anew only when its shape changes."""
        visit = self._desk.visit
        afters = treatment_labels(visit.plan.treatments) or ("",)
        signs = sheet_signs(self._desk)
        shape = (signs, afters, visit.plan.treatments)
        if shape != self._shape:
            self._shape = shape
            self._make_grid(signs, afters)
            self._list_treatments(visit.plan.treatments)
        before = earlier_signs(self._desk)
        self.again.setVisible(any(key not in visit.within.signs for key in before))
        self._show_values()

    def _show_values(self) -> None:
        for (key, after), editor in self.editors.items():
            target = self._target(after)
            editor.show_answer(target.recorded(key))
        self._show_changes()

    def _target(self, after: str | None) -> AnswerDesk:
        return self._desk if after == FIRST else RetestDesk(self._desk, after or "")

    def _make_grid(self, signs: tuple[FindingKey, ...], afters: tuple[str, ...]) -> None:
        focused = self._focused()
        _empty(self._grid)
        self._afters = afters
        self.editors, self._changes, self._firsts = {}, {}, []
        self._beside = self._fitting()
        row = 0
        for start in range(0, len(afters), self._beside):
            row = self._add_block(row, signs, afters[start : start + self._beside], first=not start)
        self._grid.setColumnStretch(self._beside + 2, 1)
        self._share_room()
        if focused is not None:
            self.editors.get(focused, self.treatment.name).setFocus()

    def _fitting(self) -> int:
        """How many treatments stand side by side here; the others follow below, signs named."""
        name = NAME_NARROW if self.width() < NARROW else NAME_WIDE
        room = self.width() - EDGES - name - FIRST_WIDE - 2 * Space.L
        return max(room // (WORDS_NARROW + Space.L), 1)

    def _share_room(self) -> None:
        """Give the words of the changes what the names and first values leave."""
        narrow = self.width() < NARROW
        name = NAME_NARROW if narrow else NAME_WIDE
        room = self.width() - EDGES - name - FIRST_WIDE - 2 * Space.L
        beside = min(self._beside, len(self._afters))
        words = min(max(room // beside - Space.L, WORDS_NARROW), WORDS_WIDE)
        for label in self._changes.values():
            label.setMinimumWidth(words)
        self._grid.setColumnMinimumWidth(0, name)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many treatments side by side as there is room for."""
        super().resizeEvent(event)
        if self._fitting() == self._beside:
            self._share_room()
            return
        self._make_grid(sheet_signs(self._desk), self._afters)
        self._show_values()

    def _add_block(
        self, row: int, signs: Sequence[FindingKey], afters: Sequence[str], *, first: bool
    ) -> int:
        """Headings and a row for each sign, for some of the treatments; the row after it."""
        headings = ("Sign", "First today", *(f"After {a}" if a else "Re-test" for a in afters))
        for at, words in enumerate(headings):
            head = Label(words, Style.SMALL_STRONG, "secondary", wrap=at > 1)
            self._grid.addWidget(head, row, at)
        for key in signs:
            row += 1
            self._add_row(row, key, afters, first=first)
        return row + 1

    def _add_row(self, row: int, key: FindingKey, afters: Sequence[str], *, first: bool) -> None:
        field = self._desk.vocabulary.field(key.id)
        name = place_words(field, key)
        self._grid.addWidget(self._name(key, name), row, 0)
        if key == PAIN_NOW and first:
            asked = self._editor(self._desk, field, key)
            self.editors[key, FIRST] = asked
            self._follow_arrows(asked, (key, FIRST))
            self._grid.addWidget(asked, row, 1)
        else:
            label = Label("", Style.STRONG, wrap=True)
            label.setMinimumWidth(FIRST_WIDE)
            self._firsts.append((key, label))
            self._grid.addWidget(label, row, 1)
        for at, after in enumerate(afters, 2):
            editor = self._editor(RetestDesk(self._desk, after), field, key)
            said = f"after {after}" if after else "re-test"
            editor.setAccessibleName(f"{name}, {said}")
            words = Label("", Style.SMALL, wrap=True)
            cell = QVBoxLayout()
            cell.setSpacing(2)
            # What wraps takes the whole column: its height is asked for that width.
            wraps = editor.hasHeightForWidth()
            cell.addWidget(editor, 0, Qt.AlignmentFlag(0) if wraps else Qt.AlignmentFlag.AlignLeft)
            cell.addWidget(words)
            self._grid.addLayout(cell, row, at)
            self.editors[key, after] = editor
            self._changes[key, after] = words
            editor.refused.connect(lambda told, w=words: self._refuse(w, told))
            self._follow_arrows(editor, (key, after))

    def _follow_arrows(self, editor: AnyEditor, place: tuple[FindingKey, str]) -> None:
        if hasattr(editor, "stepped"):
            editor.stepped.connect(lambda r, c: self._move(place, r, c))

    def _editor(self, desk: AnswerDesk, field: FieldDef, key: FindingKey) -> AnyEditor:
        if field.kind is FieldKind.SCALE:
            return ValueEditor(self._theme, desk, field, key)
        return make_editor(self._theme, desk, field, key)

    def _name(self, key: FindingKey, name: str) -> QWidget:
        cell = QWidget()
        row = QHBoxLayout(cell)
        row.setContentsMargins(0, 0, 0, 0)
        star = "" if key == PAIN_NOW else "* "
        row.addWidget(Label(f"{star}{name}", Style.MEDIUM, wrap=True), 1)
        if key != PAIN_NOW:
            off = Button(
                self._theme,
                "",
                Look.QUIET,
                icon="close",
                name=f"Asterisk sign off: {name}",
                height=Height.BUTTON_SMALL,
            )
            # Tab goes from value to value; the keyboard has * for it.
            off.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            off.clicked.connect(lambda _checked=False, k=key: drop_sign(self._desk, k))
            row.addWidget(off)
        return cell

    def _refuse(self, words: Label, told: str) -> None:
        if told:
            words.setText(told)
            words.set_tone("emergency")

    def _show_changes(self) -> None:
        answers = self._desk.visit.answers
        for key, label in self._firsts:
            answer = answers.get(key)
            field = self._desk.vocabulary.field(key.id)
            tested = answer is not None and answer.value is not None
            label.setText(value_words(field, answer.value) if tested and answer else "not recorded")
        for (key, after), label in self._changes.items():
            refusal = RetestDesk(self._desk, after).refused(key)
            if refusal is not None:
                self._refuse(label, refusal.words)
                continue
            change = self.change(key, after)
            label.setText(change.words if change is not None else "")
            sure = change is not None and change.kind is ChangeKind.BEYOND_ERROR
            label.set_tone(TONES[change.better if change is not None and sure else None])

    def change(self, key: FindingKey, after: str) -> SignChange | None:
        """What a re-test says against the first value, None while one of the two is missing."""
        first = self._desk.visit.answers.get(key)
        again = RetestDesk(self._desk, after).recorded(key)
        if first is None or first.value is None or again is None or again.value is None:
            return None
        return sign_change(self._desk.vocabulary.field(key.id), first.value, again.value)

    def _list_treatments(self, treatments: tuple[Treatment, ...]) -> None:
        clear_layout(self._given)
        for number, treatment in enumerate(treatments, 1):
            words = f"{number}. {treatment_words(treatment)}"
            self._given.addWidget(Label(words, Style.BODY, wrap=True))


FIRST = "first"
"""Stands for the value before treatment, which is the visit's own answer."""


def _empty(grid: QGridLayout) -> None:
    while (item := grid.takeAt(0)) is not None:
        widget, below = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif below is not None:
            clear_layout(below)
