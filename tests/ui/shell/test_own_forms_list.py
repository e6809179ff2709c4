"""The list of the clinic's own forms: counted in words, every problem readable to its end."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest

from pt_chart.clinical.problems import Problem
from pt_chart.ui.shell.search import problem_targets
from pt_chart.ui.shell.window import MainWindow
from pt_chart.ui.theme.type import Style

PROBLEM = Problem(
    "forms/exam/own.toml: card[0].field[2] (grip_strength_of_the_left_hand).shorthand",
    "'slr' is the shorthand of another test, which would no longer be found by what people type "
    "in the entry line, in the palette and in the phrases of the clinic",
    "choose a word that no test has; docs/forms-guide.md lists those that are taken",
)


@pytest.mark.parametrize(("used", "said"), [(1, "1 file in use"), (2, "2 files in use")])
def test_own_files_are_counted_in_words(window: MainWindow, used: int, said: str) -> None:
    assert window.session is not None
    assert window.commands is not None
    window.session.own_forms = tuple(f"exam/own{number}.toml" for number in range(used))
    window.session.own_problems = (PROBLEM,)
    window.commands.show_own_forms()
    assert f"Own forms: {said}, 1 problem;" in window.commands.palette.field.placeholderText()


@pytest.mark.parametrize("width", [1366, 1920])
def test_a_long_problem_is_readable_to_its_end(window: MainWindow, width: int) -> None:
    assert window.session is not None
    assert window.commands is not None
    window.resize(width, 768)
    window.session.own_forms = ("exam/own.toml",)
    window.session.own_problems = (PROBLEM,) * 5
    window.commands.show_own_forms()
    palette = window.commands.palette
    shown = [target.words for target in palette._shown]
    assert shown[-1] == "exam/own.toml"
    told = " ".join(shown)
    for part in (PROBLEM.message, PROBLEM.hint, PROBLEM.place):
        assert told.count(part) == 5
    metrics = QFontMetrics(Style.MEDIUM.font)
    room = palette.table.columnWidth(0) - 16
    assert max(metrics.horizontalAdvance(words) for words in shown) <= room


def test_enter_copies_the_whole_problem(window: MainWindow) -> None:
    lines = problem_targets(PROBLEM, 60)
    assert len(lines) > 4
    assert {line.also for line in lines} == {(str(PROBLEM),)}
    assert window.session is not None
    assert window.commands is not None
    window.session.own_problems = (PROBLEM,)
    copied: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pt_chart.ui.shell.commands.put_text", copied.append)
        window.commands.show_own_forms()
        QTest.keyClick(window.commands.palette.field, Qt.Key.Key_Return)
    assert copied == [str(PROBLEM)]
