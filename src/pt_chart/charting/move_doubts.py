"""What speaks against an episode as the right place for a visit that is moved or begun again."""

from __future__ import annotations

from collections.abc import Sequence

from pt_chart.clinical.people import Episode
from pt_chart.clinical.program.dates import date_words
from pt_chart.clinical.visit import Visit, VisitKind

_KIND = "change its kind in the menu Visit before it is signed"


def move_doubts(visit: Visit, episode: Episode, there: Sequence[Visit]) -> tuple[str, ...]:
    """Doubts about a visit in another episode, in sentences; () for none.

    ``there`` are the visits that the episode has.
    """
    found = []
    day = date_words(visit.date)
    if episode.closed is not None:
        found.append(f"That episode was closed on {date_words(episode.closed)}.")
    if visit.date < episode.started:
        begun = date_words(episode.started)
        found.append(f"The visit of {day} is from before that episode began ({begun}).")
    standing = [one for one in there if one.withdrawal is None]
    if visit.kind is VisitKind.EVALUATION:
        if any(one.kind is VisitKind.EVALUATION for one in standing):
            found.append(f"That episode has an evaluation already: {_KIND}.")
    elif not any(one.kind is VisitKind.EVALUATION for one in standing):
        found.append(f"That episode was never evaluated: {_KIND}.")
    return tuple(found)
