"""Undo and redo as snapshots of the frozen visit, with readable names."""

from __future__ import annotations

from dataclasses import dataclass

from pt_chart.charting.events import Part
from pt_chart.clinical.visit import Visit

DEPTH = 500
"""Steps kept; the oldest is forgotten beyond that."""


@dataclass(frozen=True, slots=True)
class Step:
    """One undoable edit: the visit before and after, its name and the parts it touched."""

    label: str
    before: Visit
    after: Visit
    parts: frozenset[Part]
    key: str | None


class History:
    """Past and future steps of one visit.

    Steps with the same ``key`` that follow one another (typing in one field, one drag) become
    one step; `seal` ends such a run.
    """

    def __init__(self, depth: int = DEPTH) -> None:
        self._depth = depth
        self._past: list[Step] = []
        self._future: list[Step] = []
        self._open = False

    @property
    def undo_label(self) -> str:
        """The name of what undo would take back, "" when there is nothing."""
        return self._past[-1].label if self._past else ""

    @property
    def redo_label(self) -> str:
        """The name of what redo would bring back, "" when there is nothing."""
        return self._future[-1].label if self._future else ""

    @property
    def last(self) -> Step | None:
        """The step that undo would take back, None when there is none."""
        return self._past[-1] if self._past else None

    def record(
        self, label: str, before: Visit, after: Visit, parts: frozenset[Part], key: str | None
    ) -> None:
        """Remember an edit; a run of edits with one key stays one step."""
        self._future.clear()
        last = self._past[-1] if self._past else None
        if self._open and key is not None and last is not None and last.key == key:
            self._past[-1] = Step(label, last.before, after, last.parts | parts, key)
        else:
            self._past.append(Step(label, before, after, parts, key))
            del self._past[: -self._depth]
        self._open = True

    def drop_run(self, key: str) -> Step | None:
        """Forget the run of this key that is still open; the step, or None when there is none."""
        if not self._open or not self._past or self._past[-1].key != key:
            return None
        self._open = False
        return self._past.pop()

    def seal(self) -> None:
        """End a run: the next edit starts a new step even with the same key."""
        self._open = False

    def undo(self) -> Step | None:
        """Take back the last step, or None."""
        self._open = False
        if not self._past:
            return None
        step = self._past.pop()
        self._future.append(step)
        return step

    def redo(self) -> Step | None:
        """Bring back the last undone step, or None."""
        self._open = False
        if not self._future:
            return None
        step = self._future.pop()
        self._past.append(step)
        return step
