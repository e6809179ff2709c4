"""What a known patient has already: which episode a file speaks of, and which visits are here."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from datetime import date

from pt_chart.charting.clinic_session import ClinicSession
from pt_chart.charting.exchange_port import EpisodeChart
from pt_chart.charting.search_words import fold
from pt_chart.clinical.fields import Vocabulary
from pt_chart.clinical.findings import Answer, FindingKey
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

    def same(
        self, home: Episode, visit: Visit, vocabulary: Vocabulary, words: tuple[str, ...] = ()
    ) -> Visit | None:
        """The visit of that day and kind in which everything stands that a visit says.

        ``words`` are what of it would come in as words only.
        """
        alike = (
            known
            for known in self._visits.get(home.id, ())
            if (known.date, known.kind) == (visit.date, visit.kind)
            and _says_all(known, visit, vocabulary)
            and set(words) <= {one.text for one in known.note.own}
        )
        return next(alike, None)

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


_FRAME = frozenset(
    {
        *("id", "episode_id", "kind", "date", "number", "status", "revision", "form_versions"),
        *("panel", "signature", "cosignature", "withdrawal", "entered", "late_reason"),
    }
)
"""Parts of a visit that say where and how it stands, not what was found and done."""


def _says_all(known: Visit, brought: Visit, vocabulary: Vocabulary) -> bool:
    """Whether nothing of a visit would be lost if it stayed out.

    What an earlier import put into words, because this clinic has no place for it, counts as said.
    """
    words = "\n".join(one.text for one in known.note.own)
    for part in fields(Visit):
        mine, theirs = getattr(known, part.name), getattr(brought, part.name)
        if part.name == "answers":
            told = all(_answered(known, key, one, words, vocabulary) for key, one in theirs.items())
        elif part.name == "addenda":
            there = {one.text for one in mine}
            told = all(one.text in there or one.text in words for one in theirs)
        elif part.name == "hypothesis":
            told = theirs is None or _covers(mine, theirs) or theirs.condition in words
        elif part.name == "note":
            own = all(one.text in words for one in theirs.own)
            told = own and all(one in mine.edits for one in theirs.edits)
        elif part.name == "chart":
            told = brought.chart.empty or known.chart.marks == brought.chart.marks
        elif part.name == "plan":
            codes = {one.code for one in mine.codes} >= {one.code for one in theirs.codes}
            told = codes and _covers(mine, replace(theirs, codes=()))
        else:
            told = part.name in _FRAME or _covers(mine, theirs)
        if not told:
            return False
    return True


def _answered(
    known: Visit, key: FindingKey, brought: Answer, words: str, vocabulary: Vocabulary
) -> bool:
    if vocabulary.canonical(key.id) is None:
        return str(key) in words
    there = known.answers.get(key)
    if there is None or there.value != brought.value:
        return False
    return brought.note in there.note and set(brought.qualifiers) <= set(there.qualifiers)


def _covers(mine: object, theirs: object) -> bool:
    """Whether everything that one value says stands in another, however deep."""
    if mine == theirs or theirs is None or theirs in ("", ()):
        return True
    if isinstance(mine, str) and isinstance(theirs, str):
        return theirs in mine
    if isinstance(mine, tuple) and isinstance(theirs, tuple):
        return all(one in mine for one in theirs)
    if type(mine) is type(theirs) and is_dataclass(theirs):
        names = (part.name for part in fields(theirs))
        return all(_covers(getattr(mine, name), getattr(theirs, name)) for name in names)
    return theirs is False
