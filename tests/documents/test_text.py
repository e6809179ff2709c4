"""Breaking text into lines."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from pt_chart.documents.faces import Weight
from pt_chart.documents.style import NORMAL
from pt_chart.documents.text import (
    Line,
    Span,
    balanced_lines,
    break_lines,
    measure,
    strong,
    words_width,
)

WORD = st.text(st.characters(codec="ascii", categories=("L", "N", "P")), min_size=1, max_size=30)


def said(lines: list[Line]) -> str:
    return "".join("".join(piece.text for piece in line.pieces) for line in lines)


@settings(max_examples=80)
@given(st.lists(WORD, max_size=30), st.floats(30, 400))
def test_lines_stay_in_the_column_and_lose_nothing(words: list[str], width: float) -> None:
    lines = break_lines(" ".join(words), NORMAL.body, width)
    assert all(line.width <= width + 0.01 for line in lines)
    assert said(lines).replace(" ", "").replace("\u00a0", "") == "".join(words)
    assert lines


@settings(max_examples=40)
@given(st.lists(st.tuples(WORD, st.sampled_from(Weight)), min_size=1, max_size=12))
def test_a_change_of_weight_within_a_word_does_not_break_it(runs: list[tuple[str, Weight]]) -> None:
    spans = [Span(text, weight) for text, weight in runs]
    (line,) = break_lines(spans, NORMAL.body, 1e9)
    assert said([line]) == "".join(text for text, _ in runs)


def test_pieces_stand_one_after_the_other() -> None:
    (line,) = break_lines([strong("Start:"), Span(" knee bent")], NORMAL.body, 400)
    assert [piece.text for piece in line.pieces] == ["Start: ", "knee bent"]
    first = measure("Start:", NORMAL.body.bold())
    assert line.pieces[1].x > first
    assert line.width == line.pieces[1].x + measure("knee bent", NORMAL.body)


def test_a_number_stays_with_what_it_counts() -> None:
    width = words_width("settle within 5 min", NORMAL.body)
    lines = break_lines("settle within 5 minutes", NORMAL.body, width)
    assert [said([line]).strip() for line in lines] == ["settle within", "5\u00a0minutes"]


def test_balanced_lines_are_as_few_and_more_even() -> None:
    text = "Keep moving, a little and often. Let your leg tell you when to slow down."
    plain = break_lines(text, NORMAL.body, 400)
    even = balanced_lines(text, NORMAL.body, 400)
    assert len(even) == len(plain) == 2
    assert said(even).split() == text.split()
    assert even[0].width - even[1].width < plain[0].width - plain[1].width


def test_a_line_feed_starts_a_line_and_hard_spaces_hold() -> None:
    assert len(break_lines("one\ntwo\n\nfour", NORMAL.body, 400)) == 4
    together = words_width("5\u00a0minutes", NORMAL.body)
    assert len(break_lines("5\u00a0minutes", NORMAL.body, together + 1)) == 1
    lines = break_lines("within 5\u00a0minutes", NORMAL.body, together + 5)
    assert said(lines[1:]) == "5\u00a0minutes"
