"""The register window: somebody known, edited details, two records merged and parted, files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from pt_chart.charting.audit import AuditAction
from pt_chart.charting.clinic_session import ClinicSession
from pt_chart.ui.forms.signature_card import SignatureCard
from pt_chart.ui.patients.entry_forms import EpisodeForm, PatientForm
from pt_chart.ui.patients.merge_page import GONE, MergePage
from pt_chart.ui.patients.record_section import UNDO, UNDO_NOW, RecordSection
from pt_chart.ui.patients.view import PatientsView
from pt_chart.ui.shell.visit_view import VisitView
from pt_chart.ui.shell.window import MainWindow
from pt_chart.ui.widgets.button import Button
from pt_chart.ui.widgets.label import Label

Settle = Callable[[], None]
LETTER = "Letter of an invented practice.\nMRI asked for.\n"


def mira(session: ClinicSession) -> str:
    """The id of the invented patient."""
    return session.store.search("tallowby mira")[0].patient.id


def type_mira(view: PatientsView, session: ClinicSession) -> PatientForm:
    view.ask_new_patient()
    form = view.findChild(PatientForm)
    assert form is not None
    known = session.store.patient(mira(session))
    assert known.birth_date is not None
    QTest.keyClicks(form.fields["family"], "Tallovby")
    QTest.keyClicks(form.fields["given"], "Mira")
    QTest.keyClicks(form.fields["born"], known.birth_date.isoformat())
    return form


def test_somebody_known_is_seen_while_typing_and_opened(
    qtbot: QtBot, view: PatientsView, session: ClinicSession, settle: Settle
) -> None:
    type_mira(view, session)
    qtbot.waitUntil(view.likely.isVisible)
    (row,) = view.likely.people.shown
    lists = view.lists
    assert lists.found_card.geometry().bottom() < lists.day_card.geometry().top() - 4
    assert row.cells[0].text == "Tallowby, Mira"
    assert "similar name, same date of birth" in row.cells[0].below
    assert "Family name: Tallovby / Tallowby" in row.cells[0].below
    table = view.likely.people
    last = table.model().index(0, table.model().columnCount() - 1)
    QTest.mouseClick(
        table.viewport(), Qt.MouseButton.LeftButton, pos=table.visualRect(last).center()
    )
    qtbot.waitUntil(lambda: not view.likely.isVisible())
    settle()
    assert view.side.currentWidget() is view.card
    assert not view.likely.isVisible()
    assert len(session.store.search("tallo")) == len(session.store.search("tallow"))


def test_a_new_record_of_somebody_alike_needs_a_reason(
    view: PatientsView, session: ClinicSession, settle: Settle
) -> None:
    form = type_mira(view, session)
    QTest.keyClick(form.fields["family"], Qt.Key.Key_Return)
    assert "looks like the same person" in form.remark.text()
    assert form.fields["reason"].hasFocus()
    QTest.keyClicks(form.fields["reason"], "twin sister")
    QTest.keyClick(form.fields["reason"], Qt.Key.Key_Return)
    settle()
    assert view.findChild(EpisodeForm) is not None
    (row,) = session.store.search("tallovby")
    lines = [one.entry for one in session.store.audit(row.patient.id)]
    (line,) = [one for one in lines if one.action is AuditAction.CREATE]
    assert "twin sister" in line.detail


def test_details_are_edited(view: PatientsView, session: ClinicSession, settle: Settle) -> None:
    patient_id = mira(session)
    view.show_patient(patient_id)
    settle()
    section = view.card.findChild(RecordSection)
    assert section is not None
    section.edit.click()
    form = view.findChild(PatientForm)
    assert form is not None
    before = session.store.patient(patient_id)
    assert form.fields["family"].text() == before.family_name
    form.fields["phone"].setText("(555) 010-4242")
    form.language.pick("es")
    form.print.pick("large")
    QTest.keyClick(form.fields["phone"], Qt.Key.Key_Return)
    settle()
    changed = replace(before, phone="(555) 010-4242", language="es", large_print=True)
    assert session.store.patient(patient_id) == changed


def test_an_id_of_somebody_else_is_asked_about(
    view: PatientsView, session: ClinicSession, settle: Settle
) -> None:
    patient_id = mira(session)
    other = session.store.search("tallowby edwin")[0].patient
    view.show_patient(patient_id)
    settle()
    view.entry.ask_edit(session.store.patient(patient_id))
    form = view.findChild(PatientForm)
    assert form is not None
    before = session.store.patient(patient_id)
    form.fields["number"].setText(other.record_number)
    QTest.keyClick(form.fields["number"], Qt.Key.Key_Return)
    settle()
    assert "same ID" in form.remark.text()
    assert session.store.patient(patient_id) == before
    form.fields["number"].setText(before.record_number)
    form.fields["born"].setText("0082-04-14")
    QTest.keyClick(form.fields["born"], Qt.Key.Key_Return)
    settle()
    assert "130 years" in form.remark.text()
    assert session.store.patient(patient_id) == before


def test_an_alert_with_a_semicolon_stays_whole(
    view: PatientsView, session: ClinicSession, settle: Settle
) -> None:
    patient_id = mira(session)
    before = replace(session.store.patient(patient_id), alerts=("NSAID; stomach", "Latex"))
    session.store.save_patient(before)
    view.entry.ask_edit(before)
    form = view.findChild(PatientForm)
    assert form is not None
    form.fields["phone"].setText("(555) 010-4242")
    QTest.keyClick(form.fields["phone"], Qt.Key.Key_Return)
    settle()
    assert session.store.patient(patient_id).alerts == before.alerts


def test_two_records_are_merged_and_parted_again(
    view: PatientsView, session: ClinicSession, settle: Settle
) -> None:
    kept = session.store.patient(mira(session))
    other = session.store.search("tallowby edwin")[0].patient
    view.show_patient(kept.id)
    settle()
    view.ask_merge()
    page = view.findChild(MergePage)
    assert page is not None
    page.search.setText("edwin")
    page.found.choose(other.id)
    QTest.keyClick(page.found, Qt.Key.Key_Return)
    assert page.choices["given_name"].value == "kept"
    page.choices["phone"].set_value(GONE)
    QTest.mouseClick(page.go, Qt.MouseButton.LeftButton)
    assert session.store.merges() == ()
    told = " ".join(label.text() for label in page.findChildren(Label))
    assert "These contradict each other: name" in told
    page.reason.setText("x")
    QTest.mouseClick(page.go, Qt.MouseButton.LeftButton)
    assert session.store.merges() == (), "one letter is no reason where they contradict"
    page.reason.setText("typed twice")
    QTest.mouseClick(page.go, Qt.MouseButton.LeftButton)
    assert session.store.merges() == ()
    assert page.go.text() == "They are one person: merge"
    QTest.mouseClick(page.go, Qt.MouseButton.LeftButton)
    settle()
    assert session.store.patient(other.id).id == kept.id
    assert session.store.patient(kept.id).phone == other.phone
    assert view.pages.currentWidget() is view.lists
    view.search.setText("edwin")
    settle()
    assert "found as Tallowby, Edwin" in view.found.shown[0].cells[0].below
    view.show_patient(kept.id)
    settle()
    (undo,) = [one for one in view.card.findChildren(Button) if one.text() == UNDO]
    QTest.mouseClick(undo, Qt.MouseButton.LeftButton)
    told = " ".join(label.text() for label in view.card.findChildren(Label))
    assert f"{kept.name} keeps" in told
    assert session.store.merges(), "it says first what goes where"
    assert undo.text() == UNDO_NOW
    QTest.mouseClick(undo, Qt.MouseButton.LeftButton)
    settle()
    assert session.store.patient(kept.id) == kept
    assert session.store.patient(other.id) == other


def test_the_other_record_can_be_the_one_that_stays(
    view: PatientsView, session: ClinicSession, settle: Settle
) -> None:
    first = mira(session)
    other = session.store.search("tallowby edwin")[0].patient.id
    view.show_patient(first)
    settle()
    view.ask_merge()
    page = view.findChild(MergePage)
    assert page is not None
    page.compare(other)
    page.swap.click()
    page.reason.setText("typed twice")
    page.go.click()
    page.go.click()
    settle()
    assert session.store.patient(first).id == other


def test_days_are_turned_and_another_day_is_shown(
    view: PatientsView, session: ClinicSession, settle: Settle
) -> None:
    before = view.lists.day_card.title.text()
    view.lists.before.click()
    settle()
    assert view.lists.day_card.title.text() != before
    assert view.lists.span[0] == view.lists.span[1]
    view.lists.after.click()
    settle()
    assert view.lists.day_card.title.text() == "Today"


def test_finish_opens_a_draft_with_one_click(
    qtbot: QtBot, window: MainWindow, view: PatientsView
) -> None:
    table = view.drafts
    last = table.model().index(0, table.model().columnCount() - 1)
    where: QPoint = table.visualRect(last).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=where)
    qtbot.waitUntil(lambda: window.visit is not None)


def test_the_way_out_of_a_wrong_patient_is_a_command(
    window: MainWindow, visit: VisitView, settle: Settle
) -> None:
    assert window.commands is not None
    window.commands.actions["wrong_patient"].trigger()
    settle()
    card = visit.findChild(SignatureCard)
    assert card is not None
    assert card.repair.isVisible()
    assert card.repair.search.hasFocus()
    moved = visit.open.desk.visit.id
    card.repair.search.setText("talvistane")
    assert not card.repair.go.visibleRegion().isEmpty(), "the form is in sight"
    card.repair.reason.setText("charted under the wrong name")
    card.repair.go.click()
    settle()
    assert visit.open.desk.visit.id == moved, "nothing moves before somebody is chosen"
    assert "born" in card.repair.target.itemText(1)
    assert "ID " in card.repair.target.itemText(1)
    card.repair.target.setCurrentIndex(1)
    assert "to Talvistane" in card.repair.go.text()
    card.repair.go.click()
    settle()
    assert window.session is not None
    store = window.session.store
    patient = store.patient(store.episode(store.visit(moved).episode_id).patient_id)
    assert patient.family_name == "Talvistane"
    told = [line.entry for line in store.audit() if line.entry.action is AuditAction.MOVE]
    assert {line.patient_id for line in told} == {patient.id, visit.open.desk.patient.id}


def test_an_episode_that_does_not_fit_is_asked_about_before_a_draft_goes_there(
    window: MainWindow, visit: VisitView, settle: Settle
) -> None:
    assert window.commands is not None
    store = visit.session.store
    store.save_episode(replace(store.episode("e3"), closed=date(2026, 11, 1)))
    window.commands.actions["wrong_patient"].trigger()
    settle()
    card = visit.findChild(SignatureCard)
    assert card is not None
    card.repair.search.setText("talvistane")
    assert not card.repair.doubts.isVisible()
    card.repair.target.setCurrentIndex(1)
    assert "closed on Nov 1" in card.repair.doubts.text()
    card.repair.reason.setText("charted under the wrong name")
    moved = visit.open.desk.visit
    card.repair.go.click()
    settle()
    assert store.visit(moved.id).episode_id == moved.episode_id
    assert visit.notices.notice is not None
    assert "right episode" in visit.notices.notice.text
    card.repair.go.click()
    settle()
    assert store.visit(moved.id).episode_id == "e3"
    assert window.visit is not None
    assert window.visit.notices.notice is not None
    assert "was moved from Tallowby" in window.visit.notices.notice.text
    assert "to Talvistane" in window.visit.notices.notice.text


def test_imported_visits_stand_below_ones_own(
    view: PatientsView, session: ClinicSession, settle: Settle
) -> None:
    rows = session.store.drafts()
    assert rows
    old = replace(rows[0], visit_id="old", date=date(2020, 1, 1), imported=True)
    view.lists.show_drafts((old, *rows), ())
    settle()
    shown = [row.id for row in view.drafts.shown]
    assert shown == [*(row.visit_id for row in rows), "old"]
    assert view.drafts.shown[-1].cells[0].aside.startswith("imported, ")
    assert "; 1 imported" in view.lists.draft_card.note.text()
