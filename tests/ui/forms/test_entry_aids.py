"""Help beside fields, rest normal, refused text, signing list, re-test sheet, touch, phrases."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from pt_chart.clinical.findings import Answer, FindingKey, Origin
from pt_chart.clinical.sides import Side
from pt_chart.clinical.within_visit import PAIN_NOW, ChangeKind
from pt_chart.definitions.figures import FigureIndex
from pt_chart.ui.forms.exam_page import ExamPage
from pt_chart.ui.forms.field_row import FieldRow
from pt_chart.ui.forms.form_card import FormCard
from pt_chart.ui.forms.help_words import help_page
from pt_chart.ui.shell.visit_view import VisitView
from pt_chart.ui.shell.window import MainWindow
from pt_chart.ui.theme.theme import TOUCH
from pt_chart.ui.widgets.button import Button
from pt_chart.ui.widgets.segments import Segments
from tests.ui import clinic

R, L = Side.RIGHT, Side.LEFT
Settle = Callable[[], None]


def exam(visit: VisitView) -> ExamPage:
    """The exam page, open."""
    visit.go_to("exam")
    page = visit.page("exam")
    assert isinstance(page, ExamPage)
    return page


def focus(visit: VisitView) -> QWidget:
    """What has the keyboard."""
    focused = visit.focusWidget()
    assert focused is not None
    return focused


def run(window: MainWindow, command: str) -> None:
    """A command by its id."""
    assert window.commands is not None
    window.commands.actions[command].trigger()


def test_help_follows_the_cursor(visit: VisitView, window: MainWindow, settle: Settle) -> None:
    page = exam(visit)
    visit.show_field(FindingKey("slump", R))
    run(window, "field_help")
    settle()
    card = page._help.card
    assert card is not None
    assert card.isVisible()
    assert "How:" in card.words
    assert "Positive:" in card.words
    assert "Evidence:" in card.words
    assert card.picture.isVisible()
    visit.show_field(FindingKey("crossed_slr", L))
    settle()
    assert card.words.startswith("Crossed")
    run(window, "field_help")
    assert not card.isVisible()


def test_everything_in_the_exam_says_how_what_counts_and_the_evidence() -> None:
    known = clinic.definitions()
    figures: FigureIndex = clinic.figures()
    missing, shown = [], set()
    for field in known.vocabulary.fields.values():
        if field.worked_out or field.section != "exam":
            continue
        page = help_page(field, known.vocabulary, known.knowledge, figures)
        told = dict(page.lines)
        counts = told.get("Positive") or told.get("Counts as a finding")
        if not (told.get("How") and counts and told.get("Evidence") and told.get("Keys")):
            missing.append(field.id)
        shown.add(page.figure)
    assert missing == []
    assert {name for name in figures.pictures if name.startswith("exam/")} <= shown


def card_with(page: ExamPage, name: str) -> FormCard:
    """The card of the open tab that holds a field."""
    columns = page.pages[page.current]
    columns.finish_all()
    return next(c for c in columns.cards if any(f.id == name for f in c.definition.fields))


def test_rest_normal_files_what_is_seen_and_says_so(
    visit: VisitView, window: MainWindow, settle: Settle
) -> None:
    page = exam(visit)
    visit.show_field(FindingKey("reflex_achilles", R))
    QTest.keyClicks(focus(visit), "0")
    card = card_with(page, "reflex_achilles")
    assert card.rest.isVisible()
    run(window, "rest_normal")
    settle()
    answers = visit.open.desk.visit.answers
    assert answers[FindingKey("reflex_achilles", R)].value == "0"
    left = answers[FindingKey("reflex_achilles", L)]
    assert (left.value, left.origin) == ("2", Origin.REST_NORMAL)
    row = next(r for r in card.rows if r.field.id == "reflex_achilles")
    left_number = next(n for n, one in enumerate(row.editors) if one.key.side is L)
    assert row._told_before(left_number) == "rest normal"
    assert not card.rest.isVisible()
    assert "filed as normal" in visit.notices.text.text()
    visit.open.desk.undo()
    assert FindingKey("reflex_achilles", L) not in visit.open.desk.visit.answers


def test_structured_tests_have_no_rest_normal(visit: VisitView) -> None:
    page = exam(visit)
    visit.show_field(FindingKey("slr_neck", R))
    card = card_with(page, "slr_neck")
    assert not card.rest.isVisible()
    assert card.rest_normal() == 0


def test_a_refused_text_says_what_stays_recorded(visit: VisitView, settle: Settle) -> None:
    exam(visit)
    visit.show_field(FindingKey("slr_angle", R))
    field = focus(visit)
    QTest.keyClicks(field, "4x")
    settle()
    row = field.parentWidget()
    assert isinstance(row, FieldRow)
    (told,) = row._refusals.values()
    assert told.endswith("Nothing is recorded.")
    QTest.keyClick(field, Qt.Key.Key_Backspace)
    assert row._refusals == {}


def test_a_test_without_a_figure_says_so_and_names_its_pattern() -> None:
    known, figures = clinic.definitions(), clinic.figures()

    def evidence(id: str) -> str:
        field = known.vocabulary.fields[id]
        page = help_page(field, known.vocabulary, known.knowledge, figures)
        return dict(page.lines)["Evidence"]

    assert evidence("single_leg_bridge") == "No accuracy figure known to us."
    assert evidence("piriformis_tenderness").startswith(
        "No accuracy figure known to us. Weighed by expert pattern for deep gluteal"
    )
    assert "LR+" in evidence("slump")


def test_the_norm_stands_at_the_field_with_its_ages(visit: VisitView, settle: Settle) -> None:
    visit.show_field(FindingKey("lumbar_extension"))
    settle()
    page = visit.page("exam")
    assert page is not None
    (row,) = [r for r in page.findChildren(FieldRow) if r.field.id == "lumbar_extension"]
    assert row._sub == "normal from 25°, ages 18 to 64, from memory"


def test_what_signing_needs_is_a_list_with_a_jump(
    visit: VisitView, window: MainWindow, settle: Settle
) -> None:
    run(window, "needs")
    assert window.commands is not None
    palette = window.commands.palette
    assert palette.isVisible()
    assert palette.field.placeholderText().startswith("Signing needs ")
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    settle()
    first = visit.session.signing_needs()[0]
    label = visit.open.desk.vocabulary.field(first.finding).label
    assert label in focus(visit).accessibleName()
    clinic.answer_core(visit.open.desk)
    clinic.write_record(visit.open.desk)
    run(window, "needs")
    assert visit.notices.text.text() == "Nothing is missing"


def test_core_questions_are_asked_in_every_visit(visit: VisitView) -> None:
    assert visit.open.desk.visit.number == 2
    core = [f.id for f in visit.open.desk.vocabulary.fields.values() if f.core]
    asked = [need.finding for need in visit.session.signing_needs()]
    assert set(core) <= set(asked)


def test_nothing_found_is_told_where_one_looks(window: MainWindow, settle: Settle) -> None:
    run(window, "find")
    assert window.commands is not None
    palette = window.commands.palette
    QTest.keyClicks(palette.field, "xqzzy")
    settle()
    assert "Nothing found" in palette.table.model().index(0, 0).data()
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert palette.isVisible()


def test_a_star_makes_an_asterisk_sign_and_the_sheet_shows_its_change(
    visit: VisitView, window: MainWindow, settle: Settle
) -> None:
    page = exam(visit)
    key = FindingKey("slr_angle", R)
    visit.show_field(key)
    field = focus(visit)
    QTest.keyClicks(field, "48")
    QTest.keyClicks(field, "*")
    desk = visit.open.desk
    assert desk.visit.within.signs == (key,)
    assert desk.visit.answers[key].value == 48
    run(window, "retest")
    settle()
    sheet = page.retest
    assert sheet is not None
    assert sheet.isVisible()
    QTest.keyClicks(sheet.editors[PAIN_NOW, "first"], "6")
    QTest.keyClicks(sheet.editors[key, ""], "63")
    settle()
    change = sheet.change(key, "")
    assert change is not None
    assert (change.kind, change.better) == (ChangeKind.BEYOND_ERROR, True)
    assert sheet._changes[key, ""].text() == change.words
    assert desk.visit.answers[PAIN_NOW].value == 6
    desk.undo()
    assert sheet.change(key, "") is None
    visit.show_field(key)
    assert page.view.value == "position"


def test_by_tissue_is_the_same_data(visit: VisitView, settle: Settle) -> None:
    page = exam(visit)
    by_position = {f.id for group in page.groups for f in group.fields}
    page.view.pick("tissue")
    settle()
    assert {f.id for group in page.groups for f in group.fields} == by_position
    visit.show_field(FindingKey("slump", R))
    QTest.keyClicks(focus(visit), "+")
    page.view.pick("position")
    settle()
    visit.show_field(FindingKey("slump", R))
    editor = focus(visit)
    assert isinstance(editor, Segments)
    assert editor.value == "yes"


@pytest.mark.parametrize("section", ["history", "exam", "measures", "plan"])
def test_touch_mode_has_targets_for_a_finger(
    window: MainWindow, visit: VisitView, settle: Settle, section: str
) -> None:
    del visit
    try:
        run(window, "touch")
        assert window.visit is not None
        window.visit.go_to(section)
        settle()
        assert window.place.settings().touch
        page = window.visit.page(section)
        assert page is not None
        for columns in getattr(page, "pages", {}).values():
            columns.finish_all()
        settle()
        small = [
            (type(one).__name__, one.accessibleName(), one.height())
            for kind in (Segments, Button)
            for one in page.findChildren(kind)
            if one.isVisible() and one.height() < TOUCH
        ]
        assert small == []
        for one in page.findChildren(Segments):
            assert min(one._widths) >= TOUCH
    finally:
        window.theme.touch = False


def test_phrases_expand_while_typing(visit: VisitView, settle: Settle) -> None:
    exam(visit)
    visit.show_field(FindingKey("occupation"))
    settle()
    prose = focus(visit)
    assert isinstance(prose, QPlainTextEdit)
    QTest.keyClicks(prose, "Told: ;hep ")
    settle()
    assert prose.toPlainText().startswith("Told: Home exercise program")
    answer = visit.open.desk.visit.answers[FindingKey("occupation")]
    assert isinstance(answer, Answer)
    assert str(answer.value).startswith("Told: Home exercise program")
    QTest.keyClicks(prose, "a;hep ")
    assert "a;hep" in prose.toPlainText()


def test_a_code_that_is_no_phrase_is_told(visit: VisitView, settle: Settle) -> None:
    visit.follow("plan.assessment")
    settle()
    field = focus(visit)
    QTest.keyClicks(field, "Better ;xyz ")
    assert visit.notices.text.text() == ";xyz is no phrase: the text keeps it as it stands"
    assert visit.open.desk.visit.plan.assessment == "Better ;xyz "
    visit.notices.clear()
    visit.quick.start()
    QTest.keyClicks(visit.quick.field, "slump l - ;knee ")
    assert visit.notices.text.text() != ";knee is no phrase: the text keeps it as it stands"


def test_a_new_clinic_has_phrases_to_begin_with(visit: VisitView, settle: Settle) -> None:
    visit.follow("plan.assessment")
    settle()
    QTest.keyClicks(focus(visit), ";resp ")
    told = visit.open.desk.visit.plan.assessment
    assert told == "After treatment: RIGHT leg symptoms ___ of 10, before ___ of 10."
