"""Who may put an older state in the place of a chart, and who backs it up."""

from __future__ import annotations

import queue
import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from pt_chart.charting.administration import BackupPlan, BackupResult, MayStepAside
from pt_chart.charting.audit import AuditAction
from pt_chart.charting.errors import (
    AnotherChart,
    ChartRolledBack,
    NotAllowed,
    RecordErased,
    UserRefused,
    WrongPassword,
)
from pt_chart.charting.transfer_port import ImportBatch
from pt_chart.clinical.people import Clinician, Patient
from pt_chart.store.administration import ChartAdministration
from pt_chart.store.chart_file import ChartFile
from pt_chart.store.keyfile_format import read_keys
from pt_chart.store.open import create_chart, open_chart
from pt_chart.store.place import ChartPlace
from pt_chart.store.restore import restore, restore_with_kit
from tests.fakes import THERAPIST, FakeClock
from tests.gold.make_chart import GOLD
from tests.soak.clinic import backed_up
from tests.store.samples import CHEAP, EPISODE, PASSWORD, PATIENT, SIGNATURE, new_visit

pytestmark = pytest.mark.on_file
DESK = Clinician("user-4", "Dee Desk", "", "front_desk")
OTHER = Clinician("user-2", "Bram Ostrande", "PT", "therapist", administers=True)


@pytest.fixture
def kept(chart: ChartFile, tmp_path: Path) -> Path:
    """A backup of a chart with a front desk and a second administrator."""
    for user in (DESK, OTHER):
        ChartAdministration(chart, CHEAP).add_user(user, PASSWORD, PASSWORD)
    chart.save_patient(replace(PATIENT, phone="before"))
    return backed_up(chart, tmp_path / "backups").path


def _restored(
    kept: Path, path: Path, who: Clinician, aside: MayStepAside | None = None
) -> ChartFile:
    return restore(kept, path, who.name, PASSWORD, clock=FakeClock(), aside=aside)


def test_who_does_not_manage_the_chart_restores_nothing(
    chart: ChartFile, kept: Path, path: Path
) -> None:
    chart.save_patient(replace(PATIENT, phone="after"))
    chart.close()
    with pytest.raises(NotAllowed, match="does not manage"):
        _restored(kept, path, DESK)
    again = open_chart(path, THERAPIST.name, PASSWORD)
    assert again.patient(PATIENT.id).phone == "after"
    (line,) = (line for line in again.audit() if line.entry.action is AuditAction.UNLOCK_FAILED)
    assert DESK.name in line.entry.detail
    again.close()
    assert not list(path.parent.glob("*before-restore*"))


def test_who_was_let_go_since_does_not_come_back_by_a_backup(
    chart: ChartFile, kept: Path, path: Path
) -> None:
    ChartAdministration(chart, CHEAP).deactivate(OTHER.id, PASSWORD)
    chart.close()
    with pytest.raises(NotAllowed, match="no longer opens"):
        _restored(kept, path, OTHER)
    _restored(kept, path, THERAPIST).close()


def test_who_no_longer_administers_restores_nothing(
    chart: ChartFile, kept: Path, path: Path
) -> None:
    ChartAdministration(chart, CHEAP).change_user(replace(OTHER, administers=False), PASSWORD)
    chart.close()
    with pytest.raises(NotAllowed):
        _restored(kept, path, OTHER)


def test_where_no_chart_stands_the_backup_says_who_manages_it(
    chart: ChartFile, kept: Path, tmp_path: Path
) -> None:
    chart.close()
    place = tmp_path / "new computer" / "clinic.ptchart"
    with pytest.raises(NotAllowed):
        _restored(kept, place, DESK)
    restored = _restored(kept, place, OTHER)
    assert restored.patient(PATIENT.id).phone == "before"
    restored.close()


def test_a_chart_that_cannot_be_read_does_not_keep_its_backup_away(
    chart: ChartFile, kept: Path, path: Path
) -> None:
    chart.close()
    path.write_bytes(b"\0" * path.stat().st_size)
    _restored(kept, path, THERAPIST).close()


@pytest.fixture
def elsewhere(chart: ChartFile, tmp_path: Path) -> Path:
    """Another clinic's chart, with a front desk."""
    chart.close()
    place = tmp_path / "second" / "clinic.ptchart"
    other = create_chart(place, Clinician("x", "Olga Owner"), PASSWORD, cost=CHEAP)
    ChartAdministration(other, CHEAP).add_user(DESK, OWN, PASSWORD)
    other.close()
    return place


OWN = "three other words"


def test_another_chart_steps_aside_only_for_who_manages_it(kept: Path, elsewhere: Path) -> None:
    before = elsewhere.read_bytes()
    with pytest.raises(AnotherChart) as asked:
        _restored(kept, elsewhere, THERAPIST)
    assert asked.value.names == ("Olga Owner", DESK.name)
    with pytest.raises(NotAllowed):
        _restored(kept, elsewhere, THERAPIST, MayStepAside(DESK.name, OWN))
    for who in ("Olga Owner", "Nobody"):
        with pytest.raises(WrongPassword, match="stands here"):
            _restored(kept, elsewhere, THERAPIST, MayStepAside(who, "not the password"))
    assert not list(elsewhere.parent.glob("*before-restore*"))
    assert len(elsewhere.read_bytes()) == len(before)
    opened = _restored(kept, elsewhere, THERAPIST, MayStepAside("Olga Owner", PASSWORD))
    line = next(one for one in opened.audit() if one.entry.action is AuditAction.RESTORE)
    assert "confirmed by Olga Owner" in line.entry.detail
    opened.close()
    (aside,) = elsewhere.parent.glob("*.before-restore-*.ptchart")
    old = open_chart(aside, "Olga Owner", PASSWORD)
    assert any("set aside" in one.entry.detail for one in old.audit())
    old.close()


@pytest.mark.parametrize("harm", ["keys", "chart"])
def test_another_chart_that_is_damaged_is_no_obstacle(
    kept: Path, elsewhere: Path, harm: str
) -> None:
    file = elsewhere if harm == "chart" else elsewhere.with_name("clinic.ptchart.keys")
    file.write_bytes(bytes(file.stat().st_size))
    may = MayStepAside("Olga Owner", PASSWORD) if harm == "chart" else None
    _restored(kept, elsewhere, THERAPIST, may).close()
    assert list(elsewhere.parent.glob("*before-restore*"))


def test_who_was_erased_since_is_erased_again(chart: ChartFile, kept: Path, path: Path) -> None:
    administration = ChartAdministration(chart, CHEAP)
    later = replace(PATIENT, id="later", family_name="Later")
    chart.save_patient(later)
    for one in (PATIENT.id, later.id):
        administration.erase(one, "asked for it", PASSWORD, "nothing may be kept")
    chart.close()
    opened = _restored(kept, path, THERAPIST)
    for person in (PATIENT, later):
        with pytest.raises(RecordErased):
            opened.save_patient(person)
    assert not opened.visits_of(EPISODE.id)
    told = [one.entry for one in opened.audit() if one.entry.action is AuditAction.ERASE]
    assert {entry.patient_id for entry in told} == {PATIENT.id, later.id}
    assert all("again after an older backup" in entry.detail for entry in told)
    assert ChartAdministration(opened, CHEAP).verify().problems == ()
    opened.close()


def test_a_backup_for_a_chart_that_was_put_away_says_what_is_missing(
    chart: ChartFile, kept: Path, path: Path, tmp_path: Path
) -> None:
    """Who was let go renames the chart and restores an old backup: the others are told."""
    seen = tmp_path / "seen"
    ChartAdministration(chart, CHEAP).deactivate(OTHER.id, PASSWORD)
    chart.close()
    open_chart(path, THERAPIST.name, PASSWORD, witness=seen).close()
    for file in path.parent.glob("clinic.ptchart*"):
        file.rename(file.with_name(f"away-{file.name}"))
    opened = restore(kept, path, OTHER.name, PASSWORD, clock=FakeClock(), witness=seen)
    line = next(one for one in opened.audit() if one.entry.action is AuditAction.RESTORE)
    assert "lines of the log since then are not on this computer" in line.entry.detail
    opened.close()
    assert list(seen.glob("*.seen.before-restore-*"))


def test_a_backup_of_the_first_revision_knows_who_managed_it(tmp_path: Path) -> None:
    place = tmp_path / "clinic.ptchart"
    for name in ("clinic.ptchart", "clinic.ptchart.keys", "clinic.ptchart.head"):
        shutil.copy(GOLD / "0001" / name, tmp_path / name)
    with pytest.raises(NotAllowed):
        _may(place, Clinician("nobody", "Nobody"))
    _may(place, THERAPIST)


def _may(place: Path, user: Clinician) -> None:
    """Ask an older chart, as it lies there, whether somebody may accept an older state of it."""
    from pt_chart.store import users
    from pt_chart.store.engine import encrypted_engine
    from pt_chart.store.keyfile_format import read_keys
    from pt_chart.store.place import ChartPlace

    key = read_keys(ChartPlace(place)).unwrap(THERAPIST.name, PASSWORD).chart
    with encrypted_engine(place, key).connect() as connection, connection.begin():
        users.require_restoring(connection, user)


def test_the_recovery_kit_restores_a_backup_whose_passwords_are_lost(
    chart: ChartFile, path: Path, tmp_path: Path
) -> None:
    administration = ChartAdministration(chart, CHEAP)
    administration.add_user(DESK, PASSWORD, PASSWORD)
    code = administration.make_kit(PASSWORD)
    kept = backed_up(chart, tmp_path / "backups").path
    chart.close()
    shutil.rmtree(path.parent / "elsewhere", ignore_errors=True)
    place = tmp_path / "new computer" / "clinic.ptchart"
    clock = FakeClock()
    new = "three other words"
    with pytest.raises(UserRefused, match="manage"):
        restore_with_kit(kept, place, code, DESK.name, new, clock=clock, cost=CHEAP)
    restored = restore_with_kit(kept, place, code, THERAPIST.name, new, clock=clock, cost=CHEAP)
    lines = [line.entry.action for line in restored.audit()]
    assert {AuditAction.RECOVERY, AuditAction.RESTORE} <= set(lines)
    restored.check()
    restored.close()
    open_chart(place, THERAPIST.name, new, clock=clock).close()


def test_an_older_state_is_accepted_by_who_manages_the_chart_only(
    chart: ChartFile, path: Path, tmp_path: Path
) -> None:
    ChartAdministration(chart, CHEAP).add_user(DESK, PASSWORD, PASSWORD)
    chart.close()
    shutil.copy(path, tmp_path / "older")
    again = open_chart(path, THERAPIST.name, PASSWORD)
    again.save_patient(replace(PATIENT, phone="after"))
    again.close()
    shutil.copy(tmp_path / "older", path)
    with pytest.raises(ChartRolledBack):
        open_chart(path, DESK.id, PASSWORD)
    with pytest.raises(NotAllowed, match="does not manage"):
        open_chart(path, DESK.id, PASSWORD, accept_loss=True)
    accepted = open_chart(path, THERAPIST.name, PASSWORD, accept_loss=True)
    details = [line.entry.detail for line in accepted.audit()]
    assert any(DESK.name in detail for detail in details)
    assert any("older state accepted" in detail for detail in details)
    accepted.close()


def test_a_backup_on_demand_is_for_administrators_and_a_due_one_is_made_by_anybody(
    chart: ChartFile, path: Path, tmp_path: Path
) -> None:
    administration = ChartAdministration(chart, CHEAP)
    administration.add_user(DESK, PASSWORD, PASSWORD)
    administration.save_plan(BackupPlan(str(tmp_path / "planned"), every_hours=24))
    chart.close()
    clock = FakeClock(chart._ledger.now)
    desk = open_chart(path, DESK.id, PASSWORD, clock=clock)
    heard: queue.Queue[BackupResult] = queue.Queue()
    theirs = ChartAdministration(desk, CHEAP, tmp_path / "usual")
    with pytest.raises(NotAllowed):
        theirs.back_up(tmp_path / "anywhere", heard.put)
    assert theirs.back_up_as_planned(heard.put)
    made = heard.get(timeout=60)
    assert made.proved
    assert made.path.parent == tmp_path / "planned"
    assert not theirs.back_up_as_planned(heard.put), "it is not due"
    clock.now += timedelta(hours=25)
    assert theirs.back_up_as_planned(heard.put)
    assert heard.get(timeout=60).proved
    desk.close()
    assert not (tmp_path / "anywhere").exists()


def test_an_erased_patient_does_not_come_back_under_the_same_id(chart: ChartFile) -> None:
    """A file that is imported again, or a program that keeps its ids, may try."""
    administration = ChartAdministration(chart, CHEAP)
    chart.sign(new_visit(), SIGNATURE)
    administration.erase(PATIENT.id, "by law", PASSWORD, "ordered by a court")
    with pytest.raises(RecordErased, match="erased"):
        chart.save_patient(PATIENT)
    with pytest.raises(RecordErased):
        chart.import_records(ImportBatch("again", "a file", patients=(PATIENT,)))
    chart.save_patient(Patient("new id", "20417", "Tallowby", "Mira", None))
    assert administration.verify().sound


def test_a_program_killed_after_the_swap_leaves_it_to_the_next_opening(
    chart: ChartFile, kept: Path, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was erased does not come back, and nobody restores without a line."""
    ChartAdministration(chart, CHEAP).erase(PATIENT.id, "asked for it", PASSWORD, "early")
    chart.close()

    def killed(*_given: object, **_more: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("pt_chart.store.restore.open_chart", killed)
        with pytest.raises(KeyboardInterrupt):
            _restored(kept, path, THERAPIST)
    assert PATIENT.family_name.encode() not in ChartPlace(path).restored.read_bytes()
    opened = open_chart(path, OTHER.name, PASSWORD)
    assert not opened.visits_of(EPISODE.id)
    (line,) = (one for one in opened.audit() if one.entry.action is AuditAction.RESTORE)
    assert "1 erasures since then carried over" in line.entry.detail
    opened.close()
    assert not ChartPlace(path).restored.exists()
    again = open_chart(path, OTHER.name, PASSWORD)
    assert len([one for one in again.audit() if one.entry.action is AuditAction.RESTORE]) == 1
    again.close()


def test_a_note_of_a_restore_that_was_altered_is_told(
    chart: ChartFile, kept: Path, path: Path
) -> None:
    chart.close()
    ChartPlace(path).restored.write_bytes(bytes(64))
    opened = open_chart(path, THERAPIST.name, PASSWORD)
    line = next(one for one in opened.audit() if one.entry.action is AuditAction.RESTORE)
    assert "was altered" in line.entry.detail
    opened.close()


def test_a_copied_id_does_not_make_another_chart_the_same(
    kept: Path, elsewhere: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who makes a chart with the clinic's id does not put it in the clinic's place."""
    own_id = read_keys(ChartPlace(elsewhere)).chart_id
    with monkeypatch.context() as patch:
        patch.setattr("pt_chart.store.open.uuid.uuid4", lambda: own_id)
        stranger = create_chart(
            tmp_path / "s" / "s.ptchart", Clinician("e", "Eve Stranger"), PASSWORD, cost=CHEAP
        )
    theirs = backed_up(stranger, tmp_path / "theirs").path
    stranger.close()
    before = elsewhere.read_bytes()
    eve = Clinician("e", "Eve Stranger")
    with pytest.raises(AnotherChart) as asked:
        _restored(theirs, elsewhere, eve)
    assert "Olga Owner" in asked.value.names
    assert elsewhere.read_bytes() == before
    assert not list(elsewhere.parent.glob("*before-restore*"))
    _restored(theirs, elsewhere, eve, MayStepAside("Olga Owner", PASSWORD)).close()


def test_a_new_password_is_refused_before_anything_is_put_in_place(
    chart: ChartFile, tmp_path: Path, path: Path
) -> None:
    """Only the chart knows whose names it must not be."""
    code = ChartAdministration(chart, CHEAP).make_kit(PASSWORD)
    copy = backed_up(chart, tmp_path / "backups").path
    chart.save_patient(replace(PATIENT, phone="after"))
    chart.close()
    weak = f"{PATIENT.given_name} {PATIENT.family_name}"
    with pytest.raises(UserRefused):
        restore_with_kit(copy, path, code, THERAPIST.name, weak, clock=FakeClock(), cost=CHEAP)
    assert not list(path.parent.glob("*before-restore*"))
    again = open_chart(path, THERAPIST.name, PASSWORD)
    assert again.patient(PATIENT.id).phone == "after"
    again.close()
