"""Whoever reads the log leaves a line in it; what is not shown at once is said and exported."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pt_chart.charting import log_reading
from pt_chart.charting.audit import LOG_READ, AuditAction, AuditEntry, AuditQuery
from pt_chart.charting.errors import NotAllowed
from pt_chart.charting.log_reading import LogReader
from pt_chart.charting.ports import ChartStore
from pt_chart.clinical.people import Clinician
from pt_chart.store.administration import ChartAdministration
from pt_chart.store.open import create_chart, open_chart
from tests.fakes import THERAPIST
from tests.places import EVERY_STORE, empty_store
from tests.store.samples import CHEAP, PASSWORD, PATIENT


@pytest.fixture(params=EVERY_STORE)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[ChartStore]:
    """A store of each kind with one patient."""
    with empty_store(request, tmp_path) as opened:
        opened.save_patient(PATIENT)
        yield opened


def test_reading_the_log_leaves_one_line_for_each_patient_asked_about(store: ChartStore) -> None:
    reader = LogReader(store)
    for _ in range(2):
        reader.shown(AuditQuery())
        reader.shown(AuditQuery(patient_id=PATIENT.id))
    told = [line.entry for line in store.audit() if line.entry.action is AuditAction.VIEW]
    read = AuditEntry(AuditAction.VIEW, detail=LOG_READ)
    assert told == [AuditEntry(AuditAction.VIEW, PATIENT.id, detail=LOG_READ), read]


def test_what_is_not_shown_is_said_and_all_of_it_is_exported(
    store: ChartStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(4):
        store.save_patient(PATIENT)
    monkeypatch.setattr(log_reading, "MOST", 3)
    reader = LogReader(store)
    shown = reader.shown(AuditQuery())
    assert (len(shown.records), shown.more) == (3, True)
    assert reader.every(AuditQuery()) == store.audit()
    few = reader.shown(AuditQuery(actions=frozenset({AuditAction.VIEW})))
    assert (len(few.records), few.more) == (1, False)


def test_who_does_not_read_the_log_says_nothing_of_it(tmp_path: Path) -> None:
    path = tmp_path / "clinic.ptchart"
    chart = create_chart(path, THERAPIST, PASSWORD, cost=CHEAP)
    desk = Clinician("d", "Dora Desk", "", "front_desk")
    ChartAdministration(chart, CHEAP).add_user(desk, PASSWORD, PASSWORD)
    chart.close()
    opened = open_chart(path, desk.id, PASSWORD)
    with pytest.raises(NotAllowed):
        LogReader(opened).shown(AuditQuery())
    with pytest.raises(NotAllowed):
        opened.record(AuditEntry(AuditAction.VIEW, detail=LOG_READ))
    opened.close()
