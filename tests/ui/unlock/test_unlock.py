"""Unlocking by keyboard, refusing a wrong password, and creating the first chart."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from pt_chart.ui.patients.view import PatientsView
from pt_chart.ui.shell.window import MainWindow
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.unlock.first_run import FirstRunView
from pt_chart.ui.unlock.user_list import initials
from pt_chart.ui.unlock.view import UnlockView
from pt_chart.ui.widgets.line_field import ValueState
from tests.ui import clinic


def locked(qtbot: QtBot, theme: Theme, place: clinic.FakeWorkplace) -> MainWindow:
    window = MainWindow(theme, place)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    return window


@pytest.fixture
def window(qtbot: QtBot, theme: Theme, qapp: QApplication) -> Iterator[MainWindow]:
    made = locked(qtbot, theme, clinic.FakeWorkplace())
    yield made
    made.close()


def unlock_view(window: MainWindow) -> UnlockView:
    view = window.stack.currentWidget()
    assert isinstance(view, UnlockView)
    return view


def unlocked(window: MainWindow) -> bool:
    return isinstance(window.stack.currentWidget(), PatientsView)


def test_password_and_enter_open_the_register(qtbot: QtBot, window: MainWindow) -> None:
    view = unlock_view(window)
    QTest.keyClicks(view.password, clinic.PASSWORD)
    QTest.keyClick(view.password, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: unlocked(window))
    assert window.title_row.who.text() == "Ines Corvale, PT"


def test_a_wrong_password_is_refused_with_advice_and_cleared(
    qtbot: QtBot, window: MainWindow
) -> None:
    view = unlock_view(window)
    QTest.keyClicks(view.password, "wrong")
    QTest.keyClick(view.password, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Caps Lock" in view.remark.text())
    assert view.password.text() == ""
    assert view.password.isEnabled()
    assert not unlocked(window)


def test_arrows_choose_the_user(window: MainWindow) -> None:
    view = unlock_view(window)
    QTest.keyClick(view.users, Qt.Key.Key_Down)
    assert view.user_name == "Bram Ostrande"
    assert view.password.accessibleName() == "Password for Bram Ostrande"
    QTest.keyClicks(view.other, "somebody else")
    assert view.user_name == "somebody else"


def test_the_password_is_hidden_and_caps_lock_is_told(window: MainWindow) -> None:
    view = unlock_view(window)
    assert view.password.echoMode() is QLineEdit.EchoMode.Password
    view.password.caps.emit(True)
    assert view.remark.text() == "Caps Lock is on"


def test_the_demo_clinic_shows_its_password(qtbot: QtBot, theme: Theme) -> None:
    window = locked(qtbot, theme, clinic.FakeWorkplace(demo=True))
    shown = [label.text() for label in unlock_view(window).findChildren(type(window.title_row.who))]
    assert any("Invented people only" in text for text in shown)
    assert "demo" in shown


def test_a_real_chart_shows_no_password(window: MainWindow) -> None:
    shown = [label.text() for label in unlock_view(window).findChildren(type(window.title_row.who))]
    assert not any("password of the demo" in text for text in shown)


def test_the_first_start_asks_for_clinic_name_and_password(qtbot: QtBot, theme: Theme) -> None:
    place = clinic.FakeWorkplace(exists=False)
    window = locked(qtbot, theme, place)
    view = window.stack.currentWidget()
    assert isinstance(view, FirstRunView)
    QTest.mouseClick(view.go, Qt.MouseButton.LeftButton)
    assert view.remark.text() == "Name the clinic."
    for key, text in (("clinic", "Larkmoor"), ("name", "Ines Corvale"), ("password", "short")):
        QTest.keyClicks(view.fields[key], text)
    QTest.keyClicks(view.fields["again"], "other")
    QTest.mouseClick(view.go, Qt.MouseButton.LeftButton)
    assert "differ" in view.remark.text()
    assert view.fields["again"].state is ValueState.REFUSED
    view.fields["again"].setText("short")
    QTest.mouseClick(view.go, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "12 characters" in view.remark.text())
    for key in ("password", "again"):
        view.fields[key].setText(clinic.PASSWORD)
    QTest.keyClick(view.fields["again"], Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: unlocked(window))
    created = place.created[0]
    assert (created[0].name, created[1].name, created[2]) == (
        "Larkmoor",
        "Ines Corvale",
        clinic.PASSWORD,
    )
    window.close()


@pytest.mark.parametrize(
    ("name", "letters"), [("Ines Corvale", "IC"), ("desk", "D"), ("", ""), ("a.b", "AB")]
)
def test_initials(name: str, letters: str) -> None:
    assert initials(name) == letters
