"""The board of open visits on a clinic's server: a row per window and visit, renewed while open."""

from __future__ import annotations

from sqlalchemy import Connection, and_, delete, func, not_, or_, select
from sqlalchemy.dialects import postgresql

from pt_chart.charting.presence import REGISTER, WINDOW, Around, Present
from pt_chart.store import register
from pt_chart.store.records import visit
from pt_chart.store.server.chart import ChartServer
from pt_chart.store.server.tables import presence
from pt_chart.store.server.windows import still_there

_LONGEST_NAME = 80


class ServerPresence:
    """Implements `Presence` for one open chart; ``workstation`` is this computer's name."""

    def __init__(self, chart: ChartServer, workstation: str) -> None:
        self._chart = chart
        self._workstation = workstation[:_LONGEST_NAME] or "another workstation"

    def look(self, visit_id: str, patient_id: str) -> Around:
        """See `Presence.look`."""
        return self._chart.aside(lambda c: self._look(c, visit_id, patient_id))

    def stand_by(self) -> None:
        """See `Presence.stand_by`."""
        self._chart.aside(lambda c: self._renew(c, WINDOW, ""))

    def leave(self, visit_id: str) -> None:
        """See `Presence.leave`."""
        mine = and_(presence.c.client == self._chart.client, presence.c.visit_id == visit_id)
        self._chart.aside(lambda c: c.execute(delete(presence).where(mine)))

    def _renew(self, connection: Connection, visit_id: str, patient_id: str) -> None:
        row = {
            "client": self._chart.client,
            "visit_id": visit_id,
            "patient_id": patient_id,
            "user_name": self._chart.user.signature[:_LONGEST_NAME],
            "workstation": self._workstation,
        }
        renewed = postgresql.insert(presence).values(**row)
        again = renewed.on_conflict_do_update(
            index_elements=[presence.c.client, presence.c.visit_id], set_={"seen": func.now()}
        )
        connection.execute(again)

    def _look(self, connection: Connection, visit_id: str, patient_id: str) -> Around:
        self._renew(connection, visit_id, patient_id)
        columns = (visit.c.revision, visit.c.status, visit.c.episode_id)
        found = connection.execute(select(*columns).where(visit.c.id == visit_id)).first()
        others = self._others(connection, visit_id, patient_id)
        if found is None:
            return Around(others)
        episode = register.one_episode(connection, found.episode_id)
        patient = register.one_patient(connection, episode.patient_id)
        return Around(others, found.revision, found.status == "signed", patient, episode)

    def _others(
        self, connection: Connection, visit_id: str, patient_id: str
    ) -> tuple[Present, ...]:
        own = (presence.c.client == self._chart.client, presence.c.visit_id == visit_id)
        here_since = select(presence.c.since).where(*own).scalar_subquery()
        # A window of this person at this workstation that ended without a word.
        ended = and_(
            presence.c.user_name == self._chart.user.signature[:_LONGEST_NAME],
            presence.c.workstation == self._workstation,
            presence.c.since < here_since,
        )
        near = or_(presence.c.visit_id == visit_id, presence.c.patient_id == patient_id)
        wanted = (
            select(presence)
            .where(presence.c.client != self._chart.client, still_there(), near, not_(ended))
            .order_by(presence.c.since)
        )
        return tuple(
            Present(
                row.user_name,
                row.workstation,
                row.since,
                row.visit_id == visit_id,
                row.visit_id.startswith(REGISTER),
            )
            for row in connection.execute(wanted)
        )
