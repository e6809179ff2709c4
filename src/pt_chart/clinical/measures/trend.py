"""The course of a measure as a plot: points, the band of measurement error, the change that counts.

The band lies around the first score: what falls into it cannot be told from the error of the
measure. The line of the important change lies on the better side. Nothing is smoothed, projected
or filled in; a visit without a score is a gap that is named.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pt_chart.clinical.measures.change import change
from pt_chart.clinical.measures.instrument import Better, Instrument, Threshold, ThresholdKind
from pt_chart.clinical.measures.series import Course
from pt_chart.clinical.program.dates import date_words
from pt_chart.clinical.sides import Side
from pt_chart.clinical.values import number_words

_WHOLE_RANGE = ("points", "%", "T-score")
"""Units of questionnaires: their plot shows the whole range, so that no change looks larger."""
_ROOM = 0.2


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """One score on its day."""

    day: date
    score: float


@dataclass(frozen=True, slots=True)
class Trend:
    """What a plot shows. ``low`` and ``high`` are the ends of its scale, in the measure's unit.

    ``band`` are the lower and upper end of measurement error around the first score, with
    ``error`` as its source; ``important_at`` is the score that an important change reaches, with
    ``important``. ``target`` is a goal's. ``gaps`` are days on which the measure was begun and has
    no score.
    """

    instrument: Instrument
    side: Side | None
    points: tuple[TrendPoint, ...]
    low: float
    high: float
    gaps: tuple[date, ...] = ()
    band: tuple[float, float] | None = None
    error: Threshold | None = None
    important_at: float | None = None
    important: Threshold | None = None
    target: float | None = None

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day of the plot."""
        known = [*(point.day for point in self.points), *self.gaps]
        return min(known), max(known)


def trend(course: Course, target: float | None = None) -> Trend | None:
    """The plot of a course, None with fewer than two scores or where they are not compared."""
    points = tuple(TrendPoint(o.date, o.score) for o in course.scored if o.score is not None)
    if len(points) < 2 or course.refusal:
        return None
    instrument, first = course.instrument, points[0].score
    found = change(instrument, first, points[-1].score)
    error = instrument.threshold(ThresholdKind.ERROR)
    band = (first - error.amount, first + error.amount) if error is not None else None
    at = _important_at(instrument, first, found.important_points)
    low, high = _scale(instrument, [p.score for p in points], band, at, target)
    return Trend(
        instrument,
        course.side,
        points,
        low,
        high,
        gaps=tuple(one.date for one in course.administrations if one.score is None),
        band=band,
        error=error,
        important_at=at,
        important=found.important if at is not None else None,
        target=target,
    )


def trend_words(one: Trend) -> str:
    """The plot in words, for who does not see it."""
    name = f"{one.instrument.short} {one.side.spelled}" if one.side else one.instrument.short
    told = "; ".join(f"{_plain(p.score)} on {date_words(p.day)}" for p in one.points)
    better = f", {one.instrument.better.value} is better"
    parts = [f"{name}{'' if one.instrument.better is Better.NEITHER else better}: {told}."]
    if one.gaps:
        parts.append(f"No score on {', '.join(map(date_words, one.gaps))}.")
    if one.band is not None and one.error is not None:
        low, high = (_plain(edge) for edge in _within(one, one.band))
        parts.append(
            f"From {low} to {high} no change can be told from measurement error "
            f"({one.error.name}, {one.error.source})."
        )
    if one.important_at is not None and one.important is not None:
        parts.append(
            f"Important change from {_plain(one.important_at)} "
            f"({one.important.name}, {one.important.source})."
        )
    if one.target is not None:
        parts.append(f"Goal {_plain(one.target)}.")
    return " ".join(parts)


def _important_at(instrument: Instrument, first: float, points: float | None) -> float | None:
    if points is None or instrument.better is Better.NEITHER:
        return None
    at = first - points if instrument.better is Better.LOWER else first + points
    return at if instrument.minimum <= at <= instrument.maximum else None


def _scale(
    instrument: Instrument,
    scores: list[float],
    band: tuple[float, float] | None,
    important_at: float | None,
    target: float | None,
) -> tuple[float, float]:
    if instrument.unit in _WHOLE_RANGE:
        return instrument.minimum, instrument.maximum
    shown = [*scores, *(band or ()), *(x for x in (important_at, target) if x is not None)]
    room = max((max(shown) - min(shown)) * _ROOM, 1.0)
    low, high = min(shown) - room, max(shown) + room
    return max(low, instrument.minimum), min(high, instrument.maximum)


def _within(one: Trend, band: tuple[float, float]) -> tuple[float, float]:
    return max(band[0], one.instrument.minimum), min(band[1], one.instrument.maximum)


def _plain(number: float) -> str:
    return number_words(round(number, 1))
