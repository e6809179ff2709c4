"""The note on screen: linked, edited, linked again, copied."""

from __future__ import annotations

from dataclasses import replace
from operator import attrgetter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from pt_chart.charting.events import Part
from pt_chart.charting.narrative import writing
from pt_chart.clinical.care.completeness import WHY_DISCHARGE
from pt_chart.clinical.care.visit_administration import (
    Consent,
    ConsentState,
    VisitAdministration,
)
from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.clinical.people import Medicine
from pt_chart.clinical.sides import Side
from pt_chart.clinical.visit import Plan, Treatment, VisitKind
from pt_chart.ui.note.sentence_row import SentenceRow
from pt_chart.ui.plan.page import NOTE, PlanPage
from pt_chart.ui.shell.banner import WarningTag
from pt_chart.ui.shell.visit_view import VisitView
from pt_chart.ui.shell.window import MainWindow
from pt_chart.ui.widgets.line_field import ValueState
from tests.ui.plan.gestures import ANKLE, ENTER, click, notice, press, words


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


def test_signing_asks_about_an_edited_sentence_whose_field_changed(
    visit: VisitView, page: PlanPage
) -> None:
    desk = visit.open.desk
    desk.set_answer(ANKLE, Answer("1"))
    page.show_tab(NOTE)
    row = sentence(page, "exam.reflex_achilles")
    row.edit()
    assert row.editor is not None
    row.editor.setPlainText("Ankle jerk reduced RIGHT.")
    row.finish()

    def asked() -> list[str]:
        return [one.words for one in visit.session.signing_needs() if "was edited" in one.words]

    assert asked() == []
    desk.set_answer(ANKLE, Answer("0"))
    (need,) = asked()
    assert "Ankle jerk reduced RIGHT." in need
    assert "RIGHT 0" in need
    press(sentence(page, "exam.reflex_achilles"), "Keep your words beside the new fields")
    assert asked() == []
    row = sentence(page, "exam.reflex_achilles")
    assert row.words.text() == "Ankle jerk reduced RIGHT."
    assert "the fields say" in words(row)


def test_ctrl_enter_keeps_the_words_and_signs_nothing(
    window: MainWindow, visit: VisitView, page: PlanPage
) -> None:
    window.show()
    visit.open.desk.set_answer(ANKLE, Answer("1"))
    page.show_tab(NOTE)
    row = sentence(page, "exam.reflex_achilles")
    row.edit()
    assert row.editor is not None
    QTest.keyClicks(row.editor, "Reduced.")
    QTest.keyClick(row.editor, ENTER, Qt.KeyboardModifier.ControlModifier)
    assert sentence(page, "exam.reflex_achilles").words.text() == "Reduced."
    assert "Not signed" not in notice(visit)


def test_a_discharge_is_signed_with_its_reason(visit: VisitView) -> None:
    desk = visit.open.desk
    desk.edit("Kind", replace(desk.visit, kind=VisitKind.DISCHARGE), parts=(Part.STATUS,))
    asked = [one for one in visit.session.signing_needs() if one.words == WHY_DISCHARGE]
    assert len(asked) == 1
    told = replace(desk.visit.plan, assessment="Goals met; goes on at home.")
    desk.edit("Why", replace(desk.visit, plan=told), parts=(Part.PLAN,))
    assert all(one.words != WHY_DISCHARGE for one in visit.session.signing_needs())


def test_a_sentence_leads_to_its_field(visit: VisitView, page: PlanPage) -> None:
    visit.open.desk.set_answer(ANKLE, Answer("1"))
    page.show_tab(NOTE)
    press(sentence(page, "exam.reflex_achilles"), "Go to the field")
    assert visit.section == "exam"


def test_a_very_long_sentence_is_folded_and_shown_whole_on_demand(
    visit: VisitView, page: PlanPage
) -> None:
    text = ("座骨神経 pain \U0001f9b5 ألم " * 5_000)[:100_000].strip()
    writing.add_own(visit.open.desk, "plan", text)
    page.show_tab(NOTE)
    row = page.note.rows[visit.open.desk.visit.note.own[0].id]
    assert len(row.words.text()) < 1_500
    assert "more characters" in row.words.text()
    assert len(row.accessibleName()) < 1_500
    press(row, "Show all")
    assert row.whole is not None
    assert row.whole.toPlainText().startswith(text)
    assert row.whole.isReadOnly()
    assert row.words.isHidden()
    press(row, "Show less")
    assert not row.words.isHidden()
    copied = writing.copy_text(visit.session, visit.open)
    assert text in " ".join(copied.split())


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


@pytest.mark.parametrize(
    ("id_", "control"),
    [
        ("assessment.words", "plan.assessment"),
        ("treatment.0", "treatment.form.name"),
        ("plan.next", "plan.next.next_visit"),
        ("goal.0", "plan.goals.words"),
        ("admin.consent.0", "administration.consent.technique"),
    ],
)
def test_sentences_of_the_plan_lead_to_their_line(
    visit: VisitView, page: PlanPage, id_: str, control: str
) -> None:
    desk = visit.open.desk
    written = Plan(
        "Better.", treatments=(Treatment("Press-up"),), goals=("Run",), next_visit="Tuesday"
    )
    frame = VisitAdministration(consents=(Consent("Needling", ConsentState.GIVEN),))
    desk.edit("All", replace(desk.visit, plan=written, administration=frame), parts=(Part.PLAN,))
    page.show_tab(NOTE)
    press(sentence(page, id_), "Go to the field")
    assert attrgetter(control)(page).hasFocus()


def test_every_sentence_leads_somewhere(visit: VisitView, page: PlanPage) -> None:
    desk = visit.open.desk
    desk.change_episode(
        replace(desk.episode, precautions=("latex",), medicines=(Medicine("ibuprofen"),))
    )
    whole = replace(
        desk.visit,
        kind=VisitKind.EVALUATION,
        answers={
            FindingKey("urinary_retention"): Answer(False),
            FindingKey("time_to_onset"): Answer(10),
            FindingKey("time_to_settle"): Answer(30),
            FindingKey("slr_familiar", Side.RIGHT): Answer(True),
            FindingKey("slr_neck", Side.RIGHT): Answer("more"),
            FindingKey("nprs_now"): Answer(4),
        },
        plan=Plan("Better.", treatments=(Treatment("Press-up", minutes=10),)),
    )
    desk.edit("All", whole, parts=(Part.PLAN, Part.ANSWERS))
    page.show_tab(NOTE)
    seen = {"history.episode", "history.precautions", "history.medicines", "history.irritability"}
    assert seen | {"exam.not_listed"} <= set(page.note.rows)
    for id_ in list(page.note.rows):
        visit.go_to("plan")
        page.show_tab(NOTE)
        press(sentence(page, id_), "Go to the field")
        assert QApplication.focusWidget() is not None, id_
        assert visit.section != "plan" or page.tabs.current != NOTE, id_


def test_what_the_episode_says_is_changed_where_its_sentence_leads(
    visit: VisitView, page: PlanPage
) -> None:
    desk = visit.open.desk
    stored = visit.session.store.save_episode(replace(desk.episode, precautions=("latex",)))
    desk.change_episode(stored)
    desk.edit(
        "Kind", replace(desk.visit, kind=VisitKind.EVALUATION), parts=(Part.STATUS, Part.NOTE)
    )
    page.show_tab(NOTE)
    press(sentence(page, "history.precautions"), "Go to the field")
    field = page.administration.episode.precautions
    assert field.hasFocus()
    QTest.keyClick(field, Qt.Key.Key_End)
    QTest.keyClicks(field, "; blood thinner")
    QTest.keyClick(field, ENTER)
    assert visit.session.store.episode("e1").precautions == ("latex", "blood thinner")
    page.show_tab(NOTE)
    assert sentence(page, "history.precautions").words.text() == (
        "Precautions: latex; blood thinner."
    )
    QApplication.processEvents()
    shown = [tag.toolTip() for tag in visit.banner.findChildren(WarningTag) if not tag.isHidden()]
    assert shown[-2:] == ["latex", "blood thinner"]


def test_an_onset_ahead_is_marked_and_stays_on_screen(visit: VisitView, page: PlanPage) -> None:
    page.show_part("episode.onset")
    field = page.administration.episode.onset
    before = visit.open.desk.episode
    field.selectAll()
    QTest.keyClicks(field, "2999-01-01")
    QTest.keyClick(field, ENTER)
    assert field.state is ValueState.REFUSED
    assert "lies ahead" in notice(visit)
    assert field.text() == "2999-01-01"
    assert visit.open.desk.episode == before


def test_what_came_after_the_signature_stands_below_the_note(
    visit: VisitView, page: PlanPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.show_tab(NOTE)
    assert page.note.later.isHidden()
    monkeypatch.setattr(
        writing, "later_entries", lambda *_: ("Nov 12, 2026 09:00: contact entered",)
    )
    page.note.show_visit()
    assert page.note.later.isVisibleTo(page)
    assert "contact entered" in page.note.later.text()
    assert "contact entered" not in page.note.foot.text()
