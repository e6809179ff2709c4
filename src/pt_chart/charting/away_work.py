"""Ties open visits to this workstation's queue: at hand, kept while away, offered on return."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from pt_chart.charting.access import Right, allowed
from pt_chart.charting.away import AwayDesk, ServerAway, Waiting
from pt_chart.charting.desk import VisitDesk
from pt_chart.charting.errors import ServerLost, WorldError
from pt_chart.charting.events import SaveState
from pt_chart.charting.ports import ChartStore
from pt_chart.charting.settling import Settling
from pt_chart.charting.waiting_drafts import (
    WaitingDraft,
    WaitsForAnother,
    is_for_another,
    stands,
    words_of_another,
    written_by,
)
from pt_chart.clinical.reasoning.results import Tier
from pt_chart.clinical.visit import Visit

if TYPE_CHECKING:
    from pt_chart.charting.clinic_session import ClinicSession


def _nobody(_outcome: object) -> None:
    """Nobody waits for the answer: the next edit is kept anew."""


class AwayWork:
    """``alone``: the server was away at unlocking, so every visit is the queue's own.

    ``answers`` asks then whether it answers again; it may take seconds.
    """

    def __init__(
        self, queue: AwayDesk, *, alone: bool, answers: Callable[[], bool] | None = None
    ) -> None:
        self._queue = queue
        self.answers = answers
        self.alone = alone
        self.back = False
        """The server that was away answers again; what waits here was not brought there yet."""
        self.left: tuple[tuple[str, AwayDesk], ...] = ()
        """Queues here of people who were let go, by name, for who manages the users."""
        self.stray: WaitsForAnother | None = None
        """What waits of the visit that was opened last was written for somebody else."""

    def offered(self) -> tuple[Waiting, ...]:
        """What the server does not have yet, earliest first.

        Raises:
            WorldError: the queue cannot be read.
        """
        return tuple(one for one in self._queue.waiting() if one.changed)

    def tidy(self) -> None:
        """Forget visits that were only open when the program ended."""
        for one in self._queue.waiting():
            if not one.changed:
                self._queue.done(one.ident)

    def attach(self, desk: VisitDesk, settling: Settling) -> Callable[[], None]:
        """Keep a visit that was put on the desk at hand; returns what ends it.

        One that waits in the queue is brought up beside what the server holds now; it is kept at
        hand as soon as the two are settled.
        """
        visit = desk.visit
        self.stray = None
        waiting = next((one for one in self._queue.waiting() if one.ident == visit.id), None)
        at_hand = _AtHand(self._queue, desk, waiting if self.alone else None)
        if waiting is not None and not self.alone and not self._belongs(waiting, desk, settling):
            waiting = None
        if not self.alone and waiting is not None and waiting.changed:

            def settled() -> None:
                self._queue.done(visit.id)
                if not visit.signed:
                    at_hand.begin(alone=False)

            settling.bring(waiting, settled)
        elif not visit.signed:
            at_hand.begin(alone=self.alone)
        return at_hand.end

    def _belongs(self, waiting: Waiting, desk: VisitDesk, settling: Settling) -> bool:
        """Whether what waits was written for the patient and episode that are open; told if not."""
        if not allowed(settling.store.user, Right.CHART):
            return False
        if not is_for_another(settling.store, waiting, desk.patient, desk.episode):
            return True
        self._queue.set_apart(desk.visit.id)
        if waiting.changed:
            self.stray = WaitsForAnother(words_of_another(waiting, desk.patient, desk.episode))
        return False

    def everything(self) -> tuple[Waiting, ...]:
        """What waits, also of people who were let go.

        Raises:
            WorldError: a queue cannot be read.
        """
        others = [one for _, queue in self.left for one in queue.waiting() if one.changed]
        return (*self.offered(), *others)

    def drafts(self, store: ChartStore) -> tuple[WaitingDraft, ...]:
        """What waits, each with how it stands to the chart now.

        Raises:
            WorldError: the queue or the chart cannot be read.
        """
        own = [stands(store, one) for one in self.offered()]
        others = [
            written_by(name, one, queue)
            for name, queue in self.left
            for one in queue.waiting()
            if one.changed
        ]
        return (*own, *others)

    def let_draft_go(self, store: ChartStore, draft: WaitingDraft) -> None:
        """Forget a draft that cannot be brought anywhere; the log has a line of it.

        Raises:
            WorldError: the line could not be written; the draft is still here.
        """
        one = draft.waiting
        store.let_waiting_go(one.mine.id, one.patient.id, len(draft.written))
        (draft.queue or self._queue).done(one.ident)

    def refuse(self, desk: VisitDesk, what: str) -> None:
        """Stop what needs the server while it is away, or silent.

        Raises:
            ServerAway: it is.
        """
        if not self.alone:
            desk.saver.finish()
        if self.alone or desk.saver.away or desk.saver.silent:
            raise ServerAway.to(what)

    def unreachable(self, desk: VisitDesk) -> bool:
        """Whether a call to the server would be waited for: it was silent or away just now."""
        saver = desk.saver
        return not self.alone and (saver.silent or (saver.away and not self.back))

    @staticmethod
    def let_go(store: ChartStore) -> None:
        """Close a chart whose server is silent without waiting for it: all is in the queue."""

        def work() -> None:
            with suppress(WorldError):
                store.abandon()

        threading.Thread(target=work, name="leaving a silent server", daemon=True).start()

    def is_back(self, store: ChartStore) -> bool:
        """Whether the server answers again; for the store's thread."""
        try:
            store.users()
        except WorldError:
            return False
        return not self.alone

    def done(self, visit_id: str) -> None:
        """Nothing of a visit has to wait here any more: it stands beside it in the chart."""
        self._queue.done(visit_id)

    def close(self) -> None:
        """The chart is locked."""
        self._queue.close()
        for _, queue in self.left:
            queue.close()


def refuse_while_away(session: ClinicSession, what: str) -> None:
    """Stop what leaves the chart, and is logged there, while its server cannot take the line.

    Raises:
        ServerAway: it is away or silent, which is asked now.
    """
    if session.away is None or session.open is None:
        return
    session.away.refuse(session.open.desk, what)
    try:
        session.store.users()
    except ServerLost as lost:
        raise ServerAway.to(what) from lost


def leave_stored(
    desk: VisitDesk, settling: Settling, store: ChartStore, away: AwayWork | None
) -> None:
    """Have the chart hold all of a visit that is left; a silent server is not waited for.

    Raises:
        WorldError: something of it is neither in the chart nor in this workstation's queue.
    """
    if away is not None and away.unreachable(desk):
        return
    settling.finish()
    try:
        store.flush()
    except ServerLost:
        # The saver has finished: the chart has what was typed here.
        if away is None:
            raise


class _AtHand:
    """One open visit and its place in the queue; ``waiting`` where it was opened from there."""

    def __init__(self, queue: AwayDesk, desk: VisitDesk, waiting: Waiting | None) -> None:
        self._queue = queue
        self._desk = desk
        self._waiting = waiting
        self._begun = False
        self._held = False
        self._stop: Callable[[], None] = lambda: None

    def begin(self, *, alone: bool) -> None:
        """Keep the visit as it is now, and whatever the server does not take."""
        self._begun = not alone
        at = self._waiting.at if self._waiting is not None else None
        self._desk.saver.keep_at_hand(self._keep, away=alone, kept_at=at)
        if not alone:
            self._keep(self._desk.saver.stored or self._desk.visit, None, _nobody)
        self._stop = self._desk.saver.changed.connect(self._saved)

    def end(self) -> None:
        """The visit is closed: what the server has need not be kept here."""
        self._stop()
        if not self._begun:
            return
        self._forget(self._desk.saver.state)
        if self._desk.saver.silent:
            # It may still say yes to what is on its way.
            self._desk.saver.changed.connect(self._forget)

    def _forget(self, state: SaveState) -> None:
        if not (state.away or state.pending or state.problem):
            with suppress(WorldError):  # the queue was closed meanwhile: it is offered, and equal
                self._queue.done(self._desk.visit.id)

    def _keep(self, state: Visit, tier: Tier | None, done: Callable[..., None]) -> None:
        desk = self._desk
        base = self._waiting.base if self._waiting else desk.saver.stored or desk.visit
        mine = replace(state, revision=base.revision)
        self._held = self._held or mine != base
        self._queue.keep(Waiting(desk.patient, desk.episode, base, mine, desk.now(), tier), done)

    def _saved(self, state: SaveState) -> None:
        """The server took what was held: it is merely open again."""
        clean = not (state.pending or state.away or state.problem)
        if clean and self._held and self._begun and self._desk.saver.stored is not None:
            self._held = False
            self._keep(self._desk.saver.stored, None, _nobody)
