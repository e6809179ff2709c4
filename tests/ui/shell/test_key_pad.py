"""Touch mode: grades and angles are tapped, no keyboard of the system is needed."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from pt_chart.clinical.findings import FindingKey
from pt_chart.clinical.sides import Side
from pt_chart.ui.forms.editors import ValueEditor
from pt_chart.ui.shell.key_pad import BACK, CLEAR, NEXT, KeyPad
from pt_chart.ui.shell.visit_view import VisitView
from pt_chart.ui.shell.window import MainWindow
from pt_chart.ui.theme.theme import TOUCH
from tests.ui.layout_faults import faults

L, R = Side.LEFT, Side.RIGHT
LEFT = Qt.MouseButton.LeftButton
Settle = Callable[[], None]


@pytest.fixture
def touch(window: MainWindow, visit: VisitView, settle: Settle) -> Iterator[VisitView]:
    """The visit in touch mode."""
    del visit
    window.switch_touch()
    settle()
    assert window.visit is not None
    yield window.visit
    window.theme.touch = False


def field_at(visit: VisitView, key: FindingKey, settle: Settle) -> ValueEditor:
    """A field that was tapped."""
    assert visit.show_field(key)
    settle()
    field = visit.focusWidget()
    assert isinstance(field, ValueEditor)
    QTest.mouseClick(field, LEFT)
    settle()
    return field


def pad_of(visit: VisitView) -> KeyPad:
    """The keys under the page."""
    (pad,) = visit.findChildren(KeyPad)
    return pad


def tap(pad: KeyPad, *signs: str) -> None:
    """Keys one after the other."""
    for sign in signs:
        QTest.mouseClick(pad.keys[sign], LEFT)


def test_strength_is_tapped_field_by_field(touch: VisitView, settle: Settle) -> None:
    field_at(touch, FindingKey("myotome", L, "L5"), settle)
    pad = pad_of(touch)
    assert pad.isVisible()
    assert list(pad.keys) == [*"012345", "+", "-", "n", CLEAR, BACK, NEXT]
    assert min(min(key.width(), key.height()) for key in pad.keys.values()) >= TOUCH
    assert faults(pad) == []
    tap(pad, "5", NEXT, "4", "+")
    settle()
    answers = touch.open.desk.visit.answers
    assert answers[FindingKey("myotome", L, "L5")].value == "5"
    assert answers[FindingKey("myotome", R, "L5")].value == "4+"
    tap(pad, BACK, "3")
    assert touch.open.desk.visit.answers[FindingKey("myotome", L, "L5")].value == "3"
    tap(pad, CLEAR)
    assert FindingKey("myotome", L, "L5") not in touch.open.desk.visit.answers
    tap(pad, "n")
    assert touch.open.desk.visit.answers[FindingKey("myotome", L, "L5")].value is None


def test_an_angle_has_digits_and_the_field_stays_in_sight(touch: VisitView, settle: Settle) -> None:
    key = FindingKey("slr_angle", R)
    field = field_at(touch, key, settle)
    pad = pad_of(touch)
    tap(pad, "4", "5")
    settle()
    assert touch.open.desk.visit.answers[key].value == 45
    lower = field.mapTo(touch, field.rect().bottomLeft()).y()
    assert lower <= pad.mapTo(touch, pad.rect().topLeft()).y()
    assert pad.told.text() == "Angle at limit RIGHT"


@pytest.mark.parametrize("width", [1366, 900, 700])
def test_the_keys_are_whole_at_every_width(
    touch: VisitView, window: MainWindow, settle: Settle, width: int
) -> None:
    window.resize(width, 768)
    settle()
    field_at(touch, FindingKey("slr_angle", R), settle)
    pad = pad_of(touch)
    assert window.width() == width
    assert faults(pad) == []
    for key in pad.keys.values():
        assert pad.rect().contains(key.geometry())


def test_the_pad_goes_with_the_field_and_is_no_part_of_other_modes(
    touch: VisitView, window: MainWindow, settle: Settle
) -> None:
    field_at(touch, FindingKey("slr_angle", R), settle)
    pad = pad_of(touch)
    touch.quick.start()
    settle()
    assert not pad.isVisible()
    window.switch_touch()
    settle()
    assert window.visit is not None
    assert window.visit.findChildren(KeyPad) == []


@pytest.mark.parametrize(
    ("name", "more"),
    [("bp_systolic", "/"), ("symptom_duration", "w"), ("temperature", ".")],
)
def test_each_kind_has_what_it_needs(
    touch: VisitView, settle: Settle, name: str, more: str
) -> None:
    field = touch.open.desk.vocabulary.field(name)
    editor = field_at(touch, FindingKey(field.id), settle)
    assert more in editor.pad
    assert more in pad_of(touch).keys


def test_a_duration_is_tapped_with_its_unit(touch: VisitView, settle: Settle) -> None:
    field = touch.open.desk.vocabulary.field("symptom_duration")
    field_at(touch, FindingKey(field.id), settle)
    tap(pad_of(touch), "3", "w")
    assert touch.open.desk.visit.answers[FindingKey(field.id)].value == 21
