"""The same chart as a list: every region of the view, to mark by key and to hear read out."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from pt_chart.clinical.bodychart.atlas import Region, ViewAtlas
from pt_chart.clinical.bodychart.marks import Pin, Point, SpreadArrow
from pt_chart.clinical.bodychart.summary import ChartSummary, RegionTouched

KEYS = (
    "Space marks, Delete erases, digits choose the kind, + and - the intensity, P sets a pin,"
    " A and A draw an arrow, M mirrors."
)


class RegionList(QListWidget):
    """Regions of one view, touched ones first. Space or Enter marks; digits choose the kind."""

    toggled = Signal(object)
    """A `Region` to fill with the current kind, or to take that fill off."""
    digit = Signal(int)
    strength = Signal(int)
    """1 or -1: raise or lower the intensity."""
    rubbed_out = Signal(object)
    """A `Region` to erase."""
    pinned = Signal(object, object)
    """A `Region` and the `Pin` in its middle."""
    arrowed = Signal(object)
    """A `SpreadArrow` from one region to another."""
    mirrored = Signal()

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
        self._touched: dict[tuple[str, object], RegionTouched] = {}

    def show_view(self, atlas: ViewAtlas, summary: ChartSummary) -> None:
        """List the regions of a view with what is drawn on them."""
        current = self._current()
        self._touched = {(r.region, r.side): r for r in summary.regions}
        self._regions = sorted(
            atlas.regions,
            key=lambda r: (
                (r.id, r.side) not in self._touched,
                r.reach < 0,
                r.reach,
                r.id,
                r.side or "",
            ),
        )
        while self.count() > len(self._regions):
            self.takeItem(self.count() - 1)
        while self.count() < len(self._regions):
            self.addItem(QListWidgetItem())
        for row, region in enumerate(self._regions):
            self._fill(self.item(row), region)
        if current in self._regions:
            self.setCurrentRow(self._regions.index(current))

    def _current(self) -> Region | None:
        row = self.currentRow()
        return self._regions[row] if 0 <= row < len(self._regions) else None

    def _fill(self, item: QListWidgetItem, region: Region) -> None:
        touched = self._touched.get((region.id, region.side))
        if touched is None:
            text, spoken = region.words, f"{region.words}: nothing drawn"
        else:
            kinds = ", ".join(kind.label for kind in touched.kinds)
            strength = "" if touched.intensity is None else f" {touched.intensity}"
            text = f"{region.words}: {kinds}{strength}"
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
                self.toggled.emit(region)
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
        elif text == "m":
            self.mirrored.emit()
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
        self.toggled.emit(self._regions[self.row(item)])


def middle_of(region: Region) -> Point:
    """The middle of a region's largest part."""
    largest = max(region.polygons, key=len, default=((0.5, 0.5),))
    xs, ys = [p[0] for p in largest], [p[1] for p in largest]
    return (sum(xs) / len(xs), sum(ys) / len(ys))
