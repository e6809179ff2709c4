"""Which fields a case asks for: conditions judged on the current facts, kept until they change."""

from __future__ import annotations

from pt_chart.charting.clinic_session import OpenVisit
from pt_chart.clinical.criteria import Truth
from pt_chart.clinical.derivation import derive
from pt_chart.clinical.evaluation import evaluate
from pt_chart.clinical.facts import Facts
from pt_chart.clinical.fields import FieldDef, Vocabulary
from pt_chart.clinical.visit import Visit


class Conditions:
    """Judges which fields a case asks for and derives what is worked out, once per state."""

    def __init__(self, opened: OpenVisit, vocabulary: Vocabulary) -> None:
        self._desk = opened.desk
        self._live = opened.live
        self._vocabulary = vocabulary
        self._raw: Facts | None = None
        self._derived = Facts()
        self._known: dict[str, bool] = {}
        self._visit: Visit | None = None
        self._answered: frozenset[str] = frozenset()

    @property
    def facts(self) -> Facts:
        """The facts with everything worked out."""
        self._refresh()
        return self._derived

    def shows(self, field: FieldDef) -> bool:
        """Whether a field stands on its card unasked.

        Usual, core and required fields do, whatever has an answer does, and what the findings of
        this case call for. The others wait behind "more".
        """
        if field.routine or field.core or field.required:
            return True
        if self._desk.visit is not self._visit:
            self._visit = self._desk.visit
            self._answered = frozenset(key.id for key in self._visit.answers)
        return field.id in self._answered or self._called_for(field)

    def _called_for(self, field: FieldDef) -> bool:
        if field.show_when is None:
            return False
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
