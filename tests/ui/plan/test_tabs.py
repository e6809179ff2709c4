"""Treatment, codes, goals, note and administration with real keys and clicks."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from pt_chart.charting.episode_entries import new_entry
from pt_chart.clinical.billing.code_search import CodeSearch
from pt_chart.clinical.care.episode_log import Authorization, ContactKind, UnitRule
from pt_chart.clinical.care.plan_of_care import GoalState
from pt_chart.clinical.care.visit_administration import ConsentState
from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.clinical.sides import Side
from pt_chart.clinical.visit import Plan
from pt_chart.ui.forms.section_pages import MeasuresPage
from pt_chart.ui.note.sentence_row import SentenceRow
from pt_chart.ui.plan import codes_card
from pt_chart.ui.plan.code_loading import code_search
from pt_chart.ui.plan.page import ADMINISTRATION, NOTE, TREATMENT, PlanPage
from pt_chart.ui.shell.visit_view import VisitView
from pt_chart.ui.widgets.button import Button
from pt_chart.ui.widgets.line_field import ValueState

ENTER = Qt.Key.Key_Return
ANKLE = FindingKey("reflex_achilles", Side.RIGHT)


@pytest.fixture
def page(visit: VisitView) -> PlanPage:
    visit.go_to("plan")
    made = visit.page("plan")
    assert isinstance(made, PlanPage)
    return made


def click(button: QWidget) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def plan(visit: VisitView) -> Plan:
    return visit.open.desk.visit.plan


def words(widget: QWidget) -> str:
    QApplication.processEvents()
    shown = (label for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))
    return "\n".join(label.text() for label in shown)


def notice(visit: VisitView) -> str:
    return visit.notices.text.text()


def press(widget: QWidget, name: str) -> None:
    QApplication.processEvents()
    for button in widget.findChildren(Button):
        if button.accessibleName() == name and button.isVisibleTo(widget):
            click(button)
            return
    raise AssertionError(name)


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
    assert "cannot be coded together" in notice(visit)
    card.query.setText("S76.311")
    card.search()
    assert card.seventh.isVisibleTo(page)
    card.seventh.setCurrentIndex(1)
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


def test_codes_asked_for_too_early_follow(
    visit: VisitView, page: PlanPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    making: Future[CodeSearch] = Future()
    monkeypatch.setattr(codes_card, "prepared", lambda: making)
    card = page.plan.codes
    QTest.keyClicks(card.query, "sciatica")
    card.search()
    assert card.release.text() == codes_card.PREPARING
    assert card.query.text() == "sciatica"
    making.set_result(code_search())
    QTest.qWait(200)
    assert card.found.current_id == "M54.31"
    assert visit.open.desk.undo_label == ""


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
    assert "50% of the way" in words(card)
    state = next(
        part for part in card.findChildren(QWidget) if "How it stands" in part.accessibleName()
    )
    QTest.keyClicks(state, "p")
    assert plan(visit).goal_reviews[0].state is GoalState.PARTLY_MET


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


def test_a_sentence_follows_its_field_until_edited(visit: VisitView, page: PlanPage) -> None:
    desk = visit.open.desk
    desk.set_answer(ANKLE, Answer("1"))
    page.show_tab(NOTE)
    row = sentence(page, "exam.reflex_achilles")
    assert "RIGHT 1+" in row.words.text()
    QTest.keyClick(row, ENTER)
    assert row.editor is not None
    row.editor.setPlainText("Ankle jerk reduced RIGHT.")
    press(row, "Keep these words")
    row = sentence(page, "exam.reflex_achilles")
    assert row.words.text() == "Ankle jerk reduced RIGHT."
    desk.set_answer(ANKLE, Answer("0"))
    row = sentence(page, "exam.reflex_achilles")
    assert row.words.text() == "Ankle jerk reduced RIGHT."
    assert "the fields changed since" in words(row)
    press(row, "Follow the fields again")
    assert "RIGHT 0" in sentence(page, "exam.reflex_achilles").words.text()
    desk.undo()
    assert "Ankle jerk" in sentence(page, "exam.reflex_achilles").words.text()


def sentence(page: PlanPage, id_: str) -> SentenceRow:
    return page.note.rows[id_]


def test_escape_leaves_a_sentence_as_it_was(visit: VisitView, page: PlanPage) -> None:
    visit.open.desk.set_answer(ANKLE, Answer("1"))
    page.show_tab(NOTE)
    row = sentence(page, "exam.reflex_achilles")
    row.edit()
    QTest.keyClick(row, Qt.Key.Key_Escape)
    assert row.editor is None
    assert visit.open.desk.visit.note.edits == ()


def test_a_sentence_leads_to_its_field(visit: VisitView, page: PlanPage) -> None:
    visit.open.desk.set_answer(ANKLE, Answer("1"))
    page.show_tab(NOTE)
    press(sentence(page, "exam.reflex_achilles"), "Go to the field")
    assert visit.section == "exam"


def test_own_words_and_phrases(visit: VisitView, page: PlanPage) -> None:
    page.show_tab(NOTE)
    note = page.note
    click(note.add)
    assert note.own.state is ValueState.REFUSED
    QTest.keyClicks(note.own, "tolerated treatment well")
    QTest.keyClicks(note.name, "Tolerated")
    note.section.setCurrentIndex(note.section.findData("treatment"))
    click(note.keep)
    QTest.keyClick(note.own, ENTER)
    assert "Tolerated treatment well." in words(note)
    note.phrase.setCurrentIndex(1)
    click(note.insert)
    own = visit.open.desk.visit.note.own
    assert [one.text for one in own] == ["tolerated treatment well"] * 2
    note.phrase.setCurrentIndex(1)
    click(note.forget)
    assert note.phrase.count() == 1


def test_one_key_copies_the_note(visit: VisitView, page: PlanPage) -> None:
    visit.open.desk.set_answer(ANKLE, Answer("1"))
    page.show_tab(NOTE)
    click(page.note.copy)
    text = QGuiApplication.clipboard().text()
    assert text.startswith("DAILY NOTE\n")
    assert "Ankle reflex: RIGHT 1+" in text


def test_consent_and_contacts(visit: VisitView, page: PlanPage) -> None:
    page.show_tab(ADMINISTRATION)
    consent = page.administration.consent
    QTest.keyClicks(consent.technique, "Dry needling")
    click(consent.add)
    assert "given, declined or withdrawn" in notice(visit)
    consent.state.pick("declined")
    click(consent.add)
    frame = visit.open.desk.visit.administration
    assert frame.consents[0].state is ConsentState.DECLINED
    consent.chaperone.pick("offered_declined")
    assert visit.open.desk.visit.answers[FindingKey("chaperone")].value == "offered_declined"
    contacts = page.administration.contacts
    contacts.what.setCurrentIndex(contacts.what.findData(ContactKind.MISSED.value))
    QTest.keyClicks(contacts.day, "12/31/2026")
    click(contacts.add)
    assert contacts.day.state is ValueState.REFUSED
    assert "lies ahead" in notice(visit)
    contacts.day.setText("11/9/2026")
    click(contacts.add)
    assert "Nov 9, 2026: Visit missed" in words(contacts)
    page.show_tab("plan")
    assert "1 missed" in words(page.plan.counters)
    press(contacts, "Mark as entered in error")
    assert "entered in error" in words(contacts)


def test_a_referral_is_followed_to_its_end(visit: VisitView, page: PlanPage) -> None:
    page.show_tab(ADMINISTRATION)
    card = page.administration.referrals
    click(card.add)
    assert card.to.state is ValueState.REFUSED
    QTest.keyClicks(card.to, "Dr. Vale")
    QTest.keyClicks(card.sent, "11/2/2026")
    click(card.add)
    assert "Dr. Vale (sent)" in words(card)
    QTest.keyClicks(card.day, "11/1/2026")
    press(card, "Seen")
    assert "before the referral was sent" in notice(visit)
    card.day.setText("11/4/2026")
    press(card, "Seen")
    assert "Dr. Vale (seen)" in words(card)
    QTest.keyClicks(card.answer, "MRI normal")
    QTest.keyClicks(card.changed, "load raised")
    press(card, "Answered")
    press(card, "Close")
    told = words(card)
    assert "Dr. Vale (closed)" in told
    assert "MRI normal" in told
    assert "load raised" in told
    log = visit.session.store.episode_log(visit.open.desk.episode.id)
    assert [entry.version for entry in log.entries] == [1, 2, 3, 4]


def test_an_authorization_sets_rule_and_clock(visit: VisitView, page: PlanPage) -> None:
    page.show_tab(ADMINISTRATION)
    card = page.administration.payer
    for field, text in ((card.payer, "Plan A"), (card.visits, "8"), (card.starts, "11/1/2026")):
        QTest.keyClicks(field, text)
    QTest.keyClicks(card.ends, "10/1/2026")
    click(card.add)
    assert "before the first" in notice(visit)
    card.ends.setText("12/31/2026")
    card.rule.pick("cms")
    card.certifies.pick("yes")
    click(card.add)
    page.show_tab("plan")
    assert "First certification by" in words(page.plan.counters)
    page.show_tab(ADMINISTRATION)
    press(card, "Record the certification")
    page.show_tab("plan")
    assert "Re-certification by" in words(page.plan.counters)
    assert page.treatment.chosen_rule is UnitRule.CMS


def test_a_signed_visit_keeps_its_plan_and_goes_on_in_the_log(
    visit: VisitView, page: PlanPage
) -> None:
    page.show_tab(ADMINISTRATION)
    page.show_tab(NOTE)
    page.set_read_only()
    assert not page.plan.assessment.isEnabled()
    assert not page.note.add_card.isEnabled()
    assert not page.treatment.form.isEnabled()
    assert not page.administration.consent.isEnabled()
    assert page.administration.contacts.add.isEnabled()
    page.turn(1)
    assert page.tabs.current == ADMINISTRATION


def test_scores_and_change_are_shown(visit: VisitView) -> None:
    desk = visit.open.desk
    entry = Authorization("Plan A")
    new_entry(visit.session.store, desk.episode.id, entry, desk.clinician.id, visit.session.clock())
    visit.go_to("measures")
    made = visit.page("measures")
    assert isinstance(made, MeasuresPage)
    made.view.pick("scores")
    assert "48" in words(made.scores)
    desk.set_answer(FindingKey("slr_angle", Side.RIGHT), Answer(60))
    told = words(made.scores)
    assert "48 to 60°, better by 12: real" in told
    assert "Neto 2015" in told
    desk.set_answers("half", {FindingKey(f"rmdq_{n}"): Answer(True) for n in range(1, 21)})
    assert "20 of 24 answered" in words(made.scores)
    assert "At least 20 so far." in words(made.scores)
    assert made.go_to(FindingKey("rmdq_1"))
    assert made.view.value == "enter"


def test_a_reassessment_that_is_due_is_told_where_one_measures(visit: VisitView) -> None:
    planned = replace(visit.open.desk.episode, planned_visits=4)
    visit.open.desk.episode = planned
    visit.go_to("measures")
    made = visit.page("measures")
    assert isinstance(made, MeasuresPage)
    assert "Reassessment at half: due now" in words(made)


def test_a_risk_group_is_told_with_its_source(visit: VisitView) -> None:
    desk = visit.open.desk
    desk.set_answer(FindingKey("start_back_total"), Answer(6))
    desk.set_answer(FindingKey("start_back_subscale"), Answer(4))
    visit.go_to("measures")
    made = visit.page("measures")
    assert isinstance(made, MeasuresPage)
    made.view.pick("scores")
    assert "high risk" in words(made.scores)
    assert "Hill 2008" in words(made.scores)
