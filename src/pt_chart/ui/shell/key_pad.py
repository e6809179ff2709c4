"""Touch mode's keys: what a value of the exam needs, large enough for a finger, under the page."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from pt_chart.ui.theme.theme import TOUCH, Theme
from pt_chart.ui.theme.tokens import Space
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.button import Button, Look
from pt_chart.ui.widgets.card import Band
from pt_chart.ui.widgets.label import ElidedLabel
from pt_chart.ui.widgets.line_field import ValueField
from pt_chart.ui.widgets.scroll import Scroll

REPLACING = "0123456789"
"""Signs that begin a value anew when a field was just entered; others go on with what stands."""
BACK, NEXT, CLEAR = "back", "next", "clear"
NAMES = {
    BACK: "Field before",
    NEXT: "Next field",
    CLEAR: "Take the last sign back",
    "n": "Not tested",
}
EDGE, GAP = 20, 6


class KeyPad(Band):
    """There while a value has the keyboard; keys go to the field as if they were typed."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "sunken", top=True, parent=parent)
        self._theme = theme
        self._field: ValueField | None = None
        self._fresh = False
        self.keys: dict[str, Button] = {}
        self.told = ElidedLabel("", Style.MEDIUM, "secondary")
        self.told.setParent(self)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.hide()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow)

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        if now is None or now is self._field:
            return
        window = self.window()
        if isinstance(now, ValueField) and now.window() is window and now.isEnabled():
            self._field, self._fresh = now, True
            self.told.setText(now.accessibleName())
            self._show_keys(now.pad)
            self.show()
            self._keep_in_sight(now)
        else:
            self._field = None
            self.hide()

    def _keep_in_sight(self, field: ValueField) -> None:
        """The pad takes room from the page: the field must not go under."""
        area = field.parentWidget()
        while area is not None and not isinstance(area, Scroll):
            area = area.parentWidget()
        if area is not None:
            QCoreApplication.sendPostedEvents(self.parentWidget(), QEvent.Type.LayoutRequest)
            area.ensureWidgetVisible(field, 40, 60)

    def _show_keys(self, signs: tuple[str, ...]) -> None:
        wanted = (*signs, CLEAR, BACK, NEXT)
        if tuple(self.keys) == wanted:
            return
        for old in self.keys.values():
            old.hide()
            old.deleteLater()
        self.keys = {}
        for sign in wanted:
            key = self._make(sign)
            self.keys[sign] = key
            key.show()
        self._place()

    def _place(self) -> None:
        """Keys from the right end, in as many rows as the width asks for, and the field's name."""
        sizes = [key.sizeHint() for key in self.keys.values()]
        room = max(self.width() - 2 * EDGE, TOUCH)
        rows: list[list[Button]] = [[]]
        used = 0
        for key, size in zip(self.keys.values(), sizes, strict=True):
            if used and used + size.width() > room:
                rows.append([])
                used = 0
            rows[-1].append(key)
            used += size.width() + Space.XS
        top = GAP
        for row in rows:
            left = self.width() - EDGE - sum(k.sizeHint().width() + Space.XS for k in row)
            left += Space.XS
            if row is rows[-1]:  # the last row is the one with room
                self.told.setGeometry(EDGE, top, max(left - EDGE - Space.M, 0), TOUCH)
            for key in row:
                key.setGeometry(left, top, key.sizeHint().width(), TOUCH)
                left += key.width() + Space.XS
            top += TOUCH + GAP
        if self.height() != top or self.minimumHeight() != top:
            self.setFixedHeight(top)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width may ask for another number of rows."""
        super().resizeEvent(event)
        self._place()

    def _make(self, sign: str) -> Button:
        icon = "left" if sign == BACK else ""
        words = "" if icon else {"-": "\u2212", NEXT: "Next", CLEAR: "Del"}.get(sign, sign)
        look = Look.PRIMARY if sign == NEXT else Look.SECONDARY
        name = NAMES.get(sign, f"Key {sign}")
        key = Button(self._theme, words, look, icon=icon, name=name, height=TOUCH, parent=self)
        # The field keeps the keyboard: the pad types into it.
        key.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        key.clicked.connect(partial(self._press, sign))
        return key

    def _press(self, sign: str) -> None:
        field = self._field
        if field is None:
            return
        if sign == NEXT:
            _type(field, Qt.Key.Key_Tab, "\t")
        elif sign == BACK:
            _type(field, Qt.Key.Key_Backtab, "", Qt.KeyboardModifier.ShiftModifier)
        elif sign == CLEAR:
            field.deselect()
            field.end(False)
            _type(field, Qt.Key.Key_Backspace, "\b")
        else:
            if self._fresh and sign in REPLACING:
                field.selectAll()
            elif sign != "n":
                field.deselect()
                field.end(False)
            for letter in sign:
                _type(field, Qt.Key(ord(letter.upper())), letter)
        if field is self._field:
            self._fresh = False


def _type(
    field: ValueField,
    key: Qt.Key,
    text: str,
    held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QCoreApplication.sendEvent(field, QKeyEvent(kind, key.value, held, text))
