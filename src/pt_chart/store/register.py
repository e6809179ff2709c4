"""The register in the database: patients, episodes, lists, search, clinic, users, settings."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any, cast

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Select,
    Table,
    and_,
    bindparam,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)

from pt_chart.charting.access import waits_for_cosign
from pt_chart.charting.errors import RecordMissing
from pt_chart.charting.ports import PatientRow, Setting, VisitRow
from pt_chart.charting.register_rows import IMPORTED
from pt_chart.charting.search_words import wanted
from pt_chart.clinical.people import TEACHING, Clinic, Clinician, Episode, Patient
from pt_chart.clinical.visit import VisitKind, VisitStatus
from pt_chart.store import content, search_index, visits
from pt_chart.store.engine import rows
from pt_chart.store.merged import family_of, survivor_of
from pt_chart.store.records import (
    account,
    clinic,
    clinician,
    episode,
    patient,
    setting,
    visit,
    visit_part,
)
from pt_chart.store.translate import (
    Row,
    clinician_of,
    clinician_row,
    episode_of,
    episode_row,
    patient_of,
    patient_row,
    side_of,
    tier_of,
)


def search(connection: Connection, text: str, limit: int) -> tuple[PatientRow, ...]:
    """See `ChartStore.search`."""
    words = wanted(text)
    if not words:
        return _patient_rows(connection, search_index.recent(connection, limit))
    return _patient_rows(connection, search_index.find(connection, words, limit))


def one_patient(connection: Connection, patient_id: str) -> Patient:
    """See `ChartStore.patient`."""
    return patient_of(_one(connection, patient, survivor_of(connection, patient_id)))


def one_episode(connection: Connection, episode_id: str) -> Episode:
    """See `ChartStore.episode`."""
    return _with_survivor(connection, episode_of(_one(connection, episode, episode_id)))


def known_patient(connection: Connection, patient_id: str) -> Patient | None:
    """A patient, None where there is none."""
    found = rows(connection, select(patient).where(patient.c.id == patient_id))
    return patient_of(found[0]) if found else None


def known_episode(connection: Connection, episode_id: str) -> Episode | None:
    """An episode, None where there is none."""
    found = rows(connection, select(episode).where(episode.c.id == episode_id))
    return _with_survivor(connection, episode_of(found[0])) if found else None


def episodes_of(connection: Connection, patient_id: str) -> tuple[Episode, ...]:
    """See `ChartStore.episodes_of`."""
    family = family_of(connection, patient_id)
    found = _of(connection, _EPISODES, family)
    return tuple(replace(episode_of(row), patient_id=family[0]) for row in found)


def put_patient(connection: Connection, person: Patient) -> bool:
    """Add or replace a patient; says whether it is a new one."""
    return _put(connection, patient, patient_row(person))


def put_episode(connection: Connection, case_: Episode) -> bool:
    """Add or replace an episode; says whether it is a new one.

    One that a merged record brought keeps that record as its owner: its seals speak of it.
    """
    row = episode_row(case_)
    owner = connection.scalar(select(episode.c.patient_id).where(episode.c.id == case_.id))
    stands = survivor_of(connection, case_.patient_id)
    same = owner is not None and survivor_of(connection, owner) == stands
    return _put(connection, episode, {**row, "patient_id": owner if same else stands})


def put_clinician(connection: Connection, user: Clinician, *, active: bool = True) -> bool:
    """Add or replace a user; says whether it is a new one."""
    new = _put(connection, clinician, clinician_row(user))
    values = {"administers": user.administers, "active": active}
    known = update(account).where(account.c.user_id == user.id).values(**values)
    if not connection.execute(known).rowcount:
        connection.execute(insert(account).values(user_id=user.id, **values))
    return new


def clinicians(connection: Connection) -> tuple[Clinician, ...]:
    """See `ChartStore.users`."""
    return tuple(user for user, active in accounts(connection) if active)


def accounts(connection: Connection) -> tuple[tuple[Clinician, bool], ...]:
    """Every user so far with whether they may unlock, active ones first, by name."""
    order = (account.c.active.desc(), clinician.c.name, clinician.c.id)
    both = select(clinician, account.c.administers, account.c.active)
    found = rows(connection, both.join(account).order_by(*order))
    return tuple((clinician_of(row), bool(row["active"])) for row in found)


def account_of(connection: Connection, user_id: str) -> tuple[Clinician, bool] | None:
    """A user as the chart knows them, and whether they may unlock; None for a stranger."""
    return next((found for found in accounts(connection) if found[0].id == user_id), None)


def waiting_for_cosign(connection: Connection) -> tuple[VisitRow, ...]:
    """See `ChartStore.waiting_for_cosign`."""
    others = ~visit.c.signature.contains('"role":"therapist"')
    signed = visit.c.status == VisitStatus.SIGNED.value
    listed = _visit_rows(connection, and_(signed, others))
    by_id = {found.id: found for found in visits.load(connection, and_(signed, others))}
    return tuple(row for row in listed if waits_for_cosign(by_id[row.visit_id]))


def visits_between(connection: Connection, first: date, last: date) -> tuple[VisitRow, ...]:
    """See `ChartStore.visits_between`."""
    days = visit.c.date.between(first.isoformat(), last.isoformat())
    return _visit_rows(connection, days)


def drafts(connection: Connection) -> tuple[VisitRow, ...]:
    """See `ChartStore.drafts`."""
    return _visit_rows(connection, visit.c.status == VisitStatus.DRAFT.value)


def the_clinic(connection: Connection) -> Clinic:
    """See `ChartStore.clinic`."""
    found = connection.scalar(select(clinic.c.content))
    return content.load(Clinic, found) if found is not None else Clinic()


def put_clinic(connection: Connection, described: Clinic) -> None:
    """See `ChartStore.save_clinic`."""
    _put(connection, clinic, {"id": 1, "content": content.dump(described)})


def one_setting(connection: Connection, name: str, default: Setting) -> Setting:
    """See `ChartStore.setting`."""
    found = connection.scalar(select(setting.c.content).where(setting.c.name == name))
    return default if found is None else _parsed(found)


def put_setting(connection: Connection, name: str, value: Setting) -> None:
    """See `ChartStore.save_setting`."""
    connection.execute(delete(setting).where(setting.c.name == name))
    if value is not None:
        connection.execute(insert(setting).values(name=name, content=content.dump(value)))


def _parsed(text: str) -> Setting:
    value: Setting = json.loads(text)
    return value


def _one(connection: Connection, table: Table, id_: str) -> Row:
    found = rows(connection, select(table).where(table.c.id == id_))
    if not found:
        raise RecordMissing
    return found[0]


def _put(connection: Connection, table: Table, row: dict[str, Any]) -> bool:
    changed = connection.execute(update(table).where(table.c.id == row["id"]).values(**row))
    if changed.rowcount:
        return False
    connection.execute(insert(table).values(**row))
    return True


def _of(connection: Connection, statement: Select[Any], ids: Iterable[str]) -> list[Row]:
    found = connection.execute(statement, {"ids": list(ids)})
    return cast("list[Row]", found.mappings().all())


def _with_survivor(connection: Connection, case_: Episode) -> Episode:
    stands = survivor_of(connection, case_.patient_id)
    return case_ if stands == case_.patient_id else replace(case_, patient_id=stands)


def _patient_rows(connection: Connection, found: list[Row]) -> tuple[PatientRow, ...]:
    """Lines of the list, a person once, whichever of their records was found."""
    standing, by_name = _standing(connection, found)
    latest: dict[str, Row] = {}
    with_draft: set[str] = set()
    for row in _of(connection, _COMPLAINTS, standing) if standing else ():
        latest.setdefault(row["whose"], row)
        if row["draft"]:
            with_draft.add(row["whose"])
    return tuple(
        _patient_line(row, latest.get(one), one in with_draft, by_name.get(one, ""))
        for one, row in standing.items()
    )


def _standing(connection: Connection, found: list[Row]) -> tuple[dict[str, Row], dict[str, str]]:
    """The records that the found ones stand for, in order, and by which other name."""
    gone = {row["merged_into"]: patient_of(row).name for row in found if row["merged_into"]}
    own = {row["id"] for row in found}
    wanted_ids = [one for one in gone if one not in own]
    kept = (
        {
            row["id"]: row
            for row in rows(connection, select(patient).where(patient.c.id.in_(wanted_ids)))
        }
        if wanted_ids
        else {}
    )
    kept |= {row["id"]: row for row in found if row["merged_into"] is None}
    order = dict.fromkeys(row["merged_into"] or row["id"] for row in found)
    return {one: kept[one] for one in order}, {one: gone[one] for one in wanted_ids}


def _patient_line(row: Row, latest: Row | None, draft: bool, found_as: str) -> PatientRow:
    day = row["last_visit"]
    return PatientRow(
        patient_of(row),
        complaint=latest["complaint"] if latest else "",
        side=side_of(latest["side"]) if latest else None,
        last_visit=date.fromisoformat(day) if day else None,
        draft=draft,
        tier=tier_of(row["last_tier"]),
        found_as=found_as,
    )


_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_EPISODES = (
    select(episode)
    .where(episode.c.patient_id.in_(_IDS))
    .order_by(episode.c.started.desc(), episode.c.id.desc())
)
_WHOSE = func.coalesce(patient.c.merged_into, patient.c.id)
_COMPLAINTS = (
    select(
        _WHOSE.label("whose"),
        episode.c.complaint,
        episode.c.side,
        exists()
        .where(visit.c.episode_id == episode.c.id, visit.c.status == VisitStatus.DRAFT.value)
        .label("draft"),
    )
    .join(episode, episode.c.patient_id == patient.c.id)
    .where(or_(patient.c.id.in_(_IDS), patient.c.merged_into.in_(_IDS)))
    .order_by(episode.c.started.desc(), episode.c.id.desc())
)
"""Asked for every letter that is typed, so put together once."""


_AT_ONCE = 500
"""Ids in one statement: databases bound how many values one may have."""
_IMPORTED = and_(
    visit.c.status == VisitStatus.DRAFT.value,
    exists().where(
        visit_part.c.visit_id == visit.c.id,
        visit_part.c.name == "entry",
        visit_part.c.content.contains(f'"{IMPORTED}', autoescape=True),
    ),
)


TEACHES = and_(patient.c.demo.is_(True), patient.c.family_name == TEACHING)
"""A copy for teaching is no work that waits."""


def _visit_rows(connection: Connection, condition: ColumnElement[bool]) -> tuple[VisitRow, ...]:
    listed = (
        select(
            visit,
            func.coalesce(patient.c.merged_into, patient.c.id).label("patient_id"),
            episode.c.complaint,
            episode.c.side,
            episode.c.planned_visits,
            _IMPORTED.label("imported"),
        )
        .join(episode, visit.c.episode_id == episode.c.id)
        .join(patient, patient.c.id == episode.c.patient_id)
        .where(condition, visits.NOT_WITHDRAWN, ~TEACHES)
        .order_by(visit.c.date, visit.c.number, visit.c.id)
    )
    found = rows(connection, listed)
    ids = sorted({row["patient_id"] for row in found})
    people = {
        row["id"]: patient_of(row)
        for start in range(0, len(ids), _AT_ONCE)
        for row in rows(
            connection, select(patient).where(patient.c.id.in_(ids[start : start + _AT_ONCE]))
        )
    }
    return tuple(_visit_line(row, people[row["patient_id"]]) for row in found)


def _visit_line(row: Row, person: Patient) -> VisitRow:
    return VisitRow(
        row["id"],
        row["episode_id"],
        person,
        row["complaint"],
        side_of(row["side"]),
        date.fromisoformat(row["date"]),
        row["number"],
        row["planned_visits"],
        VisitKind(row["kind"]),
        VisitStatus(row["status"]),
        tier_of(row["tier"]),
        bool(row["imported"]),
    )
