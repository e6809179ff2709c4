"""Gives the keyboard back to where it was when something that lay over the window goes."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid


class FocusReturn:
    """Remembers who had the keyboard before a widget took it."""

    def __init__(self, over: QWidget) -> None:
        self._over = over
        self._before: QWidget | None = None

    def remember(self) -> None:
        """Call before the widget takes the keyboard."""
        now = self._over.window().focusWidget()
        if now is None or not self._over.isAncestorOf(now):
            self._before = now

    def give_back(self) -> bool:
        """Call before the widget hides; whoever took the keyboard since then keeps it.

        Whether somebody got it back.
        """
        before, self._before = self._before, None
        now = self._over.window().focusWidget()
        if before is None or not isValid(before) or not before.isVisible():
            return False
        if now is not None and not self._over.isAncestorOf(now):
            return False
        before.setFocus(Qt.FocusReason.OtherFocusReason)
        return True
