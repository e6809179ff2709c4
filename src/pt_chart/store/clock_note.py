"""What this computer's clock said when the chart was last used, against a timer that nobody sets.

While a computer runs, the time since it was started tells how much time truly passed, also while
the chart was closed. A clock that was set meanwhile, forward or back, differs from it. After a
restart, and on systems that do not tell one start from another, there is only the log.
"""

from __future__ import annotations

import contextlib
import hmac
import json
import time
from datetime import datetime, timedelta
from pathlib import Path

from pt_chart.store.clock_watch import AHEAD, span_words, time_words
from pt_chart.store.keyfile import derived_key

_BOOT = Path("/proc/sys/kernel/random/boot_id")


def this_start() -> str:
    """Which start of the computer this is, "" where the system does not tell."""
    try:
        return _BOOT.read_text("ascii").strip()
    except OSError:
        return ""


def since_start() -> float:
    """Seconds since the computer was started, sleep included."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


class ClockNote:
    """The note about one chart on this computer, authenticated like the head."""

    def __init__(self, folder: Path | None, chart_id: str, key: bytes) -> None:
        """``key`` is the chart key; without a ``folder`` nothing is noted."""
        self._path = folder / f"{chart_id}.clock" if folder is not None else None
        self._key = derived_key(key, "clock note")

    def write(self, now: datetime) -> None:
        """Note the clock; a folder that cannot be written keeps the older note."""
        start = this_start()
        if self._path is None or not start:
            return
        said = json.dumps({"start": start, "running": since_start(), "at": now.isoformat()})
        with contextlib.suppress(OSError):
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._path.write_text(f"{self._seal(said)}\n{said}\n", "ascii")

    def jumped(self, now: datetime) -> str:
        """How far the clock was set since the note, in words; "" for not, or not known."""
        found = self._read()
        if found is None:
            return ""
        at, running = found
        span = now - at - timedelta(seconds=since_start() - running)
        if abs(span) <= AHEAD:
            return ""
        way = "forward" if span > timedelta() else "back"
        return (
            f"The clock was set {way} by {span_words(abs(span))} since this chart was last used "
            f"on this computer, when it said {time_words(at)}"
        )

    def _read(self) -> tuple[datetime, float] | None:
        """What the clock said and how long the computer had been running, in this same start."""
        if self._path is None:
            return None
        try:
            seal, said = self._path.read_text("ascii").splitlines()
            data = json.loads(said)
            if not hmac.compare_digest(seal, self._seal(said)) or data["start"] != this_start():
                return None
            return datetime.fromisoformat(data["at"]), float(data["running"])
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def _seal(self, said: str) -> str:
        return hmac.digest(self._key, said.encode(), "sha256").hex()
