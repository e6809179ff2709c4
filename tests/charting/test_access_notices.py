"""After unlocking: who got in another way is told once, to those who manage the chart."""

from __future__ import annotations

from pathlib import Path

from pt_chart.charting.access_notices import access_notices
from pt_chart.charting.administration import Administration
from pt_chart.charting.audit import AuditQuery, AuditRecord
from pt_chart.charting.clinic_session import ClinicSession
from pt_chart.charting.errors import ServerLost
from pt_chart.charting.events import Level
from pt_chart.charting.ports import ChartStore
from pt_chart.clinical.people import Clinician
from pt_chart.store.administration import ChartAdministration
from pt_chart.store.open import create_chart, open_chart, open_in_emergency, open_with_kit
from pt_chart.store.restore import restore
from tests.fakes import THERAPIST, FakeClock, MemoryStore
from tests.soak.clinic import backed_up
from tests.store.samples import CHEAP, PASSWORD
from tests.ui import clinic


def notices(store: ChartStore, administration: Administration | None = None) -> list[str]:
    """What is told, as one text each."""
    made = ClinicSession(
        store,
        clinic.definitions(),
        clinic.figures(),
        clinic.documents(),
        FakeClock(),
        administration=administration,
    )
    return [f"{notice.level} {notice.text} {notice.advice}" for notice in access_notices(made)]


def test_an_opened_envelope_is_told_to_everybody_who_manages(tmp_path: Path) -> None:
    path = tmp_path / "clinic.ptchart"
    chart = create_chart(path, THERAPIST, PASSWORD, cost=CHEAP)
    administration = ChartAdministration(chart, CHEAP)
    administration.add_user(Clinician("a", "Ada", role="admin"), PASSWORD, PASSWORD)
    administration.add_user(Clinician("b", "Bram", role="assistant"), PASSWORD, PASSWORD)
    code = administration.make_envelope(PASSWORD)
    assert notices(chart) == []
    chart.close()
    reader = open_in_emergency(path, code, "Dr. Rowe", "patient collapsed")
    (told,) = notices(reader)
    assert told.startswith(f"{Level.PROBLEM} Emergency access: you can read")
    reader.close()
    for name, expected in (("Bram", 0), ("Ada", 1), (THERAPIST.name, 1), ("Ada", 0)):
        again = open_chart(path, name, PASSWORD)
        found = notices(again)
        assert len(found) == expected, name
        assert all("Dr. Rowe" in words and "patient collapsed" in words for words in found)
        again.close()


def test_a_wrong_clock_is_told() -> None:
    store = clinic.filled_store(FakeClock())
    store.clock_remark = "The clock is 5 hours behind."
    assert any("5 hours" in words for words in notices(store))


class _Slow(MemoryStore):
    """A store whose log does not come now."""

    def report(self, query: AuditQuery) -> tuple[AuditRecord, ...]:
        """The server does not answer."""
        del query
        raise ServerLost


def test_a_server_that_is_slow_keeps_nobody_out() -> None:
    store = _Slow(THERAPIST)
    (told,) = notices(store)
    assert "is told next time" in told
    assert ServerLost.message in told


def test_who_manages_is_told_what_others_changed_about_the_users(tmp_path: Path) -> None:
    path = tmp_path / "clinic.ptchart"
    chart = create_chart(path, THERAPIST, PASSWORD, cost=CHEAP)
    administration = ChartAdministration(chart, CHEAP)
    ada = administration.add_user(Clinician("a", "Ada", role="admin"), PASSWORD, PASSWORD)
    desk = administration.add_user(Clinician("b", "Bram", role="front_desk"), PASSWORD, PASSWORD)
    assert notices(chart) == []
    chart.close()
    again = open_chart(path, "Ada", PASSWORD)
    assert notices(again) == [], "what was before the first unlocking is no news"
    changed = ChartAdministration(again, CHEAP)
    changed.add_user(Clinician("c", "Cleo", role="assistant"), PASSWORD, PASSWORD)
    changed.deactivate(desk.id, PASSWORD)
    assert notices(again) == [], "one's own changes are no news"
    again.close()
    again = open_chart(path, THERAPIST.name, PASSWORD)
    (told,) = notices(again)
    assert told.startswith(f"{Level.WARNING} Users, passwords or the idle lock were changed: Ada")
    assert "and once before" in told
    assert "deactivated Bram" in told
    assert "(id" not in told
    assert ada.name not in told.partition("deactivated")[2]
    assert notices(again) == []
    again.close()


def test_a_restored_backup_is_told_to_everybody_who_manages(tmp_path: Path) -> None:
    path = tmp_path / "clinic.ptchart"
    chart = create_chart(path, THERAPIST, PASSWORD, cost=CHEAP)
    ChartAdministration(chart, CHEAP).add_user(
        Clinician("a", "Ada", role="admin"), PASSWORD, PASSWORD
    )
    kept = backed_up(chart, tmp_path / "backups")
    chart.close()
    restore(kept.path, path, "Ada", PASSWORD, clock=FakeClock()).close()
    for name in ("Ada", THERAPIST.name):
        again = open_chart(path, name, PASSWORD)
        assert any("backup" in words and "restored from" in words for words in notices(again))
        assert notices(again) == []
        again.close()


def test_many_changes_of_users_hide_no_emergency_access(tmp_path: Path) -> None:
    path = tmp_path / "clinic.ptchart"
    chart = create_chart(path, THERAPIST, PASSWORD, cost=CHEAP)
    administration = ChartAdministration(chart, CHEAP)
    administration.add_user(Clinician("a", "Ada", role="admin"), PASSWORD, PASSWORD)
    code = administration.make_envelope(PASSWORD)
    assert notices(chart) == []
    chart.close()
    open_in_emergency(path, code, "Dr. Rowe", "patient collapsed").close()
    ada = open_chart(path, "Ada", PASSWORD)
    own = ChartAdministration(ada, CHEAP)
    words = [PASSWORD, "gravel teapot tide"]
    for number in range(51):
        own.change_password(words[number % 2], words[(number + 1) % 2])
    ada.close()
    again = open_chart(path, THERAPIST.name, PASSWORD)
    assert any("Dr. Rowe" in told for told in notices(again))
    assert notices(again) == []
    again.close()


def test_a_chart_that_was_left_behind_is_told_last_so_that_it_stays() -> None:
    store = MemoryStore(moved_to="ROOM-2 on 2026-11-20")
    told = notices(store)
    assert "not today's chart" in told[-1]
    assert "ROOM-2 on 2026-11-20" in told[-1]


def test_a_code_that_was_used_is_told_until_there_is_another(tmp_path: Path) -> None:
    path = tmp_path / "clinic.ptchart"
    chart = create_chart(path, THERAPIST, PASSWORD, cost=CHEAP)
    administration = ChartAdministration(chart, CHEAP)
    kit, envelope = administration.make_kit(PASSWORD), administration.make_envelope(PASSWORD)
    assert notices(chart, administration) == []
    chart.close()
    open_in_emergency(path, envelope, "Dr. Rowe", "patient collapsed").close()
    new = "three other words"
    chart = open_with_kit(path, kit, THERAPIST.name, new, cost=CHEAP)
    administration = ChartAdministration(chart, CHEAP)
    for _ in range(2):
        still = [words for words in notices(chart, administration) if "still opens" in words]
        assert ["kit" in words for words in still] == [True, False]
    administration.make_kit(new)
    (left,) = notices(chart, administration)
    assert "The emergency envelope was used on" in left
    administration.make_envelope(new)
    assert notices(chart, administration) == []
    chart.close()
