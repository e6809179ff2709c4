"""Answers of measures that do not go together, for the page, quick entry and the signature."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.clinical.measures.instrument import Instrument
from pt_chart.clinical.measures.plausibility import Misfit, misfits
from pt_chart.clinical.visit import Visit


class MeasureCheck:
    """Judges the open visit; the newest judgment is kept, so that every row may ask."""

    def __init__(
        self,
        instruments: Iterable[Instrument],
        visit: Callable[[], Visit],
        previous: tuple[Visit, ...],
    ) -> None:
        """``visit`` gives the visit as it stands, ``previous`` are the episode's earlier ones."""
        self._visit = visit
        self._earlier = tuple(one.answers for one in previous)
        self._instruments = tuple(instruments)
        fields = (name for one in self._instruments for name in (*one.fields, *one.rising))
        self._asked = frozenset(fields)
        self._judged: tuple[Visit, tuple[Misfit, ...]] | None = None

    def concerns(self, key: FindingKey) -> bool:
        """Whether a field belongs to a measure at all."""
        return key.id in self._asked

    def current(self) -> tuple[Misfit, ...]:
        """What does not go together in the visit as it stands."""
        visit = self._visit()
        if self._judged is None or self._judged[0] is not visit:
            self._judged = (visit, self._of(visit))
        return self._judged[1]

    def at(self, key: FindingKey) -> str:
        """What to say at a field, "" when its answer goes with the others."""
        if not self.concerns(key):
            return ""
        return " ".join(one.words for one in self.current() if key in one.keys)

    def blocking(self) -> tuple[Misfit, ...]:
        """What has to be mended before the visit is signed."""
        return tuple(one for one in self.current() if one.blocks)

    def against(self, changes: Mapping[FindingKey, Answer | None]) -> str:
        """Why these answers cannot be filed beside the others, "" when they can."""
        if not any(self.concerns(key) for key in changes):
            return ""
        known = {one.words for one in self.current()}
        after = self._of(self._visit().with_answers(changes))
        found = (one for one in after if one.blocks and one.words not in known)
        return next((one.words for one in found if any(k in changes for k in one.keys)), "")

    def asked(self, changes: Mapping[FindingKey, Answer | None]) -> dict[FindingKey, str]:
        """What these answers would be asked about beside the others, as at their fields."""
        if not any(self.concerns(key) for key in changes):
            return {}
        odd = self._of(self._visit().with_answers(changes))
        found = {key: " ".join(one.words for one in odd if key in one.keys) for key in changes}
        return {key: words for key, words in found.items() if words}

    def _of(self, visit: Visit) -> tuple[Misfit, ...]:
        return misfits(visit.answers, visit.date, self._instruments, self._earlier)
