"""Whole-clinic walks and imports of an open chart."""

from __future__ import annotations

from pt_chart.charting.access import Right
from pt_chart.charting.progress import Progress
from pt_chart.charting.transfer_port import ImportBatch, PastImport
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
        return self._write(lambda t: transfer.take_out(t, import_id))

    def _may_move(self, *, visits: bool) -> None:
        if visits:
            self._may(Right.CHART)
        self._may(Right.CHANGE_REGISTER)
