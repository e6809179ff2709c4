"""Invented people and visits for store tests, and Hypothesis strategies for whole visits."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

from hypothesis import strategies as st

from pt_chart.clinical.bodychart.marks import (
    BodyChart,
    BrushStroke,
    Mark,
    Outline,
    Pin,
    RegionFill,
    SpreadArrow,
    SymptomKind,
    View,
)
from pt_chart.clinical.care.plan_of_care import CareProblem, Goal, PlanOfCare, Prognosis
from pt_chart.clinical.care.visit_administration import VisitAdministration
from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.clinical.narrative_edits import NoteEdits, SentenceEdit
from pt_chart.clinical.people import Episode, Medicine, Patient
from pt_chart.clinical.program.dosage import Program, ProgramItem
from pt_chart.clinical.sides import Side
from pt_chart.clinical.visit import (
    FlagAcknowledgment,
    Plan,
    Signature,
    Treatment,
    Visit,
    VisitKind,
    WorkingHypothesis,
)
from pt_chart.store.keyfile import KeyCost

CHEAP = KeyCost(time=1, memory_kib=8, lanes=1)
PASSWORD = "korrekt horse, Ärger 42"
NOON = datetime(2026, 11, 10, 12, 30, 5, 123456, tzinfo=UTC)

PATIENT = Patient(
    "patient-1",
    "20417",
    "Tallowby",
    "Mira",
    date(1982, 4, 14),
    sex="F",
    phone="(555) 010-0187",
    email="mira@example.org",
    alerts=("Latex allergy",),
)
EPISODE = Episode(
    "episode-1",
    PATIENT.id,
    "leg pain",
    Side.RIGHT,
    date(2026, 10, 6),
    onset="after lifting",
    precautions=("NSAID: stomach",),
    medicines=(Medicine("Atorvastatin", "statin"),),
    planned_visits=8,
)
SIGNATURE = Signature("user-1", "Ines Corvale, PT", "therapist", NOON, "ab" * 32)


def new_visit(visit_id: str = "visit-1", **changes: Any) -> Visit:
    """A visit with something of everything."""
    slr = FindingKey("slr_angle", Side.RIGHT)
    visit = Visit(
        visit_id,
        EPISODE.id,
        VisitKind.EVALUATION,
        date(2026, 11, 10),
        answers={
            slr: Answer(35, ("neural",), "pulls to the calf", at=NOON),
            FindingKey("reflex", Side.LEFT, "S1"): Answer("2"),
            FindingKey("saddle_sensation"): Answer(None, note="declined"),
        },
        chart=BodyChart(
            (
                Mark(
                    1,
                    View.BACK,
                    SymptomKind.DEEP_DULL_PULL,
                    BrushStroke(((0.61, 0.5), (0.62, 0.55)), 0.02),
                    intensity=8,
                ),
            )
        ),
    )
    return replace(visit, **changes)


TEXT = st.text(max_size=12)
_NAME = st.text("abcdefgh_", min_size=1, max_size=8)
_UNIT = st.floats(0, 1)
_POINT = st.tuples(_UNIT, _UNIT)
_POINTS = st.lists(_POINT, max_size=4).map(tuple)
_TEXTS = st.lists(TEXT, max_size=3).map(tuple)
_ZONES = st.one_of(
    st.none(),
    st.integers(-1439, 1439).map(lambda minutes: timezone(timedelta(minutes=minutes))),
)
_MOMENT = st.datetimes(timezones=_ZONES).map(lambda moment: moment.replace(fold=0))
_SIDE = st.none() | st.sampled_from(Side)
_SINGLE_SIDE = st.none() | st.sampled_from([Side.LEFT, Side.RIGHT])
_VALUE = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**9), 10**9),
    st.floats(allow_nan=False),
    TEXT,
    st.lists(_NAME, max_size=3).map(tuple),
)
_KEY = st.builds(FindingKey, _NAME, _SINGLE_SIDE, st.none() | st.sampled_from(["L4", "S1"]))
_ANSWER = st.builds(Answer, _VALUE, _TEXTS, TEXT, at=st.none() | _MOMENT)
_SHAPE = st.one_of(
    st.builds(BrushStroke, _POINTS, _UNIT),
    st.builds(RegionFill, _NAME, _SIDE),
    st.builds(Outline, _POINTS),
    st.builds(SpreadArrow, _POINT, _POINT),
    st.builds(Pin, _POINT),
)
_MARK = st.builds(Mark, st.integers(0, 99), shape=_SHAPE, note=TEXT)
_ITEM = st.builds(ProgramItem, side=st.sampled_from(Side), own_steps=_TEXTS, override_reason=TEXT)

_GOALS = st.lists(
    st.builds(Goal, TEXT, TEXT, target=st.none() | st.floats(0, 99), due=st.none() | st.dates()),
    max_size=2,
).map(tuple)
_CARE = st.none() | st.builds(
    PlanOfCare,
    problems=st.lists(st.builds(CareProblem, TEXT), max_size=2).map(tuple),
    goals=_GOALS,
    prognosis=st.none() | st.sampled_from(Prognosis),
)
_TREATMENTS = st.lists(
    st.builds(Treatment, TEXT, code=TEXT, timed=st.none() | st.booleans(), modifiers=_TEXTS),
    max_size=2,
).map(tuple)

VISITS = st.builds(
    new_visit,
    st.just("visit-1"),
    kind=st.sampled_from(VisitKind),
    date=st.dates(),
    number=st.integers(1, 500),
    answers=st.dictionaries(_KEY, _ANSWER, max_size=6),
    chart=st.builds(
        BodyChart,
        st.lists(_MARK, max_size=3).map(tuple),
        carried_from=TEXT,
        confirmed_side=st.none() | st.sampled_from(Side),
    ),
    program=st.builds(Program, st.lists(_ITEM, max_size=2).map(tuple)),
    plan=st.builds(Plan, assessment=TEXT, goals=_TEXTS, care=_CARE, treatments=_TREATMENTS),
    administration=st.builds(VisitAdministration, treatment_minutes=st.none() | st.integers(0, 90)),
    note=st.builds(NoteEdits, edits=st.tuples(st.builds(SentenceEdit, TEXT, TEXT, TEXT))),
    acknowledgments=st.lists(st.builds(FlagAcknowledgment, at=_MOMENT), max_size=2).map(tuple),
    hypothesis=st.none() | st.builds(WorkingHypothesis, side=_SIDE, at=_MOMENT),
    form_versions=st.dictionaries(_NAME, st.integers(1, 9), max_size=2),
    panel=TEXT,
)
