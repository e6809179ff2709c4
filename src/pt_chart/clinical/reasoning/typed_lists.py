"""Typed medicines, operations and results: a known name asks its question, and files nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from pt_chart.clinical.findings import FindingKey
from pt_chart.clinical.reasoning.judging import CaseJudge
from pt_chart.clinical.reasoning.knowledge import Knowledge, TypedWords
from pt_chart.clinical.reasoning.results import Contradiction, NextTest

_DENIED = r"\b(?:no|not|without|never|denies|negative for|ruled out|sin)\b[^.;,\n]*"


def typed_questions(judge: CaseJudge, knowledge: Knowledge) -> tuple[NextTest, ...]:
    """The questions that typed names raise and nobody answered."""
    return tuple(
        NextTest(
            rule.asks,
            f"{knowledge.vocabulary.fields[rule.asks].name}? ({word} is typed)",
            "flag",
            "A typed text is never read as an answer: the rules need this one",
            "",
            0.0,
        )
        for rule, word, _key in _found(judge, knowledge)
        if not judge.facts.recorded(rule.asks)
    )


def typed_contradictions(judge: CaseJudge, knowledge: Knowledge) -> tuple[Contradiction, ...]:
    """Answers of no beside a typed name that says otherwise."""
    fields = knowledge.vocabulary.fields
    found = []
    for rule, word, key in _found(judge, knowledge):
        answers = judge.entered.recorded(rule.asks)
        if answers and not any(answers.values()):
            text = fields[rule.text].name
            words = (
                f"{text}: {word} is typed, and \u201c{fields[rule.asks].name}\u201d is answered no"
            )
            found.append(Contradiction(words, (key, *sorted(answers, key=str))))
    return tuple(found)


def _found(judge: CaseJudge, knowledge: Knowledge) -> Iterator[tuple[TypedWords, str, FindingKey]]:
    """Each rule whose word stands in its text and is not denied there, with the word."""
    for rule in knowledge.typed:
        for key, text in judge.entered.by_finding.get(rule.text, {}).items():
            said = str(text).lower()
            for word in rule.words:
                if _stands(word).search(said) and not _denied(word).search(said):
                    yield rule, word, key
                    break


@cache
def _stands(word: str) -> re.Pattern[str]:
    return re.compile(rf"\b{re.escape(word)}")


@cache
def _denied(word: str) -> re.Pattern[str]:
    return re.compile(rf"{_DENIED}\b{re.escape(word)}")
