"""Picking diagnosis codes: search, laterality, seventh character, Excludes1."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from pt_chart.charting.care import edits
from pt_chart.charting.clinic_session import ClinicSession, OpenVisit
from pt_chart.charting.unfinished import Place
from pt_chart.clinical.billing.code_search import CodeSearch
from pt_chart.clinical.billing.codebook import CodeBook, CodeEntry
from pt_chart.clinical.care.diagnosis_codes import exception_words
from pt_chart.clinical.care.left_out import RecordPart
from pt_chart.definitions.codebook import CodeBookUnreadable
from pt_chart.ui.plan.code_loading import code_search, prepared
from pt_chart.ui.plan.exclusion_form import ExclusionForm
from pt_chart.ui.plan.parts import TextRow, refused, row_of
from pt_chart.ui.plan.unfinished import LineKeeper
from pt_chart.ui.plan.without_line import WithoutLine
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Space
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.button import Button
from pt_chart.ui.widgets.card import Card
from pt_chart.ui.widgets.clearing import clear_layout
from pt_chart.ui.widgets.combo import Combo
from pt_chart.ui.widgets.label import Label
from pt_chart.ui.widgets.line_field import LineField
from pt_chart.ui.widgets.table import Cell, Column, Row, Table

SHOWN = 40
AGAIN = "Take it again if it is meant so."
WAIT_MS = 60
EXCLUSION = Place("excluded code", "Reason for codes that exclude each other")
PREPARING = "Preparing the codes ..."
PRACTICE = (
    "Until a cause is established, the symptom is what is coded. The panel's order sets no code."
)

CHOOSE_SEVENTH = "choose the seventh character"


class CodesCard(Card):
    """Chosen codes, and a search over the whole release."""

    def __init__(self, theme: Theme, open_visit: OpenVisit, session: ClinicSession) -> None:
        super().__init__(theme, "Diagnosis codes", PRACTICE, padded=True)
        self._theme = theme
        self._desk = open_visit.desk
        self._excluded = ""
        self._session = session
        self.body.setSpacing(Space.S)
        self.rows = QVBoxLayout()
        self.rows.setSpacing(0)
        self.body.addLayout(self.rows)
        self.query = LineField(
            theme, "Search ICD-10-CM", placeholder="words or a code: sciatica, M54.3", icon="search"
        )
        self.offer = Button(theme, "Often used here", icon="list")
        self.body.addLayout(row_of(self.query, self.offer))
        self.found = Table(
            theme,
            "Codes found",
            (Column("Code", 100), Column("Title"), Column("Side", 100)),
            row_height=34,
            headings=False,
        )
        self.found.setVisible(False)
        self.body.addWidget(self.found)
        self.chosen = Label("", Style.MEDIUM, wrap=True)
        self.seventh = Combo(theme, "Seventh character")
        self.take = Button(theme, "Take this code", icon="check")
        self._tail = row_of(self.chosen, self.seventh, self.take)
        self.body.addLayout(self._tail)
        self.release = Label("", Style.SMALL, "secondary")
        self.body.addWidget(self.release)
        self.exclusion = ExclusionForm(theme)
        self.exclusion.hide()
        self.body.addWidget(self.exclusion)
        self.without = WithoutLine(theme, RecordPart.DIAGNOSIS, open_visit, session)
        self.body.addWidget(self.without)
        self._waiting = QTimer(self)
        self._waiting.setSingleShot(True)
        self._waiting.setInterval(WAIT_MS)
        self._waiting.timeout.connect(self.search)
        self._ready = QTimer(self)
        self._ready.setInterval(WAIT_MS)
        self._ready.timeout.connect(self._look_whether_ready)
        self._enter_waits = False
        self._asked = ""
        self.query.textEdited.connect(self._typed)
        self.query.returnPressed.connect(self._entered)
        self.offer.clicked.connect(self.show_offered)
        self.found.chosen.connect(self._look_at)
        self.found.opened.connect(lambda _id: self._take())
        self.take.clicked.connect(self._take)
        self.exclusion.given.connect(lambda reason: self._choose(self._excluded, reason))
        self.exclusion.left.connect(self._leave_exclusion)
        self._look_at("")

    def keep_lines(self, keeper: LineKeeper) -> None:
        """A reason that is not given yet outlasts the page, with the code it is for."""
        keeper.watch(EXCLUSION, reason=self.exclusion.reason, code=self.exclusion.code)
        if self.exclusion.reason.text().strip() and self.exclusion.code.text():
            self._excluded = self.exclusion.code.text()
            self.exclusion.ask(self._excluded, "An Excludes1 note stands against it.")

    def show_visit(self) -> None:
        """Show the chosen codes with what to look at."""
        clear_layout(self.rows)
        side = self._desk.episode.side
        for number, one in enumerate(self._desk.visit.plan.codes):
            actions = [("close", f"Remove {one.code}", lambda c=one.code: self._remove(c))]
            if number:
                actions.insert(0, ("up", f"{one.code} first", lambda c=one.code: self._first(c)))
            words = f"{one.code}  {one.title}"
            remark = self._remark(one.code) if side is not None else ""
            unrelated = exception_words(one, self._desk.visit.plan.codes)
            aside = " · ".join(filter(None, ("primary" if number == 0 else "", unrelated)))
            row = TextRow(self._theme, words, tuple(actions), aside=aside, warning=remark)
            self.rows.addWidget(row)
        self.without.show_visit()

    def search(self) -> None:
        """Find what was typed, the episode's side first."""
        index = self._index()
        if index is None:
            return
        text = self.query.text()
        found = index.find(text, self._desk.episode.side, SHOWN)
        self._show(found.entries, found.more)
        if text.strip() and not found.entries:
            self.release.setText(f"Nothing found for that in {_name(index.book)}.")

    def show_offered(self) -> None:
        """Show codes often used for the working hypothesis, the symptom first."""
        index = self._index()
        if index is None:
            return
        book, chosen = index.book, self._desk.visit.hypothesis
        families = book.offered.get(chosen.condition if chosen else "any", book.offered["any"])
        side = self._desk.episode.side
        entries = [
            entry
            for family in families
            for entry in book.below(family)
            if side is None or entry.side in (None, side) or entry.side_open
        ]
        self._show(tuple(entries[:SHOWN]), 0)

    def _index(self) -> CodeSearch | None:
        """The index, None while it is being made (what was asked for follows) or damaged."""
        if not prepared().done():
            self.release.setText(PREPARING)
            self._ready.start()
            return None
        try:
            return code_search()
        except CodeBookUnreadable as error:
            self._session.remark(str(error))
            return None

    def _look_whether_ready(self) -> None:
        if not prepared().done():
            return
        self._ready.stop()
        self.release.setText("")
        self.show_visit()
        waits, self._enter_waits = self._enter_waits, False
        if waits:
            self._entered()
        elif self.query.text().strip():
            self.search()

    def _typed(self, _text: str) -> None:
        self._enter_waits = False
        self._waiting.start()

    def _show(self, entries: tuple[CodeEntry, ...], more: int) -> None:
        rows = [
            Row(
                entry.code,
                (
                    Cell(entry.code, Style.MEDIUM),
                    Cell(entry.title, tone="text" if entry.leaf else "secondary"),
                    Cell(_side(entry), Style.SMALL_STRONG, "secondary"),
                ),
            )
            for entry in entries
        ]
        self.found.show_rows(rows)
        self.found.setVisible(bool(rows))
        self.found.setFixedHeight(min(self.found.content_height(), 240))
        self.release.setText(
            _name(code_search().book) + (f" · {more} more: type more words" if more else "")
        )
        if rows:
            self.found.choose(rows[0].id)
            self._in_sight(self.release)
        else:
            self._look_at("")

    def _look_at(self, code: str) -> None:
        for part in (self.chosen, self.seventh, self.take):
            part.setVisible(bool(code))
        if not code:
            return
        book = code_search().book
        entry = book.entry(code)
        sevenths = book.seventh_characters(code)
        self.chosen.setText(f"{code}  {entry.title if entry else ''}")
        self.seventh.setVisible(bool(sevenths))
        self.seventh.clear()
        if sevenths:
            self.seventh.addItem(CHOOSE_SEVENTH, "")
        for character, words in sevenths.items():
            self.seventh.addItem(f"{character}  {words}", character)
        self.take.setEnabled(entry is not None and entry.leaf)

    def _entered(self) -> None:
        """Enter takes a whole code that was typed, or goes to the list."""
        self._waiting.stop()
        index = self._index()
        if index is None:
            # The codes are still being read: what was asked for follows when they are there.
            self._enter_waits = True
            return
        text = self.query.text().strip()
        if text and not index.book.problem(text):
            self._choose(text)
        else:
            self.search()
            if self.query.hasFocus():
                self.found.setFocus()

    def _take(self) -> None:
        code = self.found.current_id
        if not code:
            return
        book = code_search().book
        if book.seventh_characters(code):
            character = str(self.seventh.currentData() or "")
            if not character:
                error = ValueError(f"{code} has a seventh character: choose the one that holds.")
                refused(self._session, None, error)
                self.seventh.setFocus()
                return
            code = book.with_seventh(code, character)
        self._choose(code)

    def _choose(self, code: str, unrelated: str = "") -> None:
        book = code_search().book
        remark = self._remark(code)
        asked, self._asked = self._asked, code if remark else ""
        if remark and asked != code:
            refused(self._session, None, ValueError(f"{remark} {AGAIN}"))
            return
        try:
            edits.choose_code(self._desk, book, code, unrelated=unrelated, origin=self)
        except edits.CodesExclude as error:
            self._excluded = error.code
            self.exclusion.ask(error.code, str(error))
            self._in_sight(self.exclusion)
            self.exclusion.reason.setFocus()
            return
        except ValueError as error:
            refused(self._session, None, error)
            return
        self._leave_exclusion()
        self.query.clear()
        self._show((), 0)
        self.query.setFocus()

    def _leave_exclusion(self) -> None:
        self.exclusion.forget()
        self.query.setFocus()

    def _in_sight(self, part: QWidget) -> None:
        """Scroll until a part is seen, with the line typed into above it if both fit."""
        parent = self.parentWidget()
        while parent is not None and not isinstance(parent, QScrollArea):
            parent = parent.parentWidget()
        if isinstance(parent, QScrollArea):
            area = parent

            def scroll() -> None:
                area.ensureWidgetVisible(part, 0, 24)
                area.ensureWidgetVisible(self.query, 0, 24)

            # The part has its place only after the layout ran.
            QTimer.singleShot(0, self, scroll)

    def _remove(self, code: str) -> None:
        edits.remove_code(self._desk, code, origin=self)

    def _first(self, code: str) -> None:
        edits.make_primary(self._desk, code, origin=self)

    def _remark(self, code: str) -> str:
        index = self._index()
        return index.book.side_remark(code, self._desk.episode.side) if index else ""


def _side(entry: CodeEntry) -> str:
    if not entry.leaf:
        return "heading"
    return entry.side.spelled if entry.side else "side open" if entry.side_open else ""


def _name(book: CodeBook) -> str:
    return f"{book.name}, release of {book.release:%B %Y}"
