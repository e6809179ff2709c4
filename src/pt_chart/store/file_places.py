"""Whose an attached file is and which visit it stands with, held against the log.

A file of a visit that is signed came before the signature, or with a remark that is sealed beside
it and names the digest of the file. One that was taken out since left with such a remark as well.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Set
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from pt_chart.charting.audit import AuditAction
from pt_chart.store import attachments, before_digests
from pt_chart.store.record_digests import removal_record
from pt_chart.store.records import addendum, audit, episode, visit
from pt_chart.store.translate import Row
from pt_chart.store.triggers import BROUGHT, TAKEN_OUT


@dataclass(frozen=True, slots=True)
class Left:
    """A line that tells that a file was removed: how, its number, and the digest of why.

    ``record`` is None where an earlier version wrote it; ``to`` is the file that it goes on as.
    """

    done: str
    number: int
    record: str | None
    to: str | None = None


class FilePlaces:
    """What the visits and the log say of where files belong; read once for all files."""

    def __init__(self, connection: Connection) -> None:
        """Read whose each visit is, when it was signed, and what stands beside it."""
        owned = select(visit.c.id, episode.c.patient_id).join(
            episode, episode.c.id == visit.c.episode_id
        )
        self._owners = {row.id: row.patient_id for row in connection.execute(owned)}
        lines = select(audit.c.visit_id, audit.c.number).where(
            audit.c.action == AuditAction.SIGN.value
        )
        self._signed = {row.visit_id: row.number for row in connection.execute(lines)}
        self._beside: defaultdict[str, list[str]] = defaultdict(list)
        for row in connection.execute(select(addendum.c.visit_id, addendum.c.content)):
            self._beside[row.visit_id].append(row.content)
        self._earlier = before_digests.last(connection)
        self._taken: Counter[tuple[str, str]] = Counter()

    def is_right(self, row: Row, line: Any, owners: Set[str]) -> bool:
        """Whether a file is where its line says; ``owners`` had its visit when it was a draft."""
        visit_id = row["visit_id"] or ""
        if visit_id != line.visit_id:
            return False
        if not visit_id:
            return bool(row["patient_id"] == line.patient_id)
        owner = self._owners.get(visit_id)
        # One that was removed stays where it was when its draft was moved.
        if row["patient_id"] != owner and (row["removed"] is None or owner not in owners):
            return False
        signed = self._signed.get(visit_id)
        if signed is None or line.number < signed or line.number <= self._earlier:
            return True
        return any(f"{BROUGHT}{row['digest']}" in one for one in self._beside[visit_id])

    def left_rightly(self, row: Row, told: Left | None) -> bool:
        """Whether a file was removed as its line says, or stands where no line says so.

        ``row`` says whether the content is ``gone``. Each file that left a signed visit needs a
        remark of its own there.
        """
        if told is None or row["removed"] is None:
            return told is None and row["removed"] is None
        if told.record not in (None, removal_record(row["removed"])):
            return False
        visit_id = row["visit_id"] or ""
        signed = self._signed.get(visit_id)
        if signed is None or told.number < signed or told.number <= self._earlier:
            if attachments.came_from_signed(row):
                return told.done == "taken out" and not row["gone"]
            return told.done == "removed" and bool(row["gone"])
        self._taken[visit_id, row["digest"]] += 1
        said = f"{TAKEN_OUT}{row['digest']}"
        remarks = sum(said in one for one in self._beside[visit_id])
        as_told = told.done != "removed" and (told.to is not None) is bool(row["gone"])
        return as_told and self._taken[visit_id, row["digest"]] <= remarks
