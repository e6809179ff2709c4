"""No page overlaps, squeezes or cuts what it shows: every section, at both sizes, filled or not."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.ui.forms.form_page import FormPage
from pt_chart.ui.panel.side_panel import SidePanel
from pt_chart.ui.plan.page import TITLES, PlanPage
from pt_chart.ui.shell.application import open_main_window
from pt_chart.ui.shell.banner import WarningTag
from pt_chart.ui.shell.sections import SECTIONS as SECTIONS_OF_THE_RAIL
from pt_chart.ui.shell.window import MainWindow
from pt_chart.ui.theme.theme import Scheme, Theme
from pt_chart.ui.theme.tokens import Width
from pt_chart.ui.theme.type import Style
from tests.benchmarks.form_openings import filled_session
from tests.ui import clinic
from tests.ui.layout_faults import faults

SECTIONS = ("history", "body_chart", "exam", "measures", "plan", "program", "documents")
SIZES = ((1366, 768), (1920, 1080))
TEXT_SIZES = (125, 150, 200)
SMALLEST = (900, 560)


@pytest.fixture(params=["filled", "begun"])
def window(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[MainWindow]:
    """A visit with every field of every form filled, or one just begun."""
    filled = request.param == "filled"
    session = filled_session() if filled else clinic.session()
    made = open_main_window(qapp, clinic.FakeWorkplace(), session, Scheme.LIGHT)
    made.resize(*SIZES[0])
    made.show()
    if filled:
        made.open_visit("v")
    else:
        made.start_visit(session.store.episode("e1"))
    yield made
    made.close()
    made.deleteLater()


def finish(window: MainWindow) -> None:
    """Let everything be made that is made in slices."""
    QTest.qWait(5)
    view = window.visit
    assert view is not None
    page = view.stack.currentWidget()
    if isinstance(page, FormPage):
        cards = page.pages[page.current]
        while not cards.finished:
            QCoreApplication.processEvents()
    for _ in range(5):
        QCoreApplication.processEvents()


def tabs(window: MainWindow, section: str) -> Iterator[str]:
    """Every tab of a section, one after the other; "" for a section without tabs."""
    assert window.visit is not None
    window.go_to(section)
    page = window.visit.page(section)
    if isinstance(page, FormPage):
        names = tuple(group.id for group in page.groups)
    else:
        names = tuple(TITLES) if isinstance(page, PlanPage) else ("",)
    for name in names:
        if isinstance(page, FormPage | PlanPage):
            page.tabs.choose(name)
        finish(window)
        yield name


def found(window: MainWindow) -> list[str]:
    """Every fault in every section and tab, with its place."""
    return [
        f"{section} {tab}: {words}"
        for section in SECTIONS
        for tab in tabs(window, section)
        for words in faults(window)
    ]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("panel", [True, False])
def test_nothing_overlaps_or_is_cut(window: MainWindow, size: tuple[int, int], panel: bool) -> None:
    assert window.visit is not None
    window.resize(*size)
    window.visit.dock.open()
    if not panel:
        window.visit.dock.toggle_hidden()
    assert found(window) == []


def scaled() -> list[tuple[int, int]]:
    """What a window holds in logical pixels when text, controls and pictures are larger."""
    larger = [(w * 100 // n, h * 100 // n) for w, h in SIZES for n in TEXT_SIZES]
    return [*larger, SMALLEST]


@pytest.mark.parametrize("window", ["filled"], indirect=True)
def test_nothing_is_cut_at_any_text_size(window: MainWindow) -> None:
    assert window.visit is not None
    window.visit.dock.open()
    for size in scaled():
        window.resize(*size)
        assert (window.width(), window.height()) == size, "the window refuses to be so small"
        assert found(window) == [], size
        window.visit.dock.toggle_hidden()


def test_every_section_is_reached_by_mouse_in_the_lowest_window(window: MainWindow) -> None:
    assert window.visit is not None
    window.resize(*scaled()[2])
    finish(window)
    rail = window.visit.navigation
    height = rail.height() / len(SECTIONS_OF_THE_RAIL)
    for number, section in enumerate(SECTIONS_OF_THE_RAIL):
        QTest.mouseClick(
            rail, Qt.MouseButton.LeftButton, pos=QPoint(30, round((number + 0.5) * height))
        )
        assert window.visit.section == section.id


def test_cards_keep_their_rows_when_two_columns_become_one(window: MainWindow) -> None:
    """The panel opens beside a page in two columns whose rows are still being made."""
    view = window.visit
    assert view is not None
    view.dock.open()
    for section in ("exam", "history"):
        window.go_to(section)
        for size in (*SIZES, (1100, 700), *SIZES):
            window.resize(*size)
            view.dock.toggle_hidden()
            QCoreApplication.processEvents()
            view.dock.toggle_hidden()
            finish(window)
            page = view.page(section)
            assert page is not None
            overlaps = [words for words in faults(page) if "overlap" in words or "high" in words]
            assert overlaps == [], (section, size)


def test_the_entry_line_and_the_palette_follow_the_window(window: MainWindow) -> None:
    view, commands = window.visit, window.commands
    assert view is not None
    assert commands is not None
    window.resize(1920, 1080)
    finish(window)
    view.quick.field.setText("slr r 38 52 fam nf+ calf, reflex achilles l 0, mmt ehl r 4")
    view.quick.field.textEdited.emit(view.quick.field.text())
    commands.find()
    window.resize(1366, 768)
    finish(window)
    assert faults(view.quick) == []
    view.quick.field.setText("bp 76/128, temp 31, pulse 230")
    view.quick.field.textEdited.emit(view.quick.field.text())
    finish(window)
    assert faults(view.quick) == []
    assert abs(commands.palette.geometry().center().x() - window.width() // 2) <= 1
    commands.palette.hide()


def test_names_in_the_narrow_rail_keep_off_its_edges(theme: Theme) -> None:
    assert not theme.missing_fonts
    metrics = QFontMetrics(Style.TINY_STRONG.font)
    for section in SECTIONS_OF_THE_RAIL:
        assert metrics.horizontalAdvance(section.title) <= Width.NAVIGATION_COMPACT - 6


@pytest.mark.parametrize("window", ["begun"], indirect=True)
@pytest.mark.parametrize("size", [*SIZES, (960, 540), (683, 384)])
def test_recording_a_flag_is_whole_at_every_size(window: MainWindow, size: tuple[int, int]) -> None:
    """What the clinician is told to do is never cut, and an allergy is never elided."""
    view = window.visit
    assert view is not None
    desk = view.open.desk
    for name in ("urinary_retention", "altered_perianal_sensation"):
        desk.set_answer(FindingKey(name), Answer(value=True))
    window.resize(*size)
    finish(window)
    view.record_flag()
    finish(window)
    finish(window)
    assert faults(window) == []
    panel = view.dock.panel
    assert isinstance(panel, SidePanel)
    assert panel.flags.form is not None
    assert not panel.flags.form.action.visibleRegion().isEmpty()
    tags = view.banner.findChildren(WarningTag)
    assert tags[0].width() >= tags[0].sizeHint().width()
