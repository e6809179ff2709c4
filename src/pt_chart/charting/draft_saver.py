"""Autosave: every edit reaches the chart, one save in flight, the newest state next."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TypeAlias

from pt_chart.charting.errors import (
    ChartConflict,
    ChartInUse,
    DiskFull,
    ReadOnly,
    ServerLost,
    ServerRefused,
    SignedAlready,
    StorageFailed,
    WorldError,
)
from pt_chart.charting.events import SaveState
from pt_chart.charting.ports import ChartStore, Clock
from pt_chart.charting.signal import Signal
from pt_chart.clinical.reasoning.results import Tier
from pt_chart.clinical.visit import Visit

MET = (ChartConflict, SignedAlready)
"""What keeps a draft from being saved because somebody else was there first: see `settling`."""

FAILING = (ServerLost, ServerRefused, DiskFull, ReadOnly, StorageFailed, ChartInUse)
"""What sends drafts into this workstation's queue, where there is one: the server fails."""

Post: TypeAlias = Callable[[Callable[[], None]], None]
"""Runs a call on the thread that owns the state (the window's); called from the store thread."""


Keep: TypeAlias = "Callable[[Visit, Tier | None, Callable[[Visit | WorldError], None]], None]"
"""Keeps a draft at this workstation while the server is away; the last part hears the outcome."""


PATIENCE_S = 1.5
"""How long a draft may be on its way before it is kept at this workstation too (our default)."""


def run_here(call: Callable[[], None]) -> None:
    """A `Post` for programs without a window: runs the call at once."""
    call()


class DraftSaver:
    """Writes the states of one draft through to the chart.

    Only one save is under way at a time; while it is, newer states replace each other and the
    newest follows. After a failure the newest state waits for `retry` or the next edit. ``tier`` is
    the most urgent open flag, stored beside the draft for the lists.
    """

    def __init__(
        self,
        store: ChartStore,
        clock: Clock,
        revision: int,
        post: Post,
        stored: Visit | None = None,
    ) -> None:
        """``stored`` is the visit as it stands in the chart with that revision."""
        self._store = store
        self._stored = stored
        self._clock = clock
        self._post = post
        self._revision = revision
        self._in_flight: Visit | None = None
        self._next: Visit | None = None
        self._outcome: Visit | WorldError | None = None
        self._state = SaveState()
        self._keep: Keep | None = None
        self._away = False
        self.patience = PATIENCE_S
        self._watch: threading.Timer | None = None
        self._kept: Visit | None = None
        """The state that is durably in the queue while the server is silent."""
        self._silent = False
        self.away_because: WorldError | None = None
        """Why the states go into this workstation's queue, as the server told it."""
        self.tier: Tier | None = None
        self.changed: Signal[SaveState] = Signal()

    @property
    def state(self) -> SaveState:
        """Whether the newest edit is in the chart."""
        return self._state

    @property
    def revision(self) -> int:
        """The stored revision the next save builds on."""
        return self._revision

    @property
    def stored(self) -> Visit | None:
        """The last state that is known to be in the chart: what the next save grew from."""
        return self._stored

    @property
    def away(self) -> bool:
        """Whether the states go into this workstation's queue instead of the chart."""
        return self._away

    @property
    def silent(self) -> bool:
        """Whether the server has not answered in time; what is typed is kept here meanwhile."""
        return self._silent

    def keep_at_hand(
        self, keep: Keep, *, away: bool = False, kept_at: datetime | None = None
    ) -> None:
        """Have a queue at this workstation for when the server is lost, or is ``away`` already.

        ``kept_at`` is when a draft that was opened from the queue was kept.
        """
        self._keep, self._away = keep, away
        if away:
            self._tell(SaveState(kept_at or self._clock(), away=True))

    def bring_back(self, visit: Visit) -> None:
        """The server is back, and the person wants the draft there."""
        self._away = False
        self.save(visit)

    def save(self, visit: Visit) -> None:
        """Queue a state of the draft."""
        if isinstance(self._state.problem, MET):
            self._next = visit
            return
        if self._in_flight is not None:
            self._next = visit
            if self._silent:
                self._keep_newest()
        else:
            self._send(visit)

    def retry(self) -> None:
        """Try again after a failure."""
        waiting = self._next
        met = isinstance(self._state.problem, MET)
        if waiting is not None and self._in_flight is None and not met:
            self._send(waiting)

    def build_on(self, stored: Visit) -> None:
        """Continue from what stands in the chart, after two versions were settled."""
        self._stored, self._revision = stored, stored.revision
        self._next = None
        self._tell(SaveState(self._state.saved_at))

    def _send(self, visit: Visit) -> None:
        self._next = None
        self._in_flight = visit
        self._tell(SaveState(self._state.saved_at, pending=True, away=self._away))
        if self._away and self._keep is not None:
            self._keep(visit, self.tier, self._done)
            return
        self._wait_for_answer()
        self._store.queue_draft(replace(visit, revision=self._revision), self._done, self.tier)

    def _wait_for_answer(self) -> None:
        """Look after a while whether the server took it: on a thread that no window holds up."""
        if self._keep is None:
            return
        if self._silent:
            self._keep_newest()
        elif self._watch is None:
            self._watch = threading.Timer(self.patience, self._overdue)
            self._watch.daemon = True
            self._watch.start()

    def _overdue(self) -> None:
        self._watch = None
        self._silent = self._in_flight is not None
        self._keep_newest()

    def _keep_newest(self) -> None:
        newest, keep = self._next or self._in_flight, self._keep
        if newest is None or keep is None:
            return

        def kept(outcome: Visit | WorldError) -> None:
            if not isinstance(outcome, WorldError):
                self._kept = newest
            self._post(self._tell_kept)

        keep(newest, self.tier, kept)

    def _tell_kept(self) -> None:
        """The queue has it; or the server was faster, and hears once more that all is stored."""
        state = self._state
        if self._in_flight is not None and not self._away:
            state = replace(state, kept_here=self._is_kept)
        self._tell(state)

    @property
    def _is_kept(self) -> bool:
        """Whether the newest state is durably in this workstation's queue."""
        newest = self._next or self._in_flight
        return self._silent and newest is not None and self._kept is newest

    def finish(self) -> None:
        """Wait until the newest state is in the chart: before signing, closing and locking.

        While the server is silent it is enough that this workstation's queue has it.

        Raises:
            WorldError: it could not be stored; it is kept and tried again.
        """
        self.retry()
        while self._in_flight is not None:
            if self._is_kept:
                return
            if self._keep is not None and not self._away:
                self._await_answer()
            elif not self._away:
                self._store.flush()
            self._settle_told()
            if self._away and self._in_flight is not None:
                time.sleep(0.002)

    def _await_answer(self) -> None:
        """Until the server answers, or the queue has what it does not take."""
        sent = self._in_flight
        while self._outcome is None and self._in_flight is sent and not self._is_kept:
            time.sleep(0.002)

    def _done(self, outcome: Visit | WorldError) -> None:
        # Kept as well as posted: `finish` waits on the very thread that the call is posted to.
        self._outcome = outcome
        self._post(self._settle_told)

    def _settle_told(self) -> None:
        outcome, self._outcome = self._outcome, None
        if outcome is not None:
            self._settle(outcome)

    def _settle(self, outcome: Visit | WorldError) -> None:
        sent, self._in_flight = self._in_flight, None
        if isinstance(outcome, FAILING) and self._keep is not None and not self._away:
            self.away_because = outcome
            self._go_away(self._next or sent)
            return
        if isinstance(outcome, WorldError):
            self._silent = False
            self._next = self._next or sent
            self._tell(SaveState(self._state.saved_at, pending=True, problem=outcome))
            return
        if not self._away:
            self._silent = False
            self._stored, self._revision = outcome, outcome.revision
        following = self._next
        self._tell(SaveState(self._clock(), pending=following is not None, away=self._away))
        if following is not None:
            self._send(following)

    def _go_away(self, newest: Visit | None) -> None:
        """What the server did not take goes into this workstation's queue."""
        self._away, self._silent = True, False
        if newest is None:
            return
        self._store.drop_queued(newest.id)
        self._send(newest)

    def _tell(self, state: SaveState) -> None:
        self._state = state
        self.changed.send(state)
