"""One time for all workstations: that of the server, told in the zone of this computer.

Days and times in the chart are the server's, whatever a workstation's clock says. A workstation
whose own clock is apart from it is told: what other programs write there has its own.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from pt_chart.charting.ports import Clock
from pt_chart.store.clock_watch import BACK, span_words

_SAME = timedelta(seconds=1)


class ServerClock:
    """The time of a chart on a server. A made-up clock (tests, made-up charts) stays as it is."""

    def __init__(self, clock: Clock) -> None:
        """``clock`` is this workstation's."""
        self._clock = clock
        # However long this computer is busy between the looks.
        before, told, after = datetime.now(UTC), clock(), datetime.now(UTC)
        self._own = before - _SAME < told < after + _SAME
        self._apart = timedelta(0)
        self._accepted = timedelta(0)

    def __call__(self) -> datetime:
        """The server's time, as far as it was heard."""
        return self._clock() - self._apart

    def heard(self, server: datetime) -> None:
        """The server's time at this moment."""
        if self._own:
            self._apart = self._clock() - server

    @property
    def remark(self) -> str:
        """How far this computer's clock is from the server's, "" where it is not."""
        if abs(self._apart - self._accepted) <= BACK:
            return ""
        side = "ahead of" if self._apart > timedelta(0) else "behind"
        return (
            f"The clock of this computer is {span_words(abs(self._apart))} {side} the clinic's "
            "server. Days and times in the chart are the server's. Set date and time of this "
            "computer; is the server's clock wrong, its people set it."
        )

    def accept(self) -> None:
        """Go on with the clock as far apart as it is, while this chart is open."""
        self._accepted = self._apart
