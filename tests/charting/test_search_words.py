"""What a typed text finds."""

from __future__ import annotations

from datetime import date

import pytest

from pt_chart.charting.search_words import finds, fold
from pt_chart.clinical.people import Patient

MIRA = Patient("1", "A-20417", "Núñez-O’Brien", "Łucja", date(1982, 4, 9), phone="(555) 010-0187")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nunez",
        "NÚÑEZ",
        "lucja nunez",
        "Núñez, Łucja",
        "o'brien",
        "obrien",
        "ez-o",
        "1982-04-09",
        "4/9/1982",
        "04/09/82",
        "9.4.1982",
        "04091982",
        "9 april 1982",
        "Apr 9, 1982",
        "9 Apr 1982",
        "9-Apr-82",
        "9th April, 1982",
        "1982 apr 9",
        "nunez 9 Apr. 1982",
        "1982",
        "1982-04",
        "(555) 010-0187",
        "555-010-0187",
        "5550100187",
        "0187",
        "a-20417",
        "A20417",
        "20417 luc",
    ],
)
def test_finds(text: str) -> None:
    assert finds(text, MIRA)


@pytest.mark.parametrize(
    "text",
    ["nunes", "lucja smith", "1982-09-04", "556", "%", "_", "20418", "9 may 1982", "8 Apr 1982"],
)
def test_does_not_find(text: str) -> None:
    assert not finds(text, MIRA)


def test_fold_joins_spellings_of_one_name() -> None:
    assert fold("Straße") == fold("STRASSE")
    assert fold("Søren") == fold("soren")


@pytest.mark.parametrize(
    "typed", ["Doe,Ann", "doe, ann", "doe;ann", "ann,doe", "4.3.61", "04.03.61"]
)
def test_a_comma_is_a_blank_and_a_short_date_with_dots_a_date(typed: str) -> None:
    ann = Patient("1", "77", "Doe", "Ann", date(1961, 3, 4))
    assert finds(typed, ann)
    assert not finds(typed, Patient("2", "78", "Roe", "Eva", date(1970, 1, 1)))
