"""Finding a patient as one types, and beginning visits, all by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from pt_chart.charting.clinic_session import ClinicSession
from pt_chart.clinical.sides import Side
from pt_chart.ui.patients.entry_forms import EpisodeForm, PatientForm, read_date
from pt_chart.ui.patients.rows import day_words, marked
from pt_chart.ui.patients.view import PatientsView
from pt_chart.ui.shell.window import MainWindow

Settle = Callable[[], None]


def register(window: MainWindow) -> PatientsView:
    assert window.patients is not None
    return window.patients


def shown(view: PatientsView) -> str:
    return view.showing.patient.name if view.showing.patient is not None else ""


def names(view: PatientsView) -> list[str]:
    return [row.cells[0].text for row in view.found.shown]


def test_typing_finds_beginnings_first_then_middles(window: MainWindow, settle: Settle) -> None:
    view = register(window)
    QTest.keyClicks(view.search, "tal")
    settle()
    assert set(names(view)[:3]) == {"Tallowby, Mira", "Tallowby, Edwin", "Talvistane, Noor"}
    assert names(view)[3] == "Hestal, Birgit"
    assert view.found.shown[3].cells[0].marked == ((3, 3),)


def test_the_palette_goes_to_the_person_and_enter_opens(
    qtbot: QtBot, window: MainWindow, settle: Settle
) -> None:
    view, commands = register(window), window.commands
    assert commands is not None
    QTest.keyClicks(view.search, "talvistane")
    settle()
    qtbot.waitUntil(
        lambda: view.showing.patient is not None and "Talvi" in view.showing.patient.name
    )
    commands.find()
    QTest.keyClicks(commands.palette.field, "tallowby mira")
    qtbot.waitUntil(lambda: [one.kind for one in commands.palette._shown] == ["patient"])
    QTest.keyClick(commands.palette.field, Qt.Key.Key_Return)
    settle()
    qtbot.waitUntil(
        lambda: view.showing.patient is not None and view.showing.patient.name == "Tallowby, Mira"
    )
    assert view.found.current_id == view.showing.patient_id
    assert window.focusWidget() is view.search
    QTest.keyClick(view.search, Qt.Key.Key_Return)
    settle()
    assert window.visit is not None
    assert window.visit.open.desk.patient.name == "Tallowby, Mira"


def test_enter_in_the_search_opens_who_was_found_after_another_list_showed_somebody(
    qtbot: QtBot, window: MainWindow, settle: Settle
) -> None:
    view = register(window)
    QTest.keyClicks(view.search, "tallowby mira")
    settle()
    found = view.found.current_id
    assert window.session is not None
    other = window.session.store.search("talvistane")[0].patient.id
    view.show_patient(other)
    settle()
    qtbot.waitUntil(lambda: view.showing.patient_id == other)
    QTest.keyClick(view.search, Qt.Key.Key_Return)
    settle()
    assert window.visit is not None
    assert window.visit.open.desk.patient.id == found


def test_birth_year_phone_and_id_find_too(window: MainWindow, settle: Settle) -> None:
    view = register(window)
    for text in ("20417", "010-0187"):
        view.search.setText(text)
        settle()
        assert names(view) == ["Tallowby, Mira"]


def test_arrow_and_enter_open_a_visit_without_the_mouse(
    qtbot: QtBot, window: MainWindow, settle: Settle
) -> None:
    view = register(window)
    QTest.keyClicks(view.search, "tallowby mira")
    settle()
    qtbot.waitUntil(lambda: view.card.open_button is not None)
    QTest.keyClick(view.search, Qt.Key.Key_Return)
    settle()
    assert window.visit is not None
    assert window.visit.open.desk.visit.number == 2


def test_drafts_are_listed_and_open(window: MainWindow, settle: Settle) -> None:
    view = register(window)
    settle()
    assert [row.id for row in view.drafts.shown] == ["v3"]
    view.drafts.choose("v3")
    QTest.keyClick(view.drafts, Qt.Key.Key_Return)
    assert window.visit is not None
    assert window.visit.open.desk.patient.family_name == "Talvistane"


def test_a_new_patient_and_episode_begin_a_visit(
    qtbot: QtBot, window: MainWindow, settle: Settle
) -> None:
    view = register(window)
    QTest.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    form = view.findChild(PatientForm)
    assert form is not None
    QTest.keyClicks(form.fields["family"], "Quillmere")
    QTest.keyClicks(form.fields["born"], "31 Feb 1990")
    QTest.keyClick(form.fields["born"], Qt.Key.Key_Return)
    assert "is not a date" in form.remark.text()
    form.fields["born"].setText("1990-02-28")
    QTest.keyClick(form.fields["born"], Qt.Key.Key_Return)
    settle()
    episode = view.findChild(EpisodeForm)
    assert episode is not None
    QTest.keyClicks(episode.fields["complaint"], "leg pain")
    QTest.keyClick(episode.fields["complaint"], Qt.Key.Key_Return)
    assert "never assumed" in episode.remark.text()
    QTest.keyClicks(episode.side, "l")
    QTest.keyClick(episode.fields["complaint"], Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.visit is not None)
    assert window.visit is not None
    desk = window.visit.open.desk
    assert desk.patient.name == "Quillmere"
    assert desk.episode.side is Side.LEFT


@pytest.mark.parametrize("text", ["1982-04-14", "14 Apr 1982", "14 April 1982", "04/14/1982"])
def test_dates_are_read_as_people_type_them(text: str) -> None:
    assert read_date(text) == date(1982, 4, 14)


def test_days_are_short_in_lists() -> None:
    today = date(2026, 11, 10)
    assert day_words(today, today) == "today"
    assert day_words(date(2026, 11, 3), today) == "Nov 3"
    assert day_words(date(2025, 6, 1), today) == "Jun 1, 2025"
    assert day_words(None, today) == ""


def test_marks_fall_on_the_found_letters() -> None:
    assert marked("Hestal, Birgit", "TAL") == ((3, 3),)
    assert marked("Müller", "mul") == ((0, 3),)
    assert marked("Straße", "str") == ()


def test_details_that_another_desk_changed_are_not_overwritten(
    view: PatientsView, session: ClinicSession, settle: Callable[[], None]
) -> None:
    """Both are asked when the same field was changed; what is stored stays until then."""
    view.found.choose("p1")
    settle()
    read = session.store.patient("p1")
    view.entry.ask_edit(read)
    form = view.entry._form
    assert isinstance(form, PatientForm)
    session.store.save_patient(replace(read, alerts=("latex allergy",), email="a@example.org"))
    form.fields["phone"].setText("(555) 010-0177")
    form.fields["email"].setText("b@example.org")
    form._submit()
    assert 'it is "a@example.org" now, you typed "b@example.org"' in form.remark.text()
    assert session.store.patient("p1").phone == read.phone
    form._submit()
    settle()
    now = session.store.patient("p1")
    assert (now.phone, now.email) == ("(555) 010-0177", "b@example.org")
    assert now.alerts == ("latex allergy",)


def test_coming_back_the_next_name_replaces_the_last(
    view: PatientsView, session: ClinicSession, window: MainWindow, settle: Callable[[], None]
) -> None:
    view.search.setText("tallowby")
    settle()
    window.start_visit(session.store.episode("e1"))
    window.show_patients()
    settle()
    QTest.keyClicks(view.search, "orl")
    assert view.search.text() == "orl"


def test_in_a_narrow_window_a_form_has_the_page(
    view: PatientsView, window: MainWindow, settle: Callable[[], None]
) -> None:
    window.resize(700, 420)
    settle()
    assert view.pages.isVisible()
    view.ask_new_patient()
    settle()
    form = view.entry._form
    assert isinstance(form, PatientForm)
    assert not view.pages.isVisible()
    field = form.fields["family"]
    assert field.mapTo(window, field.rect().topRight()).x() <= window.width()
    QTest.keyClick(form, Qt.Key.Key_Escape)
    settle()
    assert view.pages.isVisible()
    assert view.entry._form is None
