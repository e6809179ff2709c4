"""What the banner of a visit says about where it comes from."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QLabel

from pt_chart.charting.register_rows import IMPORTED
from pt_chart.ui.shell.banner import FROM_FILE
from pt_chart.ui.shell.visit_view import VisitView
from pt_chart.ui.shell.window import MainWindow


def test_a_visit_that_came_from_a_file_says_so(window: MainWindow) -> None:
    assert window.session is not None
    store = window.session.store
    own = store.visit("v3")
    for reason, words in (("", "Draft"), (f"{IMPORTED}old clinic.json", FROM_FILE)):
        own = store.save_draft(replace(own, late_reason=reason))
        window.open_visit(own.id)
        assert window.visit is not None
        assert window.visit.banner._saved[0].text() == words
        assert window.visit.banner._saved[0].toolTip() == reason
        window.show_patients()


def test_a_visit_beyond_the_plan_is_not_told_as_one_of_it(visit: VisitView) -> None:
    desk = visit.open.desk
    desk.change_episode(replace(desk.episode, planned_visits=1))
    visit.banner.show_visit(desk.visit)
    words = " ".join(label.text() for label in visit.banner.findChildren(QLabel))
    assert "Visit 2 · follow-up" in words
    assert "of 1" not in words
