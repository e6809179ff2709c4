"""Words typed and not added yet outlast tab, page and lock, and hold the signature."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from pt_chart.charting.ports import Setting
from pt_chart.charting.unfinished import PREFIX, Place, UnfinishedWords
from pt_chart.ui.plan.page import ADMINISTRATION, NOTE, PLAN, TREATMENT, PlanPage
from pt_chart.ui.shell.visit_view import VisitView
from pt_chart.ui.shell.window import MainWindow
from pt_chart.ui.widgets.line_field import LineField, ValueState
from tests.fakes import MemoryStore
from tests.ui.plan.gestures import ENTER, click, plan

Line = Callable[[PlanPage], LineField]
LINES: dict[str, tuple[str, Line]] = {
    "problem": (PLAN, lambda page: page.plan.problems.words),
    "goal": (PLAN, lambda page: page.plan.goals.words),
    "goal target": (PLAN, lambda page: page.plan.goals.target),
    "goal day": (PLAN, lambda page: page.plan.goals.due),
    "intervention": (PLAN, lambda page: page.plan.course.interventions.field),
    "criterion": (PLAN, lambda page: page.plan.course.criteria.field),
    "treatment": (TREATMENT, lambda page: page.treatment.form.name),
    "dose": (TREATMENT, lambda page: page.treatment.form.dose),
    "response": (TREATMENT, lambda page: page.treatment.form.response),
    "sentence": (NOTE, lambda page: page.note.own),
    "phrase name": (NOTE, lambda page: page.note.name),
    "technique": (ADMINISTRATION, lambda page: page.administration.consent.technique),
    "explained": (ADMINISTRATION, lambda page: page.administration.consent.told),
    "about": (ADMINISTRATION, lambda page: page.administration.contacts.about),
    "outcome": (ADMINISTRATION, lambda page: page.administration.contacts.outcome),
    "payer": (ADMINISTRATION, lambda page: page.administration.payer.payer),
    "certified by": (ADMINISTRATION, lambda page: page.administration.payer.signed_by),
    "referred to": (ADMINISTRATION, lambda page: page.administration.referrals.to),
    "answer": (ADMINISTRATION, lambda page: page.administration.referrals.answer),
}
WORDS = "Ходьба 15 min, \u05db\u05d0\u05d1 <b>"


def again(visit: VisitView, page: PlanPage) -> PlanPage:
    """The page made anew, as after locking and unlocking."""
    page.finish_entries()
    visit.open.unfinished.__init__(visit.session.store, visit.open.desk.visit.id)  # type: ignore[misc]
    return PlanPage(page._theme, visit.open, visit.session)


def test_every_line_keeps_what_is_typed(visit: VisitView, page: PlanPage) -> None:
    name = f"{PREFIX}{visit.open.desk.visit.id}"
    for one, (tab, line) in LINES.items():
        page.show_tab(tab)
        line(page).setText(f"{one}: {WORDS}")
    fresh = again(visit, page)
    kept = {one: line(fresh).text() for one, (_tab, line) in LINES.items()}
    assert kept == {one: f"{one}: {WORDS}" for one in LINES}
    for _tab, line in LINES.values():
        line(fresh).clear()
    fresh.finish_entries()
    assert visit.session.store.setting(name) is None


def test_what_was_chosen_beside_the_words_comes_back_with_them(
    visit: VisitView, page: PlanPage
) -> None:
    card = page.administration.contacts
    card.what.setCurrentIndex(card.what.findData("missed"))
    QTest.keyClicks(card.about, "rain")
    card = again(visit, page).administration.contacts
    assert (card.what.currentData(), card.about.text()) == ("missed", "rain")


def test_the_chart_has_the_words_shortly_after_typing(
    visit: VisitView, page: PlanPage, qtbot: QtBot
) -> None:
    QTest.keyClicks(page.plan.problems.words, "Sits 10 min")
    name = f"{PREFIX}{visit.open.desk.visit.id}"
    qtbot.waitUntil(lambda: "Sits 10 min" in str(visit.session.store.setting(name)))


def test_locking_keeps_the_words_in_the_chart(
    window: MainWindow, visit: VisitView, page: PlanPage
) -> None:
    store, ident = visit.session.store, visit.open.desk.visit.id
    QTest.keyClicks(page.plan.problems.words, "Sits 10 min")
    window.lock()
    assert isinstance(store, MemoryStore)
    assert "Sits 10 min" in str(store._settings[f"{PREFIX}{ident}"])


def test_signing_waits_for_words_meant_for_the_visit(visit: VisitView, page: PlanPage) -> None:
    QTest.keyClicks(page.plan.problems.words, "Sits 10 min")
    QTest.keyClicks(page.administration.contacts.about, "not of the visit")
    (need,) = [n.words for n in visit.session.signing_needs() if "not added" in n.words]
    assert need == (
        "New problem: “Sits 10 min” is typed, not added yet. Add it, or empty the line."
    )
    QTest.keyClick(page.plan.problems.words, ENTER)
    care = plan(visit).care
    assert care is not None
    assert care.problems[0].words == "Sits 10 min"
    assert not [n for n in visit.session.signing_needs() if "not added" in n.words]


def test_a_number_that_is_none_stays_marked_and_holds_the_signature(
    visit: VisitView, page: PlanPage
) -> None:
    weeks = page.plan.course.weeks
    weeks.setFocus()
    QTest.keyClicks(weeks, "six")
    page.plan.course.times.setFocus()
    page.plan.show_visit()
    assert (weeks.text(), weeks.state) == ("six", ValueState.REFUSED)
    assert [n for n in visit.session.signing_needs() if "“six”" in n.words]
    weeks = again(visit, page).plan.course.weeks
    assert (weeks.text(), weeks.state) == ("six", ValueState.REFUSED)


def test_a_reason_begun_is_asked_for_again(visit: VisitView, page: PlanPage) -> None:
    page.show_tab(ADMINISTRATION)
    card = page.administration.contacts
    QTest.keyClicks(card.about, "wrong day")
    click(card.add)
    card._ask_why(card.shown(visit.session.store.episode_log(visit.open.desk.episode.id))[0])
    QTest.keyClicks(card.striking.why, "another patient")
    card = again(visit, page).administration.contacts
    assert card.striking.why.text() == "another patient"
    assert not card.striking.isHidden()


def test_a_setting_of_another_shape_holds_nothing(visit: VisitView) -> None:
    store = visit.session.store
    odd_ones: tuple[Setting, ...] = ([1], {"x": 3}, {"x": {"fields": []}}, "words")
    for odd in odd_ones:
        store.save_setting(f"{PREFIX}v9", odd)
        words = UnfinishedWords(store, "v9")
        assert words.waiting() == ()
        words.hold(Place("x", "X"), {})
        words.save()
