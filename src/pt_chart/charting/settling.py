"""When the draft on the desk met another version: both are kept, compared and settled."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import uuid4

from pt_chart.charting.away import Waiting
from pt_chart.charting.desk import VisitDesk
from pt_chart.charting.draft_saver import MET, Post
from pt_chart.charting.errors import ChartConflict, WorldError
from pt_chart.charting.events import Part, SaveState, VisitChanged
from pt_chart.charting.kept_versions import KeptBecause, KeptVersion
from pt_chart.charting.ports import ChartStore, Clock
from pt_chart.charting.signal import Signal
from pt_chart.clinical.merging.places import Place
from pt_chart.clinical.merging.three_way import Chosen, Merge, Standing, merge
from pt_chart.clinical.merging.words import Wording
from pt_chart.clinical.visit import Visit


def _nothing() -> None:
    """Nobody waits for the end of it."""


@dataclass(frozen=True, slots=True)
class Encounter:
    """Two versions of one visit. ``live``: mine is what is on the desk now.

    Otherwise mine is a version of ``at`` that was never compared, and theirs is the desk's.
    ``waiting`` is that version as it was kept; where it is somebody else's, mine is theirs.
    """

    id: str
    at: datetime
    base: Visit
    mine: Visit
    theirs: Visit
    live: bool
    waiting: KeptVersion | None = None
    of: str = ""
    """Who wrote it, "" for the person at work."""

    @property
    def signed(self) -> bool:
        """Whether the other version was signed: it cannot take anything of mine any more."""
        return self.theirs.signed


class Settling:
    """Follows one desk; call `stop` when the visit is closed."""

    def __init__(
        self, store: ChartStore, desk: VisitDesk, clock: Clock, wording: Wording, post: Post
    ) -> None:
        self._store = store
        self._desk = desk
        self._clock = clock
        self._wording = wording
        self._post = post
        self._met: Encounter | None = None
        self._keeping = False
        self._again = False
        self._untold = False
        """Whether the version that was met is not told yet: it is kept first."""
        self._settled: Callable[[], None] = _nothing
        """Hears when what is met now is over."""
        self._earlier: list[tuple[Encounter, Callable[[], None]]] = []
        """What was brought up and is not settled while a live conflict came between."""
        self.changed: Signal[Encounter | None] = Signal()
        """A version was met, or settled."""
        self.moved: Signal[None] = Signal()
        """The visit belongs to another episode now: nothing of it can be settled here."""
        self.failed: Signal[WorldError] = Signal()
        """My version could not be kept; it is still on the desk."""
        self._stop = (
            desk.saver.changed.connect(self._saved),
            desk.changed.connect(self._edited),
        )

    @property
    def met(self) -> Encounter | None:
        """What has to be settled, as it stands now."""
        if self._met is None:
            return None
        now = self._desk.visit
        return replace(self._met, mine=now) if self._met.live else replace(self._met, theirs=now)

    @property
    def store(self) -> ChartStore:
        """The chart of the visit."""
        return self._store

    @property
    def wording(self) -> Wording:
        """How places and values are said."""
        return self._wording

    def compared(self) -> Merge:
        """Both versions, place by place.

        Raises:
            RuntimeError: nothing was met.
        """
        met = self._needed()
        return merge(met.base, met.mine, met.theirs)

    def look_back(self) -> None:
        """Bring up a version kept beside this visit that nobody compared, one's own before others'.

        What others have waiting beside a signed visit is theirs alone to look at.

        Raises:
            WorldError: the chart could not be read.
        """
        if self._met is not None:
            return
        user, now = self._store.user.id, self._desk.visit
        kept = self._store.kept_versions(now.id)
        waiting = [
            one
            for one in kept
            if one.because is KeptBecause.UNSETTLED and (one.by == user or not now.signed)
        ]
        for one in sorted(waiting, key=lambda one: one.by != user):
            of = "" if one.by == user else one.name
            found = (one.id, one.at, one.base, one.mine, now)
            self._met = Encounter(*found, live=False, waiting=one, of=of)
            self.changed.send(self._met)
            return

    def hear_episode(self, episode_id: str) -> bool:
        """Whether the stored visit belongs to another episode than the one that is open."""
        if episode_id == self._desk.visit.episode_id:
            return False
        self.moved.send(None)
        return True

    def bring(self, waiting: Waiting, settled: Callable[[], None]) -> None:
        """Bring up a version that waited at this workstation; ``settled`` hears when it is over."""
        self._settled = settled
        now = self._desk.visit
        self._met = Encounter(str(uuid4()), waiting.at, waiting.base, waiting.mine, now, live=False)
        self.changed.send(self._met)

    def settle(self, choices: Mapping[Place, Chosen]) -> Visit:
        """Make one visit of both; the versions themselves stay beside it.

        Raises:
            NotChosen: a place is still open.
            WorldError: the versions could not be kept; nothing was changed.
        """
        met, found = self._needed(), self.compared()
        settled = found.settled(choices)
        self._keep_for_good(met, KeptBecause.SETTLED, self._words(found, choices))
        if met.live:
            self._take(met.theirs, settled)
        else:
            self._desk.edit("Both versions settled", settled, parts=tuple(Part))
        self._over()
        return settled

    def give_up(self) -> None:
        """Go on with the other version; mine stays beside the visit, to be looked up.

        Raises:
            WorldError: mine could not be kept; nothing was changed.
        """
        met = self._needed()
        self._keep_for_good(met, KeptBecause.GIVEN_UP, "the stored version as it was")
        if met.live:
            self._take(met.theirs, met.theirs)
        self._over()

    def _over(self) -> None:
        settled, self._settled = self._settled, _nothing
        settled()
        if self._earlier:
            earlier, self._settled = self._earlier.pop()
            self._met = replace(earlier, theirs=self._desk.visit)
            self.changed.send(self._met)

    def finish(self) -> None:
        """Keep what was met, durably: the visit is about to be closed.

        Raises:
            WorldError: it could not be kept.
        """
        if self._met is not None and self._met.live:
            self._store.keep_version(self._as_kept(self._needed(), KeptBecause.UNSETTLED))

    def stop(self) -> None:
        """The visit is closed."""
        for stop in self._stop:
            stop()

    def _take(self, theirs: Visit, settled: Visit) -> None:
        self._desk.replace_stored(settled, tuple(Part))
        self._desk.saver.build_on(theirs)
        if settled != theirs:
            self._desk.saver.save(settled)

    def _keep_for_good(self, met: Encounter, because: KeptBecause, choices: str) -> None:
        self._store.keep_version(self._as_kept(met, because, choices))
        self._met = None
        self.changed.send(None)

    def _needed(self) -> Encounter:
        met = self.met
        if met is None:
            raise RuntimeError("no other version was met")
        return met

    def _as_kept(self, met: Encounter, because: KeptBecause, choices: str = "") -> KeptVersion:
        user = self._store.user
        if met.waiting is not None and met.of:
            said = f"settled by {user.signature}{': ' if choices else ''}{choices}"
            return replace(met.waiting, because=because, theirs=met.theirs, choices=said)
        who = (user.id, user.signature)
        versions = (met.base, met.mine, met.theirs)
        return KeptVersion(met.id, met.mine.id, met.at, *who, because, *versions, choices)

    def _saved(self, state: SaveState) -> None:
        if not isinstance(state.problem, MET) or (self._met is not None and self._met.live):
            return
        if isinstance(state.problem, ChartConflict):
            self._meet(state.problem.theirs)
            return
        visit_id = self._desk.visit.id
        self._store.later(lambda store: store.visit(visit_id), self._told_theirs)

    def _told_theirs(self, theirs: Visit | WorldError) -> None:
        if isinstance(theirs, WorldError):
            self._post(lambda: self.failed.send(theirs))
        else:
            self._post(lambda: self._meet(theirs))

    def _meet(self, theirs: Visit) -> None:
        if self.hear_episode(theirs.episode_id):
            return
        if self._met is not None:
            # One that waited or was kept is brought up again when this one is settled.
            self._earlier.append((self._met, self._settled))
            self._settled = _nothing
        base = self._desk.saver.stored or theirs
        mine = self._desk.visit
        self._met = Encounter(str(uuid4()), self._clock(), base, mine, theirs, live=True)
        self._untold = True
        self._keep()

    def _edited(self, change: VisitChanged) -> None:
        del change
        if self._met is not None and self._met.live and not self._desk.visit.signed:
            self._keep()

    def _keep(self) -> None:
        """Keep the newest state of mine, one write after another."""
        if self._keeping:
            self._again = True
            return
        self._keeping, self._again = True, False
        kept = self._as_kept(self._needed(), KeptBecause.UNSETTLED)
        self._store.later(lambda store: store.keep_version(kept), self._kept_or_not)

    def _kept_or_not(self, outcome: WorldError | None) -> None:
        self._post(lambda: self._kept(outcome))

    def _kept(self, outcome: WorldError | None) -> None:
        self._keeping = False
        if self._met is None:
            return
        untold, self._untold = self._untold, False
        if isinstance(outcome, WorldError):
            self.failed.send(outcome)
        elif self._again:
            self._keep()
        if untold:
            self.changed.send(self._met)

    def _words(self, found: Merge, choices: Mapping[Place, Chosen]) -> str:
        """What was taken from which version, without saying what it was."""
        told = []
        for one in found.differences:
            pick = choices.get(one.place)
            taken = pick.value if pick else _TAKEN[one.standing]
            told.append(f"{self._wording.title(one.place)}: {taken}")
        return "; ".join(told)


_TAKEN = {
    Standing.MINE: "mine",
    Standing.THEIRS: "theirs",
    Standing.AGREED: "the same in both",
    Standing.COMBINED: "both",
}
