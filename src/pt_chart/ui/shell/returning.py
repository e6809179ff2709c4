"""Back to where one was: locking closes the visit, unlocking opens its page and tab again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pt_chart.ui.widgets.tabs import SectionTabs

if TYPE_CHECKING:
    from pt_chart.ui.shell.visit_view import VisitView
    from pt_chart.ui.shell.window import MainWindow


class Returning:
    """Remembers a visit by its id with the section and tab that were open, none of its content."""

    def __init__(self) -> None:
        """Nothing to return to."""
        self._visit, self._section, self._tab = "", "", ""

    def note(self, visit_id: str, view: VisitView | None) -> None:
        """Where somebody is now; an empty id for the register."""
        self._visit = visit_id
        self._section = view.section if view is not None else ""
        tabs = _tabs_of(view, self._section)
        self._tab = tabs.current if tabs is not None else ""

    def go(self, window: MainWindow) -> None:
        """Open that visit there, once."""
        visit_id, self._visit = self._visit, ""
        if not visit_id:
            return
        window.open_visit(visit_id)
        view = window.visit
        if view is None or not self._section:
            return
        view.go_to(self._section)
        tabs = _tabs_of(view, self._section)
        if tabs is not None and self._tab in {tab.id for tab in tabs.tabs}:
            tabs.choose(self._tab)
        view.start_page()


def _tabs_of(view: VisitView | None, section: str) -> SectionTabs | None:
    page = view.page(section) if view is not None else None
    tabs = getattr(page, "tabs", None)
    return tabs if isinstance(tabs, SectionTabs) else None
