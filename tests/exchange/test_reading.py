"""Files of other programs: understood, or refused with file, row, column and fix."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pt_chart.charting.exchange_port import FileKind, FileUnreadable, Incoming
from pt_chart.clinical.findings import FindingKey, Value
from pt_chart.clinical.sides import Side
from pt_chart.clinical.visit import VisitKind
from pt_chart.exchange import raw_file
from pt_chart.exchange.fhir.bundle import write_bundle
from pt_chart.exchange.room import ExchangeRoom
from tests.exchange.broken_files import PATIENTS, VISITS, broken, small_bundle
from tests.exchange.samples import NOON, SENDER, chart, vocabulary

FUZZED = 1_200
ROOM = ExchangeRoom(lambda: NOON)


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Incoming]:
    """Reads a content as a file named old.csv."""

    def run(
        content: str | bytes, mapping: dict[str, str] | None = None, encoding: str = ""
    ) -> Incoming:
        file = tmp_path / "old.csv"
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return ROOM.read(file, vocabulary(), mapping, encoding)

    return run


Read = Callable[..., Incoming]


def test_patients_are_understood(read: Read) -> None:
    found = read(PATIENTS)
    assert found.kind is FileKind.PATIENTS
    assert found.problems == ()
    mira, jon, brien = (one.chart.patient for one in found.records)
    assert (mira.family_name, mira.given_name, mira.record_number) == ("Tallowby", "Mira", "1001")
    assert mira.birth_date == date(1982, 4, 14)
    assert mira.alerts == ("Latex", "Falls")
    assert jon.birth_date == date(1979, 4, 15)
    assert jon.sex == "M"
    assert brien.sex == "X"
    assert brien.alerts == ("=SUM(A1)",)
    assert [one.row for one in found.records] == [2, 3, 4]


def test_visits_are_gathered_under_people_and_complaints(read: Read) -> None:
    found = read(VISITS)
    assert found.kind is FileKind.VISITS
    assert found.problems == ()
    mira, second = found.records
    (case,) = mira.chart.episodes
    assert (case.episode.complaint, case.episode.side) == ("leg pain", Side.LEFT)
    assert case.episode.started == date(2026, 3, 4)
    first, later = case.visits
    assert first.kind is VisitKind.EVALUATION
    assert (first.number, later.number) == (1, 2)
    assert first.answers[FindingKey("slr", Side.LEFT)].value is True
    assert later.answers[FindingKey("slr", Side.LEFT)].value is False
    assert first.answers[FindingKey("slr_angle", Side.RIGHT)].value == 35
    assert first.note.own[0].text == "two\nlines"
    assert second.known_only
    (visit,) = second.chart.visits
    assert visit.answers == {}, "an empty cell is not tested, never negative"
    assert visit.date == date(2026, 3, 12)


def test_our_own_patients_file_comes_back(read: Read, tmp_path: Path) -> None:
    charts = [one for one in map(chart, range(30)) if one.patient.name]
    ROOM.write_clinic(tmp_path / "out", charts, SENDER)
    found = read((tmp_path / "out" / "patients.csv").read_bytes())
    back = {one.chart.patient.record_number: one.chart.patient for one in found.records}
    told = {problem.row for problem in found.problems}
    assert len(found.records) + len(told) == len(charts)
    for one in charts:
        known = back.get(one.patient.record_number)
        if known is not None and one.patient.record_number:
            assert (known.name, known.birth_date) == (one.patient.name, one.patient.birth_date)


@pytest.mark.parametrize(
    ("row", "column", "word"),
    [
        ("1,,,1982-04-14,F,,", "Family name", "no name"),
        ("1,A,B,1982-02-30,F,,", "DOB", "calendar"),
        ("1,A,B,14 April,F,,", "DOB", "not a date"),
        ("1,A,B,2031-01-01,F,,", "DOB", "future"),
        ("1,A,B,1782-01-01,F,,", "DOB", "130 years"),
        ("1,A,B,,female?,,", "Sex", "F, M, X"),
        ("1,A,B,,F,", "", "cut short"),
        ("1,A,B,,F,,,x", "", "quotation"),
        (f"1,{'A' * 300},B,,F,,", "Family name", "200"),
        ("1,A\x07,B,,F,,", "Family name", "control"),
    ],
)
def test_a_bad_row_is_told_and_the_others_are_kept(
    read: Read, row: str, column: str, word: str
) -> None:
    found = read(PATIENTS + row + "\r\n2000,Good,Row,,,,\r\n")
    assert len(found.records) == 4
    (problem,) = found.problems
    assert problem.file == "old.csv"
    assert problem.row == 5
    assert problem.column == column
    assert word in str(problem)
    assert problem.fix


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "empty"),
        (b"\r\n\r\n", "empty"),
        (b"ID,,Name\r\n1,2,3\r\n", "no heading"),
        (b"ID,Name,id\r\n1,2,3\r\n", "a heading of its own"),
        (b'ID,Name\r\n1,"half a na', "half written"),
        ("ID,Name\r\n1,Núñez\r\n".encode("cp1252"), "UTF-8"),
        (b"ID,Name\r\n1,a\x00b\r\n", "zero byte"),
        (b'{"resourceType": "Bundle", "entry": [', "half written"),
        (b'{"resourceType": "Bundle", "entry": []}', "no Patient"),
        (b'{"resourceType": "Bundle", "resourceType": "Bundle"}', "twice"),
        (b'{"resourceType": "Bundle", "total": NaN}', "NaN"),
        (b'{"a": 1}', "no FHIR bundle"),
        (b"[" * 200_000, "nested"),
        (b"\xff\xfe\x00", "UTF-16"),
        (b"<?xml version='1.0'?><Bundle xmlns='http://hl7.org/fhir'/>", "XML"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(read: Read, content: bytes, word: str) -> None:
    with pytest.raises(FileUnreadable, match=r"old\.csv") as refused:
        read(content)
    assert word in str(refused.value)


def test_other_encodings_are_read_when_marked_or_chosen(read: Read) -> None:
    for content, chosen in (
        (PATIENTS.encode("utf-16"), ""),
        (PATIENTS.encode("utf-8-sig"), ""),
        (PATIENTS.encode("cp1252"), "cp1252"),
    ):
        found = read(content, None, chosen)
        assert found.records[1].chart.patient.family_name == "Núñez"


def test_days_before_months_are_told_from_the_column(read: Read) -> None:
    found = read("Name,DOB\r\nA B,03/04/1980\r\nC D,25/12/1981\r\n")
    assert [one.chart.patient.birth_date for one in found.records] == [
        date(1980, 4, 3),
        date(1981, 12, 25),
    ]
    found = read("Name,DOB\r\nA B,03/04/1980\r\nC D,12/25/1981\r\n")
    assert found.records[0].chart.patient.birth_date == date(1980, 3, 4)


def test_a_person_chooses_where_columns_go(read: Read) -> None:
    content = "Who,Came into the world\r\nTallowby,1982-04-14\r\n"
    assert "no column says" in str(read(content).problems[0])
    found = read(content, {"Who": "family_name", "Came into the world": "birth_date"})
    assert found.records[0].chart.patient.birth_date == date(1982, 4, 14)
    left = read(content, {"Who": "family_name"})
    assert left.left_out == ("Column Came into the world",)


def test_huge_files_are_refused_before_they_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "huge.csv"
    with file.open("wb") as opened:
        opened.truncate(1024**3)
    with pytest.raises(FileUnreadable, match="1,024 MiB"):
        ROOM.read(file, vocabulary())
    with pytest.raises(FileUnreadable, match="not an ordinary file"):
        ROOM.read(tmp_path, vocabulary())
    with pytest.raises(FileUnreadable, match="no such file"):
        ROOM.read(tmp_path / "gone.csv", vocabulary())
    monkeypatch.setattr(raw_file, "too_large", lambda *_: pytest.fail("read too much"))
    assert raw_file.read_raw(_small(tmp_path), 3) == b"abc"


def _small(folder: Path) -> Path:
    file = folder / "small"
    file.write_bytes(b"abc")
    return file


@pytest.mark.parametrize("seed", range(12))
def test_our_own_bundle_comes_back_whole(read: Read, seed: int) -> None:
    found = read(write_bundle(chart(seed), SENDER, vocabulary()))
    assert found.kind is FileKind.RECORD
    assert found.records[0].chart == chart(seed)
    assert found.problems == ()


def test_people_beside_an_attached_record_are_read_too(read: Read) -> None:
    ours: Any = json.loads(write_bundle(chart(2), SENDER, vocabulary()))
    ours["entry"] += _bundle()["entry"]
    ours["entry"] += json.loads(write_bundle(chart(5), SENDER, vocabulary()))["entry"]
    found = read(json.dumps(ours))
    known = {one.chart.patient.family_name: len(one.chart.visits) for one in found.records}
    own = {one.patient.family_name: len(one.visits) for one in (chart(2), chart(5))}
    assert known == {**own, "Moreau": 1}


def test_an_altered_record_is_not_believed(read: Read) -> None:
    bundle: Any = json.loads(write_bundle(chart(2), SENDER, vocabulary()))
    attachment = bundle["entry"][-1]["resource"]["content"][0]["attachment"]
    attachment["data"] = attachment["data"][:-8] + "AAAAAAA="
    found = read(json.dumps(bundle))
    assert found.kind is FileKind.FHIR
    assert "altered" in str(found.problems)


def _trimmed(value: Value | None) -> Value | None:
    """What a FHIR reader keeps of a text: blanks around it mean nothing there."""
    return value.strip() if isinstance(value, str) else value


def test_without_our_record_the_resources_are_understood(read: Read) -> None:
    found = read(json.dumps(small_bundle()))
    assert found.kind is FileKind.FHIR
    (record,) = found.records
    made = next(one for one in map(chart, range(200)) if _is_source(one.patient.id))
    person = record.chart.patient
    assert person == replace(made.patient, id=person.id, alerts=person.alerts, large_print=False)
    warned = (one for case in made.episodes for one in (*case.episode.precautions,))
    for alert in (*made.patient.alerts, *warned):
        assert " ".join(alert.split()) in person.alerts
    kept = [visit for visit in made.visits if visit.withdrawal is None]
    assert [(v.date, v.kind) for v in record.chart.visits] == [(v.date, v.kind) for v in kept]
    told = {problem.column for problem in found.problems}
    for before, after in zip(kept, record.chart.visits, strict=True):
        for key, answer in before.answers.items():
            if key in after.answers:
                assert after.answers[key].value == _trimmed(answer.value), key
                assert after.answers[key].tested == answer.tested
        lost = before.answers.keys() - after.answers.keys()
        assert len(lost) <= len(told), lost


def _is_source(patient_id: str) -> bool:
    return any(
        one["resource"].get("identifier", [{}])[0].get("value") == patient_id
        for one in small_bundle()["entry"]
        if one["resource"]["resourceType"] == "Patient"
    )


def _bundle(**changes: Any) -> dict[str, Any]:
    patient = {"resourceType": "Patient", "id": "p", "name": [{"family": "Moreau"}]}
    visit = {
        "resourceType": "Encounter",
        "id": "e",
        "subject": {"reference": "Patient/p"},
        "period": {"start": "2026-03-04T10:00:00Z"},
    }
    pain = {
        "resourceType": "Observation",
        "id": "o",
        "code": {"coding": [{"system": "http://loinc.org", "code": "72514-3"}]},
        "subject": {"reference": "Patient/p"},
        "encounter": {"reference": "Encounter/e"},
        "valueQuantity": {"value": 6},
    }
    listed = [patient, visit, {**pain, **changes}]
    entries = [{"resource": one} for one in listed]
    return {"resourceType": "Bundle", "type": "collection", "entry": entries}


def test_a_foreign_observation_is_taken_by_its_loinc_code(read: Read) -> None:
    (record,) = read(json.dumps(_bundle())).records
    (visit,) = record.chart.visits
    assert visit.answers[FindingKey("nprs_now")].value == 6


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"encounter": {"reference": "Encounter/nowhere"}}, "leads to no Encounter"),
        ({"encounter": {"reference": "Patient/p"}}, "leads to no Encounter"),
        ({"valueQuantity": {"value": 60}}, "10"),
        ({"valueQuantity": {"value": "six"}}, "no number"),
        ({"resourceType": "Patient", "id": "p"}, "stands twice"),
    ],
)
def test_what_does_not_fit_is_told_with_its_path(
    read: Read, changes: dict[str, Any], word: str
) -> None:
    found = read(json.dumps(_bundle(**changes)))
    (problem,) = found.problems
    assert "entry[2]" in problem.column
    assert word in str(problem)
    assert len(found.records) == 1


def test_what_is_not_taken_over_is_counted(read: Read) -> None:
    other = {"code": {"text": "Potassium"}, "valueQuantity": {"value": 4}}
    found = read(json.dumps(_bundle(**other)))
    assert found.left_out == ("1 x Observation 'Potassium'",)


def test_another_unit_is_refused_not_converted(read: Read) -> None:
    code = {"coding": [{"system": "http://loinc.org", "code": "8310-5"}]}
    warm = {"value": 99.5, "unit": "degF", "code": "[degF]"}
    found = read(json.dumps(_bundle(code=code, valueQuantity=warm)))
    assert "degF" in str(found.problems[0])
    assert found.records[0].chart.visits[0].answers == {}


def test_broken_files_are_read_or_refused_never_more(tmp_path: Path) -> None:
    """The long run of the same seeds is 100,000 files; see the issue."""
    file = tmp_path / "broken"
    refused = 0
    for seed in range(FUZZED):
        file.write_bytes(broken(seed))
        try:
            problems = ROOM.read(file, vocabulary()).problems
        except FileUnreadable as error:
            refused += 1
            problems = (error.problem,)
        assert all(problem.fix and problem.what for problem in problems), seed
    assert FUZZED // 10 < refused < FUZZED * 9 // 10
