"""Which condition's story a handout tells."""

from __future__ import annotations

from pt_chart.clinical.program.phrases import GENERAL, Phrases
from pt_chart.clinical.reasoning.results import Assessment, RankedCause


def story_condition(
    hypothesis: str | None,
    assessment: Assessment | None,
    phrases: Phrases,
    treated: frozenset[str] = frozenset(),
) -> str:
    """The condition to speak of: the clinician's working hypothesis where there is one.

    Without it the first cause, only when evidence bears on it, speaks for it and the order is
    clear; else an impairment that was found, when nothing else speaks or it is what every
    exercise of the program treats (``treated``); else the general story, which names no cause.
    """
    if hypothesis is not None:
        return hypothesis if hypothesis in phrases.stories else GENERAL
    if assessment is None:
        return GENERAL
    if assessment.ranked and _stands_clear(assessment) and _found(assessment.ranked[0]):
        return _told(assessment.ranked[0], phrases)
    found = [cause for cause in assessment.impairments if _found(cause)]
    if any(_found(cause) for cause in assessment.ranked):
        found = [cause for cause in found if cause.condition in treated]
    return _told(found[0], phrases) if found else GENERAL


def _stands_clear(assessment: Assessment) -> bool:
    """Whether the first cause is clear of the next tested one.

    For the panel an untested cause keeps the order open too; a sheet may speak of the first of
    those that something was found on.
    """
    tested = [cause for cause in assessment.ranked if cause.tested and not cause.parent]
    return len(tested) < 2 or tested[1].high < tested[0].low


def _found(cause: RankedCause) -> bool:
    return cause.tested and cause.middle > 0


def _told(cause: RankedCause, phrases: Phrases) -> str:
    """The cause's own story, its parent's, or the general one."""
    for condition in (cause.condition, cause.parent):
        if condition in phrases.stories:
            return condition
    return GENERAL
