"""Answers that cannot both be right: told at both fields, asked before signing, settled there."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from pt_chart.charting.disputes import BOTH_STAND
from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.clinical.sides import Side
from pt_chart.ui.forms.exam_page import ExamPage
from pt_chart.ui.forms.field_row import FieldRow
from pt_chart.ui.shell.visit_view import VisitView
from tests.ui import clinic

Settle = Callable[[], None]
DOWN = FindingKey("plantar_response", Side.RIGHT)
UP = FindingKey("babinski", Side.RIGHT)
WORDS = "Plantar response down and Babinski positive are both recorded on the same side"


@pytest.fixture
def disputed(visit: VisitView, settle: Settle) -> VisitView:
    """The toe went down and up on the RIGHT."""
    clinic.answer_core(visit.open.desk)
    clinic.write_record(visit.open.desk)
    visit.go_to("exam")
    visit.open.desk.set_answer(DOWN, Answer("down"))
    visit.open.desk.set_answer(UP, Answer(value=True))
    settle()
    return visit


def row_of(visit: VisitView, key: FindingKey) -> FieldRow:
    assert visit.show_field(key)
    page = visit.page("exam")
    assert isinstance(page, ExamPage)
    return next(r for r in page.findChildren(FieldRow) if key in {e.key for e in r.editors})


def needs(visit: VisitView) -> list[tuple[str, str]]:
    found = [n for n in visit.session.signing_needs() if "both stand" in n.words]
    return [(one.words.partition(". ")[0], one.finding) for one in found]


def test_both_fields_say_it_and_signing_leads_to_the_first(disputed: VisitView) -> None:
    assert WORDS in row_of(disputed, DOWN)._message
    assert WORDS in row_of(disputed, UP)._message
    assert needs(disputed) == [(WORDS, str(DOWN))]


def test_correcting_one_ends_it(disputed: VisitView, settle: Settle) -> None:
    disputed.open.desk.set_answer(DOWN, Answer("up"))
    settle()
    assert row_of(disputed, UP)._message == ""
    assert needs(disputed) == []


def test_a_reason_typed_there_settles_it_and_is_kept(disputed: VisitView, settle: Settle) -> None:
    row = row_of(disputed, DOWN)
    line = row._extras[DOWN]._both
    assert line is not None
    assert not line.isHidden()
    assert row._extras[DOWN]._editor.isVisible()
    QTest.keyClicks(line, "x")
    assert needs(disputed) == [(WORDS, str(DOWN))]
    line.clear()
    QTest.keyClicks(line, "first stroke up, later down")
    settle()
    assert needs(disputed) == []
    assert row._message == ""
    answer = disputed.open.desk.visit.answers[DOWN]
    assert answer.note == f"{BOTH_STAND}first stroke up, later down"
    assert answer.value == "down"


def test_tab_goes_from_the_field_to_the_reason(disputed: VisitView, settle: Settle) -> None:
    row = row_of(disputed, DOWN)
    settle()
    _left, right = row.editors
    assert right.key == DOWN
    line = row._extras[DOWN]._both
    assert line is not None
    for _ in range(4):
        if line.hasFocus():
            break
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert line.hasFocus()


def test_the_sound_leg_first_is_no_contradiction_until_the_exam_is_over(
    visit: VisitView, settle: Settle
) -> None:
    sound = FindingKey("myotome", Side.LEFT, "L5")
    visit.go_to("exam")
    visit.open.desk.set_answer(sound, Answer("4"))
    settle()
    row = row_of(visit, sound)
    assert "main side" not in row._message
    assert any("main side is RIGHT" in one.words for one in visit.session.signing_needs())
    clinic.write_record(visit.open.desk)
    settle()
    row = row_of(visit, sound)
    row.show_answers()
    assert "main side is RIGHT" in row._message


def test_the_list_of_signing_leads_into_the_reason_and_not_into_the_answer(
    disputed: VisitView, settle: Settle
) -> None:
    disputed.go_to("history")
    (need,) = [n for n in disputed.session.signing_needs() if n.words.startswith(WORDS)]
    disputed.follow(need.place)
    settle()
    focused = disputed.focusWidget()
    assert focused is not None
    assert focused.accessibleName().startswith("Why both stand")
    QTest.keyClicks(focused, "not new, old polio")
    settle()
    answer = disputed.open.desk.visit.answers[DOWN]
    assert (answer.value, answer.note) == ("down", f"{BOTH_STAND}not new, old polio")
