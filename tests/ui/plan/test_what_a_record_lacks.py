"""Signing asks for what a record lacks: the jump to it, the reason typed there, one visit only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from pt_chart.charting.events import Part
from pt_chart.charting.narrative.writing import write_note
from pt_chart.charting.visit_kinds import change_kind
from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.clinical.narrative.plain_text import note_text
from pt_chart.clinical.reasoning.acknowledged import SAME_DAY, basis_of
from pt_chart.clinical.visit import FlagAcknowledgment, VisitKind
from pt_chart.ui.plan.page import PlanPage
from pt_chart.ui.shell.visit_view import VisitView
from tests.ui import clinic
from tests.ui.plan.gestures import ENTER, click

Settle = Callable[[], None]


@pytest.fixture
def bare(visit: VisitView) -> VisitView:
    """An evaluation in which everything was asked and nothing is written."""
    change_kind(visit.open.desk, VisitKind.EVALUATION)
    clinic.answer_core(visit.open.desk)
    visit.open.desk.set_answer(FindingKey("consent_exam"), Answer(value=True))
    return visit


def asked(visit: VisitView) -> list[str]:
    return [need.link for need in visit.session.signing_needs()]


def jump(visit: VisitView, settle: Settle) -> QWidget:
    """Where the first of the needs leads."""
    visit.follow(visit.session.signing_needs()[0].place)
    settle()
    place = QApplication.focusWidget()
    assert place is not None
    return place


def page(visit: VisitView) -> PlanPage:
    found = visit.page("plan")
    assert isinstance(found, PlanPage)
    return found


def test_a_bare_evaluation_is_not_signed_and_each_need_leads_to_its_line(
    bare: VisitView, settle: Settle
) -> None:
    assert asked(bare) == ["plan.assessment", "plan.codes", "plan.goals", "plan.care"]
    bare.go_to("exam")
    QTest.keyClicks(jump(bare, settle), "Root pattern RIGHT.")
    assert jump(bare, settle) is page(bare).plan.codes.query
    QTest.keyClicks(page(bare).plan.codes.without.field, "waits for the scan")
    goal = jump(bare, settle)
    assert goal is page(bare).plan.goals.words
    QTest.keyClicks(goal, "Sit 45 minutes")
    QTest.keyClick(goal, ENTER)
    assert jump(bare, settle) is page(bare).plan.course.times
    click(page(bare).plan.course.once)
    assert asked(bare) == []
    told = note_text(write_note(bare.session, bare.open))
    assert "No diagnosis: waits for the scan." in told
    assert "one visit only" in told
    bare.session.sign()
    kept = bare.session.store.visit(bare.open.desk.visit.id)
    assert [one.reason for one in kept.plan.left_out] == ["waits for the scan"]


def test_the_line_for_a_reason_goes_when_the_part_is_there(bare: VisitView, settle: Settle) -> None:
    bare.go_to("plan")
    settle()
    goals = page(bare).plan.goals
    assert goals.without.isVisibleTo(goals)
    QTest.keyClicks(goals.without.field, "x")
    assert "plan.goals" in asked(bare)
    QTest.keyClicks(goals.words, "Sit 45 minutes")
    QTest.keyClick(goals.words, ENTER)
    assert not goals.without.isVisibleTo(goals)
    assert "No goals" not in note_text(write_note(bare.session, bare.open))


def test_a_daily_note_without_treatment_says_why(visit: VisitView, settle: Settle) -> None:
    clinic.answer_core(visit.open.desk)
    assert "plan.treatments" in asked(visit)
    visit.follow("plan.treatments")
    settle()
    sheet = page(visit).treatment
    assert sheet.without.isVisibleTo(sheet)
    QTest.keyClicks(sheet.without.field, "came to talk about the scan")
    assert "plan.treatments" not in asked(visit)
    told = note_text(write_note(visit.session, visit.open))
    assert "No treatment today: came to talk about the scan." in told


def test_a_patient_sent_on_in_an_emergency_is_signed_with_the_assessment(bare: VisitView) -> None:
    desk = bare.open.desk
    desk.set_answer(FindingKey("urinary_retention"), Answer(value=True))
    open_flags = bare.open_flags()
    assert open_flags[0].tier in SAME_DAY
    done = tuple(
        FlagAcknowledgment(
            flag.id,
            "sent to the emergency department, phoned 10:46",
            "",
            bare.session.clinician.id,
            bare.session.clock(),
            basis_of(flag),
        )
        for flag in open_flags
    )
    desk.edit("Flags", replace(desk.visit, acknowledgments=done), parts=(Part.FLAGS,))
    assert asked(bare) == ["plan.assessment"]
    cleared = tuple(replace(one, action="", reason="seen and sent back today") for one in done)
    desk.edit("Flags", replace(desk.visit, acknowledgments=cleared), parts=(Part.FLAGS,))
    assert "plan.goals" in asked(bare)
