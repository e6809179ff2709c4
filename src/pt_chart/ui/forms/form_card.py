"""A card of fields: head, LEFT and RIGHT headings, rows; arrows move like in a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from math import inf
from time import perf_counter

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from pt_chart.charting.carrying import carry, confirm
from pt_chart.charting.desk import VisitDesk
from pt_chart.charting.left_alone import left_alone
from pt_chart.charting.rest_normal import all_full, findings_before, rest_normal
from pt_chart.clinical.facts import Facts
from pt_chart.clinical.fields import Card as CardDef
from pt_chart.clinical.fields import FieldDef, FieldKind
from pt_chart.clinical.findings import FindingKey
from pt_chart.clinical.sides import Side
from pt_chart.ui.forms import shown
from pt_chart.ui.forms.card_tools import CardTools
from pt_chart.ui.forms.editors import AnyEditor
from pt_chart.ui.forms.field_row import FieldRow
from pt_chart.ui.forms.progress import done_words
from pt_chart.ui.forms.result_row import ResultRow, results_before
from pt_chart.ui.forms.side_head import HEAD, SideHead
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Height
from pt_chart.ui.widgets.button import Button, Look
from pt_chart.ui.widgets.card import Card

Shows = Callable[[FieldDef], bool]
ALL_TOOLS_FROM = 575
"""Width from which a head holds every tool beside its title."""


class FormCard(Card):
    """One card of a form, wired to the desk.

    Rows are made when they are first shown: usual ones by `finish`, the others when something
    calls for them or the clinician asks for more. Until `finish` a card is only its head: pages
    finish what is seen first. ``unfolded`` tells when more or fewer were asked for.
    """

    unfolded = Signal(bool)
    left_alone = Signal(str)
    """Says which cells a tool did not fill, because what was typed there does not fit."""

    def __init__(self, theme: Theme, desk: VisitDesk, definition: CardDef, shows: Shows) -> None:
        super().__init__(theme, definition.title, definition.hint)
        self.finished = False
        self.definition = definition
        self._desk = desk
        self._shows = shows
        self._numbered = definition.layout == "steps"
        self._share = _label_share(definition)
        self._made: dict[str, list[FieldRow]] = {}
        self._revealed: set[str] = set()
        self._all = False
        self._folded: object = None
        self._typed = [field for field in definition.fields if not field.worked_out]
        self.results: list[ResultRow] = []
        self._locked = False
        self.tools = CardTools(theme, desk, self, self._typed, numbered=self._numbered)
        words = "Step" if self._numbered else ""
        self.side_head = SideHead(theme, words, desk.episode.side, self._numbered, self._share)
        self.side_head.setVisible(False)
        self.body.addWidget(self.side_head)
        name = f"{definition.title}: more"
        self.more = Button(theme, "", Look.QUIET, icon="down", height=Height.BUTTON, name=name)
        self.more.clicked.connect(self._toggle)
        self.more.setVisible(False)
        self.body.addWidget(self.more)

    def finish(self) -> None:
        """Make the rows that stand on the card; nothing the second time."""
        self.make_some()

    def make_some(self, rows: float = inf, until: float = inf) -> int:
        """Make rows until there are so many new ones or the clock says ``until``; how many.

        ``until`` is a time of `time.perf_counter`. Results stand when the last row is made.
        """
        with self._held():
            made = 0
            for field in self._typed if not self.finished else ():
                if made >= rows or perf_counter() > until:
                    self._refold()
                    return made
                if field.id not in self._made and self._wanted(field):
                    self._make_rows(field)
                    made += len(field.levels) or 1
            if not self.finished:
                self.finished = True
                self._make_results()
                self._refold()
                self._order_tabs()
            return made

    @contextmanager
    def _held(self) -> Iterator[None]:
        """Lay the card out once for many rows: Qt would do it for each row that is shown."""
        layout = self.layout()
        held = layout is not None and layout.isEnabled()
        if layout is not None:
            layout.setEnabled(False)
        try:
            yield
        finally:
            if layout is not None and held:
                layout.setEnabled(True)
                self.lay_out()
                self.updateGeometry()

    def _make_results(self) -> None:
        for field in self.definition.fields:
            if field.worked_out:
                result = ResultRow(
                    self._theme,
                    field,
                    numbered=self._numbered,
                    share=self._share,
                    before=results_before(self._desk, field, self.definition.fields),
                )
                self.results.append(result)
                self.body.insertWidget(self._place_of(field), result)

    def rough_height(self) -> int:
        """About how high the card will be, in pixels, before its rows are made."""
        rows = sum(len(f.levels) or 1 for f in self.definition.fields if self._wanted(f))
        return Height.CARD_HEAD + HEAD + Height.ROW * rows

    @property
    def rows(self) -> list[FieldRow]:
        """The rows made so far, in the order of the form."""
        return [row for f in self.definition.fields for row in self._made.get(f.id, ())]

    def lay_out(self) -> None:
        """Give the rows their places now, without waiting for the next event."""
        self.body.invalidate()
        layout = self.layout()
        if layout is not None:
            layout.invalidate()
            layout.activate()

    def remeasure(self) -> None:
        """Measure rows anew that were measured before they were shown, and give them places."""
        changed = {row.remeasure() for row in self.rows}
        if True in changed:
            self.lay_out()
            self.updateGeometry()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow place the head has fewer tools, so that no page scrolls sideways."""
        super().resizeEvent(event)
        self.tools.set_narrow(narrow=event.size().width() < ALL_TOOLS_FROM)

    def set_read_only(self) -> None:
        """Values can be read and folded rows looked at; nothing can be changed."""
        self._locked = True
        for row in self.rows:
            row.setEnabled(False)
        for tool in self.tools.all:
            tool.setEnabled(False)

    def unfold(self) -> None:
        """Show every field of the card."""
        self._all = True
        if self.finished:
            self._refold()

    def _wanted(self, field: FieldDef) -> bool:
        if field.worked_out:
            return False
        return self._all or field.id in self._revealed or self._shows(field)

    def _toggle(self) -> None:
        self._all = not self._all
        if not self._all:
            self._revealed.clear()
        self._refold()
        self.unfolded.emit(self._all)

    def _refold(self) -> None:
        """Make, show and hide rows by what the case asks for."""
        usual = frozenset(field.id for field in self._typed if self._shows(field))
        state = (usual, frozenset(self._revealed), self._all, self.finished, len(self._made))
        if state == self._folded:
            return
        self._folded = state
        with self._held():
            self._fold(usual)

    def _fold(self, by_case: frozenset[str]) -> None:
        hidden, made_before, foldable = 0, len(self._made), False
        for field in self._typed:
            usual = field.id in by_case
            foldable = foldable or not usual
            wanted = usual or self._all or field.id in self._revealed
            if wanted and self.finished and field.id not in self._made:
                self._make_rows(field)
            for row in self._made.get(field.id, ()):
                if row.isHidden() == wanted:
                    row.setVisible(wanted)
            hidden += not wanted
        if len(self._made) != made_before:
            self._order_tabs()
        shown_rows = [row for row in self.rows if not row.isHidden()]
        if self._numbered:
            for number, row in enumerate(shown_rows, 1):
                row.set_number(number)
        for result in self.results:
            result.setVisible(bool(shown_rows))
        sided = any(row.field.sided for row in shown_rows)
        self.side_head.setVisible(sided)
        for row in shown_rows:
            row.set_beside_sides(sided)
        self._name_more(hidden, bool(shown_rows), foldable)
        self._count()

    def _name_more(self, hidden: int, some: bool, foldable: bool) -> None:
        self.more.setVisible(hidden > 0 or (self._all and foldable))
        words = "Show fewer" if self._all else f"Show {hidden} more" if some else f"{hidden} more"
        if words == self.more.text():
            return
        self.more.setText(words)
        self.more.setAccessibleName(f"{self.definition.title}: {words}")
        self.more.set_icon_name("up" if self._all else "down")
        self.more.updateGeometry()

    def _make_rows(self, field: FieldDef) -> None:
        made: list[FieldRow] = []
        at = self._place_of(field)
        for level in field.levels or (None,):
            row = FieldRow(
                self._theme,
                self._desk,
                field,
                level,
                numbered=self._numbered,
                share=self._share,
            )
            row.moved.connect(self._move)
            row.refusal_changed.connect(self._count)
            self.body.insertWidget(at + len(made), row)
            row.show_answers()
            row.setEnabled(not self._locked)
            made.append(row)
        self._made[field.id] = made

    def _place_of(self, field: FieldDef) -> int:
        """Where a field's rows stand among the widgets of the body."""
        at = 1
        for other in self.definition.fields:
            if other.id == field.id:
                return at
            if other.worked_out:
                at += any(result.field is other for result in self.results)
            else:
                at += len(self._made.get(other.id, ()))
        return at

    def _order_tabs(self) -> None:
        """Tab follows the form, also through rows made later."""
        stops = [stop for row in self.rows for stop in row.stops]
        for before, after in pairwise((*stops, self.more)):
            QWidget.setTabOrder(before, after)

    @property
    def _seen(self) -> list[FieldDef]:
        """The fields whose rows stand on the card now."""
        return [f for f in self._typed if any(not r.isHidden() for r in self._made.get(f.id, ()))]

    @property
    def rest(self) -> Button:
        """The button of "rest normal"."""
        return self.tools.rest

    def rest_normal(self) -> int:
        """File what is untouched and to be seen as normal; how many answers."""
        seen = [] if self._numbered else self._seen
        count = rest_normal(self._desk, self.definition.title, seen)
        self._tell_left(seen, findings_before(self._desk, seen))
        return count

    def all_full(self, side: Side) -> int:
        """File full strength on what is untouched on a side; how many answers."""
        count = all_full(self._desk, self.definition.title, self._typed, side)
        self._tell_left(self._typed, findings_before(self._desk, self._typed, side))
        return count

    def _tell_left(self, fields: Sequence[FieldDef], before: str = "") -> None:
        """Name the cells of these fields that a tool left alone, where there are any."""
        words = " ".join(filter(None, (before, left_alone(self._desk, fields))))
        if words:
            self.left_alone.emit(words)

    def carry_forward(self) -> int:
        """Fill what is untouched on this card as last time, unconfirmed; how many answers."""
        count = carry(self._desk, self.definition.title, self._typed)
        self._tell_left(self._typed)
        return count

    def confirm(self) -> int:
        """Make the carried answers of this card today's; how many."""
        return confirm(self._desk, self.definition.title, self._typed)

    def show_answers(self) -> None:
        """Show what changed in the visit."""
        changed = {row.show_answers() for row in self.rows}
        if True in changed:
            self._count()

    def _count(self) -> None:
        shown_rows = [row for row in self.rows if not row.isHidden()]
        days = self._before_words(shown_rows)
        seen = self._seen if self.finished and not self._numbered else None
        named = self.tools.name(seen, days)
        keys = [[editor.key for editor in row.editors] for row in shown_rows]
        # The head has room for one of the two: the tool of the gray values says their day.
        gray = f"gray: {days}" if days and not named else ""
        words = (done_words(keys, self._desk.visit.answers), gray)
        self.set_note(" · ".join(part for part in words if part))

    def _before_words(self, rows: list[FieldRow]) -> str:
        """The day of the gray values beside the fields."""
        days = sorted({day for row in rows for day in row.days})
        if not days:
            return ""
        first, last = shown.short_day(days[0]), shown.short_day(days[-1])
        return last if first == last else f"{first} to {last}"

    def show_facts(self, facts: Facts) -> None:
        """Show what is worked out, and the rows that the case calls for now."""
        if not self.finished:
            return
        for result in self.results:
            result.show_facts(facts)
        self._refold()

    def reveal(self, key: FindingKey) -> AnyEditor | None:
        """The control of a key, shown if it was folded away; None when it is on another card."""
        if any(field.id == key.id for field in self._typed):
            self._revealed.add(key.id)
            if self.finished:
                self._refold()
            self.finish()
        return self.editor(key)

    def editor(self, key: FindingKey) -> AnyEditor | None:
        """The control of a key among the rows made (any side, the first level without one)."""
        for row in self.rows:
            for editor in row.editors:
                one = editor.key
                side = key.side is None or one.side is key.side
                if one.id == key.id and side and key.level in (None, one.level):
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
        elif rows > 0 and (over := self._other_leg(shown_rows, editor)) is not None:
            over.setFocus(Qt.FocusReason.OtherFocusReason)
        elif rows > 0:
            self.focusNextChild()

    def _other_leg(self, rows: list[FieldRow], editor: AnyEditor) -> AnyEditor | None:
        """After the last step on the sound leg: the first on the other, None anywhere else."""
        order = rows[-1].in_order
        first = self.definition.sound_first and len(order) > 1 and editor is order[0]
        return rows[0].in_order[-1] if first else None


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
