"""An import from file to chart and out again: previewed, whole, logged, undone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pt_chart.charting.clinic_session import ClinicSession
from pt_chart.charting.errors import DiskFull, NotAllowed, WrongPassword
from pt_chart.charting.exchange_port import FileUnreadable
from pt_chart.charting.exporting import ClinicExports
from pt_chart.charting.import_preview import Decision, ImportPreview
from pt_chart.charting.importing import ClinicImports
from pt_chart.charting.ports import AuditAction, ChartStore
from pt_chart.charting.transfer_port import UndoRefused
from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.clinical.people import Patient
from pt_chart.clinical.reasoning.results import Tier
from pt_chart.exchange.fhir.bundle import write_bundle
from pt_chart.exchange.room import ExchangeRoom
from pt_chart.store.stored_chart import StoredChart
from tests.exchange.broken_files import PATIENTS, VISITS, broken
from tests.exchange.samples import SENDER, chart, vocabulary
from tests.fakes import THERAPIST, FakeClock, MemoryStore
from tests.places import EVERY_STORE, empty_store
from tests.store.samples import PASSWORD
from tests.ui.clinic import definitions, documents, figures

Both = tuple[ClinicSession, ClinicImports]


def over(store: ChartStore) -> Both:
    clock = FakeClock()
    room = ExchangeRoom(clock)
    session = ClinicSession(store, definitions(), figures(), documents(), clock, exchange=room)
    return session, ClinicImports(session)


@pytest.fixture(params=EVERY_STORE)
def clinic(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Both]:
    """An empty clinic in each kind of store."""
    with empty_store(request, tmp_path) as opened:
        yield over(opened)
        if isinstance(opened, StoredChart):
            opened.check()


def password_of(session: ClinicSession) -> str:
    """The password of who is at work."""
    return session.store.password if isinstance(session.store, MemoryStore) else PASSWORD


def written(folder: Path, content: str | bytes, name: str = "old.csv") -> Path:
    file = folder / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return file


def state(session: ClinicSession) -> tuple[object, ...]:
    store = session.store
    people = store.patients_after("", 1_000)
    episodes = [one for person in people for one in store.episodes_of(person.id)]
    return people, tuple(episodes), tuple(store.visits_of(one.id) for one in episodes)


def test_patients_come_in_once(clinic: Both, tmp_path: Path) -> None:
    session, imports = clinic
    file = written(tmp_path, PATIENTS)
    planned = imports.read(file)
    assert planned.count(Decision.ADD) == 3
    assert state(session) == ((), (), ()), "a preview stores nothing"
    done = imports.carry_out(planned)
    assert done.past.patients == 3
    assert session.store.search("1002")[0].patient.name == "Núñez, Jón"
    again = imports.read(file)
    assert again.count(Decision.SKIP) == 3
    assert "register already" in again.people[0].why
    with pytest.raises(ValueError, match="nothing to import"):
        imports.carry_out(again)


def test_visits_join_the_patients_who_are_there(clinic: Both, tmp_path: Path) -> None:
    session, imports = clinic
    imports.carry_out(imports.read(written(tmp_path, PATIENTS)))
    planned = imports.read(written(tmp_path, VISITS))
    assert planned.count(Decision.JOIN) == 1
    planned = planned.decided_alike(4, Decision.JOIN)
    assert planned.count(Decision.JOIN) == 2
    done = imports.carry_out(planned)
    assert (done.past.patients, done.past.episodes, done.past.visits) == (0, 2, 3)
    (row,) = session.store.search("Tallowby")
    (episode,) = session.store.episodes_of(row.patient.id)
    first, second = session.store.visits_of(episode.id)
    assert (first.number, second.number) == (1, 2)
    assert not first.signed
    assert first.late_reason == "Imported from old.csv"
    assert all(line.imported for line in session.store.drafts())
    assert any("Imported from old.csv" in one.text for one in first.note.own)
    opened = session.open_visit(first.id)
    assert opened.desk.visit.answers[FindingKey("nprs_now")].value == 7
    session.close_visit()
    with pytest.raises(ValueError, match="nothing to import"):
        imports.carry_out(imports.read(written(tmp_path, VISITS)).decided_alike(4, Decision.JOIN))


def test_visits_of_somebody_unknown_by_id_stay_out(clinic: Both, tmp_path: Path) -> None:
    _, imports = clinic
    planned = imports.read(written(tmp_path, VISITS))
    named, by_id = planned.people
    assert named.decision is Decision.ADD
    assert by_id.decision is Decision.SKIP
    assert "import the patients first" in by_id.why
    with pytest.raises(ValueError, match="row 4"):
        planned.decided(by_id.record.row, Decision.ADD)


def test_a_red_flag_shows_in_the_list_before_anybody_opens_the_visit(
    clinic: Both, tmp_path: Path
) -> None:
    session, imports = clinic
    content = "Name,DOB,Visit date,saddle_numbness\r\nMoreau Ann,1970-01-01,2026-11-09,yes\r\n"
    imports.carry_out(imports.read(written(tmp_path, content)))
    assert session.store.drafts()[0].tier in (Tier.AMBULANCE, Tier.EMERGENCY)


def test_an_import_is_undone_whole(clinic: Both, tmp_path: Path) -> None:
    session, imports = clinic
    session.new_patient(Patient("", "7", "Earlier", "Ann", date(1950, 5, 5)))
    before = state(session)
    done = imports.carry_out(imports.read(written(tmp_path, VISITS)))
    assert imports.past() == (done.past,)
    imports.undo(done.past.id, password_of(session))
    assert state(session) == before
    assert imports.past() == ()


def test_a_visit_worked_on_keeps_its_import_from_being_undone(clinic: Both, tmp_path: Path) -> None:
    session, imports = clinic
    done = imports.carry_out(imports.read(written(tmp_path, VISITS)))
    visit = session.store.drafts()[0]
    opened = session.open_visit(visit.visit_id)
    opened.desk.set_answer(FindingKey("nprs_now"), Answer(4))
    session.close_visit()
    before = state(session)
    with pytest.raises(UndoRefused):
        imports.undo(done.past.id, password_of(session))
    assert state(session) == before


@pytest.mark.parametrize(
    ("row", "decision", "words"),
    [
        ("1001,Tallowby,Mira,1982-04-14", Decision.SKIP, "same ID"),
        (",TALLOWBY,míra,1982-04-14", Decision.SKIP, "same name and birth date"),
        ("9,Tallowby,Mira,1982-04-14", Decision.SKIP, "another ID: choose"),
        ("9,Tallowby,Mira,", Decision.SKIP, "no birth date to compare"),
        ("1001,Quite,Other,1999-09-09", Decision.SKIP, "has this ID"),
        ("9,Tallowby,Mira,1999-09-09", Decision.ADD, "not in the register"),
    ],
)
def test_duplicates_are_found(
    clinic: Both, tmp_path: Path, row: str, decision: Decision, words: str
) -> None:
    _, imports = clinic
    imports.carry_out(imports.read(written(tmp_path, PATIENTS)))
    planned = imports.read(written(tmp_path, f"ID,Family name,Given name,DOB\r\n{row}\r\n"))
    (person,) = planned.people
    assert person.decision is decision
    assert words in person.why


def test_a_person_twice_in_the_file_is_told(clinic: Both, tmp_path: Path) -> None:
    _, imports = clinic
    rows = "1,A,B,1980-01-01\r\n1,C,D,1981-01-01\r\n,A,B,1980-01-01\r\n"
    planned = imports.read(written(tmp_path, f"ID,Family name,Given name,DOB\r\n{rows}"))
    assert [problem.row for problem in planned.problems] == [3, 4]
    assert len(planned.people) == 1


def test_a_doubt_is_settled_by_a_person(clinic: Both, tmp_path: Path) -> None:
    session, imports = clinic
    imports.carry_out(imports.read(written(tmp_path, PATIENTS)))
    planned = imports.read(written(tmp_path, "Family name,Given name\r\nTallowby,Mira\r\n"))
    imports.carry_out(planned.decided(2, Decision.ADD))
    assert len(session.store.search("Tallowby")) == 2


def test_a_full_disk_leaves_nothing_half_imported(tmp_path: Path) -> None:
    store = MemoryStore()
    session, imports = over(store)
    planned = imports.read(written(tmp_path, VISITS))
    store.failure = DiskFull()
    with pytest.raises(DiskFull):
        imports.carry_out(planned)
    store.failure = None
    assert state(session) == ((), (), ())


@pytest.mark.parametrize("seed", [2, 5, 9])
def test_a_record_of_this_program_comes_in_with_its_past_in_words(
    clinic: Both, tmp_path: Path, seed: int
) -> None:
    session, imports = clinic
    made = chart(seed)
    raw = write_bundle(made, SENDER, vocabulary())
    done = imports.carry_out(imports.read(written(tmp_path, raw, "mira.json")))
    standing = [visit for visit in made.visits if visit.withdrawal is None]
    assert done.past.visits == len(standing)
    assert done.withdrawn == len(made.visits) - len(standing)
    (patient,) = session.store.patients_after("", 10)
    assert replace(patient, id=made.patient.id) == made.patient
    stored = [
        v for one in session.store.episodes_of(patient.id) for v in session.store.visits_of(one.id)
    ]
    assert sorted(len(v.answers) for v in stored) == sorted(len(v.answers) for v in standing)
    for visit in stored:
        assert visit.signature is None
        assert session.open_visit(visit.id).desk.visit.chart == visit.chart
    session.close_visit()
    signed = sum(visit.signed for visit in standing)
    told = [one.text for visit in stored for one in visit.note.own if one.text.startswith("Signed")]
    assert len(told) == signed


def test_export_and_import_between_two_clinics(clinic: Both, tmp_path: Path) -> None:
    session, imports = clinic
    imports.carry_out(imports.read(written(tmp_path, VISITS)))
    (row,) = session.store.search("Tallowby")
    exports = ClinicExports(session)
    exports.write_bundle(row.patient.id, tmp_path / "mira.json")
    line = session.store.disclosures(row.patient.id)[0]
    assert line.entry.action is AuditAction.EXPORT
    assert "SHA-256" in line.entry.detail
    other, theirs = over(MemoryStore())
    theirs.carry_out(theirs.read(tmp_path / "mira.json"))
    (moved,) = other.store.patients_after("", 10)
    assert replace(moved, id=row.patient.id) == row.patient


def test_a_whole_clinic_goes_out_with_its_log(clinic: Both, tmp_path: Path) -> None:
    session, imports = clinic
    imports.carry_out(imports.read(written(tmp_path, VISITS)))
    exports = ClinicExports(session)
    lines = len(session.store.audit())
    made = exports.write_clinic(tmp_path / "out")
    assert made.patients == 1
    counts = {one.name: one.records for one in made.files}
    assert counts["visits.csv"] == 2
    assert counts["audit_log.csv"] == lines + 1, "that it was begun stands there too"
    assert session.store.audit()[0].entry.action is AuditAction.EXPORT


def test_rights_are_asked_first(tmp_path: Path) -> None:
    file = written(tmp_path, VISITS)
    auditor, imports = over(MemoryStore(user=replace(THERAPIST, role="auditor")))
    with pytest.raises(NotAllowed):
        imports.read(file)
    exports = ClinicExports(auditor)
    with pytest.raises(NotAllowed):
        exports.write_bundle("anybody", tmp_path / "out.json")
    with pytest.raises(NotAllowed):
        exports.write_clinic(tmp_path / "out")
    student, _ = over(MemoryStore(user=replace(THERAPIST, role="student", administers=False)))
    whole = ClinicExports(student)
    assert not whole.may_whole_clinic
    with pytest.raises(NotAllowed):
        whole.write_clinic(tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_front_desk_imports_people_but_no_visits(tmp_path: Path) -> None:
    desk = replace(THERAPIST, role="front_desk", administers=False)
    _, imports = over(MemoryStore(user=desk))
    planned = imports.read(written(tmp_path, VISITS))
    with pytest.raises(NotAllowed):
        imports.carry_out(planned)


def test_broken_files_never_reach_the_chart_half(tmp_path: Path) -> None:
    """What can be read of a broken file comes in whole, and goes out whole."""
    session, imports = over(MemoryStore())
    empty, taken = state(session), 0
    for seed in range(400):
        planned = _read(imports, written(tmp_path, broken(seed)))
        if planned is None or not any(one.decision is Decision.ADD for one in planned.people):
            continue
        done = imports.carry_out(planned)
        taken += 1
        imports.undo(done.past.id, password_of(session))
        assert state(session) == empty, seed
    assert taken > 40


def _read(imports: ClinicImports, file: Path) -> ImportPreview | None:
    try:
        return imports.read(file)
    except FileUnreadable:
        return None


def test_undoing_asks_the_password_and_others_who_mend_the_register(tmp_path: Path) -> None:
    store = MemoryStore()
    session, imports = over(store)
    done = imports.carry_out(imports.read(written(tmp_path, PATIENTS)))
    with pytest.raises(WrongPassword):
        imports.undo(done.past.id, "a guess")
    store.user = replace(THERAPIST, id="s", name="Sam", role="student", administers=False)
    with pytest.raises(NotAllowed):
        imports.undo(done.past.id, store.password)
    assert imports.past() == (done.past,)
    store.user = THERAPIST
    assert imports.undo(done.past.id, store.password) == done.past
    assert session.store.imports() == ()


def test_invisible_signs_make_no_second_patient(tmp_path: Path) -> None:
    session, imports = over(MemoryStore())
    session.new_patient(Patient("", "", "Do\u200be", "Ann\u202e", date(1970, 1, 1)))
    (known,) = session.store.patients_after("", 9)
    assert known.name == "Doe, Ann"
    text = "Family name,Given name,DOB\r\nDoe\u200b,Ann,1970-01-01\r\n"
    (planned,) = imports.read(written(tmp_path, text)).people
    assert planned.into == known
    assert any("show nothing" in one for one in planned.record.remarks)
