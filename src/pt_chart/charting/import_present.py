"""What a known patient has already: which episode a file speaks of, and which visits are here."""

from __future__ import annotations

from datetime import date

from pt_chart.charting.clinic_session import ClinicSession
from pt_chart.charting.exchange_port import EpisodeChart
from pt_chart.charting.search_words import fold
from pt_chart.clinical.fields import Vocabulary
from pt_chart.clinical.people import Episode, Patient
from pt_chart.clinical.visit import Visit


class Present:
    """The episodes and visits of one patient."""

    def __init__(self, session: ClinicSession, patient: Patient) -> None:
        self._episodes = session.store.episodes_of(patient.id)
        self._visits = {one.id: session.store.visits_of(one.id) for one in self._episodes}

    @property
    def ids(self) -> frozenset[str]:
        """The episodes that are there."""
        return frozenset(self._visits)

    def has(self, home: Episode, visit: Visit, vocabulary: Vocabulary) -> bool:
        """Whether everything that a visit says stands in one of that day and kind."""
        return any(
            (known.date, known.kind) == (visit.date, visit.kind)
            and _says_all(known, visit, vocabulary)
            for known in self._visits.get(home.id, ())
        )

    def episode_like(self, wanted: EpisodeChart) -> Episode | None:
        """The episode of the same complaint and side at the same time; a new one else."""
        episode = wanted.episode
        name = (fold(episode.complaint), episode.side)
        like = [one for one in self._episodes if (fold(one.complaint), one.side) == name]
        same = (one for one in like if one.started == episode.started)
        first, last = _span(wanted)
        around = (one for one in like if _fits(one, episode, first, last))
        return next(same, None) or next(around, None)

    def count(self, episode_id: str) -> int:
        """How many visits an episode has; a new one has none."""
        return len(self._visits.get(episode_id, ()))


def _span(chart: EpisodeChart) -> tuple[date, date]:
    days = [visit.date for visit in chart.visits] or [chart.episode.started]
    return min(days), max(days)


def _fits(known: Episode, brought: Episode, first: date, last: date) -> bool:
    """Whether an episode of a file can be a known one: its visits lie in its time."""
    if brought.closed is not None:
        return False
    return known.started <= first and (known.closed is None or last <= known.closed)


def _says_all(known: Visit, brought: Visit, vocabulary: Vocabulary) -> bool:
    """Whether nothing of a visit would be lost if it stayed out."""
    for key, answer in brought.answers.items():
        if vocabulary.canonical(key.id) is None:
            continue
        there = known.answers.get(key)
        if there is None or there.value != answer.value:
            return False
    texts = {one.text for one in known.note.own}
    own = all(one.text in texts for one in brought.note.own)
    plan, there_plan = brought.plan, known.plan
    assessed = not plan.assessment or plan.assessment in there_plan.assessment
    coded = {one.code for one in plan.codes} <= {one.code for one in there_plan.codes}
    drawn = brought.chart.empty or brought.chart == known.chart
    return own and assessed and coded and drawn
