"""Every role x every action, in the store and in the use cases: what is not given is refused."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from pt_chart.charting import after_signing
from pt_chart.charting.access import ASSIGNABLE, RIGHTS, Right, Role, allowed, rights_of
from pt_chart.charting.audit import AuditAction, AuditEntry, AuditQuery
from pt_chart.charting.clinic_session import ClinicSession
from pt_chart.charting.errors import NotAllowed, RecordMissing
from pt_chart.clinical.people import Clinic, Clinician, Patient
from pt_chart.clinical.reasoning.results import Tier
from pt_chart.clinical.visit import Signature, Visit, Withdrawal
from pt_chart.store.administration import ChartAdministration
from pt_chart.store.chart_file import ChartFile
from pt_chart.store.open import create_chart, open_chart, open_in_emergency
from tests.fakes import THERAPIST, FakeClock, MemoryStore
from tests.soak.clinic import remark
from tests.store.samples import CHEAP, EPISODE, NOON, PASSWORD, PATIENT, SIGNATURE, new_visit
from tests.ui import clinic as demo

Act = Callable[[ChartFile, ChartAdministration], object]
SIGNED, DRAFT = "signed", "draft"
_REMARK = remark(1)


def _draft(chart: ChartFile, what: str = "made") -> Visit:
    return new_visit(f"{what} by {chart.user.id}")


def _signature(chart: ChartFile) -> Signature:
    return replace(SIGNATURE, by=chart.user.id, role=chart.user.role)


ACTIONS: dict[str, tuple[Right, Act]] = {
    "search": (Right.SEE_REGISTER, lambda c, _a: c.search("")),
    "patient": (Right.SEE_REGISTER, lambda c, _a: c.patient(PATIENT.id)),
    "episode": (Right.SEE_REGISTER, lambda c, _a: c.episode(EPISODE.id)),
    "episodes_of": (Right.SEE_REGISTER, lambda c, _a: c.episodes_of(PATIENT.id)),
    "visits_between": (
        Right.SEE_REGISTER,
        lambda c, _a: c.visits_between(date(2026, 1, 1), date(2026, 12, 31)),
    ),
    "drafts": (Right.SEE_REGISTER, lambda c, _a: c.drafts()),
    "visit_count": (Right.SEE_REGISTER, lambda c, _a: c.visit_count(EPISODE.id)),
    "file": (Right.SEE_REGISTER, lambda c, _a: c.file("picture", "none")),
    "files": (Right.SEE_REGISTER, lambda c, _a: c.files("picture")),
    "save_patient": (Right.CHANGE_REGISTER, lambda c, _a: c.save_patient(PATIENT)),
    "save_episode": (Right.CHANGE_REGISTER, lambda c, _a: c.save_episode(EPISODE)),
    "visit": (Right.READ_NOTES, lambda c, _a: c.visit(SIGNED)),
    "visits_of": (Right.READ_NOTES, lambda c, _a: c.visits_of(EPISODE.id)),
    "waiting_for_cosign": (Right.READ_NOTES, lambda c, _a: c.waiting_for_cosign()),
    "view": (Right.READ_NOTES, lambda c, _a: c.record(AuditEntry(AuditAction.VIEW, PATIENT.id))),
    "disclose": (
        Right.READ_NOTES,
        lambda c, _a: c.record(AuditEntry(AuditAction.DISCLOSE, PATIENT.id, detail="to a")),
    ),
    "save_draft": (Right.CHART, lambda c, _a: c.save_draft(_draft(c))),
    "sign": (Right.SIGN, lambda c, _a: c.sign(_draft(c, "signed"), _signature(c))),
    "addendum": (
        Right.SIGN,
        lambda c, _a: c.add_addendum(SIGNED, replace(_REMARK, by=c.user.id)),
    ),
    "cosign": (Right.COSIGN, lambda c, _a: c.cosign("by the student", _signature(c))),
    "withdraw": (
        Right.COSIGN,
        lambda c, _a: c.withdraw(SIGNED, Withdrawal("wrong patient", c.user.id, "x", NOON)),
    ),
    "move_draft": (Right.COSIGN, lambda c, _a: c.move_draft(DRAFT, EPISODE.id, "wrong patient")),
    "print": (Right.PRINT, lambda c, _a: c.record(AuditEntry(AuditAction.PRINT, PATIENT.id))),
    "export": (Right.EXPORT, lambda c, _a: c.record(AuditEntry(AuditAction.EXPORT, PATIENT.id))),
    "copy": (Right.EXPORT, lambda c, _a: c.record(AuditEntry(AuditAction.COPY, PATIENT.id))),
    "save_clinic": (Right.CHANGE_CLINIC, lambda c, _a: c.save_clinic(Clinic("L"))),
    "save_file": (Right.CHANGE_CLINIC, lambda c, _a: c.save_file("picture", "a", b"x")),
    "remove_file": (Right.CHANGE_CLINIC, lambda c, _a: c.remove_file("picture", "a")),
    "report": (Right.READ_LOG, lambda c, _a: c.report(AuditQuery())),
    "audit": (Right.READ_LOG, lambda c, _a: c.audit()),
    "verify chart": (Right.VERIFY, lambda _c, a: a.verify()),
    "counts": (Right.VERIFY, lambda _c, a: a.counts()),
    "accounts": (Right.USERS, lambda _c, a: a.accounts()),
    "add_user": (
        Right.USERS,
        lambda _c, a: a.add_user(Clinician("", "New One"), "long enough words", PASSWORD),
    ),
    "change_user": (Right.USERS, lambda _c, a: a.change_user(Clinician("user-9", "Nine"))),
    "deactivate": (Right.USERS, lambda _c, a: a.deactivate("user-9")),
    "reset_password": (
        Right.USERS,
        lambda _c, a: a.reset_password("user-9", "long enough words", PASSWORD),
    ),
    "make_kit": (Right.USERS, lambda _c, a: a.make_kit(PASSWORD)),
    "make_envelope": (Right.USERS, lambda _c, a: a.make_envelope(PASSWORD)),
    "save_plan": (Right.BACKUP, lambda _c, a: a.save_plan(a.plan())),
    "past_retention": (Right.ERASE, lambda _c, a: a.past_retention(5)),
    "erase": (Right.ERASE, lambda _c, a: a.erase("p-old", "past retention", PASSWORD)),
}
PEOPLE = {
    **{
        role.value: Clinician(f"user of {role.value}", role.words, role=role) for role in ASSIGNABLE
    },
    "owner": Clinician("owner", "The Owner", role=Role.THERAPIST, administers=True),
    "desk that administers": Clinician("manager", "M", role=Role.FRONT_DESK, administers=True),
}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A chart with a user of every kind, a signed visit, a draft, and one that waits."""
    path = tmp_path_factory.mktemp("roles") / "clinic.ptchart"
    chart = create_chart(path, THERAPIST, PASSWORD, cost=CHEAP, clock=FakeClock())
    administration = ChartAdministration(chart, CHEAP)
    for person in (*PEOPLE.values(), Clinician("user-9", "Nine", role="admin")):
        administration.add_user(person, PASSWORD, PASSWORD)
    code = administration.make_envelope(PASSWORD)
    chart.save_patient(PATIENT)
    chart.save_patient(Patient("p-old", "1", "Old", "One", None))
    chart.save_episode(EPISODE)
    chart.sign(new_visit(SIGNED), SIGNATURE)
    chart.save_draft(new_visit(DRAFT))
    chart.close()
    student = open_chart(path, "user of student", PASSWORD, clock=FakeClock())
    mine = replace(SIGNATURE, by="user of student", role="student")
    student.sign(new_visit("by the student"), mine)
    student.close()
    return path, code


@pytest.fixture
def copy(place: tuple[Path, str], tmp_path: Path) -> Path:
    """The chart, to be changed."""
    target = tmp_path / "copy"
    shutil.copytree(place[0].parent, target)
    return target / place[0].name


def _opened(copy: Path, who: str, code: str) -> ChartFile:
    if who == "emergency":
        return open_in_emergency(copy, code, "Dr. Who", "collapsed patient", clock=FakeClock())
    return open_chart(copy, PEOPLE[who].id, PASSWORD, clock=FakeClock())


@pytest.mark.parametrize("who", [*PEOPLE, "emergency"])
def test_the_store_does_what_the_role_includes_and_refuses_the_rest(
    place: tuple[Path, str], copy: Path, who: str
) -> None:
    chart = _opened(copy, who, place[1])
    administration = ChartAdministration(chart, CHEAP)
    for name, (right, act) in ACTIONS.items():
        if allowed(chart.user, right):
            act(chart, administration)
            continue
        with pytest.raises(NotAllowed):
            act(chart, administration)
        refusal = chart._read(_newest)
        assert refusal == (AuditAction.REFUSED.value, right.value), name
    chart.check()
    chart.close()


def _newest(connection: Connection) -> tuple[str, str]:
    row = connection.execute(
        text("SELECT action, detail FROM audit ORDER BY number DESC LIMIT 1")
    ).one()
    return row.action, row.detail


def test_the_matrix_is_what_the_clinic_expects() -> None:
    """A change of a role's rights has to be made here as well."""
    everyone = {Right.SEE_REGISTER}
    notes = {Right.READ_NOTES, Right.CHART, Right.SIGN, Right.PRINT, Right.EXPORT}
    charting = everyone | notes | {Right.CHANGE_REGISTER}
    manages = {
        Right.USERS,
        Right.BACKUP,
        Right.READ_LOG,
        Right.VERIFY,
        Right.ERASE,
        Right.CHANGE_CLINIC,
    }
    assert {
        Role.THERAPIST: charting | {Right.COSIGN, Right.CHANGE_CLINIC},
        Role.ASSISTANT: charting,
        Role.STUDENT: charting,
        Role.FRONT_DESK: everyone | {Right.CHANGE_REGISTER, Right.PRINT},
        Role.ADMIN: everyone | manages,
        Role.AUDITOR: everyone | {Right.READ_NOTES, Right.READ_LOG, Right.VERIFY},
        Role.EMERGENCY: everyone | {Right.READ_NOTES, Right.PRINT},
    } == RIGHTS
    assert rights_of(Clinician("x", "x", role="auditor", administers=True)) == RIGHTS[Role.AUDITOR]
    assert rights_of(Clinician("x", "x", role="something else")) == frozenset()


def test_every_right_and_every_call_of_the_store_is_in_the_matrix() -> None:
    assert {right for right, _ in ACTIONS.values()} == set(Right)


@pytest.mark.parametrize("role", [*ASSIGNABLE, Role.EMERGENCY])
def test_the_use_cases_refuse_as_well(role: Role) -> None:
    """Charting checks by itself: a store without rights would not be asked."""
    user = Clinician("user-1", "Somebody", role=role)
    session = _session(user)
    acts: tuple[tuple[Right, Callable[[], object]], ...] = (
        (Right.CHANGE_REGISTER, lambda: session.new_patient(demo.PATIENT)),
        (Right.CHANGE_REGISTER, lambda: session.new_episode(demo.PATIENT, "pain", None)),
        (Right.CHART, lambda: session.start_visit(demo.EPISODE)),
        (Right.READ_NOTES, lambda: session.open_visit("v1")),
        (Right.SIGN, lambda: session.add_addendum("a remark")),
        (Right.COSIGN, lambda: after_signing.withdraw(session, "wrong patient")),
        (Right.COSIGN, lambda: after_signing.co_sign(session)),
    )
    for right, act in acts:
        if allowed(user, right):
            with suppress(RecordMissing):
                act()
            continue
        with pytest.raises(NotAllowed):
            act()


def _session(user: Clinician) -> ClinicSession:
    clock = FakeClock()
    store: MemoryStore = demo.filled_store(clock)
    store.user = user
    return ClinicSession(store, demo.definitions(), demo.figures(), demo.documents(), clock)


def test_who_only_reads_cannot_change_a_draft() -> None:
    session = _session(Clinician("user-1", "Somebody", role="auditor"))
    opened = session.open_visit("v3")
    assert opened.desk.visit.signed
    assert opened.desk.visit.signature is None
    needs = session.signing_needs()
    assert "cannot sign" in needs[0].words


def test_lists_hide_flags_from_who_does_not_read_notes(place: tuple[Path, str], copy: Path) -> None:
    del place
    chart = open_chart(copy, "owner", PASSWORD, clock=FakeClock())
    chart.save_draft(chart.visit(DRAFT), Tier.EMERGENCY)
    assert chart.drafts()[0].tier is Tier.EMERGENCY
    chart.close()
    desk = open_chart(copy, PEOPLE["front_desk"].id, PASSWORD, clock=FakeClock())
    assert desk.drafts()[0].tier is None
    assert all(row.tier is None for row in desk.search(""))
    desk.close()
