"""Typed access to TOML: right values, or problems with file, key path and hint."""

import tomllib
from enum import StrEnum
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_chart.clinical.problems import Problem
from pt_chart.definitions.toml_reader import Reader, read_toml


class Color(StrEnum):
    """An enumeration to read."""

    RED = "red"
    BLUE = "blue"


def reader(text: str) -> Reader:
    """A reader on a TOML text."""
    return Reader(tomllib.loads(text), "f.toml", [])


def test_values() -> None:
    """Each accessor gives its type."""
    one = reader(
        'a = " x "\nb = 2\nc = 2.5\nd = true\ne = ["p", "q"]\nf = "one"\ng = "red"\n[t]\nz = 1'
    )
    assert one.text("a") == "x"
    assert (one.whole("b"), one.number("c"), one.flag("d")) == (2, 2.5, True)
    assert one.texts("e") == ("p", "q")
    assert one.texts("f") == ("one",)
    assert one.member("g", Color) is Color.RED
    table = one.table("t")
    assert table is not None
    assert table.whole("z") == 1
    one.finish()
    assert one.problems == []


@pytest.mark.parametrize(
    ("text", "key", "message", "hint"),
    [
        ("b = 2", "text", "is missing", "add text"),
        ("text = 3", "text", "3 is not a text in quotes", "write a text"),
        ('whole = "3"', "whole", "'3' is not a whole number", "write a whole"),
        ("whole = true", "whole", "True is not a whole number", "write a whole"),
        ("number = nan", "number", "nan is not a number", "write a number"),
        ('flag = "yes"', "flag", "'yes' is not true or false", "write true"),
        ('texts = ["a", 3]', "texts[1]", "3 is not a text", "write a text"),
        ("texts = 3", "texts", "3 is not a list", "write a list"),
        ('option = "greeen"', "option", "'greeen' is not known here", "did you mean green"),
        ('member = "rad"', "member", "'rad' is not known here", "did you mean red"),
        ("table = 3", "table", "3 is not a table", "write a table"),
        ("tables = 3", "tables", "must be a list of tables", "[[tables]]"),
    ],
)
def test_problems(text: str, key: str, message: str, hint: str) -> None:
    """Each wrong value is named with its key and the fix."""
    one = reader(text)
    one.text("text") if key == "text" else None
    one.whole("whole", 0)
    one.number("number", 0)
    one.flag("flag", default=False)
    one.texts("texts")
    one.option("option", ("green", "brown"), "green")
    one.member("member", Color, Color.RED)
    one.table("table")
    one.tables("tables")
    found = one.problems[0]
    assert found.place == f"f.toml: {key}"
    assert message in found.message
    assert hint in found.hint


def test_unknown_keys_are_reported_with_the_nearest() -> None:
    """A misspelled key is never ignored."""
    one = reader('label = "x"\nlabl = "y"\n[[card]]\nid = "c"\nfoo = 1')
    one.text("label")
    (card,) = one.tables("card")
    card.text("id")
    card.finish()
    one.finish()
    assert [str(problem) for problem in one.problems] == [
        "f.toml: card[0] (c).foo: is not a known key here (use one of: id)",
        "f.toml: labl: is not a known key here (did you mean label?)",
    ]


@given(st.binary(max_size=80))
def test_any_bytes_are_read_or_named(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    """A file of garbage is one problem, never a crash."""
    path = tmp_path_factory.mktemp("toml") / "x.toml"
    path.write_bytes(raw)
    problems: list[Problem] = []
    found = read_toml(path, problems)
    assert (found is None) is bool(problems)


def test_missing_file(tmp_path: Path) -> None:
    """A file that is not there is named."""
    problems: list[Problem] = []
    assert read_toml(tmp_path / "no.toml", problems, "exam/no.toml") is None
    assert problems[0].place == "exam/no.toml"
