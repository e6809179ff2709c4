"""The program page: proposals filtered by safety, the chosen exercises, the handout beside."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pt_chart.charting.clinic_session import ClinicSession, OpenVisit
from pt_chart.charting.desk import SignedVisit, VisitDesk
from pt_chart.charting.errors import WorldError
from pt_chart.charting.events import Level, Part, VisitChanged
from pt_chart.charting.paperwork import urgent_remark
from pt_chart.charting.program_edits import ProgramEdits
from pt_chart.charting.program_facts import flags_of_today, program_facts, urgent_standing
from pt_chart.clinical.derivation import derive
from pt_chart.clinical.facts import Facts
from pt_chart.clinical.program import safety
from pt_chart.clinical.program.dates import date_words
from pt_chart.clinical.program.dosage import Program, ProgramItem
from pt_chart.clinical.program.library import ExerciseLibrary
from pt_chart.clinical.program.packs import Pack, template
from pt_chart.clinical.program.program_problem import ProgramProblem
from pt_chart.clinical.program.proposals import Blocked, Proposal, Proposals, direction, propose
from pt_chart.clinical.program.story import story_condition
from pt_chart.clinical.program.whole_chart import unread, with_flags
from pt_chart.clinical.reasoning.results import Tier
from pt_chart.clinical.sides import Side
from pt_chart.ui.program.chosen import MIME, ChosenRow, Tray
from pt_chart.ui.program.chosen_column import ChosenColumn
from pt_chart.ui.program.emergency_column import EmergencyColumn
from pt_chart.ui.program.handout_card import HandoutCard
from pt_chart.ui.program.offers_column import OfferActs, OffersColumn
from pt_chart.ui.shell.emergency_bar import BLANKED
from pt_chart.ui.shell.tab_order import controls
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Space, Width
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.label import ElidedLabel, Label
from pt_chart.ui.widgets.segments import Mood, Segment, Segments

WIDE_FROM = 1300
"""Page width from which offers, chosen exercises and handout stand side by side."""
BESIDE_FROM = 900
"""Page width from which the steps of an emergency and its card stand side by side."""
ROOMY_FROM = 1480
"""Page width from which all three have all the room they like."""


class ProgramPage(QWidget):
    """Pick two to four exercises, set the dose, see exactly what prints."""

    def __init__(self, open_visit: OpenVisit, session: ClinicSession, theme: Theme) -> None:
        super().__init__()
        self._open = open_visit
        self._session = session
        self._theme = theme
        self._edits = ProgramEdits(open_visit.desk)
        self._wide: bool | None = None
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("ring", False)
        self.setAccessibleName("Program: 1 to 9 add a proposal, / searches the library")
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(120)
        self._soon.timeout.connect(self._show_offers)
        self._build()
        self._stops = [
            open_visit.desk.changed.connect(self._visit_changed),
            open_visit.live.changed.connect(lambda _: self._case_changed()),
            session.clinic_library.changed.connect(self._take_library),
        ]
        self._show_offers()
        self._show_chosen()

    def close_page(self) -> None:
        """Stop following the visit; what waits to be shown is given up."""
        for stop in self._stops:
            stop()
        self._stops = []
        self._soon.stop()
        self._handout.close_card()

    @property
    def _library(self) -> ExerciseLibrary:
        return self._session.definitions.library

    @property
    def _facts(self) -> Facts:
        """What the rules judge: findings, flags, precautions, medicines and what is still open."""
        desk, live = self._open.desk, self._open.live
        return with_flags(program_facts(desk, live, self._library), flags_of_today(desk, live))

    def _build(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        outer.setSpacing(Space.M)
        outer.addLayout(self._head())
        self._columns = QHBoxLayout()
        self._columns.setSpacing(Space.M)
        outer.addLayout(self._columns, 1)
        acts = OfferActs(
            add=self._add,
            override=self._override,
            add_pack=self._add_pack,
            make_template=lambda name: template(name, self._program),
            looked=self._soon.start,
            failed=self._session.tell,
        )
        self._offers = OffersColumn(
            self._theme, self._session.figures, self._session.clinic_library, acts
        )
        self._offers.filters.taken.connect(self._take_first)
        tray = Tray(
            self._theme, self._session.figures, self._library, self._edits,
            self._session.remark, lambda: self._facts, self._keep_dose,
        )  # fmt: skip
        self.last_program, since = self._last()
        self._chosen = ChosenColumn(tray, self.last_program, since)
        self._handout = HandoutCard(self._open, self._session, self._theme)
        self._blank = False
        self._emergency = EmergencyColumn(self._open, self._session, self._theme)
        self._columns.addWidget(self._emergency)
        self._columns.addWidget(self._offers)
        self._columns.addWidget(self._chosen, 1)
        self._columns.addWidget(self._handout, 1)

    @property
    def desk(self) -> VisitDesk:
        """The visit that the page edits."""
        return self._open.desk

    def _last(self) -> tuple[Program, str]:
        """The newest earlier program that holds an exercise, and its date in words."""
        for visit in self._open.desk.previous:
            if visit.program.items:
                return visit.program, date_words(visit.date)
        return Program(), ""

    @property
    def _program(self) -> Program:
        return self._open.desk.visit.program

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(Space.S)
        head.addWidget(Label("Program", Style.PAGE_TITLE))
        self._basis = ElidedLabel("", tone="secondary")
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

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Three columns where there is room; else two, with the handout as a second view."""
        self._wide = event.size().width() >= WIDE_FROM
        self._lay_out()
        super().resizeEvent(event)

    def _lay_out(self) -> None:
        handout = self._views.value == "handout"
        emergency = self._emergency.emergency is not None
        beside = bool(self._wide) or (emergency and self.width() >= BESIDE_FROM)
        choose = beside or not handout
        self._views.setVisible(not beside)
        # While the patient is watching, no word of what is suspected stands here either.
        hidden = emergency and self._blank
        self._emergency.setVisible(emergency and choose and not hidden)
        # With nothing chosen there is nothing to see but that nothing is offered.
        self._offers.setVisible(choose and not emergency)
        locked = bool(self._wide and self._program.items)
        self._chosen.setVisible(choose and (not emergency or locked) and not hidden)
        self._handout.setVisible((beside or handout) and not hidden)
        roomy = self.width() >= ROOMY_FROM
        self._emergency.setMaximumWidth((440 if roomy else 400) if beside else Width.NO_LIMIT)
        self._emergency.setMinimumWidth((440 if roomy else 380) if beside else 0)
        self._offers.setFixedWidth(388 if roomy else 340 if not self._wide else 308)
        self._handout.setMinimumWidth((480 if roomy else 404) if beside else 0)
        limit = bool(self._wide) and not emergency
        self._handout.setMaximumWidth((600 if roomy else 404) if limit else Width.NO_LIMIT)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits 1 to 9 add the proposal that shows them; / goes to the search."""
        if event.text() == "/":
            self._offers.filters.search.setFocus()
        elif event.text().isdigit() and event.text() != "0" and not event.modifiers():
            offer = self._offers.at_digit(int(event.text()))
            taken = {item.exercise for item in self._edits.items}
            # The list follows a moment later: an emergency that was just recorded closes it.
            closed = self._emergency.emergency is not None
            # The list follows a moment later: a digit pressed twice adds once.
            if offer is not None and not closed and offer.exercise.id not in taken:
                self._add(offer)
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
            for row in self._chosen.findChildren(ChosenRow)
            if row.index != index and row.mapTo(self, row.rect().center()).y() < below
        )
        name = self._library.exercises[self._edits.items[index].exercise].name
        self._edits.move(index, to, name)
        event.acceptProposedAction()

    def _visit_changed(self, change: VisitChanged) -> None:
        parts = {Part.PROGRAM, Part.STATUS, Part.HYPOTHESIS, Part.FLAGS, Part.EPISODE}
        if parts & change.parts:
            self._show_chosen()
            self._soon.start()

    def _case_changed(self) -> None:
        """Findings changed: what is offered and what is wrong with the program follow."""
        self._show_chosen()
        self._soon.start()

    def _take_library(self, library: ExerciseLibrary) -> None:
        self._chosen.take_library(library)
        self._show_chosen()
        self._soon.start()

    def _proposals(self) -> Proposals:
        desk, live = self._open.desk, self._open.live
        chosen = desk.visit.hypothesis.condition if desk.visit.hypothesis else None
        standing = replace(live.current, flags=flags_of_today(desk, live))
        return propose(self._facts, standing, self._library, chosen)

    def _show_offers(self) -> None:
        found = self._proposals()
        taken = {item.exercise for item in self._edits.items}
        side = self._open.desk.episode.side or Side.BOTH
        self._offers.show_offers(found, taken, side, self._condition)
        self._tell_lock(found.locked)

    def set_blank(self, *, blank: bool) -> None:
        """Without the words of an open emergency, while the panel is blanked for the patient."""
        if blank != self._blank:
            self._blank = blank
            self._tell_lock(self._proposals().locked)
            self._lay_out()

    def _tell_lock(self, locked: str) -> None:
        told = BLANKED if locked and self._blank else locked
        self._chosen.show_lock(told)
        self._basis.setText(told or self._basis_words())

    @property
    def _condition(self) -> str:
        hypothesis = self._open.desk.visit.hypothesis
        if hypothesis is not None:
            return hypothesis.condition
        return story_condition(None, self._open.live.current, self._library.phrases)

    def _basis_words(self) -> str:
        visit, live = self._open.desk.visit, self._open.live
        leading = next((cause.name for cause in live.current.ranked if cause.tested), "")
        parts = ["for the leading cause: " + leading if leading else ""]
        if visit.hypothesis is not None:
            named = live.current.cause_name(visit.hypothesis.condition)
            side = visit.hypothesis.side
            spelled = f", {side.spelled}" if side is not None else ""
            parts = [f"for the working hypothesis: {named}{spelled}"]
        facts = derive(self._session.definitions.vocabulary, live.facts)
        level, way = facts.get("irritability"), direction(facts)[0]
        parts.append(f"irritability {level}" if level else "irritability not recorded")
        parts.append(f"{way} centralizes" if way else "")
        return " · ".join(part for part in parts if part)

    def _add(self, proposal: Proposal) -> None:
        self._guarded(lambda: self._edits.add(proposal))

    def _override(self, blocked: Blocked, reason: str) -> None:
        self._guarded(lambda: self._edits.add_overridden(blocked, reason))

    def _add_pack(self, pack: Pack) -> None:
        def add() -> None:
            done = self._edits.add_pack(pack, self._facts, self._library)
            left = [f"{one.exercise}: {one.why}" for one in done.left_out]
            words = f"Added {len(done.items)} of {len(pack.items)}."
            self._offers.packs.say(" ".join([words, *(f"Left out: {one}." for one in left)]))

        self._guarded(add)

    def _keep_dose(self, item: ProgramItem) -> None:
        """Make an item's dose the clinic's default; the library's again when it is that one."""
        session, name = self._session, self._library.exercises[item.exercise].name
        shipped = session.clinic_library.shipped.exercises.get(item.exercise)
        try:
            if shipped is not None and shipped.dose == item.dose:
                session.clinic_library.forget_dose(item.exercise)
                session.remark(f"{name} starts with the library's dose again.")
            else:
                session.clinic_library.save_dose(item.exercise, item.dose)
                session.remark(f"{name} starts with this dose from now on.")
        except ValueError as error:
            session.remark(str(error), level=Level.WARNING)
        except WorldError as error:
            session.tell(error)

    def _guarded(self, edit: Callable[[], None]) -> None:
        try:
            edit()
        except SignedVisit:
            self._session.remark("This visit is signed.", "Start a new visit to change it.")

    def _show_chosen(self) -> None:
        desk = self._open.desk
        self._chosen.show_unread(unread(desk.patient, desk.episode, self._library))
        self._chosen.show_program(
            self._program,
            self._problems(),
            self._facts,
            lambda: {p.exercise.id: p.why for p in self._proposals().proposed},
        )
        self._emergency.renew()
        self._emergency.show_lock(self._proposals().locked if self._emergency.emergency else "")
        self._lay_out()
        self._handout.renew()

    def _take_first(self) -> None:
        """Enter in the search: add the first hit, or ask why a blocked one is wanted."""
        self._soon.stop()
        self._show_offers()
        if self._offers.offered:
            offer = self._offers.offered[0]
            self._offers.filters.search.clear()
            self._add(offer)
        else:
            self._offers.ask_first_blocked()

    def _problems(self) -> tuple[ProgramProblem, ...]:
        """What is wrong with the program; an urgent flag that is open is told with it."""
        flags = flags_of_today(self._open.desk, self._open.live)
        urgent = (
            ProgramProblem(None, "", one.id, "strong", urgent_remark(one))
            for one in (*flags, *urgent_standing(self._open.desk, self._open.live))
            if one.tier is Tier.URGENT and self._program.items
        )
        found = safety.check_program(self._program, self._facts, flags, self._library)
        return (*urgent, *found)

    def tab_controls(self) -> list[QWidget]:
        """Tab goes to what was chosen first; offers have their digits and the search."""
        search = self._offers.filters.search
        order = [self, *controls(self._views), *controls(search), *self._chosen.tab_controls()]
        rest = [one for part in (self._offers, self._handout) for one in controls(part)]
        return list(dict.fromkeys([*order, *rest]))

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
