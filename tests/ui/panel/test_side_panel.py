"""The panel beside the page: one calm column that says who comes first, and what cannot be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtTest import QTest

from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.clinical.reasoning.results import Contradiction, PublishedScore, Tier
from pt_chart.clinical.sides import Side
from pt_chart.ui.panel.cause_list import BAR, BAR_NARROW, CauseList
from pt_chart.ui.panel.evidence_list import MOST, EvidenceList, wrapped
from pt_chart.ui.panel.score_list import scores_line
from pt_chart.ui.panel.side_panel import SidePanel, clash_words
from pt_chart.ui.shell.visit_view import VisitView
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.flag_strip import FlagStrip
from pt_chart.ui.widgets.label import Label
from tests.ui.panel.test_panel_parts import LINE, cause

SCORE = PublishedScore(
    id="konno",
    title="Konno",
    condition="lumbar_spinal_stenosis",
    status="complete",
    total=8.0,
    maximum=13.0,
    answered=6,
    items=6,
    meaning="",
    setting="",
    source="",
    verified="no",
)


@pytest.fixture
def panel(visit: VisitView, settle: Callable[[], None]) -> SidePanel:
    """The panel of an open visit."""
    visit.dock.open()
    settle()
    shown = visit.dock.panel
    assert isinstance(shown, SidePanel)
    return shown


def test_a_fall_of_strength_is_told_with_both_grades(panel: SidePanel, visit: VisitView) -> None:
    desk = visit.open.desk
    key = FindingKey("myotome", Side.RIGHT, "S1")
    earlier = replace(desk.visit, date=desk.visit.date - timedelta(days=8))
    desk.previous = (replace(earlier, answers={key: Answer("4+")}),)
    desk.set_answer(key, Answer("4-"))
    assert visit.open.live.tier is Tier.URGENT
    told = [strip.accessibleName() for strip in panel.flags.findChildren(FlagStrip)]
    assert any("4+ on" in words and "4- now" in words for words in told)


def test_published_scores_take_one_line() -> None:
    half = replace(SCORE, title="Cook", status="incomplete", total=None)
    assert scores_line([]) == "none begun"
    assert scores_line([half, half, half]) == "3 incomplete"
    assert scores_line([half, SCORE]) == "Konno 8 of 13 · 1 incomplete"


def test_the_detail_follows_the_first_cause_until_another_is_chosen(
    panel: SidePanel, visit: VisitView
) -> None:
    desk = visit.open.desk
    desk.set_answer(FindingKey("slr", Side.RIGHT), Answer(True))
    first = panel.causes.current
    assert first == visit.open.live.current.ranked[0].condition
    desk.set_answer(FindingKey("slr", Side.RIGHT), None)
    for name in ("groin_pain", "hip_internal_rotation_pain", "fadir", "log_roll_pain"):
        desk.set_answer(FindingKey(name, Side.RIGHT), Answer(True))
    now = visit.open.live.current.ranked[0].condition
    assert now != first
    assert panel.causes.current == now
    QTest.keyClick(panel.causes, Qt.Key.Key_Down)
    chosen = panel.causes.current
    desk.set_answer(FindingKey("faber_groin", Side.RIGHT), Answer(True))
    assert panel.causes.current == chosen != now


def test_what_cannot_both_be_right_is_seen_while_the_ranking_is_folded(
    panel: SidePanel, visit: VisitView
) -> None:
    desk = visit.open.desk
    desk.set_answer(FindingKey("plantar_response", Side.RIGHT), Answer("down"))
    desk.set_answer(FindingKey("babinski", Side.RIGHT), Answer(True))
    assert panel.folded.isVisibleTo(panel)
    assert panel.clash.isVisibleTo(panel)
    assert "Babinski" in panel.clash.text()


def test_the_core_questions_say_what_was_answered_and_when(
    panel: SidePanel, visit: VisitView
) -> None:
    desk = visit.open.desk
    for field in desk.vocabulary.fields.values():
        if field.core and not field.worked_out:
            sides = (Side.LEFT, Side.RIGHT) if field.sided else (None,)
            for side in sides:
                desk.set_answer(FindingKey(field.id, side), Answer(False))
    told = [label.text() for label in panel.flags.findChildren(Label)]
    core = [words for words in told if words.startswith("Core questions, ")]
    assert core
    words, _, moment = core[0].partition(" · ")
    assert words.endswith("asked: no")
    assert moment[-2:].isdigit()


def test_a_name_that_is_long_narrows_the_bar_before_it_goes_under(
    theme: Theme, panel: SidePanel
) -> None:
    shown = CauseList(theme, parent=panel)
    told: list[tuple[bool, int]] = []
    shown.fitted.connect(lambda stacked, bar: told.append((stacked, bar)))
    shown.resize(404, 10)
    long = QFontMetricsF(Style.MEDIUM.font)
    name = "x"
    while long.horizontalAdvance(name) < 404 - 16 - BAR - 20:
        name += "x"
    shown.show_causes([replace(cause("root"), name=name)], "root")
    assert told == [(False, BAR_NARROW)]
    shown.show_causes([replace(cause("root"), name=name * 2)], "root")
    assert told[-1][0]


def test_a_source_takes_two_lines_at_most(theme: Theme, panel: SidePanel) -> None:
    shown = EvidenceList(theme, panel)
    shown.show_lines("x", [LINE])
    short = shown.heightForWidth(400)
    shown.show_lines("x", [replace(LINE, note="a long remark " * 40)])
    assert shown.heightForWidth(400) <= short + MOST * 17
    metrics = QFontMetricsF(Style.SMALL.font)
    lines = wrapped("one two three four", metrics, metrics.horizontalAdvance("one two") + 1)
    assert lines[0] == "one two"
    assert " ".join(lines) == "one two three four"


def test_many_contradictions_are_counted_in_the_panel() -> None:
    found = [Contradiction(f"{n} and not {n}", ()) for n in range(5)]
    assert clash_words([]) == ""
    assert clash_words(found[:1]) == "Cannot both be right: 0 and not 0"
    assert clash_words(found).endswith("1 and not 1; 3 more, told at their fields")
