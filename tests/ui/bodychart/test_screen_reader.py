"""The regions of the canvas for screen readers: in the process, and over AT-SPI from outside."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QAccessible

from pt_chart.clinical.bodychart.marks import RegionFill, View
from pt_chart.clinical.visit import Visit
from pt_chart.ui.bodychart.accessible import CanvasInterface, RegionInterface
from pt_chart.ui.bodychart.page import BodyChartPage
from tests.ui import clinic

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
SYSTEM_PYTHON = "/usr/bin/python3"


@pytest.fixture
def spoken(page: BodyChartPage) -> CanvasInterface:
    found = QAccessible.queryAccessibleInterface(page.canvas)
    assert isinstance(found, CanvasInterface)
    return found


def child(canvas: CanvasInterface, words: str) -> RegionInterface:
    names = [r.words for r in canvas._regions()]
    found = canvas.child(names.index(words))
    assert isinstance(found, RegionInterface)
    return found


def test_every_region_has_name_role_and_state(spoken: CanvasInterface, page: BodyChartPage) -> None:
    atlas = page.canvas.atlas
    assert atlas is not None
    assert spoken.childCount() == len(atlas.regions)
    for index, region in enumerate(atlas.regions):
        part = spoken.child(index)
        assert isinstance(part, RegionInterface)
        assert spoken.indexOfChild(part) == index
        assert part.text(QAccessible.Text.Name) == region.words
        assert part.role() is QAccessible.Role.CheckBox
        assert not part.rect().isEmpty()


def test_pressing_marks_and_pressing_again_takes_it_off(
    spoken: CanvasInterface, visit_of: Callable[[], Visit]
) -> None:
    words = spoken._regions()[12].words
    part = child(spoken, words)
    action = part.actionInterface()
    assert action is not None
    (press,) = action.actionNames()
    assert not part.state().checked
    action.doAction(press)
    assert isinstance(visit_of().chart.marks[0].shape, RegionFill)
    assert part.state().checked
    assert part.text(QAccessible.Text.Description) == "ache"
    action.doAction(press)
    assert not part.state().checked


def test_the_region_under_a_place_is_found(spoken: CanvasInterface, page: BodyChartPage) -> None:
    part = spoken.child(5)
    assert isinstance(part, RegionInterface)
    for y in range(part.rect().top(), part.rect().bottom(), 3):
        for x in range(part.rect().left(), part.rect().right(), 3):
            if spoken.childAt(x, y) is part:
                return
    pytest.fail("no place of the region leads to it")


def test_another_view_has_other_regions(spoken: CanvasInterface, page: BodyChartPage) -> None:
    part = spoken.child(0)
    assert isinstance(part, RegionInterface)
    assert part.isValid()
    page.show_view(View.SOLES)
    assert not part.isValid()
    assert spoken.childCount() == len(clinic.figures().atlas.views[View.SOLES].regions)
    assert spoken.childAt(-5000, -5000) is None


@pytest.mark.needs("xvfb", "screen_reader")
def test_a_screen_reader_reads_and_presses_a_region(tmp_path: Path) -> None:
    """Over AT-SPI, in a session of its own, by the system's Python."""
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "xcb",
        "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        "PYTHONPATH": os.pathsep.join([str(ROOT), *filter(None, sys.path)]),
        "XDG_RUNTIME_DIR": str(tmp_path),
    }
    inner = {k: v for k, v in environment.items() if k != "PYTHONHOME"}
    wanted = "RIGHT upper inner calf"
    command = [
        "xvfb-run", "-a", "dbus-run-session", "--", "env", "-u", "PYTHONPATH",
        SYSTEM_PYTHON, str(HERE / "screen_reader.py"), wanted,
        "env", f"PYTHONPATH={inner['PYTHONPATH']}", sys.executable, "-m",
        "tests.ui.bodychart.readable_window",
    ]  # fmt: skip
    done = subprocess.run(
        command, env=inner, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    found = json.loads(done.stdout.strip().splitlines()[-1])
    assert found["regions"] > 50
    assert found["before"]["role"] == "check box"
    assert found["before"]["name"] == wanted
    assert not found["before"]["checked"]
    assert found["before"]["actions"] == ["Press"]
    assert found["after"]["checked"]
    assert found["after"]["description"] == "ache"
