"""The first start: name the clinic and its first user, choose a password."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from pt_chart.charting.passwords import RULE
from pt_chart.clinical.people import Clinic, Clinician
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Height, Space
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.button import Button, Look
from pt_chart.ui.widgets.card import Card, in_the_middle
from pt_chart.ui.widgets.label import Label
from pt_chart.ui.widgets.line_field import LineField, ValueState
from pt_chart.ui.widgets.password_field import PasswordField

FIELDS = (
    ("clinic", "Clinic", "as it is printed on documents"),
    ("phone", "Clinic telephone", ""),
    ("name", "Your name", "as you sign; you unlock the chart by it"),
    ("credentials", "Credentials", "PT, DPT"),
)


class FirstRunView(QWidget):
    """Asks for what a new chart needs. ``submitted`` carries clinic, clinician and password."""

    submitted = Signal(object, object, str)
    restore_asked = Signal()
    server_asked = Signal()

    def __init__(self, theme: Theme, place: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        outer = QVBoxLayout(self)
        outer.addStretch(1)
        card = Card(theme, "A new chart", place, padded=True)
        card.setFixedWidth(560)
        card.body.setSpacing(Space.S)
        told = (
            "There is no chart on this computer yet. It will be one encrypted file. Nobody can "
            "read it without a password; print a recovery kit on the first day, because without "
            "it a lost password is a lost chart. You manage the users. Every user's password "
            "opens the one key of the whole file; what each role may do is enforced by this "
            "program."
        )
        card.body.addWidget(Label(told, Style.BODY, "secondary", wrap=True))
        grid = QGridLayout()
        grid.setVerticalSpacing(Space.S)
        grid.setHorizontalSpacing(Space.M)
        grid.setColumnStretch(1, 1)
        self.fields: dict[str, LineField] = {}
        for row, (key, label, hint) in enumerate(FIELDS):
            field = LineField(theme, label, placeholder=hint)
            self.fields[key] = field
            grid.addWidget(Label(label, Style.MEDIUM), row, 0)
            grid.addWidget(field, row, 1)
        self.fields["credentials"].setText("PT")
        for row, (key, label) in enumerate((("password", "Password"), ("again", "Password again"))):
            field = PasswordField(theme, label)
            self.fields[key] = field
            grid.addWidget(Label(label, Style.MEDIUM), len(FIELDS) + row, 0)
            grid.addWidget(field, len(FIELDS) + row, 1)
        card.body.addLayout(grid)
        card.body.addWidget(Label(RULE, Style.SMALL, "secondary", wrap=True))
        self.remark = Label("", Style.SMALL, "emergency", wrap=True)
        card.body.addWidget(self.remark)
        foot = QHBoxLayout()
        self.go = Button(theme, "Create the chart", Look.PRIMARY, height=Height.BUTTON_DIALOG)
        foot.addWidget(self.go)
        self.restore = Button(theme, "Restore a backup instead", Look.QUIET)
        self.restore.clicked.connect(self.restore_asked)
        foot.addWidget(self.restore)
        self.server = Button(theme, "Use a clinic's server", Look.QUIET)
        self.server.clicked.connect(self.server_asked)
        foot.addWidget(self.server)
        foot.addStretch(1)
        card.body.addLayout(foot)
        outer.addLayout(in_the_middle(card))
        outer.addStretch(1)
        self.go.clicked.connect(self._submit)
        self.fields["again"].returnPressed.connect(self._submit)

    def _missing(self) -> tuple[str, str]:
        """The field that needs something and what, or two empty texts."""
        for key, words in (
            ("clinic", "Name the clinic."),
            ("name", "Type your name as you sign."),
            ("password", "Choose a password."),
        ):
            if not self.fields[key].text().strip():
                return key, words
        if self.fields["password"].text() != self.fields["again"].text():
            return "again", "The two passwords differ. Type the second one again."
        return "", ""

    def _submit(self) -> None:
        for field in self.fields.values():
            field.set_state(ValueState.NORMAL)
        place, words = self._missing()
        if place:
            self.refuse(words, place)
            return
        self.go.setEnabled(False)
        self.remark.setText("")
        text = {key: field.text().strip() for key, field in self.fields.items()}
        self.submitted.emit(
            Clinic(name=text["clinic"], phone=text["phone"]),
            Clinician("", text["name"], text["credentials"]),
            self.fields["password"].text(),
        )

    def refuse(self, words: str, place: str = "password") -> None:
        """Say what has to be changed, at the field."""
        self.go.setEnabled(True)
        self.remark.setText(words)
        self.fields[place].refuse()
