"""Showing another page of a stack."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget, QWidget


def turn_to(stack: QStackedWidget, page: QWidget) -> None:
    """Show a page; the keyboard leaves the one before first.

    Hiding a page that has the keyboard would send Qt looking for the next control in the whole
    window, only for the page shown to take it a moment later.
    """
    before = stack.currentWidget()
    focused = stack.window().focusWidget()
    leaving = before if before is not page else None
    if leaving is not None and focused is not None and leaving.isAncestorOf(focused):
        focused.clearFocus()
    stack.setCurrentWidget(page)
