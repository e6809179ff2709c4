"""The quick-entry line: type shorthand, see what was understood, Enter files it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pt_chart.charting.desk import VisitDesk
from pt_chart.charting.quick_entry import Clause, Entry, Interpretation, QuickEntry
from pt_chart.charting.quick_tokens import on_one_line
from pt_chart.charting.side_check import doubts_before
from pt_chart.charting.unfinished import Place
from pt_chart.charting.value_question import value_question
from pt_chart.clinical.fields import FieldDef
from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.clinical.sides import Side
from pt_chart.ui.plan.unfinished import LineKeeper
from pt_chart.ui.shell.focus_return import FocusReturn
from pt_chart.ui.shell.understood import Understood
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Height, Space
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.button import native_key
from pt_chart.ui.widgets.card import Band
from pt_chart.ui.widgets.label import Label
from pt_chart.ui.widgets.line_field import LineField, ValueState

QUICK = Place("quick_entry", "Quick entry", section="quick_entry")
FILED_MS = 8000
"""How long the line says what it filed."""
STAYS = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)
"""Another window or a menu: the cursor comes back to the line."""


class QuickLine(QWidget):
    """Reads as you type; files nothing until Enter, and then everything or nothing.

    ``filed`` carries the key of the last finding filed, so that the page can show it.
    """

    filed = Signal(object)
    left = Signal()
    """Esc in the empty line, and no field of the page to go back to: to where the page begins."""

    def __init__(self, theme: Theme, desk: VisitDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._desk = desk
        self._focus = FocusReturn(self)
        self._reader: QuickEntry | None = None
        self._filed_lines: list[str] = []
        self._recalled = -1
        self._read = Interpretation(())
        self._offered: list[str] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.understood = Understood(theme)
        self._filed = QTimer(self)
        self._filed.setSingleShot(True)
        self._filed.setInterval(FILED_MS)
        self._filed.timeout.connect(self._show)
        self.understood.hide()
        column.addWidget(self.understood)
        column.addWidget(self._make_line())
        self.field.textEdited.connect(self._typed)
        self.field.installEventFilter(self)

    def _make_line(self) -> QWidget:
        line = Band(self._theme, "surface", top=True)
        line.setFixedHeight(Height.QUICK_ENTRY)
        row = QHBoxLayout(line)
        row.setContentsMargins(20, 0, 20, 0)
        row.setSpacing(Space.S)
        row.addWidget(Label("Quick entry", Style.BODY, "secondary"))
        row.addWidget(Label(native_key("Ctrl+E"), Style.TINY, "tertiary"))
        hint = "slr r 45 + df+   ·   mmt ehl r 4   ·   reflex achilles l 1"
        self.field = LineField(self._theme, "Quick entry", placeholder=hint, height=32)
        self.field.setProperty("shorthand", True)
        row.addWidget(self.field, 1)
        self.keys = Label("side is always typed: l, r or b", Style.SMALL, "tertiary")
        row.addWidget(self.keys)
        return line

    @property
    def remark(self) -> Label:
        """What is wrong, asked or replaced."""
        return self.understood.remark

    def keep_line(self, keeper: LineKeeper) -> None:
        """What stands in the line outlasts lock, close and crash until it is filed or emptied."""
        if self._desk.visit.signed:
            return
        keeper.watch(QUICK, line=self.field)
        if self.field.text():
            self._typed(self.field.text())

    def start(self) -> None:
        """Put the cursor here; Esc gives the keyboard back to who had it."""
        self._focus.remember()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @property
    def _reading(self) -> QuickEntry:
        """Made when something is typed: it knows every name of every field."""
        if self._reader is None:
            self._reader = QuickEntry(self._desk.vocabulary)
        return self._reader

    def _typed(self, text: str) -> None:
        if on_one_line(text) != text:
            text = on_one_line(text)
            self.field.setText(text)
        self._offered = []
        self.field.set_state(ValueState.NORMAL)
        self._recalled = -1
        self._read = self._reading.read(text)
        if self._read.complete:
            changes = {entry.key: entry.answer for entry in self._read.entries}
            self._read = replace(self._read, problem=self._desk.measures.against(changes))
        self._show()

    def _show(self) -> None:
        self._filed.stop()
        text = self.field.text().strip()
        self.understood.setVisible(bool(text))
        self.keys.setText(
            "Enter files it   Esc clears" if text else "side is always typed: l, r or b"
        )
        if not text:
            return
        questions = self._questions()
        asked = next(iter(questions.values()), "")
        said = self._read.problem or asked or self._replaced()
        tone = "emergency" if self._read.problem else "urgent" if asked else "secondary"
        self.understood.show_remark(said, tone)
        self.understood.show_clauses(self._read.clauses, set(questions), "Understood as")
        words = "; ".join(entry.words for entry in self._read.entries)
        told = self._read.problem or f"Understood as: {words}. {asked}".strip()
        self.field.setAccessibleDescription(told)

    @property
    def _painful(self) -> Side | None:
        side = self._desk.episode.side
        return side if side in (Side.LEFT, Side.RIGHT) else None

    def _questions(self) -> dict[FindingKey, str]:
        """What is asked about findings of the line before it is filed: sides, values, measures."""
        changes = {entry.key: entry.answer for entry in self._read.entries}
        sides = {key: doubt.words for key, doubt in doubts_before(self._desk, changes).items()}
        after = self._desk.visit.with_answers(changes).answers
        asked = {
            key: value_question(self._desk.vocabulary, after, key, self._painful) for key in changes
        }
        values = {key: words for key, words in asked.items() if words}
        return self._desk.measures.asked(changes) | values | sides

    def _replaced(self) -> str:
        """How many recorded answers the line would replace."""
        answers = self._desk.visit.answers
        count = sum(
            e.key in answers and answers[e.key].value != e.answer.value for e in self._read.entries
        )
        return f"replaces {count} already recorded" if count else ""

    def file(self) -> None:
        """Record what was understood as one undoable step; with a problem nothing is recorded."""
        if not self._read.complete:
            if self.field.text().strip():
                self.field.set_state(ValueState.REFUSED)
            return
        entries: tuple[Entry, ...] = self._read.entries
        changes: dict[FindingKey, Answer | None] = {e.key: e.answer for e in entries}
        label = (
            entries[0].words
            if len(entries) == 1
            else f"{entries[0].words} and {len(entries) - 1} more"
        )
        done = self._read.clauses
        self._desk.set_answers(label, changes)
        self._filed_lines.append(self.field.text().strip())
        self._recalled = -1
        self.clear()
        self.filed.emit(entries[-1].key)
        self._show_filed(done)

    def _show_filed(self, clauses: tuple[Clause, ...]) -> None:
        """What was filed stands there for a while, side in words, until the next is typed."""
        self.understood.show_remark("Ctrl+Z takes it back.", "secondary")
        self.understood.show_clauses(clauses, set(), "Filed")
        self.understood.show()
        words = "; ".join(entry.words for clause in clauses for entry in clause.entries)
        self.field.setAccessibleDescription(f"Filed: {words}")
        self._filed.start()

    def forget_filed(self) -> None:
        """Say no more what was filed: it was taken back, or one works elsewhere."""
        if self._filed.isActive():
            self._show()

    def clear(self) -> None:
        """Empty the line; nothing is filed."""
        # Not clear(): that could be undone here, before the filing is.
        self.field.setText("")
        self.field.set_state(ValueState.NORMAL)
        self._read = Interpretation(())
        self._show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter files, Esc clears or goes back to the page, Tab completes; leaving ends "Filed"."""
        left = watched is self.field and event.type() == QEvent.Type.FocusOut
        if left and isinstance(event, QFocusEvent) and event.reason() not in STAYS:
            self.forget_filed()
        if (
            watched is self.field
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
        ):
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.file()
                return True
            if event.key() == Qt.Key.Key_Escape:
                if self.field.text():
                    self.clear()
                elif not self._focus.give_back():
                    self.left.emit()
                return True
            step = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()), 0)
            if step:
                self._recall(step)
                return True
            if event.key() == Qt.Key.Key_Tab and (self._complete() or self._unfinished):
                return True
        return super().eventFilter(watched, event)

    def _recall(self, step: int) -> None:
        """Lines filed earlier in this visit, newest first; down comes back to an empty line."""
        at = self._recalled + step
        if not -1 <= at < len(self._filed_lines):
            return
        self._recalled = at
        text = self._filed_lines[-1 - at] if at >= 0 else ""
        self.field.setText(text)
        self._typed(text)
        self._recalled = at

    @property
    def named(self) -> FieldDef | None:
        """The test that is being typed here, while the line has the keyboard."""
        text = self.field.text()
        if not self.field.hasFocus() or not text.strip():
            return None
        return self._reading.test_named(text)

    @property
    def _unfinished(self) -> bool:
        """Whether Tab would leave in the middle of a word that nothing completes."""
        text = self.field.text()
        return bool(text.strip()) and not text.endswith(" ") and not self._read.complete

    def _complete(self) -> bool:
        """Complete the last word; Tab again offers the next that fits."""
        text = self.field.text()
        if self._offered and text == self._offered[0]:
            self._offered = [*self._offered[1:], self._offered[0]]
        else:
            clause = text[max(text.rfind(","), text.rfind(";")) + 1 :].lstrip()
            before = text[: len(text) - len(clause)]
            typed, last = clause.lower(), clause.split(" ")[-1].lower()
            whole = [f"{before}{c} " for c in self._read.completions if c.startswith(typed)]
            stem = text[: len(text) - len(last)]
            part = [f"{stem}{c} " for c in self._read.completions if c.startswith(last)]
            self._offered = [one for one in whole or part if last and one.strip() != text.strip()]
        if not self._offered:
            return False
        self.field.setText(self._offered[0])
        offered = self._offered
        self._typed(self.field.text())
        self._offered = offered
        return True
