"""What may stand under a control: qualifiers, reasons (left out; both stand), the side question."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from pt_chart.charting.desk import VisitDesk
from pt_chart.charting.disputes import asked_for_at, let_both_stand, reason_at
from pt_chart.charting.side_check import SideDoubt, keep_side, move_side, side_doubt
from pt_chart.clinical.fields import FieldDef
from pt_chart.clinical.findings import Answer
from pt_chart.clinical.painful_strength import takes_mark
from pt_chart.ui.forms import shown
from pt_chart.ui.forms.editors import AnyEditor
from pt_chart.ui.forms.row_parts import REASON
from pt_chart.ui.forms.side_question import SideQuestion
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.widgets.chips import Chips
from pt_chart.ui.widgets.line_field import LineField

GAP = 5


class CellExtras:
    """The parts under one control, each made when it is first needed."""

    def __init__(
        self,
        theme: Theme,
        desk: VisitDesk,
        field: FieldDef,
        editor: AnyEditor,
        resized: Callable[[], None],
    ) -> None:
        """``resized`` is called when a part appears or goes."""
        self._theme = theme
        self._desk = desk
        self._field = field
        self._editor = editor
        self._resized = resized
        self._chips: Chips | None = None
        self._reason: LineField | None = None
        self._both: LineField | None = None
        self._question: SideQuestion | None = None
        self._doubt: SideDoubt | None = None

    @property
    def question(self) -> SideQuestion | None:
        """The open question about the side."""
        return self._question

    @property
    def why(self) -> LineField | None:
        """The line for why both stand, while it is asked for."""
        return None if self._both is None or self._both.isHidden() else self._both

    @property
    def controls(self) -> list[QWidget]:
        """What takes the keyboard under the control, in the order of Tab."""
        asked = self._question
        both = (asked.keep, asked.move_over) if asked is not None else ()
        made = (self._chips, self._reason, self._both, *both)
        return [one for one in made if one is not None]

    @property
    def has_keyboard(self) -> bool:
        """Whether the control, or a part under it, has the keyboard."""
        return self._editor.hasFocus() or any(one.hasFocus() for one in self.controls)

    def show_answer(self, answer: Answer | None) -> None:
        """Show what belongs to the answer recorded now."""
        if self._field.qualifiers:
            self._show_qualifiers(answer)
        if self._field.core or self._field.required:
            self._show_reason(answer)

    def ask(self) -> None:
        """Ask about the side and a contradiction, or no more: another answer may have changed."""
        if self._field.sided:
            self._show_question()
        self._show_both()

    def answers(self, event: QKeyEvent) -> bool:
        """Whether a key typed into the control answered the question under it."""
        return self._question is not None and self._question.answers(event)

    def _parts(self) -> list[tuple[QWidget, int]]:
        """The parts to be seen, with their heights for a width of -1 = not known."""
        parts: list[tuple[QWidget, int]] = []
        if self._chips is not None and not self._chips.isHidden():
            parts.append((self._chips, -1))
        if self._reason is not None and not self._reason.isHidden():
            parts.append((self._reason, REASON - GAP))
        if self._both is not None and not self._both.isHidden():
            parts.append((self._both, REASON - GAP))
        if self._question is not None:
            parts.append((self._question, -1))
        return parts

    def height(self, width: int) -> int:
        """Height of all parts for a cell of this width."""
        return sum(GAP + self._tall(part, high, width) for part, high in self._parts())

    def _tall(self, part: QWidget, high: int, width: int) -> int:
        return part.heightForWidth(width) if high < 0 else high

    def place(self, left: int, top: int, width: int) -> None:
        """Put the parts under one another."""
        for part, high in self._parts():
            tall = self._tall(part, high, width)
            wide = min(width, 260) if isinstance(part, LineField) else width
            part.setGeometry(left, top, wide, tall)
            top += tall + GAP

    def _show_qualifiers(self, answer: Answer | None) -> None:
        weak = takes_mark(self._field) and not self._field.levels
        wanted = answer is not None and (
            answer.value is True or (weak and answer.value not in (None, "5"))
        )
        if wanted and self._chips is None:
            segments = shown.choice_segments(self._field.qualifiers)
            name = f"{shown.spoken(self._field, self._editor.key)} with"
            self._chips = Chips(self._theme, name, segments, parent=self._editor.parentWidget())
            self._chips.picked.connect(self._qualify)
            QWidget.setTabOrder(self._editor, self._chips)
        if self._chips is not None:
            self._chips.set_value(answer.qualifiers if answer is not None else ())
            if self._chips.isVisible() != wanted:
                self._chips.setVisible(wanted)
                self._resized()

    def _qualify(self, ids: tuple[str, ...]) -> None:
        key = self._editor.key
        answer = self._desk.visit.answers.get(key)
        if answer is not None:
            self._desk.set_answer(key, Answer(answer.value, ids, answer.note), origin=self)

    def _show_reason(self, answer: Answer | None) -> None:
        """What signing requires may be left out with a reason: the line to type it."""
        wanted = answer is not None and answer.value is None
        if wanted and self._reason is None:
            name = f"Reason, {shown.spoken(self._field, self._editor.key)} left out"
            self._reason = self._line(name, "reason, needed to sign", self._give_reason)
        if self._reason is not None:
            note = answer.note if answer is not None else ""
            if self._reason.text().strip() != note.strip():
                self._reason.setText(note)
            if self._reason.isHidden() == wanted:
                self._reason.setVisible(wanted)
                self._resized()

    def _line(self, name: str, hint: str, typed: Callable[[str], None]) -> LineField:
        """A line for a reason, next in the order of Tab."""
        parent = self._editor.parentWidget()
        line = LineField(self._theme, name, placeholder=hint, height=26, parent=parent)
        line.textEdited.connect(typed)
        line.editingFinished.connect(self._desk.seal)
        QWidget.setTabOrder(self._editor, line)
        return line

    def _show_both(self) -> None:
        """Of a contradiction that stands: the line to say why."""
        key = self._editor.key
        wanted = asked_for_at(self._desk, key)
        if wanted and self._both is None:
            name = f"Why both stand, {shown.spoken(self._field, key)}"
            self._both = self._line(name, "why both stand", self._give_both)
        if self._both is None:
            return
        reason = reason_at(self._desk.visit.answers.get(key))
        if self._both.text().strip() != reason.strip():
            self._both.setText(reason)
        if self._both.isHidden() == wanted:
            self._both.setVisible(wanted)
            self._resized()

    def _give_both(self, text: str) -> None:
        let_both_stand(self._desk, self._editor.key, text, origin=self)

    def _give_reason(self, text: str) -> None:
        self._desk.set_answer(self._editor.key, Answer(None, note=text), origin=self, typing=True)

    def _show_question(self) -> None:
        doubt = side_doubt(self._desk, self._editor.key)
        if doubt == self._doubt:
            return
        self._doubt = doubt
        if self._question is not None:
            if self._question.isAncestorOf(self._question.window().focusWidget() or self._editor):
                self._editor.setFocus()
            self._question.hide()
            self._question.deleteLater()
            self._question = None
        if doubt is not None and doubt.key.side is not None:
            name, parent = shown.spoken(self._field, doubt.key), self._editor.parentWidget()
            self._question = SideQuestion(
                self._theme, doubt.words, doubt.key.side, name, parent, exchanges=doubt.exchanges
            )
            self._question.kept.connect(lambda: keep_side(self._desk, doubt))
            self._question.moved.connect(lambda: move_side(self._desk, doubt))
            QWidget.setTabOrder(self._editor, self._question.keep)
            QWidget.setTabOrder(self._question.keep, self._question.move_over)
            self._question.show()
        self._resized()
