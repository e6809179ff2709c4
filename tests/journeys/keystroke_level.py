"""The keystroke-level model of Card, Moran and Newell, counted while a script types.

S. K. Card, T. P. Moran, A. Newell: The keystroke-level model for user performance time with
interactive systems. Communications of the ACM 23 (7), 1980, 396-410. Operator times from there:
K 0.28 s (average non-secretary typist, 40 words a minute), P 1.10 s, H 0.40 s, M 1.35 s; R is
what the program lets one wait beyond the keystroke itself, measured while the script runs.

Where M stands follows the paper's rules: before each command and each unit of text (one finding
of a line, one field), none inside a word, none before a key that ends or follows a unit as
expected (Enter, Tab, arrows). A chord is two keystrokes, a capital or a sign with Shift as well.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import partial

from PySide6.QtCore import Qt

from tests.journeys.keyboard import CTRL, Key, Keyboard

K = 0.28
P = 1.10
H = 0.40
M = 1.35

SHIFTED = set('~!@#$%^&*()_+{}|:"<>?')
EXPECTED = (
    Key.Key_Return,
    Key.Key_Tab,
    Key.Key_Backtab,
    Key.Key_Up,
    Key.Key_Down,
    Key.Key_Left,
    Key.Key_Right,
    Key.Key_Space,
    Key.Key_Escape,
)
"""Keys that end or follow a unit: nothing has to be decided before them."""


@dataclass
class Effort:
    """What a stretch of work took: keystrokes, clicks, hand moves, decisions, screens, waiting."""

    keys: int = 0
    clicks: int = 0
    homings: int = 0
    decisions: int = 0
    screens: int = 0
    waiting: float = 0.0

    @property
    def seconds(self) -> float:
        """Time by the model."""
        hands = self.keys * K + self.clicks * (P + K) + self.homings * H
        return hands + self.decisions * M + self.waiting

    @property
    def clock(self) -> str:
        """Time as minutes and seconds."""
        whole = round(self.seconds)
        return f"{whole // 60}:{whole % 60:02}"

    def copy(self) -> Effort:
        """As it stands now."""
        return Effort(**{part.name: getattr(self, part.name) for part in fields(self)})

    def since(self, before: Effort) -> Effort:
        """What came on top of an earlier state."""
        return Effort(
            **{p.name: getattr(self, p.name) - getattr(before, p.name) for p in fields(self)}
        )


class CountedKeyboard(Keyboard):
    """A keyboard that also counts what the model needs; the mouse is never touched."""

    effort: Effort
    laps: dict[str, Effort]
    filled_before: int = 0

    def begin(self) -> None:
        """Start counting: the hands move to the keyboard once."""
        self.effort = Effort(homings=1)
        self.laps = {}
        self._mark = self.effort.copy()

    def lap(self, name: str) -> None:
        """End a part of the script."""
        self.laps[name] = self.effort.since(self._mark)
        self._mark = self.effort.copy()

    def press(self, *keys: Qt.Key, hold: Qt.KeyboardModifier | None = None) -> None:
        """Press keys; a chord or a key that chooses something is decided first."""
        for key in keys:
            self.effort.keys += 1 + _held(hold)
            self.effort.decisions += hold is not None or key not in EXPECTED
            self._timed(partial(super().press, key, hold=hold))

    def type(self, text: str) -> None:
        """Type a unit of text: one decision, and one more for each further finding of a line."""
        self.effort.keys += len(text) + sum(c.isupper() or c in SHIFTED for c in text)
        self.effort.decisions += 1 + text.count(", ") * self._shorthand
        self._timed(partial(super().type, text))

    _shorthand = 0

    def quick(self, line: str) -> None:
        """A line of shorthand: each finding is a unit of its own."""
        self._shorthand = 1
        super().quick(line)
        self._shorthand = 0

    def section(self, name: str) -> None:
        """Alt and the section's number: another screen."""
        super().section(name)
        self.effort.screens += 1

    def turn_tab(self) -> None:
        """The next tab of a page: another screen."""
        self.press(Key.Key_PageDown, hold=CTRL)
        self.effort.screens += 1

    def wait_until(self, done: Callable[[], bool | None], timeout: int = 60_000) -> None:
        """Waiting counts in full."""
        started = time.perf_counter()
        super().wait_until(done, timeout)
        self.effort.waiting += time.perf_counter() - started

    def _timed(self, do: Callable[[], None]) -> None:
        before = self.count
        started = time.perf_counter()
        do()
        took = time.perf_counter() - started
        strokes = max(1, self.count - before)
        self.effort.waiting += max(0.0, took - strokes * K)


def _held(hold: Qt.KeyboardModifier | None) -> int:
    """How many modifier keys are held down."""
    if hold is None:
        return 0
    return hold.value.bit_count()
