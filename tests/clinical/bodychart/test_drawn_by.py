"""Marks drawn by the patient are told as such."""

from __future__ import annotations

from pt_chart.clinical.bodychart import editing
from pt_chart.clinical.bodychart.drawn_by import drawn_by_words
from pt_chart.clinical.bodychart.editing import Pencil
from pt_chart.clinical.bodychart.marks import BodyChart, Pin, RegionFill, SymptomKind, View
from pt_chart.clinical.sides import Side

K = SymptomKind


def drawn(chart: BodyChart, kind: SymptomKind, *, by_patient: bool, pin: bool = False) -> BodyChart:
    shape = Pin((0.5, 0.5)) if pin else RegionFill("calf", Side.RIGHT)
    return editing.with_mark(chart, View.BACK, shape, Pencil(kind), by_patient=by_patient)


def test_only_the_patients_marks_are_told_as_the_patients() -> None:
    chart = drawn(BodyChart(), K.ACHE, by_patient=False)
    assert drawn_by_words(BodyChart()) == ""
    assert drawn_by_words(chart) == ""
    for kind in (K.TINGLING, K.BURNING, K.TINGLING):
        chart = drawn(chart, kind, by_patient=True)
    chart = drawn(chart, K.ACHE, by_patient=True, pin=True)
    words = "Drawn by the patient: tingling, burning, 1 pin. The other marks by the clinician."
    assert drawn_by_words(chart) == words


def test_a_drawing_all_by_the_patient_says_so() -> None:
    chart = drawn(BodyChart(), K.ACHE, by_patient=True)
    erased = editing.erased(chart, View.BACK, RegionFill("heel", Side.LEFT))
    assert drawn_by_words(erased) == "Drawn by the patient."
