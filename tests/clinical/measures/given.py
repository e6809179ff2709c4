"""Visits with measures, for the tests of this folder."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from types import MappingProxyType

from pt_chart.clinical.findings import Answer, FindingKey, Value
from pt_chart.clinical.measures.instrument import Instrument
from pt_chart.clinical.visit import Visit, VisitKind
from pt_chart.definitions import Definitions, load
from pt_chart.host.resources import forms_dir

RMDQ = tuple(f"rmdq_{number}" for number in range(1, 25))


@cache
def definitions() -> Definitions:
    """The shipped content."""
    return load(forms_dir())


@cache
def instruments() -> Mapping[str, Instrument]:
    """The shipped instruments by id."""
    return MappingProxyType({one.id: one for one in definitions().instruments})


def visit(
    answers: Mapping[str, Value | None], day: date = date(2026, 11, 3), number: int = 1
) -> Visit:
    """A visit with these answers, keys in their text form."""
    made = {FindingKey.parse(key): Answer(value) for key, value in answers.items()}
    return Visit(
        f"v{number}", "e1", VisitKind.FOLLOW_UP, day, number, answers=MappingProxyType(made)
    )


def rmdq(yes: int, answered: int = 24) -> dict[str, Value | None]:
    """A questionnaire with the first statements marked."""
    return {name: index < yes for index, name in enumerate(RMDQ[:answered])}
