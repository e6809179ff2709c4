"""The log, the kept files and the rights of a chart in memory; and a clock that a test moves."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import TypeVar

from pt_chart.charting.access import Right, require
from pt_chart.charting.audit import DISCLOSING, REPORTED
from pt_chart.charting.errors import NotAllowed, WorldError
from pt_chart.charting.ports import LARGEST_FILE, AuditEntry, AuditQuery, AuditRecord
from pt_chart.clinical.people import Clinician
from pt_chart.clinical.visit import Addendum, Signature, Withdrawal

MarkT = TypeVar("MarkT", Signature, Addendum, Withdrawal)
THERAPIST = Clinician("user-1", "Ines Corvale", administers=True)


@dataclass
class FakeClock:
    """A clock that stands still until a test moves it."""

    now: datetime = datetime(2026, 11, 10, 10, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        """The time as the test set it."""
        return self.now

    def advance(self, seconds: float) -> None:
        """Let time pass."""
        self.now += timedelta(seconds=seconds)


@dataclass
class MemoryLog:
    """Who works, what was done, and what is kept beside the records."""

    user: Clinician = THERAPIST
    clock: FakeClock = field(default_factory=FakeClock)
    failure: WorldError | None = None
    log: list[AuditRecord] = field(default_factory=list)
    _files: dict[tuple[str, str], bytes] = field(default_factory=dict)

    def record(self, entry: AuditEntry) -> None:
        """See `ChartStore.record`."""
        if entry.action not in REPORTED:
            raise NotAllowed
        self._log(entry)

    def _log(self, entry: AuditEntry) -> None:
        number = len(self.log) + 1
        line = AuditRecord(number, self.clock(), self.user.id, self.user.name, entry, f"#{number}")
        self.log.append(line)

    def audit(
        self, patient_id: str = "", since: datetime | None = None, limit: int = 1000
    ) -> tuple[AuditRecord, ...]:
        """See `ChartStore.audit`."""
        lines = [
            line
            for line in reversed(self.log)
            if (not patient_id or line.entry.patient_id == patient_id)
            and (since is None or line.at >= since)
        ]
        return tuple(lines[:limit])

    def report(self, query: AuditQuery) -> tuple[AuditRecord, ...]:
        """See `ChartStore.report`."""
        self._may(Right.READ_LOG)
        return self._lines(query)

    def disclosures(self, patient_id: str) -> tuple[AuditRecord, ...]:
        """See `ChartStore.disclosures`."""
        return self._lines(AuditQuery(patient_id=patient_id, actions=DISCLOSING))

    def _lines(self, query: AuditQuery) -> tuple[AuditRecord, ...]:
        lines = [
            line
            for line in reversed(self.log)
            if (not query.patient_id or line.entry.patient_id == query.patient_id)
            and (not query.user_id or line.user_id == query.user_id)
            and (not query.actions or line.entry.action in query.actions)
            and (query.since is None or line.at >= query.since)
            and (query.until is None or line.at <= query.until)
        ]
        return tuple(lines[: query.newest])

    def save_file(self, kind: str, name: str, content: bytes) -> None:
        """See `ChartStore.save_file`."""
        self._may(Right.CHANGE_CLINIC)
        self._write()
        if not kind or not name or len(content) > LARGEST_FILE:
            raise ValueError(name)
        self._files[kind, name] = content

    def file(self, kind: str, name: str) -> bytes | None:
        """See `ChartStore.file`."""
        return self._files.get((kind, name))

    def files(self, kind: str) -> tuple[str, ...]:
        """See `ChartStore.files`."""
        return tuple(sorted(name for of, name in self._files if of == kind))

    def remove_file(self, kind: str, name: str) -> None:
        """See `ChartStore.remove_file`."""
        self._may(Right.CHANGE_CLINIC)
        self._write()
        self._files.pop((kind, name), None)

    def seal_key(self, purpose: str) -> bytes:
        """See `ChartStore.seal_key`."""
        return sha256(f"a chart in memory: {purpose}".encode()).digest()

    def _may(self, right: Right) -> None:
        require(self.user, right)

    def _mine(self, mark: MarkT) -> MarkT:
        """A signature, remark or withdrawal in the name of the user at work, now."""
        if mark.by != self.user.id:
            raise NotAllowed
        own = replace(mark, name=self.user.signature, at=self.clock())
        return replace(own, role=self.user.role) if isinstance(own, Signature) else own

    def _write(self) -> None:
        if self.failure is not None:
            raise self.failure
