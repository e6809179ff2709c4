"""What comes with an import beside visits, and imports that are stopped."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pt_chart.charting.attachments import Attachment
from pt_chart.charting.exchange_port import AttachedFile
from pt_chart.charting.import_preview import Decision
from pt_chart.charting.progress import Cancelled, Progress
from pt_chart.charting.transfer_port import UndoRefused
from pt_chart.clinical.care.episode_log import Contact, ContactKind, EpisodeEntry, EpisodeLog
from pt_chart.clinical.people import Patient
from pt_chart.exchange.fhir.bundle import write_bundle
from tests.exchange.broken_files import PATIENTS
from tests.exchange.samples import SENDER, chart, vocabulary
from tests.exchange.test_importing import Both, over, password_of, written
from tests.fakes import THERAPIST
from tests.places import EVERY_STORE, empty_store
from tests.store.samples import NOON


@pytest.fixture(params=EVERY_STORE)
def clinic(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Both]:
    """An empty clinic in each kind of store."""
    with empty_store(request, tmp_path) as opened:
        yield over(opened)


def test_the_log_of_episodes_and_files_come_along_and_go_again(
    clinic: Both, tmp_path: Path
) -> None:
    session, imports = clinic
    whole = chart(7)
    entry = EpisodeEntry(
        "call",
        whole.episodes[0].episode.id,
        1,
        Contact(date(2026, 11, 12), ContactKind.CALL_FROM_PATIENT, "patient", "less leg pain"),
        "somebody there",
        NOON,
    )
    later = replace(entry, version=2, struck="twice")
    about = Attachment(
        "file",
        whole.patient.id,
        whole.visits[0].id,
        "letter.txt",
        "text/plain",
        6,
        "",
        1,
        NOON,
        "x",
    )
    full = replace(
        whole,
        episodes=(
            replace(whole.episodes[0], log=EpisodeLog((entry, later))),
            *(replace(one, log=EpisodeLog()) for one in whole.episodes[1:]),
        ),
        files=(
            AttachedFile(about, b"letter"),
            AttachedFile(replace(about, id="bad", name="run.exe"), b"MZ\x00\x01"),
        ),
    )
    file = written(tmp_path, write_bundle(full, SENDER, vocabulary()), "one.json")
    done = imports.carry_out(imports.read(file))
    assert (done.entries, done.files) == (2, 1)
    assert done.refused[0].startswith("run.exe: This is a program")
    store = session.store
    (patient,) = store.patients_after("", 9)
    logs = [store.episode_log(one.id).entries for one in store.episodes_of(patient.id)]
    (kept,) = [log for log in logs if log]
    assert [(one.version, one.record, one.struck, one.by) for one in kept] == [
        (1, entry.record, "", THERAPIST.id),
        (2, entry.record, "twice", THERAPIST.id),
    ]
    (attached,) = store.attachments(patient.id)
    assert store.attached_content(attached.id) == b"letter"
    visits = {v.id for e in store.episodes_of(patient.id) for v in store.visits_of(e.id)}
    assert attached.visit_id in visits
    again = imports.read(file)
    with pytest.raises(ValueError, match="nothing to import"):
        imports.carry_out(again)
    imports.undo(done.past.id, password_of(session))
    assert store.patients_after("", 9) == ()
    assert store.attachments(patient.id) == ()


def test_an_entry_written_since_keeps_an_import(clinic: Both, tmp_path: Path) -> None:
    session, imports = clinic
    file = written(tmp_path, write_bundle(chart(7), SENDER, vocabulary()), "one.json")
    done = imports.carry_out(imports.read(file))
    (patient,) = session.store.patients_after("", 9)
    home = session.store.episodes_of(patient.id)[0].id
    contact = Contact(date(2026, 11, 12), ContactKind.CALL_FROM_PATIENT, "patient", "called")
    session.store.add_episode_entry(EpisodeEntry("new", home, 1, contact, THERAPIST.id, NOON))
    with pytest.raises(UndoRefused):
        imports.undo(done.past.id, password_of(session))
    assert session.store.patients_after("", 9) == (patient,)


def test_a_stopped_import_leaves_nothing(clinic: Both, tmp_path: Path) -> None:
    session, imports = clinic
    file = written(tmp_path, PATIENTS)
    stopped = Progress()
    stopped.stop()
    with pytest.raises(Cancelled):
        imports.read(file, progress=stopped)
    planned = imports.read(file)
    with pytest.raises(Cancelled):
        imports.carry_out(planned, stopped)
    assert session.store.patients_after("", 9) == ()
    assert session.store.imports() == ()


def test_somebody_merged_is_known_under_both_names(clinic: Both, tmp_path: Path) -> None:
    session, imports = clinic
    store = session.store
    kept = Patient("kept", "1", "Tallowby", "Mira", date(1982, 4, 14))
    gone = replace(kept, id="gone", record_number="1001", family_name="Reed")
    for one in (kept, gone):
        store.save_patient(one)
    store.merge_patients(kept, gone.id, "married")
    text = "ID,Family name,Given name,DOB\r\n1001,Reed,Mira,1982-04-14\r\n"
    (planned,) = imports.read(written(tmp_path, text)).people
    assert planned.decision is Decision.SKIP
    assert planned.into == kept
