"""LEFT and RIGHT stay over their columns while a long card is scrolled."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint
from PySide6.QtWidgets import QScrollArea

from pt_chart.ui.forms.card_columns import CardColumns
from pt_chart.ui.forms.form_card import FormCard
from pt_chart.ui.forms.side_head import HEAD, SideHead

LEAST = 24
"""Pixels of a card below its heading that make the heading worth showing."""


class FloatingSides(QObject):
    """Follows the scrolling of a page; the side of a column is in sight wherever a row is."""

    def __init__(self, area: QScrollArea, page: CardColumns) -> None:
        super().__init__(area)
        self._area = area
        self._page = page
        self._heads: dict[FormCard, SideHead] = {}
        bar = area.verticalScrollBar()
        bar.valueChanged.connect(self._place)
        bar.rangeChanged.connect(self._place)
        area.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Another width or height of the window."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show):
            self._place()
        return super().eventFilter(watched, event)

    def _place(self, *_value: int) -> None:
        view = self._area.viewport()
        for card in self._page.cards:
            own = card.side_head
            top = own.mapTo(view, QPoint(0, 0))
            below = card.mapTo(view, QPoint(0, card.height())).y()
            wanted = own.isVisibleTo(card) and top.y() < 0 and below > HEAD + LEAST
            head = self._heads.get(card)
            if head is None and wanted:
                head = self._heads[card] = own.floating(card.definition.title, view)
            if head is not None:
                if wanted:
                    head.setGeometry(top.x(), 0, own.width(), HEAD)
                    head.raise_()
                head.setVisible(wanted)
