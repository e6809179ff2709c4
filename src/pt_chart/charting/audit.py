"""The log as charting speaks of it: what is written down, and how it is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class AuditAction(StrEnum):
    """What was done to the chart."""

    UNLOCK = "unlock"
    UNLOCK_FAILED = "unlock failed"
    LOCK = "lock"
    VIEW = "view"
    CREATE = "create"
    CHANGE = "change"
    SIGN = "sign"
    ADDENDUM = "addendum"
    COSIGN = "co-sign"
    WITHDRAW = "withdraw"
    MOVE = "move"
    MERGE = "merge"
    PRINT = "print"
    EXPORT = "export"
    COPY = "copy"
    DISCLOSE = "disclose"
    USERS = "users"
    KEYS = "keys"
    REFUSED = "refused"
    EMERGENCY = "emergency access"
    RECOVERY = "recovery kit"
    CLOCK = "clock"
    BACKUP = "backup"
    RESTORE = "restore"
    VERIFY = "verify"
    MIGRATE = "migrate"
    ERASE = "erase"
    UNKNOWN = "not known"
    """A line that no version of the program writes: the log was damaged."""


REPORTED = frozenset(
    {
        AuditAction.VIEW,
        AuditAction.PRINT,
        AuditAction.EXPORT,
        AuditAction.COPY,
        AuditAction.DISCLOSE,
    }
)
"""What use cases report themselves; the store writes all other lines, and only it."""

PROTECTION_ALTERED = (
    "before that the protection of signed visits and of the log had been altered; it stands again"
)
"""What the line of a migration says where an older chart came without its own triggers."""

LOG_READ = "audit log"
"""What the line says of somebody who read the log, of one patient where it names one."""

DISCLOSING = frozenset(
    {AuditAction.PRINT, AuditAction.EXPORT, AuditAction.COPY, AuditAction.DISCLOSE}
)
"""What takes something about a patient out of the program."""


@dataclass(frozen=True, slots=True)
class AuditQuery:
    """Which lines of the log are wanted; an empty part does not narrow.

    ``since`` and ``until`` bound the time (both included), ``newest`` how many lines at most.
    """

    since: datetime | None = None
    until: datetime | None = None
    user_id: str = ""
    patient_id: str = ""
    actions: frozenset[AuditAction] = frozenset()
    newest: int = 10_000


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """Something that happened, as the use case reports it; the store adds who, when and the chain.

    ``detail`` says what in words without clinical content (a document's name and its SHA-256).
    """

    action: AuditAction
    patient_id: str = ""
    visit_id: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class AuditRecord:
    """A line of the log. ``digest`` chains it to the line before; ``number`` counts from 1."""

    number: int
    at: datetime
    user_id: str
    user_name: str
    entry: AuditEntry
    digest: str
