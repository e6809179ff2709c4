"""Rest normal: only what is untouched, with the trace, one undo."""

from __future__ import annotations

from pt_chart.charting.rest_normal import rest_normal, rest_of
from pt_chart.clinical.findings import Answer, FindingKey, Origin
from pt_chart.clinical.sides import Side
from tests.ui import clinic

L, R = Side.LEFT, Side.RIGHT


def test_only_untouched_keys_with_a_normal_value() -> None:
    session = clinic.session()
    desk = session.start_visit(session.store.episode("e1")).desk
    known = desk.vocabulary.fields
    fields = [known[name] for name in ("reflex_achilles", "slr_angle", "slump")]
    desk.set_answer(FindingKey("reflex_achilles", R), Answer("0"))
    desk.set_answer(FindingKey("slump", R), Answer(None, note="too painful"))
    before = desk.visit
    wanted = {FindingKey("reflex_achilles", L), FindingKey("slump", L)}
    assert set(rest_of(desk, fields)) == wanted
    assert rest_normal(desk, "Neuro", fields) == 2
    for key in wanted:
        answer = desk.visit.answers[key]
        assert answer.origin is Origin.REST_NORMAL
        assert answer.note == "rest normal: Ines Corvale, PT"
        assert answer.at is not None
        assert not answer.unconfirmed
    assert desk.visit.answers[FindingKey("reflex_achilles", R)].value == "0"
    assert desk.undo_label == "Neuro: rest normal (2)"
    desk.undo()
    assert desk.visit == before
    assert rest_normal(desk, "Neuro", []) == 0


def test_touched_afterwards_the_trace_goes() -> None:
    session = clinic.session()
    desk = session.start_visit(session.store.episode("e1")).desk
    key = FindingKey("reflex_achilles", L)
    rest_normal(desk, "Neuro", [desk.vocabulary.fields["reflex_achilles"]])
    desk.enter(key, "1")
    assert desk.visit.answers[key].origin is Origin.ENTERED
    assert desk.visit.answers[key].note == ""
