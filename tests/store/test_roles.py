"""Every role x every action, in the store and in the use cases: what is not given is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from pt_chart.charting import after_signing
from pt_chart.charting.access import ASSIGNABLE, RIGHTS, Right, Role, allowed, rights_of
from pt_chart.charting.administration import Administration
from pt_chart.charting.audit import AuditAction, AuditEntry
from pt_chart.charting.clinic_session import ClinicSession
from pt_chart.charting.errors import NotAllowed, RecordMissing, WrongPassword
from pt_chart.charting.ports import ChartStore, Setting
from pt_chart.clinical.people import Clinician, Patient
from pt_chart.clinical.reasoning.results import Tier
from pt_chart.store.administration import ChartAdministration
from pt_chart.store.stored_chart import StoredChart
from tests.fakes import THERAPIST, FakeClock, MemoryStore
from tests.places import KINDS, Place, of_kind
from tests.store.role_actions import (
    ACTIONS,
    ANYBODY,
    DRAFT,
    ELSEWHERE,
    SIGNED,
    WHY,
    attachment,
    bring_in,
)
from tests.store.samples import CHEAP, EPISODE, PASSWORD, PATIENT, SIGNATURE, new_visit
from tests.ui import clinic as demo

PEOPLE = {
    **{
        role.value: Clinician(f"user of {role.value}", role.words, role=role) for role in ASSIGNABLE
    },
    "owner": Clinician("owner", "The Owner", role=Role.THERAPIST, administers=True),
    "desk that administers": Clinician("manager", "M", role=Role.FRONT_DESK, administers=True),
}


@pytest.fixture(scope="module", params=KINDS)
def staffed(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Place, str]:
    """A chart with a user of every kind, a signed visit, a draft, and one that waits."""
    made = of_kind(request.param, tmp_path_factory.mktemp("roles"), request)
    chart = made.create(THERAPIST, PASSWORD, FakeClock())
    administration = ChartAdministration(chart, CHEAP)
    for person in (*PEOPLE.values(), Clinician("user-9", "Nine", role="admin")):
        administration.add_user(person, PASSWORD, PASSWORD)
    code = administration.make_envelope(PASSWORD)
    chart.save_patient(PATIENT)
    chart.save_patient(Patient("p-old", "1", "Old", "One", None))
    chart.save_patient(Patient("p-twin", "2", "Tallowby", "Mira", None))
    chart.save_episode(EPISODE)
    chart.attach(attachment(chart, "paper"), b"x")
    for who in (*PEOPLE.values(), Clinician("emergency", "")):
        chart.attach(attachment(chart, f"another of {who.id}"), b"x")
        for visits in (False, True):
            bring_in(chart, f"for {who.id}", visits=visits)
    chart.save_setting("forms/kept", "text")
    chart.sign(new_visit(SIGNED), SIGNATURE)
    for who in PEOPLE.values():
        paper = replace(attachment(chart, f"signed for {who.id}"), visit_id=SIGNED)
        chart.attach(paper, b"x", WHY)
    chart.save_draft(new_visit(DRAFT))
    chart.close()
    student = made.open("user of student", PASSWORD, clock=FakeClock())
    mine = replace(SIGNATURE, by="user of student", role="student")
    student.sign(new_visit("by the student"), mine)
    student.close()
    return made, code


@pytest.fixture
def copy(staffed: tuple[Place, str], tmp_path: Path) -> Iterator[Place]:
    """The chart, to be changed."""
    made = staffed[0].copy(tmp_path / "copy")
    yield made
    made.leave()


def _opened(copy: Place, who: str, code: str) -> StoredChart:
    if who == "emergency":
        return copy.open_in_emergency(code, "Dr. Who", "collapsed patient", clock=FakeClock())
    return copy.open(PEOPLE[who].id, PASSWORD, clock=FakeClock())


@pytest.mark.parametrize("who", [*PEOPLE, "emergency"])
def test_the_store_does_what_the_role_includes_and_refuses_the_rest(
    staffed: tuple[Place, str], copy: Place, who: str
) -> None:
    chart = _opened(copy, who, staffed[1])
    administration = ChartAdministration(chart, CHEAP, copy.path.parent / "backups")
    for name, act in ANYBODY.items():
        if name != "verify" or who != "emergency":
            act(chart, administration)
    for name, (right, act) in ACTIONS.items():
        if allowed(chart.user, right):
            act(chart, administration)
            continue
        with pytest.raises(NotAllowed):
            act(chart, administration)
        action, detail = chart._read(_newest)
        assert action == AuditAction.REFUSED.value, name
        assert detail == right.value or "access seen" in name, name
    chart.check()
    chart.close()


@pytest.mark.parametrize("who", [*PEOPLE, "emergency"])
def test_calls_with_more_than_one_way(staffed: tuple[Place, str], copy: Place, who: str) -> None:
    chart = _opened(copy, who, staffed[1])
    rights = rights_of(chart.user)
    with _refused_unless(bool(rights & {Right.READ_NOTES, Right.READ_LOG})):
        chart.disclosures(PATIENT.id)
    with _refused_unless(bool(rights & {Right.CHANGE_REGISTER, Right.BACKUP, Right.PRINT})):
        chart.save_setting("printer/note", {"name": "upstairs"})
    administration = ChartAdministration(chart, CHEAP)
    if who == "emergency":
        with pytest.raises(WrongPassword):
            administration.change_password(PASSWORD, "three other words")
    else:
        administration.change_password(PASSWORD, "three other words")
    chart.close()


def _refused_unless(may: bool) -> AbstractContextManager[object]:
    return nullcontext() if may else pytest.raises(NotAllowed)


def test_what_was_noted_of_a_printed_document_stays(copy: Place) -> None:
    desk = copy.open(PEOPLE["front_desk"].id, PASSWORD, clock=FakeClock())
    note: dict[str, Setting] = {"kind": "letter", "visit": SIGNED, "files": ["a" * 64]}
    with pytest.raises(NotAllowed, match="printed or exported"):
        desk.save_setting("document/ABCD", note)
    for sign in "ab":
        told = f"letter sha256:{sign * 64} ABCD"
        desk.record(AuditEntry(AuditAction.PRINT, PATIENT.id, SIGNED, told))
    desk.save_setting("document/ABCD", note)
    desk.save_setting("document/ABCD", {**note, "files": ["a" * 64, "b" * 64]})
    with pytest.raises(NotAllowed, match="printed or exported"):
        desk.save_setting("document/ABCD", {**note, "files": ["a" * 64, "b" * 64, "c" * 64]})
    others: tuple[Setting, ...] = (
        None,
        {},
        {**note, "files": ["c" * 64]},
        {**note, "visit": DRAFT},
    )
    for forged in others:
        with pytest.raises(NotAllowed, match="stays"):
            desk.save_setting("document/ABCD", forged)
    desk.close()


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
        Role.THERAPIST: charting | {Right.COSIGN, Right.CHANGE_CLINIC, Right.MERGE},
        Role.ASSISTANT: charting,
        Role.STUDENT: charting,
        Role.FRONT_DESK: everyone | {Right.CHANGE_REGISTER, Right.PRINT, Right.MERGE},
        Role.ADMIN: everyone | manages | {Right.MERGE},
        Role.AUDITOR: everyone | {Right.READ_NOTES, Right.READ_LOG, Right.VERIFY},
        Role.EMERGENCY: everyone | {Right.READ_NOTES, Right.PRINT},
    } == RIGHTS
    assert rights_of(Clinician("x", "x", role="auditor", administers=True)) == RIGHTS[Role.AUDITOR]
    assert rights_of(Clinician("x", "x", role="something else")) == frozenset()


def test_every_right_and_every_call_of_the_store_is_in_the_matrix() -> None:
    """A new call of an open chart, or of its administration, fails here until it has a row."""
    assert {right for right, _ in ACTIONS.values()} == set(Right)
    listed = {name.split(":")[0] for name in (*ACTIONS, *ANYBODY, *ELSEWHERE)}
    calls = {*_public(StoredChart), *_public(ChartStore)}
    administered = {*_public(ChartAdministration), *_public(Administration)}
    assert listed == calls | {f"administration.{name}" for name in administered}


def _public(kind: type) -> set[str]:
    return {name for name in dir(kind) if not name.startswith("_")}


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


def test_lists_hide_flags_from_who_does_not_read_notes(
    staffed: tuple[Place, str], copy: Place
) -> None:
    del staffed
    chart = copy.open("owner", PASSWORD, clock=FakeClock())
    chart.save_draft(chart.visit(DRAFT), Tier.EMERGENCY)
    assert chart.drafts()[0].tier is Tier.EMERGENCY
    chart.close()
    desk = copy.open(PEOPLE["front_desk"].id, PASSWORD, clock=FakeClock())
    assert desk.drafts()[0].tier is None
    assert all(row.tier is None for row in desk.search(""))
    desk.close()
