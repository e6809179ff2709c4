"""Puts clinic phrases in wherever text is typed in an open visit."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from pt_chart.charting.clinic_phrases import BLANK, MARK, ClinicPhrases
from pt_chart.clinical.sides import Side
from pt_chart.ui.widgets.line_field import ValueField

ENDS = (Qt.Key.Key_Space, Qt.Key.Key_Tab, Qt.Key.Key_Return, Qt.Key.Key_Enter)
"""Keys after which a code counts as typed; Space itself is taken, the others go on working."""


class PhraseTyping(QObject):
    """Follows the cursor through the text fields of a view."""

    def __init__(
        self,
        view: QWidget,
        phrases: ClinicPhrases,
        side: Side | None,
        tell: Callable[[str], None] | None = None,
    ) -> None:
        """``tell`` says that a code stands for no phrase; the text keeps it."""
        super().__init__(view)
        self._tell = tell
        self._view = view
        self._phrases = phrases
        self._side = side
        self._field: QPlainTextEdit | QLineEdit | None = None
        self._application = QApplication.instance()
        if isinstance(self._application, QApplication):
            self._application.focusChanged.connect(self._moved)

    def stop(self) -> None:
        """Stop following: the application would keep the view, and the chart with it."""
        self._moved(None, None)
        if isinstance(self._application, QApplication):
            self._application.focusChanged.disconnect(self._moved)
        self._application = self._tell = None

    def _moved(self, _before: QWidget | None, now: QWidget | None) -> None:
        if self._field is not None:
            # A page that went took its fields with it.
            with suppress(RuntimeError):
                self._field.removeEventFilter(self)
            self._field = None
        if isinstance(now, ValueField) or not isinstance(now, QPlainTextEdit | QLineEdit):
            return
        if self._view.isAncestorOf(now):
            self._field = now
            now.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Expand the code before the cursor."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        if event.key() not in ENDS or event.modifiers():
            return False
        put = self._put(watched)
        asks = not put and not watched.property("shorthand")
        if asks and self._tell is not None and (code := self._phrases.unknown(_before(watched))):
            self._tell(f"{MARK}{code} is no phrase: the text keeps it as it stands")
        return put and event.key() == Qt.Key.Key_Space

    def _put(self, field: QObject) -> bool:
        if isinstance(field, QPlainTextEdit):
            return self._put_prose(field)
        return isinstance(field, QLineEdit) and self._put_line(field)

    def _put_prose(self, field: QPlainTextEdit) -> bool:
        cursor = field.textCursor()
        block = cursor.block()
        found = self._phrases.expand(block.text()[: cursor.positionInBlock()], self._side)
        if found is None or field.isReadOnly():
            return False
        start = block.position() + found.start
        end = cursor.position()
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(found.text)
        blank = found.text.find(BLANK)
        if blank >= 0:
            cursor.setPosition(start + blank)
            cursor.setPosition(start + blank + len(BLANK), QTextCursor.MoveMode.KeepAnchor)
        else:
            cursor.insertText(" ")
        field.setTextCursor(cursor)
        return True

    def _put_line(self, field: QLineEdit) -> bool:
        at = field.cursorPosition()
        found = self._phrases.expand(field.text()[:at], self._side)
        if found is None or field.isReadOnly():
            return False
        words = found.text.replace("\n", " ")
        field.setSelection(found.start, at - found.start)
        field.insert(words)
        blank = words.find(BLANK)
        if blank >= 0:
            field.setSelection(found.start + blank, len(BLANK))
        else:
            field.insert(" ")
        field.textEdited.emit(field.text())
        return True


def _before(field: QObject) -> str:
    """The text of the line before the cursor."""
    if isinstance(field, QPlainTextEdit):
        cursor = field.textCursor()
        return cursor.block().text()[: cursor.positionInBlock()]
    return field.text()[: field.cursorPosition()] if isinstance(field, QLineEdit) else ""
