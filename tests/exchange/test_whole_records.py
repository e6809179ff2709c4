"""A patient's record goes from clinic to clinic whole: many files, own exercises, old dates."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any

import PIL.Image
import pytest

from pt_chart.charting.attachments import Attachment
from pt_chart.charting.audit import AuditAction
from pt_chart.charting.exchange_port import EpisodeChart, PatientChart
from pt_chart.charting.exporting import ClinicExports
from pt_chart.charting.import_preview import Decision
from pt_chart.charting.importing import ClinicImports
from pt_chart.charting.own_exercises import OWN, OwnExercise
from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.clinical.people import Episode, Patient
from pt_chart.clinical.program.dosage import Dose, Program, ProgramItem
from pt_chart.clinical.sides import Side
from pt_chart.clinical.visit import Addendum, Treatment, Visit, VisitKind
from pt_chart.exchange.fhir.bundle import write_bundle
from pt_chart.exchange.fhir.references import reference_problems
from tests.exchange import validators_run
from tests.exchange.samples import NOON, SENDER, vocabulary
from tests.exchange.test_importing import Both, over, password_of
from tests.fakes import MemoryStore
from tests.places import EVERY_STORE, empty_store
from tests.support import shipped_library

EVA = Patient("eva", "77", "Roe", "Eva", date(1970, 1, 2))
CASE = Episode("case", EVA.id, "knee pain", Side.LEFT, date(2026, 10, 1))
VISIT = Visit("visit", CASE.id, VisitKind.EVALUATION, date(2026, 10, 1), 1)
STAIRS = OwnExercise(
    "",
    "hamstring_stretch_supine_strap",
    "Stretch at the stairs",
    "Stair stretch",
    "Helps your thigh let go.",
    ("Put your heel on the second step.", "Lean forward a little."),
)
PAIN = FindingKey("nprs_now")
MIB = 2**20


@pytest.fixture(params=EVERY_STORE)
def there(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Both]:
    """The clinic that a record comes to, in each kind of store."""
    with empty_store(request, tmp_path) as opened:
        yield over(opened)


@pytest.fixture
def here() -> Both:
    """The clinic that it comes from, with one patient."""
    session, imports = over(MemoryStore())
    session.store.save_patient(EVA)
    session.store.save_episode(CASE)
    session.store.save_draft(VISIT)
    return session, imports


def attach(here: Both, number: int, content: bytes, visit_id: str = "") -> Attachment:
    session, _ = here
    about = Attachment(
        f"file-{number}",
        EVA.id,
        visit_id,
        f"scan {number}.txt",
        "text/plain",
        len(content),
        sha256(content).hexdigest(),
        1,
        session.clock(),
        "x",
    )
    return session.store.attach(about, content)


def text_of(size: int, seed: int) -> bytes:
    return Random(seed).randbytes(size // 2).hex().encode()  # noqa: S311 - invented content


def carried_over(here: Both, imports: ClinicImports, folder: Path) -> tuple[Path, list[str]]:
    file = folder / "record.json"
    ClinicExports(here[0]).write_bundle(EVA.id, file)
    planned = imports.read(file)
    assert planned.problems == ()
    return file, list(imports.carry_out(planned).refused)


def test_many_files_come_back_and_memory_stays_small(
    here: Both, there: Both, tmp_path: Path
) -> None:
    contents = [text_of(2 * MIB + seed * 2, seed) for seed in range(12)]
    for number, content in enumerate(contents):
        attach(here, number, content, VISIT.id if number % 2 else "")
    session, imports = there
    tracemalloc.start()
    _, refused = carried_over(here, imports, tmp_path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert refused == []
    itself = sum(map(len, contents)) if isinstance(session.store, MemoryStore) else 0
    assert peak - itself < 7 * len(contents[0]), "a few copies of one file, never all of them"
    (patient,) = session.store.patients_after("", 9)
    kept = {one.name: one for one in session.store.attachments(patient.id)}
    (visit,) = session.store.visits_of(session.store.episodes_of(patient.id)[0].id)
    for number, content in enumerate(contents):
        one = kept[f"scan {number}.txt"]
        assert session.store.attached_content(one.id) == content
        assert one.visit_id == (visit.id if number % 2 else "")


def test_a_small_file_travels_in_the_text_itself(here: Both, there: Both, tmp_path: Path) -> None:
    attach(here, 1, b"letter")
    session, imports = there
    carried_over(here, imports, tmp_path)
    (patient,) = session.store.patients_after("", 9)
    (kept,) = session.store.attachments(patient.id)
    assert session.store.attached_content(kept.id) == b"letter"


def test_every_file_is_a_document_of_its_own(here: Both, tmp_path: Path) -> None:
    attach(here, 1, b"letter", VISIT.id)
    attach(here, 2, b"report")
    file = tmp_path / "record.json"
    size = ClinicExports(here[0]).write_bundle(EVA.id, file)
    assert size == file.stat().st_size
    bundle: dict[str, Any] = json.loads(file.read_bytes())
    assert reference_problems(bundle) == ()
    assert validators_run.model_problems(bundle) == []
    found = [entry["resource"] for entry in bundle["entry"]]
    documents = [one for one in found if one["resourceType"] == "DocumentReference"]
    assert [one.get("description", "") for one in documents] == ["scan 2.txt", "scan 1.txt", ""]
    assert "encounter" in documents[1]["context"]
    assert documents[0]["content"][0]["attachment"]["contentType"] == "text/plain"
    assert "bGV0dGVy" not in json.dumps(documents[2]), "no file is in the record a second time"
    log = here[0].store.disclosures(EVA.id)
    assert [one.entry.action for one in log] == [AuditAction.EXPORT] * 2
    assert log[0].entry.detail.endswith(sha256(file.read_bytes()).hexdigest())


@pytest.mark.parametrize("size", [6, MIB])
def test_a_file_that_is_missing_or_altered_is_told(here: Both, tmp_path: Path, size: int) -> None:
    attach(here, 1, text_of(size, 1))
    attach(here, 2, text_of(size, 2))
    _, imports = over(MemoryStore())
    file = tmp_path / "record.json"
    ClinicExports(here[0]).write_bundle(EVA.id, file)
    bundle = json.loads(file.read_bytes())
    documents = [
        entry
        for entry in bundle["entry"]
        if entry["resource"]["resourceType"] == "DocumentReference"
    ]
    bundle["entry"].remove(documents[0])
    attachment = documents[1]["resource"]["content"][0]["attachment"]
    attachment["data"] = "AAAA" + attachment["data"][4:]
    file.write_text(json.dumps(bundle))
    planned = imports.read(file)
    told = str(planned.problems)
    assert "not in the bundle" in told
    if size == MIB:
        done = imports.carry_out(planned)
        assert (done.files, "altered" in str(done.refused)) == (0, True)
    else:
        assert "altered" in told


def png() -> bytes:
    made = BytesIO()
    PIL.Image.new("RGB", (8, 8), "white").save(made, "PNG")
    return made.getvalue()


def with_program(here: Both, *extra: ProgramItem) -> OwnExercise:
    """An own exercise with a picture, used in the visit."""
    session, _ = here
    own = session.clinic_library.save_own(STAIRS, png())
    items = (ProgramItem(own.id, Side.LEFT, Dose(sets=2, reps=10)), *extra)
    stored = session.store.visit(VISIT.id)
    session.store.save_draft(replace(stored, program=Program(items)))
    return own


def test_own_exercises_travel_with_the_programs_that_use_them(
    here: Both, there: Both, tmp_path: Path
) -> None:
    own = with_program(here)
    session, imports = there
    file, refused = carried_over(here, imports, tmp_path)
    assert refused == []
    library = session.clinic_library
    (came,) = library.own
    assert replace(came, retired=False) == own
    assert came.retired, "the program keeps it, nobody is offered it"
    assert library.picture(own.id) == png()
    assert own.id in session.definitions.library.exercises
    (patient,) = session.store.patients_after("", 9)
    (visit,) = session.store.visits_of(session.store.episodes_of(patient.id)[0].id)
    assert [item.exercise for item in visit.program.items] == [own.id]
    activity = json.dumps(json.loads(file.read_bytes()))
    assert "Stretch at the stairs" in activity
    assert "second step" in activity
    (past,) = imports.past()
    imports.undo(past.id, password_of(session))
    assert session.clinic_library.own == ()
    assert session.clinic_library.picture(own.id) == b""


def test_an_exercise_that_is_here_already_is_not_doubled(here: Both, tmp_path: Path) -> None:
    own = with_program(here)
    session, _ = here
    file = tmp_path / "record.json"
    ClinicExports(session).write_bundle(EVA.id, file)
    changed = session.clinic_library.save_own(replace(own, purpose="Other words."))
    text = file.read_text().replace('"Roe"', '"Poe"')
    file.write_text(text)
    other = over(MemoryStore())
    for _, again in (other, other):
        planned = again.read(file)
        assert planned.problems == ()
    other[1].carry_out(planned)
    assert len(other[0].clinic_library.own) == 1
    bundle = tmp_path / "again.json"
    (patient,) = other[0].store.patients_after("", 9)
    ClinicExports(other[0]).write_bundle(patient.id, bundle)
    # Back in the first clinic, where the exercise says something else by now.
    third = over(MemoryStore())
    third[0].clinic_library.save_own(changed, png())
    third[1].carry_out(third[1].read(bundle))
    kept = {one.purpose: one.id for one in third[0].clinic_library.own}
    assert kept.keys() == {"Other words.", own.purpose}
    assert kept["Other words."] == own.id
    (person,) = third[0].store.patients_after("", 9)
    (visit,) = third[0].store.visits_of(third[0].store.episodes_of(person.id)[0].id)
    assert visit.program.items[0].exercise == kept[own.purpose]


def test_an_exercise_that_this_library_lacks_stays_in_words(here: Both, tmp_path: Path) -> None:
    with_program(here, ProgramItem(f"{OWN}none", Side.LEFT, Dose(sets=3)))
    session, imports = over(MemoryStore())
    carried_over(here, imports, tmp_path)
    (patient,) = session.store.patients_after("", 9)
    (visit,) = session.store.visits_of(session.store.episodes_of(patient.id)[0].id)
    assert len(visit.program.items) == 1
    told = [one.text for one in visit.note.own]
    assert any("own:none" in one and "3 sets" in one for one in told), told


@pytest.mark.parametrize("dose", [Dose(sets=-5, reps=10), Dose(sets=3, reps=1_000_000_000)])
def test_a_dose_that_makes_no_sense_stays_in_words(here: Both, tmp_path: Path, dose: Dose) -> None:
    with_program(here, ProgramItem("hamstring_stretch_supine_strap", Side.LEFT, dose))
    session, imports = over(MemoryStore())
    carried_over(here, imports, tmp_path)
    (patient,) = session.store.patients_after("", 9)
    (visit,) = session.store.visits_of(session.store.episodes_of(patient.id)[0].id)
    assert "hamstring_stretch_supine_strap" not in [one.exercise for one in visit.program.items]
    assert any("not taken over" in one.text for one in visit.note.own)


def test_a_record_of_somebody_else_than_it_is_attached_to_is_asked_about(
    here: Both, tmp_path: Path
) -> None:
    file = tmp_path / "record.json"
    ClinicExports(here[0]).write_bundle(EVA.id, file)
    bundle = json.loads(file.read_bytes())
    person = bundle["entry"][0]["resource"]
    person["name"][0]["family"], person["birthDate"] = "Poe", "1990-05-05"
    file.write_text(json.dumps(bundle))
    _, imports = over(MemoryStore())
    (planned,) = imports.read(file).people
    assert planned.decision is Decision.SKIP
    assert "choose what it is" in planned.why
    record = bundle["entry"][-1]["resource"]
    del record["subject"]
    file.write_text(json.dumps(bundle))
    assert len(imports.read(file).people) == 1, "the record knows its patient by the id"


def test_a_late_entry_says_so_elsewhere_too(here: Both, tmp_path: Path) -> None:
    session, _ = here
    stored = session.store.visit(VISIT.id)
    entered = session.clock()
    session.store.save_draft(replace(stored, late_reason="after a power cut", entered=entered))
    other, imports = over(MemoryStore())
    carried_over(here, imports, tmp_path)
    (patient,) = other.store.patients_after("", 9)
    (visit,) = other.store.visits_of(other.store.episodes_of(patient.id)[0].id)
    told = [one.text for one in visit.note.own]
    assert "Late entry there: after a power cut" in told
    assert f"Written there on {entered:%Y-%m-%d %H:%M}." in told


def test_a_merged_record_is_named_where_the_patient_goes(here: Both, tmp_path: Path) -> None:
    session, _ = here
    session.store.save_patient(Patient("twin", "0815", "Former", "Eva", date(1970, 1, 2)))
    session.store.merge_patients(EVA, "twin", "married")
    file = tmp_path / "record.json"
    ClinicExports(session).write_bundle(EVA.id, file)
    _, imports = over(MemoryStore())
    (planned,) = imports.read(file).people
    assert any("Former, Eva, ID 0815" in one for one in planned.told)
    whole = tmp_path / "whole"
    session.clinic_library.save_own(STAIRS)
    ClinicExports(session).write_clinic(whole)
    assert "0815" in (whole / "merged_records.csv").read_text(encoding="utf-8-sig")
    assert "second step" in (whole / "clinic_library.csv").read_text(encoding="utf-8-sig")


def with_plan(visit: Visit) -> Visit:
    return replace(visit, plan=replace(visit.plan, next_visit="call the GP about the clot"))


def with_treatment(visit: Visit) -> Visit:
    return replace(visit, plan=replace(visit.plan, treatments=(Treatment("Massage", "", 20),)))


def with_exercise(visit: Visit) -> Visit:
    name = "hamstring_stretch_supine_strap"
    items = (ProgramItem(name, Side.LEFT, shipped_library.library().exercises[name].dose),)
    return replace(visit, program=Program(items))


def with_exercise_of_no_sense(visit: Visit) -> Visit:
    items = (ProgramItem("hamstring_stretch_supine_strap", Side.LEFT, Dose(sets=-2)),)
    return replace(visit, program=Program(items))


def with_words_beside(visit: Visit) -> Visit:
    return visit.with_answer(PAIN, Answer(5, note="worse since he fell on the stairs"))


def with_qualifier(visit: Visit) -> Visit:
    return visit.with_answer(PAIN, Answer(5, ("burning",)))


def with_addendum(visit: Visit) -> Visit:
    return replace(visit, addenda=(Addendum("K+ low", "u", "U, PT", NOON),))


@pytest.mark.parametrize(
    "more",
    [
        with_plan,
        with_treatment,
        with_exercise,
        with_exercise_of_no_sense,
        with_words_beside,
        with_qualifier,
        with_addendum,
    ],
)
def test_a_visit_that_says_more_than_the_one_here_comes_in(
    tmp_path: Path, more: Callable[[Visit], Visit]
) -> None:
    session, imports = over(MemoryStore())
    store = session.store
    store.save_patient(EVA)
    store.save_episode(CASE)
    plain = VISIT.with_answer(PAIN, Answer(5))
    store.save_draft(plain)
    file = tmp_path / "record.json"
    for visit, known in ((plain, True), (more(plain), False)):
        chart = PatientChart(EVA, (EpisodeChart(CASE, (visit,)),))
        file.write_bytes(write_bundle(chart, SENDER, vocabulary()))
        planned = imports.read(file)
        if known:
            with pytest.raises(ValueError, match="nothing to import"):
                imports.carry_out(planned)
        else:
            assert imports.carry_out(planned).past.visits == 1
            with pytest.raises(ValueError, match="nothing to import"):
                imports.carry_out(imports.read(file))
