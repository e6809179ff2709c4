"""A core question with sides is asked when each side was: the sound leg is not the painful one."""

from __future__ import annotations

import pytest

from pt_chart.charting.clinic_session import ClinicSession
from pt_chart.charting.core_questions import core_words, open_sides
from pt_chart.charting.desk import VisitDesk
from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.clinical.sides import Side
from tests.fakes import FakeClock
from tests.ui.clinic import answer_core
from tests.ui.clinic import session as make_session

WEAKER = "progressive_weakness"
LEFT, RIGHT = Side.LEFT, Side.RIGHT


@pytest.fixture
def session() -> ClinicSession:
    """A visit in which every core question was asked: no."""
    made = make_session(FakeClock())
    made.open_visit(next(row for row in made.store.drafts()).visit_id)
    assert made.open is not None
    answer_core(made.open.desk)
    return made


def desk_of(session: ClinicSession) -> VisitDesk:
    assert session.open is not None
    return session.open.desk


def needs(session: ClinicSession) -> list[str]:
    return [one.place for one in session.signing_needs() if WEAKER in one.place]


def test_a_side_nobody_asked_about_is_named_and_led_to(session: ClinicSession) -> None:
    desk = desk_of(session)
    assert needs(session) == []
    assert core_words(desk.visit, desk.vocabulary)[1]
    desk.set_answer(FindingKey(WEAKER, LEFT), None)
    assert needs(session) == [str(FindingKey(WEAKER, LEFT))]
    words, settled = core_words(desk.visit, desk.vocabulary)
    assert not settled
    assert ", 11 of 12 asked" in words
    desk.set_answer(FindingKey(WEAKER, RIGHT), None)
    assert needs(session) == [WEAKER]


@pytest.mark.parametrize(
    ("answers", "left"),
    [
        ({RIGHT: Answer(value=False)}, (LEFT,)),
        ({RIGHT: Answer(value=True)}, ()),
        ({LEFT: Answer(value=False), RIGHT: Answer(None)}, (RIGHT,)),
        ({LEFT: Answer(value=False), RIGHT: Answer(None, note="amputated")}, ()),
        ({}, (LEFT, RIGHT)),
    ],
)
def test_which_sides_are_open(
    session: ClinicSession, answers: dict[Side, Answer], left: tuple[Side, ...]
) -> None:
    desk = desk_of(session)
    for side in (LEFT, RIGHT):
        desk.set_answer(FindingKey(WEAKER, side), answers.get(side))
    field = desk.vocabulary.field(WEAKER)
    assert open_sides(desk.visit, field, desk.vocabulary) == left
