"""In a large register the rarest trigrams stand for a word; the answer is the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from pt_chart.charting.search_words import finds
from pt_chart.clinical.people import Patient
from pt_chart.store import trigrams
from pt_chart.store.chart_file import ChartFile
from pt_chart.store.open import create_chart
from tests.benchmarks.bench_register import people, questions
from tests.fakes import THERAPIST
from tests.store.samples import CHEAP, PASSWORD

COUNT = 400


@pytest.fixture
def chart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ChartFile:
    """A register that counts as a large one."""
    monkeypatch.setattr(trigrams, "SAMPLED_FROM", 100)
    monkeypatch.setattr(trigrams, "SAMPLE", 50)
    made = create_chart(tmp_path / "clinic.ptchart", THERAPIST, PASSWORD, cost=CHEAP)
    for one in people(COUNT):
        made.save_patient(one)
    return made


def test_a_large_register_answers_as_if_everybody_were_read(chart: ChartFile) -> None:
    everybody: list[Patient] = list(people(COUNT))
    for typed in questions()[::7]:
        wanted = {one.id for one in everybody if finds(typed, one)}
        found = {row.patient.id for row in chart.search(typed, COUNT)}
        assert found == wanted, typed
    chart.close()


def test_the_rarest_are_asked_for(chart: ChartFile) -> None:
    words = [one.family_name.lower() for one in people(8)]
    asked = chart._read(lambda c: trigrams.rarest(c, words))
    assert len(asked) == trigrams.RAREST
    assert all(any(one in word for word in words) for one in asked)
    assert chart._read(lambda c: trigrams.rarest(c, ["abc"])) == ()
    chart.close()


def test_a_small_register_is_asked_for_every_word(
    chart: ChartFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trigrams, "SAMPLED_FROM", COUNT + 1)
    assert chart._read(lambda c: trigrams.rarest(c, ["tallowby", "mira"])) == ()
    chart.close()
