"""Which fields a case asks for: conditions judged on the current facts, kept until they change."""

from __future__ import annotations

from pt_chart.charting.clinic_session import OpenVisit
from pt_chart.clinical.criteria import Truth
from pt_chart.clinical.derivation import derive
from pt_chart.clinical.evaluation import evaluate
from pt_chart.clinical.facts import Facts
from pt_chart.clinical.fields import FieldDef, Vocabulary
from pt_chart.clinical.visit import Visit
from pt_chart.ui.forms.progress import Marks, marks_of


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
        self._marks: dict[str, Marks] = {}

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
        return field.id in self.marks or self._called_for(field)

    @property
    def marks(self) -> dict[str, Marks]:
        """What is recorded of each field that has an answer, gathered once per state."""
        if self._desk.visit is not self._visit:
            self._visit = self._desk.visit
            self._marks = marks_of(self._visit.answers)
        return self._marks

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
