"""A key file that is put back, or made with other software, is refused or told."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from pt_chart.charting.audit import AuditAction
from pt_chart.charting.errors import ChartDamaged, NotAllowed, WorldError, WrongPassword
from pt_chart.clinical.people import Clinician
from pt_chart.store import key_lines
from pt_chart.store.administration import ChartAdministration
from pt_chart.store.chart_file import ChartFile
from pt_chart.store.engine import encrypted_engine
from pt_chart.store.keyfile import KeyFile
from pt_chart.store.keyfile_format import read_keys, write_keys
from pt_chart.store.open import open_chart
from pt_chart.store.place import ChartPlace
from pt_chart.store.seals import Signer
from pt_chart.store.stored_chart import StoredChart
from pt_chart.store.triggers import sqlite_triggers
from tests.fakes import THERAPIST
from tests.gold.make_chart import GOLD
from tests.places import FilePlace, Place
from tests.store.samples import CHEAP, PASSWORD, SIGNATURE, new_visit

THEO = Clinician("theo", "Theo Vane", "PT", "therapist")
FIRST, SECOND = "seven amber lanterns", "nine copper kettles"


@pytest.fixture
def office(chart: StoredChart) -> ChartAdministration:
    """A second therapist with a password of their own."""
    made = ChartAdministration(chart, CHEAP)
    made.add_user(THEO, FIRST, PASSWORD)
    return made


def _reset(chart: ChartFile, office: ChartAdministration) -> tuple[bytes, bytes]:
    """The key file from before and after Theo got another password; the chart is closed."""
    place = chart._place
    before = place.keys.read_bytes()
    office.reset_password(THEO.id, SECOND, PASSWORD)
    after = place.keys.read_bytes()
    chart.close()
    return before, after


def _put(path: Path, content: bytes) -> None:
    for file in (ChartPlace(path).keys, ChartPlace(path).previous_keys):
        file.write_bytes(content)


def _found(path: Path) -> tuple[str, ...]:
    chart = open_chart(path, THERAPIST.name, PASSWORD)
    found = ChartAdministration(chart, CHEAP).verify().problems
    chart.close()
    return found


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE key_state SET generation = generation - 1",
        "UPDATE key_state SET id = 2",
        "INSERT INTO key_state (id, generation) VALUES (2, 1)",
        "DELETE FROM key_state",
    ],
)
def test_the_generation_only_grows(chart: StoredChart, attack: str) -> None:
    with pytest.raises(WorldError):
        chart._write(lambda t: t.connection.execute(text(attack)))


def test_every_key_file_has_a_line(
    chart: StoredChart, office: ChartAdministration, place: Place
) -> None:
    office.reset_password(THEO.id, SECOND, PASSWORD)
    office.change_password(PASSWORD, SECOND)
    lines = [one for one in chart.audit() if one.entry.action is AuditAction.KEYS]
    numbers = [int(line.entry.detail.split(",")[0].removeprefix("key file ")) for line in lines]
    assert numbers == sorted(numbers, reverse=True)
    assert len(set(numbers)) == 4
    assert office.verify().problems == ()
    chart.close()
    again = place.open(THERAPIST.name, SECOND)
    assert ChartAdministration(again, CHEAP).verify().problems == ()
    assert len([one for one in again.audit() if one.entry.action is AuditAction.KEYS]) == 4
    again.close()


@pytest.mark.on_file
def test_a_password_that_was_reset_does_not_come_back_with_its_key_file(
    chart: ChartFile, office: ChartAdministration, place: FilePlace, path: Path
) -> None:
    before, _ = _reset(chart, office)
    _put(path, before)
    with pytest.raises(ChartDamaged, match="older than the chart"):
        open_chart(path, THEO.name, FIRST)
    _lower(path)
    for who, password in ((THEO.name, FIRST), (THERAPIST.name, PASSWORD)):
        with pytest.raises(ChartDamaged, match="older than the chart"):
            open_chart(path, who, password)
    with pytest.raises(WrongPassword):
        open_chart(path, THEO.name, SECOND)


def _lower(path: Path) -> None:
    """What somebody with a password and other software does, past the trigger."""
    keys = read_keys(ChartPlace(path))
    key = keys.unwrap(THERAPIST.name, PASSWORD).chart
    engine = encrypted_engine(path, key)
    with engine.connect() as connection, connection.begin():
        connection.execute(text("DROP TRIGGER key_state_keep"))
        lowered = text("UPDATE key_state SET generation = :number")
        connection.execute(lowered, {"number": keys.generation})
        connection.execute(text(sqlite_triggers()["key_state_keep"]))
    engine.dispose()


@pytest.mark.on_file
def test_a_generation_that_was_lowered_is_found(
    chart: ChartFile, office: ChartAdministration, place: FilePlace
) -> None:
    office.reset_password(THEO.id, SECOND, PASSWORD)
    place.behind(chart, "UPDATE key_state SET generation = generation - 1")
    assert office.verify().problems == (
        "The chart says another generation of its key file than the log.",
    )


@pytest.mark.on_file
def test_an_earlier_slot_in_todays_key_file_opens_nothing_and_is_found(
    chart: ChartFile, office: ChartAdministration, path: Path
) -> None:
    """Whoever has the chart key can seal a key file that says today's generation."""
    key = chart._keys.chart
    before, after = _reset(chart, office)
    _put(path, before)
    old = read_keys(ChartPlace(path))
    _put(path, after)
    forged = replace(old, generation=read_keys(ChartPlace(path)).generation)
    write_keys(ChartPlace(path), forged, key)
    with pytest.raises(ChartDamaged, match="replaced since"):
        open_chart(path, THEO.name, FIRST)
    opened = open_chart(path, THERAPIST.name, PASSWORD)
    told = [one for one in opened.audit() if one.entry.action is AuditAction.RESTORE]
    assert ["another key file" in one.entry.detail for one in told] == [True]
    opened.close()
    assert _found(path) == ("The key file holds another key of Theo Vane than was made last.",)
    _put(path, after)
    opened = open_chart(path, THEO.name, SECOND)
    assert opened.sign(new_visit(), replace(SIGNATURE, by=THEO.id)).signed
    opened.close()
    assert _found(path) == ()


@pytest.mark.on_file
def test_a_key_file_that_was_exchanged_while_the_chart_is_open_is_found(
    chart: ChartFile, office: ChartAdministration
) -> None:
    place = chart._place
    keys = read_keys(place)
    forged: KeyFile = replace(keys, slots=keys.slots[:1])
    write_keys(place, forged, chart._keys.chart)
    assert office.verify().problems == (
        "The key file is not the one that the log tells of: another was put there.",
    )
    place.keys.write_bytes(b"{}")
    assert office.verify().problems == ("The key file cannot be read.",)


@pytest.mark.on_file
def test_a_copy_with_todays_keys_opens_for_everybody_and_says_so(
    chart: ChartFile, office: ChartAdministration, path: Path
) -> None:
    """As `older_copies` makes them: an older chart, the key file of today."""
    older = path.with_name("older.ptchart")
    chart.close()
    for end in ("", ".head"):
        shutil.copyfile(path.with_name(path.name + end), older.with_name(older.name + end))
    chart = open_chart(path, THERAPIST.name, PASSWORD)
    _reset(chart, ChartAdministration(chart, CHEAP))
    shutil.copyfile(ChartPlace(path).keys, ChartPlace(older).keys)
    opened = open_chart(older, THERAPIST.name, PASSWORD)
    # Whoever comes first may change the key file before the others have been in.
    ChartAdministration(opened, CHEAP).make_kit(PASSWORD)
    opened.close()
    assert _found(older) == ()
    opened = open_chart(older, THEO.name, SECOND)
    assert opened.sign(new_visit(), replace(SIGNATURE, by=THEO.id)).signed
    opened.close()
    assert _found(older) == ()
    opened = open_chart(older, THERAPIST.name, PASSWORD)
    told = [one for one in opened.audit() if one.entry.action is AuditAction.RESTORE]
    assert ["of a later change" in one.entry.detail for one in told] == [True]
    opened.close()


@pytest.mark.on_file
@pytest.mark.parametrize("revision", ["0001", "0002", "0008"])
def test_a_chart_of_an_earlier_version_gets_its_first_line(revision: str, tmp_path: Path) -> None:
    shutil.copytree(GOLD / revision, tmp_path / "old")
    path = tmp_path / "old" / "clinic.ptchart"
    assert _found(path) == ()
    assert _found(path) == ()


@pytest.mark.on_file
def test_a_seal_by_a_key_that_was_replaced_is_found(
    chart: ChartFile, office: ChartAdministration, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody kept a copy of a signing key, and its user has a new one since."""
    seed = read_keys(ChartPlace(path)).unwrap(THEO.name, FIRST).signing
    office.reset_password(THEO.id, SECOND, PASSWORD)
    chart.close()
    opened = open_chart(path, THEO.name, SECOND)
    opened.sign(new_visit(), replace(SIGNATURE, by=THEO.id))
    opened._signer = Signer(opened.user, seed)
    with pytest.raises(NotAllowed, match="replaced since"):
        opened.sign(new_visit("visit-2", number=2), replace(SIGNATURE, by=THEO.id))
    monkeypatch.setattr(key_lines, "is_outdated", lambda *_: False)
    opened.sign(new_visit("visit-2", number=2), replace(SIGNATURE, by=THEO.id))
    opened.close()
    monkeypatch.undo()
    assert _found(path) == ("1 seals were made with a signing key that had been replaced.",)


@pytest.mark.on_file
def test_a_generation_that_was_raised_keeps_nobody_out(chart: ChartFile, path: Path) -> None:
    """The log tells of the key file; the row is only a number."""
    raised = text("UPDATE key_state SET generation = generation + 5")
    chart._write(lambda t: t.connection.execute(raised))
    chart.close()
    told = ("The chart says another generation of its key file than the log.",)
    assert _found(path) == told
    opened = open_chart(path, THERAPIST.name, PASSWORD)
    ChartAdministration(opened, CHEAP).add_user(THEO, FIRST, PASSWORD)
    opened.close()
    open_chart(path, THEO.name, FIRST).close()
    assert _found(path) == told
