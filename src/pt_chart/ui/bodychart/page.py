"""The body chart page: tools, views, canvas, and the drawing in words."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from pt_chart.charting.clinic_session import ClinicSession, OpenVisit
from pt_chart.charting.events import Part, VisitChanged
from pt_chart.clinical.bodychart import editing
from pt_chart.clinical.bodychart.atlas import Region
from pt_chart.clinical.bodychart.compare import compare_summaries
from pt_chart.clinical.bodychart.derive import summarize
from pt_chart.clinical.bodychart.editing import Pencil
from pt_chart.clinical.bodychart.marks import (
    BodyChart,
    BrushStroke,
    Pin,
    SpreadArrow,
    SymptomKind,
    View,
)
from pt_chart.ui.bodychart.canvas import BodyCanvas, BrushSize, Tool
from pt_chart.ui.bodychart.kinds_card import KindList
from pt_chart.ui.bodychart.region_list import RegionList
from pt_chart.ui.bodychart.thumbnails import LABELS, SHORT, Thumbnail
from pt_chart.ui.bodychart.tools_card import StrengthCard, ToolsCard
from pt_chart.ui.bodychart.words_card import CompareCard, WordsCard
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Space
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.button import Button
from pt_chart.ui.widgets.card import Card
from pt_chart.ui.widgets.label import Label
from pt_chart.ui.widgets.line_field import LineField
from pt_chart.ui.widgets.segments import Mood, Segment, Segments

WIDE_FROM = 1150
"""Page width from which tools, views, canvas and words stand side by side at full width."""


class BodyChartPage(QWidget):
    """Draw where it hurts; everything derived is said in words beside it."""

    def __init__(self, open_visit: OpenVisit, session: ClinicSession, theme: Theme) -> None:
        super().__init__()
        self._open = open_visit
        self._desk = open_visit.desk
        self._session = session
        self._theme = theme
        self._view = View.BACK
        self._build()
        self._disconnect = self._desk.changed.connect(self._visit_changed)
        self.destroyed.connect(lambda *_: self._disconnect())
        self._tools.choose(Tool.BRUSH)
        self._kinds.choose(self._first_kind())
        self.show_view(self._first_view())
        self._show_chart()

    def _first_kind(self) -> SymptomKind:
        marks = [m for m in self._desk.visit.chart.marks if m.is_area]
        return marks[-1].kind if marks else SymptomKind.ACHE

    def _first_view(self) -> View:
        marks = [m for m in self._desk.visit.chart.marks if not m.erases]
        return marks[0].view if marks else View.BACK

    def _build(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        outer.setSpacing(Space.M)
        outer.addLayout(self._head())
        columns = QHBoxLayout()
        columns.setSpacing(Space.M)
        outer.addLayout(columns, 1)
        columns.addWidget(self._tool_column())
        columns.addWidget(self._view_column())
        columns.addWidget(self._canvas_card(), 1)
        columns.addWidget(self._word_column())

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(Space.S)
        head.addWidget(Label("Body chart", Style.PAGE_TITLE))
        self._hint = Label(
            "draw with mouse, pen or finger; every stroke can be undone", tone="secondary"
        )
        head.addWidget(self._hint, 1)
        before = next((v for v in self._desk.previous if not v.chart.empty), None)
        self._before = before
        if before is not None:
            carry = Button(self._theme, f"Start from {before.date:%d %b}", icon="carry")
            carry.clicked.connect(self._carry)
            head.addWidget(carry)
        mirror = Button(self._theme, "Mirror", icon="swap", name="Exchange left and right")
        mirror.clicked.connect(self._mirror)
        clear = Button(self._theme, "Clear", icon="trash", name="Clear the whole drawing")
        clear.clicked.connect(self._clear)
        head.addWidget(mirror)
        head.addWidget(clear)
        return head

    def _tool_column(self) -> QWidget:
        self._tools = ToolsCard(self._theme)
        self._tools.tool_chosen.connect(self._take_tool)
        self._tools.size_chosen.connect(self._take_size)
        self._kinds = KindList(self._theme)
        self._kinds.picked.connect(self._take_kind)
        kinds = Card(self._theme, "Symptom kind", note="worst")
        kinds.body.addWidget(self._kinds, 1)
        self._strength = StrengthCard(self._theme)
        self._strength.changed.connect(self._restyle)
        self._tool_box = scrolled(_column(self._tools, (kinds, 1), self._strength))
        return self._tool_box

    def _view_column(self) -> QWidget:
        figures = self._session.figures
        self._thumbnails: dict[View, Thumbnail] = {}
        for view in LABELS:
            atlas = self._session.atlas.views[view]
            thumbnail = Thumbnail(self._theme, atlas, partial(figures.body_svg, view))
            thumbnail.clicked.connect(partial(self._show_clicked, view))
            self._thumbnails[view] = thumbnail
        self._view_box = _column(*((t, 1) for t in self._thumbnails.values()))
        return self._view_box

    def _canvas_card(self) -> QWidget:
        self._canvas_frame = Card(self._theme, "Back view", "seen from behind")
        self._canvas = BodyCanvas(self._theme)
        self._canvas.stroked.connect(self._stroked)
        self._canvas.tapped.connect(self._tapped)
        self._canvas.arrowed.connect(self._arrowed)
        self._canvas.pinned.connect(self._pinned)
        self._view_tabs = Segments(
            self._theme,
            "View",
            [Segment(view, SHORT[view], Mood.PLAIN, LABELS[view]) for view in LABELS],
            clearable=False,
            padding=6,
        )
        self._view_tabs.picked.connect(lambda picked: self.show_view(View(picked)))
        self._canvas_frame.add_tool(self._view_tabs)
        self._canvas_frame.body.addWidget(self._canvas, 1)
        self._note = LineField(self._theme, "Note of the pin: Enter keeps it")
        self._note.setPlaceholderText("What the pin says, then Enter")
        self._note.hide()
        self._note.returnPressed.connect(self._keep_pin)
        self._canvas_frame.body.addWidget(self._note)
        self._waiting_pin: Pin | None = None
        return self._canvas_frame

    def _word_column(self) -> QWidget:
        self._words = WordsCard(self._theme)
        self._compare = CompareCard(self._theme)
        # Never setVisible(True) here: without a parent yet it would flash as a window of its own.
        if self._before is None:
            self._compare.hide()
        self._regions = RegionList()
        self._regions.toggled.connect(self._tapped)
        self._regions.digit.connect(self._digit)
        listed = Card(self._theme, "Same chart as a list", note="space marks")
        listed.body.addWidget(self._regions, 1)
        listed.setMinimumHeight(190)
        self._word_box = scrolled(_column(self._words, self._compare, (listed, 1)))
        return self._word_box

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Side columns take less where there is less."""
        wide = event.size().width() >= WIDE_FROM
        self._tool_box.setFixedWidth(264 if wide else 240)
        self._view_box.setFixedWidth(160)
        self._view_box.setVisible(wide)
        self._view_tabs.setVisible(not wide)
        self._word_box.setFixedWidth(372 if wide else 272)
        self._hint.setVisible(wide)
        self._canvas_frame.hint.setVisible(wide)
        super().resizeEvent(event)

    def _show_clicked(self, view: View, _checked: bool = True) -> None:
        self.show_view(view)

    def show_view(self, view: View) -> None:
        """Show one of the six views."""
        self._view = view
        atlas = self._session.atlas.views[view]
        self._canvas.show_view(atlas, self._session.figures.body_svg(view))
        self._canvas_frame.title.setText(LABELS[view])
        seen = {View.BACK: "seen from behind", View.FRONT: "facing you"}.get(view, "")
        self._canvas_frame.hint.setText(seen)
        self._thumbnails[view].setChecked(True)
        self._view_tabs.set_value(view)
        self._regions.show_view(atlas, self._open.live.summary)

    def start(self) -> None:
        """Take the keyboard: the list of regions, where the whole chart can be drawn by key."""
        self._regions.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if self._regions.currentRow() < 0:
            self._regions.setCurrentRow(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits choose the kind, + and - the intensity, wherever the focus is on the page."""
        if event.text().isdigit() and not event.modifiers():
            self._digit(int(event.text()))
        elif event.text() in {"+", "-"}:
            self._strength.step(1 if event.text() == "+" else -1)
        else:
            super().keyPressEvent(event)

    def _digit(self, digit: int) -> None:
        self._kinds.choose(tuple(SymptomKind)[(digit - 1) % 10])

    def _take_tool(self, tool: Tool) -> None:
        self._canvas.tool = tool
        self._canvas.setCursor(
            Qt.CursorShape.PointingHandCursor if tool is Tool.REGION else Qt.CursorShape.CrossCursor
        )

    def _take_size(self, size: BrushSize) -> None:
        self._canvas.size_of_brush = size

    def _take_kind(self, kind: SymptomKind) -> None:
        self._strength.show_kind(kind, self._desk.visit.chart)
        self._canvas.pencil = self._strength.pencil

    def _restyle(self, pencil: Pencil) -> None:
        self._canvas.pencil = pencil
        chart = editing.restyled(self._desk.visit.chart, pencil.kind, pencil)
        self._edit(
            f"{pencil.kind.label.capitalize()} intensity", chart, key=f"pencil:{pencil.kind}"
        )

    def _stroked(self, stroke: BrushStroke) -> None:
        chart = self._desk.visit.chart
        if self._canvas.tool is Tool.ERASER:
            self._edit("Erase", editing.erased(chart, self._view, stroke))
        else:
            pencil = self._strength.pencil
            changed = editing.with_mark(chart, self._view, stroke, pencil)
            self._edit(f"Draw {pencil.kind.label}", changed)

    def _tapped(self, region: Region) -> None:
        pencil = self._strength.pencil
        chart = editing.toggled_region(
            self._desk.visit.chart, self._view, region.id, region.side, pencil
        )
        self._edit(f"Mark {pencil.kind.label}, {region.words}", chart)

    def _arrowed(self, arrow: SpreadArrow) -> None:
        chart = self._desk.visit.chart
        pencil = self._strength.pencil
        self._edit("Spread arrow", editing.with_mark(chart, self._view, arrow, pencil))

    def _pinned(self, pin: Pin) -> None:
        self._waiting_pin = pin
        self._note.show()
        self._note.setFocus()

    def _keep_pin(self) -> None:
        pin, text = self._waiting_pin, self._note.text().strip()
        self._waiting_pin = None
        self._note.clear()
        self._note.hide()
        if pin is not None:
            chart = self._desk.visit.chart
            changed = editing.with_mark(chart, self._view, pin, self._strength.pencil, note=text)
            self._edit("Pin with note", changed)

    def _carry(self) -> None:
        self._session.carry_chart()

    def _mirror(self) -> None:
        self._edit("Mirror the drawing", editing.mirrored(self._desk.visit.chart))

    def _clear(self) -> None:
        self._edit("Clear the drawing", editing.cleared(self._desk.visit.chart))

    def _edit(self, label: str, chart: BodyChart, key: str | None = None) -> None:
        visit = replace(self._desk.visit, chart=chart)
        if self._desk.visit.signed:
            self._session.remark("This visit is signed.", "Write an addendum instead.")
            self._canvas.show_chart(self._desk.visit.chart)
            return
        self._desk.edit(label, visit, parts=(Part.CHART,), key=key, origin=self)

    def _visit_changed(self, change: VisitChanged) -> None:
        if Part.CHART in change.parts or Part.STATUS in change.parts:
            self._show_chart()

    def _show_chart(self) -> None:
        chart = self._desk.visit.chart
        # The live summary may be told of the same change after us; derived facts are cached.
        summary = summarize(chart, self._session.atlas)
        self._canvas.show_chart(chart)
        self._kinds.show_chart(chart)
        self._strength.show_kind(self._kinds.chosen, chart)
        self._canvas.pencil = self._strength.pencil
        for thumbnail in self._thumbnails.values():
            thumbnail.show_chart(chart)
        self._words.show_summary(summary)
        self._regions.show_view(self._session.atlas.views[self._view], summary)
        if self._before is not None:
            earlier = summarize(self._before.chart, self._session.atlas)
            self._compare.show_comparison(compare_summaries(earlier, summary), self._before.date)


def scrolled(column: QWidget) -> QScrollArea:
    """A column that scrolls where the window is low, without a frame of its own."""
    area = QScrollArea()
    area.setWidget(column)
    area.setWidgetResizable(True)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.viewport().setAutoFillBackground(False)
    column.setAutoFillBackground(False)
    return area


def _column(*parts: QWidget | tuple[QWidget, int]) -> QWidget:
    box = QWidget()
    layout = QVBoxLayout(box)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(Space.M)
    for part in parts:
        widget, stretch = part if isinstance(part, tuple) else (part, 0)
        layout.addWidget(widget, stretch)
    return box
