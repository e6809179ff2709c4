"""Erasure: a patient's records leave the chart; that it was done, when and why stays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Function, ScalarSelect, delete, func, insert, select

from pt_chart.charting.administration import PastRetention
from pt_chart.charting.errors import RecordMissing, StillKept
from pt_chart.charting.ports import AuditAction, AuditEntry
from pt_chart.charting.retention import FEWEST_YEARS, MOST_YEARS, RetentionPeriod
from pt_chart.charting.unfinished import PREFIX
from pt_chart.clinical.program.dates import date_words
from pt_chart.clinical.program.dosage import says_why
from pt_chart.clinical.sound_text import sound_text
from pt_chart.store import imported_records, register, search_index
from pt_chart.store.engine import rows
from pt_chart.store.ledger import Transaction
from pt_chart.store.merged import STANDS, family_of
from pt_chart.store.records import (
    attachment,
    episode,
    erasure,
    metadata,
    patient,
    patient_merge,
    setting,
    visit,
)
from pt_chart.store.setting_rules import RETENTION
from pt_chart.store.translate import Row, patient_of

BY = "by {}: "
"""Whose erasure a line tells that somebody else wrote, after a restore."""


@dataclass(frozen=True, slots=True)
class Erased:
    """An erasure as it is on record: whose, when (ISO 8601), by which user's id and why."""

    patient_id: str
    at: str
    user_id: str
    reason: str


def past_retention(connection: Connection, before: date) -> tuple[PastRetention, ...]:
    """Patients whose last visit was before a day, longest ago first; those never seen too."""
    seen = func.coalesce(patient.c.last_visit, "")
    number, newest = _of_all_visits(func.count()), _of_all_visits(func.max(visit.c.date))
    wanted = select(patient, number.label("visits"), newest.label("newest"))
    wanted = wanted.where(seen < before.isoformat(), STANDS, ~register.TEACHES)
    found, kept = [], period(connection)
    for row in rows(connection, wanted.order_by(seen, patient.c.sort_name)):
        last = date.fromisoformat(row["newest"]) if row["newest"] else None
        person = patient_of(row)
        until = kept.until(last, person.birth_date)
        found.append(PastRetention(person, last, row["visits"], until))
    return tuple(found)


def _of_all_visits(what: Function[Any]) -> ScalarSelect[Any]:
    """Something told of all visits of a patient, also those of records merged into theirs."""
    member = patient.alias()
    return (
        select(what)
        .select_from(visit.join(episode, visit.c.episode_id == episode.c.id))
        .join(member, member.c.id == episode.c.patient_id)
        .where(func.coalesce(member.c.merged_into, member.c.id) == patient.c.id)
        .scalar_subquery()
    )


def period(connection: Connection) -> RetentionPeriod:
    """The clinic's own period; our default where none was chosen."""
    years = register.one_setting(connection, RETENTION, None)
    if type(years) is int and FEWEST_YEARS <= years <= MOST_YEARS:
        return RetentionPeriod(years)
    return RetentionPeriod()


def save_period(transaction: Transaction, chosen: RetentionPeriod) -> None:
    """Keep the clinic's period, with a line that says from what to what."""
    before = period(transaction.connection)
    register.put_setting(transaction.connection, RETENTION, chosen.years)
    detail = f"retention: {before.years} to {chosen.years} years"
    transaction.log(AuditEntry(AuditAction.CHANGE, detail=detail))


def erase(transaction: Transaction, patient_id: str, reason: str, early: str = "") -> None:
    """Remove a patient with everything that hangs on them.

    ``early`` says why a record goes before the clinic's period is over.

    Raises:
        RecordMissing: there is no such patient.
        ValueError: there is no reason.
        StillKept: the period is not over, and ``early`` says nothing.
    """
    connection = transaction.connection
    if not reason.strip():
        raise ValueError("Erasing needs a reason; it is kept in the log.")
    family = family_of(connection, patient_id)
    told = reason.strip() + _before_its_time(transaction, family, early)
    for one in reversed(family):
        erase_record(transaction, one, family, told)
    search_index.rebuild(connection)  # its old terms would stay in the index otherwise


def is_told(row: Row, user_id: str, detail: str) -> bool:
    """Whether a line of the log tells of an erasure by the same person for the same reason."""
    reason, said = sound_text(row["reason"]), sound_text(detail)
    if row["user_id"] == user_id and said.endswith(f": {reason}"):
        return True
    by = BY.format(row["user_id"])
    # Earlier versions did not name who had erased before an older backup was restored.
    again = said.removeprefix(by)
    return again.startswith(f"{reason}. Erased on ")


def _before_its_time(transaction: Transaction, family: tuple[str, ...], early: str) -> str:
    """What the log says of an erasure before the clinic's period is over; "" after it.

    Raises:
        StillKept: it is not over, and ``early`` says nothing.
    """
    connection = transaction.connection
    ours = select(episode.c.id).where(episode.c.patient_id.in_(family))
    newest = connection.scalar(select(func.max(visit.c.date)).where(visit.c.episode_id.in_(ours)))
    births = connection.scalars(select(patient.c.birth_date).where(patient.c.id.in_(family)))
    # Records that were merged may differ: the youngest is kept longest.
    born = max(filter(None, births), default=None)
    kept = period(connection)
    until = kept.until(*(date.fromisoformat(day) if day else None for day in (newest, born)))
    # A clock that is asked about may be ahead: then the day proves nothing.
    over = until is None or until <= transaction.clock().date()
    if until is None or (over and not transaction.watch.question):
        return ""
    if not says_why(early):
        raise StillKept(
            f"This record has to be kept until {date_words(until)}: {kept.years} years after the "
            "last visit, or after the 18th birthday."
        )
    return f". Before {until.isoformat()} ({kept.years} years) because: {early.strip()}"


def erase_record(
    transaction: Transaction, patient_id: str, family: tuple[str, ...], reason: str
) -> None:
    """Remove one record of a person whose records are ``family``.

    Raises:
        RecordMissing: there is no such record.
    """
    connection = transaction.connection
    if register.known_patient(connection, patient_id) is None:
        raise RecordMissing
    row = {
        "patient_id": patient_id,
        "at": transaction.clock().isoformat(),
        "user_id": transaction.user.id,
        "reason": sound_text(reason),
    }
    connection.execute(insert(erasure).values(**row))
    episodes = select(episode.c.id).where(episode.c.patient_id == patient_id)
    visits = select(visit.c.id).where(visit.c.episode_id.in_(episodes))
    number = connection.scalar(
        select(func.count()).select_from(visit).where(visit.c.id.in_(visits))
    )
    # Words typed into a line and not added yet stand beside their visit, in a setting.
    waiting = [f"{PREFIX}{one}" for one in connection.scalars(visits)]
    connection.execute(delete(setting).where(setting.c.name.in_(waiting)))
    for table in metadata.tables.values():
        if "visit_id" in table.c and table.name not in {"audit", "seal"}:
            connection.execute(delete(table).where(table.c.visit_id.in_(visits)))
    connection.execute(delete(visit).where(visit.c.episode_id.in_(episodes)))
    for table in metadata.tables.values():
        if "episode_id" in table.c and table.name != "visit":
            connection.execute(delete(table).where(table.c.episode_id.in_(episodes)))
    connection.execute(delete(episode).where(episode.c.patient_id == patient_id))
    connection.execute(delete(attachment).where(attachment.c.patient_id == patient_id))
    connection.execute(delete(patient_merge).where(patient_merge.c.gone_id.in_(family)))
    if not connection.execute(delete(patient).where(patient.c.id == patient_id)).rowcount:
        raise RecordMissing
    originals = imported_records.forget_originals(connection, family)
    beside = f", {originals} kept files that they were imported from" if originals else ""
    detail = f"{number} visits{beside}: {reason}"
    transaction.log(AuditEntry(AuditAction.ERASE, patient_id, detail=detail))
