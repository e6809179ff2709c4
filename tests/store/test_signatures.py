"""Signing: seals, co-signatures, withdrawals; what was altered behind the program's back shows."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from pt_chart.charting.audit import AuditAction
from pt_chart.charting.errors import (
    ChartDamaged,
    NotAllowed,
    RecordMissing,
    SignedAlready,
)
from pt_chart.clinical.canonical import visit_digest
from pt_chart.clinical.people import Clinician, Episode, Patient
from pt_chart.clinical.visit import Visit, VisitKind, Withdrawal
from pt_chart.store.administration import ChartAdministration
from pt_chart.store.stored_chart import StoredChart
from tests.fakes import THERAPIST, FakeClock
from tests.places import Place
from tests.soak.clinic import remark
from tests.store.samples import CHEAP, EPISODE, NOON, PASSWORD, PATIENT, SIGNATURE, new_visit

STUDENT = Clinician("user-3", "Sam Student", "SPT", "student")
OTHERS = Episode("episode-2", "patient-2", "leg pain", None, EPISODE.started)
GONE = Withdrawal("charted for the wrong patient", "user-1", "Ines Corvale, PT", NOON)


@pytest.fixture
def signed(chart: StoredChart, draft: Visit) -> Visit:
    """A signed visit with two remarks, and another signed one."""
    chart.save_patient(Patient("patient-2", "2", "Other", "One", None))
    chart.save_episode(OTHERS)
    first = chart.sign(draft, SIGNATURE)
    chart.add_addendum(first.id, remark(1))
    longer = chart.add_addendum(first.id, remark(2))
    chart.sign(new_visit("visit-2", number=2), SIGNATURE)
    return longer


def test_every_act_is_sealed_and_chained(chart: StoredChart, signed: Visit) -> None:
    assert signed.signature is not None
    assert signed.signature.number == 1
    assert signed.signature.digest == visit_digest(signed)
    outcome = ChartAdministration(chart, CHEAP).verify()
    assert (outcome.problems, outcome.seals, outcome.unsealed) == ((), 4, 0)
    codes = [line.entry.detail for line in chart.audit() if line.entry.action is AuditAction.SIGN]
    assert signed.signature.code in codes


def test_one_signs_in_ones_own_name_only(chart: StoredChart, draft: Visit) -> None:
    with pytest.raises(NotAllowed):
        chart.sign(draft, replace(SIGNATURE, by="user-9"))
    assert not chart.visit(draft.id).signed


ALTERED = {
    "answer": "UPDATE answer SET value = '90' WHERE visit_id = 'visit-1' AND finding = 'slr_angle'",
    "new answer": (
        "INSERT INTO answer VALUES ('visit-1', 'new', '', '', '1', '[]', '', 'entered', NULL)"
    ),
    "mark": "DELETE FROM mark WHERE visit_id = 'visit-1'",
    "plan": (
        'UPDATE visit_part SET content = \'{"assessment":"better"}\' '
        "WHERE visit_id = 'visit-1' AND name = 'plan'"
    ),
    "date": "UPDATE visit SET date = '2020-01-01' WHERE id = 'visit-1'",
    "remark": "UPDATE addendum SET content = replace(content, 'remark 1', 'remark 9')",
    "remark gone": "DELETE FROM addendum WHERE id = (SELECT max(id) FROM addendum)",
    "visit gone": "DELETE FROM visit WHERE id = 'visit-2'",
    "draft again": "UPDATE visit SET status = 'draft', signature = NULL WHERE id = 'visit-1'",
    "another patient": "UPDATE episode SET patient_id = 'patient-2' WHERE id = 'episode-1'",
    "seal gone": "DELETE FROM seal WHERE number = 4",
    "seal in the middle gone": "DELETE FROM seal WHERE number = 2",
    "all seals gone": "DELETE FROM seal",
    "seals reordered": "UPDATE seal SET number = -number; UPDATE seal SET number = 5 + number",
    "statement": "UPDATE seal SET statement = replace(statement, 'Ines', 'Anna') WHERE number = 1",
    "signature": (
        "UPDATE seal SET signature = (SELECT signature FROM seal WHERE number = 4) WHERE number = 1"
    ),
    "key": "UPDATE signing_key SET user_id = 'user-9'",
    "seal of another visit": "UPDATE seal SET visit_id = 'visit-2' WHERE number = 2",
}


_GONE_FROM = "DELETE FROM {} WHERE visit_id = 'visit-2'"


@pytest.mark.parametrize("change", ALTERED)
def test_what_is_altered_behind_the_triggers_is_found(
    chart: StoredChart, signed: Visit, change: str, place: Place
) -> None:
    """Somebody with the key drops the triggers, alters something, and puts them back."""
    del signed
    statements = ALTERED[change].split("; ")
    if "visit gone" in change:
        for table in ("answer", "mark", "visit_part"):
            statements.insert(0, _GONE_FROM.format(table))
    place.behind(chart, *statements)
    outcome = ChartAdministration(chart, CHEAP).verify()
    assert not outcome.sound
    with pytest.raises(ChartDamaged):
        chart.check()


def test_a_student_waits_for_a_therapist(chart: StoredChart, place: Place) -> None:
    administration = ChartAdministration(chart, CHEAP)
    administration.add_user(STUDENT, PASSWORD, PASSWORD)
    chart.close()
    own = place.open(STUDENT.id, PASSWORD)
    mine = replace(SIGNATURE, by=STUDENT.id, name=STUDENT.signature, role="student")
    own.sign(new_visit("theirs", kind=VisitKind.FOLLOW_UP), mine)
    with pytest.raises(NotAllowed):
        own.cosign("theirs", mine)
    own.close()
    first = place.open(THERAPIST.id, PASSWORD)
    assert [row.visit_id for row in first.waiting_for_cosign()] == ["theirs"]
    beside = first.cosign("theirs", SIGNATURE)
    assert beside.signature is not None
    assert beside.cosignature is not None
    assert (beside.signature.by, beside.cosignature.by) == (STUDENT.id, THERAPIST.id)
    assert beside.cosignature.digest == visit_digest(beside)
    assert first.waiting_for_cosign() == ()
    with pytest.raises(RecordMissing):
        first.cosign("theirs", SIGNATURE)
    first.check()
    first.close()


@pytest.mark.parametrize(
    ("role", "kind", "waits"),
    [
        ("assistant", VisitKind.FOLLOW_UP, False),
        ("assistant", VisitKind.EVALUATION, True),
        ("assistant", VisitKind.PROGRESS, True),
        ("assistant", VisitKind.DISCHARGE, True),
        ("student", VisitKind.FOLLOW_UP, True),
        ("therapist", VisitKind.EVALUATION, False),
    ],
)
def test_who_signs_alone(role: str, kind: VisitKind, waits: bool) -> None:
    from pt_chart.charting.access import waits_for_cosign

    visit = new_visit(kind=kind, signature=replace(SIGNATURE, role=role))
    assert waits_for_cosign(visit) is waits
    assert not waits_for_cosign(replace(visit, cosignature=SIGNATURE))
    assert not waits_for_cosign(replace(visit, withdrawal=GONE))


def test_a_withdrawn_visit_stays_and_no_longer_counts(chart: StoredChart, signed: Visit) -> None:
    assert chart.visit_count(EPISODE.id) == 2
    gone = chart.withdraw(signed.id, GONE)
    assert gone.withdrawal is not None
    assert replace(gone.withdrawal, at=NOON) == replace(GONE, name=THERAPIST.signature)
    assert gone.answers == signed.answers
    assert chart.visit_count(EPISODE.id) == 1
    assert signed.id not in {row.visit_id for row in chart.visits_between(signed.date, signed.date)}
    with pytest.raises(RecordMissing):
        chart.withdraw(signed.id, GONE)
    chart.check()


def test_a_draft_is_moved_with_a_trace_and_a_signed_visit_is_not(
    chart: StoredChart, signed: Visit
) -> None:
    chart.save_draft(new_visit("begun wrong"))
    moved = chart.move_draft("begun wrong", OTHERS.id, "picked the wrong Tallowby")
    assert (moved.episode_id, moved.number) == (OTHERS.id, 1)
    lines = [line.entry for line in chart.audit(limit=2)]
    assert {line.patient_id for line in lines} == {PATIENT.id, "patient-2"}
    assert all("wrong Tallowby" in line.detail for line in lines)
    with pytest.raises(SignedAlready):
        chart.move_draft(signed.id, OTHERS.id, "x")
    stored = chart.save_draft(replace(moved, late_reason="x"))
    assert stored.revision == moved.revision + 1


def test_a_clock_that_jumps_back_is_told(chart: StoredChart, place: Place) -> None:
    chart.close()
    clock = FakeClock()
    clock.now = chart._ledger.now - timedelta(hours=5)
    again = place.open(THERAPIST.id, PASSWORD, clock=clock)
    assert "behind" in again.clock_remark
    lines = again.audit(limit=2)
    assert lines[1].entry.action is AuditAction.CLOCK
    assert "5 hours" in lines[1].entry.detail
    again.save_patient(PATIENT)
    assert [line.entry.action for line in again.audit(limit=1)] == [AuditAction.CHANGE]
    clock.advance(6 * 3600)
    again.save_patient(PATIENT)
    assert again.clock_remark == ""
    again.close()


def test_a_clock_that_leaps_ahead_is_told() -> None:
    from pt_chart.store.clock_watch import ClockWatch

    watch = ClockWatch(None)
    assert watch.look(NOON) == ""
    assert watch.look(NOON + timedelta(minutes=50)) == ""
    assert "forward by 3 days" in watch.look(NOON + timedelta(days=3))
    assert watch.look(NOON + timedelta(days=3)) == ""
    assert watch.remark == ""


def test_late_entries_are_known_after_reading_back(chart: StoredChart) -> None:
    late = new_visit(entered=chart._ledger.now, late_reason="no power that day")
    chart.save_draft(late)
    stored = chart.visit(late.id)
    assert stored.late
    assert (stored.entered, stored.late_reason) == (late.entered, "no power that day")
    assert not new_visit(entered=NOON).late
