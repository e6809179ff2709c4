"""After unlocking one goes on where one was."""

from __future__ import annotations

from collections.abc import Callable

from pt_chart.clinical.findings import FindingKey
from pt_chart.clinical.sides import Side
from pt_chart.ui.forms.field_row import FieldRow
from pt_chart.ui.plan.page import NOTE, PlanPage
from pt_chart.ui.shell.visit_view import VisitView
from pt_chart.ui.shell.window import MainWindow
from tests.fakes import MemoryStore

Settle = Callable[[], None]


def test_unlocking_returns_to_the_page_and_tab(
    visit: VisitView, window: MainWindow, settle: Settle
) -> None:
    session = window.session
    assert session is not None
    store, ident = session.store, visit.open.desk.visit.id
    assert isinstance(store, MemoryStore)
    visit.go_to("plan")
    page = visit.page("plan")
    assert isinstance(page, PlanPage)
    page.show_tab(NOTE)
    window.lock()
    settle()
    assert _shown(window) is None
    store.closed = False
    window.unlocked(session)
    settle()
    opened = _shown(window)
    assert opened is not None
    assert opened.open.desk.visit.id == ident
    assert opened.section == "plan"
    again = opened.page("plan")
    assert isinstance(again, PlanPage)
    assert again.tabs.current == NOTE


def test_unlocking_returns_to_the_field_that_was_typed_in(
    visit: VisitView, window: MainWindow, settle: Settle
) -> None:
    session = window.session
    assert session is not None
    assert isinstance(session.store, MemoryStore)
    key = FindingKey("myotome", Side.LEFT, "S1")
    assert visit.show_field(key)
    settle()
    window.lock()
    settle()
    session.store.closed = False
    window.unlocked(session)
    settle()
    opened = _shown(window)
    assert opened is not None
    row = opened.focusWidget().parentWidget()
    assert isinstance(row, FieldRow)
    assert [one.key for one in row.editors if one is opened.focusWidget()] == [key]


def _shown(window: MainWindow) -> VisitView | None:
    return window.visit
