"""A password field: hidden unless asked for."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.widgets.button import Button, Look
from pt_chart.ui.widgets.line_field import LineField


class PasswordField(LineField):
    """A password, hidden unless asked for; tells when Caps Lock seems to be on."""

    caps = Signal(bool)

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, name, height=40, parent=parent)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setTextMargins(8, 0, 38, 0)
        self.eye = Button(theme, "", Look.QUIET, icon="eye", name="Show the password", parent=self)
        self.eye.setProperty("ring", False)
        self.eye.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.eye.clicked.connect(self._turn)

    def _turn(self) -> None:
        hidden = self.echoMode() is QLineEdit.EchoMode.Password
        self.setEchoMode(QLineEdit.EchoMode.Normal if hidden else QLineEdit.EchoMode.Password)
        self.eye.set_icon_name("eye_closed" if hidden else "eye")

    def resizeEvent(self, event: object) -> None:
        """Keep the eye at the right end."""
        super().resizeEvent(event)  # type: ignore[arg-type]
        size = self.eye.sizeHint()
        self.eye.move(self.width() - size.width() - 4, (self.height() - size.height()) // 2)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Watch for capitals typed without Shift."""
        text = event.text()
        if len(text) == 1 and text.isalpha():
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.caps.emit(text.isupper() != shift)
        super().keyPressEvent(event)
