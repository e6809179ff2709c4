"""How a person works at a workstation of a clinic's server that goes away."""

from __future__ import annotations

import time

from pt_chart.bootstrap.local import LocalWorkplace
from pt_chart.charting.clinic_session import ClinicSession
from pt_chart.charting.draft_saver import DraftSaver, run_here
from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.clinical.sides import Side
from pt_chart.clinical.visit import Visit
from tests.fakes import THERAPIST
from tests.servers import Cluster
from tests.store.samples import PASSWORD

PAIN = FindingKey("nprs_now")
SLUMP = FindingKey("slump", Side.RIGHT)


def unlock(place: LocalWorkplace) -> ClinicSession:
    """Open the chart at a workstation."""
    return place.unlock(THERAPIST.name, PASSWORD, run_here)


def lock(session: ClinicSession) -> None:
    """Leave it in order."""
    session.close_visit()
    session.store.close()
    if session.away is not None:
        session.away.close()


def type_in(session: ClinicSession, key: FindingKey, value: object) -> None:
    """Answer a question of the open visit."""
    assert session.open is not None
    session.open.desk.set_answer(key, Answer(value))  # type: ignore[arg-type]
    wait_for(session.open.desk.saver)


def wait_for(saver: DraftSaver) -> None:
    """Until the server took it, or is known to be gone; a silent one is waited for."""
    saver.finish()
    end = time.monotonic() + 60
    while saver.state.pending and time.monotonic() < end:
        time.sleep(0.01)


def away_with(
    place: LocalWorkplace, cluster: Cluster, key: FindingKey, value: object
) -> ClinicSession:
    """The server goes away while the visit is open; then something is typed."""
    session = unlock(place)
    session.open_visit("visit-1")
    cluster.stop()
    type_in(session, key, value)
    return session


def back_with(
    place: LocalWorkplace, cluster: Cluster, key: FindingKey, value: object
) -> ClinicSession:
    """What was typed while the server was away waits; the server is back, the chart unlocked."""
    lock(away_with(place, cluster, key, value))
    cluster.start()
    return unlock(place)


def visit_of(session: ClinicSession) -> Visit:
    """The visit on the desk."""
    assert session.open is not None
    return session.open.desk.visit
