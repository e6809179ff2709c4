"""Places of a visit and what stands there, in the words of the window."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from types import MappingProxyType
from typing import Any

from pt_chart.clinical.bodychart.marks import Mark
from pt_chart.clinical.fields import Vocabulary
from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.clinical.merging.places import Place, is_order
from pt_chart.clinical.merging.three_way import ABSENT, Difference
from pt_chart.clinical.program.dates import date_words, moment_words
from pt_chart.clinical.sides import Side
from pt_chart.clinical.wording import place_words, value_words

NOTHING = "nothing"

_PARTS: Mapping[str, str] = MappingProxyType(
    {
        "answers": "Answers",
        "chart": "Body chart",
        "plan": "Plan",
        "care": "Plan of care",
        "program": "Program",
        "note": "Note",
        "within": "Re-tests",
        "administration": "Administration",
        "form_versions": "Forms",
        "visit": "Visit",
    }
)
_FIELDS: Mapping[tuple[str, str], str] = MappingProxyType(
    {
        ("visit", "acknowledgments"): "Red flag",
        ("visit", "hypothesis"): "Working hypothesis",
        ("visit", "late_reason"): "Reason for the late entry",
        ("visit", "entered"): "First written down",
        ("visit", "kind"): "Kind of visit",
        ("visit", "episode_id"): "Episode of care",
        ("chart", "carried_from"): "Started from an earlier drawing",
        ("chart", "confirmed_side"): "Side of the drawing, asked and confirmed",
        ("chart", "whole"): "Whole drawing",
        ("plan", "treatments"): "Intervention",
        ("plan", "goals"): "Goal",
        ("plan", "goal_reviews"): "Goal review",
        ("plan", "codes"): "Diagnosis code",
        ("plan", "left_out"): "Reason for what is left out",
        ("plan", "care"): "Whole plan of care",
        ("care", "problems"): "Problem",
        ("care", "goals"): "Goal",
        ("care", "discharge_criteria"): "Discharge criterion",
        ("care", "interventions"): "Planned intervention",
        ("care", "prognosis_because"): "Reasons for the prognosis",
        ("program", "items"): "Exercise",
        ("program", "responses"): "Response to exercise",
        ("administration", "consents"): "Consent",
        ("note", "edits"): "Changed sentence",
        ("note", "own"): "Own sentence",
        ("within", "signs"): "Asterisk sign",
        ("within", "retests"): "Re-test",
    }
)
_LISTS: Mapping[tuple[str, str], str] = MappingProxyType(
    {
        ("program", "items"): "Order of the exercises",
        ("plan", "codes"): "Order of the diagnosis codes",
        ("plan", "treatments"): "Order of the interventions",
    }
)
_UNSAID = ("by", "id")
_UNITS: Mapping[str, str] = MappingProxyType(
    {
        "hold_s": "s hold",
        "rest_s": "s rest",
        "times_per_day": "times a day",
        "days_per_week": "days a week",
    }
)


@dataclass(frozen=True, slots=True)
class Wording:
    """What the words need to know: the findings' names and the exercises' names by id."""

    vocabulary: Vocabulary
    exercises: Mapping[str, str]

    def part(self, place: Place) -> str:
        """The part of the visit: "Answers", "Plan of care"."""
        return _PARTS.get(place.part, place.part)

    def title(self, place: Place) -> str:
        """The place itself: "Straight leg raise RIGHT", "Exercise: Bridge, LEFT"."""
        if place.part == "answers":
            return self._finding(FindingKey.parse(place.field))
        if place.part == "form_versions":
            name, _, words = place.field.partition("#")
            return f"{'Words' if words else 'Version'} of the form {name}"
        if place.field == "view":
            return f"Drawing, {place.key.replace('_', ' ')} view"
        known = _FIELDS.get((place.part, place.field))
        name = known or place.field.replace("_", " ").capitalize()
        if is_order(place):
            return _LISTS.get((place.part, place.field), f"Order: {name.lower()}s")
        return f"{name}: {self._thing(place)}" if place.key else name

    def value(self, place: Place, value: Any) -> str:
        """What stands there: "positive, pulls to the calf", "2 marks: ache, burning"."""
        if value is ABSENT or value is None or value in ("", ()):
            return NOTHING
        if isinstance(value, Answer):
            return self._answer(place, value)
        if is_order(place):
            return ", ".join(self._name(place, str(key)) for key in value) or NOTHING
        if place.part == "chart":
            return _drawing(value) or NOTHING
        return self._said(value) or NOTHING

    def told(self, differences: Iterable[Difference]) -> tuple[Difference, ...]:
        """Those that can be told apart in words; the others differ in the moment of entry."""
        return tuple(one for one in differences if one.is_open or len(self._sides(one)) > 1)

    def _sides(self, one: Difference) -> set[str]:
        return {self.value(one.place, side) for side in (one.base, one.mine, one.theirs)}

    def _finding(self, key: FindingKey) -> str:
        ident = self.vocabulary.canonical(key.id)
        return str(key) if ident is None else place_words(self.vocabulary.field(ident), key)

    def _thing(self, place: Place) -> str:
        if (place.part, place.field) in {("within", "signs"), ("within", "retests")}:
            return self._finding(FindingKey.parse(place.key.partition("|")[0]))
        return self._name(place, place.key)

    def _name(self, place: Place, key: str) -> str:
        name, _, side = key.partition("\n")[0].partition("|")
        name = self.exercises.get(name, name) if place.part == "program" else name
        spelled = Side(side).spelled if side in set(Side) else ""
        return f"{name}, {spelled}" if spelled else name

    def _answer(self, place: Place, answer: Answer) -> str:
        key = FindingKey.parse(place.field)
        ident = self.vocabulary.canonical(key.id)
        if ident is None:
            said = str(answer.value)
        else:
            said = value_words(self.vocabulary.field(ident), answer.value)
        more = [*(one.replace("_", " ") for one in answer.qualifiers), answer.note]
        carried = ["carried forward, not confirmed"] if answer.unconfirmed else []
        return ", ".join(one for one in (said, *more, *carried) if one) or NOTHING

    def _said(self, value: Any) -> str:
        """A value in words; of a thing with parts, those that say something."""
        if isinstance(value, Side):
            return value.spelled
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, Enum):
            return str(value.value).replace("_", " ")
        if isinstance(value, datetime):
            return moment_words(value)
        if isinstance(value, date):
            return date_words(value)
        if isinstance(value, FindingKey):
            return self._finding(value)
        if isinstance(value, tuple):
            return "; ".join(filter(None, map(self._said, value)))
        if is_dataclass(value) and not isinstance(value, type):
            parts = (self._field_said(one, getattr(value, one.name)) for one in fields(value))
            return ", ".join(filter(None, parts))
        return "" if value is None else str(value)

    def _field_said(self, field: Any, value: Any) -> str:
        at_default = field.default is not MISSING and value == field.default
        if field.name in _UNSAID or value is None or value == () or at_default:
            return ""
        if field.name == "exercise":
            return self.exercises.get(str(value), str(value))
        said = self._said(value)
        if isinstance(value, bool | int | float) and not isinstance(value, Enum) and said:
            unit = _UNITS.get(field.name, field.name.replace("_", " "))
            return f"{unit}: {said}" if isinstance(value, bool) else f"{said} {unit}"
        return said


def _drawing(value: Any) -> str:
    if not isinstance(value, tuple) or not all(isinstance(one, Mark) for one in value):
        marks = getattr(value, "marks", None)
        if marks is not None:
            return _drawing(marks) if marks else NOTHING
        return ", ".join(map(str, value)) if isinstance(value, tuple) else "yes"
    kinds = Counter("eraser" if mark.erases else mark.kind.label for mark in value)
    told = [f"{kind} ({count})" if count > 1 else kind for kind, count in kinds.items()]
    notes = [f"“{mark.note}”" for mark in value if mark.note]
    many = "1 mark" if len(value) == 1 else f"{len(value)} marks"
    return f"{many}: {', '.join((*told, *notes))}"
