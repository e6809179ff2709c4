"""The text size of this workstation: chosen in a menu, in force from the next start."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from PySide6.QtWidgets import QApplication

from pt_chart.ui.shell import text_size
from pt_chart.ui.shell.application import open_main_window
from pt_chart.ui.theme.theme import Scheme
from tests.ui import clinic

RATIO = """
from pt_chart.ui.shell import text_size
text_size.put_on({percent})
from PySide6.QtWidgets import QApplication
app = QApplication(["pt-chart"])
size = text_size.first_size()
print(app.primaryScreen().devicePixelRatio(), size.width(), size.height())
"""


def started(percent: int, **environment: str) -> list[float]:
    """What a fresh program has: pixels for one of ours, width and height of its window."""
    surroundings = {k: v for k, v in os.environ.items() if k != text_size.FACTOR} | environment
    script = RATIO.format(percent=percent)
    done = subprocess.run(
        [sys.executable, "-c", script], env=surroundings, capture_output=True, text=True, check=True
    )
    return [float(word) for word in done.stdout.split()]


@pytest.mark.parametrize("percent", [100, 125, 200])
def test_a_fresh_program_is_as_large_as_chosen(percent: int) -> None:
    assert started(percent)[0] == percent / 100


def test_it_comes_on_top_of_what_the_environment_sets() -> None:
    assert started(150, QT_SCALE_FACTOR="2")[0] == 3.0


def test_a_size_that_is_not_offered_changes_nothing() -> None:
    assert started(1000)[0] == 1.0


def test_the_first_window_is_no_larger_than_the_screen() -> None:
    ratio, width, height = started(200)
    assert (ratio, width, height) == (2.0, 400.0, 400.0)  # the invented screen has 800 x 800


def test_the_menu_keeps_the_size_and_says_when_it_holds(qapp: QApplication) -> None:
    place = clinic.FakeWorkplace()
    window = open_main_window(qapp, place, clinic.session(), Scheme.LIGHT)
    assert window.commands is not None
    assert window.patients is not None
    window.commands.actions["text_150"].trigger()
    assert place.kept.text_size == 150
    notice = window.patients.notices.notice
    assert notice is not None
    assert "150 %" in notice.text
    assert "started again" in notice.advice
    window.close()
    window.deleteLater()
