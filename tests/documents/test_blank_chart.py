"""The blank body chart: six views on one page, with or without a name."""

from __future__ import annotations

from datetime import date

import pytest

from pt_chart.clinical.people import Clinic, Patient
from pt_chart.definitions.figures import FigureIndex
from pt_chart.documents.printer import Printer
from pt_chart.host.resources import resources_dir
from tests.documents.reading import page_texts

FIGURES = FigureIndex.read(resources_dir() / "figures")
CLINIC = Clinic("Larkmoor Physical Therapy", phone="(555) 010-0142")
PATIENT = Patient("p1", "20417", "Tallowby", "Mira", date(1982, 4, 14))


@pytest.mark.parametrize("paper", ["letter", "a4"])
@pytest.mark.parametrize("body", FIGURES.bodies)
def test_one_page_with_all_views_and_kinds(paper: str, body: str) -> None:
    made = Printer(FIGURES).blank_chart(CLINIC, PATIENT, body=body, paper=paper)
    (text,) = page_texts(made)
    for wanted in ("Tallowby, Mira", "Apr 14, 1982", "Front", "Back", "Left side", "Right side",
                   "Tops of the feet", "Soles", "Pins and needles", "It twitches"):  # fmt: skip
        assert wanted in text, wanted
    assert text.count("RIGHT") == text.count("LEFT") == 4


def test_without_a_patient_there_are_lines_to_write_on() -> None:
    made = Printer(FIGURES).blank_chart(CLINIC, None, body="neutral", paper="letter")
    assert page_texts(made)[0].count("____") >= 3
