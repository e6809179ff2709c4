"""The course of each measure over an episode: first, last, now, and what the change means."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from pt_chart.clinical.measures.change import Change, change
from pt_chart.clinical.measures.instrument import Instrument
from pt_chart.clinical.measures.scoring import (
    MeasureAdministration,
    administer,
    among_activities,
)
from pt_chart.clinical.sides import Side
from pt_chart.clinical.values import number_words
from pt_chart.clinical.visit import Visit


@dataclass(frozen=True, slots=True)
class PartChange:
    """One activity of a scale with activities: its words, first and latest score, its change.

    ``kept_from`` is the visit whose words are used because the later ones do not repeat them;
    ``swapped`` are other words typed later: then the scores are not compared.
    """

    item: str
    words: str
    first: float
    now: float | None
    found: Change | None = None
    swapped: str = ""

    @property
    def change_words(self) -> str:
        """ "Walk: 3 to 7, real (MDC90 3, Stratford 1995)"; "" while it was rated once."""
        if self.found is None:
            return ""
        named = self.words or "an activity without a name"
        if not self.found.amount:
            return f"{named}: {number_words(self.first)}, no change"
        basis = ""
        if self.found.error is not None:
            points = number_words(round(self.found.error.amount, 1))
            basis = f" ({self.found.error.name} {points}, {self.found.error.source})"
        moved = f"{number_words(self.first)} to {number_words(self.now or 0)}"
        return f"{named}: {moved}, {self.found.verdict.value}{basis}"


@dataclass(frozen=True, slots=True)
class Course:
    """Every administration of one measure (and side), earliest first.

    ``since_first`` and ``since_last`` are None with less than two scores. ``refusal`` says why
    scores are not compared (activities were changed).
    """

    instrument: Instrument
    side: Side | None
    administrations: tuple[MeasureAdministration, ...]
    since_first: Change | None = None
    since_last: Change | None = None
    parts: tuple[PartChange, ...] = ()
    refusal: str = ""

    @property
    def scored(self) -> tuple[MeasureAdministration, ...]:
        """Those with a score."""
        return tuple(one for one in self.administrations if one.score is not None)

    @property
    def latest(self) -> MeasureAdministration:
        """The newest administration, scored or not."""
        return self.administrations[-1]

    @property
    def rated_again(self) -> tuple[PartChange, ...]:
        """The activities that the newest administration rates, and an earlier one before it."""
        rated = self.latest.items
        return tuple(one for one in self.parts if one.found is not None and one.item in rated)


def courses(visits: Sequence[Visit], instruments: Iterable[Instrument]) -> tuple[Course, ...]:
    """The course of each measure that any of the visits has, visits earliest first."""
    found = []
    for instrument in instruments:
        for side in (Side.RIGHT, Side.LEFT, None) if instrument.sided else (None,):
            given = [administer(visit, instrument, side) for visit in visits]
            taken = tuple(one for one in given if one is not None)
            if taken:
                found.append(_course(instrument, side, _with_kept_activities(instrument, taken)))
    return tuple(found)


def _course(
    instrument: Instrument, side: Side | None, taken: tuple[MeasureAdministration, ...]
) -> Course:
    taken = tuple(sorted(taken, key=lambda one: one.date))
    course = Course(instrument, side, taken)
    parts = _parts(instrument, taken) if instrument.activities else ()
    swapped = [part.swapped for part in parts if part.swapped]
    if swapped:
        return replace(
            course,
            parts=parts,
            refusal=f"Not compared: an activity was changed to “{swapped[0]}”. "
            "Keep the first activities, or start a new series with all of them.",
        )
    scored = course.scored
    if len(scored) < 2:
        return replace(course, parts=parts)
    return replace(
        course,
        parts=parts,
        since_first=_between(instrument, scored[0], scored[-1]),
        since_last=_between(instrument, scored[-2], scored[-1]),
    )


def _between(
    instrument: Instrument, before: MeasureAdministration, now: MeasureAdministration
) -> Change | None:
    if before.score is None or now.score is None:
        return None
    if instrument.activities and before.items.keys() != now.items.keys():
        shared = sorted(before.items.keys() & now.items.keys())
        if not shared:
            return None
        first = sum(before.items[name] for name in shared) / len(shared)
        later = sum(now.items[name] for name in shared) / len(shared)
        return change(instrument, first, later)
    return change(instrument, before.score, now.score)


def _with_kept_activities(
    instrument: Instrument, taken: tuple[MeasureAdministration, ...]
) -> tuple[MeasureAdministration, ...]:
    """Activities named once hold until other words are typed."""
    if not instrument.activities:
        return taken
    known: dict[str, str] = {}
    kept = []
    for one in taken:
        known = {**known, **one.activities}
        named = {item: words for item, words in known.items() if item in one.items}
        whole = among_activities(one, instrument, known)
        kept.append(replace(whole, activities=MappingProxyType(named)))
    return tuple(kept)


def _parts(
    instrument: Instrument, taken: tuple[MeasureAdministration, ...]
) -> tuple[PartChange, ...]:
    single = single_item(instrument)
    made = []
    for item in instrument.items:
        with_item = [one for one in taken if item in one.items]
        if not with_item:
            continue
        first, last = with_item[0], with_item[-1]
        words = first.activities.get(item, "")
        later = last.activities.get(item, "")
        if not same_activity(words, later):
            made.append(PartChange(item, words, first.items[item], last.items[item], swapped=later))
            continue
        found = None
        if len(with_item) > 1:
            found = change(single, first.items[item], last.items[item])
        made.append(PartChange(item, words, first.items[item], last.items[item], found))
    return tuple(made)


def single_item(instrument: Instrument) -> Instrument:
    """The measure with the thresholds that its source gives for one item alone."""
    own = tuple(replace(t, one_item=False) for t in instrument.thresholds if t.one_item)
    return replace(instrument, thresholds=own)


def same_activity(first: str, later: str) -> bool:
    """Whether two wordings of an activity are the same but for case, spaces and full stop."""
    return _plain(first) == _plain(later)


def _plain(words: str) -> str:
    return " ".join(words.casefold().rstrip(". ").split())
