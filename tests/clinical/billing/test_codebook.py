"""The whole release: codes, seventh characters, laterality, Excludes1, search."""

from __future__ import annotations

import lzma
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_chart.clinical.billing.code_search import CodeSearch
from pt_chart.clinical.billing.codebook import CodeBook, dotted
from pt_chart.clinical.sides import Side
from pt_chart.definitions.codebook import CodeBookUnreadable, read_codebook
from pt_chart.host.resources import resources_dir


@cache
def book() -> CodeBook:
    return read_codebook(resources_dir() / "icd10cm")


@cache
def search() -> CodeSearch:
    return CodeSearch(book())


def test_it_is_the_whole_release_with_its_date() -> None:
    assert book().release == date(2026, 4, 1)
    leaves = [entry for entry in book().entries if entry.leaf]
    expanded = sum(len(book().seventh_characters(e.code)) or 1 for e in leaves)
    # As the release counts them: headings of codes with seventh characters are not valid alone.
    assert (len(book().entries), expanded) == (46881, 74719)


@pytest.mark.parametrize(
    ("first", "second", "forbidden"),
    [
        ("M54.16", "M51.16", True),
        ("M54.16", "M47.26", True),
        ("M54.31", "G57.01", True),
        ("M54.31", "M51.17", True),
        ("M54.31", "M54.41", True),
        ("M54.31", "M51.361", True),
        ("M54.31", "M51.371", True),
        ("M54.41", "M51.16", True),
        ("M54.42", "M51.362", True),
        ("M54.50", "M54.41", True),
        ("M54.59", "M51.360", True),
        ("G83.4", "N31.9", True),
        ("M54.31", "M79.651", False),
        ("M62.81", "R26.2", False),
        ("S76.311D", "M62.81", False),
    ],
)
def test_excludes1_is_enforced_both_ways(first: str, second: str, forbidden: bool) -> None:
    assert bool(book().conflicts((first, second))) is forbidden
    assert bool(book().conflicts((second, first))) is forbidden
    if forbidden:
        (conflict,) = book().conflicts((first, second))
        assert "cannot be coded together" in conflict.words
        assert conflict.note.words in conflict.words


def test_seventh_characters_with_placeholders() -> None:
    assert dict(book().seventh_characters("S76.311")) == {
        "A": "initial encounter",
        "D": "subsequent encounter",
        "S": "sequela",
    }
    assert book().with_seventh("S76.311", "D") == "S76.311D"
    assert book().with_seventh("T67.2", "A") == "T67.2XXA"
    assert book().with_seventh("M80.08", "A") == "M80.08XA"
    assert book().title("T67.2XXA") == "Heat cramp, initial encounter"
    with pytest.raises(ValueError, match=r"takes: A initial encounter"):
        book().with_seventh("S76.311", "Q")


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("M54.31", ""),
        ("m5431", ""),
        ("S76311A", ""),
        ("M54.3", "heading"),
        ("M51.36", "heading"),
        ("S76.311", "needs a seventh character: A initial encounter"),
        ("S76.311Q", "takes: A, D, S"),
        ("M99.999", "is not in ICD-10-CM 2026 of April 2026"),
        ("", "The code is not in"),
        ("M54.31" * 20_000, "..."),
        ("座骨", "is not in"),
    ],
)
def test_a_typed_code_is_checked_with_the_fix(code: str, reason: str) -> None:
    found = book().problem(code)
    assert (reason in found) if reason else not found
    assert len(found) < 300


def test_laterality() -> None:
    assert [(e.code, e.side, e.side_open) for e in book().below("G57.0")] == [
        ("G57.00", None, True),
        ("G57.01", Side.RIGHT, False),
        ("G57.02", Side.LEFT, False),
        ("G57.03", Side.BOTH, False),
    ]
    assert book().side_remark("G57.02", Side.RIGHT) == "G57.02 says LEFT; the episode is RIGHT."
    assert "leaves the side open" in book().side_remark("G57.00", Side.RIGHT)
    assert book().side_remark("G57.01", Side.RIGHT) == ""
    assert book().side_remark("M54.16", Side.RIGHT) == ""


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("sciatica", "M54.32"),
        ("sciat left", "M54.32"),
        ("hamstring strain", "S76.312"),
        ("piriformis", "G57.02"),
        ("radiculopathy lumbar", "M54.16"),
        ("m48.062", "M48.062"),
        ("s76311a", "S76.311"),
    ],
)
def test_search_finds_by_words_and_codes_with_the_episodes_side_first(
    typed: str, first: str
) -> None:
    assert search().find(typed, Side.LEFT).entries[0].code == first


@given(st.text(max_size=30))
def test_search_takes_anything(typed: str) -> None:
    found = search().find(typed, Side.RIGHT, 5)
    assert len(found.entries) <= 5
    if found.more:
        assert len(found.entries) == 5


@given(st.sampled_from([entry.code for entry in book().entries[::97]]))
def test_each_code_is_found_and_sound(code: str) -> None:
    assert search().find(code).entries[0].code == code
    assert dotted(code.replace(".", "").lower()) == code
    for character in book().seventh_characters(code):
        whole = book().with_seventh(code, character)
        assert len(whole) == 8
        assert book().problem(whole) == ""
        assert book().entry(whole) == book().entry(code)


def test_offered_codes_begin_with_the_symptom() -> None:
    assert book().offered["lumbar_radiculopathy"][0] == "M54.3"
    for codes in book().offered.values():
        assert all(book().below(code) for code in codes)


def test_a_damaged_file_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(CodeBookUnreadable, match="install pt-chart again"):
        read_codebook(tmp_path)
    (tmp_path / "icd10cm.txt.xz").write_bytes(lzma.compress(b"D\tM54\n"))
    with pytest.raises(CodeBookUnreadable, match="cannot be read"):
        read_codebook(tmp_path)
