"""Undo and redo of the open visit: named in the menu before, and in words after."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from pt_chart.charting.events import Level, Notice
from pt_chart.ui.shell.actions import Actions

if TYPE_CHECKING:
    from pt_chart.ui.shell.visit_view import VisitView

UNDONE, REDONE = "Undone", "Brought back"


class Undoing:
    """The two commands over the visit that is open."""

    def __init__(self, actions: Actions, visit: Callable[[], VisitView | None]) -> None:
        """``visit`` gives the open visit, None for none."""
        self._actions = actions
        self._visit = visit
        actions.connect("undo", self._undo)
        actions.connect("redo", self._redo)

    def name(self) -> None:
        """Say in the menu what each would do."""
        view = self._visit()
        desk = view.open.desk if view is not None else None
        for name, word, label in (
            ("undo", "Undo", desk.undo_label if desk else ""),
            ("redo", "Redo", desk.redo_label if desk else ""),
        ):
            self._actions[name].setText(f"{word} {label}".strip())
            self._actions[name].setEnabled(bool(label))

    def _undo(self) -> None:
        view = self._visit()
        if view is not None:
            self._go(view, view.open.desk.undo, UNDONE, "Ctrl+Shift+Z brings it back.")

    def _redo(self) -> None:
        view = self._visit()
        if view is not None:
            self._go(view, view.open.desk.redo, REDONE, "")

    def _go(self, view: VisitView, travel: Callable[[], str], done: str, advice: str) -> None:
        """Say what was undone; a recorded action about a flag is not lost among other steps."""
        desk, standing = view.open.desk, view.notices.notice
        before = desk.visit.acknowledgments
        label = travel()
        view.quick.forget_filed()
        serious = desk.visit.acknowledgments != before
        if not label or (standing is not None and _stays(standing) and not serious):
            return
        level = Level.WARNING if serious else Level.INFO
        view.notices.show_notice(Notice(level, f"{done}: {label}", advice, passing=not serious))


def _stays(notice: Notice) -> bool:
    """A notice that undo does not replace: it is no passing word."""
    return not notice.passing and notice.level is not Level.INFO
