"""In the window: what was printed matches, and is superseded once a remark is added."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from pt_chart.charting import clinical_papers
from pt_chart.charting.verification import keep_issued
from pt_chart.clinical.canonical import visit_digest
from pt_chart.clinical.visit import Signature
from pt_chart.ui.documents.verify import VerifyDialog
from pt_chart.ui.shell.window import MainWindow
from tests.store.samples import new_visit

NOW = datetime(2026, 11, 24, 11, 42, tzinfo=UTC)


def test_a_report_is_superseded_by_a_later_addendum(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = window.session
    assert session is not None
    visit_id = new_visit().id
    draft = session.store.visit(visit_id)
    signer = session.clinician
    session.store.sign(
        draft, Signature(signer.id, signer.signature, "therapist", NOW, visit_digest(draft))
    )
    opened = session.open_visit(visit_id)
    report = clinical_papers.report(session, opened)
    pdf = session.documents.pack((report,), paper="letter")
    (code,) = keep_issued(session.store, opened.desk.visit, (report,), pdf)
    file = tmp_path / "report.pdf"
    file.write_bytes(pdf)
    dialog = VerifyDialog(session, window.theme, window)
    qtbot.addWidget(dialog)
    QTest.keyClicks(dialog.code, code.lower().replace("-", " "))
    QTest.keyClick(dialog.code, Qt.Key.Key_Return)
    assert dialog.answer.text() == f"Matches: {code}"
    session.add_addendum("The patient called: better since Friday.")
    dialog.check_code()
    assert dialog.answer.text() == f"Superseded: {code}"
    assert "addendum 1" in dialog.words.text()
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))
    dialog.choose_file()
    assert dialog.answer.text() == f"Superseded: {code}"
    anew = clinical_papers.report(session, opened)
    renewed = session.documents.pack((anew,), paper="letter")
    (later,) = keep_issued(session.store, opened.desk.visit, (anew,), renewed)
    assert later != code
    dialog.code.setText(later)
    dialog.check_code()
    assert dialog.answer.text() == f"Matches: {later}"
    file.write_bytes(pdf.replace(b"%PDF-1.7", b"%PDF-1.6"))
    dialog.check_file(file)
    assert dialog.answer.text() == f"Altered: {code}"
