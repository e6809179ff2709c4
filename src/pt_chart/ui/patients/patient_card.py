"""The card of the chosen patient: who, the episode, the last visits, and what can be opened."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pt_chart.charting.access import Right, allowed, waits_for_cosign
from pt_chart.charting.clinic_session import ClinicSession
from pt_chart.charting.visit_kinds import KIND_NAMES, LATER_KINDS
from pt_chart.clinical.care.due import planned_visits
from pt_chart.clinical.care.standing import standing_plan
from pt_chart.clinical.people import Episode
from pt_chart.clinical.reasoning.results import Tier
from pt_chart.clinical.visit import Visit, VisitKind
from pt_chart.ui.bodychart.thumbnails import Thumbnail
from pt_chart.ui.patients.files_section import FilesSection
from pt_chart.ui.patients.next_visit_section import NextVisitSection
from pt_chart.ui.patients.patient_file import PatientFile, abnormal_findings, age_words
from pt_chart.ui.patients.record_section import RecordSection
from pt_chart.ui.patients.rows import KIND_WORDS, complaint_words, day_words, long_day
from pt_chart.ui.patients.standing_sections import (
    CoreLine,
    GoalsSection,
    MeasuresSection,
    flag_strips,
    more_flags,
)
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Height, Space
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.button import Button, Look
from pt_chart.ui.widgets.card import Band
from pt_chart.ui.widgets.clearing import clear_layout
from pt_chart.ui.widgets.label import Label, breakable
from pt_chart.ui.widgets.scroll import Scroll

FINDINGS_SHOWN = 6
DRAWING = (110, 184)
"""Size of the small body chart; a wider one would name a key that does nothing here."""


class PatientCard(QWidget):
    """Shows one patient's file; its buttons ask for visits, episodes, files and repairs.

    ``start_asked`` carries an episode's id and the kind of visit, None for the usual one.
    ``part_asked`` carries the id of a merged record, ``attach_asked`` a path, a visit's id and
    a remark, ``book_asked`` an episode's id and a `NextVisit`, ``unbook_asked`` the entry of a
    booked visit.
    """

    visit_asked = Signal(str)
    start_asked = Signal(str, object)
    episode_asked = Signal(str)
    edit_asked = Signal()
    merge_asked = Signal()
    part_asked = Signal(str)
    file_asked = Signal(object)
    attach_asked = Signal(str, str, str)
    book_asked = Signal(str, object)
    unbook_asked = Signal(object)

    def __init__(self, theme: Theme, session: ClinicSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._session = session
        self._vocabulary = session.definitions.vocabulary
        self.files: FilesSection | None = None
        self.open_button: Button | None = None
        self.next_visit: NextVisitSection | None = None
        self.kind_buttons: dict[VisitKind, Button] = {}
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self._area = Scroll()
        outer.addWidget(self._area, 1)
        self._foot = Band(theme, top=True)
        foot = QVBoxLayout(self._foot)
        foot.setContentsMargins(16, 10, 16, 10)
        foot.setSpacing(Space.S)
        self._buttons, self._more, self._kinds = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        for row in (self._buttons, self._more, self._kinds):
            row.setSpacing(Space.S)
            foot.addLayout(row)
        outer.addWidget(self._foot)
        self.show_nobody()

    def show_nobody(self) -> None:
        """Nothing chosen yet."""
        page, column = self._page()
        column.addWidget(Label("No patient chosen", Style.PANEL_TITLE))
        column.addWidget(
            Label("Type a name, date of birth, phone or ID.", Style.BODY, "secondary", wrap=True)
        )
        column.addStretch(1)
        self._area.put(page)
        self._foot.hide()

    def _page(self) -> tuple[QWidget, QVBoxLayout]:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(Space.XS)
        self.open_button = self.next_visit = None
        clear_layout(self._buttons)
        clear_layout(self._more)
        clear_layout(self._kinds)
        self.kind_buttons = {}
        return page, column

    def show_file(self, file: PatientFile, today: date) -> None:
        """Show a patient."""
        page, column = self._page()
        head = QHBoxLayout()
        head.addWidget(Label(breakable(file.patient.name), Style.PANEL_TITLE, wrap=True), 1)
        head.addWidget(Label(age_words(file.patient, today), Style.BODY, "secondary"))
        column.addLayout(head)
        born = f"born {long_day(file.patient.birth_date)} · ID {file.patient.record_number or '–'}"
        column.addWidget(Label(born, Style.SMALL, "secondary"))
        if file.patient.alerts:
            alerts = " · ".join(file.patient.alerts)
            told = breakable(f"Alerts: {alerts}")
            column.addWidget(Label(told, Style.MEDIUM, "abnormal", wrap=True))
        for number, (episode, visits) in enumerate(file.episodes):
            column.addSpacing(Space.M)
            if file.closed_notes:
                self._add_registered(column, episode)
                self._add_next_visit(column, file, number, today)
                continue
            self._add_episode(column, file, number, today)
            older = (file.counts[number] if file.counts else 0) - len(visits)
            if older > 0:
                column.addWidget(Label(f"and {older} older visits", Style.SMALL, "secondary"))
        if file.closed_notes:
            told = "Your role does not open clinical notes."
            column.addSpacing(Space.M)
            column.addWidget(Label(told, Style.BODY, "secondary", wrap=True))
        self._add_buttons(file)
        column.addSpacing(Space.M)
        column.addWidget(self._files(file))
        column.addSpacing(Space.M)
        column.addWidget(RecordSection(self._theme, self._session, file.merges, self))
        column.addStretch(1)
        self._area.put(page)

    def _add_buttons(self, file: PatientFile) -> None:
        """The foot stays in sight: open or start the visit, or a new episode."""
        self._foot.show()
        begin: Button | None = None
        if file.episodes and not file.closed_notes:
            episode, visits = file.episodes[0]
            self.open_button = begin = self._go(episode, visits, Look.PRIMARY)
            self._buttons.addWidget(self.open_button)
            if _done_today(visits, self._session.today) is not None:
                begin = Button(self._theme, "Start another visit", Look.SECONDARY)
                begin.clicked.connect(lambda: self.start_asked.emit(episode.id, None))
                self._buttons.addWidget(begin)
        look = Look.SECONDARY if file.episodes else Look.PRIMARY
        more = Button(self._theme, "New episode of care", look, icon="plus")
        if not file.episodes:
            self.open_button = more
        more.clicked.connect(lambda: self.episode_asked.emit(file.patient.id))
        # Three beside each other would be cut: the third stands below.
        row = self._more if self._buttons.count() > 1 else self._buttons
        row.addWidget(more)
        row.addStretch(1)
        if row is not self._buttons:
            self._buttons.addStretch(1)
        if file.episodes and not file.closed_notes:
            episode, visits = file.episodes[0]
            if visits and all(visit.signed for visit in visits):
                # Beside "Start a visit", which begins the usual follow-up.
                self.kind_buttons = self._add_kinds(self._kinds, episode)
                if begin is not None:
                    self.kind_buttons[LATER_KINDS[0]] = begin

    def _go(self, episode: Episode, visits: Sequence[Visit], look: Look) -> Button:
        """The button that opens an episode's draft, or starts its next visit."""
        # Who only wants to read today's note leaves no second visit of the day behind.
        done = _done_today(visits, self._session.today)
        draft = next((visit for visit in visits if not visit.signed), done)
        key = "Enter" if look is Look.PRIMARY else ""
        if draft is not None:
            words = "Open visit" if draft is not done else "Open today's visit"
            go = Button(self._theme, words, look, key=key)
            go.clicked.connect(lambda: self.visit_asked.emit(draft.id))
        else:
            label = "Start a visit" if visits else "Start the evaluation"
            go = Button(self._theme, label, look, key=key)
            go.clicked.connect(lambda: self.start_asked.emit(episode.id, None))
        return go

    def _add_next_visit(
        self, column: QVBoxLayout, file: PatientFile, number: int, today: date
    ) -> None:
        episode = file.episodes[number][0]
        entries = file.booked[number] if file.booked else ()
        if episode.closed is not None and not entries:
            return
        books = allowed(self._session.clinician, Right.CHANGE_REGISTER)
        section = NextVisitSection(self._theme, entries, today, books=books)
        section.booked.connect(lambda booked: self.book_asked.emit(episode.id, booked))
        section.cancelled.connect(self.unbook_asked)
        if self.next_visit is None:
            self.next_visit = section
        column.addSpacing(Space.S)
        column.addWidget(section)

    def _files(self, file: PatientFile) -> FilesSection:
        who = self._session.clinician
        visits = [visit for _, some in file.episodes for visit in some]
        section = self.files = FilesSection(
            self._theme,
            file.files,
            visits,
            opens=allowed(who, Right.READ_NOTES),
            attaches=allowed(who, Right.CHANGE_REGISTER),
            signs=allowed(who, Right.SIGN),
            repairs=allowed(who, Right.COSIGN),
        )
        by_id = {one.id: one for one in file.files}
        section.shown_asked.connect(lambda ident: self.file_asked.emit(by_id[ident]))
        section.attach_asked.connect(self.attach_asked)
        return section

    def _add_registered(self, column: QVBoxLayout, episode: Episode) -> None:
        words = complaint_words(episode.side, episode.complaint)
        column.addWidget(Label(words, Style.STRONG, wrap=True))
        begun = f"begun {long_day(episode.started)}"
        column.addWidget(Label(begun, Style.SMALL, "secondary", wrap=True))

    def _add_episode(
        self, column: QVBoxLayout, file: PatientFile, number: int, today: date
    ) -> None:
        episode, visits = file.episodes[number]
        standing = [visit for visit in visits if visit.withdrawal is None]
        if standing and number == 0:
            self._add_flags(column, standing, file.tier, today)
        title = "Episode" if episode.closed is None else "Closed episode"
        column.addWidget(Label(title, Style.SMALL_STRONG, "secondary"))
        words = complaint_words(episode.side, episode.complaint)
        column.addWidget(Label(words, Style.STRONG, wrap=True))
        onset = f"Onset {episode.onset}" if episode.onset else ""
        held = file.counts[number] if file.counts else len(standing)
        plan = standing_plan(standing[0], standing[1:]) if standing else None
        count = planned_visits(episode, plan.plan if plan is not None else None)
        planned = f" of {count}" if count else ""
        seen = f"visit {held}{planned}" if held else f"begun {long_day(episode.started)}"
        told = " · ".join(part for part in (onset, seen) if part)
        column.addWidget(Label(told, Style.SMALL, "secondary", wrap=True))
        self._add_next_visit(column, file, number, today)
        if standing and number == 0:
            self._add_last_visit(column, standing[0], today)
            measures = MeasuresSection(standing, self._session.definitions.instruments)
            self._titled(column, "Measures", measures, shown=measures.count > 0)
        if number == 0 or episode.precautions:
            goals = GoalsSection(episode, standing if number == 0 else ())
            self._titled(column, "Goals and precautions", goals, shown=not goals.empty)
        if number > 0:
            column.addSpacing(Space.XS)
            column.addWidget(self._go(episode, visits, Look.SECONDARY))
        if number > 0 and visits and all(visit.signed for visit in visits):
            column.addSpacing(Space.XS)
            kinds = QHBoxLayout()
            kinds.setSpacing(Space.S)
            self._add_kinds(kinds, episode)
            column.addLayout(kinds)
        if visits:
            column.addSpacing(Space.S)
            column.addWidget(Label("Visits", Style.SMALL_STRONG, "secondary"))
        for visit in visits:
            self._add_visit_link(column, visit, today)

    def _titled(self, column: QVBoxLayout, title: str, section: QWidget, *, shown: bool) -> None:
        if not shown:
            section.deleteLater()
            return
        column.addSpacing(Space.S)
        column.addWidget(Label(title, Style.SMALL_STRONG, "secondary"))
        column.addWidget(section)

    def _add_flags(
        self, column: QVBoxLayout, visits: Sequence[Visit], tier: Tier | None, today: date
    ) -> None:
        for strip in flag_strips(self._theme, visits, tier, today):
            strip.opened.connect(lambda: self.visit_asked.emit(visits[0].id))
            column.addWidget(strip)
        left = more_flags(visits)
        if left:
            column.addWidget(Label(f"and {left} more flags", Style.SMALL, "secondary"))
        column.addWidget(CoreLine(self._theme, visits[0], self._vocabulary, today))
        column.addSpacing(Space.S)

    def _add_kinds(self, row: QHBoxLayout, episode: Episode) -> dict[VisitKind, Button]:
        """What a visit can be besides a follow-up."""
        made = {}
        for kind in LATER_KINDS[1:]:
            words = KIND_NAMES[kind]
            button = Button(
                self._theme,
                f"{words[0].upper()}{words[1:]}",
                height=Height.BUTTON_SMALL,
                name=f"Start a visit: {words}",
            )
            button.clicked.connect(partial(self._ask_kind, episode.id, kind))
            row.addWidget(button)
            made[kind] = button
        row.addStretch(1)
        return made

    def _ask_kind(self, episode_id: str, kind: VisitKind) -> None:
        self.start_asked.emit(episode_id, kind)

    def _add_last_visit(self, column: QVBoxLayout, visit: Visit, today: date) -> None:
        column.addSpacing(Space.S)
        title = f"Last visit, {day_words(visit.date, today)}"
        column.addWidget(Label(title, Style.SMALL_STRONG, "secondary"))
        found = abnormal_findings(visit, self._vocabulary)
        beside = QHBoxLayout()
        beside.setSpacing(Space.M)
        drawing = self._drawing(visit)
        if drawing is not None:
            beside.addWidget(drawing)
        lines = QVBoxLayout()
        lines.setSpacing(2)
        for words in found[:FINDINGS_SHOWN]:
            lines.addWidget(Label(words, Style.BODY, wrap=True))
        lines.addStretch(1)
        beside.addLayout(lines, 1)
        column.addLayout(beside)
        if len(found) > FINDINGS_SHOWN:
            rest = f"and {len(found) - FINDINGS_SHOWN} more"
            column.addWidget(Label(rest, Style.SMALL, "secondary"))
        if not found:
            column.addWidget(Label("No abnormal finding recorded", Style.BODY, "secondary"))

    def _drawing(self, visit: Visit) -> QWidget | None:
        """The view with most marks, small; nothing where nothing was drawn."""
        if not visit.chart.marks:
            return None
        figures, body = self._session.figures, visit.chart.body
        often = Counter(mark.view for mark in visit.chart.marks)
        view = often.most_common(1)[0][0]
        picture = Thumbnail(
            self._theme, figures.atlas.views[view], partial(figures.body_svg, view, body)
        )
        picture.show_chart(visit.chart)
        picture.setFixedSize(*DRAWING)
        picture.setToolTip("The body chart of this visit")
        picture.clicked.connect(lambda: self.visit_asked.emit(visit.id))
        return picture

    def _add_visit_link(self, column: QVBoxLayout, visit: Visit, today: date) -> None:
        state = "signed" if visit.signed else "unsigned draft"
        if visit.withdrawal is not None:
            state = "entered in error"
        elif waits_for_cosign(visit):
            state = "waits for a co-signature"
        kind = KIND_WORDS[visit.kind].lower()
        words = f"Visit {visit.number}, {kind}, {day_words(visit.date, today)} · {state}"
        link = Button(self._theme, words, Look.QUIET, height=Height.BUTTON_SMALL)
        link.clicked.connect(lambda: self.visit_asked.emit(visit.id))
        column.addWidget(link)


def _done_today(visits: Sequence[Visit], today: date) -> Visit | None:
    """The signed visit of today, where no draft waits."""
    if any(not visit.signed for visit in visits):
        return None
    standing = (visit for visit in visits if visit.withdrawal is None)
    return next((visit for visit in standing if visit.date == today), None)
