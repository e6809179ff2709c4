"""The own password once more, before a paper leaves under one's name."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from pt_chart.charting.clinic_session import ClinicSession
from pt_chart.charting.errors import WorldError
from pt_chart.clinical.paper_parts import PaperPart
from pt_chart.clinical.papers import WorkNote
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Space
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.asking import asked
from pt_chart.ui.widgets.button import Button, Look
from pt_chart.ui.widgets.label import Label
from pt_chart.ui.widgets.password_field import PasswordField

WHY = (
    "The work note carries your name, the time and a code: it is signed now. Type your password to "
    "sign it."
)
WRONG = "That is not your password. Nothing was signed."


def signs_anew(parts: Iterable[PaperPart]) -> bool:
    """Whether one of the papers is signed by whoever sends it: a work note with a code."""
    return any(isinstance(part, WorkNote) and part.head.stamp is not None for part in parts)


class OwnPasswordDialog(QDialog):
    """Asks for the password until it is right or given up; guesses are slowed down and logged."""

    def __init__(self, session: ClinicSession, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setWindowTitle("Sign the work note")
        self.setMinimumWidth(420)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(Space.S)
        column.addWidget(Label(WHY, Style.BODY, wrap=True))
        self.password = PasswordField(theme, f"Password of {session.clinician.signature}")
        self.password.returnPressed.connect(self.check)
        column.addWidget(self.password)
        self.wrong = Label("", Style.BODY, "problem", wrap=True)
        column.addWidget(self.wrong)
        row = QHBoxLayout()
        row.addStretch(1)
        leave = Button(theme, "Cancel")
        leave.clicked.connect(self.reject)
        row.addWidget(leave)
        sign = Button(theme, "Sign", Look.PRIMARY)
        sign.clicked.connect(self.check)
        row.addWidget(sign)
        column.addLayout(row)

    def check(self) -> None:
        """Close as accepted when the password is right; else say so and ask again."""
        typed = self.password.text()
        self.password.clear()
        try:
            right = bool(typed) and self._session.store.verify(typed)
        except WorldError as error:
            self.wrong.setText(f"{error.message} {error.advice}")
            return
        if right:
            self.accept()
        else:
            self.wrong.setText(WRONG)


def signed_with_password(session: ClinicSession, theme: Theme, parent: QWidget) -> bool:
    """Ask whoever sends the paper; whether the password was right."""
    dialog = OwnPasswordDialog(session, theme, parent)
    return asked(dialog.exec) == QDialog.DialogCode.Accepted
