"""Getting in: the right message for every wrong turn, and nothing touched."""

from __future__ import annotations

import json
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from pt_chart.charting.errors import (
    ChartClosed,
    ChartDamaged,
    ChartExists,
    ChartInUse,
    ChartMissing,
    ChartNewer,
    NetworkShare,
    WorldError,
    WrongPassword,
)
from pt_chart.clinical.people import Clinician
from pt_chart.store import place
from pt_chart.store.chart_file import ChartFile
from pt_chart.store.open import chart_users, create_chart, is_chart, open_chart
from tests.fakes import THERAPIST
from tests.store.samples import CHEAP, PASSWORD, PATIENT, new_visit

pytestmark = pytest.mark.on_file

NAME = THERAPIST.name


@pytest.fixture
def closed(chart: ChartFile, path: Path) -> Path:
    """The path of a closed chart."""
    chart.close()
    return path


def test_open_by_name_or_id_in_any_case(closed: Path) -> None:
    for name in (NAME, "ines CORVALE ", THERAPIST.id):
        again = open_chart(closed, name, PASSWORD)
        assert again.user == THERAPIST
        assert again.patient(PATIENT.id) == PATIENT
        again.close()


@pytest.mark.parametrize(("name", "password"), [(NAME, "wrong"), (NAME, ""), ("Nobody", PASSWORD)])
def test_a_wrong_name_or_password_is_one_answer(closed: Path, name: str, password: str) -> None:
    before = _contents(closed)
    with pytest.raises(WrongPassword) as refused:
        open_chart(closed, name, password)
    assert "Caps Lock" in refused.value.advice
    closed.with_name("clinic.ptchart.attempts").unlink()
    assert _contents(closed) == before


def test_passwords_typed_on_another_keyboard_are_the_same(path: Path) -> None:
    create_chart(path, THERAPIST, "Ångström und Ärger", cost=CHEAP).close()
    open_chart(path, NAME, "A\u030angstro\u0308m und A\u0308rger").close()


def test_no_chart(path: Path) -> None:
    assert not is_chart(path)
    with pytest.raises(ChartMissing):
        open_chart(path, NAME, PASSWORD)
    with pytest.raises(ChartMissing):
        chart_users(path)


def test_a_chart_is_never_overwritten(closed: Path) -> None:
    with pytest.raises(ChartExists):
        create_chart(closed, THERAPIST, PASSWORD, cost=CHEAP)
    open_chart(closed, NAME, PASSWORD).close()


def test_a_lost_database_is_not_an_empty_place(closed: Path) -> None:
    closed.unlink()
    assert is_chart(closed)
    with pytest.raises(ChartDamaged, match="gone"):
        open_chart(closed, NAME, PASSWORD)
    with pytest.raises(ChartExists):
        create_chart(closed, THERAPIST, PASSWORD, cost=CHEAP)


def test_a_creation_that_was_killed_can_be_repeated(path: Path) -> None:
    path.with_name(path.name + ".creating").write_bytes(b"half")
    path.with_name(path.name + ".keys").write_bytes(b"{}")
    path.with_name(path.name + ".head").write_bytes(b"")
    assert not is_chart(path)
    create_chart(path, THERAPIST, PASSWORD, cost=CHEAP).close()
    open_chart(path, NAME, PASSWORD).close()


def test_only_one_program_at_a_time(chart: ChartFile, path: Path) -> None:
    with pytest.raises(ChartInUse) as refused:
        open_chart(path, NAME, PASSWORD)
    assert refused.value.advice
    chart.close()
    open_chart(path, NAME, PASSWORD).close()


def test_another_process_is_kept_out_as_well(chart: ChartFile, path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from pt_chart.store.open import open_chart\n"
        "try: open_chart(Path(sys.argv[1]), 'x', 'y')\n"
        "except Exception as error: print(type(error).__name__)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, check=True)
    assert done.stdout.split() == [b"ChartInUse"]


def test_a_newer_chart_is_refused_untouched(chart: ChartFile, path: Path) -> None:
    stamp = text("UPDATE alembic_version SET version_num = '9999'")
    chart._write(lambda t: t.connection.execute(stamp))
    chart.abandon()
    before = _contents(path)
    with pytest.raises(ChartNewer):
        open_chart(path, NAME, PASSWORD)
    assert _contents(path) == before


def test_a_damaged_page_is_not_a_wrong_password(closed: Path) -> None:
    content = bytearray(closed.read_bytes())
    content[100] ^= 0xFF
    closed.write_bytes(content)
    with pytest.raises(ChartDamaged):
        open_chart(closed, NAME, PASSWORD)


def test_damage_anywhere_is_found_by_the_long_look(closed: Path) -> None:
    intact = closed.read_bytes()
    for page in range(1, len(intact) // 4096):
        content = bytearray(intact)
        content[page * 4096 + 2000] ^= 0xFF
        closed.write_bytes(content)
        with pytest.raises(ChartDamaged):
            _open_and_check(closed)


@pytest.mark.parametrize("content", [b"", b"not a database" * 400, b"SQLite format 3\0" * 256])
def test_another_file_in_its_place(closed: Path, content: bytes) -> None:
    closed.write_bytes(content)
    with pytest.raises(ChartDamaged):
        open_chart(closed, NAME, PASSWORD)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"{}", b"\xff\xfe", b'{"format": 1}'])
def test_a_damaged_key_file_is_not_a_wrong_password(closed: Path, content: bytes) -> None:
    keys = closed.with_name(closed.name + ".keys")
    keys.write_bytes(content)
    with pytest.raises(ChartDamaged, match="key file") as refused:
        open_chart(closed, NAME, PASSWORD)
    assert "previous" in refused.value.advice


def test_an_altered_key_file_is_found(closed: Path) -> None:
    keys = closed.with_name(closed.name + ".keys")
    data = json.loads(keys.read_text())
    data["users"][0]["role"] = "admin"
    keys.write_text(json.dumps(data))
    with pytest.raises(ChartDamaged, match="key file"):
        open_chart(closed, NAME, PASSWORD)


def test_a_key_file_of_a_later_version_is_said_to_be_one(closed: Path) -> None:
    keys = closed.with_name(closed.name + ".keys")
    keys.write_text(json.dumps({**json.loads(keys.read_text()), "version": 3}))
    with pytest.raises(ChartNewer):
        open_chart(closed, NAME, PASSWORD)


def test_the_key_file_of_another_chart_does_not_fit(closed: Path, tmp_path: Path) -> None:
    other = tmp_path / "other" / "clinic.ptchart"
    create_chart(other, THERAPIST, PASSWORD, cost=CHEAP).close()
    shutil.copy(other.with_name("clinic.ptchart.keys"), closed.with_name("clinic.ptchart.keys"))
    with pytest.raises(ChartDamaged):
        open_chart(closed, NAME, PASSWORD)


def test_a_network_share_is_refused(
    path: Path, closed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(place, "file_system_of", lambda *_: "cifs")
    with pytest.raises(NetworkShare, match="cifs") as refused:
        open_chart(closed, NAME, PASSWORD)
    assert "own disk" in refused.value.advice
    new = path.with_name("new.ptchart")
    with pytest.raises(NetworkShare):
        create_chart(new, THERAPIST, PASSWORD, cost=CHEAP)
    assert not list(path.parent.glob("new*"))


def test_a_closed_chart_stays_closed(chart: ChartFile, path: Path) -> None:
    chart.close()
    chart.close()
    assert sorted(file.name for file in path.parent.iterdir()) == [
        "clinic.ptchart",
        "clinic.ptchart.head",
        "clinic.ptchart.keys",
        "clinic.ptchart.lock",
    ]


def test_calls_after_closing_are_answered(chart: ChartFile) -> None:
    chart.close()
    heard: list[object] = []
    with pytest.raises(ChartClosed):
        chart.search("tal")
    chart.later(lambda s: s.search("tal"), heard.append)
    chart.queue_draft(new_visit(), heard.append)
    assert [type(answer) for answer in heard] == [ChartClosed, ChartClosed]


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions")
def test_no_other_user_of_the_computer_may_read_the_files(chart: ChartFile, path: Path) -> None:
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
    assert len(modes) == 6
    assert set(modes.values()) == {0o600}


def test_a_first_user_without_an_id_gets_one(path: Path) -> None:
    made = create_chart(path, Clinician("", "Self Test"), PASSWORD, cost=CHEAP)
    assert made.user.id
    assert made.users() == (made.user,)
    made.close()


def test_opening_needs_no_slow_module_before_the_password(tmp_path: Path) -> None:
    code = (
        "import sys, pt_chart.store.open\n"
        "slow = {'sqlalchemy', 'alembic', 'sqlcipher3', 'argon2', 'cryptography'}\n"
        "print(sorted(slow & set(sys.modules)))\n"
        "pt_chart.store.open.preload(); print('alembic' in sys.modules, 'PySide6' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert done.stdout.splitlines() == ["[]", "False False"]


def test_every_failure_says_what_and_what_to_do() -> None:
    for kind in WorldError.__subclasses__():
        assert kind.message.endswith(".")
        assert kind.advice.endswith(".")


def _open_and_check(path: Path) -> None:
    opened = open_chart(path, NAME, PASSWORD, accept_loss=True)
    try:
        opened.check()
    finally:
        opened.abandon()


def _contents(path: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in path.parent.iterdir() if file.is_file()}
