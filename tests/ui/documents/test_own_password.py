"""A work note with a code is signed with the own password before it leaves."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot

from pt_chart.charting.clinic_session import ClinicSession
from pt_chart.charting.ports import AuditAction
from pt_chart.clinical.papers import PaperHead, WorkNote
from pt_chart.ui.documents import own_password
from pt_chart.ui.documents import page as documents_page
from pt_chart.ui.documents.catalog import DocumentMaker
from pt_chart.ui.documents.own_password import OwnPasswordDialog, signs_anew
from pt_chart.ui.documents.page import DocumentsPage
from pt_chart.ui.program import printing
from pt_chart.ui.shell.visit_view import VisitView
from pt_chart.ui.shell.window import MainWindow
from pt_chart.ui.theme.theme import Theme
from tests.documents import paper_samples
from tests.fakes import MemoryStore
from tests.ui import clinic

PASSWORD = "a password of the test"


@pytest.fixture
def session() -> ClinicSession:
    made = clinic.session()
    assert isinstance(made.store, MemoryStore)
    made.store.password = PASSWORD
    return made


def test_only_a_work_note_with_a_code_is_signed_anew() -> None:
    head: PaperHead = paper_samples.DRAFT_HEAD
    assert signs_anew((paper_samples.SECOND_LOOK, paper_samples.WORK_NOTE))
    assert not signs_anew((replace(paper_samples.WORK_NOTE, head=head),))
    assert not signs_anew((paper_samples.SECOND_LOOK,))


def test_the_password_is_asked_until_it_is_right(
    session: ClinicSession, theme: Theme, qtbot: QtBot
) -> None:
    dialog = OwnPasswordDialog(session, theme)
    qtbot.addWidget(dialog)
    dialog.show()
    QTest.keyClicks(dialog.password, "another")
    QTest.keyClick(dialog.password, Qt.Key.Key_Return)
    assert dialog.wrong.text() == own_password.WRONG
    assert dialog.password.text() == ""
    assert dialog.result() != QDialog.DialogCode.Accepted
    QTest.keyClicks(dialog.password, PASSWORD)
    QTest.keyClick(dialog.password, Qt.Key.Key_Return)
    assert dialog.result() == QDialog.DialogCode.Accepted


@pytest.mark.parametrize("right", [True, False])
def test_nothing_leaves_without_the_password(
    visit: VisitView, window: MainWindow, monkeypatch: pytest.MonkeyPatch, right: bool
) -> None:
    sent: list[bytes] = []

    def take(pdf: bytes, _parent: QWidget, _name: str, _memory: object) -> bool:
        sent.append(pdf)
        return False

    def note(_: DocumentMaker) -> tuple[WorkNote, ...]:
        return (paper_samples.WORK_NOTE,)

    monkeypatch.setattr(printing, "ask_and_print", take)
    monkeypatch.setattr(documents_page, "signed_with_password", lambda *_: right)
    window.go_to("documents")
    page = visit.page("documents")
    assert isinstance(page, DocumentsPage)
    (work,) = [one for one in page._documents if one.id == "work-note"]
    page._send(AuditAction.PRINT, "work-note", (replace(work, make=note),))
    assert bool(sent) is right
