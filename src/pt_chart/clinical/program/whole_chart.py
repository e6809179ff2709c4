"""The facts that safety rules judge: findings, and what precautions, medicines and flags say."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pt_chart.clinical.criteria import Any, Criterion, Test
from pt_chart.clinical.facts import Facts
from pt_chart.clinical.findings import FindingKey, Value
from pt_chart.clinical.people import Episode, Patient
from pt_chart.clinical.program.library import Background, ExerciseLibrary
from pt_chart.clinical.reasoning.results import RaisedFlag

FLAG = "flag:"
"""Begins the key of a raised flag among the facts."""

_DENIED = re.compile(r"^(no|not|none|denies|without)\b", re.IGNORECASE)


def with_flags(facts: Facts, flags: Iterable[RaisedFlag]) -> Facts:
    """The facts with every raised flag as a fact of its own."""
    raised: dict[FindingKey, Value] = {FindingKey(f"{FLAG}{flag.id}"): True for flag in flags}
    return facts.with_values(raised) if raised else facts


def flagged(when: Criterion, flags: tuple[str, ...]) -> Criterion:
    """The condition that also holds while one of the flags is raised."""
    if not flags:
        return when
    return Any((when, *(Test(f"{FLAG}{id}") for id in flags)))


def with_background(
    facts: Facts, patient: Patient | None, episode: Episode | None, library: ExerciseLibrary
) -> Facts:
    """The facts with what recorded alerts, precautions and medicines tell.

    A finding that was asked in the visit keeps its answer, yes or no.
    """
    told = [text for text in _texts(patient, episode) if not _DENIED.match(text.strip())]
    found: dict[FindingKey, Value] = {
        FindingKey(one.finding): True
        for one in library.background
        if not facts.recorded(one.finding) and any(_says(text, one) for text in told)
    }
    return facts.with_values(found) if found else facts


def _texts(patient: Patient | None, episode: Episode | None) -> tuple[str, ...]:
    alerts = patient.alerts if patient is not None else ()
    if episode is None:
        return alerts
    medicines = [f"{one.name} {one.trigger}" for one in episode.medicines]
    return (*alerts, *episode.precautions, *medicines)


def _says(text: str, background: Background) -> bool:
    lower = text.lower()
    return any(re.search(rf"\b{re.escape(word)}", lower) for word in background.words)
