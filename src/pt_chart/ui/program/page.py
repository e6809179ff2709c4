"""The program page: proposals filtered by safety, the chosen exercises, the handout beside."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pt_chart.charting.clinic_session import ClinicSession, OpenVisit
from pt_chart.charting.desk import SignedVisit
from pt_chart.charting.events import Level, Part, VisitChanged
from pt_chart.charting.program_edits import ProgramEdits
from pt_chart.clinical.derivation import derive
from pt_chart.clinical.program import dosing, safety
from pt_chart.clinical.program.proposals import Blocked, Proposal, Proposals, propose
from pt_chart.clinical.sides import Side
from pt_chart.ui.program.chosen import MIME, ChosenRow, Tray
from pt_chart.ui.program.handout_card import HandoutCard
from pt_chart.ui.program.offers import BlockedRow, OfferRow
from pt_chart.ui.shell.tab_order import controls
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Space
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.card import Card
from pt_chart.ui.widgets.label import Label
from pt_chart.ui.widgets.line_field import LineField
from pt_chart.ui.widgets.scroll import Scroll
from pt_chart.ui.widgets.segments import Mood, Segment, Segments

WIDE_FROM = 1300
"""Page width from which offers, chosen exercises and handout stand side by side."""
DIGITS = 9
"""Proposals that a digit adds."""
SHOWN_BLOCKED = 12
"""Blocked exercises listed at once; the search finds the others."""


class ProgramPage(QWidget):
    """Pick two to four exercises, set the dose, see exactly what prints."""

    def __init__(self, open_visit: OpenVisit, session: ClinicSession, theme: Theme) -> None:
        super().__init__()
        self._open = open_visit
        self._session = session
        self._theme = theme
        self._library = session.definitions.library
        self._edits = ProgramEdits(open_visit.desk)
        self._tray = Tray(theme, session.figures, self._library, self._edits, session.remark)
        self._wide: bool | None = None
        self._rows: list[ChosenRow] = []
        self._remarks: list[Label] = []
        self._offered: list[Proposal] = []
        self._blocked_rows: list[BlockedRow] = []
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("ring", False)
        self.setAccessibleName("Program: 1 to 9 add a proposal, / searches the library")
        self._build()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(120)
        self._soon.timeout.connect(self._show_offers)
        stop_visit = open_visit.desk.changed.connect(self._visit_changed)
        stop_live = open_visit.live.changed.connect(lambda _: self._soon.start())
        self.destroyed.connect(lambda *_: (stop_visit(), stop_live()))
        self._show_offers()
        self._show_chosen()

    def _build(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        outer.setSpacing(Space.M)
        outer.addLayout(self._head())
        self._columns = QHBoxLayout()
        self._columns.setSpacing(Space.M)
        outer.addLayout(self._columns, 1)
        self._offer_box = self._offers()
        self._chosen_box = self._chosen()
        self._handout = HandoutCard(self._open, self._session, self._theme)
        self._columns.addWidget(self._offer_box)
        self._columns.addWidget(self._chosen_box, 1)
        self._columns.addWidget(self._handout)

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(Space.S)
        head.addWidget(Label("Program", Style.PAGE_TITLE))
        self._basis = Label("", tone="secondary")
        head.addWidget(self._basis, 1)
        views = [
            Segment("choose", "Choose", Mood.PLAIN),
            Segment("handout", "Handout", Mood.PLAIN),
        ]
        self._views = Segments(self._theme, "Show", views, clearable=False)
        self._views.set_value("choose")
        self._views.picked.connect(lambda _: self._lay_out())
        head.addWidget(self._views)
        return head

    def _offers(self) -> QWidget:
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        self._search = LineField(self._theme, "Search the exercise library", icon="search")
        self._search.setPlaceholderText(f"Search all {len(self._library.exercises)} exercises")
        self._search.textChanged.connect(lambda _: self._soon.start())
        self._search.returnPressed.connect(self._take_first)
        column.addWidget(self._search)
        self._proposed = Card(self._theme, "Proposed", "filtered by the safety rules")
        self._blocked = Card(
            self._theme, "Blocked for this patient", note="override needs a reason"
        )
        column.addWidget(self._proposed)
        column.addWidget(self._blocked)
        column.addStretch(1)
        inner = QWidget()
        inner.setLayout(column)
        inner.setMinimumWidth(0)
        return Scroll(inner)

    def _chosen(self) -> QWidget:
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        self._picked = Card(self._theme, "Chosen", "aim for 2 to 4", note=" ")
        self._always = Card(self._theme, "On every handout", padded=True)
        self._always.body.addWidget(
            Label(
                "Warning signs graded to this case and whom to call · traffic light in the"
                " patient's own symptoms · week log with tick boxes · plan for a flare ·"
                " sitting, driving, sleep, walking · next visit",
                tone="secondary",
                wrap=True,
            )
        )
        column.addWidget(self._picked)
        column.addWidget(self._always)
        column.addStretch(1)
        inner = QWidget()
        inner.setLayout(column)
        return Scroll(inner)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Three columns where there is room; else two, with the handout as a second view."""
        wide = event.size().width() >= WIDE_FROM
        if wide is not self._wide:
            self._wide = wide
            self._lay_out()
        super().resizeEvent(event)

    def _lay_out(self) -> None:
        handout = self._views.value == "handout"
        self._views.setVisible(not self._wide)
        self._offer_box.setVisible(bool(self._wide) or not handout)
        self._chosen_box.setVisible(bool(self._wide) or not handout)
        self._handout.setVisible(bool(self._wide) or handout)
        self._offer_box.setFixedWidth(388 if self._wide else 344)
        self._handout.setMinimumWidth(480 if self._wide else 0)
        self._handout.setMaximumWidth(600 if self._wide else 16_777_215)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits 1 to 9 add the proposal at that place; / goes to the search."""
        if event.text() == "/":
            self._search.setFocus()
        elif event.text().isdigit() and event.text() != "0" and not event.modifiers():
            place = int(event.text()) - 1
            taken = {item.exercise for item in self._edits.items}
            # The list follows a moment later: a digit pressed twice adds once.
            if place < len(self._offered) and self._offered[place].exercise.id not in taken:
                self._add(self._offered[place])
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """An exercise may be dropped here."""
        if event.mimeData().hasFormat(MIME):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Put the dragged exercise where it was dropped."""
        index = int(bytes(event.mimeData().data(MIME).data()).decode())
        below = event.position().toPoint().y()
        to = sum(
            1
            for row in self._picked.findChildren(ChosenRow)
            if row.index != index and row.mapTo(self, row.rect().center()).y() < below
        )
        name = self._library.exercises[self._edits.items[index].exercise].name
        self._edits.move(index, to, name)
        event.acceptProposedAction()

    def _visit_changed(self, change: VisitChanged) -> None:
        if {Part.PROGRAM, Part.STATUS, Part.HYPOTHESIS, Part.FLAGS} & change.parts:
            self._show_chosen()
            self._soon.start()

    def _proposals(self) -> Proposals:
        visit = self._open.desk.visit
        chosen = visit.hypothesis.condition if visit.hypothesis else None
        return propose(self._open.live.facts, self._open.live.current, self._library, chosen)

    def _show_offers(self) -> None:
        found = self._proposals()
        taken = {item.exercise for item in self._edits.items}
        words = self._search.text().casefold().split()
        self._offered = [
            p
            for p in (self._all(found) if words else found.proposed)
            if p.exercise.id not in taken and _matches(p.exercise.name, words)
        ]
        blocked = [
            b
            for b in found.blocked
            if b.exercise.id not in taken and _matches(b.exercise.name, words)
        ]
        self._blocked_rows = [self._block(b) for b in blocked[:SHOWN_BLOCKED]]
        offers = [self._offer(p, number) for number, p in enumerate(self._offered, 1)]
        self._refill(self._proposed, offers)
        self._refill(self._blocked, self._blocked_rows)
        self._proposed.setVisible(bool(self._offered) or bool(found.locked))
        self._blocked.setVisible(bool(blocked))
        self._blocked.set_note(str(len(blocked)))
        self._basis.setText(found.locked or self._basis_words())

    def _all(self, found: Proposals) -> list[Proposal]:
        """Every exercise that no rule blocks, proposals first, for the search."""
        proposed = {p.exercise.id for p in found.proposed}
        blocked = {b.exercise.id for b in found.blocked}
        side = self._open.desk.episode.side or Side.BOTH
        others = [
            Proposal(e, side if e.sided else Side.BOTH, e.dose, e.purpose.format_map(_Plain()))
            for e in self._library.exercises.values()
            if e.id not in proposed | blocked and e.kind.value != "clinic_only"
        ]
        return [*found.proposed, *(others if not found.locked else [])]

    def _basis_words(self) -> str:
        visit, live = self._open.desk.visit, self._open.live
        leading = live.current.ranked[0].name if live.current.ranked else ""
        parts = ["for the leading cause: " + leading if leading else ""]
        if visit.hypothesis is not None:
            names = {cause.condition: cause.name for cause in live.current.ranked}
            named = names.get(visit.hypothesis.condition, visit.hypothesis.condition)
            parts = [f"for the working hypothesis: {named}"]
        level = derive(self._session.definitions.vocabulary, live.facts).get("irritability")
        parts.append(f"irritability {level}" if level else "irritability not recorded")
        return " · ".join(part for part in parts if part)

    def _offer(self, proposal: Proposal, number: int) -> QWidget:
        digit = str(number) if number <= DIGITS else ""
        return OfferRow(self._theme, self._session.figures, proposal, self._add, digit)

    def _block(self, blocked: Blocked) -> BlockedRow:
        return BlockedRow(self._theme, self._session.figures, blocked, self._override)

    def _add(self, proposal: Proposal) -> None:
        self._guarded(lambda: self._edits.add(proposal))

    def _override(self, blocked: Blocked, reason: str) -> None:
        self._guarded(lambda: self._edits.add_overridden(blocked, reason))

    def _guarded(self, edit: object) -> None:
        try:
            edit()  # type: ignore[operator]
        except SignedVisit:
            self._session.remark("This visit is signed.", "Start a new visit to change it.")

    def _show_chosen(self) -> None:
        items = [i for i in self._edits.items if i.exercise in self._library.exercises]
        # A row whose dose alone changed stays: the clinician may be typing in it.
        same = len(items) == len(self._rows) and all(
            row.takes(item) for row, item in zip(self._rows, items, strict=False)
        )
        if not same:
            why = {p.exercise.id: p.why for p in self._proposals().proposed}
            self._rows = [
                ChosenRow(self._tray, index, item, why.get(item.exercise, ""))
                for index, item in enumerate(items)
            ]
            self._refill(self._picked, self._rows)
        self._show_remarks(bool(items))
        minutes = dosing.minutes_a_day(self._open.desk.visit.program, self._library)
        self._picked.set_note(f"about {minutes} minutes a day" if items else "")
        self._handout.renew()

    def _show_remarks(self, chosen: bool) -> None:
        hint = "Nothing chosen yet. Add from the list, or press 1 to 9."
        labels = [
            _padded(Label(problem, Style.SMALL_STRONG, "abnormal", wrap=True))
            for problem in self._problems()
        ]
        if not chosen:
            labels.append(_padded(Label(hint, tone="secondary", wrap=True)))
        for label in self._remarks:
            self._picked.body.removeWidget(label)
            label.hide()
            label.deleteLater()
        self._remarks = labels
        for label in labels:
            self._picked.body.addWidget(label)

    def _take_first(self) -> None:
        """Enter in the search: add the first hit, or ask why a blocked one is wanted."""
        self._soon.stop()
        self._show_offers()
        if self._offered:
            offer = self._offered[0]
            self._search.clear()
            self._add(offer)
        elif self._blocked_rows:
            self._blocked_rows[0].ask_reason()

    def _refill(self, card: Card, rows: Sequence[QWidget]) -> None:
        """Put rows into a card; the keyboard stays on the same control, or on the page."""
        focused = self.focusWidget()
        held = focused is not None and card.isAncestorOf(focused) and focused.hasFocus()
        name = focused.accessibleName() if focused is not None else ""
        items = [card.body.itemAt(index) for index in range(card.body.count())]
        for widget in [item.widget() for item in items if item is not None]:
            if widget is not None and widget not in self._remarks:
                card.body.removeWidget(widget)
                widget.hide()
                widget.deleteLater()
        for index, row in enumerate(rows):
            card.body.insertWidget(index, row)
        if held:
            again = [
                w for row in rows for w in row.findChildren(QWidget) if w.accessibleName() == name
            ]
            (again[0] if again and name else self).setFocus()

    def _problems(self) -> list[str]:
        found = safety.check_program(
            self._open.desk.visit.program,
            self._open.live.facts,
            self._open.live.current.flags,
            self._library,
        )
        return [f"{one.message}. {one.hint}".rstrip(". ") + "." for one in found]

    def tab_controls(self) -> list[QWidget]:
        """Tab goes to what was chosen first; offers have their digits and the search."""
        parts = (self._views, self._search, self._chosen_box, self._offer_box, self._handout)
        return list(dict.fromkeys([self, *(one for part in parts for one in controls(part))]))

    def turn(self, _by: int) -> None:
        """Change between choosing and the handout, where they do not stand side by side."""
        if not self._wide:
            self._views.pick("handout" if self._views.value == "choose" else "choose")

    def start(self) -> None:
        """Take the keyboard: digits add proposals at once."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def print_asked(self) -> None:
        """Print what the preview shows (Ctrl+P)."""
        self._handout.print_now()

    def refuse(self, text: str, advice: str) -> None:
        """Say why something was not done."""
        self._session.remark(text, advice, Level.WARNING)


class _Plain(dict[str, str]):
    """Fills tokens of patient texts with neutral words for the clinician's list."""

    def __missing__(self, key: str) -> str:
        return {"leg": "the leg"}.get(key, key)


def _matches(name: str, words: list[str]) -> bool:
    folded = name.casefold()
    return all(word in folded for word in words)


def _padded(label: Label) -> Label:
    label.setContentsMargins(14, 8, 14, 10)
    return label
