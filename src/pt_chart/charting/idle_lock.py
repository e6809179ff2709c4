"""After how long without a key or click the chart locks: one choice for the whole clinic."""

from __future__ import annotations

from pt_chart.charting.errors import WorldError
from pt_chart.charting.ports import ChartStore

SETTING = "idle lock minutes"
USUAL = 10
"""Our default: long enough to examine with both hands, short enough for a room that was left."""
BOUNDS = range(1, 61)


def idle_minutes(store: ChartStore) -> int:
    """The clinic's choice; what nobody chose, cannot be or cannot be read now is our default."""
    try:
        chosen = store.setting(SETTING)
    except WorldError:  # a server that is slow just now does not keep anybody out
        return USUAL
    return chosen if type(chosen) is int and chosen in BOUNDS else USUAL


def save_idle_minutes(store: ChartStore, minutes: int) -> None:
    """Keep the clinic's choice, with a line in the log.

    Raises:
        ValueError: the chart would hardly ever lock, or at once.
        NotAllowed: it is for those who manage the users.
    """
    if minutes not in BOUNDS:
        raise ValueError(f"{minutes} minutes: choose {BOUNDS.start} to {BOUNDS.stop - 1}.")
    store.save_setting(SETTING, minutes)
