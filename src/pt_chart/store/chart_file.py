"""An open encrypted chart: the port of charting, on the store's one thread."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime
from typing import TypeVar

from sqlalchemy import Connection

from pt_chart.charting.errors import ChartClosed, WorldError, WrongPassword
from pt_chart.charting.ports import (
    AuditAction,
    AuditEntry,
    AuditRecord,
    ChartStore,
    PatientRow,
    Saved,
    Setting,
    VisitRow,
)
from pt_chart.clinical.people import Clinic, Clinician, Episode, Patient
from pt_chart.clinical.reasoning.results import Tier
from pt_chart.clinical.visit import Addendum, Signature, Visit, VisitStatus
from pt_chart.store import audit_log, integrity, keyfile, register, visits
from pt_chart.store.draft_queue import DraftQueue
from pt_chart.store.keyfile import KeyCost
from pt_chart.store.ledger import Ledger, Transaction
from pt_chart.store.place import ChartLock, ChartPlace
from pt_chart.store.records import visit as visit_table
from pt_chart.store.visits import StoredDraft
from pt_chart.store.worker import StoreThread

T = TypeVar("T")
_REMEMBERED_DRAFTS = 8


class ChartFile:
    """Implements `ChartStore` on a SQLCipher file; made by `store.open`."""

    def __init__(self, place: ChartPlace, ledger: Ledger, lock: ChartLock, user: Clinician) -> None:
        """Take over an opened and verified chart."""
        self._place = place
        self._ledger = ledger
        self._lock = lock
        self._user = user
        self._thread = StoreThread()
        self._drafts = DraftQueue(self._thread, self._store_draft)
        self._stored: dict[str, StoredDraft] = {}
        self._change_logged: set[str] = set()
        self._closed = False

    @property
    def user(self) -> Clinician:
        """See `ChartStore.user`."""
        return self._user

    def search(self, text: str, limit: int = 50) -> tuple[PatientRow, ...]:
        """See `ChartStore.search`."""
        return self._read(lambda c: register.search(c, text, limit))

    def patient(self, patient_id: str) -> Patient:
        """See `ChartStore.patient`."""
        return self._read(lambda c: register.one_patient(c, patient_id))

    def save_patient(self, patient: Patient) -> None:
        """See `ChartStore.save_patient`."""

        def work(transaction: Transaction) -> None:
            new = register.put_patient(transaction.connection, patient)
            transaction.log(AuditEntry(_made_or_changed(new), patient.id))

        self._write(work)

    def episode(self, episode_id: str) -> Episode:
        """See `ChartStore.episode`."""
        return self._read(lambda c: register.one_episode(c, episode_id))

    def episodes_of(self, patient_id: str) -> tuple[Episode, ...]:
        """See `ChartStore.episodes_of`."""
        return self._read(lambda c: register.episodes_of(c, patient_id))

    def save_episode(self, episode: Episode) -> None:
        """See `ChartStore.save_episode`."""

        def work(transaction: Transaction) -> None:
            new = register.put_episode(transaction.connection, episode)
            detail = f"episode {episode.id}"
            transaction.log(AuditEntry(_made_or_changed(new), episode.patient_id, detail=detail))

        self._write(work)

    def visits_of(self, episode_id: str) -> tuple[Visit, ...]:
        """See `ChartStore.visits_of`."""
        return self._read(lambda c: visits.load(c, visit_table.c.episode_id == episode_id))

    def visit(self, visit_id: str) -> Visit:
        """See `ChartStore.visit`."""
        return self._read(lambda c: visits.load_one(c, visit_id))

    def visits_between(self, first: date, last: date) -> tuple[VisitRow, ...]:
        """See `ChartStore.visits_between`."""
        return self._read(lambda c: register.visits_between(c, first, last))

    def drafts(self) -> tuple[VisitRow, ...]:
        """See `ChartStore.drafts`."""
        return self._read(register.drafts)

    def save_draft(self, visit: Visit, tier: Tier | None = None) -> Visit:
        """See `ChartStore.save_draft`."""
        return self._thread.call(lambda: self._store_draft(visit, tier))

    def queue_draft(self, visit: Visit, done: Saved, tier: Tier | None = None) -> None:
        """See `ChartStore.queue_draft`."""
        self._drafts.put(visit, done, tier)

    def sign(self, visit: Visit, signature: Signature, tier: Tier | None = None) -> Visit:
        """See `ChartStore.sign`."""

        def work(transaction: Transaction) -> Visit:
            connection = transaction.connection
            last = replace(visit, status=VisitStatus.DRAFT, signature=None)
            visits.store_draft(connection, last, tier, self._stored.pop(visit.id, None))
            visits.seal(connection, visit.id, signature)
            patient_id = visits.patient_of_episode(connection, visit.episode_id)
            transaction.log(AuditEntry(AuditAction.SIGN, patient_id, visit.id, signature.digest))
            return visits.load_one(connection, visit.id)

        return self._write(work)

    def add_addendum(self, visit_id: str, addendum: Addendum) -> Visit:
        """See `ChartStore.add_addendum`."""

        def work(transaction: Transaction) -> Visit:
            connection = transaction.connection
            visits.add_addendum(connection, visit_id, addendum)
            longer = visits.load_one(connection, visit_id)
            patient_id = visits.patient_of_episode(connection, longer.episode_id)
            transaction.log(AuditEntry(AuditAction.ADDENDUM, patient_id, visit_id))
            return longer

        return self._write(work)

    def record(self, entry: AuditEntry) -> None:
        """See `ChartStore.record`."""
        self._write(lambda transaction: transaction.log(entry))

    def audit(
        self, patient_id: str = "", since: datetime | None = None, limit: int = 1000
    ) -> tuple[AuditRecord, ...]:
        """See `ChartStore.audit`."""
        return self._read(lambda c: audit_log.lines(c, patient_id, since, limit))

    def clinic(self) -> Clinic:
        """See `ChartStore.clinic`."""
        return self._read(register.the_clinic)

    def save_clinic(self, clinic: Clinic) -> None:
        """See `ChartStore.save_clinic`."""

        def work(transaction: Transaction) -> None:
            register.put_clinic(transaction.connection, clinic)
            transaction.log(AuditEntry(AuditAction.CHANGE, detail="clinic"))

        self._write(work)

    def users(self) -> tuple[Clinician, ...]:
        """See `ChartStore.users`."""
        return self._read(register.clinicians)

    def verify(self, password: str) -> bool:
        """See `ChartStore.verify`."""
        try:
            keyfile.read_keys(self._place).unwrap(self._user.id, password)
        except WrongPassword:
            return False
        return True

    def add_user(
        self, user: Clinician, password: str, own_password: str, cost: KeyCost | None = None
    ) -> None:
        """Let another user unlock the chart, or give a known one a new password.

        ``own_password`` is that of the user at work: it opens the key that is wrapped anew.

        Raises:
            WrongPassword: ``own_password`` is not right.
        """

        def work(transaction: Transaction) -> None:
            keys = keyfile.read_keys(self._place)
            key = keys.unwrap(self._user.id, own_password)
            register.put_clinician(transaction.connection, user)
            transaction.log(AuditEntry(AuditAction.USERS, detail=f"key for {user.id}"))
            keyfile.write_keys(self._place, keys.with_user(user, password, key, cost or KeyCost()))

        self._write(work)

    def setting(self, name: str, default: Setting = None) -> Setting:
        """See `ChartStore.setting`."""
        return self._read(lambda c: register.one_setting(c, name, default))

    def save_setting(self, name: str, value: Setting) -> None:
        """See `ChartStore.save_setting`."""
        self._write(lambda t: register.put_setting(t.connection, name, value))

    def check(self) -> None:
        """Read the whole chart and its whole log.

        Raises:
            ChartDamaged: what is damaged, in words.
        """
        self._read(integrity.check)

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
            self.record(AuditEntry(AuditAction.LOCK))
        self._let_go()

    def abandon(self) -> None:
        """Close at once, giving up drafts that could not be stored (the person was asked)."""
        if not self._closed:
            self._let_go()

    def _let_go(self) -> None:
        self._closed = True
        self._thread.call(self._ledger.close)
        self._thread.stop()
        self._stored.clear()
        self._lock.release()

    def _read(self, work: Callable[[Connection], T]) -> T:
        return self._thread.call(lambda: self._ledger.read(work))

    def _write(self, work: Callable[[Transaction], T]) -> T:
        return self._thread.call(lambda: self._ledger.write(work))

    def _store_draft(self, draft: Visit, tier: Tier | None) -> Visit:
        known = self._stored.pop(draft.id, None)

        def work(transaction: Transaction) -> StoredDraft:
            connection = transaction.connection
            stored = visits.store_draft(connection, draft, tier, known)
            if draft.revision == 0 or draft.id not in self._change_logged:
                patient_id = visits.patient_of_episode(connection, draft.episode_id)
                action = _made_or_changed(draft.revision == 0)
                transaction.log(AuditEntry(action, patient_id, draft.id))
            return stored

        stored = self._ledger.write(work)
        self._change_logged.add(draft.id)
        self._stored[draft.id] = stored
        if len(self._stored) > _REMEMBERED_DRAFTS:
            self._stored.pop(next(iter(self._stored)))
        return stored.visit


def _made_or_changed(new: bool) -> AuditAction:
    return AuditAction.CREATE if new else AuditAction.CHANGE
