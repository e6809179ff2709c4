"""The plan in the clinician's words, signing, and addenda beside a signed visit."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from pt_chart.charting.care.edits import write_care
from pt_chart.charting.program_edits import ProgramEdits
from pt_chart.clinical.care.plan_of_care import PlanOfCare
from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.clinical.sides import Side
from pt_chart.clinical.visit import Treatment
from pt_chart.ui.plan.page import PlanPage
from pt_chart.ui.shell.visit_view import VisitView
from pt_chart.ui.widgets.label import Label
from tests.ui import clinic


def plan_page(visit: VisitView) -> PlanPage:
    visit.go_to("plan")
    page = visit.page("plan")
    assert isinstance(page, PlanPage)
    return page


def treatments(visit: VisitView) -> tuple[Treatment, ...]:
    return visit.open.desk.visit.plan.treatments


def written(visit: VisitView) -> str:
    return visit.open.desk.visit.plan.assessment


def goals(visit: VisitView) -> list[str]:
    return list(visit.open.desk.visit.plan.goals)


def addenda(visit: VisitView) -> list[str]:
    return [addendum.text for addendum in visit.open.desk.visit.addenda]


def test_typing_the_assessment_is_one_undo_step(visit: VisitView) -> None:
    page = plan_page(visit)
    QTest.keyClicks(page.plan.assessment, "Root signs on the RIGHT.")
    desk = visit.open.desk
    assert written(visit) == "Root signs on the RIGHT."
    assert desk.undo() == "Assessment"
    assert written(visit) == ""
    assert page.plan.assessment.toPlainText() == ""


def test_what_goes_against_a_rule_is_shown_again_where_it_is_signed(visit: VisitView) -> None:
    page = plan_page(visit)

    def told() -> list[str]:
        beside = page.plan.signature.addenda
        items = [beside.itemAt(at) for at in range(beside.count())]
        shown = [item.widget() for item in items if item is not None]
        return [one.text() for one in shown if isinstance(one, Label)]

    heat = clinic.definitions().library.exercises["heat_pack"]
    edits = ProgramEdits(visit.open.desk)
    edits.add_exercise(heat, Side.BOTH)
    assert told() == []
    edits.give_reason(0, "Only over the back, feels normal.", ("INSENSATE_SKIN",), heat.name)
    (words,) = told()
    assert words == (
        f"Signed with the visit: {heat.name} in spite of a rule (Numb skin): "
        "Only over the back, feels normal."
    )


def test_goals_are_added_and_removed(visit: VisitView) -> None:
    page = plan_page(visit)
    for goal in ("Sit 45 minutes", "Walk 2 km"):
        QTest.keyClicks(page.plan.goals.words, goal)
        QTest.keyClick(page.plan.goals.words, Qt.Key.Key_Return)
    assert goals(visit) == ["Sit 45 minutes", "Walk 2 km"]
    visit.open.desk.undo()
    assert goals(visit) == ["Sit 45 minutes"]
    assert page.plan.goals.rows.count() == 1


def test_a_treatment_has_dose_minutes_side_and_response(visit: VisitView) -> None:
    form = plan_page(visit).treatment.form
    QTest.mouseClick(form.add, Qt.MouseButton.LeftButton)
    assert treatments(visit) == ()
    QTest.keyClicks(form.name, "Press-up")
    QTest.keyClicks(form.dose, "2 x 10")
    QTest.keyClicks(form.minutes, "ten")
    QTest.keyClicks(form.side, "r")
    QTest.mouseClick(form.add, Qt.MouseButton.LeftButton)
    assert treatments(visit) == ()
    form.minutes.setText("10")
    QTest.keyClicks(form.response, "leg pain 6 to 4")
    QTest.keyClick(form.response, Qt.Key.Key_Return)
    given = treatments(visit)[0]
    assert (given.name, given.dose, given.minutes) == ("Press-up", "2 x 10", 10)
    assert (given.side, given.response) == (Side.RIGHT, "leg pain 6 to 4")


def test_enter_goes_through_the_line_and_a_treatment_of_the_other_leg_is_asked_about(
    visit: VisitView,
) -> None:
    form = plan_page(visit).treatment.form
    form.name.setFocus()
    for field, words in ((form.name, "Nerve slider"), (form.dose, "3 x 10"), (form.minutes, "5")):
        assert field.hasFocus()
        QTest.keyClicks(field, words)
        QTest.keyClick(field, Qt.Key.Key_Return)
    assert form.response.hasFocus()
    QTest.keyClicks(form.side, "l")
    QTest.keyClick(form.response, Qt.Key.Key_Return)
    assert treatments(visit) == ()
    assert visit.notices.notice is not None
    told = f"{visit.notices.notice.text} {visit.notices.notice.advice}"
    assert "The main side is RIGHT. Really LEFT?" in told
    QTest.keyClick(form.response, Qt.Key.Key_Return)
    assert [one.side for one in treatments(visit)] == [Side.LEFT]
    QTest.keyClicks(form.name, "Again")
    QTest.keyClicks(form.side, "l")
    QTest.keyClick(form.response, Qt.Key.Key_Return)
    assert len(treatments(visit)) == 2, "answered once for the visit"


def test_a_visit_with_unconfirmed_values_says_what_it_needs(visit: VisitView) -> None:
    visit.session.carry_forward()
    card = plan_page(visit).plan.signature
    QTest.mouseClick(card.sign, Qt.MouseButton.LeftButton)
    assert not visit.open.desk.visit.signed
    assert "confirm it" in card.state.text()


def test_a_signed_visit_is_read_only_and_takes_addenda(visit: VisitView) -> None:
    visit.go_to("exam")
    visit.open.desk.set_answer(FindingKey("crossed_slr", Side.LEFT), Answer(False))
    clinic.answer_core(visit.open.desk)
    clinic.write_record(visit.open.desk)
    page = plan_page(visit)
    QTest.mouseClick(page.plan.signature.sign, Qt.MouseButton.LeftButton)
    signed = visit.open.desk.visit
    assert signed.signed
    assert page.plan.signature.state.text().startswith("Signed by Ines Corvale, PT")
    assert not page.plan.assessment.isEnabled()
    assert not visit.quick.isEnabled()
    visit.go_to("exam")
    QTest.keyClicks(visit.focusWidget() or visit, "+")
    assert visit.open.desk.visit is signed
    visit.go_to("plan")
    QTest.keyClick(page.plan.signature.addendum, Qt.Key.Key_Return)
    assert addenda(visit) == []
    QTest.keyClicks(page.plan.signature.addendum, "The patient phoned: better.")
    QTest.keyClick(page.plan.signature.addendum, Qt.Key.Key_Return)
    assert addenda(visit) == ["The patient phoned: better."]


def test_the_banner_counts_as_the_plan_does(visit: VisitView) -> None:
    desk = visit.open.desk
    write_care(desk, "Plan", PlanOfCare(visits=12))
    assert visit.banner._number[0].text().startswith("Visit 2 of 12")
