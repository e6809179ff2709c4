"""What is unknown stays unknown in a bundle, and what is negative stays negative."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given

from pt_chart.charting.exchange_port import EpisodeChart, PatientChart
from pt_chart.clinical.findings import Answer, FindingKey, Origin
from pt_chart.clinical.sides import Side
from pt_chart.clinical.visit import Visit, VisitKind
from pt_chart.exchange.fhir.bundle import bundle_of
from pt_chart.exchange.fhir.elements import ABSENT, LOINC
from pt_chart.exchange.fhir.references import reference_problems
from pt_chart.exchange.native import read_record, write_record
from tests.exchange.samples import SENDER, chart, vocabulary
from tests.exchange.validators_run import model_problems
from tests.store.samples import EPISODE, PATIENT, VISITS, new_visit


def bundle(visit: Visit) -> dict[str, Any]:
    made = PatientChart(PATIENT, (EpisodeChart(EPISODE, (visit,)),))
    return bundle_of(made, SENDER, vocabulary())


def observation(key: FindingKey, answer: Answer) -> dict[str, Any]:
    """The Observation of a visit with one answer."""
    visit = Visit("v", EPISODE.id, VisitKind.EVALUATION, date(2026, 11, 10), answers={key: answer})
    found = [entry["resource"] for entry in bundle(visit)["entry"]]
    observed: list[dict[str, Any]] = [one for one in found if one["resourceType"] == "Observation"]
    assert len(observed) == 1
    return observed[0]


def test_not_tested_is_no_value_but_a_reason() -> None:
    made = observation(FindingKey("slr", Side.LEFT), Answer(None, note="declined"))
    assert made["dataAbsentReason"]["coding"] == [{"system": ABSENT, "code": "not-performed"}]
    assert not any(part.startswith("value") for part in made)
    assert "interpretation" not in made
    assert made["note"] == [{"text": "declined"}]


def test_not_asked_in_the_history_says_so() -> None:
    made = observation(FindingKey("saddle_numbness"), Answer(None))
    assert made["dataAbsentReason"]["coding"][0]["code"] == "not-asked"


def test_untouched_fields_are_not_there_at_all() -> None:
    visit = Visit("v", EPISODE.id, VisitKind.EVALUATION, date(2026, 11, 10))
    kinds = {entry["resource"]["resourceType"] for entry in bundle(visit)["entry"]}
    assert not kinds & {"Observation", "QuestionnaireResponse"}


def test_negative_is_false_with_its_side() -> None:
    made = observation(FindingKey("slr", Side.LEFT), Answer(value=False))
    assert made["valueBoolean"] is False
    assert made["bodySite"]["coding"][0]["code"] == "left"
    assert "dataAbsentReason" not in made


def test_a_side_that_was_not_recorded_is_not_guessed() -> None:
    made = observation(FindingKey("slr"), Answer(value=True))
    assert "bodySite" not in made
    assert "side not recorded" in made["code"]["text"]


def test_pain_now_has_its_loinc_code_and_units_are_ucum() -> None:
    made = observation(FindingKey("nprs_now"), Answer(7))
    assert {"72514-3"} == {c["code"] for c in made["code"]["coding"] if c["system"] == LOINC}
    angle = observation(FindingKey("slr_angle", Side.RIGHT), Answer(35))
    assert angle["valueQuantity"]["code"] == "deg"
    assert angle["valueQuantity"]["value"] == 35


@pytest.mark.parametrize(
    ("origin", "status"), [(Origin.CARRIED, "preliminary"), (Origin.ENTERED, "final")]
)
def test_what_was_only_carried_forward_is_never_final(origin: Origin, status: str) -> None:
    signed = next(v for n in range(50) for v in chart(n).visits if v.signed and not v.withdrawal)
    answers = {FindingKey("slr", Side.LEFT): Answer(value=True, origin=origin)}
    found = [
        e["resource"]
        for e in bundle(replace(signed, episode_id=EPISODE.id, answers=answers))["entry"]
    ]
    (only,) = [
        one
        for one in found
        if one["resourceType"] == "Observation" and "Body chart" not in one["code"]["text"]
    ]
    assert only["status"] == status


@given(VISITS)
def test_any_visit_makes_a_sound_bundle_and_comes_back_whole(visit: Visit) -> None:
    whole = PatientChart(PATIENT, (EpisodeChart(EPISODE, (visit,)),))
    back = read_record(write_record(whole))
    assert back == whole
    assert repr(dict(back.visits[0].answers)) == repr(dict(visit.answers))
    made = bundle(visit)
    assert reference_problems(made) == ()
    assert model_problems(made) == []


def test_the_sample_visit_keeps_all_three_answers() -> None:
    found = [entry["resource"] for entry in bundle(new_visit())["entry"]]
    observed = [one for one in found if one["resourceType"] == "Observation"]
    assert len(observed) == len(new_visit().answers) + 1
