"""Killed, locked out, two at once, no room: nothing is lost and everything is said."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from pt_chart.bootstrap import DEMO_PASSWORD, DEMO_USER, LocalWorkplace
from pt_chart.charting.draft_saver import run_here
from pt_chart.charting.errors import ChartInUse, ChartNewer, DiskFull, WorldError
from pt_chart.clinical.findings import FindingKey
from pt_chart.clinical.sides import Side
from pt_chart.host.paths import DataFolders
from pt_chart.store.open import open_chart
from pt_chart.ui.unlock.view import UnlockView
from tests.journeys.conftest import PASSWORD, THERAPIST
from tests.journeys.keyboard import Keyboard

ROOT = Path(__file__).parents[2]
LIMIT = FindingKey("slr_angle", Side.RIGHT)


def told(keyboard: Keyboard) -> str:
    """What the unlock window says under the password, once it says something."""
    view = keyboard.window.stack.currentWidget()
    assert isinstance(view, UnlockView)
    keyboard.wait_until(lambda: bool(view.remark.text()) and view.password.isEnabled())
    return view.remark.text()


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_killed_right_after_saved_the_draft_is_there(demo_folder: Path) -> None:
    visit_id, number = chart_until_killed(demo_folder, edits=5)
    session = LocalWorkplace(DataFolders(demo_folder), demo=True).unlock(
        DEMO_USER, DEMO_PASSWORD, run_here
    )
    with closing(session.store) as store:
        stored = store.visit(visit_id).answers[LIMIT].value
    assert isinstance(stored, int)
    assert stored >= number


def chart_until_killed(folder: Path, edits: int) -> tuple[str, int]:
    """Let the program chart in a process of its own; the last edit it called saved."""
    script = Path(__file__).with_name("charting_window.py")
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
        "QT_QPA_PLATFORM": "offscreen",
    }
    with subprocess.Popen(
        [sys.executable, str(script), str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        text=True,
    ) as child:
        assert child.stdout is not None
        lines = [child.stdout.readline() for _ in range(edits)]
        child.kill()
    visit_id, number = lines[-1].split()
    return visit_id, int(number)


def test_a_wrong_password_is_a_notice_and_the_next_one_opens(
    sit_down: Callable[..., Keyboard], clinic_folder: Path
) -> None:
    keyboard = sit_down(clinic_folder)
    keyboard.enter("not the password")
    assert "password" in told(keyboard).lower()
    keyboard.enter(PASSWORD)
    keyboard.wait_until(lambda: keyboard.window.session is not None)


def test_a_second_program_is_told_the_chart_is_open(
    sit_down: Callable[..., Keyboard], clinic_folder: Path
) -> None:
    first = LocalWorkplace(DataFolders(clinic_folder), demo=False)
    session = first.unlock(THERAPIST, PASSWORD, run_here)
    with closing(session.store):
        keyboard = sit_down(clinic_folder)
        keyboard.enter(PASSWORD)
        assert told(keyboard) == f"{ChartInUse.message} {ChartInUse.advice}"
    keyboard.enter(PASSWORD)
    keyboard.wait_until(lambda: keyboard.window.session is not None)


def test_a_damaged_chart_is_told_and_not_touched(
    sit_down: Callable[..., Keyboard], clinic_folder: Path
) -> None:
    chart = DataFolders(clinic_folder).chart
    broken = bytearray(chart.read_bytes())
    broken[5000:5064] = bytes(64)
    chart.write_bytes(broken)
    keyboard = sit_down(clinic_folder)
    keyboard.enter(PASSWORD)
    assert "damaged" in told(keyboard).lower()
    assert chart.read_bytes() == broken


def test_a_damaged_key_file_is_told_before_anything_is_typed(
    sit_down: Callable[..., Keyboard], clinic_folder: Path
) -> None:
    chart = DataFolders(clinic_folder).chart
    chart.with_name(chart.name + ".keys").write_text("{ not json")
    previous = chart.with_name(chart.name + ".keys.previous")
    previous.unlink(missing_ok=True)
    assert "key" in told(sit_down(clinic_folder)).lower()


def test_a_full_disk_is_told_and_saved_when_there_is_room(
    demo: Keyboard, monkeypatch: pytest.MonkeyPatch
) -> None:
    demo.enter("tallow")
    visit = demo.wait_for_visit()
    full = threading.Event()
    full.set()
    fail_drafts(monkeypatch, visit.session.store, full)
    demo.quick("slr r p2 71")
    demo.wait_until(lambda: visit.open.desk.saver.state.problem is not None)
    assert visit.notices.isVisible()
    assert "disk is full" in visit.notices.text.text()
    demo.quick("slr r p2 72")
    full.clear()
    demo.wait_until(lambda: visit.open.desk.saver.state.problem is None)
    demo.wait_until(lambda: not visit.open.desk.saver.state.pending)
    assert not visit.notices.isVisible()
    stored = visit.session.store.visit(visit.open.desk.visit.id)
    assert stored.answers[LIMIT].value == 72


def fail_drafts(monkeypatch: pytest.MonkeyPatch, store: object, full: threading.Event) -> None:
    """Let every queued draft fail for want of room while the event is set."""
    queue = store.queue_draft  # type: ignore[attr-defined]

    def fail(visit: object, done: Callable[[WorldError], None], tier: object = None) -> None:
        if full.is_set():
            done(DiskFull())
        else:
            queue(visit, done, tier)

    monkeypatch.setattr(store, "queue_draft", fail)


def test_a_newer_chart_is_told_and_not_touched(
    sit_down: Callable[..., Keyboard], clinic_folder: Path
) -> None:
    chart = DataFolders(clinic_folder).chart
    with closing(open_chart(chart, THERAPIST, PASSWORD)) as opened:
        stamp = text("UPDATE alembic_version SET version_num = '9999'")
        opened._write(lambda transaction: transaction.connection.execute(stamp))
    before = chart.read_bytes()
    keyboard = sit_down(clinic_folder)
    keyboard.enter(PASSWORD)
    assert told(keyboard) == f"{ChartNewer.message} {ChartNewer.advice}"
    assert chart.read_bytes() == before
