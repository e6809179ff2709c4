"""The queue of a workstation: one program at a time, and what is wrong with it is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from pt_chart.bootstrap.local import LocalWorkplace
from pt_chart.charting.errors import ChartDamaged, ChartInUse
from pt_chart.store import register
from pt_chart.store.away_queue import AwayQueue, purpose_of, queue_path
from pt_chart.store.server.chart import ChartServer
from tests.fakes import THERAPIST
from tests.servers import Cluster
from tests.store.samples import PASSWORD, PATIENT
from tests.store.server.at_workstation import PAIN, away_with, back_with, lock, type_in, unlock


def test_two_programs_of_one_person_do_not_share_a_queue(
    workstation: LocalWorkplace, own_cluster: Cluster
) -> None:
    session = unlock(workstation)
    with pytest.raises(ChartInUse, match="another window or program on this computer"):
        unlock(workstation)
    session.open_visit("visit-1")
    own_cluster.stop()
    type_in(session, PAIN, 5)
    with pytest.raises(ChartInUse):
        unlock(workstation)
    lock(session)
    alone = unlock(workstation)
    assert alone.store.visit("visit-1").answers[PAIN].value == 5
    lock(alone)


def _cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def _flip(file: Path) -> None:
    content = bytearray(file.read_bytes())
    for place in range(64, len(content), 512):
        content[place] ^= 1
    file.write_bytes(content)


def _empty(file: Path) -> None:
    file.write_bytes(b"")


@pytest.mark.parametrize("harm", [_cut, _flip, _empty])
def test_a_damaged_queue_is_told_and_set_aside(
    workstation: LocalWorkplace, own_cluster: Cluster, harm: Callable[[Path], None]
) -> None:
    lock(away_with(workstation, own_cluster, PAIN, 4))
    (queue,) = workstation._folders.away.glob("*.ptwaiting")
    harm(queue)
    harmed = queue.read_bytes()
    with pytest.raises(ChartDamaged, match="waited on this workstation"):
        unlock(workstation)
    own_cluster.start()
    session = unlock(workstation)
    assert session.away_trouble is not None
    aside = queue.with_name(f"{queue.name}.damaged-1")
    assert str(aside) in session.away_trouble.message
    assert aside.read_bytes() == harmed
    assert session.away is not None
    assert session.away.offered() == ()
    session.open_visit("visit-1")
    own_cluster.stop()
    type_in(session, PAIN, 6)
    lock(session)
    alone = unlock(workstation)
    assert alone.away_trouble is None
    assert alone.store.visit("visit-1").answers[PAIN].value == 6
    lock(alone)


def test_a_place_where_nothing_can_be_kept_is_told(
    workstation: LocalWorkplace, tmp_path: Path
) -> None:
    folder = workstation._folders.away
    for file in folder.iterdir():
        file.unlink()
    folder.rmdir()
    folder.write_text("in the way")
    session = unlock(workstation)
    assert session.away is None
    assert session.away_trouble is not None
    assert str(folder) in session.away_trouble.advice
    lock(session)


def test_a_draft_of_a_visit_that_is_gone_is_let_go_with_a_line(
    workstation: LocalWorkplace, own_cluster: Cluster
) -> None:
    session = back_with(workstation, own_cluster, PAIN, 4)
    assert session.away is not None
    assert session.administration is not None
    session.administration.erase(
        PATIENT.id, "asked for", PASSWORD, "made by mistake for a test of the server"
    )
    (draft,) = session.away.drafts(session.store)
    assert (draft.comparable, draft.can_go) == (False, True)
    session.away.let_draft_go(session.store, draft)
    assert session.away.offered() == ()
    assert "let go: 1 places" in session.store.audit()[0].entry.detail
    assert session.administration.verify().problems == ()
    lock(session)


def test_what_waits_apart_leaves_the_place_to_its_visit(
    workstation: LocalWorkplace, own_cluster: Cluster
) -> None:
    session = back_with(workstation, own_cluster, PAIN, 4)
    assert session.away is not None
    session.away._queue.set_apart("visit-1")
    session.open_visit("visit-1")
    own_cluster.stop()
    type_in(session, PAIN, 6)
    assert sorted(str(one.mine.answers[PAIN].value) for one in session.away.offered()) == ["4", "6"]
    lock(session)
    alone = unlock(workstation)
    assert alone.store.visit("visit-1").answers[PAIN].value == 6
    lock(alone)


def test_what_somebody_wrote_who_was_let_go_is_told_to_who_manages(
    workstation: LocalWorkplace, own_cluster: Cluster
) -> None:
    session = back_with(workstation, own_cluster, PAIN, 4)
    assert session.away is not None
    (own,) = session.away.offered()
    assert isinstance(session.away._queue, AwayQueue)
    session.store.save_patient(PATIENT)
    gone = replace(THERAPIST, id="gone", name="Gone Person", administers=False)
    assert isinstance(session.store, ChartServer)
    session.store._write(lambda t: register.put_clinician(t.connection, gone, active=False))
    theirs = queue_path(workstation._folders.away, session.store.chart_id, "gone")
    left = AwayQueue(theirs, session.store.seal_key(purpose_of("gone")))
    left.keep(own, lambda _none: None)
    left.flush()
    left.close()
    lock(session)

    again = unlock(workstation)
    assert again.away is not None
    mine, other = again.away.drafts(again.store)
    assert mine.comparable
    assert "Gone Person wrote it" in other.why
    assert [str(one.mine) for one in other.written] == [str(one.mine) for one in mine.written]
    again.away.let_draft_go(again.store, other)
    assert again.away.drafts(again.store) == (mine,)
    lock(again)
