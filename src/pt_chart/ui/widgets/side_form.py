"""A form in a column: labeled fields, a remark, and two buttons."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Space
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.button import Button, Look
from pt_chart.ui.widgets.combo import Combo
from pt_chart.ui.widgets.label import Label
from pt_chart.ui.widgets.line_field import LineField, ValueState
from pt_chart.ui.widgets.password_field import PasswordField


class SideForm(QWidget):
    """Built field by field, ended by `finish`. ``submitted`` and ``cancelled`` are its buttons."""

    submitted = Signal()
    cancelled = Signal()

    def __init__(
        self, theme: Theme, title: str, told: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(16, 14, 16, 14)
        self.column.setSpacing(Space.XS)
        self.column.addWidget(Label(title, Style.PANEL_TITLE))
        if told:
            self.column.addWidget(Label(told, Style.SMALL, "secondary", wrap=True))
        self.column.addSpacing(Space.S)
        self.fields: dict[str, LineField] = {}
        self.choices: dict[str, Combo] = {}
        self.remark = Label("", Style.SMALL, "emergency", wrap=True)
        self.go = Button(theme, "", Look.PRIMARY)
        self.go.clicked.connect(self.submitted)
        self.cancel = Button(theme, "Cancel")
        self.cancel.clicked.connect(self.cancelled)

    def add(self, key: str, label: str, hint: str = "", text: str = "") -> LineField:
        """A text field."""
        field = LineField(self._theme, label, placeholder=hint)
        field.setText(text)
        return self._put(key, label, field)

    def add_password(self, key: str, label: str) -> LineField:
        """A password field."""
        return self._put(key, label, PasswordField(self._theme, label))

    def add_choice(
        self, key: str, label: str, offered: Sequence[tuple[str, str]], chosen: str = ""
    ) -> Combo:
        """A drop-down list of (id, words)."""
        combo = Combo(self._theme, label)
        for ident, words in offered:
            combo.addItem(words, ident)
        combo.setCurrentIndex(max(combo.findData(chosen), 0))
        self.choices[key] = combo
        self._label(label)
        self.column.addWidget(combo)
        self.column.addSpacing(Space.XS)
        return combo

    def add_check(self, words: str, *, checked: bool = False) -> QCheckBox:
        """A box to tick."""
        box = QCheckBox(words)
        box.setFont(Style.BODY.font)
        box.setAccessibleName(words)
        box.setChecked(checked)
        self.column.addWidget(box)
        self.column.addSpacing(Space.XS)
        return box

    def tell(self, words: str, tone: str = "secondary") -> Label:
        """A sentence between the fields."""
        label = Label(words, Style.SMALL, tone, wrap=True)
        self.column.addWidget(label)
        return label

    def finish(self, done: str, *, cancel: bool = True) -> None:
        """Put the remark and the buttons under the fields."""
        self.column.addWidget(self.remark)
        self.go.setText(done)
        self.go.setAccessibleName(done)
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        row.addWidget(self.go)
        if cancel:
            row.addWidget(self.cancel)
        row.addStretch(1)
        self.column.addLayout(row)
        self.column.addStretch(1)

    def text(self, key: str) -> str:
        """What stands in a field, without spaces at the ends; passwords as typed."""
        field = self.fields[key]
        return field.text() if isinstance(field, PasswordField) else field.text().strip()

    def choice(self, key: str) -> str:
        """The id that is chosen in a list."""
        return str(self.choices[key].currentData(Qt.ItemDataRole.UserRole) or "")

    def refuse(self, words: str, key: str = "") -> None:
        """Say what has to be changed, at the field."""
        self.set_busy(busy=False)
        self.remark.set_tone("emergency")
        self.remark.setText(words)
        if key:
            self.fields[key].refuse()

    def say(self, words: str) -> None:
        """Say that it is done."""
        self.set_busy(busy=False)
        self.remark.set_tone("ok")
        self.remark.setText(words)

    def clean(self) -> None:
        """Forget what was refused before."""
        self.remark.setText("")
        for field in self.fields.values():
            field.set_state(ValueState.NORMAL)

    def set_busy(self, *, busy: bool) -> None:
        """While the work goes on nothing else is taken."""
        self.go.setEnabled(not busy)

    def on_submit(self, call: Callable[[], None]) -> None:
        """What the main button does, after old remarks are gone."""

        def run() -> None:
            self.clean()
            call()

        self.submitted.connect(run)

    def _put(self, key: str, label: str, field: LineField) -> LineField:
        self.fields[key] = field
        self._label(label)
        self.column.addWidget(field)
        self.column.addSpacing(Space.XS)
        field.returnPressed.connect(self.submitted)
        return field

    def _label(self, words: str) -> None:
        self.column.addWidget(Label(words, Style.SMALL_MEDIUM, "secondary"))
