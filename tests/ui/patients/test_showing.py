"""Only what the person does changes the patient shown; a form that is begun stays."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from pt_chart.charting.audit import AuditAction
from pt_chart.clinical.visit import Signature, Visit, VisitKind, Withdrawal
from pt_chart.ui.patients.entry_forms import EpisodeForm, PatientForm
from pt_chart.ui.patients.view import PatientsView
from pt_chart.ui.shell.window import MainWindow
from pt_chart.ui.widgets.button import Button
from pt_chart.ui.widgets.label import Label
from pt_chart.ui.widgets.table import Table
from tests.store.samples import NOON

Settle = Callable[[], None]
CTRL = Qt.KeyboardModifier.ControlModifier


def find(view: PatientsView, text: str, settle: Settle) -> str:
    view.search.setFocus()
    view.search.selectAll()
    QTest.keyClicks(view.search, text)
    settle()
    return view.showing.patient_id


def new_patient(window: MainWindow) -> PatientForm:
    QTest.keyClick(window, Qt.Key.Key_N, CTRL)
    form = window.findChild(PatientForm)
    assert isinstance(form, PatientForm)
    return form


def marked(view: PatientsView) -> dict[str, str]:
    lists = view.lists
    tables: tuple[Table, ...] = (lists.found, lists.day, lists.drafts, lists.cosign)
    return {t.accessibleName(): t.current_id for t in tables if t.current_id}


def test_only_rows_of_the_patient_shown_are_marked(
    window: MainWindow, view: PatientsView, settle: Settle
) -> None:
    assert find(view, "tallowby mira", settle) == "p1"
    assert marked(view)["Found patients"] == "p1"
    assert "Unsigned and not started" not in marked(view)
    QTest.keyClick(view.drafts, Qt.Key.Key_Down)
    settle()
    assert view.showing.patient_id == "p3"
    assert set(marked(view).values()) == {"v3"}


def test_passing_through_the_lists_by_tab_changes_nobody(
    window: MainWindow, view: PatientsView, settle: Settle
) -> None:
    find(view, "tallowby mira", settle)
    before = marked(view)
    for _ in range(25):
        QTest.keyClick(window.focusWidget() or window, Qt.Key.Key_Tab)
        settle()
    view.refresh()
    settle()
    assert view.showing.patient_id == "p1"
    assert marked(view) == before


def test_the_new_patient_form_stays_when_the_lists_are_read_again(
    window: MainWindow, view: PatientsView, settle: Settle
) -> None:
    find(view, "tallowby mira", settle)
    view.drafts.setFocus()
    view.open_current()
    settle()
    assert window.visit is not None
    form = new_patient(window)
    settle()
    view.refresh()
    settle()
    assert form.isVisible()
    assert window.focusWidget() is form.fields["family"]


def test_a_search_that_still_runs_does_not_close_the_form(
    window: MainWindow, view: PatientsView, settle: Settle
) -> None:
    view.search.setText("talvistane")
    form = new_patient(window)
    settle()
    assert form.isVisible()
    assert window.focusWidget() is form.fields["family"]


def test_a_begun_form_is_not_lost_to_another_row_or_another_form(
    window: MainWindow, view: PatientsView, settle: Settle
) -> None:
    find(view, "tallowby mira", settle)
    form = new_patient(window)
    QTest.keyClicks(form.fields["family"], "Quillmere")
    QTest.keyClick(view.drafts, Qt.Key.Key_Down)
    settle()
    assert form.isVisible()
    assert view.showing.patient_id == "p1"
    assert "Unsigned and not started" not in marked(view)
    QTest.keyClick(window, Qt.Key.Key_N, CTRL)
    settle()
    assert form.fields["family"].text() == "Quillmere"
    assert window.focusWidget() is form.fields["family"]


def test_an_empty_form_gives_way_to_a_chosen_row(
    window: MainWindow, view: PatientsView, settle: Settle
) -> None:
    new_patient(window)
    QTest.keyClick(view.drafts, Qt.Key.Key_Down)
    settle()
    assert view.side.currentWidget() is view.card
    assert view.showing.patient_id == "p3"


def test_escape_leaves_a_form_and_asks_once_where_something_was_typed(
    window: MainWindow, view: PatientsView, settle: Settle
) -> None:
    form = new_patient(window)
    QTest.keyClick(form.fields["family"], Qt.Key.Key_Escape)
    assert view.side.currentWidget() is view.card
    assert window.focusWidget() is view.search
    form = new_patient(window)
    QTest.keyClicks(form.fields["family"], "Quillmere")
    QTest.keyClick(form.fields["family"], Qt.Key.Key_Escape)
    assert "Esc once more" in form.remark.text()
    assert form.fields["family"].text() == "Quillmere"
    QTest.keyClick(form.fields["family"], Qt.Key.Key_Escape)
    settle()
    assert view.side.currentWidget() is view.card


def test_an_empty_form_does_not_wait_for_the_return_from_a_visit(
    window: MainWindow, view: PatientsView, settle: Settle
) -> None:
    find(view, "tallowby mira", settle)
    new_patient(window)
    assert window.session is not None
    window.start_visit(window.session.store.episode("e1"))
    settle()
    window.show_patients()
    settle()
    assert view.side.currentWidget() is view.card


def test_the_episode_form_after_registering_stays(
    qtbot: QtBot, window: MainWindow, view: PatientsView, settle: Settle
) -> None:
    form = new_patient(window)
    QTest.keyClicks(form.fields["family"], "Tallowby")
    QTest.keyClicks(form.fields["given"], "Agnes")
    QTest.keyClicks(form.fields["reason"], "a cousin")
    QTest.keyClick(form.fields["family"], Qt.Key.Key_Return)
    settle()
    view.refresh()
    settle()
    episode = view.findChild(EpisodeForm)
    assert isinstance(episode, EpisodeForm)
    assert window.focusWidget() is episode.fields["complaint"]
    assert view.showing.patient is not None
    assert view.showing.patient.name == "Tallowby, Agnes"


def test_a_card_leaves_one_line_in_the_log_for_each_patient(
    window: MainWindow, view: PatientsView, settle: Settle
) -> None:
    session = window.session
    assert session is not None
    settle()
    find(view, "tallowby mira", settle)
    find(view, "talvistane", settle)
    find(view, "tallowby mira", settle)
    view.refresh()
    settle()
    views = [one for one in session.store.audit() if one.entry.action is AuditAction.VIEW]
    assert sorted(one.entry.patient_id for one in views if not one.entry.visit_id) == ["p1", "p3"]


def test_a_visit_that_another_window_has_just_begun_is_opened_not_doubled(
    window: MainWindow, view: PatientsView, settle: Settle
) -> None:
    find(view, "tallowby mira", settle)
    assert window.session is not None
    store, day = window.session.store, window.session.today
    there = store.save_draft(Visit("theirs", "e1", VisitKind.FOLLOW_UP, day, 2))
    assert view.card.open_button is not None
    assert view.card.open_button.text() == "Start a visit"
    QTest.mouseClick(view.card.open_button, Qt.MouseButton.LeftButton)
    settle()
    assert window.visit is not None
    assert window.visit.open.desk.visit.id == there.id
    assert len(store.visits_of("e1")) == 2
    assert window.visit.notices.notice is not None
    assert "another window" in window.visit.notices.notice.text


def test_what_is_too_long_is_refused_at_its_field_and_long_words_are_never_cut(
    window: MainWindow, view: PatientsView, settle: Settle
) -> None:
    form = new_patient(window)
    form.fields["family"].setText("x" * 201)
    form._submit()
    assert "201 signs; 200 at most" in form.remark.text()
    assert form.fields["family"].hasFocus()
    form.fields["family"].setText("Quillmere")
    form.fields["alerts"].setText("y" * 1_001)
    form._submit()
    assert "1001 signs; 1000 at most" in form.remark.text()
    form.fields["alerts"].setText("y" * 300)
    form._submit()
    settle()
    view.entry.close()
    settle()
    told = next(one for one in view.card.findChildren(Label) if one.text().startswith("Alerts:"))
    assert told.text().replace("\u200b", "").endswith("y" * 300)
    assert told.minimumSizeHint().width() < view.card.width()


def test_the_buttons_of_a_day_that_is_done_are_whole_and_a_withdrawn_visit_is_no_work(
    window: MainWindow, view: PatientsView, settle: Settle
) -> None:
    assert window.session is not None
    store, day = window.session.store, window.session.today
    draft = store.save_draft(Visit("today", "e1", VisitKind.FOLLOW_UP, day, 2))
    store.sign(draft, Signature("user-1", "Ines Corvale, PT", "therapist", NOON, "0" * 64))
    find(view, "tallowby mira", settle)
    view.show_patient("p1")
    settle()
    buttons = [one for one in view.card._foot.findChildren(Button) if one.isVisible()]
    words = [one.text() for one in buttons]
    assert {"Open today's visit", "Start another visit", "New episode of care"} <= set(words)
    for one in buttons:
        assert one.width() >= one.sizeHint().width(), one.text()
    store.withdraw("today", Withdrawal("wrong patient", "user-1", "Ines Corvale, PT", NOON))
    view.show_patient("p1")
    settle()
    assert view.card.open_button is not None
    assert view.card.open_button.text() == "Start a visit"
