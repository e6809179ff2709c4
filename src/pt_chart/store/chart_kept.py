"""The part of an open chart that keeps versions beside visits."""

from __future__ import annotations

from pt_chart.charting.access import Right
from pt_chart.charting.errors import NotAllowed
from pt_chart.charting.kept_versions import KeptBecause, KeptVersion, settles
from pt_chart.charting.ports import AuditAction, AuditEntry
from pt_chart.store import kept_versions, visits
from pt_chart.store.chart_base import OpenChart
from pt_chart.store.ledger import Transaction


class KeptVersionCalls(OpenChart):
    """See `KeptVersions`."""

    def keep_version(self, kept: KeptVersion) -> None:
        """See `KeptVersions.keep_version`."""
        self._may(Right.CHART)
        if kept.because is KeptBecause.UNSETTLED:
            self._is_self(kept.by)

        def work(transaction: Transaction) -> None:
            if kept.by != self._user.id:
                waiting = kept_versions.one(transaction.connection, kept.id)
                if not settles(kept, waiting):
                    raise NotAllowed("Only what waits of somebody else is settled, as it stands.")
            patient_id = visits.patient_of_visit(transaction.connection, kept.visit_id)
            new = kept_versions.put(transaction.connection, kept)
            if new or kept.choices:
                detail = f"version {kept.id} kept: {kept.because.words}"
                detail += kept_versions.line_digest(transaction.connection, kept)
                transaction.log(AuditEntry(AuditAction.CHANGE, patient_id, kept.visit_id, detail))

        self._write(work)

    def let_waiting_go(self, visit_id: str, patient_id: str, places: int) -> None:
        """See `KeptVersions.let_waiting_go`."""
        self._may(Right.CHART)
        detail = f"a draft that waited at a workstation was let go: {places} places"
        line = AuditEntry(AuditAction.CHANGE, patient_id, visit_id, detail)
        self._write(lambda transaction: transaction.log(line))

    def kept_versions(self, visit_id: str) -> tuple[KeptVersion, ...]:
        """See `KeptVersions.kept_versions`."""
        self._may(Right.READ_NOTES)
        return self._read(lambda c: kept_versions.of_visit(c, visit_id))

    def uncompared(self) -> tuple[KeptVersion, ...]:
        """See `KeptVersions.uncompared`."""
        self._may(Right.READ_NOTES)
        return self._read(lambda c: kept_versions.uncompared(c, self._user.id))
