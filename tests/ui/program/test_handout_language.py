"""The handout card: language, sign-off of a translation, reading meter."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from pt_chart.charting.paperwork import case_of_visit
from pt_chart.charting.program_edits import ProgramEdits
from pt_chart.clinical.program.dosage import WORDING
from pt_chart.clinical.program.readability import measure
from pt_chart.clinical.sides import Side
from pt_chart.ui.program.handout_card import HandoutCard
from pt_chart.ui.program.meter import ReadingMeter
from pt_chart.ui.program.page import ProgramPage
from pt_chart.ui.program.preview import PdfPreview
from pt_chart.ui.program.review import DECLARATION
from pt_chart.ui.shell.visit_view import VisitView
from pt_chart.ui.shell.window import MainWindow
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.widgets.segments import Segments
from tests.ui import clinic

Settle = Callable[[], None]


@pytest.fixture
def card(visit: VisitView, settle: Settle) -> HandoutCard:
    """The card of a program with one exercise, shown."""
    ProgramEdits(visit.open.desk).add_exercise(
        clinic.definitions().library.exercises["glute_bridge"], Side.RIGHT
    )
    visit.go_to("program")
    settle()
    page = visit.page("program")
    assert isinstance(page, ProgramPage)
    page.turn(1)
    found = page.findChild(HandoutCard)
    assert isinstance(found, HandoutCard)
    return found


def test_the_meter_follows_what_prints(card: HandoutCard, qtbot: QtBot, visit: VisitView) -> None:
    qtbot.waitUntil(lambda: "Flesch-Kincaid" in card.meter.words)
    assert "Reading level fits" in card.meter.words
    assert "no jargon" in card.meter.words
    hard = ("Facilitate contralateral dorsiflexion in prone.",)
    edits = ProgramEdits(visit.open.desk)
    # The reflex of the visit before was not tested again, so own words want a reason.
    edits.give_reason(0, "Read with the patient, who knows these words.", (WORDING,), "Bridge")
    edits.set_steps(0, hard, "Bridge")
    qtbot.waitUntil(lambda: "too hard" in card.meter.words)
    assert "contralateral" in card.meter.words
    ProgramEdits(visit.open.desk).remove(0, "Bridge")
    qtbot.waitUntil(lambda: not card.meter.isVisible())
    assert not card.pdf


def test_spanish_is_unreviewed_until_it_is_signed_off(
    card: HandoutCard, qtbot: QtBot, visit: VisitView, window: MainWindow
) -> None:
    qtbot.waitUntil(lambda: bool(card.pdf))
    english = card.pdf
    assert not card.review.isVisible()
    card.choose_language("es")
    qtbot.waitUntil(lambda: card.pdf != english and "Fernández-Huerta" in card.meter.words)
    session = window.session
    assert session is not None
    assert case_of_visit(session, visit.open, "es").unreviewed
    assert "unreviewed" in card.review.words.text()
    QTest.mouseClick(card.review.button, Qt.MouseButton.LeftButton)
    assert card.review.words.text() == DECLARATION
    QTest.mouseClick(card.review.cancel, Qt.MouseButton.LeftButton)
    assert "unreviewed" in card.review.words.text()
    QTest.mouseClick(card.review.button, Qt.MouseButton.LeftButton)
    QTest.mouseClick(card.review.button, Qt.MouseButton.LeftButton)
    assert "signed off by Ines Corvale" in card.review.words.text()
    assert not case_of_visit(session, visit.open, "es").unreviewed
    QTest.mouseClick(card.review.button, Qt.MouseButton.LeftButton)
    assert "unreviewed" in card.review.words.text()


def test_every_text_can_be_read_before_signing_off(
    card: HandoutCard, qtbot: QtBot, tmp_path: Path
) -> None:
    card.choose_language("es")
    qtbot.waitUntil(card.review.isVisible)
    target = tmp_path / "texts.txt"
    card.review.save_texts(target)
    text = target.read_text("utf-8")
    assert "en: Squeeze your buttocks." in text
    assert "es: Apriete las nalgas." in text
    assert "es: No use frío ni calor en la pierna." in text
    assert "[picture glute_bridge/start]" in text
    assert "Tallowby" not in text
    library = clinic.definitions().library
    for exercise in library.spoken("es").exercises.values():
        for step in exercise.steps:
            assert step in text
    card.review.save_texts(tmp_path / "none" / "texts.txt")
    assert not (tmp_path / "none").exists()


def test_a_meter_without_a_formula_stays_away(qtbot: QtBot, theme: Theme) -> None:
    meter = ReadingMeter(theme)
    qtbot.addWidget(meter)
    meter.show_measure(measure(["Go."], language="fr"))
    assert meter.isHidden()
    meter.show_measure(measure(["Bend your knee. Hold it."]))
    assert not meter.isHidden()
    meter.grab()
    meter.show_measure(None)
    assert meter.isHidden()


def test_the_builder_says_how_many_exercises_one_page_holds(
    card: HandoutCard, qtbot: QtBot, visit: VisitView
) -> None:
    edits, shelf = ProgramEdits(visit.open.desk), clinic.definitions().library.exercises
    for id in ("clamshell", "heel_raise", "sit_to_stand", "bird_dog", "dead_bug"):
        edits.add_exercise(shelf[id], Side.RIGHT)
    preview = card.findChild(PdfPreview)
    assert isinstance(preview, PdfPreview)
    (size,) = (one for one in card.findChildren(Segments) if one.value == "normal")
    size.pick("one_page")
    qtbot.waitUntil(lambda: "do not fit on one page" in preview.accessibleName())
    assert re.search(r"the first [45] exercises fit\.", preview.accessibleName())
    assert not card.pdf
    while len(visit.open.desk.visit.program.items) > 4:
        edits.remove(4, "one too many")
    qtbot.waitUntil(lambda: bool(card.pdf))
