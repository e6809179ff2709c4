"""Signed visits held against their seals: what was charted, and who the chart says signed it.

A seal's statement names act, content, signer, role and time. What is shown beside a visit (the
signature, the co-signature, each remark, a withdrawal) has to say the same, word for word.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import TypeAlias

from sqlalchemy import Connection, func, literal, or_, select

from pt_chart.clinical.canonical import digest_of, visit_digest
from pt_chart.clinical.visit import Addendum, Signature, Visit, VisitKind, Withdrawal
from pt_chart.store import before_digests, before_seals, seals, visits
from pt_chart.store.records import erasure, mark, seal, visit_part
from pt_chart.store.records import visit as visit_table
from pt_chart.store.seals import Act
from pt_chart.store.translate import Row
from pt_chart.store.translate_visit import rows_of

Told: TypeAlias = tuple[object, ...]
"""Act, content's digest, signer, name, role and time; of a signature also the digest, the seal's
number and the code that it shows. Remarks and withdrawals show no role."""

_BATCH = 50
_TIERS = select(visit_table.c.id, visit_table.c.tier).where(visit_table.c.status == "signed")


def problems(connection: Connection) -> Iterator[str]:
    """Every signed visit says what its seals say."""
    told: dict[str, list[Told]] = {}
    patients: dict[str, str] = {}
    for row in connection.execute(select(seal).order_by(seal.c.number)).mappings():
        told.setdefault(row["visit_id"], []).append(_sealed(dict(row)))
        statement = seals.statement_of(row["statement"])
        patients[row["visit_id"]] = str(statement.get("patient"))
    yield from _rows_beside(connection)
    yield from _tiers(connection)
    signed = select(visit_table.c.id).where(visit_table.c.status == "signed")
    before = before_seals.visits(connection)
    ids = list(connection.scalars(signed.order_by(visit_table.c.id)))
    for start in range(0, len(ids), _BATCH):
        batch = ids[start : start + _BATCH]
        for found in visits.load(connection, visit_table.c.id.in_(batch)):
            if found.id not in told:
                if found.id not in before or (found.signature and found.signature.number):
                    yield f"The signed visit of {found.date} has no seal."
                continue
            yield from _unlike(found, told[found.id], legacy=found.id in before)
            if visits.patient_of_episode(connection, found.episode_id) != patients[found.id]:
                yield f"The signed visit of {found.date} was given to another patient."
    yield from _gone(connection, set(told) - set(ids), patients)


def _rows_beside(connection: Connection) -> Iterator[str]:
    """Rows of a visit that reading it does not meet: parts nobody knows, columns beside a text."""
    known = rows_of(Visit("", "", VisitKind.EVALUATION, date.min)).parts
    strange = select(func.count()).select_from(visit_part).where(visit_part.c.name.not_in(known))
    if number := connection.scalar(strange):
        yield f"{number} parts of visits are of a kind that the program does not know."
    unlike = [
        func.replace(mark.c.content, literal(f'"{name}":"').concat(column).concat('"'), "")
        == mark.c.content
        for name, column in (("view", mark.c.view), ("kind", mark.c.kind))
    ]
    other = select(func.count()).select_from(mark).where(or_(*unlike))
    if number := connection.scalar(other):
        yield f"{number} marks of body charts stand under another view or kind than they are."


def _tiers(connection: Connection) -> Iterator[str]:
    """The flag tier that lists show of a signed visit is the one that was sealed."""
    shown = {row.id: row.tier or "" for row in connection.execute(_TIERS)}
    wanted = select(seal.c.visit_id, seal.c.statement).where(seal.c.act == Act.SIGN.value)
    earlier = before_digests.last(connection)
    wrong = without = 0
    for row in connection.execute(wanted):
        told = seals.statement_of(row.statement)
        tier, log = told.get("tier"), told.get("log")
        lines = log.get("lines") if isinstance(log, dict) else None
        if tier is None or "forms" not in told:
            # Signatures of earlier versions did not hold them.
            without += isinstance(lines, int) and lines >= earlier
        else:
            wrong += shown.get(row.visit_id, tier) != tier
    if wrong:
        yield f"{wrong} signed visits show another flag tier than was sealed."
    if without:
        yield f"{without} signatures do not hold flag tier and forms."


def _unlike(visit: Visit, told: list[Told], *, legacy: bool) -> Iterator[str]:
    charted = visit_digest(visit)
    beside = list(_beside(visit, charted))
    shown = Counter(beside)
    if visit.signature is not None:
        shown[_signed(Act.SIGN, charted, visit.signature)] += 1
    standing = Counter(told)
    if legacy and not any(act == Act.SIGN.value for act, *_ in told):
        shown = Counter({item: n for item, n in shown.items() if item in standing})
    if shown == standing:
        order = [item for item in told if item[0] == Act.ADDENDUM.value]
        if order != [item for item in beside if item in standing and item in order]:
            yield f"The remarks beside the visit of {visit.date} stand in another order."
        return
    if {item[:2] for item in shown} == {item[:2] for item in standing}:
        yield f"The signed visit of {visit.date} shows another signature than was sealed."
    else:
        yield f"The signed visit of {visit.date} or what stands beside it was altered."


def _beside(visit: Visit, charted: str) -> Iterator[Told]:
    for remark in visit.addenda:
        yield _remarked(Act.ADDENDUM, remark)
    if visit.cosignature is not None:
        yield _signed(Act.COSIGN, charted, visit.cosignature)
    if visit.withdrawal is not None:
        yield _remarked(Act.WITHDRAW, visit.withdrawal)


def _signed(act: Act, charted: str, shown: Signature) -> Told:
    who = (shown.by, shown.name, shown.role, shown.at.isoformat())
    return act.value, charted, *who, shown.digest, shown.number, shown.code


def _remarked(act: Act, shown: Addendum | Withdrawal) -> Told:
    return act.value, digest_of(shown), shown.by, shown.name, "", shown.at.isoformat()


def _sealed(row: Row) -> Told:
    says = seals.statement_of(row["statement"])
    act = str(row["act"])
    digest, at = str(says.get("digest")), says.get("at")
    who = (act, digest, says.get("by"), says.get("name"))
    if act in {Act.SIGN.value, Act.COSIGN.value}:
        return *who, says.get("role"), at, digest, row["number"], row["digest"]
    return *who, "", at


def _gone(connection: Connection, missing: set[str], patients: dict[str, str]) -> Iterator[str]:
    erased = set(connection.scalars(select(erasure.c.patient_id)))
    unexplained = [visit_id for visit_id in missing if patients[visit_id] not in erased]
    if unexplained:
        yield f"{len(unexplained)} signed visits are gone."
