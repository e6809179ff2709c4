"""How soon a section stands painted, and a key is painted, with every form filled.

Peer: a bare form of as many Qt widgets (plain line edits and labels in a grid), in the same run.
"""

import os
import statistics
from collections.abc import Callable, Iterator

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QEvent, QSize, Qt
from PySide6.QtGui import QKeyEvent
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
from pt_chart.ui.forms.editors import SegmentEditor, ValueEditor
from pt_chart.ui.forms.form_page import FormPage
from pt_chart.ui.shell.application import open_main_window
from pt_chart.ui.shell.window import MainWindow
from pt_chart.ui.theme.theme import Scheme
from tests.benchmarks.filled import answers
from tests.benchmarks.measure import Measure, in_turns, milliseconds
from tests.fakes import MemoryStore
from tests.ui.clinic import FakeWorkplace

OPENING_MS = 100.0
KEY_MS = 16.0
ROUNDS = 7
KEYS = 200
SIZE = QSize(1366, 768)
FORMS = ("history", "exam", "measures")
PAGES = ("plan", "program", "documents")
BARE = "bare Qt form, as many widgets"


def run() -> list[Measure]:
    """Every section and tab, then keys in the fullest exam."""
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(["bench"])
    return [*_openings(app), *_keys(app)]


def _session(*, filled: bool) -> ClinicSession:
    store = MemoryStore()
    known = bootstrap.definitions()
    store.save_patient(Patient("p", "1", "Everything", "Filled", None))
    store.save_episode(Episode("e", "p", "leg pain", Side.RIGHT, store.clock().date()))
    visit = Visit("v", "e", VisitKind.EVALUATION, store.clock().date())
    if filled:
        visit = visit.with_answers(answers(known.vocabulary))
    store.save_draft(visit)
    return ClinicSession(
        store, known, bootstrap.figures(), bootstrap.printer(), store.clock, run_here
    )


def _window(app: QApplication, *, filled: bool) -> MainWindow:
    window = open_main_window(app, FakeWorkplace(), _session(filled=filled), Scheme.LIGHT)
    window.resize(SIZE)
    window.show()
    window.open_visit("v")
    _paint()
    return window


def _paint() -> None:
    """Everything that waits: layouts, timers of no length, repaints."""
    QCoreApplication.processEvents()
    QCoreApplication.sendPostedEvents()
    QCoreApplication.processEvents()


def _close(window: QWidget) -> None:
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _openings(app: QApplication) -> Iterator[Measure]:
    """The first opening of each section and tab, a new window each round."""
    ours: dict[str, list[float]] = {}
    bare: dict[str, list[float]] = {}
    for round_ in range(ROUNDS + 1):
        window = open_main_window(app, FakeWorkplace(), _session(filled=True), Scheme.LIGHT)
        window.resize(SIZE)
        window.show()
        _paint()
        for name, action in _steps(window):
            took = milliseconds(lambda do=action: (do(), _paint()))
            count = _shown_controls(window)
            floor = milliseconds(lambda n=count: _bare_form(n))
            if round_:
                ours.setdefault(name, []).append(took)
                bare.setdefault(name, []).append(floor)
        _close(window)
    for name, samples in ours.items():
        yield Measure(
            f"forms: open {name}", tuple(samples), BARE, tuple(bare[name]), aim_p95=OPENING_MS
        )


def _steps(window: MainWindow) -> Iterator[tuple[str, Callable[[], object]]]:
    yield "visit (history)", lambda: window.open_visit("v")
    visit = window.visit
    assert visit is not None
    for section in FORMS:
        if section != "history":
            yield section, lambda s=section: visit.go_to(s)
        page = visit.page(section)
        assert isinstance(page, FormPage)
        for group in page.groups[1:]:
            yield (
                f"{section}, {group.title}",
                lambda p=page, g=group.id: p.tabs.choose(g),
            )
    for section in PAGES:
        yield section, lambda s=section: visit.go_to(s)


def _shown_controls(window: MainWindow) -> int:
    page = window.visit.stack.currentWidget() if window.visit is not None else None
    return len(page.findChildren(QWidget)) if page is not None else 0


def _bare_form(count: int) -> QMainWindow:
    """A scrolled grid of plain labels and line edits, shown and painted."""
    window = _bare_window(count)[0]
    _close(window)
    return window


def _bare_window(count: int) -> tuple[QMainWindow, list[QLineEdit]]:
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
    _paint()
    return window, fields


def _keys(app: QApplication) -> Iterator[Measure]:
    """One key in a field of the supine tab until everything that follows from it is painted."""
    window = _window(app, filled=True)
    visit = window.visit
    assert visit is not None
    for section in FORMS:
        visit.go_to(section)
        page = visit.page(section)
        assert isinstance(page, FormPage)
        for group in page.groups:
            page.tabs.choose(group.id)
            for card in page.pages[group.id].cards:
                card.unfold()
            _paint()
    visit.dock.open()
    visit.go_to("exam")
    page = visit.page("exam")
    assert isinstance(page, FormPage)
    page.tabs.choose("supine")
    _settle()
    controls = len(window.findChildren(QWidget))
    bare, fields = _bare_window(controls)
    for name, kind, letters in (
        ("a grade or number", ValueEditor, "35"),
        ("plus or minus", SegmentEditor, "+-"),
    ):
        editors = [
            editor
            for editor in page.pages["supine"].findChildren(kind)
            if editor.isVisible() and (kind is ValueEditor or set("+-") <= editor.keys)
        ]
        ours = iter(_pressed(editors, letters))
        peer = iter(_pressed(fields, "35"))
        mine, floor = in_turns(lambda o=ours: next(o), lambda p=peer: next(p), KEYS, warm_up=10)
        yield Measure(
            f"forms: key to painted, {name}",
            mine,
            f"{BARE} ({controls})",
            floor,
            aim_p95=KEY_MS,
            note=f"{len(visit.open.desk.visit.answers)} answers, every form made and unfolded; "
            f"bare form {statistics.median(floor):.2f} ms",
        )
    _close(bare)
    _close(window)


def _settle() -> None:
    for _ in range(20):
        _paint()


def _pressed(controls: list[QWidget], letters: str) -> Iterator[float]:
    number = 0
    while True:
        control = controls[(number * 7) % len(controls)]
        control.setFocus()
        scroll = _area_of(control)
        if scroll is not None:
            scroll.ensureWidgetVisible(control)
        _settle()
        letter = letters[number % len(letters)]
        if isinstance(control, SegmentEditor):
            letter = "-" if control.value == "yes" else "+"
        yield milliseconds(lambda c=control, t=letter: _press(c, t))
        number += 1


def _area_of(control: QWidget) -> QScrollArea | None:
    parent = control.parentWidget()
    while parent is not None and not isinstance(parent, QScrollArea):
        parent = parent.parentWidget()
    return parent


def _press(control: QWidget, letter: str) -> None:
    plain = Qt.KeyboardModifier.NoModifier
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QCoreApplication.sendEvent(control, QKeyEvent(kind, ord(letter), plain, letter))
    _paint()
