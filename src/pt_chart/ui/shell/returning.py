"""Back to where one was: locking closes the visit, unlocking opens its page and tab again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pt_chart.clinical.findings import FindingKey
from pt_chart.ui.widgets.tabs import SectionTabs

if TYPE_CHECKING:
    from pt_chart.ui.shell.visit_view import VisitView
    from pt_chart.ui.shell.window import MainWindow


class Returning:
    """Remembers a visit by its id, section, tab and field that were open, none of its content."""

    def __init__(self) -> None:
        """Nothing to return to."""
        self._visit, self._section, self._tab = "", "", ""
        self._field: FindingKey | None = None

    def note(self, visit_id: str, view: VisitView | None) -> None:
        """Where somebody is now; an empty id for the register."""
        self._visit = visit_id
        self._section = view.section if view is not None else ""
        tabs = _tabs_of(view, self._section)
        self._tab = tabs.current if tabs is not None else ""
        self._field = _typed_in(view)

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
        if self._field is None or not view.show_field(self._field):
            view.start_page()


def _typed_in(view: VisitView | None) -> FindingKey | None:
    """The field that has the keyboard, None where it is elsewhere."""
    from pt_chart.ui.forms.field_row import FieldRow

    control = view.focusWidget() if view is not None else None
    row = control.parentWidget() if control is not None else None
    editors = row.editors if isinstance(row, FieldRow) else []
    return next((one.key for one in editors if one is control), None)


def _tabs_of(view: VisitView | None, section: str) -> SectionTabs | None:
    page = view.page(section) if view is not None else None
    tabs = getattr(page, "tabs", None)
    return tabs if isinstance(tabs, SectionTabs) else None
