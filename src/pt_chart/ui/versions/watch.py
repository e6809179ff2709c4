"""Tells the visit's window that another version was met, and where to compare."""

from __future__ import annotations

from collections.abc import Callable

from pt_chart.charting.events import Level, Notice
from pt_chart.charting.settling import Encounter, Settling
from pt_chart.clinical.program.dates import day_and_month

PLACE = "versions"
"""The page of versions, as notices and the window name it."""


def follow_versions(settling: Settling, show: Callable[[Notice], None]) -> Callable[[], None]:
    """Show a notice whenever a version is met, also one that waits already; returns the end."""

    def met(encounter: Encounter | None) -> None:
        if encounter is not None:
            show(_notice(encounter))

    met(settling.met)
    return settling.changed.connect(met)


def _notice(met: Encounter) -> Notice:
    if met.signed:
        words = "This visit was signed elsewhere meanwhile"
        advice = "Your last changes are kept beside it; compare them."
    elif met.live:
        words = "This visit was changed elsewhere meanwhile"
        advice = "Both versions are kept; compare them and make one of both."
    else:
        words = f"A version of {met.of or 'yours'} was never compared"
        advice = f"It is from {day_and_month(met.at)} {met.at:%H:%M} and still kept; compare it."
    return Notice(Level.WARNING, words, advice, PLACE)
