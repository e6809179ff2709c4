"""The connection file: nothing plain in it, damage told, and no way around the password."""

from __future__ import annotations

import base64
import json
from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pt_chart.charting.errors import (
    ChartDamaged,
    ChartMissing,
    ChartNewer,
    TooManyAttempts,
    WorldError,
    WrongPassword,
)
from pt_chart.store.attempts import FREE
from pt_chart.store.keyfile import new_chart_key
from pt_chart.store.server.connection_file import (
    is_connection_file,
    new_connection_file,
    read_connection_file,
)
from tests.fakes import THERAPIST, FakeClock
from tests.places import ServerPlace
from tests.store.samples import PASSWORD


def test_nothing_of_the_way_to_the_server_is_plain(place: ServerPlace) -> None:
    login = place.cluster.program(place.database)
    raw = place.path.read_bytes()
    hidden = base64.b64decode(json.loads(raw)["box"])
    for secret in (login.password, login.user, login.database, login.host, str(login.port)):
        assert secret.encode() not in raw
        assert secret.encode() not in hidden
    assert read_connection_file(place.path).login(place.key) == login
    assert place.path.stat().st_mode & 0o077 == 0
    for beside in place.path.parent.glob(f"{place.path.name}.*"):
        assert login.password.encode() not in beside.read_bytes()


def test_it_opens_with_the_chart_key_alone(place: ServerPlace) -> None:
    file = read_connection_file(place.path)
    with pytest.raises(ChartDamaged):
        file.login(new_chart_key())
    with pytest.raises(ChartDamaged):
        replace(file, box=file.box[:-1]).login(place.key)
    with pytest.raises(WrongPassword):
        place.open(THERAPIST.name, "not the password")


def test_the_box_of_another_chart_does_not_fit(place: ServerPlace) -> None:
    file = read_connection_file(place.path)
    other = new_connection_file(place.path, file.login(place.key), file.keys_text, place.key)
    assert other.box != file.box
    mixed = replace(file, keys=replace(file.keys, chart_id="another"), box=other.box)
    with pytest.raises(ChartDamaged):
        mixed.login(place.key)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.data())
def test_a_damaged_file_is_told_and_never_a_crash(place: ServerPlace, data: st.DataObject) -> None:
    raw = place.path.read_bytes()
    at = data.draw(st.integers(0, len(raw) - 1))
    kind = data.draw(st.sampled_from(["cut", "flip", "text", "insert"]))
    damaged = {
        "cut": raw[:at],
        "flip": raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :],
        "text": data.draw(st.binary(max_size=60)),
        "insert": raw[:at] + b"\xff\x00" + raw[at:],
    }[kind]
    place.path.write_bytes(damaged)
    with suppress(WorldError):
        place.open(THERAPIST.name, PASSWORD).close()
    place.path.write_bytes(raw)
    place.path.with_name(place.path.name + ".attempts").unlink(missing_ok=True)


def test_what_is_missing_or_newer_is_told(place: ServerPlace) -> None:
    data = json.loads(place.path.read_text())
    place.path.write_text(json.dumps({**data, "version": 2}))
    with pytest.raises(ChartNewer):
        place.open(THERAPIST.name, PASSWORD)
    place.path.write_text("x" * 9_000_000)
    with pytest.raises(ChartDamaged, match="damaged"):
        place.users()
    place.path.unlink()
    with pytest.raises(ChartMissing, match=r"clinic\.ptserver"):
        place.users()
    assert is_connection_file(place.path)
    assert not is_connection_file(place.path.with_suffix(".ptchart"))


def test_guesses_slow_down_on_this_workstation_and_are_logged(place: ServerPlace) -> None:
    clock = FakeClock()
    for _ in range(FREE):
        with pytest.raises(WrongPassword):
            place.open(THERAPIST.name, "a guess", clock=clock)
    with pytest.raises(TooManyAttempts):
        place.open(THERAPIST.name, PASSWORD, clock=clock)
    clock.advance(10)
    chart = place.open(THERAPIST.name, PASSWORD, clock=clock)
    failed = [line for line in chart.audit() if line.entry.action.value == "unlock failed"]
    assert len(failed) == FREE
    chart.close()


def test_keys_changed_on_the_server_without_the_key_are_noticed(place: ServerPlace) -> None:
    text = read_connection_file(place.path).keys_text
    forged = text.replace(b"Ines", b"Anna")
    place.cluster.run(place.database, "UPDATE pt_chart.key_file SET content = %s", values=(forged,))
    with pytest.raises(ChartDamaged, match="key file on the server"):
        place.open(THERAPIST.name, PASSWORD)
