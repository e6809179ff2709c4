"""What the log says that each user may do and how each signs, for holding the accounts against it.

Users are added, changed, let go and let in again by lines of their own (`users`). An account that
was rewritten past the program says something else than its last line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from sqlalchemy import Connection, select

from pt_chart.charting.audit import AuditAction
from pt_chart.clinical.people import Clinician
from pt_chart.store import register, users
from pt_chart.store.records import audit

_LINE = re.compile(
    r"^(?P<done>chart made by|added|changed|deactivated|password reset for) (?P<who>.*) "
    r"\(id (?P<user>[^()]*?)(?:, signing key [0-9a-f]{64})?\)$",
    re.DOTALL,
)
_RIGHTS = re.compile(
    r", (?P<role>[a-z_]+)(?P<administers>, administers)?"
    r"(?:, signing as \"(?P<signature>[^\"]*)\")?$"
)
_EARLIER = re.compile(r"^(?:added|changed|deactivated) (?P<user>\S+): ")


@dataclass(frozen=True, slots=True)
class Told:
    """What the lines of a user say last."""

    role: str
    administers: bool
    active: bool = True
    signature: str | None = None
    """Name and credentials as they are signed, None: an earlier version wrote the line."""

    def of(self, user: Clinician) -> Clinician:
        """A user with the rights of their line."""
        return replace(user, role=self.role, administers=self.administers)


def rights_told(connection: Connection) -> dict[str, Told]:
    """The rights of each user whose lines tell them; lines of earlier versions may not."""
    told: dict[str, Told] = {}
    lines = select(audit.c.detail).where(audit.c.action == AuditAction.USERS.value)
    for detail in connection.scalars(lines.order_by(audit.c.number)):
        line = _LINE.match(detail)
        if line is None:
            earlier = _EARLIER.match(detail)
            if earlier is not None:
                told.pop(earlier["user"], None)
            continue
        user, before = line["user"], told.get(line["user"])
        if line["done"] == "password reset for":
            if before is not None:
                told[user] = replace(before, active=True)
            continue
        rights = _RIGHTS.search(line["who"])
        if rights is not None:
            active = line["done"] != "deactivated"
            administers = rights["administers"] is not None
            told[user] = Told(rights["role"], administers, active, rights["signature"])
    return told


def as_told(connection: Connection, user: Clinician) -> Clinician:
    """A user with the rights that the log tells, whatever the account says."""
    told = rights_told(connection).get(user.id)
    return told.of(user) if told is not None else user


def problems(connection: Connection) -> Iterator[str]:
    """Accounts that say something else than the log."""
    told = rights_told(connection)
    accounts = {user.id: (user, active) for user, active in register.accounts(connection)}
    for user_id, (user, active) in accounts.items():
        line = told.get(user_id)
        if line is None:
            continue
        if (line.role, line.administers, line.active) != (user.role, user.administers, active):
            yield f"The rights of {user.name} are not those that the log tells."
        if line.signature not in (None, users.signing_as(user)):
            yield f"The name or credentials of {user.name} are not those that the log tells."
    if told.keys() - accounts.keys():
        yield f"{len(told.keys() - accounts.keys())} users that the log names are missing."
