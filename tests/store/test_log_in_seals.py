"""A seal holds the log as it stood: who has a password and other software cannot rewrite it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text

from pt_chart.charting.audit import AuditAction, AuditEntry
from pt_chart.charting.errors import ChartDamaged
from pt_chart.clinical.people import Clinician, Patient
from pt_chart.clinical.visit import VisitKind
from pt_chart.store import audit_log, seals, users
from pt_chart.store.administration import ChartAdministration
from pt_chart.store.audit_log import LogEnd
from pt_chart.store.keyfile import new_signing_seed, public_of
from pt_chart.store.keyfile_format import read_keys
from pt_chart.store.open import open_chart
from pt_chart.store.place import ChartPlace
from pt_chart.store.records import audit
from pt_chart.store.stored_chart import StoredChart
from tests.gold.make_chart import GOLD
from tests.places import Place
from tests.store.samples import CHEAP, PASSWORD, PATIENT, SIGNATURE, new_visit

OTHER = Clinician("user-2", "Bram Ostrande", "PT", "therapist")
Lines = Sequence[dict[str, Any]]


_INSERT = "INSERT INTO audit ({}) VALUES ({})"


def _rewritten(chart: StoredChart, place: Place, change: Callable[[Lines], Lines]) -> None:
    """What somebody with the key does: another log, chained anew, the head and triggers too."""
    lines = chart._read(lambda c: [dict(row) for row in c.execute(select(audit)).mappings()])
    place.behind(chart, "DELETE FROM audit")
    end = LogEnd()
    for number, line in enumerate(change(lines), start=1):
        row = {**line, "number": number}
        row["digest"] = audit_log.chained(end.digest, row)
        put = _INSERT.format(", ".join(row), ", ".join(["%s"] * len(row)))
        place.behind(chart, put, values=tuple(row.values()))
        end = LogEnd(number, row["digest"])
    chart._ledger._end = end  # type: ignore[attr-defined]


def _found(chart: StoredChart) -> tuple[str, ...]:
    return ChartAdministration(chart, CHEAP).verify().problems


@pytest.fixture
def signed(chart: StoredChart) -> StoredChart:
    """A chart whose second patient was looked up before a visit of the first was signed."""
    chart.save_patient(Patient("patient-2", "2", "Other", "One", None))
    chart.record(AuditEntry(AuditAction.VIEW, "patient-2"))
    chart.sign(new_visit(), SIGNATURE)
    chart.record(AuditEntry(AuditAction.VIEW, PATIENT.id))
    return chart


def test_a_line_before_a_seal_that_was_changed_is_found(signed: StoredChart, place: Place) -> None:
    def hide(lines: Lines) -> Lines:
        seen = ("view", "patient-2")
        return [{**line, "patient_id": ""} if (line["action"], line["patient_id"]) == seen else line
                for line in lines]  # fmt: skip

    _rewritten(signed, place, hide)
    assert _found(signed) == ("Seal 1: the log before it was rewritten.",)


def test_a_line_before_a_seal_that_was_taken_out_is_found(
    signed: StoredChart, place: Place
) -> None:
    _rewritten(signed, place, lambda lines: [n for n in lines if n["patient_id"] != "patient-2"])
    assert _found(signed) == ("Seal 1: the log before it was rewritten.",)


def test_a_line_after_the_last_seal_is_held_by_the_next_one(
    signed: StoredChart, place: Place
) -> None:
    """What the self-assessment says: until somebody signs, the newest lines are not held."""

    def hide(lines: Lines) -> Lines:
        return list(lines)[:-1]

    _rewritten(signed, place, hide)
    assert _found(signed) == ()
    signed.sign(new_visit("visit-2", number=2), SIGNATURE)
    _rewritten(signed, place, lambda lines: [n for n in lines if n["action"] != "verify"])
    assert _found(signed) == ("Seal 2: the log before it was rewritten.",)


def test_a_seal_says_how_far_the_log_was(signed: StoredChart) -> None:
    (row,) = signed._read(lambda c: c.execute(text("SELECT statement FROM seal")).scalars().all())
    told = json.loads(row)["log"]
    lines = {line.number: line for line in signed.audit()}
    assert told["digest"] == lines[told["lines"]].digest
    assert lines[told["lines"] + 1].entry.detail == signed.visit("visit-1").signature.code  # type: ignore[union-attr]


def test_the_line_of_a_seal_stands_after_what_it_holds(signed: StoredChart, place: Place) -> None:
    """The seal's own line moved before the log that it speaks of."""

    def earlier(lines: Lines) -> Lines:
        own = next(line for line in lines if line["action"] == "sign")
        rest = [line for line in lines if line is not own]
        return [rest[0], own, *rest[1:]]

    _rewritten(signed, place, earlier)
    assert any("Seal 1" in problem for problem in _found(signed))


def test_a_seal_without_the_log_after_one_with_it_is_found(
    signed: StoredChart, monkeypatch: pytest.MonkeyPatch
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


def test_a_chart_made_anew_does_not_know_the_keys_of_others(
    chart: StoredChart, place: Place
) -> None:
    """Somebody who signs everything again needs other keys for everybody else."""
    ChartAdministration(chart, CHEAP).add_user(OTHER, PASSWORD, PASSWORD)
    false = public_of(new_signing_seed())
    replaced = "UPDATE signing_key SET public = %s WHERE user_id = %s"
    place.behind(chart, replaced, values=(false, OTHER.id))
    chart.close()
    place.open("Ines Corvale", PASSWORD).close()
    with pytest.raises(ChartDamaged, match="signing key"):
        place.open(OTHER.name, PASSWORD)


def test_a_key_file_written_just_before_a_crash_is_taken_over(
    chart: StoredChart, path: Path
) -> None:
    administration = ChartAdministration(chart, CHEAP)
    administration.add_user(OTHER, PASSWORD, PASSWORD)

    class Crash(Exception):
        """The power went away."""

    def after_the_key_file(*_: object) -> None:
        raise Crash

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pt_chart.store.file_ledger._COUNT.run", after_the_key_file)
        # Where the power goes away nothing is put back either; see also `test_keys_cut_off`.
        patch.setattr("pt_chart.store.home.put_keys_back", lambda *_: None)
        with pytest.raises(Crash):
            administration.reset_password(OTHER.id, "fourth set of words", PASSWORD)
    assert read_keys(ChartPlace(path)).generation == chart._read(users.generation) + 1
    # A version before keys waited for the commit left nothing that tells of the change.
    ChartPlace(path).keys_before.unlink()
    chart.close()
    own = open_chart(path, OTHER.id, "fourth set of words")
    own.sign(new_visit(), replace(SIGNATURE, by=OTHER.id))
    own.check()
    own.close()
    open_chart(path, OTHER.id, "fourth set of words").close()
