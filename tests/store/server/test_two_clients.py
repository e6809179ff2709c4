"""Two workstations at one chart: one log, one chain of seals, nobody overwrites anybody."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Connection

from pt_chart.charting.errors import (
    AccessEnded,
    ChartConflict,
    ChartDamaged,
    ChartRolledBack,
    NotAllowed,
    SignedAlready,
    WrongPassword,
)
from pt_chart.charting.ports import AuditAction, AuditEntry
from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.clinical.people import Clinician
from pt_chart.store.administration import ChartAdministration
from pt_chart.store.server import checking, door
from pt_chart.store.server.chart import ChartServer
from pt_chart.store.server.presence import ServerPresence
from tests.fakes import THERAPIST, FakeClock
from tests.places import ServerPlace
from tests.store.samples import CHEAP, EPISODE, PASSWORD, PATIENT, SIGNATURE, new_visit

KEY, OTHER_KEY = FindingKey("nprs"), FindingKey("fever")
ASSISTANT = Clinician("user-2", "Bram Ostrande", "PTA", "assistant")
OTHER = "three other words"


@pytest.fixture
def second(place: ServerPlace, tmp_path: Path) -> ServerPlace:
    """Another workstation, to which the connection file was copied."""
    folder = tmp_path / "second workstation"
    folder.mkdir()
    made = ServerPlace(folder, place.cluster)
    shutil.copy(place.path, made.path)
    made.database, made.key = place.database, place.key
    return made


@pytest.fixture
def beside(chart: ChartServer, second: ServerPlace) -> Iterator[ChartServer]:
    """The same chart, open on the other workstation."""
    del chart
    opened = second.open(THERAPIST.name, PASSWORD)
    yield opened
    opened.abandon()


def test_both_see_what_the_other_stores(chart: ChartServer, beside: ChartServer) -> None:
    draft = chart.save_draft(new_visit())
    assert beside.visit(draft.id) == draft
    longer = beside.save_draft(draft.with_answer(KEY, Answer(3)))
    assert chart.visit(draft.id) == longer
    signed = chart.sign(longer, SIGNATURE)
    with pytest.raises(SignedAlready):
        beside.save_draft(longer)
    assert beside.visit(draft.id) == signed


def test_neither_overwrites_the_other(chart: ChartServer, beside: ChartServer) -> None:
    draft = chart.save_draft(new_visit())
    theirs = beside.save_draft(draft.with_answer(OTHER_KEY, Answer(True)))
    mine = draft.with_answer(KEY, Answer(7))
    with pytest.raises(ChartConflict) as conflict:
        chart.save_draft(mine)
    assert (conflict.value.mine, conflict.value.theirs) == (mine, theirs)
    assert chart.visit(draft.id) == theirs


def test_one_log_and_one_chain_of_seals(chart: ChartServer, beside: ChartServer) -> None:
    charts = (chart, beside)

    def work(number: int) -> None:
        mine = charts[number]
        for count in range(15):
            visit = mine.save_draft(new_visit(f"visit-{number}-{count}", number=count + 1))
            mine.sign(visit, SIGNATURE)
            mine.record(AuditEntry(AuditAction.PRINT, PATIENT.id, detail=f"{number} {count}"))

    threads = [threading.Thread(target=work, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    lines = chart.audit()
    assert [line.number for line in reversed(lines)] == list(range(1, len(lines) + 1))
    assert len([line for line in lines if line.entry.action is AuditAction.SIGN]) == 30
    assert {visit.signed for visit in beside.visits_of(EPISODE.id)} == {True}
    outcome = ChartAdministration(beside, CHEAP).verify()
    assert (outcome.problems, outcome.seals) == ((), 30)
    chart.check()


def test_a_user_added_on_one_workstation_unlocks_on_the_other(
    chart: ChartServer, second: ServerPlace
) -> None:
    ChartAdministration(chart, CHEAP).add_user(ASSISTANT, OTHER, PASSWORD)
    with pytest.raises(WrongPassword):
        second.open(ASSISTANT.name, OTHER)  # that workstation has not been there since
    second.open(THERAPIST.name, PASSWORD).close()
    assert [user.name for user in second.users()] == [THERAPIST.name, ASSISTANT.name]
    own = second.open(ASSISTANT.name, OTHER)
    assert own.user == ASSISTANT
    own.close()


def test_a_changed_password_and_a_deactivated_user_are_known_everywhere(
    chart: ChartServer, second: ServerPlace
) -> None:
    administration = ChartAdministration(chart, CHEAP)
    administration.add_user(ASSISTANT, OTHER, PASSWORD)
    second.open(THERAPIST.name, PASSWORD).close()
    administration.reset_password(ASSISTANT.id, "fourth set of words", PASSWORD)
    with pytest.raises(WrongPassword, match="changed on another workstation"):
        second.open(ASSISTANT.name, OTHER)
    second.open(ASSISTANT.name, "fourth set of words").close()
    with pytest.raises(WrongPassword):
        second.open(ASSISTANT.name, OTHER)
    administration.deactivate(ASSISTANT.id, PASSWORD)
    with pytest.raises(NotAllowed, match="no longer opens"):
        second.open(ASSISTANT.name, "fourth set of words")
    assert [user.name for user in second.users()] == [THERAPIST.name]


def test_a_server_that_was_put_back_is_noticed_by_every_workstation(
    place: ServerPlace, chart: ChartServer, second: ServerPlace, tmp_path: Path
) -> None:
    chart.close()
    earlier = place.copy(tmp_path / "earlier")
    now = place.open(THERAPIST.name, PASSWORD)
    now.save_patient(replace(PATIENT, phone="1"))
    now.close()
    place.cluster.lead(place.path, earlier.database, place.key)
    with pytest.raises(ChartRolledBack, match="older than what this workstation saw"):
        place.open(THERAPIST.name, PASSWORD)
    again = place.open(THERAPIST.name, PASSWORD, accept_loss=True)
    assert any("older state accepted" in line.entry.detail for line in again.audit(limit=3))
    again.close()
    place.open(THERAPIST.name, PASSWORD).close()
    second.open(THERAPIST.name, PASSWORD).close()
    earlier.leave()


def test_a_save_of_another_window_here_while_one_enters_is_no_loss(
    place: ServerPlace, chart: ChartServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = checking.require_usable

    def saved_meanwhile(connection: Connection) -> None:
        whole(connection)
        chart.save_patient(replace(PATIENT, phone="1"))

    monkeypatch.setattr(checking, "require_usable", saved_meanwhile)
    second = place.open(THERAPIST.name, PASSWORD)
    assert second.patient(PATIENT.id).phone == "1"
    second.close()


def test_a_log_rewritten_while_it_is_open_takes_no_further_line(
    place: ServerPlace, chart: ChartServer
) -> None:
    chart.save_patient(PATIENT)
    place.behind(chart, "DELETE FROM audit WHERE number = (SELECT max(number) FROM audit)")
    with pytest.raises(ChartDamaged, match="missing or was altered"):
        chart.save_patient(PATIENT)


def test_the_emergency_envelope_and_the_kit_work_on_every_workstation(
    chart: ChartServer, second: ServerPlace
) -> None:
    administration = ChartAdministration(chart, CHEAP)
    older = administration.make_envelope(PASSWORD)
    second.open(THERAPIST.name, PASSWORD).close()
    code = administration.make_envelope(PASSWORD)
    with pytest.raises(WrongPassword):
        second.open_in_emergency(older, "Dr. Rowe", "patient collapsed")
    reader = door.open_in_emergency(
        second.path, code, "Dr. Rowe", "patient collapsed", clock=FakeClock()
    )
    assert reader.patient(PATIENT.id) == PATIENT
    reader.close()


@pytest.mark.parametrize("what", ["let go", "another role", "no longer administers"])
def test_who_is_let_go_or_gets_another_role_writes_no_more_in_an_open_window(
    chart: ChartServer, second: ServerPlace, what: str
) -> None:
    administration = ChartAdministration(chart, CHEAP)
    bram = administration.add_user(
        replace(ASSISTANT, role="therapist", administers=True), OTHER, PASSWORD
    )
    second.open(THERAPIST.name, PASSWORD).close()
    open_there = second.open(bram.name, OTHER)
    draft = open_there.save_draft(new_visit())
    window = ServerPresence(open_there, "ROOM-2")
    window.stand_by()
    if what == "let go":
        administration.deactivate(bram.id, PASSWORD)
    elif what == "another role":
        administration.change_user(replace(bram, role="front_desk"), PASSWORD)
    else:
        administration.change_user(replace(bram, administers=False), PASSWORD)
    lines = chart.audit()[0].number
    for work in (
        window.stand_by,
        lambda: open_there.save_draft(draft.with_answer(KEY, Answer(3))),
        lambda: open_there.sign(draft, replace(SIGNATURE, by=bram.id)),
        lambda: open_there.save_patient(replace(PATIENT, phone="1")),
    ):
        with pytest.raises(AccessEnded):
            work()
    open_there.abandon()
    assert chart.visit(draft.id) == draft
    assert chart.audit()[0].number == lines


def test_ones_own_new_password_and_others_changes_end_nothing(
    chart: ChartServer, beside: ChartServer
) -> None:
    administration = ChartAdministration(chart, CHEAP)
    administration.add_user(ASSISTANT, OTHER, PASSWORD)
    administration.change_password(PASSWORD, "gravel teapot tide")
    beside.save_draft(new_visit())
    chart.save_patient(PATIENT)


def test_an_older_state_is_accepted_only_by_who_manages_the_chart(
    place: ServerPlace, chart: ChartServer, tmp_path: Path
) -> None:
    ChartAdministration(chart, CHEAP).add_user(ASSISTANT, OTHER, PASSWORD)
    chart.close()
    earlier = place.copy(tmp_path / "earlier")
    now = place.open(ASSISTANT.name, OTHER)
    now.save_draft(new_visit())
    now.close()
    place.cluster.lead(place.path, earlier.database, place.key)
    with pytest.raises(NotAllowed, match="does not manage"):
        place.open(ASSISTANT.name, OTHER, accept_loss=True)
    accepted = place.open(THERAPIST.name, PASSWORD, accept_loss=True)
    lines = [line.entry.detail for line in accepted.audit(limit=9)]
    assert any("older state accepted" in words for words in lines)
    assert any("older state refused, password of Bram Ostrande" in words for words in lines)
    accepted.close()
    earlier.leave()
