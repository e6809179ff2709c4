"""A whole clinic in CSV: nothing runs in a spreadsheet, nothing is missing, never half written."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_chart.charting.errors import ReadOnly
from pt_chart.charting.exchange_port import KeptText, PatientChart
from pt_chart.clinical.care.episode_log import UnitRule
from pt_chart.clinical.care.plan_of_care import PlanOfCare
from pt_chart.clinical.care.visit_administration import VisitAdministration
from pt_chart.clinical.visit import Plan, Visit
from pt_chart.exchange import clinic_folder
from pt_chart.exchange.cells import cell, shielded, unshielded
from pt_chart.exchange.clinic_folder import FolderInUse, write_clinic
from pt_chart.exchange.fhir.bundle import write_bundle
from pt_chart.exchange.native import read_record, write_record
from pt_chart.exchange.tables import TABLES
from tests.exchange import validators_run
from tests.exchange.samples import SENDER, chart, vocabulary

CHARTS = [chart(seed) for seed in range(25)]
DANGEROUS = tuple("=+-@\t\r\n＝＋－＠")


def read(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.DictReader(opened))


def is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An export of the sample charts."""
    made = tmp_path_factory.mktemp("export") / "clinic"
    write_clinic(made, iter(CHARTS), SENDER)
    return made


def test_no_cell_runs_in_a_spreadsheet(folder: Path) -> None:
    seen = 0
    for file in folder.glob("*.csv"):
        raw = file.read_bytes()
        assert raw.startswith(b"\xef\xbb\xbf")
        for row in read(file):
            for text in row.values():
                seen += 1
                assert is_number(text) or not text.startswith(DANGEROUS), (file.name, text)
    assert seen > 5_000


@given(st.text())
def test_a_shielded_text_is_harmless_and_comes_back(text: str) -> None:
    assert not shielded(text).startswith(DANGEROUS)
    assert unshielded(shielded(text)) == text


@given(st.sampled_from(DANGEROUS), st.text(max_size=4), st.text("'", max_size=3))
def test_dangerous_starts_come_back_too(sign: str, rest: str, before: str) -> None:
    text = before + sign + rest
    assert cell(text).startswith("'")
    assert unshielded(cell(text)) == text


def test_the_manifest_counts_and_digests_every_file(folder: Path) -> None:
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    assert "not encrypted" in manifest["warning"]
    assert "not encrypted" in (folder / "read-me.txt").read_text("utf-8")
    listed = {one["file"]: one for one in manifest["files"]}
    on_disk = {file.name for file in folder.iterdir()} - {"manifest.json", "read-me.txt"}
    assert listed.keys() == on_disk
    for name, told in listed.items():
        raw = (folder / name).read_bytes()
        assert told["sha256"] == sha256(raw).hexdigest()
        assert told["bytes"] == len(raw)
        if name.endswith(".csv"):
            assert told["records"] == len(read(folder / name))


def test_counts_are_those_of_the_clinic(folder: Path) -> None:
    assert len(read(folder / "patients.csv")) == len(CHARTS)
    visits = [visit for one in CHARTS for visit in one.visits]
    assert len(read(folder / "visits.csv")) == len(visits)
    assert len(read(folder / "answers.csv")) == sum(len(visit.answers) for visit in visits)
    logs = [entry for one in CHARTS for case in one.episodes for entry in case.log.entries]
    assert len(read(folder / "episode_log.csv")) == len(logs)


def test_untested_is_told_apart_from_negative(folder: Path) -> None:
    answers = read(folder / "answers.csv")
    untested = [one for one in answers if one["tested"] == "no"]
    negative = [one for one in answers if one["value"] == "no"]
    assert untested
    assert negative
    assert all(one["value"] == "" for one in untested)
    assert all(one["tested"] == "yes" for one in negative)


def test_every_line_of_the_records_is_the_whole_record(folder: Path) -> None:
    lines = (folder / "records.jsonl").read_bytes().splitlines()
    assert [read_record(line) for line in lines] == CHARTS


def leaves(value: Any) -> Iterator[str]:
    """Every text of a record as a cell would show it."""
    if isinstance(value, str) and value and not hasattr(value, "value"):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from leaves(one)
    elif is_dataclass(value):
        for part in fields(value):
            yield from leaves(getattr(value, part.name))


def test_every_text_of_every_visit_is_in_some_file(folder: Path) -> None:
    """A part that a later version adds to a visit must not be forgotten here."""
    told = {
        unshielded(text)
        for table in TABLES
        for row in read(folder / f"{table.name}.csv")
        for text in row.values()
    }
    inside = "\n".join(text for text in told if text.startswith(("[", "{")))
    for visit in (visit for one in CHARTS for visit in one.visits):
        for text in leaves(visit):
            assert text in told or json.dumps(text)[1:-1] in inside, text


def test_every_part_of_a_visit_has_a_place() -> None:
    """By name, so that a new part of a visit fails here until it has a column or a file."""
    placed = {
        "answers": "answers",
        "chart": "marks",
        "program": "program",
        "plan": "treatments",
        "acknowledgments": "red_flags",
        "hypothesis": "visits",
        "signature": "visits",
        "cosignature": "visits",
        "withdrawal": "visits",
        "addenda": "addenda",
        "administration": "consents",
        "note": "note_edits",
        "within": "retests",
    }
    tables = {table.name: table for table in TABLES}
    for part in fields(Visit):
        assert part.name in tables["visits"].headings or placed[part.name] in tables


def test_every_part_of_the_frame_and_the_plan_has_a_column() -> None:
    (visits,) = (table for table in TABLES if table.name == "visits")
    own_files = {"consents", "treatments", "goal_reviews", "codes", "problems", "left_out"}
    for kind, prefix in ((VisitAdministration, ""), (Plan, ""), (PlanOfCare, "care_")):
        for part in fields(kind):
            if part.name in own_files or f"{prefix}{part.name}" in ("care", "care_goals"):
                continue
            assert f"{prefix}{part.name}" in visits.headings, part.name


def test_the_unit_rule_and_the_codes_chosen_at_a_tie_are_exported() -> None:
    whole = next(one for one in CHARTS if one.visits)
    frame = VisitAdministration(unit_rule=UnitRule.MIDPOINT, tied_units=("=EXER1", "NEUR1"))
    (visits,) = (table for table in TABLES if table.name == "visits")
    seen = {
        row[visits.headings.index("tied_units")]
        for row in visits.rows(with_frame(whole, frame))
        if row[visits.headings.index("unit_rule")] is UnitRule.MIDPOINT
    }
    assert seen
    assert {cell(one) for one in seen} == {'["=EXER1","NEUR1"]'}


def with_frame(whole: PatientChart, frame: VisitAdministration) -> PatientChart:
    """The chart with the same frame in every visit."""
    return replace(
        whole,
        episodes=tuple(
            replace(one, visits=tuple(replace(v, administration=frame) for v in one.visits))
            for one in whole.episodes
        ),
    )


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("keep")
    with pytest.raises(FolderInUse):
        write_clinic(tmp_path, CHARTS, SENDER)
    assert [file.name for file in tmp_path.iterdir()] == ["mine.txt"]


def test_a_file_in_the_place_is_left_alone(tmp_path: Path) -> None:
    place = tmp_path / "clinic"
    place.write_text("keep")
    with pytest.raises(FolderInUse):
        write_clinic(place, CHARTS, SENDER)
    assert place.read_text() == "keep"


def test_a_failure_in_the_middle_leaves_nothing(tmp_path: Path) -> None:
    def charts() -> Iterator[PatientChart]:
        yield from CHARTS[:3]
        raise PermissionError(13, "gone")

    with pytest.raises(ReadOnly):
        write_clinic(tmp_path / "clinic", charts(), SENDER)
    assert list(tmp_path.iterdir()) == []


def test_records_go_on_in_further_files_that_can_each_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clinic_folder, "LARGEST_RECORDS", 40_000)
    written = write_clinic(tmp_path / "out", iter(CHARTS), SENDER)
    parts = [one for one in written if one.name.startswith("records")]
    assert [one.name for one in parts][:2] == ["records.jsonl", "records-2.jsonl"]
    assert sum(one.records for one in parts) == len(CHARTS)
    back = [
        read_record(line)
        for one in parts
        for line in (tmp_path / "out" / one.name).read_bytes().splitlines()
    ]
    assert back == CHARTS


def test_what_went_into_a_record_and_the_clinics_library_go_out(tmp_path: Path) -> None:
    gone = replace(CHARTS[0].patient, id="gone", record_number="0815", family_name="Former")
    made = replace(CHARTS[0], merged=(gone,))
    sender = replace(SENDER, library=(KeptText("template", "Back", '{"items": []}'),))
    write_clinic(tmp_path / "out", iter([made]), sender)
    (row,) = read(tmp_path / "out" / "merged_records.csv")
    assert (row["went_into"], row["record_number"]) == (made.patient.id, "0815")
    (kept,) = read(tmp_path / "out" / "clinic_library.csv")
    assert kept == {"kind": "template", "name": "Back", "content": '{"items": []}'}
    assert read_record(write_record(made)) == made
    bundle = json.loads(write_bundle(made, SENDER, vocabulary()))
    patient = bundle["entry"][0]["resource"]
    assert {"use": "old", "system": "urn:pt-chart:record-number", "value": "0815"} in patient[
        "identifier"
    ]
    assert patient["name"][1]["family"] == "Former"
    assert validators_run.model_problems(bundle) == []
