"""One line per finding and cause: for, against, not tested, with its source."""

from __future__ import annotations

from pt_chart.clinical.criteria import Truth
from pt_chart.clinical.evaluation import Verdict
from pt_chart.clinical.reasoning.bands import strength_word
from pt_chart.clinical.reasoning.judging import CaseJudge
from pt_chart.clinical.reasoning.knowledge import EvidenceRow, Knowledge
from pt_chart.clinical.reasoning.likelihood import crosses_one
from pt_chart.clinical.reasoning.results import Direction, EvidenceLine

MEASURED = "measured"
EXPERT_PATTERN = "expert pattern"


def evidence_line(
    row: EvidenceRow,
    verdict: Verdict,
    undamped: float,
    applied: float,
    judge: CaseJudge,
    knowledge: Knowledge,
) -> EvidenceLine:
    """The line of a row: ``undamped`` is its own log weight, ``applied`` its share in the sum."""
    study = knowledge.studies[row.study]
    tested = verdict.truth is not Truth.UNKNOWN
    present = verdict.truth is not Truth.NO
    ratio = row.lr_positive if present else row.lr_negative
    interval = row.lr_positive_ci if present else row.lr_negative_ci
    keys = judge.grounds(verdict.keys) if tested else ()
    return EvidenceLine(
        finding=row.finding,
        keys=keys,
        words="; ".join(judge.words(keys)) or row.label,
        direction=_direction(tested, applied),
        weight=applied,
        group=row.group,
        lr=ratio,
        lr_low=interval[0] if interval else None,
        lr_high=interval[1] if interval else None,
        study=study.cite if row.measured else EXPERT_PATTERN,
        n=study.n if row.measured else None,
        setting=study.setting if row.measured else "",
        strength=_strength(row, undamped, interval, tested, knowledge),
        basis=MEASURED if row.measured else EXPERT_PATTERN,
        verified=row.verified,
        note=row.note,
    )


def _direction(tested: bool, applied: float) -> Direction:
    if not tested:
        return Direction.NOT_TESTED
    if applied == 0:
        return Direction.NEUTRAL
    return Direction.FOR if applied > 0 else Direction.AGAINST


def _strength(
    row: EvidenceRow,
    undamped: float,
    interval: tuple[float, float] | None,
    tested: bool,
    knowledge: Knowledge,
) -> str:
    if not tested:
        return ""
    if row.measured and crosses_one(interval):
        return "not shown to help"
    return strength_word(undamped, knowledge.constants)
