"""Patient mode: one question at a time, the patient's marks, only the password leads out."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from pt_chart.charting.clinic_session import ClinicSession
from pt_chart.charting.errors import TooManyAttempts, WorldError
from pt_chart.clinical.bodychart.marks import Pin, Point, SymptomKind, View
from pt_chart.clinical.sides import Side
from pt_chart.clinical.visit import Visit
from pt_chart.ui.bodychart.canvas import BodyCanvas
from pt_chart.ui.bodychart.page import BodyChartPage
from pt_chart.ui.bodychart.patient.big_button import TARGET, BigButton
from pt_chart.ui.bodychart.patient.window import WRONG, PatientWindow
from tests.ui import clinic

R = Side.RIGHT
Drag = Callable[[BodyCanvas, list[Point]], None]
Middle = Callable[[BodyCanvas, str, Side], Point]


@pytest.fixture
def patient(page: BodyChartPage, qtbot: QtBot) -> Iterator[PatientWindow]:
    made = page.start_patient_mode()
    assert made is not None
    qtbot.waitExposed(made)
    yield made
    if made.running:
        made.close_for_good()


def _step(patient: PatientWindow) -> QWidget | None:
    return patient.step


def click(qtbot: QtBot, button: BigButton) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=QPoint(20, 20))


def test_where_what_how_strong_then_the_mark_is_the_patients(
    patient: PatientWindow,
    page: BodyChartPage,
    drag: Drag,
    middle: Middle,
    visit_of: Callable[[], Visit],
    qtbot: QtBot,
) -> None:
    assert patient.isFullScreen()
    where = patient.where
    assert _step(patient) is where
    assert not where.next.isEnabled(), "nothing shown yet"
    x, y = middle(where.canvas, "calf.proximal_medial", R)
    drag(where.canvas, [(x, y), (x, y + 0.02)])
    assert not visit_of().chart.marks, "nothing is written before it has a feeling"
    click(qtbot, where.next)
    assert _step(patient) is patient.kind
    click(qtbot, patient.kind.kinds[SymptomKind.TINGLING])
    assert _step(patient) is patient.strength
    click(qtbot, patient.strength.numbers[7])
    (mark,) = visit_of().chart.marks
    assert (mark.kind, mark.intensity, mark.by_patient) == (SymptomKind.TINGLING, 7, True)
    assert page.words.words._drawn_by.text() == "Drawn by the patient."
    assert patient.step is patient.more
    assert patient.more._told.text() == "You showed: right calf: Pins and needles."


def test_the_patient_taps_other_views_and_rubs_out_only_the_own_marks(
    patient: PatientWindow,
    page: BodyChartPage,
    drag: Drag,
    middle: Middle,
    visit_of: Callable[[], Visit],
    qtbot: QtBot,
) -> None:
    page.editor.tap(next(r for r in page.canvas.atlas.regions if r.id == "sacrum"))  # type: ignore[union-attr]
    kept = visit_of().chart.marks
    where = patient.where
    click(qtbot, where.views[View.SOLES])
    click(qtbot, where._tap)
    at = middle(where.canvas, "sole.medial", R)
    drag(where.canvas, [at])
    assert where.next.isEnabled()
    drag(where.canvas, [at])
    assert not where.next.isEnabled(), "a second tap takes it off"
    drag(where.canvas, [at])
    click(qtbot, where._erase)
    drag(where.canvas, [at, (at[0], at[1] + 0.02)])
    assert not where.next.isEnabled()
    assert visit_of().chart.marks == kept


def test_only_the_therapists_password_leads_out(
    patient: PatientWindow, session: ClinicSession, qtbot: QtBot
) -> None:
    patient.close()
    assert patient.isVisible()
    QTest.keyClick(patient, Qt.Key.Key_Escape)
    step = patient.hand_back
    assert patient.step is step
    QTest.keyClicks(step.password, "guessing")
    QTest.keyClick(step.password, Qt.Key.Key_Return)
    assert patient.isVisible()
    assert step._problem.text() == WRONG
    assert step.password.text() == ""
    QTest.keyClicks(step.password, clinic.PASSWORD)
    QTest.keyClick(step.password, Qt.Key.Key_Return)
    assert not patient.isVisible()


def test_a_key_file_that_cannot_be_read_is_said_and_keeps_it_closed(
    patient: PatientWindow, session: ClinicSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_password: str) -> bool:
        raise WorldError("The key file cannot be read.", "Check the disk.")

    monkeypatch.setattr(session.store, "verify", fails)
    patient._leave("anything")
    assert patient.isVisible()
    assert "key file cannot be read" in patient.hand_back._problem.text()


@pytest.mark.parametrize("forced", [False, True])
def test_a_place_without_a_feeling_is_told_to_the_therapist(
    patient: PatientWindow,
    session: ClinicSession,
    drag: Drag,
    visit_of: Callable[[], Visit],
    forced: bool,
) -> None:
    told: list[str] = []
    session.notices.connect(lambda notice: told.append(notice.text))
    drag(patient.where.canvas, [(0.5, 0.5), (0.5, 0.55)])
    if forced:
        patient.close_for_good()
    else:
        patient._leave(clinic.PASSWORD)
    assert not patient.running
    (mark,) = visit_of().chart.marks
    assert isinstance(mark.shape, Pin)
    assert mark.by_patient
    assert "was not said" in mark.note
    assert len(told) == 1
    assert "no feeling yet" in told[0]


def test_targets_are_as_large_as_a_finger_needs(patient: PatientWindow) -> None:
    buttons = patient.findChildren(BigButton)
    assert len(buttons) > 30
    assert all(b.minimumSizeHint().height() >= TARGET for b in buttons)
    assert all(b.accessibleName() for b in buttons)


@pytest.mark.parametrize("back", [False, True])
def test_a_feeling_without_a_strength_keeps_kind_and_area(
    patient: PatientWindow,
    session: ClinicSession,
    drag: Drag,
    visit_of: Callable[[], Visit],
    qtbot: QtBot,
    back: bool,
) -> None:
    told: list[str] = []
    session.notices.connect(lambda notice: told.append(notice.text))
    drag(patient.where.canvas, [(0.5, 0.5), (0.5, 0.55)])
    click(qtbot, patient.where.next)
    click(qtbot, patient.kind.kinds[SymptomKind.BURNING])
    if back:
        click(qtbot, patient.back)
    click(qtbot, patient.finish)
    patient._leave(clinic.PASSWORD)
    (mark,) = visit_of().chart.marks
    assert mark.is_area
    assert (mark.kind, mark.intensity, mark.by_patient) == (SymptomKind.BURNING, None, True)
    assert told == ["The patient did not say how strong the last place is (burning)."]


def test_a_place_drawn_after_the_feeling_has_none(
    patient: PatientWindow, drag: Drag, visit_of: Callable[[], Visit], qtbot: QtBot
) -> None:
    drag(patient.where.canvas, [(0.5, 0.5), (0.5, 0.55)])
    click(qtbot, patient.where.next)
    click(qtbot, patient.kind.kinds[SymptomKind.BURNING])
    patient.show_step(patient.where)
    drag(patient.where.canvas, [(0.45, 0.3), (0.45, 0.35)])
    patient.close_for_good()
    assert all(isinstance(mark.shape, Pin) for mark in visit_of().chart.marks)
    assert len(visit_of().chart.marks) == 2


def test_guessing_is_slowed_down_and_says_how_long(
    patient: PatientWindow, session: ClinicSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    def waits(_password: str) -> bool:
        raise TooManyAttempts(20)

    monkeypatch.setattr(session.store, "verify", waits)
    patient._leave(clinic.PASSWORD)
    assert patient.isVisible()
    assert "looked at in 20 seconds" in patient.hand_back._problem.text()


def test_a_stray_enter_answers_nothing(
    patient: PatientWindow, drag: Drag, visit_of: Callable[[], Visit], qtbot: QtBot
) -> None:
    drag(patient.where.canvas, [(0.5, 0.5), (0.5, 0.55)])
    click(qtbot, patient.where.next)
    for step in (patient.kind, patient.strength):
        assert patient.step is step
        QTest.keyClick(patient.windowHandle(), Qt.Key.Key_Return)
        QTest.keyClick(patient.windowHandle(), Qt.Key.Key_Space)
        assert patient.step is step
        focused = patient.focusWidget()
        assert focused is step
        assert focused.accessibleName().endswith("?"), "a screen reader says the question"
        QTest.keyClick(patient.windowHandle(), Qt.Key.Key_Tab)
        assert isinstance(patient.focusWidget(), BigButton), "the keys still reach the answers"
        if step is patient.kind:
            click(qtbot, patient.kind.kinds[SymptomKind.BURNING])
    click(qtbot, patient.strength.numbers[3])
    assert patient.step is patient.more
    QTest.keyClick(patient.windowHandle(), Qt.Key.Key_Return)
    assert patient.step is patient.more
    assert [mark.intensity for mark in visit_of().chart.marks] == [3]


def test_the_patient_reads_only_the_own_marks_in_plain_words(
    patient: PatientWindow,
    page: BodyChartPage,
    drag: Drag,
    middle: Middle,
    qtbot: QtBot,
) -> None:
    page.editor.tap(next(r for r in page.canvas.atlas.regions if r.id == "sacrum"))  # type: ignore[union-attr]
    where = patient.where
    x, y = middle(where.canvas, "calf.proximal_medial", R)
    drag(where.canvas, [(x, y), (x, y + 0.02)])
    click(qtbot, where.next)
    click(qtbot, patient.kind.kinds[SymptomKind.TINGLING])
    click(qtbot, patient.strength.numbers[7])
    told = patient.more._told.text()
    assert told == "You showed: right calf: Pins and needles."
    click(qtbot, patient.findChild(BigButton, "again"))  # type: ignore[arg-type]
    drag(where.canvas, [(x, y), (x, y + 0.02)])
    click(qtbot, where.next)
    click(qtbot, patient.kind.kinds[SymptomKind.BURNING])
    click(qtbot, patient.strength.numbers[2])
    assert patient.more._told.text() == "You showed: right calf: Pins and needles, It burns."
