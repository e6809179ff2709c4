"""Tables of other programs: nothing of a row dropped without a word, nothing taken on a guess."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TypeAlias

import pytest

from pt_chart.charting.exchange_port import FileUnreadable, Incoming
from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.exchange import strict_json
from pt_chart.exchange.native import write_record
from pt_chart.exchange.room import ExchangeRoom
from tests.exchange.samples import NOON, SENDER, chart, vocabulary

Read: TypeAlias = Callable[..., Incoming]
ROOM = ExchangeRoom(lambda: NOON)
HEADINGS = "ID,Family name,Given name,DOB,Phone,Alerts,Visit date,Note\n"


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Reads a content as a table."""

    def run(content: str | bytes, **options: str) -> Incoming:
        file = tmp_path / "old.csv"
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return ROOM.read(file, vocabulary(), **options)  # type: ignore[arg-type]

    return run


def born(found: Incoming) -> list[date | None]:
    return [one.chart.patient.birth_date for one in found.records]


def test_alerts_of_every_row_add_up_and_differing_details_are_told(read: Read) -> None:
    (record,) = read(
        HEADINGS + "77,Doe,Ann,1970-01-01,,,2026-10-01,first\n"
        "77,Doe,Ann,1970-01-01,111,Latex,2026-10-08,second\n"
        "77,Doe,Ann,1970-01-01,222,Pacemaker;latex,2026-10-15,third\n"
    ).records
    person = record.chart.patient
    assert person.alerts == ("Latex", "Pacemaker", "latex")
    assert person.phone == "111"
    assert record.remarks == ("Phone 222 in row 4 is not taken, that of row 3 is",)
    assert len(record.chart.visits) == 3


def test_rows_that_only_a_name_holds_together_are_asked_about(read: Read) -> None:
    rows = "Name,Visit date\nJohn Smith,2026-10-20\nJohn Smith,2026-10-21\nAnn Doe,2026-10-21\n"
    john, ann = read(rows).records
    assert john.doubts == ("rows 2, 3 are put together by the name alone",)
    assert ann.doubts == ()


@pytest.mark.parametrize(
    "written",
    [
        "3/4/61",
        "4 Mar 1961",
        "4-Mar-61",
        "19610304",
        "3/4/1961 12:00:00 AM",
        '"Mar 4, 1961"',
        "04.03.1961",
        "1961-03-04 00:00",
    ],
)
def test_dates_as_other_programs_write_them(read: Read, written: str) -> None:
    found = read(f"Family name,DOB\nA,{written}\n")
    assert found.problems == ()
    assert born(found) == [date(1961, 3, 4)]


@pytest.mark.parametrize(
    ("written", "word"), [("22000", "spreadsheet"), ("3/4/05", "1905 or 2005")]
)
def test_a_date_is_never_guessed(read: Read, written: str, word: str) -> None:
    (problem,) = read(f"Family name,DOB\nA,{written}\n").problems
    assert word in str(problem)


def test_how_open_dates_are_read_is_told_and_can_be_chosen(read: Read) -> None:
    table = "Family name,DOB\nA,03/04/1961\n"
    found = read(table)
    assert found.dates == ("Birth date: 03/04/1961 is read with the month first",)
    assert born(found) == [date(1961, 3, 4)]
    assert born(read(table, date_order="day")) == [date(1961, 4, 3)]
    assert read(table + "B,14/04/1961\n").dates == ()
    assert born(read(table + "B,14/04/1961\n"))[0] == date(1961, 4, 3)


def test_dates_with_dots_decide_nothing_for_others(read: Read) -> None:
    found = read("Family name,DOB\nA,14.04.1961\nB,03/04/1961\n")
    assert born(found) == [date(1961, 4, 14), date(1961, 3, 4)]


@pytest.mark.parametrize(
    "content",
    [
        "sep=;\nFamily name;Given name;DOB\nA;B;1961-01-02\n",
        "Family name,Given name,DOB,\nA,B,1961-01-02,\n",
        "Family name,Given name,DOB,,\nA,B,1961-01-02\n",
        "Family name\tGiven name\tDOB\nA\tB\t1961-01-02\n".encode("utf-16-le"),
        "Family name\tGiven name\tDOB\nA\tB\t1961-01-02\n".encode("utf-16-be"),
    ],
)
def test_tables_as_spreadsheets_write_them(read: Read, content: str | bytes) -> None:
    found = read(content)
    assert found.problems == ()
    assert [(one.chart.patient.name) for one in found.records] == ["A, B"]
    assert born(found) == [date(1961, 1, 2)]


def test_a_text_behind_the_last_heading_is_a_problem(read: Read) -> None:
    found = read("Family name,Given name,\nA,B,lost\n")
    assert "has 3 cells, not 2" in str(found.problems[0])


def test_a_visit_before_the_birth_is_a_problem(read: Read) -> None:
    found = read("Family name,DOB,Visit date\nA,2020-01-02,1990-01-01\n")
    assert "before the birth date" in str(found.problems[0])


def test_xml_is_told_what_to_export_instead(read: Read) -> None:
    with pytest.raises(FileUnreadable, match="FHIR as JSON"):
        read('<Bundle xmlns="http://hl7.org/fhir"/>')


def test_resources_a_line_each_are_a_bundle(read: Read) -> None:
    line = '{"resourceType": "Patient", "id": "%s", "name": [{"family": "%s"}]}\n'
    found = read(line % ("p", "Roe") + line % ("q", "Noa"))
    assert [one.chart.patient.family_name for one in found.records] == ["Roe", "Noa"]


@pytest.mark.parametrize(
    ("cell", "value"),
    [("yes", True), ("Negative", False), ("no", False), ("-", None), ("n/t", None), ("", None)],
)
def test_a_dash_is_no_answer(read: Read, cell: str, value: bool | None) -> None:
    (record,) = read(f"ID,Visit date,saddle_numbness\n1,2026-10-07,{cell}\n").records
    (visit,) = record.chart.visits
    assert [one.value for one in visit.answers.values()] == ([] if value is None else [value])


def test_a_zero_is_neither_yes_nor_no(read: Read) -> None:
    found = read("ID,Visit date,saddle_numbness\n1,2026-10-07,0\n")
    assert "neither yes nor no" in str(found.problems[0])


def test_a_number_with_a_comma_is_understood(read: Read) -> None:
    (record,) = read("ID;Visit date;temperature\n1;2026-10-07;36,6\n").records
    (visit,) = record.chart.visits
    assert [one.value for one in visit.answers.values()] == [36.6]


def test_the_clinics_number_goes_before_any_id(read: Read) -> None:
    (record,) = read("id,record_number,family_name\nx-1,20417,Doe\n").records
    assert record.chart.patient.record_number == "20417"


def test_a_whole_clinic_comes_back_from_its_records(tmp_path: Path) -> None:
    charts = [chart(seed) for seed in range(4)]
    ROOM.write_clinic(tmp_path / "out", charts, SENDER)
    found = ROOM.read(tmp_path / "out" / "records.jsonl", vocabulary())
    assert [one.chart for one in found.records] == charts
    assert found.problems == ()


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"family_name": " ", "given_name": "", "record_number": ""}, "neither name nor ID"),
        ({"birth_date": date(2999, 1, 1)}, "no birth date"),
        ({"given_name": "x" * 100_000}, "100000 signs"),
    ],
)
def test_a_record_is_looked_at_before_it_is_believed(
    tmp_path: Path, changes: dict[str, object], word: str
) -> None:
    made = chart(2)
    wrong = replace(made, patient=replace(made.patient, **changes))  # type: ignore[arg-type]
    file = tmp_path / "records.jsonl"
    file.write_bytes(write_record(wrong) + b"\n" + write_record(chart(3)) + b"\n")
    found = ROOM.read(file, vocabulary())
    assert len(found.records) == 1
    assert word in str(found.problems[0])


def test_findings_of_a_record_are_looked_at(tmp_path: Path) -> None:
    made = next(one for one in map(chart, range(50)) if one.visits)
    case = made.episodes[0]
    strange = {FindingKey("heart_rate"): Answer(1e308)}
    visit = replace(case.visits[0], answers=strange, date=date(2999, 1, 1))
    wrong = replace(made, episodes=(replace(case, visits=(visit,)),))
    file = tmp_path / "records.jsonl"
    file.write_bytes(write_record(wrong))
    with pytest.raises(FileUnreadable, match=r"future; heart_rate"):
        ROOM.read(file, vocabulary())


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"PK\x03\x04rest", "workbook of a spreadsheet"),
        (b"\xd0\xcf\x11\xe0rest", "old workbook"),
        (b"\x1f\x8brest", "compressed file"),
        (b"%PDF-1.7", "is a PDF"),
        (b'{"resourceType": "Bundle", "total": ' + b"9" * 5_000 + b"}", "longer than any number"),
        (b'{"clinic": "", "files": [], "written": ""}', "choose records.jsonl"),
    ],
)
def test_what_is_no_table_and_no_bundle_is_named(
    tmp_path: Path, content: bytes, words: str
) -> None:
    file = tmp_path / "export"
    file.write_bytes(content)
    with pytest.raises(FileUnreadable, match=words):
        ROOM.read(file, vocabulary())


def test_a_file_of_too_many_parts_is_refused_before_they_take_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(strict_json, "MOST_PARTS", 1_000)
    file = tmp_path / "lists.json"
    file.write_text("[" + "[]," * 2_000 + "[]]")
    with pytest.raises(FileUnreadable, match="million parts"):
        ROOM.read(file, vocabulary())


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Mira Tallowby", False),
        ("Tallowby, Mira Jane", False),
        ("Jörg Müller", False),
        ("Maria Garcia Lopez", True),
        ("Jan van der Aa", True),
        ("山田 太郎", True),
        ("Prince", True),
    ],
)
def test_a_whole_name_that_can_be_told_apart_in_several_ways_is_told(
    read: Read, name: str, told: bool
) -> None:
    (record,) = read(f'Name,DOB\n"{name}",1980-01-01\n').records
    assert any("split by us" in one for one in record.remarks) is told
