"""Scores and change on the measures page."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QPlainTextEdit

from pt_chart.charting.episode_entries import new_entry
from pt_chart.clinical.care.episode_log import Authorization
from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.clinical.program.dates import date_words
from pt_chart.clinical.sides import Side
from pt_chart.ui.forms.conditions import Conditions
from pt_chart.ui.forms.section_pages import MeasuresPage
from pt_chart.ui.shell.visit_view import VisitView
from pt_chart.ui.shell.window import MainWindow
from tests.ui.plan.gestures import words


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


def test_turning_the_tabs_leads_from_the_scores_back_to_the_forms(visit: VisitView) -> None:
    visit.go_to("measures")
    made = visit.page("measures")
    assert isinstance(made, MeasuresPage)
    made.view.pick("scores")
    assert made.tabs.isHidden()
    visit.turn_tab(1)
    assert made.view.value == "enter"
    assert not made.tabs.isHidden()
    before = made.current
    visit.turn_tab(1)
    assert made.current != before


def test_an_unfinished_measure_never_shows_an_old_score_as_today(visit: VisitView) -> None:
    desk = visit.open.desk
    before = desk.previous[0]
    desk.previous = (before.with_answer(FindingKey("rmdq_total"), Answer(15)), *desk.previous[1:])
    desk.set_answers("23", {FindingKey(f"rmdq_{n}"): Answer(True) for n in range(1, 24)})
    visit.go_to("measures")
    made = visit.page("measures")
    assert isinstance(made, MeasuresPage)
    made.view.pick("scores")
    day = date_words(before.date)
    assert f"no score yet today (23 of 24), last 15 points on {day}" in words(made.scores)


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


def test_activities_named_once_stay_in_sight(visit: VisitView, window: MainWindow) -> None:
    session, desk = visit.session, visit.open.desk
    named = FindingKey("psfs_activity_1")
    desk.set_answer(named, Answer("Sit through a meeting"))
    episode = desk.episode
    session.close_visit()
    opened = session.start_visit(episode)
    page = MeasuresPage(window.theme, opened, session, Conditions(opened, opened.desk.vocabulary))
    editor = next(
        part
        for part in page.findChildren(QPlainTextEdit)
        if part.placeholderText().startswith("Sit through a meeting (as on ")
    )
    assert editor.toPlainText() == ""
    assert named not in opened.desk.visit.answers
    page.close_page()
