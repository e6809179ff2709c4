"""The assessment as plain data: the shape that `pt-chart reason --json` prints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from pt_chart.clinical.findings import FindingKey
from pt_chart.clinical.reasoning.results import (
    Assessment,
    Comparison,
    ConsiderPrompt,
    Direction,
    EvidenceLine,
    NextTest,
    PublishedScore,
    RaisedFlag,
    RankedCause,
)

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
_DIGITS = 3


def assessment_json(assessment: Assessment, unread: Sequence[str] | None = None) -> dict[str, Json]:
    """Plain dicts and lists, ready for json.dumps; numbers rounded to three digits.

    ``unread`` are the words of `unread.unread_words`, left out where None: a stored panel says
    what its lines rest on, the note says all that was recorded.

    ``low``, ``middle`` and ``high`` are log-odds contributions against a shared starting point
    (docs/reasoning.md), never percentages.
    """
    return {
        "action": assessment.action.value,
        "action_note": assessment.action_note,
        "flags": [_flag(flag) for flag in assessment.flags],
        "ranked": [_cause(cause) for cause in assessment.ranked],
        "ranking_off": assessment.ranking_off,
        "top_overlap": assessment.top_overlap,
        "starting_set": assessment.starting,
        "impairments": [_cause(cause) for cause in assessment.impairments],
        "consider": [_prompt(prompt) for prompt in assessment.consider],
        "next_tests": [_test(test) for test in assessment.next_tests],
        "scores": [_score(score) for score in assessment.scores],
        "comparisons": [_table(table) for table in assessment.comparisons],
        "contradictions": [
            {"words": one.words, "findings": _keys(one.keys)} for one in assessment.contradictions
        ],
        "core_unasked": list(assessment.core_unasked),
        "knowledge": {
            "version": assessment.knowledge.version,
            "sha256": assessment.knowledge.sha256,
        },
        **({} if unread is None else {"unread": list(unread)}),
    }


def _prompt(prompt: ConsiderPrompt) -> dict[str, Json]:
    return {
        "condition": prompt.condition,
        "name": prompt.name,
        "because": list(prompt.because),
        "suggestion": prompt.suggestion,
        "source": prompt.source,
        "basis": "expert pattern",
    }


def _test(test: NextTest) -> dict[str, Json]:
    return {
        "finding": test.finding,
        "label": test.label,
        "kind": test.kind,
        "why": test.why,
        "position": test.position,
        "gain": round(test.gain, _DIGITS),
    }


def _table(table: Comparison) -> dict[str, Json]:
    rows: list[Json] = [
        {
            "feature": row.feature,
            "left": row.left,
            "right": row.right,
            "patient": row.patient,
            "lit": row.lit,
        }
        for row in table.rows
    ]
    return {
        "id": table.id,
        "title": table.title,
        "left": table.left,
        "right": table.right,
        "causes": list(table.causes),
        "rows": rows,
    }


def _keys(keys: tuple[FindingKey, ...]) -> list[Json]:
    return [str(key) for key in keys]


def _flag(flag: RaisedFlag) -> dict[str, Json]:
    return {
        "id": flag.id,
        "title": flag.title,
        "tier": flag.tier.value,
        "condition": flag.condition,
        "because": list(flag.because),
        "findings": _keys(flag.keys),
        "clinician": flag.clinician,
        "patient": flag.patient,
        "clears": flag.clears,
        "evidence": flag.evidence,
        "family": flag.family,
        "source": flag.source,
        "verified": flag.verified,
    }


def _cause(cause: RankedCause) -> dict[str, Json]:
    by = {direction: [_line(line) for line in cause.of(direction)] for direction in Direction}
    return {
        "condition": cause.condition,
        "name": cause.name,
        "parent": cause.parent,
        "role": cause.role,
        "band": cause.band,
        "range": cause.range_words,
        "low": round(cause.low, _DIGITS),
        "middle": round(cause.middle, _DIGITS),
        "high": round(cause.high, _DIGITS),
        "tested": cause.tested,
        "starting_band": cause.prior_band,
        "for": by[Direction.FOR],
        "against": by[Direction.AGAINST],
        "neutral": by[Direction.NEUTRAL],
        "not_tested": by[Direction.NOT_TESTED],
        "contributions": [
            {
                "group": part.group,
                "label": part.label,
                "weight": round(part.weight, _DIGITS),
                "tested": part.tested,
                "source": part.source,
                "words": part.words,
            }
            for part in cause.contributions
        ],
    }


def _line(line: EvidenceLine) -> Json:
    found: Mapping[str, Json] = {
        "finding": line.finding,
        "findings": _keys(line.keys),
        "group": line.group,
        "words": line.words,
        "weight": round(line.weight, _DIGITS),
        "lr": _ratio(line.lr),
        "lr_low": _ratio(line.lr_low),
        "lr_high": _ratio(line.lr_high),
        "study": line.study,
        "n": line.n,
        "setting": line.setting,
        "strength": line.strength,
        "basis": line.basis,
        "verified": line.verified,
        "note": line.note,
    }
    return dict(found)


def _ratio(value: float | None) -> Json:
    # JSON has no infinity; a published infinite ratio stays readable as a word.
    return "infinite" if value == float("inf") else value


def _score(score: PublishedScore) -> dict[str, Json]:
    return {
        "id": score.id,
        "title": score.title,
        "condition": score.condition,
        "status": score.status,
        "total": score.total,
        "maximum": score.maximum,
        "answered": score.answered,
        "items": score.items,
        "meaning": score.meaning,
        "setting": score.setting,
        "source": score.source,
        "verified": score.verified,
    }
