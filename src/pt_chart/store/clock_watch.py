"""Notices a clock that jumps: behind the latest time in the log, or ahead of what passed."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta

from pt_chart.clinical.program.dates import moment_words

BACK = timedelta(minutes=2)
"""Further back than small corrections of a time server go."""
AHEAD = timedelta(hours=1)
CLOSED = timedelta(days=7)
"""Longer than a weekend with holidays: our default. Unlocking after it asks about the day."""


class ClockWatch:
    """Compares the clock with the latest time in the log and with a timer that nobody sets."""

    def __init__(
        self,
        latest: datetime | None,
        timer: Callable[[], float] | None = None,
        jumped: str = "",
    ) -> None:
        """``latest`` is the latest time in the log.

        ``timer`` counts seconds that nobody sets; None: the system's. ``jumped`` says how far the
        clock was set while the chart was closed (`clock_note`), "" for not, or not known.
        """
        self._jumped = jumped
        self._timer = timer or _timer
        self._latest = latest
        self._seen: tuple[datetime, float] | None = None
        self._behind = False
        self.remark = ""
        self.question = ""

    def behind(self, now: datetime) -> str:
        """How far the clock is behind the last entry of the log, in words; "" for right."""
        if self._latest is None or now >= self._latest - BACK:
            return ""
        span = span_words(self._latest - now)
        return f"The clock is {span} behind the last entry of the log, {time_words(self._latest)}"

    def no_earlier(self, now: datetime) -> datetime:
        """The time that it is at least: that of the clock, or of the log which is further."""
        return self._latest if self._latest is not None and self.behind(now) else now

    def accept(self, now: datetime) -> None:
        """Take the clock as right: what was written before at later times no longer counts."""
        self._latest, self._seen = now, (now, self._timer())
        self._behind, self.remark, self.question = False, "", ""

    def look(self, now: datetime) -> str:
        """What is newly wrong with the clock, in words; "" for nothing new."""
        ahead = self._ahead(now)
        told = " ".join(filter(None, (self._back(now), ahead)))
        self._seen = (now, self._timer())
        return told

    def _back(self, now: datetime) -> str:
        words = self.behind(now)
        if not words:
            self._latest = max(self._latest or now, now)
            self._behind, self.remark = False, ""
            return ""
        self.remark = (
            f"{words}. Set the date and time of this computer. Is it right, and was it ahead "
            "before? Then who administers accepts it: Clinic, Verification."
        )
        if self._behind:
            return ""
        self._behind = True
        return words

    def _ahead(self, now: datetime) -> str:
        if self._seen is None:
            return self._after_a_pause(now)
        if not self._timer():
            return ""
        before, timer = self._seen
        jumped = now - before - timedelta(seconds=self._timer() - timer)
        return f"The clock went forward by {span_words(jumped)}" if jumped > AHEAD else ""

    def _after_a_pause(self, now: datetime) -> str:
        """At the first look: set meanwhile, or much later than anything in the log."""
        words = self._jumped
        if not words and self._latest is not None and now > self._latest + CLOSED:
            span = span_words(now - self._latest)
            last = time_words(self._latest)
            words = f"The clock is {span} ahead of the last entry of the log, {last}"
        if not words:
            return ""
        self.question = (
            f"{words}. Is {time_words(now)} right? If not, lock now and set date and time before "
            "anything is written or signed."
        )
        return words


def _timer() -> float:
    """Seconds that also pass while the computer sleeps; 0.0 where the system has no such timer."""
    kind = getattr(time, "CLOCK_BOOTTIME", None)
    return time.clock_gettime(kind) if kind is not None else 0.0


def time_words(at: datetime) -> str:
    """A moment as a notice tells it, in its own zone."""
    return moment_words(at)


def span_words(span: timedelta) -> str:
    """A span in minutes, hours or days."""
    minutes = round(span.total_seconds() / 60)
    if minutes < 120:
        return f"{minutes} minutes"
    return f"{round(minutes / 60)} hours" if minutes < 48 * 60 else f"{round(minutes / 1440)} days"
