"""Statements of published case reports: every word finds an id, no serious sign ends calm."""

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pt_chart import definitions
from pt_chart.clinical.facts import Facts
from pt_chart.clinical.findings import FindingKey, Value
from pt_chart.clinical.reasoning.engine import assess
from pt_chart.clinical.reasoning.knowledge import Knowledge
from pt_chart.clinical.reasoning.results import Action
from pt_chart.clinical.sides import Side
from pt_chart.clinical.values import from_json
from pt_chart.host.resources import forms_dir

FILE = Path(__file__).with_name("reasoning") / "case_reports.toml"
REPORTS = tomllib.loads(FILE.read_text(encoding="utf-8"))["report"]


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    """The knowledge as shipped."""
    return definitions.load(forms_dir()).knowledge


def facts_of(report: dict[str, Any], knowledge: Knowledge) -> Facts:
    """The statements as facts; aliases stand for ids as in a CASE file."""
    values: dict[FindingKey, Value] = {}
    for name, stated in report["findings"].items():
        key = FindingKey.parse(name)
        field = knowledge.vocabulary.field(key.id)
        assert not field.worked_out
        assert field.sided or key.side is None
        values[replace(key, id=field.id)] = from_json(field, stated)
    side = Side(report["side"]) if "side" in report else None
    return Facts(values, age=report.get("age"), sex=report.get("sex"), side=side)


@pytest.mark.parametrize("report", REPORTS, ids=[one["id"] for one in REPORTS])
def test_a_case_report(report: dict[str, Any], knowledge: Knowledge) -> None:
    found = assess(facts_of(report, knowledge), knowledge)
    order = [cause.condition for cause in found.ranked if cause.tested and not cause.parent]
    shown = {*order[:3], *(flag.condition for flag in found.flags)}
    shown |= {prompt.condition for prompt in found.consider}
    assert found.action.value in report["action"]
    assert shown & set(report["shown"])
    assert order[:1] == [report["top"]] if "top" in report else True
    if report.get("serious"):
        assert found.action in (Action.URGENT_REFERRAL, Action.EMERGENCY)
    assert report["source"]
    assert report["read"] in ("text", "memory")


def test_there_are_enough_of_different_kinds() -> None:
    assert len(REPORTS) >= 60
    assert sum(one["read"] == "text" for one in REPORTS) >= 20
    assert len({one["id"] for one in REPORTS}) == len(REPORTS)
