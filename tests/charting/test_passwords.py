"""Which passwords will do: length and what is tried first, no rule about kinds of characters."""

from __future__ import annotations

import secrets
import string
import tomllib

import pytest

from pt_chart.charting.passwords import SHORTEST, weakness
from pt_chart.host.common_passwords import common_words
from pt_chart.host.resources import resource

NAMES = ("Ines Corvale", "Larkmoor Physical Therapy")
PEOPLE = ("Jonas Tallowby", "Rose Field", "Ann River", "Bo Stone", "Xu")


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("", "12 characters"),
        ("short", "12 characters"),
        ("password123", "12 characters"),
        (" " * 10, "12 characters"),
        (" " * 14, "repeats"),
        ("aaaaaaaaaaaaaaa", "repeats"),
        ("abababababababab", "repeats"),
        ("1111 2222 1111", "repeats"),
        ("Ines Corvale", "name of yours"),
        ("inescorvale1982", "name of yours"),
        ("Corvale!!Larkmoor", "name of yours"),
        ("elavroc seni 1", "name of yours"),
        ("mynameisines", "name of yours"),
        ("larkmoor-clinic-1", "name of yours"),
        ("Jonas Tallowby", "somebody in the chart"),
        ("tallowby-03/12/1975", "somebody in the chart"),
        ("Ines and T4llowby", "somebody in the chart"),
        ("password1234", "tried first"),
        ("P@ssw0rd!2024", "tried first"),
        ("Password Password", "tried first"),
        ("123456789012", "tried first"),
        ("qwertyuiop12", "tried first"),
        ("1q2w3e4r5t6y", "tried first"),
        ("abcdefghijklm", "tried first"),
        ("210987654321", "tried first"),
        ("Summer2026!!!!", "tried first"),
        ("walk-the-demo", "tried first"),
        ("correct horse battery staple", "tried first"),
        ("PhysicalTherapy1", "tried first"),
        ("iloveyou 1234 !", "tried first"),
    ],
)
def test_a_password_that_is_tried_first_is_refused(password: str, words: str) -> None:
    assert words in weakness(password, NAMES, common_words(), PEOPLE)


@pytest.mark.parametrize(
    "password",
    [
        "korrekt horse, Ärger 42",
        "three other words",
        "gravel teapot",
        "the cat of Ines sat down",
        "stone river field rose",
        "a teapot for Jonas",
        "730194826153",
        "x7#Kq!pZ2vRw",
        "монета стол дождь",
        "my clinic opens with tea",
    ],
)
def test_any_kind_of_characters_will_do(password: str) -> None:
    assert weakness(password, NAMES, common_words(), PEOPLE) == ""


def test_random_passwords_are_not_refused() -> None:
    common = common_words()
    for _ in range(300):
        letters = "".join(secrets.choice(string.ascii_letters) for _ in range(SHORTEST))
        assert weakness(letters, NAMES, common) == "", letters


def test_the_list_says_where_it_is_from() -> None:
    told = tomllib.loads(resource("passwords/common.toml").read_text("utf-8"))
    assert told["source"]
    assert told["verified"] == "no"
    assert all(word == word.casefold() and word.isalnum() for word in common_words())
    assert len(common_words()) > 150
