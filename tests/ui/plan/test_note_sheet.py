"""The note on screen: linked, edited, linked again, copied."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from pt_chart.clinical.findings import Answer
from pt_chart.ui.note.sentence_row import SentenceRow
from pt_chart.ui.plan.page import NOTE, PlanPage
from pt_chart.ui.shell.visit_view import VisitView
from pt_chart.ui.widgets.line_field import ValueState
from tests.ui.plan.gestures import ANKLE, ENTER, click, press, words


def test_a_sentence_follows_its_field_until_edited(visit: VisitView, page: PlanPage) -> None:
    desk = visit.open.desk
    desk.set_answer(ANKLE, Answer("1"))
    page.show_tab(NOTE)
    row = sentence(page, "exam.reflex_achilles")
    assert "RIGHT 1+" in row.words.text()
    QTest.keyClick(row, ENTER)
    assert row.editor is not None
    row.editor.setPlainText("Ankle jerk reduced RIGHT.")
    press(row, "Keep these words")
    row = sentence(page, "exam.reflex_achilles")
    assert row.words.text() == "Ankle jerk reduced RIGHT."
    desk.set_answer(ANKLE, Answer("0"))
    row = sentence(page, "exam.reflex_achilles")
    assert row.words.text() == "Ankle jerk reduced RIGHT."
    assert "the fields changed since" in words(row)
    press(row, "Follow the fields again")
    assert "RIGHT 0" in sentence(page, "exam.reflex_achilles").words.text()
    desk.undo()
    assert "Ankle jerk" in sentence(page, "exam.reflex_achilles").words.text()


def sentence(page: PlanPage, id_: str) -> SentenceRow:
    return page.note.rows[id_]


def test_escape_leaves_a_sentence_as_it_was(visit: VisitView, page: PlanPage) -> None:
    visit.open.desk.set_answer(ANKLE, Answer("1"))
    page.show_tab(NOTE)
    row = sentence(page, "exam.reflex_achilles")
    row.edit()
    QTest.keyClick(row, Qt.Key.Key_Escape)
    assert row.editor is None
    assert visit.open.desk.visit.note.edits == ()


def test_a_sentence_leads_to_its_field(visit: VisitView, page: PlanPage) -> None:
    visit.open.desk.set_answer(ANKLE, Answer("1"))
    page.show_tab(NOTE)
    press(sentence(page, "exam.reflex_achilles"), "Go to the field")
    assert visit.section == "exam"


def test_own_words_and_phrases(visit: VisitView, page: PlanPage) -> None:
    page.show_tab(NOTE)
    note = page.note
    click(note.add)
    assert note.own.state is ValueState.REFUSED
    QTest.keyClicks(note.own, "tolerated treatment well")
    QTest.keyClicks(note.name, "Tolerated")
    note.section.setCurrentIndex(note.section.findData("treatment"))
    click(note.keep)
    QTest.keyClick(note.own, ENTER)
    assert "Tolerated treatment well." in words(note)
    note.phrase.setCurrentIndex(1)
    click(note.insert)
    own = visit.open.desk.visit.note.own
    assert [one.text for one in own] == ["tolerated treatment well"] * 2
    note.phrase.setCurrentIndex(1)
    click(note.forget)
    assert note.phrase.count() == 1


def test_one_key_copies_the_note(visit: VisitView, page: PlanPage) -> None:
    visit.open.desk.set_answer(ANKLE, Answer("1"))
    page.show_tab(NOTE)
    click(page.note.copy)
    text = QGuiApplication.clipboard().text()
    assert text.startswith("DAILY NOTE\n")
    assert "Ankle reflex: RIGHT 1+" in text
