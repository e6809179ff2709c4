"""The files of a patient: attached, read, removed, taken out of a signed visit."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from pt_chart.charting.attachments import AttachmentReader, Inspected, attach_file
from pt_chart.charting.clinic_session import ClinicSession
from pt_chart.clinical.people import Patient
from pt_chart.ui.patients.file_page import FilePage
from pt_chart.ui.patients.files_section import dropped
from pt_chart.ui.patients.view import PatientsView
from tests.ui.patients.test_records import LETTER, Settle, mira


def test_a_file_is_attached_read_saved_and_removed(
    qtbot: QtBot,
    view: PatientsView,
    session: ClinicSession,
    settle: Settle,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    patient_id = mira(session)
    view.show_patient(patient_id)
    settle()
    letter = tmp_path / "letter.txt"
    letter.write_text(LETTER, encoding="utf-8")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(letter), ""))
    assert view.card.files is not None
    view.card.files.attach.click()
    attached(view, qtbot)
    settle()
    (kept,) = session.store.attachments(patient_id)
    view.card.files.links[kept.id].click()
    settle()
    page = view.findChild(FilePage)
    assert page is not None
    assert page.shown.property("plainText") == LETTER
    copy = tmp_path / "copy.txt"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(copy), ""))
    page.save.click()
    assert copy.read_text(encoding="utf-8") == LETTER
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "run.bat"), ""))
    page.save.click()
    assert (tmp_path / "run.bat.txt").read_text(encoding="utf-8") == LETTER
    assert not (tmp_path / "run.bat").exists()
    page.remove.click()
    assert session.store.attachments(patient_id)[0].removed is None
    page.reason.setText("of another patient")
    page.remove.click()
    settle()
    assert session.store.attachments(patient_id)[0].removed is not None
    assert view.pages.currentWidget() is view.lists


def test_a_file_comes_to_a_signed_visit_with_a_signed_remark(
    qtbot: QtBot,
    view: PatientsView,
    session: ClinicSession,
    settle: Settle,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    patient_id = mira(session)
    view.show_patient(patient_id)
    settle()
    files = view.card.files
    assert files is not None
    assert not files.remark.isVisibleTo(files)
    (episode,) = session.store.episodes_of(patient_id)
    visit = next(one for one in session.store.visits_of(episode.id) if one.signed)
    files.belongs.setCurrentIndex(files.belongs.findData(visit.id))
    assert files.remark.isVisibleTo(files)
    letter = tmp_path / "letter.txt"
    letter.write_text(LETTER, encoding="utf-8")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(letter), ""))
    files.attach.click()
    settle()
    assert session.store.attachments(patient_id) == (), "nothing says why it comes"
    QTest.keyClicks(files.remark, "report by mail")
    files.attach.click()
    attached(view, qtbot)
    (kept,) = session.store.attachments(patient_id)
    assert kept.visit_id == visit.id
    (remark,) = session.store.visit(visit.id).addenda
    assert remark.text == f'File "letter.txt": report by mail (SHA-256 {kept.digest})'


def test_a_file_of_a_signed_visit_goes_to_the_right_patient(
    qtbot: QtBot,
    view: PatientsView,
    session: ClinicSession,
    settle: Settle,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    patient_id = mira(session)
    (episode,) = session.store.episodes_of(patient_id)
    visit = next(one for one in session.store.visits_of(episode.id) if one.signed)
    letter = tmp_path / "letter.txt"
    letter.write_text(LETTER, encoding="utf-8")
    for remark in ("report by mail", "report by mail, once more"):
        attach_file(
            session.store,
            session.documents.attached,
            letter,
            patient_id,
            visit.id,
            at=session.clock(),
            remark=remark,
        )
    before = len(session.store.attachments(patient_id))
    other = session.store.search("tallowby edwin")[0].patient
    for words, found in (("a copy of the other one", ""), ("of another patient", other.name)):
        view.show_patient(patient_id)
        settle()
        standing = [one for one in session.store.attachments(patient_id) if one.removed is None]
        assert view.card.files is not None
        view.card.files.links[standing[0].id].click()
        settle()
        page = view.pages.currentWidget()
        assert isinstance(page, FilePage)
        form = page.take_out
        assert form is not None
        assert not page.remove.isVisibleTo(page)
        form.go.click()
        assert view.pages.currentWidget() is page, "nothing says why"
        QTest.keyClicks(form.reason, words)
        QTest.keyClicks(form.search, found)
        assert form.go.text() == "Take it out of the note"
        if found:
            form.target.setCurrentIndex(1)
            assert form.go.text() == "Move it there"
            assert all("ID " in one for one in map(form.target.itemText, (1, 2)) if one)
            form.go.click()
            assert form.go.text() == "Yes, move it", "it asks whose it is"
        form.go.click()
        settle()
        assert view.pages.currentWidget() is view.lists
    gone = [one.removed for one in session.store.attachments(patient_id)]
    assert [(one.kept, one.moved) for one in gone if one is not None] in (
        [(True, False), (False, True)],
        [(False, True), (True, False)],
    )
    assert len(gone) == before
    assert [one.name for one in session.store.attachments(other.id)] == ["letter.txt"]
    kept = next(
        one for one in session.store.attachments(patient_id) if one.removed and one.removed.kept
    )
    view.show_patient(patient_id)
    settle()
    assert view.card.files is not None
    view.card.files.links[kept.id].click()
    settle()
    page = view.pages.currentWidget()
    assert isinstance(page, FilePage)
    assert page.take_out is None
    assert not page.remove.isVisibleTo(page)
    assert not page.save.isVisibleTo(page)
    assert {one.text.split(":")[0] for one in session.store.visit(visit.id).addenda} == {
        'File "letter.txt"',
        'File "letter.txt" taken out',
        "File of another record taken out",
    }


def attached(view: PatientsView, qtbot: QtBot) -> None:
    """Wait until no file is on its way any more."""
    qtbot.waitUntil(view.attaching.isHidden)


def test_files_come_one_after_another_and_can_be_stopped(
    qtbot: QtBot,
    view: PatientsView,
    session: ClinicSession,
    settle: Settle,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    patient_id = mira(session)
    view.show_patient(patient_id)
    settle()
    kind, held = type(session.documents.attached), Event()
    inspect = kind.inspect

    def slow(self: AttachmentReader, content: bytes) -> Inspected:
        assert held.wait(60)
        return inspect(self, content)

    monkeypatch.setattr(kind, "inspect", slow)
    for name in ("one.txt", "two.txt", "three.txt"):
        (tmp_path / name).write_text(f"Letter {name}", encoding="utf-8")
        view.card.attach_asked.emit(str(tmp_path / name), "", "")
    qtbot.waitUntil(lambda: "Looking into one.txt" in view.attaching.words.text())
    assert "2 more wait" in view.attaching.words.text()
    view.search.setFocus()
    QTest.keyClicks(view.search, "tal")
    assert view.search.text() == "tal", "the window goes on meanwhile"
    view.attaching.stop.click()
    held.set()
    attached(view, qtbot)
    assert session.store.attachments(patient_id) == ()


def test_what_is_no_report_is_refused_with_the_way_out(
    qtbot: QtBot, view: PatientsView, session: ClinicSession, settle: Settle, tmp_path: Path
) -> None:
    patient_id = mira(session)
    view.show_patient(patient_id)
    settle()
    program = tmp_path / "report.pdf"
    program.write_bytes(b"MZ\x90\x00 not a report")
    view.card.attach_asked.emit(str(program), "", "")
    attached(view, qtbot)
    assert session.store.attachments(patient_id) == ()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(program)), QUrl("https://example.org/a.pdf")])
    assert dropped(data) == [program]


def test_a_file_of_another_patient_waits_until_somebody_says_whose_it_is(
    qtbot: QtBot, view: PatientsView, session: ClinicSession, settle: Settle, tmp_path: Path
) -> None:
    patient_id = mira(session)
    other = session.new_patient(Patient("", "77", "Doe", "Ann", date(1970, 1, 1)))
    for name, words in (("letter.txt", LETTER), ("second.txt", "A second letter")):
        (tmp_path / name).write_text(words, encoding="utf-8")
    letter, band = tmp_path / "letter.txt", view.attaching
    reader = session.documents.attached
    attach_file(session.store, reader, letter, other.id, at=session.clock())
    view.show_patient(patient_id)
    settle()
    for name in ("letter.txt", "second.txt"):
        view.card.attach_asked.emit(str(tmp_path / name), "", "")
    qtbot.waitUntil(lambda: band.both.isVisibleTo(band))
    assert "another patient already: Doe, Ann · born Jan 1, 1970 · ID 77" in band.words.text()
    assert band.stop.text() == "Leave it out"
    band.stop.click()
    attached(view, qtbot)
    settle()
    assert [one.name for one in session.store.attachments(patient_id)] == ["second.txt"]
    view.card.attach_asked.emit(str(letter), "", "")
    qtbot.waitUntil(lambda: band.both.isVisibleTo(band))
    band.both.click()
    attached(view, qtbot)
    assert {one.name for one in session.store.attachments(patient_id)} == {
        "letter.txt",
        "second.txt",
    }
    assert not band.both.isVisibleTo(band)


def test_locking_forgets_the_file_that_waits(
    qtbot: QtBot, view: PatientsView, session: ClinicSession, settle: Settle, tmp_path: Path
) -> None:
    other = session.new_patient(Patient("", "77", "Doe", "Ann", date(1970, 1, 1)))
    letter, band = tmp_path / "letter.txt", view.attaching
    letter.write_text(LETTER, encoding="utf-8")
    reader = session.documents.attached
    attach_file(session.store, reader, letter, other.id, at=session.clock())
    view.show_patient(mira(session))
    settle()
    view.card.attach_asked.emit(str(letter), "", "")
    qtbot.waitUntil(lambda: band.both.isVisibleTo(band))
    session.leaving.send(None)
    assert band.isHidden()
    assert "Doe" not in band.words.text()
