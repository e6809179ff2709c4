"""Cases of notes, for the tests of this folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from types import MappingProxyType

from pt_chart.clinical.findings import Answer, FindingKey, Origin, Value
from pt_chart.clinical.narrative.note import NoteCase
from pt_chart.clinical.people import Episode, Patient
from pt_chart.clinical.sides import Side
from pt_chart.clinical.visit import Visit, VisitKind
from tests.clinical.measures.given import definitions

DAY = date(2026, 11, 10)
NOW = datetime(2026, 11, 10, 10, tzinfo=UTC)
PATIENT = Patient("p1", "20417", "Tallowby", "Mira", date(1982, 4, 14), "F")
EPISODE = Episode("e1", "p1", "leg pain", Side.RIGHT, date(2026, 11, 3), planned_visits=8)


def visit(
    answers: Mapping[str, Value | None] | None = None,
    *,
    kind: VisitKind = VisitKind.FOLLOW_UP,
    day: date = DAY,
    number: int = 1,
    note: str = "",
    origin: Origin = Origin.ENTERED,
) -> Visit:
    """A visit with these answers, keys in their text form."""
    made = {
        FindingKey.parse(key): Answer(value, note=note, origin=origin)
        for key, value in (answers or {}).items()
    }
    return Visit(f"v{number}", "e1", kind, day, number, answers=MappingProxyType(made))


def case(shown: Visit, *earlier: Visit) -> NoteCase:
    """What the note of a visit may speak of, with the shipped forms."""
    known = definitions()
    return NoteCase(
        patient=PATIENT,
        episode=EPISODE,
        visit=shown,
        today=DAY,
        forms=known.forms,
        vocabulary=known.vocabulary,
        instruments=known.instruments,
        earlier=earlier,
    )


def numbered(shown: Visit, number: int) -> Visit:
    """The same visit under another number."""
    return replace(shown, id=f"v{number}", number=number)
