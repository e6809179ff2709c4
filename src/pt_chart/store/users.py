"""Users and keys in the chart and in the key file beside it, changed together.

The key file is written before the transaction ends: after a crash in between it is one generation
ahead of the chart, which the next opening accepts; one that is behind was put back by somebody.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import Connection, inspect, select, update

from pt_chart.charting.access import ASSIGNABLE, Right, Role, allowed
from pt_chart.charting.administration import Account
from pt_chart.charting.errors import NotAllowed, RecordMissing, UserRefused
from pt_chart.charting.look_alikes import look_alike, shape_of
from pt_chart.charting.passwords import ADVICE, weakness
from pt_chart.charting.ports import AuditAction, AuditEntry
from pt_chart.clinical.people import Clinician
from pt_chart.clinical.sound_text import sound
from pt_chart.host.common_passwords import common_words
from pt_chart.store import register, seals
from pt_chart.store.home import ChartHome
from pt_chart.store.keyfile import (
    KeyCost,
    KeyFile,
    SharePurpose,
    new_signing_seed,
    plain_name,
    public_of,
)
from pt_chart.store.keyfile_format import digest_of_keys
from pt_chart.store.ledger import Transaction
from pt_chart.store.records import (
    account,
    audit,
    clinician,
    key_state,
    patient,
    signing_key,
)
from pt_chart.store.translate import stored_text

_MADE_WITHIN = timedelta(minutes=2)
"""A key is made and its line written in one commit; stretching a password takes a while."""
_ANNOUNCED = re.compile(r"\(id (?P<user>[^()]*), signing key (?P<key>[0-9a-f]{64})\)$")


def generation(connection: Connection) -> int:
    """Which generation of the key file the chart knows."""
    return connection.scalar(select(key_state.c.generation)) or 0


def put_keys(transaction: Transaction, home: ChartHome, keys: KeyFile, key: bytes) -> None:
    """Write a changed key file and note its generation in the chart."""
    note_generation(transaction, keys)
    home.put_keys(transaction.connection, keys, key)


def note_generation(transaction: Transaction, keys: KeyFile) -> None:
    """Note which key file belongs to the chart, with a line that tells its digest."""
    # It only grows; where its row says more than it may, verification tells so.
    later = update(key_state).where(key_state.c.generation < keys.generation)
    transaction.connection.execute(later.values(generation=keys.generation))
    tell_of_keys(transaction, keys)


def tell_of_keys(transaction: Transaction, keys: KeyFile) -> None:
    """Write the line of a key file."""
    detail = f"key file {keys.generation}, SHA-256 {digest_of_keys(keys)}"
    transaction.log(AuditEntry(AuditAction.KEYS, detail=detail))


def accounts(connection: Connection, keys: KeyFile) -> tuple[Account, ...]:
    """Every user so far; who has no slot in the key file cannot unlock."""
    slots = {slot.user.id: slot for slot in keys.slots}
    return tuple(
        Account(user, active and user.id in slots, user.id in slots and bool(slots[user.id].public))
        for user, active in register.accounts(connection)
    )


def wrap(
    transaction: Transaction,
    keys: KeyFile,
    user: Clinician,
    password: str,
    *,
    key: bytes,
    cost: KeyCost,
    signing: bytes = b"",
) -> KeyFile:
    """The key file with a user's keys wrapped under a password.

    Without ``signing`` the user gets a new signing key; it is made known either way.
    """
    seed = signing or new_signing_seed()
    at = transaction.clock()
    seals.put_key(transaction.connection, public_of(seed), user.id, at)
    return keys.with_user(user, password, key, cost, seed)


def add(
    transaction: Transaction,
    keys: KeyFile,
    user: Clinician,
    password: str,
    *,
    key: bytes,
    cost: KeyCost,
) -> tuple[KeyFile, Clinician]:
    """Add a user; returns the key file and the user with an id.

    Raises:
        UserRefused: the name is empty or taken, the role unknown, the password too short.
    """
    made = sound(replace(user, id=user.id or str(uuid4()), name=plain_name(user.name)))
    _check_user(transaction.connection, made)
    check_password(transaction.connection, password, made.name)
    register.put_clinician(transaction.connection, made)
    changed = wrap(transaction, keys, made, password, key=key, cost=cost)
    _log(
        transaction,
        f"added {told(made)} {announced(made.id, changed.slot(made.id).public)}",
    )
    return changed, made


def change(transaction: Transaction, keys: KeyFile, user: Clinician) -> KeyFile:
    """Change what a user is called and may do.

    Raises:
        RecordMissing: there is no such user.
        UserRefused: the name is taken, or nobody would be left to administer.
    """
    connection = transaction.connection
    before = _existing(connection, user.id)
    made = sound(replace(user, name=plain_name(user.name)))
    _check_user(connection, made)
    register.put_clinician(connection, made, active=before[1])
    _somebody_administers(connection)
    _log(transaction, f"changed {told(before[0])} to {told(made)} (id {made.id})")
    return keys.with_names(made)


def deactivate(transaction: Transaction, keys: KeyFile, user_id: str) -> KeyFile:
    """Take away a user's key; everything signed stays.

    Raises:
        RecordMissing: there is no such user.
        UserRefused: it is the user at work, or nobody would be left to administer.
    """
    connection = transaction.connection
    if user_id == transaction.user.id:
        raise UserRefused("You cannot deactivate yourself.", "Let another administrator do it.")
    user, _ = _existing(connection, user_id)
    register.put_clinician(connection, user, active=False)
    _somebody_administers(connection)
    _log(transaction, f"deactivated {told(user)} (id {user_id})")
    return keys.without_user(user_id)


def reset(
    transaction: Transaction,
    keys: KeyFile,
    user_id: str,
    password: str,
    *,
    key: bytes,
    cost: KeyCost,
) -> KeyFile:
    """Give a user a new password; the old signing key is lost with the old password.

    Raises:
        RecordMissing, UserRefused: there is no such user, or the password is too short.
    """
    user, _ = _existing(transaction.connection, user_id)
    check_password(transaction.connection, password, user.name)
    register.put_clinician(transaction.connection, user, active=True)
    changed = wrap(transaction, keys, user, password, key=key, cost=cost)
    _log(
        transaction,
        f"password reset for {user.name} {announced(user_id, changed.slot(user_id).public)}",
    )
    return changed


def share(
    transaction: Transaction,
    keys: KeyFile,
    purpose: SharePurpose,
    code: str,
    *,
    key: bytes,
    cost: KeyCost,
) -> KeyFile:
    """Wrap the chart key under a code on paper."""
    _log(transaction, f"{purpose.value} code made")
    return keys.with_share(purpose, code, key, cost, transaction.clock())


def check_password(connection: Connection, password: str, name: str) -> None:
    """Refuse a password that is too short, tried first, or a name; ``name`` is its user's.

    Raises:
        UserRefused: it is.
    """
    people = [user.name for user, _ in register.accounts(connection)]
    named = select(patient.c.given_name, patient.c.family_name).distinct()
    people += (f"{given} {family}" for given, family in connection.execute(named))
    refuse_weak(password, name, register.the_clinic(connection).name, people=people)


def refuse_weak(password: str, *names: str, people: Iterable[str] = ()) -> None:
    """Refuse a password that is too short, tried first, or a name; without a chart no ``people``.

    Raises:
        UserRefused: it is.
    """
    words = weakness(password, names, common_words(), people)
    if words:
        raise UserRefused(words, ADVICE)


def require_restoring(connection: Connection, user: Clinician) -> None:
    """Go on only for somebody who may put an older state in the place of a chart.

    The chart may be of any revision: before accounts, therapists and administrators managed it.

    Raises:
        NotAllowed: the user is not in the chart, was let go, or does not administer it.
    """
    if inspect(connection).has_table(account.name):
        found = register.account_of(connection, user.id)
        known = found[0] if found and found[1] else None
    else:
        row = connection.execute(select(clinician).where(clinician.c.id == user.id)).first()
        known = (
            replace(user, role=row.role, administers=row.role == Role.THERAPIST) if row else None
        )
    if known is None or not allowed(known, Right.BACKUP):
        raise NotAllowed(
            f"{user.name} does not manage this chart.",
            "Restoring and accepting an older state are for those who manage the users.",
        )


def announced(user_id: str, public: str) -> str:
    """How a line of the log ends that tells of a new signing key."""
    return f"(id {user_id}, signing key {public})"


def announced_key(detail: str) -> tuple[str, str] | None:
    """The public key and its user that a line of the log tells of, None for other lines."""
    found = _ANNOUNCED.search(detail)
    return (found["key"], found["user"]) if found else None


def known_keys(connection: Connection) -> dict[str, str]:
    """Public signing keys with their user's id."""
    found = connection.execute(select(signing_key.c.public, signing_key.c.user_id))
    return {row.public: row.user_id for row in found}


def keys_of_another_time(connection: Connection) -> int:
    """How many signing keys say another time than the line that announced them."""
    wanted = select(audit.c.at, audit.c.detail).where(audit.c.action == AuditAction.USERS.value)
    told: dict[str, datetime] = {}
    for line in connection.execute(wanted.order_by(audit.c.number)):
        key = announced_key(line.detail)
        if key is not None:
            told.setdefault(key[0], datetime.fromisoformat(line.at))
    found = connection.execute(select(signing_key.c.public, signing_key.c.since))
    return sum(
        abs(told[row.public] - datetime.fromisoformat(row.since)) > _MADE_WITHIN
        for row in found
        if row.public in told
    )


def _check_user(connection: Connection, user: Clinician) -> None:
    if not shape_of(user.name):
        raise UserRefused("The user needs a name.", "Type the name as it is signed.")
    if user.role not in ASSIGNABLE:
        raise UserRefused("There is no such role.", "Choose one of the list.")
    for other, _ in register.accounts(connection):
        if other.id != user.id and look_alike(plain_name(other.name), user.name):
            raise UserRefused(
                f"There is a user whose name looks the same: {other.name}.",
                "Add an initial so that both can be told apart.",
            )


def _existing(connection: Connection, user_id: str) -> tuple[Clinician, bool]:
    found = register.account_of(connection, user_id)
    if found is None:
        raise RecordMissing("That user is not in the chart.")
    return found


def _somebody_administers(connection: Connection) -> None:
    if not any(
        active and allowed(user, Right.USERS) for user, active in register.accounts(connection)
    ):
        raise UserRefused(
            "Nobody would be left to manage the users.",
            "Let somebody else administer first.",
        )


def told(user: Clinician) -> str:
    """A user with their rights, as lines of the log tell them (`user_lines` reads them)."""
    rights = f"{user.name}, {user.role}{', administers' if user.administers else ''}"
    return f'{rights}, signing as "{signing_as(user)}"'


def signing_as(user: Clinician) -> str:
    """Name and credentials as a line of the log quotes them."""
    return stored_text(user.signature).replace('"', "'")


def _log(transaction: Transaction, detail: str) -> None:
    transaction.log(AuditEntry(AuditAction.USERS, detail=detail))
