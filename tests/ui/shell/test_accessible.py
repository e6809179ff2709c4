"""Every control has a name, text from people is plain, and nothing heavy loads at the start."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QLabel, QMainWindow, QWidget

from pt_chart.ui.shell.visit_view import VisitView
from pt_chart.ui.shell.window import MainWindow

HEAVY = ("numpy", "sqlalchemy", "reportlab", "pikepdf", "pypdfium2", "alembic", "argon2")


def controls(root: QWidget) -> Iterator[QWidget]:
    """Everything that takes the keyboard or a click."""
    for widget in root.findChildren(QWidget):
        takes_keys = widget.focusPolicy() is not Qt.FocusPolicy.NoFocus
        if takes_keys or isinstance(widget, QAbstractButton):
            yield widget


def unnamed(root: QWidget) -> list[str]:
    found = []
    for widget in controls(root):
        interface = QAccessible.queryAccessibleInterface(widget)
        name = interface.text(QAccessible.Text.Name) if interface is not None else ""
        if not name.strip() and widget.objectName() != "qt_scrollarea_viewport":
            found.append(f"{type(widget).__name__} in {type(widget.parentWidget()).__name__}")
    return found


def test_every_control_of_the_register_has_a_name(window: MainWindow) -> None:
    assert unnamed(window) == []


@pytest.mark.parametrize("section", ["history", "exam", "measures", "plan", "wide"])
def test_every_control_of_a_visit_has_a_name(
    visit: VisitView, window: MainWindow, section: str
) -> None:
    visit.dock.open()
    visit.go_to(section)
    assert unnamed(window) == []


def test_text_from_people_is_never_markup(window: MainWindow) -> None:
    session = window.session
    assert session is not None
    patient = session.store.patient("p1")
    bold = "<b>bold</b><img src='file:///etc/passwd'>"
    session.store.save_patient(replace(patient, family_name=bold, alerts=(bold,)))
    window.start_visit(session.store.episode("e1"))
    assert window.visit is not None
    shown = [label for label in window.findChildren(QLabel) if bold in label.text()]
    assert shown
    for label in window.findChildren(QLabel):
        assert label.textFormat() is Qt.TextFormat.PlainText


def test_the_window_starts_without_anything_heavy() -> None:
    code = (
        "import sys, pt_chart.ui.shell.application\n"
        f"print([m for m in {HEAVY!r} if m in sys.modules])\n"
        "print([m for m in sys.modules if m.startswith('pt_chart.definitions')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[:2] == ["[]", "[]"]


def test_the_window_keeps_its_name_free_of_patients(visit: VisitView, window: QMainWindow) -> None:
    assert window.windowTitle() == "pt-chart"
