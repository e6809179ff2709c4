"""Failed attempts to open a chart: slowed down, and kept until they can be written to the log.

While the chart is closed nothing can be written into it, so the attempts wait in a small file
beside it and go into the log with the next unlocking. Passwords that are asked again while it is
open (patient mode, changing one's password, managing users, erasing) and those of a backup that
is restored in its place count in the same file. The file holds names of known users and
times; a name that is none of theirs is not kept, because people type passwords there.
Somebody who can delete the file can hide attempts and skip the wait: what keeps a chart closed
is the cost of each guess (Argon2id), not this.
"""

from __future__ import annotations

import contextlib
import json
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import ceil
from pathlib import Path

from pt_chart.charting.errors import TooManyAttempts
from pt_chart.store.place import write_atomically

FREE = 3
"""Wrong passwords before waiting begins."""
FIRST_WAIT = 5
LONGEST_WAIT = 300
_KEPT = 500
UNKNOWN = "a name that is not a user's"
AGAIN = "asked again"
"""How attempts while the chart is open are told."""
BY_ENVELOPE = "emergency"
"""Whose attempts those with the sealed envelope are."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """When somebody failed to open the chart, as whom, and with what.

    ``told``: the log has a line of it already, because the chart was open.
    """

    at: datetime
    who: str
    means: str = "password"
    told: bool = False

    @property
    def words(self) -> str:
        """What the line of the log says."""
        return f"{self.means} of {self.who}"


class Attempts:
    """The attempts since the chart was last opened. ``path`` need not exist."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> tuple[Attempt, ...]:
        """All attempts in order; what cannot be read counts as none."""
        try:
            data = json.loads(self._path.read_bytes())
            return tuple(
                Attempt(
                    datetime.fromisoformat(item["at"]),
                    str(item["who"]),
                    str(item["means"]),
                    item.get("told") is True,
                )
                for item in data
            )
        except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
            return ()

    def refuse_while_waiting(self, who: str, now: datetime) -> None:
        """Go on only when the wait after the last wrong password is over.

        Raises:
            TooManyAttempts: it is not.
        """
        own = [attempt for attempt in self.read() if attempt.who == who]
        if len(own) < FREE:
            return
        wait = min(FIRST_WAIT * 2 ** min(len(own) - FREE, 16), LONGEST_WAIT)
        # A clock that was set back must not lock anybody out for longer than the wait itself.
        left = min((own[-1].at + timedelta(seconds=wait) - now).total_seconds(), wait)
        if left > 0:
            raise TooManyAttempts(ceil(left))

    def add(self, attempt: Attempt) -> None:
        """Keep an attempt; a folder that cannot be written keeps none."""
        self._write([*self.read(), attempt][-_KEPT:])

    def untold(self) -> tuple[Attempt, ...]:
        """The attempts that the log has no line of."""
        return tuple(attempt for attempt in self.read() if not attempt.told)

    def all_told(self) -> None:
        """The log has a line of each; they still count for the wait."""
        self._write([replace(attempt, told=True) for attempt in self.read()])

    def forget(self, who: str) -> None:
        """Somebody got in: theirs count no more, and all are in the log now.

        Those of others go on counting, or one's own password would end the wait for guessing
        theirs. Names that are nobody's do not.
        """
        others = [one for one in self.read() if one.who not in (who, UNKNOWN)]
        if others:
            self._write([replace(attempt, told=True) for attempt in others])
            return
        with contextlib.suppress(OSError):
            self._path.unlink(missing_ok=True)

    def _write(self, attempts: list[Attempt]) -> None:
        kept = [
            {"at": a.at.isoformat(), "who": a.who, "means": a.means, "told": a.told}
            for a in attempts
        ]
        with contextlib.suppress(OSError):
            write_atomically(self._path, json.dumps(kept, indent=1).encode())
