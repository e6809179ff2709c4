"""Versions kept beside visits, in the database: whole visits as one text each."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Set
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, delete, insert, select

from pt_chart.charting.audit import AuditAction
from pt_chart.charting.errors import NotAllowed
from pt_chart.charting.kept_versions import KeptBecause, KeptVersion
from pt_chart.clinical.visit import Visit
from pt_chart.store import content
from pt_chart.store.engine import rows
from pt_chart.store.record_digests import version_record
from pt_chart.store.records import audit, erasure, kept_version
from pt_chart.store.translate import Row, stored_text
from pt_chart.store.translate_visit import change, header_row, rows_of, visit_of

_LINE = re.compile(
    r"^version (?P<id>.+) kept: .*?(?:, SHA-256 (?P<digest>[0-9a-f]{64}))?$", re.DOTALL
)
_VERSIONS = ("base", "mine", "theirs")


def put(connection: Connection, kept: KeptVersion) -> bool:
    """See `KeptVersions.keep_version`; says whether it is a new one.

    Raises:
        NotAllowed: the one that would be replaced is somebody else's or settled.
    """
    known = kept_version.c.id == kept.id
    before = rows(connection, select(kept_version).where(known))
    if before:
        row = before[0]
        mine = (row["by"], row["visit_id"], row["because"])
        if mine != (kept.by, kept.visit_id, KeptBecause.UNSETTLED.value):
            raise NotAllowed("A version that was settled stays as it is.")
        connection.execute(delete(kept_version).where(known))
    texts = {name: visit_data(getattr(kept, name)) for name in _VERSIONS}
    connection.execute(
        insert(kept_version).values(
            id=kept.id,
            visit_id=kept.visit_id,
            at=kept.at.isoformat(),
            by=kept.by,
            name=stored_text(kept.name),
            because=kept.because.value,
            content=content.dump({**texts, "choices": kept.choices}),
        )
    )
    return not before


def one(connection: Connection, version_id: str) -> KeptVersion | None:
    """The version of an id, None where there is none."""
    return next(iter(_newest_first(connection, kept_version.c.id == version_id)), None)


def line_digest(connection: Connection, kept: KeptVersion) -> str:
    """How the line of a version ends that stays as it is; one that still waits may be replaced."""
    if kept.because is KeptBecause.UNSETTLED:
        return ""
    row = rows(connection, select(kept_version).where(kept_version.c.id == kept.id))[0]
    return f", SHA-256 {version_record(row)}"


def problems(connection: Connection) -> Iterator[str]:
    """Versions that are not what the log says, or that it does not know."""
    told: dict[str, str | None] = {}
    lines = select(audit.c.detail).where(
        audit.c.action == AuditAction.CHANGE.value, audit.c.detail.like("version % kept: %")
    )
    for line in map(_LINE.match, connection.scalars(lines.order_by(audit.c.number))):
        if line is not None:
            told[line["id"]] = line["digest"]
    standing = {row["id"]: row for row in rows(connection, select(kept_version))}
    wrong = sum(
        told.get(one) is not None and told[one] != version_record(row)
        for one, row in standing.items()
    )
    held = {one for one, digest in told.items() if digest} - standing.keys()
    missing = len(held) - _erased(connection, held)
    for number, words in (
        (wrong, "are not what the log says"),
        (missing, "that the log names are missing"),
        (len(standing.keys() - told.keys()), "are not in the log"),
    ):
        if number:
            yield f"{number} versions kept beside visits {words}."


def _erased(connection: Connection, ids: Set[str]) -> int:
    """How many of these went with an erased patient."""
    erased = select(erasure.c.patient_id)
    lines = select(audit.c.detail).where(
        audit.c.patient_id.in_(erased), audit.c.detail.like("version % kept: %")
    )
    gone = {line["id"] for line in map(_LINE.match, connection.scalars(lines)) if line is not None}
    return len(gone & ids)


def of_visit(connection: Connection, visit_id: str) -> tuple[KeptVersion, ...]:
    """See `KeptVersions.kept_versions`."""
    return _newest_first(connection, kept_version.c.visit_id == visit_id)


def uncompared(connection: Connection, user_id: str) -> tuple[KeptVersion, ...]:
    """See `KeptVersions.uncompared`."""
    because = kept_version.c.because == KeptBecause.UNSETTLED.value
    return _newest_first(connection, and_(because, kept_version.c.by == user_id))


def _newest_first(connection: Connection, wanted: ColumnElement[bool]) -> tuple[KeptVersion, ...]:
    found = (_kept(row) for row in rows(connection, select(kept_version).where(wanted)))
    return tuple(sorted(found, key=lambda one: (one.at, one.id), reverse=True))


def _kept(row: Row) -> KeptVersion:
    data = json.loads(row["content"])
    return KeptVersion(
        row["id"],
        row["visit_id"],
        datetime.fromisoformat(row["at"]),
        row["by"],
        row["name"],
        KeptBecause(row["because"]),
        choices=data["choices"],
        **{name: visit_from(data[name]) for name in _VERSIONS},
    )


def visit_data(visit: Visit) -> dict[str, Any]:
    """A visit as the rows it would be stored in."""
    written = change(visit.id, None, rows_of(visit))
    signed = {
        "status": visit.status.value,
        "signature": content.dump(visit.signature) if visit.signature else None,
    }
    beside = (*visit.addenda, visit.cosignature, visit.withdrawal)
    return {
        "header": {**header_row(visit), **signed},
        "answers": written.answers,
        "marks": written.marks,
        "parts": written.parts,
        "beside": [{"content": content.dump(one)} for one in beside if one is not None],
    }


def visit_from(data: dict[str, Any]) -> Visit:
    """The visit that `visit_data` took apart."""
    return visit_of(data["header"], data["answers"], data["marks"], data["parts"], data["beside"])
