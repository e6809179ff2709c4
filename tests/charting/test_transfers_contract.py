"""Imports in both stores: all or nothing, nothing replaced, undone without a trace of records."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pt_chart.charting.errors import NotAllowed, RecordMissing
from pt_chart.charting.ports import ChartStore
from pt_chart.charting.progress import Cancelled, Progress
from pt_chart.charting.transfer_port import ImportBatch, ImportRefused, UndoRefused
from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.clinical.people import Clinician
from pt_chart.store.open import create_chart
from pt_chart.store.stored_chart import StoredChart
from tests.fakes import THERAPIST, FakeClock
from tests.places import EVERY_STORE, empty_store
from tests.store.samples import CHEAP, EPISODE, PASSWORD, PATIENT, new_visit

BATCH = ImportBatch("import-1", "old clinic.csv", (PATIENT,), (EPISODE,), (new_visit(),), b"file")


@pytest.fixture(params=EVERY_STORE)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[ChartStore]:
    """An empty store of each kind."""
    with empty_store(request, tmp_path) as opened:
        yield opened
        if isinstance(opened, StoredChart):
            opened.check()


def everything(store: ChartStore) -> tuple[object, ...]:
    people = store.patients_after("", 100)
    episodes = [one for person in people for one in store.episodes_of(person.id)]
    return people, tuple(episodes), tuple(store.visits_of(one.id) for one in episodes)


def test_a_whole_import_comes_in_and_goes_out(store: ChartStore) -> None:
    past = store.import_records(BATCH)
    assert (past.patients, past.episodes, past.visits) == (1, 1, 1)
    assert (past.by, past.source) == (THERAPIST.name, "old clinic.csv")
    assert store.imports() == (past,)
    assert everything(store) == (
        (PATIENT,),
        (EPISODE,),
        ((replace(new_visit(), revision=1),),),
    )
    assert store.search("tallowby")[0].last_visit == new_visit().date
    assert store.undo_import("import-1") == past
    assert everything(store) == ((), (), ())
    assert store.imports() == ()
    store.import_records(replace(BATCH, id="import-2"))


def test_everybody_is_walked_page_by_page(store: ChartStore) -> None:
    people = tuple(replace(PATIENT, id=f"p-{n:02}", family_name=f"N{n}") for n in range(7))
    store.import_records(ImportBatch("i", "f.csv", people))
    first = store.patients_after("", 4)
    rest = store.patients_after(first[-1].id, 4)
    assert (*first, *rest) == people
    assert store.patients_after(rest[-1].id, 4) == ()


@pytest.mark.parametrize(
    "batch",
    [
        replace(BATCH, patients=(PATIENT, PATIENT)),
        replace(BATCH, visits=(new_visit(), new_visit())),
        replace(BATCH, episodes=(EPISODE, replace(EPISODE, id="e-2", patient_id="nobody"))),
        replace(BATCH, visits=(new_visit(), new_visit("visit-2", episode_id="nowhere"))),
        replace(BATCH, visits=(new_visit(), new_visit("visit-2", revision=3))),
    ],
)
def test_nothing_is_half_imported(store: ChartStore, batch: ImportBatch) -> None:
    with pytest.raises(ImportRefused):
        store.import_records(batch)
    assert everything(store) == ((), (), ())
    assert store.imports() == ()


def _stopped_after(steps: int) -> Progress:
    """Work that goes on for so many steps."""
    left = iter(range(steps - 1))

    def told(_words: str) -> None:
        if next(left, None) is None:
            progress.stop()

    progress = Progress(told)
    if not steps:
        progress.stop()
    return progress


def test_an_import_that_is_stopped_anywhere_leaves_nothing(store: ChartStore) -> None:
    steps: list[str] = []
    store.import_records(BATCH, Progress(steps.append))
    store.undo_import(BATCH.id)
    lines = len(store.audit())
    for step in range(len(steps)):
        with pytest.raises(Cancelled):
            store.import_records(replace(BATCH, id=f"stopped {step}"), _stopped_after(step))
        assert everything(store) == ((), (), ())
    assert store.imports() == ()
    assert len(store.audit()) == lines
    store.import_records(replace(BATCH, id="in the end"))


def test_an_import_replaces_nothing(store: ChartStore) -> None:
    store.import_records(BATCH)
    before = everything(store)
    with pytest.raises(ImportRefused):
        store.import_records(replace(BATCH, id="import-2"))
    assert everything(store) == before


def test_visits_for_a_known_patient_leave_the_patient(store: ChartStore) -> None:
    store.save_patient(PATIENT)
    store.save_episode(EPISODE)
    store.save_draft(new_visit("own", date=date(2026, 1, 5)))
    store.import_records(ImportBatch("i", "f.csv", visits=(new_visit("brought"),)))
    assert store.search("")[0].last_visit == new_visit().date
    store.undo_import("i")
    assert [one.id for one in store.visits_of(EPISODE.id)] == ["own"]
    assert store.search("")[0].last_visit == date(2026, 1, 5)


def _rename(store: ChartStore) -> None:
    store.save_patient(replace(PATIENT, phone="changed"))


def _move(store: ChartStore) -> None:
    store.save_episode(replace(EPISODE, complaint="changed"))


def _chart(store: ChartStore) -> None:
    store.save_draft(store.visit("visit-1").with_answer(FindingKey("nprs"), Answer(3)))


def _add_visit(store: ChartStore) -> None:
    store.save_draft(new_visit("later"))


def _add_episode(store: ChartStore) -> None:
    store.save_episode(replace(EPISODE, id="later"))


@pytest.mark.parametrize("work", [_rename, _move, _chart, _add_visit, _add_episode])
def test_work_done_since_is_never_undone(store: ChartStore, work: object) -> None:
    assert callable(work)
    store.import_records(BATCH)
    work(store)
    before = everything(store)
    with pytest.raises(UndoRefused):
        store.undo_import("import-1")
    assert everything(store) == before
    with pytest.raises(RecordMissing):
        store.undo_import("never")


def test_who_may_not_chart_imports_no_visits(tmp_path: Path) -> None:
    desk = Clinician("desk-1", "Lena", role="front_desk")
    place = tmp_path / "clinic.ptchart"
    opened = create_chart(place, desk, PASSWORD, cost=CHEAP, clock=FakeClock())
    with pytest.raises(NotAllowed):
        opened.import_records(BATCH)
    past = opened.import_records(replace(BATCH, episodes=(), visits=()))
    opened.undo_import(past.id)
    assert opened.search("") == ()
    opened.abandon()
