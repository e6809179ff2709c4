"""Scores a measure from a visit's answers, or says why there is no score.

Nothing is imputed: a missing item is named, and a total that cannot be is refused with the reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType

from pt_chart.clinical.fields import FieldDef
from pt_chart.clinical.findings import Answers, FindingKey
from pt_chart.clinical.measures.instrument import Instrument, ScoreRule
from pt_chart.clinical.measures.plausibility import (
    impossible_total,
    late_sheet,
    number_of,
    out_of_order,
    sheet_day,
)
from pt_chart.clinical.narrative.joining import lower_first
from pt_chart.clinical.sides import Side
from pt_chart.clinical.values import number_words
from pt_chart.clinical.visit import Visit

FEW_ITEMS = 6
"""A measure with no more items than this tells each of them beside its score."""


@dataclass(frozen=True, slots=True)
class MeasureAdministration:
    """One measure as it was given in one visit.

    ``items`` holds what was answered by field id; ``missing`` the items without an answer;
    ``score`` is None when there is none, and ``refusal`` then says why and what would help.
    ``at_least`` is what the answered items add up to, for a count that can only grow. ``source``
    is "items" or "paper sheet"; ``sheet`` names the sheet; ``date`` is the day it was filled in.
    ``remark`` says that its ratings contradict each other, as they were recorded.
    ``activities`` are the patient's own words by item. A value carried from an earlier visit and
    not confirmed counts as unanswered.
    """

    instrument: str
    visit: str
    date: date
    version: int
    score: float | None
    side: Side | None = None
    items: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    missing: tuple[str, ...] = ()
    refusal: str = ""
    at_least: float | None = None
    source: str = "items"
    sheet: str = ""
    remark: str = ""
    activities: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def answered(self) -> int:
        """How many items have an answer."""
        return len(self.items)


def administrations(
    visit: Visit, instruments: Iterable[Instrument]
) -> tuple[MeasureAdministration, ...]:
    """Every measure that a visit has anything of, in the order of the definitions."""
    found = []
    for instrument in instruments:
        sides = (Side.RIGHT, Side.LEFT, None) if instrument.sided else (None,)
        for side in sides:
            made = administer(visit, instrument, side)
            if made is not None:
                found.append(made)
    return tuple(found)


def administer(
    visit: Visit, instrument: Instrument, side: Side | None = None
) -> MeasureAdministration | None:
    """One measure of one visit, None when nothing of it was recorded."""
    answers = visit.answers
    items = _numbers(answers, instrument.items, side)
    typed = number_of(answers, instrument.total, side) if instrument.total else None
    if not items and typed is None:
        return None
    activities = _activities(answers, instrument)
    from_items, missing, refusal = _from_items(instrument, items, activities)
    score = from_items
    source = "items"
    if typed is not None:
        refusal = impossible_total(instrument, answers, side)
        score = None if refusal else typed
        source = "paper sheet" if not items else "items and paper sheet"
        missing = () if not items else missing
    day = sheet_day(instrument, answers) or visit.date
    late = late_sheet(instrument, answers, visit.date)
    if late and not refusal:
        refusal, score = f"{instrument.short}: {late}", None
    return MeasureAdministration(
        instrument=instrument.id,
        visit=visit.id,
        date=min(day, visit.date),
        version=instrument.version,
        score=score,
        side=side,
        items=MappingProxyType(items),
        missing=missing,
        refusal=refusal,
        at_least=_at_least(instrument, items) if score is None else None,
        source=source,
        sheet=_text(answers, instrument.sheet),
        remark=_remark(instrument, answers, side),
        activities=activities,
    )


def among_activities(
    one: MeasureAdministration, instrument: Instrument, named: Mapping[str, str]
) -> MeasureAdministration:
    """An administration counted among all activities ``named`` so far: "1 of 3 answered"."""
    _score, _missing, own = _from_items(instrument, one.items, one.activities)
    if not own or one.refusal != own:
        return one
    _score, missing, refusal = _from_items(instrument, one.items, named)
    return replace(one, missing=missing, refusal=refusal)


def item_words(
    one: MeasureAdministration, instrument: Instrument, fields: Mapping[str, FieldDef]
) -> str:
    """Each item of a short measure with its rating, so that a reader can work the score out.

    "" for a measure with activities (told by their names), with one item, or with many.
    """
    if instrument.activities or not 1 < len(instrument.items) <= FEW_ITEMS:
        return ""
    return "; ".join(
        f"{lower_first(fields[item].label)} {number_words(value)}"
        for item, value in one.items.items()
        if item in fields
    )


def _remark(instrument: Instrument, answers: Answers, side: Side | None) -> str:
    wrong = out_of_order(answers, instrument, side)
    if not wrong:
        return ""
    told = ", ".join(f"{number_words(low[1])} above {number_words(high[1])}" for low, high in wrong)
    return f"the ratings contradict each other as recorded: {told}"


def score_number(instrument: Instrument, score: float) -> str:
    """A score as it is told: what was recorded in full, a mean with one decimal."""
    return number_words(round(score, 1 if instrument.rule is ScoreRule.MEAN else 2))


def risk_words(instrument: Instrument, visit: Visit, score: float) -> str:
    """The risk group of a screening tool with its option and source; "" for other measures."""
    if instrument.risk is None:
        return ""
    group = instrument.risk.group(score, number_of(visit.answers, instrument.subscale))
    if group is None:
        return "group open, the subscale was not recorded"
    return f"{group[0]}: {group[1]}, {instrument.risk.source}"


def _from_items(
    instrument: Instrument, items: Mapping[str, float], activities: Mapping[str, str]
) -> tuple[float | None, tuple[str, ...], str]:
    """Score, missing items, and why there is no score.

    Of a scale with activities only those that were named or scored are asked.
    """
    asked = instrument.items
    if instrument.activities:
        asked = tuple(name for name in asked if name in items or name in activities)
    missing = tuple(name for name in asked if name not in items)
    if not asked or not items:
        return None, missing, ""
    least = instrument.answered_least or len(asked)
    if len(items) < least:
        return None, missing, f"{len(items)} of {len(asked)} answered. {instrument.missing_rule}"
    total = sum(items.values())
    if instrument.rule is ScoreRule.MEAN:
        return total / len(items), missing, ""
    return total, missing, ""


def _at_least(instrument: Instrument, items: Mapping[str, float]) -> float | None:
    grows = instrument.rule in (ScoreRule.SUM, ScoreRule.COUNT_YES)
    return sum(items.values()) if grows and items else None


def _numbers(answers: Answers, names: Iterable[str], side: Side | None) -> dict[str, float]:
    found = {}
    for name in names:
        number = number_of(answers, name, side)
        if number is not None:
            found[name] = number
    return found


def _text(answers: Answers, name: str) -> str:
    answer = answers.get(FindingKey(name)) if name else None
    return answer.value.strip() if answer is not None and isinstance(answer.value, str) else ""


def _activities(answers: Answers, instrument: Instrument) -> Mapping[str, str]:
    if not instrument.activities:
        return MappingProxyType({})
    pairs = zip(instrument.items, instrument.activities, strict=False)
    named = {item: _text(answers, activity) for item, activity in pairs}
    return MappingProxyType({item: words for item, words in named.items() if words})
