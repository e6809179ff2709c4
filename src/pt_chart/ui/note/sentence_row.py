"""One sentence of the note: read it, edit it, go to its field, link it again."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QTextCursor
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from pt_chart.clinical.narrative.note import Sentence
from pt_chart.ui.plan.parts import Prose, fitting
from pt_chart.ui.plan.places import is_part
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Height, Space
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.button import Button, Look
from pt_chart.ui.widgets.label import Label

LEFT_OUT = "left out of the note"
SHOW_ALL, SHOW_LESS = "Show all", "Show less"
FOLDED = 1_200
"""Letters of a sentence that are laid out; a label lays out all it holds, again and again."""
WHOLE_HEIGHT = 260
RELEASE_MS = 20


class SentenceRow(QWidget):
    """Shows a sentence; Enter or a double click edits it, Escape leaves the edit.

    Going elsewhere keeps the words as typed, as the button does.
    ``rewritten`` carries the new words, ``linked`` asks to follow the fields again, ``kept``
    says that the words stay although the fields changed, ``followed`` asks to open the field.
    """

    rewritten = Signal(str)
    linked = Signal()
    kept = Signal()
    followed = Signal(str)

    def __init__(self, theme: Theme, sentence: Sentence, *, read_only: bool) -> None:
        super().__init__()
        self._theme = theme
        self.sentence = sentence
        self._read_only = read_only
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        state = self._state()
        spoken = ", ".join(filter(None, (fitting(sentence.text, FOLDED) or LEFT_OUT, state)))
        self.setAccessibleName(spoken)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 3, 2, 3)
        column.setSpacing(2)
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        tone = "" if sentence.text else "secondary"
        shown = fitting(sentence.text, FOLDED) or LEFT_OUT
        self.words = Label(shown, Style.SENTENCE, tone, wrap=True)
        row.addWidget(self.words, 1)
        if sentence.links and _field_of(sentence):
            self._action(row, "arrow_right", "Go to the field", self._follow)
        if sentence.outdated and not read_only:
            self._action(row, "check", "Keep your words beside the new fields", self.kept.emit)
        if sentence.edited and not read_only:
            self._action(row, "undo", "Follow the fields again", self.linked.emit)
        if not read_only:
            self._action(row, "pen", "Edit the sentence", self.edit)
        column.addLayout(row)
        self.whole: Prose | None = None
        if len(sentence.text) > FOLDED:
            self.unfold = Button(theme, SHOW_ALL, Look.QUIET, height=Height.BUTTON_SMALL)
            self.unfold.clicked.connect(self._turn_fold)
            column.addWidget(self.unfold, 0, Qt.AlignmentFlag.AlignLeft)
        if state:
            column.addWidget(Label(state, Style.SMALL, self._tone(), wrap=True))
        self.editor: Prose | None = None

    def _action(self, row: QHBoxLayout, icon: str, name: str, call: Callable[[], object]) -> None:
        button = Button(
            self._theme, "", Look.QUIET, icon=icon, name=name, height=Height.BUTTON_SMALL
        )
        button.setToolTip(name)
        button.clicked.connect(lambda _=False: call())
        row.addWidget(button)

    def _state(self) -> str:
        one = self.sentence
        if one.own:
            return "your own sentence"
        if not one.edited:
            return ""
        if one.outdated:
            now = fitting(one.was, FOLDED) or "nothing"
            return f"edited; the fields changed since and now say: {now}"
        return f"edited; the fields say: {fitting(one.was, FOLDED)}"

    def _turn_fold(self) -> None:
        """A long text in a scrolling field of its own, laid out only as far as it is in sight."""
        column = self.layout()
        if self.whole is None and isinstance(column, QVBoxLayout):
            self.whole = Prose("Whole sentence", WHOLE_HEIGHT)
            self.whole.setReadOnly(True)
            self.whole.setPlainText(self.sentence.text)
            column.insertWidget(column.indexOf(self.unfold), self.whole)
            self.whole.setFocus()
        elif self.whole is not None:
            self.whole.deleteLater()
            self.whole = None
        self.words.setVisible(self.whole is None and self.editor is None)
        words = SHOW_ALL if self.whole is None else SHOW_LESS
        self.unfold.setText(words)
        self.unfold.setAccessibleName(words)

    def _tone(self) -> str:
        return "urgent" if self.sentence.outdated else "secondary"

    def _follow(self) -> None:
        self.followed.emit(_field_of(self.sentence))

    @property
    def unkept(self) -> str | None:
        """Words typed and not yet in the visit, None for none."""
        if self.editor is None:
            return None
        text = self.editor.toPlainText()
        return text if text.strip() != self.sentence.text else None

    def resume(self, text: str | None) -> None:
        """Go on with an edit that was open when the note was written anew; None: not typed yet."""
        self.edit()
        if self.editor is not None and text is not None:
            self.editor.setPlainText(text)
            self.editor.moveCursor(QTextCursor.MoveOperation.End)

    def edit(self) -> None:
        """Open the words for editing."""
        if self._read_only or self.editor is not None:
            return
        self.editor = Prose("Words of the sentence", 72)
        self.editor.setPlainText(self.sentence.text)
        done = Button(self._theme, "Keep these words", icon="check")
        done.clicked.connect(self.finish)
        self.editor.left.connect(self._left)
        self.editor.installEventFilter(self)
        done.installEventFilter(self)
        layout = self.layout()
        if layout is not None:
            layout.addWidget(self.editor)
            layout.addWidget(done)
        self.words.setVisible(False)
        self.editor.setFocus()
        self.editor.selectAll()

    def finish(self) -> None:
        """Keep the words typed, once, and close the editor."""
        text, inside = self.unkept, self._has_focus()
        self._close()
        if inside:
            self.setFocus()
        if text is not None:
            self.rewritten.emit(text)

    def _has_focus(self) -> bool:
        now = QApplication.focusWidget()
        return now is not None and (now is self or self.isAncestorOf(now))

    def _left(self) -> None:
        # Another window or a menu over the editor ends nothing.
        if QApplication.focusWidget() is None or self._has_focus():
            return
        if QApplication.mouseButtons() != Qt.MouseButton.NoButton:
            # The note is written anew when the words are kept: what is being clicked must stay
            # until the click is done.
            QTimer.singleShot(RELEASE_MS, self, self._left)
            return
        self.finish()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Going on from the button leaves the edit, too; Ctrl+Enter keeps the words, no more."""
        if watched is self.editor and isinstance(event, QKeyEvent) and _is_done(event):
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                self.finish()
                return True
        if event.type() == QEvent.Type.FocusOut and watched is not self.editor:
            self._left()
        return super().eventFilter(watched, event)

    def _close(self) -> None:
        editor, layout = self.editor, self.layout()
        if editor is None or layout is None:
            return
        # Hiding the editor takes its focus away, which must not keep what is given up.
        self.editor = None
        for part in (editor, *self.findChildren(Button)):
            if layout.indexOf(part) >= 0:
                part.hide()
                part.deleteLater()
        self.words.setVisible(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter edits, Escape leaves the edit, Ctrl+Enter keeps the words."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.editor is None:
            self.edit()
        elif event.key() == Qt.Key.Key_Escape and self.editor is not None:
            self._close()
            self.setFocus()
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        """Edit what was double-clicked."""
        self.edit()


def _is_done(event: QKeyEvent) -> bool:
    enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
    return enter and bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)


def _field_of(sentence: Sentence) -> str:
    """Where the words come from: the first finding or section, else a part of the plan; or ""."""
    plain = (link for link in sentence.links if not is_part(link))
    link = next(plain, sentence.links[0] if sentence.links else "")
    return {"chart": "body_chart"}.get(link, link)
