"""Puts the invented people of the demo clinic into an open chart."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, time

from pt_chart.charting.live_assessment import facts_of
from pt_chart.charting.ports import ChartStore
from pt_chart.charting.signing import signed
from pt_chart.clinical.bodychart.atlas import BodyAtlas
from pt_chart.clinical.bodychart.derive import summarize
from pt_chart.clinical.reasoning.engine import assess
from pt_chart.clinical.reasoning.knowledge import Knowledge
from pt_chart.clinical.reasoning.results import Assessment, Tier
from pt_chart.clinical.reasoning.script import assessment_json
from pt_chart.clinical.visit import FlagAcknowledgment, Visit
from pt_chart.definitions.demo import DemoCase, DemoClinic


def fill_demo(store: ChartStore, demo: DemoClinic, knowledge: Knowledge, atlas: BodyAtlas) -> None:
    """Register the demo people; earlier visits are signed as of their own day.

    Raises:
        WorldError: the chart could not be written.
    """
    store.save_clinic(demo.clinic)
    for case in demo.cases:
        store.save_patient(case.patient)
        store.save_episode(case.episode)
        for visit in case.visits:
            _store_visit(store, case, visit, knowledge, atlas)
        for entry in case.log:
            store.add_episode_entry(replace(entry, by=store.user.id))


def _store_visit(
    store: ChartStore, case: DemoCase, visit: Visit, knowledge: Knowledge, atlas: BodyAtlas
) -> None:
    summary = summarize(visit.chart, atlas)
    found = assess(facts_of(case.patient, case.episode, visit, summary), knowledge)
    tier = min((flag.tier for flag in found.flags), key=lambda t: t.rank, default=None)
    if visit.number > case.signed:
        store.save_draft(visit, tier)
        return
    at = datetime.combine(visit.date, time(10, 45), UTC)
    settled = replace(visit, acknowledgments=_acknowledged(found, store.user.id, at))
    draft = store.save_draft(settled, tier)
    panel = json.dumps(assessment_json(found), sort_keys=True)
    final, signature = signed(draft, store.user, lambda: at, panel)
    store.sign(final, signature, tier)


def _acknowledged(found: Assessment, by: str, at: datetime) -> tuple[FlagAcknowledgment, ...]:
    return tuple(
        FlagAcknowledgment(flag.id, "Discussed; re-checked every visit.", "", by, at)
        for flag in found.flags
        if flag.tier in {Tier.MONITOR, Tier.ROUTINE}
    )
