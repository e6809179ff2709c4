"""Below the canvas: overlay with its opacity, source and caution; zoom; comparison."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSlider, QVBoxLayout, QWidget

from pt_chart.clinical.program.dates import day_and_month
from pt_chart.clinical.visit import Visit
from pt_chart.ui.bodychart.overlays import Overlay
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Space
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.button import Button, Look
from pt_chart.ui.widgets.combo import Combo
from pt_chart.ui.widgets.label import Label

TODAY = "today"
OVER = "over"
THEN = "then"
START_OPACITY = 70
ONE_ROW_FROM = 560


class ViewBar(QWidget):
    """What is shown with the drawing; nothing here changes the drawing."""

    overlay_chosen = Signal(object, float)
    """An `Overlay` and its opacity 0..1."""
    compare_chosen = Signal(str, object)
    """TODAY, OVER or THEN, and the earlier `Visit` (None for TODAY)."""
    zoom_asked = Signal(int)
    """1 nearer, -1 farther, 0 fit."""

    def __init__(
        self, theme: Theme, earlier: Sequence[Visit], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.M, Space.S, Space.M, Space.S)
        column.setSpacing(Space.XS)
        self._rows = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._rows.setSpacing(Space.S)
        column.addLayout(self._rows)
        self._rows.addLayout(self._overlay_part())
        self._rows.addStretch(1)
        self._rows.addLayout(self._zoom_part(earlier))
        self._words = Label("", Style.SMALL, "secondary", wrap=True)
        self._words.setAccessibleName("Source and caution of the overlay")
        self._words.hide()
        column.addWidget(self._words)

    def _overlay_part(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        row.addWidget(Label("Overlay", Style.SMALL, "secondary"))
        self._overlay = Combo(self._theme, "Overlay")
        for overlay in Overlay:
            self._overlay.addItem(overlay.label, overlay)
        self._overlay.currentIndexChanged.connect(self._tell_overlay)
        self._overlay.setMinimumWidth(138)
        row.addWidget(self._overlay)
        self._opacity = QSlider(Qt.Orientation.Horizontal)
        self._opacity.setRange(10, 100)
        self._opacity.setValue(START_OPACITY)
        self._opacity.setMinimumWidth(56)
        self._opacity.setMaximumWidth(110)
        self._opacity.setAccessibleName("Opacity of the overlay")
        self._opacity.setToolTip("Opacity of the overlay")
        self._opacity.valueChanged.connect(self._tell_overlay)
        self._opacity.hide()
        row.addWidget(self._opacity)
        row.addStretch(1)
        return row

    def _zoom_part(self, earlier: Sequence[Visit]) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(2)
        self._compare = Combo(self._theme, "Compare with an earlier visit")
        self._compare.addItem("Today only", (TODAY, None))
        for visit in earlier:
            self._compare.addItem(f"Today over {day_and_month(visit.date)}", (OVER, visit))
        for visit in earlier:
            self._compare.addItem(f"Only {day_and_month(visit.date)}", (THEN, visit))
        self._compare.currentIndexChanged.connect(self._tell_compare)
        if not earlier:
            self._compare.hide()
        self._compare.setMinimumWidth(146)
        row.addWidget(self._compare)
        row.addStretch(1)
        row.addSpacing(Space.S)
        for step, icon, name, key in (
            (-1, "zoom_out", "Zoom out", "Ctrl+-"),
            (1, "zoom_in", "Zoom in", "Ctrl++"),
            (0, "fit", "Fit the whole view", "Ctrl+0"),
        ):
            button = Button(self._theme, "", Look.QUIET, icon=icon, name=name, height=28)
            button.setToolTip(f"{name} ({key})")
            button.setShortcut(key)
            button.clicked.connect(lambda _=False, step=step: self.zoom_asked.emit(step))
            row.addWidget(button)
        self._zoom = Label("100 %", Style.SMALL, "secondary")
        self._zoom.setMinimumWidth(42)
        row.addWidget(self._zoom)
        return row

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Two rows where there is no room for one."""
        direction = QBoxLayout.Direction
        one_row = event.size().width() >= ONE_ROW_FROM
        self._rows.setDirection(direction.LeftToRight if one_row else direction.TopToBottom)
        super().resizeEvent(event)

    def show_zoom(self, zoom: float) -> None:
        """Say how far the view is zoomed."""
        self._zoom.setText(f"{round(zoom * 100)} %")

    def choose_overlay(self, overlay: Overlay) -> None:
        """Choose an overlay as the clinician does."""
        self._overlay.setCurrentIndex(list(Overlay).index(overlay))

    def choose_comparison(self, how: str, visit: Visit | None) -> None:
        """Choose what is compared, as the clinician does."""
        wanted = (how, visit)
        for index in range(self._compare.count()):
            if self._compare.itemData(index) == wanted:
                self._compare.setCurrentIndex(index)

    def set_opacity(self, percent: int) -> None:
        """Move the opacity slider."""
        self._opacity.setValue(percent)

    def _tell_overlay(self, _value: int = 0) -> None:
        overlay = Overlay(self._overlay.currentData())
        self._opacity.setVisible(overlay is not Overlay.NONE)
        self._words.setText(overlay.words)
        self._words.setVisible(bool(overlay.words))
        self.overlay_chosen.emit(overlay, self._opacity.value() / 100)

    def _tell_compare(self, _index: int) -> None:
        how, visit = self._compare.currentData()
        self.compare_chosen.emit(how, visit)
