"""The steps of an emergency: which there are, and what a record tells of them."""

from dataclasses import replace
from datetime import UTC, datetime

from pt_chart.clinical.reasoning.emergency_steps import done_at, emergency_steps, step_record
from pt_chart.clinical.reasoning.results import RaisedFlag, Tier
from pt_chart.clinical.visit import FlagAcknowledgment

FLAG = RaisedFlag("cauda_equina", "Cauda equina", Tier.EMERGENCY, (), (), "", "", "", "no")


def test_an_ambulance_is_called_where_one_is_needed() -> None:
    titles = [step.title for step in emergency_steps(FLAG)]
    assert titles[:2] == ["Stop treatment", "Phone the emergency department ahead"]
    ambulance = emergency_steps(replace(FLAG, tier=Tier.AMBULANCE))
    assert ambulance[1].title == "Call emergency services"


def test_only_a_practice_is_named_as_referring() -> None:
    assert "Larkmoor" in emergency_steps(FLAG, "Larkmoor Practice")[-1].detail
    assert "self" not in emergency_steps(FLAG, "self-referred")[-1].detail


def test_steps_add_up_in_one_record_and_keep_their_times() -> None:
    steps = emergency_steps(FLAG)
    action = step_record(steps[1], "10:47", step_record(steps[0], "10:46", "spoke to the family"))
    assert (
        action == "spoke to the family; treatment stopped 10:46; emergency department phoned 10:47"
    )
    record = FlagAcknowledgment(
        "cauda_equina", action, "", "u1", datetime(2026, 11, 21, tzinfo=UTC)
    )
    assert [done_at(step, record) for step in steps] == ["10:46", "10:47", "", "", "", ""]
    assert done_at(steps[0], None) == ""
