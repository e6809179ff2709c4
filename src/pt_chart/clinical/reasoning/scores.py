"""Published scores beside the engine: unchanged, and "incomplete" where items are missing."""

from __future__ import annotations

from pt_chart.clinical.criteria import Truth
from pt_chart.clinical.reasoning.judging import CaseJudge
from pt_chart.clinical.reasoning.knowledge import (
    Knowledge,
    PublishedModel,
    ScoreItem,
    ScoreOutcome,
)
from pt_chart.clinical.reasoning.results import PublishedScore

COMPLETE, DECIDED, INCOMPLETE = "complete", "decided", "incomplete"


def published_scores(judge: CaseJudge, knowledge: Knowledge) -> tuple[PublishedScore, ...]:
    """Every published score that this case has begun to answer, in file order."""
    found = [_scored(model, judge, knowledge) for model in knowledge.models]
    return tuple(score for score in found if score.answered)


def _scored(model: PublishedModel, judge: CaseJudge, knowledge: Knowledge) -> PublishedScore:
    truths = {item.id: _item_truth(item, judge) for item in model.items}
    answered = sum(truth is not Truth.UNKNOWN for truth in truths.values())
    low, high = total_range(model, truths)
    complete = answered == len(model.items)
    outcome = _outcome(model, low, high, judge)
    refused = model.only_if is not None and judge.truth(model.only_if) is Truth.NO
    if refused:
        status, meaning = INCOMPLETE, f"not valid here: {model.rule}"
    elif outcome is None:
        missing = [item.text for item in model.items if truths[item.id] is Truth.UNKNOWN]
        status, meaning = INCOMPLETE, f"incomplete: not known: {'; '.join(missing)}"
    else:
        status, meaning = (COMPLETE if complete else DECIDED), outcome.meaning
    study = knowledge.studies[model.study]
    return PublishedScore(
        id=model.id,
        title=model.title,
        condition=model.condition,
        status=status,
        total=low if low == high and not refused else None,
        maximum=model.maximum,
        answered=answered,
        items=len(model.items),
        meaning=meaning,
        setting=model.setting,
        source=study.cite,
        verified=model.verified if model.items_verified == model.verified else "no",
    )


def _item_truth(item: ScoreItem, judge: CaseJudge) -> Truth:
    if item.when is None:
        return Truth.UNKNOWN
    asked = judge.truth if item.any_side else judge.truth_main_side
    return asked(item.when)


def total_range(model: PublishedModel, truths: dict[str, Truth]) -> tuple[float, float]:
    """The lowest and highest total that the unknown items still allow.

    Items of one exclusive set (such as age bands) count at most once.
    """
    sets = [*model.exclusive]
    covered = {id for one in sets for id in one}
    sets.extend((item.id,) for item in model.items if item.id not in covered)
    points = {item.id: item.points for item in model.items}
    low = high = 0.0
    for one in sets:
        present = [points[id] for id in one if truths[id] is Truth.YES]
        if present:
            low, high = low + present[0], high + present[0]
            continue
        still = [points[id] for id in one if truths[id] is Truth.UNKNOWN]
        settled = len(one) > 1 and len(still) == len(one)
        # Of a full set of unknown bands exactly one applies, so "none" is not among the options.
        options = still if settled else [0.0, *still]
        low, high = low + min(options), high + max(options)
    return low, high


def _outcome(
    model: PublishedModel, low: float, high: float, judge: CaseJudge
) -> ScoreOutcome | None:
    """The published reading that holds whatever the missing items turn out to be."""
    undecided = False
    for outcome in model.outcomes:
        truth = _outcome_truth(outcome, low, high, judge)
        if truth is Truth.YES and not undecided:
            return outcome
        undecided = undecided or truth is Truth.UNKNOWN
    return None


def _outcome_truth(outcome: ScoreOutcome, low: float, high: float, judge: CaseJudge) -> Truth:
    if outcome.when is not None:
        return judge.truth_main_side(outcome.when)
    least = outcome.low if outcome.low is not None else -float("inf")
    most = outcome.high if outcome.high is not None else float("inf")
    if least <= low and high <= most:
        return Truth.YES
    return Truth.NO if high < least or low > most else Truth.UNKNOWN
