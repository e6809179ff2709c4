"""The parts of the panel say in words what they draw."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.clinical.reasoning.results import (
    Comparison,
    ComparisonRow,
    Direction,
    EvidenceLine,
    GroupContribution,
    NextTest,
    RankedCause,
)
from pt_chart.clinical.sides import Side
from pt_chart.clinical.visit import VisitStatus, WorkingHypothesis
from pt_chart.ui.panel.cause_list import CauseList, ScaleHead, cause_words
from pt_chart.ui.panel.compare_table import CompareTable, count_words
from pt_chart.ui.panel.contributions import ContributionChart, weight_words
from pt_chart.ui.panel.evidence_list import EvidenceList, from_memory, ratio_words, source_words
from pt_chart.ui.panel.hypothesis_form import HypothesisForm
from pt_chart.ui.panel.next_tests import NextTests
from pt_chart.ui.panel.score_list import score_words
from pt_chart.ui.panel.side_panel import SidePanel
from pt_chart.ui.shell.visit_view import VisitView
from pt_chart.ui.shell.window import MainWindow
from pt_chart.ui.theme.theme import Theme

Settle = Callable[[], None]
LINE = EvidenceLine(
    finding="myotome",
    keys=(),
    words="Great toe RIGHT 4",
    direction=Direction.FOR,
    weight=1.2,
    group="strength",
    lr=3.86,
    lr_low=1.01,
    lr_high=14.0,
    study="Vroomen 2002",
    n=274,
    setting="primary care",
    strength="moderate",
    basis="measured",
    verified="no",
)
PARTS = (
    GroupContribution("a", "Strength", 1.2, tested=True, source="Vroomen 2002"),
    GroupContribution("b", "Crossed SLR", -0.4, tested=True),
    GroupContribution("c", "Pain below the knee", 0.0, tested=True),
    GroupContribution("d", "Sensation", 0.0, tested=False),
)


def cause(name: str, *, tested: bool = True) -> RankedCause:
    return RankedCause(
        condition=name,
        name=name.capitalize(),
        parent="",
        role="cause",
        band="more likely",
        range_words="more to much more",
        low=0.5,
        middle=1.0,
        high=2.0,
        tested=tested,
        lines=(LINE,),
        contributions=PARTS,
    )


def verdict(form: HypothesisForm) -> str:
    return form.verdict.value


def hypothesis(visit: VisitView) -> WorkingHypothesis | None:
    return visit.open.desk.visit.hypothesis


def test_a_cause_reads_as_band_and_range_and_never_as_a_figure() -> None:
    assert cause_words(cause("root")) == "More likely · range more to much more"
    assert cause_words(cause("hip", tested=False)) == "Not tested"


def test_causes_are_chosen_by_arrows_and_clicks(qtbot: QtBot, theme: Theme) -> None:
    shown = CauseList(theme)
    qtbot.addWidget(shown)
    shown.show_causes([cause("root"), cause("hip"), cause("cramp")], "root")
    shown.resize(400, shown.height())
    told: list[str] = []
    shown.chosen.connect(told.append)
    QTest.keyClick(shown, Qt.Key.Key_Down)
    QTest.mouseClick(shown, Qt.MouseButton.LeftButton, pos=QPoint(50, 100))
    assert told == ["hip", "cramp"]
    assert shown.accessibleName() == "Causes: Cramp: More likely · range more to much more, 3 of 3"


def test_where_words_and_bar_do_not_fit_side_by_side_the_bar_goes_under(
    qtbot: QtBot, theme: Theme
) -> None:
    """At 200 % or in larger type no name and no range is cut; clicks still meet their row."""
    shown, scale = CauseList(theme), ScaleHead(theme, "Causes")
    qtbot.addWidget(shown)
    qtbot.addWidget(scale)
    shown.fitted.connect(scale.follow)
    shown.resize(420, 10)
    shown.show_causes([cause("root"), cause("hip"), cause("cramp")], "root")
    wide, head = shown.height(), scale.height()
    shown.resize(250, shown.height())
    shown.show()
    assert shown.height() > wide
    assert scale.height() > head
    told: list[str] = []
    shown.chosen.connect(told.append)
    QTest.mouseClick(shown, Qt.MouseButton.LeftButton, pos=QPoint(50, shown.height() - 5))
    assert told == ["cramp"]
    shown.resize(420, shown.height())
    assert (shown.height(), scale.height()) == (wide, head)


def test_groups_and_sources_wrap_instead_of_being_cut(qtbot: QtBot, theme: Theme) -> None:
    shown = ContributionChart(theme)
    qtbot.addWidget(shown)
    part = GroupContribution("g", "Nerve tension tests and all variants", 0.5, True, "LR 3.86 " * 9)
    shown.show_cause(replace(cause("root"), contributions=(part,)))
    assert shown.heightForWidth(340) > shown.heightForWidth(1200)


def test_evidence_keeps_source_size_interval_and_the_memory_mark(
    qtbot: QtBot, theme: Theme
) -> None:
    shown = EvidenceList(theme)
    qtbot.addWidget(shown)
    shown.show_lines("Root, for", [LINE])
    said = shown.accessibleDescription()
    for part in ("Great toe RIGHT 4", "LR 3.86", "moderate", "n 274", "CI 1.01 to 14"):
        assert part in said
    assert said.endswith("from memory")
    assert not from_memory(replace(LINE, verified="page read"))
    assert ratio_words(replace(LINE, lr=None, basis="expert pattern")) == "pattern"
    assert source_words(LINE).startswith("Vroomen 2002 · n 274")


def test_lines_from_memory_look_different(qtbot: QtBot, theme: Theme) -> None:
    pictures = []
    for verified in ("no", "page read"):
        shown = EvidenceList(theme)
        qtbot.addWidget(shown)
        shown.show_lines("x", [replace(LINE, verified=verified)])
        shown.resize(400, 60)
        pictures.append(shown.grab().toImage())
    assert pictures[0] != pictures[1]


WORDS = ("for", "against", "shown, weighs nothing", "not tested, weighs nothing")


@pytest.mark.parametrize(
    ("part", "words"),
    list(zip(PARTS, WORDS, strict=True)),
)
def test_contributions_in_words(part: GroupContribution, words: str) -> None:
    assert weight_words(part) == words


def test_the_contribution_chart_says_every_group(qtbot: QtBot, theme: Theme) -> None:
    chart = ContributionChart(theme)
    qtbot.addWidget(chart)
    chart.show_cause(cause("root"))
    assert chart.accessibleName() == (
        "What moved Root: Strength: for; Crossed SLR: against; "
        "Pain below the knee: shown, weighs nothing; Sensation: not tested, weighs nothing"
    )


def test_a_comparison_counts_its_lit_rows(qtbot: QtBot, theme: Theme) -> None:
    rows = (
        ComparisonRow("Where", "Sit bone", "To the foot", "To the ankle", "right"),
        ComparisonRow("Long sitting", "Hard seat", "Slouched", "20 min", "both"),
        ComparisonRow("Palpation", "One spot", "Not typical", "", "not_tested"),
    )
    comparison = Comparison("x", "Hamstring or nerve", "Hamstring", "Nerve", rows)
    assert count_words(comparison) == "0 Hamstring, 1 Nerve, 1 both, 1 open"
    table = CompareTable(theme)
    qtbot.addWidget(table)
    table.show_comparison(comparison)
    assert "this patient not tested" in table.accessibleDescription()
    table.resize(500, table.heightForWidth(500))
    assert not table.grab().isNull()


def test_digits_and_t_start_a_test(qtbot: QtBot, theme: Theme) -> None:
    shown = NextTests(theme)
    qtbot.addWidget(shown)
    tests = [NextTest(f, f, "neuro", "why", "supine", 1.0) for f in ("a", "b")]
    shown.show_tests(tests)
    told: list[str] = []
    shown.started.connect(told.append)
    QTest.keyClicks(shown, "2t3")
    assert told == ["b", "a"]


def test_a_score_is_incomplete_but_never_negative() -> None:
    assert score_words(0, 5, "complete") == "0 of 5"
    assert score_words(1, 5, "incomplete") == "incomplete"
    assert score_words(None, 5, "decided") == "incomplete"


def test_an_override_needs_its_reason(qtbot: QtBot, visit: VisitView, theme: Theme) -> None:
    visit.open.desk.set_answer(FindingKey("reflex_achilles", Side.RIGHT), Answer("0"))
    form = HypothesisForm(theme, visit.open, visit.session)
    qtbot.addWidget(form)
    ranked = visit.open.live.current.tested_first
    assert form.cause.currentData() == ranked[0].condition
    assert verdict(form) == "agree"
    form.cause.setCurrentIndex(2)
    form.cause.activated.emit(2)
    assert verdict(form) == "override"
    QTest.mouseClick(form.save, Qt.MouseButton.LeftButton)
    assert hypothesis(visit) is None
    QTest.keyClicks(form.reason, "history of the strain")
    QTest.keyClick(form.reason, Qt.Key.Key_Return)
    kept = hypothesis(visit)
    assert kept is not None
    assert (kept.condition, kept.agrees) == (ranked[2].condition, False)
    assert (kept.reason, kept.side) == ("history of the strain", Side.RIGHT)
    assert kept.knowledge_sha256 == visit.open.live.current.knowledge.sha256


def test_a_hypothesis_may_be_a_cause_that_is_never_ranked(
    qtbot: QtBot, visit: VisitView, theme: Theme
) -> None:
    form = HypothesisForm(theme, visit.open, visit.session)
    qtbot.addWidget(form)
    offered = [form.cause.itemData(row) for row in range(form.cause.count())]
    ranked = [cause.condition for cause in visit.open.live.current.ranked]
    assert offered[: len(ranked)] == ranked
    assert {"greater_trochanteric_pain", "meralgia_paresthetica", "calf_strain"} <= set(offered)
    assert len(offered) == len(set(offered))
    form.cause.setCurrentIndex(offered.index("other_cause"))
    form.cause.activated.emit(form.cause.currentIndex())
    QTest.mouseClick(form.save, Qt.MouseButton.LeftButton)
    assert hypothesis(visit) is None
    QTest.keyClicks(form.reason, "snapping hip")
    QTest.keyClick(form.reason, Qt.Key.Key_Return)
    kept = hypothesis(visit)
    assert kept is not None
    assert (kept.condition, kept.agrees, kept.reason) == ("other_cause", False, "snapping hip")
    assert visit.open.live.current.cause_name("other_cause") == "Other cause"
    again = HypothesisForm(theme, visit.open, visit.session)
    qtbot.addWidget(again)
    assert again.cause.currentData() == "other_cause"


def test_the_hypothesis_of_a_signed_visit_cannot_be_changed(
    qtbot: QtBot, visit: VisitView, theme: Theme
) -> None:
    visit.open.desk.set_answer(FindingKey("reflex_achilles", Side.RIGHT), Answer("0"))
    form = HypothesisForm(theme, visit.open, visit.session)
    qtbot.addWidget(form)
    QTest.keyClick(form.reason, Qt.Key.Key_Return)
    kept = hypothesis(visit)
    assert kept is not None
    desk = visit.open.desk
    desk.replace_stored(replace(desk.visit, status=VisitStatus.SIGNED), ())
    signed = HypothesisForm(theme, visit.open, visit.session)
    qtbot.addWidget(signed)
    assert signed.cause.currentData() == kept.condition
    parts = (signed.cause, signed.side, signed.verdict, signed.reason, signed.save)
    assert not any(part.isEnabled() for part in parts)
    assert "addendum" in signed.remark.text()


def test_a_cause_out_of_reach_is_no_agreement_with_the_order(
    qtbot: QtBot, visit: VisitView, theme: Theme
) -> None:
    visit.open.desk.set_answer(FindingKey("reflex_achilles", Side.RIGHT), Answer("0"))
    form = HypothesisForm(theme, visit.open, visit.session)
    qtbot.addWidget(form)
    ranked = visit.open.live.current.ranked
    far = next(row for row, one in enumerate(ranked) if row and not one.tested)
    form.cause.setCurrentIndex(far)
    form.cause.activated.emit(far)
    form.verdict.set_value("agree")
    QTest.mouseClick(form.save, Qt.MouseButton.LeftButton)
    assert hypothesis(visit) is None
    assert verdict(form) == "override"
    assert form.remark.text() == "An override needs its reason."


def test_another_hypothesis_asks_for_a_reason_of_its_own(
    qtbot: QtBot, visit: VisitView, theme: Theme
) -> None:
    visit.open.desk.set_answer(FindingKey("reflex_achilles", Side.RIGHT), Answer("0"))
    form = HypothesisForm(theme, visit.open, visit.session)
    qtbot.addWidget(form)
    QTest.keyClicks(form.reason, "root signs at S1")
    QTest.keyClick(form.reason, Qt.Key.Key_Return)
    first = hypothesis(visit)
    again = HypothesisForm(theme, visit.open, visit.session)
    qtbot.addWidget(again)
    QTest.keyClick(again.cause, Qt.Key.Key_Down)
    QTest.keyClick(again.cause, Qt.Key.Key_Down)
    assert again.reason.text() == ""
    assert again.cause.currentText().strip() in again.remark.text()
    QTest.keyClick(again.reason, Qt.Key.Key_Return)
    assert hypothesis(visit) == first
    assert again.remark.text() == "An override needs its reason."
    QTest.keyClicks(again.reason, "pain sits at the joint")
    QTest.keyClick(again.reason, Qt.Key.Key_Return)
    kept = hypothesis(visit)
    assert kept is not None
    assert (kept.reason, kept.agrees) == ("pain sits at the joint", False)


def test_below_eighteen_the_ranking_is_off_and_says_why(window: MainWindow) -> None:
    session = window.session
    assert session is not None
    patient = session.store.patient("p1")
    session.store.save_patient(replace(patient, birth_date=date(2012, 1, 1)))
    window.start_visit(session.store.episode("e1"))
    assert window.visit is not None
    window.visit.dock.open()
    panel = window.visit.dock.panel
    assert isinstance(panel, SidePanel)
    assert panel.off.text()
    assert panel.causes.causes == ()


def test_show_more_shows_every_cause(visit: VisitView, settle: Settle) -> None:
    visit.dock.open()
    panel = visit.dock.panel
    assert isinstance(panel, SidePanel)
    settle()
    few = len(panel.causes.causes)
    QTest.mouseClick(panel.more, Qt.MouseButton.LeftButton)
    assert len(panel.causes.causes) == len(visit.open.live.current.ranked) > few
