"""Undo and redo: names, runs, and that redo is the inverse of undo."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from pt_chart.charting.events import Part
from pt_chart.charting.history import History
from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.clinical.visit import Visit, VisitKind

START = Visit("v", "e", VisitKind.EVALUATION, date(2026, 11, 10))
ANSWERS = frozenset({Part.ANSWERS})


def _with(visit: Visit, number: int) -> Visit:
    return visit.with_answer(FindingKey("slr_angle"), Answer(number))


def test_a_run_of_typing_is_one_step() -> None:
    history = History()
    one, two = _with(START, 4), _with(START, 45)
    history.record("SLR angle", START, one, ANSWERS, "slr_angle")
    history.record("SLR angle", one, two, ANSWERS, "slr_angle")
    step = history.undo()
    assert step is not None
    assert step.before == START
    assert step.after == two
    assert history.undo() is None


def test_leaving_the_field_ends_the_run() -> None:
    history = History()
    one, two = _with(START, 4), _with(START, 45)
    history.record("SLR angle", START, one, ANSWERS, "slr_angle")
    history.seal()
    history.record("SLR angle", one, two, ANSWERS, "slr_angle")
    step = history.undo()
    assert step is not None
    assert step.before == one


def test_a_new_edit_forgets_what_was_undone() -> None:
    history = History()
    history.record("A", START, _with(START, 1), ANSWERS, None)
    history.undo()
    assert history.redo_label == "A"
    history.record("B", START, _with(START, 2), ANSWERS, None)
    assert history.redo_label == ""
    assert history.undo_label == "B"


@given(st.lists(st.integers(0, 120), min_size=1, max_size=30), st.integers(0, 40))
def test_redo_brings_back_exactly_what_undo_took(numbers: list[int], back: int) -> None:
    history = History(depth=20)
    states = [START]
    for number in numbers:
        states.append(_with(states[-1], number))
        history.record(f"to {number}", states[-2], states[-1], ANSWERS, None)
    current = states[-1]
    undone = 0
    for _ in range(back):
        step = history.undo()
        if step is None:
            break
        assert step.after == current
        current = step.before
        undone += 1
    assert undone <= 20
    for _ in range(undone):
        step = history.redo()
        assert step is not None
        assert step.before == current
        current = step.after
    assert current == states[-1]
