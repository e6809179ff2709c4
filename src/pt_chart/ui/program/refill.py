"""New rows for a card; the keyboard stays on the same control or row, or goes to the page."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from pt_chart.ui.widgets.card import Card


def refill(
    card: Card,
    rows: Sequence[QWidget],
    page: QWidget,
    kept: Collection[QWidget] = (),
    above: int = 0,
) -> None:
    """Put rows into a card in place of those there; ``kept`` widgets stay, ``above`` of them first.

    A control that is no more (its exercise was swapped) leaves the keyboard to the row that stands
    in its place, so that the next key goes on from there.
    """
    focused = page.window().focusWidget()
    held = focused is not None and card.isAncestorOf(focused) and focused.hasFocus()
    name = focused.accessibleName() if focused is not None else ""
    items = [card.body.itemAt(index) for index in range(card.body.count())]
    before = [item.widget() for item in items if item is not None]
    gone = [widget for widget in before if widget is not None and widget not in kept]
    place = next((n for n, row in enumerate(gone) if held and _holds(row, focused)), None)
    for widget in gone:
        card.body.removeWidget(widget)
        widget.hide()
        widget.deleteLater()
    for index, row in enumerate(rows, above):
        card.body.insertWidget(index, row)
    if held:
        inside = [w for row in rows for w in (row, *row.findChildren(QWidget))]
        again = [widget for widget in inside if name and widget.accessibleName() == name]
        if not again and place is not None:
            here = rows[place : place + 1]
            again = [row for row in here if row.focusPolicy() is not Qt.FocusPolicy.NoFocus]
        (again[0] if again else page).setFocus()


def _holds(row: QWidget, focused: QWidget | None) -> bool:
    return focused is not None and (row is focused or row.isAncestorOf(focused))
