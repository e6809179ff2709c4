"""A page of a section: title, tabs with counts, and the cards of the open tab."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from pt_chart.charting.carrying import carry
from pt_chart.charting.clinic_session import ClinicSession, OpenVisit
from pt_chart.charting.events import Level, Part, VisitChanged
from pt_chart.charting.left_alone import left_alone
from pt_chart.charting.rest_normal import findings_before
from pt_chart.clinical.fields import Card, FieldDef
from pt_chart.clinical.findings import FindingKey
from pt_chart.ui.forms.card_columns import CardColumns
from pt_chart.ui.forms.conditions import Conditions
from pt_chart.ui.forms.field_help import FieldHelp
from pt_chart.ui.forms.floating_sides import FloatingSides
from pt_chart.ui.forms.form_card import FormCard
from pt_chart.ui.forms.groups import Group
from pt_chart.ui.forms.in_sight import keep_clear, show_control, show_question
from pt_chart.ui.forms.progress import tally
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Height, Space
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.clearing import clear_stack
from pt_chart.ui.widgets.label import Label
from pt_chart.ui.widgets.scroll import Scroll
from pt_chart.ui.widgets.tabs import SectionTabs, Tab
from pt_chart.ui.widgets.turning import turn_to

TWO_COLUMNS_FROM = 1200
SEEN_FIRST = 620
"""Height in pixels that is made before a tab shows; the rest follows while it is looked at."""


class FormPage(QWidget):
    """Draws the groups it is given; tabs are made when they are first opened."""

    def __init__(
        self,
        theme: Theme,
        open_visit: OpenVisit,
        session: ClinicSession,
        title: str,
        groups: tuple[Group, ...],
        conditions: Conditions,
        parent: QWidget | None = None,
    ) -> None:
        """``conditions`` are shared by everything that counts or folds fields of this visit."""
        super().__init__(parent)
        self._theme = theme
        self._desk = open_visit.desk
        self._live = open_visit.live
        self._session = session
        self._conditions = conditions
        self.pages: dict[str, CardColumns] = {}
        self._areas: dict[str, Scroll] = {}
        self._unfolded: frozenset[str] = frozenset()
        self._stale: set[str] = set()
        self._anchor: QWidget | None = None
        self._other: Scroll | None = None
        self._read_only = False
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 14, 20, 0)
        column.setSpacing(Space.M)
        self.head = QHBoxLayout()
        self.head.setSpacing(Space.M)
        self.title = Label(title, Style.PAGE_TITLE)
        self.head.addWidget(self.title)
        self.head.addStretch(1)
        column.addLayout(self.head)
        self.tabs = SectionTabs(theme, title)
        self.tabs.chosen.connect(self._open)
        column.addWidget(self.tabs)
        self._stack = QStackedWidget(self)
        column.addWidget(self._stack, 1)
        self._help = FieldHelp(theme, session, open_visit.desk, self, column)
        self.groups: tuple[Group, ...] = ()
        self.show_groups(groups)
        self._disconnect = self._desk.changed.connect(self._changed)
        self._watched: QApplication | None = None
        application = QApplication.instance()
        self._watch(application if isinstance(application, QApplication) else None)
        # Conditions read the facts, which the reasoning renews after us: show them in its turn.
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(0)
        self._later.timeout.connect(self._show_conditions)

    @property
    def current(self) -> str:
        """The open tab."""
        return self.tabs.current

    def close_page(self) -> None:
        """Stop following the visit."""
        self._disconnect()
        self._help.close_help()
        self._watch(None)

    def _watch(self, application: QApplication | None) -> None:
        """Follow the keyboard of the application, or nothing."""
        if self._watched is not None:
            self._watched.focusChanged.disconnect(self._keyboard_moved)
        self._watched = application
        if application is not None:
            application.focusChanged.connect(self._keyboard_moved)

    def _keyboard_moved(self, _before: QWidget | None, now: QWidget | None) -> None:
        """By arrows, jumps and returning here: never under the headings of sides."""
        area = self._stack.currentWidget()
        page = area.widget() if isinstance(area, Scroll) else None
        if now is None or page is None or not isinstance(area, Scroll):
            return
        if page.isAncestorOf(now) and not QApplication.mouseButtons():
            keep_clear(area, now)

    def toggle_help(self) -> None:
        """Show or hide the help of the field that has the keyboard."""
        self._help.toggle()

    def help_with(self, field: FieldDef) -> None:
        """Show the help of a test that is typed elsewhere (entry line)."""
        self._help.show_field(field)

    def toggle_asterisk(self) -> None:
        """Mark or unmark the answer that has the keyboard as an asterisk sign."""
        row = self._help.row
        if row is not None:
            row.toggle_asterisk()

    def rest_normal(self) -> None:
        """File the rest of the card that has the keyboard as normal, and say how much."""
        card = self._focused_card()
        if card is None:
            return
        count, title = card.rest_normal(), card.definition.title
        fields = card.definition.fields
        parts = findings_before(self._desk, fields), left_alone(self._desk, fields)
        left = " ".join(filter(None, parts))
        none = f"Nothing on {title} is left that has a normal value"
        nothing = f"Nothing filed as normal on {title}" if left else none
        words = f"{count} filed as normal on {title}" if count else nothing
        self._tell(words, "Ctrl+Z takes them back." if count else "", left)

    def carry_card(self) -> None:
        """Fill the card that has the keyboard as last time, unconfirmed, and say how much."""
        card = self._focused_card()
        if card is not None:
            definition = card.definition
            self._tell_carried(card.carry_forward(), definition.title, definition.fields)

    def carry_tab(self) -> None:
        """The same for every card of the open tab, as one step."""
        page = self._current_page()
        if page is not None:
            title = next(g.title for g in self.groups if g.id == self.current)
            fields = [field for card in page.cards for field in card.definition.fields]
            self._tell_carried(carry(self._desk, title, fields), title, fields)

    def _tell_carried(self, count: int, title: str, fields: Sequence[FieldDef]) -> None:
        words = f"{count} carried forward on {title}" if count else f"Nothing to carry on {title}"
        advice = "Unconfirmed: Ctrl+Shift+Y confirms a card, Ctrl+Z takes them back."
        self._tell(words, advice if count else "", left_alone(self._desk, fields))

    def _tell(self, words: str, advice: str, left: str) -> None:
        """What a tool filled, and which cells it left alone."""
        level = Level.WARNING if left else Level.INFO
        self._session.remark(words, f"{left} {advice}".strip(), level, passing=True)

    def confirm_card(self) -> None:
        """Make the carried values of the card that has the keyboard today's, with a trace."""
        card = self._focused_card()
        if card is None:
            return
        count, title = card.confirm(), card.definition.title
        words = f"{count} confirmed on {title}" if count else f"Nothing to confirm on {title}"
        advice = "With your name, and the day they are from." if count else ""
        self._session.remark(words, advice, passing=True)

    @property
    def focused_key(self) -> FindingKey | None:
        """The field of this page that has the keyboard."""
        row = self._help.row
        editors = row.editors if row is not None else []
        return next((editor.key for editor in editors if editor.hasFocus()), None)

    def _focused_card(self) -> FormCard | None:
        """The card that has the keyboard, or the last field of the page that had it."""
        row, page = self._help.row, self._current_page()
        cards = page.cards if page is not None else []
        card = next((card for card in cards if row is not None and card.isAncestorOf(row)), None)
        if card is None:
            self._session.remark("Put the cursor into a card first.", passing=True)
        return card

    def show_groups(self, groups: tuple[Group, ...]) -> None:
        """Show other tabs over the same section."""
        kept = self._other
        if kept is not None:
            self._stack.removeWidget(kept)
        clear_stack(self._stack)
        if kept is not None:
            self._stack.addWidget(kept)
        self.pages = {}
        self._areas = {}
        self._anchor = None
        self.groups = groups
        self.tabs.setVisible(len(groups) > 1)
        if groups:
            self.tabs.set_tabs(self._tabs(), groups[0].id)
            self._open(groups[0].id)

    def show_other(self, sheet: QWidget) -> None:
        """Show something else over the section, without tabs, until groups are shown again."""
        self.tabs.hide()
        if self._other is None:
            self._other = Scroll(sheet)
            self._stack.addWidget(self._other)
        turn_to(self._stack, self._other)

    def _tabs(self) -> list[Tab]:
        marks = self._conditions.marks
        made = []
        for group in self.groups:
            count = tally(group.fields, marks, self._conditions.shows)
            done = count.fields > 0 and count.whole == count.fields
            made.append(Tab(group.id, group.title, count.words if count.fields else "", done))
        return made

    def _open(self, group_id: str) -> None:
        if group_id not in self.pages:
            group = next(g for g in self.groups if g.id == group_id)
            cards = [self._make_card(card) for card in group.cards]
            page = CardColumns(cards, self._show_card, self._keep_in_sight)
            if self._read_only:
                _lock(page)
            page.setContentsMargins(0, 0, 8, 16)
            self.pages[group_id] = page
            page.set_two(two=self.width() >= TWO_COLUMNS_FROM)
            # Rows are made where they stay: Qt looks through everything that is moved.
            area = self._areas[group_id] = Scroll(page, self._stack)
            FloatingSides(area, page)
            page.finish_seen(SEEN_FIRST)
            self._stack.addWidget(area)
        elif group_id in self._stale:
            self._show_page(self.pages[group_id])
        self._stale.discard(group_id)
        turn_to(self._stack, self._areas[group_id])
        self._fit()

    def _make_card(self, definition: Card) -> FormCard:
        made = FormCard(self._theme, self._desk, definition, self._conditions.shows)
        if definition.id in self._unfolded:
            made.unfold()
        made.unfolded.connect(partial(self._remember_fold, definition.id))
        made.left_alone.connect(partial(self._tell, "Filled but for what is named", ""))
        return made

    def _remember_fold(self, card: str, is_open: bool) -> None:
        # Kept while the visit is open, in both views of the exam.
        self._unfolded = self._unfolded | {card} if is_open else self._unfolded - {card}

    def _show_card(self, card: FormCard) -> None:
        card.show_answers()
        card.show_facts(self._conditions.facts)

    def _show_page(self, page: CardColumns) -> None:
        for card in page.cards:
            self._show_card(card)

    def _current_page(self) -> CardColumns | None:
        return self.pages.get(self.tabs.current)

    def _changed(self, change: VisitChanged) -> None:
        if Part.ANSWERS not in change.parts and Part.CHART not in change.parts:
            return
        # Tabs and pages that nobody sees are brought up to date when they are opened.
        self._stale = set(self.pages)
        page = self._current_page()
        if page is not None and self.isVisible():
            for card in page.cards:
                card.show_answers()
            self._later.start()

    def _show_conditions(self) -> None:
        page = self._current_page()
        if page is not None:
            self._stale.discard(self.tabs.current)
            facts = self._conditions.facts
            for card in page.cards:
                card.show_facts(facts)
        self.tabs.set_tabs(self._tabs(), self.tabs.current)
        area, control = self._stack.currentWidget(), self.focusWidget()
        if control is not None and isinstance(area, Scroll):
            # What was just typed may have raised a question below it; its row is laid out next.
            QTimer.singleShot(0, control, partial(show_question, area, control))

    def showEvent(self, event: QShowEvent) -> None:
        """What changed while the page was hidden."""
        super().showEvent(event)
        page = self._current_page()
        if self._stale and page is not None:
            self._show_page(page)
            self._show_conditions()

    def set_read_only(self) -> None:
        """A signed visit can be read, not changed."""
        self._read_only = True
        for page in self.pages.values():
            _lock(page)

    def turn(self, by: int) -> None:
        """Open the tab so many places on; after the last comes the first."""
        ids = [group.id for group in self.groups]
        if ids:
            self.tabs.choose(ids[(ids.index(self.current) + by) % len(ids)])

    def start(self) -> None:
        """Put the cursor into the first field of the open tab; where none takes it, on the tabs."""
        page, area = self._current_page(), self._stack.currentWidget()
        first = page.first_stop() if page is not None else None
        (first or self.tabs).setFocus()
        if first is not None and isinstance(area, Scroll):
            self._anchor = first
            # A page just made has no places yet, and focus scrolled to where the field was not.
            QTimer.singleShot(0, first, partial(area.show_from_top, first))

    def go_to(self, key: FindingKey) -> bool:
        """Open the tab with a field and put the cursor there; whether the page has it."""
        for group in self.groups:
            if any(field.id == key.id for field in group.fields):
                self.tabs.set_tabs(self._tabs(), group.id)
                self._open(group.id)
                return self._focus(key)
        return False

    def _focus(self, key: FindingKey) -> bool:
        page = self._current_page()
        area = self._stack.currentWidget()
        for card in page.cards if page is not None else []:
            editor = card.reveal(key)
            if editor is not None and isinstance(area, Scroll):
                card.show_answers()
                editor.setFocus()
                self._anchor = editor
                # A page just made has no places yet: scroll once they are known.
                QTimer.singleShot(0, editor, partial(show_control, area, editor))
                return True
        return False

    def ask_why(self, key: FindingKey) -> None:
        """Put the cursor into the line "why both stand" under an answer, if it is there."""
        page = self._current_page()
        for row in [row for card in page.cards for row in card.rows] if page is not None else []:
            line = row.reason_line(key)
            if line is not None:
                line.setFocus()

    def _keep_in_sight(self) -> None:
        """Rows made above the field that has the keyboard push it down: scroll after it."""
        page, area = self._current_page(), self._stack.currentWidget()
        anchor = self._anchor
        if anchor is None or page is None or not isinstance(area, Scroll):
            return
        if anchor.hasFocus() and page.isAncestorOf(anchor):
            QTimer.singleShot(0, anchor, partial(show_control, area, anchor))
        if page.finished or not anchor.hasFocus():
            self._anchor = None

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Two columns where there is room; in a low window the rail alone names the section."""
        low = self.window().height() < Height.LOW_BELOW
        self.title.setVisible(not low)
        column = self.layout()
        if column is not None:
            column.setContentsMargins(20, 6 if low else 14, 20, 0)
            column.setSpacing(Space.XS if low else Space.M)
        self._fit()

    def _fit(self) -> None:
        page = self._current_page()
        if page is not None:
            page.set_two(two=self.width() >= TWO_COLUMNS_FROM)


def _lock(page: CardColumns) -> None:
    for card in page.cards:
        card.set_read_only()
