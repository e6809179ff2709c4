"""Inside the door: the chart is migrated, verified, held against its head, and the user known."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, select, update

from pt_chart.charting.access import Right, Role, allowed
from pt_chart.charting.errors import ChartDamaged, ChartRolledBack, NotAllowed, UserRefused
from pt_chart.charting.ports import AuditAction, AuditEntry, Clock
from pt_chart.clinical.people import Clinician
from pt_chart.store import audit_log, integrity, register, schema, seals, users
from pt_chart.store.attempts import Attempts
from pt_chart.store.audit_log import LogEnd
from pt_chart.store.chart_file import ChartFile
from pt_chart.store.engine import encrypted_engine, refuse_plain_file
from pt_chart.store.head import Head, HeadFile
from pt_chart.store.keyfile import (
    KeyCost,
    KeyFile,
    OpenedKeys,
    SharePurpose,
    derived_key,
    public_of,
)
from pt_chart.store.keyfile_format import is_sealed_by, renew_spare
from pt_chart.store.ledger import Ledger, Transaction
from pt_chart.store.open import HEAD_PURPOSE
from pt_chart.store.place import ChartLock, ChartPlace, make_private, sync_file, sync_folder
from pt_chart.store.records import chart_state, visit
from pt_chart.store.witness import Witness

_STAMP = "%Y%m%d-%H%M%S"


@dataclass(frozen=True, slots=True)
class Entrance:
    """One opening of one chart, whose lock is held.

    ``witness`` is a folder outside the chart's; ``accept_loss`` opens an older state.
    """

    place: ChartPlace
    lock: ChartLock
    clock: Clock
    witness: Path | None = None
    accept_loss: bool = False

    def by_password(
        self, keys: KeyFile, opened: OpenedKeys, user: Clinician, password: str
    ) -> ChartFile:
        """Go in as a user; one from before signing keys gets theirs now."""

        def find(connection: Connection) -> Clinician:
            return _active(connection, user)

        def begin(transaction: Transaction) -> OpenedKeys:
            if opened.signing:
                self._know_own_key(transaction, keys, public_of(opened.signing))
                return opened
            cost = keys.slot(user.id).cost
            changed = users.wrap(
                transaction, keys, transaction.user, password, key=opened.chart, cost=cost
            )
            _announce(transaction, changed)
            users.put_keys(transaction, self.place, changed, opened.chart)
            return changed.unwrap(user.id, password)

        return self._enter(keys, opened, find, begin)

    def _know_own_key(self, transaction: Transaction, keys: KeyFile, public: str) -> None:
        """Make sure that the chart knows one's own signing key.

        Raises:
            ChartDamaged: it does not: somebody made the chart's list of keys anew.
        """
        user, connection = transaction.user, transaction.connection
        if users.known_keys(connection).get(public) == user.id:
            return
        if keys.generation <= users.generation(connection):
            raise ChartDamaged(
                "Your signing key is not in this chart: its keys, or all of it, were made anew.",
                "Do not work in it. Keep a copy of the folder and compare with the last backup.",
            )
        # A crash between the key file and the chart: the line in the log tells of the key.
        seals.put_key(connection, public, user.id, transaction.clock())
        users.note_generation(transaction, keys)
        _announce(transaction, keys)

    def by_kit(
        self, keys: KeyFile, key: bytes, user_name: str, password: str, cost: KeyCost
    ) -> ChartFile:
        """Go in by the recovery kit as an administrator, who gets a new password.

        Raises:
            UserRefused: the user does not administer the chart, or the password is too short.
        """
        users.check_password(password)

        def find(connection: Connection) -> Clinician:
            user = _active(connection, keys.slot(user_name).user)
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
            users.put_keys(transaction, self.place, changed, key)
            detail = f"opened by the recovery kit; new password and signing key for {user.id}"
            transaction.log(AuditEntry(AuditAction.RECOVERY, detail=detail))
            return changed.unwrap(user.id, password)

        return self._enter(keys, OpenedKeys(key), find, begin)

    def in_emergency(self, keys: KeyFile, key: bytes, name: str, reason: str) -> ChartFile:
        """Go in by the sealed envelope, to read."""
        user = Clinician(Role.EMERGENCY.value, name, "", Role.EMERGENCY.value)

        def begin(transaction: Transaction) -> OpenedKeys:
            used = keys.with_share_used(SharePurpose.EMERGENCY, transaction.clock())
            users.put_keys(transaction, self.place, used, key)
            transaction.log(AuditEntry(AuditAction.EMERGENCY, detail=reason))
            return OpenedKeys(key)

        return self._enter(keys, OpenedKeys(key), lambda _connection: user, begin)

    def _enter(
        self,
        keys: KeyFile,
        opened: OpenedKeys,
        find: Callable[[Connection], Clinician],
        begin: Callable[[Transaction], OpenedKeys],
    ) -> ChartFile:
        refuse_plain_file(self.place.chart)
        if not is_sealed_by(keys, opened.chart):
            raise ChartDamaged(f"The key file {self.place.keys.name} was altered.")
        head = HeadFile(self.place.head, derived_key(opened.chart, HEAD_PURPOSE))
        connection = encrypted_engine(self.place.chart, opened.chart).connect()
        try:
            self._bring_up_to_date(connection, head, find)
            commits, end, lost, sequence = self._verified(connection, keys, head, opened.chart)
            with connection.begin():
                user, last = find(connection), audit_log.last_time(connection)
            ledger = Ledger(
                self.place.chart,
                connection,
                head,
                commits=commits,
                end=end,
                user=user,
                clock=self.clock,
                last_line=last,
                sequence=sequence,
            )
            entered = ledger.write(lambda t: self._begin(t, lost, begin))
        except BaseException:
            connection.close()
            head.close()
            raise
        Attempts(self.place.attempts).clear()
        with suppress(OSError):
            renew_spare(self.place)
        witness = Witness(self.witness, keys.chart_id, opened.chart)
        witness.note(ledger.head)
        return ChartFile(self.place, ledger, self.lock, user, entered, witness)

    def _begin(
        self,
        transaction: Transaction,
        lost: str,
        begin: Callable[[Transaction], OpenedKeys],
    ) -> OpenedKeys:
        """The first commit of an opened chart: everything that happened while it was closed."""
        if lost:
            transaction.log(AuditEntry(AuditAction.RESTORE, detail=lost))
        for entry in Attempts(self.place.attempts).entries():
            transaction.log(entry)
        entered = begin(transaction)
        transaction.log(AuditEntry(AuditAction.UNLOCK))
        return entered

    def _bring_up_to_date(
        self, connection: Connection, head: HeadFile, find: Callable[[Connection], Clinician]
    ) -> None:
        """Migrate an older chart after copying it, with a line in the log, all or nothing."""
        with connection.begin():
            found = schema.revision(connection)
            if schema.is_current(found):
                return
            if not self.accept_loss:
                # Before the migration's own commit, which would hide that one is missing.
                commits = connection.execute(select(chart_state.c.commits)).scalar_one()
                held_against(connection, commits, head.read(), head.hidden)
        copy = self._copy_before_migration(connection, found)
        words = f"{found} to {schema.REVISIONS[-1]}, copy kept in {copy.name}"

        def log(migrated: Connection) -> None:
            end = audit_log.continue_from(migrated, LogEnd())
            entry = AuditEntry(AuditAction.MIGRATE, detail=words)
            audit_log.append(migrated, end, entry, find(migrated), self.clock())
            counted = update(chart_state).values(commits=chart_state.c.commits + 1)
            migrated.execute(counted)

        schema.migrate(connection, log)

    def _copy_before_migration(self, connection: Connection, revision: str) -> Path:
        place, stamp = self.place, self.clock().strftime(_STAMP)
        name = f"{place.chart.stem}.before-{revision}-{stamp}{place.chart.suffix}"
        copy = ChartPlace(place.chart.with_name(name))
        copy.chart.unlink(missing_ok=True)
        cursor = connection.connection.cursor()
        cursor.execute("VACUUM INTO ?", (str(copy.chart),))
        cursor.close()
        sync_file(copy.chart)
        shutil.copyfile(place.keys, copy.keys)
        shutil.copyfile(place.head, copy.head)
        for file in (copy.chart, copy.keys, copy.head):
            make_private(file)
        sync_folder(copy.chart.parent)
        return copy.chart

    def _verified(
        self, connection: Connection, keys: KeyFile, head_file: HeadFile, key: bytes
    ) -> tuple[int, LogEnd, str, int]:
        """Commit count and log end, held against the heads; what was lost; the head's sequence."""
        with connection.begin():
            state = connection.execute(select(chart_state)).one()
            if state.chart_id != keys.chart_id:
                raise ChartDamaged("The key file belongs to another chart.")
            integrity.check_triggers(connection)
            # Before what may be accepted: an older key file lets in who was let out since.
            _not_older_than(connection, keys)
            try:
                head = head_file.read()
                end = held_against(connection, state.commits, head, head_file.hidden)
                seen = Witness(self.witness, keys.chart_id, key).read()
                if seen is not None:
                    held_against(connection, state.commits, seen, head_file.hidden)
            except ChartDamaged as damage:
                if not self.accept_loss:
                    raise
                head_file.start_over()
                return (
                    state.commits,
                    audit_log.continue_from(connection, LogEnd()),
                    f"older state accepted: {damage.message}",
                    0,
                )
            return state.commits, end, "", head.sequence


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


def _not_older_than(connection: Connection, keys: KeyFile) -> None:
    if keys.generation < users.generation(connection):
        raise ChartDamaged(
            "The key file is older than the chart: an earlier one was put back.",
            "Put the right key file back, or restore the last backup, chart and keys together.",
        )


def _active(connection: Connection, named: Clinician) -> Clinician:
    """The user as the chart knows them.

    Raises:
        NotAllowed: the user was deactivated.
    """
    found = register.account_of(connection, named.id)
    if found is None or not found[1]:
        raise NotAllowed(f"{named.name} no longer opens this chart.")
    return found[0]
