"""The plan's tabs and the measures with their scores, at every size and in both schemes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pt_chart.ui.forms.section_pages import MeasuresPage
from pt_chart.ui.plan.code_loading import code_search
from pt_chart.ui.plan.page import ADMINISTRATION, NOTE, PLAN, TREATMENT, PlanPage
from pt_chart.ui.showcase.camera import Camera, settle


def scene(camera: Camera) -> Iterator[Path]:
    """Pictures of each tab of the plan, of a code search, and of scores and change."""
    camera.window.go_to("plan")
    settle()
    page = camera.window.findChild(PlanPage)
    if page is None:
        return
    for tab in (TREATMENT, NOTE, ADMINISTRATION):
        page.show_tab(tab)
        yield from camera.everywhere(f"21-plan-{tab}")
    page.show_tab(PLAN)
    code_search()
    page.plan.codes.query.setText("sciatica")
    page.plan.codes.search()
    yield from camera.everywhere("21-plan-codes")
    page.plan.codes.query.clear()
    page.plan.codes.search()
    camera.window.go_to("measures")
    settle()
    measures = camera.window.findChild(MeasuresPage)
    if measures is not None:
        measures.tabs.choose("roland_morris")
        yield from camera.everywhere("21-measures-roland-morris")
        measures.show_scores()
        yield from camera.everywhere("21-measures-scores")
