"""Own exercises, pictures, templates and sign-offs in a real chart: kept, and encrypted."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from pt_chart.charting.clinic_library import ClinicLibrary
from pt_chart.charting.own_exercises import OwnExercise
from pt_chart.charting.translation_review import TranslationReview, sign_off, translation_review
from pt_chart.clinical.people import Clinician
from pt_chart.clinical.program import dosing
from pt_chart.clinical.program.dosage import Program
from pt_chart.clinical.program.packs import template
from pt_chart.clinical.sides import Side
from pt_chart.store.open import create_chart, open_chart
from tests.store.samples import CHEAP, PASSWORD
from tests.support.shipped_library import library

THERAPIST = Clinician("", "Ines Corvale")
PICTURE = b"\x89PNG\r\n\x1a\n" + b"a picture that nobody else may see " * 40
OWN = OwnExercise(
    "", "glute_bridge", "Sofa bridge by Ines", "Sofa bridge", "", ("Lie on the sofa.",)
)


def test_everything_comes_back_and_nothing_lies_in_the_clear(path: Path) -> None:
    chart = create_chart(path, THERAPIST, PASSWORD, cost=CHEAP)
    clinic = ClinicLibrary(chart, library())
    kept = clinic.save_own(OWN, PICTURE)
    item = dosing.default_item(library().exercises["clamshell"], Side.RIGHT)
    clinic.save_template(template("Ines's secret hips", Program((item,))))
    clinic.save_dose("clamshell", item.dose)
    sign_off(chart, library(), "es", chart.user, datetime(2026, 11, 20, tzinfo=UTC))
    chart.close()
    for file in path.parent.rglob("*"):
        if file.is_file():
            raw = file.read_bytes()
            for secret in (b"a picture that nobody", b"Sofa bridge", b"secret hips", b"\x89PNG"):
                assert secret not in raw, file.name
    again = open_chart(path, THERAPIST.name, PASSWORD)
    found = ClinicLibrary(again, library())
    assert found.own == (kept,)
    assert found.library.own_pictures[kept.id].png == PICTURE
    assert [pack.name for pack in found.templates()] == ["Ines's secret hips"]
    assert isinstance(translation_review(again, library(), "es"), TranslationReview)
    again.close()
