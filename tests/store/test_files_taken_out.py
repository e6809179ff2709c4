"""A file that stands with a signed visit by mistake leaves it with a sealed reason, or moves on."""

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
from pt_chart.clinical.people import Clinician, Patient
from pt_chart.clinical.program.dates import date_words
from pt_chart.clinical.visit import Addendum
from pt_chart.store import signatures
from pt_chart.store.administration import ChartAdministration
from pt_chart.store.ledger import Transaction
from pt_chart.store.stored_chart import StoredChart
from tests.fakes import THERAPIST
from tests.places import Place
from tests.store.samples import CHEAP, EPISODE, NOON, PASSWORD, PATIENT, SIGNATURE, new_visit

OTHER = Patient("patient-2", "20418", "Vorbrook", "Jan", date(1970, 1, 2))
SCAN = b"an invented report"
DIGEST = sha256(SCAN).hexdigest()
ON_VISIT = Attachment(
    "paper", PATIENT.id, "visit-1", "mri.txt", "text/plain", 18, "", 1, NOON, THERAPIST.name
)
REMARK = Addendum("MRI report came by mail.", THERAPIST.id, THERAPIST.signature, NOON)
WHY = replace(REMARK, text="Attached to the wrong patient.")
STUDENT = Clinician("stu", "Stu Dent", "SPT", "student")


@pytest.fixture
def full(chart: StoredChart) -> StoredChart:
    """A signed visit with a file from before and one from after; a draft of another patient."""
    chart.save_patient(OTHER)
    chart.save_episode(replace(EPISODE, id="episode-2", patient_id=OTHER.id))
    draft = chart.save_draft(new_visit())
    chart.attach(ON_VISIT, SCAN)
    chart.sign(draft, SIGNATURE)
    chart.attach(replace(ON_VISIT, id="late"), b"a second one", REMARK)
    chart.save_draft(new_visit("visit-2", episode_id="episode-2"))
    assert _found(chart) == ()
    return chart


def _found(chart: StoredChart) -> tuple[str, ...]:
    return ChartAdministration(chart, CHEAP).verify().problems


def _gone(chart: StoredChart) -> dict[str, tuple[bool, bool]]:
    """Whether each removed file of the patient is kept aside, and moved."""
    found = chart.attachments(PATIENT.id)
    return {one.id: (one.removed.kept, one.removed.moved) for one in found if one.removed}


def test_it_is_kept_aside_with_a_sealed_reason(full: StoredChart) -> None:
    left = full.take_out("paper", WHY)
    assert left.removed is not None
    assert (left.removed.reason, left.removed.by) == (WHY.text, THERAPIST.name)
    assert _gone(full) == {"paper": (True, False)}
    told = full.visit("visit-1").addenda[-1]
    assert told.text == f'File "mri.txt" taken out: {WHY.text} (taken out, SHA-256 {DIGEST})'
    details = [one.entry.detail for one in full.audit(PATIENT.id, limit=2)]
    begins = f"attachment paper taken out, text/plain, SHA-256 {DIGEST}, record "
    assert any(detail.startswith(begins) for detail in details)
    assert full.attached_content("paper") == SCAN
    assert _found(full) == ()


def test_it_goes_on_to_the_right_patient(full: StoredChart) -> None:
    full.take_out("paper", WHY, OTHER.id, "visit-2")
    full.take_out("late", WHY, OTHER.id)
    assert _gone(full) == {"paper": (False, True), "late": (False, True)}
    with pytest.raises(RecordMissing):
        full.attached_content("paper")
    there = full.attachments(OTHER.id)
    assert {(one.name, one.visit_id, one.digest == DIGEST) for one in there} == {
        ("mri.txt", "visit-2", True),
        ("mri.txt", "", False),
    }
    assert {full.attached_content(one.id) for one in there} == {SCAN, b"a second one"}
    assert _found(full) == ()


def test_what_was_moved_on_is_never_let_go(full: StoredChart, place: Place) -> None:
    """Two clicks must not destroy what a signed visit was based on."""
    full.take_out("paper", WHY, OTHER.id)
    (there,) = full.attachments(OTHER.id)
    day = date_words(there.at)
    came = f"Came from a signed visit of Nov 10, 2026; attached there {day} by {THERAPIST.name}."
    assert there.remarks == (came,)
    with pytest.raises(ValueError, match="Say why"):
        full.remove_attachment(there.id, "x")
    emptied = text("UPDATE attachment SET removed = '{}', content = NULL WHERE id = :id")
    with pytest.raises(SignedAlready):
        full._write(lambda t: t.connection.execute(emptied, {"id": there.id}))
    gone = full.remove_attachment(there.id, "a duplicate of another one")
    assert gone.removed is not None
    assert gone.removed.kept
    assert full.attached_content(there.id) == SCAN
    assert _found(full) == ()
    full.take_out("late", WHY, OTHER.id, "visit-2")
    second = full.visit("visit-2")
    full.sign(second, SIGNATURE)
    moved = next(one for one in full.attachments(OTHER.id) if one.visit_id == "visit-2")
    full.take_out(moved.id, WHY, PATIENT.id)
    assert _found(full) == ()
    place.behind(full, "DELETE FROM attachment WHERE patient_id = 'patient-2'")
    assert "attached files that the log names are missing" in _found(full)[0]


def test_typed_words_open_no_way(full: StoredChart) -> None:
    """Words that only the program writes are refused; even so content does not get lost."""
    typed = replace(WHY, text=f"anything (taken out, SHA-256 {DIGEST})")
    with pytest.raises(NotAllowed, match="program's own"):
        full.add_addendum("visit-1", typed)
    past = text("UPDATE attachment SET removed = '{}', content = NULL WHERE id = 'paper'")

    def work(transaction: Transaction) -> None:
        signatures.add_addendum(transaction, full._signer, "visit-1", typed)
        transaction.connection.execute(past)

    with pytest.raises(SignedAlready):
        full._write(work)
    assert full.attached_content("paper") == SCAN


def test_a_copy_of_what_was_taken_out_stays(full: StoredChart) -> None:
    full.attach(replace(ON_VISIT, id="twice"), SCAN, REMARK)
    full.take_out("paper", WHY)
    with pytest.raises(SignedAlready):
        full.remove_attachment("twice", "wrong one")
    assert full.attached_content("twice") == SCAN
    assert _found(full) == ()


def test_the_same_file_twice_leaves_with_a_remark_each(full: StoredChart, place: Place) -> None:
    full.attach(replace(ON_VISIT, id="twice"), SCAN, REMARK)
    full.take_out("paper", WHY)
    assert _found(full) == ()
    full.take_out("twice", WHY)
    assert _found(full) == ()
    place.behind(full, "DELETE FROM addendum WHERE id = (SELECT max(id) FROM addendum)")
    assert "1 attached files are not what the log says." in _found(full)


def test_what_does_not_fit_is_refused(full: StoredChart, place: Place) -> None:
    with pytest.raises(ValueError, match="Say why"):
        full.take_out("paper", replace(WHY, text=" "))
    with pytest.raises(RecordMissing):
        full.take_out("nothing", WHY)
    with pytest.raises(RecordMissing):
        full.take_out("paper", WHY, "nobody")
    with pytest.raises(SignedAlready):
        full.take_out("paper", WHY, PATIENT.id, "visit-1")
    for to in ((PATIENT.id, "visit-2"), (PATIENT.id, "")):
        with pytest.raises(RecordMissing):
            full.take_out("paper", WHY, *to)
    of_draft = replace(ON_VISIT, id="draft's", patient_id=OTHER.id, visit_id="visit-2")
    full.attach(of_draft, SCAN)
    with pytest.raises(RecordMissing, match="no signed visit"):
        full.take_out("draft's", WHY)
    with pytest.raises(SignedAlready):
        full.remove_attachment("paper", "no remark")
    full.take_out("paper", WHY)
    with pytest.raises(RecordMissing):
        full.take_out("paper", WHY)
    assert len(full.visit("visit-1").addenda) == 2
    assert _found(full) == ()
    ChartAdministration(full, CHEAP).add_user(STUDENT, PASSWORD + "!", PASSWORD)
    full.close()
    student = place.open(STUDENT.name, PASSWORD + "!")
    with pytest.raises(NotAllowed):
        student.attached_content("paper")
    with pytest.raises(NotAllowed):
        student.take_out("late", replace(WHY, by=STUDENT.id))
    student.close()


STANDING = [
    "UPDATE attachment SET removed = '{}' WHERE id = 'paper'",
    "UPDATE attachment SET removed = '{}', content = NULL WHERE id = 'late'",
    "UPDATE attachment SET visit_id = NULL WHERE id = 'paper'",
    "UPDATE attachment SET patient_id = 'patient-2' WHERE id = 'paper'",
    "UPDATE attachment SET removed = NULL WHERE id = 'out'",
    "UPDATE attachment SET content = NULL WHERE id = 'out'",
    "DELETE FROM attachment WHERE id = 'out'",
]


@pytest.fixture
def left(full: StoredChart) -> StoredChart:
    """A third file was taken out already, which is the last that was sealed."""
    full.attach(replace(ON_VISIT, id="out"), b"a third", REMARK)
    full.take_out("out", WHY)
    return full


@pytest.mark.parametrize("attack", STANDING)
def test_the_triggers_refuse_anything_else(left: StoredChart, attack: str) -> None:
    with pytest.raises(SignedAlready):
        left._write(lambda t: t.connection.execute(text(attack)))
    assert _found(left) == ()


PAST: dict[str, tuple[str, Sequence[Any]]] = {
    "taken out without a word": (
        (
            "UPDATE attachment SET removed = (SELECT removed FROM attachment WHERE id = 'out') "
            "WHERE id = 'paper'"
        ),
        (),
    ),
    "content of a kept one gone": ("UPDATE attachment SET content = NULL WHERE id = 'out'", ()),
    "put back": ("UPDATE attachment SET removed = NULL WHERE id = 'out'", ()),
    "why it was taken out": (
        "UPDATE attachment SET removed = replace(removed, 'wrong', 'right') WHERE id = 'out'",
        (),
    ),
    "content": ("UPDATE attachment SET content = %s WHERE id = 'out'", (b"x",)),
}


@pytest.mark.parametrize(("statement", "values"), PAST.values(), ids=PAST)
def test_past_the_triggers_it_is_found(
    left: StoredChart, place: Place, statement: str, values: Sequence[Any]
) -> None:
    place.behind(left, statement, values=values)
    assert len(_found(left)) == 1


def test_a_file_comes_only_with_words(full: StoredChart) -> None:
    for words in ("", "  ", "asdf", "..."):
        with pytest.raises(ValueError, match="what the file is"):
            full.attach(replace(ON_VISIT, id="mute"), SCAN, replace(REMARK, text=words))
    assert len(full.visit("visit-1").addenda) == 1
