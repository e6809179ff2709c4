"""A program killed while it changes keys: before the chart stores it, nothing is changed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from pt_chart.charting.audit import AuditQuery
from pt_chart.charting.errors import UserRefused, WrongPassword
from pt_chart.clinical.people import Clinician
from pt_chart.store import users
from pt_chart.store.administration import ChartAdministration
from pt_chart.store.chart_file import ChartFile
from pt_chart.store.open import open_chart, open_in_emergency, open_with_kit
from pt_chart.store.place import ChartPlace
from tests.fakes import THERAPIST, FakeClock
from tests.store.samples import CHEAP, PASSWORD

pytestmark = [
    pytest.mark.on_file,
    pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no SIGKILL"),
]
OTHER, NEW = "three other words", "gravel teapot tide"
CHANGES = {
    "own password": "change_password(PASSWORD, NEW)",
    "kit": "make_kit(PASSWORD)",
    "envelope": "make_envelope(PASSWORD)",
    "deactivate": "deactivate('u3', PASSWORD)",
    "reset": "reset_password('u3', NEW, PASSWORD)",
}
CHILD = """
import os, signal, sys
from pathlib import Path
from pt_chart.store import users
from pt_chart.store.administration import ChartAdministration
from pt_chart.store.open import open_chart
from tests.store.samples import CHEAP, PASSWORD
from tests.store.test_keys_cut_off import NEW, killed_after

chart = open_chart(Path(sys.argv[1]), sys.argv[2], PASSWORD)
killed_after(sys.argv[4])
eval("ChartAdministration(chart, CHEAP)." + sys.argv[3])
raise SystemExit("the change went through")
"""


def killed_after(step: str) -> None:
    """Let this process end without a word after a step of putting keys away."""
    from pt_chart.store import home

    module, name = {
        "waiting": (home, "write_atomically"),
        "key file": (users, "put_keys"),
    }[step]
    real = getattr(module, name)

    def last(*given: object) -> None:
        real(*given)
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(module, name, last)


@pytest.mark.parametrize("step", ["waiting", "key file"])
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_kill_between_key_file_and_chart_leaves_every_key_as_it_was(
    chart: ChartFile, path: Path, change: str, step: str
) -> None:
    administration = ChartAdministration(chart, CHEAP)
    administration.add_user(Clinician("u3", "Lena", "", "front_desk"), OTHER, PASSWORD)
    kit, envelope = administration.make_kit(PASSWORD), administration.make_envelope(PASSWORD)
    lines = chart.report(AuditQuery())[0].number
    chart.close()
    child = subprocess.run(
        [sys.executable, "-c", CHILD, str(path), THERAPIST.name, change, step],
        check=False,
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    assert child.returncode == -signal.SIGKILL, child.stderr

    for name, password in (("Lena", OTHER), (THERAPIST.name, PASSWORD)):
        open_chart(path, name, password).close()
    assert not ChartPlace(path).keys_before.exists()
    now = FakeClock()
    open_in_emergency(path, envelope, "Dr. Vale", "the patient is here", clock=now).close()
    open_with_kit(path, kit, THERAPIST.name, "hollow green bridge", clock=now).close()
    with pytest.raises(WrongPassword):
        open_chart(path, THERAPIST.name, NEW, clock=now)
    again = open_chart(path, THERAPIST.name, "hollow green bridge", clock=now)
    told = [line.entry.detail for line in again.report(AuditQuery()) if line.number > lines]
    assert not [detail for detail in told if "deactivated" in detail or "reset" in detail]
    assert ChartAdministration(again, CHEAP).verify().problems == ()
    again.close()


def test_a_change_that_was_stored_stands_although_the_old_key_file_is_left(
    chart: ChartFile, path: Path
) -> None:
    place = ChartPlace(path)
    old = place.keys.read_bytes()
    ChartAdministration(chart, CHEAP).change_password(PASSWORD, NEW)
    chart.close()
    place.keys_before.write_bytes(old)
    with pytest.raises(WrongPassword):
        open_chart(path, THERAPIST.name, "neither of them")
    assert place.keys_before.exists()
    open_chart(path, THERAPIST.name, NEW).close()
    assert not place.keys_before.exists()
    with pytest.raises(WrongPassword):
        open_chart(path, THERAPIST.name, PASSWORD)


@pytest.mark.parametrize("content", [b"", b"nothing of ours", b'{"format": 1}'])
def test_what_is_no_key_file_is_not_put_back(chart: ChartFile, path: Path, content: bytes) -> None:
    chart.close()
    place = ChartPlace(path)
    keys = place.keys.read_bytes()
    place.keys_before.write_bytes(content)
    open_chart(path, THERAPIST.name, PASSWORD).close()
    assert place.keys.read_bytes() == keys
    assert not place.keys_before.exists()


def test_the_old_password_is_not_kept_beside_the_chart(chart: ChartFile, path: Path) -> None:
    ChartAdministration(chart, CHEAP).change_password(PASSWORD, NEW)
    assert not ChartPlace(path).keys_before.exists()


def test_a_key_file_planted_beside_an_open_chart_is_never_put_back(
    chart: ChartFile, path: Path
) -> None:
    place = ChartPlace(path)
    keys = place.keys.read_bytes()
    place.keys_before.write_bytes(b"planted")
    with pytest.raises(UserRefused):
        ChartAdministration(chart, CHEAP).add_user(Clinician("u9", THERAPIST.name), OTHER, PASSWORD)
    assert place.keys.read_bytes() == keys
    chart.close()
    place.keys_before.mkdir()
    open_chart(path, THERAPIST.name, PASSWORD).close()
