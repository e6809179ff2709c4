"""The documents page: list, options, preview in the background, print, pack, verification."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QListWidget, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from pt_chart.charting.events import Part
from pt_chart.charting.verification import verify_code
from pt_chart.clinical.document_code import CODE_LENGTH
from pt_chart.documents.checking.paper import Paper
from pt_chart.ui.documents.page import DocumentsPage
from pt_chart.ui.documents.verify import VerifyDialog
from pt_chart.ui.program.preview import PdfPreview, page_count
from pt_chart.ui.program.printing import PrinterMemory
from pt_chart.ui.shell.visit_view import VisitView
from pt_chart.ui.shell.window import MainWindow
from pt_chart.ui.widgets.button import Button
from pt_chart.ui.widgets.label import Label
from pt_chart.ui.widgets.segments import Segments
from tests.documents import reading

LARGE_PRINT = 18.0
"""Points of the text in large print."""
ROWS = {
    "report": 0, "handout": 1, "letter": 2, "card": 3, "work": 4, "declined": 5, "second": 6,
    "intake": 7, "measures": 8, "chart": 9,
}  # fmt: skip


@pytest.fixture
def page(visit: VisitView, window: MainWindow, qtbot: QtBot) -> DocumentsPage:
    """The documents page of the visit just begun, its first document shown."""
    window.go_to("documents")
    made = visit.page("documents")
    assert isinstance(made, DocumentsPage)
    shown(made, qtbot)
    return made


def named(page: QWidget, kind: type, name: str) -> Any:
    """The one widget with this accessible name or text."""
    found: list[Any] = list(page.findChildren(kind))
    (only,) = [w for w in found if name in (w.accessibleName(), getattr(w, "text", str)())]
    return only


def shown(page: DocumentsPage, qtbot: QtBot) -> bytes:
    """The document on the preview once it is made."""
    qtbot.waitUntil(lambda: not page.preparing)
    return page._pdf


def said(preview: PdfPreview, word: str) -> bool:
    """Whether the preview says a word."""
    return word in preview.accessibleName()


def choose(page: DocumentsPage, row: str) -> None:
    """Choose a document in the list."""
    (listed,) = [one for one in page.findChildren(QListWidget) if one.count() == len(ROWS)]
    listed.setCurrentRow(ROWS[row])


def printer_to(monkeypatch: pytest.MonkeyPatch) -> list[tuple[bytes, str, str]]:
    """Instead of the dialog: what was sent, its name, the kind whose printer is remembered."""
    sent: list[tuple[bytes, str, str]] = []

    def ask(pdf: bytes, _parent: QWidget, name: str, memory: PrinterMemory) -> bool:
        sent.append((pdf, name, memory.kind))
        return True

    monkeypatch.setattr("pt_chart.ui.program.printing.ask_and_print", ask)
    return sent


def sizes(page: DocumentsPage) -> tuple[str, ...]:
    """The print sizes that are offered."""
    (field,) = (s for s in page.findChildren(Segments) if s.accessibleName().startswith("Print"))
    return tuple(segment.id for segment in field._segments)


def test_a_print_size_is_offered_only_where_it_prints(page: DocumentsPage, qtbot: QtBot) -> None:
    (field,) = (s for s in page.findChildren(Segments) if s.accessibleName().startswith("Print"))
    for row in ("work", "intake", "measures", "chart"):
        choose(page, row)
        assert sizes(page) == ("normal", "large")
        field.pick("normal")
        plain = shown(page, qtbot)
        field.pick("large")
        assert Paper(shown(page, qtbot)).body_size == LARGE_PRINT > Paper(plain).body_size
    choose(page, "second")
    assert (sizes(page), field.value) == (("normal",), "normal")
    assert any("for clinicians" in label.text() for label in page.findChildren(Label))
    choose(page, "handout")
    assert (sizes(page), field.value) == (("normal", "large", "one_page"), "large")


def test_every_document_of_the_list_is_made_or_says_why_not(
    page: DocumentsPage, qtbot: QtBot
) -> None:
    (preview,) = page.findChildren(PdfPreview)
    for row in ("work", "second", "intake", "measures", "chart"):
        choose(page, row)
        assert shown(page, qtbot).startswith(b"%PDF")
    for row, word in (("letter", "letter"), ("declined", "decline"), ("card", "card")):
        choose(page, row)
        qtbot.waitUntil(partial(said, preview, word))
        assert "No flag is raised" in preview.accessibleName()


@pytest.mark.parametrize("ticked", [False, True])
def test_the_row_with_the_keyboard_keeps_its_words(
    page: DocumentsPage, qtbot: QtBot, ticked: bool
) -> None:
    (listed,) = [one for one in page.findChildren(QListWidget) if one.count() == len(ROWS)]
    listed.setFocus()
    if ticked:
        QTest.keyClick(listed, Qt.Key.Key_Space)
    qtbot.waitUntil(listed.hasFocus)
    rect = listed.visualItemRect(listed.item(listed.currentRow()))
    shown = listed.viewport().grab(rect.adjusted(44, 6, -8, -6)).toImage()
    colors = {shown.pixel(x, y) for x in range(shown.width()) for y in range(shown.height())}
    assert len(colors) > 10


def test_ctrl_p_prints_the_chosen_document_and_its_printer_is_its_own(
    page: DocumentsPage, window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = printer_to(monkeypatch)
    choose(page, "intake")
    QTest.keyClick(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert [(name, kind) for _, name, kind in sent] == [("blank-intake", "blank-intake")]
    assert "Have you been leaking urine?" in reading.words(sent[0][0])
    assert window.session is not None
    newest = window.session.store.audit(limit=1)[0].entry
    assert newest.detail.startswith("blank-intake sha256:")


def test_the_pack_prints_what_is_ticked_in_one_file(
    page: DocumentsPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = printer_to(monkeypatch)
    (listed,) = [one for one in page.findChildren(QListWidget) if one.count() == len(ROWS)]
    assert not named(page, Button, "Print pack").isEnabled()
    for row in ("report", "work", "chart"):
        listed.item(ROWS[row]).setCheckState(Qt.CheckState.Checked)
    QTest.mouseClick(named(page, Button, "Print pack (3)"), Qt.MouseButton.LeftButton)
    ((pdf, name, _),) = sent
    words = reading.words(pdf)
    assert name == "patient-pack"
    assert words.index("Work note") < words.index("Body chart")
    assert page_count(pdf) >= 3


def test_work_note_options_reach_the_paper_and_a_bad_day_is_said(
    page: DocumentsPage, qtbot: QtBot
) -> None:
    choose(page, "work")
    shown(page, qtbot)
    limits = named(page, QPlainTextEdit, "Limits, one a line")
    limits.setPlainText("No ladders.\n\nLift up to <b>5</b> pounds.")
    page._options._lines["until"].setText("tomorrow")
    (preview,) = page.findChildren(PdfPreview)
    qtbot.waitUntil(lambda: "is not a day" in preview.accessibleName())
    assert "Last day" in preview.accessibleName()
    page._options._lines["first"].setText("Nov 25 2026")
    page._options._lines["until"].setText("12/8/2026")
    words = reading.words(shown(page, qtbot))
    assert "No ladders. • Lift up to <b>5</b> pounds." in words.replace("•  ", "• ")
    assert "From Nov 25, 2026 through Dec 8, 2026." in words


def test_sections_that_are_not_released_are_not_printed(page: DocumentsPage, qtbot: QtBot) -> None:
    before = reading.words(shown(page, qtbot))
    assert "left out of this copy" not in before
    page._options._ticks["sections"]["summary"].setChecked(False)
    assert "Sections left out of this copy: Summary." in reading.words(shown(page, qtbot))


def test_with_every_section_unticked_nothing_is_released(page: DocumentsPage, qtbot: QtBot) -> None:
    shown(page, qtbot)
    for box in page._options._ticks["sections"].values():
        box.setChecked(False)
    (preview,) = page.findChildren(PdfPreview)
    said = "Tick at least one section"
    qtbot.waitUntil(lambda: said in preview.accessibleName())


def test_a_document_can_be_verified_by_code_and_by_file(
    page: DocumentsPage, window: MainWindow, qtbot: QtBot, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    assert window.session is not None
    dialog = VerifyDialog(window.session, page._theme, page)
    qtbot.addWidget(dialog)
    QTest.keyClicks(dialog.code, "nonsense")
    QTest.keyClick(dialog.code, Qt.Key.Key_Return)
    assert dialog.answer.text() == "Not a code"
    dialog.code.setText("k7f3 9qdm")
    dialog.check_code()
    assert dialog.answer.text() == "Unknown: K7F3-9QDM"
    draft = tmp_path / "draft.pdf"
    draft.write_bytes(shown(page, qtbot))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(draft), ""))
    dialog.choose_file()
    assert dialog.answer.text() == "Unknown"
    assert "draft" in dialog.words.text()
    dialog.check_file(tmp_path / "none.pdf")
    assert dialog.answer.text() == "Not read"
    draft.write_bytes(b"no pdf at all")
    dialog.check_file(draft)
    assert "not a PDF" in dialog.words.text()
    assert len(verify_code(window.session.store, "K7F3-9QDM").code) == CODE_LENGTH + 1


def test_size_and_paper_choose_how_it_prints(page: DocumentsPage, qtbot: QtBot) -> None:
    first = shown(page, qtbot)
    page._paper.set_value("a4")
    page._later()
    qtbot.waitUntil(lambda: page._pdf != first)


def test_a_printer_that_is_gone_is_not_forced_on_a_kind(
    window: MainWindow, page: DocumentsPage
) -> None:
    del page
    assert window.session is not None
    store = window.session.store
    store.save_setting("printer/work-note", {"name": "the one upstairs", "duplex": "one side"})
    printer = QPrinter()
    before = printer.printerName()
    PrinterMemory(store, "work-note").recall(printer)
    assert printer.printerName() == before
    store.save_setting("printer/work-note", "damaged")
    PrinterMemory(store, "work-note").recall(printer)
    assert printer.printerName() == before


def test_what_the_typeface_lacks_is_said_before_it_is_printed(
    page: DocumentsPage, visit: VisitView, qtbot: QtBot
) -> None:
    assert page.lacks.isHidden()
    plan = replace(visit.open.desk.visit.plan, assessment="walks to \u505a\u996d")
    visit.open.desk.edit(
        "Assessment", replace(visit.open.desk.visit, plan=plan), parts=(Part.PLAN,)
    )
    page.hide()
    page.show()
    shown(page, qtbot)
    assert "\u505a [U+505A], \u996d [U+996D]" in page.lacks.text()
    assert "printed as codes" in page.lacks.text()
    assert page.lacks.isVisible()
