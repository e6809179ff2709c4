"""The ranked causes: each judged on its own, with every line that moved it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pt_chart.clinical.criteria import Truth
from pt_chart.clinical.evaluation import Verdict
from pt_chart.clinical.reasoning.bands import AS_LIKELY, band_word, range_words, zone
from pt_chart.clinical.reasoning.evidence_lines import (
    ShownFigures,
    evidence_line,
    shown_figures,
    unclear_keys,
)
from pt_chart.clinical.reasoning.judging import CaseJudge
from pt_chart.clinical.reasoning.knowledge import EvidenceRow, Knowledge, StartingSet
from pt_chart.clinical.reasoning.results import (
    Direction,
    EvidenceLine,
    GroupContribution,
    RankedCause,
)
from pt_chart.clinical.reasoning.sampling import WeightTable, weight_table
from pt_chart.clinical.reasoning.scoring import Scores, score, starting_band

NOT_TESTED = "not tested"
HELD = "held at its cause"
AGE_GROUP = "age"
"""Age alone moves a cause but does not count as having tested it."""

_OPEN = Verdict(Truth.UNKNOWN)
"""The verdict of what nobody recorded: it rests on nothing, and is always the same one."""

_MOVES = (Direction.FOR, Direction.AGAINST)

_LEADING_PLACE, _OPEN_PLACE, _AGAINST_PLACE = range(3)


@dataclass(frozen=True, slots=True)
class Ranking:
    """The causes in order, impairments apart, with the numbers they rest on."""

    causes: tuple[RankedCause, ...]
    impairments: tuple[RankedCause, ...]
    top_overlap: bool
    verdicts: tuple[Verdict, ...]
    scores: Scores

    @property
    def main(self) -> tuple[RankedCause, ...]:
        """The causes that stand on their own (sub-causes left out)."""
        return tuple(cause for cause in self.causes if not cause.parent)


def rank(judge: CaseJudge, knowledge: Knowledge, starting: StartingSet | None = None) -> Ranking:
    """Score and order the causes of one case."""
    table = weight_table(knowledge)
    verdicts = tuple(_verdict(row, judge) for row in table.rows)
    scores = score(tuple(verdict.truth for verdict in verdicts), knowledge, starting)
    built = _within_parents(_built(judge, knowledge, verdicts, scores, starting), knowledge)
    roles = knowledge.conditions
    causes = [cause for cause in built if roles[cause.condition].role in ("main", "sub")]
    ordered = _nested(sorted(causes, key=lambda cause: _place(cause, knowledge)))
    main = [cause for cause in ordered if not cause.parent]
    return Ranking(
        ordered,
        tuple(cause for cause in built if roles[cause.condition].role == "impairment"),
        _order_open(main),
        verdicts,
        scores,
    )


def _order_open(main: list[RankedCause]) -> bool:
    """Whether the range of the first cause overlaps with that of the cause nearest to it.

    A cause that nobody tested yet keeps the order open as well: unknown is not negative.
    """
    if len(main) < 2 or not any(cause.tested for cause in main):
        return False
    return max(main[1:], key=lambda cause: cause.middle).high >= main[0].low


def _within_parents(causes: list[RankedCause], knowledge: Knowledge) -> list[RankedCause]:
    """Each sub-cause held at its parent: a kind of a cause cannot be likelier than the cause.

    Its lines stay as they are; what they add up to beyond the parent does not count.
    """
    parents = {cause.condition: cause for cause in causes}
    return [
        _held(cause, parents[cause.parent], knowledge) if cause.parent in parents else cause
        for cause in causes
    ]


def _held(cause: RankedCause, parent: RankedCause, knowledge: Knowledge) -> RankedCause:
    if cause.middle <= parent.middle and cause.low <= parent.low and cause.high <= parent.high:
        return cause
    low = min(cause.low, parent.low)
    middle, high = min(cause.middle, parent.middle), min(cause.high, parent.high)
    band, words = cause.band, cause.range_words
    if cause.tested:
        band = band_word(low, middle, high, knowledge.constants)
        words = range_words(low, high, knowledge.constants)
        if cause.middle > parent.middle:
            words = f"{words}, {HELD}"
    return replace(cause, low=low, middle=middle, high=high, band=band, range_words=words)


def _place(cause: RankedCause, knowledge: Knowledge) -> tuple[int, int, bool, float]:
    """Where a cause stands: by its word, then those that the findings speak for, then its middle.

    Within one word the order says little, so what stands high only by its starting band comes
    after what this patient's findings support. A cause that nobody tested is neither likely nor
    unlikely: it comes after those as likely or more, before those that findings speak against.
    """
    supported = sum(part.weight for part in cause.contributions) > 0
    word = zone(cause.middle, knowledge.constants.band_edges)
    if not cause.tested:
        return (_OPEN_PLACE, 0, False, -cause.middle)
    apart = _LEADING_PLACE if word >= AS_LIKELY else _AGAINST_PLACE
    return (apart, -word, not supported, -cause.middle)


def _verdict(row: EvidenceRow, judge: CaseJudge) -> Verdict:
    if row.when is None:
        return _OPEN
    if (unclear := unclear_keys(row, judge)) is not None:
        return Verdict(Truth.UNKNOWN, unclear)
    truth = judge.truth if row.any_side else judge.truth_main_side
    gathered = judge.judge if row.any_side else judge.judge_main_side
    found = truth(row.when)
    if found is Truth.YES:
        return gathered(row.when if row.speaking is None else row.speaking)
    if found is Truth.NO:
        return gathered(row.when)
    if row.absent_when is not None and truth(row.absent_when) is Truth.YES:
        return Verdict(Truth.NO, gathered(row.absent_when).keys)
    return _OPEN


def _nested(causes: list[RankedCause]) -> tuple[RankedCause, ...]:
    """Sub-causes directly under their parent, left out while nothing of their own is tested."""
    ordered: list[RankedCause] = []
    for cause in causes:
        if cause.parent:
            continue
        ordered.append(cause)
        ordered.extend(sub for sub in causes if sub.parent == cause.condition and sub.tested)
    return tuple(ordered)


def _built(
    judge: CaseJudge,
    knowledge: Knowledge,
    verdicts: tuple[Verdict, ...],
    scores: Scores,
    starting: StartingSet | None,
) -> list[RankedCause]:
    table = scores.table
    shown = shown_figures(knowledge)
    applied = scores.row_weights.tolist()
    lines = [
        _line(place, verdict, applied[place], table, judge, shown)
        for place, verdict in enumerate(verdicts)
    ]
    groups = scores.group_weights.tolist()
    # The table is sorted by the conditions' order.
    return [
        _cause(place, _told_apart(lines, *span, table), groups, judge, scores, starting)
        for place, span in enumerate(table.rows_of)
    ]


def _told_apart(
    lines: list[EvidenceLine], first: int, last: int, table: WeightTable
) -> tuple[EvidenceLine, ...]:
    """A cause's lines; where one answer speaks in several, each says to what it speaks."""
    own = lines[first:last]
    seen: dict[str, int] = {}
    for place, line in enumerate(own):
        if line.direction not in _MOVES:
            continue
        before = seen.setdefault(line.words, place)
        if before != place:
            for one in (before, place):
                label = table.rows[first + one].label
                if not own[one].words.startswith(label):
                    own[one] = replace(own[one], words=f"{label} ({line.words})")
    return tuple(own)


def _line(
    place: int,
    verdict: Verdict,
    applied: float,
    table: WeightTable,
    judge: CaseJudge,
    shown: ShownFigures,
) -> EvidenceLine:
    """The line of one row; made again only when its verdict or its share has changed."""
    made = judge.lines.get(place)
    # The very same verdict was taken over, so nothing that the words rest on has changed.
    if made is not None and made[0] is verdict and made[1] == applied:
        return made[2]
    undamped = 0.0
    if verdict.truth is not Truth.UNKNOWN:
        undamped = float(table.points[int(verdict.truth is Truth.YES), place])
    line = evidence_line(table.rows[place], verdict, undamped, applied, judge, shown)
    judge.lines[place] = (verdict, applied, line)
    return line


def _cause(
    place: int,
    lines: tuple[EvidenceLine, ...],
    groups: list[float],
    judge: CaseJudge,
    scores: Scores,
    starting: StartingSet | None,
) -> RankedCause:
    knowledge = judge.knowledge
    id = scores.table.conditions[place]
    condition = knowledge.conditions[id]
    low, middle, high = scores.low[id], scores.middle[id], scores.high[id]
    tested = any(line.direction in _MOVES and line.group != AGE_GROUP for line in lines)
    if condition.raised_by:
        tested = tested and any(map(judge.recorded_on_main_side, condition.raised_by))
    if any(map(judge.present_on_main_side, condition.ruled_out_by)):
        tested = False
    return RankedCause(
        condition=id,
        name=condition.name,
        parent=condition.parent,
        role=condition.role,
        band=band_word(low, middle, high, knowledge.constants) if tested else NOT_TESTED,
        range_words=range_words(low, high, knowledge.constants) if tested else "",
        low=low,
        middle=middle,
        high=high,
        tested=tested,
        lines=lines,
        contributions=_contributions(place, lines, groups, knowledge, scores.table),
        prior_band=starting_band(id, knowledge, starting),
    )


def _contributions(
    condition: int,
    lines: tuple[EvidenceLine, ...],
    weights: list[float],
    knowledge: Knowledge,
    table: WeightTable,
) -> tuple[GroupContribution, ...]:
    found = []
    begin = table.rows_of[condition][0]
    spans = table.groups_of[condition]
    for place, (first, last) in enumerate(spans, int(table.condition_starts[condition])):
        group = table.group_keys[place][1]
        strongest = _strongest(lines[first - begin : last - begin])
        source = NOT_TESTED if strongest is None else _source(strongest)
        words = "" if strongest is None else strongest.words
        label = knowledge.groups[group].label
        tested = strongest is not None
        found.append(GroupContribution(group, label, weights[place], tested, source, words))
    return tuple(sorted(found, key=lambda part: -abs(part.weight)))


def _strongest(lines: tuple[EvidenceLine, ...]) -> EvidenceLine | None:
    """The tested line that weighs most, the first of equals; None where nothing was tested."""
    found, most = None, -1.0
    for line in lines:
        if line.direction is not Direction.NOT_TESTED and abs(line.weight) > most:
            found, most = line, abs(line.weight)
    return found


def _source(line: EvidenceLine) -> str:
    """Where the strongest line of a group comes from: figure, size, study, or expert pattern."""
    if line.lr is None:
        return line.study
    parts = [f"LR {line.lr:g}", f"n {line.n}" if line.n else "", line.study]
    parts.append("from memory" if line.verified == "no" else "")
    return " · ".join(part for part in parts if part)
