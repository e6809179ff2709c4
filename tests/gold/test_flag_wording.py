"""How flags speak: reasons and options to the clinician, plain advice to the patient, no orders."""

import re

import pytest

from pt_chart import definitions
from pt_chart.clinical.reasoning.knowledge import FlagRule
from pt_chart.host.resources import forms_dir

KNOWLEDGE = definitions.load(forms_dir()).knowledge
ORDER = re.compile(
    r"(?:^|[.;:] )(Ask|Avoid|Call|Complete|Consult|Contact|Crutches|Do not|Examine|Give|Grade|Keep"
    r"|Look|Make|Measure|Must|Never|No|Note|Phone|Protect|Record|Refer|Repeat|Re-test|Send|Stay|Stop"
    r"|Take|Tell|Test|Use)\b"
)
"""How an order begins; behind "Options:" the same words name a choice."""

TEXTS = [
    (f"{rule.id}-{number}", text)
    for rule in KNOWLEDGE.flags
    for number, text in enumerate((rule.clinician, *(step.clinician for step in rule.steps)))
    if text
]


@pytest.mark.parametrize(("name", "text"), TEXTS, ids=[name for name, _ in TEXTS])
def test_the_clinician_is_offered_options_with_reasons(name: str, text: str) -> None:
    reasons, _, options = text.partition("Options")
    assert options or "is the usual pathway" in text, name
    found = ORDER.search(reasons)
    assert found is None, found
    assert len(text.split()) > len(options.split()) or "by grade" in options or "by time" in options


def test_an_order_is_found() -> None:
    assert ORDER.search("Do not repeat hopping. Crutches, no weight on the leg.")
    assert ORDER.search("A stress fracture can complete under load; no hopping.") is None
    assert ORDER.search("Pain at rest: Call emergency services.")


@pytest.mark.parametrize("rule", KNOWLEDGE.flags, ids=[rule.id for rule in KNOWLEDGE.flags])
def test_the_patient_is_told_what_helps_not_what_is_owed(rule: FlagRule) -> None:
    for text in (rule.patient, *(step.patient for step in rule.steps)):
        assert not re.search(
            r"\byou (need|must|have to)\b", text.lower().replace("do not have to", "")
        )
