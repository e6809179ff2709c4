"""Ctrl+K finds what is meant first, by the words of quick entry, of cards and of the plan."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest

from pt_chart.clinical.findings import FindingKey
from pt_chart.ui.shell.search import Target, best, command_targets, field_targets, plan_targets
from pt_chart.ui.shell.visit_view import VisitView
from pt_chart.ui.shell.window import MainWindow
from pt_chart.ui.theme.type import Style
from tests.ui import clinic


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("slr", "Straight leg raise"),
        ("achilles", "Ankle reflex"),
        ("reflex", "Knee reflex"),
        ("l5", "Strength L5 LEFT"),
        ("sens", "Light touch"),
        ("bp", "Blood pressure, upper"),
        ("abi", "Ankle-brachial index"),
        ("assess", "Assessment"),
        ("goal", "Goals"),
        ("began this long", "Symptoms began this long ago"),
    ],
)
def test_ctrl_k_knows_the_words_of_quick_entry_and_the_plan(typed: str, first: str) -> None:
    targets = [*plan_targets(), *field_targets(clinic.definitions().vocabulary)]
    assert best(targets, typed)[0].words == first


@pytest.mark.parametrize("typed", ["consent", "irritab"])
def test_ctrl_k_knows_cards_and_what_is_worked_out(typed: str) -> None:
    targets = [*plan_targets(), *field_targets(clinic.definitions().vocabulary)]
    known = clinic.definitions().vocabulary.fields
    cards = {known[one.id].card for one in best(targets, typed) if one.kind == "field"}
    assert cards & {"consent", "irritability"}


def test_ctrl_k_goes_to_a_field_and_never_undoes_its_edit(
    visit: VisitView, window: MainWindow, settle: Callable[[], None]
) -> None:
    desk, key = visit.open.desk, FindingKey("symptom_duration")
    desk.enter(key, "6 months")
    settle()
    assert window.commands is not None
    window.commands.find()
    palette = window.commands.palette
    assert "began this long" in (desk.undo_label or "").lower()
    QTest.keyClicks(palette.field, "began this long")
    assert [one.kind for one in palette._shown] == ["field"]
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    settle()
    assert desk.visit.answers[key].value == 183
    palette.open_with(command_targets(window.commands.actions))
    QTest.keyClicks(palette.field, "undo")
    assert palette._shown[0].told == f"Undo {desk.undo_label}"


def test_ctrl_k_goes_to_a_part_of_the_plan(
    visit: VisitView, window: MainWindow, settle: Callable[[], None]
) -> None:
    assert window.commands is not None
    window.commands.find()
    QTest.keyClicks(window.commands.palette.field, "goals")
    QTest.keyClick(window.commands.palette.field, Qt.Key.Key_Return)
    settle()
    assert visit.section == "plan"
    focused = visit.focusWidget()
    assert focused is not None
    assert "goal" in focused.accessibleName().lower()


@pytest.mark.parametrize(
    ("typed", "lands"),
    [
        ("slr", "slr_first_angle"),
        ("slump", "slump_first_angle"),
        ("faber", "faber"),
        ("xslr", "crossed_slr"),
    ],
)
def test_ctrl_k_begins_a_test_at_its_first_step(
    visit: VisitView, window: MainWindow, settle: Callable[[], None], typed: str, lands: str
) -> None:
    assert window.commands is not None
    window.commands.find()
    QTest.keyClicks(window.commands.palette.field, typed)
    QTest.keyClick(window.commands.palette.field, Qt.Key.Key_Return)
    settle()
    focused = visit.focusWidget()
    key = getattr(focused, "key", None)
    assert isinstance(key, FindingKey)
    assert key.id == lands


def test_a_list_of_sentences_is_told_in_full_in_a_narrow_window(
    window: MainWindow, visit: VisitView, settle: Callable[[], None]
) -> None:
    commands = window.commands
    assert commands is not None
    window.resize(683, 384)
    settle()
    reason = "correct one of them, or type there why both stand"
    long = (
        f"Foot drop RIGHT: yes beside strength L5 RIGHT: 5 and heel walking: can do it; {reason}."
    )
    needs = [
        Target("need", "foot_drop", long),
        Target("need", "plan", "Plan of care: say how often."),
    ]
    commands.palette.open_with(needs, "Signing needs 2 things", wide=True)
    settle()
    table = commands.palette.table
    assert table.isColumnHidden(1)
    metrics = QFontMetrics(Style.MEDIUM.font)
    room = QRect(0, 0, table.columnWidth(0) - 20, 1000)
    words = metrics.boundingRect(room, int(Qt.TextFlag.TextWordWrap), long)
    assert metrics.horizontalAdvance(long) > room.width()
    assert table.rowHeight(0) >= words.height() > table.rowHeight(1) - 14
    assert commands.palette.geometry().bottom() <= window.height()
