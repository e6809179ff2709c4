"""What an open window stands on: the chart is still worked on here, and its user still may.

Both are ended elsewhere: at another workstation an administrator lets somebody go or moves the
clinic into a file. A window that is open learns of it with its next write, before anything of it
is stored, or when it next says that it is still there.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select, text

from pt_chart.charting.errors import AccessEnded, ServerLeft, ServerUpgraded
from pt_chart.clinical.people import Clinician
from pt_chart.store.records import account, clinician, setting

MOVED = "moved"
"""The setting of a chart that was left behind by a move."""


_REVISION = text("SELECT version_num FROM alembic_version")


@dataclass(frozen=True)
class _Found:
    access: tuple[object, ...] | None
    moved: bool
    revision: str


class Standing:
    """Holds what was true when the chart was opened against what is true now."""

    def __init__(self, user: Clinician) -> None:
        self._user_id = user.id
        self._then: _Found | None = None

    def check(self, connection: Connection) -> None:
        """Go on only while nothing of it was ended. The first call notes how it stands.

        Raises:
            ServerLeft: the clinic was moved away since.
            ServerUpgraded: the tables have another revision since.
            AccessEnded: the user was let go since, or has another role.
        """
        now = self._look(connection)
        then = self._then or now
        self._then = then
        if now.moved and not then.moved:
            raise ServerLeft
        if now.revision != then.revision:
            raise ServerUpgraded
        if now.access != then.access:
            raise AccessEnded

    def _look(self, connection: Connection) -> _Found:
        rights = select(account.c.active, account.c.administers, clinician.c.role)
        own = rights.join_from(account, clinician).where(account.c.user_id == self._user_id)
        access = connection.execute(own).first()
        moved = connection.scalar(select(setting.c.name).where(setting.c.name == MOVED))
        revision = str(connection.scalar(_REVISION))
        return _Found(tuple(access) if access is not None else None, moved is not None, revision)
