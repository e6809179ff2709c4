"""One line per finding and cause: for, against, not tested, with its source."""

from __future__ import annotations

from typing import NamedTuple
from weakref import WeakKeyDictionary

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
    tested = verdict.truth is not Truth.UNKNOWN
    keys = judge.grounds(verdict.keys) if tested else ()
    known = _FIGURES.setdefault(knowledge, {})
    asked = (row.id, verdict.truth)
    figures = known.get(asked)
    if figures is None:
        figures = known[asked] = _figures(row, verdict.truth, undamped, knowledge)
    words = "; ".join(judge.words(keys)) or row.label
    return EvidenceLine(
        row.finding, keys, words, _direction(tested, applied), applied, row.group, *figures
    )


class _Figures(NamedTuple):
    """The last fields of an `EvidenceLine`, in its order: of the row, nothing of a case."""

    lr: float | None
    lr_low: float | None
    lr_high: float | None
    study: str
    n: int | None
    setting: str
    strength: str
    basis: str
    verified: str
    note: str


_FIGURES: WeakKeyDictionary[Knowledge, dict[tuple[str, Truth], _Figures]] = WeakKeyDictionary()


def _figures(row: EvidenceRow, truth: Truth, undamped: float, knowledge: Knowledge) -> _Figures:
    study = knowledge.studies[row.study]
    present = truth is not Truth.NO
    interval = row.lr_positive_ci if present else row.lr_negative_ci
    return _Figures(
        lr=row.lr_positive if present else row.lr_negative,
        lr_low=interval[0] if interval else None,
        lr_high=interval[1] if interval else None,
        study=study.cite if row.measured else EXPERT_PATTERN,
        n=study.n if row.measured else None,
        setting=study.setting if row.measured else "",
        strength=_strength(row, undamped, interval, truth is not Truth.UNKNOWN, knowledge),
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
