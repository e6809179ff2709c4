"""How soon each section stands painted: in a program just started, and in one that runs.

`python -m tests.benchmarks.form_openings` is one program just started: it opens a visit and every
section once and prints wall and processor time of each as JSON.
"""

import gc
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QEvent, QSize
from PySide6.QtWidgets import (
    QApplication,
    QGridLayout,
    QLabel,
    QLineEdit,
    QMainWindow,
    QScrollArea,
    QWidget,
)

from pt_chart import bootstrap
from pt_chart.charting.clinic_session import ClinicSession
from pt_chart.charting.draft_saver import run_here
from pt_chart.clinical.people import Episode, Patient
from pt_chart.clinical.sides import Side
from pt_chart.clinical.visit import Visit, VisitKind
from pt_chart.ui.forms.form_page import FormPage
from pt_chart.ui.shell.ahead import load_ahead
from pt_chart.ui.shell.application import open_main_window
from pt_chart.ui.shell.window import MainWindow
from pt_chart.ui.theme.theme import Scheme
from tests.benchmarks.filled import answers
from tests.benchmarks.measure import Measure, milliseconds
from tests.fakes import MemoryStore
from tests.ui.clinic import FakeWorkplace

OPENING_MS = 100.0
ROUNDS = 7
STARTS = 5
"""Programs started anew for the first opening of each section."""
SIZE = QSize(1366, 768)
FORMS = ("history", "exam", "measures")
PAGES = ("body_chart", "plan", "program", "documents")
BARE = "bare Qt form, as many widgets"


@dataclass(frozen=True)
class Opening:
    """Milliseconds until a section is painted: by the clock, of the processor, and the peer's.

    ``wait`` is the longest turn of the event loop afterwards.
    """

    name: str
    wall: float
    processor: float
    bare: float
    wait: float


def openings(app: QApplication) -> Iterator[Measure]:
    """The first opening of each section in a program, then of each section and tab in a window."""
    first = [opening for _ in range(STARTS) for opening in _started_anew()]
    yield from _measures((one for one in first if "," not in one.name), ", first in the program")
    later = [list(_in_a_window(app)) for _ in range(ROUNDS + 1)][1:]
    yield from _measures((one for round_ in later for one in round_), "")
    yield Measure(
        "forms: longest wait while rows below the fold are made",
        tuple(one.wait for round_ in later for one in round_),
        note="one turn of the event loop after a section is painted; a key waits no longer",
    )


def _measures(found: Iterable[Opening], when: str) -> Iterator[Measure]:
    by_name: dict[str, list[Opening]] = {}
    for one in found:
        by_name.setdefault(one.name, []).append(one)
    for name, all_ in by_name.items():
        processor = [one.processor for one in all_]
        median, most = statistics.median(processor), max(processor)
        yield Measure(
            f"forms: open {name}{when}",
            tuple(one.wall for one in all_),
            BARE,
            tuple(one.bare for one in all_),
            aim_p95=OPENING_MS,
            note=f"processor: median {median:.0f}, most {most:.0f} ms",
        )


def _started_anew() -> Iterator[Opening]:
    started = [sys.executable, "-m", "tests.benchmarks.form_openings"]
    done = subprocess.run(started, capture_output=True, text=True, check=True)
    for row in json.loads(done.stdout.splitlines()[-1]):
        yield Opening(*row)


def _first_in_this_process() -> Iterator[Opening]:
    app = QApplication(["bench"])
    ready(app)
    yield from _in_a_window(app)


def ready(app: QApplication) -> None:
    """What the program does before anybody opens a visit: content, and pages while one looks."""
    app.processEvents()
    session = filled_session()
    gc.freeze()
    load_ahead(session.definitions.knowledge, session.figures)


def _in_a_window(app: QApplication) -> Iterator[Opening]:
    """Each section and tab of a window just made."""
    window = open_main_window(app, FakeWorkplace(), filled_session(), Scheme.LIGHT)
    window.resize(SIZE)
    window.show()
    paint()
    for name, action in _steps(window):
        started = time.thread_time()
        wall = milliseconds(partial(_open, action))
        processor = (time.thread_time() - started) * 1000
        wait = _longest_wait()
        bare = milliseconds(partial(_bare_form, _shown_controls(window)))
        yield Opening(name, wall, processor, bare, wait)
    close(window)


def filled_session() -> ClinicSession:
    """A clinic with one patient whose visit has every field of every form filled."""
    store = MemoryStore()
    known = bootstrap.definitions()
    store.save_patient(Patient("p", "1", "Everything", "Filled", None))
    store.save_episode(Episode("e", "p", "leg pain", Side.RIGHT, store.clock().date()))
    visit = Visit("v", "e", VisitKind.EVALUATION, store.clock().date())
    store.save_draft(visit.with_answers(answers(known.vocabulary)))
    return ClinicSession(
        store, known, bootstrap.figures(), bootstrap.printer(), store.clock, run_here
    )


def filled_window(app: QApplication) -> MainWindow:
    """The filled visit in a window."""
    window = open_main_window(app, FakeWorkplace(), filled_session(), Scheme.LIGHT)
    window.resize(SIZE)
    window.show()
    window.open_visit("v")
    paint()
    return window


def paint() -> None:
    """Everything that waits: layouts, timers of no length, repaints."""
    QCoreApplication.processEvents()
    QCoreApplication.sendPostedEvents()
    QCoreApplication.processEvents()


def _first_paint() -> None:
    """Layouts and repaints that wait; not yet the rows that nobody sees."""
    for _ in range(3):
        QCoreApplication.sendPostedEvents()


def _longest_wait() -> float:
    """The longest turn of the event loop until nothing is left to be made."""
    return max(milliseconds(QCoreApplication.processEvents) for _ in range(40))


def close(window: QWidget) -> None:
    """Close a window and forget it at once."""
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _open(action: Callable[[], object]) -> None:
    action()
    _first_paint()


def _steps(window: MainWindow) -> Iterator[tuple[str, Callable[[], object]]]:
    yield "visit (history)", partial(window.open_visit, "v")
    visit = window.visit
    assert visit is not None
    for section in FORMS:
        if section != "history":
            yield section, partial(visit.go_to, section)
        page = visit.page(section)
        assert isinstance(page, FormPage)
        for group in page.groups[1:]:
            yield f"{section}, {group.title}", partial(page.tabs.choose, group.id)
    for section in PAGES:
        yield section, partial(visit.go_to, section)


def _shown_controls(window: MainWindow) -> int:
    page = window.visit.stack.currentWidget() if window.visit is not None else None
    return len(page.findChildren(QWidget)) if page is not None else 0


def _bare_form(count: int) -> QMainWindow:
    """A scrolled grid of plain labels and line edits, shown and painted."""
    window = bare_window(count)[0]
    close(window)
    return window


def bare_window(count: int) -> tuple[QMainWindow, list[QLineEdit]]:
    """A plain Qt form of about so many widgets, shown and painted, with its fields."""
    window, inner = QMainWindow(), QWidget()
    grid = QGridLayout(inner)
    fields = []
    for number in range(count // 2):
        field = QLineEdit("5")
        fields.append(field)
        grid.addWidget(QLabel(f"Field {number}"), number // 2, (number % 2) * 2)
        grid.addWidget(field, number // 2, (number % 2) * 2 + 1)
    area = QScrollArea()
    area.setWidget(inner)
    area.setWidgetResizable(True)
    window.setCentralWidget(area)
    window.resize(SIZE)
    window.show()
    paint()
    return window, fields


if __name__ == "__main__":
    print(json.dumps([list(vars(one).values()) for one in _first_in_this_process()]))
