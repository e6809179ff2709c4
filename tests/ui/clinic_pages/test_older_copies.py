"""Older backups are wrapped anew, and the recovery kit restores one, through the window."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from pt_chart.bootstrap.local import LocalWorkplace
from pt_chart.charting.draft_saver import run_here
from pt_chart.charting.errors import WrongPassword
from pt_chart.clinical.people import Clinician
from pt_chart.store.open import create_chart
from pt_chart.ui.clinic.backup import BackupPage
from pt_chart.ui.shell.window import MainWindow
from pt_chart.ui.unlock.other_ways import RestoreView
from tests.soak.clinic import backed_up as backed_up_elsewhere
from tests.store.samples import CHEAP, PASSWORD, PATIENT

NEW = "three other words"


def backed_up(window: MainWindow, qtbot: QtBot) -> BackupPage:
    """The page of backups, after one was made."""
    window.show_clinic("backup")
    assert window.clinic is not None
    page = window.clinic.page("backup")
    assert isinstance(page, BackupPage)
    with qtbot.waitSignal(page.backed_up):
        page.go.click()
    qtbot.waitUntil(lambda: len(page.table.shown) == 1)
    return page


def test_older_backups_are_offered_and_wrapped(
    window: MainWindow, place: LocalWorkplace, qtbot: QtBot
) -> None:
    page = backed_up(window, qtbot)
    assert page.wrap.isHidden()
    assert window.session is not None
    assert window.session.administration is not None
    window.session.administration.change_password(PASSWORD, NEW)
    page.refresh()
    qtbot.waitUntil(lambda: not page.wrap.isHidden())
    assert page.wrap.text() == "Wrap 1 older copy with today's keys"
    page.wrap.click()
    qtbot.waitUntil(page.wrap.isHidden)
    window.lock()
    (kept,) = place.backups()
    with pytest.raises(WrongPassword):
        place.restore(kept.path, "Ines Corvale", PASSWORD, run_here)
    restored = place.restore(kept.path, "Ines Corvale", NEW, run_here)
    assert restored.store.patient(PATIENT.id) == PATIENT
    restored.store.close()


def test_the_recovery_kit_restores_a_backup(
    window: MainWindow, place: LocalWorkplace, qtbot: QtBot
) -> None:
    assert window.session is not None
    assert window.session.administration is not None
    code = window.session.administration.make_kit(PASSWORD)
    backed_up(window, qtbot)
    window.lock()
    Path(place.chart_name).write_bytes(b"\0" * 9000)
    window.door.show_restore()
    view = window.stack.currentWidget()
    assert isinstance(view, RestoreView)
    view.table.choose(str(place.backups()[0].path))
    qtbot.waitUntil(lambda: view.users.count() == 1)
    view.form.fields["password"].setText(code.lower())
    view.form.fields["new"].setText("weak")
    view.form.go.click()
    qtbot.waitUntil(lambda: "12 characters" in view.form.remark.text())
    view.form.fields["password"].setText(code.lower())
    view.form.fields["new"].setText(NEW)
    view.form.go.click()
    qtbot.waitUntil(lambda: window.session is not None)
    assert window.session.store.patient(PATIENT.id) == PATIENT


def test_another_clinics_chart_steps_aside_for_who_manages_it(
    window: MainWindow, place: LocalWorkplace, qtbot: QtBot, tmp_path: Path
) -> None:
    window.lock()
    theirs = create_chart(
        tmp_path / "theirs" / "clinic.ptchart", Clinician("o", "Olga Owner"), NEW, cost=CHEAP
    )
    kept = backed_up_elsewhere(theirs, tmp_path / "stick")
    theirs.close()
    window.door.show_restore()
    view = window.stack.currentWidget()
    assert isinstance(view, RestoreView)
    view._pick(kept.path)
    qtbot.waitUntil(lambda: view.users.count() == 1)
    view.form.fields["password"].setText(NEW)
    view.form.go.click()
    qtbot.waitUntil(lambda: not view.standing.isHidden())
    assert "Another chart stands here" in view.form.remark.text()
    assert view.owner.currentText() == "Ines Corvale"
    view.owner_password.setText("wrong")
    view.form.go.click()
    qtbot.waitUntil(lambda: "stands here for Ines Corvale" in view.form.remark.text())
    view.owner_password.setText(PASSWORD)
    view.form.go.click()
    qtbot.waitUntil(lambda: window.session is not None)
    session = window.session
    assert session is not None
    assert session.clinician.name == "Olga Owner"
    assert list(Path(place.chart_name).parent.glob("*before-restore*"))
