"""Merged records in the database: a link from the record that went to the one that stays.

``patient.merged_into`` names the last record of a chain, so that every list resolves it in one
step; `patient_merge` remembers each merge by itself, so that it can be undone by itself.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, delete, func, insert, or_, select, update

from pt_chart.charting.duplicates import email_key, number_key
from pt_chart.charting.errors import RecordMissing
from pt_chart.charting.merging import Merge, MergeRefused
from pt_chart.charting.parting import Parting, parted
from pt_chart.charting.ports import AuditAction, AuditEntry
from pt_chart.charting.search_words import fold, wanted
from pt_chart.clinical.people import Episode, Patient
from pt_chart.store import content, register_records, search_index, visits
from pt_chart.store.engine import rows
from pt_chart.store.ledger import Transaction
from pt_chart.store.merged import family_of, survivor_of
from pt_chart.store.records import attachment, episode, patient, patient_merge
from pt_chart.store.translate import Row, episode_of, patient_of, patient_row

_LIKE = 200
_FEWEST_DIGITS = 6
_NATIONAL = 10
"""Figures of a telephone number within its country, at most."""


def merge(transaction: Transaction, kept: Patient, gone_id: str, reason: str) -> Patient:
    """See `Merges.merge_patients`."""
    connection = transaction.connection
    before, gone = _standing(connection, kept.id), _standing(connection, gone_id)
    if kept.id == gone_id:
        raise MergeRefused("These two are one record already.", "Choose another patient.")
    if not set(kept.alerts) >= {*before.alerts, *gone.alerts}:
        raise MergeRefused("An alert of one of the records would be lost.", "Keep all alerts.")
    row = patient_row(kept)
    connection.execute(update(patient).where(patient.c.id == kept.id).values(**row))
    connection.execute(
        update(patient)
        .where(or_(patient.c.id == gone_id, patient.c.merged_into == gone_id))
        .values(merged_into=kept.id)
    )
    connection.execute(
        insert(patient_merge).values(
            gone_id=gone_id,
            kept_id=kept.id,
            at=transaction.clock().isoformat(),
            user_id=transaction.user.id,
            user_name=transaction.user.name,
            reason=reason,
            before=content.dump(before),
            after=content.dump(kept),
        )
    )
    visits.refresh_list(connection, kept.id)
    told = register_records.patient_line(connection, kept.id, f": {reason}")
    _log(transaction, (kept.id, gone_id), "merged", told, f": {reason}")
    return kept


def parting(connection: Connection, gone_id: str) -> Parting:
    """See `Merges.parting`."""
    found = rows(connection, select(patient_merge).where(patient_merge.c.gone_id == gone_id))
    if not found:
        raise RecordMissing("This record was not merged.")
    kept_id = found[0]["kept_id"]
    if survivor_of(connection, kept_id) != kept_id:
        raise MergeRefused(
            "The record it went into was merged itself since.", "Undo that merge first."
        )
    before = content.load(Patient, found[0]["before"])
    after = content.load(Patient, found[0]["after"])
    now, gone = _one(connection, kept_id), _one(connection, gone_id)
    restored, both, edits, alerts = parted(now, before, after, gone)
    leaves = {gone_id, *_below(connection, gone_id)}
    stays = set(family_of(connection, kept_id)) - leaves
    return Parting(
        restored,
        both,
        edits,
        alerts,
        _episodes(connection, stays),
        _episodes(connection, leaves),
        _files(connection, stays),
        _files(connection, leaves),
    )


def part(transaction: Transaction, gone_id: str) -> Parting:
    """See `Merges.part_patients`."""
    connection = transaction.connection
    made = parting(connection, gone_id)
    kept_id = made.kept.id
    for one in (made.kept, made.gone):
        row = patient_row(one)
        connection.execute(update(patient).where(patient.c.id == one.id).values(**row))
    connection.execute(update(patient).where(patient.c.id == gone_id).values(merged_into=None))
    _point_to(connection, gone_id, gone_id)
    connection.execute(delete(patient_merge).where(patient_merge.c.gone_id == gone_id))
    for one_id in (kept_id, gone_id):
        visits.refresh_list(connection, one_id)
    told = (register_records.patient_line(connection, one) for one in (kept_id, gone_id))
    _log(transaction, (kept_id, gone_id), "parted", *(f": {line}" for line in told))
    return made


def _below(connection: Connection, parent_id: str) -> list[str]:
    """The records that went into a record, directly or not."""
    below = select(patient_merge.c.gone_id).where(patient_merge.c.kept_id == parent_id)
    children = list(connection.scalars(below.order_by(patient_merge.c.gone_id)))
    return [*children, *(one for child in children for one in _below(connection, child))]


def _episodes(connection: Connection, owners: set[str]) -> tuple[Episode, ...]:
    own = select(episode).where(episode.c.patient_id.in_(sorted(owners)))
    return tuple(map(episode_of, rows(connection, own.order_by(episode.c.started, episode.c.id))))


def _files(connection: Connection, owners: set[str]) -> tuple[str, ...]:
    own = attachment.c.patient_id.in_(sorted(owners)), attachment.c.removed.is_(None)
    return tuple(connection.scalars(select(attachment.c.name).where(*own).order_by("name")))


def merges(connection: Connection, patient_id: str) -> tuple[Merge, ...]:
    """See `Merges.merges`."""
    wanted_rows = select(patient_merge, patient.c.id.label("is")).join(
        patient, patient.c.id == patient_merge.c.gone_id
    )
    if patient_id:
        wanted_rows = wanted_rows.where(patient_merge.c.kept_id == patient_id)
    order = (patient_merge.c.at.desc(), patient_merge.c.gone_id)
    return tuple(
        Merge(
            _one(connection, row["gone_id"]),
            row["kept_id"],
            datetime.fromisoformat(row["at"]),
            row["user_name"],
            row["reason"],
        )
        for row in rows(connection, wanted_rows.order_by(*order))
    )


def people_like(connection: Connection, person: Patient) -> tuple[Patient, ...]:
    """See `Merges.people_like`."""
    own = set(family_of(connection, person.id)) if person.id else set()
    found: dict[str, Row] = {}
    for row in _like(connection, person):
        stands = row["merged_into"] or row["id"]
        if stands not in own:
            found.setdefault(stands, row)
    return tuple(_one(connection, stands) for stands in found)


def _like(connection: Connection, person: Patient) -> list[Row]:
    """Rows that share something with a person."""
    family, given = fold(person.family_name.strip()), fold(person.given_name.strip())
    conditions: list[ColumnElement[bool]] = []
    if person.birth_date is not None:
        conditions.append(patient.c.birth_date == person.birth_date.isoformat())
    if family and given:
        names = [f"{family}, {given}", f"{given}, {family}"]
        conditions.append(patient.c.sort_name.in_(names))
        # As many letters as a short form, an initial or a middle name leave.
        begins = f"{family}, {given[:1]}"
        own = patient.c.sort_name
        conditions.append(and_(own >= begins, own < f"{begins}\U0010ffff"))
    found: list[Row] = []
    for condition in conditions:
        found += rows(connection, select(patient).where(condition).limit(_LIKE))
    digits = "".join(sign for sign in person.phone if sign.isdigit())
    if len(digits) >= _FEWEST_DIGITS:
        # Without the country's figures, which stand before it in one place and not in another.
        found += search_index.find(connection, ((digits[-_NATIONAL:],),), _LIKE)
    address = email_key(person)
    if address:
        # No index: a register of 100,000 is walked in a blink, once for a whole address.
        same = func.lower(func.trim(patient.c.email)) == address
        found += rows(connection, select(patient).where(same).order_by(patient.c.id).limit(_LIKE))
    number = number_key(person.record_number)
    if number:
        named = search_index.find(connection, wanted(number), _LIKE)
        found += [row for row in named if number_key(row["record_number"]) == number]
    return found


def _point_to(connection: Connection, parent_id: str, stands: str) -> None:
    """Let everything that went into a record, directly or not, point to the one that stands."""
    children = select(patient_merge.c.gone_id).where(patient_merge.c.kept_id == parent_id)
    for child in list(connection.scalars(children)):
        linked = update(patient).where(patient.c.id == child)
        connection.execute(linked.values(merged_into=stands))
        _point_to(connection, child, stands)


def _standing(connection: Connection, patient_id: str) -> Patient:
    row = _row(connection, patient_id)
    if row["merged_into"] is not None:
        raise MergeRefused(f"{patient_of(row).name} was merged already.")
    return patient_of(row)


def _one(connection: Connection, patient_id: str) -> Patient:
    return patient_of(_row(connection, patient_id))


def _row(connection: Connection, patient_id: str) -> Row:
    found = rows(connection, select(patient).where(patient.c.id == patient_id))
    if not found:
        raise RecordMissing
    return found[0]


def _log(
    transaction: Transaction, ids: tuple[str, str], done: str, of_kept: str, of_gone: str
) -> None:
    """A line for each of the two, the one that is kept first."""
    kept_id, gone_id = ids
    for own, other, told in ((kept_id, gone_id, of_kept), (gone_id, kept_id, of_gone)):
        detail = f"{done} with record {other}{told}"
        transaction.log(AuditEntry(AuditAction.MERGE, own, detail=detail))
