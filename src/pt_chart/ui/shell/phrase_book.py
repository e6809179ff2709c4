"""The clinic's phrases: find, add, change, remove."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from pt_chart.charting.clinic_phrases import BLANK, MARK, ClinicPhrases
from pt_chart.charting.errors import WorldError
from pt_chart.ui.shell.focus_return import FocusReturn
from pt_chart.ui.theme.paint import box, pen
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Radius, Space
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.button import Button, Look
from pt_chart.ui.widgets.label import Label
from pt_chart.ui.widgets.line_field import LineField, ValueState
from pt_chart.ui.widgets.table import Cell, Column, Row, Table

WIDTH, HEIGHT = 720, 470
STORY = (
    f"Type {MARK}code and a space in any text. {{side}} becomes the episode's side; "
    f"{BLANK} is a place to fill in."
)


class PhraseBook(QWidget):
    """Lies over the window without blocking it; Esc closes it."""

    def __init__(self, theme: Theme, window: QWidget, phrases: ClinicPhrases) -> None:
        super().__init__(window)
        self._theme = theme
        self._phrases = phrases
        self._focus = FocusReturn(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 14)
        column.setSpacing(Space.S)
        column.addWidget(Label("Clinic phrases", Style.CARD_TITLE))
        column.addWidget(Label(STORY, Style.SMALL, "secondary", wrap=True))
        self.table = Table(theme, "Phrases", (Column("Code", 110), Column("Phrase")), row_height=34)
        self.table.clicked.connect(lambda _index: self._pick())
        self.table.activated.connect(lambda _index: self._pick())
        column.addWidget(self.table, 1)
        self.code = LineField(theme, "Code", placeholder="code", width=130)
        column.addWidget(self.code)
        self.words = QPlainTextEdit()
        self.words.setAccessibleName("Phrase")
        self.words.setTabChangesFocus(True)
        self.words.setFixedHeight(74)
        column.addWidget(self.words)
        self.remark = Label("", Style.SMALL, "emergency", wrap=True)
        column.addWidget(self.remark)
        row = QHBoxLayout()
        self.save = Button(theme, "Save the phrase", Look.PRIMARY)
        self.drop = Button(theme, "Remove it")
        self.leave = Button(theme, "Close", Look.QUIET)
        for button in (self.save, self.drop, self.leave):
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)
        self.save.clicked.connect(self._save)
        self.drop.clicked.connect(self._drop)
        self.leave.clicked.connect(self.hide)
        self.hide()

    def open_book(self) -> None:
        """Show every phrase; the cursor stands in the code."""
        room = self.window().size()
        wide, high = min(WIDTH, room.width() - 40), min(HEIGHT, room.height() - 80)
        self.setGeometry((room.width() - wide) // 2, 60, wide, high)
        self._list("")
        self._focus.remember()
        self.raise_()
        self.show()
        self.code.setFocus()

    def hide(self) -> None:
        """Go, and give the keyboard back to who had it."""
        self._focus.give_back()
        super().hide()

    def _list(self, current: str) -> None:
        rows = [
            Row(code, (Cell(f"{MARK}{code}", Style.MEDIUM), Cell(text, Style.BODY)))
            for code, text in self._phrases.phrases.items()
        ]
        self.table.show_rows(rows, current)

    def _pick(self) -> None:
        code = self.table.current_id
        if code:
            self.code.setText(code)
            self.words.setPlainText(self._phrases.phrases.get(code, ""))

    def _save(self) -> None:
        code = self.code.text().strip().removeprefix(MARK).lower()
        try:
            self._phrases.save(code, self.words.toPlainText())
        except (ValueError, WorldError) as refused:
            self._say(str(refused))
        else:
            self._say("")
            self._list(code)

    def _drop(self) -> None:
        try:
            self._phrases.remove(self.code.text().strip().removeprefix(MARK).lower())
        except WorldError as refused:
            self._say(str(refused))
        else:
            self._say("")
            self.code.clear()
            self.words.clear()
            self._list("")

    def _say(self, words: str) -> None:
        self.remark.setText(words)
        self.code.set_state(ValueState.REFUSED if words else ValueState.NORMAL)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A card with a firm border."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        border = pen(tokens.secondary)
        box(painter, QRectF(self.rect()), fill=tokens.surface, border=border, radius=Radius.CARD)
