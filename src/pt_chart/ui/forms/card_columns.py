"""The cards under one tab, in one column or two; what is seen first is made first."""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import pairwise, product
from math import inf

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pt_chart.ui.forms.form_card import FormCard
from pt_chart.ui.theme.tokens import Height, Space

SLICE_MS = 6
"""Rows below the fold are made in slices this long, so that no key waits for them."""


class CardColumns(QWidget):
    """Cards in one column, or in two of about equal height where there is room.

    ``show_card`` fills a card that was just finished; ``grown`` hears of each slice.
    """

    def __init__(
        self,
        cards: list[FormCard],
        show_card: Callable[[FormCard], None],
        grown: Callable[[], None],
    ) -> None:
        super().__init__()
        # Cards stand from the top: what a new row moves is painted, not the whole page.
        self.setAttribute(Qt.WidgetAttribute.WA_StaticContents)
        self.cards = cards
        self._show_card = show_card
        self._grown = grown
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(Space.L)
        self._columns = [QVBoxLayout(), QVBoxLayout()]
        for column in self._columns:
            column.setSpacing(Space.M)
            column.setContentsMargins(0, 0, 0, 0)
            column.addStretch(1)
            self._row.addLayout(column, 1)
        self._two: bool | None = None
        self._slices = QTimer(self)
        self._slices.setInterval(0)
        self._slices.timeout.connect(self._finish_slice)

    @property
    def finished(self) -> bool:
        """Whether every card has its rows."""
        return all(card.finished for card in self.cards)

    def first_stop(self) -> QWidget | None:
        """Where the keyboard begins: the first field, or the first "more" where all are folded.

        None where the fields are there to be read only.
        """
        rows = [row for card in self.cards for row in card.rows if not row.isHidden()]
        more = (card.more for card in self.cards if not card.more.isHidden())
        if not rows:
            return next(more, None)
        return next((row.in_order[0] for row in rows if row.isEnabledTo(self)), None)

    def set_two(self, *, two: bool) -> None:
        """One or two columns; the reading order stays."""
        if two == self._two:
            return
        self._two = two
        # Not by taking items out: one that outlives its layout keeps the card's height for itself.
        for column, card in product(self._columns, self.cards):
            column.removeWidget(card)
        weights = [card.rough_height() for card in self.cards]
        half = sum(weights) / 2
        filled, into = 0.0, 0
        for card, weight in zip(self.cards, weights, strict=True):
            if two and into == 0 and filled and filled + weight / 2 > half:
                into = 1
            self._columns[into].insertWidget(self._columns[into].count() - 1, card)
            filled += weight
        self._row.setStretch(1, 1 if into else 0)
        self._row.setSpacing(Space.L if into else 0)

    def finish_seen(self, height: int) -> None:
        """Make the rows that the first ``height`` pixels show; the rest follows in slices."""
        for column in self._columns:
            left = height
            for at in range(column.count()):
                item = column.itemAt(at)
                card = item.widget() if item is not None else None
                if isinstance(card, FormCard) and left > 0:
                    left -= Height.CARD_HEAD
                    self._make(card, rows=-(-left // Height.ROW))
                    left -= card.rough_height()
        if not self.finished:
            self._slices.start()

    def finish_all(self) -> None:
        """Make every row now."""
        for card in self.cards:
            self._make(card)
        self._slices.stop()

    def _make(self, card: FormCard, rows: float = inf, until: float = inf) -> None:
        if not card.finished:
            card.make_some(rows, until)
            self._show_card(card)

    def _finish_slice(self) -> None:
        until = time.perf_counter() + SLICE_MS / 1000
        for card in self.cards:
            if not card.finished:
                self._make(card, until=until)
                card.remeasure()
            if time.perf_counter() > until:
                break
        if self.finished:
            self._slices.stop()
            self._order_tabs()
            for card in self.cards:
                card.remeasure()
        self._grow()
        self._grown()

    def _grow(self) -> None:
        """Be as high as the cards need at once: the scrolling around would say so a turn later."""
        for column in self._columns:
            column.invalidate()
        self._row.invalidate()
        needed = self._row.totalHeightForWidth(self.width())
        if needed > self.height():
            self.resize(self.width(), needed)
        self._row.activate()

    def _order_tabs(self) -> None:
        """Tab follows the page, also through cards that were made out of turn."""
        chain = [
            control
            for card in self.cards
            for control in (*(stop for row in card.rows for stop in row.stops), card.more)
        ]
        for before, after in pairwise(chain):
            QWidget.setTabOrder(before, after)
