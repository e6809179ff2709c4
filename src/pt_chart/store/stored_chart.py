"""An open chart: the port of charting, on the store's one thread."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from pt_chart.charting.access import Right, allowed
from pt_chart.charting.administration import BackupPlan, BackupResult
from pt_chart.charting.errors import (
    ChartClosed,
    NotAllowed,
    RecordMissing,
    WorldError,
    WrongPassword,
)
from pt_chart.charting.ports import AuditAction, AuditEntry, ChartStore, Late, Saved
from pt_chart.clinical.care.episode_log import EpisodeEntry, EpisodeLog, Referral
from pt_chart.clinical.people import Clinician
from pt_chart.clinical.reasoning.results import Tier
from pt_chart.clinical.visit import Addendum, Signature, Visit, VisitStatus, Withdrawal
from pt_chart.store import (
    attachments,
    episode_entries,
    failed_attempts,
    first_written,
    integrity,
    signatures,
    visits,
)
from pt_chart.store.attempts import AGAIN, Attempt, Attempts
from pt_chart.store.chart_kept import KeptVersionCalls
from pt_chart.store.chart_register import made_or_changed
from pt_chart.store.chart_transfers import TransferCalls
from pt_chart.store.draft_queue import DraftQueue
from pt_chart.store.home import ChartHome
from pt_chart.store.keyfile import OpenedKeys
from pt_chart.store.ledger import Ledger, Transaction
from pt_chart.store.triggers import TAKEN_OUT
from pt_chart.store.visits import StoredDraft

T = TypeVar("T")
_REMEMBERED_DRAFTS = 8


class StoredChart(TransferCalls, KeptVersionCalls, ABC):
    """Implements `ChartStore` on a database: `ChartFile`, `server.chart.ChartServer`."""

    def __init__(self, home: ChartHome, ledger: Ledger, user: Clinician, keys: OpenedKeys) -> None:
        """Take over an opened and verified chart."""
        super().__init__(home, ledger, user, keys)
        self._drafts = DraftQueue(self._thread, self._store_draft)
        self._stored: dict[str, StoredDraft] = {}
        self._change_logged: set[str] = set()
        self._closed = False

    @property
    def chart_id(self) -> str:
        """What this chart is called wherever it lies."""
        return self._read(self._home.read_keys).chart_id

    def verify(self, password: str) -> bool:
        """See `ChartStore.verify`."""
        try:
            self._own_keys(password)
        except WrongPassword:
            return False
        return True

    def _own_keys(self, password: str) -> OpenedKeys:
        """One's own keys by one's own password, asked again; guesses are slowed down and logged.

        Raises:
            WrongPassword: it is not right.
            TooManyAttempts: several wrong ones came before.
        """
        attempts, now = self._home.attempts, self._ledger.now
        attempts.refuse_while_waiting(self._user.name, now)
        try:
            opened = self._read(self._home.read_keys).unwrap(self._user.id, password)
        except WrongPassword:
            attempts.add(Attempt(now, self._user.name, f"password, {AGAIN},"))
            self._log_attempts(attempts)
            raise
        self._log_attempts(attempts)
        attempts.forget(self._user.name)
        return opened

    def _log_attempts(self, attempts: Attempts) -> None:
        """Failed ones go into the log; where it cannot be written they wait in their file."""
        if attempts.untold():
            with suppress(WorldError):
                self._write(lambda t: failed_attempts.log(t, attempts))
                attempts.all_told()

    def visits_of(self, episode_id: str, newest: int | None = None) -> tuple[Visit, ...]:
        """See `ChartStore.visits_of`."""
        self._may(Right.READ_NOTES)
        return self._read(lambda c: visits.of_episode(c, episode_id, newest))

    def visit_count(self, episode_id: str) -> int:
        """See `ChartStore.visit_count`."""
        self._may(Right.SEE_REGISTER)
        return self._read(lambda c: visits.count_of(c, episode_id))

    def visit(self, visit_id: str) -> Visit:
        """See `ChartStore.visit`."""
        self._may(Right.READ_NOTES)
        return self._read(lambda c: visits.load_one(c, visit_id))

    def save_draft(self, visit: Visit, tier: Tier | None = None) -> Visit:
        """See `ChartStore.save_draft`."""
        self._may(Right.CHART)
        return self._thread.call(lambda: self._store_draft(visit, tier), changes=True)

    def queue_draft(self, visit: Visit, done: Saved, tier: Tier | None = None) -> None:
        """See `ChartStore.queue_draft`."""
        try:
            self._may(Right.CHART)
        except WorldError as refused:
            done(refused)
            return
        self._drafts.put(visit, done, tier)

    def drop_queued(self, visit_id: str) -> None:
        """See `ChartStore.drop_queued`."""
        self._drafts.forget(visit_id)

    def sign(self, visit: Visit, signature: Signature, tier: Tier | None = None) -> Visit:
        """See `ChartStore.sign`."""
        self._may(Right.SIGN)
        self._is_self(signature.by)

        def work(transaction: Transaction) -> Visit:
            last = replace(visit, status=VisitStatus.DRAFT, signature=None)
            known = self._stored.pop(visit.id, None)
            last = first_written.to_be_signed(transaction, last)
            visits.store_draft(transaction.connection, last, tier, known)
            return signatures.sign(transaction, self._signer, visit.id, signature)

        return self._write(work)

    def cosign(self, visit_id: str, signature: Signature) -> Visit:
        """See `ChartStore.cosign`."""
        self._may(Right.COSIGN)
        self._is_self(signature.by)
        return self._write(lambda t: signatures.cosign(t, self._signer, visit_id, signature))

    def add_addendum(self, visit_id: str, addendum: Addendum) -> Visit:
        """See `ChartStore.add_addendum`."""
        self._may(Right.SIGN)
        self._is_self(addendum.by)
        if TAKEN_OUT in addendum.text:
            words = f"The words {TAKEN_OUT.strip()!r} are the program's own."
            raise self._refused(NotAllowed(words, "Say it in other words."))
        return self._write(lambda t: signatures.add_addendum(t, self._signer, visit_id, addendum))

    def withdraw(self, visit_id: str, withdrawal: Withdrawal, again: Visit | None = None) -> Visit:
        """See `ChartStore.withdraw`."""
        self._may(Right.COSIGN)
        self._is_self(withdrawal.by)

        def work(transaction: Transaction) -> Visit:
            if again is not None:
                connection, new = transaction.connection, first_written.begun(transaction, again)
                visits.store_draft(connection, new, None, None)
                owner = visits.patient_of_episode(connection, new.episode_id)
                transaction.log(AuditEntry(AuditAction.CREATE, owner, new.id))
            return signatures.withdraw(transaction, self._signer, visit_id, withdrawal)

        return self._write(work)

    def move_draft(self, visit_id: str, episode_id: str, reason: str) -> Visit:
        """See `ChartStore.move_draft`."""
        self._may(Right.COSIGN)

        def work(transaction: Transaction) -> Visit:
            connection = transaction.connection
            before = visits.patient_of_visit(connection, visit_id)
            after = visits.patient_of_episode(connection, episode_id)
            visits.move(connection, visit_id, episode_id)
            attachments.move_with_visit(connection, visit_id, after)
            self._stored.pop(visit_id, None)
            for patient_id, way in ((before, "away from here"), (after, "to here")):
                detail = f"draft moved {way}: {reason}"
                transaction.log(AuditEntry(AuditAction.MOVE, patient_id, visit_id, detail))
            return visits.load_one(connection, visit_id)

        return self._write(work)

    def episode_log(self, episode_id: str) -> EpisodeLog:
        """See `EpisodeEntries.episode_log`."""
        self._may(Right.SEE_REGISTER)
        clinical = allowed(self._user, Right.READ_NOTES)
        return self._read(lambda c: episode_entries.log_of(c, episode_id, clinical=clinical))

    def add_episode_entry(self, entry: EpisodeEntry) -> None:
        """See `EpisodeEntries.add_episode_entry`."""
        clinical = isinstance(entry.record, Referral)
        self._may(Right.CHART if clinical else Right.CHANGE_REGISTER)
        self._is_self(entry.by)

        def work(transaction: Transaction) -> None:
            connection = transaction.connection
            patient_id = visits.patient_of_episode(connection, entry.episode_id)
            digest = episode_entries.add(connection, entry)
            detail = f"episode entry {entry.id} version {entry.version}, SHA-256 {digest}"
            action = made_or_changed(entry.version == 1)
            transaction.log(AuditEntry(action, patient_id, detail=detail))

        self._write(work)

    @abstractmethod
    def _back_up(
        self, folder: Path, plan: BackupPlan, done: Callable[[BackupResult], None]
    ) -> None:
        """See `Administration.back_up`."""

    def _older_copies(self, _folder: Path | None) -> tuple[Path, ...]:
        """Copies of the chart whose key file is not that of today; none where there are none."""
        return ()

    def _wrap_copy(self, copy: Path) -> None:
        """Give a copy the key file of today.

        Raises:
            WorldError: it is damaged or cannot be written; it stays as it was.
        """
        raise RecordMissing(f"{copy.name} is no copy of this chart.")

    @abstractmethod
    def _backup_is_due(self, folder: Path, plan: BackupPlan) -> bool:
        """Whether the newest backup of this chart in a folder is older than the plan allows."""

    def check(self) -> None:
        """Read the whole chart, its whole log and all its seals.

        Raises:
            ChartDamaged: what is damaged, in words.
        """
        ledger = self._ledger
        self._read_all(lambda c: integrity.check(c, ledger.end, shared=ledger.shared))

    def later(
        self, call: Callable[[ChartStore], T], done: Callable[[T | WorldError], None]
    ) -> None:
        """See `ChartStore.later`."""

        def job() -> None:
            outcome: T | WorldError
            try:
                outcome = call(self)
            except WorldError as error:
                outcome = error
            done(outcome)

        try:
            self._thread.post(job)
        except ChartClosed as closed:
            done(closed)

    def hurry(self, seconds: float, late: Late) -> None:
        """See `ChartStore.hurry`: a file answers."""

    def flush(self) -> None:
        """See `ChartStore.flush`."""
        self._thread.call(self._drafts.flush)

    def close(self) -> None:
        """See `ChartStore.close`."""
        if self._closed:
            return
        self.flush()
        # Every draft is stored: a full disk must not keep the chart from being locked.
        with suppress(WorldError):
            self._write(lambda transaction: transaction.log(AuditEntry(AuditAction.LOCK)))
        self._let_go()

    def abandon(self) -> None:
        """See `ChartStore.abandon`."""
        if not self._closed:
            self._let_go()

    def _let_go(self) -> None:
        self._closed = True
        self._thread.call(self._ledger.close)
        self._thread.stop()
        self._stored.clear()
        self._drafts.clear()
        self._forget()
        self._home.leave(self._ledger.head, self._ledger.now)

    def _store_draft(self, draft: Visit, tier: Tier | None) -> Visit:
        known = self._stored.pop(draft.id, None)

        def work(transaction: Transaction) -> StoredDraft:
            connection = transaction.connection
            new = draft if draft.revision else first_written.begun(transaction, draft)
            stored = visits.store_draft(connection, new, tier, known)
            if draft.revision == 0 or draft.id not in self._change_logged:
                patient_id = visits.patient_of_episode(connection, draft.episode_id)
                action = made_or_changed(draft.revision == 0)
                transaction.log(AuditEntry(action, patient_id, draft.id))
            transaction.draft = (draft.id, stored.visit.revision)
            return stored

        stored = self._write_draft(draft, work)
        self._change_logged.add(draft.id)
        self._stored[draft.id] = stored
        if len(self._stored) > _REMEMBERED_DRAFTS:
            self._stored.pop(next(iter(self._stored)))
        return stored.visit

    def _write_draft(
        self, _draft: Visit, work: Callable[[Transaction], StoredDraft]
    ) -> StoredDraft:
        return self._ledger.write(work)
