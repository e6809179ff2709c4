"""An open chart on a clinic's server."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection

from pt_chart.charting.administration import BackupPlan, BackupResult
from pt_chart.charting.errors import BackupRefused, ServerUnsure
from pt_chart.clinical.people import Clinician
from pt_chart.clinical.reasoning.results import Tier
from pt_chart.clinical.visit import Signature, Visit
from pt_chart.store.keyfile import OpenedKeys
from pt_chart.store.ledger import Transaction
from pt_chart.store.server.home import ServerHome
from pt_chart.store.server.ledger import ServerLedger
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

    def sign(self, visit: Visit, signature: Signature, tier: Tier | None = None) -> Visit:
        """See `ChartStore.sign`."""
        return super().sign(self._thread.call(lambda: self._after_unsure(visit)), signature, tier)

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
