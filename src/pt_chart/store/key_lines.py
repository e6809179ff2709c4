"""The key file held against the log, which tells of every key file that was written.

Each has a line of its own with its generation and digest, so that an earlier one that is put back,
or one that somebody made with other software, differs from the last line. A key file may be ahead
of its chart: beside a copy that was given today's keys. Then the line says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from pt_chart.charting.audit import AuditAction, AuditEntry
from pt_chart.charting.errors import ChartDamaged, ChartNewer
from pt_chart.store import seals, users
from pt_chart.store.home import ChartHome
from pt_chart.store.keyfile import KeyFile
from pt_chart.store.keyfile_format import digest_of_keys
from pt_chart.store.ledger import Transaction
from pt_chart.store.records import audit, seal, signing_key

_LINE = re.compile(
    r"^key file (?P<generation>\d+), SHA-256 (?P<digest>[0-9a-f]{64})(?P<ahead>, ahead)?$"
)


@dataclass(frozen=True, slots=True)
class KeyLines:
    """What the lines tell: the last key file, and the generation that the chart was brought to.

    None: there is no such line.
    """

    last: tuple[int, str] | None = None
    generation: int | None = None


def told(connection: Connection) -> KeyLines:
    """Read the lines; none in the log of a chart that only earlier versions opened."""
    lines = select(audit.c.detail).where(audit.c.action == AuditAction.KEYS.value)
    found = KeyLines()
    for detail in connection.scalars(lines.order_by(audit.c.number)):
        line = _LINE.match(detail)
        if line is not None:
            number = int(line["generation"])
            reached = found.generation if line["ahead"] else number
            found = KeyLines((number, line["digest"]), reached)
    return found


def remark(connection: Connection, keys: KeyFile) -> str:
    """In words, that the key file is not the one that the log tells of; "" where it is."""
    last = told(connection).last
    if last in (None, (keys.generation, digest_of_keys(keys))):
        return ""
    number, known = keys.generation, users.generation(connection)
    if number > known:
        return f"the key file is of a later change ({number}) than the chart knows ({known})"
    return f"another key file ({number}) than the log tells of was put beside the chart"


def take_up(transaction: Transaction, keys: KeyFile, remark: str) -> None:
    """Note the key file that a chart was opened with, where the log does not know it.

    ``remark`` is what was found before anything was changed; it gets a line that is told.
    """
    if remark:
        transaction.log(AuditEntry(AuditAction.RESTORE, detail=remark))
    connection = transaction.connection
    if told(connection).last != (keys.generation, digest_of_keys(keys)):
        ahead = keys.generation > users.generation(connection)
        users.tell_of_keys(transaction, keys, ahead=ahead)


def generation(connection: Connection) -> int:
    """The generation of the key file that the chart was brought to, whatever its row says now."""
    return max(users.generation(connection), told(connection).generation or 0)


def is_outdated(connection: Connection, user_id: str, public: str) -> bool:
    """Whether a signing key of a user was made known after this one."""
    last, announced = ("", ""), set[str]()
    lines = select(audit.c.at, audit.c.detail).where(audit.c.action == AuditAction.USERS.value)
    for line in connection.execute(lines.order_by(audit.c.number)):
        key = users.announced_key(line.detail)
        if key is not None and key[1] == user_id:
            last = key[0], line.at
            announced.add(key[0])
    if not last[0] or last[0] == public:
        return False
    if public in announced:
        return True
    # Earlier versions made keys that no line names (`untold_keys`): their time has to do.
    since = connection.scalar(select(signing_key.c.since).where(signing_key.c.public == public))
    return since is not None and _moment(str(since)) <= _moment(last[1])


def sealed_with_replaced(connection: Connection) -> Iterator[str]:
    """Seals by a signing key that its user had no longer: somebody kept a copy of it."""
    made: dict[str, list[tuple[int, str]]] = {}
    lines = select(audit.c.number, audit.c.detail).where(audit.c.action == AuditAction.USERS.value)
    for line in connection.execute(lines.order_by(audit.c.number)):
        key = users.announced_key(line.detail)
        if key is not None:
            made.setdefault(key[1], []).append((line.number, key[0]))
    wrong = 0
    for text in connection.scalars(select(seal.c.statement)):
        says = seals.statement_of(text)
        log, key = says.get("log"), says.get("key")
        reached = log.get("lines") if isinstance(log, dict) else None
        if isinstance(reached, int):
            keys = [one for number, one in made.get(str(says.get("by")), ()) if number <= reached]
            wrong += key in keys and keys[-1] != key
    if wrong:
        yield f"{wrong} seals were made with a signing key that had been replaced."


def problems(connection: Connection, home: ChartHome) -> Iterator[str]:
    """Whether the key file is the one that the log tells of, and each user's key the newest."""
    try:
        keys = home.read_keys(connection)
    except (ChartDamaged, ChartNewer, OSError):
        yield "The key file cannot be read."
        return
    lines = told(connection)
    if lines.last is not None:
        if lines.generation not in (None, users.generation(connection)):
            yield "The chart says another generation of its key file than the log."
        if lines.last != (keys.generation, digest_of_keys(keys)):
            yield "The key file is not the one that the log tells of: another was put there."
    known = users.known_keys(connection)
    for slot in keys.slots:
        strange = slot.public and known.get(slot.public) != slot.user.id
        ahead = keys.generation > users.generation(connection)
        if (strange and not ahead) or is_outdated(connection, slot.user.id, slot.public):
            yield f"The key file holds another key of {slot.user.name} than was made last."


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
