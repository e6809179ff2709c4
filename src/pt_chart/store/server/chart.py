"""An open chart on a clinic's server."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection

from pt_chart.charting.administration import BackupPlan, BackupResult
from pt_chart.charting.errors import BackupRefused, ServerUnsure
from pt_chart.charting.ports import Late, Setting
from pt_chart.clinical.care.episode_log import EpisodeEntry, EpisodeLog, NextVisit
from pt_chart.clinical.people import Clinic, Clinician
from pt_chart.clinical.reasoning.results import Tier
from pt_chart.clinical.visit import Signature, Visit
from pt_chart.store.keyfile import OpenedKeys
from pt_chart.store.ledger import Transaction
from pt_chart.store.server.home import ServerHome
from pt_chart.store.server.ledger import ServerLedger
from pt_chart.store.server.remembered import Remembered
from pt_chart.store.server.windows import with_visits_open
from pt_chart.store.stored_chart import StoredChart
from pt_chart.store.visits import StoredDraft

T = TypeVar("T")


class ChartServer(StoredChart):
    """Implements `ChartStore` on PostgreSQL; made by `store.server.door`."""

    def __init__(
        self, home: ServerHome, ledger: ServerLedger, user: Clinician, keys: OpenedKeys
    ) -> None:
        """Take over an opened and verified chart."""
        super().__init__(home, ledger, user, keys)
        self._server_home = home
        self._ledger: ServerLedger = ledger
        self._unsure: dict[str, tuple[str, StoredDraft]] = {}
        self._remembered = Remembered()

    def _back_up(
        self, _folder: Path, _plan: BackupPlan, _done: Callable[[BackupResult], None]
    ) -> None:
        """See `Administration.back_up`.

        Raises:
            BackupRefused: the server is backed up where it stands.
        """
        raise BackupRefused(
            "This chart is on the clinic's server, which is backed up there.",
            "Ask the person who looks after the server (pg_dump or its own backups), or move the "
            "chart into an encrypted file.",
        )

    def _backup_is_due(self, _folder: Path, _plan: BackupPlan) -> bool:
        """See `StoredChart._backup_is_due`: the server has its own backups."""
        return False

    def hurry(self, seconds: float, late: Late) -> None:
        """See `ChartStore.hurry`."""
        self._thread.hurry(seconds, late)

    def clinic(self) -> Clinic:
        """See `ChartStore.clinic`; while the server is away as it was read last."""
        return self._remembered.ask(("clinic",), super().clinic)

    def setting(self, name: str, default: Setting = None) -> Setting:
        """See `ChartStore.setting`; while the server is away as it was read last."""
        question = ("setting", name, repr(default))
        read = super().setting
        return self._remembered.ask(question, lambda: read(name, default))

    def episode_log(self, episode_id: str) -> EpisodeLog:
        """See `EpisodeEntries.episode_log`; while the server is away as it was read last."""
        question = ("episode log", episode_id)
        read = super().episode_log
        return self._remembered.ask(question, lambda: read(episode_id))

    def next_visits(self, patient_ids: Iterable[str], since: date) -> Mapping[str, NextVisit]:
        """See `Bookings.next_visits`; while the server is away as they were read last."""
        ids = tuple(patient_ids)
        read = super().next_visits
        return self._remembered.ask(("next visits", ids, since), lambda: read(ids, since))

    def files(self, kind: str) -> tuple[str, ...]:
        """See `ChartStore.files`; while the server is away as they were read last."""
        read = super().files
        return self._remembered.ask(("file", kind), lambda: read(kind))

    def file(self, kind: str, name: str) -> bytes | None:
        """See `ChartStore.file`; while the server is away as it was read last."""
        read = super().file
        return self._remembered.ask(("file", kind, name), lambda: read(kind, name))

    def save_file(self, kind: str, name: str, content: bytes) -> None:
        """See `ChartStore.save_file`."""
        super().save_file(kind, name, content)
        self._remembered.forget("file", kind)

    def remove_file(self, kind: str, name: str) -> None:
        """See `ChartStore.remove_file`."""
        super().remove_file(kind, name)
        self._remembered.forget("file", kind)

    def save_clinic(self, clinic: Clinic, read: Clinic | None = None) -> Clinic:
        """See `ChartStore.save_clinic`."""
        stored = super().save_clinic(clinic, read)
        self._remembered.forget("clinic")
        return stored

    def save_setting(self, name: str, value: Setting) -> None:
        """See `ChartStore.save_setting`."""
        super().save_setting(name, value)
        self._remembered.forget("setting", name)

    def add_episode_entry(self, entry: EpisodeEntry) -> None:
        """See `EpisodeEntries.add_episode_entry`."""
        super().add_episode_entry(entry)
        self._remembered.forget("episode log", entry.episode_id)

    def sign(self, visit: Visit, signature: Signature, tier: Tier | None = None) -> Visit:
        """See `ChartStore.sign`."""
        return super().sign(self._thread.call(lambda: self._after_unsure(visit)), signature, tier)

    def _open_elsewhere(
        self, connection: Connection, visits: Collection[str], patients: Collection[str]
    ) -> tuple[str, ...]:
        return with_visits_open(connection, self.client, visits, patients)

    @property
    def client(self) -> str:
        """What this open program is called on the server."""
        return self._ledger.client

    def aside(self, work: Callable[[Connection], T]) -> T:
        """Write, on the store's thread, what is no part of the chart: see `ServerLedger.aside`."""
        return self._thread.call(lambda: self._ledger.aside(work))

    def _write(self, work: Callable[[Transaction], T]) -> T:
        try:
            result = super()._write(work)
        except BaseException:
            self._server_home.not_stored()
            raise
        self._server_home.stored()
        return result

    def _forget(self) -> None:
        self._remembered.forget()
        super()._forget()

    def _store_draft(self, draft: Visit, tier: Tier | None) -> Visit:
        """A draft whose last save was left unsure goes on from it, if it was stored after all."""
        return super()._store_draft(self._after_unsure(draft), tier)

    def _write_draft(self, draft: Visit, work: Callable[[Transaction], StoredDraft]) -> StoredDraft:
        made: list[StoredDraft] = []

        def noted(transaction: Transaction) -> StoredDraft:
            made.append(work(transaction))
            return made[-1]

        try:
            return super()._write_draft(draft, noted)
        except ServerUnsure as unsure:
            self._unsure[draft.id] = (unsure.token, made[-1])
            raise

    def _after_unsure(self, draft: Visit) -> Visit:
        if draft.id not in self._unsure:
            return draft
        token, stored = self._unsure[draft.id]
        known = self._ledger.was_stored(token)
        if known is None:
            return draft
        del self._unsure[draft.id]
        if not known or draft.revision != stored.visit.revision - 1:
            return draft
        self._stored[draft.id] = stored
        return replace(draft, revision=stored.visit.revision)
