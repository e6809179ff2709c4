"""Merged, parted, erased, restored: verification raises no false alarm, and the chart opens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pt_chart.charting.attachments import Attachment
from pt_chart.charting.audit import AuditAction
from pt_chart.charting.errors import RecordErased
from pt_chart.charting.merging import MergeRefused
from pt_chart.clinical.people import Patient
from pt_chart.clinical.reasoning.results import Tier
from pt_chart.clinical.visit import Addendum
from pt_chart.store import erased_again
from pt_chart.store.administration import ChartAdministration
from pt_chart.store.chart_file import ChartFile
from pt_chart.store.open import open_chart
from pt_chart.store.restore import restore
from pt_chart.store.stored_chart import StoredChart
from tests.fakes import THERAPIST, FakeClock
from tests.soak.clinic import backed_up
from tests.store.samples import CHEAP, EPISODE, NOON, PASSWORD, PATIENT, SIGNATURE, new_visit

SECOND = Patient("p2", "2", "Zweiter", "Jan", date(1970, 1, 2), alerts=("Penicillin",))
THIRD = Patient("p3", "3", "Dritter", "Jo", date(1971, 1, 2))
WHY = Addendum("report came by mail", THERAPIST.id, THERAPIST.signature, NOON)


@pytest.fixture
def three(chart: StoredChart) -> StoredChart:
    """Three patients with a visit each."""
    chart.save_draft(new_visit("v1", date=date(2026, 11, 1)), Tier.URGENT)
    for number, person in ((2, SECOND), (3, THIRD)):
        chart.save_patient(person)
        own = replace(EPISODE, id=f"e{number}", patient_id=person.id)
        chart.save_episode(own)
        day = date(2026, 11, 2 + number)
        chart.save_draft(new_visit(f"v{number}", episode_id=own.id, date=day), Tier.EMERGENCY)
    return chart


def _erase(chart: StoredChart, patient_id: str) -> None:
    early = "registered in the wrong clinic"
    ChartAdministration(chart, CHEAP).erase(patient_id, "they asked", PASSWORD, early)


def _found(chart: StoredChart) -> tuple[str, ...]:
    return ChartAdministration(chart, CHEAP).verify().problems


def _merge(chart: StoredChart, kept: Patient, gone: Patient) -> None:
    both = (*chart.patient(kept.id).alerts, *chart.patient(gone.id).alerts)
    chart.merge_patients(replace(chart.patient(kept.id), alerts=both), gone.id, "one person")


def _on_draft(chart: StoredChart, paper: Attachment) -> None:
    chart.attach(paper, b"%PDF x")


def _on_signed(chart: StoredChart, paper: Attachment) -> None:
    chart.sign(chart.visit("v2"), SIGNATURE, Tier.EMERGENCY)
    chart.attach(paper, b"%PDF x", WHY)


def _taken_out(chart: StoredChart, paper: Attachment) -> None:
    _on_signed(chart, paper)
    chart.take_out(paper.id, WHY)


def _moved_there(chart: StoredChart, paper: Attachment) -> None:
    chart.sign(chart.visit("v3"), SIGNATURE, Tier.EMERGENCY)
    chart.attach(replace(paper, patient_id=THIRD.id, visit_id="v3"), b"%PDF x", WHY)
    chart.take_out(paper.id, WHY, PATIENT.id, "v2")


@pytest.mark.parametrize("way", [_on_draft, _on_signed, _taken_out, _moved_there])
def test_a_file_of_a_merged_record_goes_with_it(
    three: StoredChart, way: Callable[[StoredChart, Attachment], None]
) -> None:
    _merge(three, PATIENT, SECOND)
    now = three._ledger.now
    way(three, Attachment("f", PATIENT.id, "v2", "f.pdf", "application/pdf", 6, "", 1, now, ""))
    assert _found(three) == ()
    three.part_patients(SECOND.id)
    assert _found(three) == ()
    _erase(three, SECOND.id)
    assert _found(three) == ()


MERGES: dict[str, tuple[tuple[Patient, Patient], ...]] = {
    "went": ((PATIENT, SECOND),),
    "stood": ((SECOND, PATIENT),),
    "in the middle": ((SECOND, THIRD), (PATIENT, SECOND)),
    "last of a chain": ((THIRD, PATIENT), (SECOND, THIRD)),
    "two went": ((SECOND, THIRD), (SECOND, PATIENT)),
}


@pytest.mark.on_file
@pytest.mark.parametrize("merges", MERGES.values(), ids=MERGES)
def test_who_was_erased_alone_leaves_a_restored_merge(
    three: ChartFile, path: Path, tmp_path: Path, merges: tuple[tuple[Patient, Patient], ...]
) -> None:
    for kept, gone in merges:
        _merge(three, kept, gone)
    backup = backed_up(three, tmp_path / "backups").path
    for _, gone in reversed(merges):
        three.part_patients(gone.id)
    _erase(three, SECOND.id)
    three.close()
    opened = restore(backup, path, THERAPIST.name, PASSWORD, clock=FakeClock())
    assert _found(opened) == ()
    left = (*opened.merges(), *opened.search(""))
    assert len(left) == 2, "each of the two others, or one merged into the other"
    with pytest.raises(RecordErased):
        opened.save_patient(SECOND)
    assert "Penicillin" not in opened.patient(PATIENT.id).alerts
    result = backed_up(opened, tmp_path / "later")
    assert (result.proved, result.remark) == (True, "")
    opened.close()


@pytest.mark.on_file
def test_an_erasure_that_cannot_be_carried_over_keeps_nobody_out(
    three: ChartFile, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup = backed_up(three, tmp_path / "backups").path
    _erase(three, SECOND.id)
    _erase(three, THIRD.id)
    three.close()

    def fails(_transaction: object, patient_id: str) -> None:
        if patient_id == SECOND.id:
            raise MergeRefused

    monkeypatch.setattr(erased_again, "stand_alone", fails)
    for number in (1, 2):
        clock = FakeClock()
        opened = (
            restore(backup, path, THERAPIST.name, PASSWORD, clock=clock)
            if number == 1
            else open_chart(path, THERAPIST.name, PASSWORD)
        )
        assert {row.patient.id for row in opened.search("")} == {PATIENT.id, SECOND.id}
        told = [x.entry.detail for x in opened.audit() if x.entry.action is AuditAction.RESTORE]
        assert len(told) == number + 1
        assert all("could not be carried over" in words for words in told[:number])
        assert _found(opened) == ()
        opened.close()
    monkeypatch.undo()
    opened = open_chart(path, THERAPIST.name, PASSWORD)
    assert {row.patient.id for row in opened.search("")} == {PATIENT.id}
    opened.close()
    opened = open_chart(path, THERAPIST.name, PASSWORD)
    lines = [x for x in opened.audit() if x.entry.action is AuditAction.RESTORE]
    assert len(lines) == 3
    assert _found(opened) == ()
    opened.close()
