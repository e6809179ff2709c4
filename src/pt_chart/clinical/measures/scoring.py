"""Scores a measure from a visit's answers, or says why there is no score.

Nothing is imputed: a missing item is named, and a total that cannot be is refused with the reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from pt_chart.clinical.findings import Answers, FindingKey
from pt_chart.clinical.measures.instrument import Instrument, ScoreRule
from pt_chart.clinical.sides import Side
from pt_chart.clinical.values import number_words
from pt_chart.clinical.visit import Visit


@dataclass(frozen=True, slots=True)
class MeasureAdministration:
    """One measure as it was given in one visit.

    ``items`` holds what was answered by field id; ``missing`` the items without an answer;
    ``score`` is None when there is none, and ``refusal`` then says why and what would help.
    ``at_least`` is what the answered items add up to, for a count that can only grow. ``source``
    is "items" or "paper sheet"; ``sheet`` names the sheet; ``date`` is the day it was filled in.
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
    typed = _number(answers, instrument.total, side) if instrument.total else None
    if not items and typed is None:
        return None
    activities = _activities(answers, instrument)
    from_items, missing, refusal = _from_items(instrument, items, activities)
    score = from_items
    source = "items"
    if typed is not None:
        refusal = _impossible(instrument, typed, answers, from_items)
        score = None if refusal else typed
        source = "paper sheet" if not items else "items and paper sheet"
        missing = () if not items else missing
    sheet_day = _text(answers, instrument.sheet_date)
    day = date.fromisoformat(sheet_day) if sheet_day else visit.date
    if day > visit.date and not refusal:
        refusal = (
            f"{instrument.short}: {sheet_day} lies after the visit; mend the day of the sheet."
        )
        score = None
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
        activities=activities,
    )


def risk_words(instrument: Instrument, visit: Visit, score: float) -> str:
    """The risk group of a screening tool with its option and source; "" for other measures."""
    if instrument.risk is None:
        return ""
    group = instrument.risk.group(score, _number(visit.answers, instrument.subscale, None))
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


def _impossible(
    instrument: Instrument, typed: float, answers: Answers, from_items: float | None
) -> str:
    """Why a typed total cannot be, "" when it can."""
    name, said = instrument.short, number_words(typed)
    if not instrument.minimum <= typed <= instrument.maximum:
        low, high = number_words(instrument.minimum), number_words(instrument.maximum)
        return f"{name} {said} is outside {low} to {high}; check the sheet."
    if instrument.whole and typed != int(typed):
        return f"{name} {said} is not a whole number; this measure has whole totals only."
    if from_items is not None and typed != from_items:
        items = number_words(from_items)
        return f"{name}: the items give {items}, the typed total is {said}; mend one of them."
    return _subscale_problem(instrument, typed, answers) or _share_problem(
        instrument, typed, answers
    )


def _subscale_problem(instrument: Instrument, typed: float, answers: Answers) -> str:
    part = _number(answers, instrument.subscale, None) if instrument.subscale else None
    if part is None:
        return ""
    rest = instrument.maximum - instrument.subscale_most
    if part > typed:
        return (
            f"{instrument.short}: the subscale {number_words(part)} is above the total "
            f"{number_words(typed)}; check the sheet."
        )
    if typed - part > rest:
        return (
            f"{instrument.short}: {number_words(typed)} with a subscale of {number_words(part)} "
            f"leaves {number_words(typed - part)} for the other items, which give "
            f"{number_words(rest)} at most; check the sheet."
        )
    return ""


def _share_problem(instrument: Instrument, typed: float, answered: Answers) -> str:
    """A percentage of sections answered must come from a whole number of points."""
    if not instrument.sections:
        return ""
    count = _number(answered, instrument.answered_field, None)
    if count is None:
        return ""
    if count < instrument.answered_least:
        return (
            f"{instrument.short}: {number_words(count)} of {instrument.sections} sections "
            f"answered. {instrument.missing_rule}"
        )
    most = count * instrument.each_most
    points = typed * most / 100
    nearest = round(points)
    if abs(100 * nearest / most - typed) > 0.5:
        near = sorted({round(100 * n / most, 1) for n in (int(points), int(points) + 1)})
        words = " and ".join(number_words(n) for n in near)
        return (
            f"{instrument.short} {number_words(typed)}% cannot come from {number_words(count)} "
            f"answered sections; the nearest possible are {words}."
        )
    return ""


def _numbers(answers: Answers, names: Iterable[str], side: Side | None) -> dict[str, float]:
    found = {}
    for name in names:
        number = _number(answers, name, side)
        if number is not None:
            found[name] = number
    return found


def _number(answers: Answers, name: str, side: Side | None) -> float | None:
    answer = answers.get(FindingKey(name, side))
    if answer is None or answer.unconfirmed or isinstance(answer.value, str | tuple):
        return None
    if answer.value is None:
        return None
    return float(answer.value)


def _text(answers: Answers, name: str) -> str:
    answer = answers.get(FindingKey(name)) if name else None
    return answer.value.strip() if answer is not None and isinstance(answer.value, str) else ""


def _activities(answers: Answers, instrument: Instrument) -> Mapping[str, str]:
    if not instrument.activities:
        return MappingProxyType({})
    pairs = zip(instrument.items, instrument.activities, strict=False)
    named = {item: _text(answers, activity) for item, activity in pairs}
    return MappingProxyType({item: words for item, words in named.items() if words})
