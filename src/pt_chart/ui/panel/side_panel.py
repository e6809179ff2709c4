"""The panel beside the page: 420 px, redrawn with every entry; the decision stays outside it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pt_chart.charting.clinic_session import ClinicSession, OpenVisit
from pt_chart.charting.desk import VisitDesk
from pt_chart.charting.events import Part, VisitChanged
from pt_chart.charting.live_assessment import LiveAssessment
from pt_chart.clinical.program.dates import day_and_month
from pt_chart.clinical.reasoning.acknowledged import acknowledged
from pt_chart.clinical.reasoning.results import (
    Assessment,
    Contradiction,
    Direction,
    RankedCause,
)
from pt_chart.clinical.reasoning.second_look import OPEN_ORDER
from pt_chart.ui.panel.cause_list import CauseList, ScaleHead
from pt_chart.ui.panel.denial_bar import DenialBar
from pt_chart.ui.panel.evidence_list import EvidenceList
from pt_chart.ui.panel.flag_area import FlagArea
from pt_chart.ui.panel.flag_box import FlagBox
from pt_chart.ui.panel.next_tests import NextTests
from pt_chart.ui.panel.score_list import score_words, scores_line
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Height
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.button import Button, Look
from pt_chart.ui.widgets.card import Band
from pt_chart.ui.widgets.flag_strip import LOUD
from pt_chart.ui.widgets.label import Label
from pt_chart.ui.widgets.scroll import Scroll
from pt_chart.ui.widgets.tabs import SmallTabs, Tab

CAUSES = 7
CAUSES_LOW = 4
LOW = 860
CLASHES = 2
"""Contradictions in words; what is wrong at many fields is found at the fields."""
FOLDED = "Ranking folded while the emergency flag is open"
UNFOLD = "Show the ranking"
DIRECTIONS = {
    "for": (Direction.FOR,),
    "against": (Direction.AGAINST,),
    "untested": (Direction.NOT_TESTED,),
    "all": (Direction.FOR, Direction.AGAINST, Direction.NEUTRAL),
}


class SidePanel(Band):
    """Flags, causes, evidence of the chosen cause, next test, scores, knowledge version."""

    wide_asked = Signal()
    blank_asked = Signal()
    test_started = Signal(str)

    def __init__(self, theme: Theme, open_visit: OpenVisit, session: ClinicSession) -> None:
        super().__init__(theme, "surface", left=True)
        self._desk = open_visit.desk
        self._live = open_visit.live
        self._all = False
        self._unfolded = False
        self._recording = False
        self._picked = ""
        self.setAccessibleName("Differentiation")
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._make_head())
        self.denials = DenialBar(theme, open_visit, narrow=True)
        column.addWidget(self.denials)
        self.flags = FlagBox(theme, self._desk, session)
        self.flags.form_shown.connect(self._form_shown)
        column.addWidget(FlagArea(self.flags))
        self.clash = Label("", Style.SMALL, "urgent", wrap=True)
        self.clash.setContentsMargins(16, 0, 16, 6)
        column.addWidget(self.clash)
        column.addWidget(self._make_folded())
        self.middle = self._make_middle()
        column.addWidget(self.middle, 1)
        self._rest = QWidget()
        column.addWidget(self._rest, 1)
        self._foot = self._make_foot()
        column.addWidget(self._foot)
        self._stop = (
            self._live.changed.connect(self.show_assessment),
            self._desk.changed.connect(self._visit_changed),
            self.denials.stop,
        )
        self.show_assessment(self._live.current)

    def close_panel(self) -> None:
        """Stop following the visit."""
        for stop in self._stop:
            stop()

    def _make_head(self) -> QWidget:
        head = Band(self._theme, "surface", bottom=True)
        head.setFixedHeight(44)
        row = QHBoxLayout(head)
        row.setContentsMargins(16, 0, 10, 1)
        row.addWidget(Label("Differentiation", Style.PANEL_TITLE))
        self.state = Label("", Style.SMALL, "secondary")
        row.addWidget(self.state)
        row.addStretch(1)
        small = Height.BUTTON_SMALL
        wide = Button(self._theme, "Open wide", Look.QUIET, icon="wide", height=small)
        wide.clicked.connect(self.wide_asked)
        row.addWidget(wide)
        blank = Button(
            self._theme,
            "",
            Look.QUIET,
            icon="eye",
            key="F9",
            name="Blank for the patient",
            height=small,
        )
        blank.clicked.connect(self.blank_asked)
        row.addWidget(blank)
        return head

    def _make_middle(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 4, 0, 8)
        column.setSpacing(2)
        self.off = Label("", Style.BODY, "urgent", wrap=True)
        column.addLayout(_inset(self.off))
        self.scale = ScaleHead(self._theme, "Causes, each judged on its own")
        column.addWidget(self.scale)
        self.causes = CauseList(self._theme)
        self.causes.fitted.connect(self.scale.follow)
        self.causes.chosen.connect(self._choose)
        column.addWidget(self.causes)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 2, 8, 2)
        self.overlap = Label("", Style.SMALL, "secondary", wrap=True)
        foot.addWidget(self.overlap, 1)
        self.more = Button(self._theme, "Show more", Look.QUIET, height=Height.BUTTON_SMALL)
        self.more.clicked.connect(self._toggle_all)
        foot.addWidget(self.more)
        column.addLayout(foot)
        self.tabs = SmallTabs(self._theme, "Evidence")
        self.tabs.chosen.connect(lambda _t: self._show_evidence())
        column.addWidget(self.tabs)
        self.evidence = EvidenceList(self._theme)
        column.addWidget(self.evidence)
        self.consider = Label("", Style.SMALL, "secondary", wrap=True)
        column.addLayout(_inset(self.consider))
        column.addStretch(1)
        return Scroll(page)

    def _make_folded(self) -> QWidget:
        self.folded = Band(self._theme, "sunken", top=True, bottom=True)
        row = QHBoxLayout(self.folded)
        row.setContentsMargins(16, 6, 8, 6)
        row.addWidget(Label(FOLDED, Style.BODY, "secondary", wrap=True), 1)
        unfold = Button(self._theme, UNFOLD, Look.QUIET, height=Height.BUTTON_SMALL)
        unfold.clicked.connect(self._unfold)
        row.addWidget(unfold)
        return self.folded

    def _unfold(self) -> None:
        self._unfolded = True
        self._fold()

    def _form_shown(self, shown: bool) -> None:
        self._recording = shown
        self._fold()

    def _fold(self) -> None:
        """An open emergency comes before the ranking; a form being filled needs the room."""
        folded = open_emergency(self._live, self._desk) and not self._unfolded
        self.folded.setVisible(folded and not self._recording)
        self._foot.setVisible(not self._recording)
        self.middle.setVisible(not folded and not self._recording)
        self._rest.setVisible(folded or self._recording)

    def _make_foot(self) -> QWidget:
        foot = QWidget()
        column = QVBoxLayout(foot)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = Band(self._theme, "surface", top=True)
        row = QHBoxLayout(head)
        row.setContentsMargins(16, 8, 16, 4)
        row.addWidget(Label("Next most useful test", Style.SMALL_STRONG, "secondary"))
        row.addStretch(1)
        row.addWidget(Label("Ctrl T starts the first", Style.SMALL, "tertiary"))
        column.addWidget(head)
        self.next_tests = NextTests(self._theme)
        self.next_tests.started.connect(self.test_started)
        column.addWidget(self.next_tests)
        stamp = Band(self._theme, "sunken", top=True)
        lines = QVBoxLayout(stamp)
        lines.setContentsMargins(16, 6, 16, 6)
        lines.setSpacing(1)
        self.scores = Label("", Style.SMALL, "secondary", wrap=True)
        self.stamp = Label("", Style.SMALL, "secondary", wrap=True)
        lines.addWidget(self.scores)
        lines.addWidget(self.stamp)
        column.addWidget(stamp)
        return foot

    def show_assessment(self, assessment: Assessment) -> None:
        """Draw what the reasoning says now."""
        self._show_state()
        self.flags.show_flags(assessment, self._live.former_flags())
        self.off.setText(assessment.ranking_off)
        self.off.setVisible(bool(assessment.ranking_off))
        self._show_causes(assessment)
        self._show_remarks(assessment)
        self.next_tests.show_tests(assessment.next_tests[: self._tests_shown])
        self._show_stamp(assessment)
        self._show_evidence()
        self._fold()

    @property
    def _tests_shown(self) -> int:
        return 2 if self.height() < LOW else 3

    def _show_causes(self, assessment: Assessment) -> None:
        ranked = assessment.tested_first
        count = len(ranked) if self._all else CAUSES_LOW if self.height() < LOW else CAUSES
        ids = [cause.condition for cause in ranked]
        # The detail follows the first cause until the clinician looks at another one.
        current = self._picked if self._picked in ids else (ids[0] if ids else "")
        self.causes.show_causes(ranked[:count], current)
        self.scale.setVisible(bool(ranked))
        hidden = len(ranked) - count
        self.more.setText("Show fewer" if self._all else f"Show {hidden} more")
        self.more.setVisible(hidden > 0 or self._all)
        self.more.updateGeometry()

    def _show_remarks(self, assessment: Assessment) -> None:
        chosen = f"Starting bands chosen: {assessment.starting}." if assessment.starting else ""
        words = " ".join(part for part in (OPEN_ORDER * assessment.top_overlap, chosen) if part)
        self.overlap.setText(words)
        clash = clash_words(assessment.contradictions)
        self.clash.setText(clash)
        self.clash.setVisible(bool(clash))
        consider = [f"{c.name} ({', '.join(c.because)})" for c in assessment.consider]
        parts = [f"Consider, expert pattern, not scored: {'; '.join(consider)}"] if consider else []
        parts += [
            f"{i.name}: {'not tested' if not i.tested else i.band}" for i in assessment.impairments
        ]
        self.consider.setText("\n".join(parts))
        self.consider.setVisible(bool(parts))

    def _show_stamp(self, assessment: Assessment) -> None:
        begun = [score for score in assessment.scores if score.answered]
        self.scores.setText(f"Published scores: {scores_line(begun)}")
        self.scores.setToolTip(
            "\n".join(f"{s.title}: {score_words(s.total, s.maximum, s.status)}" for s in begun)
        )
        stamp = assessment.knowledge
        self.stamp.setText(f"Knowledge {stamp.version} · {stamp.sha256[:8]} · options to review")
        self.stamp.setToolTip(f"Options for a professional to review\n{stamp.sha256}")

    def _choose(self, condition: str) -> None:
        self._picked = condition
        self._show_evidence()

    def _chosen(self) -> RankedCause | None:
        current = self.causes.current
        return next((c for c in self._live.current.ranked if c.condition == current), None)

    def _show_evidence(self) -> None:
        cause = self._chosen()
        self.tabs.setVisible(cause is not None)
        self.evidence.setVisible(cause is not None)
        if cause is None:
            return
        counts = {key: sum(len(cause.of(d)) for d in which) for key, which in DIRECTIONS.items()}
        tabs = (
            Tab("all", cause.name),
            Tab("for", "For", str(counts["for"])),
            Tab("against", "Against", str(counts["against"])),
            Tab("untested", "Not tested", str(counts["untested"])),
        )
        current = self.tabs.current or "all"
        self.tabs.set_tabs(tabs, current)
        lines = [line for d in DIRECTIONS[current] for line in cause.of(d)]
        lines.sort(key=lambda line: -abs(line.weight))
        self.evidence.show_lines(f"{cause.name}, {current}", lines)

    def _show_state(self) -> None:
        """A signed visit shows the panel it was signed with, and asks for no further test."""
        visit = self._desk.visit
        at = visit.signature.at.astimezone() if visit.signature is not None else visit.date
        self.state.setText(f"as signed {day_and_month(at)}" if visit.signed else "live")
        self.next_tests.setVisible(not visit.signed)

    def _toggle_all(self) -> None:
        self._all = not self._all
        self._show_causes(self._live.current)

    def _visit_changed(self, change: VisitChanged) -> None:
        if Part.FLAGS in change.parts or Part.STATUS in change.parts:
            self._show_state()
            self.flags.show_flags(self._live.current, self._live.former_flags())
            self._fold()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fewer causes and tests where the window is low."""
        super().resizeEvent(event)
        self._show_causes(self._live.current)
        self.next_tests.show_tests(self._live.current.next_tests[: self._tests_shown])


def open_emergency(live: LiveAssessment, desk: VisitDesk) -> bool:
    """Whether a flag of the two same-day tiers waits for its record."""
    flags = live.current.flags
    done = acknowledged(flags, desk.visit.acknowledgments)
    return any(flag.tier in LOUD and flag.id not in done for flag in flags)


def clash_words(found: Sequence[Contradiction]) -> str:
    """The first contradictions; every one is told at its fields."""
    if not found:
        return ""
    told = "; ".join(one.words for one in found[:CLASHES])
    more = f"; {len(found) - CLASHES} more, told at their fields" if len(found) > CLASHES else ""
    return f"Cannot both be right: {told}{more}"


def _inset(label: Label) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(16, 3, 16, 3)
    row.addWidget(label)
    return row
