"""What the register shows of a patient's last visit is what the visits say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from pt_chart.charting.errors import WorldError
from pt_chart.clinical.people import Patient
from pt_chart.clinical.reasoning.results import Tier
from pt_chart.clinical.visit import Withdrawal
from pt_chart.store.administration import ChartAdministration
from pt_chart.store.stored_chart import StoredChart
from tests.fakes import THERAPIST
from tests.store.samples import CHEAP, EPISODE, NOON, PASSWORD, PATIENT, SIGNATURE, new_visit

OTHER = Patient("patient-2", "20418", "Vorbrook", "Jan", date(1970, 1, 2))


def _found(chart: StoredChart) -> tuple[str, ...]:
    return ChartAdministration(chart, CHEAP).verify().problems


@pytest.mark.parametrize(
    "past",
    ["UPDATE patient SET last_tier = NULL", "UPDATE patient SET last_visit = '2020-01-01'"],
)
def test_a_register_that_hides_the_tier_is_found(chart: StoredChart, past: str) -> None:
    """No trigger holds it: it is worked out anew with every visit."""
    chart.sign(new_visit(), SIGNATURE, Tier.EMERGENCY)
    assert _found(chart) == ()
    chart._write(lambda t: t.connection.execute(text(past)))
    assert len(_found(chart)) == 1
    chart.save_draft(new_visit("visit-2", number=2), Tier.URGENT)
    assert _found(chart) == ()


_DONE = st.lists(
    st.tuples(
        st.sampled_from(["draft", "sign", "withdraw", "move", "merge", "part", "erase"]),
        st.integers(0, 3),
        st.integers(0, 3),
    ),
    max_size=25,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
@given(done=_DONE)
@pytest.mark.on_file
def test_whatever_is_done_lists_show_what_visits_say(
    chart: StoredChart, done: list[tuple[str, int, int]]
) -> None:
    people, cases = _clinic(chart)
    visits: list[str] = []
    administration = ChartAdministration(chart, CHEAP)
    for step, (what, one, other) in enumerate(done):
        visit_id = visits[(one + 4 * other) % len(visits)] if visits else ""
        try:
            if what == "draft":
                made = new_visit(
                    f"{people[0]} {step}",
                    number=one,
                    date=date(2026, 11, 6 + other),
                    episode_id=cases[other],
                )
                chart.save_draft(made, list(Tier)[one])
                visits.append(made.id)
            elif what == "sign" and visit_id:
                chart.sign(chart.visit(visit_id), SIGNATURE, list(Tier)[other])
            elif what == "withdraw" and visit_id:
                error = Withdrawal("wrong patient", THERAPIST.id, "", NOON)
                chart.withdraw(visit_id, error)
            elif what == "move" and visit_id:
                chart.move_draft(visit_id, cases[one], "wrong patient")
            elif what == "merge":
                chart.merge_patients(chart.patient(people[one]), people[other], "one person")
            elif what == "part":
                chart.part_patients(people[one])
            elif what == "erase" and step > 20:
                administration.erase(people[one], "they asked", PASSWORD, "they asked for it")
        except (WorldError, ValueError):
            continue
    chart.check()


def _clinic(chart: StoredChart) -> tuple[list[str], list[str]]:
    """Four more patients with an episode each, new for every example."""
    people, cases = [], []
    for number in range(4):
        who = str(uuid4())
        chart.save_patient(replace(PATIENT, id=who, record_number=f"{number}{who}"))
        chart.save_episode(replace(EPISODE, id=f"of {who}", patient_id=who))
        people.append(who)
        cases.append(f"of {who}")
    return people, cases
