"""Compare-two tables with this patient's findings lit."""

from __future__ import annotations

from pt_chart.clinical.criteria import Criterion, Truth
from pt_chart.clinical.evaluation import Verdict
from pt_chart.clinical.reasoning.judging import CaseJudge
from pt_chart.clinical.reasoning.knowledge import ComparisonTable, Knowledge, TableRow
from pt_chart.clinical.reasoning.results import Comparison, ComparisonRow
from pt_chart.clinical.sides import Side

_UNKNOWN = Verdict(Truth.UNKNOWN)


def comparisons(judge: CaseJudge, knowledge: Knowledge) -> tuple[Comparison, ...]:
    """Every table, in file order, rows lit by what was recorded on the main side."""
    return tuple(_table(table, judge) for table in knowledge.comparisons)


def _table(table: ComparisonTable, judge: CaseJudge) -> Comparison:
    rows = tuple(_row(row, judge) for row in table.rows)
    return Comparison(table.id, table.title, table.left, table.right, rows, table.causes)


def _row(row: TableRow, judge: CaseJudge) -> ComparisonRow:
    left, right = _verdict(row.left_when, judge), _verdict(row.right_when, judge)
    keys = judge.grounds(tuple(dict.fromkeys((*left.keys, *right.keys))))
    lit = _lit(left.truth, right.truth)
    if lit == "not_tested" and not keys:
        keys = judge.recorded_keys_on_main_side(row.reads)
    if lit == "not_tested" and keys:
        # Something of the row was recorded, but not enough to fit a side.
        lit = "neither"
    said = "; ".join(word.removesuffix(": yes") for word in _sides_joined(judge.words(keys)))
    patient = said if lit != "not_tested" else "not tested"
    return ComparisonRow(row.feature, row.left, row.right, patient, lit)


def _sides_joined(words: tuple[str, ...]) -> list[str]:
    """What is the same on both sides, said once."""
    found: list[str] = []
    left, right = f" {Side.LEFT.spelled}", f" {Side.RIGHT.spelled}"
    for word in words:
        if left in word and word.replace(left, right) in words:
            found.append(word.replace(left, f" {Side.BOTH.spelled}"))
        elif right not in word or word.replace(right, left) not in words:
            found.append(word)
    return found


def _verdict(criterion: Criterion | None, judge: CaseJudge) -> Verdict:
    return _UNKNOWN if criterion is None else judge.judge_main_side(criterion)


def _lit(left: Truth, right: Truth) -> str:
    if left is Truth.YES:
        return "both" if right is Truth.YES else "left"
    if right is Truth.YES:
        return "right"
    return "not_tested" if Truth.UNKNOWN in (left, right) else "neither"
