"""Nothing comes to a signed visit from the side: files, forms, versions, unknown parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from hashlib import sha256
from typing import Any

import pytest
from sqlalchemy import text

from pt_chart.charting.attachments import Attachment
from pt_chart.charting.errors import NotAllowed, RecordMissing, SignedAlready
from pt_chart.charting.kept_versions import KeptBecause, KeptVersion
from pt_chart.clinical.people import Episode, Patient
from pt_chart.clinical.reasoning.results import Tier
from pt_chart.clinical.visit import Addendum, Visit
from pt_chart.store import erasing, signatures
from pt_chart.store.administration import ChartAdministration
from pt_chart.store.ledger import Transaction
from pt_chart.store.stored_chart import StoredChart
from pt_chart.store.triggers import UNDOING
from tests.fakes import THERAPIST
from tests.places import Place, ServerPlace
from tests.store.samples import CHEAP, EPISODE, NOON, PATIENT, SIGNATURE, new_visit

OTHER = Patient("patient-2", "20418", "Vorbrook", "Jan", date(1970, 1, 2))
SCAN = b"an invented report"
PAPER = Attachment(
    "paper", PATIENT.id, "", "mri.txt", "text/plain", len(SCAN), "", 1, NOON, THERAPIST.name
)
ON_VISIT = replace(PAPER, visit_id="visit-1")
REMARK = Addendum("MRI report came by mail.", THERAPIST.id, THERAPIST.signature, NOON)
FORM, SOURCE = "forms/neuro/2", 'id = "neuro"\n'
PAST = {
    "moved to a signed visit": ("UPDATE attachment SET visit_id = 'visit-1'", ()),
    "given to another patient": ("UPDATE attachment SET patient_id = 'patient-2'", ()),
    "tier": ("UPDATE visit SET tier = NULL", ()),
    "a part nobody knows": ("INSERT INTO visit_part VALUES ('visit-1', 'extra', '{}')", ()),
    "mark view": ("UPDATE mark SET view = 'front'", ()),
    "mark kind": ("UPDATE mark SET kind = 'ache'", ()),
    "form": ("UPDATE setting SET content = '\"x\"' WHERE name = 'forms/neuro/2'", ()),
    "form gone": ("DELETE FROM setting WHERE name = 'forms/neuro/2'", ()),
    "form unknown": ("INSERT INTO setting VALUES ('forms/neuro/3', '\"x\"')", ()),
    "kept version": ("UPDATE kept_version SET content = replace(content, '35', '36')", ()),
    "kept version gone": ("DELETE FROM kept_version", ()),
    "a table of somebody": ("CREATE TABLE mine AS SELECT * FROM patient", ()),
    "a view of somebody": ("CREATE VIEW mine AS SELECT * FROM patient", ()),
    "key older": ("UPDATE signing_key SET since = '2020-01-01T00:00:00+00:00'", ()),
}


@pytest.fixture
def full(chart: StoredChart) -> StoredChart:
    """A signed visit, a file of the patient, a kept form, a settled version, another patient."""
    chart.save_patient(OTHER)
    chart.save_setting(FORM, SOURCE)
    draft = chart.save_draft(new_visit(form_versions={"neuro": 2}), Tier.URGENT)
    kept = KeptVersion(
        "k1", draft.id, NOON, THERAPIST.id, "x", KeptBecause.SETTLED, draft, draft, draft
    )
    chart.keep_version(kept)
    chart.sign(draft, SIGNATURE, Tier.URGENT)
    chart.attach(PAPER, SCAN)
    chart.save_draft(new_visit("visit-3"))
    assert _found(chart) == ()
    return chart


STANDING = [
    "UPDATE attachment SET visit_id = 'visit-1'",
    "UPDATE attachment SET patient_id = 'patient-2'",
    "UPDATE attachment SET user_name = 'Somebody Else'",
    (
        "INSERT INTO attachment (id, patient_id, visit_id, name, media, size, digest, pages, "
        "remarks, at, user_id, user_name) SELECT 'new', patient_id, 'visit-1', name, media, size, "
        "digest, pages, remarks, at, user_id, user_name FROM attachment"
    ),
    "INSERT INTO addendum (visit_id, content) VALUES ('visit-1', '{}')",
    (
        "INSERT INTO visit (id, episode_id, kind, date, number, status, revision) VALUES "
        "('new', 'episode-1', 'evaluation', '2020-01-01', 1, 'signed', 1)"
    ),
    "UPDATE visit SET status = 'signed' WHERE id = 'visit-3'",
    "UPDATE setting SET content = '1' WHERE name = 'forms/neuro/2'",
    "UPDATE setting SET name = 'forms/neuro/3' WHERE name = 'forms/neuro/2'",
    "DELETE FROM setting WHERE name = 'forms/neuro/2'",
    "UPDATE kept_version SET content = '{}'",
    "DELETE FROM kept_version",
]


@pytest.mark.parametrize("attack", STANDING)
def test_the_triggers_refuse_it(full: StoredChart, attack: str) -> None:
    with pytest.raises(SignedAlready):
        full._write(lambda t: t.connection.execute(text(attack)))
    assert _found(full) == ()


@pytest.mark.parametrize(("statement", "values"), PAST.values(), ids=PAST)
def test_past_the_triggers_it_is_found(
    full: StoredChart, place: Place, statement: str, values: Sequence[Any]
) -> None:
    if isinstance(place, ServerPlace) and statement.startswith("CREATE"):
        place.spoil()
    place.behind(full, statement, values=values)
    # Lists show the tier of the last visit: that differs as well.
    assert len(_found(full)) == (2 if statement == "UPDATE visit SET tier = NULL" else 1)


def test_undoing_an_import_takes_no_file_of_a_signed_visit(full: StoredChart) -> None:
    kept = full.attach(replace(ON_VISIT, id="late"), SCAN, REMARK)
    named = text("INSERT INTO stored_file VALUES (:kind, :id, :content)")
    gone = text("DELETE FROM attachment WHERE id = :id")

    def undo(transaction: Transaction) -> None:
        values = {"kind": UNDOING, "id": kept.id, "content": b""}
        transaction.connection.execute(named, values)
        transaction.connection.execute(gone, {"id": kept.id})

    with pytest.raises(SignedAlready):
        full._write(undo)
    assert full.attachments(PATIENT.id)


def test_a_file_comes_to_a_signed_visit_only_with_a_sealed_remark(full: StoredChart) -> None:
    with pytest.raises(SignedAlready, match="remark"):
        full.attach(replace(ON_VISIT, id="late"), SCAN)
    kept = full.attach(replace(ON_VISIT, id="late"), SCAN, REMARK)
    visit = full.visit("visit-1")
    digest = sha256(SCAN).hexdigest()
    assert kept.visit_id == visit.id
    assert visit.addenda[-1].text == f'File "mri.txt": {REMARK.text} (SHA-256 {digest})'
    assert [one.entry.action.value for one in full.audit()][1::-1] == ["addendum", "create"]
    assert _found(full) == ()


def test_a_remark_brings_its_own_file_only(full: StoredChart) -> None:
    full.attach(replace(ON_VISIT, id="late"), SCAN, REMARK)
    with pytest.raises(SignedAlready):
        full.attach(replace(ON_VISIT, id="later"), b"something else")
    with pytest.raises(RecordMissing):
        full.attach(replace(PAPER, id="none"), SCAN, REMARK)


def test_a_file_put_on_a_signed_visit_later_is_found(full: StoredChart, place: Place) -> None:
    """Also one whose line in the log says so: an earlier version wrote such lines."""
    full.attach(replace(PAPER, id="b", visit_id=""), b"other")
    place.behind(
        full,
        "UPDATE audit SET visit_id = 'visit-1' WHERE detail LIKE %s",
        "UPDATE attachment SET visit_id = 'visit-1' WHERE id = %s OR id = 'b'",
        values=("attachment b %",),
    )
    assert any("attached files" in one for one in _found(full))


def test_files_of_a_draft_are_sealed_with_it_and_go_where_it_goes(full: StoredChart) -> None:
    full.save_episode(Episode("episode-2", OTHER.id, "hip", None, EPISODE.started))
    full.save_draft(new_visit("visit-2"))
    full.attach(replace(PAPER, id="b", visit_id="visit-2"), b"other")
    full.move_draft("visit-2", "episode-2", "wrong patient")
    assert [one.id for one in full.attachments(OTHER.id)] == ["b"]
    assert _found(full) == ()
    full.sign(full.visit("visit-2"), SIGNATURE)
    assert _found(full) == ()


def test_a_kept_form_stays_as_it_was(full: StoredChart) -> None:
    full.save_setting(FORM, SOURCE)
    for other in (SOURCE + "x", None):
        with pytest.raises(NotAllowed, match="kept form"):
            full.save_setting(FORM, other)
    assert full.setting(FORM) == SOURCE


def test_remarks_in_another_order_are_found(full: StoredChart, place: Place) -> None:
    for words in ("first", "second"):
        full.add_addendum("visit-1", replace(REMARK, text=words))
    assert _found(full) == ()
    place.behind(
        full,
        "UPDATE addendum SET id = id + 1000 WHERE id = (SELECT min(id) FROM addendum)",
    )
    (found,) = _found(full)
    assert "another order" in found


def test_a_signature_that_holds_no_tier_is_found(
    full: StoredChart, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signatures, "_with_it", lambda *_: {})
    full.sign(full.save_draft(new_visit("visit-2")), SIGNATURE)
    assert _found(full) == ("1 signatures do not hold flag tier and forms.",)


def test_an_erased_patient_leaves_no_problem(full: StoredChart) -> None:
    full._write(lambda t: erasing.erase(t, PATIENT.id, "asked for", "ordered by a court"))
    assert _found(full) == ()


def test_a_version_that_waits_may_be_replaced(full: StoredChart) -> None:
    draft: Visit = full.save_draft(new_visit("visit-2"))
    waits = KeptVersion(
        "k2", draft.id, NOON, THERAPIST.id, "x", KeptBecause.UNSETTLED, draft, draft, draft
    )
    full.keep_version(waits)
    full.keep_version(replace(waits, mine=replace(draft, number=9)))
    full.keep_version(replace(waits, because=KeptBecause.SETTLED))
    assert _found(full) == ()


def _found(chart: StoredChart) -> tuple[str, ...]:
    return ChartAdministration(chart, CHEAP).verify().problems
