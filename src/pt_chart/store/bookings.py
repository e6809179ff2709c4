"""Booked visits and referrals that wait, in the database.

The ids of booked visits begin with their day, so that a span of days is a span of the key.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, func, select

from pt_chart.charting.bookings import BookedRow, ReferralRow
from pt_chart.clinical.care.episode_log import Booking, NextVisit, Referral, booked_from
from pt_chart.clinical.people import Patient
from pt_chart.store.engine import rows
from pt_chart.store.episode_entries import entry_of
from pt_chart.store.records import episode, episode_entry, patient, visit
from pt_chart.store.translate import Row, patient_of, side_of
from pt_chart.store.visits import NOT_WITHDRAWN

_LATER = episode_entry.alias("later")
_NEWEST = and_(
    episode_entry.c.struck == "",
    ~exists().where(_LATER.c.id == episode_entry.c.id, _LATER.c.version > episode_entry.c.version),
)
"""A condition on entries: the newest version of each, unless struck."""
_BEGUN = exists().where(
    visit.c.episode_id == episode_entry.c.episode_id,
    visit.c.date == func.substr(episode_entry.c.id, len("booked ") + 1, 10),
    NOT_WITHDRAWN,
)
_SEEN = (
    select(func.count())
    .where(visit.c.episode_id == episode_entry.c.episode_id, NOT_WITHDRAWN)
    .scalar_subquery()
)


def booked_between(
    connection: Connection, first: date, last: date, *, unbegun: bool
) -> tuple[BookedRow, ...]:
    """See `Bookings.booked_between`."""
    wanted = _booked_in(first, last + timedelta(1))
    if unbegun:
        wanted = and_(wanted, ~_BEGUN)
    listed = _with_owner(wanted).add_columns(_BEGUN.label("begun"), _SEEN.label("seen"))
    found = [(row, entry_of(row)) for row in rows(connection, listed)]
    people = _people(connection, (row["owner"] for row, _ in found))
    lines = [
        BookedRow(
            entry,
            people[row["owner"]],
            row["complaint"],
            side_of(row["side"]),
            row["seen"],
            row["planned_visits"],
            bool(row["begun"]),
        )
        for row, entry in found
    ]
    if unbegun:
        lines = [line for line in lines if line.visit.state is Booking.BOOKED]
    return tuple(sorted(lines, key=lambda line: (line.visit.order, line.entry.id)))


def next_visits(
    connection: Connection, patient_ids: Iterable[str], since: date
) -> dict[str, NextVisit]:
    """See `Bookings.next_visits`."""
    owner = func.coalesce(patient.c.merged_into, patient.c.id)
    ids = list(patient_ids)
    family = patient.c.id.in_(ids) | patient.c.merged_into.in_(ids)
    wanted = and_(family, episode_entry.c.kind == "next_visit", _NEWEST)
    listed = (
        select(episode_entry, owner.label("owner"))
        .join(episode, episode.c.id == episode_entry.c.episode_id)
        .join(patient, patient.c.id == episode.c.patient_id)
        .where(wanted, episode_entry.c.id >= booked_from(since))
    )
    first: dict[str, NextVisit] = {}
    for row in rows(connection, listed) if ids else ():
        booked = entry_of(row).record
        if isinstance(booked, NextVisit) and booked.state is Booking.BOOKED:
            known = first.get(row["owner"])
            if known is None or booked.order < known.order:
                first[row["owner"]] = booked
    return first


def open_referrals(connection: Connection, since: date) -> tuple[ReferralRow, ...]:
    """See `Bookings.open_referrals`."""
    lately = select(visit.c.episode_id).where(visit.c.date >= since.isoformat())
    wanted = and_(
        episode_entry.c.episode_id.in_(lately), episode_entry.c.kind == "referral", _NEWEST
    )
    found = [(row, entry_of(row)) for row in rows(connection, _with_owner(wanted))]
    people = _people(connection, (row["owner"] for row, _ in found))
    lines = [ReferralRow(entry, people[row["owner"]]) for row, entry in found]
    waiting = [line for line in lines if not line.referral.closed]
    return tuple(sorted(waiting, key=by_step))


def by_step(line: ReferralRow) -> tuple[bool, date, str]:
    """Answered referrals first, then by the day they were sent."""
    referral: Referral = line.referral
    return referral.answered is None, referral.sent, line.entry.id


def _booked_in(first: date, end: date) -> ColumnElement[bool]:
    own = episode_entry.c.id
    return and_(own >= booked_from(first), own < booked_from(end), _NEWEST)


def _with_owner(condition: ColumnElement[bool]) -> Select[Any]:
    return (
        select(
            episode_entry,
            func.coalesce(patient.c.merged_into, patient.c.id).label("owner"),
            episode.c.complaint,
            episode.c.side,
            episode.c.planned_visits,
        )
        .join(episode, episode.c.id == episode_entry.c.episode_id)
        .join(patient, patient.c.id == episode.c.patient_id)
        .where(condition)
    )


def _people(connection: Connection, ids: Iterable[str]) -> dict[str, Patient]:
    wanted = sorted(set(ids))
    found: dict[str, Patient] = {}
    for start in range(0, len(wanted), 500):
        some = select(patient).where(patient.c.id.in_(wanted[start : start + 500]))
        listed: list[Row] = rows(connection, some)
        found |= {row["id"]: patient_of(row) for row in listed}
    return found
