"""Bundles are FHIR R4 by three independent validators and our reference check."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pt_chart.exchange.fhir.bundle import write_bundle
from pt_chart.exchange.fhir.references import reference_problems
from tests.exchange import validators_run
from tests.exchange.samples import SENDER, chart, vocabulary

CHARTS = int(os.environ.get("PT_CHART_FHIR_CHARTS", "200"))
"""How many generated charts are held against the validators (1,000 in the long run)."""

Json = dict[str, Any]


@pytest.fixture(scope="session")
def validators() -> Path:
    """The JavaScript validators, installed."""
    try:
        return validators_run.installed()
    except subprocess.CalledProcessError as error:
        why = "needs from outside: npm's packages of tests/exchange/validators"
        if os.environ.get("PT_CHART_NO_SKIPS"):
            pytest.fail(f"{why}: {error.stderr}", pytrace=False)
        pytest.skip(why)


def full_bundle() -> Json:
    """The bundle of the first generated chart that has every kind of resource."""
    wanted = {"Observation", "CarePlan", "ServiceRequest", "Provenance", "Goal", "Flag"}
    for seed in range(100):
        made: Json = json.loads(write_bundle(chart(seed), SENDER, vocabulary()))
        if wanted <= kinds(made):
            return made
    raise AssertionError("no generated chart has everything")


def kinds(bundle: Json) -> set[str]:
    return {entry["resource"]["resourceType"] for entry in bundle["entry"]}


def of_kind(bundle: Json, kind: str) -> list[Json]:
    found = [entry["resource"] for entry in bundle["entry"]]
    return [one for one in found if one["resourceType"] == kind]


def test_every_promised_kind_of_resource_is_there() -> None:
    assert kinds(full_bundle()) >= {
        "Patient",
        "EpisodeOfCare",
        "Encounter",
        "Observation",
        "Condition",
        "QuestionnaireResponse",
        "CarePlan",
        "ServiceRequest",
        "DocumentReference",
        "Provenance",
    }


@pytest.mark.needs("node")
def test_generated_charts_are_valid_by_all_three(validators: Path) -> None:
    bundles = [write_bundle(chart(seed), SENDER, vocabulary()) for seed in range(CHARTS)]
    for seed, raw in enumerate(bundles):
        bundle = json.loads(raw)
        assert (seed, reference_problems(bundle)) == (seed, ())
        assert (seed, validators_run.model_problems(bundle)) == (seed, [])
    found = validators_run.node_problems(bundles, validators)
    assert {seed: told for seed, told in enumerate(found) if told} == {}
    assert len(found) == CHARTS


def _no_status(bundle: Json) -> None:
    del of_kind(bundle, "Observation")[0]["status"]


def _bad_gender(bundle: Json) -> None:
    of_kind(bundle, "Patient")[0]["gender"] = "F"


def _bad_date(bundle: Json) -> None:
    of_kind(bundle, "Encounter")[0]["period"] = {"start": "10/11/2026"}


def _unknown_part(bundle: Json) -> None:
    of_kind(bundle, "Condition")[0]["painful"] = True


def _two_values(bundle: Json) -> None:
    first = of_kind(bundle, "Observation")[0]
    first["valueBoolean"], first["valueString"] = True, "yes"


def _foreign_status(bundle: Json) -> None:
    of_kind(bundle, "CarePlan")[0]["status"] = "going on"


def _name_no_list(bundle: Json) -> None:
    of_kind(bundle, "Patient")[0]["name"] = {"family": "Tallowby"}


BREAKS: tuple[Callable[[Json], None], ...] = (
    _no_status,
    _bad_gender,
    _bad_date,
    _unknown_part,
    _two_values,
    _foreign_status,
    _name_no_list,
)


@pytest.mark.needs("node")
def test_the_validators_bite(validators: Path) -> None:
    """Each defect is caught by one of them at least, and each of them catches something."""
    broken = [full_bundle() for _ in BREAKS]
    for bundle, breaks in zip(broken, BREAKS, strict=True):
        breaks(bundle)
    by_models = [validators_run.model_problems(bundle) for bundle in broken]
    raw = [json.dumps(bundle).encode() for bundle in broken]
    by_node = validators_run.node_problems(raw, validators)
    for breaks, models, node in zip(BREAKS, by_models, by_node, strict=True):
        assert models or node, breaks.__name__
    told = str(by_node)
    assert any(by_models)
    assert "FHIR.js" in told
    assert "schema" in told


def test_a_reference_to_nowhere_is_told_with_its_path() -> None:
    bundle = full_bundle()
    of_kind(bundle, "Encounter")[0]["subject"]["reference"] = "urn:uuid:nobody"
    problems = reference_problems(bundle)
    assert len(problems) == 1
    assert "subject" in problems[0]
    assert "not in this bundle" in problems[0]


def test_a_reference_to_the_wrong_kind_and_an_address_twice_are_told() -> None:
    bundle = full_bundle()
    of_kind(bundle, "Encounter")[0]["subject"]["type"] = "Group"
    bundle["entry"].append(bundle["entry"][0])
    problems = reference_problems(bundle)
    assert any("not a Group" in one for one in problems)
    assert any("stands 2 times" in one for one in problems)
