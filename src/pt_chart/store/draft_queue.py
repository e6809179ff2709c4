"""Queued drafts: the newest state of each visit is written, none is lost when the disk fails."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from pt_chart.charting.errors import (
    ChartClosed,
    ChartConflict,
    DiskFull,
    RecordMissing,
    SignedAlready,
    StorageFailed,
    WorldError,
)
from pt_chart.charting.ports import Saved
from pt_chart.clinical.reasoning.results import Tier
from pt_chart.clinical.visit import Visit
from pt_chart.store.worker import StoreThread

_NOT_WORTH_RETRYING = (ChartConflict, RecordMissing, SignedAlready)
_Store: TypeAlias = Callable[[Visit, Tier | None], Visit]


@dataclass(slots=True)
class _Waiting:
    visit: Visit
    tier: Tier | None
    done: list[Saved] = field(default_factory=list)
    failed: bool = False


class DraftQueue:
    """The drafts on their way to the store's thread."""

    def __init__(self, thread: StoreThread, store: _Store) -> None:
        """``store`` writes one draft durably, on the store's thread."""
        self._thread = thread
        self._store = store
        self._waiting: dict[str, _Waiting] = {}
        self._guard = threading.Lock()

    def put(self, visit: Visit, done: Saved, tier: Tier | None) -> None:
        """Queue a state; an older one of the same visit that still waits is superseded."""
        with self._guard:
            before = self._waiting.get(visit.id)
            waiting = _Waiting(visit, tier, [done])
            if before is not None and not before.failed:
                waiting.done = [*before.done, done]
            self._waiting[visit.id] = waiting
        try:
            self._thread.post(lambda: self._write(visit.id))
        except ChartClosed as closed:
            done(closed)

    def flush(self) -> None:
        """Write everything that waits, on the store's thread.

        Raises:
            WorldError: one could not be written; the others were tried as well.
        """
        with self._guard:
            ids = tuple(self._waiting)
        failures = [failure for failure in map(self._write, ids) if failure is not None]
        if failures:
            raise failures[0]

    def forget(self, visit_id: str) -> None:
        """Drop what waits of one draft: it is kept elsewhere."""
        with self._guard:
            self._waiting.pop(visit_id, None)

    def clear(self) -> None:
        """Forget what waits: the chart is closed."""
        with self._guard:
            self._waiting.clear()

    def _write(self, visit_id: str) -> WorldError | None:
        with self._guard:
            waiting = self._waiting.pop(visit_id, None)
        if waiting is None:
            return None
        outcome: Visit | WorldError
        try:
            outcome = self._store(waiting.visit, waiting.tier)
        except WorldError as error:
            outcome = _of_draft(error)
            self._keep(waiting, outcome)
        except Exception:
            failed = StorageFailed.of_draft()
            self._keep(waiting, failed)
            _tell(waiting, failed)
            raise
        _tell(waiting, outcome)
        return outcome if isinstance(outcome, WorldError) else None

    def _keep(self, waiting: _Waiting, error: WorldError) -> None:
        """Hold on to a state that may be written later, unless a newer one came meanwhile."""
        if isinstance(error, _NOT_WORTH_RETRYING):
            return
        waiting.failed = True
        with self._guard:
            self._waiting.setdefault(waiting.visit.id, waiting)


def _of_draft(error: WorldError) -> WorldError:
    """A failed disk in the words of what is kept and tried again."""
    return type(error).of_draft() if isinstance(error, DiskFull | StorageFailed) else error


def _tell(waiting: _Waiting, outcome: Visit | WorldError) -> None:
    for done in waiting.done:
        done(outcome)
