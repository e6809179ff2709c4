"""The three journeys of docs/journeys.md: without a mouse, complete, within their aims."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from pt_chart.bootstrap.shipped import definitions
from pt_chart.charting.draft_saver import run_here
from pt_chart.clinical.visit import Visit
from pt_chart.definitions.demo import read_demo
from pt_chart.host.resources import resource
from pt_chart.ui.shell.application import build
from tests.journeys import scripts
from tests.journeys.keyboard import throw_away
from tests.journeys.keystroke_level import CountedKeyboard, Effort

Sit = Callable[[int, int], CountedKeyboard]


class MouseWatch(QObject):
    """Counts every mouse button that goes down anywhere in the application."""

    clicks = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Only look."""
        self.clicks += event.type() == QEvent.Type.MouseButtonPress
        return super().eventFilter(watched, event)


@pytest.fixture
def mouse(qapp: QApplication) -> Iterator[MouseWatch]:
    """A watch over the mouse."""
    watch = MouseWatch()
    qapp.installEventFilter(watch)
    yield watch
    qapp.removeEventFilter(watch)


@pytest.fixture
def handout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the handout goes when it is exported."""
    target = tmp_path / "handout.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    return target


@pytest.fixture
def sit(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Sit]:
    """The unlocked clinic with so many visits of the case, so many of them signed."""
    opened: list[CountedKeyboard] = []

    def start(visits: int, signed: int) -> CountedKeyboard:
        place = scripts.make_clinic(tmp_path / "data", visits, signed)
        keyboard = CountedKeyboard(build(qapp, place), qtbot)
        opened.append(keyboard)
        scripts.unlock(keyboard)
        return keyboard

    yield start
    for keyboard in opened:
        keyboard.window.lock()
        keyboard.settle()
        throw_away(keyboard.window)


def stored(folder: Path, number: int) -> Visit:
    """The visit as it stands in the chart on the disk."""
    from pt_chart.bootstrap import LocalWorkplace
    from pt_chart.host.paths import DataFolders

    place = LocalWorkplace(DataFolders(folder), demo=False)
    session = place.unlock(scripts.THERAPIST, scripts.PASSWORD, run_here)
    with closing(session.store) as store:
        (row,) = store.search("tallow")
        (episode,) = store.episodes_of(row.patient.id)
        return store.visits_of(episode.id)[number - 1]


def case_visit(number: int) -> Visit:
    """A visit of the demo case as its file says."""
    known = definitions()
    read, _problems = read_demo(resource("demo"), known.vocabulary, known.library, scripts.SOME_DAY)
    assert read is not None
    case = next(one for one in read.cases if one.patient.id.endswith(scripts.CASE))
    return case.visits[number - 1]


def test_an_evaluation_without_a_mouse(
    sit: Sit, mouse: MouseWatch, handout: Path, tmp_path: Path
) -> None:
    keyboard = sit(0, 0)
    scripts.evaluation(keyboard)
    assert mouse.clicks == 0
    assert keyboard.effort.seconds <= 480, keyboard.laps
    assert handout.read_bytes().startswith(b"%PDF-")
    keyboard.window.lock()
    visit = stored(tmp_path / "data", 1)
    assert visit.signed
    assert visit.hypothesis is not None
    assert len(visit.chart.marks) == 4
    assert len(visit.program.items) == 2
    for key, answer in case_visit(1).answers.items():
        if not key.id.startswith(scripts.SHEETS):
            assert visit.answers[key].value == answer.value, key


def test_a_follow_up_without_a_mouse(sit: Sit, mouse: MouseWatch, tmp_path: Path) -> None:
    keyboard = sit(1, 1)
    scripts.follow_up(keyboard)
    assert mouse.clicks == 0
    assert keyboard.effort.seconds <= 180, keyboard.laps
    keyboard.window.lock()
    visit = stored(tmp_path / "data", 2)
    assert visit.signed
    core = {field.id for field in definitions().vocabulary.fields.values() if field.core}
    assert core <= {key.id for key in visit.answers}
    (given,) = visit.plan.treatments
    assert (given.name, given.minutes) == ("Press-up", 8)
    (again,) = visit.within.retests
    assert (again.key.id, again.value) == ("nprs_now", 3)


def test_six_exercises_without_a_mouse(sit: Sit, mouse: MouseWatch, handout: Path) -> None:
    keyboard = sit(1, 0)
    scripts.program(keyboard)
    assert mouse.clicks == 0
    assert keyboard.effort.seconds <= 60, keyboard.laps
    assert len(keyboard.visit.open.desk.visit.program.items) == 6
    assert handout.read_bytes().startswith(b"%PDF-")


def test_the_model_adds_up() -> None:
    effort = Effort(keys=10, clicks=2, homings=1, decisions=3, waiting=0.5)
    assert effort.seconds == pytest.approx(10 * 0.28 + 2 * (1.10 + 0.28) + 0.40 + 3 * 1.35 + 0.5)
    assert effort.clock == "0:11"
