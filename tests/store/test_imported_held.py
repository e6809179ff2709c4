"""What an import brought is held against its line, and leaves no alarm when it goes rightly."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from hashlib import sha256

import pytest

from pt_chart.charting.attachments import Attachment
from pt_chart.charting.exchange_port import AttachedFile
from pt_chart.charting.transfer_port import ImportBatch
from pt_chart.clinical.care.episode_log import Contact, ContactKind, EpisodeEntry
from pt_chart.clinical.people import Episode, Patient
from pt_chart.store import files, imported_records
from pt_chart.store.administration import ChartAdministration
from pt_chart.store.stored_chart import StoredChart
from tests.places import Place
from tests.store.samples import CHEAP, NOON, PASSWORD, new_visit

BROUGHT = Patient("brought", "77", "Okonjo", "Ada", date(1970, 1, 1))
CASE = Episode("brought-1", BROUGHT.id, "pain", None, date(2026, 1, 5))
VISIT = replace(new_visit("brought-visit"), episode_id=CASE.id)
CALL = Contact(date(2026, 11, 10), ContactKind.MISSED)
ENTRY = EpisodeEntry("entry-1", CASE.id, 1, CALL, "user-1", NOON)
LATER = replace(ENTRY, version=2, record=replace(CALL, outcome="called"))
PAPER = Attachment(
    "paper-1",
    BROUGHT.id,
    VISIT.id,
    "old.txt",
    "text/plain",
    1,
    sha256(b"x").hexdigest(),
    1,
    NOON,
    "x",
)
BATCH = ImportBatch(
    "import-1",
    "old clinic.json",
    (BROUGHT,),
    (CASE,),
    (VISIT,),
    entries=(ENTRY, LATER),
    files=(AttachedFile(PAPER, b"x"),),
)
TAMPERING = {
    "entry": "UPDATE episode_entry SET by = 'user-9' WHERE version = 1",
    "newest version": "UPDATE episode_entry SET by = 'user-9' WHERE version = 2",
    "entry gone": "DELETE FROM episode_entry WHERE version = 2",
    "file": "UPDATE attachment SET name = 'other.txt'",
    "file gone": "DELETE FROM attachment",
    "remembered": "UPDATE stored_file SET content = (SELECT content FROM stored_file WHERE kind = "
    "'import-original') WHERE kind = 'import'",
    "forgotten": "DELETE FROM stored_file WHERE kind = 'import'",
}


@pytest.fixture
def full(chart: StoredChart) -> StoredChart:
    """A chart with an import."""
    chart.import_records(replace(BATCH, original=b"the file"))
    assert _found(chart) == ()
    return chart


@pytest.mark.parametrize("statement", TAMPERING.values(), ids=TAMPERING)
def test_a_changed_record_of_an_import_is_found(
    full: StoredChart, place: Place, statement: str
) -> None:
    place.behind(full, statement)
    words = "import", "not in the log", "stored value"
    assert [one for one in _found(full) if any(word in one for word in words)]


def test_an_entry_put_in_and_written_into_what_is_remembered_is_found(
    full: StoredChart, place: Place
) -> None:
    kept = full._read(lambda c: files.one(c, imported_records.KEPT, "import-1")) or b""
    brought = imported_records.recalled(kept)
    forged = imported_records.remembered(replace(brought, entries=(*brought.entries, "made up")))
    columns = "id, version, episode_id, kind, content, by, at, struck"
    copied = columns.replace("id,", "'made up',", 1).replace("version", "1")
    place.behind(
        full,
        f"INSERT INTO episode_entry ({columns}) SELECT {copied} FROM episode_entry "  # noqa: S608
        "WHERE version = 1",
    )
    assert "1 entries of episodes are not in the log." in _found(full)
    place.behind(
        full, "UPDATE stored_file SET content = %s WHERE kind = 'import'", values=(forged,)
    )
    assert _found(full) == ("1 imports are not what the log says.",)


def test_what_goes_rightly_is_no_alarm(full: StoredChart) -> None:
    full.add_episode_entry(replace(LATER, version=3, by=full.user.id))
    assert _found(full) == ()
    full.remove_attachment(PAPER.id, "not theirs")
    assert _found(full) == ()
    full.import_records(ImportBatch("import-2", "f.csv", patients=(replace(BROUGHT, id="other"),)))
    full.undo_import("import-2")
    assert _found(full) == ()
    ChartAdministration(full, CHEAP).erase(BROUGHT.id, "they asked", PASSWORD, "ordered by a court")
    assert _found(full) == ()


def test_an_import_undone_is_no_alarm(full: StoredChart) -> None:
    full.undo_import("import-1")
    assert _found(full) == ()


def test_a_file_moved_with_its_draft_and_erased_there_is_no_alarm(full: StoredChart) -> None:
    full.move_draft(VISIT.id, "episode-1", "wrong patient")
    assert _found(full) == ()
    administration = ChartAdministration(full, CHEAP)
    administration.erase("patient-1", "they asked", PASSWORD, "ordered by a court")
    assert _found(full) == ()


def _found(chart: StoredChart) -> tuple[str, ...]:
    return ChartAdministration(chart, CHEAP).verify().problems


def test_a_file_that_was_removed_on_the_way_stays_where_it_was(full: StoredChart) -> None:
    """A draft is moved twice, and its file was removed in between."""
    for number in (1, 2):
        person = replace(BROUGHT, id=f"other-{number}", record_number=f"{number}")
        full.save_patient(person)
        full.save_episode(replace(CASE, id=f"case-{number}", patient_id=person.id))
    full.move_draft(VISIT.id, "case-1", "wrong patient")
    full.remove_attachment(PAPER.id, "not theirs")
    full.move_draft(VISIT.id, "case-2", "wrong again")
    assert _found(full) == ()
