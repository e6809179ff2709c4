"""One line per finding and cause: for, against, not tested, with its source."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias
from weakref import WeakKeyDictionary

from pt_chart.clinical.criteria import Truth
from pt_chart.clinical.evaluation import Verdict
from pt_chart.clinical.findings import FindingKey
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
    shown: ShownFigures,
) -> EvidenceLine:
    """The line of a row: ``undamped`` is its own log weight, ``applied`` its share in the sum.

    ``shown`` are the knowledge's `shown_figures`.
    """
    knowledge = judge.knowledge
    tested = verdict.truth is not Truth.UNKNOWN
    if not tested and unclear_keys(row, judge) is not None:
        return _unclear_line(row, judge.grounds(verdict.keys), judge)
    keys = judge.grounds(verdict.keys) if tested else ()
    figures = shown.get((row.id, verdict.truth))
    if figures is None:
        figures = _figures(row, verdict.truth, undamped, knowledge)
        shown[row.id, verdict.truth] = figures
    words = "; ".join(judge.words(keys)) or row.label
    return EvidenceLine(
        row.finding, keys, words, _direction(tested, applied), applied, row.group, *figures
    )


def unclear_keys(row: EvidenceRow, judge: CaseJudge) -> tuple[FindingKey, ...] | None:
    """The findings that a row cannot read either way, None where there is nothing of the kind."""
    if row.unclear_when is None:
        return None
    asked = judge.truth if row.any_side else judge.truth_main_side
    if asked(row.unclear_when) is not Truth.YES:
        return None
    gathered = judge.judge if row.any_side else judge.judge_main_side
    return gathered(row.unclear_when).keys


def _unclear_line(row: EvidenceRow, keys: tuple[FindingKey, ...], judge: CaseJudge) -> EvidenceLine:
    """Recorded, but neither the published positive nor its negative: no figure, no weight."""
    figures = _figures(row, Truth.UNKNOWN, 0.0, judge.knowledge)._replace(
        lr=None, lr_low=None, lr_high=None, note=row.unclear_note or row.note
    )
    words = "; ".join(judge.words(keys)) or row.label
    return EvidenceLine(row.finding, keys, words, Direction.NEUTRAL, 0.0, row.group, *figures)


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


ShownFigures: TypeAlias = dict[tuple[str, Truth], _Figures]
"""What lines show of their row, by row id and truth, as far as it was asked for."""

_SHOWN: WeakKeyDictionary[Knowledge, ShownFigures] = WeakKeyDictionary()


def shown_figures(knowledge: Knowledge) -> ShownFigures:
    """The figures that lines of this knowledge have shown so far."""
    return _SHOWN.setdefault(knowledge, {})


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
