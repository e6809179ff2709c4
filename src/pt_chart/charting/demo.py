"""Puts the invented people of the demo clinic into an open chart."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time
from functools import partial

from pt_chart.charting.care.payer_rule import with_rule
from pt_chart.charting.live_assessment import facts_of
from pt_chart.charting.ports import ChartStore
from pt_chart.charting.signing import signed
from pt_chart.clinical.bodychart.atlas import BodyAtlas
from pt_chart.clinical.bodychart.derive import summarize
from pt_chart.clinical.reasoning.acknowledged import basis_of
from pt_chart.clinical.reasoning.engine import assess
from pt_chart.clinical.reasoning.knowledge import Knowledge
from pt_chart.clinical.reasoning.results import Assessment, Tier
from pt_chart.clinical.reasoning.script import assessment_json
from pt_chart.clinical.visit import FlagAcknowledgment, Visit
from pt_chart.definitions.demo import DemoCase, DemoClinic

Act = Callable[[], None]
_REGISTERED, _SEEN = time(8, 30), time(10, 45)


def fill_demo(
    store: ChartStore,
    demo: DemoClinic,
    knowledge: Knowledge,
    atlas: BodyAtlas,
    at: Callable[[datetime], None] = lambda _moment: None,
) -> None:
    """Register the demo people and write what happened, in the order it happened.

    ``at`` is told each moment before something is written; it moves the clock of a store that is
    being made up, so that earlier visits are signed on their own day. A store whose clock it does
    not move signs them now: the time of a signature is the store's.

    Raises:
        WorldError: the chart could not be written.
    """
    store.save_clinic(demo.clinic)
    events = [event for case in demo.cases for event in _events(store, case, knowledge, atlas)]
    for moment, act in sorted(events, key=lambda event: event[0]):
        at(moment)
        act()


def begins(demo: DemoClinic) -> datetime:
    """A moment before everything that happens in the demo clinic."""
    first = min(_first_day(case) for case in demo.cases)
    return datetime.combine(first, time(8), UTC)


def _first_day(case: DemoCase) -> date:
    """Of the first visit, or of the episode where nobody was seen yet."""
    return min((visit.date for visit in case.visits), default=case.episode.started)


def _events(
    store: ChartStore, case: DemoCase, knowledge: Knowledge, atlas: BodyAtlas
) -> Iterator[tuple[datetime, Act]]:
    def register() -> None:
        store.save_patient(case.patient)
        store.save_episode(case.episode)

    begun = datetime.combine(_first_day(case), _REGISTERED, UTC)
    yield begun, register
    for visit in case.visits:
        seen = datetime.combine(visit.date, _SEEN, UTC)
        yield seen, partial(_store_visit, store, case, visit, knowledge, atlas, seen)
    for entry in case.log:
        own = replace(entry, by=store.user.id)
        yield max(entry.at, begun), partial(store.add_episode_entry, own)


def _store_visit(
    store: ChartStore,
    case: DemoCase,
    visit: Visit,
    knowledge: Knowledge,
    atlas: BodyAtlas,
    at: datetime,
) -> None:
    summary = summarize(visit.chart, atlas)
    found = assess(facts_of(case.patient, case.episode, visit, summary), knowledge)
    tier = min((flag.tier for flag in found.flags), key=lambda t: t.rank, default=None)
    visit = settled(case, visit, found, store.user.id)
    if visit.number > case.signed:
        store.save_draft(visit, tier)
        return
    draft = store.save_draft(visit, tier)
    panel = json.dumps(assessment_json(found), sort_keys=True)
    ruled = with_rule(draft, store.episode_log(visit.episode_id), store)
    final, signature = signed(ruled, store.user, lambda: at, panel)
    store.sign(final, signature, tier)


def settled(case: DemoCase, visit: Visit, found: Assessment, by: str) -> Visit:
    """A visit of the demo as its clinician left it: hypothesis with its basis, flags settled."""
    chosen = visit.hypothesis
    if chosen is not None:
        stamp = found.knowledge
        chosen = replace(
            chosen, by=by, knowledge_version=stamp.version, knowledge_sha256=stamp.sha256
        )
    done = _acknowledged(found, by, signed_at(visit)) if visit.number <= case.signed else ()
    return replace(visit, hypothesis=chosen, acknowledgments=done)


def signed_at(visit: Visit) -> datetime:
    """When a visit of the demo was signed, or would be."""
    return datetime.combine(visit.date, _SEEN, UTC)


def _acknowledged(found: Assessment, by: str, at: datetime) -> tuple[FlagAcknowledgment, ...]:
    return tuple(
        FlagAcknowledgment(
            flag.id, "Discussed; re-checked every visit.", "", by, at, basis_of(flag)
        )
        for flag in found.flags
        if flag.tier in {Tier.MONITOR, Tier.ROUTINE}
    )
