"""Visits in the database: drafts as differences, signing, addenda."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Table,
    bindparam,
    delete,
    exists,
    func,
    insert,
    select,
    update,
)

from pt_chart.charting.errors import ChartConflict, RecordMissing, SignedAlready
from pt_chart.clinical.reasoning.results import Tier
from pt_chart.clinical.visit import Addendum, Signature, Visit, VisitStatus, Withdrawal
from pt_chart.store import content, merged
from pt_chart.store.engine import rows
from pt_chart.store.prepared import Prepared, upsert
from pt_chart.store.records import (
    addendum as addenda_table,
)
from pt_chart.store.records import answer, episode, mark, patient, seal, visit, visit_part
from pt_chart.store.translate import Row, tier_of
from pt_chart.store.translate_visit import (
    Entry,
    VisitChange,
    VisitRows,
    change,
    header_row,
    rows_of,
    visit_of,
)

_STILL_MINE = (
    visit.c.id == bindparam("draft_id"),
    visit.c.revision == bindparam("before"),
    visit.c.status == VisitStatus.DRAFT.value,
)
NOT_WITHDRAWN = ~exists().where(seal.c.visit_id == visit.c.id, seal.c.act == "withdraw")
"""A condition on visits: none of those entered in error."""
_NEXT_REVISION = Prepared(update(visit).where(*_STILL_MINE).values(revision=bindparam("after")))


def load(connection: Connection, wanted: ColumnElement[bool]) -> tuple[Visit, ...]:
    """The visits whose header satisfies a condition, earliest first, complete."""
    order = (visit.c.date, visit.c.number, visit.c.id)
    headers = rows(connection, select(visit).where(wanted).order_by(*order))
    ids = select(visit.c.id).where(wanted)
    answers = _by_visit(rows(connection, select(answer).where(answer.c.visit_id.in_(ids))))
    in_order = select(mark).where(mark.c.visit_id.in_(ids)).order_by(mark.c.position)
    marks = _by_visit(rows(connection, in_order))
    parts = _by_visit(rows(connection, select(visit_part).where(visit_part.c.visit_id.in_(ids))))
    remarks = select(addenda_table).where(addenda_table.c.visit_id.in_(ids))
    addenda = _by_visit(rows(connection, remarks.order_by(addenda_table.c.id)))
    return tuple(
        visit_of(
            head, answers[head["id"]], marks[head["id"]], parts[head["id"]], addenda[head["id"]]
        )
        for head in headers
    )


def of_episode(connection: Connection, episode_id: str, newest: int | None) -> tuple[Visit, ...]:
    """The visits of an episode, earliest first; only the ``newest`` so many when given."""
    if newest is None:
        return load(connection, visit.c.episode_id == episode_id)
    order = (visit.c.date.desc(), visit.c.number.desc(), visit.c.id.desc())
    wanted = select(visit.c.id).where(visit.c.episode_id == episode_id).order_by(*order)
    ids = list(connection.scalars(wanted.limit(newest)))
    return load(connection, visit.c.id.in_(ids))


def count_of(connection: Connection, episode_id: str) -> int:
    """How many visits of an episode count: all but withdrawn ones."""
    wanted = select(func.count()).select_from(visit)
    found = connection.scalar(wanted.where(visit.c.episode_id == episode_id, NOT_WITHDRAWN))
    return found or 0


def load_one(connection: Connection, visit_id: str) -> Visit:
    """One visit.

    Raises:
        RecordMissing: there is none with this id.
    """
    found = load(connection, visit.c.id == visit_id)
    if not found:
        raise RecordMissing
    return found[0]


@dataclass(frozen=True, slots=True)
class StoredDraft:
    """A draft as it stands in the chart: its value, its flag tier, and its rows."""

    visit: Visit
    tier: Tier | None
    rows: VisitRows


def store_draft(
    connection: Connection, draft: Visit, tier: Tier | None, known: StoredDraft | None
) -> StoredDraft:
    """Write a draft as the difference to what is stored (``known``, read again when None).

    Raises:
        ChartConflict, SignedAlready, RecordMissing: as `ChartStore.save_draft`.
    """
    if draft.signed:
        raise SignedAlready
    before = known if known and known.visit.revision == draft.revision else None
    if before is None:
        before = _checked(connection, draft)
    after = replace(draft, revision=draft.revision + 1)
    if before is not None:
        after = _not_earlier(after, before.visit)
    if before is None:
        connection.execute(insert(visit).values(**_header_row(after, tier)))
    else:
        _next_header(connection, before, after, tier)
    rows = rows_of(after, (before.visit, before.rows) if before else None)
    _apply(connection, draft.id, change(draft.id, before.rows if before else None, rows))
    if before is None or _list_changed(before, after, tier):
        refresh_patient(connection, draft.episode_id)
    return StoredDraft(after, tier, rows)


def _not_earlier(after: Visit, before: Visit) -> Visit:
    """When a visit was first written down is not said to have been earlier."""
    known, told = before.entered, after.entered
    if known is None or told is known:
        return after
    if told is not None and told.timestamp() >= known.timestamp():
        return after
    return replace(after, entered=known)


def _list_changed(before: StoredDraft, after: Visit, tier: Tier | None) -> bool:
    same_day = (before.visit.date, before.visit.number) == (after.date, after.number)
    return not same_day or before.tier is not tier


def _next_header(
    connection: Connection, before: StoredDraft, after: Visit, tier: Tier | None
) -> None:
    """Count the revision up, and write the header where it changed.

    Raises:
        ChartConflict, SignedAlready, RecordMissing: someone else wrote the visit meanwhile.
    """
    mine = {"draft_id": after.id, "before": before.visit.revision, "after": after.revision}
    if not _NEXT_REVISION.run(connection, mine):
        draft = replace(after, revision=before.visit.revision)
        _checked(connection, draft)
        raise ChartConflict(draft, load_one(connection, draft.id))
    if _heading(before.visit, before.tier) != _heading(after, tier):
        row = _header_row(after, tier)
        connection.execute(update(visit).where(visit.c.id == after.id).values(**row))


def _heading(draft: Visit, tier: Tier | None) -> tuple[object, ...]:
    """What the header row holds besides the revision."""
    return draft.episode_id, draft.kind, draft.date, draft.number, tier


def _header_row(draft: Visit, tier: Tier | None) -> dict[str, Any]:
    return {**header_row(draft), "tier": tier.value if tier else None}


def close_signed(connection: Connection, visit_id: str, signature: Signature) -> None:
    """Turn a stored draft into a signed visit; from here on the triggers guard it."""
    signed = {"status": VisitStatus.SIGNED.value, "signature": content.dump(signature)}
    connection.execute(update(visit).where(visit.c.id == visit_id).values(**signed))


def put_beside(
    connection: Connection, visit_id: str, remark: Addendum | Signature | Withdrawal
) -> None:
    """Put a remark, a co-signature or a withdrawal beside a signed visit."""
    text = content.dump(remark)
    connection.execute(insert(addenda_table).values(visit_id=visit_id, content=text))


def move(connection: Connection, visit_id: str, episode_id: str) -> None:
    """Take a draft to another episode, as its next visit.

    Raises:
        RecordMissing: there is no such visit or episode.
        SignedAlready: the visit is signed.
    """
    before = load_one(connection, visit_id)
    if before.signed:
        raise SignedAlready
    patient_of_episode(connection, episode_id)
    number = count_of(connection, episode_id) + 1
    values = {"episode_id": episode_id, "number": number, "revision": before.revision + 1}
    connection.execute(update(visit).where(visit.c.id == visit_id).values(**values))
    refresh_patient(connection, before.episode_id)
    refresh_patient(connection, episode_id)


def entered(connection: Connection, visit_id: str) -> datetime | None:
    """When a stored visit was first written down, as it says itself."""
    wanted = (visit_part.c.visit_id == visit_id, visit_part.c.name == "entry")
    text = connection.scalar(select(visit_part.c.content).where(*wanted))
    return content.load(Entry, text).entered if text is not None else None


def tier_of_visit(connection: Connection, visit_id: str) -> str:
    """The flag tier that lists show of a visit, "" for none."""
    return connection.scalar(select(visit.c.tier).where(visit.c.id == visit_id)) or ""


def patient_of_visit(connection: Connection, visit_id: str) -> str:
    """The id of the patient whose visit it is.

    Raises:
        RecordMissing: there is no such visit.
    """
    header = _header(connection, visit_id)
    if header is None:
        raise RecordMissing
    return patient_of_episode(connection, header["episode_id"])


def patient_of_episode(connection: Connection, episode_id: str) -> str:
    """The id of the patient whose episode it is.

    Raises:
        RecordMissing: there is no such episode.
    """
    found = connection.scalar(select(episode.c.patient_id).where(episode.c.id == episode_id))
    if found is None:
        raise RecordMissing
    return str(found)


def _header(connection: Connection, visit_id: str) -> Row | None:
    found = rows(connection, select(visit).where(visit.c.id == visit_id))
    return found[0] if found else None


def _checked(connection: Connection, draft: Visit) -> StoredDraft | None:
    """What is stored of a draft, None for a new one; refuses what may not be written."""
    header = _header(connection, draft.id)
    if header and header["status"] == VisitStatus.SIGNED.value:
        raise SignedAlready
    if header is None:
        if draft.revision:
            raise RecordMissing
        return None
    stored = load_one(connection, draft.id)
    if header["revision"] != draft.revision:
        raise ChartConflict(draft, stored)
    return StoredDraft(stored, tier_of(header["tier"]), rows_of(stored))


def _apply(connection: Connection, visit_id: str, changed: VisitChange) -> None:
    _remove(connection, answer, changed.answers_gone)
    if changed.marks_from is not None:
        beyond = mark.c.position >= changed.marks_from
        connection.execute(delete(mark).where(mark.c.visit_id == visit_id, beyond))
    _put(connection, answer, changed.answers)
    _put(connection, mark, changed.marks)
    _put(connection, visit_part, changed.parts)


def _put(connection: Connection, table: Table, new: Sequence[dict[str, Any]]) -> None:
    if new:
        upsert(table).run(connection, *new)


def _remove(connection: Connection, table: Table, old: Sequence[dict[str, Any]]) -> None:
    if not old:
        return
    keys = [column.name for column in table.primary_key]
    matching = [table.c[key] == bindparam(f"old_{key}") for key in keys]
    connection.execute(
        delete(table).where(*matching), [{f"old_{key}": row[key] for key in keys} for row in old]
    )


def refresh_patient(connection: Connection, episode_id: str) -> None:
    """Bring what the list shows of an episode's patient up to date."""
    owner = patient_of_episode(connection, episode_id)
    refresh_list(connection, merged.survivor_of(connection, owner))


def refresh_list(connection: Connection, patient_id: str) -> None:
    """Bring what the list shows of a patient, with all merged records, up to date."""
    family = merged.family_of(connection, patient_id)
    latest = (
        select(visit.c.date, visit.c.tier)
        .join(episode, visit.c.episode_id == episode.c.id)
        .where(episode.c.patient_id.in_(family), NOT_WITHDRAWN)
        # Two of one day and number, of merged records: the same one each time.
        .order_by(visit.c.date.desc(), visit.c.number.desc(), visit.c.id)
        .limit(1)
    )
    found = connection.execute(latest).first()
    day, tier = found if found is not None else (None, None)
    told = {"last_visit": day, "last_tier": tier}
    connection.execute(update(patient).where(patient.c.id == patient_id).values(**told))


def _by_visit(found: Iterable[Row]) -> defaultdict[str, list[Row]]:
    grouped: defaultdict[str, list[Row]] = defaultdict(list)
    for row in found:
        grouped[row["visit_id"]].append(row)
    return grouped
