"""Versions kept beside the visits of a chart in memory, and its drafts on their way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from pt_chart.charting.audit import AuditAction, AuditEntry
from pt_chart.charting.errors import NotAllowed, RecordMissing
from pt_chart.charting.kept_versions import KeptBecause, KeptVersion, settles
from pt_chart.charting.ports import Late, Saved
from pt_chart.clinical.reasoning.results import Tier
from pt_chart.clinical.visit import Visit
from tests.memory_transfers import MemoryTransfers


@dataclass
class MemoryKept(MemoryTransfers):
    """See `KeptVersions`."""

    _kept: dict[str, KeptVersion] = field(default_factory=dict)
    let_go: list[tuple[str, str, int]] = field(default_factory=list)
    """Drafts of workstations that were let go: visit, patient, places."""
    _queue: dict[str, tuple[Visit, Tier | None, list[Saved]]] = field(default_factory=dict)

    def hurry(self, _seconds: float, _late: Late) -> None:
        """See `ChartStore.hurry`: memory answers."""

    def keep_version(self, kept: KeptVersion) -> None:
        """See `KeptVersions.keep_version`."""
        self._write()
        if kept.by != self.user.id and not settles(kept, self._kept.get(kept.id)):
            raise NotAllowed
        if kept.visit_id not in self._visits:
            raise RecordMissing
        before = self._kept.get(kept.id)
        if before is not None and (before.by, before.because) != (kept.by, KeptBecause.UNSETTLED):
            raise NotAllowed
        self._kept[kept.id] = kept
        if before is None or kept.choices:
            patient = self._episodes[self._visits[kept.visit_id].episode_id].patient_id
            self._log(AuditEntry(AuditAction.CHANGE, patient, kept.visit_id, "version kept"))

    def let_waiting_go(self, visit_id: str, patient_id: str, places: int) -> None:
        """See `KeptVersions.let_waiting_go`."""
        self._write()
        self.let_go.append((visit_id, patient_id, places))

    def kept_versions(self, visit_id: str) -> tuple[KeptVersion, ...]:
        """See `KeptVersions.kept_versions`."""
        return self._newest_first(lambda one: one.visit_id == visit_id)

    def uncompared(self) -> tuple[KeptVersion, ...]:
        """See `KeptVersions.uncompared`."""
        mine = (self.user.id, KeptBecause.UNSETTLED)
        return self._newest_first(lambda one: (one.by, one.because) == mine)

    def _newest_first(self, wanted: Callable[[KeptVersion], bool]) -> tuple[KeptVersion, ...]:
        found = filter(wanted, self._kept.values())
        return tuple(sorted(found, key=lambda one: (one.at, one.id), reverse=True))

    def drop_queued(self, visit_id: str) -> None:
        """See `ChartStore.drop_queued`."""
        self._queue.pop(visit_id, None)
