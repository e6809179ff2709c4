"""A dialog that is open when the chart is locked ends, and sends nothing any more."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog

from pt_chart.ui.program import printing
from pt_chart.ui.shell.window import MainWindow
from pt_chart.ui.widgets.asking import asked, name_asked


def test_locking_ends_a_dialog_that_waits(window: MainWindow) -> None:
    dialog = QDialog(window)
    QTimer.singleShot(0, window.lock)
    assert asked(dialog.exec) is None
    assert not dialog.isVisible()
    assert window.session is None


def test_what_is_answered_without_a_lock_counts(window: MainWindow) -> None:
    dialog = QDialog(window)
    QTimer.singleShot(0, dialog.accept)
    assert asked(dialog.exec) == QDialog.DialogCode.Accepted


def test_a_print_dialog_that_outlives_the_lock_prints_nothing(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed: list[bytes] = []

    def accepted_after_lock(_dialog: QPrintDialog) -> int:
        window.lock()
        return int(QPrintDialog.DialogCode.Accepted)

    monkeypatch.setattr(QPrintDialog, "exec", accepted_after_lock)
    monkeypatch.setattr(printing, "print_pdf", lambda pdf, _printer: printed.append(pdf))
    assert not printing.ask_and_print(b"%PDF", window, "note")
    assert printed == []


def test_a_file_dialog_that_outlives_the_lock_writes_nothing(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "note.pdf"

    def chosen(*_texts: object) -> tuple[str, str]:
        window.lock()
        return str(target), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", chosen)
    assert printing.ask_and_save(b"%PDF", window, "note") is None
    assert not target.exists()
    assert name_asked(lambda: (str(target), "")) == str(target)


def test_no_dialog_is_left_over(window: MainWindow, settle: Callable[[], None]) -> None:
    dialog = QDialog(window)
    dialog.open()
    settle()
    window.lock()
    open_ones = [one for one in QApplication.topLevelWidgets() if isinstance(one, QDialog)]
    assert not any(one.isVisible() for one in open_ones)
