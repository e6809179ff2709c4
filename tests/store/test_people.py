"""Merged records and attached files in a whole chart: verified, backed up, erased."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import text

from pt_chart.charting.attachments import Attachment
from pt_chart.charting.audit import AuditAction
from pt_chart.charting.errors import ChartDamaged, RecordMissing, SignedAlready
from pt_chart.charting.merging import carry_out, plan_merge
from pt_chart.clinical.people import Episode, Patient
from pt_chart.clinical.visit import Addendum
from pt_chart.store import erasing
from pt_chart.store.stored_chart import StoredChart
from tests.places import Place
from tests.store.samples import EPISODE, NOON, PATIENT, SIGNATURE, new_visit

TWIN = Patient("patient-2", "20999", "Zweitname", "Mira", date(1982, 4, 14))
OWN = Episode("episode-2", TWIN.id, "shoulder pain", None, date(2026, 1, 5))
PAPER = Attachment("file-1", TWIN.id, "", "mri.pdf", "application/pdf", 0, "", 1, NOON, "")


def one_person(chart: StoredChart) -> None:
    """Two records merged, each with a signed visit, and a file."""
    chart.save_patient(TWIN)
    chart.save_episode(OWN)
    for number, episode in enumerate((EPISODE, OWN), 1):
        draft = new_visit(f"visit-{number}", episode_id=episode.id)
        chart.sign(chart.save_draft(draft), SIGNATURE)
    chart.attach(PAPER, b"%PDF invented report")
    carry_out(chart, plan_merge(chart, PATIENT.id, TWIN.id), frozenset(), "one person")


def test_a_chart_with_merged_records_verifies_and_so_after_parting(chart: StoredChart) -> None:
    one_person(chart)
    chart.check()
    chart.sign(chart.save_draft(new_visit("visit-3", episode_id=OWN.id, number=2)), SIGNATURE)
    chart.check()
    chart.part_patients(TWIN.id)
    chart.check()
    assert {v.id for v in chart.visits_of(OWN.id)} == {"visit-2", "visit-3"}
    assert chart.episode(OWN.id).patient_id == TWIN.id


def test_the_log_of_a_person_has_the_lines_of_both_records(chart: StoredChart) -> None:
    one_person(chart)
    patients = {line.entry.patient_id for line in chart.audit(PATIENT.id)}
    assert patients == {PATIENT.id, TWIN.id}
    assert {line.entry.patient_id for line in chart.audit(TWIN.id)} == patients


def test_erasing_takes_every_record_and_file_of_a_person(chart: StoredChart) -> None:
    one_person(chart)
    chart._write(lambda t: erasing.erase(t, PATIENT.id, "asked for", "ordered by a court"))
    for patient_id in (PATIENT.id, TWIN.id):
        with pytest.raises(RecordMissing):
            chart.patient(patient_id)
    assert chart.search("zweit") == chart.search("tallow") == ()
    assert chart.attachments(TWIN.id) == ()
    assert chart.merges() == ()
    erased = [line.entry for line in chart.audit() if line.entry.action is AuditAction.ERASE]
    assert {line.patient_id for line in erased} == {PATIENT.id, TWIN.id}
    chart.check()


def test_an_altered_file_is_found(chart: StoredChart, place: Place) -> None:
    one_person(chart)
    place.behind(chart, "UPDATE attachment SET digest = 'another'")
    with pytest.raises(ChartDamaged, match="attached"):
        chart.check()
    with pytest.raises(ChartDamaged):
        chart.attached_content(PAPER.id)


def test_the_database_itself_keeps_files(chart: StoredChart) -> None:
    one_person(chart)
    for statement in (
        "UPDATE attachment SET name = 'other.pdf'",
        "UPDATE attachment SET content = NULL",
        "DELETE FROM attachment",
    ):
        with pytest.raises(SignedAlready):
            chart._write(lambda t, told=statement: t.connection.execute(text(told)))  # type: ignore[misc]
    assert chart.attached_content(PAPER.id) == b"%PDF invented report"
    remark = Addendum("came by mail", SIGNATURE.by, SIGNATURE.name, NOON)
    chart.attach(replace(PAPER, id="file-2", visit_id="visit-2"), b"letter", remark)
    chart.check()
