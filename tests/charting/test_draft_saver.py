"""Autosave: one save in flight, the newest state next, failures kept and told."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date
from typing import TypeAlias

import pytest

from pt_chart.charting.draft_saver import DraftSaver, run_here
from pt_chart.charting.errors import ChartConflict, DiskFull, WorldError
from pt_chart.charting.events import SaveState
from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.clinical.people import Episode, Patient
from pt_chart.clinical.reasoning.results import Tier
from pt_chart.clinical.visit import Visit, VisitKind
from tests.fakes import MemoryStore

KEY = FindingKey("slr_angle")


@pytest.fixture
def store() -> MemoryStore:
    store = MemoryStore()
    store.save_patient(Patient("p", "20417", "Tallowby", "Mira", date(1982, 4, 14)))
    store.save_episode(Episode("e", "p", "leg pain", None, date(2026, 10, 6)))
    return store


@pytest.fixture
def draft(store: MemoryStore) -> Visit:
    return store.save_draft(Visit("v", "e", VisitKind.EVALUATION, date(2026, 11, 10)))


def _saver(store: MemoryStore, draft: Visit) -> DraftSaver:
    return DraftSaver(store, store.clock, draft.revision, run_here)


def _state(saver: DraftSaver) -> SaveState:
    return saver.state


def test_every_state_reaches_the_chart(store: MemoryStore, draft: Visit) -> None:
    saver = _saver(store, draft)
    for angle in (40, 45, 50):
        saver.save(draft.with_answer(KEY, Answer(angle)))
        assert store.visit("v").answers[KEY].value == angle
    assert saver.state == SaveState(store.clock.now)
    assert store.visit("v").revision == saver.revision


def test_while_one_save_is_under_way_only_the_newest_follows(
    store: MemoryStore, draft: Visit
) -> None:
    store.held = True
    saver = _saver(store, draft)
    for angle in (40, 45, 50):
        saver.save(draft.with_answer(KEY, Answer(angle)))
    assert _state(saver).pending
    store.held = False
    store.release()
    assert store.visit("v").answers[KEY].value == 50
    assert not _state(saver).pending
    assert saver.revision == draft.revision + 2


def test_a_full_disk_is_told_and_the_newest_state_is_saved_later(
    store: MemoryStore, draft: Visit
) -> None:
    saver = _saver(store, draft)
    store.failure = DiskFull()
    saver.save(draft.with_answer(KEY, Answer(40)))
    assert isinstance(_state(saver).problem, DiskFull)
    saver.save(draft.with_answer(KEY, Answer(45)))
    assert isinstance(_state(saver).problem, DiskFull)
    store.failure = None
    saver.retry()
    assert _state(saver).problem is None
    assert store.visit("v").answers[KEY].value == 45


def test_a_conflict_keeps_both_versions_until_settled(store: MemoryStore, draft: Visit) -> None:
    saver = _saver(store, draft)
    store.save_draft(draft.with_answer(KEY, Answer(70)))
    saver.save(draft.with_answer(KEY, Answer(40)))
    met = _state(saver).problem
    assert isinstance(met, ChartConflict)
    assert (met.mine.answers[KEY].value, met.theirs.answers[KEY].value) == (40, 70)
    saver.save(draft.with_answer(KEY, Answer(41)))
    assert store.visit("v").answers[KEY].value == 70
    saver.retry()
    assert store.visit("v").answers[KEY].value == 70
    saver.build_on(met.theirs)
    assert saver.stored == met.theirs
    saver.save(draft.with_answer(KEY, Answer(41)))
    assert store.visit("v").answers[KEY].value == 41


def test_the_most_urgent_flag_goes_to_the_lists(store: MemoryStore, draft: Visit) -> None:
    saver = _saver(store, draft)
    saver.tier = Tier.URGENT
    saver.save(draft.with_answer(KEY, Answer(40)))
    assert store.drafts()[0].tier is Tier.URGENT


def test_finishing_waits_for_the_newest_state_though_nobody_ran_the_answers(
    store: MemoryStore, draft: Visit
) -> None:
    """A window that signs or locks cannot run what the store's thread posted to it."""
    posted: list[Callable[[], None]] = []
    saver = DraftSaver(store, store.clock, draft.revision, posted.append)
    for angle in (40, 45, 50):
        saver.save(draft.with_answer(KEY, Answer(angle)))
    saver.finish()
    assert store.visit("v").answers[KEY].value == 50
    assert store.visit("v").revision == saver.revision
    assert not _state(saver).pending
    for call in posted:
        call()
    assert store.visit("v").revision == saver.revision


Done: TypeAlias = Callable[[Visit | WorldError], None]


class _Queue:
    """This workstation's queue: what was given to it last."""

    def __init__(self) -> None:
        self.kept: list[object] = []
        self.on: list[int] = []
        self.given = threading.Event()

    def keep(self, visit: Visit, tier: Tier | None, done: Done) -> None:
        del tier
        self.kept.append(visit.answers[KEY].value)
        self.on.append(threading.get_ident())
        self.given.set()
        done(visit)


def test_what_a_silent_server_does_not_take_is_kept_here_until_it_does(
    store: MemoryStore, draft: Visit
) -> None:
    store.held = True
    saver, queue = _saver(store, draft), _Queue()
    saver.keep_at_hand(queue.keep)
    saver.patience = 0.02
    saver.save(draft.with_answer(KEY, Answer(40)))
    assert queue.given.wait(60)
    assert queue.kept == [40]
    assert queue.on != [threading.get_ident()], "not at once, not on the window's thread"
    saver.save(draft.with_answer(KEY, Answer(45)))
    assert queue.kept == [40, 45]
    assert _state(saver).kept_here
    assert not _state(saver).away
    saver.finish()
    assert store.visit("v") == draft
    store.held = False
    store.release()
    assert store.visit("v").answers[KEY].value == 45
    assert _state(saver) == SaveState(store.clock.now)


def test_a_server_that_answers_in_time_needs_no_queue(store: MemoryStore, draft: Visit) -> None:
    saver, queue = _saver(store, draft), _Queue()
    saver.keep_at_hand(queue.keep)
    saver.patience = 0.02
    saver.save(draft.with_answer(KEY, Answer(40)))
    assert not queue.given.wait(0.1)
    assert not _state(saver).kept_here
