"""Two records of one person side by side: each detail chosen, then merged; it can be undone."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pt_chart.charting.clinic_session import ClinicSession
from pt_chart.charting.duplicates import speaks_against
from pt_chart.charting.errors import WorldError
from pt_chart.charting.merging import FieldChoice, MergePlan, carry_out, plan_merge
from pt_chart.clinical.program.dates import date_words
from pt_chart.clinical.program.dosage import says_why
from pt_chart.ui.patients.rows import FOUND, found_rows
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Space
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.button import Button, Look
from pt_chart.ui.widgets.card import Card
from pt_chart.ui.widgets.label import Label
from pt_chart.ui.widgets.line_field import LineField
from pt_chart.ui.widgets.scroll import Scroll
from pt_chart.ui.widgets.segments import Mood, Segment, Segments
from pt_chart.ui.widgets.table import Table

TOLD = (
    "One record stays and shows the episodes and visits of both. Signed visits are not touched: "
    "they keep their owner and their seal. The log keeps who merged and why, and the merge can be "
    "undone, which restores both records."
)
CONTRADICTS = "Are they one person? A merge joins the flags, alerts and medicines of both."
ASKED = "Say in words why these are one person although they contradict each other."
SEX_WORDS = {"F": "female", "M": "male", "X": "other"}
FOUND_SHOWN = 8
KEPT, GONE = "kept", "gone"


class MergePage(QWidget):
    """First the other record is found, then the details are chosen.

    ``merged`` carries the id of the record that stays; ``cancelled`` leaves the page.
    """

    merged = Signal(str)
    cancelled = Signal()

    def __init__(self, theme: Theme, session: ClinicSession, patient_id: str) -> None:
        super().__init__()
        self._theme = theme
        self._session = session
        self._patient_id = patient_id
        self.plan: MergePlan | None = None
        self.choices: dict[str, Segments] = {}
        self._doubt = False
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 14, 20, 16)
        column.setSpacing(Space.M)
        column.addWidget(Label("Merge two records of one person", Style.PAGE_TITLE))
        column.addWidget(Label(TOLD, Style.BODY, "secondary", wrap=True))
        self.search = LineField(
            theme, "Find the other record", placeholder="Name, date of birth, phone or ID"
        )
        self.search.textChanged.connect(self._find)
        self.found = Table(theme, "Other record", FOUND, row_height=36)
        self.found.opened.connect(self.compare)
        self._found_card = Card(theme, "The other record", "Enter or a double click compares")
        self._found_card.body.addWidget(self.found)
        column.addWidget(self.search)
        column.addWidget(self._found_card, 1)
        self._area = Scroll()
        self._area.hide()
        column.addWidget(self._area, 1)
        column.addLayout(self._make_foot())
        self._find("")

    def _make_foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setSpacing(Space.M)
        self.reason = LineField(
            self._theme, "Why they are one person", placeholder="Why they are one person; kept"
        )
        self.reason.returnPressed.connect(self._merge)
        self.go = Button(self._theme, "Merge", Look.PRIMARY)
        self.go.clicked.connect(self._merge)
        self.swap = Button(self._theme, "Keep the other record instead")
        self.swap.clicked.connect(self._swap)
        cancel = Button(self._theme, "Cancel")
        cancel.clicked.connect(self.cancelled)
        foot.addWidget(self.reason, 1)
        for button in (self.go, self.swap, cancel):
            foot.addWidget(button)
        for part in (self.reason, self.go, self.swap):
            part.setEnabled(False)
        return foot

    def _find(self, text: str) -> None:
        store = self._session.store
        try:
            if text.strip():
                people = store.search(text, FOUND_SHOWN + 1)
            else:
                own = store.patient(self._patient_id)
                ids = {one.id for one in store.people_like(own)}
                people = tuple(r for r in store.search(own.family_name) if r.patient.id in ids)
        except WorldError as error:
            self._session.tell(error)
            return
        rows = [row for row in people if row.patient.id != self._patient_id]
        self.found.show_rows(found_rows(rows[:FOUND_SHOWN], text, self._session.today))

    def compare(self, other_id: str) -> None:
        """Show both records side by side."""
        try:
            self._show(plan_merge(self._session.store, self._patient_id, other_id))
        except WorldError as error:
            self._session.tell(error)

    def _show(self, plan: MergePlan) -> None:
        self.plan = plan
        self.choices = {}
        self.search.hide()
        self._found_card.hide()
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        column.addWidget(self._heads(plan))
        against = speaks_against(plan.kept, plan.gone)
        self._doubt = bool(against)
        if against:
            words = f"These contradict each other: {', '.join(against)}. {CONTRADICTS}"
            column.addWidget(Label(words, Style.STRONG, "emergency", wrap=True))
        self.go.setText("Merge")
        column.addWidget(self._details(plan))
        column.addStretch(1)
        self._area.put(page)
        self._area.show()
        for part in (self.reason, self.go, self.swap):
            part.setEnabled(True)
        self.reason.setFocus()

    def _heads(self, plan: MergePlan) -> QWidget:
        band = QWidget()
        row = QHBoxLayout(band)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.L)
        pairs = (
            (plan.kept, plan.kept_has, "This record stays"),
            (plan.gone, plan.gone_has, "This record goes into it"),
        )
        for person, (episodes, visits), title in pairs:
            card = Card(self._theme, title, padded=True)
            card.body.addWidget(Label(person.name, Style.PANEL_TITLE, wrap=True))
            born = date_words(person.birth_date) if person.birth_date else "not recorded"
            who = f"Born {born} · {SEX_WORDS.get(person.sex, 'sex not recorded')}"
            card.body.addWidget(Label(who, Style.MEDIUM, wrap=True))
            told = f"ID {person.record_number or 'none'} · {_count(episodes, visits)}"
            card.body.addWidget(Label(told, Style.SMALL, "secondary"))
            row.addWidget(card, 1)
        return band

    def _details(self, plan: MergePlan) -> Card:
        card = Card(self._theme, "Details that differ", "what the merged record says", padded=True)
        card.body.setSpacing(Space.S)
        for choice in plan.choices:
            card.body.addLayout(self._choice_row(choice))
        if not plan.choices:
            card.body.addWidget(Label("Both say the same.", Style.BODY, "secondary"))
        if plan.alerts:
            words = f"Alerts of both are kept: {' · '.join(plan.alerts)}"
            card.body.addWidget(Label(words, Style.MEDIUM, "abnormal", wrap=True))
        return card

    def _choice_row(self, choice: FieldChoice) -> QHBoxLayout:
        row = QHBoxLayout()
        label = Label(choice.label, Style.SMALL_MEDIUM, "secondary")
        label.setFixedWidth(120)
        row.addWidget(label)
        offered = tuple(
            Segment(key, words or "(nothing)", Mood.PLAIN)
            for key, words in ((KEPT, choice.kept), (GONE, choice.gone))
        )
        pick = Segments(self._theme, choice.label, offered)
        pick.set_value(GONE if choice.from_gone else KEPT)
        self.choices[choice.field] = pick
        row.addWidget(pick)
        row.addStretch(1)
        return row

    def _swap(self) -> None:
        if self.plan is not None:
            self._patient_id = self.plan.gone.id
            self._show(self.plan.swapped())

    def _merge(self) -> None:
        plan = self.plan
        if plan is None:
            return
        if self._doubt:
            # Once more: two people merged by mistake share their flags, alerts and medicines.
            if not says_why(self.reason.text()):
                self._refuse(ASKED)
                return
            self._doubt = False
            self.go.setText("They are one person: merge")
            self._session.remark(CONTRADICTS, passing=True)
            return
        taken = frozenset(field for field, pick in self.choices.items() if pick.value == GONE)
        self._try(lambda: carry_out(self._session.store, plan, taken, self.reason.text()).id)

    def _refuse(self, words: str) -> None:
        self.reason.refuse()
        self._session.remark(words)

    def _try(self, work: Callable[[], str]) -> None:
        try:
            kept_id = work()
        except ValueError as refused:
            self._refuse(str(refused))
        except WorldError as error:
            self._session.tell(error)
        else:
            self.merged.emit(kept_id)


def _count(episodes: int, visits: int) -> str:
    said = [f"{episodes} episode{'s' if episodes != 1 else ''}"]
    said.append(f"{visits} visit{'s' if visits != 1 else ''}")
    return ", ".join(said)
