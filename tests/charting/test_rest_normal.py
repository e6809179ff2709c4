"""Rest normal: only what is untouched, with the trace, one undo."""

from __future__ import annotations

import pytest

from pt_chart.charting.carrying import carry
from pt_chart.charting.desk import VisitDesk
from pt_chart.charting.rest_normal import all_full, findings_before, rest_normal, rest_of
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


def followed() -> VisitDesk:
    """The second visit; last time strength L5 RIGHT was 4, S1 RIGHT 4+, ankle reflex RIGHT 0."""
    session = clinic.session()
    return session.start_visit(session.store.episode("e1")).desk


def test_a_finding_of_last_time_is_left_out_and_named_with_its_value() -> None:
    desk = followed()
    fields = [desk.vocabulary.fields[name] for name in ("myotome", "reflex_achilles")]
    filed = rest_of(desk, fields)
    for key in (
        FindingKey("myotome", R, "L5"),
        FindingKey("myotome", R, "S1"),
        FindingKey("reflex_achilles", R),
    ):
        assert key not in filed
    assert FindingKey("myotome", L, "L5") in filed, "it was 5"
    rest_normal(desk, "Strength", fields)
    told = findings_before(desk, fields)
    assert "Strength L5 RIGHT was 4," in told
    assert "Strength S1 RIGHT was 4+" in told
    assert "Ankle reflex RIGHT was 0" in told
    desk.enter(FindingKey("myotome", R, "L5"), "5")
    assert "L5 RIGHT" not in findings_before(desk, fields)


def test_all_five_leaves_the_same_trace_and_the_same_cells_out() -> None:
    desk = followed()
    fields = [desk.vocabulary.fields["myotome"]]
    count = all_full(desk, "Strength by level", fields, R)
    filed = {key: one for key, one in desk.visit.answers.items() if key.id == "myotome"}
    assert len(filed) == count == len(fields[0].levels) - 2
    assert {key.side for key in filed} == {R}
    for one in filed.values():
        assert (one.value, one.origin) == ("5", Origin.REST_NORMAL)
        assert one.note == "rest normal: Ines Corvale, PT"
    assert desk.undo_label == f"Strength by level: all 5, RIGHT ({count})"
    assert "L5 RIGHT was 4" in findings_before(desk, fields, R)
    assert findings_before(desk, fields, L) == ""


@pytest.mark.parametrize("name", ["light_touch", "pinprick"])
def test_beside_the_anus_nothing_is_filed_or_carried_with_others(name: str) -> None:
    session = clinic.session()
    first = session.store.visit("v1")
    before = {FindingKey(name, R, level): Answer("normal") for level in ("L5", "S3", "S4-5")}
    session.store._visits["v1"] = first.with_answers(before)  # type: ignore[attr-defined]
    desk = session.start_visit(session.store.episode("e1")).desk
    field = desk.vocabulary.fields[name]
    levels = {key.level for key in rest_of(desk, [field])}
    assert levels == {"L1", "L2", "L3", "L4", "L5", "S1", "S2"}
    carry(desk, field.name, [field])
    assert [key.level for key in desk.visit.answers if key.id == name] == ["L5"]
    desk.undo()
    session.carry_forward()
    assert [key.level for key in desk.visit.answers if key.id == name] == ["L5"]
    desk.enter(FindingKey(name, R, "S3"), "normal")
    assert desk.visit.answers[FindingKey(name, R, "S3")].value == "normal"


def test_intimate_examinations_are_never_the_rest() -> None:
    desk = followed()
    names = ("anal_tone_reduced", "perianal_sensation", "anal_wink_absent")
    assert rest_of(desk, [desk.vocabulary.fields[name] for name in names]) == {}
