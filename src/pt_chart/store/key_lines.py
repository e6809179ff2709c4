"""The key file held against the log, which tells of every key file that was written.

Each has a line of its own with its generation and digest, so that an earlier one that is put back,
or one that somebody made with other software, differs from the last line. A key file may be ahead
of its chart, as beside a copy that was given today's keys; the next opening takes it up, with a
line for every signing key that comes with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
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

_LINE = re.compile(r"^key file (?P<generation>\d+), SHA-256 (?P<digest>[0-9a-f]{64})$")


def told(connection: Connection) -> tuple[int, str] | None:
    """Generation and digest of the last key file that the log tells of, None for none."""
    lines = select(audit.c.detail).where(audit.c.action == AuditAction.KEYS.value)
    last = connection.scalar(lines.order_by(audit.c.number.desc()).limit(1))
    line = _LINE.match(last or "")
    return (int(line["generation"]), line["digest"]) if line is not None else None


def is_told(connection: Connection, keys: KeyFile) -> bool:
    """Whether a key file is the very one that the log tells of last."""
    return told(connection) == (keys.generation, digest_of_keys(keys))


def remark(connection: Connection, keys: KeyFile) -> str:
    """In words, that the key file is not the one that the log tells of; "" where it is."""
    if told(connection) in (None, (keys.generation, digest_of_keys(keys))):
        return ""
    number, known = keys.generation, users.generation(connection)
    if number > known:
        return f"the key file is of a later change ({number}) than the chart knows ({known})"
    return f"another key file ({number}) than the log tells of was put beside the chart"


def adopt(transaction: Transaction, keys: KeyFile) -> None:
    """Make known what a key file that is ahead of its chart brings, with a line for each key."""
    connection = transaction.connection
    if keys.generation <= users.generation(connection):
        return
    known = users.known_keys(connection)
    for slot in keys.slots:
        if slot.public and slot.public not in known:
            seals.put_key(connection, slot.public, slot.user.id, transaction.clock())
            made = users.announced(slot.user.id, slot.public)
            words = f"signing key of {slot.user.name} came with a later key file {made}"
            transaction.log(AuditEntry(AuditAction.USERS, detail=words))
    users.note_generation(transaction, keys)


def take_up(transaction: Transaction, keys: KeyFile) -> None:
    """Note the key file that a chart was opened with, where the log does not tell of it."""
    if not is_told(transaction.connection, keys):
        users.tell_of_keys(transaction, keys)


def generation(connection: Connection) -> int:
    """The generation of the key file that the chart was brought to, whatever its row says now."""
    last = told(connection)
    return max(users.generation(connection), last[0] if last is not None else 0)


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
    last = told(connection)
    if last is not None:
        if users.generation(connection) != last[0]:
            yield "The chart says another generation of its key file than the log."
        if last != (keys.generation, digest_of_keys(keys)):
            yield "The key file is not the one that the log tells of: another was put there."
    known = users.known_keys(connection)
    for slot in keys.slots:
        strange = bool(slot.public) and known.get(slot.public) != slot.user.id
        if strange or is_outdated(connection, slot.user.id, slot.public):
            yield f"The key file holds another key of {slot.user.name} than was made last."


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
