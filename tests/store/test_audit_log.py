"""The log and its head: what was altered, cut or rolled back shows; a crash is no alarm."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from sqlalchemy import text

from pt_chart.charting.errors import ChartDamaged
from pt_chart.charting.ports import AuditAction, AuditEntry
from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.clinical.visit import Visit
from pt_chart.store.chart_file import ChartFile
from pt_chart.store.head import Head, HeadFile
from pt_chart.store.open import open_chart
from tests.store.samples import PASSWORD, PATIENT

pytestmark = pytest.mark.on_file

USER = "Ines Corvale"


def reopen(path: Path, *, accept_loss: bool = False) -> ChartFile:
    """Open the chart again."""
    return open_chart(path, USER, PASSWORD, accept_loss=accept_loss)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE audit SET detail = 'x' WHERE number = 2",
        "UPDATE audit SET at = '2020-01-01T00:00:00+00:00' WHERE number = 2",
        "UPDATE audit SET user_name = 'Somebody' WHERE number = 2",
        "DELETE FROM audit WHERE number = 2",
        "DELETE FROM audit WHERE number = (SELECT max(number) FROM audit)",
        "UPDATE audit SET number = -number WHERE number IN (1, 2)",
    ],
)
def test_a_changed_log_is_found_even_without_its_triggers(chart: ChartFile, change: str) -> None:
    for number in range(3):
        chart.record(AuditEntry(AuditAction.PRINT, PATIENT.id, detail=str(number)))
    _tamper(chart, change)
    path = chart._place.chart
    found = []
    try:
        chart.check()
    except ChartDamaged as damage:
        found.append(damage)
    chart.abandon()
    try:
        reopen(path).abandon()
    except ChartDamaged as damage:
        found.append(damage)
    assert found


def test_a_crash_between_commit_and_head_is_no_alarm(chart: ChartFile, draft: Visit) -> None:
    path, head = chart._place.chart, chart._place.head
    behind = head.read_bytes()
    visit = chart.save_draft(draft.with_answer(FindingKey("nprs"), Answer(5)))
    chart.record(AuditEntry(AuditAction.VIEW, PATIENT.id))
    chart.abandon()
    head.write_bytes(behind)
    again = reopen(path)
    assert again.visit(visit.id) == visit
    again.check()
    again.close()


def test_a_cut_write_ahead_file_is_found(chart: ChartFile, draft: Visit, tmp_path: Path) -> None:
    wal = chart._place.chart.with_name("clinic.ptchart-wal")
    before = wal.stat().st_size
    visit = draft
    for value in range(3):
        visit = chart.save_draft(visit.with_answer(FindingKey("nprs"), Answer(value)))
    other = tmp_path / "other"
    other.mkdir()
    for file in tmp_path.glob("clinic.*"):
        shutil.copy(file, other / file.name)
    with (other / wal.name).open("rb+") as cut:
        cut.truncate(before)
    with pytest.raises(ChartDamaged, match="newest saves of a draft"):
        reopen(other / "clinic.ptchart")


def test_a_cut_between_saves_and_log_lines_is_found(
    chart: ChartFile, draft: Visit, tmp_path: Path
) -> None:
    """Wherever the file is cut, something that was acknowledged is missed."""
    wal = chart._place.chart.with_name("clinic.ptchart-wal")
    sizes = [wal.stat().st_size]
    visit = draft
    for value in range(4):
        visit = chart.save_draft(visit.with_answer(FindingKey("nprs"), Answer(value)))
        sizes.append(wal.stat().st_size)
        chart.record(AuditEntry(AuditAction.VIEW, PATIENT.id))
        sizes.append(wal.stat().st_size)
    for number, size in enumerate(sizes[:-1]):
        other = tmp_path / f"cut-{number}"
        other.mkdir()
        for file in tmp_path.glob("clinic.*"):
            shutil.copy(file, other / file.name)
        with (other / wal.name).open("rb+") as cut:
            cut.truncate(size)
        with pytest.raises(ChartDamaged, match="gone"):
            reopen(other / "clinic.ptchart")


def test_an_older_copy_of_the_chart_is_found_and_can_be_accepted(
    chart: ChartFile, draft: Visit, tmp_path: Path
) -> None:
    path = chart._place.chart
    chart.close()
    old = path.read_bytes()
    again = reopen(path)
    again.save_draft(draft.with_answer(FindingKey("nprs"), Answer(9)))
    again.close()
    path.write_bytes(old)
    with pytest.raises(ChartDamaged, match="gone"):
        reopen(path)
    accepted = reopen(path, accept_loss=True)
    lines = accepted.audit(limit=2)
    assert [line.entry.action for line in lines] == [AuditAction.UNLOCK, AuditAction.RESTORE]
    assert "gone" in lines[1].entry.detail
    accepted.check()
    accepted.close()
    reopen(path).close()


@pytest.mark.parametrize("damage", ["missing", "empty", "flipped", "of another chart"])
def test_a_head_that_is_not_authentic_is_found(chart: ChartFile, damage: str) -> None:
    path, head = chart._place.chart, chart._place.head
    chart.close()
    if damage == "missing":
        head.unlink()
    elif damage == "empty":
        head.write_bytes(b"")
    elif damage == "flipped":
        head.write_bytes(bytes(byte ^ 1 for byte in head.read_bytes()))
    else:
        head.unlink()
        HeadFile(head, bytes(32)).create(Head())
    with pytest.raises(ChartDamaged):
        reopen(path)


def test_a_torn_slot_leaves_the_one_before(tmp_path: Path) -> None:
    file = HeadFile(tmp_path / "head", bytes(32))
    file.create(Head())
    for commit in range(1, 6):
        file.write(Head(commit, commit, bytes([commit]) * 32, commit), durable=False)
    file.close()
    content = bytearray((tmp_path / "head").read_bytes())
    content[4096 + 20] ^= 0xFF
    (tmp_path / "head").write_bytes(content)
    assert HeadFile(tmp_path / "head", bytes(32)).read() == Head(4, 4, bytes([4]) * 32, 4)


def _tamper(chart: ChartFile, change: str) -> None:
    """Change the log behind the program's back, as someone with the key could."""

    def work() -> None:
        connection = chart._ledger.connection
        listed = text(
            "SELECT name, sql FROM sqlite_master WHERE name LIKE 'audit_%' AND type = 'trigger'"
        )
        with connection.begin():
            triggers = [row for row in connection.execute(listed) if "TRIGGER" in row.sql]
            for trigger in triggers:
                connection.execute(text(f"DROP TRIGGER {trigger.name}"))
            connection.execute(text(change))
            for trigger in triggers:
                connection.execute(text(trigger.sql))

    chart._thread.call(work)
