"""Straight leg raise and slump begin on the sound leg, whichever leg hurts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from pt_chart.clinical.findings import FindingKey
from pt_chart.clinical.sides import Side
from pt_chart.ui.forms.form_page import FormPage
from pt_chart.ui.shell.visit_view import VisitView
from pt_chart.ui.shell.window import MainWindow

L, R = Side.LEFT, Side.RIGHT
Settle = Callable[[], None]
PAINFUL = {"e1": R, "e3": L}


@pytest.fixture(params=sorted(PAINFUL))
def case(request: pytest.FixtureRequest, window: MainWindow, settle: Settle) -> VisitView:
    """A visit of a patient whose RIGHT, or whose LEFT leg hurts."""
    session = window.session
    assert session is not None
    window.start_visit(session.store.episode(request.param))
    settle()
    assert window.visit is not None
    assert window.visit.open.desk.episode.side is PAINFUL[request.param]
    return window.visit


def at(case: VisitView) -> tuple[str, Side | None]:
    """The step and the leg that have the keyboard."""
    key = getattr(case.focusWidget(), "key", None)
    assert isinstance(key, FindingKey)
    return key.id, key.side


def test_the_cursor_starts_and_tabs_on_the_sound_leg(case: VisitView, settle: Settle) -> None:
    painful = case.open.desk.episode.side
    assert painful is not None
    sound = painful.mirrored
    for tab, stem in (("sitting", "slump"), ("supine", "slr")):
        case.go_to("exam")
        page = case.page("exam")
        assert isinstance(page, FormPage)
        page.tabs.choose(tab)
        settle()
        page.start()
        assert at(case) == (f"{stem}_first_angle", sound)
        QTest.keyClick(case.focusWidget(), Qt.Key.Key_Tab)
        assert at(case) == (f"{stem}_first_angle", painful)
        QTest.keyClick(case.focusWidget(), Qt.Key.Key_Tab)
        assert at(case)[1] is sound


def test_a_jump_to_the_test_goes_to_the_sound_leg(case: VisitView, settle: Settle) -> None:
    painful = case.open.desk.episode.side
    assert painful is not None
    case.start_test("slr")
    settle()
    assert at(case)[1] is painful.mirrored


def test_enter_goes_down_the_sound_leg_and_then_down_the_painful_one(
    case: VisitView, settle: Settle
) -> None:
    painful = case.open.desk.episode.side
    assert painful is not None
    assert case.show_field(FindingKey("slr_first_angle", painful.mirrored))
    settle()
    sides = []
    for _ in range(30):
        sides.append(at(case))
        QTest.keyClick(case.focusWidget(), Qt.Key.Key_Return)
        if at(case)[1] is painful:
            break
    assert {side for _id, side in sides} == {painful.mirrored}
    assert len(sides) > 3
    assert at(case) == ("slr_first_angle", painful)
