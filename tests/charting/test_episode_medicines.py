"""Medicines typed with the episode reach the flags; an answer against them is asked about."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pt_chart.charting.clinic_session import ClinicSession
from pt_chart.charting.disputes import dispute_at, let_both_stand
from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.clinical.people import Medicine
from pt_chart.clinical.sides import Side
from tests.ui import clinic

THINNER = FindingKey("anticoagulant_use")
BRUISE = FindingKey("bruising_posterior_thigh", Side.LEFT)


def session_with(*medicines: Medicine) -> ClinicSession:
    """A visit of an episode with these medicines is open."""
    made = clinic.session()
    episode = replace(made.store.episode("e1"), medicines=medicines)
    made.store.save_episode(episode)
    made.start_visit(made.store.episode("e1"))
    return made


def flags(session: ClinicSession) -> set[str]:
    """The raised flags."""
    assert session.open is not None
    return {flag.id for flag in session.open.live.current.flags}


def test_a_blood_thinner_of_the_episode_counts_until_it_is_answered() -> None:
    session = session_with(Medicine("apixaban"), Medicine("metoprolol"))
    assert session.open is not None
    desk = session.open.desk
    desk.set_answer(BRUISE, Answer(value=True))
    raised = flags(session)
    plain = session_with(Medicine("metoprolol"))
    assert plain.open is not None
    plain.open.desk.set_answer(BRUISE, Answer(value=True))
    bleed = raised - flags(plain)
    assert bleed, "the same flag as with the question answered yes"
    plain.open.desk.set_answer(THINNER, Answer(value=True))
    assert flags(plain) == raised
    desk.set_answer(THINNER, Answer(value=False))
    assert not bleed & flags(session)


def test_a_no_against_the_list_is_asked_at_the_field_and_before_signing() -> None:
    session = session_with(Medicine("apixaban"))
    assert session.open is not None
    desk = session.open.desk
    desk.set_answer(THINNER, Answer(value=False))
    told = "The episode names apixaban, and takes blood thinner is answered no"
    assert dispute_at(desk, THINNER) == f"{told}."
    assert any(need.words.startswith(told) for need in session.signing_needs())
    let_both_stand(desk, THINNER, "stopped it two weeks ago, list is old")
    assert not any(need.words.startswith(told) for need in session.signing_needs())


@pytest.mark.parametrize(
    ("medicine", "finding"),
    [
        (Medicine("atorvastatin 20 mg"), "statin_use"),
        (Medicine("Something new", "diuretic"), "diuretic_use"),
        (Medicine("prednisone"), "corticosteroid_use"),
        (Medicine("levofloxacin"), "fluoroquinolone_use"),
    ],
)
def test_medicines_are_known_by_name_or_by_trigger(medicine: Medicine, finding: str) -> None:
    session = session_with(medicine)
    assert session.open is not None
    facts = session.open.live.facts
    assert facts.values[FindingKey(finding)] is True
    assert FindingKey(finding) not in session.open.desk.visit.answers, "nothing is written"


def test_precautions_and_surgery_long_ago_raise_no_flag_by_themselves() -> None:
    made = clinic.session()
    episode = replace(made.store.episode("e1"), precautions=("laminectomy 2009",))
    made.store.save_episode(episode)
    opened = made.start_visit(made.store.episode("e1"))
    assert FindingKey("recent_spinal_surgery") not in opened.live.facts.values
