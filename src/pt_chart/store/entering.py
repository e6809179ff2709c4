"""Inside the door: who comes in, with which keys, and what a chart is held against."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from sqlalchemy import Connection, select

from pt_chart.charting.access import Right, Role, allowed, role_words
from pt_chart.charting.errors import ChartDamaged, ChartRolledBack, NotAllowed, UserRefused
from pt_chart.charting.ports import AuditAction, AuditEntry, Clock
from pt_chart.clinical.people import Clinician
from pt_chart.store import audit_log, failed_attempts, key_lines, register, user_lines, users
from pt_chart.store.attempts import BY_ENVELOPE
from pt_chart.store.audit_log import LogEnd
from pt_chart.store.head import Head
from pt_chart.store.home import ChartHome
from pt_chart.store.keyfile import (
    KeyCost,
    KeyFile,
    OpenedKeys,
    SharePurpose,
    public_of,
)
from pt_chart.store.ledger import Transaction
from pt_chart.store.records import visit
from pt_chart.store.stored_chart import StoredChart

ChartT = TypeVar("ChartT", bound=StoredChart)


@dataclass(frozen=True)
class Entrance(ABC, Generic[ChartT]):
    """One opening of one chart."""

    home: ChartHome
    clock: Clock

    def by_password(
        self, keys: KeyFile, opened: OpenedKeys, user: Clinician, password: str
    ) -> ChartT:
        """Go in as a user; one from before signing keys gets theirs now."""

        def find(connection: Connection) -> Clinician:
            return _active(connection, user)

        def begin(transaction: Transaction) -> OpenedKeys:
            if opened.signing:
                _know_own_key(transaction, public_of(opened.signing))
                return opened
            cost = keys.slot(user.id).cost
            changed = users.wrap(
                transaction, keys, transaction.user, password, key=opened.chart, cost=cost
            )
            _announce(transaction, changed)
            users.put_keys(transaction, self.home, changed, opened.chart)
            return changed.unwrap(user.id, password)

        return self._enter(keys, opened, find, begin)

    def by_kit(
        self, keys: KeyFile, key: bytes, user_name: str, password: str, cost: KeyCost
    ) -> ChartT:
        """Go in by the recovery kit as an administrator, who gets a new password.

        Raises:
            UserRefused: the user does not administer the chart, or the password is too weak.
        """

        def find(connection: Connection) -> Clinician:
            user = _active(connection, keys.slot(user_name).user)
            users.check_password(connection, password, user.name)
            if not allowed(user, Right.USERS):
                raise UserRefused(
                    f"{user.name} does not manage this chart.",
                    "Choose somebody who manages the users; they can let everybody else in.",
                )
            return user

        def begin(transaction: Transaction) -> OpenedKeys:
            user = transaction.user
            used = keys.with_share_used(SharePurpose.RECOVERY, transaction.clock())
            changed = users.wrap(transaction, used, user, password, key=key, cost=cost)
            _announce(transaction, changed)
            users.put_keys(transaction, self.home, changed, key)
            detail = f"opened by the recovery kit; new password and signing key for {user.id}"
            transaction.log(AuditEntry(AuditAction.RECOVERY, detail=detail))
            return changed.unwrap(user.id, password)

        return self._enter(keys, OpenedKeys(key), find, begin)

    def in_emergency(self, keys: KeyFile, key: bytes, name: str, reason: str) -> ChartT:
        """Go in by the sealed envelope, to read."""
        # Whoever holds the envelope types any name: the log says how they came by it.
        called = f"{name} ({role_words(Role.EMERGENCY.value)})"
        user = Clinician(Role.EMERGENCY.value, called, "", Role.EMERGENCY.value)

        def begin(transaction: Transaction) -> OpenedKeys:
            used = keys.with_share_used(SharePurpose.EMERGENCY, transaction.clock())
            users.put_keys(transaction, self.home, used, key)
            transaction.log(AuditEntry(AuditAction.EMERGENCY, detail=reason))
            return OpenedKeys(key)

        return self._enter(keys, OpenedKeys(key), lambda _connection: user, begin)

    @abstractmethod
    def _enter(
        self,
        keys: KeyFile,
        opened: OpenedKeys,
        find: Callable[[Connection], Clinician],
        begin: Callable[[Transaction], OpenedKeys],
    ) -> ChartT:
        """Verify the chart, find the user in it, and begin to work.

        ``begin`` runs in the first transaction and tells the keys to work with.
        """

    def _begin(
        self,
        transaction: Transaction,
        lost: str,
        begin: Callable[[Transaction], OpenedKeys],
    ) -> OpenedKeys:
        """The first commit of an opened chart: everything that happened while it was closed."""
        connection = transaction.connection
        if lost:
            transaction.log(AuditEntry(AuditAction.RESTORE, detail=lost))
        failed_attempts.log(transaction, self.home.attempts)
        keys = self.home.read_keys(connection)
        strange = key_lines.remark(connection, keys)
        if strange:
            transaction.log(AuditEntry(AuditAction.RESTORE, detail=strange))
        key_lines.adopt(transaction, keys)
        entered = begin(transaction)
        key_lines.take_up(transaction, self.home.read_keys(connection))
        transaction.log(AuditEntry(AuditAction.UNLOCK))
        return entered


def _know_own_key(transaction: Transaction, public: str) -> None:
    """Make sure that the chart knows one's own signing key.

    Raises:
        ChartDamaged: it does not: somebody made the chart's list of keys anew.
    """
    user, connection = transaction.user, transaction.connection
    if users.known_keys(connection).get(public) == user.id:
        if not key_lines.is_outdated(connection, user.id, public):
            return
        raise ChartDamaged(
            "Your password and signing key were replaced since: the key file is an older one, "
            "or was altered.",
            "Put the right key file back, or restore the last backup, chart and keys together.",
        )
    raise ChartDamaged(
        "Your signing key is not in this chart: its keys, or all of it, were made anew.",
        "Do not work in it. Keep a copy of the folder and compare with the last backup.",
    )


def counted_as(user: Clinician) -> str:
    """Under which name wrong attempts to come in as this user were counted."""
    return BY_ENVELOPE if user.role == Role.EMERGENCY.value else user.name


def _announce(transaction: Transaction, keys: KeyFile) -> None:
    """Tell the log of the new signing key of the user at work."""
    user = transaction.user
    told = users.announced(user.id, keys.slot(user.id).public)
    entry = AuditEntry(AuditAction.USERS, detail=f"own signing key made {told}")
    transaction.log(entry)


def held_against(
    connection: Connection, commits: int, head: Head, hidden: Callable[[str], bytes]
) -> LogEnd:
    """The end of the log, where the chart is no further back than a head says.

    ``hidden`` gives the name that the head has for a visit.

    Raises:
        ChartRolledBack: it is.
        ChartDamaged: the log does not lead from the head's line to its end.
    """
    if commits < head.commit:
        raise ChartRolledBack(
            f"The newest {head.commit - commits} saves of the chart are gone.",
            "Restore the last backup, or open it and accept the loss.",
        )
    if head.revision and commits == head.commit and not _has_draft(connection, head, hidden):
        raise ChartRolledBack(
            "The newest saves of a draft are gone.",
            "Restore the last backup, or open it and accept the loss.",
        )
    return audit_log.continue_from(connection, LogEnd(head.lines, head.digest.hex()))


def _has_draft(connection: Connection, head: Head, hidden: Callable[[str], bytes]) -> bool:
    """Whether the draft that was saved last is there, no older than it was."""
    drafts = select(visit.c.id, visit.c.revision).where(visit.c.status == "draft")
    return any(
        row.revision >= head.revision and hidden(row.id) == head.draft
        for row in connection.execute(drafts)
    )


def not_older_than(connection: Connection, keys: KeyFile) -> None:
    """Refuse a key file that an earlier one was put back for.

    Raises:
        ChartDamaged: the chart knows a later generation.
    """
    if keys.generation < key_lines.generation(connection) and not key_lines.is_told(
        connection, keys
    ):
        raise ChartDamaged(
            "The key file is older than the chart: an earlier one was put back.",
            "Put the right key file back, or restore the last backup, chart and keys together.",
        )


def _active(connection: Connection, named: Clinician) -> Clinician:
    """The user as the chart knows them, with no other rights than the log tells.

    Raises:
        NotAllowed: the user was deactivated.
    """
    found = register.account_of(connection, named.id)
    if found is None or not found[1]:
        raise NotAllowed(f"{named.name} no longer opens this chart.")
    return user_lines.as_told(connection, found[0])
