"""A visit taken apart into places that can change one by one, and put together again.

A place is one answer, one view of the drawing, one exercise, one field of the plan, ... Lists of
things that have a name of their own (exercises, interventions, goals) become a place for each
thing and one for their order, so that two people can add to one list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from types import MappingProxyType
from typing import Any, TypeAlias

from pt_chart.clinical.bodychart.marks import BodyChart, Mark, View
from pt_chart.clinical.findings import FindingKey
from pt_chart.clinical.visit import Visit


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where in a visit something stands.

    ``part`` is a part of the visit ("answers", "chart", "plan", "care", ...), ``field`` a field of
    that part, ``key`` names one thing of a list; a list's own place (``key`` "") is its order.
    """

    part: str
    field: str
    key: str = ""


Places: TypeAlias = dict[Place, Any]

CHART_ORDER = Place("chart", "marks")
"""The ids of all marks in the order drawn, over all views."""
WHOLE_CHART = Place("chart", "whole")
WHOLE_CARE = Place("plan", "care")

_BESIDE = ("id", "status", "signature", "addenda", "revision", "cosignature", "withdrawal", "panel")
"""Parts that no version of a draft changes; the panel is derived from the rest at signing."""
_PARTS = ("plan", "program", "administration", "note", "within")
_TAKEN_APART = (*_PARTS, "answers", "chart", "form_versions", "acknowledgments")
_PLAIN = tuple(part.name for part in fields(Visit) if part.name not in (*_BESIDE, *_TAKEN_APART))


def _sided(name: str) -> Callable[[Any], str]:
    return lambda one: f"{getattr(one, name)}|{one.side.value if one.side else ''}"


_KEYS: Mapping[tuple[str, str], Callable[[Any], str]] = MappingProxyType(
    {
        ("visit", "acknowledgments"): lambda one: one.flag,
        ("plan", "treatments"): _sided("name"),
        ("plan", "goals"): str,
        ("plan", "goal_reviews"): lambda one: one.goal,
        ("plan", "codes"): lambda one: one.code,
        ("plan", "left_out"): lambda one: one.part.value,
        ("care", "problems"): lambda one: one.words,
        ("care", "goals"): lambda one: one.id,
        ("care", "discharge_criteria"): str,
        ("care", "interventions"): str,
        ("program", "items"): _sided("exercise"),
        ("program", "responses"): _sided("exercise"),
        ("administration", "consents"): _sided("technique"),
        ("note", "edits"): lambda one: one.sentence,
        ("note", "own"): lambda one: one.id,
        ("within", "signs"): str,
        ("within", "retests"): lambda one: f"{one.key}|{one.after}",
    }
)
"""Lists whose things have a name, and how it is told."""


def is_order(place: Place) -> bool:
    """Whether the place holds the order of a list rather than a thing."""
    return place == CHART_ORDER or (not place.key and (place.part, place.field) in _KEYS)


def apart(visit: Visit, whole: frozenset[Place] = frozenset()) -> Places:
    """Every place of a visit with what stands there.

    ``whole`` may hold `WHOLE_CHART` and `WHOLE_CARE`: the drawing or the plan of care is then one
    place, for versions that cannot be compared piece by piece.
    """
    found: Places = {Place("visit", name): getattr(visit, name) for name in _PLAIN}
    found |= {Place("answers", str(key)): answer for key, answer in visit.answers.items()}
    found |= {Place("form_versions", name): no for name, no in visit.form_versions.items()}
    _put_list(found, "visit", "acknowledgments", visit.acknowledgments)
    if WHOLE_CHART in whole:
        found[WHOLE_CHART] = visit.chart
    else:
        found |= _chart_apart(visit.chart)
    for part in _PARTS:
        found |= _part_apart(part, getattr(visit, part))
    if visit.plan.care is not None and WHOLE_CARE not in whole:
        del found[WHOLE_CARE]
        found |= _part_apart("care", visit.plan.care)
    return found


def together(places: Mapping[Place, Any], like: Visit) -> Visit:
    """The visit that stands in the places; what is in none of them is taken from ``like``."""
    care = places.get(WHOLE_CARE)
    if care is None and any(place.part == "care" for place in places):
        from pt_chart.clinical.care.plan_of_care import PlanOfCare

        care = _part_together("care", PlanOfCare(), places)
    plan = replace(_part_together("plan", like.plan, places), care=care)
    parts = {part: _part_together(part, getattr(like, part), places) for part in _PARTS[1:]}
    versions = {place.field: no for place, no in places.items() if place.part == "form_versions"}
    answers = {
        FindingKey.parse(place.field): answer
        for place, answer in places.items()
        if place.part == "answers"
    }
    return replace(
        like,
        **{name: places[Place("visit", name)] for name in _PLAIN},
        **parts,
        plan=plan,
        answers=MappingProxyType(answers),
        form_versions=MappingProxyType(versions),
        acknowledgments=_list_of(places, "visit", "acknowledgments"),
        chart=places[WHOLE_CHART] if WHOLE_CHART in places else _chart_together(places),
    )


def _part_apart(part: str, value: Any) -> Places:
    found: Places = {}
    for one in fields(value):
        if (part, one.name) in _KEYS:
            _put_list(found, part, one.name, getattr(value, one.name))
        else:
            found[Place(part, one.name)] = getattr(value, one.name)
    return found


def _part_together(part: str, like: Any, places: Mapping[Place, Any]) -> Any:
    values: dict[str, Any] = {}
    for one in fields(like):
        place = Place(part, one.name)
        if (part, one.name) in _KEYS:
            values[one.name] = _list_of(places, part, one.name)
        elif place in places:
            values[one.name] = places[place]
    return replace(like, **values)


def _put_list(found: Places, part: str, name: str, things: Iterable[Any]) -> None:
    named = _named(_KEYS[(part, name)], things)
    found |= {Place(part, name, key): thing for key, thing in named.items()}
    found[Place(part, name)] = tuple(named)


def _named(key: Callable[[Any], str], things: Iterable[Any]) -> dict[str, Any]:
    """Things by name; a second one of the same name is counted."""
    found: dict[str, Any] = {}
    for thing in things:
        name, count = key(thing) or "-", 1
        while (name if count == 1 else f"{name}\n{count}") in found:
            count += 1
        found[name if count == 1 else f"{name}\n{count}"] = thing
    return found


def _list_of(places: Mapping[Place, Any], part: str, name: str) -> tuple[Any, ...]:
    things = {p.key: one for p, one in places.items() if (p.part, p.field) == (part, name)}
    order = things.pop("", ())
    rest = sorted(key for key in things if key not in order)
    return tuple(things[key] for key in (*order, *rest) if key in things)


def _chart_apart(chart: BodyChart) -> Places:
    found: Places = {
        Place("chart", "figure"): (chart.figure_version, chart.body),
        Place("chart", "carried_from"): chart.carried_from,
        Place("chart", "confirmed_side"): chart.confirmed_side,
        CHART_ORDER: tuple(mark.id for mark in chart.marks),
    }
    for view in View:
        marks = tuple(mark for mark in chart.marks if mark.view is view)
        if marks:
            found[Place("chart", "view", view.value)] = marks
    return found


def _chart_together(places: Mapping[Place, Any]) -> BodyChart:
    """Marks in the order drawn; within a view the view's own order counts."""
    order = {mark: number for number, mark in enumerate(places[CHART_ORDER])}
    drawn: list[tuple[int, Mark]] = []
    for view in View:
        at = -1
        for mark in places.get(Place("chart", "view", view.value), ()):
            at = max(at, order.get(mark.id, len(order)))
            drawn.append((at, mark))
    drawn.sort(key=lambda one: one[0])
    version, body = places[Place("chart", "figure")]
    carried = places[Place("chart", "carried_from")]
    confirmed = places[Place("chart", "confirmed_side")]
    return BodyChart(_numbered([mark for _, mark in drawn]), version, body, carried, confirmed)


def _numbered(marks: list[Mark]) -> tuple[Mark, ...]:
    """Each id once: of two marks with one id, drawn in two windows, the later gets a new one."""
    taken: set[int] = set()
    highest = max((mark.id for mark in marks), default=0)
    found = []
    for mark in marks:
        if mark.id in taken:
            highest += 1
            found.append(replace(mark, id=highest))
        else:
            taken.add(mark.id)
            found.append(mark)
    return tuple(found)
