"""The result of a structured test says on what it rests, and what it was last time."""

from __future__ import annotations

from collections.abc import Callable

from pt_chart.charting.quick_entry import QuickEntry
from pt_chart.ui.forms.form_page import FormPage
from pt_chart.ui.forms.result_row import ResultRow
from pt_chart.ui.shell.window import MainWindow
from tests.ui import clinic

FIRST = "slump r 30 15 fam+ shooting calf nf- df+, slump l 10 5 fam- stretch nf="


def test_today_and_last_time_stand_in_the_result(
    window: MainWindow, settle: Callable[[], None]
) -> None:
    session = window.session
    assert session is not None
    second = session.start_visit(session.store.episode("e1")).desk
    read = QuickEntry(second.vocabulary).read(FIRST)
    assert read.complete, read.problem
    second.set_answers("line", {entry.key: entry.answer for entry in read.entries})
    clinic.answer_core(second)
    clinic.write_record(second)
    session.sign()
    window.start_visit(session.store.episode("e1"))
    visit = window.visit
    assert visit is not None
    visit.go_to("exam")
    page = visit.page("exam")
    assert isinstance(page, FormPage)
    page.tabs.choose("sitting")
    settle()
    row = next(r for r in page.findChildren(ResultRow) if r.field.id == "slump_result")
    day = "Nov 10"
    assert f"RIGHT not enough recorded, {day}: neural" in row.accessibleName()
    now = QuickEntry(visit.open.desk.vocabulary).read("slump r 25 10 fam+ calf nf-")
    visit.open.desk.set_answers("line", {entry.key: entry.answer for entry in now.entries})
    settle()
    page._show_conditions()
    assert f"RIGHT neural, {day}: neural · familiar, less with neck" in row.accessibleName()
