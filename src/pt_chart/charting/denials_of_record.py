"""Answers that the rest of the record denies: consent against what was done, medicines against no.

They join the contradictions of the reasoning: told at the field, asked before signing, and settled
by a correction or by a reason why both stand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pt_chart.clinical.fields import Vocabulary
from pt_chart.clinical.findings import FindingKey
from pt_chart.clinical.reasoning.results import Contradiction
from pt_chart.clinical.visit import Visit

EXAMINED = FindingKey("consent_exam")
TREATED = FindingKey("consent_treatment")


def denied_by_record(
    visit: Visit, vocabulary: Vocabulary, medicines: Mapping[str, str]
) -> tuple[Contradiction, ...]:
    """What the visit's own record contradicts.

    ``medicines`` are those that the episode names, by the finding that asks about them.
    """
    return (*_consent(visit, vocabulary), *_medicines(visit, vocabulary, medicines))


def _consent(visit: Visit, vocabulary: Vocabulary) -> Iterator[Contradiction]:
    """Consent refused, and examined or treated all the same."""
    fields = vocabulary.fields
    if _refused(visit, EXAMINED):
        found = [
            key
            for key, answer in visit.answers.items()
            if answer.tested
            and not answer.unconfirmed
            and key.id in fields
            and fields[key.id].section == "exam"
        ]
        if found:
            words = (
                "Consent to the examination is answered no, and findings of it stand in the visit"
            )
            yield Contradiction(words, (EXAMINED,))
    if _refused(visit, TREATED) and visit.plan.treatments:
        name = visit.plan.treatments[0].name
        words = f"Consent to treatment is answered no, and “{name}” stands in the visit"
        yield Contradiction(words, (TREATED,))


def _medicines(
    visit: Visit, vocabulary: Vocabulary, medicines: Mapping[str, str]
) -> Iterator[Contradiction]:
    for id, medicine in medicines.items():
        if _refused(visit, FindingKey(id)):
            name = vocabulary.fields[id].name
            asked = f"{name[:1].lower()}{name[1:]}"
            words = f"The episode names {medicine}, and {asked} is answered no"
            yield Contradiction(words, (FindingKey(id),))


def _refused(visit: Visit, key: FindingKey) -> bool:
    answer = visit.answers.get(key)
    return answer is not None and answer.value is False
