"""Scores and change: every measure of the episode, what is missing, and what a change means."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pt_chart.charting.care import edits
from pt_chart.charting.clinic_session import ClinicSession, OpenVisit
from pt_chart.clinical.measures.change import Change, Direction, Verdict, change_words
from pt_chart.clinical.measures.instrument import Instrument, ThresholdKind, for_sex
from pt_chart.clinical.measures.scoring import (
    MeasureAdministration,
    item_words,
    risk_words,
    score_number,
)
from pt_chart.clinical.measures.series import Course, courses
from pt_chart.clinical.measures.trend import trend
from pt_chart.clinical.program.dates import date_words
from pt_chart.clinical.sides import Side
from pt_chart.clinical.values import number_words
from pt_chart.ui.measures.trend_plot import TrendPlot
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Space
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.card import Card
from pt_chart.ui.widgets.clearing import clear_layout
from pt_chart.ui.widgets.label import Label

NOTHING = "No measure has been given in this episode yet."
_TONES = {
    Verdict.REAL_AND_IMPORTANT: "ok",
    Verdict.REAL: "ok",
    Verdict.WITHIN_ERROR: "secondary",
}


class ScoreSheet(QWidget):
    """A card for each measure: scores by day, refusals with the reason, verdicts with sources."""

    def __init__(self, theme: Theme, open_visit: OpenVisit, session: ClinicSession) -> None:
        super().__init__()
        self._theme = theme
        self._desk = open_visit.desk
        sex = open_visit.desk.patient.sex
        self._instruments = for_sex(session.definitions.instruments, sex)
        self._targets: dict[tuple[str, Side | None], float | None] = {}
        self.cards = QVBoxLayout(self)
        self.cards.setContentsMargins(0, 0, 8, 16)
        self.cards.setSpacing(Space.M)

    def show_visit(self) -> None:
        """Work everything out again."""
        clear_layout(self.cards)
        desk = self._desk
        visits = [one for one in reversed(desk.previous) if one.withdrawal is None]
        found = courses([*visits, desk.visit], self._instruments)
        goals = edits.own_care(desk).goals
        self._targets = {
            (one.measure, one.side): one.target for one in goals if one.measure and not one.part
        }
        for course in found:
            self.cards.addWidget(self._card(course))
        if not found:
            self.cards.addWidget(Label(NOTHING, Style.BODY, "secondary"))
        self.cards.addStretch(1)

    def _card(self, course: Course) -> Card:
        instrument = course.instrument
        side = f" {course.side.spelled}" if course.side else ""
        card = Card(
            self._theme,
            f"{instrument.short}{side}",
            instrument.name,
            note=_now(course, self._desk.visit.id),
            padded=True,
        )
        card.body.setSpacing(Space.XS)
        told = QVBoxLayout()
        told.setSpacing(Space.XS)
        row = QHBoxLayout()
        row.setSpacing(Space.L)
        row.addLayout(told, 1)
        card.body.addLayout(row)
        plot = trend(course, self._targets.get((instrument.id, course.side)))
        if plot is not None:
            row.addWidget(TrendPlot(self._theme, plot), 0, Qt.AlignmentFlag.AlignTop)

        def say(words: str, style: Style = Style.BODY, tone: str = "") -> None:
            if words:
                told.addWidget(Label(words, style, tone, wrap=True))

        say(" → ".join(_dated(one, instrument) for one in course.administrations))
        say(_refusal(course.latest), tone="urgent")
        say(course.refusal, tone="urgent")
        if course.latest.remark:
            say(f"{course.latest.remark[0].upper()}{course.latest.remark[1:]}.", tone="urgent")
        say(
            item_words(course.latest, instrument, self._desk.vocabulary.fields),
            Style.SMALL,
            "secondary",
        )
        for found, since in ((course.since_first, "Since the first"), (course.since_last, "")):
            if found is not None and (since or course.since_last != course.since_first):
                words = f"{since or 'Since the last'}: {change_words(instrument, found)}"
                tone = "urgent" if _worse(found) else _TONES.get(found.verdict, "")
                say(words, Style.MEDIUM, tone)
        for part in course.parts:
            say(_part(part.words, part.first, part.now))
        score = course.latest.score
        band = instrument.band(score) if score is not None else None
        if band is not None:
            say(f"{number_words(round(score or 0, 1))}: {band.words} ({band.source}).")
        if score is not None and course.latest.visit == self._desk.visit.id:
            say(risk_words(instrument, self._desk.visit, score))
        say(_others(instrument), Style.SMALL, "secondary")
        say(instrument.missing_rule, Style.SMALL, "secondary")
        told.addStretch(1)
        return card


def _worse(found: Change) -> bool:
    real = found.verdict in (Verdict.REAL, Verdict.REAL_AND_IMPORTANT)
    return real and found.direction is Direction.WORSE


def _now(course: Course, visit: str) -> str:
    """The newest score; where today's gives none, that comes first and the last with its day."""
    latest, scored = course.latest, course.scored
    last = _score_words(scored[-1].score or 0, course.instrument) if scored else ""
    if latest.score is not None:
        return last
    today = " yet today" if latest.visit == visit else f" on {date_words(latest.date)}"
    asked = latest.answered + len(latest.missing)
    answered = f" ({latest.answered} of {asked})" if latest.missing and latest.answered else ""
    before = f", last {last} on {date_words(scored[-1].date)}" if scored else ""
    return f"no score{today}{answered}{before}"


def _score_words(score: float, instrument: Instrument) -> str:
    words = f"{score_number(instrument, score)} {instrument.unit}"
    return words.replace(" °", "°").replace(" %", "%")


def _dated(one: MeasureAdministration, instrument: Instrument) -> str:
    score = "no score" if one.score is None else score_number(instrument, one.score)
    sheet = f", {one.sheet}" if one.sheet else ""
    answered = f", {one.answered} of {len(instrument.items)}" if one.missing else ""
    return f"{date_words(one.date)}: {score}{answered}{sheet}"


def _refusal(one: MeasureAdministration) -> str:
    if not one.refusal:
        return ""
    least = f" At least {number_words(one.at_least)} so far." if one.at_least is not None else ""
    return one.refusal + least


def _part(words: str, first: float, now: float | None) -> str:
    later = f" → {number_words(now)}" if now is not None and now != first else ""
    return f"{words or 'activity without a name'}: {number_words(first)}{later}"


def _others(instrument: Instrument) -> str:
    """Thresholds that other sources give, so that a reader sees where they differ."""
    told = [
        f"{one.source} {number_words(round(one.amount, 1))}{f' ({one.note})' if one.note else ''}"
        for kind in ThresholdKind
        for one in instrument.others(kind)
    ]
    memory = [
        f"{one.source} ({one.name}) from memory, not checked on a page"
        for one in instrument.thresholds
        if one.verified == "no" and not one.one_item
    ]
    parts = (
        f"Others: {'; '.join(told)}." if told else "",
        f"{'; '.join(memory)}." if memory else "",
    )
    return " ".join(filter(None, parts))
