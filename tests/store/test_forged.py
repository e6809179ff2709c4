"""What somebody who drives the store directly cannot pass off as another's, or as sound."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pt_chart.clinical.people import Clinician
from pt_chart.clinical.visit import Addendum, VisitKind
from pt_chart.store.administration import ChartAdministration
from pt_chart.store.chart_file import ChartFile
from pt_chart.store.open import open_chart
from tests.fakes import THERAPIST, FakeClock
from tests.store.samples import CHEAP, PASSWORD, SIGNATURE, new_visit

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
