"""A copy for teaching holds the findings and nothing of the person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from pt_chart.charting.attachments import Attachment
from pt_chart.charting.audit import AuditAction
from pt_chart.charting.clinic_session import ClinicSession
from pt_chart.charting.errors import NotAllowed
from pt_chart.charting.exchange_port import EpisodeChart, PatientChart
from pt_chart.charting.exporting import ClinicExports
from pt_chart.charting.teaching_copy import (
    MARK,
    episode_without_person,
    make_teaching_copy,
    visit_without_person,
    without_person,
)
from pt_chart.clinical.care.diagnosis_codes import ChosenCode
from pt_chart.clinical.care.episode_log import Contact, ContactKind, EpisodeEntry
from pt_chart.clinical.fields import FieldKind
from pt_chart.clinical.people import Patient
from pt_chart.clinical.program.dosage import Dose, ExerciseResponse, Program, ProgramItem
from pt_chart.clinical.sides import Side
from pt_chart.clinical.visit import Plan, Visit
from pt_chart.exchange.native import write_record
from tests.exchange.samples import NASTY, chart, vocabulary
from tests.exchange.test_importing import over as import_over
from tests.fakes import THERAPIST, FakeClock, MemoryStore
from tests.places import EVERY_STORE, empty_store
from tests.store.samples import EPISODE, NOON, PATIENT, new_visit
from tests.ui.clinic import definitions, documents, figures

SHIFT = timedelta(days=-1117)  # far enough that no two dates of a sample meet
TODAY = date(2026, 11, 10)


def bare(visit: Visit) -> Visit:
    return replace(visit_without_person(visit, vocabulary(), SHIFT), id="new", episode_id="new")


def copied(made: PatientChart) -> PatientChart:
    patient = without_person(made.patient, "new", "case 1", TODAY, SHIFT)
    return PatientChart(
        patient,
        tuple(
            EpisodeChart(
                episode_without_person(one.episode, "new", patient.id, SHIFT),
                tuple(
                    replace(
                        visit_without_person(v, vocabulary(), SHIFT), id="new", episode_id="new"
                    )
                    for v in one.visits
                ),
            )
            for one in made.episodes
        ),
    )


@pytest.mark.parametrize("seed", range(60))
def test_nothing_that_was_typed_is_in_the_copy(seed: int) -> None:
    made = chart(seed)
    told = write_record(copied(made)).decode()
    personal = [
        *(text for text in NASTY if len(text.strip()) > 4),
        made.patient.id,
        made.patient.family_name,
        made.patient.email,
        made.patient.phone,
        "Ines",
        "Atorvastatin",
        *(visit.id for visit in made.visits),
    ]
    for text in filter(None, personal):
        assert text not in told, text
    for day in (made.patient.birth_date, *(visit.date for visit in made.visits)):
        assert day is None or day.isoformat() not in told


@pytest.mark.parametrize("seed", range(20))
def test_findings_and_intervals_stay(seed: int) -> None:
    made = chart(seed)
    for before, after in zip(made.visits, copied(made).visits, strict=True):
        assert after.date - before.date == SHIFT
        kept = {
            key: answer.value
            for key, answer in before.answers.items()
            if vocabulary().field(key.id).kind not in (FieldKind.TEXT, FieldKind.DATE)
        }
        assert {key: answer.value for key, answer in after.answers.items()} == kept
        assert len(after.chart.marks) == len(before.chart.marks)
        assert not after.signed


def test_words_in_codes_and_own_exercises_stay_behind() -> None:
    made = next(one for one in map(chart, range(50)) if one.visits)
    codes = (
        ChosenCode("M54.41", "Sciatica of Kazimierz, 12 Main St", "imported"),
        ChosenCode("Zylberstajn", "Sciatica", "imported"),
    )
    items = (ProgramItem("own:stairs", Side.BOTH, Dose()), ProgramItem("bridge", Side.BOTH, Dose()))
    said = tuple(ExerciseResponse(one.exercise, one.side, "yes") for one in items)
    visit = replace(made.visits[0], plan=Plan(codes=codes), program=Program(items, said))
    copy = bare(visit)
    assert [(one.code, one.title) for one in copy.plan.codes] == [("M54.41", "")]
    assert [one.exercise for one in copy.program.items] == ["bridge"]
    assert [one.exercise for one in copy.program.responses] == ["bridge"]


def test_the_very_old_become_ninety() -> None:
    old = Patient("p", "1", "A", "B", date(1925, 5, 5))
    copy = without_person(old, "new", "case 1", TODAY, SHIFT)
    assert copy.age_on(TODAY) == 90


def over(store: MemoryStore) -> ClinicSession:
    return ClinicSession(store, definitions(), figures(), documents(), FakeClock())


def test_a_copy_stands_in_the_register_and_can_be_taken_out() -> None:
    store = MemoryStore()
    session = over(store)
    store.save_patient(PATIENT)
    store.save_episode(EPISODE)
    store.save_draft(new_visit())
    copy = make_teaching_copy(session, PATIENT.id)
    (found,) = (row.patient for row in store.search("Teaching"))
    assert found == copy
    made = ClinicExports(session).chart_of(copy)
    assert len(made.visits) == 1
    assert PATIENT.family_name not in write_record(made).decode()
    store.undo_import(store.imports()[0].id)
    assert store.search("Teaching") == ()


def test_files_and_the_log_between_visits_are_not_copied() -> None:
    store = MemoryStore()
    session = over(store)
    store.save_patient(PATIENT)
    store.save_episode(EPISODE)
    store.save_draft(new_visit())
    paper = Attachment("f", PATIENT.id, "", "Tallowby.pdf", "text/plain", 0, "", 1, NOON, "")
    store.attach(paper, b"a letter that names her")
    call = Contact(NOON.date(), ContactKind.MISSED, outcome="Mira called")
    store.add_episode_entry(EpisodeEntry("c", EPISODE.id, 1, call, THERAPIST.id, NOON))
    copy = ClinicExports(session).chart_of(make_teaching_copy(session, PATIENT.id))
    assert copy.files == ()
    assert all(not one.log.entries for one in copy.episodes)
    told = write_record(copy).decode()
    assert "Tallowby" not in told
    assert "Mira" not in told


def test_who_does_not_chart_copies_nothing() -> None:
    store = MemoryStore(user=replace(THERAPIST, role="front_desk", administers=False))
    with pytest.raises(NotAllowed):
        make_teaching_copy(over(store), PATIENT.id)
    assert store.imports() == ()


@pytest.fixture(params=EVERY_STORE)
def clinic(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[ClinicSession]:
    """A clinic with one draft, in each kind of store."""
    with empty_store(request, tmp_path) as store:
        store.save_patient(PATIENT)
        store.save_episode(EPISODE)
        store.save_draft(new_visit())
        yield import_over(store)[0]


def test_a_copy_is_marked_and_no_work_waits_for_it(clinic: ClinicSession, tmp_path: Path) -> None:
    store = clinic.store
    copy = make_teaching_copy(clinic, PATIENT.id)
    assert copy.teaching
    assert copy.alerts == (MARK,)
    assert store.patient(copy.id) == copy
    assert {row.patient.id for row in store.drafts()} == {PATIENT.id}
    days = store.visits_between(date(2000, 1, 1), date(2030, 1, 1))
    assert {row.patient.id for row in days} == {PATIENT.id}
    whole = ClinicExports(clinic).write_clinic(tmp_path / "out")
    assert whole.patients == 1


def test_the_log_of_the_original_says_that_it_was_copied(clinic: ClinicSession) -> None:
    copy = make_teaching_copy(clinic, PATIENT.id)
    (line,) = clinic.store.disclosures(PATIENT.id)
    assert line.entry.action is AuditAction.COPY
    assert copy.name in line.entry.detail
    assert copy.id in line.entry.detail


def test_a_copy_stays_one_in_another_clinic(clinic: ClinicSession, tmp_path: Path) -> None:
    copy = make_teaching_copy(clinic, PATIENT.id)
    ClinicExports(clinic).write_bundle(copy.id, tmp_path / "copy.json")
    other, imports = import_over(MemoryStore())
    imports.carry_out(imports.read(tmp_path / "copy.json"))
    (there,) = other.store.patients_after("", 9)
    assert there.teaching


def test_somebody_called_teaching_is_a_person() -> None:
    assert not Patient("p", "1", "Teaching", "Ann", date(1980, 1, 1)).teaching
