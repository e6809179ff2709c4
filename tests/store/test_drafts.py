"""Drafts on their way to the disk: small commits, nothing lost when the disk is full."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from pt_chart.charting.errors import DiskFull, WorldError
from pt_chart.charting.ports import AuditAction, AuditEntry
from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.clinical.visit import Visit
from pt_chart.store.open import open_chart
from pt_chart.store.stored_chart import StoredChart
from tests.fakes import THERAPIST
from tests.places import Place
from tests.store.samples import PASSWORD, SIGNATURE, new_visit

KEY = FindingKey("nprs")


@pytest.mark.on_file
def test_one_edit_writes_one_answer_row(chart: StoredChart, draft: Visit) -> None:
    chart._thread.call(lambda: _watch_answers(chart))
    chart.save_draft(draft.with_answer(KEY, Answer(5)))
    written = chart._ledger.connection  # type: ignore[attr-defined]
    touched = chart._thread.call(lambda: list(written.execute(text("SELECT finding FROM seen"))))
    assert [row.finding for row in touched] == ["nprs"]


def test_waiting_states_of_one_visit_become_one_commit(chart: StoredChart, draft: Visit) -> None:
    heard: list[Visit | WorldError] = []
    hold = threading.Event()
    chart._thread.post(hold.wait)
    for value in range(20):
        chart.queue_draft(draft.with_answer(KEY, Answer(value)), heard.append)
    hold.set()
    chart.flush()
    assert chart.visit(draft.id).revision == draft.revision + 1
    assert heard == [chart.visit(draft.id)] * 20
    assert chart.visit(draft.id).answers[KEY].value == 19


def test_a_full_disk_is_told_and_the_draft_is_saved_when_there_is_room(
    chart: StoredChart, draft: Visit, place: Place
) -> None:
    heard: list[Visit | WorldError] = []
    long = draft.with_answer(KEY, Answer("x" * 200_000))
    place.limit(chart, full=True)
    chart.queue_draft(long, heard.append)
    with pytest.raises(DiskFull):
        chart.close()
    assert isinstance(heard[0], DiskFull)
    assert "as soon as there is room" in heard[0].advice
    assert chart.visit(draft.id) == draft
    place.limit(chart, full=False)
    chart.flush()
    assert chart.visit(draft.id).answers == long.answers
    assert heard[-1] == chart.visit(draft.id)


def test_a_full_disk_does_not_keep_a_saved_chart_from_closing(
    chart: StoredChart, draft: Visit, path: Path, place: Place
) -> None:
    chart.record(AuditEntry(AuditAction.EXPORT, detail="x" * 3000))
    place.limit(chart, full=True)
    with pytest.raises(DiskFull):
        chart.record(AuditEntry(AuditAction.EXPORT, detail="x" * 9000))
    chart.close()
    again = open_chart(path, THERAPIST.name, PASSWORD)
    assert again.visit(draft.id) == draft
    again.close()


def test_a_signature_that_found_no_room_promises_no_second_try(
    chart: StoredChart, draft: Visit, place: Place
) -> None:
    """Only edits are kept and tried again by themselves; whoever signs has to sign again."""
    place.limit(chart, full=True)
    with pytest.raises(DiskFull) as refused:
        chart.sign(replace(draft, panel="x" * 200_000), SIGNATURE)
    assert "do it again" in refused.value.advice
    assert "kept" not in refused.value.advice
    place.limit(chart, full=False)
    assert chart.visit(draft.id) == draft


def test_a_newer_state_replaces_one_that_failed(
    chart: StoredChart, draft: Visit, place: Place
) -> None:
    heard: list[Visit | WorldError] = []
    place.limit(chart, full=True)
    chart.queue_draft(draft.with_answer(KEY, Answer("x" * 200_000)), heard.append)
    with pytest.raises(DiskFull):
        chart.flush()
    told = len(heard)
    chart.queue_draft(draft.with_answer(KEY, Answer("short")), heard.append)
    chart.flush()
    assert len(heard) == told + 1
    assert chart.visit(draft.id).answers[KEY].value == "short"


def test_a_failed_write_leaves_nothing_behind(
    chart: StoredChart, draft: Visit, place: Place
) -> None:
    place.limit(chart, full=True)
    lines = chart.audit()
    with pytest.raises(DiskFull):
        chart.save_draft(draft.with_answer(KEY, Answer("x" * 200_000)))
    assert chart.audit() == lines
    place.limit(chart, full=False)
    assert chart.save_draft(draft).revision == draft.revision + 1
    chart.check()


def test_a_bug_in_a_save_is_reported_and_the_queue_goes_on(
    chart: StoredChart, draft: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    reported: list[type[BaseException]] = []
    monkeypatch.setattr(threading, "excepthook", lambda args: reported.append(args.exc_type))
    heard: list[Visit | WorldError] = []
    broken = replace(draft, plan=object())  # type: ignore[arg-type]
    chart.queue_draft(broken, heard.append)
    chart._thread.call(lambda: None)
    assert reported == [TypeError]
    assert isinstance(heard[0], WorldError)
    chart.queue_draft(draft.with_answer(KEY, Answer(2)), heard.append)
    chart.flush()
    assert heard[-1] == chart.visit(draft.id)


def test_many_threads_may_call(chart: StoredChart) -> None:
    def work(number: int) -> None:
        visit = chart.save_draft(new_visit(f"visit-{number}"))
        for value in range(10):
            visit = chart.save_draft(visit.with_answer(KEY, Answer(value)))

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {chart.visit(f"visit-{n}").revision for n in range(4)} == {11}


def _watch_answers(chart: StoredChart) -> None:
    connection = chart._ledger.connection  # type: ignore[attr-defined]
    with connection.begin():
        connection.execute(text("CREATE TEMP TABLE seen (finding TEXT)"))
        for watch in (
            (
                "CREATE TEMP TRIGGER watch_new AFTER INSERT ON main.answer "
                "BEGIN INSERT INTO seen VALUES (NEW.finding); END"
            ),
            (
                "CREATE TEMP TRIGGER watch_changed AFTER UPDATE ON main.answer "
                "BEGIN INSERT INTO seen VALUES (NEW.finding); END"
            ),
        ):
            connection.execute(text(watch))
