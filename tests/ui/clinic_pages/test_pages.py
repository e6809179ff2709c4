"""Users, papers, backups, log and verification in the window, on a real encrypted chart."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from pt_chart.bootstrap.local import LocalWorkplace
from pt_chart.charting.administration import Verification
from pt_chart.charting.audit import AuditAction
from pt_chart.charting.draft_saver import run_here
from pt_chart.charting.idle_lock import idle_minutes
from pt_chart.charting.retention import RetentionPeriod
from pt_chart.clinical.people import Clinician, Patient
from pt_chart.ui.clinic.audit import AuditPage
from pt_chart.ui.clinic.backup import BackupPage
from pt_chart.ui.clinic.own import OwnPage
from pt_chart.ui.clinic.retention import RetentionPage
from pt_chart.ui.clinic.shares import ShareForm
from pt_chart.ui.clinic.users import UsersPage
from pt_chart.ui.clinic.verification import UNGUARDED, VerificationPage
from pt_chart.ui.shell.window import MainWindow
from pt_chart.ui.widgets.label import Label
from pt_chart.ui.widgets.side_form import SideForm
from tests.store.samples import NOON, PASSWORD, PATIENT

OTHER = "three other words"


def users(window: MainWindow, qtbot: QtBot) -> UsersPage:
    """The users page with its list read."""
    window.show_clinic("users")
    assert window.clinic is not None
    page = window.clinic.page("users")
    assert isinstance(page, UsersPage)
    qtbot.waitUntil(lambda: len(page.table.shown) > 0)
    return page


def form_of(page: UsersPage) -> SideForm:
    """The form at the right."""
    form = page.side.currentWidget()
    assert form is not None
    found = form.findChild(SideForm)
    assert found is not None
    return found


def share_form(page: UsersPage) -> ShareForm:
    """The form that makes a code on paper."""
    form = form_of(page)
    assert isinstance(form, ShareForm)
    return form


def fill(form: SideForm, **texts: str) -> None:
    """Type into fields by their keys."""
    for key, text in texts.items():
        QTest.keyClicks(form.fields[key], text)


def test_a_user_is_added_by_keys_and_can_unlock(
    window: MainWindow, place: LocalWorkplace, qtbot: QtBot
) -> None:
    page = users(window, qtbot)
    page.ask_new()
    form = form_of(page)
    fill(form, name="Bram Ostrande", credentials="PTA", password=OTHER, own="wrong")
    QTest.keyClick(form.fields["own"], Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "do not open" in form.remark.text())
    form.fields["own"].clear()
    fill(form, own=PASSWORD)
    QTest.keyClick(form.fields["own"], Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(page.table.shown) == 2)
    window.lock()
    session = place.unlock("Bram Ostrande", OTHER, run_here)
    assert session.clinician.role == "assistant"
    session.store.close()


def test_a_user_is_deactivated(window: MainWindow, place: LocalWorkplace, qtbot: QtBot) -> None:
    assert window.session is not None
    administration = window.session.administration
    assert administration is not None
    administration.add_user(Clinician("u2", "Bram", role="front_desk"), OTHER, PASSWORD)
    page = users(window, qtbot)
    page.refresh()
    qtbot.waitUntil(lambda: len(page.table.shown) == 2)
    page.table.choose("u2")
    holder = page.side.currentWidget()
    assert holder is not None
    forms = holder.findChildren(SideForm)
    forms[-1].go.click()
    qtbot.waitUntil(lambda: "do not open" in forms[-1].remark.text())
    fill(forms[-1], own=PASSWORD)
    forms[-1].go.click()
    qtbot.waitUntil(lambda: page.table.shown[-1].cells[-1].text == "deactivated")
    assert [user.name for user in place.staff()] == ["Ines Corvale"]


def test_a_recovery_kit_is_made_and_opens_the_chart(
    window: MainWindow, place: LocalWorkplace, qtbot: QtBot
) -> None:
    page = users(window, qtbot)
    assert "chart is lost" in page.kit.text()
    page.ask_share("recovery")
    holder = share_form(page)
    fill(holder, own=PASSWORD)
    QTest.keyClick(holder.fields["own"], Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(holder.code.text()) == 39)
    assert holder.pdf.startswith(b"%PDF-")
    code = holder.code.text()
    qtbot.waitUntil(lambda: "Recovery kit made" in page.kit.text())
    assert holder.code.text() == code
    window.lock()
    session = place.unlock_with_kit(code.lower(), "Ines Corvale", OTHER, run_here)
    assert session.store.patient(PATIENT.id) == PATIENT
    session.store.close()


def test_the_code_is_on_the_paper(window: MainWindow, qtbot: QtBot) -> None:
    page = users(window, qtbot)
    page.ask_share("emergency")
    form = share_form(page)
    fill(form, own=PASSWORD)
    form.go.click()
    qtbot.waitUntil(lambda: bool(form.pdf))
    document = pypdfium2.PdfDocument(form.pdf)
    text = document[0].get_textpage().get_text_range()
    assert len(document) == 1
    assert all(group in text for group in form.code.text().split("-"))
    assert "Emergency access" in text


def test_a_backup_is_made_and_its_proof_is_said(
    window: MainWindow, place: LocalWorkplace, qtbot: QtBot
) -> None:
    window.show_clinic("backup")
    assert window.clinic is not None
    page = window.clinic.page("backup")
    assert isinstance(page, BackupPage)
    with qtbot.waitSignal(page.backed_up) as heard:
        page.go.click()
    assert heard.args is not None
    assert heard.args[0].proved
    qtbot.waitUntil(lambda: len(page.table.shown) == 1)
    assert "restored and checked" in place.backup_words
    qtbot.waitUntil(lambda: "restored and checked" in page.state.text())
    fill(page.form, daily="x")
    page.form.go.click()
    assert "not a number" in page.form.remark.text()


def test_the_log_is_narrowed_sorted_and_exported(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.show_clinic("audit")
    assert window.clinic is not None
    page = window.clinic.page("audit")
    assert isinstance(page, AuditPage)
    qtbot.waitUntil(lambda: len(page.records) > 3)
    everything = len(page.records)
    combo = page.filter.choices["action"]
    combo.setCurrentIndex(combo.findData("unlock"))
    page.filter.go.click()
    qtbot.waitUntil(lambda: 0 < len(page.records) < everything)
    assert {r.entry.action for r in page.records} == {AuditAction.UNLOCK}
    page.filter.fields["since"].setText("31.12.")
    page.filter.go.click()
    assert "not a date" in page.filter.remark.text()
    target = tmp_path / "log.csv"
    monkeypatch.setattr(
        "pt_chart.ui.clinic.audit.QFileDialog.getSaveFileName", lambda *_: (str(target), "")
    )
    page.export.click()
    assert target.read_text().count("unlock") == len(page.records)
    assert window.session is not None
    newest = window.session.store.audit(limit=1)[0].entry
    assert newest.action is AuditAction.EXPORT


def test_a_disclosure_is_recorded_for_a_patient(window: MainWindow, qtbot: QtBot) -> None:
    window.show_clinic("audit")
    assert window.clinic is not None
    page = window.clinic.page("audit")
    assert isinstance(page, AuditPage)
    qtbot.waitUntil(lambda: page.filter.choices["patient"].count() > 1)
    page.disclosure.go.click()
    assert "Choose the patient" in page.disclosure.remark.text()
    page.choose_patient(PATIENT.id)
    fill(page.disclosure, recipient="Dr. Rowe", what="progress note", purpose="referral")
    page.disclosure.go.click()
    qtbot.waitUntil(lambda: page.disclosure.remark.text() == "Recorded.")
    qtbot.waitUntil(lambda: len(page.records) == 1)
    assert "Dr. Rowe" in page.table.shown[0].cells[-1].text


def test_the_clock_is_accepted_as_right_with_a_reason(window: MainWindow, qtbot: QtBot) -> None:
    window.show_clinic("verification")
    assert window.clinic is not None
    page = window.clinic.page("verification")
    assert isinstance(page, VerificationPage)
    form = page.clock
    assert form is not None
    form.go.click()
    assert "Say why" in form.remark.text()
    form.fields["reason"].setText("the battery was flat")
    form.fields["own"].setText(PASSWORD)
    form.go.click()
    qtbot.waitUntil(lambda: "Accepted" in form.remark.text())


def test_verification_says_what_it_found(window: MainWindow, qtbot: QtBot) -> None:
    window.show_clinic("verification")
    assert window.clinic is not None
    page = window.clinic.page("verification")
    assert isinstance(page, VerificationPage)
    page.go.click()
    qtbot.waitUntil(lambda: page.state.text().startswith("Sound"))
    assert UNGUARDED not in [label.text() for label in page.findChildren(Label)]
    page.show_outcome(Verification(NOON, (), unguarded=1))
    assert UNGUARDED in [label.text() for label in page.findChildren(Label)]


def test_erasing_asks_for_the_name(window: MainWindow, qtbot: QtBot) -> None:
    window.show_clinic("retention")
    assert window.clinic is not None
    page = window.clinic.page("retention")
    assert isinstance(page, RetentionPage)
    page.years.show_number(0)
    page.refresh()
    assert window.session is not None
    window.session.store.save_patient(Patient("old", "9", "Oldname", "Given", None))
    page.refresh()
    qtbot.waitUntil(lambda: any(row.id == "old" for row in page.table.shown))
    page.table.choose("old")
    fill(page.form, typed="Wrong", reason="past retention", own=PASSWORD)
    page.form.go.click()
    assert "to confirm" in page.form.remark.text()
    page.form.fields["typed"].setText("oldname")
    page.form.go.click()
    qtbot.waitUntil(lambda: "Erased" in page.form.remark.text())
    assert window.session.store.search("oldname") == ()


def test_the_period_runs_and_asks_why_before_its_time(window: MainWindow, qtbot: QtBot) -> None:
    window.show_clinic("retention")
    assert window.clinic is not None
    page = window.clinic.page("retention")
    assert isinstance(page, RetentionPage)
    qtbot.waitUntil(lambda: not page.save.isEnabled())
    assert not page.table.shown
    QTest.keyClicks(page.years, "0")
    assert page.years.value == 0
    qtbot.waitUntil(lambda: any(row.id == PATIENT.id for row in page.table.shown))
    page.table.choose(PATIENT.id)
    assert "To be kept until" in page.who.text()
    assert page.form.fields["early"].isEnabled()
    fill(page.form, typed=PATIENT.family_name, reason="they asked", own=PASSWORD)
    page.form.go.click()
    qtbot.waitUntil(lambda: "has to be kept until" in page.form.remark.text())
    assert window.session is not None
    assert window.session.store.patient(PATIENT.id) == PATIENT
    QTest.keyClicks(page.kept, "----")
    page.save.click()
    qtbot.waitUntil(lambda: "Records are kept 6 years" in page.form.remark.text())
    administration = window.session.administration
    assert administration is not None
    assert administration.retention() == RetentionPeriod(6)
    fill(page.form, early="registered in the wrong clinic")
    page.form.go.click()
    qtbot.waitUntil(lambda: "Erased" in page.form.remark.text())


def test_ones_own_password_is_changed(
    window: MainWindow, place: LocalWorkplace, qtbot: QtBot
) -> None:
    window.show_clinic("own")
    assert window.clinic is not None
    page = window.clinic.page("own")
    assert isinstance(page, OwnPage)
    fill(page.form, old=PASSWORD, new=OTHER, again="different words")
    page.form.go.click()
    assert "differ" in page.form.remark.text()
    page.form.fields["again"].setText(OTHER)
    page.form.go.click()
    qtbot.waitUntil(lambda: "is changed" in page.form.remark.text())
    window.lock()
    place.unlock("Ines Corvale", OTHER, run_here).store.close()


def test_the_front_desk_gets_no_notes_and_no_administration(
    window: MainWindow, place: LocalWorkplace, qtbot: QtBot
) -> None:
    assert window.session is not None
    assert window.session.administration is not None
    desk = Clinician("u3", "Lena", "", "front_desk")
    window.session.administration.add_user(desk, OTHER, PASSWORD)
    window.lock()
    window.unlocked(place.unlock("Lena", OTHER, window.main.post))
    assert window.patients is not None
    window.patients.show_patient(PATIENT.id)
    qtbot.waitUntil(lambda: window.patients is not None and _says_closed(window))
    window.show_clinic("users")
    assert window.clinic is not None
    offered = {tab.id for tab in window.clinic.tabs.tabs}
    assert "own" in offered
    assert not offered & {"users", "backup", "audit", "verification", "retention"}
    window.open_visit("visit-1")
    assert window.visit is None


def test_an_auditor_verifies_and_is_offered_no_clock_to_accept(
    window: MainWindow, place: LocalWorkplace, qtbot: QtBot
) -> None:
    assert window.session is not None
    assert window.session.administration is not None
    auditor = Clinician("u4", "Alma", "", "auditor")
    window.session.administration.add_user(auditor, OTHER, PASSWORD)
    window.lock()
    window.unlocked(place.unlock("Alma", OTHER, window.main.post))
    assert window.patients is not None
    assert not window.patients.lists.new_button.isVisible(), "an auditor registers nobody"
    window.show_clinic("verification")
    assert window.clinic is not None
    page = window.clinic.page("verification")
    assert isinstance(page, VerificationPage)
    assert page.clock is None
    assert "not behind the log" in page.clock_state.text()
    page.verify()
    qtbot.waitUntil(lambda: page.state.text().startswith("Sound"))


def _says_closed(window: MainWindow) -> bool:
    assert window.patients is not None
    labels = window.patients.card.findChildren(Label)
    return any("does not open clinical notes" in label.text() for label in labels)


def test_the_idle_lock_is_chosen_for_the_clinic_and_told_in_the_log(window: MainWindow) -> None:
    window.show_clinic("own")
    assert window.clinic is not None
    assert window.session is not None
    page = window.clinic.page("own")
    assert isinstance(page, OwnPage)
    assert page.idle.currentData() == 10
    page.idle.setCurrentIndex(page.idle.findData(5))
    store = window.session.store
    assert idle_minutes(store) == 5
    assert store.audit(limit=1)[0].entry.detail == "setting: idle lock minutes: our default to 5"
    window.unlocked(window.session)
    assert window._idle.interval() == 5 * 60_000


def test_a_due_backup_is_made_while_somebody_works(
    window: MainWindow, place: LocalWorkplace, qtbot: QtBot
) -> None:
    assert window.backups is not None
    assert window.patients is not None
    with qtbot.waitSignal(window.backups.told):
        window.backups.look()
    assert len(place.backups()) == 1
    assert "restored and checked" in window.patients.status.text()
    with qtbot.assertNotEmitted(window.backups.told, wait=400):
        window.backups.look()
    assert len(place.backups()) == 1
