"""The same chart as a list: every region of the view, to mark by key and to hear read out.

Whole parts ("calf, whole") stand before their quarters. Sought words also find what only another
view shows; marking it turns the figure there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from pt_chart.clinical.bodychart.atlas import Region, ViewAtlas
from pt_chart.clinical.bodychart.marks import Pin, SpreadArrow, View
from pt_chart.clinical.bodychart.middle import middle_of
from pt_chart.clinical.bodychart.summary import ChartSummary, RegionTouched
from pt_chart.clinical.bodychart.wholes import wholes
from pt_chart.clinical.sides import Side
from pt_chart.ui.bodychart.thumbnails import LABELS

KEYS = (
    "Space marks, Delete erases, digits choose the kind, + and - the intensity, P sets a pin,"
    " A and A draw an arrow, M mirrors, / finds a region."
)

WHOLE = ", whole"
_ORDER = (View.FRONT, View.BACK, View.FOOT_TOPS, View.SOLES, View.RIGHT, View.LEFT)
NONE_LEFT = "No region of this view has these words. Escape in the field shows all."


class RegionList(QListWidget):
    """Regions of one view, touched ones first. Space or Enter marks; digits choose the kind."""

    toggled = Signal(object)
    """A `Region` to fill with the current kind, or to take that fill off."""
    turned = Signal(object)
    """The `View` that shows what is about to be marked."""
    digit = Signal(int)
    strength = Signal(int)
    """1 or -1: raise or lower the intensity."""
    rubbed_out = Signal(object)
    """A `Region` to erase."""
    pinned = Signal(object, object)
    """A `Region` and the `Pin` in its middle."""
    arrowed = Signal(object)
    """A `SpreadArrow` from one region to another."""
    lettered = Signal(object)
    """The key event of Y or M: the page knows what it means now."""
    search_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._start: Region | None = None
        self.setAccessibleDescription(KEYS)
        self.setToolTip(KEYS)
        self.setAccessibleName("Same chart as a list: space marks a region with the chosen kind")
        self.setFrameShape(QListWidget.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setUniformItemSizes(True)
        self.setSpacing(3)
        self.setContentsMargins(6, 2, 2, 4)
        self.itemDoubleClicked.connect(self._mark)
        self._regions: list[Region] = []
        self._sought: tuple[str, ...] = ()
        self._touched: dict[tuple[str, object], RegionTouched] = {}
        self._elsewhere: dict[tuple[str, Side | None], View] = {}

    def show_view(
        self,
        atlas: ViewAtlas,
        summary: ChartSummary,
        others: Mapping[View, ViewAtlas] | None = None,
    ) -> None:
        """List the regions of a view with what is drawn on them; ``others`` are found by words."""
        current = self._current()
        self._touched = {(r.region, r.side): r for r in summary.regions}
        for whole in wholes(atlas):
            parts = [
                self._touched.get((one.id, one.side))
                for one in atlas.regions
                if one.within(whole.id, whole.side)
            ]
            if parts[0] is not None and all(parts):
                self._touched[(whole.id, whole.side)] = parts[0]
        here = self._sorted([*wholes(atlas), *atlas.regions])
        self._regions = [*here, *self._only_elsewhere(here, others or {})]
        while self.count() > len(self._regions):
            self.takeItem(self.count() - 1)
        while self.count() < len(self._regions):
            self.addItem(QListWidgetItem())
        for row, region in enumerate(self._regions):
            self._fill(self.item(row), region)
        if current in self._regions:
            self.setCurrentRow(self._regions.index(current))
        self._hide()

    def _sorted(self, regions: Iterable[Region]) -> list[Region]:
        """What is drawn on first, then from the back outward; a whole before its parts."""
        return sorted(
            regions,
            key=lambda r: (
                (r.id, r.side) not in self._touched,
                r.reach < 0,
                r.reach,
                r.id,
                r.side or "",
            ),
        )

    def _only_elsewhere(self, here: list[Region], others: Mapping[View, ViewAtlas]) -> list[Region]:
        """What the view does not show, each once, from the first view that shows it."""
        known = {(one.id, one.side) for one in here}
        self._elsewhere = {}
        found = []
        for view in (one for one in _ORDER if one in others):
            for region in (*wholes(others[view]), *others[view].regions):
                key = (region.id, region.side)
                if key not in known and key not in self._elsewhere:
                    self._elsewhere[key] = view
                    found.append(region)
        return self._sorted(found)

    def begin(self) -> None:
        """Choose the first region where none is chosen yet."""
        if self.currentRow() < 0:
            self.setCurrentRow(0)

    def seek(self, text: str) -> int:
        """Show only the regions that have every one of these words; how many there are."""
        self._sought = tuple(text.lower().split())
        return self._hide()

    def _hide(self) -> int:
        shown = []
        for row, region in enumerate(self._regions):
            name = region.words.lower()
            far = (region.id, region.side) in self._elsewhere
            fits = all(word in name for word in self._sought) and (bool(self._sought) or not far)
            self.item(row).setHidden(not fits)
            if fits:
                shown.append(row)
        if self._sought and shown and self.currentRow() not in shown:
            self.setCurrentRow(next((row for row in shown if self._whole(row)), shown[0]))
        return len(shown)

    def _whole(self, row: int) -> bool:
        """Whether a row holds a whole part: the first choice among those found."""
        return self._regions[row].label.endswith(WHOLE)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The regions, or that none is left."""
        super().paintEvent(event)
        if self._sought and all(self.item(row).isHidden() for row in range(self.count())):
            painter = QPainter(self.viewport())
            where = self.viewport().rect().adjusted(8, 8, -8, -8)
            flags = Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
            painter.drawText(where, flags, NONE_LEFT)

    def _current(self) -> Region | None:
        row = self.currentRow()
        if not 0 <= row < len(self._regions) or self.item(row).isHidden():
            return None
        return self._regions[row]

    def _fill(self, item: QListWidgetItem, region: Region) -> None:
        touched = self._touched.get((region.id, region.side))
        if touched is None:
            view = self._elsewhere.get((region.id, region.side))
            text = f"{region.words} ({LABELS[view].lower()})" if view else region.words
            spoken = f"{text}: nothing drawn"
        else:
            kinds = ", ".join(
                felt.kind.label + ("" if felt.intensity is None else f" {felt.intensity}")
                for felt in touched.felt
            )
            text = f"{region.words}: {kinds}"
            spoken = text
        if item.text() != text:
            item.setText(text)
            item.setToolTip(text)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)
            font = item.font()
            font.setWeight(font.Weight.DemiBold if touched else font.Weight.Normal)
            item.setFont(font)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space marks; digits, + and - as everywhere; Delete erases; P pins; A draws an arrow."""
        region, text = self._current(), event.text().lower()
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if region is not None:
                self._toggle(region)
        elif (
            event.modifiers()
            & ~Qt.KeyboardModifier.KeypadModifier
            & ~Qt.KeyboardModifier.ShiftModifier
        ):
            super().keyPressEvent(event)
        elif text.isdigit():
            self.digit.emit(int(text))
        elif text in ("+", "-"):
            self.strength.emit(1 if text == "+" else -1)
        elif text in ("m", "y"):
            self.lettered.emit(event)
        elif text == "/":
            self.search_asked.emit()
        elif region is not None and self._act(event, text, region):
            event.accept()
        else:
            super().keyPressEvent(event)

    def _act(self, event: QKeyEvent, text: str, region: Region) -> bool:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.rubbed_out.emit(region)
        elif text == "p":
            self.pinned.emit(region, Pin(middle_of(region)))
        elif text == "a":
            self._arrow(region)
        else:
            return False
        return True

    def _arrow(self, region: Region) -> None:
        """The first press says where the arrow starts, the second where it ends."""
        start, self._start = self._start, None
        if start is None or start is region:
            self._start = None if start is region else region
        else:
            self.arrowed.emit(SpreadArrow(middle_of(start), middle_of(region)))
        words = f"Arrow starts at {region.words}: press A where it ends. " if self._start else ""
        self.setAccessibleDescription(words + KEYS)

    def _mark(self, item: QListWidgetItem) -> None:
        self._toggle(self._regions[self.row(item)])

    def _toggle(self, region: Region) -> None:
        view = self._elsewhere.get((region.id, region.side))
        if view is not None:
            self.turned.emit(view)
        self.toggled.emit(region)
