"""Taking widgets out of layouts and stacks, hidden at once and deleted when Qt is ready."""

from __future__ import annotations

from PySide6.QtWidgets import QLayout, QStackedWidget


def clear_layout(layout: QLayout) -> None:
    """Remove every widget of a layout."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()


def clear_stack(stack: QStackedWidget) -> None:
    """Remove every page of a stack."""
    while (page := stack.widget(0)) is not None:
        stack.removeWidget(page)
        page.deleteLater()
