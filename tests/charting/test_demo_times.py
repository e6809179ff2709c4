"""The demo clinic's past is written at its own time: papers of old visits are not of today."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

from pt_chart.bootstrap.local import DEMO_PASSWORD, DEMO_USER, LocalWorkplace
from pt_chart.charting.audit import AuditAction, AuditQuery
from pt_chart.charting.draft_saver import run_here
from pt_chart.charting.stand_in_clock import StandInClock
from pt_chart.host.paths import DataFolders
from pt_chart.store.open import open_chart
from tests.store.samples import CHEAP


def test_visits_are_signed_on_their_day_and_no_clock_jumped(tmp_path: Path) -> None:
    place = LocalWorkplace(DataFolders(tmp_path), demo=True, cost=CHEAP)
    session = place.unlock(DEMO_USER, DEMO_PASSWORD, run_here)
    store = session.store
    signed = []
    for person in store.search(""):
        for episode in store.episodes_of(person.patient.id):
            signed += [visit for visit in store.visits_of(episode.id) if visit.signature]
    assert len(signed) >= 3
    for visit in signed:
        assert visit.signature is not None
        assert visit.signature.at.date() == visit.date
    assert session.administration is not None
    assert session.administration.verify().sound
    jumps = AuditQuery(actions=frozenset({AuditAction.CLOCK}))
    assert store.report(jumps) == ()
    lines = store.audit(limit=10_000)
    assert all(later.at >= earlier.at for later, earlier in pairwise(lines))
    assert lines[-1].at.date() < lines[0].at.date()
    store.close()
    open_chart(Path(place.chart_name), DEMO_USER, DEMO_PASSWORD).close()


def test_a_stand_in_clock_goes_forward_only_and_not_into_the_future() -> None:
    start = datetime(2026, 3, 1, tzinfo=UTC)
    clock = StandInClock(start, start + timedelta(days=9))
    clock.move(start + timedelta(days=2))
    clock.move(start)
    assert clock() == start + timedelta(days=2)
    clock.move(start + timedelta(days=30))
    assert clock() == start + timedelta(days=9)
    assert StandInClock(start + timedelta(days=1), start)() == start
