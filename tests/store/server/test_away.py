"""The server goes away while a visit is open: work goes on here, and is offered on return."""

from __future__ import annotations

import importlib.util
import os
import secrets
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

import pytest

from pt_chart.bootstrap.local import LocalWorkplace
from pt_chart.charting.away import ServerAway
from pt_chart.charting.clinic_session import ClinicSession
from pt_chart.charting.draft_saver import run_here
from pt_chart.charting.errors import (
    ServerLost,
    ServerRefused,
    WorldError,
    WrongPassword,
)
from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.store.away_queue import AwayQueue
from pt_chart.store.server import door, tables
from pt_chart.store.server.chart import ChartServer
from pt_chart.store.server.set_up import as_owner
from tests.fakes import THERAPIST
from tests.servers import Cluster
from tests.store.samples import EPISODE, PASSWORD, PATIENT, new_visit
from tests.store.server.at_workstation import (
    PAIN,
    SLUMP,
    away_with,
    lock,
    type_in,
    unlock,
    visit_of,
    wait_for,
)

QT_IS_HERE = importlib.util.find_spec("PySide6") is not None
"""Without it there is no window to kill."""


def test_work_goes_on_and_is_brought_back_when_wanted(
    workstation: LocalWorkplace, own_cluster: Cluster
) -> None:
    session = unlock(workstation)
    session.open_visit("visit-1")
    type_in(session, PAIN, 3)
    own_cluster.stop()
    type_in(session, PAIN, 4)
    type_in(session, SLUMP, True)
    assert session.open is not None
    saver = session.open.desk.saver
    assert (saver.state.away, saver.state.problem, saver.state.pending) == (True, None, False)
    with pytest.raises(ServerAway, match="sign"):
        session.sign()
    own_cluster.start()
    assert session.away is not None
    assert isinstance(session.store, ChartServer)
    assert session.store._ledger.link.again(10)
    assert session.away.is_back(session.store)
    assert session.store.visit("visit-1").answers[PAIN].value == 3
    (offered,) = session.away.offered()
    assert offered.mine.answers[PAIN].value == 4
    saver.bring_back(visit_of(session))
    wait_for(saver)
    assert not saver.state.away
    stored = session.store.visit("visit-1")
    assert (stored.answers[PAIN].value, stored.answers[SLUMP].value) == (4, True)
    assert session.away.offered() == ()
    lock(session)


def test_locked_and_unlocked_while_away_the_draft_is_there(
    workstation: LocalWorkplace, own_cluster: Cluster
) -> None:
    lock(away_with(workstation, own_cluster, PAIN, 4))
    with pytest.raises(WrongPassword):
        workstation.unlock(THERAPIST.name, "not this one", run_here)
    alone = unlock(workstation)
    assert alone.away is not None
    assert alone.away.alone
    assert [row.patient.id for row in alone.store.search("tallowby")] == [PATIENT.id]
    alone.open_visit("visit-1")
    assert visit_of(alone).answers[PAIN].value == 4
    type_in(alone, SLUMP, True)
    for refused in (
        alone.sign,
        lambda: alone.new_patient(PATIENT),
        lambda: alone.start_visit(EPISODE),
    ):
        with pytest.raises(ServerAway):
            refused()
    lock(alone)
    own_cluster.start()

    back = unlock(workstation)
    assert back.away is not None
    assert PAIN not in back.store.visit("visit-1").answers
    (offered,) = back.away.offered()
    assert offered.mine.answers[SLUMP].value is True
    opened = back.open_visit(offered.mine.id)
    assert opened.settling.met is not None
    opened.settling.settle({})
    opened.desk.saver.finish()
    stored = back.store.visit("visit-1")
    assert (stored.answers[PAIN].value, stored.answers[SLUMP].value) == (4, True)
    assert back.away.offered() == ()
    lock(back)


def test_what_was_changed_meanwhile_by_another_is_compared(
    workstation: LocalWorkplace, own_cluster: Cluster
) -> None:
    lock(away_with(workstation, own_cluster, PAIN, 4))
    own_cluster.start()
    other = unlock(workstation)
    visit = other.store.visit("visit-1")
    other.store.save_draft(visit.with_answer(PAIN, Answer(9)).with_answer(SLUMP, Answer(False)))
    opened = other.open_visit("visit-1")
    (conflict,) = opened.settling.compared().conflicts
    assert (conflict.mine.value, conflict.theirs.value) == (4, 9)
    opened.settling.give_up()
    assert other.away is not None
    assert other.away.offered() == ()
    assert other.store.kept_versions("visit-1")[0].mine.answers[PAIN].value == 4
    lock(other)


def test_a_visit_that_was_only_open_is_there_too_and_forgotten_afterwards(
    workstation: LocalWorkplace, own_cluster: Cluster
) -> None:
    session = unlock(workstation)
    session.open_visit("visit-1")
    assert session.away is not None
    session.away.close()  # the program ends here, without a word
    session.store.abandon()
    own_cluster.stop()
    alone = unlock(workstation)
    assert alone.store.visit("visit-1").answers == new_visit().answers
    assert alone.away is not None
    assert alone.away.offered() == ()
    lock(alone)
    own_cluster.start()
    lock(unlock(workstation))
    own_cluster.stop()
    with pytest.raises(ServerLost):
        unlock(workstation)


def test_with_nothing_kept_the_loss_is_told(
    workstation: LocalWorkplace, own_cluster: Cluster
) -> None:
    own_cluster.stop()
    with pytest.raises(ServerLost):
        unlock(workstation)


def test_nothing_of_the_queue_can_be_read_without_the_password(
    workstation: LocalWorkplace, own_cluster: Cluster
) -> None:
    lock(away_with(workstation, own_cluster, FindingKey("occupation"), "Zebulon marker"))
    folder = workstation._folders.away
    files = [file for file in folder.rglob("*") if file.is_file()]
    assert files
    for file in files:
        raw = file.read_bytes()
        for word in (b"Zebulon", b"Tallowby", b"SQLite format 3"):
            assert word not in raw
        assert file.stat().st_mode & 0o077 == 0 or file.suffix in ("-wal", "-shm")
    (queue,) = (file for file in files if file.suffix == ".ptwaiting")
    with pytest.raises(WorldError):
        AwayQueue(queue, secrets.token_bytes(32))


def test_revoked_rights_lose_nothing(workstation: LocalWorkplace, own_cluster: Cluster) -> None:
    session = unlock(workstation)
    session.open_visit("visit-1")
    owner = own_cluster.owner(_database(session))
    with as_owner(owner) as connection:
        program = tables.program_of(connection)
        connection.exec_driver_sql(f"REVOKE INSERT, UPDATE ON answer FROM {program}")
    type_in(session, PAIN, 4)
    assert session.open is not None
    saver = session.open.desk.saver
    assert saver.state.away
    assert isinstance(saver.away_because, ServerRefused)
    assert "right" in saver.away_because.message
    assert "repair" in saver.away_because.advice
    door.repair(owner)
    saver.bring_back(visit_of(session))
    wait_for(saver)
    assert session.store.visit("visit-1").answers[PAIN].value == 4
    lock(session)


def _database(session: ClinicSession) -> str:
    assert isinstance(session.store, ChartServer)
    return session.store._ledger.link.login.database


KILLED = """
import os, signal, sys
from pathlib import Path
from pt_chart.bootstrap.local import LocalWorkplace
from pt_chart.charting.draft_saver import DraftSaver, run_here
from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.host.paths import DataFolders
place = LocalWorkplace(DataFolders(Path(sys.argv[1])), demo=False)
session = place.unlock(sys.argv[2], sys.argv[3], run_here)
session.open_visit("visit-1")
print("open", flush=True)
sys.stdin.readline()
for pain in range(1, 11):
    session.open.desk.set_answer(FindingKey("nprs_now"), Answer(pain))
    session.open.desk.saver.finish()
    print(pain, flush=True)
    if pain == 7:
        os.kill(os.getpid(), signal.SIGKILL)
"""


@contextmanager
def program_open(
    script: str, workstation: LocalWorkplace
) -> Iterator[tuple[subprocess.Popen[str], IO[str], IO[str]]]:
    """A script in a process of its own that has said that its chart is open."""
    order = [sys.executable, "-c", script, str(workstation._folders.root), THERAPIST.name, PASSWORD]
    with subprocess.Popen(
        order, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=dict(os.environ)
    ) as program:
        assert program.stdout is not None
        assert program.stdin is not None
        assert program.stdout.readline() == "open\n"
        yield program, program.stdin, program.stdout


def test_killed_while_the_server_is_away_every_acknowledged_edit_is_kept(
    workstation: LocalWorkplace, own_cluster: Cluster
) -> None:
    with program_open(KILLED, workstation) as (program, stdin, stdout):
        own_cluster.stop()
        stdin.write("go\n")
        stdin.flush()
        told = stdout.read().split()
    assert program.returncode == -signal.SIGKILL
    assert told[-1] == "7"
    alone = unlock(workstation)
    assert alone.store.visit("visit-1").answers[PAIN].value == 7
    lock(alone)
    own_cluster.start()
    back = unlock(workstation)
    opened = back.open_visit("visit-1")
    opened.settling.settle({})
    opened.desk.saver.finish()
    assert back.store.visit("visit-1").answers[PAIN].value == 7
    lock(back)


HUNG = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pt_chart.bootstrap.local import LocalWorkplace
from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.host.paths import DataFolders
from pt_chart.host.resources import resources_dir
from pt_chart.ui.shell.window import MainWindow
from pt_chart.ui.theme.theme import Scheme, Theme
app = QApplication([])
place = LocalWorkplace(DataFolders(Path(sys.argv[1])), demo=False)
window = MainWindow(Theme(app, resources_dir(), Scheme.LIGHT), place)
window.unlocked(place.unlock(sys.argv[2], sys.argv[3], window.main.post))
window.open_visit("visit-1")
print("open", flush=True)
sys.stdin.readline()
window.visit.open.desk.set_answer(FindingKey("nprs_now"), Answer(6))
def look():
    if window.visit.banner.saved_words.startswith("kept here"):
        print(window.visit.notices.notice.text, flush=True)
    else:
        QTimer.singleShot(20, look)
look()
app.exec()
"""


if QT_IS_HERE:

    def test_a_window_killed_while_the_server_hangs_loses_nothing(
        workstation: LocalWorkplace, own_cluster: Cluster
    ) -> None:
        with program_open(HUNG, workstation) as (program, stdin, stdout):
            own_cluster.hang()
            try:
                stdin.write("go\n")
                stdin.flush()
                told = stdout.readline()
            finally:
                program.kill()
                own_cluster.wake()
        assert told == "The server does not answer; your work is kept here\n"
        back = unlock(workstation)
        assert back.away is not None
        assert PAIN not in back.store.visit("visit-1").answers
        (offered,) = back.away.offered()
        assert offered.mine.answers[PAIN].value == 6
        lock(back)
