"""The canvas for screen readers: every region of the view is a check box with name and action."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import shiboken6
from PySide6.QtCore import QObject, QPoint, QRect, QRectF
from PySide6.QtGui import (
    QAccessible,
    QAccessibleActionInterface,
    QAccessibleEvent,
    QAccessibleInterface,
    QWindow,
)
from PySide6.QtWidgets import QAccessibleWidget, QApplication

from pt_chart.clinical.bodychart.atlas import Region
from pt_chart.clinical.bodychart.coverage import coverage_of
from pt_chart.clinical.bodychart.marks import Mark

if TYPE_CHECKING:
    from pt_chart.ui.bodychart.canvas import BodyCanvas

_KEPT = "_body_chart_accessibles"
"""Where the application object keeps the interfaces: Qt holds plain pointers to them."""


def make_readable(canvas: BodyCanvas) -> None:
    """Let Qt ask for the canvas's regions; told to the application once."""
    app = QApplication.instance()
    if app is not None and not hasattr(app, _KEPT):
        setattr(app, _KEPT, [])
        QAccessible.installFactory(_interface_of)
    del canvas


def announce(canvas: BodyCanvas) -> None:
    """Tell a screen reader that regions changed, if one listens."""
    if QAccessible.isActive():
        QAccessible.updateAccessibility(
            QAccessibleEvent(canvas, QAccessible.Event.VisibleDataChanged)
        )


def _interface_of(_class: str, object: QObject) -> QAccessibleInterface | None:
    from pt_chart.ui.bodychart.canvas import BodyCanvas

    if not isinstance(object, BodyCanvas):
        return None
    made = CanvasInterface(object)
    getattr(QApplication.instance(), _KEPT).append(made)
    return made


def marks_on(canvas: BodyCanvas, region: Region) -> list[Mark]:
    """The marks that touch a region of the view on show, by the rule of the words."""
    atlas = canvas.atlas
    if atlas is None:
        return []
    marks = canvas.marks_here()
    return [mark for mark in marks if region in coverage_of(mark.shape, atlas).regions]


class CanvasInterface(QAccessibleWidget):
    """The canvas: a picture whose children are the regions of the view on show."""

    def __init__(self, canvas: BodyCanvas) -> None:
        super().__init__(canvas, QAccessible.Role.Graphic, "Body chart drawing")
        self.canvas = canvas
        self._children: dict[tuple[object, ...], RegionInterface] = {}

    def _regions(self) -> tuple[Region, ...]:
        gone = not shiboken6.isValid(self.canvas)
        return () if gone or self.canvas.atlas is None else self.canvas.atlas.regions

    def childCount(self) -> int:
        """How many regions the view has."""
        return len(self._regions())

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        """A region by its number."""
        regions = self._regions()
        return self._of(regions[index]) if 0 <= index < len(regions) else None

    def _of(self, region: Region) -> RegionInterface:
        view = self.canvas.atlas.view if self.canvas.atlas else None
        key = (view, region.id, region.side)
        found = self._children.get(key)
        if found is None or found.region is not region:
            found = self._children[key] = RegionInterface(self, region)
        return found

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        """A region's number, -1 when it is none of this view."""
        regions = self._regions()
        if isinstance(child, RegionInterface) and child.region in regions:
            return regions.index(child.region)
        return -1

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]
        """The region at a place on the screen."""
        atlas = self.canvas.atlas
        if atlas is None:
            return None
        place = self.canvas.mapFromGlobal(QPoint(x, y)).toPointF()
        region = atlas.region_at(self.canvas.point(place))
        return self._of(region) if region is not None else None


class RegionInterface(QAccessibleInterface):
    """One region: a check box, checked while something is drawn on it."""

    def __init__(self, parent: CanvasInterface, region: Region) -> None:
        super().__init__()
        self._parent = parent
        self.region = region
        self._action = RegionAction(self)

    @property
    def canvas(self) -> BodyCanvas:
        """Where the region is drawn."""
        return self._parent.canvas

    def isValid(self) -> bool:
        """Whether the canvas still shows this region."""
        return shiboken6.isValid(self._parent.canvas) and self._parent.indexOfChild(self) >= 0

    def object(self) -> QObject | None:  # type: ignore[override]
        """A region is no object of its own."""
        return None

    def window(self) -> QWindow | None:  # type: ignore[override]
        """The canvas's window."""
        return self._parent.window()

    def parent(self) -> QAccessibleInterface:
        """The canvas."""
        return self._parent

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        """There are no parts."""
        del index
        return None

    def childCount(self) -> int:
        """There are no parts."""
        return 0

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]
        """There are no parts."""
        del x, y
        return None

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        """There are no parts."""
        del child
        return -1

    def focusChild(self) -> QAccessibleInterface | None:  # type: ignore[override]
        """There are no parts."""
        return None

    def rect(self) -> QRect:
        """Where the region lies on the screen."""
        figure = self.canvas.figure_rect()
        points = [point for ring in self.region.polygons for point in ring]
        if not points:
            return QRect()
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        box = QRectF(
            figure.left() + min(xs) * figure.width(),
            figure.top() + min(ys) * figure.height(),
            (max(xs) - min(xs)) * figure.width(),
            (max(ys) - min(ys)) * figure.height(),
        ).toAlignedRect()
        return QRect(self.canvas.mapToGlobal(box.topLeft()), box.size())

    def role(self) -> QAccessible.Role:
        """A check box."""
        return QAccessible.Role.CheckBox

    def state(self) -> QAccessible.State:
        """Checked while something is drawn on it."""
        state = QAccessible.State()
        state.checkable = True
        state.checked = bool(marks_on(self.canvas, self.region))
        return state

    def text(self, kind: QAccessible.Text) -> str:
        """The region's name; as description what is drawn there."""
        if kind is QAccessible.Text.Name:
            return self.region.words
        if kind is QAccessible.Text.Description:
            return drawn_words(marks_on(self.canvas, self.region))
        return ""

    def setText(self, kind: QAccessible.Text, text: str) -> None:
        """Names are not changed from outside."""
        del kind, text

    def interface_cast(self, kind: QAccessible.InterfaceType) -> Any:
        """The actions; a null pointer for every other interface."""
        if kind is QAccessible.InterfaceType.ActionInterface:
            return shiboken6.VoidPtr(cast("int", self._action))
        return shiboken6.VoidPtr(0)


class RegionAction(QAccessibleActionInterface):
    """Press marks the region with the chosen kind, or takes that mark off."""

    def __init__(self, region: RegionInterface) -> None:
        super().__init__()
        self._region = region

    def actionNames(self) -> list[str]:
        """One action."""
        return [QAccessibleActionInterface.pressAction()]

    def localizedActionDescription(self, name: str) -> str:
        """What pressing does now."""
        del name
        return f"Marks with {self._region.canvas.pencil.kind.label}, or takes that mark off"

    def doAction(self, name: str) -> None:
        """Do as a tap does."""
        if name == QAccessibleActionInterface.pressAction() and self._region.isValid():
            self._region.canvas.tapped.emit(self._region.region)

    def keyBindingsForAction(self, name: str) -> list[str]:
        """Keys are in the region list."""
        del name
        return []


def drawn_words(marks: list[Mark]) -> str:
    """Kinds and intensities of some marks: "tingling 4, ache"."""
    words = [
        mark.kind.label + ("" if mark.intensity is None else f" {mark.intensity}") for mark in marks
    ]
    return ", ".join(dict.fromkeys(words)) or "nothing drawn"
