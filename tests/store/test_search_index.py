"""The search index says exactly what reading every patient would say, and is never out of step."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, text

from pt_chart.charting.errors import RecordMissing
from pt_chart.charting.search_words import finds, wanted
from pt_chart.clinical.people import Patient
from pt_chart.store import register, schema, search_index
from pt_chart.store.chart_file import ChartFile
from pt_chart.store.stored_chart import StoredChart
from tests.store.samples import PATIENT

NAMES = st.text("abnAÑ'-\" %_*é王:()", min_size=0, max_size=7)
PEOPLE = st.lists(
    st.builds(
        Patient,
        st.just(""),
        st.sampled_from(["", "A-1", "204", "20417"]),
        NAMES,
        NAMES,
        st.none() | st.dates(date(1950, 1, 1), date(1962, 12, 31)),
        phone=st.sampled_from(["", "(555) 010-0187", "0187"]),
    ),
    max_size=12,
)
TYPED = st.one_of(
    NAMES, st.builds("{} {}".format, NAMES, NAMES), st.sampled_from(["1961", "0187", "5", "a-1"])
)


@settings(max_examples=60)
@given(PEOPLE, st.lists(TYPED, min_size=1, max_size=6))
def test_the_index_finds_what_reading_everybody_finds(
    people: list[Patient], texts: list[str]
) -> None:
    known = [replace(one, id=f"p{number}") for number, one in enumerate(people)]
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        schema.create(connection, "any")
        for one in known:
            register.put_patient(connection, one)
        for typed in texts:
            found = [row.patient.id for row in register.search(connection, typed, 100)]
            assert sorted(found) == sorted(one.id for one in known if finds(typed, one))
    engine.dispose()


@pytest.mark.parametrize(
    "typed", ['"', '" OR "', "a*", "NEAR(a b)", "searchable:x", "a\x00b", "^a"]
)
def test_typed_text_is_no_search_syntax(chart: StoredChart, typed: str) -> None:
    assert chart.search(typed) == ()
    odd = replace(PATIENT, id="odd", family_name=typed.replace("\x00", ""), given_name="")
    chart.save_patient(odd)
    assert [row.patient for row in chart.search(odd.family_name)] == [odd]


def test_names_that_begin_come_first_then_given_names_then_the_middle(chart: StoredChart) -> None:
    people = [("Hestal", "B"), ("Okafor", "Tal"), ("Talvist", "N"), ("Tallin", "Zoe")]
    for number, (family, given_name) in enumerate(people):
        chart.save_patient(Patient(f"p{number}", "", family, given_name, None))
    for typed in ("tal", "ta"):
        names = [row.patient.family_name for row in chart.search(typed)]
        assert names == ["Tallin", "Tallowby", "Talvist", "Okafor", "Hestal"]
    assert [row.patient.family_name for row in chart.search("al b")] == ["Hestal", "Tallowby"]


def test_a_changed_or_deleted_patient_is_found_as_it_is_now(chart: StoredChart) -> None:
    chart.save_patient(replace(PATIENT, family_name="Umgezogen"))
    assert chart.search("tallow") == ()
    (found,) = chart.search("gezog")
    assert found.patient.large_print is False
    with pytest.raises(RecordMissing):
        chart._write(lambda t: t.connection.execute(text("DELETE FROM patient")))
    if isinstance(chart, ChartFile):
        told = "INSERT INTO patient_trigram(patient_trigram, rank) VALUES ('integrity-check', 1)"
        chart._write(lambda t: t.connection.execute(text(told)))


def test_the_index_survives_a_migration_that_rebuilds_the_table(tmp_path: Path) -> None:
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        schema.create(connection, "any")
        register.put_patient(connection, PATIENT)
        names = text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        before = set(connection.scalars(names))
        schema._drop_triggers(connection)
        connection.execute(text("UPDATE patient SET family_name = 'Wandel', searchable = ''"))
        search_index.refill(connection)
        schema.put_triggers(connection)
        assert set(connection.scalars(names)) == before
        assert [r.patient.family_name for r in register.search(connection, "ande", 5)] == ["Wandel"]
        register.put_patient(connection, replace(PATIENT, id="next", family_name="Wandler"))
        assert len(register.search(connection, "wand", 5)) == 2
    engine.dispose()


def test_an_index_can_be_filled_again_whatever_order_people_came_in() -> None:
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        schema.create(connection, "any")
        for number in (3, 1, 2):
            register.put_patient(connection, replace(PATIENT, id=f"p{number}"))
        for _ in range(2):
            schema._drop_triggers(connection)
            search_index.refill(connection)
            schema.put_triggers(connection)
        assert len(register.search(connection, PATIENT.family_name, 5)) == 3
    engine.dispose()


def test_many_people_of_one_name_are_limited_and_in_order(chart: StoredChart) -> None:
    for number in range(120):
        chart.save_patient(Patient(f"m{number:03}", "", "Smith", f"Ann {number:03}", None))
    found = [row.patient.given_name for row in chart.search("mith ann", 50)]
    # Which of them fill a list that is too short is open where only the middle of a name was typed.
    assert len(set(found)) == 50
    assert found == sorted(found)
    begun = [row.patient.given_name for row in chart.search("smith ann", 50)]
    assert begun == [f"Ann {number:03}" for number in range(50)]
    assert len(chart.search("smi", 50)) == 50


def test_words_too_long_for_the_index_are_compared(chart: StoredChart) -> None:
    long = "a" * 80
    chart.save_patient(replace(PATIENT, id="long", family_name=long))
    chart.save_patient(replace(PATIENT, id="longer", family_name=long[:70] + "b"))
    assert [row.patient.id for row in chart.search(long)] == ["long"]
    assert wanted("x" * 10_000)
    assert chart.search("x" * 10_000) == ()
