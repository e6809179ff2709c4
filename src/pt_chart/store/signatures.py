"""Signing in the database: the signature with its seal, and what stands beside a signed visit.

Addenda, a co-signature and a withdrawal are rows of the same table, each with a seal of its own;
the signed visit itself never changes.
"""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection

from pt_chart.charting.access import waits_for_cosign
from pt_chart.charting.errors import NotAllowed, RecordMissing
from pt_chart.charting.ports import AuditAction, AuditEntry
from pt_chart.clinical.canonical import digest_of, visit_digest
from pt_chart.clinical.visit import Addendum, Signature, Visit, Withdrawal
from pt_chart.store import kept_forms, key_lines, seals, visits
from pt_chart.store.ledger import Transaction
from pt_chart.store.seals import Act, Sealed, Signer

_LOGGED = {
    Act.SIGN: AuditAction.SIGN,
    Act.COSIGN: AuditAction.COSIGN,
    Act.ADDENDUM: AuditAction.ADDENDUM,
    Act.WITHDRAW: AuditAction.WITHDRAW,
}


def sign(transaction: Transaction, signer: Signer, visit_id: str, signature: Signature) -> Visit:
    """Seal a stored draft and close it; the digest is that of what is stored."""
    stored = visits.load_one(transaction.connection, visit_id)
    signature = _own(transaction, signature)
    signature = _sealed(
        transaction, signer, Act.SIGN, stored, replace(signature, digest=visit_digest(stored))
    )
    visits.close_signed(transaction.connection, visit_id, signature)
    return visits.load_one(transaction.connection, visit_id)


def cosign(transaction: Transaction, signer: Signer, visit_id: str, signature: Signature) -> Visit:
    """Put a co-signature beside a signature that waits for one.

    Raises:
        RecordMissing: nothing waits for a co-signature here.
        NotAllowed: one cannot co-sign oneself.
    """
    stored = _signed(transaction.connection, visit_id)
    if not waits_for_cosign(stored):
        raise RecordMissing("This visit does not wait for a co-signature.")
    if stored.signature is not None and stored.signature.by == signature.by:
        raise NotAllowed("Somebody else has to co-sign.")
    signature = replace(_own(transaction, signature), digest=visit_digest(stored))
    beside = _sealed(transaction, signer, Act.COSIGN, stored, signature)
    visits.put_beside(transaction.connection, visit_id, beside)
    return visits.load_one(transaction.connection, visit_id)


def add_addendum(
    transaction: Transaction, signer: Signer, visit_id: str, addendum: Addendum
) -> Visit:
    """Put a remark beside a signed visit.

    Raises:
        RecordMissing: there is no such visit, or it is a draft.
    """
    stored = _signed(transaction.connection, visit_id)
    who = transaction.user
    addendum = replace(addendum, by=who.id, name=who.signature, at=transaction.clock())
    told = Signature(who.id, who.signature, who.role, addendum.at, digest_of(addendum))
    _sealed(transaction, signer, Act.ADDENDUM, stored, told)
    visits.put_beside(transaction.connection, visit_id, addendum)
    return visits.load_one(transaction.connection, visit_id)


def withdraw(
    transaction: Transaction, signer: Signer, visit_id: str, withdrawal: Withdrawal
) -> Visit:
    """Mark a signed visit as entered in error.

    Raises:
        RecordMissing: there is no such visit, it is a draft or withdrawn already.
    """
    stored = _signed(transaction.connection, visit_id)
    if stored.withdrawal is not None:
        raise RecordMissing("This visit is withdrawn already.")
    who = transaction.user
    withdrawal = replace(withdrawal, by=who.id, name=who.signature, at=transaction.clock())
    told = Signature(who.id, who.signature, who.role, withdrawal.at, digest_of(withdrawal))
    _sealed(transaction, signer, Act.WITHDRAW, stored, told)
    visits.put_beside(transaction.connection, visit_id, withdrawal)
    visits.refresh_patient(transaction.connection, stored.episode_id)
    return visits.load_one(transaction.connection, visit_id)


def _with_it(connection: Connection, act: Act, visit: Visit) -> dict[str, object]:
    """What is sealed with a visit besides what was charted: how lists show it, and its forms."""
    if act not in {Act.SIGN, Act.COSIGN}:
        return {}
    forms = kept_forms.sealed(connection, visit.form_versions)
    return {"forms": forms, "tier": visits.tier_of_visit(connection, visit.id)}


def _own(transaction: Transaction, signature: Signature) -> Signature:
    """The signature of the user at work, now: who calls says neither name, role nor time."""
    who, at = transaction.user, transaction.clock()
    return replace(signature, by=who.id, name=who.signature, role=who.role, at=at)


def _signed(connection: Connection, visit_id: str) -> Visit:
    stored = visits.load_one(connection, visit_id)
    if not stored.signed:
        raise RecordMissing
    return stored


def _sealed(
    transaction: Transaction, signer: Signer, act: Act, visit: Visit, told: Signature
) -> Signature:
    connection = transaction.connection
    transaction.refuse_late_clock()
    if key_lines.is_outdated(connection, told.by, signer.public):
        raise NotAllowed(
            "Your signing key was replaced since you unlocked.",
            "Lock the chart (Ctrl+L) and unlock it with your new password.",
        )
    patient_id = visits.patient_of_episode(connection, visit.episode_id)
    put: Sealed = seals.put(
        connection,
        signer,
        act,
        log=transaction.end,
        visit_id=visit.id,
        patient_id=patient_id,
        content_digest=told.digest,
        by=told.by,
        name=told.name,
        role=told.role,
        at=told.at,
        more=_with_it(connection, act, visit),
    )
    transaction.log(AuditEntry(_LOGGED[act], patient_id, visit.id, put.digest))
    return replace(told, number=put.number, code=put.digest)
