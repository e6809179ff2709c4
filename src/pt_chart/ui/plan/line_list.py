"""A card part with short texts: type one, Enter adds it, each can be removed."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from pt_chart.ui.plan.parts import TextRow
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Space
from pt_chart.ui.widgets.clearing import clear_layout
from pt_chart.ui.widgets.line_field import LineField


class LineList(QWidget):
    """Shows texts; tells of one added or the place of one removed."""

    added = Signal(str)
    removed = Signal(int)

    def __init__(self, theme: Theme, name: str, placeholder: str) -> None:
        super().__init__()
        self._theme = theme
        self._name = name
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        self.rows = QVBoxLayout()
        self.rows.setSpacing(0)
        column.addLayout(self.rows)
        self.field = LineField(theme, f"New: {name.lower()}", placeholder=placeholder)
        self.field.returnPressed.connect(self._submit)
        column.addWidget(self.field)

    def show_texts(self, texts: tuple[str, ...]) -> None:
        """Show the texts as they are now."""
        clear_layout(self.rows)
        for number, text in enumerate(texts):
            remove = ("close", f"Remove {text}", lambda at=number: self.removed.emit(at))
            self.rows.addWidget(TextRow(self._theme, text, (remove,)))

    def _submit(self) -> None:
        text = self.field.text().strip()
        if text:
            self.field.clear()
            self.added.emit(text)
