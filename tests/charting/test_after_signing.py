"""After signing: co-signature, withdrawal with a copy, a draft moved, disclosures, late entries."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from pt_chart.charting import after_signing
from pt_chart.charting.attachments import Attachment
from pt_chart.charting.audit import AuditAction
from pt_chart.charting.clinic_session import ClinicSession
from pt_chart.charting.errors import NotAllowed, RecordMissing, SignedAlready
from pt_chart.charting.events import Part
from pt_chart.clinical.findings import Answer, FindingKey, Origin
from pt_chart.clinical.people import Clinician
from pt_chart.clinical.sides import Side
from pt_chart.clinical.visit import Addendum, Visit
from tests.fakes import THERAPIST, FakeClock, MemoryStore
from tests.store.samples import SIGNATURE
from tests.ui import clinic


@pytest.fixture
def clock() -> FakeClock:
    """A clock that stands still."""
    return FakeClock()


@pytest.fixture
def session(clock: FakeClock) -> ClinicSession:
    """The small clinic: p1 with a signed visit, p3 with a draft."""
    return clinic.session(clock)


def _store(session: ClinicSession) -> MemoryStore:
    assert isinstance(session.store, MemoryStore)
    return session.store


def test_a_withdrawn_visit_begins_again_under_the_right_patient(session: ClinicSession) -> None:
    original = session.open_visit("v1").desk.visit
    copy = after_signing.withdraw(session, "charted for the wrong person", "e3")
    stored = session.store.visit("v1")
    assert stored.withdrawal is not None
    assert stored.withdrawal.moved_to == copy.id
    assert stored.answers == original.answers
    assert (copy.episode_id, copy.signed, copy.signature) == ("e3", False, None)
    assert copy.answers == original.answers
    assert copy.entered == session.clock()
    assert copy.late
    session.open_visit(copy.id)
    assert any("Late entry" in need.words for need in session.signing_needs())
    session.open_visit("v1")
    with pytest.raises(RecordMissing):
        after_signing.withdraw(session, "again")


def test_a_withdrawal_that_is_refused_leaves_no_draft_behind(session: ClinicSession) -> None:
    before = session.store.visit_count("e3")
    session.open_visit("v1")
    after_signing.withdraw(session, "entered in error")
    with pytest.raises(RecordMissing):
        after_signing.withdraw(session, "again", "e3")
    assert session.store.visit_count("e3") == before


def test_the_files_of_a_withdrawn_visit_go_along(session: ClinicSession) -> None:
    store, at = session.store, session.clock()
    remark = Addendum("report came by mail", THERAPIST.id, THERAPIST.signature, at)
    paper = Attachment("mri", "p1", "v1", "mri.txt", "text/plain", 1, "", 1, at, "")
    store.attach(paper, b"a report", remark)
    store.attach(replace(paper, id="gone"), b"another", remark)
    store.take_out("gone", replace(remark, text="attached by mistake"))
    session.open_visit("v1")
    copy = after_signing.withdraw(session, "wrong", "e3")
    (here,) = store.attachments(store.episode("e3").patient_id)
    assert (here.name, here.visit_id) == ("mri.txt", copy.id)
    assert store.attached_content(here.id) == b"a report"
    left = {one.id: one.removed for one in store.attachments("p1")}
    assert left["mri"] is not None
    assert left["mri"].moved
    assert left["mri"].reason.endswith("in the right record: wrong")
    assert session.open is not None
    assert session.open.desk.visit.addenda[-1].text.startswith("File of another record taken out: ")


def test_without_another_patient_files_stay_with_the_withdrawn_visit(
    session: ClinicSession,
) -> None:
    store, at = session.store, session.clock()
    remark = Addendum("report came by mail", THERAPIST.id, THERAPIST.signature, at)
    paper = Attachment("mri", "p1", "v1", "mri.txt", "text/plain", 1, "", 1, at, "")
    store.attach(paper, b"a report", remark)
    session.open_visit("v1")
    after_signing.withdraw(session, "entered in error")
    (here,) = store.attachments("p1")
    assert (here.visit_id, here.removed) == ("v1", None)


def test_a_withdrawn_visit_is_no_earlier_visit(session: ClinicSession) -> None:
    session.open_visit("v1")
    after_signing.withdraw(session, "entered in error")
    opened = session.start_visit(session.store.episode("e1"))
    assert opened.desk.previous == ()
    assert opened.desk.visit.number == 1
    assert session.carry_forward() == 0


def test_a_draft_is_moved_and_opened_there(session: ClinicSession) -> None:
    session.open_visit("v3")
    with pytest.raises(ValueError, match="Say why"):
        after_signing.move_draft(session, "e1", " ")
    opened = after_signing.move_draft(session, "e1", "picked the wrong row")
    assert opened.desk.patient.id == "p1"
    assert opened.desk.visit.number == 2
    moves = [r.entry for r in _store(session).log if r.entry.action is AuditAction.MOVE]
    assert {entry.patient_id for entry in moves} == {"p1", "p3"}
    session.open_visit("v1")
    with pytest.raises(SignedAlready):
        after_signing.move_draft(session, "e3", "x")


def test_a_therapist_co_signs_what_a_student_signed(session: ClinicSession) -> None:
    store = _store(session)
    store.user = Clinician("user-7", "S", role="student")
    store.sign(store.visit("v3"), replace(SIGNATURE, by="user-7"))
    store.user = THERAPIST
    session.open_visit("v3")
    done = after_signing.co_sign(session)
    assert done.cosignature is not None
    assert done.cosignature.by == THERAPIST.id
    with pytest.raises(RecordMissing):
        after_signing.co_sign(session)


def test_nobody_co_signs_for_themselves(session: ClinicSession) -> None:
    store = _store(session)
    store.user = Clinician("user-7", "S", role="student")
    store.sign(store.visit("v3"), replace(SIGNATURE, by="user-7", role="student"))
    store.user = Clinician("user-7", "S", role="therapist")
    session.open_visit("v3")
    with pytest.raises(NotAllowed):
        after_signing.co_sign(session)


def test_disclosures_of_a_patient(session: ClinicSession) -> None:
    session.open_visit("v1")
    after_signing.record_disclosure(session, "p1", "Dr. Rowe", "progress note", "referral")
    (line,) = after_signing.disclosures(session, "p1")
    assert line.entry.detail == "to Dr. Rowe: progress note (referral)"
    assert after_signing.disclosures(session, "p2") == ()
    with pytest.raises(ValueError, match="who received"):
        after_signing.record_disclosure(session, "p1", " ", "note", "why")


def test_a_late_entry_needs_a_reason_before_it_is_signed(session: ClinicSession) -> None:
    opened = session.start_visit(session.store.episode("e1"))
    desk = opened.desk
    earlier = replace(desk.visit, date=desk.visit.date - timedelta(days=2))
    desk.edit("Day of the visit", earlier, parts=(Part.STATUS,))
    assert desk.visit.late
    assert any("Late entry" in need.words for need in session.signing_needs())
    told = replace(desk.visit, late_reason="the computer was down")
    desk.edit("Reason", told, parts=(Part.PLAN,))
    assert not any("Late entry" in need.words for need in session.signing_needs())


def test_a_wrong_clock_keeps_from_signing(session: ClinicSession) -> None:
    session.open_visit("v3")
    _store(session).clock_remark = "The clock is 5 hours behind."
    assert session.signing_needs()[0].words == "The clock is 5 hours behind."


CARRIED = FindingKey("slr_angle", Side.LEFT)
SEEN = FindingKey("nprs_now")


def _with_a_past(visit: Visit) -> Visit:
    answers = {CARRIED: Answer(40, origin=Origin.CARRIED), SEEN: Answer(6)}
    return replace(visit, answers=answers)


def _left_behind(visit: Visit) -> str:
    (told,) = [one.text for one in visit.note.own if "Left behind" in one.text]
    return told


def test_a_moved_draft_leaves_the_wrong_patients_past_behind(session: ClinicSession) -> None:
    desk = session.open_visit("v3").desk
    desk.edit("Charted", _with_a_past(desk.visit), parts=(Part.ANSWERS,))
    moved = after_signing.move_draft(session, "e1", "picked the wrong row").desk.visit
    assert CARRIED not in moved.answers
    assert moved.answers[SEEN].value == 6
    assert "left" in _left_behind(moved)
    assert _store(session).visit("v3").answers == moved.answers


def test_a_visit_that_begins_again_leaves_it_behind_too(session: ClinicSession) -> None:
    store = _store(session)
    at = session.clock()
    signed = replace(
        _with_a_past(store.visit("v1")),
        late_reason="written after a power cut",
        addenda=(Addendum("potassium low", "u", "Ana Lind, PT", at),),
    )
    store._visits["v1"] = signed
    session.open_visit("v1")
    copy = after_signing.withdraw(session, "wrong person", "e3")
    assert CARRIED not in copy.answers
    assert _left_behind(copy)
    told = " ".join(one.text for one in copy.note.own)
    assert "potassium low" in told
    assert "power cut" in told
    assert store.visit("v1").answers[CARRIED].value == 40
