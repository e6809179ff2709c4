"""The body chart page: tools, views, canvas, and the drawing in words."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pt_chart.charting.clinic_session import ClinicSession, OpenVisit
from pt_chart.charting.events import Part, VisitChanged
from pt_chart.clinical.bodychart import editing
from pt_chart.clinical.bodychart.atlas import BodyAtlas, Region
from pt_chart.clinical.bodychart.convert import converted
from pt_chart.clinical.bodychart.derive import summarize
from pt_chart.clinical.bodychart.editing import Pencil
from pt_chart.clinical.bodychart.marks import BodyChart, Mark, Pin, SymptomKind, View
from pt_chart.clinical.bodychart.soundness import remarks
from pt_chart.clinical.visit import Visit
from pt_chart.ui.bodychart.canvas import BodyCanvas
from pt_chart.ui.bodychart.color_dialog import ColorDialog
from pt_chart.ui.bodychart.columns import CanvasColumn, ToolColumn, WordColumn
from pt_chart.ui.bodychart.drawn_side import DrawnSide
from pt_chart.ui.bodychart.editor import ChartEditor
from pt_chart.ui.bodychart.head import Head
from pt_chart.ui.bodychart.overlays import Overlay, picture_of
from pt_chart.ui.bodychart.patient.window import PatientWindow
from pt_chart.ui.bodychart.thumbnails import KEYS, LABELS, ViewColumn
from pt_chart.ui.bodychart.tools import BrushSize, Tool
from pt_chart.ui.bodychart.view_bar import OVER, THEN, TODAY
from pt_chart.ui.bodychart.viewport import STEP
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Space
from pt_chart.ui.widgets.scroll import Pan

WIDE_FROM = 1150
LEAST_HEIGHT = 340
HIGH = 120
"""What head and question take at most above the columns."""
TIGHT_BELOW = 640
"""Narrower than this the head shows icons where it shows words otherwise."""
"""Page width from which tools, views, canvas and words stand side by side at full width."""
SEEN = {View.BACK: "seen from behind", View.FRONT: "facing you"}


class BodyChartPage(QWidget):
    """Draw where it hurts; everything derived is said in words beside it."""

    def __init__(self, open_visit: OpenVisit, session: ClinicSession, theme: Theme) -> None:
        super().__init__()
        self._open = open_visit
        self._desk = open_visit.desk
        self._session = session
        self._theme = theme
        self.editor = ChartEditor(self._desk, session)
        self.earlier = tuple(v for v in self._desk.previous if not v.chart.empty)
        self._compared = self.earlier[0] if self.earlier else None
        self._how = TODAY
        self._overlay, self._opacity = Overlay.NONE, 0.7
        self._patient: PatientWindow | None = None
        self._build()
        self._wire()
        self._disconnect = self._desk.changed.connect(self._visit_changed)
        self.destroyed.connect(lambda *_: self._disconnect())
        self.tools.tools.choose(Tool.BRUSH)
        marks = [m for m in self._desk.visit.chart.marks if not m.erases]
        areas = [m for m in marks if m.is_area]
        self.tools.kinds.choose(areas[-1].kind if areas else SymptomKind.ACHE)
        self.show_view(marks[0].view if marks else View.BACK)
        self._show_chart()

    def _build(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        outer.setSpacing(Space.M)
        self.head = Head(self._theme, self._session.figures.bodies, self._compared)
        outer.addWidget(self.head)
        holder = QWidget()
        columns = QHBoxLayout(holder)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(Space.M)
        self.tools = ToolColumn(self._theme)
        self.views = ViewColumn(self._theme, self._session.atlas, self._session.figures)
        self.middle = CanvasColumn(self._theme, self.earlier)
        self.canvas: BodyCanvas = self.middle.canvas
        self.words = WordColumn(self._theme, self._session.definitions.vocabulary)
        columns.addWidget(self.tools)
        columns.addWidget(self.views)
        columns.addWidget(self.middle, 1)
        beside = self._beside = QVBoxLayout()
        beside.setSpacing(Space.S)
        self.side = DrawnSide(self._theme, self._desk, self._session.atlas, holder)
        beside.addWidget(self.words, 1)
        columns.addLayout(beside)
        outer.addWidget(Pan(holder, LEAST_HEIGHT), 1)

    def _wire(self) -> None:
        head, tools, canvas, editor = self.head, self.tools, self.canvas, self.editor
        head.carry_asked.connect(self._carry)
        head.undo_asked.connect(
            lambda: canvas.drop_stroke() or editor.looking() or self._desk.undo(self)
        )
        head.redo_asked.connect(lambda: canvas.drawing or editor.looking() or self._desk.redo(self))
        head.mirror_asked.connect(lambda: editor.mirror(canvas.selection))
        head.clear_asked.connect(editor.clear)
        head.colors_asked.connect(self.show_colors)
        head.patient_asked.connect(self.start_patient_mode)
        head.body_chosen.connect(self._choose_body)
        tools.tools.tool_chosen.connect(self._take_tool)
        tools.tools.reached.connect(canvas.take_pen)
        tools.tools.size_chosen.connect(self._take_size)
        tools.kinds.picked.connect(self._take_kind)
        tools.strength.changed.connect(self._restyle)
        self.views.chosen.connect(self.show_view)
        for view, key in KEYS.items():  # not of the thumbnails, which narrow pages hide
            action = QAction(f"{LABELS[view]} view", self)
            action.setShortcut(key)
            action.triggered.connect(partial(self.show_view, view))
            self.addAction(action)
        self.middle.view_chosen.connect(self.show_view)
        self.middle.note_kept.connect(self._keep_note)
        canvas.stroked.connect(editor.draw)
        canvas.lassoed.connect(editor.draw)
        canvas.erased.connect(editor.erase)
        canvas.tapped.connect(editor.tap)
        canvas.arrowed.connect(editor.arrow)
        canvas.pinned.connect(self.middle.ask_note)
        canvas.selected.connect(self._selected)
        canvas.dragged.connect(editor.move)
        canvas.nudged.connect(partial(editor.move, nudge=True))
        canvas.removed.connect(editor.remove)
        canvas.refused.connect(editor.looking)
        canvas.zoomed.connect(self.middle.bar.show_zoom)
        bar = self.middle.bar
        bar.zoom_asked.connect(lambda step: canvas.zoom(STEP**step) if step else canvas.fit())
        bar.overlay_chosen.connect(self._choose_overlay)
        bar.compare_chosen.connect(self._choose_comparison)
        self._wire_words()

    def _wire_words(self) -> None:
        regions, editor = self.words.regions, self.editor
        regions.turned.connect(self.show_view)
        regions.toggled.connect(editor.tap)
        regions.digit.connect(self._digit)
        regions.strength.connect(self.tools.strength.step)
        regions.rubbed_out.connect(editor.rub_out)
        regions.pinned.connect(self._pin_region)
        regions.arrowed.connect(editor.arrow)
        regions.lettered.connect(self._letter)
        self.side.answered.connect(regions.setFocus)
        self.words.offers.accepted.connect(editor.record)

    def finish_entries(self) -> None:
        """Put into the visit what is not finished: what the patient showed, a pin's words."""
        if self._patient is not None and self._patient.running:
            self._patient.keep_pending()
        self.middle.finish_note()

    def close_page(self) -> None:
        """Stop following the visit."""
        self._disconnect()
        if self._patient is not None:
            self._patient.close_for_good()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Side columns take less where there is less."""
        width = event.size().width()
        wide = width >= WIDE_FROM
        self.tools.setFixedWidth(264 if wide else 236)
        self.views.setVisible(wide)
        beside = (372 if width >= 1400 else 330) if wide else 272
        self.words.setFixedWidth(beside)
        roomy = wide and event.size().height() > LEAST_HEIGHT + HIGH
        self.side.stand(self._beside if roomy else self.layout(), 0 if roomy else 1)
        self.words.set_narrow(narrow=not wide)
        self.middle.set_narrow(narrow=not wide)
        self.head.set_narrow(narrow=not wide, tight=width < TIGHT_BELOW)
        super().resizeEvent(event)

    @property
    def _chart(self) -> BodyChart:
        """The drawing on the canvas: today's, or an earlier one that is only looked at."""
        if self._how == THEN and self._compared is not None:
            return self._compared.chart
        return self._desk.visit.chart

    def _figure(self) -> BodyAtlas:
        return self._session.atlas.of(self._chart)

    def show_view(self, view: View) -> None:
        """Show one of the six views."""
        if view is not self.editor.view:
            self.middle.finish_note()
        self.editor.view = view
        figure = self._figure()
        svg = self._session.figures.body_svg(view, figure.body, figure.version)
        self.canvas.show_view(figure.views[view], svg)
        self._show_overlay()
        self.middle.show_view(view, LABELS[view], SEEN.get(view, ""))
        self.views.choose(view)
        self.words.regions.show_view(figure.views[view], self._open.live.summary, figure.views)

    def event(self, event: QEvent) -> bool:
        """Undo is ours while the pen is down or an earlier drawing is only looked at."""
        mine = event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if mine and self._holds_back(event):
            event.accept()
            return True
        return super().event(event)

    def _holds_back(self, event: QEvent) -> bool:
        keys = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)
        steps = isinstance(event, QKeyEvent) and any(event.matches(key) for key in keys)
        return steps and (self.canvas.drawing or self.canvas.frozen)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits choose the kind, + and - the intensity, wherever the focus is on the page."""
        if self._holds_back(event):
            # Undo with the pen down drops the stroke; redo has nothing to bring back then.
            if event.matches(QKeySequence.StandardKey.Undo) and self.canvas.drop_stroke():
                self.canvas.update()
            elif not self.canvas.drawing:
                self.editor.looking()
        elif event.text().isdigit() and not event.modifiers():
            self._digit(int(event.text()))
        elif event.text() in {"+", "-"}:
            self.tools.strength.step(1 if event.text() == "+" else -1)
        elif event.modifiers() or not self.side.answers(event):
            super().keyPressEvent(event)

    def _letter(self, event: QKeyEvent) -> None:
        """Y and M typed into the list: the answer to the question; M mirrors when none is open."""
        if not self.side.answers(event) and event.text().lower() == "m":
            self.editor.mirror(None)

    def _digit(self, digit: int) -> None:
        self.tools.kinds.choose(tuple(SymptomKind)[(digit - 1) % 10])

    def _take_tool(self, tool: Tool) -> None:
        self.canvas.tool = tool
        shape = Qt.CursorShape
        cursors = {
            Tool.REGION: shape.PointingHandCursor,
            Tool.SELECT: shape.ArrowCursor,
            Tool.MOVE: shape.OpenHandCursor,
        }
        self.canvas.setCursor(cursors.get(tool, shape.CrossCursor))
        if tool is not Tool.SELECT:
            self.canvas.select(None)

    def _take_size(self, size: BrushSize) -> None:
        self.canvas.size_of_brush = size

    def _take_kind(self, kind: SymptomKind) -> None:
        mark = self._selected_mark()
        if mark is not None and mark.kind is not kind:
            self._restyle(Pencil(kind, mark.intensity, mark.depth, mark.constancy))
            return
        self.tools.strength.show_kind(kind, self._desk.visit.chart)
        self._use_pencil()

    def _selected_mark(self) -> Mark | None:
        chosen = self.canvas.selection
        return None if chosen is None else editing.mark_of(self._desk.visit.chart, chosen)

    def _use_pencil(self) -> None:
        self.canvas.pencil = self.editor.pencil = self.tools.strength.pencil

    def _selected(self, id: int | None) -> None:
        mark = None if id is None else editing.mark_of(self._desk.visit.chart, id)
        self.head.show_selection(selected=mark is not None)
        if mark is not None:
            self.tools.kinds.show_chosen(mark.kind)
            self.tools.strength.show_mark(mark)
            if isinstance(mark.shape, Pin):
                self.middle.ask_note(mark.shape, mark.note, mark.id)
        else:
            self.middle.finish_note()
            self.tools.strength.show_kind(self.tools.kinds.chosen, self._desk.visit.chart)
        self._use_pencil()

    def _restyle(self, pencil: Pencil) -> None:
        self.canvas.pencil = pencil
        self.editor.restyle(pencil, self.canvas.selection)
        if self.canvas.frozen:
            self.tools.strength.show_kind(pencil.kind, self._desk.visit.chart)
            self._use_pencil()

    def _keep_note(self, pin: Pin, text: str, id: int | None, view: View) -> None:
        if id is None:
            self.editor.pin(pin, text, view)
        else:
            self.editor.note(id, text)

    def _pin_region(self, region: Region, at: Pin) -> None:
        del region
        if not self.editor.refused():
            self.middle.ask_note(at)

    def _carry(self) -> None:
        if self._compared is not None:
            self.editor.start_from(self._compared)

    def _choose_body(self, body: str) -> None:
        self.editor.choose_body(body)
        self._show_chart()

    def _choose_overlay(self, overlay: Overlay, opacity: float) -> None:
        self._overlay, self._opacity = overlay, opacity
        self._show_overlay()

    def _show_overlay(self) -> None:
        figure = self._figure()
        atlas = figure.views[self.editor.view]
        figures = self._session.figures
        self.canvas.show_overlay(
            picture_of(self._overlay, self._opacity, figures, atlas, figure.body)
        )

    def _choose_comparison(self, how: str, visit: Visit | None) -> None:
        self._how = how
        if visit is not None:
            self._compared = visit
            self.head.show_compared(visit)
        self.middle.finish_note()
        looked_at = self._compared if how == THEN else None
        self.editor.looked_at = looked_at.date if looked_at is not None else None
        self.canvas.freeze(frozen=looked_at is not None)
        self.show_view(self.editor.view)
        self._show_chart()

    def show_colors(self) -> ColorDialog:
        """Open the view of other color visions."""
        figure = self._figure()
        view = self.editor.view
        svg = self._session.figures.body_svg(view, figure.body, figure.version)
        dialog = ColorDialog(self._theme, figure.views[view], svg, self._chart, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
        return dialog

    def start(self) -> None:
        """Take the keyboard: an open question, else the list, where all can be drawn by key."""
        asked = self.side.question
        (asked.keep if asked else self.words.regions).setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.words.regions.begin()

    def start_patient_mode(self) -> PatientWindow | None:
        """Hand the chart to the patient, full screen."""
        if self._desk.visit.signed:
            self._session.remark("This visit is signed.", "Write an addendum instead.")
            return None
        if self._patient is None or not self._patient.running:
            self._patient = PatientWindow(self._theme, self._open, self._session)
            self._patient.start()
        return self._patient

    def _visit_changed(self, change: VisitChanged) -> None:
        if Part.CHART in change.parts or Part.STATUS in change.parts:
            self._show_chart()
        elif Part.ANSWERS in change.parts:
            self._show_offers()
        self.head.show_undo(self._desk.undo_label, self._desk.redo_label)

    def _show_chart(self) -> None:
        today, shown = self._desk.visit.chart, self._chart
        figure = self._figure()
        if self.canvas.atlas is not figure.views[self.editor.view]:
            self.show_view(self.editor.view)
        # The live summary may be told of the same change after us; derived facts are cached.
        summary = summarize(today, self._session.atlas)
        before = self._compared if self._how == OVER else None
        self.canvas.show_chart(shown, converted(before.chart, figure) if before else None)
        self.tools.kinds.show_chart(today)
        mark = self._selected_mark()
        if mark is not None:
            self.tools.strength.show_mark(mark)
        else:
            self.tools.strength.show_kind(self.tools.kinds.chosen, today)
        self._use_pencil()
        self.views.show_chart(shown, figure)
        self.head.show_chart(today)
        self.head.show_undo(self._desk.undo_label, self._desk.redo_label)
        self.words.words.show_summary(summary, today, remarks(today, self._session.atlas))
        self.words.regions.show_view(figure.views[self.editor.view], summary, figure.views)
        self.side.look()
        self._show_offers()
        self._show_comparison()

    def _show_offers(self) -> None:
        summary = summarize(self._desk.visit.chart, self._session.atlas)
        self.words.offers.show_findings(summary, self._desk.visit.answers)

    def _show_comparison(self) -> None:
        now, asked = self._desk.visit.chart, self.side.question is not None
        self.words.show_compared(self._compared, now, self._session.atlas, asked=asked)
