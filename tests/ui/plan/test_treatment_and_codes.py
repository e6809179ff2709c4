"""Treatment, units, codes, goals and the course of care, with real keys and clicks."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from pt_chart.clinical.billing.code_search import CodeSearch
from pt_chart.clinical.care.plan_of_care import GoalState
from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.ui.plan import codes_card
from pt_chart.ui.plan.code_loading import code_search
from pt_chart.ui.plan.page import NOTE, PLAN, TREATMENT, PlanPage
from pt_chart.ui.shell.visit_view import VisitView
from pt_chart.ui.shell.window import MainWindow
from pt_chart.ui.widgets.line_field import ValueState
from tests.ui.plan.gestures import ENTER, click, notice, plan, press, words


def test_units_follow_the_payers_rule(visit: VisitView, page: PlanPage) -> None:
    page.show_tab(TREATMENT)
    sheet = page.treatment
    for name, minutes, code in (("Press-up", "33", "exer1"), ("Slider", "7", "neur1")):
        QTest.keyClicks(sheet.form.name, name)
        QTest.keyClicks(sheet.form.minutes, minutes)
        QTest.keyClicks(sheet.form.code, code)
        sheet.form.timed.pick("timed")
        QTest.keyClick(sheet.form.code, ENTER)
    assert "Choose the payer's rule" in sheet.sums.text()
    sheet.rule.pick("cms")
    assert [row.cells[3].text for row in sheet.table.shown] == ["2", "1"]
    assert "40 timed minutes" in sheet.sums.text()
    sheet.rule.pick("midpoint")
    assert [row.cells[3].text for row in sheet.table.shown] == ["2", "0"]
    assert "NEUR1: 7 minutes give no unit" in sheet.remarks.text()
    assert visit.open.desk.undo() == "Given: Slider"


def given(page: PlanPage, *codes: tuple[str, str]) -> None:
    form = page.treatment.form
    for minutes, code in codes:
        QTest.keyClicks(form.name, f"Treatment {code}")
        QTest.keyClicks(form.minutes, minutes)
        QTest.keyClicks(form.code, code)
        form.timed.pick("timed")
        QTest.keyClick(form.code, ENTER)


def test_a_tie_is_settled_with_the_keyboard_and_told(visit: VisitView, page: PlanPage) -> None:
    page.show_tab(TREATMENT)
    sheet = page.treatment
    sheet.rule.pick("cms")
    assert sheet.tie.isHidden()
    given(page, ("20", "exer1"), ("20", "neur1"))
    assert [row.cells[3].text for row in sheet.table.shown] == ["2", "1"]
    session = sheet._session
    assert any("choose which to bill" in need.words for need in session.signing_needs())
    switch = sheet.tie.switches["NEUR1"]
    assert switch.isVisibleTo(page)
    switch.setFocus()
    QTest.keyClick(switch, Qt.Key.Key_Space)
    assert visit.open.desk.visit.administration.tied_units == ("NEUR1",)
    assert [row.cells[3].text for row in sheet.table.shown] == ["1", "2"]
    assert not any("choose which to bill" in need.words for need in session.signing_needs())
    sheet.tie.switches["EXER1"].pick("EXER1")
    assert visit.open.desk.visit.administration.tied_units == ("EXER1",)
    page.show_tab(NOTE)
    assert "EXER1 chosen to bill" in words(page.note)


def test_impossible_minutes_stop_the_signature_and_advice_stays_off_the_note(
    visit: VisitView, page: PlanPage
) -> None:
    page.show_tab(TREATMENT)
    sheet = page.treatment
    sheet.rule.pick("cms")
    given(page, ("20", "exer1"), ("15", "neur1"))
    QTest.keyClicks(sheet.total, "5")
    QTest.keyClick(sheet.total, ENTER)
    assert "mend one of them" in sheet.remarks.text()
    needs = [need.words for need in sheet._session.signing_needs()]
    assert any("5 minutes is less than the 35 minutes listed" in one for one in needs)
    page.show_tab(NOTE)
    assert "EXER1 x 1, NEUR1 x 1" in words(page.note)
    assert "mend" not in words(page.note)


def test_a_treatment_that_was_added_can_be_mended(visit: VisitView, page: PlanPage) -> None:
    page.show_tab(TREATMENT)
    sheet = page.treatment
    given(page, ("20", "exer1"), ("15", "neur1"))
    first, second = plan(visit).treatments
    QTest.keyClicks(sheet.form.name, "half typed")
    press(sheet, f"Change {first.name}")
    assert "first" in notice(visit)
    assert sheet.form.name.text() == "half typed"
    sheet.form.name.clear()
    press(sheet, f"Change {first.name}")
    assert (sheet.form.minutes.text(), sheet.form.code.text()) == ("20", "EXER1")
    assert sheet.form.minutes.hasFocus()
    sheet.form.minutes.setText("25")
    QTest.keyClicks(sheet.form.response, "less pain")
    click(sheet.form.add)
    assert plan(visit).treatments == (replace(first, minutes=25, response="less pain"), second)
    assert sheet.form.add.text() == "Add"
    visit.open.desk.undo()
    assert plan(visit).treatments == (first, second)


def test_a_timed_code_needs_its_minutes(visit: VisitView, page: PlanPage) -> None:
    page.show_tab(TREATMENT)
    form = page.treatment.form
    for minutes in ("", "0"):
        form.name.setText("Press-up")
        form.code.setText("exer1")
        form.minutes.setText(minutes)
        form.timed.set_value("timed")
        click(form.add)
        assert plan(visit).treatments == ()
        assert form.minutes.state is ValueState.REFUSED
        assert "billed by minutes needs them" in notice(visit)
    form.timed.set_value("untimed")
    click(form.add)
    assert len(plan(visit).treatments) == 1


def test_what_cannot_be_is_kept_in_the_field_with_the_fix(visit: VisitView, page: PlanPage) -> None:
    page.show_tab(TREATMENT)
    form = page.treatment.form
    QTest.keyClicks(form.name, "Press-up")
    QTest.keyClicks(form.minutes, "-5")
    click(form.add)
    assert plan(visit).treatments == ()
    assert form.minutes.text() == "-5"
    assert form.minutes.state is ValueState.REFUSED
    assert "type 0 to 1440" in notice(visit)
    form.minutes.setText("5")
    QTest.keyClicks(form.code, "a b")
    click(form.add)
    assert form.code.state is ValueState.REFUSED
    total = page.treatment.total
    QTest.keyClicks(total, "ten")
    QTest.keyClick(total, ENTER)
    assert total.state is ValueState.REFUSED
    assert visit.open.desk.visit.administration.treatment_minutes is None


def test_a_code_is_found_taken_and_guarded(visit: VisitView, page: PlanPage) -> None:
    card = page.plan.codes
    code_search()
    QTest.keyClicks(card.query, "sciatica")
    card.search()
    assert card.found.current_id == "M54.31"
    click(card.take)
    assert [one.code for one in plan(visit).codes] == ["M54.31"]
    assert "primary" in words(card)
    QTest.keyClicks(card.query, "G57.01")
    QTest.keyClick(card.query, ENTER)
    assert len(plan(visit).codes) == 1
    assert "cannot be coded together" in words(card.exclusion)
    press(card, "Leave it out")
    assert card.exclusion.isHidden()
    card.query.setText("S76.311")
    card.search()
    assert card.seventh.isVisibleTo(page)
    click(card.take)
    assert len(plan(visit).codes) == 1, "the encounter is never assumed"
    assert "choose the one that holds" in notice(visit)
    card.seventh.setCurrentIndex(2)
    click(card.take)
    assert plan(visit).codes[1].code == "S76.311D"
    QTest.keyClicks(card.query, "M54.42")
    QTest.keyClick(card.query, ENTER)
    assert len(plan(visit).codes) == 2
    press(card, "S76.311D first")
    assert plan(visit).codes[0].code == "S76.311D"
    press(card, "Remove M54.31")
    assert len(plan(visit).codes) == 1
    card.show_offered()
    assert card.found.shown[0].id.startswith("M54.3")


def test_unrelated_conditions_are_coded_together_for_a_reason(
    visit: VisitView, page: PlanPage
) -> None:
    card = page.plan.codes
    code_search()
    for code in ("M54.31", "G57.01"):
        card.query.setText(code)
        QTest.keyClick(card.query, ENTER)
    assert "I.A.12.a" in words(card.exclusion)
    press(card, "Code both, for this reason")
    assert card.exclusion.reason.state is ValueState.REFUSED
    assert len(plan(visit).codes) == 1
    QTest.keyClicks(card.exclusion.reason, "lesion after an injection, another week")
    QTest.keyClick(card.exclusion.reason, ENTER)
    second = plan(visit).codes[1]
    assert (second.beside, second.reason) == (
        ("M54.31",),
        "lesion after an injection, another week",
    )
    told = "G57.01 beside M54.31 (Excludes1), unrelated: lesion after an injection, another week"
    assert told in words(card)
    assert card.exclusion.isHidden()
    page.show_tab(NOTE)
    assert told in words(page.note)
    page.show_tab(PLAN)
    press(card, "Remove M54.31")
    assert "Excludes1" not in words(card)


def test_codes_found_are_in_sight_on_a_small_screen(
    window: MainWindow, visit: VisitView, page: PlanPage, qtbot: QtBot
) -> None:
    assert (window.width(), window.height()) == (1366, 768)
    card = page.plan.codes
    code_search()
    QTest.keyClicks(card.query, "sciatica")
    card.search()

    area = page._areas[PLAN].viewport()
    top = area.mapTo(window, QPoint(0, 0)).y()

    def seen(part: QWidget) -> bool:
        at = part.mapTo(window, QPoint(0, 0)).y()
        return part.isVisible() and top <= at <= top + area.height() - part.height()

    qtbot.waitUntil(lambda: all(map(seen, (card.query, card.found, card.take, card.release))))


def test_codes_asked_for_too_early_follow(
    visit: VisitView, page: PlanPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    making: Future[CodeSearch] = Future()
    monkeypatch.setattr(codes_card, "prepared", lambda: making)
    card = page.plan.codes
    QTest.keyClicks(card.query, "sciatica")
    card.search()
    assert card.release.text() == codes_card.PREPARING
    assert card.query.text() == "sciatica"
    making.set_result(code_search())
    qtbot.waitUntil(lambda: card.found.current_id == "M54.31")
    assert visit.open.desk.undo_label == ""


def test_enter_while_the_codes_are_read_takes_the_code_when_they_are_there(
    visit: VisitView, page: PlanPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    making: Future[CodeSearch] = Future()
    monkeypatch.setattr(codes_card, "prepared", lambda: making)
    card = page.plan.codes
    QTest.keyClicks(card.query, "M54.31")
    QTest.keyClick(card.query, Qt.Key.Key_Return)
    assert not visit.open.desk.visit.plan.codes
    making.set_result(code_search())
    qtbot.waitUntil(lambda: bool(visit.open.desk.visit.plan.codes))
    assert [one.code for one in visit.open.desk.visit.plan.codes] == ["M54.31"]


def test_a_code_of_the_other_side_is_asked_about_once(visit: VisitView, page: PlanPage) -> None:
    """The episode is of the RIGHT leg; M54.32 is the LEFT side."""
    card = page.plan.codes
    QTest.keyClicks(card.query, "M54.32")
    QTest.keyClick(card.query, Qt.Key.Key_Return)
    assert not visit.open.desk.visit.plan.codes
    assert "LEFT" in notice(visit)
    assert codes_card.AGAIN in notice(visit)
    QTest.keyClick(card.query, Qt.Key.Key_Return)
    assert [one.code for one in visit.open.desk.visit.plan.codes] == ["M54.32"]


def test_a_goal_has_measure_target_day_and_progress(visit: VisitView, page: PlanPage) -> None:
    visit.open.desk.set_answer(FindingKey("rmdq_total"), Answer(15))
    card = page.plan.goals
    QTest.keyClicks(card.words, "Back at work")
    card.measure.setCurrentIndex(card.measure.findData("rmdq"))
    QTest.keyClicks(card.target, "30")
    click(card.add)
    assert "0 to 24" in notice(visit)
    card.target.setText("5")
    QTest.keyClicks(card.due, "yesterday")
    click(card.add)
    assert card.due.state is ValueState.REFUSED
    card.due.setText("4 weeks")
    click(card.add)
    care = plan(visit).care
    assert care is not None
    (goal,) = care.goals
    assert (goal.measure, goal.baseline, goal.target) == ("rmdq", 15, 5)
    visit.open.desk.set_answer(FindingKey("rmdq_total"), Answer(10))
    assert "10 at the start, not measured again yet" in words(card), "the start is of this visit"
    state = next(
        part for part in card.findChildren(QWidget) if "How it stands" in part.accessibleName()
    )
    QTest.keyClicks(state, "p")
    assert plan(visit).goal_reviews[0].state is GoalState.PARTLY_MET


def test_an_unlikely_goal_is_asked_about_once(visit: VisitView, page: PlanPage) -> None:
    visit.open.desk.set_answer(FindingKey("rmdq_total"), Answer(9))
    card = page.plan.goals
    QTest.keyClicks(card.words, "Walk to the shop")
    card.measure.setCurrentIndex(card.measure.findData("rmdq"))
    for field, text in ((card.target, "20"), (card.due, "1/1/2150")):
        QTest.keyClicks(field, text)
    QTest.keyClick(card.due, ENTER)
    assert plan(visit).care is None
    assert "lower is better, and 20 is worse than 9 now" in notice(visit)
    assert "more than two years ahead" in notice(visit)
    QTest.keyClick(card.due, ENTER)
    care = plan(visit).care
    assert care is not None
    assert care.goals[0].target == 20
    assert "the target is worse than the start" in words(card)


def test_the_course_of_care(visit: VisitView, page: PlanPage) -> None:
    card = page.plan.course
    card.prognosis.pick("good")
    for field, text in ((card.times, "2"), (card.weeks, "4")):
        QTest.keyClicks(field, text)
        QTest.keyClick(field, ENTER)
    QTest.keyClicks(card.weeks, "x")
    QTest.keyClick(card.weeks, ENTER)
    assert card.weeks.state is ValueState.REFUSED
    QTest.keyClicks(card.criteria.field, "goals met")
    QTest.keyClick(card.criteria.field, ENTER)
    care = plan(visit).care
    assert care is not None
    assert (care.planned_visits, care.discharge_criteria) == (8, ("goals met",))
    assert "visit 2 of 8" in words(page.plan.counters)
    problems = page.plan.problems
    QTest.keyClicks(problems.words, "Sits 15 minutes")
    problems.area.setCurrentIndex(2)
    click(problems.add)
    assert "Sits 15 minutes" in words(problems)
    press(problems, "Remove Sits 15 minutes")
    care = plan(visit).care
    assert care is not None
    assert care.problems == ()
