"""Charts for the soak: made quickly, with a key that costs nothing to derive."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from pt_chart.charting.administration import BackupResult
from pt_chart.charting.ports import ChartStore
from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.clinical.people import Episode, Patient
from pt_chart.clinical.visit import Addendum, Visit
from pt_chart.store import backup
from pt_chart.store.chart_file import ChartFile
from pt_chart.store.open import create_chart, open_chart
from tests.fakes import THERAPIST
from tests.store.samples import CHEAP, EPISODE, NOON, PASSWORD, PATIENT, SIGNATURE, new_visit

COUNTER = FindingKey("counter")


def made(path: Path) -> ChartFile:
    """A new chart with one patient and an episode, open."""
    chart = create_chart(path, THERAPIST, PASSWORD, cost=CHEAP)
    chart.save_patient(PATIENT)
    chart.save_episode(EPISODE)
    return chart


def opened(path: Path) -> ChartFile:
    """A chart of the soak, open."""
    return open_chart(path, THERAPIST.name, PASSWORD)


def edited(visit: Visit, number: int) -> Visit:
    """The visit with its counter and another answer changed."""
    filler = Answer("x" * (number * 37 % 997))
    key = FindingKey(f"edit_{number % 40}")
    return visit.with_answers({COUNTER: Answer(number), key: filler})


def draft(chart: ChartStore, visit_id: str, **more: object) -> Visit:
    """A stored draft."""
    return chart.save_draft(new_visit(visit_id, **more))


def signed(chart: ChartStore, visit_id: str, **more: object) -> Visit:
    """A signed visit."""
    return chart.sign(draft(chart, visit_id, **more), SIGNATURE)


def remark(number: int) -> Addendum:
    """An addendum."""
    return Addendum(f"remark {number}", THERAPIST.id, THERAPIST.signature, NOON)


def with_history(chart: ChartStore, patient_id: str) -> None:
    """A patient with a signed visit, an addendum and a draft."""
    chart.save_patient(Patient(patient_id, patient_id, "Tallowby", patient_id, date(1980, 1, 1)))
    episode = Episode(f"episode of {patient_id}", patient_id, "pain", None, date(2026, 1, 1))
    chart.save_episode(episode)
    first = signed(chart, f"first of {patient_id}", episode_id=episode.id)
    chart.add_addendum(first.id, remark(1))
    chart.save_draft(replace(new_visit(f"second of {patient_id}"), episode_id=episode.id))


def backed_up(chart: ChartFile, folder: Path) -> BackupResult:
    """A backup, proved."""
    from pt_chart.charting.administration import BackupPlan

    heard: list[BackupResult] = []
    backup.back_up(chart, folder, BackupPlan(daily=3, weekly=1, monthly=1), heard.append).join()
    return heard[0]
