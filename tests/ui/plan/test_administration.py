"""Consent, contacts, the payer and referrals, with real keys and clicks."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from PySide6.QtTest import QTest

from pt_chart.clinical.care.episode_log import ContactKind, UnitRule
from pt_chart.clinical.care.visit_administration import ConsentState
from pt_chart.clinical.findings import FindingKey
from pt_chart.ui.plan.log_card import IN_ERROR
from pt_chart.ui.plan.page import ADMINISTRATION, NOTE, TREATMENT, PlanPage
from pt_chart.ui.shell.visit_view import VisitView
from pt_chart.ui.widgets.line_field import ValueState
from tests.ui.plan.gestures import click, notice, press, words


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
    assert frame.consents[0].form is None, "nobody said how"
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
    press(contacts, IN_ERROR)
    press(contacts, "Mark as entered in error")
    assert contacts.striking.why.state is ValueState.REFUSED
    assert visit.session.store.episode_log("e1").standing
    QTest.keyClicks(contacts.striking.why, "it was another patient")
    press(contacts, "Mark as entered in error")
    told = words(contacts)
    assert "Nov 9, 2026: Visit missed (entered in error: it was another patient)" in told
    (struck,) = visit.session.store.episode_log("e1").current
    assert struck.struck == "it was another patient"
    assert contacts.striking.isHidden()


def test_an_entry_is_left_as_it_stands(visit: VisitView, page: PlanPage) -> None:
    page.show_tab(ADMINISTRATION)
    contacts = page.administration.contacts
    QTest.keyClicks(contacts.about, "rain")
    click(contacts.add)
    press(contacts, IN_ERROR)
    press(contacts, "Leave the entry")
    assert contacts.striking.isHidden()
    assert len(visit.session.store.episode_log("e1").standing) == 1


def test_a_notice_goes_when_what_was_wrong_is_taken(visit: VisitView, page: PlanPage) -> None:
    page.show_tab(ADMINISTRATION)
    contacts = page.administration.contacts
    QTest.keyClicks(contacts.day, "12/31/2026")
    QTest.keyClicks(contacts.about, "asks for a later hour")
    click(contacts.add)
    assert not visit.notices.isHidden()
    contacts.day.setText("11/9/2026")
    click(contacts.add)
    assert visit.notices.isHidden()
    page.show_tab("plan")
    QTest.keyClicks(page.plan.goals.due, "someday")
    QTest.keyClicks(page.plan.goals.words, "Walk")
    click(page.plan.goals.add)
    assert not visit.notices.isHidden()
    page.plan.goals.due.clear()
    click(page.plan.goals.add)
    assert visit.notices.isHidden()
    visit.session.remark("Exported", "to a folder")
    page.plan.assessment.setPlainText("Better.")
    assert not visit.notices.isHidden()


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
    assert card.signed_by.state is ValueState.REFUSED
    QTest.keyClicks(card.signed_by, "Dr. Vale")
    QTest.keyClicks(card.signed_on, "1/5/2020")
    press(card, "Record the certification")
    assert "before the episode" in notice(visit)
    card.signed_on.clear()
    QTest.keyClicks(card.signed_through, "11/30/2026")
    press(card, "Record the certification")
    assert "no longer than Nov 30, 2026" in words(card)
    page.show_tab("plan")
    assert "Nov 30, 2026" in words(page.plan.counters)
    assert "Re-certification by" in words(page.plan.counters)
    assert page.treatment.chosen_rule is UnitRule.CMS
    page.show_tab(TREATMENT)
    page.treatment.rule.pick("midpoint")
    assert page.treatment.rule.value == "cms"
    assert "names the rule" in notice(visit)


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


def test_a_certification_before_the_first_entry_of_a_late_visit_is_taken(
    visit: VisitView, page: PlanPage
) -> None:
    desk = visit.open.desk
    desk.episode = replace(desk.episode, started=desk.visit.date)
    page.show_tab(ADMINISTRATION)
    card = page.administration.payer
    assert card.begun == min(one.date for one in desk.previous)
    assert card.begun < desk.episode.started


def test_a_payers_rule_and_a_long_certification_are_said(visit: VisitView, page: PlanPage) -> None:
    page.show_tab(TREATMENT)
    page.treatment.rule.pick("midpoint")
    page.show_tab(ADMINISTRATION)
    card = page.administration.payer
    QTest.keyClicks(card.payer, "Medicare B")
    card.rule.set_value("cms")
    card.certifies.set_value("yes")
    click(card.add)
    assert "payer's rule now" in notice(visit)
    today = visit.session.today
    card.signed_on.setText(f"{today:%Y-%m-%d}")
    card.signed_by.setText("Dr. Vale")
    card.signed_through.setText(f"{today + timedelta(days=221):%Y-%m-%d}")
    press(card, "Record the certification")
    assert "Certified for 221 days" in notice(visit)
