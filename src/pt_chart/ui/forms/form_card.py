"""A card of fields: head, LEFT and RIGHT headings, rows; arrows move like in a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from pt_chart.charting.desk import VisitDesk
from pt_chart.clinical.facts import Facts
from pt_chart.clinical.fields import Card as CardDef
from pt_chart.clinical.fields import FieldDef, FieldKind
from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.clinical.sides import Side
from pt_chart.ui.forms import shown
from pt_chart.ui.forms.editors import AnyEditor
from pt_chart.ui.forms.field_row import Columns, FieldRow
from pt_chart.ui.forms.result_row import ResultRow
from pt_chart.ui.theme.paint import color, pen
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Height
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.button import Button, Look
from pt_chart.ui.widgets.card import Card

Shows = Callable[[FieldDef], bool]
HEAD = 28


class _SideHead(QWidget):
    """The column headings; the painful side is named so."""

    def __init__(
        self, theme: Theme, words: str, side: Side | None, numbered: bool, share: float
    ) -> None:
        super().__init__()
        self._theme = theme
        self._words = words
        self._side = side
        self._numbered = numbered
        self._share = share
        self.setFixedHeight(HEAD)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Sunken strip with words over each column."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.fillRect(self.rect(), color(tokens.sunken))
        painter.setPen(pen(tokens.line))
        painter.drawLine(0, HEAD - 1, self.width(), HEAD - 1)
        columns = Columns.of(self.width(), self._numbered, self._share)
        painter.setFont(Style.SMALL.font)
        painter.setPen(color(tokens.secondary))
        flags = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(columns.label, 0, columns.first, HEAD), flags, self._words)
        painter.setFont(Style.SMALL_STRONG.font)
        painter.setPen(color(tokens.text))
        for side, left in ((Side.LEFT, columns.first), (Side.RIGHT, columns.second)):
            words = side.spelled
            if self._side in (Side.LEFT, Side.RIGHT):
                words += " · painful" if side is self._side else " · sound"
            painter.drawText(QRectF(left, 0, 200, HEAD), flags, words)


class FormCard(Card):
    """One card of a form, wired to the desk."""

    def __init__(self, theme: Theme, desk: VisitDesk, definition: CardDef) -> None:
        super().__init__(theme, definition.title, definition.hint)
        self.definition = definition
        self._desk = desk
        self._numbered = definition.layout == "steps"
        self._share = _label_share(definition)
        self.rows: list[FieldRow] = []
        self.results: list[ResultRow] = []
        self._make_tools()
        self._sided = any(field.sided for field in definition.fields)
        if self._sided:
            words = "Step" if self._numbered else ""
            head = _SideHead(theme, words, desk.episode.side, self._numbered, self._share)
            self.body.addWidget(head)
        number = 0
        for field in definition.fields:
            if field.worked_out:
                result = ResultRow(theme, field, numbered=self._numbered, share=self._share)
                self.results.append(result)
                self.body.addWidget(result)
                continue
            number += 1
            for level in field.levels or (None,):
                self._add_row(field, level, number if self._numbered else 0)

    def _add_row(self, field: FieldDef, level: str | None, number: int) -> None:
        row = FieldRow(
            self._theme, self._desk, field, level, number, self._share, beside_sides=self._sided
        )
        row.moved.connect(self._move)
        self.rows.append(row)
        self.body.addWidget(row)

    def _make_tools(self) -> None:
        grades = [f for f in self.definition.fields if f.levels and f.kind is FieldKind.MRC]
        if not grades:
            return
        for side in Side.BOTH.each:
            words = f"All 5, {side.spelled}"
            tool = Button(self._theme, words, Look.QUIET, height=Height.BUTTON_SMALL)
            tool.clicked.connect(lambda _checked=False, s=side: self._all_full(grades, s))
            self.add_tool(tool)

    def _all_full(self, fields: list[FieldDef], side: Side) -> None:
        """Full strength on every untouched level of a side, as one step."""
        answers = self._desk.visit.answers
        changes: dict[FindingKey, Answer | None] = {
            key: Answer("5")
            for field in fields
            for key in shown.keys_of(field)
            if key.side is side and key not in answers
        }
        if changes:
            self._desk.set_answers(f"{self.definition.title}: all 5, {side.spelled}", changes)

    def show_answers(self) -> None:
        """Show what changed in the visit."""
        for row in self.rows:
            row.show_answers()
        done = sum(row.answered for row in self.rows if not row.isHidden())
        total = sum(not row.isHidden() for row in self.rows)
        self.set_note(f"{done} of {total}" if done else "")

    def show_facts(self, facts: Facts, shows: Shows) -> None:
        """Show or hide rows by their conditions, and what is worked out."""
        for row in self.rows:
            wanted = shows(row.field) or row.answered
            if row.isHidden() == wanted:
                row.setVisible(wanted)
        for result in self.results:
            result.show_facts(facts)
        empty = all(row.isHidden() for row in self.rows) and not self.results
        self.setVisible(not empty)

    def editor(self, key: FindingKey) -> AnyEditor | None:
        """The control of a key, if it is on this card (any side when the key has none)."""
        for row in self.rows:
            for editor in row.editors:
                if editor.key == key or (key.side is None and editor.key.id == key.id):
                    return editor
        return None

    def _move(self, editor: AnyEditor, rows: int, columns: int) -> None:
        """Arrow keys: to the next row in the same column, or to the other side."""
        shown_rows = [row for row in self.rows if not row.isHidden()]
        here = next((n for n, row in enumerate(shown_rows) if editor in row.editors), None)
        if here is None:
            return
        column = shown_rows[here].editors.index(editor) + columns
        there = here + rows
        if columns and not 0 <= column < len(shown_rows[here].editors):
            return
        if 0 <= there < len(shown_rows):
            target = shown_rows[there].editors
            if target:
                target[min(column, len(target) - 1)].setFocus(Qt.FocusReason.OtherFocusReason)
        elif rows > 0:
            self.focusNextChild()


def _label_share(definition: CardDef) -> float:
    """Questions need the room for their words, tables for their columns."""
    if any(field.sided for field in definition.fields):
        if definition.layout == "grid":
            return 0.2
        unsided = sum(not field.sided for field in definition.fields)
        return 0.42 if unsided * 2 > len(definition.fields) else 0.33
    short = (FieldKind.YES_NO, FieldKind.NUMBER, FieldKind.DATE, FieldKind.DURATION)
    plain = all(field.kind in short for field in definition.fields)
    return 0.62 if plain else 0.36
