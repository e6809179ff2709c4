"""The differentiation opened wide: copied as text, printed as a sheet, who recorded what."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.clinical.program.dates import moment_words
from pt_chart.clinical.reasoning.acknowledged import MISSING, NO_REASON, NOBODY, TOO_SHORT
from pt_chart.clinical.reasoning.engine import assess
from pt_chart.clinical.reasoning.order_changes import order_changers
from pt_chart.clinical.reasoning.plain_text import assessment_text
from pt_chart.clinical.reasoning.script import assessment_json
from pt_chart.clinical.reasoning.unread import UNREAD
from pt_chart.clinical.sides import Side
from pt_chart.ui.panel.wide_page import WidePage
from pt_chart.ui.program.printing import PrinterMemory
from pt_chart.ui.shell.visit_view import VisitView
from pt_chart.ui.theme.tokens import Width
from pt_chart.ui.widgets.flag_strip import FlagStrip
from tests.documents import reading


@pytest.fixture
def wide(visit: VisitView) -> WidePage:
    """The page of a visit with a foot drop."""
    visit.open.desk.set_answer(FindingKey("foot_drop", Side.RIGHT), Answer(value=True))
    visit.go_to("wide")
    page = visit.stack.currentWidget()
    assert isinstance(page, WidePage)
    return page


def test_copied_as_text_it_says_the_whole_order_and_no_name(
    wide: WidePage, visit: VisitView
) -> None:
    QTest.mouseClick(wide.copy, Qt.MouseButton.LeftButton)
    copied = QApplication.clipboard().text()
    assert copied == assessment_text(visit.open.live.current)
    assert "FLAG Foot drop" in copied
    patient = visit.open.desk.patient
    for private in (patient.family_name, patient.given_name, patient.record_number):
        assert private not in copied


@pytest.mark.parametrize("accepted", [True, False])
def test_the_second_look_prints_on_one_page_and_is_logged_when_sent(
    wide: WidePage, visit: VisitView, monkeypatch: pytest.MonkeyPatch, *, accepted: bool
) -> None:
    sent: list[bytes] = []

    def ask(pdf: bytes, _parent: QWidget, name: str, memory: PrinterMemory) -> bool:
        assert name == memory.kind == "second-look"
        sent.append(pdf)
        return accepted

    monkeypatch.setattr("pt_chart.ui.program.printing.ask_and_print", ask)
    QTest.mouseClick(wide.print, Qt.MouseButton.LeftButton)
    (pages,) = [reading.page_texts(pdf) for pdf in sent]
    assert len(pages) == 1
    assert wide.which.currentText() in pages[0]
    newest = visit.session.store.audit(limit=1)[0].entry
    assert newest.detail.startswith("second-look sha256:") is accepted


def test_a_printer_that_does_not_start_is_told(
    wide: WidePage, visit: VisitView, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ask(*_: object) -> bool:
        raise OSError("The printer did not start")

    told: list[str] = []
    visit.session.notices.connect(lambda notice: told.append(notice.text))
    monkeypatch.setattr("pt_chart.ui.program.printing.ask_and_print", ask)
    QTest.mouseClick(wide.print, Qt.MouseButton.LeftButton)
    assert told == ["The printer did not start"]


def test_an_empty_record_says_what_is_missing(wide: WidePage, visit: VisitView) -> None:
    (flag,) = [one for one in visit.open.live.current.flags if one.id == "foot_drop"]
    wide.flags.open_form(flag)
    form = wide.flags.form
    assert form is not None
    assert form.remark.isHidden()
    QTest.keyClick(form.action, Qt.Key.Key_Return)
    assert not form.remark.isHidden()
    assert form.remark.text() == form.action.accessibleDescription() == MISSING
    assert visit.open.desk.visit.acknowledgments == ()


def test_a_settled_flag_says_who_and_when(wide: WidePage, visit: VisitView) -> None:
    (flag,) = [one for one in visit.open.live.current.flags if one.id == "foot_drop"]
    wide.flags.open_form(flag)
    assert wide.flags.form is not None
    QTest.keyClicks(wide.flags.form.action, "Surgeon phoned")
    QTest.keyClick(wide.flags.form.action, Qt.Key.Key_Return)
    done = next(one for one in visit.open.desk.visit.acknowledgments if one.flag == "foot_drop")
    strips = [one.accessibleName() for one in wide.flags.findChildren(FlagStrip)]
    (said,) = [words for words in strips if "Surgeon phoned" in words]
    when = moment_words(done.at)
    assert f"{visit.session.clinician.signature} \u00b7 {when}" in said


def test_a_settled_flag_that_becomes_worse_is_open_again_and_tells_what_was_recorded(
    wide: WidePage, visit: VisitView
) -> None:
    desk = visit.open.desk
    (flag,) = [one for one in visit.open.live.current.flags if one.id == "foot_drop"]
    wide.flags.open_form(flag)
    assert wide.flags.form is not None
    QTest.keyClicks(wide.flags.form.action, "Surgeon phoned")
    QTest.keyClick(wide.flags.form.action, Qt.Key.Key_Return)
    assert "foot_drop" not in [one.id for one in visit.open_flags()]
    desk.set_answer(FindingKey("weakness_course", Side.RIGHT), Answer(value="hours_days"))
    assert "foot_drop" in [one.id for one in visit.open_flags()]
    strips = [one.accessibleName() for one in wide.flags.findChildren(FlagStrip)]
    assert any("Open anew" in words and "Surgeon phoned" in words for words in strips)


def test_an_emergency_is_cleared_by_somebody_and_stays_in_sight(
    wide: WidePage, visit: VisitView
) -> None:
    desk = visit.open.desk
    desk.set_answer(FindingKey("weakness_course", Side.RIGHT), Answer(value="hours_days"))
    (flag,) = [one for one in visit.open.live.current.flags if one.id == "foot_drop"]
    wide.flags.open_form(flag)
    form = wide.flags.form
    assert form is not None
    QTest.keyClicks(form.reason, "no")
    QTest.keyClick(form.reason, Qt.Key.Key_Return)
    assert form.remark.text() == TOO_SHORT
    QTest.keyClicks(form.reason, " compression on imaging")
    QTest.keyClick(form.reason, Qt.Key.Key_Return)
    assert form.remark.text() == NOBODY
    assert not desk.visit.acknowledgments
    QTest.keyClicks(form.cleared_by, "Dr. Amsel, today 14:10")
    QTest.keyClick(form.cleared_by, Qt.Key.Key_Return)
    (done,) = desk.visit.acknowledgments
    assert done.cleared_by == "Dr. Amsel, today 14:10"
    assert "cleared by Dr. Amsel" in done.words
    strips = [one.accessibleName() for one in wide.flags.findChildren(FlagStrip)]
    assert any("no compression on imaging, by Dr. Amsel" in words for words in strips)
    others = [one for one in visit.open_flags() if one.id != "foot_drop"]
    for one in others:
        wide.flags.open_form(one)
        assert wide.flags.form is not None
        QTest.keyClicks(wide.flags.form.action, "Sent to the hospital")
        QTest.keyClick(wide.flags.form.action, Qt.Key.Key_Return)
    bar = visit.emergency
    assert not bar.isHidden()
    assert bar.record.isHidden()
    assert "recorded" in bar.title.accessibleName()


def test_at_200_percent_the_columns_stand_one_under_the_other(
    qtbot: QtBot, visit: VisitView
) -> None:
    window = visit.window()
    window.resize(683, 384)
    visit.go_to("wide")
    page = visit.stack.currentWidget()
    assert isinstance(page, WidePage)
    qtbot.waitUntil(lambda: page.back.text() == "Back")
    for part in (page.table, page.causes, page.form.save):
        right = part.mapTo(page, part.rect().topRight()).x()
        assert right <= page.width(), part
    assert page.back.accessibleName() == "Back to side panel"
    window.resize(1366, 768)
    qtbot.waitUntil(lambda: page.back.text() == "Back to side panel")
    assert page.table.isVisibleTo(page)


def test_at_200_percent_the_panel_takes_the_place_of_the_page(
    qtbot: QtBot, visit: VisitView
) -> None:
    window = visit.window()
    window.resize(683, 384)
    visit.dock.open()
    qtbot.waitUntil(lambda: visit.dock.width() > Width.PANEL)
    window.resize(1920, 1080)
    qtbot.waitUntil(lambda: visit.dock.width() == Width.PANEL)


def test_what_no_line_rests_on_is_told_in_the_notes_and_the_copy(visit: VisitView) -> None:
    visit.open.desk.set_answer(FindingKey("previous_stroke"), Answer(value=True))
    visit.go_to("wide")
    page = visit.stack.currentWidget()
    assert isinstance(page, WidePage)
    label = visit.session.definitions.vocabulary.fields["previous_stroke"].name
    assert label in page.notes.text().partition(UNREAD)[2]
    page.copy_text()
    assert label in QApplication.clipboard().text().partition(UNREAD)[2]


def test_the_starting_bands_are_told_and_another_set_can_be_chosen(
    wide: WidePage, visit: VisitView
) -> None:
    live = visit.open.live
    first = live.current.ranked[0]
    chart = wide.charts[0][1]
    assert f"Starts from: {first.prior_band.replace('_', ' ')}" in chart.accessibleDescription()
    before = {one.condition: one.middle for one in live.current.ranked}
    chosen = next(n for n in range(wide.bands.count()) if "Athlete" in wide.bands.itemText(n))
    wide.bands.setCurrentIndex(chosen)
    wide.bands.activated.emit(chosen)
    after = {one.condition: one for one in live.current.ranked}
    assert after["hamstring_strain"].middle > before["hamstring_strain"]
    assert after["hamstring_strain"].prior_band == "common"
    assert live.current.starting in wide.notes.text()
    kept = assess(live.facts, visit.session.definitions.knowledge)
    told = replace(live.current, contradictions=kept.contradictions)
    assert assessment_json(kept) == assessment_json(told)
    chosen_set = visit.open.desk.visit.answers[FindingKey("starting_bands")]
    assert chosen_set.value == "athlete_posterior_thigh_pain"
    assert f"Starting bands: {live.current.starting}" in assessment_text(live.current)
    wide.bands.setCurrentIndex(0)
    wide.bands.activated.emit(0)
    assert {one.condition: one.middle for one in live.current.ranked} == before


def test_an_open_emergency_folds_the_ranking_here_too(wide: WidePage, visit: VisitView) -> None:
    assert wide.folded.isHidden()
    assert wide.causes.isVisibleTo(wide)
    visit.open.desk.set_answer(FindingKey("altered_perianal_sensation"), Answer(value=True))
    assert wide.folded.isVisibleTo(wide)
    assert not wide.causes.isVisibleTo(wide)
    assert not wide.form.isVisibleTo(wide)
    QTest.mouseClick(wide.unfold, Qt.MouseButton.LeftButton)
    assert wide.folded.isHidden()
    assert wide.causes.isVisibleTo(wide)
    assert wide.form.isVisibleTo(wide)


def test_who_cleared_a_flag_is_never_dropped(wide: WidePage, visit: VisitView) -> None:
    desk = visit.open.desk
    desk.set_answer(FindingKey("weakness_course", Side.RIGHT), Answer(value="hours_days"))
    (flag,) = [one for one in visit.open.live.current.flags if one.id == "foot_drop"]
    wide.flags.open_form(flag)
    form = wide.flags.form
    assert form is not None
    QTest.keyClicks(form.action, "sent to emergency, back with report")
    QTest.keyClicks(form.cleared_by, "Dr. Amsel, today 14:10")
    QTest.keyClick(form.cleared_by, Qt.Key.Key_Return)
    assert form.remark.text() == NO_REASON
    assert not desk.visit.acknowledgments
    QTest.keyClicks(form.reason, "no compression on imaging")
    QTest.keyClick(form.reason, Qt.Key.Key_Return)
    (done,) = desk.visit.acknowledgments
    assert done.cleared_by == "Dr. Amsel, today 14:10"


def test_only_what_changes_the_order_stands_under_that_head(visit: VisitView) -> None:
    for name in ("back_pain", "cough_sneeze_strain_aggravation"):
        visit.open.desk.set_answer(FindingKey(name), Answer(value=True))
    visit.open.desk.set_answer(FindingKey("leg_pain", Side.RIGHT), Answer(value=True))
    visit.go_to("wide")
    page = visit.stack.currentWidget()
    assert isinstance(page, WidePage)
    live = visit.open.live
    assert page.next_tests.tests == live.current.next_tests[:3]
    knowledge = visit.session.definitions.knowledge
    assert page.changers.tests == order_changers(live.facts, knowledge, live.current)
    assert page.changers.tests
    assert all(test.flips for test in page.changers.tests)
