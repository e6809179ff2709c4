"""Long work with a server: waited for while it lives, given up when it is silent, and stopped."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pt_chart.charting.errors import ServerLost, UserRefused
from pt_chart.store import left_behind, moving
from pt_chart.store.chart_file import ChartFile
from pt_chart.store.open import create_chart
from pt_chart.store.server import link, roles
from pt_chart.store.server.set_up import ServerPlan
from tests.fakes import THERAPIST, FakeClock
from tests.servers import Cluster
from tests.store.samples import CHEAP, NOON, PASSWORD, PATIENT

SOON = 60.0
"""Seconds after which somebody at a window would give up."""


@pytest.fixture(autouse=True)
def asked_early(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a second of silence is long enough for a test."""
    monkeypatch.setattr(link, "ASK_AFTER", 0.5)


@pytest.fixture
def plan() -> ServerPlan:
    """Names that no other test has."""
    own = secrets.token_hex(4)
    return ServerPlan(f"silent_{own}", f"owner_{own}", f"program_{own}")


@pytest.fixture
def chart(tmp_path: Path) -> Iterator[ChartFile]:
    """A chart file with a patient."""
    made = create_chart(
        tmp_path / "clinic.ptchart", THERAPIST, PASSWORD, cost=CHEAP, clock=FakeClock(NOON)
    )
    made.save_patient(PATIENT)
    yield made
    made.abandon()


def _move(chart: ChartFile, cluster: Cluster, plan: ServerPlan, stop: object = None) -> None:
    path = chart._place.chart.with_name("clinic.ptserver")
    moving.to_server(
        chart,
        cluster.admin,
        plan,
        "an owner of many tables",
        path,
        stop,  # type: ignore[arg-type]
    )


def test_a_server_that_works_long_and_answers_is_waited_for(own_cluster: Cluster) -> None:
    with roles.outside_transactions(own_cluster.admin) as connection:
        assert connection.exec_driver_sql("SELECT 7 FROM pg_sleep(2)").scalar_one() == 7


def test_a_server_that_falls_silent_during_a_move_is_given_up(
    chart: ChartFile, own_cluster: Cluster, plan: ServerPlan, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = moving._unguarded

    def silent(target: object) -> None:
        real(target)  # type: ignore[arg-type]
        own_cluster.hang()

    monkeypatch.setattr(moving, "_unguarded", silent)
    begun = time.monotonic()
    try:
        with pytest.raises(ServerLost, match=f"may be left there: the database {plan.database}"):
            _move(chart, own_cluster, plan)
    finally:
        own_cluster.wake()
    assert time.monotonic() - begun < SOON
    assert not chart._place.chart.with_name("clinic.ptserver").exists()
    left_behind.refuse_moved(chart._place.chart)
    chart.save_patient(PATIENT)


def test_a_move_that_is_stopped_is_taken_back(
    chart: ChartFile, own_cluster: Cluster, plan: ServerPlan
) -> None:
    asked = iter([False] * 30)
    with pytest.raises(UserRefused, match="stopped"):
        _move(chart, own_cluster, plan, lambda: next(asked, True))
    left_behind.refuse_moved(chart._place.chart)
    with roles.outside_transactions(own_cluster.admin) as connection:
        assert not roles.has_database(connection, plan.database)
        assert not roles.has_role(connection, plan.owner)
        assert not roles.has_role(connection, plan.program)
    chart.save_patient(PATIENT)
