"""The program page: the last program asked about, reasons, filters, own exercise, Spanish."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from pt_chart.charting.events import Part
from pt_chart.charting.program_edits import ProgramEdits
from pt_chart.clinical.program.dosage import ExerciseResponse
from pt_chart.ui.program.chosen_column import ChosenColumn
from pt_chart.ui.program.followup_card import FollowupCard
from pt_chart.ui.program.handout_card import HandoutCard
from pt_chart.ui.program.offers_column import OffersColumn
from pt_chart.ui.program.page import ProgramPage
from pt_chart.ui.showcase.camera import SIZES, Camera, settle

SMALL, LARGE = SIZES


def scene(camera: Camera) -> Iterator[Path]:
    """Pictures of what the page can do; edits are taken back in the end."""
    camera.window.go_to("program")
    settle()
    page = camera.window.findChild(ProgramPage)
    if page is None:
        return
    desk = page.desk
    before = desk.visit.program
    edits = ProgramEdits(desk)
    yield from _asked(camera, page, edits)
    yield from _offers(camera, page)
    yield from _handout(camera, page)
    desk.edit("Showcase ends", replace(desk.visit, program=before), parts=(Part.PROGRAM,))


def _asked(camera: Camera, page: ProgramPage, edits: ProgramEdits) -> Iterator[Path]:
    """Responses to the last program, a dose beyond its limits."""
    last = page.last_program
    feelings = (("yes", 6, "easier", "better"), ("partly", 3, "harder", "worse"))
    for item, (done, days, felt, after) in zip(last.items, feelings, strict=False):
        answer = ExerciseResponse(item.exercise, item.side, done, days, felt, after)
        edits.respond(answer, item.exercise)
    card = page.findChild(FollowupCard)
    if card is not None:
        card.fold(False)
    yield from camera.everywhere("21-program-asked")
    if card is not None:
        card.fold(True)
    items = edits.items
    if items:
        first = items[0]
        edits.set_dose(0, replace(first.dose, reps=40, times_per_day=first.dose.times_per_day), "")
        column = page.findChild(ChosenColumn)
        if column is not None:
            column.verticalScrollBar().setValue(column.verticalScrollBar().maximum() // 3)
        yield camera.window_at(LARGE, "21-program-reason")
        edits.set_dose(0, first.dose, "")


def _offers(camera: Camera, page: ProgramPage) -> Iterator[Path]:
    """Filters and the own-exercise editor."""
    offers = page.findChild(OffersColumn)
    if offers is None:
        return
    offers.filters.choose("region", "nerve")
    yield camera.window_at(LARGE, "21-program-filtered")
    offers.filters.clear()
    editor = offers.edit_own("sciatic_slider_seated")
    settle()
    camera.window.resize(LARGE)
    settle()
    offers.ensureWidgetVisible(editor, 0, 0)
    yield camera.window_at(LARGE, "21-program-own-exercise")
    offers.close_own()


def _handout(camera: Camera, page: ProgramPage) -> Iterator[Path]:
    """The handout in Spanish, not signed off."""
    card = page.findChild(HandoutCard)
    if card is None:
        return
    card.choose_language("es")
    yield camera.window_at(LARGE, "21-program-spanish")
    camera.window.resize(SMALL)
    settle()
    page.turn(1)
    yield camera.window_at(SMALL, "21-program-spanish-small")
    page.turn(1)
    card.choose_language("en")
