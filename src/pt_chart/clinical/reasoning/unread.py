"""What was recorded and no line of the panel rests on: listed, so that nothing is without a word.

Asked for when the wide page, the text or the script is read, not at every keystroke.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from weakref import WeakKeyDictionary

from pt_chart.clinical.criteria import Criterion
from pt_chart.clinical.derivation import STEP_TESTS
from pt_chart.clinical.facts import Facts
from pt_chart.clinical.fields import FieldDef, FieldKind
from pt_chart.clinical.findings import FindingKey, Value
from pt_chart.clinical.reach import reach_of
from pt_chart.clinical.reasoning.judging import judge_case
from pt_chart.clinical.reasoning.knowledge import Knowledge
from pt_chart.clinical.reasoning.results import Assessment, Direction

UNREAD = "Recorded, no line here rests on it"

_ASIDE = ("consent", "goals", "life", "beliefs", "vitals", "irritability", "reasoning")
"""Cards that speak of the person, the plan or the setting: no rule of the panel could read them."""

_WRITTEN = (FieldKind.TEXT, FieldKind.DATE)
_ASKED = (FieldKind.YES_NO, FieldKind.CHOICE, FieldKind.SEVERAL)


def unread_words(facts: Facts, knowledge: Knowledge, assessment: Assessment) -> tuple[str, ...]:
    """The recorded findings, in words, that no flag, line, prompt, table or score shows.

    Answers of yes and abnormal choices; numbers and grades where no rule at all reads them.
    Measures, typed text and what speaks of consent, goals or work are left out: they have their
    own places.
    """
    judge = judge_case(facts, knowledge)
    told = _told_keys(assessment)
    said = "\n".join(_told_words(assessment))
    read = _read_anywhere(knowledge)
    scored = _scored(knowledge) if assessment.scores else frozenset()
    found = []
    for key in sorted(facts.values, key=str):
        field = knowledge.vocabulary.fields.get(key.id)
        if (
            field is None
            or key in told
            or key.id in scored
            or not _of_note(field, facts, key, read)
        ):
            continue
        if _step_of_a_result(key, judge.facts):
            continue
        words = judge.words((key,))[0]
        if words not in said and words.removesuffix(": yes") not in said:
            found.append(words)
    return tuple(dict.fromkeys(found))


def _of_note(field: FieldDef, facts: Facts, key: FindingKey, read: frozenset[str]) -> bool:
    if field.card in _ASIDE or field.section == "measures" or field.kind in _WRITTEN:
        return False
    value = facts.values[key]
    return _present(field, value) if field.kind in _ASKED else field.id not in read


def _present(field: FieldDef, value: Value) -> bool:
    if isinstance(value, bool):
        return value and (field.abnormal or field.position is None)
    if isinstance(value, tuple):
        return bool(value)
    return any(choice.id == value and choice.abnormal for choice in field.choices)


def _step_of_a_result(key: FindingKey, facts: Facts) -> bool:
    """Whether it is a step of a structured test whose result is known: the result is told."""
    return any(
        key.id.startswith(f"{test}_") and facts.recorded(f"{test}_result") for test in STEP_TESTS
    )


def _told_keys(assessment: Assessment) -> set[FindingKey]:
    lines = chain.from_iterable(one.lines for one in (*assessment.ranked, *assessment.impairments))
    return {
        *chain.from_iterable(flag.keys for flag in assessment.flags),
        *chain.from_iterable(
            line.keys for line in lines if line.direction is not Direction.NOT_TESTED
        ),
        *chain.from_iterable(one.keys for one in assessment.contradictions),
    }


def _told_words(assessment: Assessment) -> Iterator[str]:
    for prompt in assessment.consider:
        yield from prompt.because
    for table in assessment.comparisons:
        yield from (row.patient for row in table.rows)


_READ: WeakKeyDictionary[Knowledge, frozenset[str]] = WeakKeyDictionary()
_SCORED: WeakKeyDictionary[Knowledge, frozenset[str]] = WeakKeyDictionary()


def _scored(knowledge: Knowledge) -> frozenset[str]:
    """The findings that an item of a published score reads."""
    found = _SCORED.get(knowledge)
    if found is None:
        items = chain.from_iterable(model.items for model in knowledge.models)
        found = _SCORED[knowledge] = reach_of((item.when for item in items), knowledge.vocabulary)
    return found


def _read_anywhere(knowledge: Knowledge) -> frozenset[str]:
    """The findings that any flag, row, prompt, table or contradiction reads."""
    found = _READ.get(knowledge)
    if found is None:
        criteria: list[Criterion | None] = []
        for rule in knowledge.flags:
            criteria += [step.when for step in rule.steps]
        for row in knowledge.scored:
            criteria += [row.when, row.absent_when, row.unclear_when]
        criteria += [pattern.when for pattern in knowledge.patterns]
        for table in knowledge.comparisons:
            for line in table.rows:
                criteria += [line.left_when, line.right_when]
        criteria += [rule.when for rule in knowledge.contradictions]
        found = _READ[knowledge] = reach_of(criteria, knowledge.vocabulary) | _scored(knowledge)
    return found
