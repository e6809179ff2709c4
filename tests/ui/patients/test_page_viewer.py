"""Pages of an attached file fill the room, grow, shrink and turn."""

from __future__ import annotations

from io import BytesIO
from threading import Event

import PIL.Image
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from pt_chart.charting.attachments import AttachmentRefused
from pt_chart.ui.patients.page_viewer import WIDEST, PageViewer
from pt_chart.ui.shell.threads import MainThread
from pt_chart.ui.theme.theme import Theme


class Pages:
    """Two pages, twice as high as wide; what was asked of them."""

    def __init__(self) -> None:
        self.asked: list[tuple[int, int]] = []
        self.broken = False

    def draw(self, page: int, width: int) -> bytes:
        self.asked.append((page, width))
        if self.broken:
            raise AttachmentRefused("The page cannot be drawn.", "Scan it again.")
        made = BytesIO()
        PIL.Image.new("1", (width, width * 2), 1).save(made, "PNG")
        return made.getvalue()


@pytest.fixture
def pages() -> Pages:
    """What is looked at."""
    return Pages()


@pytest.fixture
def viewer(qtbot: QtBot, theme: Theme, pages: Pages) -> PageViewer:
    """It, at its first page."""
    room = QWidget()
    qtbot.addWidget(room)
    made = PageViewer(theme, "scan.pdf", MainThread(room), pages.draw)
    made.setParent(room)
    room.resize(1200, 600)
    room.show()
    made.resize(800, 600)
    made.show()
    made.show_page(0)
    qtbot.waitUntil(lambda: settled(made))
    return made


def settled(viewer: PageViewer) -> bool:
    return not viewer.state.text() and not viewer._pause.isActive()


def shown(viewer: PageViewer) -> tuple[int, int]:
    size = viewer.picture.pixmap().deviceIndependentSize()
    return round(size.width()), round(size.height())


def test_a_page_has_the_width_of_the_room(viewer: PageViewer, qtbot: QtBot) -> None:
    narrow = shown(viewer)[0]
    assert 700 < narrow <= 800
    viewer.resize(1200, 600)
    qtbot.waitUntil(lambda: settled(viewer) and shown(viewer)[0] > 1100)


def test_it_grows_and_shrinks_within_bounds(viewer: PageViewer, pages: Pages, qtbot: QtBot) -> None:
    fits = shown(viewer)[0]
    QTest.mouseClick(viewer.larger, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: shown(viewer)[0] > fits)
    viewer.setFocus()
    for _ in range(9):
        QTest.keyClick(viewer, Qt.Key.Key_Plus)
    qtbot.waitUntil(lambda: settled(viewer))
    assert not viewer.larger.isEnabled()
    assert viewer.percent.text() == "400 %"
    assert max(width for _, width in pages.asked) <= WIDEST
    for _ in range(9):
        QTest.keyClick(viewer, Qt.Key.Key_Minus)
    qtbot.waitUntil(lambda: settled(viewer) and shown(viewer)[0] < fits)
    assert not viewer.smaller.isEnabled()
    QTest.mouseClick(viewer.fit, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: settled(viewer) and shown(viewer)[0] == fits)


def test_it_turns_and_still_has_the_width_of_the_room(viewer: PageViewer, qtbot: QtBot) -> None:
    fits = shown(viewer)[0]
    for turned in (90, 180, 270, 0):
        QTest.keyClick(viewer, Qt.Key.Key_R)
        qtbot.waitUntil(lambda: settled(viewer))
        assert viewer.turned == turned
        wide, high = shown(viewer)
        assert abs(wide - fits) <= 4
        assert (wide > high) is (turned in (90, 270))


def test_another_page_and_one_that_cannot_be_drawn(
    viewer: PageViewer, pages: Pages, qtbot: QtBot
) -> None:
    viewer.show_page(1)
    qtbot.waitUntil(lambda: settled(viewer))
    assert pages.asked[-1][0] == 1
    pages.broken = True
    viewer.show_page(0)
    qtbot.waitUntil(lambda: settled(viewer))
    assert viewer.picture.text() == "The page cannot be drawn. Scan it again."


def test_a_page_that_is_left_while_it_is_drawn_is_forgotten(
    theme: Theme, pages: Pages, qtbot: QtBot
) -> None:
    begun, go = Event(), Event()

    def slow(page: int, width: int) -> bytes:
        begun.set()
        go.wait(60)
        return pages.draw(page, width)

    room = QWidget()
    qtbot.addWidget(room)
    viewer = PageViewer(theme, "scan.pdf", MainThread(room), slow)
    viewer.show_page(1)
    assert begun.wait(60)
    viewer.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    go.set()
    qtbot.waitUntil(lambda: bool(pages.asked))
    qtbot.wait(50)
