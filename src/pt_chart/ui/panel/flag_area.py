"""The flags as high as they are, scrolled where the panel has no room for them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy

from pt_chart.ui.panel.flag_box import FlagBox
from pt_chart.ui.widgets.scroll import Scroll

LEAST = 150
"""Pixels kept for flags whatever else is open: one of them and its reasons."""


class FlagArea(Scroll):
    """Shows every flag whole; nothing in it is squeezed or cut."""

    def __init__(self, box: FlagBox) -> None:
        self._box = box  # the scroll area hears its events from the start
        super().__init__(box)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        box.form_shown.connect(self._show_form)
        self._fit()

    def sizeHint(self) -> QSize:
        """As high as the flags at this width."""
        return QSize(380, self._needed())

    def _needed(self) -> int:
        width = self.viewport().width()
        layout = self._box.layout()
        if layout is None:
            return 0
        wraps = layout.hasHeightForWidth() and width > 0
        return layout.totalHeightForWidth(width) if wraps else layout.totalSizeHint().height()

    def _fit(self) -> None:
        needed = self._needed()
        self.setMinimumHeight(min(needed, LEAST))
        self.setMaximumHeight(needed)
        self._box.setMinimumHeight(needed)
        self.updateGeometry()
        form = self._box.form
        if form is not None and form.isAncestorOf(form.window().focusWidget() or self):
            # What is typed stays in sight while the panel finds its height.
            QTimer.singleShot(0, self, self._reach_form)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width has other lines."""
        super().resizeEvent(event)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Flags came or went, or a form opened."""
        if watched is self._box and event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().eventFilter(watched, event)

    def _show_form(self, shown: bool) -> None:
        if shown:
            QTimer.singleShot(0, self, self._reach_form)

    def _reach_form(self) -> None:
        form = self._box.form
        if form is not None:
            self.ensureWidgetVisible(form.done, 0, 8)
            self.ensureWidgetVisible(form.action, 0, 8)
