"""Controls for choices that do not stand side by side: chips, and drop-down lists."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from pt_chart.clinical.choice_marks import marks_of
from pt_chart.clinical.fields import FieldDef, FieldKind
from pt_chart.clinical.findings import Answer, FindingKey, Value
from pt_chart.ui.forms import shown
from pt_chart.ui.forms.answering import AnswerDesk
from pt_chart.ui.theme.paint import box, color, dotted, hatch, pen
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.chips import Chips
from pt_chart.ui.widgets.combo import Combo
from pt_chart.ui.widgets.line_field import ValueState

NOTHING = "none of these"
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ChipEditor(Chips):
    """Several of a list, or one of a longer list: digits switch, n is not tested, - is none."""

    refused = Signal(str)

    def __init__(self, theme: Theme, desk: AnswerDesk, field: FieldDef, key: FindingKey) -> None:
        single = field.kind is FieldKind.CHOICE
        segments = shown.choice_segments(field.choices)
        super().__init__(theme, shown.spoken(field, key), segments, single=single)
        self.key = key
        self._desk = desk
        self._field = field
        self._single = single
        places = {choice.id: place for place, choice in enumerate(field.choices)}
        self._digits = {digit: places[id] for digit, id in shown.option_keys(field).items()}
        self.picked.connect(self._enter)

    def show_answer(self, answer: Answer | None) -> None:
        """Show the recorded choice without telling anyone."""
        value = answer.value if answer is not None else None
        ids = value if isinstance(value, tuple) else (str(value),) if value is not None else ()
        said = ""
        if answer is not None and value is None:
            said = shown.not_tested_words(self._field)
        elif value == ():
            said = NOTHING
        carried = answer is not None and answer.unconfirmed
        self.set_value(ids, carried=carried, said=said)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of a result before those of the chips."""
        text = event.text().lower()
        if text == "n":
            self._desk.set_answer(self.key, Answer(None), origin=self)
        elif text in ("-", "\u2212") and self._none is not None:
            self._desk.set_answer(self.key, Answer(self._none), origin=self)
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._desk.set_answer(self.key, None, origin=self)
        elif text in self._digits:
            self.switch(self._digits[text])
        elif text in ("+", "-", "\u2212") or text.isdigit():
            self.refused.emit(shown.keys_words(self._field, text))
            return
        else:
            super().keyPressEvent(event)
            return
        self.refused.emit("")

    @property
    def _none(self) -> Value | None:
        """What is recorded for "looked for, none of them", None where nothing says it."""
        if any(choice.id == "none" for choice in self._field.choices):
            return "none" if self._single else ("none",)
        return None if self._single else ()

    def _enter(self, ids: tuple[str, ...]) -> None:
        value: Value | None = None
        if ids:
            # "None" stands alone: with another it would say both.
            some = tuple(one for one in ids if one != "none") if len(ids) > 1 else ids
            value = ids[0] if self._single else some
        answer = Answer(value) if value is not None else None
        self._desk.set_answer(self.key, answer, origin=self)


class ComboEditor(Combo):
    """One of a list too long for a row, where there is little room; looks like its value's state.

    ``stepped`` asks to move by rows and columns.
    """

    refused = Signal(str)
    stepped = Signal(int, int)

    def __init__(self, theme: Theme, desk: AnswerDesk, field: FieldDef, key: FindingKey) -> None:
        super().__init__(theme, shown.spoken(field, key), lazy=True)
        self.key = key
        self._desk = desk
        self._field = field
        self.state = ValueState.NORMAL
        # Blank: a dash looks like the minus that somebody just typed.
        self.addItem("", "")
        for choice in field.choices:
            self.addItem(choice.label, choice.id)
        self.addItem("not tested", shown.NOT_TESTED)
        self.setMaximumWidth(240)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.activated.connect(self._enter)

    def show_answer(self, answer: Answer | None) -> None:
        """Show the recorded choice without telling anyone."""
        wanted = ""
        if answer is not None:
            wanted = shown.NOT_TESTED if answer.value is None else str(answer.value)
        self.setCurrentIndex(max(self.findData(wanted), 0))
        self.state = shown.state_of(self._field, answer)
        words = self.currentText() if answer is not None else "nothing chosen"
        carried = ", carried, unconfirmed" if self.state is ValueState.CARRIED else ""
        self.setAccessibleDescription(f"{words}{carried}")
        self.update()

    def _enter(self, index: int) -> None:
        picked = str(self.itemData(index))
        answer = None if not picked else Answer(None if picked == shown.NOT_TESTED else picked)
        self._desk.set_answer(self.key, answer, origin=self)
        self.refused.emit("")

    def _take(self, index: int) -> None:
        self.setCurrentIndex(index)
        self._enter(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move in the table instead of changing a value unseen; digits choose, n, Delete."""
        text, key = event.text().lower(), event.key()
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            event.ignore()
        elif plain and key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.stepped.emit(0, 1 if key == Qt.Key.Key_Right else -1)
        elif plain and key in ENTER:
            self.stepped.emit(1, 0)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._take(0)
        elif text == "n":
            self._take(self.count() - 1)
        elif plain and text in shown.option_keys(self._field):
            self._take(self.findData(shown.option_keys(self._field)[text]))
        elif text in marks_of(self._field):
            self._take(self.findData(marks_of(self._field)[text]))
        elif text in ("+", "-", "=", "\u2212") or text.isdigit():
            self.refused.emit(shown.keys_words(self._field, text))
        elif plain and text.isalpha():
            self._take_letter(text)
        else:
            super().keyPressEvent(event)

    def _take_letter(self, letter: str) -> None:
        """The option that begins with a letter, the next such at each stroke.

        The list itself would gather letters for a second: r, then a to correct it, is no word.
        """
        here, labels = self.currentIndex(), [self.itemText(n) for n in range(self.count())]
        fits = [n for n, label in enumerate(labels) if label.lower().startswith(letter)]
        if fits:
            self._take(next((n for n in fits if n > here), fits[0]))
        else:
            self.refused.emit(shown.keys_words(self._field, letter))

    def paintEvent(self, event: QPaintEvent) -> None:
        """An abnormal, carried or untested value looks like one; the others as the style has it."""
        tokens = self._theme.tokens
        look = {
            ValueState.ABNORMAL: (tokens.abnormal, pen(tokens.abnormal.text)),
            ValueState.CARRIED: (tokens.unconfirmed, dotted(tokens.unconfirmed.text)),
        }.get(self.state)
        if look is None and self.state is not ValueState.NOT_TESTED:
            super().paintEvent(event)
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect())
        if look is None:
            ink, edge = tokens.text, pen(tokens.border)
            box(painter, frame, fill=tokens.surface, border=None)
            hatch(painter, frame, tokens)
        else:
            ink, edge = look[0].text, look[1]
            box(painter, frame, fill=look[0].soft, border=None)
        focus = pen(tokens.focus, 2.0) if self.hasFocus() else edge
        box(painter, frame, fill=None, border=focus)
        painter.setPen(color(ink))
        painter.setFont((Style.STRONG if self.state is ValueState.ABNORMAL else Style.BODY).font)
        room = self.rect().adjusted(10, 0, -24, 0)
        words = painter.fontMetrics().elidedText(
            self.currentText(), Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, words)
        at = QPointF(self.width() - 21, self.height() / 2 - 7)
        self._theme.draw_icon(painter, "down", ink, at, 14)
