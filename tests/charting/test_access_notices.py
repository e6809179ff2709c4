"""After unlocking: who got in another way is told once, to those who manage the chart."""

from __future__ import annotations

from pathlib import Path

from pt_chart.charting.access_notices import access_notices
from pt_chart.charting.clinic_session import ClinicSession
from pt_chart.charting.events import Level
from pt_chart.charting.ports import ChartStore
from pt_chart.clinical.people import Clinician
from pt_chart.store.administration import ChartAdministration
from pt_chart.store.open import create_chart, open_chart, open_in_emergency
from tests.fakes import THERAPIST, FakeClock
from tests.store.samples import CHEAP, PASSWORD
from tests.ui import clinic


def notices(store: ChartStore) -> list[str]:
    """What is told, as one text each."""
    made = ClinicSession(
        store, clinic.definitions(), clinic.figures(), clinic.documents(), FakeClock()
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
