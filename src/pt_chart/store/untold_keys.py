"""Signing keys of earlier versions, whose lines in the log told that one was made, but not which.

Such a line excuses one key of its user, made in the same moment. A line of today stands right
after the one that announces the key, and excuses none.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from datetime import datetime, timedelta

from sqlalchemy import Connection, and_, or_, select

from pt_chart.charting.audit import AuditAction
from pt_chart.store import before_seals, users
from pt_chart.store.records import audit, clinician, signing_key

Key = tuple[str, str]
"""A public key and the id of its user."""
_SAME_MOMENT = timedelta(seconds=10)
"""A key is made and its line written in one commit; stretching a password takes a while."""
_BETWEEN = (AuditAction.KEYS.value, AuditAction.RESTORE.value)
"""Lines about the key file, which come between a key's line and that of coming in."""
_BY_KIT = "opened by the recovery kit; new password and signing key for {}"


def excused(connection: Connection, silent: Set[Key]) -> set[Key]:
    """Those keys that no line announces and that may stand all the same, one for each line."""
    found: set[Key] = set()
    used: set[int] = set()
    for key in sorted(silent):
        public, user_id = key
        since = connection.scalar(select(signing_key.c.since).where(signing_key.c.public == public))
        made = datetime.fromisoformat(str(since))
        for number, at in _lines(connection, public, user_id):
            near = abs(datetime.fromisoformat(at) - made) <= _SAME_MOMENT
            if near and number not in used:
                used.add(number)
                found.add(key)
                break
    return found


def _lines(connection: Connection, public: str, user_id: str) -> Iterator[tuple[int, str]]:
    """The lines that told of a key of this user in an earlier form."""
    name = connection.scalar(select(clinician.c.name).where(clinician.c.id == user_id))
    kit = audit.c.action == AuditAction.RECOVERY.value, audit.c.detail == _BY_KIT.format(user_id)
    reset = (
        audit.c.action == AuditAction.USERS.value,
        audit.c.detail == f"password reset for {name} (new signing key {public})",
    )
    wanted = select(audit.c.number, audit.c.at)
    told = wanted.where(or_(and_(*kit), and_(*reset))).order_by(audit.c.number)
    lines = list(connection.execute(told))
    migrated = before_seals.migrated(connection)
    if migrated:
        # Users of a chart from before signing keys got theirs at their first unlocking after it.
        first = wanted.where(
            audit.c.action == AuditAction.UNLOCK.value,
            audit.c.user_id == user_id,
            audit.c.number > migrated,
        )
        lines += connection.execute(first.order_by(audit.c.number).limit(1))
    for number, at in lines:
        earlier = select(audit.c.detail).where(
            audit.c.number < number, audit.c.action.not_in(_BETWEEN)
        )
        before = connection.scalar(earlier.order_by(audit.c.number.desc()).limit(1))
        if before is None or users.announced_key(before) is None:
            yield number, at
