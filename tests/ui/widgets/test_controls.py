"""Controls do with keys and clicks what they say."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from pt_chart.charting.events import Level, Notice
from pt_chart.clinical.reasoning.results import Tier
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.widgets.button import Button, Look
from pt_chart.ui.widgets.chips import Chips
from pt_chart.ui.widgets.flag_strip import FlagStrip
from pt_chart.ui.widgets.focus_ring import FocusRing
from pt_chart.ui.widgets.label import ElidedLabel
from pt_chart.ui.widgets.line_field import ValueField, ValueState
from pt_chart.ui.widgets.notice_bar import NoticeBar
from pt_chart.ui.widgets.range_bar import place
from pt_chart.ui.widgets.segments import TEST_RESULT, Mood, Segment, Segments
from pt_chart.ui.widgets.stepper import Stepper
from pt_chart.ui.widgets.table import Cell, Column, Row, Table
from pt_chart.ui.widgets.tabs import SectionTabs, Tab

KEYS = {"+": "yes", "-": "no", "n": "none"}


@pytest.fixture
def result(qtbot: QtBot, theme: Theme) -> Segments:
    made = Segments(theme, "Crossed SLR LEFT", TEST_RESULT, keys=KEYS)
    qtbot.addWidget(made)
    made.show()
    return made


def test_plus_minus_and_n_set_a_test(result: Segments) -> None:
    told: list[str] = []
    result.picked.connect(told.append)
    QTest.keyClicks(result, "+-n")
    assert told == ["yes", "no", "none"]


def test_a_control_says_its_side_and_value(result: Segments) -> None:
    assert result.accessibleName() == "Crossed SLR LEFT: nothing chosen"
    QTest.keyClicks(result, "-")
    assert result.accessibleName() == "Crossed SLR LEFT: negative"


def test_delete_takes_a_result_back(result: Segments) -> None:
    QTest.keyClicks(result, "+")
    QTest.keyClick(result, Qt.Key.Key_Delete)
    assert result.value == ""


def test_clicking_the_chosen_segment_takes_it_back(result: Segments) -> None:
    at = QPoint(10, 14)
    QTest.mouseClick(result, Qt.MouseButton.LeftButton, pos=at)
    assert result.value == "yes"
    QTest.mouseClick(result, Qt.MouseButton.LeftButton, pos=at)
    assert result.value == ""


def test_touching_a_carried_value_confirms_it(result: Segments) -> None:
    told: list[str] = []
    result.picked.connect(told.append)
    result.set_value("no", carried=True)
    assert "unconfirmed" in result.accessibleName()
    QTest.keyClicks(result, "-")
    assert told == ["no"]
    assert "unconfirmed" not in result.accessibleName()


def test_control_keys_are_left_to_shortcuts(result: Segments) -> None:
    QTest.keyClick(result, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert result.value == ""


def test_arrows_walk_segments_and_stop_at_the_ends(result: Segments) -> None:
    for _ in range(5):
        QTest.keyClick(result, Qt.Key.Key_Right)
    assert result.value == "none"
    for _ in range(5):
        QTest.keyClick(result, Qt.Key.Key_Left)
    assert result.value == "yes"


def test_n_means_not_tested_in_a_value_field(qtbot: QtBot, theme: Theme) -> None:
    field = ValueField(theme, "SLR LEFT", unit="°")
    qtbot.addWidget(field)
    field.show()
    declined: list[bool] = []
    typed: list[str] = []
    field.declined.connect(lambda: declined.append(True))
    field.typed.connect(typed.append)
    QTest.keyClicks(field, "45")
    QTest.keyClicks(field, "n")
    assert typed == ["4", "45"]
    assert declined == [True]
    assert field.text() == ""


def test_arrows_leave_a_value_field_at_its_ends(qtbot: QtBot, theme: Theme) -> None:
    field = ValueField(theme, "x")
    qtbot.addWidget(field)
    field.setText("45")
    field.setCursorPosition(0)
    steps: list[tuple[int, int]] = []
    field.stepped.connect(lambda rows, columns: steps.append((rows, columns)))
    QTest.keyClick(field, Qt.Key.Key_Right)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Up):
        QTest.keyClick(field, key)
    assert steps == [(0, 1), (1, 0), (-1, 0)]


@pytest.mark.parametrize("state", list(ValueState))
def test_every_state_of_a_field_looks_different(
    qtbot: QtBot, theme: Theme, state: ValueState
) -> None:
    plain, other = ValueField(theme, "x"), ValueField(theme, "x")
    for field in (plain, other):
        qtbot.addWidget(field)
        field.resize(80, 30)
    if state is not ValueState.NOT_TESTED:
        plain.setText("4")
        other.setText("4")
    other.set_state(state)
    same = plain.grab().toImage() == other.grab().toImage()
    assert same == (state is ValueState.NORMAL)


def test_a_disabled_field_says_why(qtbot: QtBot, theme: Theme) -> None:
    field, mute = ValueField(theme, "Hold"), ValueField(theme, "Hold")
    for one in (field, mute):
        qtbot.addWidget(one)
        one.resize(120, 30)
    field.disable("never held")
    mute.setEnabled(False)
    assert field.grab().toImage() != mute.grab().toImage()


def test_chips_are_switched_by_keyboard_and_mouse(qtbot: QtBot, theme: Theme) -> None:
    words = [Segment(w, w, Mood.NORMAL) for w in ("stretch", "shooting", "ache")]
    chips = Chips(theme, "Kind RIGHT", words)
    qtbot.addWidget(chips)
    chips.resize(400, 30)
    chips.show()
    told: list[tuple[str, ...]] = []
    chips.picked.connect(told.append)
    QTest.keyClick(chips, Qt.Key.Key_Right)
    QTest.keyClick(chips, Qt.Key.Key_Space)
    QTest.mouseClick(chips, Qt.MouseButton.LeftButton, pos=QPoint(10, 10))
    assert told == [("shooting",), ("stretch", "shooting")]
    assert chips.accessibleName() == "Kind RIGHT: stretch, shooting"


def test_chips_wrap_in_a_narrow_place(qtbot: QtBot, theme: Theme) -> None:
    chips = Chips(theme, "x", [Segment(str(n), "a longer word") for n in range(4)])
    qtbot.addWidget(chips)
    assert chips.heightForWidth(150) > 2 * chips.heightForWidth(900)


def test_a_stepper_stays_within_its_limits(qtbot: QtBot, theme: Theme) -> None:
    stepper = Stepper(theme, "Bridge sets", "Sets")
    qtbot.addWidget(stepper)
    stepper.show_value(4, 1, 5)
    told: list[int] = []
    stepper.changed.connect(told.append)
    QTest.keyClicks(stepper, "+")
    stepper.show_value(5, 1, 5)
    QTest.keyClicks(stepper, "+")
    QTest.keyClicks(stepper, "9")
    QTest.keyClicks(stepper, "-")
    assert told == [5, 4]


def test_a_number_that_cannot_be_leaves_the_value_before(qtbot: QtBot, theme: Theme) -> None:
    stepper = Stepper(theme, "Bridge repetitions", "Repetitions")
    qtbot.addWidget(stepper)
    stepper.show_value(8, 1, 15, most=45)
    stepper.changed.connect(stepper.show_number)
    said: list[str] = []
    stepper.refused.connect(said.append)
    QTest.keyClicks(stepper, "99")
    assert said == ["Bridge repetitions 99 is too much; 45 is the most. 8 stays."]
    assert stepper.value == 8
    QTest.keyClicks(stepper, "12")
    assert stepper.value == 12


def test_a_limit_that_is_also_the_most_is_no_limit_in_silence(qtbot: QtBot, theme: Theme) -> None:
    stepper = Stepper(theme, "Glide days a week", "Days a week")
    qtbot.addWidget(stepper)
    stepper.show_value(5, 3, 7, most=7)
    stepper.changed.connect(stepper.show_number)
    said: list[str] = []
    stepper.refused.connect(said.append)
    QTest.keyClicks(stepper, "2")
    QTest.keyClick(stepper, Qt.Key.Key_Return)
    assert stepper.value == 2  # below the exercise's own limits: the page asks for a reason
    QTest.keyClicks(stepper, "9")
    assert said == ["Glide days a week 9 is too much; 7 is the most. 2 stays."]
    assert stepper.value == 2


def test_a_number_that_is_kept_within_limits_is_told(qtbot: QtBot, theme: Theme) -> None:
    stepper = Stepper(theme, "Tensioner hold", "Hold")
    qtbot.addWidget(stepper)
    stepper.show_value(1, 0, 2)
    stepper.changed.connect(stepper.show_number)
    said: list[str] = []
    stepper.refused.connect(said.append)
    QTest.keyClicks(stepper, "3")
    assert stepper.value == 2
    assert said == ["Tensioner hold 3 is outside 0 to 2; 2 stands."]


def test_a_fraction_is_refused_and_its_digits_are_no_number(qtbot: QtBot, theme: Theme) -> None:
    stepper = Stepper(theme, "Bridge repetitions", "Repetitions")
    qtbot.addWidget(stepper)
    stepper.show_value(8, 1, 15, most=45)
    stepper.changed.connect(stepper.show_number)
    said: list[str] = []
    stepper.refused.connect(said.append)
    QTest.keyClicks(stepper, "1.5")
    assert (stepper.value, said) == (8, ["Bridge repetitions takes whole numbers. 8 stays."])
    QTest.keyClick(stepper, Qt.Key.Key_Tab)
    QTest.keyClicks(stepper, "5")
    assert stepper.value == 5


def test_a_part_that_does_not_apply_says_why(qtbot: QtBot, theme: Theme) -> None:
    stepper = Stepper(theme, "Glide hold", "Hold")
    qtbot.addWidget(stepper)
    stepper.show_value(None, 0, 0, why="never held")
    assert not stepper.isEnabled()
    assert stepper.accessibleName() == "Glide hold: never held"


def test_a_table_skips_headings_and_opens_with_enter(qtbot: QtBot, theme: Theme) -> None:
    table = Table(theme, "Visits", (Column("Name"),))
    qtbot.addWidget(table)
    rows = [
        Row("a", (Cell("A"),)),
        Row("", (Cell("Recent"),), heading=True),
        Row("b", (Cell("B"),)),
    ]
    table.show_rows(rows, "a")
    opened: list[str] = []
    table.opened.connect(opened.append)
    table.step(1)
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert opened == ["b"]


def test_tabs_say_their_count(qtbot: QtBot, theme: Theme) -> None:
    tabs = SectionTabs(theme, "Exam")
    qtbot.addWidget(tabs)
    tabs.set_tabs([Tab("a", "Standing", "6 of 6"), Tab("b", "Sitting", "7 of 8")], "a")
    QTest.keyClick(tabs, Qt.Key.Key_Right)
    assert tabs.current == "b"
    assert tabs.accessibleName() == "Exam: Sitting 7 of 8"


@pytest.mark.parametrize("tier", list(Tier))
def test_a_flag_names_its_tier_in_words(qtbot: QtBot, theme: Theme, tier: Tier) -> None:
    strip = FlagStrip(theme, tier, "calf weakness, RIGHT", "Heel raise RIGHT 4+")
    qtbot.addWidget(strip)
    strip.resize(380, strip.heightForWidth(380))
    assert "calf weakness, RIGHT" in strip.accessibleName()
    assert not strip.accessibleName().startswith("calf")
    opened = []
    strip.opened.connect(lambda: opened.append(True))
    QTest.keyClick(strip, Qt.Key.Key_Return)
    assert opened == [True]


def test_a_notice_says_text_advice_and_place(qtbot: QtBot, theme: Theme) -> None:
    bar = NoticeBar(theme)
    qtbot.addWidget(bar)
    followed: list[str] = []
    bar.followed.connect(followed.append)
    bar.show_notice(Notice(Level.PROBLEM, "The disk is full.", "Free some space.", "slr@left"))
    assert bar.accessibleName() == "problem: The disk is full. Free some space."
    QTest.mouseClick(bar.go, Qt.MouseButton.LeftButton)
    assert followed == ["slr@left"]
    QTest.mouseClick(bar.close_button, Qt.MouseButton.LeftButton)
    assert bar.notice is None


def test_a_standing_notice_comes_back_after_another_was_read(qtbot: QtBot, theme: Theme) -> None:
    bar = NoticeBar(theme)
    qtbot.addWidget(bar)
    standing = Notice(Level.PROBLEM, "Emergency access: you can read.", standing=True)
    bar.show_notice(standing)
    assert bar.close_button.isHidden()
    refused = Notice(Level.INFO, "Your role does not include this.")
    bar.show_notice(refused)
    assert bar.notice == refused
    QTest.mouseClick(bar.close_button, Qt.MouseButton.LeftButton)
    assert bar.notice == standing
    bar.show_notice(refused)
    bar._read.timeout.emit()
    assert bar.notice == standing
    bar.clear()
    assert bar.notice == standing


def test_the_ring_follows_the_focus(qtbot: QtBot, theme: Theme) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    first, second = Button(theme, "One"), Button(theme, "Two", Look.PRIMARY)
    column.addWidget(first)
    column.addWidget(second)
    ring = FocusRing(theme, window)
    window.show()
    window.activateWindow()
    first.setFocus()
    qtbot.waitUntil(lambda: ring.isVisible() and ring.geometry().contains(first.geometry()))
    second.setFocus()
    qtbot.waitUntil(lambda: ring.geometry().contains(second.geometry()))
    assert not ring.geometry().contains(first.geometry())


def test_ranges_have_their_middle_in_the_middle_and_stop_at_the_ends() -> None:
    assert place(0.0) == 0.5
    assert place(99.0) == 1.0
    assert place(-99.0) == 0.0
    assert place(-1.0) < place(0.0) < place(1.0)


def test_a_hint_without_room_ends_in_an_ellipsis(qtbot: QtBot, theme: Theme) -> None:
    label = ElidedLabel("a hint that is much longer than its place")
    qtbot.addWidget(label)
    label.show()
    label.resize(90, 20)
    assert label.text().endswith("…")
    assert label.toolTip() == label.accessibleName()
    label.resize(900, 20)
    assert label.text() == label.accessibleName()
    assert label.toolTip() == ""
