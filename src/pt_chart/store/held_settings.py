"""Settings that keep people out or tell them something, held against the line of their last change.

A line of an earlier version names the setting without its value; it is held from its next change.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sqlalchemy import Connection, or_, select

from pt_chart.charting.audit import AuditAction
from pt_chart.charting.idle_lock import SETTING as IDLE_LOCK
from pt_chart.store import before_digests, content
from pt_chart.store.records import audit, setting
from pt_chart.store.setting_rules import RETENTION, SEEN

_LINE = re.compile(r"^setting: (?P<name>.+?)(?:: .* to (?P<value>\d+))?$")
_PERIOD = re.compile(r"^retention: \d+ to (?P<value>\d+) years$")
_ACTIONS = (AuditAction.CHANGE.value, AuditAction.USERS.value)


def problems(connection: Connection) -> Iterator[str]:
    """How many of them say something else than the log, or have no line in it."""
    told = _told(connection)
    held = or_(setting.c.name.in_((IDLE_LOCK, RETENTION)), setting.c.name.like(f"{SEEN} %"))
    standing = {
        row.name: row.content
        for row in connection.execute(select(setting.c.name, setting.c.content).where(held))
    }
    # Charts of earlier versions may hold some that no line told of.
    earlier = bool(before_digests.last(connection, "0009"))
    wrong = sum(
        told[name] not in (None, value) if name in told else not earlier
        for name, value in standing.items()
    )
    wrong += sum(name not in standing for name, value in told.items() if value is not None)
    if wrong:
        yield f"{wrong} settings of the administration are not what the log says."


def _told(connection: Connection) -> dict[str, str | None]:
    """The last value of each as it is stored, None: its line tells none."""
    lines = select(audit.c.detail).where(
        audit.c.action.in_(_ACTIONS),
        or_(
            audit.c.detail.like(f"setting: {IDLE_LOCK}%"),
            audit.c.detail.like(f"setting: {RETENTION}%"),
            audit.c.detail.like(f"setting: {SEEN} %"),
            audit.c.detail.like("retention: %"),
        ),
    )
    found: dict[str, str | None] = {}
    for detail in connection.scalars(lines.order_by(audit.c.number)):
        period, line = _PERIOD.match(detail), _LINE.match(detail)
        if period is not None:
            found[RETENTION] = content.dump(int(period["value"]))
        elif line is not None:
            value = line["value"]
            found[line["name"]] = content.dump(int(value)) if value else None
    return found
