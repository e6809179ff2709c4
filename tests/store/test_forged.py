"""What somebody who drives the store directly cannot pass off as another's, or as sound."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, text

from pt_chart.charting.audit import AuditAction, AuditEntry
from pt_chart.charting.errors import ChartDamaged, ClockWrong, NotAllowed, RecordMissing
from pt_chart.clinical.people import Clinician, Patient
from pt_chart.clinical.visit import Addendum, VisitKind, Withdrawal
from pt_chart.store import content, seals
from pt_chart.store.administration import ChartAdministration
from pt_chart.store.keyfile import new_signing_seed, public_of
from pt_chart.store.ledger import Transaction
from pt_chart.store.server.chart import ChartServer
from pt_chart.store.stored_chart import StoredChart
from tests.fakes import THERAPIST, FakeClock
from tests.places import Place
from tests.store.samples import CHEAP, EPISODE, PASSWORD, PATIENT, SIGNATURE, new_visit

STUDENT = Clinician("user-3", "Sam Student", "SPT", "student")
LONG_AGO = datetime(2015, 1, 1, tzinfo=UTC)
OTHER_NAME = "Somebody Else, PT"


@pytest.fixture
def student(chart: StoredChart, place: Place) -> StoredChart:
    """The chart, opened by a student."""
    ChartAdministration(chart, CHEAP).add_user(STUDENT, PASSWORD, PASSWORD)
    now = chart._ledger.now
    chart.close()
    return place.open(STUDENT.id, PASSWORD, clock=FakeClock(now))


def test_name_role_and_time_of_a_signature_are_the_stores_own(student: StoredChart) -> None:
    forged = replace(SIGNATURE, by=STUDENT.id, name=OTHER_NAME, role="therapist", at=LONG_AGO)
    signed = student.sign(new_visit("theirs", kind=VisitKind.FOLLOW_UP), forged)
    assert signed.signature is not None
    told = (signed.signature.name, signed.signature.role, signed.signature.at)
    assert told == (STUDENT.signature, "student", student._ledger.now)
    assert [row.visit_id for row in student.waiting_for_cosign()] == ["theirs"]
    remark = Addendum("later", STUDENT.id, OTHER_NAME, LONG_AGO)
    beside = student.add_addendum("theirs", remark).addenda[0]
    assert beside == replace(remark, name=STUDENT.signature, at=student._ledger.now)
    student.check()
    student.close()


def test_a_co_signature_is_in_the_own_name(student: StoredChart, place: Place) -> None:
    own = replace(SIGNATURE, by=STUDENT.id)
    student.sign(new_visit("theirs", kind=VisitKind.FOLLOW_UP), own)
    now = student._ledger.now
    student.close()
    therapist = place.open(THERAPIST.id, PASSWORD, clock=FakeClock(now))
    forged = replace(SIGNATURE, name=OTHER_NAME, role="student", at=LONG_AGO)
    beside = therapist.cosign("theirs", forged).cosignature
    assert beside is not None
    told = (beside.name, beside.role, beside.at)
    assert told == (THERAPIST.signature, THERAPIST.role, therapist._ledger.now)
    therapist.close()


def test_a_signed_visit_without_a_seal_is_a_problem(chart: StoredChart, place: Place) -> None:
    chart.save_draft(new_visit("forged"))
    bare = content.dump(replace(SIGNATURE, number=0, code=""))
    place.behind(chart, "UPDATE visit SET status = 'signed', signature = %s", values=(bare,))
    found = ChartAdministration(chart, CHEAP).verify()
    assert any("no seal" in problem for problem in found.problems)


def test_a_signing_key_without_its_line_is_a_problem(chart: StoredChart) -> None:
    public = public_of(new_signing_seed())
    chart._write(lambda t: seals.put_key(t.connection, public, THERAPIST.id, t.clock()))
    found = ChartAdministration(chart, CHEAP).verify()
    assert found.problems == ("1 signing keys are not in the log.",)


def test_a_signing_key_put_in_place_of_another_is_a_problem(
    chart: StoredChart, place: Place
) -> None:
    public = public_of(new_signing_seed())
    place.behind(chart, "UPDATE signing_key SET public = %s", values=(public,))
    found = ChartAdministration(chart, CHEAP).verify()
    assert len(found.problems) == 3, "not told, one missing, and not the one in the key file"


def test_every_key_the_program_makes_has_its_line(chart: StoredChart, place: Place) -> None:
    administration = ChartAdministration(chart, CHEAP)
    administration.add_user(STUDENT, PASSWORD, PASSWORD)
    administration.reset_password(STUDENT.id, "another long one", PASSWORD)
    administration.change_password(PASSWORD, "my own new words")
    code = administration.make_kit("my own new words")
    chart.close()
    again = place.open_with_kit(code, THERAPIST.name, PASSWORD)
    again.check()
    again.close()


def test_a_log_cut_in_the_open_chart_is_told_and_takes_no_line(
    chart: StoredChart, place: Place
) -> None:
    chart.save_draft(new_visit())
    place.behind(chart, "DELETE FROM audit WHERE number = (SELECT max(number) FROM audit)")
    with pytest.raises(ChartDamaged, match="does not end"):
        chart.check()
    found = ChartAdministration(chart, CHEAP).verify()
    assert "does not end" in found.problems[0]
    with pytest.raises(ChartDamaged, match="altered"):
        chart.save_patient(PATIENT)


def test_a_clock_behind_the_log_signs_nothing(chart: StoredChart) -> None:
    """The store refuses by itself; charting asks for the right time before."""
    draft = chart.save_draft(new_visit())
    clock = FakeClock(chart._ledger.now - timedelta(hours=3))
    chart._ledger._clock = clock
    if isinstance(chart, ChartServer):
        chart._ledger._time._own = False
    with pytest.raises(ClockWrong, match="3 hours behind"):
        chart.sign(draft, SIGNATURE)
    assert not chart.visit(draft.id).signed
    clock.advance(3 * 3600 + 60)
    chart.sign(draft, SIGNATURE)
    clock.advance(-2 * 3600)
    with pytest.raises(ClockWrong):
        chart.add_addendum(draft.id, Addendum("later", THERAPIST.id, "x", LONG_AGO))
    with pytest.raises(ClockWrong):
        chart.withdraw(draft.id, Withdrawal("wrong", THERAPIST.id, "x", LONG_AGO))


def test_keys_of_earlier_versions_have_lines_that_do_not_name_them(chart: StoredChart) -> None:
    """Those versions told of a new key and when, not which; another moment is none of them."""

    def made(seconds: int, keys: int = 1) -> None:
        def work(t: Transaction) -> None:
            for _ in range(keys):
                public = public_of(new_signing_seed())
                at = t.clock() - timedelta(0, seconds)
                seals.put_key(t.connection, public, THERAPIST.id, at)
            detail = f"opened by the recovery kit; new password and signing key for {THERAPIST.id}"
            t.log(AuditEntry(AuditAction.RECOVERY, detail=detail))

        chart._write(work)

    made(1)
    assert ChartAdministration(chart, CHEAP).verify().sound
    made(3600)
    found = ChartAdministration(chart, CHEAP).verify()
    assert found.problems == ("1 signing keys are not in the log.",)
    made(1, keys=3)
    found = ChartAdministration(chart, CHEAP).verify()
    assert found.problems == ("2 signing keys are not in the log.",), "a line excuses one key"


def test_the_kits_line_of_today_excuses_no_second_key(chart: StoredChart, place: Place) -> None:
    code = ChartAdministration(chart, CHEAP).make_kit(PASSWORD)
    chart.close()
    again = place.open_with_kit(code, THERAPIST.name, "gravel teapot tide")
    assert ChartAdministration(again, CHEAP).verify().sound
    at = next(one.at for one in again.audit() if one.entry.action is AuditAction.RECOVERY)
    public = public_of(new_signing_seed())
    again._write(lambda t: seals.put_key(t.connection, public, THERAPIST.id, at))
    found = ChartAdministration(again, CHEAP).verify()
    assert found.problems == ("1 signing keys are not in the log.",)
    again.close()


def test_who_only_reads_writes_that_something_was_opened_and_no_more(
    chart: StoredChart, place: Place
) -> None:
    auditor = Clinician("user-5", "Ada Auditor", "", "auditor")
    ChartAdministration(chart, CHEAP).add_user(auditor, PASSWORD, PASSWORD)
    chart.save_draft(new_visit())
    chart.save_patient(Patient("patient-2", "2", "Other", "One", None))
    chart.close()
    reader = place.open(auditor.id, PASSWORD)
    reader.record(AuditEntry(AuditAction.VIEW, PATIENT.id, "visit-1"))
    for entry, error in (
        (AuditEntry(AuditAction.VIEW, PATIENT.id, detail="anything"), NotAllowed),
        (AuditEntry(AuditAction.CLOCK, detail="the clock jumped"), NotAllowed),
        (AuditEntry(AuditAction.VIEW, "nobody"), RecordMissing),
        (AuditEntry(AuditAction.VIEW, PATIENT.id, "no visit"), RecordMissing),
        (AuditEntry(AuditAction.VIEW, "patient-2", "visit-1"), RecordMissing),
    ):
        with pytest.raises(error):
            reader.record(entry)
    assert [line.entry.action.value for line in reader.audit(limit=3)] == [
        "refused",
        "refused",
        "view",
    ]
    reader.close()


def test_what_the_store_refuses_by_itself_has_a_line(student: StoredChart) -> None:
    moved = replace(EPISODE, patient_id="patient-2")
    forged = replace(SIGNATURE, by=THERAPIST.id)
    acts: tuple[Callable[[], object], ...] = (
        lambda: student.save_episode(moved),
        lambda: student.sign(new_visit("theirs"), forged),
        lambda: student.record(AuditEntry(AuditAction.SIGN, PATIENT.id)),
    )
    for number, act in enumerate(acts, start=1):
        with pytest.raises(NotAllowed):
            act()
        lines = student._read(_refusals)
        assert len(lines) == number
    student.close()


def _refusals(connection: Connection) -> list[str]:
    found = text("SELECT detail FROM audit WHERE action = 'refused'")
    return list(connection.execute(found).scalars())
