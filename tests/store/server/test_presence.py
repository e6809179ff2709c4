"""Who has a visit open where: two windows on one server, one of them gone without a word."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from pt_chart.charting.draft_saver import DraftSaver, run_here
from pt_chart.charting.errors import ServerLost
from pt_chart.charting.presence import GONE_AFTER_S, REGISTER
from pt_chart.charting.transfer_port import ImportBatch, UndoRefused
from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.store.server.chart import ChartServer
from pt_chart.store.server.door import open_server
from pt_chart.store.server.presence import ServerPresence
from tests.fakes import THERAPIST, FakeClock
from tests.servers import Cluster
from tests.store.samples import CHEAP, EPISODE, PASSWORD, PATIENT, new_visit


@pytest.fixture
def two(cluster: Cluster, tmp_path: Path) -> Iterator[tuple[ChartServer, ChartServer]]:
    """Two workstations at one chart with a draft."""
    path = tmp_path / "clinic.ptserver"
    cluster.new_chart(path, THERAPIST, PASSWORD, cost=CHEAP, clock=FakeClock())
    charts = [open_server(path, THERAPIST.name, PASSWORD, clock=FakeClock()) for _ in range(2)]
    charts[0].save_patient(PATIENT)
    charts[0].save_episode(EPISODE)
    for number in (1, 2):
        charts[0].save_draft(new_visit(f"visit-{number}", number=number))
    yield charts[0], charts[1]
    for chart in charts:
        chart.abandon()


def test_each_sees_the_other_and_not_itself(two: tuple[ChartServer, ChartServer]) -> None:
    desk, room = ServerPresence(two[0], "FRONT-DESK"), ServerPresence(two[1], "ROOM-2")
    assert desk.look("visit-1", PATIENT.id).others == ()
    (other,) = room.look("visit-1", PATIENT.id).others
    assert (other.workstation, other.same_visit) == ("FRONT-DESK", True)
    assert other.user_name == THERAPIST.signature
    assert other.words.startswith("Open at FRONT-DESK by ")
    (other,) = desk.look("visit-1", PATIENT.id).others
    assert other.workstation == "ROOM-2"
    room.leave("visit-1")
    assert desk.look("visit-1", PATIENT.id).others == ()


def test_another_visit_of_the_patient_is_told_as_that(
    two: tuple[ChartServer, ChartServer],
) -> None:
    desk, room = ServerPresence(two[0], "FRONT-DESK"), ServerPresence(two[1], "ROOM-2")
    desk.look("visit-1", PATIENT.id)
    (other,) = room.look("visit-2", PATIENT.id).others
    assert not other.same_visit
    assert other.words.startswith("This patient has a visit open at FRONT-DESK")
    desk.look(f"{REGISTER}{PATIENT.id}", PATIENT.id)
    told = [one.words for one in room.look("visit-2", PATIENT.id).others]
    assert told[1].startswith("This patient is open in the register at FRONT-DESK by ")
    assert room.look("visit-2", "somebody else").others == ()


def test_who_says_nothing_is_gone_after_a_while_and_at_once_on_closing(
    two: tuple[ChartServer, ChartServer],
) -> None:
    desk, room = ServerPresence(two[0], "FRONT-DESK"), ServerPresence(two[1], "ROOM-2")
    room.look("visit-1", PATIENT.id)
    silent = text("UPDATE presence SET seen = now() - make_interval(secs => :long)")
    two[1].aside(lambda c: c.execute(silent, {"long": GONE_AFTER_S + 1}))
    assert desk.look("visit-1", PATIENT.id).others == ()
    room.look("visit-1", PATIENT.id)
    assert len(desk.look("visit-1", PATIENT.id).others) == 1
    two[1].close()
    assert desk.look("visit-1", PATIENT.id).others == ()


def test_a_change_elsewhere_is_seen(two: tuple[ChartServer, ChartServer]) -> None:
    room = ServerPresence(two[1], "ROOM-2")
    draft = two[1].visit("visit-1")
    saver = DraftSaver(two[1], FakeClock(), draft.revision, run_here, draft)
    assert room.look("visit-1", PATIENT.id).revision == saver.revision
    two[0].save_draft(two[0].visit("visit-1").with_answer(FindingKey("nprs_now"), Answer(4)))
    around = room.look("visit-1", PATIENT.id)
    assert around.revision == saver.revision + 1
    assert not around.signed


def test_a_server_that_is_gone_is_told(
    two: tuple[ChartServer, ChartServer], cluster: Cluster
) -> None:
    room = ServerPresence(two[1], "ROOM-2")
    cluster.stop()
    try:
        with pytest.raises(ServerLost):
            room.look("visit-1", PATIENT.id)
    finally:
        cluster.start()
    assert two[1]._ledger.link.again(10)
    assert room.look("visit-1", PATIENT.id).others == ()


def test_ones_own_window_that_ended_without_a_word_is_not_named(
    two: tuple[ChartServer, ChartServer],
) -> None:
    ended, again = ServerPresence(two[0], "ROOM-2"), ServerPresence(two[1], "ROOM-2")
    ended.look("visit-1", PATIENT.id)
    assert again.look("visit-1", PATIENT.id).others == ()
    assert len(ServerPresence(two[0], "DESK").look("visit-1", PATIENT.id).others) == 1


def test_an_import_stays_while_somebody_has_a_visit_of_it_open(
    two: tuple[ChartServer, ChartServer],
) -> None:
    brought = replace(PATIENT, id="brought"), replace(EPISODE, id="e-brought", patient_id="brought")
    came = new_visit("v-brought", episode_id="e-brought")
    two[0].import_records(ImportBatch("i-1", "old.csv", (brought[0],), (brought[1],), (came,)))
    room = ServerPresence(two[1], "ROOM-2")
    room.look(f"{REGISTER}brought", "brought")
    for visit_id in ("v-brought", "begun and not stored yet"):
        room.look(visit_id, "brought")
        with pytest.raises(UndoRefused) as refused:
            two[0].undo_import("i-1")
        assert f"{THERAPIST.signature} at ROOM-2" in refused.value.advice
        assert two[1].visit("v-brought").revision == 1
        room.leave(visit_id)
    two[0].undo_import("i-1")
    assert two[0].imports() == ()


def test_ones_own_open_visit_and_that_of_others_keep_no_import(
    two: tuple[ChartServer, ChartServer],
) -> None:
    brought = replace(PATIENT, id="brought")
    two[0].import_records(ImportBatch("i-1", "old.csv", (brought,)))
    ServerPresence(two[0], "FRONT-DESK").look("begun here", "brought")
    ServerPresence(two[1], "ROOM-2").look("visit-1", PATIENT.id)
    two[0].undo_import("i-1")
