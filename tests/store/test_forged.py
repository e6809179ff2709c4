"""What somebody who drives the store directly cannot pass off as another's, or as sound."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pt_chart.charting.errors import ChartDamaged
from pt_chart.clinical.people import Clinician
from pt_chart.clinical.visit import Addendum, VisitKind
from pt_chart.store import content, seals
from pt_chart.store.administration import ChartAdministration
from pt_chart.store.chart_file import ChartFile
from pt_chart.store.keyfile import new_signing_seed, public_of
from pt_chart.store.open import open_chart, open_with_kit
from pt_chart.store.triggers import sqlite_triggers
from tests.fakes import THERAPIST, FakeClock
from tests.store.samples import CHEAP, PASSWORD, PATIENT, SIGNATURE, new_visit

STUDENT = Clinician("user-3", "Sam Student", "SPT", "student")
LONG_AGO = datetime(2015, 1, 1, tzinfo=UTC)
OTHER_NAME = "Somebody Else, PT"


@pytest.fixture
def student(chart: ChartFile, path: Path) -> ChartFile:
    """The chart, opened by a student."""
    ChartAdministration(chart, CHEAP).add_user(STUDENT, PASSWORD, PASSWORD)
    chart.close()
    return open_chart(path, STUDENT.id, PASSWORD, clock=FakeClock())


def test_name_role_and_time_of_a_signature_are_the_stores_own(student: ChartFile) -> None:
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


def test_a_co_signature_is_in_the_own_name(student: ChartFile, path: Path) -> None:
    own = replace(SIGNATURE, by=STUDENT.id)
    student.sign(new_visit("theirs", kind=VisitKind.FOLLOW_UP), own)
    student.close()
    therapist = open_chart(path, THERAPIST.id, PASSWORD, clock=FakeClock())
    forged = replace(SIGNATURE, name=OTHER_NAME, role="student", at=LONG_AGO)
    beside = therapist.cosign("theirs", forged).cosignature
    assert beside is not None
    told = (beside.name, beside.role, beside.at)
    assert told == (THERAPIST.signature, THERAPIST.role, therapist._ledger.now)
    therapist.close()


def _behind(chart: ChartFile, statement: str, *values: str) -> None:
    """What somebody with the key writes past the triggers, which stand again afterwards."""

    def work() -> None:
        cursor = chart._ledger.connection.connection.cursor()
        for name in sqlite_triggers():
            cursor.execute(f"DROP TRIGGER {name}")
        cursor.execute(statement, values)
        for trigger in sqlite_triggers().values():
            cursor.execute(trigger)
        cursor.close()

    chart._thread.call(work)


def test_a_signed_visit_without_a_seal_is_a_problem(chart: ChartFile) -> None:
    chart.save_draft(new_visit("forged"))
    bare = content.dump(replace(SIGNATURE, number=0, code=""))
    _behind(chart, "UPDATE visit SET status = 'signed', signature = ?", bare)
    found = ChartAdministration(chart, CHEAP).verify()
    assert any("no seal" in problem for problem in found.problems)


def test_a_signing_key_without_its_line_is_a_problem(chart: ChartFile) -> None:
    public = public_of(new_signing_seed())
    chart._write(lambda t: seals.put_key(t.connection, public, THERAPIST.id, t.clock()))
    found = ChartAdministration(chart, CHEAP).verify()
    assert found.problems == ("1 signing keys are not in the log.",)


def test_a_signing_key_put_in_place_of_another_is_a_problem(chart: ChartFile) -> None:
    public = public_of(new_signing_seed())
    _behind(chart, "UPDATE signing_key SET public = ?", public)
    found = ChartAdministration(chart, CHEAP).verify()
    assert len(found.problems) == 2


def test_every_key_the_program_makes_has_its_line(chart: ChartFile, path: Path) -> None:
    administration = ChartAdministration(chart, CHEAP)
    administration.add_user(STUDENT, PASSWORD, PASSWORD)
    administration.reset_password(STUDENT.id, "another long one", PASSWORD)
    administration.change_password(PASSWORD, "my own new words")
    code = administration.make_kit("my own new words")
    chart.close()
    again = open_with_kit(path, code, THERAPIST.name, PASSWORD, cost=CHEAP)
    again.check()
    again.close()


def test_a_log_cut_in_the_open_chart_is_told_and_takes_no_line(chart: ChartFile) -> None:
    chart.save_draft(new_visit())
    _behind(chart, "DELETE FROM audit WHERE number = (SELECT max(number) FROM audit)")
    with pytest.raises(ChartDamaged, match="does not end"):
        chart.check()
    found = ChartAdministration(chart, CHEAP).verify()
    assert "does not end" in found.problems[0]
    with pytest.raises(ChartDamaged, match="altered"):
        chart.save_patient(PATIENT)
