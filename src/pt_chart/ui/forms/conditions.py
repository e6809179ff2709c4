"""Which fields a case asks for: conditions judged on the current facts, kept until they change."""

from __future__ import annotations

from pt_chart.charting.live_assessment import LiveAssessment
from pt_chart.clinical.criteria import Truth
from pt_chart.clinical.derivation import derive
from pt_chart.clinical.evaluation import evaluate
from pt_chart.clinical.facts import Facts
from pt_chart.clinical.fields import FieldDef, Vocabulary


class Conditions:
    """Judges ``show_when`` and derives what is worked out, once per state of the facts."""

    def __init__(self, live: LiveAssessment, vocabulary: Vocabulary) -> None:
        self._live = live
        self._vocabulary = vocabulary
        self._raw: Facts | None = None
        self._derived = Facts()
        self._known: dict[str, bool] = {}

    @property
    def facts(self) -> Facts:
        """The facts with everything worked out."""
        self._refresh()
        return self._derived

    def shows(self, field: FieldDef) -> bool:
        """Whether a field is asked for in this case."""
        if field.show_when is None:
            return True
        self._refresh()
        if field.id not in self._known:
            truth = evaluate(field.show_when, self._derived).truth
            self._known[field.id] = truth is Truth.YES
        return self._known[field.id]

    def _refresh(self) -> None:
        if self._live.facts is not self._raw:
            self._raw = self._live.facts
            self._derived = derive(self._vocabulary, self._raw)
            self._known = {}
