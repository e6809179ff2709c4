"""Who is registered already is seen while somebody is being registered."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_chart.charting.duplicates import Likeness, alike, compared, edits, speaks_against
from pt_chart.clinical.people import Patient
from tests.fakes import MemoryStore

MIRA = Patient(
    "1",
    "20417",
    "Tallowby",
    "Mira",
    date(1982, 4, 9),
    sex="F",
    phone="(555) 010-0187",
    email="Mira@example.org",
)
NEW = Patient("", "", "Tallowby", "Mira", date(1982, 4, 9))


@pytest.mark.parametrize(
    ("changes", "likeness", "why"),
    [
        ({}, Likeness.SURE, "same name, same date of birth"),
        ({"family_name": "TÁLLOWBY"}, Likeness.SURE, "same name, same date of birth"),
        ({"record_number": "20417", "family_name": "Other"}, Likeness.SURE, "same ID"),
        (
            {"family_name": "Mira", "given_name": "Tallowby"},
            Likeness.LIKELY,
            "names swapped, same date of birth",
        ),
        ({"family_name": "Tallovby"}, Likeness.LIKELY, "similar name, same date of birth"),
        ({"family_name": "Talowbey"}, Likeness.LIKELY, "similar name, same date of birth"),
        ({"family_name": "Tallowby Reed"}, Likeness.LIKELY, "similar name, same date of birth"),
        ({"family_name": "Reed-Talowby"}, Likeness.LIKELY, "similar name, same date of birth"),
        (
            {"family_name": "Smith"},
            Likeness.POSSIBLE,
            "same given name and date of birth; perhaps a new family name",
        ),
        ({"given_name": "Miranda"}, Likeness.LIKELY, "similar name, same date of birth"),
        (
            {"given_name": "Joan"},
            Likeness.POSSIBLE,
            "same family name and date of birth; perhaps a twin",
        ),
        (
            {"given_name": "Mira Jane", "birth_date": date(1982, 4, 8)},
            Likeness.POSSIBLE,
            "similar name, date of birth differs in one figure",
        ),
        ({"given_name": "M."}, Likeness.LIKELY, "similar name, same date of birth"),
        (
            {"record_number": "020417", "family_name": "Other"},
            Likeness.LIKELY,
            "same ID but for zeros before it",
        ),
        ({"birth_date": date(1982, 9, 4)}, Likeness.LIKELY, "same name, day and month of birth"),
        ({"birth_date": date(1983, 4, 9)}, Likeness.LIKELY, "same name, date of birth differs"),
        ({"birth_date": None}, Likeness.POSSIBLE, "same name, no date of birth to compare"),
        (
            {"family_name": "Smith", "given_name": "Jo", "phone": "555 010 0187"},
            Likeness.POSSIBLE,
            "same phone; perhaps a relative",
        ),
        (
            {"birth_date": date(1950, 1, 1), "phone": "+1 555 010 0187"},
            Likeness.LIKELY,
            "same name, same phone",
        ),
        (
            {"family_name": "Smith", "given_name": "Jo", "email": "MIRA@example.org"},
            Likeness.POSSIBLE,
            "same e-mail; perhaps a relative",
        ),
        (
            {"birth_date": date(1950, 1, 1), "email": "mira@example.org"},
            Likeness.LIKELY,
            "same name, same e-mail",
        ),
    ],
)
def test_what_speaks_for_one_person(
    changes: dict[str, object], likeness: Likeness, why: str
) -> None:
    found = compared(replace(NEW, **changes), MIRA)  # type: ignore[arg-type]
    assert found is not None
    assert found.likeness is likeness
    assert found.why.startswith(why)


@pytest.mark.parametrize(
    "changes",
    [
        {"family_name": "Smith", "given_name": "Joan"},
        {"family_name": "Smith", "given_name": ""},
        {"family_name": "Smith", "birth_date": date(1982, 9, 4)},
        {"birth_date": date(1950, 1, 1)},
        {"phone": "0187", "family_name": "Smith", "given_name": "Joan"},
        {"email": "mira@", "family_name": "Smith", "given_name": "Joan"},
    ],
)
def test_what_does_not(changes: dict[str, object]) -> None:
    assert compared(replace(NEW, **changes), MIRA) is None  # type: ignore[arg-type]


def test_differences_are_named_and_what_is_not_said_is_none() -> None:
    found = compared(replace(NEW, family_name="Tallovby", sex="M", email="MIRA@example.org"), MIRA)
    assert found is not None
    told = [(one.label, one.typed, one.recorded) for one in found.differences]
    assert told == [("Family name", "Tallovby", "Tallowby"), ("Sex", "M", "F")]


def test_the_likeliest_stand_first_and_oneself_is_not_there() -> None:
    store = MemoryStore()
    twin = replace(MIRA, id="2", record_number="9", given_name="Mora", phone="")
    for one in (twin, MIRA, replace(MIRA, id="3", birth_date=None, record_number="8")):
        store.save_patient(one)
    assert [one.patient.id for one in alike(store, NEW)] == ["1", "2", "3"]
    assert [one.patient.id for one in alike(store, MIRA)] == ["3", "2"]


WORDS = st.text("abc", max_size=6)


@given(WORDS, WORDS)
def test_edits_are_a_distance(one: str, other: str) -> None:
    assert edits(one, other, 9) == edits(other, one, 9)
    assert (edits(one, other, 9) == 0) == (one == other)
    assert edits(one, other, 9) <= max(len(one), len(other))
    assert edits(one, other, 1) == min(edits(one, other, 9), 2)


def test_two_swapped_letters_are_one_edit() -> None:
    assert edits("tallowby", "tallwoby", 3) == 1


@pytest.mark.parametrize(
    ("changes", "against"),
    [
        ({}, ()),
        ({"family_name": "Tallovby"}, ()),
        ({"family_name": "Smith"}, ("family name",)),
        ({"family_name": "Smith", "given_name": "Joan"}, ("name",)),
        ({"birth_date": date(1950, 1, 1)}, ("date of birth",)),
        ({"birth_date": None}, ()),
        ({"sex": "M"}, ("sex",)),
    ],
)
def test_what_speaks_against_one_person(
    changes: dict[str, object], against: tuple[str, ...]
) -> None:
    known = replace(NEW, sex="F")
    assert speaks_against(known, replace(known, **changes)) == against  # type: ignore[arg-type]
