"""The plan page: assessment and plan, treatment and units, the note, administration."""

from __future__ import annotations

from functools import partial
from operator import attrgetter

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from pt_chart.charting.clinic_session import ClinicSession, OpenVisit
from pt_chart.charting.events import Part, VisitChanged
from pt_chart.ui.note.sheet import NoteSheet
from pt_chart.ui.plan.administration_sheet import AdministrationSheet
from pt_chart.ui.plan.assessment_sheet import AssessmentSheet
from pt_chart.ui.plan.places import place_of
from pt_chart.ui.plan.treatment_sheet import TreatmentSheet
from pt_chart.ui.plan.unfinished import LineKeeper
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Height, Space
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.label import Label
from pt_chart.ui.widgets.scroll import Scroll
from pt_chart.ui.widgets.tabs import SectionTabs, Tab
from pt_chart.ui.widgets.turning import turn_to

PLAN, TREATMENT, NOTE, ADMINISTRATION = "plan", "treatment", "note", "administration"
TITLES = {
    PLAN: "Assessment and plan",
    TREATMENT: "Treatment and units",
    NOTE: "Note",
    ADMINISTRATION: "Administration",
}
SETTLED_MS = 60
Sheet = AssessmentSheet | TreatmentSheet | NoteSheet | AdministrationSheet


class PlanPage(QWidget):
    """Four tabs over one visit; a tab is made when it is first opened.

    ``followed`` carries a finding's key or a section that a sentence of the note comes from.
    """

    followed = Signal(str)

    def __init__(self, theme: Theme, open_visit: OpenVisit, session: ClinicSession) -> None:
        super().__init__()
        self._theme = theme
        self._open = open_visit
        self._session = session
        self._keeper = LineKeeper(open_visit.unfinished, session.tell, self)
        self._sheets: dict[str, Sheet] = {}
        self._areas: dict[str, Scroll] = {}
        self._stale: set[str] = set()
        self._read_only = False
        self._anchor: QWidget | None = None
        self._bringing = False
        outer = QVBoxLayout(self)
        outer.setContentsMargins(20, 14, 20, 0)
        outer.setSpacing(Space.M)
        self._outer = outer
        self.title = Label("Plan", Style.PAGE_TITLE)
        outer.addWidget(self.title)
        self.tabs = SectionTabs(theme, "Plan")
        outer.addWidget(self.tabs)
        self._stack = QStackedWidget()
        outer.addWidget(self._stack, 1)
        self.tabs.set_tabs([Tab(id_, title, "", False) for id_, title in TITLES.items()], PLAN)
        self.tabs.chosen.connect(self.show_tab)
        self.show_tab(PLAN)
        self._disconnect = open_visit.desk.changed.connect(self._changed)

    @property
    def plan(self) -> AssessmentSheet:
        """The tab of assessment and plan."""
        sheet = self._sheet(PLAN)
        assert isinstance(sheet, AssessmentSheet)  # noqa: S101  made so
        return sheet

    @property
    def treatment(self) -> TreatmentSheet:
        """The tab of treatment and units."""
        sheet = self._sheet(TREATMENT)
        assert isinstance(sheet, TreatmentSheet)  # noqa: S101  made so
        return sheet

    @property
    def note(self) -> NoteSheet:
        """The tab of the note."""
        sheet = self._sheet(NOTE)
        assert isinstance(sheet, NoteSheet)  # noqa: S101  made so
        return sheet

    @property
    def administration(self) -> AdministrationSheet:
        """The tab of administration."""
        sheet = self._sheet(ADMINISTRATION)
        assert isinstance(sheet, AdministrationSheet)  # noqa: S101  made so
        return sheet

    def show_tab(self, id_: str) -> None:
        """Open a tab, brought up to date."""
        sheet = self._sheet(id_)
        if self.tabs.current != id_:
            self.tabs.choose(id_)
        if id_ in self._stale:
            sheet.show_visit()
            self._stale.discard(id_)
        turn_to(self._stack, self._areas[id_])

    def show_part(self, link: str) -> None:
        """Put the cursor where a sentence of the note is typed, here or on another page."""
        place = place_of(link)
        if place is None:
            self.followed.emit(link)
            return
        tab, path = place
        self.show_tab(tab)
        control = attrgetter(path)(self._sheet(tab))
        self._areas[tab].ensureWidgetVisible(control, 0, 60)
        (control if control.isEnabled() else self.tabs).setFocus()

    def start(self) -> None:
        """Put the cursor where the open tab begins."""
        sheet = self._sheet(self.tabs.current)
        first: QWidget = sheet
        if isinstance(sheet, AssessmentSheet):
            first = sheet.assessment
        elif isinstance(sheet, TreatmentSheet):
            first = sheet.form.name
        elif isinstance(sheet, NoteSheet):
            first = sheet.copy
        elif isinstance(sheet, AdministrationSheet):
            first = sheet.consent.technique
        (first if first.isEnabled() else self.tabs).setFocus()
        self._anchor = first
        self._keep_in_sight()

    def _keep_in_sight(self, *_range: int) -> None:
        """What a tab began with stays in sight while its cards are laid out."""
        first, area = self._anchor, self._areas[self.tabs.current]
        page = area.widget()
        if first is None or page is None:
            return
        if first is not self.window().focusWidget() or not page.isAncestorOf(first):
            self._anchor = None
        else:
            # Cards that wrap words find their heights in more than one turn.
            for later in (0, SETTLED_MS):
                QTimer.singleShot(later, first, partial(self._bring, area, first))

    def _bring(self, area: Scroll, first: QWidget) -> None:
        if first is self._anchor:
            self._bringing = True
            area.show_lines(first)
            self._bringing = False

    def _let_go(self, _value: int) -> None:
        """Somebody scrolls, or something else came into sight."""
        if not self._bringing:
            self._anchor = None

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a low window the rail alone names the section."""
        super().resizeEvent(event)
        low = self.window().height() < Height.LOW_BELOW
        self.title.setVisible(not low)
        self._outer.setContentsMargins(20, 6 if low else 14, 20, 0)
        self._outer.setSpacing(Space.XS if low else Space.M)

    def turn(self, by: int) -> None:
        """Open the tab so many places on; after the last comes the first."""
        ids = list(TITLES)
        self.show_tab(ids[(ids.index(self.tabs.current) + by) % len(ids)])

    def finish_entries(self) -> None:
        """Keep the words of a sentence that is still being edited, and of lines not added yet.

        Raises:
            WorldError: the chart could not be written.
        """
        sheet = self._sheets.get(NOTE)
        if isinstance(sheet, NoteSheet):
            sheet.keep_edits()
        frame = self._sheets.get(ADMINISTRATION)
        if isinstance(frame, AdministrationSheet):
            frame.episode.keep_edits()
        self._keeper.save()

    def close_page(self) -> None:
        """Stop following the visit."""
        self._disconnect()
        self._keeper.close()

    def set_read_only(self) -> None:
        """A signed plan can be read and copied, not changed; addenda can be written."""
        self._read_only = True
        for id_, sheet in self._sheets.items():
            sheet.set_read_only()
            self._stale.add(id_)
        self.show_tab(self.tabs.current)

    def _sheet(self, id_: str) -> Sheet:
        if id_ not in self._sheets:
            sheet = self._make(id_)
            self._sheets[id_] = sheet
            area = self._areas[id_] = Scroll(sheet)
            # Where letters are large its cards are wider than the page: nothing is out of reach.
            area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
            area.verticalScrollBar().rangeChanged.connect(self._keep_in_sight)
            area.verticalScrollBar().valueChanged.connect(self._let_go)
            self._stack.addWidget(area)
            sheet.keep_lines(self._keeper)
            if self._read_only:
                sheet.set_read_only()
        return self._sheets[id_]

    def _make(self, id_: str) -> Sheet:
        given = (self._theme, self._open, self._session)
        if id_ == TREATMENT:
            return TreatmentSheet(*given)
        if id_ == NOTE:
            note = NoteSheet(*given)
            note.followed.connect(self.show_part)
            note.show_visit()
            return note
        if id_ == ADMINISTRATION:
            frame = AdministrationSheet(*given)
            frame.written.connect(self._log_grew)
            return frame
        return AssessmentSheet(*given)

    def _log_grew(self) -> None:
        self.plan.counters.read_log()
        self._stale |= set(self._sheets) - {ADMINISTRATION}

    def _changed(self, change: VisitChanged) -> None:
        for id_, sheet in self._sheets.items():
            if isinstance(sheet, AssessmentSheet) and Part.STATUS in change.parts:
                sheet.follow(change)
            elif id_ != self.tabs.current or not self.isVisible():
                self._stale.add(id_)
            elif not isinstance(sheet, AssessmentSheet):
                sheet.show_visit()
            elif change.origin is not sheet:
                sheet.follow(change)

    def showEvent(self, event: QShowEvent) -> None:
        """What changed while the page was hidden."""
        super().showEvent(event)
        self.show_tab(self.tabs.current)
