"""An open visit: banner, bars, navigation, the page, the entry line, and the panel dock."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from pt_chart.charting.clinic_session import ClinicSession, OpenVisit
from pt_chart.charting.draft_saver import MET
from pt_chart.charting.events import Level, Notice, Part, SaveState, VisitChanged
from pt_chart.charting.side_check import begins_on
from pt_chart.clinical.findings import FindingKey
from pt_chart.clinical.reasoning.acknowledged import acknowledged
from pt_chart.clinical.reasoning.results import Assessment, RaisedFlag
from pt_chart.clinical.visit import Visit
from pt_chart.ui.forms.conditions import Conditions
from pt_chart.ui.forms.progress import core_left, tally
from pt_chart.ui.panel.denial_bar import DenialBar
from pt_chart.ui.panel.side_panel import SidePanel
from pt_chart.ui.plan.unfinished import LineKeeper
from pt_chart.ui.shell.away_watch import AwayWatch
from pt_chart.ui.shell.banner import Banner
from pt_chart.ui.shell.draft_retry import DraftRetry
from pt_chart.ui.shell.emergency_bar import EmergencyBar
from pt_chart.ui.shell.following import follow
from pt_chart.ui.shell.key_pad import KeyPad
from pt_chart.ui.shell.navigation import Counts, Navigation, Progress
from pt_chart.ui.shell.pages import make_page
from pt_chart.ui.shell.panel_dock import PanelDock, blank_words
from pt_chart.ui.shell.phrase_typing import PhraseTyping
from pt_chart.ui.shell.presence_bar import PresenceBar
from pt_chart.ui.shell.quick_line import QuickLine
from pt_chart.ui.shell.sections import SECTIONS
from pt_chart.ui.shell.settled_notice import follow_flags
from pt_chart.ui.shell.tab_order import step
from pt_chart.ui.shell.visit_progress import other_progress, progress_of
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Height, Width
from pt_chart.ui.versions.watch import PLACE as VERSIONS
from pt_chart.ui.versions.watch import follow_versions
from pt_chart.ui.widgets.notice_bar import NoticeBar
from pt_chart.ui.widgets.turning import turn_to

FORM_SECTIONS = ("history", "exam", "measures")
PANEL_FREE = ("body_chart", "program", "wide", VERSIONS)
"""Pages that need the width: the panel starts folded there when the window is not wide."""


class VisitView(QWidget):
    """Everything of one open visit. ``close_visit`` must be called before it is thrown away."""

    def __init__(
        self,
        theme: Theme,
        session: ClinicSession,
        open_visit: OpenVisit,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self.session = session
        self.open = open_visit
        self._desk = open_visit.desk
        self._pages: dict[str, QWidget] = {}
        self._conditions = Conditions(open_visit, open_visit.desk.vocabulary)
        self._by_hand = False
        self._lay_out()
        self._wire()
        self._counting = QTimer(self)
        self._counting.setSingleShot(True)
        self._counting.setInterval(0)
        self._counting.timeout.connect(self._count)
        self._show_assessment(open_visit.live.current)
        self._show_status(self._desk.visit)
        self._count()
        self._keeper = LineKeeper(open_visit.unfinished, session.tell, self)
        self.quick.keep_line(self._keeper)
        listed = "Ctrl+Shift+K lists the phrases."
        self._typing = PhraseTyping(
            self,
            session.phrases,
            self._desk.episode.side,
            lambda words: session.remark(words, listed, passing=True),
        )
        self.dock.wait_for_history(waiting=self._history_open())
        self.go_to("history")

    def _lay_out(self) -> None:
        theme = self._theme
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.banner = Banner(theme, self._desk)
        self.emergency = EmergencyBar(theme)
        self.denials = DenialBar(theme, self.open)
        self.notices = NoticeBar(theme)
        self.presence = PresenceBar(theme, self.open, self.session, self)
        for widget in (self.banner, self.presence, self.emergency, self.denials, self.notices):
            column.addWidget(widget)
        row = QHBoxLayout()
        row.setSpacing(0)
        column.addLayout(row, 1)
        self.navigation = Navigation(theme)
        row.addWidget(self.navigation)
        middle = QVBoxLayout()
        middle.setSpacing(0)
        row.addLayout(middle, 1)
        self.stack = QStackedWidget(self)
        self.stack.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        middle.addWidget(self.stack, 1)
        if theme.touch:
            middle.addWidget(KeyPad(theme))
        self.quick = QuickLine(theme, self._desk)
        middle.addWidget(self.quick)
        self.dock = PanelDock(theme, self._make_panel)
        row.addWidget(self.dock)

    def _make_panel(self) -> QWidget:
        panel = SidePanel(self._theme, self.open, self.session)
        panel.wide_asked.connect(lambda: self.go_to("wide"))
        panel.blank_asked.connect(self.blank_panel)
        panel.test_started.connect(self.start_test)
        panel.denials.followed.connect(self.follow)
        return panel

    def _wire(self) -> None:
        self.navigation.chosen.connect(self.go_to)
        self.quick.filed.connect(self._filed)
        self.quick.left.connect(self.start_page)
        self.emergency.record_asked.connect(self.record_flag)
        self.notices.followed.connect(self.follow)
        self.denials.followed.connect(self.follow)
        self.dock.changed.connect(self._refit_page)
        self._stop = [
            self._desk.changed.connect(self._visit_changed),
            self.open.live.changed.connect(self._show_assessment),
            self._desk.saver.changed.connect(self._saved),
            self.session.notices.connect(self.notices.show_notice),
            self.session.settled.connect(lambda _none: self.notices.settle()),
            self.denials.stop,
            DraftRetry(self._desk.saver, self).stop,
            self.presence.stop,
            follow_versions(self.open.settling, self.notices.show_notice),
            follow_flags(self._desk, self.notices, self.open_flags, self.session.signing_needs),
        ]
        self.away = AwayWatch(self.open, self.session, self)  # speaks at once: notices are heard
        self._stop.append(self.away.stop)

    def blank_panel(self) -> None:
        """F9: nothing of the reasoning is seen, wherever it is open; again to show it."""
        if self.section == "wide":
            self.go_to("exam")
            if self.dock.blanked:
                return
        self.dock.toggle_blank()

    def finish_entries(self) -> None:
        """Put what pages still hold into the visit: it is about to be stored and left."""
        for page in self._pages.values():
            finish = getattr(page, "finish_entries", None)
            if finish is not None:
                finish()
        self._keeper.save()

    def close_visit(self) -> None:
        """Stop following the visit."""
        for stop in self._stop:
            stop()
        self._typing.stop()
        self._keeper.close()
        for page in self._pages.values():
            close = getattr(page, "close_page", None)
            if close is not None:
                close()
        panel = self.dock.panel
        if isinstance(panel, SidePanel):
            panel.close_panel()

    @property
    def section(self) -> str:
        """The open section ("wide" for the differentiation opened wide)."""
        return next((s for s, p in self._pages.items() if p is self.stack.currentWidget()), "")

    def go_to(self, section: str) -> None:
        """Open a section's page."""
        if section not in self._pages:
            page = make_page(
                section, self._theme, self.open, self.session, self._conditions, self.stack
            )
            for name, do in (
                ("closed", lambda: self.go_to("exam")),
                ("blank_asked", self.blank_panel),
                ("test_started", self.start_test),
                ("followed", self.follow),
            ):
                signal = getattr(page, name, None)
                if signal is not None:
                    signal.connect(do)
            self._pages[section] = page
            self.stack.addWidget(page)
            blank_words((page,), blank=self.dock.blanked)
            if self._desk.visit.signed:
                _make_read_only(page)
        turn_to(self.stack, self._pages[section])
        if section in ("wide", VERSIONS):
            self.navigation.mark_none()
        else:
            self.navigation.mark(section)
        self._fold_for(section)
        if not self.navigation.hasFocus():
            self.start_page()

    def start_page(self) -> None:
        """Put the keyboard on the open page: where it begins, or on its first control."""
        page = self.stack.currentWidget()
        start = getattr(page, "start", None)
        first = step([page], None, forward=True) if page is not None else None
        if start is not None:
            start()
        elif first is not None:
            first.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self.navigation.setFocus()

    def turn_tab(self, by: int) -> None:
        """Open the next tab of the page, where it has tabs, and go on there."""
        turn = getattr(self.stack.currentWidget(), "turn", None)
        if turn is not None:
            turn(by)
            self.start_page()

    def _filed(self, key: FindingKey) -> None:
        """Show what quick entry filed; the line keeps the keyboard for the next finding."""
        self.show_field(key)
        self.quick.start()

    def page(self, section: str) -> QWidget | None:
        """The page of a section, if it was opened."""
        return self._pages.get(section)

    def show_field(self, key: FindingKey) -> bool:
        """Open the page with a field and put the cursor there."""
        ident = self._desk.vocabulary.canonical(key.id)
        if ident is None:
            return False
        field = self._desk.vocabulary.fields[ident]
        if field.section not in {s.id for s in SECTIONS}:
            return False
        self.go_to(field.section)
        go = getattr(self._pages[field.section], "go_to", None)
        return bool(go is not None and go(FindingKey(ident, key.side, key.level)))

    def start_test(self, finding: str) -> None:
        """Go to a test that the panel proposes; sided ones start on the painful side."""
        vocabulary = self._desk.vocabulary
        ident = vocabulary.canonical(finding)
        if ident is None:
            return
        self.show_field(FindingKey(ident, begins_on(vocabulary.fields[ident], self._desk.episode)))

    def start_next_test(self) -> None:
        """Go to the first of the next most useful tests."""
        tests = self.open.live.current.next_tests
        if tests:
            self.start_test(tests[0].finding)

    def follow(self, place: str) -> None:
        """Go where a notice points: a field's key, a part of the plan or a section."""
        follow(self, place)

    def record_flag(self) -> None:
        """Open the form of the most urgent open flag."""
        flags = self.open_flags()
        if not flags:
            self.session.remark("No flag waits for an action or a reason.", passing=True)
            return
        panel = self.dock.open_for_a_moment()
        if isinstance(panel, SidePanel):
            panel.flags.open_form(flags[0])

    def open_flags(self) -> tuple[RaisedFlag, ...]:
        """The raised flags without an action or a reason yet, most urgent first."""
        assessment = self.open.live.current
        done = acknowledged(assessment.flags, self._desk.visit.acknowledgments)
        wanted = [flag for flag in assessment.flags if flag.id not in done]
        return tuple(sorted(wanted, key=lambda flag: flag.tier.rank))

    def _show_assessment(self, _assessment: Assessment) -> None:
        self.emergency.show_flags(self.open.live.current.flags, self._desk.visit.acknowledgments)
        self.dock.rail.show_flags(self.open_flags())

    def _visit_changed(self, change: VisitChanged) -> None:
        self.notices.settle()
        if Part.FLAGS in change.parts:
            self._show_assessment(self.open.live.current)
        if Part.STATUS in change.parts:
            self._show_status(change.visit)
        elif {Part.PLAN, Part.EPISODE} & change.parts:
            self.banner.show_visit(change.visit)
        self._counting.start()

    def _show_status(self, visit: Visit) -> None:
        self.banner.show_visit(visit)
        self.quick.setEnabled(not visit.signed)
        if visit.signed:
            for page in self._pages.values():
                _make_read_only(page)
            # The field that had the keyboard takes none any more.
            if self.isVisible():
                self.navigation.setFocus(Qt.FocusReason.OtherFocusReason)

    def _saved(self, state: SaveState) -> None:
        self.banner.show_saved(state)
        if isinstance(state.problem, MET):
            return  # the versions' own notice says what to do
        if state.problem is not None:
            self.notices.show_notice(Notice.of(state.problem))
        elif state.pending:
            return
        elif self.notices.notice is not None and self.notices.notice.level is Level.PROBLEM:
            self.notices.clear()

    def _history_open(self) -> bool:
        return core_left(self.open.forms, self._desk.visit.answers) > 0

    def _count(self) -> None:
        visit = self._desk.visit
        forms = self.open.forms
        progress: dict[str, Progress] = {}
        counts = Counts()
        unconfirmed = sum(answer.unconfirmed for answer in visit.answers.values())
        for section in FORM_SECTIONS:
            fields = [f for form in forms if form.section == section for f in form.fields]
            done = tally(fields, self._conditions.marks, self._conditions.shows)
            progress[section] = progress_of(done.answered, done.fields)
            if section == "exam":
                counts = Counts(done.answered, done.fields, done.not_tested, unconfirmed)
        history_done = core_left(forms, visit.answers) == 0
        if history_done and progress["history"] is not Progress.NOTHING:
            progress["history"] = Progress.DONE
            self.dock.wait_for_history(waiting=False)
        progress |= other_progress(visit)
        self.navigation.show_progress(progress, counts)

    def _fold_for(self, section: str) -> None:
        narrow = (
            self._theme.touch
            or self.width() < Width.PANEL_FOLDS_BELOW
            or (section in PANEL_FREE and (self.width() < Width.COMPACT_BELOW or section == "wide"))
        )
        self.dock.fold(narrow=narrow)

    def _refit_page(self) -> None:
        """In a very narrow window an open panel stands in the page's place."""
        alone = self.width() < Width.ONE_ONLY_BELOW and self.dock.is_open
        for part in (self.stack, self.quick):
            part.setVisible(not alone)
        self.dock.fill(alone=alone)
        blank_words((self.emergency, *self._pages.values()), blank=self.dock.blanked)
        self.updateGeometry()

    def focusNextPrevChild(self, next: bool) -> bool:
        """Tab goes from the rail through the page to the entry line, the panel and the bars."""
        page = self.stack.currentWidget()
        zones = [
            self.navigation,
            page,
            self.quick,
            self.dock,
            self.emergency,
            self.denials,
            self.presence,
            self.notices,
        ]
        target = step(
            [zone for zone in zones if zone is not None], self.focusWidget(), forward=next
        )
        if target is None:
            return super().focusNextPrevChild(next)
        reason = Qt.FocusReason.TabFocusReason if next else Qt.FocusReason.BacktabFocusReason
        target.setFocus(reason)
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Compact rail and banner, folded panel where the window is narrow."""
        super().resizeEvent(event)
        compact = self.width() < Width.COMPACT_BELOW
        self.navigation.set_compact(compact=compact)
        tight = self.width() < Width.PANEL_FOLDS_BELOW
        self.banner.set_compact(compact=compact, tight=tight)
        self.emergency.set_low(low=self.height() < Height.LOW_BELOW)
        self._fold_for(self.section)
        self._refit_page()


def _make_read_only(page: QWidget) -> None:
    lock = getattr(page, "set_read_only", None)
    if lock is not None:
        lock()
