"""What can still be done about a visit that is signed, or stands under the wrong patient.

A signed visit never changes: a co-signature, a withdrawal and a copy stand beside it, each with a
seal and a line in the log.
"""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

from pt_chart.charting.access import Right, require
from pt_chart.charting.attachments import take_out_file
from pt_chart.charting.audit import AuditAction, AuditEntry, AuditRecord
from pt_chart.charting.clinic_session import ClinicSession, OpenVisit
from pt_chart.charting.events import Part
from pt_chart.charting.signing import signature_of
from pt_chart.charting.taken_along import in_words, with_words, without_the_wrong_past
from pt_chart.clinical.sound_text import sound_text
from pt_chart.clinical.visit import Visit, VisitStatus, Withdrawal

_WORDS_SHOWN = 2000
_EVERYWHERE = tuple(Part)


def co_sign(session: ClinicSession) -> Visit:
    """Put one's signature beside that of the assistant or student who signed the open visit.

    Raises:
        NotAllowed: only a therapist co-signs, and never oneself.
        WorldError: nothing waits here, or the chart could not be written.
    """
    require(session.clinician, Right.COSIGN)
    desk = _open(session).desk
    signature = signature_of(desk.visit, session.clinician, session.clock)
    stored = session.store.cosign(desk.visit.id, signature)
    desk.replace_stored(stored, (Part.STATUS,))
    return stored


def withdraw(session: ClinicSession, reason: str, episode_id: str = "") -> Visit:
    """Mark the open signed visit as entered in error.

    With an episode (of another patient) its content begins again there as a draft, to be checked
    and signed; its files go along. That draft is returned, otherwise the withdrawn visit.

    Raises:
        ValueError: there is no reason.
        NotAllowed: only a therapist repairs.
        WorldError: the visit is a draft or withdrawn, or the chart could not be written.
    """
    require(session.clinician, Right.COSIGN)
    words = _reason(reason)
    desk = _open(session).desk
    copy = _as_draft(session, desk.visit, episode_id) if episode_id else None
    who = session.clinician
    moved_to = copy.id if copy else ""
    withdrawal = Withdrawal(words, who.id, who.signature, session.clock(), moved_to)
    stored = session.store.withdraw(desk.visit.id, withdrawal, copy)
    draft = session.store.visit(copy.id) if copy is not None else None
    desk.replace_stored(stored, (Part.STATUS,))
    if draft is not None:
        # Each file by itself: one that cannot go stays, and is moved from its own page.
        desk.replace_stored(_files_along(session, stored, draft, words), (Part.STATUS,))
    return draft or stored


def move_draft(session: ClinicSession, episode_id: str, reason: str) -> OpenVisit:
    """Take the open draft to another patient's episode and open it there.

    Raises:
        ValueError: there is no reason.
        NotAllowed: only a therapist repairs.
        WorldError: the visit is signed, or the chart could not be written.
    """
    require(session.clinician, Right.COSIGN)
    words = _reason(reason)
    desk = _open(session).desk
    visit_id = desk.visit.id
    if not desk.visit.signed:
        bare = _bare(session, desk.visit)
        # Saved before it moves: at no moment does the right patient have what is another's.
        desk.edit("Leave the other patient's past behind", bare, parts=_EVERYWHERE)
    session.close_visit()
    session.store.move_draft(visit_id, episode_id, words)
    return session.open_visit(visit_id)


def record_disclosure(
    session: ClinicSession, patient_id: str, recipient: str, what: str, purpose: str
) -> None:
    """Note that something about a patient was given to somebody, by whatever way.

    Raises:
        ValueError: recipient, content or purpose is missing.
        WorldError: the chart could not be written.
    """
    parts = [sound_text(part).strip() for part in (recipient, what, purpose)]
    for part, name in zip(parts, ("who received it", "what it was", "what for"), strict=True):
        if not part:
            raise ValueError(f"Say {name}.")
    detail = f"to {parts[0]}: {parts[1]} ({parts[2]})"[:_WORDS_SHOWN]
    session.store.record(AuditEntry(AuditAction.DISCLOSE, patient_id, detail=detail))


def disclosures(session: ClinicSession, patient_id: str) -> tuple[AuditRecord, ...]:
    """What of a patient left the program, newest first."""
    return session.store.disclosures(patient_id)


def _as_draft(session: ClinicSession, visit: Visit, episode_id: str) -> Visit:
    """The content of a visit as a new draft of another episode, written down now."""
    bare = with_words(_bare(session, visit), in_words(visit))
    return replace(
        bare,
        id=str(uuid4()),
        episode_id=episode_id,
        number=session.store.visit_count(episode_id) + 1,
        status=VisitStatus.DRAFT,
        signature=None,
        cosignature=None,
        withdrawal=None,
        addenda=(),
        panel="",
        revision=0,
        entered=session.clock(),
        late_reason="",
    )


def _files_along(session: ClinicSession, withdrawn: Visit, draft: Visit, reason: str) -> Visit:
    """Move the files of a withdrawn visit to the draft that begins again; the visit as it is then.

    They say why as the withdrawal does, in words that a remark needs.
    """
    store = session.store
    here = store.episode(withdrawn.episode_id).patient_id
    there = store.episode(draft.episode_id).patient_id
    why = f"entered in error, begun again in the right record: {reason}"
    for one in store.attachments(here):
        if one.visit_id == withdrawn.id and one.removed is None:
            take_out_file(store, one, why, at=session.clock(), patient_id=there, visit_id=draft.id)
    return store.visit(withdrawn.id)


def _bare(session: ClinicSession, visit: Visit) -> Visit:
    earlier = session.store.visits_of(visit.episode_id)
    return without_the_wrong_past(visit, earlier, session.definitions.vocabulary)


def _reason(text: str) -> str:
    words = sound_text(text).strip()
    if not words:
        raise ValueError("Say why; the reason is kept with the visit and in the log.")
    return words


def _open(session: ClinicSession) -> OpenVisit:
    if session.open is None:
        raise RuntimeError("no visit is open")
    return session.open
