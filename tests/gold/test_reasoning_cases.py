"""Gold cases of the differentiation: what must come out of published and seed patterns."""

import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pt_chart import definitions
from pt_chart.clinical.facts import Facts
from pt_chart.clinical.findings import FindingKey
from pt_chart.clinical.reasoning.engine import assess
from pt_chart.clinical.reasoning.knowledge import Knowledge
from pt_chart.clinical.reasoning.results import Action, Assessment
from pt_chart.clinical.sides import Side
from pt_chart.host.resources import forms_dir
from tests.clinical.reasoning.cases import case

CASES = tomllib.loads(
    Path(__file__).with_name("reasoning").joinpath("cases.toml").read_text(encoding="utf-8")
)["case"]
SERIOUS = [one for one in CASES if one["kind"] == "serious"]
ROUTINE = [one for one in CASES if one["kind"] == "routine"]
FALSE_ALARMS_AT_MOST = 0.10
DROPS = 20
KEPT_AT_LEAST = 0.95


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    """The knowledge as shipped."""
    return definitions.load(forms_dir()).knowledge


def facts_of(gold: dict[str, Any], knowledge: Knowledge) -> Facts:
    """The facts of one gold case; every id in it must be an id of the vocabulary."""
    findings = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in gold["findings"].items()
    }
    unknown = {FindingKey.parse(name).id for name in findings} - set(knowledge.vocabulary.fields)
    assert not unknown
    side = Side(gold["side"]) if "side" in gold else None
    return case(findings, age=gold.get("age"), side=side)


def assessed(gold: dict[str, Any], knowledge: Knowledge) -> Assessment:
    """The assessment of one gold case."""
    return assess(facts_of(gold, knowledge), knowledge)


@pytest.mark.parametrize("gold", CASES, ids=[one["id"] for one in CASES])
def test_a_gold_case(gold: dict[str, Any], knowledge: Knowledge) -> None:
    assessment = assessed(gold, knowledge)
    main = [cause.condition for cause in assessment.ranked if not cause.parent]
    assert assessment.action is Action(gold["action"])
    assert set(gold.get("flags", ())) <= {flag.id for flag in assessment.flags}
    assert main[:1] == [gold["top"]] if "top" in gold else True
    assert set(gold.get("top3", ())) <= set(main[:3])
    assert set(gold.get("consider", ())) <= {one.condition for one in assessment.consider}
    totals = {score.id: score.total for score in assessment.scores}
    assert gold.get("scores", {}).items() <= totals.items()
    assert bool(assessment.ranking_off) is gold.get("ranking_off", False)
    shortened = {one.condition for one in assessment.impairments if one.middle > 0}
    assert {gold["impairment"]} <= shortened if "impairment" in gold else True
    assert gold["source"]


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 50
    assert len(SERIOUS) >= 20
    assert len({one["id"] for one in CASES}) == len(CASES)


def test_no_serious_case_is_missed(knowledge: Knowledge) -> None:
    calm = (Action.MONITOR, Action.PT_APPROPRIATE)
    missed = [one["id"] for one in SERIOUS if assessed(one, knowledge).action in calm]
    assert missed == []


def test_few_routine_cases_are_false_alarms(knowledge: Knowledge) -> None:
    calm = (Action.MONITOR, Action.PT_APPROPRIATE)
    alarms = [one["id"] for one in ROUTINE if assessed(one, knowledge).action not in calm]
    assert len(alarms) <= FALSE_ALARMS_AT_MOST * len(ROUTINE), alarms


def test_clear_cases_keep_their_cause_when_a_third_is_missing(knowledge: Knowledge) -> None:
    kept, tried = 0, 0
    for gold in CASES:
        whole = assessed(gold, knowledge)
        if not whole.ranked or whole.top_overlap:
            continue
        facts = facts_of(gold, knowledge)
        keys = list(facts.values)
        for seed in range(DROPS):
            dropped = np.random.default_rng(seed).permutation(len(keys))[: len(keys) // 3]
            fewer = facts.without(keys[place] for place in dropped)
            main = [one.condition for one in assess(fewer, knowledge).ranked if not one.parent]
            tried += 1
            kept += whole.ranked[0].condition in main[:3]
    assert tried >= 20 * DROPS
    assert kept >= KEPT_AT_LEAST * tried
