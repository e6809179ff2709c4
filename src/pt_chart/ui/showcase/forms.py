"""The forms: every tab of history, exam and measures, and what helps to fill them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from pt_chart.charting.desk import VisitDesk
from pt_chart.charting.events import Part
from pt_chart.charting.retesting import RetestDesk, sheet_signs, treatment_labels
from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.clinical.sides import Side
from pt_chart.clinical.visit import Treatment
from pt_chart.clinical.within_visit import PAIN_NOW, WithinVisit
from pt_chart.ui.forms.exam_page import ExamPage
from pt_chart.ui.forms.form_page import FormPage
from pt_chart.ui.shell.window import MainWindow
from pt_chart.ui.showcase.camera import SIZES, Camera, settle

SMALL, LARGE = SIZES
RIGHT = Side.RIGHT
LARGER = (125, 150, 200)
"""Text sizes in percent, shown as a window of the small size has them."""
GIVEN = (
    Treatment("Press-up", "3 x 10", 8, None, "leg pain less"),
    Treatment("Seated nerve glide", "2 x 10", 6, RIGHT),
)


def scene(camera: Camera) -> Iterator[Path]:
    """Pictures of every tab, then of the aids; edits are taken back in the end."""
    view = camera.window.visit
    if view is None:
        return
    desk = view.open.desk
    before = desk.visit
    for section in ("history", "exam", "measures"):
        camera.window.go_to(section)
        page = view.page(section)
        if isinstance(page, FormPage):
            yield from _tabs(camera, page, section)
    exam = view.page("exam")
    if isinstance(exam, ExamPage):
        camera.window.go_to("exam")
        yield from _views(camera, exam)
        yield from _fields(camera, exam)
        yield from _retest(camera, exam, desk)
    yield from _lists(camera)
    parts = (Part.ANSWERS, Part.PLAN, Part.WITHIN)
    desk.edit("Showcase ends", replace(before, revision=desk.visit.revision), parts=parts)
    yield from _touch(camera.window, camera)
    yield from _text_sizes(camera.window, camera)


def _tabs(camera: Camera, page: FormPage, section: str) -> Iterator[Path]:
    for group in page.groups:
        page.tabs.choose(group.id)
        yield from camera.everywhere(f"22-{section}-{group.id}")


def _views(camera: Camera, exam: ExamPage) -> Iterator[Path]:
    exam.view.pick("tissue")
    for group in exam.groups:
        exam.tabs.choose(group.id)
        yield from camera.everywhere(f"23-exam-by-tissue-{group.id}")
    exam.view.pick("position")


def _fields(camera: Camera, exam: ExamPage) -> Iterator[Path]:
    """Help beside a step, a refused text, the question about a side, the entry line."""
    view = camera.window.visit
    if view is None:
        return
    view.show_field(FindingKey("slr_neck", RIGHT))
    exam.toggle_help()
    yield from camera.everywhere("24-field-help")
    exam.toggle_help()
    reflex = FindingKey("reflex_achilles", Side.LEFT)
    view.open.desk.set_answer(reflex, Answer("0"))
    view.open.desk.set_answer(reflex.mirrored(), Answer("2"))
    view.show_field(reflex)
    yield from camera.everywhere("24-side-question")
    view.quick.field.setText("slr r 38 52 fam nf+ calf, reflex achilles l 0, mmt ehl r 4")
    view.quick.field.textEdited.emit(view.quick.field.text())
    yield from camera.everywhere("24-entry-line")
    view.quick.field.setText("weakness r 14 days, slr r 45 + df+ calf, occupation driver, nights")
    view.quick.field.textEdited.emit(view.quick.field.text())
    yield from camera.everywhere("24-entry-line-errors")
    view.quick.field.setText("reflex achilles l 0, slr rigth 45")
    view.quick.field.textEdited.emit(view.quick.field.text())
    yield from camera.everywhere("24-entry-line-wrong-side")
    view.quick.clear()


def _retest(camera: Camera, exam: ExamPage, desk: VisitDesk) -> Iterator[Path]:
    angles = (FindingKey("slr_first_angle", RIGHT), FindingKey("slr_angle", RIGHT))
    visit = replace(
        desk.visit,
        within=WithinVisit((*angles, FindingKey("crossed_slr", Side.LEFT))),
        plan=replace(desk.visit.plan, treatments=GIVEN),
    )
    desk.edit("Showcase", visit, parts=(Part.WITHIN, Part.PLAN))
    desk.set_answer(PAIN_NOW, Answer(6))
    desk.set_answer(FindingKey("crossed_slr", Side.LEFT), Answer(value=True))
    first, second = (RetestDesk(desk, label) for label in treatment_labels(GIVEN))
    for key, value in zip(sheet_signs(desk), ("3", "52", "60", "-"), strict=False):
        first.enter(key, value)
    second.enter(PAIN_NOW, "2")
    exam.show_retest()
    yield from camera.everywhere("25-retest")
    exam.view.pick("position")


def _lists(camera: Camera) -> Iterator[Path]:
    """What signing needs, the palette, the clinic's phrases."""
    commands = camera.window.commands
    if commands is None:
        return
    commands.show_needs()
    yield from camera.everywhere("26-signing-needs")
    commands.find()
    commands.palette.field.setText("slump")
    yield from camera.everywhere("26-find")
    commands.palette.field.setText("xyzzy")
    yield camera.window_at(SMALL, "26-find-nothing")
    commands.palette.hide()
    commands.show_phrases()
    yield from camera.everywhere("26-phrases")
    if commands.book is not None:
        commands.book.hide()


def _touch(window: MainWindow, camera: Camera) -> Iterator[Path]:
    window.switch_touch()
    for section in ("history", "exam"):
        window.go_to(section)
        settle()
        yield from camera.everywhere(f"27-touch-{section}")
    window.switch_touch()


def _text_sizes(window: MainWindow, camera: Camera) -> Iterator[Path]:
    """What a window shows when text, controls and pictures are larger: fewer logical pixels."""
    for percent in LARGER:
        size = SMALL * 100 / percent
        for section in ("history", "exam", "measures"):
            window.go_to(section)
            yield camera.window_at(size, f"28-text-{percent}-{section}")
    window.resize(SMALL)
