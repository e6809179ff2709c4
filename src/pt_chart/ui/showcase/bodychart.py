"""The body chart from all sides: views, overlays, comparison, color views, patient mode."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QSize

from pt_chart.clinical.bodychart.marks import View
from pt_chart.ui.bodychart.overlays import Overlay
from pt_chart.ui.bodychart.page import BodyChartPage
from pt_chart.ui.bodychart.patient.window import PatientWindow
from pt_chart.ui.bodychart.view_bar import OVER, THEN, TODAY
from pt_chart.ui.showcase.camera import SIZES, Camera, settle

LARGE = SIZES[-1]


def scene(camera: Camera) -> Iterator[Path]:
    """Pictures of everything the page shows; in the end it shows the drawing of today again."""
    camera.window.go_to("body_chart")
    settle()
    page = camera.window.findChild(BodyChartPage)
    if page is None:
        return
    camera.window.resize(LARGE)
    yield from _views(camera, page)
    yield from _overlays(camera, page)
    yield from _comparison(camera, page)
    dialog = page.show_colors()
    yield camera.of(dialog, "20-body-chart-color-views")
    dialog.close()
    patient = page.start_patient_mode()
    if patient is not None:
        yield from _patient_mode(camera, patient)


def _views(camera: Camera, page: BodyChartPage) -> Iterator[Path]:
    for view in View:
        page.show_view(view)
        yield camera.window_at(LARGE, f"20-body-chart-{view.value}")
    page.show_view(View.BACK)


def _overlays(camera: Camera, page: BodyChartPage) -> Iterator[Path]:
    for overlay in Overlay:
        if overlay is not Overlay.NONE:
            page.middle.bar.choose_overlay(overlay)
            yield camera.window_at(LARGE, f"20-body-chart-over-{overlay.value}")
    page.middle.bar.choose_overlay(Overlay.NONE)


def _comparison(camera: Camera, page: BodyChartPage) -> Iterator[Path]:
    if not page.earlier:
        return
    for how, name in ((OVER, "compared"), (THEN, "then")):
        page.middle.bar.choose_comparison(how, page.earlier[0])
        yield camera.window_at(LARGE, f"20-body-chart-{name}")
    page.middle.bar.choose_comparison(TODAY, None)


def _patient_mode(camera: Camera, patient: PatientWindow) -> Iterator[Path]:
    """The three questions and the password; nothing is written into the visit."""
    patient.showNormal()
    for size in SIZES:
        patient.resize(QSize(size))
        for number, step in enumerate(
            (patient.where, patient.kind, patient.strength, patient.hand_back), 1
        ):
            patient.show_step(step)
            yield camera.of(patient, f"20-patient-mode-{number}-{size.width()}")
    patient.close_for_good()
