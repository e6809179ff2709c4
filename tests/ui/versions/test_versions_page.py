"""Two versions beside each other: by keys and clicks, nothing chosen beforehand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.clinical.merging.three_way import Chosen
from pt_chart.clinical.sides import Side
from pt_chart.ui.shell.visit_view import VisitView
from pt_chart.ui.shell.window import MainWindow
from pt_chart.ui.versions.page import VersionsPage
from tests.store.samples import SIGNATURE

SLR = FindingKey("slr_angle", Side.RIGHT)
SLUMP = FindingKey("slump", Side.RIGHT)
PAIN = FindingKey("nprs_now")


def _elsewhere(view: VisitView, **changes: object) -> None:
    visit = view.session.store.visit(view.open.desk.visit.id)
    for name, value in changes.items():
        key = {"slr": SLR, "slump": SLUMP, "pain": PAIN}[name]
        visit = visit.with_answer(key, Answer(value))  # type: ignore[arg-type]
    view.session.store.save_draft(visit)


def _here(view: VisitView, key: FindingKey, value: object) -> None:
    view.open.desk.set_answer(key, Answer(value))  # type: ignore[arg-type]


def _page(view: VisitView) -> VersionsPage:
    view.notices.go.click()
    page = view.page("versions")
    assert isinstance(page, VersionsPage)
    assert view.stack.currentWidget() is page
    return page


def _choice(page: VersionsPage) -> Chosen | None:
    return page.rows[0].choice


@pytest.fixture
def met(visit: VisitView) -> VisitView:
    """One place changed on both sides twice, one on each side alone."""
    _here(visit, SLR, 30)
    _elsewhere(visit, slr=40, pain=4)
    _here(visit, SLR, 60)
    _here(visit, SLUMP, True)
    return visit


def test_the_notice_leads_to_both_versions(met: VisitView) -> None:
    notice = met.notices.notice
    assert notice is not None
    assert "changed elsewhere" in notice.text
    assert met.notices.go.text() == "Compare"
    page = _page(met)
    assert [row.difference.place.field for row in page.rows] == [str(SLR)]
    names = [box.accessibleName() for box in page.rows[0].boxes.values()]
    assert "60°" in names[0]
    assert "40°" in names[1]
    assert "RIGHT" in names[0]


def test_nothing_is_chosen_beforehand_and_nothing_settled_without_a_choice(
    met: VisitView,
) -> None:
    page = _page(met)
    assert page.rows[0].choice is None
    assert not page.settle_button.isEnabled()
    assert page.state.text() == "1 of 1 to choose"


def test_the_keyboard_chooses_and_settles(met: VisitView) -> None:
    page = _page(met)
    page.start()
    window = met.window()
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Right)
    assert _choice(page) is Chosen.THEIRS
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_1)
    assert _choice(page) is Chosen.MINE
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Down)
    assert page.settle_button.hasFocus()
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Return)
    stored = met.session.store.visit(met.open.desk.visit.id)
    assert [stored.answers[key].value for key in (SLR, SLUMP, PAIN)] == [60, True, 4]
    assert met.section == "exam"


def test_a_click_takes_the_other_version(met: VisitView) -> None:
    page = _page(met)
    QTest.mouseClick(page.rows[0].boxes[Chosen.THEIRS], Qt.MouseButton.LeftButton)
    QTest.mouseClick(page.settle_button, Qt.MouseButton.LeftButton)
    stored = met.session.store.visit(met.open.desk.visit.id)
    assert stored.answers[SLR].value == 40
    assert met.open.desk.visit.answers[SLR].value == 40


def test_what_was_not_taken_is_found_in_the_kept_versions(met: VisitView) -> None:
    page = _page(met)
    page.rows[0].take(Chosen.THEIRS)
    page.settle()
    met.go_to("versions")
    (row,) = page.kept.table.shown
    page.kept.table.choose(row.id)
    told = [words for words in page.kept.shown if "60°" in words]
    assert len(told) == 1
    assert "the chart's" in told[0]


def test_the_charts_version_is_taken_as_it_is(met: VisitView) -> None:
    _page(met).give_up_button.click()
    desk = met.open.desk
    assert desk.visit.answers[SLR].value == 40
    assert SLUMP not in desk.visit.answers
    assert met.session.store.kept_versions(desk.visit.id)[0].mine.answers[SLUMP].value is True


def test_later_goes_on_charting_and_new_edits_are_in_the_comparison(met: VisitView) -> None:
    page = _page(met)
    page.rows[0].take(Chosen.MINE)
    QTest.keyClick(page, Qt.Key.Key_Escape)
    assert met.section == "exam"
    _here(met, FindingKey("nprs_worst"), 8)
    met.go_to("versions")
    assert page.rows[0].choice is Chosen.MINE
    page.settle()
    stored = met.session.store.visit(met.open.desk.visit.id)
    assert stored.answers[FindingKey("nprs_worst")].value == 8


def test_a_visit_signed_elsewhere_shows_what_came_too_late(
    visit: VisitView, settle: Callable[[], None]
) -> None:
    store = visit.session.store
    ident = visit.open.desk.visit.id
    store.sign(store.visit(ident), replace(SIGNATURE, by=store.user.id))
    _here(visit, SLUMP, True)
    settle()
    notice = visit.notices.notice
    assert notice is not None
    assert "signed elsewhere" in notice.text
    page = _page(visit)
    assert page.rows == []
    assert not page.settle_button.isVisible()
    page.give_up_button.click()
    assert visit.open.desk.visit.signed


def test_a_visit_without_another_version_says_so(visit: VisitView) -> None:
    visit.go_to("versions")
    page = visit.page("versions")
    assert isinstance(page, VersionsPage)
    assert page.kept.table.shown == ()
    assert visit.notices.notice is None


def test_the_command_opens_the_page(window: MainWindow, visit: VisitView) -> None:
    assert window.commands is not None
    window.commands.actions["versions"].trigger()
    assert visit.section == "versions"


def test_what_was_left_for_later_waits_in_the_register(
    window: MainWindow, met: VisitView, settle: Callable[[], None]
) -> None:
    ident = met.open.desk.visit.id
    window.show_patients()
    settle()
    assert window.patients is not None
    waiting = window.patients.lists.cosign
    rows = [row for row in waiting.shown if row.id == ident]
    assert [row.cells[1].text for row in rows] == ["Compare"]
    waiting.choose(ident)
    QTest.keyClick(waiting, Qt.Key.Key_Return)
    again = window.visit
    assert again is not None
    assert again.open.desk.visit.id == ident
    _page(again).give_up_button.click()
    window.show_patients()
    settle()
    assert ident not in [row.id for row in window.patients.lists.cosign.shown]
