"""Enter walks down a column whatever stands in it; only Space or a digit marks a chip."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.clinical.sides import Side
from pt_chart.ui.forms.choice_editors import ChipEditor
from pt_chart.ui.shell.visit_view import VisitView

R = Side.RIGHT
Settle = Callable[[], None]


def focused(visit: VisitView) -> FindingKey:
    """The cell that has the keyboard."""
    key = getattr(visit.focusWidget(), "key", None)
    assert isinstance(key, FindingKey)
    return key


def test_enter_goes_through_chip_cells_and_files_nothing(visit: VisitView, settle: Settle) -> None:
    assert visit.show_field(FindingKey("slr_angle", R))
    settle()
    before = visit.open.desk.visit.answers
    walked = []
    for _ in range(5):
        QTest.keyClick(visit.focusWidget(), Qt.Key.Key_Return)
        walked.append(focused(visit))
    settle()
    assert [key.id for key in walked[:3]] == ["slr_familiar", "slr_kind", "slr_where"]
    assert len(set(walked)) == 5
    assert {key.side for key in walked} == {R}
    assert visit.open.desk.visit.answers == before


def test_space_marks_the_chip_that_has_the_keyboard(visit: VisitView, settle: Settle) -> None:
    key = FindingKey("slr_kind", R)
    assert visit.show_field(key)
    settle()
    chips = visit.focusWidget()
    assert isinstance(chips, ChipEditor)
    QTest.keyClick(chips, Qt.Key.Key_Right)
    QTest.keyClick(chips, Qt.Key.Key_Space)
    assert visit.open.desk.visit.answers[key].value == ("stretch",)


def test_enter_in_the_qualifiers_under_a_finding_goes_on_as_well(
    visit: VisitView, settle: Settle
) -> None:
    key = FindingKey("strength_knee_flexion", R)
    visit.open.desk.set_answer(key, Answer("4"))
    assert visit.show_field(key)
    settle()
    QTest.keyClick(visit.focusWidget(), Qt.Key.Key_Tab)
    chips = visit.focusWidget()
    assert not hasattr(chips, "key")
    QTest.keyClick(chips, Qt.Key.Key_Enter)
    settle()
    assert visit.open.desk.visit.answers[key].qualifiers == ()
    assert visit.focusWidget() is not chips
