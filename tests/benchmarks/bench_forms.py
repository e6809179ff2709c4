"""How soon a section stands painted, and a key is painted, with every form filled.

Peer: a bare form of as many Qt widgets (plain line edits and labels in a grid), in the same run.
"""

import os
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSize, Qt
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
from pt_chart.clinical.fields import FieldKind
from pt_chart.clinical.people import Episode, Patient
from pt_chart.clinical.sides import Side
from pt_chart.clinical.visit import Visit, VisitKind
from pt_chart.ui.forms.editors import SegmentEditor, ValueEditor
from pt_chart.ui.forms.form_page import FormPage
from pt_chart.ui.shell.application import open_main_window
from pt_chart.ui.shell.visit_view import VisitView
from pt_chart.ui.shell.window import MainWindow
from pt_chart.ui.theme.theme import Scheme
from tests.benchmarks.filled import answers
from tests.benchmarks.measure import Measure, milliseconds
from tests.fakes import MemoryStore
from tests.ui.clinic import FakeWorkplace

OPENING_MS = 100.0
KEY_MS = 16.0
ROUNDS = 7
KEYS = 200
WARM_UP = 10
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


def _first_paint() -> None:
    """Layouts and repaints that wait; not yet the rows that nobody sees."""
    for _ in range(3):
        QCoreApplication.sendPostedEvents()


def _longest_wait() -> float:
    """The longest turn of the event loop until nothing is left to be made."""
    return max(milliseconds(QCoreApplication.processEvents) for _ in range(40))


def _close(window: QWidget) -> None:
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _openings(app: QApplication) -> Iterator[Measure]:
    """The first opening of each section and tab, a new window each round."""
    ours: dict[str, list[float]] = {}
    bare: dict[str, list[float]] = {}
    waits: list[float] = []
    for round_ in range(ROUNDS + 1):
        window = open_main_window(app, FakeWorkplace(), _session(filled=True), Scheme.LIGHT)
        window.resize(SIZE)
        window.show()
        _paint()
        for name, action in _steps(window):
            took = milliseconds(partial(_open, action))
            longest = _longest_wait()
            count = _shown_controls(window)
            floor = milliseconds(partial(_bare_form, count))
            if round_:
                ours.setdefault(name, []).append(took)
                bare.setdefault(name, []).append(floor)
                waits.append(longest)
        _close(window)
    for name, samples in ours.items():
        yield Measure(
            f"forms: open {name}", tuple(samples), BARE, tuple(bare[name]), aim_p95=OPENING_MS
        )
    yield Measure(
        "forms: longest wait while rows below the fold are made",
        tuple(waits),
        note="one turn of the event loop after a section is painted; a key waits no longer",
    )


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
    """A key in a field of the supine tab: until it is painted, and until all that follows is."""
    window = _window(app, filled=True)
    visit = window.visit
    assert visit is not None
    page = _make_every_form(visit)
    controls = len(window.findChildren(QWidget))
    bare, fields = _bare_window(controls)
    edits: list[object] = []
    visit.open.desk.changed.connect(edits.append)
    for name, kind in (("grade or number", ValueEditor), ("plus or minus", SegmentEditor)):
        editors = _editors(page, kind)
        edits.clear()
        ours, peer = Pressing(editors), Pressing(fields)
        pairs = [(ours.press(), peer.press()) for _ in range(WARM_UP + KEYS)][WARM_UP:]
        if len(edits) < KEYS:
            raise RuntimeError(f"{name}: only {len(edits)} of the keys changed the visit")
        floor = tuple(their.painted for _, their in pairs)
        changed = f"{len(edits)} keys changed the visit, "
        note = f"{changed}{len(visit.open.desk.visit.answers)} answers, all forms made and unfolded"
        yield Measure(
            f"forms: key to painted field, {name}",
            tuple(mine.painted for mine, _ in pairs),
            f"{BARE} ({controls})",
            floor,
            aim_p95=KEY_MS,
            note=note,
        )
        yield Measure(
            f"forms: key to all that follows painted, {name}",
            tuple(mine.settled for mine, _ in pairs),
            f"{BARE} ({controls})",
            floor,
            note="reasoning, panel, conditions, counts, save",
        )
    _close(bare)
    _close(window)


def _make_every_form(visit: VisitView) -> FormPage:
    """Every tab of every section with all of its rows; the exam's supine tab is left open."""
    for section in FORMS:
        visit.go_to(section)
        page = visit.page(section)
        assert isinstance(page, FormPage)
        for group in page.groups:
            page.tabs.choose(group.id)
            page.pages[group.id].finish_all()
            for card in page.pages[group.id].cards:
                card.unfold()
            _paint()
    visit.dock.open()
    visit.go_to("exam")
    page = visit.page("exam")
    assert isinstance(page, FormPage)
    page.tabs.choose("supine")
    _settle()
    return page


def _editors(page: FormPage, kind: type[ValueEditor] | type[SegmentEditor]) -> list[QWidget]:
    """Fields of the open tab that take a 3, or a plus and a minus."""
    found: list[QWidget] = []
    for card in page.pages["supine"].cards:
        for row in card.rows:
            takes = (
                row.field.kind is FieldKind.YES_NO
                if kind is SegmentEditor
                else row.field.kind in (FieldKind.NUMBER, FieldKind.MRC)
                and (row.field.minimum or 0) <= 3
                and (row.field.maximum is None or row.field.maximum >= 5)
            )
            found += [editor for editor in row.editors if takes and isinstance(editor, kind)]
    return found


def _settle() -> None:
    for _ in range(20):
        _paint()


@dataclass(frozen=True)
class Pressed:
    """Milliseconds from a key to the painted field, and to the end of all that follows."""

    painted: float
    settled: float


class Pressing(QObject):
    """Presses keys in one control after the other; each key changes the value."""

    def __init__(self, controls: Sequence[QWidget]) -> None:
        super().__init__()
        self._controls = controls
        self._number = 0
        self._painted = 0.0

    def press(self) -> Pressed:
        """One key, with what it cost."""
        control = self._controls[self._number * 7 % len(self._controls)]
        self._number += 1
        control.window().activateWindow()
        control.setFocus(Qt.FocusReason.TabFocusReason)
        if isinstance(control, QLineEdit):
            control.selectAll()
        scroll = _area_of(control)
        if scroll is not None:
            scroll.ensureWidgetVisible(control)
        _settle()
        letter = _other(control)
        control.installEventFilter(self)
        self._painted = 0.0
        started = time.perf_counter()
        key = QKeyEvent(QEvent.Type.KeyPress, ord(letter), Qt.KeyboardModifier.NoModifier, letter)
        QCoreApplication.sendEvent(control, key)
        _paint()
        settled = time.perf_counter()
        control.removeEventFilter(self)
        assert self._painted, "the key painted nothing"
        return Pressed((self._painted - started) * 1000, (settled - started) * 1000)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note the end of the control's own last painting."""
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QCoreApplication.sendEvent(watched, event)
            watched.installEventFilter(self)
            self._painted = self._painted or time.perf_counter()
            return True
        return super().eventFilter(watched, event)


def _other(control: QWidget) -> str:
    """A key that changes the value."""
    if isinstance(control, SegmentEditor):
        return "-" if control.value == "yes" else "+"
    assert isinstance(control, QLineEdit)
    return "3" if control.text() != "3" else "5"


def _area_of(control: QWidget) -> QScrollArea | None:
    parent = control.parentWidget()
    while parent is not None and not isinstance(parent, QScrollArea):
        parent = parent.parentWidget()
    return parent
