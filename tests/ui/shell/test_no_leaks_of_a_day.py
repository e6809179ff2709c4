"""A day at the window with planted names: nothing of them is left outside the encrypted files."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pt_chart.bootstrap.local import LocalWorkplace
from pt_chart.charting.clinical_papers import second_look_of_visit
from pt_chart.charting.draft_saver import run_here
from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.clinical.people import Clinic, Clinician, Patient
from pt_chart.clinical.sides import Side
from pt_chart.host.paths import DataFolders
from pt_chart.ui.program.printing import print_pdf
from pt_chart.ui.shell.window import MainWindow
from pt_chart.ui.theme.theme import Theme
from tests.store.planted import NAMES, leaks
from tests.store.samples import CHEAP, PASSWORD

FAMILY, GIVEN, NOTE, NUMBER, _REASON = NAMES


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only temporary folder and home that this test's program knows."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    for name in ("TMPDIR", "TEMP", "TMP", "SQLITE_TMPDIR"):
        monkeypatch.setenv(name, str(folder))
    home = tmp_path / "home"
    home.mkdir()
    for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(home))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return folder


@pytest.fixture
def window(qtbot: QtBot, theme: Theme, tmp_path: Path, temporary: Path) -> Iterator[MainWindow]:
    """A window over a real chart with the planted patient and an open visit."""
    del temporary
    place = LocalWorkplace(DataFolders(tmp_path / "data"), demo=False, cost=CHEAP)
    owner = Clinician("", "Ines Corvale", "PT")
    session = place.create(Clinic("Larkmoor"), owner, PASSWORD, run_here)
    patient = session.new_patient(Patient("", NUMBER, FAMILY, GIVEN, date(1980, 1, 1)))
    session.new_episode(patient, NOTE, Side.LEFT, onset=NOTE)
    session.store.close()
    made = MainWindow(theme, place)
    qtbot.addWidget(made)
    made.show()
    made.unlocked(place.unlock("Ines Corvale", PASSWORD, made.main.post))
    yield made
    if made.session is not None:
        made.session.store.abandon()
        made.session = None
    made.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_a_day_at_the_window_leaves_no_name_behind(
    window: MainWindow,
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    temporary: Path,
    qapp: QApplication,
    qtbot: QtBot,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    session = window.session
    assert session is not None
    (row,) = session.store.search(FAMILY)
    (episode,) = session.store.episodes_of(row.patient.id)
    window.start_visit(episode)
    assert session.open is not None
    desk = session.open.desk
    desk.set_answer(FindingKey("slr_angle", Side.LEFT), Answer(35, note=NOTE))
    assert window.commands is not None
    for section in ("history", "exam", "plan", "documents"):
        window.go_to(section)
        qapp.processEvents()
    window.commands.find()
    QTest.keyClicks(qapp.focusWidget() or window, FAMILY)
    QTest.keyClick(qapp.focusWidget() or window, Qt.Key.Key_Escape)
    window.commands.actions["copy_note"].trigger()
    assert FAMILY in qapp.clipboard().text()
    sheet = second_look_of_visit(session, session.open, "")
    pdf = session.documents.pack((sheet,), paper="letter", size="normal")
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path_factory.mktemp("paper") / "printed.pdf"))
    print_pdf(pdf, printer)
    window.place.report_crash(ValueError(FAMILY, NOTE))
    session.store.flush()
    assert list(leaks(tmp_path)) == [], "while the chart is open"
    window.lock()
    assert qapp.clipboard().text() == ""
    qtbot.waitUntil(lambda: window.session is None)
    assert list(leaks(tmp_path)) == []
    assert list(temporary.iterdir()) == []
    said = (*capfd.readouterr(), caplog.text)
    assert not any(name in text for text in said for name in NAMES)
