"""Patient mode: the chart full screen until the therapist's password ends it.

What it cannot block: the system's own keys (switching programs, the lock screen, power). Nothing
of the chart but the drawing can be reached through this window, and it closes for nobody without
the password; see docs/body-chart.md.
"""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from pt_chart.charting.clinic_session import ClinicSession, OpenVisit
from pt_chart.charting.errors import WorldError
from pt_chart.charting.events import Part
from pt_chart.clinical.bodychart import editing
from pt_chart.clinical.bodychart.atlas import Region
from pt_chart.clinical.bodychart.coverage import coverage_of
from pt_chart.clinical.bodychart.derive import summarize
from pt_chart.clinical.bodychart.editing import Pencil
from pt_chart.clinical.bodychart.marks import (
    BodyChart,
    BrushStroke,
    Mark,
    Pin,
    RegionFill,
    SymptomKind,
)
from pt_chart.clinical.bodychart.middle import middle_of_shape
from pt_chart.ui.bodychart.patient.big_button import BigButton, hint
from pt_chart.ui.bodychart.patient.steps import (
    HandBackStep,
    KindStep,
    MoreStep,
    StrengthStep,
    WhereStep,
    plain_words,
)
from pt_chart.ui.theme.paint import color
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Space

UNSAID = "The patient showed this place; what it feels like was not said."
WRONG = "That is not the password. Check Caps Lock and the user."


class PatientWindow(QWidget):
    """Where, what does it feel like, how strong: one question at a time."""

    def __init__(self, theme: Theme, open_visit: OpenVisit, session: ClinicSession) -> None:
        super().__init__(None, Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint)
        self._theme = theme
        self._desk = open_visit.desk
        self._session = session
        self._figure = session.atlas.of(self._desk.visit.chart)
        self._pending = BodyChart(body=self._figure.body, figure_version=self._figure.version)
        self._shown = self._pending
        self._kind: SymptomKind | None = None
        self._free = False
        self.running = False
        self.setWindowTitle("Show where it hurts")
        self.setWindowFlag(Qt.WindowType.WindowStaysOnTopHint)
        self._build()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(40, 32, 40, 24)
        column.setSpacing(Space.L)
        self._stack = QStackedWidget()
        column.addWidget(self._stack, 1)
        self.where = WhereStep(self._theme, self._figure, self._session.figures)
        self.kind = KindStep(self._theme)
        self.strength = StrengthStep(self._theme)
        self.more = MoreStep(self._theme)
        self.hand_back = HandBackStep(self._theme, self._session.clinician.name)
        for step in (self.where, self.kind, self.strength, self.more, self.hand_back):
            self._stack.addWidget(step)
            asked = step.findChild(QLabel)
            # The step itself takes the keyboard; a screen reader then says its question.
            step.setAccessibleName(asked.text() if asked is not None else "")
        canvas = self.where.canvas
        canvas.stroked.connect(self._drawn)
        canvas.erased.connect(self._rubbed)
        canvas.tapped.connect(self._tapped)
        self.where.answered.connect(lambda: self._go(self.kind))
        self.kind.answered.connect(self._felt)
        self.strength.answered.connect(self._rated)
        self.more.again.connect(lambda: self._go(self.where))
        self.more.finished.connect(lambda: self._go(self.hand_back))
        self.hand_back.back.connect(lambda: self._go(self.where))
        self.hand_back.submitted.connect(self._leave)
        row = QHBoxLayout()
        self._step = hint("")
        row.addWidget(self._step, 1)
        self.back = BigButton(self._theme, "Back", width=140)
        self.back.setFixedWidth(140)
        self.back.clicked.connect(self._go_back)
        self.finish = BigButton(self._theme, "Hand back", width=180)
        self.finish.setFixedWidth(180)
        self.finish.clicked.connect(lambda: self._go(self.hand_back))
        row.addWidget(self.back)
        row.addWidget(self.finish)
        column.addLayout(row)

    def start(self) -> None:
        """Fill the screen with the first question."""
        self.running = True
        self._show_marks()
        self._go(self.where)
        self.showFullScreen()
        self.activateWindow()
        self.where.canvas.setFocus()

    @property
    def step(self) -> QWidget | None:
        """The question on show."""
        return self._stack.currentWidget()

    def show_step(self, step: QWidget) -> None:
        """Show one of the questions as if it had been reached."""
        self._go(step)

    def _go(self, step: QWidget) -> None:
        self.hand_back.clear()
        self._stack.setCurrentWidget(step)
        order = (self.where, self.kind, self.strength)
        number = next((n for n, s in enumerate(order, 1) if s is step), 0)
        self._step.setText(f"Question {number} of 3" if number else "")
        self.back.setVisible(step in (self.kind, self.strength))
        self.finish.setVisible(step is not self.hand_back)
        self.where.next.setEnabled(not self._pending.empty)
        if step is self.hand_back:
            self.hand_back.password.setFocus()
        if step is self.more:
            words = plain_words(summarize(self._shown, self._session.atlas))
            self.more.tell(f"You showed: {words}." if words else "")
        if step in (self.kind, self.strength, self.more):
            # Nothing is chosen yet: a stray Enter must not answer for the patient.
            step.setFocus(Qt.FocusReason.OtherFocusReason)
        elif step is self.where:
            self.where.canvas.setFocus()

    def _go_back(self) -> None:
        self._go(self.where if self.step is self.kind else self.kind)

    def _drawn(self, stroke: BrushStroke) -> None:
        self._wait_for_kind(
            editing.with_mark(self._pending, self.where.view, stroke, Pencil(), by_patient=True)
        )

    def _rubbed(self, stroke: BrushStroke) -> None:
        """Rubbing takes away the strokes it touches; what stood in the chart before is safe."""
        atlas = self._figure.views[self.where.view]
        rubbed = coverage_of(stroke, atlas)
        touched = frozenset(
            mark.id
            for mark in self._pending.marks
            if mark.view is self.where.view
            and coverage_of(mark.shape, atlas).without(rubbed) is not coverage_of(mark.shape, atlas)
        )
        self._wait_for_kind(editing.without_marks(self._pending, touched))

    def _tapped(self, region: Region) -> None:
        fill = RegionFill(region.id, region.side)
        known = frozenset(
            m.id for m in self._pending.marks if m.shape == fill and m.view is self.where.view
        )
        if known:
            self._wait_for_kind(editing.without_marks(self._pending, known))
        else:
            self._wait_for_kind(
                editing.with_mark(self._pending, self.where.view, fill, Pencil(), by_patient=True)
            )

    def _wait_for_kind(self, pending: BodyChart) -> None:
        """Keep what was shown until it has a kind: the chart holds nothing nobody said."""
        self._pending, self._kind = pending, None
        self._show_marks()
        self.where.next.setEnabled(not pending.empty)

    def _show_marks(self) -> None:
        self.where.canvas.show_chart(self._pending)

    def _felt(self, kind: SymptomKind) -> None:
        self._kind = kind
        self._go(self.strength)

    def _rated(self, intensity: int | None) -> None:
        if self._kind is not None:
            self._write(Pencil(self._kind, intensity))
        self._go(self.more)

    def _write(self, pencil: Pencil) -> None:
        """Put what was shown into the visit, as one step drawn by the patient."""
        chart = self._desk.visit.chart
        first = editing.next_id(chart)
        added = tuple(
            replace(
                mark, id=first + number, kind=pencil.kind, intensity=pencil.intensity,
                by_patient=True,
            )
            for number, mark in enumerate(self._pending.marks)
        )  # fmt: skip
        self._forget_pending()
        if added:
            self._shown = replace(self._shown, marks=(*self._shown.marks, *added))
            changed = replace(chart, marks=(*chart.marks, *added), carried_from="")
            self._desk.edit(
                f"Patient drew {pencil.kind.label}",
                replace(self._desk.visit, chart=changed),
                parts=(Part.CHART,),
                origin=self,
            )

    def _forget_pending(self) -> None:
        self._pending, self._kind = editing.cleared(self._pending), None
        self._show_marks()

    def keep_pending(self) -> None:
        """Put into the visit what was shown and not finished: nothing of it may be lost.

        With a kind the drawn marks are kept, their intensity not asked. Places without one become
        pins that say so: nobody said what they feel like.
        """
        pending, kind = self._pending.marks, self._kind
        if not pending:
            return
        if self._desk.visit.signed:
            self._forget_pending()
        elif kind is not None:
            self._write(Pencil(kind))
            self._session.remark(
                f"The patient did not say how strong the last place is ({kind.label}).",
                "Ask, and set the intensity here.",
            )
        else:
            self._keep_places(pending)
        if self.step in (self.kind, self.strength):
            self._go(self.where)

    def _keep_places(self, pending: tuple[Mark, ...]) -> None:
        chart = self._desk.visit.chart
        self._forget_pending()
        for mark in pending:
            pin = Pin(middle_of_shape(mark.shape, self._figure.views[mark.view]))
            chart = editing.with_mark(chart, mark.view, pin, Pencil(), note=UNSAID, by_patient=True)
        self._desk.edit(
            "Patient showed a place",
            replace(self._desk.visit, chart=replace(chart, carried_from="")),
            parts=(Part.CHART,),
            origin=self,
        )
        self._session.remark(
            "The last place the patient showed has no feeling yet; a pin marks it.",
            "Ask what it feels like, and draw it here.",
        )

    def _leave(self, password: str) -> None:
        try:
            right = self._session.store.verify(password)
        except WorldError as error:
            self.hand_back.refuse(f"{error.message} {error.advice}")
            return
        if not right:
            self.hand_back.refuse(WRONG)
            return
        self.close_for_good()

    def close_for_good(self) -> None:
        """Close without asking: the password was right, or the visit is closed."""
        self.keep_pending()
        self._free, self.running = True, False
        self.close()
        self.deleteLater()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Only the therapist closes this window."""
        if self._free:
            event.accept()
        else:
            event.ignore()
            self._go(self.hand_back)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape asks for the password, it does not leave."""
        if event.key() == Qt.Key.Key_Escape:
            self._go(self.hand_back)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The window's ground."""
        QPainter(self).fillRect(self.rect(), color(self._theme.tokens.window))
