"""The log as people read it: whoever does leaves a line in it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pt_chart.charting.audit import LOG_READ, AuditAction, AuditEntry, AuditQuery, AuditRecord
from pt_chart.charting.ports import ChartStore

MOST = 5_000
"""Lines shown at once."""
_ALL = 1 << 62


@dataclass(frozen=True, slots=True)
class LogShown:
    """The newest lines that a query asks for; ``more`` says that there are older ones."""

    records: tuple[AuditRecord, ...]
    more: bool


class LogReader:
    """Reads the log for somebody; asking for the same people again leaves no further line."""

    def __init__(self, store: ChartStore) -> None:
        self._store = store
        self._told: set[str] = set()

    def shown(self, query: AuditQuery) -> LogShown:
        """The newest `MOST` lines.

        Raises:
            NotAllowed: the role does not read the log.
            WorldError: the chart cannot be read, or not written.
        """
        found = self._read(replace(query, newest=MOST + 1))
        return LogShown(found[:MOST], len(found) > MOST)

    def every(self, query: AuditQuery) -> tuple[AuditRecord, ...]:
        """All lines, for an export.

        Raises:
            NotAllowed, WorldError: as `shown`.
        """
        return self._read(replace(query, newest=_ALL))

    def _read(self, query: AuditQuery) -> tuple[AuditRecord, ...]:
        if query.patient_id not in self._told:
            entry = AuditEntry(AuditAction.VIEW, query.patient_id, detail=LOG_READ)
            self._store.record(entry)
            self._told.add(query.patient_id)
        return self._store.report(query)
