"""Bundles of other programs: nothing under the wrong patient, nothing dropped without a word."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from pt_chart.charting.exchange_port import Incoming
from pt_chart.clinical.findings import FindingKey
from pt_chart.clinical.people import Medicine, Patient
from pt_chart.clinical.visit import Visit
from pt_chart.exchange.room import ExchangeRoom
from tests.exchange.samples import NOON, vocabulary

Json: TypeAlias = dict[str, Any]
Read: TypeAlias = Callable[..., Incoming]
ROOM = ExchangeRoom(lambda: NOON)
HEART_RATE = FindingKey("heart_rate")
EVA: Json = {
    "resourceType": "Patient",
    "id": "p",
    "name": [{"family": "Roe", "given": ["Eva"]}],
    "birthDate": "1980-02-03",
}
NOA: Json = {**EVA, "id": "q", "name": [{"family": "Noa", "given": ["Jon"]}]}
OF_EVA = {"reference": "Patient/p"}
OF_NOA = {"reference": "Patient/q"}
THAT_DAY = {"reference": "Encounter/e"}
VISIT: Json = {
    "resourceType": "Encounter",
    "id": "e",
    "status": "finished",
    "subject": OF_EVA,
    "period": {"start": "2026-10-01"},
}


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Reads resources as a bundle."""

    def run(*resources: Json) -> Incoming:
        entries = [{"resource": one} for one in resources]
        file = tmp_path / "foreign.json"
        file.write_text(
            json.dumps({"resourceType": "Bundle", "type": "collection", "entry": entries}),
            encoding="utf-8",
        )
        return ROOM.read(file, vocabulary())

    return run


def sciatica(**changes: Any) -> Json:
    coding = {
        "system": "http://hl7.org/fhir/sid/icd-10-cm",
        "code": "M54.41",
        "display": "Sciatica",
    }
    return {
        "resourceType": "Condition",
        "id": "c",
        "subject": OF_EVA,
        "encounter": THAT_DAY,
        "code": {"coding": [coding]},
        **changes,
    }


def heart_rate(value: object, name: str = "o", **changes: Any) -> Json:
    return {
        "resourceType": "Observation",
        "id": name,
        "status": "final",
        "code": {"coding": [{"system": "http://loinc.org", "code": "8867-4"}]},
        "subject": OF_EVA,
        "encounter": THAT_DAY,
        "valueQuantity": {"value": value, "unit": "/min", "code": "/min"},
        **changes,
    }


def state(word: str) -> Json:
    return {"coding": [{"code": word}]}


def visit_of(found: Incoming) -> Visit:
    (visit,) = found.records[0].chart.visits
    return visit


def patient_of(found: Incoming) -> Patient:
    return found.records[0].chart.patient


@pytest.mark.parametrize("foreign", [heart_rate(150), sciatica()])
def test_what_speaks_of_another_patient_is_refused(read: Read, foreign: Json) -> None:
    found = read(EVA, NOA, VISIT, {**foreign, "subject": OF_NOA})
    (problem,) = found.problems
    assert "not the patient of the visit" in problem.what
    for record in found.records:
        assert all(not one.answers and not one.plan.codes for one in record.chart.visits)


def test_what_speaks_of_nobody_in_the_file_is_refused(read: Read) -> None:
    found = read(EVA, VISIT, heart_rate(72, subject={"reference": "Patient/zz"}))
    assert "leads to no Patient" in str(found.problems[0])
    assert visit_of(found).answers == {}


def test_a_diagnosis_of_no_visit_is_told(read: Read) -> None:
    listed = sciatica()
    del listed["encounter"]
    found = read(EVA, VISIT, listed, sciatica(id="d", encounter={"reference": "Encounter/zz"}))
    assert found.left_out == ("2 x Condition M54.41 Sciatica (of no visit in the file)",)
    assert visit_of(found).plan.codes == ()


def test_a_diagnosis_that_the_visit_names_belongs_to_it(read: Read) -> None:
    listed = sciatica()
    del listed["encounter"]
    names = {"diagnosis": [{"condition": {"reference": "Condition/c"}}]}
    (code,) = visit_of(read(EVA, {**VISIT, **names}, listed)).plan.codes
    assert code.code == "M54.41"


@pytest.mark.parametrize(
    ("part", "word"),
    [
        ("verificationStatus", "refuted"),
        ("verificationStatus", "entered-in-error"),
        ("verificationStatus", "differential"),
        ("clinicalStatus", "resolved"),
    ],
)
def test_a_diagnosis_that_does_not_stand_is_told(read: Read, part: str, word: str) -> None:
    found = read(EVA, VISIT, sciatica(**{part: state(word)}))
    assert visit_of(found).plan.codes == ()
    assert found.left_out == (f"1 x Condition M54.41 Sciatica ({word})",)
    confirmed = sciatica(verificationStatus=state("confirmed"), clinicalStatus=state("active"))
    assert len(visit_of(read(EVA, VISIT, confirmed)).plan.codes) == 1


def test_alerts_and_medicines_come_along(read: Read) -> None:
    found = read(
        EVA,
        VISIT,
        {
            "resourceType": "AllergyIntolerance",
            "id": "a",
            "patient": OF_EVA,
            "code": {"text": "Latex"},
            "criticality": "high",
        },
        {
            "resourceType": "Flag",
            "id": "f",
            "status": "active",
            "subject": OF_EVA,
            "code": {"text": "Pacemaker"},
        },
        {
            "resourceType": "Flag",
            "id": "g",
            "status": "inactive",
            "subject": OF_EVA,
            "code": {"text": "Crutches"},
        },
        {
            "resourceType": "MedicationStatement",
            "id": "m",
            "status": "active",
            "subject": OF_EVA,
            "medicationCodeableConcept": {"text": "Warfarin"},
        },
    )
    assert patient_of(found).alerts == ("Allergy: Latex (high risk)", "Pacemaker")
    (case,) = found.records[0].chart.episodes
    assert case.episode.medicines == (Medicine("Warfarin"),)
    assert found.left_out == ("1 x Flag 'Crutches', inactive",)


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"deceasedDateTime": "2026-01-02"}, "died on 2026-01-02"),
        ({"deceasedBoolean": True}, "died"),
        ({"active": False}, "no longer in use"),
        ({"link": [{"other": {"reference": "Patient/zz"}, "type": "replaced-by"}]}, "replaced"),
        ({"name": [{"use": "old", "family": "Roe"}]}, "former"),
    ],
)
def test_what_speaks_against_a_new_patient_is_asked(read: Read, changes: Json, word: str) -> None:
    (record,) = read({**EVA, **changes}).records
    (doubt,) = record.doubts
    assert word in doubt


def test_two_values_of_one_finding_are_told_and_neither_is_taken(read: Read) -> None:
    found = read(EVA, VISIT, heart_rate(72), heart_rate(150, "x"), heart_rate(72, "y"))
    assert HEART_RATE not in visit_of(found).answers
    assert "told differently by entry[2]" in found.problems[0].what
    same = read(EVA, VISIT, heart_rate(72), heart_rate(72, "x"))
    assert visit_of(same).answers[HEART_RATE].value == 72
    assert same.problems == ()


@pytest.mark.parametrize(
    ("quantity", "word"),
    [
        ({"value": 200, "unit": "/min", "comparator": "<"}, "says < 200"),
        ({"value": 72}, "has no unit"),
    ],
)
def test_a_quantity_is_never_guessed(read: Read, quantity: Json, word: str) -> None:
    found = read(EVA, VISIT, heart_rate(72, valueQuantity=quantity))
    assert word in found.problems[0].what
    assert visit_of(found).answers == {}


def test_the_name_and_the_phone_in_use_are_taken(read: Read) -> None:
    former = {"use": "old", "family": "Maiden", "given": ["Eva"]}
    usual = {"use": "usual", "family": "Roe", "given": ["Eva"]}
    telecom = [
        {"system": "phone", "value": "1", "use": "old"},
        {"system": "phone", "value": "2", "use": "work", "rank": 2},
        {"system": "phone", "value": "3", "use": "mobile", "rank": 1},
    ]
    found = patient_of(read({**EVA, "name": [former, usual], "telecom": telecom}))
    assert (found.name, found.phone) == ("Roe, Eva", "3")


@pytest.mark.parametrize(
    "state_number",
    [
        {"system": "http://hl7.org/fhir/sid/us-ssn", "value": "999-12-3456"},
        {"value": "999-12-3456"},
        {"type": {"coding": [{"code": "DL"}]}, "value": "D1234567"},
        {"type": {"coding": [{"code": "PPN"}]}, "value": "P1234567"},
    ],
)
def test_a_number_of_the_state_is_no_id(read: Read, state_number: Json) -> None:
    clinics = {"system": "urn:hospital", "value": "MRN7"}
    found = read({**EVA, "identifier": [state_number, clinics]})
    assert patient_of(found).record_number == "MRN7"
    alone = read({**EVA, "identifier": [state_number]})
    assert patient_of(alone).record_number == ""
    assert "not taken over" in alone.records[0].remarks[0]


def test_a_birth_date_in_part_is_told_and_not_made_up(read: Read) -> None:
    found = read({**EVA, "birthDate": "1980-02"}, VISIT)
    assert patient_of(found).birth_date is None
    assert "1980-02" in found.records[0].remarks[0]
    assert visit_of(found).date == date(2026, 10, 1)
    assert "no text" in str(read({**EVA, "birthDate": 19800203}).problems[0])


def test_the_reason_of_a_visit_stands_in_its_note(read: Read) -> None:
    reason = {"reasonCode": [{"text": "Fell off a horse"}]}
    (own,) = visit_of(read(EVA, {**VISIT, **reason})).note.own
    assert own.text == "Reason for the visit: Fell off a horse"


def test_parts_of_a_person_that_have_no_field_are_told(read: Read) -> None:
    found = read({**EVA, "address": [{"text": "1 Street"}]})
    assert found.left_out == ("1 x Patient.address",)
