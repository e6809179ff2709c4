"""A seal holds the log as it stood: who has a password and other software cannot rewrite it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, insert, select, text

from pt_chart.charting.errors import ChartDamaged
from pt_chart.clinical.people import Clinician, Patient
from pt_chart.clinical.visit import VisitKind
from pt_chart.store import audit_log, seals, users
from pt_chart.store.administration import ChartAdministration
from pt_chart.store.audit_log import LogEnd
from pt_chart.store.chart_file import ChartFile
from pt_chart.store.keyfile import new_signing_seed, public_of
from pt_chart.store.keyfile_format import read_keys
from pt_chart.store.open import open_chart
from pt_chart.store.records import audit
from pt_chart.store.triggers import sqlite_triggers
from tests.gold.make_chart import GOLD
from tests.store.samples import CHEAP, PASSWORD, PATIENT, SIGNATURE, new_visit

OTHER = Clinician("user-2", "Bram Ostrande", "PT", "therapist")
Lines = Sequence[dict[str, Any]]


def _rewritten(chart: ChartFile, change: Callable[[Lines], Lines]) -> None:
    """What somebody with the key does: another log, chained anew, the head and triggers too."""

    def work() -> None:
        connection = chart._ledger.connection
        with connection.begin():
            for name in sqlite_triggers():
                connection.execute(text(f"DROP TRIGGER {name}"))
            chart._ledger._end = _chained_anew(connection, change)
            for trigger in sqlite_triggers().values():
                connection.execute(text(trigger))

    chart._thread.call(work)


def _chained_anew(connection: Connection, change: Callable[[Lines], Lines]) -> LogEnd:
    lines = [dict(row) for row in connection.execute(select(audit)).mappings()]
    connection.execute(text("DELETE FROM audit"))
    end = LogEnd()
    for number, line in enumerate(change(lines), start=1):
        row = {**line, "number": number}
        row["digest"] = audit_log.chained(end.digest, row)
        connection.execute(insert(audit).values(**row))
        end = LogEnd(number, row["digest"])
    return end


def _found(chart: ChartFile) -> tuple[str, ...]:
    return ChartAdministration(chart, CHEAP).verify().problems


@pytest.fixture
def signed(chart: ChartFile) -> ChartFile:
    """A chart whose second patient was looked up before a visit of the first was signed."""
    chart.save_patient(Patient("patient-2", "2", "Other", "One", None))
    chart.sign(new_visit(), SIGNATURE)
    chart.save_patient(replace(PATIENT, phone="(555) 010-0199"))
    return chart


def test_a_line_before_a_seal_that_was_changed_is_found(signed: ChartFile) -> None:
    def hide(lines: Lines) -> Lines:
        return [{**line, "patient_id": ""} if line["patient_id"] == "patient-2" else line
                for line in lines]  # fmt: skip

    _rewritten(signed, hide)
    assert _found(signed) == ("Seal 1: the log before it was rewritten.",)


def test_a_line_before_a_seal_that_was_taken_out_is_found(signed: ChartFile) -> None:
    _rewritten(signed, lambda lines: [n for n in lines if n["patient_id"] != "patient-2"])
    assert _found(signed) == ("Seal 1: the log before it was rewritten.",)


def test_a_line_after_the_last_seal_is_held_by_the_next_one(signed: ChartFile) -> None:
    """What the self-assessment says: until somebody signs, the newest lines are not held."""

    def hide(lines: Lines) -> Lines:
        return list(lines)[:-1]

    _rewritten(signed, hide)
    assert _found(signed) == ()
    signed.sign(new_visit("visit-2", number=2), SIGNATURE)
    _rewritten(signed, lambda lines: [n for n in lines if n["action"] != "verify"])
    assert _found(signed) == ("Seal 2: the log before it was rewritten.",)


def test_a_seal_says_how_far_the_log_was(signed: ChartFile) -> None:
    (row,) = signed._read(lambda c: c.execute(text("SELECT statement FROM seal")).scalars().all())
    told = json.loads(row)["log"]
    lines = {line.number: line for line in signed.audit()}
    assert told["digest"] == lines[told["lines"]].digest
    assert lines[told["lines"] + 1].entry.detail == signed.visit("visit-1").signature.code  # type: ignore[union-attr]


def test_the_line_of_a_seal_stands_after_what_it_holds(signed: ChartFile) -> None:
    """The seal's own line moved before the log that it speaks of."""

    def earlier(lines: Lines) -> Lines:
        own = next(line for line in lines if line["action"] == "sign")
        rest = [line for line in lines if line is not own]
        return [rest[0], own, *rest[1:]]

    _rewritten(signed, earlier)
    assert any("Seal 1" in problem for problem in _found(signed))


def test_a_seal_without_the_log_after_one_with_it_is_found(
    signed: ChartFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seals, "log_told", lambda _end: {})
    signed.sign(new_visit("visit-2", number=2), SIGNATURE)
    assert _found(signed) == ("Seal 2: it does not hold the log.",)


def test_seals_from_before_stay_true(tmp_path: Path) -> None:
    shutil.copytree(GOLD / "0003", tmp_path / "gold")
    chart = open_chart(tmp_path / "gold" / "clinic.ptchart", "Ines Corvale", PASSWORD)
    assert _found(chart) == ()
    kind = VisitKind.FOLLOW_UP
    chart.sign(new_visit("visit-3", number=3, kind=kind), SIGNATURE)
    assert _found(chart) == ()
    chart.close()


def test_a_chart_made_anew_does_not_know_the_keys_of_others(chart: ChartFile, path: Path) -> None:
    """Somebody who signs everything again needs other keys for everybody else."""
    ChartAdministration(chart, CHEAP).add_user(OTHER, PASSWORD, PASSWORD)
    false = public_of(new_signing_seed())

    def work() -> None:
        connection = chart._ledger.connection
        with connection.begin():
            for name in sqlite_triggers():
                connection.execute(text(f"DROP TRIGGER {name}"))
            replaced = text("UPDATE signing_key SET public = :false WHERE user_id = :user")
            connection.execute(replaced, {"false": false, "user": OTHER.id})
            for trigger in sqlite_triggers().values():
                connection.execute(text(trigger))

    chart._thread.call(work)
    chart.close()
    open_chart(path, "Ines Corvale", PASSWORD).close()
    with pytest.raises(ChartDamaged, match="signing key"):
        open_chart(path, OTHER.name, PASSWORD)


def test_a_key_file_written_just_before_a_crash_is_taken_over(chart: ChartFile, path: Path) -> None:
    administration = ChartAdministration(chart, CHEAP)
    administration.add_user(OTHER, PASSWORD, PASSWORD)
    place = chart._place

    class Crash(Exception):
        """The power went away."""

    def after_the_key_file(*_: object) -> None:
        raise Crash

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pt_chart.store.file_ledger._COUNT.run", after_the_key_file)
        with pytest.raises(Crash):
            administration.reset_password(OTHER.id, "fourth set of words", PASSWORD)
    assert read_keys(place).generation == chart._read(users.generation) + 1
    chart.close()
    own = open_chart(path, OTHER.id, "fourth set of words")
    own.sign(new_visit(), replace(SIGNATURE, by=OTHER.id))
    own.check()
    own.close()
    open_chart(path, OTHER.id, "fourth set of words").close()
