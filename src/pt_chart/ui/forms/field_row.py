"""A row of a card: label and help at the left, one control or a LEFT and a RIGHT one."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from pt_chart.charting.desk import VisitDesk
from pt_chart.charting.retesting import toggle_sign
from pt_chart.charting.side_check import begins_on
from pt_chart.charting.value_question import may_be_questioned
from pt_chart.clinical.fields import FieldDef
from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.clinical.within_visit import RETESTED
from pt_chart.ui.forms import shown
from pt_chart.ui.forms.cell_extras import CellExtras
from pt_chart.ui.forms.choice_editors import ChipEditor, ComboEditor
from pt_chart.ui.forms.editors import AnyEditor, TextEditor, ValueEditor, make_editor
from pt_chart.ui.forms.row_parts import (
    BEFORE_LEAST,
    BEFORE_LINE,
    BEFORE_ROOM,
    COMBO,
    SHORT_HELP,
    STEPS,
    Columns,
    asked_words,
    control_height,
    disputed_words,
    help_words,
    label_height,
    message_height,
    norm_line,
    paint_label,
    paint_number,
    paint_star,
    patient_norm,
    refused_words,
)
from pt_chart.ui.forms.side_question import SideQuestion
from pt_chart.ui.theme.paint import color, pen
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Tokens
from pt_chart.ui.theme.type import Style

ELIDE = Qt.TextElideMode.ElideRight


class FieldRow(QWidget):
    """One field with its controls; shows the value before, refusals and qualifiers.

    ``moved`` asks the card to go rows up or down and columns left or right.
    """

    moved = Signal(object, int, int)
    refusal_changed = Signal()

    def __init__(
        self,
        theme: Theme,
        desk: VisitDesk,
        field: FieldDef,
        level: str | None,
        *,
        numbered: bool = False,
        share: float = 0.33,
    ) -> None:
        """Make the row of a field, or of one ``level`` of a grid.

        ``numbered`` for a step of a structured test; ``share`` of the width that labels take.
        """
        super().__init__()
        self._theme = theme
        self._desk = desk
        self.field = field
        self._level = level
        self._numbered = numbered
        self._number = 0
        self._share = share
        self._no_side = False
        keys = [key for key in shown.keys_of(field) if key.level == level]
        # A norm of other ages colors nothing; the row says so.
        judged = replace(field, norm=patient_norm(field, desk))
        self._norm_note = norm_line(field, judged)
        self.editors: list[AnyEditor] = [make_editor(theme, desk, judged, key) for key in keys]
        self._refusals: dict[FindingKey, str] = {}
        self._misfit = ""
        self._questioned = desk.measures.concerns(keys[0]) or may_be_questioned(field)
        self._shown: dict[FindingKey, Answer | None] = {}
        self._heights: dict[int, int] = {}
        self._extras = {
            editor.key: CellExtras(theme, desk, field, editor, self._resized)
            for editor in self.editors
        }
        self.before = tuple(shown.previous_words(desk, field, key) for key in keys)
        found = (desk.previous_answer(key) for key in keys)
        self.days = tuple(visit.date for _answer, visit in filter(None, found))
        for editor in self.editors:
            editor.setParent(self)
            if field.sided:
                editor.installEventFilter(self)
            editor.refused.connect(lambda words, key=editor.key: self._refuse(key, words))
            if hasattr(editor, "stepped"):
                editor.stepped.connect(lambda r, c, e=editor: self.moved.emit(e, r, c))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setToolTip(help_words(field))

    @property
    def answered(self) -> bool:
        """Whether something is recorded or declared not tested on any side."""
        return any(answer is not None for answer in self._shown.values())

    @property
    def stops(self) -> list[QWidget]:
        """Where Tab stops: each control, and what stands under it."""
        return [s for e in self.in_order for s in (e, *self._extras[e.key].controls)]

    @property
    def in_order(self) -> list[AnyEditor]:
        """The controls as they are filled: a test of the sound leg first begins on that leg."""
        begin = begins_on(self.field, self._desk.episode) if self.field.sound_first else None
        return sorted(self.editors, key=lambda e: e.key.side is not begin)

    def set_number(self, number: int) -> None:
        """The step's number among those shown."""
        if number != self._number:
            self._number = number
            self.update()

    def set_beside_sides(self, beside: bool) -> None:
        """Whether LEFT and RIGHT stand over the columns, so that "no side" must be said."""
        no_side = beside and not self.field.sided
        if no_side != self._no_side:
            self._no_side = no_side
            self._resized()

    def show_answers(self) -> bool:
        """Show what changed in the visit, leave the rest alone; whether anything did."""
        answers, changed = self._desk.visit.answers, False
        for editor in self.editors:
            answer = answers.get(editor.key)
            known = editor.key in self._shown and self._shown[editor.key] is answer
            refused = self._desk.refused(editor.key) is not None
            # A refused text that undo took back leaves the answer as it was.
            if known and (refused or editor.key not in self._refusals):
                continue
            if known and isinstance(editor, ValueEditor):
                editor.setModified(False)
            changed = True
            self._shown[editor.key] = answer
            editor.show_answer(answer)
            if editor.hasHeightForWidth():
                self._resized()
            if not refused and self._refusals.pop(editor.key, ""):
                self._resized()
            self._extras[editor.key].show_answer(answer)
            self.update()
        for extras in self._extras.values():
            extras.ask()
        self._show_misfits()
        return changed

    def _show_misfits(self) -> None:
        """What does not go with another answer, or seldom is, whichever was typed first."""
        told = asked_words if self._questioned else disputed_words
        words = told(self._desk, [editor.key for editor in self.editors])
        if words != self._misfit:
            self._misfit = words
            for editor in self.editors:
                editor.setAccessibleDescription(words)
            self._resized()

    @property
    def _message(self) -> str:
        return "  ".join(filter(None, (*self._refusals.values(), self._misfit)))

    def _message_height(self, columns: Columns) -> int:
        return message_height(self._message, columns.end - columns.first)

    def toggle_asterisk(self) -> None:
        """Make the focused answer an asterisk sign of this visit, or take the mark off."""
        editor = next((e for e in self.editors if e.hasFocus()), None)
        if editor is not None and self.field.kind in RETESTED:
            toggle_sign(self._desk, editor.key)
            self.update()

    def reason_line(self, key: FindingKey) -> QWidget | None:
        """The line that asks why both answers stand, None where nothing is asked."""
        return self._extras[key].why if key in self._extras else None

    def question(self, key: FindingKey) -> SideQuestion | None:
        """The open question about the side of an answer."""
        return self._extras[key].question if key in self._extras else None

    def _refuse(self, key: FindingKey, words: str) -> None:
        before = self._refusals.pop(key, "")
        if words:
            words = self._refusals[key] = refused_words(self._desk, self.field, key, words)
        if before != words:
            self._resized()
            self.refusal_changed.emit()

    def remeasure(self) -> bool:
        """Forget a height taken before controls had their fonts and widths; whether it changed."""
        width = self.width()
        if self._heights.get(width) == self._height_for(width):
            return False
        self._resized()
        return True

    def _resized(self) -> None:
        self._heights.clear()
        self.updateGeometry()
        self._place()
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The question under a control is answered from the control, before it takes the letter."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            extras = next((self._extras[e.key] for e in self.editors if e is watched), None)
            if extras is not None and extras.answers(event):
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up, down and Enter that no control took move between rows."""
        if event.text() == "*":
            self.toggle_asterisk()
            return
        step = STEPS.get(Qt.Key(event.key()), 0)
        focused = next((e for e in self.editors if self._extras[e.key].has_keyboard), None)
        if step and focused is not None:
            self.moved.emit(focused, step, 0)
        else:
            event.ignore()

    @property
    def _label(self) -> str:
        if self._level is not None:
            return self._level
        return (self.field.question or self.field.label) + (" *" if self.field.required else "")

    @property
    def _strong(self) -> bool:
        return self._level is not None or self._numbered

    @property
    def _sub(self) -> str:
        if self._norm_note and self._level is None:
            return self._norm_note
        how = self.field.help.how
        return how if self._level is None and len(how) <= SHORT_HELP else ""

    def hasHeightForWidth(self) -> bool:
        """Labels and chips wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The taller of label and controls; layouts ask often, so the answer is kept."""
        if width not in self._heights:
            self._heights[width] = self._height_for(width)
        return self._heights[width]

    def _height_for(self, width: int) -> int:
        columns = Columns.of(width, self._numbered, self._share)
        label = self._label_height(columns) + 12
        controls = max((self._cell_height(e, columns) for e in self.editors), default=28) + 8
        return round(max(label, controls, 36)) + self._message_height(columns)

    def sizeHint(self) -> QSize:
        """For a usual width."""
        return QSize(600, self.heightForWidth(max(self.width(), 500)))

    def minimumSizeHint(self) -> QSize:
        """Cards may become narrow."""
        return QSize(380, 36)

    def _label_height(self, columns: Columns) -> float:
        width = columns.first - columns.label - 12
        return label_height(self._label, self._sub, width, strong=self._strong)

    def _cell(self, number: int, columns: Columns) -> tuple[float, float]:
        """Left edge and width of a control's cell."""
        if len(self.editors) == 1:
            # Under LEFT and RIGHT headings a control without a side must not stand under one.
            left = columns.first
            if self._no_side and not isinstance(self.editors[0], ChipEditor):
                left += (columns.second - columns.first) * 0.45
            return left, columns.end - left
        if number == 0:
            return columns.first, columns.second - columns.first - 10
        return columns.second, columns.end - columns.second

    def _wide(self, number: int, columns: Columns) -> int:
        """How wide a control is in its cell; a list leaves room for the value before."""
        editor, width = self.editors[number], round(self._cell(number, columns)[1])
        if isinstance(editor, ComboEditor):
            spare = BEFORE_ROOM if self.before[number] else 0
            return max(min(width - spare, editor.maximumWidth()), min(width, COMBO))
        if isinstance(editor, ChipEditor | TextEditor):
            return width
        return min(editor.sizeHint().width(), width)

    def _before_below(self, number: int, columns: Columns) -> int:
        """The height of the value before where it stands under the control, else 0."""
        if not self._told_before(number) or isinstance(self.editors[number], TextEditor):
            return 0
        room = self._cell(number, columns)[1] - self._wide(number, columns)
        return BEFORE_LINE if room < BEFORE_LEAST else 0

    def _cell_height(self, editor: AnyEditor, columns: Columns) -> float:
        number = self.editors.index(editor)
        height: float = control_height(editor, self._wide(number, columns))
        height += self._before_below(number, columns)
        height += self._extras[editor.key].height(round(self._cell(number, columns)[1]))
        return height

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Put the controls into their columns."""
        self._place()

    def _place(self) -> None:
        columns = Columns.of(self.width(), self._numbered, self._share)
        room = self.height() - self._message_height(columns)
        for number, editor in enumerate(self.editors):
            left, width = self._cell(number, columns)
            wide = self._wide(number, columns)
            height = control_height(editor, wide)
            total = self._cell_height(editor, columns)
            top = max(4, round((room - total) / 2))
            editor.setGeometry(round(left), top, wide, height)
            below = top + height + 5 + self._before_below(number, columns)
            self._extras[editor.key].place(round(left), below, round(width))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Line above, number, label, the values before, refusals."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        columns = Columns.of(self.width(), self._numbered, self._share)
        focused = any(e.hasFocus() for e in self.editors)
        if focused and self._number:
            painter.fillRect(self.rect(), color(tokens.selection))
        painter.setPen(pen(tokens.line))
        painter.drawLine(
            QPointF(0, self.height() - 0.5), QPointF(self.width(), self.height() - 0.5)
        )
        if self._number:
            paint_number(painter, tokens, self, self._number, done=self.answered, focused=focused)
        high = self._label_height(columns)
        middle = (self.height() - self._message_height(columns)) / 2
        area = QRectF(
            columns.label, middle - high / 2, columns.first - columns.label - 12, high + 2
        )
        paint_label(painter, tokens, area, self._label, self._sub, strong=self._strong)
        self._paint_before(painter, columns, tokens)
        if self._message:
            painter.setFont(Style.SMALL.font)
            painter.setPen(color((tokens.emergency if self._refusals else tokens.urgent).text))
            tall = self._message_height(columns)
            line = QRectF(
                columns.first, self.height() - tall - 4, columns.end - columns.first, tall
            )
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(line, int(flags), self._message)

    def _told_before(self, number: int) -> str:
        """The value before, and how today's came to be where nobody typed it in here."""
        traced = shown.trace_words(self._shown.get(self.editors[number].key))
        return " · ".join(filter(None, (self.before[number], traced)))

    def _paint_before(self, painter: QPainter, columns: Columns, tokens: Tokens) -> None:
        painter.setFont(Style.SMALL.font)
        if self._no_side and not isinstance(self.editors[0], ChipEditor):
            before = QRectF(
                columns.first, 0, self.editors[0].x() - columns.first - 10, self.height()
            )
            painter.setPen(color(tokens.tertiary))
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            painter.drawText(before, flags, "no side")
        for number, editor in enumerate(self.editors):
            left, width = self._cell(number, columns)
            words = self._told_before(number)
            box = editor.geometry()
            place = QRectF(
                box.right() + 8, box.center().y() - 9, left + width - box.right() - 8, 18
            )
            if self._before_below(number, columns):
                place = QRectF(left, box.bottom() + 2, width, 18)
            if words:
                painter.setPen(color(tokens.tertiary))
                text = painter.fontMetrics().elidedText(words, ELIDE, round(place.width()))
                painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, text)
            if editor.key in self._desk.visit.within.signs:
                paint_star(painter, tokens, box)
