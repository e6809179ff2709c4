"""What speaks against an episode is said before a visit goes into it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from pt_chart.charting.move_doubts import move_doubts
from pt_chart.clinical.people import Episode
from pt_chart.clinical.visit import Visit, VisitKind, Withdrawal
from tests.store.samples import NOON

DAY = date(2026, 11, 20)
EPISODE = Episode("e", "p", "leg pain", None, date(2026, 10, 1))
FOLLOW_UP = Visit("v", "x", VisitKind.FOLLOW_UP, DAY, 3)
EVALUATED = (Visit("first", "e", VisitKind.EVALUATION, date(2026, 10, 1)),)


def test_an_episode_that_fits_gives_no_doubt() -> None:
    assert move_doubts(FOLLOW_UP, EPISODE, EVALUATED) == ()


@pytest.mark.parametrize(
    ("visit", "episode", "there", "words"),
    [
        (FOLLOW_UP, replace(EPISODE, closed=date(2026, 11, 1)), EVALUATED, "closed on"),
        (FOLLOW_UP, replace(EPISODE, started=date(2026, 12, 1)), EVALUATED, "before that episode"),
        (FOLLOW_UP, EPISODE, (), "never evaluated"),
        (replace(FOLLOW_UP, kind=VisitKind.EVALUATION), EPISODE, EVALUATED, "evaluation already"),
    ],
)
def test_each_doubt_is_said(
    visit: Visit, episode: Episode, there: tuple[Visit, ...], words: str
) -> None:
    (told,) = move_doubts(visit, episode, there)
    assert words in told


def test_a_withdrawn_evaluation_counts_for_nothing() -> None:
    gone = replace(EVALUATED[0], withdrawal=Withdrawal("wrong", "u", "U", NOON))
    (told,) = move_doubts(FOLLOW_UP, EPISODE, (gone,))
    assert "never evaluated" in told
