"""Booked visits at the register: typed on the card, listed by time, begun, missed, cancelled."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from pt_chart.charting.bookings import book
from pt_chart.charting.clinic_session import ClinicSession
from pt_chart.charting.episode_entries import new_entry
from pt_chart.clinical.care.episode_log import Booking, ContactKind, NextVisit, Referral
from pt_chart.clinical.reasoning.results import Tier
from pt_chart.ui.patients.view import PatientsView
from pt_chart.ui.shell.window import MainWindow
from pt_chart.ui.widgets.flag_strip import FlagStrip
from pt_chart.ui.widgets.table import Table
from tests.ui.clinic import EPISODE

Settle = Callable[[], None]


def put(session: ClinicSession, days: int, at: str = "", episode: str = EPISODE.id) -> str:
    """A visit booked some days from today."""
    booked = NextVisit(session.today + timedelta(days), at)
    return new_entry(session.store, episode, booked, session.clinician.id, session.clock()).id


def states(table: Table) -> list[tuple[str, str, str]]:
    """Time, patient and state of each line up to the other days."""
    lines = []
    for row in table.shown:
        if row.heading:
            break
        lines.append((row.cells[0].text, row.cells[1].text, row.cells[-1].text))
    return lines


def test_a_day_and_time_typed_on_the_card_are_booked(
    view: PatientsView, session: ClinicSession, settle: Settle
) -> None:
    view.show_patient("p1")
    settle()
    section = view.card.next_visit
    assert section is not None
    QTest.keyClicks(section.field, "someday")
    QTest.keyClick(section.field, Qt.Key.Key_Return)
    assert "is not a day and time" in section.remark.text()
    assert section.field.text() == "someday"
    section.field.clear()
    QTest.keyClicks(section.field, "28 Nov 10:00")
    QTest.keyClick(section.field, Qt.Key.Key_Return)
    settle()
    (entry,) = session.store.episode_log(EPISODE.id).bookings
    assert entry.record == NextVisit(date(2026, 11, 28), "10:00")
    view.search.setText("tallowby mira")
    settle()
    assert view.found.shown[0].cells[-1].text == "Nov 28 10:00"
    moved = view.card.next_visit
    assert moved is not None
    assert moved.go.text() == "Move"


def test_the_day_is_listed_by_time_with_its_states(
    view: PatientsView, session: ClinicSession, settle: Settle
) -> None:
    put(session, 0, "15:00")
    put(session, 0, "08:30", "e3")
    view.refresh()
    settle()
    assert states(view.day) == [
        ("08:30", "Talvistane, Noor", "not started"),
        ("15:00", "Tallowby, Mira", "to come"),
    ]
    assert view.lists.day_card.hint.text() == "2 visits · 1 not started, 1 to come"


def test_enter_on_a_booked_visit_begins_it(
    window: MainWindow, view: PatientsView, session: ClinicSession, settle: Settle
) -> None:
    ident = put(session, 0, "10:30")
    view.refresh()
    settle()
    view.day.choose(ident)
    QTest.keyClick(view.day, Qt.Key.Key_Return)
    settle()
    assert window.visit is not None
    assert window.visit.open.desk.visit.date == session.today
    window.show_patients()
    settle()
    assert states(view.day) == [("10:30", "Tallowby, Mira", "in progress")]


def test_a_visit_that_was_not_started_begins_on_its_own_day(
    window: MainWindow, view: PatientsView, session: ClinicSession, settle: Settle
) -> None:
    ident = put(session, -1, "13:30")
    view.refresh()
    settle()
    row = next(row for row in view.drafts.shown if row.id == ident)
    assert row.cells[0].below.startswith("Not started since Nov 9 13:30")
    view.drafts.choose(ident)
    bar = view.lists.booking
    assert bar.isVisible()
    QTest.keyClick(bar.start, Qt.Key.Key_Space)
    settle()
    assert window.visit is not None
    visit = window.visit.open.desk.visit
    assert visit.date == session.today - timedelta(1)
    assert visit.entered is not None
    assert session.store.booked_between(visit.date, visit.date, unbegun=True) == ()


def test_missed_is_written_down_and_leaves_the_list(
    view: PatientsView, session: ClinicSession, settle: Settle
) -> None:
    ident = put(session, -2, "09:00")
    view.refresh()
    settle()
    view.drafts.choose(ident)
    QTest.keyClick(view.lists.booking.missed, Qt.Key.Key_Space)
    settle()
    (contact,) = session.store.episode_log(EPISODE.id).contacts
    assert contact.kind is ContactKind.MISSED
    assert contact.day == session.today - timedelta(2)
    assert ident not in [row.id for row in view.drafts.shown]
    assert not view.lists.booking.isVisible()


def test_cancel_leaves_the_list_and_stays_in_the_log(
    view: PatientsView, session: ClinicSession, settle: Settle
) -> None:
    ident = put(session, -2)
    view.refresh()
    settle()
    view.drafts.choose(ident)
    QTest.keyClick(view.lists.booking.cancel, Qt.Key.Key_Space)
    settle()
    assert ident not in [row.id for row in view.drafts.shown]
    newest = session.store.episode_log(EPISODE.id).current[-1].record
    assert isinstance(newest, NextVisit)
    assert newest.state is Booking.CANCELLED


def test_a_visit_of_a_day_to_come_is_not_begun_today(
    window: MainWindow, view: PatientsView, session: ClinicSession, settle: Settle
) -> None:
    ident = put(session, 1, "09:00")
    view.lists.after.click()
    settle()
    assert states(view.day) == [("09:00", "Tallowby, Mira", "to come")]
    view.day.choose(ident)
    QTest.keyClick(view.day, Qt.Key.Key_Return)
    settle()
    assert window.visit is None
    assert session.store.visit_count(EPISODE.id) == 1


def test_an_emergency_is_named_with_its_tag_everywhere(
    view: PatientsView, session: ClinicSession, settle: Settle
) -> None:
    draft = session.store.visit("v3")
    session.store.save_draft(draft, Tier.EMERGENCY)
    view.refresh()
    settle()
    (row,) = view.drafts.shown
    assert row.cells[0].tier == Tier.EMERGENCY.value
    view.search.setText("talvistane")
    settle()
    assert view.found.shown[0].cells[0].tier == Tier.EMERGENCY.value
    told = view.found.model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "emergency" in told
    view.show_patient("p3")
    settle()
    (strip,) = view.card.findChildren(FlagStrip)
    assert strip.accessibleName().startswith("Emergency department today")


def test_referrals_wait_for_you_and_show_their_patient(
    view: PatientsView, session: ClinicSession, settle: Settle
) -> None:
    who, now = session.clinician.id, session.clock()
    sent = Referral(session.today - timedelta(3), "Dr. Vale")
    entry = new_entry(session.store, "e3", sent, who, now)
    view.refresh()
    settle()
    (row,) = view.lists.cosign.shown
    assert row.cells[0].below == "Reply awaited from Dr. Vale, sent Nov 7"
    view.lists.cosign.choose(entry.id)
    QTest.keyClick(view.lists.cosign, Qt.Key.Key_Return)
    settle()
    assert view.card.open_button is not None
    assert view.card.next_visit is not None


def test_a_booking_moved_from_the_card_leaves_the_old_day(
    view: PatientsView, session: ClinicSession, settle: Settle
) -> None:
    who, now = session.clinician.id, session.clock()
    book(session.store, EPISODE.id, NextVisit(session.today, "16:00"), who, now)
    view.show_patient("p1")
    settle()
    section = view.card.next_visit
    assert section is not None
    QTest.keyClicks(section.field, "+1w 9:00")
    QTest.keyClick(section.field, Qt.Key.Key_Return)
    settle()
    assert states(view.day) == []
    (entry,) = session.store.episode_log(EPISODE.id).bookings
    assert entry.record == NextVisit(session.today + timedelta(7), "09:00")
