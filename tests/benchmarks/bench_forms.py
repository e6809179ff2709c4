"""How soon a section stands painted, and a key is painted, with every form filled.

Peer: a bare form of as many Qt widgets (plain line edits and labels in a grid), in the same run.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QScrollArea, QWidget

from pt_chart.clinical.fields import FieldKind
from pt_chart.ui.forms.editors import SegmentEditor, ValueEditor
from pt_chart.ui.forms.form_page import FormPage
from pt_chart.ui.shell.visit_view import VisitView
from tests.benchmarks.form_openings import (
    BARE,
    FORMS,
    bare_window,
    close,
    filled_window,
    openings,
    paint,
    ready,
)
from tests.benchmarks.measure import Measure

KEY_MS = 16.0
KEYS = 200
WARM_UP = 10


def run() -> list[Measure]:
    """Every section and tab, the first in a program and later, then keys in the fullest exam."""
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(["bench"])
    ready(app)
    return [*openings(app), *_keys(app)]


def _keys(app: QApplication) -> Iterator[Measure]:
    """A key in a field of the supine tab: until it is painted, and until all that follows is."""
    window = filled_window(app)
    visit = window.visit
    assert visit is not None
    page = _make_every_form(visit)
    controls = len(window.findChildren(QWidget))
    bare, fields = bare_window(controls)
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
    close(bare)
    close(window)


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
            paint()
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
        paint()


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
        paint()
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
