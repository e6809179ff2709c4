"""Nothing typed on the plan page is lost, and its tabs keep the keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from pt_chart.charting.care import edits
from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.clinical.sides import Side
from pt_chart.ui.note.sentence_row import SentenceRow
from pt_chart.ui.plan.page import ADMINISTRATION, NOTE, PLAN, PlanPage
from pt_chart.ui.shell.visit_view import VisitView
from pt_chart.ui.shell.window import MainWindow
from pt_chart.ui.widgets.button import Button
from tests.ui.plan.gestures import ANKLE, ENTER, notice, plan, words

EDITED = "exam.reflex_achilles"


def typing(visit: VisitView, page: PlanPage) -> SentenceRow:
    """A sentence being edited, with words typed over it."""
    visit.open.desk.set_answer(ANKLE, Answer("1"))
    page.show_tab(NOTE)
    row = page.note.rows[EDITED]
    row.setFocus()
    QTest.keyClick(row, ENTER)
    assert row.editor is not None
    QTest.keyClicks(row.editor, "Ankle jerk reduced.")
    return row


def kept(visit: VisitView) -> list[str]:
    return [one.text for one in visit.open.desk.visit.note.edits]


def test_quick_entry_keeps_the_words_being_typed(visit: VisitView, page: PlanPage) -> None:
    typing(visit, page)
    visit.quick.start()
    QTest.keyClicks(visit.quick.field, "slr r 45")
    QTest.keyClick(visit.quick.field, ENTER)
    assert kept(visit) == ["Ankle jerk reduced."]


@pytest.mark.parametrize("leave", ["tab", "page", "lock"])
def test_leaving_keeps_the_words_being_typed(
    window: MainWindow, visit: VisitView, page: PlanPage, leave: str
) -> None:
    typing(visit, page)
    desk = visit.open.desk
    if leave == "tab":
        page.show_tab(PLAN)
    elif leave == "page":
        visit.go_to("exam")
    else:
        window.lock()
    assert [one.text for one in desk.visit.note.edits] == ["Ankle jerk reduced."]


def test_an_edit_goes_on_where_the_note_is_written_anew(visit: VisitView, page: PlanPage) -> None:
    typing(visit, page)
    visit.open.desk.set_answer(ANKLE, Answer("0"))
    editor = page.note.rows[EDITED].editor
    assert editor is not None
    assert editor.toPlainText() == "Ankle jerk reduced."
    QTest.keyClicks(editor, " Again.")
    page.show_tab(PLAN)
    assert kept(visit) == ["Ankle jerk reduced. Again."]


def test_words_of_a_sentence_that_goes_become_ones_own(
    qtbot: QtBot, visit: VisitView, page: PlanPage
) -> None:
    typing(visit, page)
    visit.open.desk.undo()
    qtbot.waitUntil(lambda: bool(visit.open.desk.visit.note.own))
    assert visit.open.desk.visit.note.own[0].text == "Ankle jerk reduced."


def release_over(window: MainWindow, button: QWidget) -> None:
    """A click that the window system sends: pressed, the focus moves, released."""
    handle = window.windowHandle()
    at = button.mapTo(window, button.rect().center())
    QTest.mousePress(handle, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
    QTest.qWait(60)
    QTest.mouseRelease(handle, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)


def test_one_click_on_another_sentence_is_enough(
    window: MainWindow, qtbot: QtBot, visit: VisitView, page: PlanPage
) -> None:
    other = FindingKey("reflex_achilles", Side.LEFT)
    visit.open.desk.set_answer(other, Answer("2"))
    visit.open.desk.set_answer(FindingKey("crossed_slr", Side.RIGHT), Answer(False))
    row = typing(visit, page)
    target = next(r for id_, r in page.note.rows.items() if id_ != EDITED and r.sentence.links)
    name = target.sentence.id
    (pen,) = [b for b in target.findChildren(Button) if b.accessibleName() == "Edit the sentence"]
    page._areas[NOTE].ensureWidgetVisible(pen)
    QApplication.processEvents()
    assert row.editor is not None
    release_over(window, pen)
    qtbot.waitUntil(lambda: kept(visit) == ["Ankle jerk reduced."])
    assert page.note.rows[name].editor is not None
    assert page.note.rows[EDITED].editor is None


def test_escape_gives_up_what_was_typed(visit: VisitView, page: PlanPage) -> None:
    row = typing(visit, page)
    assert row.editor is not None
    QTest.keyClick(row.editor, Qt.Key.Key_Escape)
    assert kept(visit) == []
    assert row.editor is None


class Shown(QObject):
    """Remembers widgets that were shown as windows."""

    def __init__(self) -> None:
        super().__init__()
        self.windows: list[QWidget] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.windows.append(watched)
        return False


def test_turning_the_tabs_opens_no_window_and_keeps_the_keyboard(
    qapp: QApplication, window: MainWindow, visit: VisitView, page: PlanPage
) -> None:
    seen = Shown()
    before = {one for one in qapp.topLevelWidgets() if one.isVisible()}
    qapp.installEventFilter(seen)
    for _ in range(4):
        visit.turn_tab(1)
        qapp.processEvents()
        focus = qapp.focusWidget()
        assert focus is not None
        assert page.isAncestorOf(focus)
    qapp.removeEventFilter(seen)
    assert [one.accessibleName() for one in seen.windows] == []
    assert {one for one in qapp.topLevelWidgets() if one.isVisible()} == before
    assert qapp.activeWindow() is window


def test_a_very_long_problem_is_kept_whole_and_widens_nothing(
    visit: VisitView, page: PlanPage
) -> None:
    page.show_tab(PLAN)
    before = page.plan.problems.minimumSizeHint().width()
    field = page.plan.problems.words
    QGuiApplication.clipboard().setText("x" * 100_000)
    field.paste()
    QTest.keyClick(field, ENTER)
    (problem,) = edits.own_care(visit.open.desk).problems
    assert len(problem.words) == 100_000
    QApplication.processEvents()
    assert "98,800 more characters" in words(page.plan.problems)
    assert page.plan.problems.minimumSizeHint().width() <= before + 40


def test_a_very_long_contact_is_kept_whole_and_widens_nothing(
    visit: VisitView, page: PlanPage
) -> None:
    page.show_tab(ADMINISTRATION)
    contacts = page.administration.contacts
    before = contacts.minimumSizeHint().width()
    QGuiApplication.clipboard().setText("y" * 100_000)
    contacts.about.paste()
    QTest.keyClick(contacts.about, ENTER)
    log = visit.session.store.episode_log(visit.open.desk.episode.id)
    assert log.contacts[-1].about == "y" * 100_000
    QApplication.processEvents()
    assert "more characters" in words(contacts)
    assert contacts.minimumSizeHint().width() <= before + 40


def test_a_goal_in_words_has_no_number(visit: VisitView, page: PlanPage) -> None:
    goals = page.plan.goals
    QTest.keyClicks(goals.words, "walk 50 minutes")
    QTest.keyClicks(goals.target, "50")
    QTest.keyClick(goals.target, ENTER)
    assert "has no number" in notice(visit)
    assert goals.words.text() == "walk 50 minutes"
    assert plan(visit).goals == ()
