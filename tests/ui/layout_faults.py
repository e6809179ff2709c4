"""Finds what a person would call a broken layout: overlaps, cut texts, parts out of frame."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QAbstractScrollArea, QLabel, QScrollBar, QWidget

from pt_chart.ui.forms.field_row import FieldRow
from pt_chart.ui.widgets.button import Button
from pt_chart.ui.widgets.chips import Chips
from pt_chart.ui.widgets.focus_ring import FocusRing
from pt_chart.ui.widgets.label import ElidedLabel
from pt_chart.ui.widgets.segments import Segments

SLACK = 1
"""Pixels that rounding may take."""
OVERLAID = (FocusRing,)
"""What lies over others on purpose."""


def _overlaid(widget: QWidget) -> bool:
    """Also the headings that float over a scrolled card."""
    return isinstance(widget, OVERLAID) or bool(widget.property("floating"))


def faults(page: QWidget) -> list[str]:
    """Every fault among what is visible in a widget, in words that say where."""
    seen = [page, *(w for w in page.findChildren(QWidget) if w.isVisible() and not w.isWindow())]
    return [words for widget in seen for words in (*_overlaps(widget), *_of_one(widget))]


def _named(widget: QWidget) -> str:
    text = widget.accessibleName() or getattr(widget, "text", lambda: "")()
    return f"{type(widget).__name__} {str(text)[:60]!r}"


def _parts(widget: QWidget) -> list[QWidget]:
    return [
        child
        for child in widget.children()
        if isinstance(child, QWidget)
        and child.isVisible()
        and not child.isWindow()
        and not isinstance(child, QScrollBar)
        and not _overlaid(child)
        and not child.geometry().isEmpty()
    ]


def _overlaps(widget: QWidget) -> Iterator[str]:
    for one, other in combinations(_parts(widget), 2):
        common = one.geometry().intersected(other.geometry())
        if common.width() > SLACK and common.height() > SLACK:
            both = f"{_named(one)} and {_named(other)}"
            yield f"{both} overlap by {_size(common)} in {_named(widget)}"


def _of_one(widget: QWidget) -> Iterator[str]:
    yield from _outside(widget)
    if isinstance(widget, QLabel) and not isinstance(widget, ElidedLabel):
        yield from _cut_label(widget)
    elif isinstance(widget, Button) or (
        isinstance(widget, Segments) and not widget.hasHeightForWidth()
    ):
        if widget.width() + SLACK < widget.sizeHint().width():
            yield f"{_named(widget)} is {widget.sizeHint().width() - widget.width()} px too narrow"
    elif isinstance(widget, FieldRow | Chips | Segments):
        needed = widget.heightForWidth(widget.width())
        if widget.height() + SLACK < needed:
            yield f"{_named(widget)} {widget.height()} px high, needs {needed}"


def _outside(widget: QWidget) -> Iterator[str]:
    parent = widget.parentWidget()
    if parent is None or isinstance(parent.parentWidget(), QAbstractScrollArea):
        return
    if isinstance(widget, QScrollBar) or _overlaid(widget):
        return
    frame, place = parent.rect(), widget.geometry()
    if not frame.adjusted(-SLACK, -SLACK, SLACK, SLACK).contains(place):
        yield f"{_named(widget)} {_box(place)} leaves {_named(parent)} {_size(frame)}"


def _cut_label(label: QLabel) -> Iterator[str]:
    if not label.text() or label.pixmap().width():
        return
    margins = label.contentsMargins()
    width = label.width() - margins.left() - margins.right()
    if label.wordWrap():
        metrics = label.fontMetrics()
        flags = int(Qt.TextFlag.TextWordWrap)
        needed = metrics.boundingRect(QRect(0, 0, width, 4000), flags, label.text())
        if needed.height() > label.height() + 2 or needed.width() > width + 2:
            yield f"{_named(label)} {_size(label.rect())} needs {_size(needed)}"
    elif not label.toolTip():
        needed_width = label.fontMetrics().horizontalAdvance(max(label.text().split("\n"), key=len))
        if needed_width > width + SLACK:
            yield f"{_named(label)} is cut: {width} px for {needed_width}"


def _size(rect: QRect) -> str:
    return f"{rect.width()} x {rect.height()}"


def _box(rect: QRect) -> str:
    return f"{_size(rect)} at {rect.x()}, {rect.y()}"
