"""Backups: proved by a restore, rotated, refused when harmed, put back with the old set aside."""

from __future__ import annotations

import json
import shutil
import warnings
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_chart.charting.administration import BackupPlan, Counts
from pt_chart.charting.audit import AuditAction
from pt_chart.charting.backup_schedule import is_due, to_remove
from pt_chart.charting.errors import BackupRefused, ChartRolledBack, UserRefused, WrongPassword
from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.clinical.visit import Visit
from pt_chart.store import backup, backup_file, restore
from pt_chart.store.administration import ChartAdministration
from pt_chart.store.backup_file import Manifest
from pt_chart.store.chart_file import ChartFile
from pt_chart.store.open import open_chart
from pt_chart.store.place import ChartPlace
from tests.fakes import THERAPIST, FakeClock
from tests.soak.clinic import backed_up
from tests.store.samples import CHEAP, EPISODE, PASSWORD, SIGNATURE, new_visit

pytestmark = pytest.mark.on_file

NAME = THERAPIST.name
START = datetime(2026, 1, 1, 7, 0, tzinfo=UTC)


@pytest.fixture
def kept(chart: ChartFile, draft: Visit, tmp_path: Path) -> Path:
    """A proved backup of a chart with a signed visit and a draft."""
    chart.sign(new_visit("signed", number=2), SIGNATURE)
    chart.save_draft(draft.with_answer(FindingKey("nprs"), Answer(3)))
    result = backed_up(chart, tmp_path / "backups")
    assert result.proved, result.problem
    assert result.rows > 30
    return result.path


def test_a_backup_holds_everything_and_is_in_the_log(
    chart: ChartFile, kept: Path, tmp_path: Path
) -> None:
    visits = chart.visits_of(EPISODE.id)
    newest = chart.audit(limit=1)[0].entry
    assert newest.action is AuditAction.BACKUP
    assert "restored and compared" in newest.detail
    target = tmp_path / "elsewhere" / "clinic.ptchart"
    opened = restore.restore(kept, target, NAME, PASSWORD, clock=FakeClock())
    assert opened.visits_of(EPISODE.id) == visits
    assert opened.audit(limit=1)[0].entry.action is AuditAction.RESTORE
    opened.check()
    opened.close()
    assert sorted(path.name for path in kept.parent.iterdir()) == [kept.name]


def test_work_goes_on_while_a_backup_is_proved(
    chart: ChartFile, draft: Visit, tmp_path: Path
) -> None:
    heard: list[object] = []
    thread = backup.back_up(chart, tmp_path / "backups", BackupPlan(), heard.append)
    visit = draft
    for value in range(20):
        visit = chart.save_draft(visit.with_answer(FindingKey("nprs"), Answer(value)))
    thread.join()
    assert getattr(heard[0], "proved", False), heard
    assert chart.visit(draft.id) == visit


def test_the_parts_inside_show_nothing(kept: Path) -> None:
    with zipfile.ZipFile(kept) as archive:
        assert set(archive.namelist()) == {"chart", "keys", "head", "manifest.json", "counts"}
        assert b"Tallowby" not in b"".join(archive.read(name) for name in archive.namelist())


@pytest.mark.parametrize("share", [0.0, 0.2, 0.5, 0.9, 0.999])
def test_a_truncated_backup_is_refused_with_the_reason(
    kept: Path, tmp_path: Path, share: float
) -> None:
    content = kept.read_bytes()
    kept.write_bytes(content[: int(len(content) * share)])
    target = tmp_path / "elsewhere" / "clinic.ptchart"
    with pytest.raises(BackupRefused, match="cut short"):
        restore.restore(kept, target, NAME, PASSWORD, clock=FakeClock())
    assert not list(target.parent.glob("clinic*.restoring"))
    (told,) = backup.kept_in(kept.parent)
    assert "cut short" in told.problem
    assert told.at is None


@pytest.mark.parametrize("more", ["behind", "before", "between", "comment", "entry", "twice"])
def test_a_backup_with_something_added_is_refused(kept: Path, tmp_path: Path, more: str) -> None:
    content = kept.read_bytes()
    with zipfile.ZipFile(kept) as archive:
        second = sorted(entry.header_offset for entry in archive.infolist())[1]
    match more:
        case "behind":
            kept.write_bytes(content + b"x")
        case "before":
            kept.write_bytes(b"x" + content)
        case "between":
            kept.write_bytes(content[:second] + b"x" + content[second:])
        case "comment":
            with zipfile.ZipFile(kept, "a") as archive:
                archive.comment = b"x"
        case _:
            with zipfile.ZipFile(kept, "a") as archive, warnings.catch_warnings():
                warnings.simplefilter("ignore")
                archive.writestr("extra" if more == "entry" else "head", b"x")
    assert kept.read_bytes() != content
    target = tmp_path / "elsewhere" / "clinic.ptchart"
    with pytest.raises(BackupRefused, match=r"altered|cut short|damaged"):
        restore.restore(kept, target, NAME, PASSWORD, clock=FakeClock())
    (told,) = backup.kept_in(kept.parent)
    assert told.problem
    assert told.at is None


def test_parts_of_two_backups_do_not_fit(chart: ChartFile, kept: Path, tmp_path: Path) -> None:
    """Each part is whole, the manifest is another's: the sealed counts tell."""
    chart.save_draft(new_visit("later"))
    chart._ledger._clock = FakeClock(chart._ledger.now + timedelta(days=1))
    other = backed_up(chart, tmp_path / "other").path
    mixed = tmp_path / "mixed.ptbackup"
    with (
        zipfile.ZipFile(kept) as old,
        zipfile.ZipFile(other) as new,
        zipfile.ZipFile(mixed, "w") as into,
    ):
        for name in new.namelist():
            into.writestr(name, old.read(name) if name == "counts" else new.read(name))
    with pytest.raises(BackupRefused, match="altered"):
        restore.restore(mixed, tmp_path / "r" / "c.ptchart", NAME, PASSWORD, clock=FakeClock())


def test_a_wrong_password_touches_nothing(chart: ChartFile, kept: Path, path: Path) -> None:
    chart.close()
    before = path.read_bytes()
    with pytest.raises(WrongPassword):
        restore.restore(kept, path, NAME, "wrong", clock=FakeClock())
    assert path.read_bytes() == before
    open_chart(path, NAME, PASSWORD).close()


def test_the_chart_that_stood_there_is_set_aside_whole(
    chart: ChartFile, kept: Path, path: Path
) -> None:
    later = chart.save_draft(new_visit("later"))
    chart.close()
    opened = restore.restore(kept, path, NAME, PASSWORD, clock=FakeClock())
    assert {visit.id for visit in opened.visits_of(EPISODE.id)} == {"visit-1", "signed"}
    opened.close()
    (aside,) = path.parent.glob("clinic.before-restore-*.ptchart")
    old = open_chart(aside, NAME, PASSWORD)
    assert old.visit(later.id) == later
    old.close()


@pytest.mark.parametrize("moved", range(7))
def test_an_interrupted_restore_is_finished_at_the_next_opening(
    chart: ChartFile, kept: Path, path: Path, moved: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    chart.save_draft(new_visit("later"))
    chart.close()
    real, calls = Path.replace, 0

    def stops(self: Path, target: Path) -> Path:
        nonlocal calls
        if self.parent.name.endswith(".restoring") or ".before-restore-" in str(target):
            calls += 1
            if calls > moved:
                raise KeyboardInterrupt
        return real(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", stops)
        with pytest.raises(KeyboardInterrupt):
            restore.restore(kept, path, NAME, PASSWORD, clock=FakeClock())
    again = open_chart(path, NAME, PASSWORD)
    # Before the mark is set, the second file written, nothing has begun; then there is no way back.
    expected = {"visit-1", "signed"} if moved > 1 else {"visit-1", "signed", "later"}
    assert {visit.id for visit in again.visits_of(EPISODE.id)} == expected
    again.check()
    again.close()
    assert not ChartPlace(path).restoring.exists()


def test_an_older_folder_put_back_is_noticed_by_the_witness(
    chart: ChartFile, path: Path, tmp_path: Path
) -> None:
    witness = tmp_path / "seen"
    chart.close()
    open_chart(path, NAME, PASSWORD, witness=witness).close()
    older = tmp_path / "older"
    older.mkdir()
    for file in path.parent.glob("clinic.*"):
        shutil.copy(file, older / file.name)
    newer = open_chart(path, NAME, PASSWORD, witness=witness)
    newer.save_draft(new_visit("newer"))
    newer.close()
    for file in older.iterdir():
        shutil.copy(file, path.parent / file.name)
    with pytest.raises(ChartRolledBack):
        open_chart(path, NAME, PASSWORD, witness=witness)
    accepted = open_chart(path, NAME, PASSWORD, witness=witness, accept_loss=True)
    accepted.close()
    open_chart(path, NAME, PASSWORD, witness=witness).close()


def test_a_backup_that_does_not_restore_says_so(
    chart: ChartFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The proof has teeth: a copy that lost a page is not called a backup."""
    real = backup_file.finish

    def harmed(archive: zipfile.ZipFile, manifest: Manifest, counts: Counts, key: bytes) -> None:
        real(archive, manifest, counts, key)
        path = next((tmp_path / "backups").glob("*.partial"))
        content = bytearray(path.read_bytes())
        content[len(content) // 3] ^= 1
        path.write_bytes(content)

    monkeypatch.setattr(backup_file, "finish", harmed)
    result = backed_up(chart, tmp_path / "backups")
    assert not result.proved
    assert "chart" in result.problem
    assert list((tmp_path / "backups").glob("*.ptbackup")) == []
    assert chart.audit(limit=1)[0].entry.detail.endswith(result.problem)


def test_rotation_keeps_days_weeks_and_months() -> None:
    days = [START + timedelta(days=number, hours=1) for number in range(400)]
    gone = to_remove(days, BackupPlan(daily=7, weekly=4, monthly=12))
    kept = sorted(set(days) - gone)
    assert kept[-7:] == days[-7:]
    assert len({f"{at:%Y-%m}" for at in kept}) == 12
    assert 17 <= len(kept) <= 23


@given(st.lists(st.datetimes(timezones=st.just(UTC)), max_size=20), st.integers(0, 3))
def test_rotation_never_removes_the_newest(made: list[datetime], most: int) -> None:
    gone = to_remove(made, BackupPlan(daily=most, weekly=most, monthly=0))
    assert not made or max(made) not in gone
    assert gone <= set(made)


def test_rotation_counts_only_what_was_sealed_with_the_chart_key(
    chart: ChartFile, kept: Path
) -> None:
    """Files that say of themselves that they are backups push no real one out."""
    now, name = chart._ledger.now, kept.name.partition("-")[0]
    for number in range(20):
        at = now + timedelta(minutes=30, days=-number)
        _made_up(kept.with_name(f"{name}-{at:%Y%m%d-%H%M%S}.ptbackup"), kept, at)
    chart._ledger._clock = FakeClock(now + timedelta(minutes=1))
    newer = backed_up(chart, kept.parent)
    assert newer.proved
    assert newer.path.exists()
    assert backup.last_of(kept.parent, chart.chart_id, chart._keys.chart) == newer.at
    plan = BackupPlan(str(kept.parent), every_hours=1)
    assert not chart._backup_is_due(kept.parent, plan)
    chart._ledger._clock = FakeClock(newer.at + timedelta(hours=1))
    assert chart._backup_is_due(kept.parent, plan)


def _made_up(made: Path, like: Path, at: datetime) -> None:
    """A file with a backup's manifest that nobody with the key has sealed."""
    with zipfile.ZipFile(like) as old, zipfile.ZipFile(made, "w") as new:
        manifest = json.loads(old.read("manifest.json"))
        for name in old.namelist():
            content = json.dumps({**manifest, "at": at.isoformat()}).encode()
            new.writestr(name, content if name == "manifest.json" else old.read(name))


def test_when_a_backup_is_due() -> None:
    plan = BackupPlan(every_hours=24)
    assert is_due(plan, None, START)
    assert not is_due(plan, START, START + timedelta(hours=23))
    assert is_due(plan, START, START + timedelta(hours=24))
    assert is_due(plan, START + timedelta(days=2), START)
    assert not is_due(replace(plan, every_hours=0), None, START)


def test_the_plan_is_kept_with_the_chart(chart: ChartFile) -> None:
    administration = ChartAdministration(chart, CHEAP)
    assert administration.plan() == BackupPlan()
    administration.save_plan(BackupPlan("/mnt/stick", 4, 1, 2, 3))
    assert administration.plan() == BackupPlan("/mnt/stick", 4, 1, 2, 3)
    chart.save_setting("backup plan", {"folder": 5, "daily": 2, "unknown": 1})
    assert administration.plan() == BackupPlan(daily=2)


def test_a_finished_restore_is_told_before_another(
    chart: ChartFile, kept: Path, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chart.close()
    with monkeypatch.context() as patch:
        patch.setattr(restore, "finish", lambda _place: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            restore.restore(kept, path, NAME, PASSWORD, clock=FakeClock())
    with pytest.raises(UserRefused, match="has been finished"):
        restore.restore(kept, path, NAME, PASSWORD, clock=FakeClock())
    open_chart(path, NAME, PASSWORD).close()


@pytest.mark.parametrize("stamp", ["../../x", "zz", "", "20261121-120000\n", "\xff"])
def test_a_folder_that_no_restore_made_swaps_nothing(
    chart: ChartFile, path: Path, stamp: str
) -> None:
    chart.close()
    fresh = chart._place.restoring
    fresh.mkdir()
    (fresh / "ready").write_bytes(stamp.encode("latin-1"))
    (fresh / path.name).write_bytes(b"garbage")
    open_chart(path, NAME, PASSWORD).close()
    assert not fresh.exists()
