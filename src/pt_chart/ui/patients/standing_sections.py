"""What stood at the last visit, on the patient's card: flags, core questions, measures, goals.

Flags are those stored with the visit; nothing is computed anew here.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from pt_chart.charting.core_questions import core_words
from pt_chart.charting.flag_history import since_words
from pt_chart.clinical.care.standing import standing_plan
from pt_chart.clinical.fields import Vocabulary
from pt_chart.clinical.measures.instrument import Instrument
from pt_chart.clinical.measures.series import courses
from pt_chart.clinical.people import Episode
from pt_chart.clinical.reasoning.results import RaisedFlag, Tier
from pt_chart.clinical.reasoning.stored_panel import read_panel
from pt_chart.clinical.values import number_words
from pt_chart.clinical.visit import Visit
from pt_chart.ui.patients.rows import day_words
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Space
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.flag_strip import FlagStrip
from pt_chart.ui.widgets.label import Label
from pt_chart.ui.widgets.tier_tag import TAG_WORDS

MOST_FLAGS = 3
MOST_MEASURES = 4
MOST_GOALS = 4


def flag_strips(
    theme: Theme, visits: Sequence[Visit], tier: Tier | None, today: date
) -> list[FlagStrip]:
    """The flags of the last visit as they were stored; ``visits`` are newest first.

    A draft keeps only its most urgent ``tier``: where it is loud, or no signed visit tells more,
    it has a strip of its own above the flags of the last signed visit.
    """
    signed, flags = last_flags(visits)
    made = []
    if not visits[0].signed and tier is not None and (tier in TAG_WORDS or not flags):
        when = day_words(visits[0].date, today)
        detail = "Open the visit for why it was raised and what to do."
        made.append(FlagStrip(theme, tier, f"unsigned visit, {when}", detail))
    for flag in flags[:MOST_FLAGS]:
        note = since_words(flag, signed[1:]) or f"on {day_words(signed[0].date, today)}"
        made.append(FlagStrip(theme, flag.tier, flag.title, " · ".join(flag.because), note))
    return made


def last_flags(visits: Sequence[Visit]) -> tuple[Sequence[Visit], tuple[RaisedFlag, ...]]:
    """The signed visits, newest first, and the flags stored with the newest, most urgent first."""
    signed = [visit for visit in visits if visit.signed]
    panel = read_panel(signed[0].panel) if signed else None
    flags = sorted(panel.flags, key=lambda flag: flag.tier.rank) if panel else []
    return signed, tuple(flags)


def more_flags(visits: Sequence[Visit]) -> int:
    """How many flags of the last signed visit the strips leave out."""
    return max(len(last_flags(visits)[1]) - MOST_FLAGS, 0)


class _Sign(QWidget):
    """A tick, or a question mark; drawn each time, as the scheme may change."""

    def __init__(self, theme: Theme, *, settled: bool) -> None:
        super().__init__()
        self._theme = theme
        self._settled = settled
        self.setFixedSize(14, 14)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the icon."""
        tokens = self._theme.tokens
        tone, icon = (tokens.ok, "check") if self._settled else (tokens.urgent, "question")
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._theme.draw_icon(painter, icon, tone.text, QPointF(0, 0), 14)


class CoreLine(QWidget):
    """One line: how many core questions were asked at the last visit, and what was answered."""

    def __init__(self, theme: Theme, visit: Visit, vocabulary: Vocabulary, today: date) -> None:
        super().__init__()
        words, settled = core_words(visit, vocabulary)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.XS)
        row.addWidget(_Sign(theme, settled=settled))
        row.addWidget(Label(words, Style.SMALL), 1)
        row.addWidget(Label(day_words(visit.date, today), Style.SMALL, "secondary"))


class MeasuresSection(QWidget):
    """The course of each measure: first to last score and what the change is worth."""

    def __init__(self, visits: Sequence[Visit], instruments: Sequence[Instrument]) -> None:
        """``visits`` are newest first."""
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(Space.M)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(2, 1)
        standing = [one for one in reversed(visits) if one.withdrawal is None]
        found = [one for one in courses(standing, instruments) if one.scored]
        self.count = len(found)
        for number, course in enumerate(found[:MOST_MEASURES]):
            first, last = course.scored[0].score, course.scored[-1].score
            change = course.since_first
            side = f" {course.side.spelled}" if course.side else ""
            scores = _score(last) if change is None else f"{_score(first)} → {_score(last)}"
            words = change.verdict.value if change else course.refusal or "first score"
            grid.addWidget(Label(f"{course.instrument.short}{side}", Style.BODY), number, 0)
            grid.addWidget(Label(scores, Style.STRONG), number, 1)
            grid.addWidget(Label(words, Style.SMALL, "secondary", wrap=True), number, 2)
        left = len(found) - MOST_MEASURES
        if left > 0:
            grid.addWidget(Label(f"and {left} more", Style.SMALL, "secondary"), MOST_MEASURES, 0)


class GoalsSection(QWidget):
    """Goals of the plan that stands, and the episode's precautions."""

    def __init__(self, episode: Episode, visits: Sequence[Visit]) -> None:
        """``visits`` are newest first."""
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        goals = goal_words(visits)
        for words in goals[:MOST_GOALS]:
            column.addWidget(Label(words, Style.BODY, wrap=True))
        if len(goals) > MOST_GOALS:
            rest = f"and {len(goals) - MOST_GOALS} more"
            column.addWidget(Label(rest, Style.SMALL, "secondary"))
        if episode.precautions:
            words = " · ".join(episode.precautions)
            column.addWidget(Label(f"Precautions: {words}", Style.SMALL, "abnormal", wrap=True))
        self.empty = not goals and not episode.precautions


def goal_words(visits: Sequence[Visit]) -> tuple[str, ...]:
    """The goals of the standing plan of care, else those that the last visit wrote as text."""
    if not visits:
        return ()
    plan = standing_plan(visits[0], visits[1:])
    if plan is not None and plan.plan.goals:
        return tuple(goal.words for goal in plan.plan.goals)
    return visits[0].plan.goals


def _score(value: float | None) -> str:
    return number_words(round(value, 1)) if value is not None else "–"
