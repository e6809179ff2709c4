"""Whole-clinic walks and imports of an open chart."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection

from pt_chart.charting.access import Right
from pt_chart.charting.progress import Progress
from pt_chart.charting.transfer_port import ImportBatch, PastImport, UndoRefused
from pt_chart.clinical.people import Patient
from pt_chart.store import transfer
from pt_chart.store.chart_people import PeopleCalls
from pt_chart.store.erased import refuse_erased
from pt_chart.store.ledger import Transaction


class TransferCalls(PeopleCalls):
    """See `Transfers`."""

    def patients_after(self, patient_id: str, count: int) -> tuple[Patient, ...]:
        """See `Transfers.patients_after`."""
        self._may(Right.SEE_REGISTER)
        return self._read(lambda c: transfer.patients_after(c, patient_id, count))

    def import_records(self, batch: ImportBatch, progress: Progress | None = None) -> PastImport:
        """See `Transfers.import_records`."""
        self._may_move(visits=bool(batch.visits or batch.entries))

        def work(transaction: Transaction) -> PastImport:
            refuse_erased(transaction.connection, (one.id for one in batch.patients))
            return transfer.bring_in(transaction, batch, progress or Progress())

        return self._write(work)

    def imports(self) -> tuple[PastImport, ...]:
        """See `Transfers.imports`."""
        self._may(Right.SEE_REGISTER)
        return self._read(transfer.imports)

    def undo_import(self, import_id: str) -> PastImport:
        """See `Transfers.undo_import`."""
        known = {past.id: past for past in self.imports()}
        brought = known.get(import_id)
        self._may_move(visits=brought is not None and brought.visits > 0)

        def work(transaction: Transaction) -> PastImport:
            self._refuse_open_elsewhere(transaction.connection, import_id)
            return transfer.take_out(transaction, import_id)

        return self._write(work)

    def _refuse_open_elsewhere(self, connection: Connection, import_id: str) -> None:
        visits, patients = transfer.came_with(connection, import_id)
        others = self._open_elsewhere(connection, visits, patients)
        if others:
            who = " and ".join(others)
            told = f"A visit of it is open: {who}. Undo the import when it is closed there."
            raise UndoRefused(advice=f"{told} Nothing was removed.")

    def _open_elsewhere(
        self, _connection: Connection, _visits: Collection[str], _patients: Collection[str]
    ) -> tuple[str, ...]:
        """Who else has one of these visits, or a visit of these patients, open; () on a file."""
        return ()

    def _may_move(self, *, visits: bool) -> None:
        if visits:
            self._may(Right.CHART)
        self._may(Right.CHANGE_REGISTER)
