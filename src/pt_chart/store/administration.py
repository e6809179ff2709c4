"""An open chart as its administrators see it: see `charting.administration.Administration`."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext, suppress
from dataclasses import asdict, fields
from datetime import date
from pathlib import Path

from pt_chart.charting.access import Right
from pt_chart.charting.administration import (
    Account,
    BackupPlan,
    BackupResult,
    Counts,
    PastRetention,
    SealedShares,
    Verification,
)
from pt_chart.charting.errors import ChartDamaged, UserRefused
from pt_chart.charting.ports import AuditAction, AuditEntry
from pt_chart.charting.retention import MOST_YEARS, RetentionPeriod
from pt_chart.clinical.people import Clinician
from pt_chart.clinical.program.dosage import says_why
from pt_chart.clinical.sound_text import sound_text
from pt_chart.store import (
    counting,
    earlier_guards,
    erasing,
    integrity,
    key_lines,
    register,
    seals,
    users,
)
from pt_chart.store.keyfile import KeyCost, KeyFile, SharePurpose
from pt_chart.store.ledger import Transaction
from pt_chart.store.share_codes import new_code
from pt_chart.store.stored_chart import StoredChart

_PLAN = "backup plan"


class ChartAdministration:
    """Implements `Administration` on an open chart."""

    def __init__(
        self, chart: StoredChart, cost: KeyCost | None = None, backups: Path | None = None
    ) -> None:
        """``cost`` is what guessing a new password costs; None = the usual.

        ``backups`` is where scheduled backups go while the plan names no folder; None: nowhere.
        """
        self._chart = chart
        self._cost = cost or KeyCost()
        self._backups = backups

    def accounts(self) -> tuple[Account, ...]:
        """See `Administration.accounts`."""
        self._chart._may(Right.USERS)
        home = self._chart._home
        return self._chart._read(lambda c: users.accounts(c, home.read_keys(c)))

    def add_user(self, user: Clinician, password: str, own_password: str) -> Clinician:
        """See `Administration.add_user`."""
        made: list[Clinician] = []

        def work(transaction: Transaction, keys: KeyFile, key: bytes) -> KeyFile:
            changed, added = users.add(transaction, keys, user, password, key=key, cost=self._cost)
            made.append(added)
            return changed

        self._with_keys(work, own_password)
        return made[0]

    def change_user(self, user: Clinician, own_password: str) -> None:
        """See `Administration.change_user`."""
        self._with_keys(lambda t, keys, _key: users.change(t, keys, user), own_password)

    def deactivate(self, user_id: str, own_password: str) -> None:
        """See `Administration.deactivate`."""
        self._with_keys(lambda t, keys, _key: users.deactivate(t, keys, user_id), own_password)

    def reset_password(self, user_id: str, password: str, own_password: str) -> None:
        """See `Administration.reset_password`."""
        if user_id == self._chart.user.id:
            raise UserRefused(
                "This is your own password.", "Change it with the old one; your signature stays."
            )
        self._with_keys(
            lambda t, keys, key: users.reset(t, keys, user_id, password, key=key, cost=self._cost),
            own_password,
        )

    def change_password(self, old: str, new: str) -> None:
        """See `Administration.change_password`."""
        home, own = self._chart._home, self._chart.user
        opened = self._chart._own_keys(old)

        def work(transaction: Transaction) -> None:
            users.check_password(transaction.connection, new, own.name)
            keys = home.read_keys(transaction.connection)
            changed = users.wrap(
                transaction,
                keys,
                own,
                new,
                key=opened.chart,
                cost=self._cost,
                signing=opened.signing,
            )
            detail = f"own password changed: {own.id}"
            transaction.log(AuditEntry(AuditAction.USERS, detail=detail))
            users.put_keys(transaction, home, changed, opened.chart)

        with home.undoing_keys():
            self._chart._write(work)

    def shares(self) -> SealedShares:
        """See `Administration.shares`."""
        self._chart._may(Right.USERS)
        keys = self._chart._read(self._chart._home.read_keys)
        found = {share.purpose: share for share in keys.shares}
        kit, envelope = found.get(SharePurpose.RECOVERY), found.get(SharePurpose.EMERGENCY)
        return SealedShares(
            kit.made if kit else None,
            kit.used if kit else None,
            envelope.made if envelope else None,
            envelope.used if envelope else None,
        )

    def make_kit(self, own_password: str) -> str:
        """See `Administration.make_kit`."""
        return self._make_share(SharePurpose.RECOVERY, own_password)

    def make_envelope(self, own_password: str) -> str:
        """See `Administration.make_envelope`."""
        return self._make_share(SharePurpose.EMERGENCY, own_password)

    def verify(self) -> Verification:
        """See `Administration.verify`."""
        self._chart._may(Right.VERIFY)
        chart, ledger = self._chart, self._chart._ledger
        found, sealed, before, unguarded = chart._read_all(
            lambda c: (
                (
                    *integrity.problems(c, ledger.end, shared=ledger.shared),
                    *key_lines.problems(c, chart._home),
                ),
                seals.count(c),
                integrity.unsealed(c),
                earlier_guards.told(c),
            )
        )
        outcome = "sound" if not found else f"{len(found)} problems: {found[0]}"
        # A log that is damaged takes no line; what was found is told all the same.
        with suppress(ChartDamaged) if found else nullcontext():
            chart._write(lambda t: t.log(AuditEntry(AuditAction.VERIFY, detail=outcome)))
        return Verification(ledger.now, found, ledger.head.lines, sealed, before, unguarded)

    def accept_clock(self, reason: str, own_password: str) -> None:
        """See `Administration.accept_clock`."""
        self._chart._may(Right.USERS)
        if not says_why(reason):
            raise ValueError("Accepting the clock needs a reason; it is kept in the log.")
        self._chart._own_keys(own_password)
        self._chart._write(lambda t: t.accept_clock(sound_text(reason.strip())))

    def counts(self) -> Counts:
        """See `Administration.counts`."""
        self._chart._may(Right.VERIFY)
        return self._chart._read_all(counting.counts)

    def back_up(self, folder: Path, done: Callable[[BackupResult], None]) -> None:
        """See `Administration.back_up`."""
        self._chart._may(Right.BACKUP)
        self._chart._back_up(folder, self.plan(), done)

    def back_up_as_planned(self, done: Callable[[BackupResult], None]) -> bool:
        """See `Administration.back_up_as_planned`."""
        self._chart._may(Right.SEE_REGISTER)
        plan = self.plan()
        folder = self._folder(plan)
        if folder is None or not self._chart._backup_is_due(folder, plan):
            return False
        self._chart._back_up(folder, plan, done)
        return True

    def older_copies(self) -> tuple[Path, ...]:
        """See `Administration.older_copies`."""
        self._chart._may(Right.BACKUP)
        return self._chart._older_copies(self._folder(self.plan()))

    def wrap_copies(self) -> int:
        """See `Administration.wrap_copies`."""
        done = 0
        for copy in self.older_copies():
            self._chart._wrap_copy(copy)
            entry = AuditEntry(AuditAction.BACKUP, detail=f"{copy.name}: opens with today's keys")
            self._chart._write(lambda t, entry=entry: t.log(entry))  # type: ignore[misc]
            done += 1
        return done

    def _folder(self, plan: BackupPlan) -> Path | None:
        return Path(plan.folder).expanduser() if plan.folder.strip() else self._backups

    def plan(self) -> BackupPlan:
        """See `Administration.plan`."""
        kept = self._chart.setting(_PLAN, {})
        known = {f.name: f for f in fields(BackupPlan)}
        given = kept if isinstance(kept, dict) else {}
        fitting = {
            name: value
            for name, value in given.items()
            if name in known and type(value) is type(known[name].default)
        }
        return BackupPlan(**fitting)

    def save_plan(self, plan: BackupPlan) -> None:
        """See `Administration.save_plan`."""
        self._chart._may(Right.BACKUP)

        def work(transaction: Transaction) -> None:
            register.put_setting(transaction.connection, _PLAN, asdict(plan))
            transaction.log(AuditEntry(AuditAction.BACKUP, detail=f"plan: {asdict(plan)}"))

        self._chart._write(work)

    def past_retention(self, years: int) -> tuple[PastRetention, ...]:
        """See `Administration.past_retention`."""
        self._chart._may(Right.ERASE)
        if not 0 <= years <= MOST_YEARS:
            raise ValueError(f"Give 0 to {MOST_YEARS} years.")
        today = self._chart._ledger.now.date()
        before = date(today.year - years, today.month, min(today.day, 28))
        return self._chart._read(lambda c: erasing.past_retention(c, before))

    def retention(self) -> RetentionPeriod:
        """See `Administration.retention`."""
        self._chart._may(Right.ERASE)
        return self._chart._read(erasing.period)

    def save_retention(self, period: RetentionPeriod) -> None:
        """See `Administration.save_retention`."""
        self._chart._may(Right.ERASE)
        self._chart._write(lambda t: erasing.save_period(t, period))

    def erase(self, patient_id: str, reason: str, own_password: str, early: str = "") -> None:
        """See `Administration.erase`."""
        self._chart._may(Right.ERASE, patient_id)
        self._chart._own_keys(own_password)
        self._chart._write(lambda t: erasing.erase(t, patient_id, reason, early))
        self._chart._thread.call(self._chart._ledger.wipe_traces)

    def _make_share(self, purpose: SharePurpose, own_password: str) -> str:
        code = new_code()
        self._with_keys(
            lambda t, keys, key: users.share(t, keys, purpose, code, key=key, cost=self._cost),
            own_password,
        )
        return code

    def _with_keys(
        self,
        change: Callable[[Transaction, KeyFile, bytes], KeyFile],
        own_password: str,
    ) -> None:
        """Change key file and chart together, asked for the password again.

        Raises:
            WrongPassword, TooManyAttempts: ``own_password`` is not right, or wrong too often.
        """
        chart = self._chart
        chart._may(Right.USERS)
        key = chart._keys.chart
        chart._own_keys(own_password)

        def work(transaction: Transaction) -> None:
            keys = chart._home.read_keys(transaction.connection)
            users.put_keys(transaction, chart._home, change(transaction, keys, key), key)

        with chart._home.undoing_keys():
            chart._write(work)
