"""Import and export in the window, on a real encrypted chart, with real clicks and keys."""

from __future__ import annotations

import json
from pathlib import Path
from threading import Event
from time import sleep

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from pt_chart.charting.audit import AuditAction
from pt_chart.charting.import_preview import Decision
from pt_chart.charting.progress import Progress
from pt_chart.charting.transfer_port import ImportBatch, PastImport
from pt_chart.ui.exchange.export_page import ExportPage
from pt_chart.ui.exchange.import_page import ImportPage
from pt_chart.ui.shell.window import MainWindow
from tests.store.samples import PASSWORD, PATIENT

ROWS = (
    "ID,Family name,Given name,DOB,Favorite color\r\n"
    f"{PATIENT.record_number},Tallowby,Mira,1982-04-14,red\r\n"
    "77,Moreau,Ann,1970-01-31,blue\r\n"
    "78,Wrong,Day,1970-02-31,blue\r\n"
)


def click(widget: QWidget) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


@pytest.fixture
def page(window: MainWindow) -> ImportPage:
    """The import page."""
    window.show_clinic("import")
    assert window.clinic is not None
    made = window.clinic.page("import")
    assert isinstance(made, ImportPage)
    return made


def chosen(page: ImportPage, file: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> None:
    """Choose a file as a person does, and wait for the preview."""
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))
    click(page.choose)
    qtbot.waitUntil(page.choose.isEnabled)


def test_a_file_is_previewed_taken_in_and_undone(
    page: ImportPage,
    window: MainWindow,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    assert window.session is not None
    store = window.session.store
    file = tmp_path / "old clinic.csv"
    file.write_text(ROWS)
    chosen(page, file, monkeypatch, qtbot)
    assert [row.cells[5].text for row in page.people.shown] == ["Left out", "New patient"]
    (problem,) = page.problems.shown
    assert [cell.text for cell in problem.cells[:2]] == ["4", "DOB"]
    assert "calendar" in problem.cells[2].text
    assert store.search("Moreau") == ()
    assert page.form is not None
    click(page.form.go)
    qtbot.waitUntil(lambda: len(page.past.shown) == 1)
    assert store.search("Moreau")[0].patient.record_number == "77"
    page.past.setFocus()
    QTest.keyClick(page.past, Qt.Key.Key_Home)
    page.past.choose(page.past.shown[0].id)
    click(page.undo)
    assert "own password" in page.state.text()
    page.password.setText("a guess")
    click(page.undo)
    qtbot.waitUntil(lambda: "not your password" in page.state.text())
    assert len(page.past.shown) == 1
    page.password.setText(PASSWORD)
    click(page.undo)
    qtbot.waitUntil(lambda: not page.past.shown)
    assert page.state.text() == ""
    assert store.search("Moreau") == ()


def test_a_person_decides_about_a_doubt(
    page: ImportPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    file = tmp_path / "old.csv"
    file.write_text(ROWS)
    chosen(page, file, monkeypatch, qtbot)
    assert page.form is not None
    page.people.choose("2")
    combo = page.form.choices["decision"]
    qtbot.waitUntil(combo.isEnabled)
    assert any("born Apr 14, 1982" in combo.itemText(at) for at in range(combo.count()))
    _pick(combo, (Decision.ADD.value, ""))
    assert page.planned is not None
    assert page.planned.people[0].decision is Decision.ADD


def test_one_choice_holds_for_all_of_whom_the_same_is_asked(
    page: ImportPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    visits = f"ID,Visit date\n{PATIENT.record_number},2026-10-01\n77,2026-10-02\n"
    people = tmp_path / "people.csv"
    people.write_text(ROWS)
    chosen(page, people, monkeypatch, qtbot)
    assert page.form is not None
    click(page.form.go)
    qtbot.waitUntil(lambda: len(page.past.shown) == 1)
    file = tmp_path / "visits.csv"
    file.write_text(visits)
    chosen(page, file, monkeypatch, qtbot)
    assert page.planned is not None
    assert page.planned.count(Decision.JOIN) == 0
    page.people.choose("2")
    combo = page.form.choices["decision"]
    qtbot.waitUntil(combo.isEnabled)
    assert "Oct 1, 2026: follow up" in page.form.why.text()
    assert page.form.alike.text() == "The same for all 2 like this"
    _pick(combo, ("join", page.planned.people[0].candidates[0].id))
    click(page.form.alike)
    assert page.planned.count(Decision.JOIN) == 2


def test_open_dates_are_told_and_read_the_other_way(
    page: ImportPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    file = tmp_path / "old.csv"
    file.write_text("Family name,DOB\nMoreau,03/04/1961\n")
    chosen(page, file, monkeypatch, qtbot)
    assert page.form is not None
    _pick(page.form.choices["dates"], "day")
    click(page.form.again)
    qtbot.waitUntil(page.choose.isEnabled)
    assert page.planned is not None
    assert str(page.planned.people[0].record.chart.patient.birth_date) == "1961-04-03"


def test_a_table_in_another_encoding_is_read_after_all(
    page: ImportPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    file = tmp_path / "latin.csv"
    file.write_bytes("Family name;Given name\nMüller;Jörg\n".encode("cp1252"))
    chosen(page, file, monkeypatch, qtbot)
    assert "encoding" in page.state.text()
    assert page.refused is not None
    click(page.refused.go)
    qtbot.waitUntil(lambda: page.form is not None)
    assert page.planned is not None
    assert page.planned.people[0].record.chart.patient.name == "Müller, Jörg"
    assert page.refused is None


def test_locking_ends_an_import_and_waits_for_nothing(
    page: ImportPage,
    window: MainWindow,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    assert window.session is not None
    store = window.session.store
    ended = Event()

    def endless(batch: ImportBatch, progress: Progress | None = None) -> PastImport:
        assert progress is not None

        def work() -> PastImport:
            try:
                while True:
                    progress.say("Storing ...")
                    sleep(0.01)
            finally:
                ended.set()

        return store._thread.call(work)  # type: ignore[attr-defined,no-any-return]

    monkeypatch.setattr(store, "import_records", endless)
    file = tmp_path / "old.csv"
    file.write_text(ROWS)
    chosen(page, file, monkeypatch, qtbot)
    assert page.form is not None
    click(page.form.go)
    qtbot.waitUntil(lambda: page.state.text() == "Storing ...")
    window.lock()
    assert ended.is_set()
    assert window.session is None


def test_a_column_is_given_to_another_field(
    page: ImportPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    file = tmp_path / "old.csv"
    file.write_text(ROWS)
    chosen(page, file, monkeypatch, qtbot)
    assert page.form is not None
    assert "Favorite color" in str(page.planned)
    _pick(page.form.choices["column:Favorite color"], "alerts")
    click(page.form.again)
    qtbot.waitUntil(page.choose.isEnabled)
    assert page.planned is not None
    assert page.planned.people[1].record.chart.patient.alerts == ("blue",)


def test_a_file_that_cannot_be_read_says_why(
    page: ImportPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    file = tmp_path / "half.json"
    file.write_text('{"resourceType": "Bundle", "entry": [')
    chosen(page, file, monkeypatch, qtbot)
    assert "half written" in page.state.text()
    assert page.form is None
    assert len(page.problems.shown) == 1


def _pick(combo: QComboBox, data: object) -> None:
    """Choose with the keyboard, as activating an entry does."""
    held = [combo.itemData(at) for at in range(combo.count())]
    index = held.index(data)
    combo.setFocus()
    while combo.currentIndex() != index:
        forward = combo.currentIndex() < index
        QTest.keyClick(combo, Qt.Key.Key_Down if forward else Qt.Key.Key_Up)


@pytest.fixture
def exports(window: MainWindow, qtbot: QtBot) -> ExportPage:
    """The export page with its list read."""
    window.show_clinic("export")
    assert window.clinic is not None
    made = window.clinic.page("export")
    assert isinstance(made, ExportPage)
    qtbot.waitUntil(lambda: len(made.patients.shown) == 1)
    return made


def test_a_patient_goes_out_as_a_bundle(
    exports: ExportPage,
    window: MainWindow,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    assert window.session is not None
    file = tmp_path / "record.json"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), ""))
    click(exports.patient_go)
    assert "Choose a patient" in exports.patient_state.text()
    exports.patients.choose(PATIENT.id)
    click(exports.patient_go)
    qtbot.waitUntil(lambda: "is written" in exports.patient_state.text())
    assert json.loads(file.read_bytes())["resourceType"] == "Bundle"
    line, begun = window.session.store.disclosures(PATIENT.id)
    assert begun.entry.detail.endswith("begun")
    assert line.entry.action is AuditAction.EXPORT


def test_the_whole_clinic_goes_out_into_a_folder_of_its_own(
    exports: ExportPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    (tmp_path / "mine.txt").write_text("keep")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    click(exports.clinic_go)
    qtbot.waitUntil(lambda: "1 patients" in exports.clinic_state.text())
    (folder,) = tmp_path.glob("clinic-export-*")
    assert (folder / "manifest.json").exists()
    assert (tmp_path / "mine.txt").read_text() == "keep"


def test_a_teaching_copy_is_made(exports: ExportPage, window: MainWindow, qtbot: QtBot) -> None:
    assert window.session is not None
    exports.patients.choose(PATIENT.id)
    click(exports.copy_go)
    qtbot.waitUntil(lambda: len(exports.patients.shown) == 2)
    assert "The copy is Teaching" in exports.patient_state.text()
    assert len(window.session.store.search("Teaching")) == 1
