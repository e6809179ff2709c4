"""What a change between two scores means, by published thresholds, with the source named."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pt_chart.clinical.measures.instrument import (
    Better,
    Instrument,
    Threshold,
    ThresholdKind,
)
from pt_chart.clinical.values import number_words


class Verdict(StrEnum):
    """What a change is. ``UNKNOWN``: no threshold is on file for the measure."""

    REAL_AND_IMPORTANT = "real and important"
    REAL = "real"
    WITHIN_ERROR = "within measurement error"
    IMPORTANT_ERROR_UNKNOWN = "reaches the important change; measurement error not on file"
    BELOW_IMPORTANT_ERROR_UNKNOWN = "below the important change; measurement error not on file"
    UNKNOWN = "no published threshold on file"


class Direction(StrEnum):
    """Which way a change goes for the patient."""

    BETTER = "better"
    WORSE = "worse"
    SAME = "same"
    UNNAMED = "changed"


@dataclass(frozen=True, slots=True)
class Change:
    """A change from a first score to a later one.

    ``error`` and ``important`` are the thresholds it was held against, ``important_points`` the
    amount that the latter came to here (points, or a share of the first score if that is less).
    """

    before: float
    now: float
    verdict: Verdict
    direction: Direction
    error: Threshold | None = None
    important: Threshold | None = None
    important_points: float | None = None

    @property
    def amount(self) -> float:
        """Later minus first."""
        return self.now - self.before


def change(instrument: Instrument, before: float, now: float) -> Change:
    """Hold a change against the measure's error of measurement and its important change.

    A change equal to a threshold reaches it. A change that reaches the important one but not the
    error is called within error: it may be chance. A percentage threshold counts where it asks
    for less than the points do.
    """
    error = instrument.threshold(ThresholdKind.ERROR)
    important = instrument.threshold(ThresholdKind.IMPORTANT)
    size = abs(now - before)
    wanted = _important_points(important, before)
    return Change(
        before,
        now,
        _verdict(size, error, wanted),
        _direction(instrument.better, now - before),
        error,
        important,
        wanted,
    )


def reaches(size: float, threshold: float) -> bool:
    """Whether an amount of change reaches a threshold; equal reaches it."""
    # A hair of floating point must not turn a reached threshold into a missed one.
    return size + 1e-9 >= threshold


def change_words(instrument: Instrument, found: Change) -> str:
    """One sentence: from, to, amount, verdict, threshold and source."""
    now = _with_unit(number_words(round(found.now, 1)), instrument)
    if found.direction is Direction.SAME:
        return f"{instrument.short} {now}: unchanged."
    # The amount that a reader finds between the two shown scores, not one rounded by itself.
    shown = round(found.before, 1), round(found.now, 1)
    moved = number_words(round(abs(shown[1] - shown[0]), 1))
    route = f"{number_words(shown[0])} to {now}"
    verdict = found.verdict.value
    if found.verdict is Verdict.WITHIN_ERROR and _reaches_important(found):
        verdict += ", though as large as the important change"
    words = f"{instrument.short} {route}, {found.direction.value} by {moved}: {verdict}"
    basis = _basis(instrument, found)
    return f"{words} ({basis})." if basis else f"{words}."


def _basis(instrument: Instrument, found: Change) -> str:
    parts = []
    if found.error is not None:
        amount = _with_unit(number_words(round(found.error.amount, 1)), instrument)
        equals = "= " if found.error.sem is not None else ""
        parts.append(f"{found.error.name} {equals}{amount}, {found.error.source}")
    important, points = found.important, found.important_points
    if important is None or points is None:
        return "; ".join(parts)
    if found.verdict is Verdict.WITHIN_ERROR and not _reaches_important(found):
        return "; ".join(parts)
    share = ""
    if important.percent is not None and points < important.amount:
        share = f" = {number_words(important.percent)}% of the first score"
    amount = _with_unit(number_words(round(points, 1)), instrument)
    parts.append(f"{important.name} {amount}{share}, {important.source}")
    return "; ".join(parts)


def _reaches_important(found: Change) -> bool:
    points = found.important_points
    return points is not None and abs(found.amount) >= points


def _with_unit(number: str, instrument: Instrument) -> str:
    gap = "" if instrument.unit in ("%", "°") else " "
    return f"{number}{gap}{instrument.unit}".strip()


def _important_points(important: Threshold | None, before: float) -> float | None:
    if important is None:
        return None
    if important.percent is None:
        return important.amount
    share = abs(before) * important.percent / 100
    return min(important.amount, share) if share else important.amount


def _verdict(size: float, error: Threshold | None, important: float | None) -> Verdict:
    if error is None and important is None:
        return Verdict.UNKNOWN
    if error is None:
        meets = important is not None and reaches(size, important) and size > 0
        return Verdict.IMPORTANT_ERROR_UNKNOWN if meets else Verdict.BELOW_IMPORTANT_ERROR_UNKNOWN
    if not reaches(size, error.amount):
        return Verdict.WITHIN_ERROR
    if important is not None and reaches(size, important):
        return Verdict.REAL_AND_IMPORTANT
    return Verdict.REAL


def _direction(better: Better, amount: float) -> Direction:
    if amount == 0:
        return Direction.SAME
    if better is Better.NEITHER:
        return Direction.UNNAMED
    good = amount < 0 if better is Better.LOWER else amount > 0
    return Direction.BETTER if good else Direction.WORSE
