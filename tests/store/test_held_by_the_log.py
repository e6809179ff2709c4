"""Files, entries of episodes, merges and rights are held against the lines that told of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from hashlib import sha256

import pytest
from sqlalchemy import text

from pt_chart.charting.attachments import Attachment
from pt_chart.charting.audit import AuditAction, AuditQuery
from pt_chart.clinical.care.episode_log import Contact, ContactKind, EpisodeEntry
from pt_chart.clinical.people import Clinician, Patient
from pt_chart.store import user_lines
from pt_chart.store.administration import ChartAdministration
from pt_chart.store.stored_chart import StoredChart
from tests.fakes import THERAPIST
from tests.places import Place
from tests.store.samples import CHEAP, EPISODE, NOON, PASSWORD, PATIENT, SIGNATURE, new_visit

STUDENT = Clinician("user-3", "Sam Student, therapist", "SPT", "student")
FALSE = sha256(b"y").hexdigest()
FILES = {
    "name": "UPDATE attachment SET name = 'other.txt'",
    "user": "UPDATE attachment SET user_name = 'Evil'",
    "digest": "UPDATE attachment SET digest = %s, content = %s",
    "gone": "DELETE FROM attachment",
}
ENTRIES = {
    "content": "UPDATE episode_entry SET content = replace(content, '2026-11-10', '2025-01-01')",
    "by": "UPDATE episode_entry SET by = 'user-9'",
    "gone": "DELETE FROM episode_entry",
}
CALLED = {
    "name": "UPDATE clinician SET name = 'Sam Else' WHERE id = 'user-3'",
    "credentials": "UPDATE clinician SET credentials = 'MD' WHERE id = 'user-3'",
}
REGISTER = {
    "allergies": "UPDATE patient SET alerts = '[]' WHERE id = 'patient-1'",
    "birth date": "UPDATE patient SET birth_date = '1999-01-01' WHERE id = 'patient-1'",
    "name": "UPDATE patient SET family_name = 'Else' WHERE id = 'patient-1'",
    "complaint": "UPDATE episode SET complaint = 'hip pain'",
    "side": "UPDATE episode SET side = 'left'",
    "precautions": "UPDATE episode SET precautions = '[]'",
    "medicines": "UPDATE episode SET medicines = '[]'",
    "closed": "UPDATE episode SET closed = '2026-11-11'",
}
RIGHTS = {
    "role": "UPDATE clinician SET role = 'therapist' WHERE id = 'user-3'",
    "administers": "UPDATE account SET administers = %s WHERE user_id = 'user-3'",
}


@pytest.fixture
def full(chart: StoredChart) -> StoredChart:
    """A signed visit with a file, an entry between visits, a second user."""
    draft = chart.save_draft(new_visit())
    digest = sha256(b"x").hexdigest()
    now = chart._ledger.now
    one = Attachment("a1", PATIENT.id, "visit-1", "m.txt", "text/plain", 1, digest, 1, now, "x")
    chart.attach(one, b"x")
    chart.sign(draft, SIGNATURE)
    missed = Contact(date(2026, 11, 10), ContactKind.MISSED)
    chart.add_episode_entry(EpisodeEntry("e1", "episode-1", 1, missed, THERAPIST.id, NOON))
    ChartAdministration(chart, CHEAP).add_user(STUDENT, PASSWORD, PASSWORD)
    assert _found(chart) == ()
    return chart


@pytest.mark.parametrize("statement", FILES.values(), ids=FILES)
def test_a_file_of_a_signed_visit_that_was_changed_is_found(
    full: StoredChart, place: Place, statement: str
) -> None:
    place.behind(full, statement, values=(FALSE, b"y") if "%s" in statement else ())
    assert [one for one in _found(full) if "attached files" in one]


def test_a_removed_file_is_sound(full: StoredChart, place: Place) -> None:
    digest, now = sha256(b"x").hexdigest(), full._ledger.now
    one = Attachment("a2", PATIENT.id, "", "m.txt", "text/plain", 1, digest, 1, now, "x")
    full.attach(one, b"x")
    full.remove_attachment("a2", "not theirs")
    assert _found(full) == ()
    place.behind(full, "DELETE FROM attachment WHERE id = 'a2'")
    assert _found(full) == ("1 attached files that the log names are missing.",)


@pytest.mark.parametrize("statement", ENTRIES.values(), ids=ENTRIES)
def test_an_entry_that_was_changed_is_found(
    full: StoredChart, place: Place, statement: str
) -> None:
    place.behind(full, statement)
    assert [one for one in _found(full) if "entries of episodes" in one]


@pytest.mark.parametrize("statement", RIGHTS.values(), ids=RIGHTS)
def test_rights_given_past_the_program_are_found_and_not_honored(
    full: StoredChart, place: Place, statement: str
) -> None:
    place.behind(full, statement, values=(True,) if "%s" in statement else ())
    assert _found(full) == (f"The rights of {STUDENT.name} are not those that the log tells.",)
    full.close()
    theirs = place.open(STUDENT.id, PASSWORD)
    assert (theirs.user.role, theirs.user.administers) == ("student", False)
    theirs.close()


@pytest.mark.parametrize("statement", CALLED.values(), ids=CALLED)
def test_a_user_who_signs_as_somebody_else_is_found(
    full: StoredChart, place: Place, statement: str
) -> None:
    place.behind(full, statement)
    (found,) = _found(full)
    assert found.startswith("The name or credentials of ")


@pytest.mark.parametrize("statement", REGISTER.values(), ids=REGISTER)
def test_clinical_facts_of_the_register_are_held(
    full: StoredChart, place: Place, statement: str
) -> None:
    place.behind(full, statement)
    (found,) = _found(full)
    assert found.endswith("are not what the log says.")


def test_the_register_written_by_the_program_is_sound(full: StoredChart) -> None:
    full.save_patient(replace(PATIENT, alerts=(*PATIENT.alerts, "Nickel")), "phone call")
    full.save_episode(replace(EPISODE, complaint="hip pain"))
    full.save_patient(Patient("patient-2", "2", "Other", "One", None))
    full.merge_patients(replace(PATIENT, alerts=("Latex allergy", "Nickel")), "patient-2", "same")
    assert _found(full) == ()
    full.part_patients("patient-2")
    assert _found(full) == ()


def test_a_patient_who_is_gone_is_missed(full: StoredChart, place: Place) -> None:
    full.save_patient(Patient("patient-2", "2", "Other", "One", None))
    place.behind(full, "DELETE FROM patient WHERE id = 'patient-2'")
    assert _found(full) == ("1 patients that the log names are missing.",)


def test_a_role_is_read_from_its_place_whatever_a_name_says(full: StoredChart) -> None:
    named = Clinician("user-4", 'X, therapist, administers, signing as "Y"', "", "front_desk")
    ChartAdministration(full, CHEAP).add_user(named, PASSWORD, PASSWORD)
    told = full._read(user_lines.rights_told)["user-4"]
    assert (told.role, told.administers) == ("front_desk", False)
    assert _found(full) == ()


def test_rights_given_by_the_program_are_sound(full: StoredChart, place: Place) -> None:
    administration = ChartAdministration(full, CHEAP)
    made = Clinician(STUDENT.id, "Sam Student", "PT", "therapist", administers=True)
    administration.change_user(made, PASSWORD)
    administration.deactivate(STUDENT.id, PASSWORD)
    assert _found(full) == ()
    administration.reset_password(STUDENT.id, "fourth set of words", PASSWORD)
    assert _found(full) == ()
    full.close()
    theirs = place.open(STUDENT.id, "fourth set of words")
    assert theirs.user == made
    theirs.close()


def test_a_merge_without_its_line_is_found(full: StoredChart, place: Place) -> None:
    full.save_patient(Patient("patient-2", "2", "Other", "One", None))
    place.behind(full, "UPDATE patient SET merged_into = 'patient-1' WHERE id = 'patient-2'")
    assert _found(full) == ("1 merged records are not as the log tells.",)


def test_a_merge_and_its_undoing_are_sound(full: StoredChart) -> None:
    full.save_patient(Patient("patient-2", "2", "Other", "One", None))
    full.merge_patients(PATIENT, "patient-2", "the same person")
    assert _found(full) == ()
    full.part_patients("patient-2")
    assert _found(full) == ()


def test_an_erased_patient_leaves_no_problem(full: StoredChart) -> None:
    from pt_chart.store import erasing

    full._write(lambda t: erasing.erase(t, PATIENT.id, "asked for", "ordered by a court"))
    assert _found(full) == ()


def test_a_line_of_an_unknown_kind_is_told_and_the_others_are_readable(
    full: StoredChart, place: Place
) -> None:
    place.behind(full, "UPDATE audit SET action = 'wormhole' WHERE number = 2")
    lines = full.report(AuditQuery())
    strange = next(line for line in lines if line.number == 2)
    assert strange.entry.action is AuditAction.UNKNOWN
    assert strange.entry.detail.startswith("wormhole: ")
    assert len(lines) == full._read(lambda c: c.scalar(text("SELECT count(*) FROM audit")))
    assert not ChartAdministration(full, CHEAP).verify().sound


def _found(chart: StoredChart) -> tuple[str, ...]:
    return ChartAdministration(chart, CHEAP).verify().problems
