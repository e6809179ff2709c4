"""A change of keys that is told as failed has changed nothing: no password, no kit, no envelope."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pt_chart.charting.errors import DiskFull, WrongPassword
from pt_chart.clinical.people import Clinician
from pt_chart.store import users
from pt_chart.store.administration import ChartAdministration
from pt_chart.store.chart_file import ChartFile
from pt_chart.store.open import open_chart, open_in_emergency, open_with_kit
from tests.fakes import THERAPIST, FakeClock
from tests.store.samples import CHEAP, PASSWORD

OTHER = "three other words"
CHANGES: dict[str, Callable[[ChartAdministration], object]] = {
    "own password": lambda a: a.change_password(PASSWORD, OTHER),
    "kit": lambda a: a.make_kit(PASSWORD),
    "envelope": lambda a: a.make_envelope(PASSWORD),
    "deactivate": lambda a: a.deactivate("u3", PASSWORD),
    "reset": lambda a: a.reset_password("u3", "gravel teapot tide", PASSWORD),
}


@pytest.mark.parametrize("room", [True, False], ids=["room for the old file", "no room at all"])
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_commit_that_fails_leaves_every_key_as_it_was(
    chart: ChartFile,
    path: Path,
    monkeypatch: pytest.MonkeyPatch,
    change: Callable[[ChartAdministration], object],
    room: bool,
) -> None:
    administration = ChartAdministration(chart, CHEAP)
    administration.add_user(Clinician("u3", "Lena", "", "front_desk"), OTHER, PASSWORD)
    kit, envelope = administration.make_kit(PASSWORD), administration.make_envelope(PASSWORD)
    real = users.put_keys

    def full(*given: Any) -> None:
        real(*given)
        if not room:
            patch.setattr("pt_chart.store.unsettled_keys.write_atomically", _no_room)
        raise DiskFull

    with monkeypatch.context() as patch:
        patch.setattr(users, "put_keys", full)
        with pytest.raises(DiskFull):
            change(administration)
    assert chart._place.previous_keys.read_bytes() == chart._place.keys.read_bytes()
    now = FakeClock(chart._ledger.now)
    chart.close()
    for name, password in ((THERAPIST.name, PASSWORD), ("Lena", OTHER)):
        open_chart(path, name, password, clock=now).close()
    open_in_emergency(path, envelope, "Dr. Vale", "the patient is here", clock=now).close()
    open_with_kit(path, kit, THERAPIST.name, "gravel teapot tide", clock=now).close()
    with pytest.raises(WrongPassword):
        open_chart(path, THERAPIST.name, OTHER, clock=now)


def _no_room(_file: Path, _content: bytes) -> None:
    raise OSError(28, "No space left on device")
