"""Imports onto people who are known: nothing joined on a guess, nothing of a file dropped."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pt_chart.charting.import_preview import Decision, ImportPreview
from pt_chart.charting.matching import KnownPeople
from pt_chart.clinical.people import Medicine, Patient
from pt_chart.exchange.fhir.bundle import write_bundle
from tests.exchange.samples import SENDER, chart, vocabulary
from tests.exchange.test_importing import Both, clinic, password_of, state, written

__all__ = ["clinic"]
KNOWN = "ID,Family name,Given name,DOB,Phone,Alerts\n77,Doe,Ann,1970-01-01,111-222-3333,Latex\n"


def planned_for(clinic: Both, tmp_path: Path, *rows: str, headings: str = "") -> ImportPreview:
    """The preview of rows over a register that knows Ann Doe."""
    session, imports = clinic
    if not session.store.patients_after("", 1):
        imports.carry_out(imports.read(written(tmp_path, KNOWN)))
    return imports.read(
        written(tmp_path, (headings or KNOWN.split("\n", maxsplit=1)[0]) + "\n" + "\n".join(rows))
    )


def test_alerts_of_a_file_are_added_to_a_known_patient_and_taken_out_again(
    clinic: Both, tmp_path: Path
) -> None:
    session, imports = clinic
    planned = planned_for(clinic, tmp_path, "77,Doe,Ann,1970-01-01,999-222-3333,latex;Pacemaker")
    (person,) = planned.people
    assert person.decision is Decision.JOIN
    assert person.told == (
        "alert added: Pacemaker",
        "Phone 999-222-3333 is not taken: 111-222-3333 stays",
    )
    before = state(session)
    done = imports.carry_out(planned)
    assert done.alerts == 1
    (known,) = session.store.patients_after("", 5)
    assert known.alerts == ("Latex", "Pacemaker")
    assert known.phone == "111-222-3333"
    again = planned_for(clinic, tmp_path, "77,Doe,Ann,1970-01-01,999-222-3333,Pacemaker")
    assert again.people[0].decision is Decision.SKIP
    imports.undo(done.past.id, password_of(session))
    assert state(session) == before


def test_where_only_the_id_was_compared_nothing_is_taken_for_granted(
    clinic: Both, tmp_path: Path
) -> None:
    planned = planned_for(clinic, tmp_path, "77,2026-10-20,strange", headings="ID,Visit date,Note")
    (person,) = planned.people
    assert person.decision is Decision.SKIP
    assert "only the ID was compared" in person.why
    assert planned.alike(person.record.row) == 1
    chosen = planned.decided_alike(person.record.row, Decision.JOIN)
    assert chosen.count(Decision.JOIN) == 1
    assert chosen.visits == 1


def test_the_same_person_under_another_family_name_is_asked_about(
    clinic: Both, tmp_path: Path
) -> None:
    planned = planned_for(clinic, tmp_path, "77,Miller,Ann,1970-01-01,,Falls")
    (person,) = planned.people
    assert person.decision is Decision.SKIP
    assert not person.fixed
    assert "another name" in person.why
    with pytest.raises(ValueError, match="has this ID already"):
        planned.decided(person.record.row, Decision.ADD)
    joined = planned.decided(person.record.row, Decision.JOIN).people[0]
    assert "alert added: Falls" in joined.told
    assert "Family name Miller is not taken: Doe stays" in joined.told


@pytest.mark.parametrize(
    ("row", "decision", "word"),
    [
        ("88,Miller,Ann,1970-01-01,1112223333,", Decision.SKIP, "perhaps|another family name"),
        ("88,Miller,Ann,1970-01-01,,", Decision.ADD, "perhaps Doe, Ann"),
        ("88,Miller,Ann,1970-01-02,,", Decision.ADD, "not in the register"),
        ("88,Miller,Joan,1970-01-01,,", Decision.ADD, "not in the register"),
        ("77,Miller,Joan,1970-01-01,,", Decision.SKIP, "mend what is wrong"),
        ("77,Doe,Ann,1971-01-01,,", Decision.SKIP, "mend what is wrong"),
    ],
)
def test_a_new_family_name_is_asked_or_told_never_merged_or_blocked(
    clinic: Both, tmp_path: Path, row: str, decision: Decision, word: str
) -> None:
    (person,) = planned_for(clinic, tmp_path, row).people
    assert person.decision is decision
    assert re.search(word, person.why)


def test_who_died_as_the_file_says_is_asked_about(clinic: Both, tmp_path: Path) -> None:
    _, imports = clinic
    patient = {
        "resourceType": "Patient",
        "name": [{"family": "Roe"}],
        "deceasedDateTime": "2026-01-02",
    }
    planned = imports.read(written(tmp_path, json.dumps(patient), "one.json"))
    (person,) = planned.people
    assert person.decision is Decision.SKIP
    assert "died on 2026-01-02" in person.why
    assert planned.decided(1, Decision.ADD).count(Decision.ADD) == 1


VISIT_HEADINGS = "ID,Family name,Given name,DOB,Complaint,Side,Visit date,Note"
ANN = "77,Doe,Ann,1970-01-01"


def test_another_visit_of_the_same_day_comes_in(clinic: Both, tmp_path: Path) -> None:
    session, imports = clinic

    def taken(*rows: str) -> tuple[int, int]:
        done = imports.carry_out(planned_for(clinic, tmp_path, *rows, headings=VISIT_HEADINGS))
        return done.past.visits, done.already

    assert taken(f"{ANN},knee pain,left,2026-10-02,First words") == (1, 0)
    back = f"{ANN},back pain,,2026-10-02,Of the back"
    assert taken(back, f"{ANN},knee pain,left,2026-10-02,Other words") == (2, 0)
    again = (f"{ANN},knee pain,left,2026-10-02,First words", f"{ANN},knee pain,left,2026-10-09,New")
    assert taken(*again) == (1, 1)
    (person,) = session.store.patients_after("", 5)
    told = {one.complaint: one.id for one in session.store.episodes_of(person.id)}
    assert told.keys() == {"knee pain", "back pain"}
    assert len(session.store.visits_of(told["knee pain"])) == 3


def test_old_visits_do_not_go_into_the_episode_of_today(clinic: Both, tmp_path: Path) -> None:
    session, imports = clinic
    for day in ("2026-06-01", "2020-01-01"):
        row = f"{ANN},knee pain,left,{day},words"
        imports.carry_out(planned_for(clinic, tmp_path, row, headings=VISIT_HEADINGS))
    (person,) = session.store.patients_after("", 5)
    episodes = session.store.episodes_of(person.id)
    assert sorted(one.started.year for one in episodes) == [2020, 2026]


def test_precautions_and_medicines_of_a_file_reach_the_known_episode(
    clinic: Both, tmp_path: Path
) -> None:
    session, imports = clinic
    first = chart(3)
    known = replace(first.episodes[0].episode, precautions=(), medicines=(), closed=None)
    bare = replace(first, episodes=(replace(first.episodes[0], episode=known),))
    full = replace(
        known, precautions=("No massage",), medicines=(Medicine("Warfarin", "anticoagulant"),)
    )
    rich = replace(first, episodes=(replace(first.episodes[0], episode=full),))
    imports.carry_out(
        imports.read(written(tmp_path, write_bundle(bare, SENDER, vocabulary()), "bare.json"))
    )
    before = state(session)
    planned = imports.read(written(tmp_path, write_bundle(rich, SENDER, vocabulary()), "rich.json"))
    done = imports.carry_out(planned.decided(planned.people[0].record.row, Decision.JOIN))
    (person,) = session.store.patients_after("", 5)
    (episode,) = session.store.episodes_of(person.id)
    assert episode.precautions == ("No massage",)
    assert episode.medicines == (Medicine("Warfarin", "anticoagulant"),)
    imports.undo(done.past.id, password_of(session))
    assert state(session) == before


def test_where_several_fit_one_of_them_is_named(clinic: Both, tmp_path: Path) -> None:
    session, imports = clinic
    for number, phone in enumerate(("111", "222")):
        session.store.save_patient(Patient(f"d{number}", "", "Doe", "Ann", None, phone=phone))
    planned = imports.read(written(tmp_path, "Name,Visit date\nAnn Doe,2026-10-20\n"))
    (person,) = planned.people
    assert {one.phone for one in person.candidates} == {"111", "222"}
    with pytest.raises(ValueError, match="which of the 2"):
        planned.decided(2, Decision.JOIN)
    chosen = planned.decided(2, Decision.JOIN, "d1")
    assert chosen.people[0].into == session.store.patient("d1")
    imports.carry_out(chosen)
    assert session.store.episodes_of("d0") == ()
    assert len(session.store.episodes_of("d1")) == 1


def test_others_in_the_file_of_a_record_are_read_too(clinic: Both, tmp_path: Path) -> None:
    _, imports = clinic
    bundle = json.loads(write_bundle(chart(2), SENDER, vocabulary()))
    other = {"resourceType": "Patient", "id": "zz", "name": [{"family": "Roe"}]}
    visit = {
        "resourceType": "Encounter",
        "id": "ze",
        "subject": {"reference": "Patient/zz"},
        "period": {"start": "2026-10-01"},
    }
    bundle["entry"] += [{"resource": other}, {"resource": visit}]
    planned = imports.read(written(tmp_path, json.dumps(bundle), "two.json"))
    names = [one.record.chart.patient.family_name for one in planned.people]
    assert len(names) == 2
    assert "Roe" in names
    assert planned.problems == ()
    assert len(planned.people[-1].record.chart.visits) == 1


def test_a_record_without_its_digest_is_not_believed(clinic: Both, tmp_path: Path) -> None:
    _, imports = clinic
    bundle = json.loads(write_bundle(chart(2), SENDER, vocabulary()))
    del bundle["entry"][-1]["resource"]["identifier"]
    planned = imports.read(written(tmp_path, json.dumps(bundle), "bare.json"))
    assert "digest is missing" in str(planned.problems)


def test_what_another_program_changed_beside_a_record_is_told(clinic: Both, tmp_path: Path) -> None:
    _, imports = clinic
    bundle = json.loads(write_bundle(chart(2), SENDER, vocabulary()))
    bundle["entry"][0]["resource"]["birthDate"] = "1901-02-03"
    planned = imports.read(written(tmp_path, json.dumps(bundle), "changed.json"))
    assert "birth date to 1901-02-03" in planned.people[0].told[0]


def test_many_alike_are_compared_in_no_time() -> None:
    """Placeholders are shared by thousands: a few of them are enough to ask."""
    known = KnownPeople()
    for number in range(3_000):
        known.add(Patient(f"p{number}", f"{number}", f"F{number}", "Baby", date(1900, 1, 1)))
    typed = Patient("x", "", "Other", "Baby", date(1900, 1, 1))
    assert 0 < len(known.matches(typed)) < 100
