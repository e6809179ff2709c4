"""What cannot be in the answers to a measure, though each answer alone could, and what to look at.

`Misfit.blocks` tells the two apart: an impossible combination (a subscale above its total) is
mended before the visit is signed; an unlikely one (pain now above the worst of the day) may be what
the patient said, so it is only pointed out. Judged from the instruments' own figures; nothing is
corrected.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from pt_chart.clinical.findings import Answers, FindingKey
from pt_chart.clinical.measures.instrument import Instrument, ScoreRule
from pt_chart.clinical.program.dates import date_words
from pt_chart.clinical.sides import Side
from pt_chart.clinical.values import number_words

OLD_SHEET = timedelta(days=366)
"""An older sheet is more often a slip in the year than a score of this complaint."""
_ROUNDING = 0.5


@dataclass(frozen=True, slots=True)
class Misfit:
    """Answers that do not go together: ``keys`` are the fields, ``words`` the reason and the fix.

    ``blocks`` says that the visit cannot be signed so, ``no_score`` that nothing is scored.
    """

    keys: tuple[FindingKey, ...]
    words: str
    blocks: bool = True
    no_score: bool = True


def misfits(
    answers: Answers,
    day: date,
    instruments: Iterable[Instrument],
    earlier: Sequence[Answers] | None = None,
) -> tuple[Misfit, ...]:
    """Everything in a visit's answers that does not go together; ``day`` is the visit's.

    ``earlier`` are the answers of earlier visits, whose activities still hold; None when they are
    not known, empty when there are none. The same fields
    with the same words are named once, though several measures share them.
    """
    found: dict[Misfit, None] = {}
    for instrument in instruments:
        for side in (Side.RIGHT, Side.LEFT, None) if instrument.sided else (None,):
            found.update(dict.fromkeys(_of_one(answers, day, instrument, side)))
        found.update(dict.fromkeys(_of_activities(answers, instrument, earlier or ())))
        found.update(dict.fromkeys(_too_early(answers, instrument, earlier)))
    return tuple(found)


def impossible_total(instrument: Instrument, answers: Answers, side: Side | None = None) -> str:
    """Why the typed total gives no score, "" when it does or there is none."""
    made = (one for one in _of_total(answers, instrument, side) if one.no_score)
    return next((one.words for one in made), "")


def late_sheet(instrument: Instrument, answers: Answers, day: date) -> str:
    """Why the day of the sheet cannot be, "" when it can or none was typed."""
    sheet = sheet_day(instrument, answers)
    if sheet is None or sheet <= day:
        return ""
    return (
        f"{date_words(sheet)} lies after the visit of {date_words(day)}; mend the day of the sheet."
    )


def sheet_day(instrument: Instrument, answers: Answers) -> date | None:
    """The day written on the sheet, None when none was typed."""
    answer = answers.get(FindingKey(instrument.sheet_date)) if instrument.sheet_date else None
    value = answer.value if answer is not None else None
    return date.fromisoformat(value) if isinstance(value, str) else None


def out_of_order(
    answers: Answers, instrument: Instrument, side: Side | None = None
) -> tuple[tuple[tuple[str, float], tuple[str, float]], ...]:
    """Neighbors among the rising fields, as (field, value), where the lower one has more."""
    known = [(n, v) for n in instrument.rising if (v := number_of(answers, n, side)) is not None]
    return tuple((low, high) for low, high in pairwise(known) if low[1] > high[1])


def number_of(answers: Answers, name: str, side: Side | None = None) -> float | None:
    """A number among the answers; what was carried and not confirmed counts as unanswered."""
    answer = answers.get(FindingKey(name, side)) if name else None
    if answer is None or answer.unconfirmed or isinstance(answer.value, str | tuple | None):
        return None
    return float(answer.value)


def _of_one(
    answers: Answers, day: date, instrument: Instrument, side: Side | None
) -> Iterator[Misfit]:
    yield from _of_total(answers, instrument, side)
    yield from _out_of_order(answers, instrument, side)
    yield from _of_sheet(answers, day, instrument)


def _of_total(answers: Answers, instrument: Instrument, side: Side | None) -> Iterator[Misfit]:
    typed = number_of(answers, instrument.total, side)
    if typed is None:
        return
    total = FindingKey(instrument.total, side)
    name, said = instrument.short, number_words(typed)
    low, high = number_words(instrument.minimum), number_words(instrument.maximum)
    if not instrument.minimum <= typed <= instrument.maximum:
        yield Misfit((total,), f"{name} {said} is outside {low} to {high}; check the sheet.")
    elif instrument.whole and not typed.is_integer():
        words = f"{name} {said} is not a whole number; this measure has whole totals only."
        yield Misfit((total,), words)
    else:
        yield from _against_items(answers, instrument, typed, side)
        yield from _against_subscale(answers, instrument, typed)
        yield from _against_sections(answers, instrument, typed)


def _against_items(
    answers: Answers, instrument: Instrument, typed: float, side: Side | None
) -> Iterator[Misfit]:
    """A typed total lies between what the answered items give and what the open ones could add."""
    items = _items(answers, instrument, side)
    if not items or instrument.rule not in (ScoreRule.SUM, ScoreRule.COUNT_YES):
        return
    least = sum(items.values())
    open_items = len(instrument.items) - len(items)
    most = least + open_items * instrument.maximum / len(instrument.items)
    if least <= typed <= most:
        return
    # Once, at the total: 24 statements below the same sentence hide the page.
    keys = (FindingKey(instrument.total, side),)
    given = number_words(least)
    if open_items:
        given = f"{given} to {number_words(most)}, with {open_items} not answered"
    yield Misfit(
        keys,
        f"{instrument.short}: the items give {given}, the typed total is {number_words(typed)}; "
        "mend one of them.",
    )


def _against_subscale(answers: Answers, instrument: Instrument, typed: float) -> Iterator[Misfit]:
    part = number_of(answers, instrument.subscale)
    if part is None:
        return
    keys = (FindingKey(instrument.total), FindingKey(instrument.subscale))
    rest = instrument.maximum - instrument.subscale_most
    name, said, whole = instrument.short, number_words(part), number_words(typed)
    if part > typed:
        yield Misfit(
            keys,
            f"{name}: the subscale {said} is above the total {whole}, which includes it; "
            "check the sheet and mend one of them.",
        )
    elif typed - part > rest:
        yield Misfit(
            keys,
            f"{name}: {whole} with a subscale of {said} leaves {number_words(typed - part)} for "
            f"the other items, which give {number_words(rest)} at most; check the sheet.",
        )


def _against_sections(answers: Answers, instrument: Instrument, typed: float) -> Iterator[Misfit]:
    """A percentage of sections answered must come from a whole number of points."""
    if not instrument.sections:
        return
    count = number_of(answers, instrument.answered_field)
    total = FindingKey(instrument.total)
    if count is None:
        counts = range(instrument.answered_least, instrument.sections + 1)
        if not any(_comes_from(typed, n, instrument) for n in counts):
            words = (
                f"{instrument.short} {number_words(typed)}% comes from no number of answered "
                f"sections ({counts[0]} to {counts[-1]}); check the sheet."
            )
            yield Misfit((total,), words, blocks=False, no_score=False)
        return
    keys = (total, FindingKey(instrument.answered_field))
    if count < instrument.answered_least:
        words = (
            f"{instrument.short}: {number_words(count)} of {instrument.sections} sections "
            f"answered. {instrument.missing_rule}"
        )
        yield Misfit(keys, words, blocks=False)
    elif not _comes_from(typed, count, instrument):
        points = typed * count * instrument.each_most / 100
        near = {round(100 * n / (count * instrument.each_most), 1) for n in _around(points)}
        words = " and ".join(number_words(n) for n in sorted(near))
        yield Misfit(
            keys,
            f"{instrument.short} {number_words(typed)}% cannot come from {number_words(count)} "
            f"answered sections; the nearest possible are {words}.",
        )


def _around(points: float) -> tuple[int, int]:
    return int(points), int(points) + 1


def _comes_from(typed: float, count: float, instrument: Instrument) -> bool:
    most = count * instrument.each_most
    return abs(100 * round(typed * most / 100) / most - typed) <= _ROUNDING


def _out_of_order(answers: Answers, instrument: Instrument, side: Side | None) -> Iterator[Misfit]:
    """Values that rise by definition: best, now, worst; first symptom, limit."""
    for (low, below), (high, above) in out_of_order(answers, instrument, side):
        keys = (FindingKey(low, side), FindingKey(high, side))
        words = f"{number_words(below)} is above {number_words(above)}: {instrument.rising_words}"
        yield Misfit(keys, words, blocks=instrument.rising_measured)


def _too_early(
    answers: Answers, instrument: Instrument, earlier: Sequence[Answers] | None
) -> Iterator[Misfit]:
    """A rating of change at a first visit: nothing of this episode can have changed yet."""
    if not instrument.rates_change or earlier is None or len(earlier):
        return
    keys = tuple(FindingKey(n) for n in instrument.items if number_of(answers, n) is not None)
    if keys:
        words = (
            f"{instrument.short}: this is the first visit of the episode; "
            "say in its note what the patient compares with, or empty it."
        )
        yield Misfit(keys, words, blocks=False)


def _of_activities(
    answers: Answers, instrument: Instrument, earlier: Sequence[Answers]
) -> Iterator[Misfit]:
    """Activity and rating belong together; a name given in an earlier visit still holds."""
    for item, activity in zip(instrument.items, instrument.activities, strict=False):
        keys = (FindingKey(activity), FindingKey(item))
        named = any(_told(one, activity) for one in (answers, *earlier))
        rated = number_of(answers, item) is not None
        if rated and not named:
            words = f"{instrument.short}: a rating of what? Name the activity, or empty the rating."
            yield Misfit(keys, words, no_score=False)
        elif _told(answers, activity) and not rated:
            words = f"{instrument.short}: the activity has no rating yet."
            yield Misfit(keys, words, blocks=False)


def _told(answers: Answers, name: str) -> bool:
    answer = answers.get(FindingKey(name))
    return answer is not None and isinstance(answer.value, str) and bool(answer.value.strip())


def _of_sheet(answers: Answers, day: date, instrument: Instrument) -> Iterator[Misfit]:
    if not instrument.sheet_date:
        return
    key = FindingKey(instrument.sheet_date)
    if late := late_sheet(instrument, answers, day):
        yield Misfit((key,), late)
    sheet = sheet_day(instrument, answers)
    if sheet is not None and day - sheet > OLD_SHEET:
        words = f"{date_words(sheet)} is more than a year before the visit; check the year."
        yield Misfit((key,), words, blocks=False)
    scored = any(answers.get(FindingKey(n)) for n in (instrument.total, *instrument.items))
    beside = (instrument.subscale, instrument.answered_field)
    for name in filter(None, beside):
        if not scored and number_of(answers, name) is not None:
            words = f"{instrument.short}: there is no total beside it; type the total of the sheet."
            yield Misfit((FindingKey(name),), words, blocks=False)


def _items(answers: Answers, instrument: Instrument, side: Side | None) -> Mapping[str, float]:
    found = ((name, number_of(answers, name, side)) for name in instrument.items)
    return {name: number for name, number in found if number is not None}
