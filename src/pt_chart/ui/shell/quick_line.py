"""The quick-entry line: type shorthand, see what was understood, Enter files it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pt_chart.charting.desk import VisitDesk
from pt_chart.charting.quick_entry import Entry, Interpretation, QuickEntry
from pt_chart.charting.side_check import doubts_before
from pt_chart.charting.value_question import value_question
from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.ui.theme.paint import box, color, pen
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Height, Space
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.button import native_key
from pt_chart.ui.widgets.card import Band
from pt_chart.ui.widgets.label import ElidedLabel, Label
from pt_chart.ui.widgets.line_field import LineField, ValueState


class _Understood(QWidget):
    """One finding as it would be filed."""

    def __init__(self, theme: Theme, words: str, *, doubted: bool = False) -> None:
        """``doubted`` marks a finding whose side or value is asked about."""
        super().__init__()
        self._theme = theme
        self.words = words
        self.doubted = doubted
        self.setFont(Style.BODY.font)
        self.setAccessibleName(words)
        self.setFixedSize(self.fontMetrics().horizontalAdvance(words) + 18, 26)

    def paintEvent(self, _event: object) -> None:
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink = tokens.urgent.text if self.doubted else tokens.accent
        fill = tokens.urgent.soft if self.doubted else tokens.surface
        box(painter, QRectF(self.rect()), fill=fill, border=pen(ink, 2.0 if self.doubted else 1.0))
        painter.setPen(color(tokens.urgent.text if self.doubted else tokens.text))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.words)


class QuickLine(QWidget):
    """Reads as you type; files nothing until Enter, and then everything or nothing.

    ``filed`` carries the key of the last finding filed, so that the page can show it.
    """

    filed = Signal(object)
    left = Signal()
    """Esc in the empty line: back to the page."""

    def __init__(self, theme: Theme, desk: VisitDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._desk = desk
        self._reader: QuickEntry | None = None
        self._read = Interpretation(())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.understood = Band(theme, "selection", top=True)
        self.understood.setFixedHeight(Height.UNDERSTOOD)
        self._row = QHBoxLayout(self.understood)
        self._row.setContentsMargins(20, 0, 20, 0)
        self._row.setSpacing(Space.S)
        self.lead = Label("Understood as", Style.BODY, "secondary")
        self._row.addWidget(self.lead)
        self._chips: list[_Understood] = []
        self.remark = ElidedLabel("", Style.BODY, "secondary")
        self.remark.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._row.addWidget(self.remark, 1)
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
        row.addWidget(self.field, 1)
        self.keys = Label("side is always typed: l, r or b", Style.SMALL, "tertiary")
        row.addWidget(self.keys)
        return line

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """As many findings are shown as fit now."""
        if self.field.text().strip():
            self._show()

    def start(self) -> None:
        """Put the cursor here."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _typed(self, text: str) -> None:
        self.field.set_state(ValueState.NORMAL)
        if self._reader is None:
            self._reader = QuickEntry(self._desk.vocabulary)
        self._read = self._reader.read(text)
        if self._read.complete:
            changes = {entry.key: entry.answer for entry in self._read.entries}
            self._read = replace(self._read, problem=self._desk.measures.against(changes))
        self._show()

    def _show(self) -> None:
        for chip in self._chips:
            self._row.removeWidget(chip)
            chip.deleteLater()
        self._chips = []
        text = self.field.text().strip()
        self.understood.setVisible(bool(text))
        self.keys.setText(
            "Enter files it   Esc clears" if text else "side is always typed: l, r or b"
        )
        if not text:
            return
        questions = self._questions()
        asked = next(iter(questions.values()), "")
        tone = "emergency" if self._read.problem else "urgent" if asked else "secondary"
        self.remark.set_tone(tone)
        self._make_chips(set(questions), asked)
        self.lead.setVisible(bool(self._read.entries))
        said = "; ".join(entry.words for entry in self._read.entries)
        told = self._read.problem or f"Understood as: {said}. {asked}".strip()
        self.field.setAccessibleDescription(told)

    def _questions(self) -> dict[FindingKey, str]:
        """What is asked about findings of the line before it is filed: sides, values, measures."""
        changes = {entry.key: entry.answer for entry in self._read.entries}
        sides = {key: doubt.words for key, doubt in doubts_before(self._desk, changes).items()}
        after = self._desk.visit.with_answers(changes).answers
        asked = {key: value_question(self._desk.vocabulary, after, key) for key in changes}
        values = {key: words for key, words in asked.items() if words}
        return self._desk.measures.asked(changes) | values | sides

    def _make_chips(self, doubted: set[FindingKey], asked: str) -> None:
        """As many findings as fit beside the remark, doubted ones first; the rest is counted."""
        entries = sorted(self._read.entries, key=lambda e: e.key not in doubted)
        said = self._read.problem or asked
        room = self.width() - 84 - self.lead.sizeHint().width()
        room -= self.remark.fontMetrics().horizontalAdvance(said or self._replaced(0))
        told = 0
        for words, entry in _chip_words(entries, doubted):
            is_doubted = entry is not None and entry.key in doubted
            chip = _Understood(self._theme, words, doubted=is_doubted)
            room -= chip.width() + Space.S
            if room < 0 and self._chips:
                chip.deleteLater()
                break
            told += entry is not None
            self._chips.append(chip)
            self._row.insertWidget(len(self._chips), chip)
        hidden = len(entries) - told
        self.understood.setToolTip("\n".join(entry.words for entry in self._read.entries))
        self.lead.setText(f"Understood {len(entries)}, among them" if hidden else "Understood as")
        self.remark.setText(said or self._replaced(0))

    def _replaced(self, at_least: int) -> str:
        """How many recorded answers the line would replace; ``at_least`` to measure its room."""
        answers = self._desk.visit.answers
        count = sum(
            e.key in answers and answers[e.key].value != e.answer.value for e in self._read.entries
        )
        count = max(count, at_least)
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
        self._desk.set_answers(label, changes)
        self.clear()
        self.filed.emit(entries[-1].key)

    def clear(self) -> None:
        """Empty the line; nothing is filed."""
        # Not clear(): that could be undone here, before the filing is.
        self.field.setText("")
        self.field.set_state(ValueState.NORMAL)
        self._read = Interpretation(())
        self._show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter files, Esc clears or goes back to the page, Tab completes."""
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
                else:
                    self.left.emit()
                return True
            if event.key() == Qt.Key.Key_Tab and self._complete():
                return True
        return super().eventFilter(watched, event)

    def _complete(self) -> bool:
        words = self.field.text().split(" ")
        fitting = [
            c for c in self._read.completions if words[-1] and c.startswith(words[-1].lower())
        ]
        if not fitting or fitting[0] == words[-1]:
            return False
        self.field.setText(" ".join([*words[:-1], fitting[0]]) + " ")
        self._typed(self.field.text())
        return True


def _chip_words(
    entries: Sequence[Entry], doubted: set[FindingKey]
) -> Iterator[tuple[str, Entry | None]]:
    """The words of each chip: a test with its side once, then its parts without both.

    A finding that stands alone, or whose side is doubted, says everything itself.
    """
    before = ""
    for number, entry in enumerate(entries):
        name, _, value = entry.words.rpartition(": ")
        side = f" {entry.key.side.spelled}" if entry.key.side else ""
        test, comma, part = name.removesuffix(side).partition(", ")
        head = f"{test}{side}"
        following = entries[number + 1].words if number + 1 < len(entries) else ""
        joined = following.startswith(f"{test}, ") and following.count(side or ":")
        if entry.key in doubted or not (head == before or joined):
            before = ""
            yield entry.words, entry
            continue
        if head != before:
            yield head, None
        before = head
        yield (f"{part}: {value}" if comma else value), entry
