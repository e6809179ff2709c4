"""One control per kind of field, wired to the desk: it shows answers and enters them."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy

from pt_chart.clinical.choice_marks import marks_of
from pt_chart.clinical.fields import REFLEX_GRADES, FieldDef, FieldKind
from pt_chart.clinical.findings import Answer, FindingKey, Value
from pt_chart.clinical.program.dates import date_words
from pt_chart.ui.forms import shown
from pt_chart.ui.forms.answering import AnswerDesk
from pt_chart.ui.forms.choice_editors import ChipEditor, ComboEditor
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.line_field import ValueField, ValueState
from pt_chart.ui.widgets.segments import Mood, Segment, Segments

HELD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


class SegmentEditor(Segments):
    """Yes/no, reflex grades, scales and short choices; arrows move, they never change a value.

    ``stepped`` asks to move by rows and columns.
    """

    refused = Signal(str)
    stepped = Signal(int, int)

    def __init__(
        self,
        theme: Theme,
        desk: AnswerDesk,
        field: FieldDef,
        key: FindingKey,
        segments: tuple[Segment, ...],
        keys: dict[str, str] | None = None,
        padding: int = 10,
    ) -> None:
        name = shown.spoken(field, key)
        super().__init__(theme, name, segments, keys=keys, padding=padding, wraps=True)
        self.key = key
        self._desk = desk
        self._field = field
        self.picked.connect(self._enter)

    def show_answer(self, answer: Answer | None) -> None:
        """Show the recorded answer without telling anyone."""
        self.set_value(self._ident(answer), carried=answer is not None and answer.unconfirmed)

    def _ident(self, answer: Answer | None) -> str:
        if answer is None:
            return ""
        if answer.value is None:
            return shown.NOT_TESTED
        if isinstance(answer.value, bool):
            return "yes" if answer.value else "no"
        if isinstance(answer.value, float):
            return f"{answer.value:g}"
        return str(answer.value)

    def _enter(self, picked: str) -> None:
        if not picked:
            self._desk.set_answer(self.key, None, origin=self)
        else:
            self._desk.set_answer(self.key, Answer(self._value_of(picked)), origin=self)
        self.refused.emit("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows and Enter move; a sign, digit or letter that is no result here says what is."""
        key, text = event.key(), event.text()
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.stepped.emit(0, 1 if key == Qt.Key.Key_Right else -1)
        elif plain and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.stepped.emit(1, 0)
        elif text and self._for_key(event) is None and self._is_result(event, text):
            self.refused.emit(shown.keys_words(self._field, text))
        else:
            super().keyPressEvent(event)

    def _is_result(self, event: QKeyEvent, text: str) -> bool:
        """Whether somebody who types this means it as a result."""
        letter = text.isalpha() and not event.modifiers() & HELD
        return text in "+-=\u2212" or text.isdigit() or letter

    def _value_of(self, picked: str) -> Value | None:
        if picked == shown.NOT_TESTED:
            return None
        if self._field.kind is FieldKind.YES_NO:
            return picked == "yes"
        return int(picked) if self._field.kind is FieldKind.SCALE else picked


class ScaleEditor(SegmentEditor):
    """0 to 10; a 1 followed by a 0 is ten."""

    def __init__(self, theme: Theme, desk: AnswerDesk, field: FieldDef, key: FindingKey) -> None:
        top = round(field.maximum) if field.maximum is not None else 10
        segments = tuple(Segment(str(n), str(n), Mood.NORMAL) for n in range(top + 1))
        keys = {"n": shown.NOT_TESTED} | {str(n): str(n) for n in range(min(top, 9) + 1)}
        no_answer = Segment(shown.NOT_TESTED, "n", Mood.NOT_TESTED, "not asked")
        super().__init__(theme, desk, field, key, (*segments, no_answer), keys, padding=7)
        self._just_one = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits are values."""
        if event.text() == "0" and self._just_one and self.value == "1":
            self._just_one = False
            self.pick("10")
            return
        super().keyPressEvent(event)
        self._just_one = event.text() == "1"


class ValueEditor(ValueField):
    """Numbers with unit, grades, dates and durations: what is typed is parsed at once."""

    refused = Signal(str)

    def __init__(self, theme: Theme, desk: AnswerDesk, field: FieldDef, key: FindingKey) -> None:
        letters = "n" if field.kind in (FieldKind.DATE, FieldKind.DURATION) else ""
        width = {
            FieldKind.MRC: 56,
            FieldKind.DATE: 130,
            FieldKind.DURATION: 130,
        }.get(field.kind, 62 + 7 * max(0, len(field.unit) - 1))
        name = shown.spoken(field, key)
        super().__init__(theme, name, unit=field.unit, width=width, letters=letters)
        self.key = key
        self._desk = desk
        self._field = field
        self._answer: Answer | None = None
        self._kept: Answer | None = None
        self._editing = False
        self.pad = pad_of(field)
        self.typed.connect(self._enter)
        self.declined.connect(self._decline)
        self.left.connect(self._leave)

    def show_answer(self, answer: Answer | None) -> None:
        """Show the recorded answer; what is being typed here stays as typed."""
        self._answer = answer
        refusal = self._desk.refused(self.key)
        if refusal is not None:
            if self.text() != refusal.text:
                self.setText(refusal.text)
            self._show_refusal(refusal.words)
            return
        self.entered_at_once = True
        self.set_state(shown.state_of(self._field, answer))
        if not (self.hasFocus() and self.isModified()):
            self._editing = False
            self.setText(shown.text_of(self._field, answer))

    def _enter(self, text: str) -> None:
        if not self._editing:
            self._editing, self._kept = True, self._desk.recorded(self.key)
        try:
            self._desk.enter(self.key, self._own(text), origin=self)
        except ValueError as error:
            # The start of an impossible value ("13" of "130") was never meant.
            self._desk.refuse(self.key, text, str(error), self._kept)
            self._show_refusal(str(error))
        else:
            self.entered_at_once = True
            # A text that parses to the recorded value changes nothing, so nobody tells us.
            self.set_state(shown.state_of(self._field, self._desk.recorded(self.key)))
            self.refused.emit("")

    def _own(self, text: str) -> str:
        """The part of a text that is this field's: 128/76 in the upper one fills both.

        Raises:
            ValueError: the lower value is none.
        """
        upper, slash, lower = text.partition("/")
        if not (slash and self._field.above and self._field.unit):
            return text
        if lower.strip():
            self._desk.enter(FindingKey(self._field.above, self.key.side), lower)
        return upper

    def _show_refusal(self, words: str) -> None:
        # No undo of the visit holds this text: undo in the field takes it back.
        self.entered_at_once = False
        self.set_state(ValueState.REFUSED)
        self.refused.emit(words)

    def _decline(self) -> None:
        self._editing = False
        self._desk.set_answer(self.key, Answer(None), origin=self)
        self.refused.emit("")

    def _leave(self) -> None:
        """An accepted value is tidied; a refused text stays, with its sentence."""
        self._desk.seal()
        self._editing = False
        if self.state is not ValueState.REFUSED:
            self.setModified(False)
            self.setText(shown.text_of(self._field, self._answer))


class TextEditor(QPlainTextEdit):
    """Free text; Tab goes on to the next field."""

    refused = Signal(str)

    def __init__(self, desk: AnswerDesk, field: FieldDef, key: FindingKey) -> None:
        super().__init__()
        self.key = key
        self._desk = desk
        self.setAccessibleName(shown.spoken(field, key))
        self.setFont(Style.BODY.font)
        self.setTabChangesFocus(True)
        self.setFixedHeight(54)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        before = desk.previous_answer(key)
        if before is not None:
            # What stood here last time stays in sight until something is typed; a scale with
            # activities goes on with it.
            answer, visit = before
            words = f"{answer.value} (as on {date_words(visit.date)})"
            self.setPlaceholderText(words)
            self.setAccessibleDescription(words)
        self.textChanged.connect(self._enter)

    def show_answer(self, answer: Answer | None) -> None:
        """Show the recorded text, unless it is what stands here."""
        text = str(answer.value) if answer is not None and answer.value is not None else ""
        if text != self.toPlainText() and not (
            self.hasFocus() and text == self.toPlainText().strip()
        ):
            self.blockSignals(True)
            self.setPlainText(text)
            self.blockSignals(False)

    def _enter(self) -> None:
        text = self.toPlainText()
        answer = Answer(text) if text.strip() else None
        self._desk.set_answer(self.key, answer, origin=self, typing=True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving ends the undo step."""
        super().focusOutEvent(event)
        self._desk.seal()


def pad_of(field: FieldDef) -> tuple[str, ...]:
    """What a finger needs to type a value of a field: grades, digits, units of time."""
    digits = tuple("0123456789")
    if field.kind is FieldKind.MRC:
        return (*"012345", "+", "-", "n")
    if field.kind is FieldKind.DATE:
        return (*digits, "-")
    if field.kind is FieldKind.DURATION:
        return (*digits, "min", "h") if field.unit in ("min", "h") else (*digits, "d", "w", "mo")
    if field.above and field.unit:
        return (*digits, "/", "n")
    return (*digits, "n") if field.whole else ValueField.pad


AnyEditor = SegmentEditor | ValueEditor | TextEditor | ChipEditor | ComboEditor


def make_editor(theme: Theme, desk: AnswerDesk, field: FieldDef, key: FindingKey) -> AnyEditor:
    """The control for a field's kind."""
    kind = field.kind
    if kind is FieldKind.YES_NO:
        segments = shown.result_segments(field)
        return SegmentEditor(theme, desk, field, key, segments, dict(shown.RESULT_KEYS))
    if kind is FieldKind.REFLEX:
        grades = tuple(
            Segment(g, g if g == "0" else f"{g}+", Mood.NORMAL if g == "2" else Mood.ABNORMAL)
            for g in REFLEX_GRADES
        )
        keys = {g: g for g in REFLEX_GRADES} | {"n": shown.NOT_TESTED}
        none = Segment(shown.NOT_TESTED, "n", Mood.NOT_TESTED, "not tested")
        return SegmentEditor(theme, desk, field, key, (*grades, none), keys, padding=6)
    if kind is FieldKind.SCALE and not field.sided:
        return ScaleEditor(theme, desk, field, key)
    if kind is FieldKind.CHOICE and shown.fits_segments(field):
        none = Segment(shown.NOT_TESTED, "n", Mood.NOT_TESTED, "not tested")
        segments = (*shown.choice_segments(field.choices), none)
        keys = {"n": shown.NOT_TESTED} | shown.option_keys(field)
        keys |= marks_of(field)
        padding = 7 if field.sided else 8
        return SegmentEditor(theme, desk, field, key, segments, keys, padding=padding)
    if kind is FieldKind.CHOICE and field.sided:
        return ComboEditor(theme, desk, field, key)
    if kind in (FieldKind.CHOICE, FieldKind.SEVERAL):
        return ChipEditor(theme, desk, field, key)
    if kind is FieldKind.TEXT:
        return TextEditor(desk, field, key)
    return ValueEditor(theme, desk, field, key)
