"""New rows for a card; the keyboard stays on the same control, or goes to the page."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtWidgets import QWidget

from pt_chart.ui.widgets.card import Card


def refill(
    card: Card, rows: Sequence[QWidget], page: QWidget, kept: Collection[QWidget] = ()
) -> None:
    """Put rows at the top of a card in place of those there; ``kept`` widgets stay below them."""
    focused = page.window().focusWidget()
    held = focused is not None and card.isAncestorOf(focused) and focused.hasFocus()
    name = focused.accessibleName() if focused is not None else ""
    items = [card.body.itemAt(index) for index in range(card.body.count())]
    for widget in [item.widget() for item in items if item is not None]:
        if widget is not None and widget not in kept:
            card.body.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
    for index, row in enumerate(rows):
        card.body.insertWidget(index, row)
    if held:
        again = [w for row in rows for w in row.findChildren(QWidget) if w.accessibleName() == name]
        (again[0] if again and name else page).setFocus()
