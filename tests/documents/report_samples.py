"""An invented visit for the report tests: small forms, a drawing, an assessment."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import Any

import numpy as np

from pt_chart.clinical.bodychart.atlas import BodyAtlas, Region, ViewAtlas
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
from pt_chart.clinical.bodychart.summary import ChartSummary, Felt, RegionTouched
from pt_chart.clinical.fields import Card, Choice, FieldDef, FieldKind, Form, Position
from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.clinical.people import Episode, Medicine, Patient
from pt_chart.clinical.reasoning.results import (
    Action,
    Assessment,
    Direction,
    EvidenceLine,
    KnowledgeStamp,
    NextTest,
    PublishedScore,
    RaisedFlag,
    RankedCause,
    Tier,
)
from pt_chart.clinical.report import EvaluationReport
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
from tests.documents.samples import CLINIC

NOW = datetime(2026, 11, 24, 11, 42, tzinfo=UTC)

BODY = b"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 400" width="200" height="400">
<path d="M60 20 L140 20 L150 390 L110 390 L100 200 L90 390 L50 390 Z" fill="#F1EDE6"
 stroke="#2A3136" stroke-width="2"/></svg>"""


class Bodies:
    """One simple figure for every view."""

    def __init__(self) -> None:
        self.asked: list[tuple[View, str]] = []

    def body_svg(self, view: View, body: str = "neutral") -> bytes:
        self.asked.append((view, body))
        return BODY


def _atlas_view(view: View) -> ViewAtlas:
    left = ((0.3, 0.05), (0.5, 0.05), (0.5, 0.5), (0.45, 0.97), (0.25, 0.97))
    right = tuple((1 - x, y) for x, y in left)
    regions = (
        Region("leg", "leg", Side.LEFT, 3, True, (left,)),
        Region("leg", "leg", Side.RIGHT, 3, True, (right,)),
    )
    return ViewAtlas(view, 0.5, np.zeros((40, 20), dtype=np.uint8), regions)


ATLAS = BodyAtlas("1", MappingProxyType({view: _atlas_view(view) for view in View}))

_KINDS = tuple(SymptomKind)
CHART = BodyChart(
    marks=(
        Mark(
            1, View.BACK, _KINDS[4], BrushStroke(((0.6, 0.55), (0.63, 0.7), (0.65, 0.9)), 0.05), 5
        ),
        Mark(2, View.BACK, _KINDS[5], RegionFill("leg", Side.LEFT), 3),
        Mark(3, View.BACK, _KINDS[0], Outline(((0.55, 0.3), (0.7, 0.3), (0.65, 0.45))), 4),
        Mark(4, View.BACK, _KINDS[0], BrushStroke(((0.35, 0.6), (0.35, 0.7)), 0.08), erases=True),
        Mark(5, View.BACK, _KINDS[4], SpreadArrow((0.6, 0.4), (0.63, 0.7))),
        Mark(
            6, View.RIGHT, _KINDS[3], Pin((0.5, 0.5)), note="worst after <b>driving</b> & sitting"
        ),
    )
)

SUMMARY = ChartSummary(
    areas=(),
    regions=(
        RegionTouched(
            "leg", "leg", Side.RIGHT, (_KINDS[4],), 5, 3, True, (View.BACK,), (Felt(_KINDS[4], 5),)
        ),
        RegionTouched(
            "leg", "leg", Side.LEFT, (_KINDS[5],), 3, 3, True, (View.BACK,), (Felt(_KINDS[5], 3),)
        ),
    ),
    area_by_kind=((_KINDS[4], 0.6), (_KINDS[5], 0.4)),
    share_by_view=((View.BACK, 0.2),),
    body_share=0.1,
    below_knee_share=0.5,
    distal_most=(),
    sides=(Side.LEFT, Side.RIGHT),
    crosses_midline=False,
    sentence="Both sides. Distal-most point: leg. About half of the area is below the knee.",
    outside_figure=0,
)


def _field(id: str, label: str, kind: FieldKind, section: str, **more: Any) -> FieldDef:
    return replace(FieldDef(id, label, kind, section), **more)


FORMS = (
    Form(
        "history",
        1,
        "History",
        "history",
        (
            Card(
                "screen",
                "Red flags",
                (
                    _field("saddle", "Saddle numbness", FieldKind.YES_NO, "history", core=True),
                    _field("fever", "Fever", FieldKind.YES_NO, "history", core=True),
                    _field("sweats", "Night sweats", FieldKind.YES_NO, "history", core=True),
                ),
            ),
            Card(
                "behavior",
                "Behavior",
                (
                    _field("sit", "Sitting tolerance", FieldKind.NUMBER, "history", unit="min"),
                    _field("job", "Work", FieldKind.TEXT, "history"),
                ),
            ),
        ),
    ),
    Form(
        "exam",
        1,
        "Exam",
        "exam",
        (
            Card(
                "supine",
                "Supine",
                (
                    _field("slr", "Straight leg raise", FieldKind.YES_NO, "exam", sided=True),
                    _field(
                        "myotome",
                        "Strength",
                        FieldKind.MRC,
                        "exam",
                        sided=True,
                        levels=("L5", "S1"),
                    ),
                    _field("fadir", "FADIR", FieldKind.YES_NO, "exam", sided=True),
                ),
                Position.SUPINE,
            ),
            Card(
                "standing",
                "Standing",
                (
                    _field(
                        "slump",
                        "Slump",
                        FieldKind.YES_NO,
                        "exam",
                        sided=True,
                        position=Position.SITTING,
                        qualifiers=(Choice("familiar", "familiar pain"),),
                    ),
                    _field("heel", "Heel raises", FieldKind.NUMBER, "exam", sided=True),
                ),
                Position.STANDING,
            ),
        ),
    ),
)

ANSWERS = MappingProxyType(
    {
        FindingKey("saddle"): Answer(False),
        FindingKey("fever"): Answer(True, note="since Monday"),
        FindingKey("sit"): Answer(20),
        FindingKey("job"): Answer('Driver <img src="x"> & <b>lifting'),
        FindingKey("slr", Side.RIGHT): Answer(True, note="at 52 degrees"),
        FindingKey("slr", Side.LEFT): Answer(False),
        FindingKey("slump", Side.RIGHT): Answer(True, qualifiers=("familiar",)),
        FindingKey("slump", Side.LEFT): Answer(False),
        FindingKey("myotome", Side.RIGHT, "S1"): Answer("4"),
        FindingKey("myotome", Side.LEFT, "S1"): Answer("5"),
        FindingKey("fadir", Side.RIGHT): Answer(None, note="hip too sore"),
        FindingKey("heel", Side.RIGHT): Answer(16),
        FindingKey("heel", Side.LEFT): Answer(25),
    }
)


def _line(words: str, direction: Direction, study: str = "") -> EvidenceLine:
    return EvidenceLine(
        finding="slr",
        keys=(FindingKey("slr", Side.RIGHT),),
        words=words,
        direction=direction,
        weight=0.4,
        group="neurodynamic",
        lr=1.5,
        lr_low=1.1,
        lr_high=2.0,
        study=study,
        n=274 if study else None,
        setting="primary care" if study else "",
        strength="weak",
        basis="measured",
        verified="no",
    )


def _cause(condition: str, name: str, band: str, *lines: EvidenceLine) -> RankedCause:
    return RankedCause(
        condition=condition,
        name=name,
        parent="",
        role="cause",
        band=band,
        range_words="about the same to more likely",
        low=-0.1,
        middle=0.6,
        high=1.2,
        tested=bool(lines),
        lines=lines,
        contributions=(),
    )


ASSESSMENT = Assessment(
    action=Action.URGENT_REFERRAL,
    flags=(
        RaisedFlag(
            id="infection",
            title="Possible spinal infection",
            tier=Tier.URGENT,
            because=("Fever: yes",),
            keys=(FindingKey("fever"),),
            clinician="Consider same-day referral for blood tests and imaging.",
            patient="Call your doctor today.",
            source="Own sample rule",
            verified="no",
        ),
    ),
    ranked=(
        _cause(
            "radicular",
            "Lumbar radicular pain",
            "more likely",
            _line("Straight leg raise RIGHT: positive", Direction.FOR, "Sample 2002"),
            _line("Slump RIGHT: positive", Direction.FOR, "Sample 2002"),
            _line("Crossed straight leg raise", Direction.NOT_TESTED),
        ),
        _cause(
            "hamstring",
            "Hamstring strain",
            "less likely",
            _line("No injury", Direction.AGAINST, "Other 2010"),
        ),
        _cause("sij", "Sacroiliac joint pain", "cannot judge"),
    ),
    ranking_off="",
    top_overlap=True,
    impairments=(),
    consider=(),
    next_tests=(
        NextTest("pkb", "Prone knee bend", "discriminating", "tells L3 from hip", "prone", 0.2),
    ),
    scores=(
        PublishedScore(
            "score",
            "Sample score",
            "radicular",
            "incomplete",
            None,
            6.0,
            2,
            6,
            "",
            "",
            "S 2011",
            "no",
        ),
    ),
    comparisons=(),
    contradictions=(),
    core_unasked=("sweats",),
    knowledge=KnowledgeStamp("1.0", "3f9ac21e" * 8),
)

PATIENT = Patient("p1", "S-10042", "Sample", "Robin", date(1982, 1, 2), sex="F", phone="555-0160")

EPISODE = Episode(
    "e1",
    "p1",
    "leg pain from the low back",
    Side.RIGHT,
    date(2026, 9, 29),
    referrer="Dr. Casey Sample",
    precautions=("osteoporosis",),
    medicines=(Medicine("ibuprofen"),),
    planned_visits=8,
)

VISIT = Visit(
    "v1",
    "e1",
    VisitKind.EVALUATION,
    date(2026, 11, 24),
    number=5,
    answers=ANSWERS,
    chart=CHART,
    plan=Plan(
        assessment="Right leg pain with S1 signs, improving.",
        goals=("Sit 45 minutes with leg pain 3/10 or less by Dec 8.", "Drive to work by Dec 8."),
        frequency="Once a week for 3 weeks.",
        treatments=(
            Treatment("Repeated extension in lying", "20 times", 6, response="leg pain 4, then 2"),
        ),
        next_visit="Dec 1, 2026",
    ),
    acknowledgments=(FlagAcknowledgment("infection", "Physician phoned", "", "u1", NOW),),
    hypothesis=WorkingHypothesis(
        "radicular",
        Side.RIGHT,
        agrees=True,
        reason="",
        by="u1",
        at=NOW,
        knowledge_version="1.0",
        knowledge_sha256="3f9a",
    ),
)

SIGNED = replace(
    VISIT, signature=Signature("u1", "Alex Demo, PT, DPT", "therapist", NOW, "5e" * 32)
)


def report(visit: Visit = VISIT) -> EvaluationReport:
    """The report of a visit."""
    return EvaluationReport(
        patient=PATIENT,
        episode=EPISODE,
        visit=visit,
        clinic=CLINIC,
        therapist="Alex Demo, PT, DPT",
        forms=FORMS,
        assessment=ASSESSMENT,
        atlas=ATLAS,
        summary=SUMMARY,
        program=("Seated nerve glide, RIGHT: 10 times, 2 times a day, no hold.",),
        planned=8,
        blocked=("Hamstring stretch: slump positive (rule: nerve test positive).",),
    )
