"""Locking: nothing decrypted stays; with the system; the other ways in."""

from __future__ import annotations

import gc
import os
import shutil
import subprocess
import sys
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pt_chart.charting.clinic_session import ClinicSession
from pt_chart.charting.desk import VisitDesk
from pt_chart.charting.draft_saver import Post
from pt_chart.charting.errors import ChartRolledBack, TooManyAttempts
from pt_chart.clinical.visit import Visit
from pt_chart.ui.shell.system_watch import LOOK_EVERY_MS, SLEPT_S, SystemWatch
from pt_chart.ui.shell.visit_view import VisitView
from pt_chart.ui.shell.window import MainWindow
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.unlock.other_ways import EmergencyView, KitView, RestoreView
from pt_chart.ui.unlock.view import UnlockView
from tests.ui import clinic


@pytest.fixture
def window(qtbot: QtBot, theme: Theme) -> Iterator[MainWindow]:
    """A window with an open visit."""
    made = MainWindow(theme, clinic.FakeWorkplace())
    qtbot.addWidget(made)
    made.show()
    made.unlocked(clinic.session())
    assert made.session is not None
    made.start_visit(made.session.store.episode("e1"))
    yield made
    if made.session is not None:
        made.session.store.abandon()
        made.session = None
    made.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_nothing_decrypted_is_left_after_locking(
    qtbot: QtBot, window: MainWindow, qapp: QApplication
) -> None:
    kept = [weakref.ref(one) for one in _of_this_window(window)]
    states = _states(window)
    assert len(kept) == 2
    assert states
    window.lock()

    def dropped() -> bool:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        qapp.processEvents()
        gc.collect()
        return [one() for one in kept] == [None, None]

    # What another thread works on at that moment is let go when it is done.
    qtbot.waitUntil(dropped)
    left = [v for v in gc.get_objects() if isinstance(v, Visit) and (id(v), v.id) in states]
    assert left == []


def _of_this_window(window: MainWindow) -> tuple[ClinicSession, VisitDesk]:
    view = window.findChild(VisitView)
    assert window.session is not None
    assert view is not None
    return window.session, view.open.desk


def _states(window: MainWindow) -> set[tuple[int, str]]:
    """The visit on the desk, by address: other tests of this process have visits of their own."""
    _, desk = _of_this_window(window)
    return {(id(desk.visit), desk.visit.id)}


def test_a_copied_note_leaves_the_clipboard(window: MainWindow, qapp: QApplication) -> None:
    assert window.commands is not None
    window.commands.actions["copy_note"].trigger()
    assert "Tallowby" in qapp.clipboard().text()
    window.lock()
    assert qapp.clipboard().text() == ""
    qapp.clipboard().setText("something else")


def test_what_others_copied_stays(
    window: MainWindow, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert window.commands is not None
    window.commands.actions["copy_note"].trigger()
    monkeypatch.setattr(window, "isActiveWindow", lambda: False)
    qapp.clipboard().setText("a shopping list")
    window.lock()
    assert qapp.clipboard().text() == "a shopping list"


@pytest.mark.parametrize(
    ("slot", "words"),
    [("_saver", "with the computer"), ("_sleep", "goes to sleep")],
)
def test_the_system_locks_the_chart_with_it(window: MainWindow, slot: str, words: str) -> None:
    tell = getattr(window._system, slot)
    tell(False)
    assert not window.title_row.lock.isHidden()
    tell(True)
    assert window.title_row.lock.isHidden()
    view = window.stack.currentWidget()
    assert isinstance(view, UnlockView)
    assert words in view.title.text()
    assert "M. T." in view.story.text()


def test_a_computer_that_slept_is_noticed() -> None:
    moments = iter([0.0, 15.0, 30.0 + SLEPT_S + LOOK_EVERY_MS / 1000 + 1])
    watch = SystemWatch(now=lambda: next(moments))
    watch._timer.stop()  # only the looks of this test
    heard: list[str] = []
    watch.locked.connect(heard.append)
    watch.look()
    assert heard == []
    watch.look()
    assert heard == ["Locked: the computer slept"]
    watch.deleteLater()
    QCoreApplication.sendPostedEvents(watch, QEvent.Type.DeferredDelete)


class _Refusing(clinic.FakeWorkplace):
    """A workplace whose chart does not open."""

    error: Exception = TooManyAttempts(2)
    accepted = False

    def unlock(
        self, user_name: str, password: str, post: Post, *, accept_loss: bool = False
    ) -> ClinicSession:
        """Refuses, unless the loss is accepted."""
        del user_name, password, post
        if accept_loss:
            self.accepted = True
            return clinic.session()
        raise self.error


@pytest.fixture
def refusing(qtbot: QtBot, theme: Theme) -> Iterator[MainWindow]:
    """A locked window whose chart does not open."""
    made = MainWindow(theme, _Refusing())
    qtbot.addWidget(made)
    made.show()
    yield made
    made.close()


def unlock_view(window: MainWindow) -> UnlockView:
    """What is shown."""
    view = window.stack.currentWidget()
    assert isinstance(view, UnlockView)
    return view


def test_after_too_many_passwords_the_window_waits(qtbot: QtBot, refusing: MainWindow) -> None:
    view = unlock_view(refusing)
    view.password.setText("wrong")
    view.go.click()
    qtbot.waitUntil(lambda: "Wait " in view.remark.text() and not view.go.isEnabled())
    qtbot.waitUntil(view.go.isEnabled)


def test_an_older_chart_opens_only_when_the_loss_is_accepted(
    qtbot: QtBot, refusing: MainWindow
) -> None:
    place = refusing.place
    assert isinstance(place, _Refusing)
    place.error = ChartRolledBack()
    view = unlock_view(refusing)
    view.password.setText("right")
    assert view.accept.isHidden()
    view.go.click()
    qtbot.waitUntil(lambda: not view.accept.isHidden())
    assert "older" in view.remark.text()
    view.accept.click()
    qtbot.waitUntil(lambda: place.accepted)
    qtbot.waitUntil(lambda: refusing.session is not None)


def test_the_other_ways_in(qtbot: QtBot, refusing: MainWindow) -> None:
    unlock_view(refusing).kit.click()
    kit = refusing.stack.currentWidget()
    assert isinstance(kit, KitView)
    kit.form.fields["password"].setText("a new password")
    kit.form.go.click()
    assert "differ" in kit.form.remark.text()
    kit.form.cancel.click()
    unlock_view(refusing).restore.click()
    restore = refusing.stack.currentWidget()
    assert isinstance(restore, RestoreView)
    restore.form.go.click()
    assert "Choose a backup" in restore.form.remark.text()
    restore.form.cancel.click()
    unlock_view(refusing).emergency.click()
    emergency = refusing.stack.currentWidget()
    assert isinstance(emergency, EmergencyView)
    emergency.form.fields["name"].setText("Dr. Rowe")
    emergency.form.go.click()
    assert "reason" in emergency.form.remark.text()
    emergency.form.fields["reason"].setText("patient collapsed")
    emergency.form.go.click()
    qtbot.waitUntil(lambda: refusing.session is not None)


TOLD_BY_THE_BUS = """
import os, subprocess, sys
# The session's bus stands in for the system's, which a test has not.
os.environ["DBUS_SYSTEM_BUS_ADDRESS"] = os.environ["DBUS_SESSION_BUS_ADDRESS"]
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pt_chart.ui.shell.system_watch import SystemWatch

app = QApplication([])
watch = SystemWatch()
watch.locked.connect(lambda words: (print(words, flush=True), app.quit()))
told = ["dbus-send", "--session", "--type=signal", *sys.argv[1:]]
QTimer.singleShot(100, lambda: subprocess.Popen(told))
QTimer.singleShot(60_000, app.quit)
app.exec()
"""
SAVER, GNOME = "org.freedesktop.ScreenSaver", "org.gnome.ScreenSaver"
LOGIN, LOGIN_AT = "org.freedesktop.login1", "/org/freedesktop/login1"


@pytest.mark.skipif(shutil.which("dbus-run-session") is None, reason="needs a session bus")
@pytest.mark.parametrize(
    ("signal", "words"),
    [
        (("/org/freedesktop/ScreenSaver", f"{SAVER}.ActiveChanged", "boolean:true"), "with the"),
        (("/org/gnome/ScreenSaver", f"{GNOME}.ActiveChanged", "boolean:true"), "with the"),
        ((LOGIN_AT, f"{LOGIN}.Manager.PrepareForSleep", "boolean:true"), "goes to sleep"),
        ((f"{LOGIN_AT}/session/_31", f"{LOGIN}.Session.Lock"), "with the"),
    ],
)
def test_a_real_signal_of_the_system_is_heard(signal: tuple[str, ...], words: str) -> None:
    source = str(Path(__file__).parents[3] / "src")
    done = subprocess.run(
        ["dbus-run-session", "--", sys.executable, "-c", TOLD_BY_THE_BUS, *signal],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": source},
        capture_output=True,
        text=True,
        check=False,
    )
    assert words in done.stdout.split("\n")[0], done.stderr[-800:]
