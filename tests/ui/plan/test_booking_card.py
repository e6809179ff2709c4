"""The next visit is booked from the plan, moved and cancelled there, and told to the handout."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from pt_chart.clinical.care.episode_log import NextVisit
from pt_chart.ui.patients.next_visit_section import NextVisitSection
from pt_chart.ui.plan.page import PlanPage
from pt_chart.ui.shell.visit_view import VisitView


def _section(page: PlanPage) -> NextVisitSection:
    assert page.plan.booking.section is not None
    return page.plan.booking.section


def _book(page: PlanPage, text: str) -> None:
    QTest.keyClicks(_section(page).field, text)
    QTest.keyClick(_section(page).field, Qt.Key.Key_Return)


def _booked(visit: VisitView) -> list[object]:
    log = visit.session.store.episode_log(visit.open.desk.episode.id)
    return [entry.record for entry in log.bookings]


def test_it_is_booked_and_told_to_the_handout(page: PlanPage, visit: VisitView) -> None:
    _book(page, "11/17/2026 10:00")
    assert _booked(visit) == [NextVisit(date(2026, 11, 17), "10:00")]
    assert visit.open.desk.visit.plan.next_visit == "Tuesday, Nov 17, 10:00"
    assert page.plan.next.next_visit.text() == "Tuesday, Nov 17, 10:00"
    assert _section(page).go.text() == "Move"


def test_what_was_typed_for_the_handout_stays(page: PlanPage, visit: VisitView) -> None:
    QTest.keyClicks(page.plan.next.next_visit, "call us")
    _book(page, "11/17/2026 10:00")
    _book(page, "11/19/2026 9:30 am")
    assert _booked(visit) == [NextVisit(date(2026, 11, 19), "09:30")]
    assert visit.open.desk.visit.plan.next_visit == "call us"


def test_a_day_that_is_none_is_said_at_the_line(page: PlanPage, visit: VisitView) -> None:
    _book(page, "31 Nov")
    assert "not a day" in _section(page).remark.text()
    assert _booked(visit) == []


def test_it_is_cancelled_there(page: PlanPage, visit: VisitView) -> None:
    _book(page, "+1w")
    entry = visit.session.store.episode_log(visit.open.desk.episode.id).bookings[0]
    _section(page).cancelled.emit(entry)
    assert _booked(visit) == []
    assert _section(page).go.text() == "Book"
