"""What a measure is: its items or total, how it is scored, and which change counts."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum


class ScoreRule(StrEnum):
    """How a score comes about."""

    SUM = "sum"
    MEAN = "mean"
    COUNT_YES = "count_yes"
    TYPED = "typed"


class Better(StrEnum):
    """Which way is better for the patient."""

    LOWER = "lower"
    HIGHER = "higher"
    NEITHER = "neither"


class ThresholdKind(StrEnum):
    """What a threshold speaks of."""

    ERROR = "error"
    IMPORTANT = "important"


@dataclass(frozen=True, slots=True)
class Threshold:
    """A published amount of change, in the measure's unit.

    ``points`` is the amount itself, or it follows from ``sem`` (standard error of measurement) as
    SEM x 1.96 x sqrt 2; ``percent`` is a share of the first score that counts as well.
    ``name`` is what the source calls it ("MDC90"). ``one_item`` marks a threshold for a single
    item of a scale with activities. ``note`` says for whom or how it was found; ``sex`` ("F",
    "M") that it was found for these and is used for no others.
    """

    kind: ThresholdKind
    name: str
    source: str
    verified: str
    points: float | None = None
    sem: float | None = None
    percent: float | None = None
    one_item: bool = False
    note: str = ""
    sex: str = ""

    @property
    def amount(self) -> float:
        """The amount in points: as published, or worked out from the standard error."""
        if self.points is not None:
            return self.points
        if self.sem is None:
            raise ValueError(f"{self.name} of {self.source} has neither points nor sem")
        return self.sem * 1.96 * math.sqrt(2)


@dataclass(frozen=True, slots=True)
class Band:
    """Scores from ``low`` to ``high`` (None = open) and what the source calls them."""

    low: float | None
    high: float | None
    words: str
    source: str
    verified: str

    def holds(self, score: float) -> bool:
        """Whether a score falls into the band."""
        above = self.low is None or score >= self.low
        return above and (self.high is None or score <= self.high)


@dataclass(frozen=True, slots=True)
class RiskGroups:
    """Groups of a screening tool with a subscale, and what each leaves open as an option.

    A total up to ``low_most`` is low; above it, a subscale of ``high_subscale`` or more is high,
    less is medium.
    """

    low_most: float
    high_subscale: float
    low: str
    medium: str
    high: str
    source: str
    verified: str

    def group(self, total: float, subscale: float | None) -> tuple[str, str] | None:
        """Name of the group and its option; None when the subscale is needed and missing."""
        if total <= self.low_most:
            return "low risk", self.low
        if subscale is None:
            return None
        high = subscale >= self.high_subscale
        return ("high risk", self.high) if high else ("medium risk", self.medium)


@dataclass(frozen=True, slots=True)
class Instrument:
    """A measure. ``items`` and ``total`` are field ids of the vocabulary.

    A measure has items, or a total typed from a paper sheet, or both (then both must agree).
    ``answered_least`` is how many items must be answered for a score; ``missing_rule`` says so in
    words. ``activities`` are the text fields that name what each item asks (the patient's own
    words). ``whole`` means that totals are whole numbers. ``subscale`` is a field that may not be
    above the total, and ``subscale_most`` the most it can be. ``answered_field`` holds how many of
    the ``sections`` of the sheet were answered, ``each_most`` the most that one of them can score.
    ``rising`` are fields whose values rise by definition (best, now, worst), ``rising_words`` says
    so with the fix; ``rising_measured`` tells measured values, where the opposite is a slip, from
    ratings, which the patient may have given so. ``rates_change`` marks a rating of change itself.
    ``items_ship`` says whether the item texts are part of the program, ``licence`` why or why not.
    """

    id: str
    name: str
    short: str
    rule: ScoreRule
    minimum: float
    maximum: float
    better: Better
    source: str
    licence: str
    items_ship: bool
    version: int = 1
    unit: str = "points"
    items: tuple[str, ...] = ()
    activities: tuple[str, ...] = ()
    total: str = ""
    answered_field: str = ""
    answered_least: int = 0
    sections: int = 0
    each_most: int = 0
    subscale: str = ""
    subscale_most: int = 0
    rising: tuple[str, ...] = ()
    rising_words: str = ""
    rising_measured: bool = False
    rates_change: bool = False
    sheet: str = ""
    sheet_date: str = ""
    missing_rule: str = ""
    whole: bool = True
    sided: bool = False
    thresholds: tuple[Threshold, ...] = ()
    bands: tuple[Band, ...] = ()
    risk: RiskGroups | None = None

    def threshold(self, kind: ThresholdKind) -> Threshold | None:
        """The threshold that verdicts use: the first of its kind."""
        return next(iter(self._whole_scale(kind)), None)

    def others(self, kind: ThresholdKind) -> tuple[Threshold, ...]:
        """Further published thresholds of a kind, for the reader to see."""
        return self._whole_scale(kind)[1:]

    def _whole_scale(self, kind: ThresholdKind) -> tuple[Threshold, ...]:
        return tuple(t for t in self.thresholds if t.kind is kind and not t.one_item)

    def band(self, score: float) -> Band | None:
        """What the source calls this score, if it names bands."""
        return next((band for band in self.bands if band.holds(score)), None)

    @property
    def fields(self) -> tuple[str, ...]:
        """Every field that belongs to the measure."""
        named = (*self.activities, *self.items, self.total, self.answered_field)
        return tuple(filter(None, (*named, self.subscale, self.sheet, self.sheet_date)))


def for_sex(instruments: Iterable[Instrument], sex: str) -> tuple[Instrument, ...]:
    """The measures as verdicts about a person use them, in the same order.

    A figure that was found for the person's sex comes first, where one is on file; where the sex
    is neither of them or not recorded the largest of these does, so that nothing is called real
    that may be error.
    """
    return tuple(_for_sex(one, sex) for one in instruments)


def _for_sex(instrument: Instrument, sex: str) -> Instrument:
    split = [one for one in instrument.thresholds if one.sex]
    if not split:
        return instrument
    own = [one for one in split if one.sex == sex]
    first = max(own or split, key=lambda one: one.amount)
    rest = tuple(one for one in instrument.thresholds if one is not first)
    return replace(instrument, thresholds=(first, *rest))
