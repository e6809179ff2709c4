"""The clinic's server: the page to move there, who else is there, and drafts that wait."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from pt_chart.charting.away import Waiting
from pt_chart.charting.presence import Around, Present
from pt_chart.charting.server_port import CheckPoint
from pt_chart.charting.waiting_drafts import WaitingDraft
from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.clinical.sides import Side
from pt_chart.ui.server.first_view import ServerView
from pt_chart.ui.server.page import ServerPage
from pt_chart.ui.showcase.camera import Camera, settle
from pt_chart.ui.versions.waiting_page import WaitingPage

LOOKED = (
    CheckPoint("Connection", "encrypted (TLS), the certificate is the server's"),
    CheckPoint("Version", "PostgreSQL 15.18"),
    CheckPoint("Takes changes", "yes"),
    CheckPoint("Survives a power cut", "yes"),
    CheckPoint(
        "Notices damaged pages",
        "no",
        "The server does not notice when its disk returns damaged pages.",
        "Switch it on while the server is stopped: pg_checksums --enable.",
    ),
)
"""What a look at an invented server found."""
HOST = "db.larkmoor.example"


class _Board:
    """A front desk that has the visit open too."""

    def __init__(self, around: Around) -> None:
        self._around = around

    def look(self, _visit_id: str, _patient_id: str) -> Around:
        return self._around

    def stand_by(self) -> None:
        """Nothing was ended."""

    def leave(self, _visit_id: str) -> None:
        """Nobody is told."""


def before_unlocking(camera: Camera) -> Iterator[Path]:
    """Joining and setting up, with a look at a server."""
    view = ServerView(camera.window.theme)
    view.set_up.fields["host"].setText(HOST)
    view.set_up.show_points(LOOKED)
    camera.window.show_alone(view)
    yield from camera.everywhere("74-server-first")


def scene(camera: Camera) -> Iterator[Path]:
    """The clinic's page, a visit that is open elsewhere too, and what waits here."""
    window = camera.window
    session = window.session
    if session is None or session.open is None:
        return
    visit_id, desk = session.open.desk.visit.id, session.open.desk
    wording = session.open.settling.wording
    window.show_clinic("server")
    page = window.clinic.page("server") if window.clinic is not None else None
    if isinstance(page, ServerPage) and page.form is not None:
        page.form.fields["host"].setText(HOST)
        page.form.show_points(LOOKED)
    yield from camera.everywhere("75-server-page")
    since = session.clock() - timedelta(minutes=34)
    there = Present("Ana Ruiz, front desk", "FRONT-DESK", since, same_visit=True)
    session.presence = _Board(Around((there,), desk.saver.revision + 1))
    window.open_visit(visit_id)
    settle()
    yield from camera.everywhere("76-open-elsewhere")
    session.presence = None
    base = desk.visit
    mine = base.with_answer(FindingKey("slr_angle", Side.RIGHT), Answer(58))
    waiting = Waiting(desk.patient, desk.episode, base, mine, session.clock())
    window.show_patients()
    list_page = WaitingPage(window.theme, (WaitingDraft(waiting),), wording)
    window.stack.addWidget(list_page)
    window.stack.setCurrentWidget(list_page)
    yield from camera.everywhere("77-waiting-here")
    window.stack.removeWidget(list_page)
    list_page.deleteLater()
    window.show_patients()
