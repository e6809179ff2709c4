"""The chain of signatures: what was signed, by whose key, each seal over the one before.

A seal is a statement (canonical JSON: act, visit, patient, digest of the content, who, when, the
digest of the seal before, the end of the log) with an Ed25519 signature over its bytes by the
signer's own key. The chain is one for the whole chart, so that a seal cannot be taken out, put
elsewhere or replaced without breaking the next one; the log repeats the digest of each. Since a
seal names the log's length and last digest, lines before it cannot be rewritten by anybody but
all who sealed since; seals of earlier versions did not name them and stay true.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, func, insert, select

from pt_chart.charting.errors import NotAllowed
from pt_chart.clinical.canonical import FORM, canonical_text
from pt_chart.clinical.people import Clinician
from pt_chart.store.audit_log import NO_DIGEST, LogEnd
from pt_chart.store.engine import rows
from pt_chart.store.keyfile import public_of
from pt_chart.store.records import audit, chart_state, seal, signing_key
from pt_chart.store.translate import Row

NO_SEAL = bytes(32).hex()


class Act(StrEnum):
    """What a seal says."""

    SIGN = "sign"
    COSIGN = "co-sign"
    ADDENDUM = "addendum"
    WITHDRAW = "withdraw"


SEALED = tuple(act.value for act in Act)
"""Actions of the log whose lines name a seal."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """A seal that was put on: its number and digest."""

    number: int
    digest: str


class Signer:
    """The signing key of the user at work, for as long as the chart is open."""

    def __init__(self, user: Clinician, seed: bytes) -> None:
        """``seed`` is b"" for somebody without a signing key (emergency access)."""
        self._user = user
        self._seed = seed

    @property
    def public(self) -> str:
        """The public key (hexadecimal), "" for none."""
        return public_of(self._seed) if self._seed else ""

    def sign(self, message: bytes) -> str:
        """The signature (hexadecimal).

        Raises:
            NotAllowed: this user has no signing key.
        """
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        if not self._seed:
            raise NotAllowed("You have no signing key.")
        return Ed25519PrivateKey.from_private_bytes(self._seed).sign(message).hex()

    def forget(self) -> None:
        """Drop the key: the chart is being locked."""
        self._seed = b""


def put_key(connection: Connection, public: str, user_id: str, since: datetime) -> None:
    """Make a public key known, if it is not."""
    known = connection.scalar(select(signing_key.c.user_id).where(signing_key.c.public == public))
    if known is None:
        row = {"public": public, "user_id": user_id, "since": since.isoformat()}
        connection.execute(insert(signing_key).values(**row))


def put(
    connection: Connection,
    signer: Signer,
    act: Act,
    *,
    log: LogEnd,
    visit_id: str,
    patient_id: str,
    content_digest: str,
    by: str,
    name: str,
    role: str,
    at: datetime,
    more: Mapping[str, object] | None = None,
) -> Sealed:
    """Seal an act within the current transaction; ``log`` is the end of the log before it.

    ``more`` is what else the statement says: of a signature the flag tier and the kept forms.

    Raises:
        NotAllowed: the user has no signing key.
    """
    number, before = end(connection)
    statement = canonical_text(
        {
            "act": act.value,
            "at": at.isoformat(),
            "by": by,
            "chart": connection.scalar(select(chart_state.c.chart_id)),
            "digest": content_digest,
            "form": FORM,
            "key": signer.public,
            "name": name,
            "number": number + 1,
            "patient": patient_id,
            "previous": before,
            "role": role,
            "visit": visit_id,
            **log_told(log),
            **(more or {}),
        }
    )
    signature = signer.sign(statement.encode())
    digest = digest_of(statement, signature)
    connection.execute(
        insert(seal).values(
            number=number + 1,
            visit_id=visit_id,
            act=act.value,
            statement=statement,
            signature=signature,
            digest=digest,
        )
    )
    return Sealed(number + 1, digest)


def log_told(end: LogEnd) -> dict[str, Any]:
    """What a statement says of the log: its length and the digest of its last line."""
    return {"log": {"digest": end.digest, "lines": end.lines}}


def digest_of(statement: str, signature: str) -> str:
    """The digest of a seal, which the next one continues from."""
    return hashlib.sha256(f"{statement}\n{signature}".encode()).hexdigest()


def end(connection: Connection) -> tuple[int, str]:
    """Number and digest of the last seal."""
    last = connection.execute(
        select(seal.c.number, seal.c.digest).order_by(seal.c.number.desc()).limit(1)
    ).first()
    return (last.number, last.digest) if last is not None else (0, NO_SEAL)


def count(connection: Connection) -> int:
    """How many seals there are."""
    return connection.scalar(select(func.count()).select_from(seal)) or 0


def statement_of(text: str) -> dict[str, Any]:
    """What a seal says; nothing when its text is no statement."""
    try:
        told = json.loads(text)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def problems(connection: Connection) -> Iterator[str]:
    """What is wrong with the chain itself: numbers, links, signatures, keys, the log it holds."""
    keys = {row["public"]: row["user_id"] for row in rows(connection, select(signing_key))}
    before, expected = NO_SEAL, 1
    chart = connection.scalar(select(chart_state.c.chart_id))
    found = rows(connection, select(seal).order_by(seal.c.number))
    for row in found:
        wrong = _wrong(row, expected, before, str(chart), keys)
        if wrong:
            yield f"Seal {row['number']}: {wrong}."
        before, expected = row["digest"], row["number"] + 1
    yield from _log_problems(connection, found)


def _log_problems(connection: Connection, found: list[Row]) -> Iterator[str]:
    """Each seal stands in the log right after the lines that it holds."""
    held = [(row, statement_of(row["statement"]).get("log")) for row in found]
    if not any(log is not None for _, log in held):
        return
    lines = select(audit.c.number, audit.c.digest)
    digests = {0: NO_DIGEST, **{row.number: row.digest for row in connection.execute(lines)}}
    named = select(audit.c.detail, audit.c.number).where(audit.c.action.in_(SEALED))
    own: dict[str, int] = {}
    for line in connection.execute(named.order_by(audit.c.number)):
        own.setdefault(line.detail, line.number)  # written again later, it is still where it was
    since = 0
    for row, log in held:
        wrong = _log_wrong(log, since, own.get(row["digest"]), digests)
        if wrong and (log is not None or since):
            yield f"Seal {row['number']}: {wrong}."
        if isinstance(log, dict):
            since = own.get(row["digest"], since)


def _log_wrong(log: object, since: int, own: int | None, digests: Mapping[int, str]) -> str:
    """``since`` is the line of the seal before, ``own`` that of this one."""
    if not isinstance(log, dict):
        return "it does not hold the log"
    lines = log.get("lines")
    if not isinstance(lines, int) or digests.get(lines) != log.get("digest"):
        return "the log before it was rewritten"
    if own is None or not since <= lines < own:
        return "it stands in another place of the log"
    return ""


def _wrong(row: Row, expected: int, before: str, chart: str, keys: dict[str, str]) -> str:
    try:
        told = json.loads(row["statement"])
        links = (told["number"], told["previous"], told["chart"])
        subject = (told["visit"], told["act"])
        key, by = told["key"], told["by"]
    except (ValueError, KeyError, TypeError):
        return "its statement cannot be read"
    if row["number"] != expected or links != (expected, before, chart):
        return "a seal before it is missing, or it was moved"
    if subject != (row["visit_id"], row["act"]):
        return "it was put on another visit"
    if digest_of(row["statement"], row["signature"]) != row["digest"]:
        return "its digest was altered"
    if keys.get(key) != by:
        return "its key is not one of the signer's"
    return "" if _verifies(key, row["signature"], row["statement"]) else "its signature is false"


def _verifies(key: str, signature: str, statement: str) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(key))
        public.verify(bytes.fromhex(signature), statement.encode())
    except (InvalidSignature, ValueError):
        return False
    return True
