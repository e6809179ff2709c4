"""Everything that can be printed, as one type."""

from __future__ import annotations

from typing import TypeAlias

from pt_chart.clinical.papers import (
    BlankChart,
    BlankMeasures,
    IntakeSheet,
    RefusedReferral,
    SecondLookPaper,
    WorkNote,
)
from pt_chart.clinical.program.handout import HandoutContent, ReferralLetter, SafetyNetCard
from pt_chart.clinical.report import EvaluationReport

PaperPart: TypeAlias = (
    HandoutContent
    | SafetyNetCard
    | ReferralLetter
    | EvaluationReport
    | WorkNote
    | RefusedReferral
    | SecondLookPaper
    | IntakeSheet
    | BlankMeasures
    | BlankChart
)
"""One document; several behind one another make a pack."""
