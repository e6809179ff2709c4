"""The builder shows what the checklist says of the sheet that stands there."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from pt_chart.charting.documents_port import HandoutVerdict, NoVerdict
from pt_chart.ui.program.checklist import HOLDS, ChecklistDialog, ChecklistJudge
from pt_chart.ui.program.meter import ReadingMeter
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.widgets.label import Label

GOOD = HandoutVerdict(35, 35)
BAD = HandoutVerdict(33, 35, ("13 Clinic: page 1: no phone; fill it in",), ("17 Cues: none",))


class Judge:
    """Answers with what the test set, and counts."""

    def __init__(self) -> None:
        self.answer: Callable[[bytes], HandoutVerdict] = lambda _: GOOD
        self.seen: list[bytes] = []

    def judged(self, pdf: bytes) -> HandoutVerdict:
        self.seen.append(pdf)
        return self.answer(pdf)


@pytest.fixture
def parts(theme: Theme, qtbot: QtBot) -> tuple[Judge, ReadingMeter, ChecklistJudge]:
    documents, meter = Judge(), ReadingMeter(theme)
    qtbot.addWidget(meter)
    meter.show()
    judge = ChecklistJudge(documents, meter, meter)  # type: ignore[arg-type] # asked alone
    judge._pause.setInterval(0)
    return documents, meter, judge


def test_the_newest_sheet_is_judged_and_an_older_verdict_is_dropped(
    parts: tuple[Judge, ReadingMeter, ChecklistJudge], qtbot: QtBot
) -> None:
    documents, meter, judge = parts
    judge.take(b"old")
    judge.take(b"new")
    assert not meter.checklist.isVisible()
    qtbot.waitUntil(meter.checklist.isVisible)
    assert documents.seen == [b"new"]
    assert meter.checklist.text() == "checklist 35 of 35"
    judge.forget()
    assert not meter.checklist.isVisible()
    assert judge.verdict is None


def test_what_fails_is_counted_and_shown_on_a_click(
    parts: tuple[Judge, ReadingMeter, ChecklistJudge], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents, meter, judge = parts
    documents.answer = lambda _: BAD
    judge.take(b"sheet")
    qtbot.waitUntil(meter.checklist.isVisible)
    assert meter.checklist.text() == "checklist 33 of 35, 1 must be mended"
    told: list[str] = []

    def read(dialog: ChecklistDialog) -> int:
        told.extend(one.text() for one in dialog.findChildren(Label))
        return 0

    monkeypatch.setattr(ChecklistDialog, "exec", read)
    QTest.mouseClick(meter.checklist, Qt.MouseButton.LeftButton)
    assert "33 of 35 items hold" in told
    assert BAD.must[0] in told
    assert BAD.should[0] in told


def test_without_a_verdict_nothing_is_claimed(
    parts: tuple[Judge, ReadingMeter, ChecklistJudge], qtbot: QtBot
) -> None:
    documents, meter, judge = parts

    def none(_: bytes) -> HandoutVerdict:
        raise NoVerdict("It took too long.")

    documents.answer = none
    judge.take(b"sheet")
    qtbot.waitUntil(lambda: bool(documents.seen))
    qtbot.wait(20)
    assert not meter.checklist.isVisible()


def test_everything_that_holds_is_said_so(theme: Theme, qtbot: QtBot) -> None:
    dialog = ChecklistDialog(GOOD, theme)
    qtbot.addWidget(dialog)
    assert HOLDS in [one.text() for one in dialog.findChildren(Label)]
